//! Warm equals cold: after any edit to any input, a build with what earlier ones left gives the same
//! bytes and the same findings as one without.
//!
//! Edits are drawn by number, so that a failure can be repeated: it prints the number of its sequence
//! and what was done. `ONRAMP_EDITS=20000 cargo test warm` draws more of them.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use onramp::build::{Options, fails, finish, read};
use onramp::cache::Cache;
use onramp::diagnostic::json;
use onramp::load;
use onramp::output::{Draft, InMemory, Outputs, Standing};
use onramp::write::{self, Guarded};

use crate::support::{CONFIG, Site, files_below, write};

/// How many edits are tried in each of the four sequences.
fn edits() -> usize {
    let asked = std::env::var("ONRAMP_EDITS").ok().and_then(|it| it.parse::<usize>().ok());
    asked.map_or(130, |all| all / 4)
}

#[test]
fn after_edits_of_the_first_sequence() {
    warm_equals_cold(1);
}

#[test]
fn after_edits_of_the_second_sequence() {
    warm_equals_cold(2);
}

#[test]
fn after_edits_of_the_third_sequence() {
    warm_equals_cold(3);
}

#[test]
fn after_edits_of_the_fourth_sequence() {
    warm_equals_cold(4);
}

fn warm_equals_cold(sequence: u64) {
    let site = begin();
    let mut draw = Draw(sequence);
    let mut done: Vec<String> = Vec::new();
    for _ in 0..edits() {
        done.push(edit(&site, &mut draw));
        let audience = draw.one(&["public", "public", "internal"]);
        if let Err(difference) = compare(&site, audience) {
            let last = done.iter().rev().take(8).rev().cloned().collect::<Vec<_>>().join("\n  ");
            panic!(
                "sequence {sequence}, edit {}, for {audience}: {difference}\nafter:\n  {last}",
                done.len()
            );
        }
    }
}

/// Builds both ways, and brings the warm one to disk.
pub(crate) fn compare(site: &Site, audience: &str) -> Result<(), String> {
    let out = site.path(&format!("out-{audience}"));
    let standby = site.path(&format!(".out-{audience}.standby"));
    let cache = Arc::new(load::cache(&site.path("cache")));
    let guarded = Guarded { root: site.root().to_owned(), content: site.path("content") };
    let draft = write::Draft::new(&out, &guarded, audience);
    let (warm, warm_findings, errors) = build(
        &Options { cache: Arc::clone(&cache), ..site.options.clone() },
        audience,
        (&load::standing(&out), &draft),
    )?;
    let (cold, cold_findings, _) = build(&site.options, audience, (&Standing::default(), &InMemory))?;
    if warm_findings != cold_findings {
        return Err(format!("findings differ\nwarm: {warm_findings}\ncold: {cold_findings}"));
    }
    if warm.paths().collect::<std::collections::BTreeSet<_>>() != cold.paths().collect() {
        return Err("other files".to_owned());
    }
    for (path, bytes) in &cold.files {
        let folder = if warm.laid.contains_key(path) { &standby } else { &out };
        let on_disk = || fs::read(folder.join(path)).unwrap_or_default();
        if warm.files.get(path).cloned().unwrap_or_else(on_disk) != *bytes {
            return Err(format!("`{path}` differs"));
        }
    }
    cache.turn();
    write::cache::save(&site.path("cache"), &cache).map_err(|error| error.to_string())?;
    if !errors {
        draft.write(&warm).map_err(|error| error.to_string())?;
        for (path, bytes) in &cold.files {
            if fs::read(out.join(path)).ok().as_ref() != Some(bytes) {
                return Err(format!("`{path}` was written otherwise"));
            }
        }
        let written = files_below(&out).len() - 1;
        if written != cold.files.len() {
            return Err(format!("{written} files were written, not {}", cold.files.len()));
        }
        let options = Options { cache, ..site.options.clone() };
        let (again, findings, _) = build(&options, audience, (&load::standing(&out), &InMemory))?;
        if findings != cold_findings || !again.files.is_empty() || again.kept.len() != cold.files.len() {
            return Err(format!("once more, nothing changed, and yet: {findings}\n{:?}", again.files.keys()));
        }
    }
    Ok(())
}

pub(crate) fn build(
    options: &Options,
    audience: &str,
    (standing, draft): (&Standing, &dyn Draft),
) -> Result<(Outputs, String, bool), String> {
    let loaded = match read(options) {
        Ok(loaded) => loaded,
        Err(error) => return Ok((Outputs::default(), error.to_string(), true)),
    };
    let build = finish(&loaded, audience, standing, draft).map_err(|error| error.to_string())?;
    let findings = json::render(&build.findings, &build.sources);
    Ok((build.published.outputs, findings, fails(&build.findings, false)))
}

/// A small tree with something of everything that a page can depend on.
pub(crate) fn begin() -> Site {
    let mut site = Site::new()
        .setting("profile = \"starter\"\nrepository = \"https://git.example.com/docs/{path}\"\nowner = \"storage\"")
        .file("content/index.md", "# Home\n\n[[Storage]] and [a page](guides/p1.md#two)\n")
        .file("content/teams/storage.toml", "title = \"Storage\"\nchannel = \"#storage\"\n")
        .file(
            "content/offerings/blob.md",
            "+++\nowner = \"storage\"\nlifecycle = \"ga\"\n+++\n# Blob\n\nText.\n",
        )
        .file("content/guides/a.svg", "<svg/>")
        .file("src/main.rs", "// region: a\nfn main() {}\n// endregion: a\n");
    for n in 1..5 {
        site = site.file(&format!("content/guides/p{n}.md"), page(n, n % 4 + 1)).file(
            &format!("content/adrs/{n:04}-d.md"),
            format!("+++\nstatus = \"accepted\"\nowner = \"storage\"\n+++\n# Decision {n}\n\n[p](../guides/p{n}.md)\n"),
        );
    }
    site
}

pub(crate) fn page(n: usize, to: usize) -> String {
    format!(
        "# Page {n}\n\n[one](p{to}.md) ![x](a.svg) adr:000{to} [d](adr:000{to})\n\n## Two\n\n```rust\nlet x = {n};\n```\n\n\
         ```rust include=\"/src/main.rs\" region=\"a\"\n```\n\n```mermaid\npie\n  \"a\" : {n}\n```\n"
    )
}

/// Makes one edit. Returns what it was.
fn edit(site: &Site, draw: &mut Draw) -> String {
    let n = draw.below(6);
    let to = draw.below(7);
    let (path, text): (String, Vec<u8>) = match draw.below(24) {
        // Content: added and changed.
        0..=3 => (format!("content/guides/p{n}.md"), page(n * 10 + to, to).into_bytes()),
        4 => (format!("content/new{n}/p{to}.md"), page(n, to).into_bytes()),
        5 => (
            format!("content/adrs/000{n}-d.md"),
            format!("+++\nstatus = \"{}\"\nsupersedes = [\"{to}\"]\nowner = \"storage\"\n+++\n# D {to}\n", draw.one(&["accepted", "proposed", "rejected"])).into_bytes(),
        ),
        6 => (
            "content/teams/storage.toml".to_owned(),
            format!("title = \"Storage {to}\"\naliases = [\"s{n}\"]\nold_urls = [\"/was/{n}/\"]\naudience = \"{}\"\n", draw.one(&["public", "internal"])).into_bytes(),
        ),
        7 => ("content/guides/index.md".to_owned(), format!("+++\ntitle = \"G {n}\"\nowner = \"storage\"\norder = 0.{to}\n+++\n").into_bytes()),
        8 => (format!("content/guides/a{}.svg", draw.one(&["", "b"])), format!("<svg>{n}</svg>").into_bytes()),
        // Content: broken.
        9 => (format!("content/guides/p{n}.md"), draw.one(&["+++\ntitle = 1\n", "+++\nx = \n+++\n# T\n", "---\na: [\n---\n", "```rust {99}\n", "```mermaid\npie\n  a\n```\n", "```dot\ngraph {\n```\n"]).as_bytes().to_vec()),
        10 => (format!("content/guides/p{n}.md"), b"# Bad \xFF\n".to_vec()),
        11 => (format!("content/teams/t{n}.toml"), format!("title = \"T{to}\"\nchanel = \"x\"\n").into_bytes()),
        // The config.
        12 | 13 => ("onramp.toml".to_owned(), config(draw).into_bytes()),
        14 => ("onramp.toml".to_owned(), format!("{}profile = \"starter\"\n", CONFIG.replace("2027-01-11", &format!("2027-0{}-11", n + 1))).into_bytes()),
        // Schemas and records of a kind that they make.
        15 => (
            "schemas/vendor.schema.json".to_owned(),
            format!("{{ \"type\": \"object\", \"x-onramp-audience\": \"public\", \"properties\": {{ \"f{}\": {{ \"type\": \"{}\" }} }} }}", to % 2, draw.one(&["string", "number", "nonsense"])).into_bytes(),
        ),
        16 => (format!("content/vendors/v{n}.toml"), format!("title = \"V\"\nf{} = {}\n", to % 2, draw.one(&["\"x\"", "0.1", "1e300"])).into_bytes()),
        // The theme.
        17 => ("themes/default/page.html".to_owned(), format!("{{% extends \"base.html\" %}}<!-- {to} -->{}\n", draw.one(&["", "{{ nothing.at.all }}", "{% if %}"])).into_bytes()),
        18 => (format!("themes/default/onramp{}.css", draw.one(&["", "2"])), format!("a {{ order: {n} }}\n").into_bytes()),
        // A file that pages include.
        19 => ("src/main.rs".to_owned(), format!("// region: {}\nfn f{to}() {{}}\n// endregion: a\n", draw.one(&["a", "b"])).into_bytes()),
        // What earlier builds left.
        20 => return damage(&site.path("cache"), draw),
        21 => return damage(&site.path(draw.one(&["out-public", "out-internal"])), draw),
        22 => return rename(site, draw),
        _ => return remove(site, draw),
    };
    write(&site.path(&path), &text);
    format!("`{path}` is now {:?}", String::from_utf8_lossy(&text))
}

fn config(draw: &mut Draw) -> String {
    let mut config = format!("{CONFIG}{}\n", draw.one(&["profile = \"starter\"", "profile = \"strict\""]));
    let settings = [
        "base_url = \"/docs/\"",
        "base_url = \"https://docs.example.com\"",
        "language = \"de\"",
        "description = \"D\"",
        "owner = \"nobody\"",
        "publish = [\"guides\"]",
        "nope = 1",
        "[markdown]\nraw_html = true",
        "[audiences.partner]\nsees = [\"internal\"]",
        "[folders]\nguides = \"adr\"",
        "[nav]\nguides = [\"p3\", \"p1\"]",
        "[rules]\nPAGE1 = \"off\"",
        "[",
    ];
    // The tables behind the keys, as TOML wants it.
    for setting in settings {
        if draw.below(6) == 0 {
            let _ = writeln!(config, "{setting}");
        }
    }
    config
}

/// The files that edits are about, without what builds left.
fn inputs(site: &Site) -> Vec<PathBuf> {
    let all = ["content", "schemas", "themes", "src"].map(|folder| site.path(folder));
    let below = all
        .iter()
        .filter(|folder| folder.exists())
        .flat_map(|folder| files_below(folder).into_iter().map(|(path, _)| folder.join(path)));
    below.collect()
}

fn remove(site: &Site, draw: &mut Draw) -> String {
    let files = inputs(site);
    let Some(file) = files.get(draw.below(files.len().max(1))) else {
        return "nothing left to remove".to_owned();
    };
    fs::remove_file(file).expect("a file that is there");
    format!("`{}` is removed", file.display())
}

fn rename(site: &Site, draw: &mut Draw) -> String {
    let files = inputs(site);
    let Some(file) = files.get(draw.below(files.len().max(1))) else {
        return "nothing left to rename".to_owned();
    };
    let end = file.extension().map_or_else(String::new, |it| it.to_string_lossy().into_owned());
    let to = file.with_file_name(format!("r{}.{end}", draw.below(3)));
    fs::rename(file, &to).expect("a file that is there");
    format!("`{}` is now `{}`", file.display(), to.display())
}

/// Cuts a file short, changes a byte of it, removes it, or puts one beside it.
fn damage(folder: &Path, draw: &mut Draw) -> String {
    let files = if folder.exists() { files_below(folder) } else { Vec::new() };
    // The marker says whose the folder is: without it, a build refuses to write there.
    let files: Vec<_> = files.into_iter().filter(|(path, _)| path != ".onramp").collect();
    let Some((path, mut bytes)) = files.get(draw.below(files.len().max(1))).cloned() else {
        return "nothing to damage".to_owned();
    };
    let path = folder.join(path);
    let at = draw.below(bytes.len().max(1));
    match draw.below(4) {
        0 => fs::remove_file(&path).expect("a file that is there"),
        1 => write(&folder.join("beside.html"), b"tampered"),
        2 => write(&path, &bytes[..at.min(bytes.len())]),
        _ => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 0x55;
            }
            write(&path, &bytes);
        }
    }
    format!("`{}` is damaged at {at}", path.display())
}

/// Numbers that look drawn, the same each time: the generator called `SplitMix64`.
pub(crate) struct Draw(pub(crate) u64);

impl Draw {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let end = u64::try_from(end.max(1)).unwrap_or(1);
        usize::try_from((mixed ^ (mixed >> 31)) % end).unwrap_or(0)
    }

    pub(crate) fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

#[test]
fn what_did_not_change_is_not_worked_out_again() {
    let site = begin();
    let cache = || Arc::new(load::cache(&site.path("cache")));
    let with = |cache: &Arc<Cache>| Options { cache: Arc::clone(cache), ..site.options.clone() };
    let out = site.path("out-public");
    compare(&site, "public").expect("a first build");
    let cache = cache();
    let (again, ..) = build(&with(&cache), "public", (&load::standing(&out), &InMemory)).expect("a build");
    cache.turn();
    assert!(cache.news().is_empty());
    assert_eq!(again.files.keys().collect::<Vec<_>>(), Vec::<&String>::new(), "these were made again");
}
