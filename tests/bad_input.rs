//! Files as bad as files get: each is named with its place, and hides nothing of the rest.

use std::fs;

use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert, proptest};

use crate::support::{Run, Site, page, texts};

/// What is found in a page that is always there: proof that the rest is still checked.
const REST: &str = "content/zz.md:3:5: error[GEN1]: there is no file `gone.md`";

fn site() -> Site {
    Site::new().file("content/zz.md", "# Z\n\n[x](gone.md)\n")
}

fn with(path: &str, content: impl AsRef<[u8]>) -> Site {
    site().file(path, content)
}

/// Runs the binary, since what overflows the stack would end the tests too.
#[track_caller]
fn survives(site: &Site) -> Run {
    let run = site.run(&["build", "--format", "short"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.out.contains(REST), "{run:?}");
    assert!(!run.err.contains("panicked"), "{run:?}");
    run
}

#[test]
fn invalid_utf_8_is_told_at_its_first_byte() {
    with("content/a.md", b"# A\n\ncaf\xE9 [x](b.md)\n").finds_with_hints(&[
        "content/a.md:3:4: error[FILE1]: byte 0xE9 is not UTF-8 | save the file as UTF-8",
        "content/a.md:3:10: error[GEN1]: there is no file `b.md` | links are relative to the file they stand in; `/` begins at the content folder",
        &format!("{REST} | links are relative to the file they stand in; `/` begins at the content folder"),
    ]);
    let utf_16: Vec<u8> =
        "\u{FEFF}title = \"Ä\"\nnope = 1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    with("content/teams/a.toml", utf_16).finds(&[
        "content/teams/a.toml:1:1: error[FILE1]: this file is UTF-16, not UTF-8",
        "content/teams/a.toml:2:1: error[FLD1]: there is no field `nope`",
        REST,
    ]);
}

#[test]
fn a_byte_order_mark_is_left_out_and_told() {
    let site = with("content/a.md", "\u{FEFF}+++\ntitle = \"A\"\n+++\n").finds(&[
        "content/a.md:1:1: info[FILE5]: the file begins with a byte order mark, which is left out",
        REST,
    ]);
    assert!(site.page("a/index.html").contains("<title>A"));
    with("onramp.toml", "\u{FEFF}title = \"T\"\nas_of = 2027-01-11\n").finds(&[
        REST,
        "onramp.toml:1:1: info[FILE5]: the file begins with a byte order mark, which is left out",
    ]);
}

#[test]
fn line_ends_of_windows_change_nothing() {
    let text = "+++\ntitle = \"A\"\nsummary = \"\"\"\none\ntwo\"\"\"\n+++\n# H\n\n- a\n  b\n\n```\nx\n\ny\n```\n[gone](b.md)\n";
    let (plain, windows) = (with("content/a.md", text), with("content/a.md", text.replace('\n', "\r\n")));
    assert_eq!(plain.publish("internal"), windows.publish("internal"));
    assert_eq!(plain.json(), windows.json());
    let old = with("content/a.md", text.replace('\n', "\r"));
    assert_eq!(plain.publish("internal"), old.publish("internal"));
}

#[test]
fn a_file_of_50_mb_is_left_out() {
    let site = with("content/a.md", vec![b'x'; 50_000_000]).finds_with_hints(&[
        "content/a.md:1:1: error[FILE2]: this file has 50 MB; Onramp reads text files of up to 10 MB, and leaves it out | split it, or keep it outside the content folder",
        &format!("{REST} | links are relative to the file they stand in; `/` begins at the content folder"),
    ]);
    assert!(!site.publish("public").files.contains_key("a/index.html"));
}

#[cfg(unix)]
#[test]
fn links_that_circle_lead_out_or_lead_nowhere_are_told() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().expect("a folder");
    fs::write(outside.path().join("secret.md"), "# Secret\n").expect("a file");
    let site = site();
    symlink("..", site.path("content/circle")).expect("a link");
    symlink(outside.path().join("secret.md"), site.path("content/out.md")).expect("a link");
    symlink("nothing", site.path("content/nowhere.md")).expect("a link");
    symlink("zz.md", site.path("content/same.md")).expect("a link");
    symlink(outside.path(), site.path("content/outside")).expect("a link");
    let site = site.file("content/zz.md", "# Z\n\n[x](gone.md)\n");
    let (findings, _) = site.findings();
    let told: Vec<String> =
        findings.iter().map(|it| format!("{} {} {}", it.at.file, it.rule, it.message)).collect();
    assert_eq!(
        told,
        [
            "content/circle FILE3 `content/circle` is a link to a folder that it lies in, and is left out",
            "content/nowhere.md FILE3 `content/nowhere.md` is a link that leads nowhere",
            "content/out.md FILE3 `content/out.md` is a link to a file outside the site, and is left out",
            "content/outside FILE3 `content/outside` is a link to a folder outside the site, and is left out",
            "content/same.md GEN1 there is no file `gone.md`",
            "content/zz.md GEN1 there is no file `gone.md`",
        ]
    );
    let outputs = site.publish("internal");
    assert!(outputs.files.keys().all(|path| !path.contains("secret") && !path.starts_with("out")));
}

#[test]
fn names_that_windows_refuses_are_a_warning() {
    with("content/con.md", "# C\n").file("content/what?.md", "# W\n").file("content/end./a.md", "# E\n").finds(&[
        "content/con.md:1:1: warning[FILE4]: `content/con.md` cannot be checked out on Windows: `CON` names a device there",
        "content/end.:1:1: warning[FILE4]: `content/end.` cannot be checked out on Windows: names there do not end in a dot or a space",
        "content/what?.md:1:1: warning[FILE4]: `content/what?.md` cannot be checked out on Windows: names there do not contain `?`",
        REST,
    ]);
}

#[test]
fn names_that_differ_in_case_only_are_a_warning() {
    let site = with("content/A.md", "# Big\n").file("content/a.md", "# Small\n").finds_with_hints(&[
        "content/a.md:1:1: warning[FILE4]: `content/a.md` differs from `content/A.md` in small and capital letters only: to Windows and macOS they are one | give it another name",
        &format!("{REST} | links are relative to the file they stand in; `/` begins at the content folder"),
    ]);
    assert!(site.page("A/index.html").contains("Big"));
    assert!(site.page("a/index.html").contains("Small"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_utf_8_is_told() {
    use std::os::unix::ffi::OsStrExt;
    let site = site();
    let name = std::ffi::OsStr::from_bytes(b"caf\xE9.md");
    fs::write(site.path("content").join(name), "# X\n").expect("a file");
    site.finds_with_hints(&[
        "content/caf\u{FFFD}.md:1:1: error[FILE3]: the file name `content/caf\u{FFFD}.md` is not valid UTF-8, and is left out | rename the file",
        &format!("{REST} | links are relative to the file they stand in; `/` begins at the content folder"),
    ]);
}

#[test]
fn every_error_of_a_toml_file_is_told() {
    let text = "\
title = Storage
type = \"platfrm\"
chanel = \"#a\"
channel = 3
created = \"soon\"
pages_week = -1
false_alarm_percent = 101
rotation_size = 1.5
aliases = \"one\"
successor = \"nobody\"
title = \"twice\"
broken
";
    with("content/teams/a.toml", text).finds(&[
        "content/teams/a.toml:1:9: error[TOML1]: string values must be quoted, expected literal string",
        "content/teams/a.toml:2:8: error[FLD2]: `type` cannot be `platfrm`",
        "content/teams/a.toml:3:1: error[FLD1]: there is no field `chanel`",
        "content/teams/a.toml:4:11: error[FLD2]: `channel` must be text, found the number `3`",
        "content/teams/a.toml:5:11: error[FLD2]: `created` must be a date, found `soon`",
        "content/teams/a.toml:6:14: error[FLD2]: `pages_week` is -1, which is less than 0",
        "content/teams/a.toml:7:23: error[FLD2]: `false_alarm_percent` is 101, which is more than 100",
        "content/teams/a.toml:8:17: error[FLD2]: `rotation_size` must be a whole number, found the number `1.5`",
        "content/teams/a.toml:9:11: error[FLD2]: `aliases` must be a list, found `one`",
        "content/teams/a.toml:10:13: error[GEN1]: there is no team `nobody`",
        "content/teams/a.toml:11:1: error[TOML1]: duplicate key",
        "content/teams/a.toml:12:7: error[TOML1]: key with no value, expected `=`",
        REST,
    ]);
}

#[test]
fn a_value_that_cannot_be_read_is_told_once() {
    with("content/teams/a.toml", "title = \"A\"\ntype =\ncreated = soon\nrotation_size = \n").finds(&[
        "content/teams/a.toml:2:7: error[TOML1]: string values must be quoted, expected literal string",
        "content/teams/a.toml:3:11: error[TOML1]: string values must be quoted, expected literal string",
        "content/teams/a.toml:4:17: error[TOML1]: string values must be quoted, expected literal string",
        REST,
    ]);
}

#[test]
fn a_date_may_stand_in_quotes_as_other_programs_write_it() {
    with("content/teams/a.toml", "title = \"A\"\ncreated = \"2027-01-02\"\nreviewed = 2027-01-03\n")
        .finds(&[REST]);
}

#[test]
fn numbers_that_no_type_holds_are_told() {
    with("content/teams/a.toml", "title = \"A\"\nrotation_size = 99999999999999999999\npages_week = inf\nktlo_percent = nan\nweeks_between_shifts = 4294967296\n").finds(&[
        "content/teams/a.toml:2:17: error[FLD2]: `rotation_size` is 1e+20, which is more than 4294967295",
        "content/teams/a.toml:3:14: error[FLD2]: `pages_week` must be a number, found `inf`",
        "content/teams/a.toml:4:16: error[FLD2]: `ktlo_percent` must be a number, found `nan`",
        "content/teams/a.toml:5:24: error[FLD2]: `weeks_between_shifts` is 4294967296, which is more than 4294967295",
        REST,
    ]);
}

#[test]
fn a_front_matter_that_never_ends_is_told_and_read_as_far_as_it_goes() {
    with("content/teams/a.md", "+++\ntitle = \"The A team\"\n\nText [x](b.md)\n")
        .file("content/c.md", "---\ntitle: C\n\nText\n")
        .file("content/d.md", "+++")
        .file("content/e.md", "---\n\nProse below a rule.\n")
        .finds_with_hints(&[
            "content/c.md:1:1: error[FM1]: the front matter that begins here never ends: there is no closing `---` | write `---` on a line of its own after the fields",
            "content/d.md:1:1: error[FM1]: the front matter that begins here never ends: there is no closing `+++` | write `+++` on a line of its own after the fields",
            "content/teams/a.md:1:1: error[FM1]: the front matter that begins here never ends: there is no closing `+++` | write `+++` on a line of its own after the fields",
            "content/teams/a.md:4:10: error[GEN1]: there is no file `b.md` | links are relative to the file they stand in; `/` begins at the content folder",
            &format!("{REST} | links are relative to the file they stand in; `/` begins at the content folder"),
        ]);
}

#[test]
fn yaml_that_cannot_be_read_is_told_at_its_place() {
    with("content/a.md", "---\ntitle: A\nlist:\n\t- x\n---\n# A\n")
        .file("content/b.md", "---\ntitle: a: b\n---\n")
        .file("content/c.md", "---\n- a\n- b\n---\n# C\n")
        .file("content/d.md", "---\ntitle: [A\n---\n# D\n")
        .finds(&[
            "content/a.md:4:2: error[YAML1]: tabs disallowed within this context (block indentation)",
            "content/b.md:2:9: error[YAML1]: mapping values are not allowed in this context",
            "content/d.md:3:1: error[YAML1]: while parsing a flow sequence, expected ',' or ']'",
            REST,
        ]);
}

#[test]
fn what_nests_without_end_is_cut_off() {
    let lists: String = (0..2_000).map(|n| format!("{}- x\n", "  ".repeat(n))).collect();
    let yaml: String = (0..2_000).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
    let n = 10_000;
    let (open, close) = ("[".repeat(n), "]".repeat(n));
    let site = site()
        .file("content/lists.md", lists)
        .file("content/quotes.md", format!("{}x\n", "> ".repeat(n)))
        .file("content/brackets.md", format!("{open}x{close}\n"))
        .file("content/images.md", format!("{}x{}\n", "![".repeat(n), "](a)".repeat(n)))
        .file("content/emphasis.md", format!("{}\n", "*a **b ".repeat(n)))
        .file("content/arrays.toml", format!("tags = {open}{close}\n"))
        .file("content/tables.toml", format!("tags = {}1{}\n", "{ a = ".repeat(n), "}".repeat(n)))
        .file("content/dots.toml", format!("a{} = 1\n", ".a".repeat(n)))
        .file("content/headers.toml", format!("[a{}]\nx = 1\n", ".a".repeat(n)))
        .file("content/blocks.md", format!("---\n{yaml}---\n"))
        .file("content/dashes.md", format!("---\ntags:\n{}x\n---\n", "- ".repeat(n)))
        .file("content/flow.md", format!("---\ntags: {open}{close}\n---\n"))
        .file("content/json.md", format!("---\ntags: {}1{}\n---\n", "{a: ".repeat(n), "}".repeat(n)))
        .file(
            "schemas/deep.schema.json",
            format!("{{\"properties\": {}1{}}}", "{\"a\":".repeat(n), "}".repeat(n)),
        )
        .file("themes/default/page.html", format!("{{{{ {}1{} }}}}", "(".repeat(n), ")".repeat(n)));
    let run = survives(&site);
    for place in [
        "content/arrays.toml:1:",
        "content/tables.toml:1:",
        "content/dots.toml:1:",
        "content/headers.toml:1:",
    ] {
        assert!(run.out.contains(place), "{place}\n{}", run.out);
    }
    for place in [
        "content/blocks.md:102:101: error[YAML1]: lists and mappings stand more than 100 deep in one another",
        "content/dashes.md:3:20001: error[YAML1]: lists and mappings stand more than 100 deep in one another",
        "content/flow.md:2:",
        "content/json.md:2:",
        "schemas/deep.schema.json:1:",
        "themes/default/page.html:1:",
    ] {
        assert!(run.out.contains(place), "{place}\n{}", run.out);
    }
}

#[test]
fn a_line_of_a_megabyte_is_a_line() {
    let site = site()
        .file("content/a.md", format!("# A\n\n{}[x](b.md)\n", "word ".repeat(200_000)))
        .file("content/teams/b.toml", format!("title = \"{}\"\n", "x".repeat(1_000_000)));
    let run = survives(&site);
    assert!(run.out.contains("content/a.md:3:1000005: error[GEN1]"), "{}", &run.out[..500]);
    assert_eq!(site.run(&["check"]).code, 1);
}

#[test]
fn a_record_in_a_folder_that_is_nearly_its_kinds_is_told_what_was_meant() {
    let record = "+++\nlifecycle = \"ga\"\nsupport = \"x\"\n+++\n# A\n";
    let told = |folder: &str, plural: &str, kind: &str, level: &str, at: &str| {
        format!(
            "content/{folder}/{at}: {level}[FILE6]: `{folder}` is not the folder of a kind, so this file is read as a page | rename the folder to `{plural}`, or write `\"{folder}\" = \"{kind}\"` under `[folders]` in onramp.toml"
        )
    };
    Site::new()
        .file("content/offering/a.md", record)
        .file("content/oferings/a.md", record)
        .file("content/migration/b.toml", "title = \"B\"\n")
        .file("content/descisions/c.md", "+++\nstatus = \"accepted\"\n+++\n# C\n")
        // Folders of pages, whatever they are called.
        .file("content/migration/about.md", "# About\n")
        .file("content/policies/one.md", "+++\ntags = [\"x\"]\n+++\n# One\n")
        .file("content/strategic/two.md", "# Two\n")
        .finds_with_hints(&[
            &told("descisions", "adrs", "adr", "error", "c.md:2:1"),
            &told("migration", "migrations", "migration", "warning", "b.toml:1:1"),
            &told("oferings", "offerings", "offering", "error", "a.md:2:1"),
            &told("offering", "offerings", "offering", "error", "a.md:2:1"),
        ]);
}

#[test]
fn a_heading_in_the_midst_of_others_is_no_title() {
    let title = |text: &str| {
        texts(&Site::new().file("content/0007-a-name.md", text).page("0007-a-name/index.html"), "h1")[0]
            .clone()
    };
    assert_eq!(title("- Start: 2014\n\n# Summary\n\nText\n\n# Motivation\n"), "0007 a name");
    assert_eq!(title("Text before.\n\n# The title\n\n## A part\n\n## Another\n"), "The title");
    assert_eq!(title("# The title\n\n# Another\n"), "The title");
    assert_eq!(title("Text\n\n## One\n\n## Two\n"), "0007 a name");
}

#[test]
fn empty_files_are_pages_and_records() {
    let site = Site::new()
        .file("content/a.md", "")
        .file("content/b.toml", "")
        .file("content/teams/c.toml", "")
        .file("content/d.md", "+++\n+++\n")
        .file("content/e.md", "---\n---\n")
        .file("content/f.md", "\n\n\n")
        .clean();
    for name in ["a", "b", "teams/c", "d", "e", "f"] {
        site.page(&format!("{name}/index.html"));
    }
}

#[test]
fn a_site_that_lost_its_content_is_not_published() {
    let hint = "write a first page into it, or set `content` to the folder with the pages";
    for site in [Site::new(), Site::new().file("content/.keep", "")] {
        site.finds_with_hints(&[&format!(
            "onramp.toml:1:1: error[CFG1]: there is no folder `content`, or nothing in it | {hint}"
        )]);
    }
    let site = Site::new().file("content/index.md", "# Home\n");
    assert_eq!(site.run(&["build"]).code, 0);
    let site = site.remove("content");
    assert_eq!(site.run(&["build"]).code, 1);
    assert!(site.files("site").iter().any(|(path, _)| path == "index.html"), "the old site stays");
    Site::new().setting("content = \"docs\"").finds_with_hints(&[&format!(
        "onramp.toml:3:11: error[CFG1]: there is no folder `docs`, or nothing in it | {hint}"
    )]);
}

#[test]
fn a_folder_without_a_config_is_no_site() {
    let run = Site::bare().file("content/a.md", "# A\n").run(&["check", "--root", "."]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(
        run.err,
        "error: there is no `onramp.toml` in `.`\nhint: `onramp init` begins a site, `--root DIR` names one elsewhere\n"
    );
    let run = Site::bare().run(&["check", "--root", "nowhere"]);
    assert_eq!((run.code, run.err.as_str()), (2, "error: there is no folder `nowhere`\n"));
}

#[test]
fn a_config_broken_in_every_way_tells_each() {
    let config = "\
title = 3
base_url = \"docs.example.com\"
contents = \"docs\"
as_of = \"today\"
profile = \"harsh\"
owner = \"nobody\"
repository = \"https://git.example/\"
publish = [\"gone.txt\"]
[folders]
rfcs = \"addr\"
[nav]
gone = [\"a\"]
\".\" = [\"zzz\", \"q\"]
[audiences.partner]
sees = [\"partnr\"]
[markdown]
raw = true
[rules]
GEN1 = \"loud\"
NOPE = \"off\"
FILE4 = { severity = \"off\", many = 3 }
[broken
";
    site().file("onramp.toml", config).finds(&[
        REST,
        "onramp.toml:1:9: error[FLD2]: `title` must be text, found the number `3`",
        "onramp.toml:2:12: error[FLD2]: `base_url` cannot be `docs.example.com`",
        "onramp.toml:3:1: error[FLD1]: there is no field `contents`",
        "onramp.toml:4:9: error[FLD2]: `as_of` must be a date, found `today`",
        "onramp.toml:5:11: error[FLD2]: `profile` cannot be `harsh`",
        "onramp.toml:6:9: error[GEN1]: there is no team `nobody`",
        "onramp.toml:7:14: error[FLD2]: `repository` cannot be `https://git.example/`",
        "onramp.toml:8:12: error[CFG1]: there is no file or folder `gone.txt` in the content to publish",
        "onramp.toml:10:8: error[CFG1]: there is no kind `addr`",
        "onramp.toml:12:8: error[CFG1]: there is no folder `gone` in the content",
        "onramp.toml:13:8: error[CFG1]: there is no page or folder `zzz` in `.`",
        "onramp.toml:13:15: error[CFG1]: there is no page or folder `q` in `.`",
        "onramp.toml:15:9: error[CFG1]: there is no audience `partnr`",
        "onramp.toml:17:1: error[FLD1]: there is no field `raw` in `markdown`",
        "onramp.toml:19:8: error[FLD2]: `severity` cannot be `loud`",
        "onramp.toml:20:1: error[FLD1]: there is no field `NOPE` in `rules`",
        "onramp.toml:21:29: error[FLD1]: there is no field `many` in `FILE4`",
        "onramp.toml:22:2: error[FLD1]: there is no field `broken`",
        "onramp.toml:22:8: error[TOML1]: unclosed table, expected `]`",
    ]);
}

#[test]
fn pages_of_one_address_are_told() {
    let run = with("content/a.md", "# One\n")
        .file("content/a/index.md", "# Two\n")
        .run(&["check", "--format", "short"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("content/a/index.md:1:1: error["), "{run:?}");
}

#[test]
fn a_page_called_404_or_index_is_a_page_like_others() {
    let site = Site::new()
        .file("content/404.md", "# Mine\n")
        .file("content/index.md", "# Home\n\n[x](404.md) [y](a/index.md)\n")
        .file("content/a/index.md", "# Index of a\n")
        .file("content/index/b.md", "# Below a folder called index\n")
        .clean();
    assert!(site.page("404/index.html").contains("Mine"));
    assert!(site.page("404.html").contains("There is no such page"));
    assert!(site.page("index/b/index.html").contains("Below"));
    assert!(site.page("a/index.html").contains("Index of a"));
}

#[test]
fn what_would_be_published_in_one_place_is_told() {
    let site = Site::new()
        .setting("publish = [\"index.html\", \"robots.txt\"]")
        .file("content/index.html", "asset")
        .file("content/robots.txt", "User-agent: mine\n")
        .file("content/index.md", "# Home\n")
        .file("content/b.md", "+++\nold_urls = [\"/robots.txt\", \"/404.html\"]\n+++\n# B\n");
    let site = site.finds_with_hints(&[
        "content/b.md:2:12: error[OUT1]: the site cannot have both `robots.txt` and `robots.txt/index.html` | give one of the two another name",
        "content/index.html:1:1: error[OUT1]: the site has another file `index.html` already | give one of the two another name",
    ]);
    assert_eq!(site.publish("public").files["robots.txt"], b"User-agent: mine\n");
    assert_eq!(site.run(&["build"]).code, 1);
}

#[test]
fn file_names_may_hold_what_addresses_may_not() {
    let names =
        ["a b", "100%", "it's", "\"quoted\"", "a#b", "a?b", "emoji 🦀", "a&b", "c+d", "x%20y", "[z]", "café"];
    let mut site = Site::new();
    let mut links = String::from("# All\n\n");
    for name in names {
        let written: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
        links.push_str(&format!("- [x]({written}.md) ![y](<{written}.png>)\n"));
        site = site
            .file(&format!("content/{name}.md"), format!("# {name}\n"))
            .file(&format!("content/{name}.png"), name);
    }
    let site = site.file("content/index.md", links).showing_all();
    let (findings, _) = site.findings();
    assert!(findings.iter().all(|it| it.rule == "FILE4"), "{findings:#?}");
    let outputs = site.publish("public");
    let home = page(&outputs, "index.html");
    let mut found = 0;
    for address in crate::support::attributes(&home, "main [href]", "href")
        .into_iter()
        .chain(crate::support::attributes(&home, "main [src]", "src"))
    {
        let file = crate::output::file_at(&address);
        assert!(outputs.files.contains_key(&file), "{address} is {file}");
        found += 1;
    }
    assert_eq!(found, names.len() * 2);
}

/// Fragments that records are made of, whole and broken.
const PIECES: &[&str] = &[
    "+++\n",
    "---\n",
    "title = \"A\"\n",
    "owner = \"storage\"\n",
    "created = 2027-01-11\n",
    "created = 2027-13-41\n",
    "supersedes = [\"7\"]\n",
    "supersedes = [7, \"\"]\n",
    "[[allow]]\nrule = \"GEN5\"\n",
    "[[options]]\ntitle = \"x\"\n",
    "status: accepted\n",
    "  - x\n",
    "a: &a [*a]\n",
    "# A\n",
    "## B {#b}\n",
    "[x](#b)\n",
    "[[A]]\n",
    "[x](adr:7#c)\n",
    "![](a.png)\n",
    "```rust {1-\n",
    "```\n",
    "$$x^{$$\n",
    "| a | b |\n|--|--|\n",
    "> [!NOTE]\n> x\n",
    "[^1]\n\n[^1]: x\n",
    "<b onclick=x>\n",
    "\u{0}",
    "\u{FEFF}",
    "\r\n",
    "é",
    "\u{202E}",
    "%ZZ",
    "\\",
    "\"\"\"\n",
    "= 1\n",
    "[a.b]\n",
    "x = {",
    "'",
    "[[team]]\ntitle = \"T\"\n",
    "```rust include=\"../../x\" region=\"\"\n```\n",
    "[x](/../..)\n",
    "[x](::)\n",
    "[[:]]\n",
    "[[#]]\n",
    "[x](adr:)\n",
    "old_urls = [\"/\"]\n",
];

fn text() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(PIECES).prop_map(|text| text.as_bytes().to_vec());
    let noise = prop::collection::vec(any::<u8>(), 0..12);
    let part = proptest::prop_oneof![6 => piece, 1 => noise];
    prop::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_a_file_may_hold_is_a_panic(
        adr in text(), team in text(), page in text(), config in text(), schema in text(), template in text(), which in 0_u8..8,
    ) {
        let mut site = Site::new()
            .file("content/adrs/0007-x.md", &adr)
            .file("content/teams/storage.toml", &team)
            .file("content/a.md", &page)
            .file("content/offerings/o/index.md", &page);
        // Seldom: each of these alone can keep the rest from being reached.
        match which {
            0 => site = site.file("onramp.toml", [b"title = \"T\"\nas_of = 2027-01-11\n", config.as_slice()].concat()),
            1 => site = site.file("schemas/vendor.schema.json", &schema),
            2 => site = site.file("themes/default/page.html", &template),
            _ => {}
        }
        let (findings, sources) = site.checked().report();
        for finding in &findings {
            prop_assert!(!finding.message.is_empty() && !finding.message.ends_with('.'), "{finding:?}");
            let text = sources.get(&finding.at.file).map(|source| source.text.clone()).unwrap_or_default();
            prop_assert!(finding.at.span.end as usize <= text.len(), "{finding:?} in {} bytes", text.len());
        }
        prop_assert!(onramp::diagnostic::human::render(&findings, &sources).is_empty() == findings.is_empty());
    }
}

/// Real records with some bytes changed, taken out or doubled.
fn mutated() -> impl Strategy<Value = (usize, Vec<(usize, u8, u8)>)> {
    (0_usize..1_000, prop::collection::vec((0_usize..6_000, 0_u8..4, any::<u8>()), 1..8))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, max_shrink_iters: 100, ..ProptestConfig::default() })]

    #[test]
    fn no_slip_in_a_real_record_is_a_panic((which, changes) in mutated()) {
        let content = crate::support::files_below(&crate::support::repository().join("content"));
        let (path, mut bytes) = content[which % content.len()].clone();
        for (at, change, byte) in changes {
            let at = at % bytes.len().max(1);
            match change {
                _ if bytes.is_empty() => bytes.push(byte),
                0 => drop(bytes.remove(at)),
                1 => bytes.insert(at, byte),
                2 => bytes.truncate(at),
                _ => bytes[at] = byte,
            }
        }
        let site = Site::new().file(&format!("content/{path}"), &bytes);
        let (findings, sources) = site.checked().report();
        prop_assert!(onramp::diagnostic::human::render(&findings, &sources).is_empty() == findings.is_empty());
    }
}
