//! The same files give the same site: on any machine, in any order, with any number of threads.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::support::{Run, Site, files_below, repository, run, write};

/// A tree of every kind, with mistakes in it, so that findings are compared too.
fn generated() -> Vec<(String, Vec<u8>)> {
    let mut files = vec![(
        "onramp.toml".to_owned(),
        b"title = \"T\"\nas_of = 2027-01-11\nprofile = \"starter\"\n[rules]\nGEN1 = \"warning\"\nFLD1 = \"warning\"\nPAGE4 = \"warning\"\n".to_vec(),
    )];
    for n in 0..60 {
        let code = ["rust", "toml", "python", "bash"][n % 4];
        let body = format!(
            "# Page {n}\n\n[[Page {}]] [x](p{:02}.md#page-{}) [gone](gone{n}.md) [[Twice]]\n\n```{code}\nlet x = {n};\n```\n\n$x^{n}$ [^a]\n\n[^a]: note\n",
            (n * 7) % 60,
            (n * 11) % 60,
            (n * 11) % 60
        );
        files.push((format!("content/guides/p{n:02}.md"), body.into_bytes()));
        let adr = format!(
            "+++\nstatus = \"accepted\"\ntags = [\"b\", \"a\"]\nsupersedes = [\"{}\"]\nowner = \"t{}\"\n+++\n# Decision {n}\n",
            (n * 13) % 60 + 1,
            n % 7
        );
        files.push((format!("content/adrs/log{}/{:04}-d.md", n % 3, n + 1), adr.into_bytes()));
        files.push((
            format!("content/teams/t{n}.toml"),
            format!(
                "title = \"Twice\"\naliases = [\"team {n}\"]\nold_urls = [\"/was/{}/\"]\nnope{n} = 1\n",
                n % 9
            )
            .into_bytes(),
        ));
    }
    files
}

/// The repository's own site.
fn demo() -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for folder in ["content", "schemas", "src/cli"] {
        let below = files_below(&repository().join(folder));
        files.extend(below.into_iter().map(|(path, bytes)| (format!("{folder}/{path}"), bytes)));
    }
    for name in ["onramp.toml", "Cargo.toml", "README.md"] {
        files.push((name.to_owned(), fs::read(repository().join(name)).expect(name)));
    }
    // Whether the demo is without errors is the affair of another test.
    let config = &mut files.iter_mut().find(|(path, _)| path == "onramp.toml").expect("a config").1;
    if !String::from_utf8_lossy(config).contains("[rules") {
        config.extend(b"\n[rules]\nGEN1 = \"warning\"\n");
    }
    files
}

/// A copy of the files, made in this order, each file older than the one before.
fn copy<'a>(files: impl Iterator<Item = &'a (String, Vec<u8>)>, age: u64) -> Site {
    let site = Site::bare();
    for (n, (path, bytes)) in files.enumerate() {
        let path = site.path(path);
        write(&path, bytes);
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(age * 1_000_000 + n as u64);
        let file = fs::File::options().write(true).open(&path).expect("a file");
        file.set_modified(time).expect("a time");
    }
    site
}

fn build(site: &Site, folder: &Path, out: &str, more: &[&str], environment: &[(&str, &str)]) -> Run {
    let (root, out) = (site.root().to_str().expect("a path"), site.path(out));
    let common = ["build", "--format", "json", "--root", root, "--out", out.to_str().expect("a path")];
    run(folder, &[&common, more].concat(), environment)
}

#[track_caller]
fn is_the_same_everywhere(files: &[(String, Vec<u8>)]) {
    let forwards = copy(files.iter(), 100);
    let backwards = copy(files.iter().rev(), 1_500);
    let elsewhere = tempfile::tempdir().expect("a folder");
    for audience in ["public", "internal"] {
        let out = format!("out-{audience}");
        let with = |threads| vec!["--audience", audience, "--threads", threads];
        let one = build(&forwards, forwards.root(), &out, &with("1"), &[("TZ", "UTC"), ("LANG", "C")]);
        let far = [
            ("TZ", "Pacific/Kiritimati"),
            ("LANG", "de_DE.UTF-8"),
            ("LC_ALL", "tr_TR.UTF-8"),
            ("COLUMNS", "20"),
        ];
        let eight = build(&backwards, elsewhere.path(), &out, &with("8"), &far);
        assert_eq!(one.code, 0, "{one:?}");
        assert!(one == eight, "findings differ:\n{}\n{}", one.out, eight.out);
        let (first, second) = (forwards.files(&out), backwards.files(&out));
        assert!(first.len() > 100, "{} files", first.len());
        let differing: Vec<&String> =
            first.iter().zip(&second).filter(|(a, b)| a != b).map(|(a, _)| &a.0).collect();
        assert!(first == second, "{} and {} files; these differ: {differing:?}", first.len(), second.len());
        let root = forwards.root().to_string_lossy().into_owned();
        for (path, bytes) in &first {
            assert!(!String::from_utf8_lossy(bytes).contains(&root), "{path} names a folder of this machine");
        }
    }
}

#[test]
fn the_demo_is_the_same_from_any_copy() {
    is_the_same_everywhere(&demo());
}

#[test]
fn a_site_with_many_findings_is_the_same_from_any_copy() {
    let files = generated();
    is_the_same_everywhere(&files);
    let site = copy(files.iter(), 3);
    let found: Vec<serde_json::Value> =
        serde_json::from_str(&site.run(&["check", "--format", "json"]).out).expect("JSON");
    assert!(found.len() > 150, "{} findings", found.len());
}

#[test]
fn the_time_of_day_and_the_day_of_the_machine_do_not_show() {
    let site = Site::bare().file("onramp.toml", "title = \"T\"\n").file("content/a.md", "# A\n");
    let built = |environment: &[(&str, &str)], out: &str| {
        let run = build(&site, site.root(), out, &[], environment);
        assert_eq!(run.code, 0, "{run:?}");
        site.files(out)
    };
    let pinned = [("SOURCE_DATE_EPOCH", "1800000000"), ("TZ", "UTC")];
    let far = [("SOURCE_DATE_EPOCH", "1800000000"), ("TZ", "Pacific/Kiritimati")];
    assert_eq!(built(&pinned, "one"), built(&far, "two"));
}
