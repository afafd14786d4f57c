//! What the binary writes and prints.

/// The file that an address of the site leads to, percent signs resolved.
pub(crate) fn file_at(address: &str) -> String {
    let path = address.split(['#', '?']).next().unwrap_or(address);
    let bytes = path.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let pair = path.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        let pair = pair.filter(|_| bytes[at] == b'%');
        out.push(pair.unwrap_or(bytes[at]));
        at += if pair.is_some() { 3 } else { 1 };
    }
    onramp::output::file_of(&String::from_utf8(out).expect("addresses are UTF-8"))
}

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use onramp::output::Outputs;
use scraper::{Html, Selector};

use crate::support::{Run, Site, attributes, demo, page, run};

const COMMANDS: &[&str] = &["init", "new", "build", "check", "list", "schema", "serve", "completions", "man"];

fn small() -> Site {
    Site::new()
        .file("content/index.md", "# Home\n\n[a](a.md)\n")
        .file("content/a.md", "# A\n\n![p](p.png)\n")
        .file("content/p.png", "PNG")
}

#[track_caller]
fn ok(run: Run) -> Run {
    assert_eq!(run.code, 0, "{run:?}");
    run
}

#[test]
fn the_exit_status_says_who_is_at_fault() {
    let site = small();
    ok(site.run(&["check"]));
    ok(site.run(&["build"]));
    let site = site.file("content/b.md", "# B\n\n[x](gone.md)\n");
    assert_eq!(site.run(&["check"]).code, 1);
    assert_eq!(site.run(&["build"]).code, 1);
    for wrong in [
        &["bild"][..],
        &["build", "--thread", "1"],
        &["build", "--threads", "0"],
        &["build", "--as-of", "soon"],
        &["build", "--audience", "nobody"],
        &["build", "--format", "xml"],
        &["build", "--root", "nowhere"],
        &["build", "--base-url", "docs"],
        &["list", "nothing"],
        &["list", "--where", "nothing"],
        &["list", "--where", "nothing=1"],
        &["new", "adrr", "X"],
        &["new", "adr", "???"],
        &["completions", "cmd"],
        &[],
    ] {
        let run = site.run(wrong);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{wrong:?} {run:?}");
        assert!(!run.err.is_empty(), "{wrong:?}");
    }
}

#[test]
fn only_what_changed_is_written_and_what_is_gone_is_removed() {
    let site = small();
    let first = ok(site.run(&["build"]));
    assert!(first.out.contains(" files written in "), "{first:?}");
    let written = |site: &Site| {
        let time = |path: &str| fs::metadata(site.path(path)).and_then(|it| it.modified()).expect("a file");
        (time("site/index.html"), time("site/p.png"))
    };
    let before = written(&site);
    let same = ok(site.run(&["build"]));
    assert!(!same.out.contains(" written"), "{same:?}");
    assert_eq!(written(&site), before);
    let site = site.file("content/a.md", "# A\n\nNo picture.\n");
    let third = ok(site.run(&["build"]));
    // Its page, and what search knows of it.
    assert!(third.out.contains(" files unchanged, ") && third.out.contains(" removed in "), "{third:?}");
    assert_eq!(written_index(&site), before.0);
    assert!(!site.path("site/p.png").exists());
    let site = site.remove("content/a.md").file("content/index.md", "# Home\n");
    ok(site.run(&["build"]));
    assert!(!site.path("site/a").exists());
}

fn written_index(site: &Site) -> std::time::SystemTime {
    fs::metadata(site.path("site/index.html")).and_then(|it| it.modified()).expect("a file")
}

#[test]
fn a_build_that_fails_leaves_the_old_site_as_it_was() {
    let site = small();
    ok(site.run(&["build"]));
    let before = site.files("site");
    let site = site.file("content/a.md", "# Changed\n\n[x](gone.md)\n");
    let run = site.run(&["build"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("1 error. Nothing was written; `"), "{run:?}");
    assert_eq!(site.files("site"), before);
    let broken = site.file("content/a.md", "# A\n").file("themes/default/page.html", "{{ page.nothing }}");
    assert_eq!(broken.run(&["build"]).code, 1);
    assert_eq!(broken.files("site"), before);
}

#[test]
fn a_folder_that_is_not_ours_is_refused_and_not_touched() {
    let site = small().file("mine/notes.txt", "mine").file("afile", "a file");
    for (out, why) in [
        (".", "holds the site's source"),
        ("content", "holds the site's source"),
        ("content/out", "lies in the content folder"),
        ("mine", "holds files that Onramp did not write"),
        ("afile", "is not a folder"),
    ] {
        let before = site.files(".");
        let run = site.run(&["build", "--out", out]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{out} {run:?}");
        assert!(run.err.contains(why) && run.err.contains("\nhint: "), "{out} {run:?}");
        assert_eq!(site.files("."), before, "{out}");
    }
    ok(site.run(&["build", "--out", "deep/in/folders"]));
    assert!(site.path("deep/in/folders/index.html").exists());
}

#[test]
fn each_audience_needs_a_folder_of_its_own() {
    let site = small();
    ok(site.run(&["build", "--audience", "internal", "--out", "inside"]));
    let run = site.run(&["build", "--out", "inside"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("holds the site for `internal`, and this build is for `public`"), "{run:?}");
}

#[test]
fn the_options_of_every_command_stand_before_or_after_it() {
    let site = small();
    let elsewhere = tempfile::tempdir().expect("a folder");
    let root = site.root().to_str().expect("a path");
    let out = elsewhere.path().join("out");
    let out = out.to_str().expect("a path");
    let before = &["--root", root, "--out", out, "--as-of", "2027-02-01", "--threads", "2", "build"];
    let after = &["build", "--root", root, "--out", out, "--as-of", "2027-02-01", "--threads", "2"];
    for arguments in [before, after] {
        let run = ok(run(elsewhere.path(), arguments, &[]));
        assert!(run.out.contains("as of 2027-02-01"), "{run:?}");
        assert_eq!(run.err, "", "a clean build has nothing to say there");
    }
}

#[test]
fn a_root_may_be_relative_or_found_above() {
    let site = small().file("content/deep/b.md", "# B\n\n[a](../a.md) [gone](gone.md)\n");
    let line = "content/deep/b.md:3:21: error[GEN1]: there is no file `gone.md`\n";
    let short = |folder: &Path, root: &[&str]| {
        run(folder, &[root, &["check", "--format", "short"]].concat(), &[]).out
    };
    assert_eq!(short(site.root(), &[]), line);
    assert_eq!(short(site.root(), &["--root", "."]), line);
    assert_eq!(short(site.root(), &["--root", "./content/.."]), line);
    assert_eq!(short(&site.path("content/deep"), &[]), line);
    assert_eq!(short(&site.path("content/deep"), &["--root", "../.."]), line);
}

#[test]
fn the_content_may_be_the_root_or_lie_deep() {
    let root = Site::new()
        .setting("content = \".\"")
        .file("index.md", "# Home\n\n[a](docs/a.md) [b](/docs/a.md) ![p](docs/p.png)\n")
        .file("docs/a.md", "# A\n")
        .file("docs/p.png", "PNG");
    ok(root.run(&["build"]));
    ok(root.run(&["build"]));
    let html = root.text("site/index.html");
    assert_eq!(attributes(&html, "main p a", "href"), ["/docs/a/", "/docs/a/"]);
    assert_eq!(attributes(&html, "main p img", "src"), ["/docs/p.png"]);
    assert!(!root.path("site/onramp/index.html").exists(), "the config is no record");
    assert!(!root.path("site/site").exists(), "the site is no content");
    let deep = Site::new()
        .setting("content = \"docs/x\"")
        .file("docs/x/index.md", "# Home\n\n[a](teams/a.toml) ![p](/img/p.png)\n")
        .file("docs/x/teams/a.toml", "title = \"A\"\n")
        .file("docs/x/img/p.png", "PNG")
        .file("docs/other.md", "# Not of the site\n");
    ok(deep.run(&["build"]));
    let html = deep.text("site/index.html");
    assert_eq!(attributes(&html, "main p a", "href"), ["/teams/a/"]);
    assert_eq!(attributes(&html, "main p img", "src"), ["/img/p.png"]);
    assert!(deep.path("site/img/p.png").exists() && !deep.path("site/other").exists());
}

#[test]
fn a_redirect_leads_to_the_page_with_and_without_script() {
    let text = "+++\nold_urls = [\"/old/place/\", \"/old.html\"]\n+++\n# Now & then\n";
    let site =
        Site::new().setting("base_url = \"https://docs.example.com/sub/\"").file("content/new one.md", text);
    let outputs = site.publish("public");
    for path in ["old/place/index.html", "old.html"] {
        let html = page(&outputs, path);
        assert!(
            attributes(&html, "meta[http-equiv=refresh]", "content")[0].ends_with("/sub/new%20one/"),
            "{html}"
        );
        let canonical = attributes(&html, "link[rel=canonical]", "href");
        assert_eq!(canonical, ["https://docs.example.com/sub/new%20one/"], "{html}");
        assert!(attributes(&html, "a", "href").contains(&"/sub/new%20one/".to_owned()), "{html}");
    }
}

#[test]
fn search_engines_are_told_of_a_public_site_with_a_full_address() {
    let with = |base: &str, audience: &str| {
        let site = small().setting(&format!("base_url = \"{base}\"")).file("content/b c.md", "# B\n");
        let outputs = site.publish(audience);
        (
            outputs.files.get("sitemap.xml").map(|it| String::from_utf8_lossy(it).into_owned()),
            page(&outputs, "robots.txt"),
        )
    };
    let (sitemap, robots) = with("https://docs.example.com/sub", "public");
    let sitemap = sitemap.expect("a sitemap");
    let found: Vec<&str> =
        sitemap.split("<loc>").skip(1).filter_map(|it| it.split("</loc>").next()).collect();
    assert_eq!(
        found,
        [
            "https://docs.example.com/sub/",
            "https://docs.example.com/sub/a/",
            "https://docs.example.com/sub/b%20c/"
        ]
    );
    assert_eq!(robots, "User-agent: *\nAllow: /\nSitemap: https://docs.example.com/sub/sitemap.xml\n");
    let (sitemap, robots) = with("/sub/", "public");
    assert_eq!((sitemap, robots.as_str()), (None, "User-agent: *\nAllow: /\n"));
    assert_eq!(with("https://docs.example.com/", "internal").1, "User-agent: *\nDisallow: /\n");
}

fn is_html(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|end| end == "html")
}

/// A page as a browser without script reads it.
fn without_script(page: &[u8]) -> Html {
    Html::parse_document(&String::from_utf8_lossy(page).replace("noscript>", "div>"))
}

/// Every address of every page of a site leads to a file of it, and every anchor to an element.
#[track_caller]
fn all_links_lead_somewhere(outputs: &Outputs, base: &str) {
    let linked = Selector::parse("[href], [src], [action], meta[http-equiv=refresh]").expect("a selector");
    let mut wrong = BTreeSet::new();
    let mut checked = 0;
    let html_of = |(path, bytes): (&String, &Vec<u8>)| (path.clone(), without_script(bytes));
    let pages: BTreeMap<String, Html> =
        outputs.files.iter().filter(|(path, _)| is_html(path)).map(html_of).collect();
    let with_id = Selector::parse("[id]").expect("a selector");
    let ids_of = |html: &Html| -> BTreeSet<String> {
        html.select(&with_id).filter_map(|it| it.attr("id")).map(str::to_owned).collect()
    };
    let ids: BTreeMap<&str, BTreeSet<String>> =
        pages.iter().map(|(path, html)| (path.as_str(), ids_of(html))).collect();
    for (path, html) in &pages {
        for element in html.select(&linked) {
            let refresh = element.attr("content").and_then(|it| it.split_once("url=")).map(|(_, to)| to);
            let address =
                ["href", "src", "action"].into_iter().find_map(|name| element.attr(name)).or(refresh);
            let Some(address) = address else { continue };
            if address.contains("://") || address.starts_with("mailto:") || address.starts_with("data:") {
                continue;
            }
            checked += 1;
            let (to, anchor) = address.split_once('#').unwrap_or((address, ""));
            let to = to.split('?').next().unwrap_or_default();
            let file = if to.is_empty() {
                path.clone()
            } else if let Some(inner) = to.strip_prefix(base) {
                file_at(inner)
            } else {
                wrong.insert(format!("{path}: `{address}` is not below `{base}`"));
                continue;
            };
            if !outputs.files.contains_key(&file) {
                wrong.insert(format!("{path}: `{address}` leads to no file"));
            } else if let Some(there) = ids.get(file.as_str()).filter(|_| !anchor.is_empty())
                && !there.contains(anchor)
                && !there.contains(&file_at(anchor))
            {
                wrong.insert(format!("{path}: `{address}` has no such anchor"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
    assert!(checked > 500, "only {checked} addresses were found");
}

#[test]
fn every_link_of_the_demo_leads_somewhere() {
    for (base_url, base) in [("/", "/"), ("https://docs.example.com/sub/path/", "/sub/path/")] {
        let options = onramp::build::Options { base_url: Some(base_url.to_owned()), ..demo() };
        let mut checked = onramp::build::read_and_check(&options).expect("the demo");
        for audience in ["public", "internal"] {
            all_links_lead_somewhere(&checked.publish(audience).expect("the demo").outputs, base);
        }
    }
}

#[test]
fn every_command_explains_itself() {
    for command in COMMANDS {
        let long = ok(small().run(&[command, "--help"]));
        assert!(long.out.contains("Usage: onramp ") && long.out.contains(command), "{long:?}");
        assert!(long.out.contains("Common options:"), "{command}");
        assert!(long.out.lines().count() > 20, "{command} says little:\n{}", long.out);
        ok(small().run(&["help", command]));
    }
    let all = ok(small().run(&["--help"]));
    for command in COMMANDS {
        assert!(all.out.contains(&format!("\n  {command} ")), "{command}\n{}", all.out);
    }
    assert!(all.out.contains("Exit status: 0 all is well, 1 the content has errors, 2 "), "{}", all.out);
    assert!(ok(small().run(&["--version"])).out.starts_with("onramp "));
}

#[test]
fn findings_are_one_json_array_with_these_keys() {
    let site = small()
        .file("content/b.md", "# Ä\n\nÄ [x](gone.md)\n")
        .file("content/c.md", vec![b'x'; 10_500_000])
        .file("content/teams/a.toml", "id = \"x\"\n")
        .file("content/teams/b.toml", "id = \"x\"\n");
    let run = site.run(&["check", "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    let found: serde_json::Value = serde_json::from_str(&run.out).expect("JSON and nothing else");
    let keys = |value: &serde_json::Value| -> Vec<String> {
        value.as_object().expect("an object").keys().cloned().collect()
    };
    let all = [
        "rule",
        "severity",
        "file",
        "line",
        "column",
        "end_line",
        "end_column",
        "message",
        "hint",
        "related",
    ];
    for finding in found.as_array().expect("an array") {
        assert_eq!(keys(finding), all);
    }
    let by_rule = |rule: &str, file: &str| {
        let all = found.as_array().expect("an array");
        all.iter()
            .find(|it| it["rule"] == rule && it["file"] == file)
            .unwrap_or_else(|| panic!("{found:#}"))
            .clone()
    };
    let place = |it: &serde_json::Value| {
        ["line", "column", "end_line", "end_column"].map(|key| it[key].as_u64().expect("a number"))
    };
    let link = by_rule("GEN1", "content/b.md");
    assert_eq!(place(&link), [3, 7, 3, 14], "characters, the end one past the last");
    assert_eq!(link["severity"], "error");
    assert_eq!(link["related"], serde_json::json!([]));
    assert_eq!(place(&by_rule("FILE2", "content/c.md")), [1, 1, 1, 1]);
    let twice = by_rule("GEN1", "content/teams/b.toml");
    assert_eq!(keys(&twice["related"][0]), ["file", "line", "column", "end_line", "end_column", "message"]);
    let clean = ok(small().run(&["build", "--format", "json"]));
    assert!(serde_json::from_str::<Vec<serde_json::Value>>(&clean.out).is_ok(), "{clean:?}");
}

#[test]
fn nothing_is_found_twice_and_nothing_is_folded_for_programs() {
    let mut site = small();
    for n in 0..12 {
        site = site.file(&format!("content/n{n:02}.md"), format!("# N{n}\n\n[x](gone.md)\n[x](gone.md)\n"));
    }
    let count = |run: &Run, what: &str| run.out.matches(what).count();
    let short = site.run(&["check", "--format", "short"]);
    assert_eq!(count(&short, "error[GEN1]: there is no file `gone.md`\n"), 24, "{short:?}");
    assert_eq!(count(&site.run(&["check", "--format", "json"]), "there is no file `gone.md`"), 24);
    let human = site.run(&["check"]);
    assert!(human.err.matches("there is no file `gone.md`").count() == 1, "{}", human.err);
    assert!(human.out.contains("24 errors"), "{human:?}");
}

#[test]
fn the_terminals_form_has_no_colour_where_it_goes_to_a_file() {
    let run = small().file("content/b.md", "# B\n\n[x](gone.md)\n").run(&["check"]);
    assert!(!run.err.contains('\u{1b}') && !run.out.contains('\u{1b}'), "{run:?}");
    assert!(run.err.contains("content/b.md:3:5"), "{run:?}");
    assert!(run.err.contains("hint: links are relative"), "{run:?}");
}

#[test]
fn a_list_of_what_there_is_not_says_what_there_is() {
    let site = Site::new()
        .file(
            "content/adrs/0001-one.md",
            "+++\nstatus = \"accepted\"\nrequires_customer_work = true\n+++\n# One\n",
        )
        .setting("[folders]\nbeslutninger = \"adr\"");
    for (filter, said) in [
        (
            "status=acepted",
            "error: `status` is never `acepted`\nhint: did you mean `accepted`? it can be `accepted`, `deprecated`, `proposed`, `rejected`, `superseded`\n",
        ),
        (
            "requires_customer_work=yes",
            "error: `requires_customer_work` is never `yes`\nhint: it can be `false`, `true`\n",
        ),
        ("statsu=accepted", "error: there is no field `statsu`\nhint: did you mean `status`?\n"),
        ("kind=adrs", "error: there is no kind `adrs`\nhint: did you mean `adr`?\n"),
    ] {
        let run = site.run(&["list", "adr", "--where", filter]);
        assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (2, "", said), "{filter}");
    }
    assert_eq!(site.run(&["list", "adr", "--where", "status=accepted"]).out, "adr:0001  One\n");
    // A field that is text in one kind may have any value.
    assert_eq!(site.run(&["list", "--where", "title=Nothing"]).code, 0);
}

#[test]
fn rules_are_listed_outside_of_any_site() {
    let nowhere = tempfile::tempdir().expect("a folder");
    let run = ok(run(nowhere.path(), &["check", "--list-rules"], &[]));
    let ids: Vec<&str> = run.out.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let known: Vec<&str> = onramp::rule::all().iter().map(|rule| rule.id).collect();
    assert_eq!(ids, known);
    let unique: BTreeSet<&str> = known.iter().copied().collect();
    assert_eq!(unique.len(), known.len(), "two rules have one id");
    let json = crate::support::run(nowhere.path(), &["check", "--list-rules", "--format", "json"], &[]);
    let all: Vec<serde_json::Value> = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(all.len(), known.len());
}

#[test]
fn completions_and_manual_pages_are_made_for_every_shell_and_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = ok(small().run(&["completions", shell]));
        for word in COMMANDS.iter().chain(&["audience", "as-of", "list-rules"]) {
            assert!(run.out.contains(word), "{shell}: {word}");
        }
    }
    let site = small();
    ok(site.run(&["man", "man1"]));
    let pages: Vec<String> = site.files("man1").into_iter().map(|(path, _)| path).collect();
    assert!(pages.contains(&"onramp.1".to_owned()), "{pages:?}");
    for command in COMMANDS {
        let text = site.text(&format!("man1/onramp-{command}.1"));
        assert!(text.contains(".SH SYNOPSIS") && text.contains("audience"), "{command}\n{text}");
    }
}

#[test]
fn the_help_of_new_lists_every_kind() {
    let help = ok(run(Site::bare().root(), &["new", "--help"], &[])).out;
    for kind in onramp::kind::built_in() {
        assert!(help.contains(&format!("\n  {} ", kind.name)), "{}\n{help}", kind.name);
    }
    assert!(help.contains("content/support-policies/\n"), "{help}");
    assert!(help.contains("anywhere else\n"), "{help}");
}

#[test]
fn a_new_site_asks_for_nothing_but_what_it_would_promise() {
    let folder = tempfile::tempdir().expect("a folder");
    ok(run(folder.path(), &["init", "handbook"], &[]));
    let root = folder.path().join("handbook");
    let built = ok(run(folder.path(), &["build", "--root", "handbook", "--format", "short"], &[]));
    let told = format!("{}{}", built.out, built.err);
    assert!(told.contains("content/support-policies/platform.toml:") && told.contains("GEN15"), "{told}");
    assert_eq!(
        told.lines().filter(|line| line.contains("warning") || line.contains("error")).count(),
        1,
        "{told}"
    );
    let first = std::fs::read_to_string(root.join("site/index.html")).expect("a first page");
    let (_, main) = first.split_once("<main").expect("its content");
    let (main, _) = main.split_once("</main>").expect("an end");
    assert_eq!(main.matches("What our platform offers").count(), 1, "{main}");
    assert!(main.contains("1 offering, by what it does for you; not ready for everybody yet."), "{main}");
    for (kind, title) in
        [("adr", "Use PostgreSQL"), ("page", "A guide"), ("team", "Storage"), ("offering", "Blob Store")]
    {
        let made = ok(run(&root, &["new", kind, title], &[]));
        assert!(root.join(made.out.trim()).exists(), "{made:?}");
    }
    assert!(root.join("content/adrs/0002-use-postgresql.md").exists());
    let again = run(folder.path(), &["init", "handbook"], &[]);
    assert_eq!(again.code, 2, "{again:?}");
}

#[test]
fn a_new_record_goes_where_its_kind_is_kept() {
    let made = |site: Site, kind: &str| {
        let run = ok(site.run(&["new", kind, "A title"]));
        run.out.trim().rsplit_once("content/").map(|(_, path)| path.to_owned()).unwrap_or_default()
    };
    let site = || Site::new().file("content/index.md", "# Home\n");
    let guide = site().file("content/guides/a.md", "# A\n").run(&["new", "guide", "Move"]);
    assert!(
        guide.err.contains("`guides` holds pages: write `onramp new page \"...\" --log guides`"),
        "{guide:?}"
    );
    assert_eq!(made(site(), "support_policy"), "support-policies/a-title.toml");
    assert_eq!(made(site(), "roadmap_item"), "roadmap/a-title.toml");
    assert_eq!(made(site(), "adr"), "adrs/0001-a-title.md");
    assert_eq!(made(site(), "page"), "a-title.md");
    let kept = site().file("content/support/platform.toml", "title = \"Platform\"\n");
    assert_eq!(made(kept, "support_policy"), "support/a-title.toml");
    let mapped = site().setting("[folders]\nhelp = \"support_policy\"");
    assert_eq!(made(mapped, "support_policy"), "help/a-title.toml");
}

#[test]
fn times_of_stages_are_told_when_asked() {
    let run = ok(small().run(&["build", "--timings"]));
    for stage in onramp::build::STAGES {
        assert!(run.err.lines().any(|line| line.trim_start().starts_with(stage)), "{stage}\n{}", run.err);
    }
}

#[test]
fn a_date_that_cannot_be_read_is_a_fault_of_the_call() {
    let site = Site::bare().file("onramp.toml", "title = \"T\"\n").file("content/a.md", "# A\n");
    let as_of = |epoch: &str| run(site.root(), &["check"], &[("SOURCE_DATE_EPOCH", epoch)]);
    assert!(ok(as_of("86400")).out.contains("as of 1970-01-02"));
    assert_eq!(as_of("soon").code, 2);
}

#[test]
fn the_public_folder_is_never_filled_for_others() {
    let site = Site::new().file("content/index.md", "# Home\n");
    let run = site.run(&["build", "--audience", "internal"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("the site for `internal` needs a folder of its own"), "{}", run.err);
    assert!(run.err.contains("hint: add `--out site-internal`"), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn a_link_among_what_is_published_goes_and_what_it_leads_to_stays() {
    let site = Site::new().file("content/a.md", "# A\n").file("elsewhere/a.txt", "mine").clean();
    assert_eq!(site.run(&["build"]).code, 0);
    std::os::unix::fs::symlink(site.path("elsewhere"), site.path("site/lnk")).expect("a link");
    let site = site.file("content/a.md", "# A\n\nMore\n");
    let run = site.run(&["build"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!site.path("site/lnk").is_symlink());
    assert_eq!(site.files("elsewhere"), [("a.txt".to_owned(), b"mine".to_vec())]);
}
