//! What `serve` shows of an edit before the whole site is built: the same as the whole build shows then,
//! or nothing.

use std::fs;
use std::path::{Path, PathBuf};

use onramp::build::{Checked, Opened, read_and_check};

use crate::support::{Site, write};
use crate::warm::Draw;

const PAGE: &str = "content/guides/a.md";
const BEGIN: &str = "# A\n\nText, [b](b.md), `code`.\n\n## Two\n\n```rust\nfn main() {}\n```\n";

fn site() -> Site {
    Site::new()
        .setting("profile = \"starter\"\npublish = [\"guides/a.svg\"]")
        .file("content/index.md", "# Home\n\n[a](guides/a.md#two)\n")
        .file("content/guides/b.md", "# B\n\n[[A]]\n")
        .file("content/guides/a.svg", "<svg/>")
        .file("content/teams/storage.toml", "title = \"Storage\"\nchannel = \"#storage\"\n")
        .file("content/guides/secret.md", "+++\naudience = \"internal\"\n+++\n# Secret\n\n[a](a.md)\n")
        .file("src/main.rs", "// region: a\nfn main() {}\n// endregion: a\n")
        .file(PAGE, BEGIN)
}

fn open(site: &Site) -> (Checked, Opened) {
    let checked = read_and_check(&site.options).expect("a site");
    let opened = checked.open("public").expect("the public");
    (checked, opened)
}

/// Every page of a site.
fn pages(opened: &Opened) -> Vec<(String, String)> {
    let files = ["index.html", "guides/index.html", "guides/a/index.html", "guides/b/index.html"];
    let page = |file: &str| opened.file(file).expect("a template that holds").expect("a page");
    files.iter().map(|file| ((*file).to_owned(), String::from_utf8(page(file)).expect("text"))).collect()
}

/// Whether an edit of one file is shown at once. If so, it is shown as the whole build shows it.
fn is_shown(file: &str, text: &str) -> bool {
    let site = site();
    let (checked, opened) = open(&site);
    let path = site.path(file);
    write(&path, text.as_bytes());
    is_right(&site, &checked, &opened, &path).is_some()
}

fn is_right(site: &Site, checked: &Checked, opened: &Opened, path: &Path) -> Option<Opened> {
    let edited = checked.edited(opened, &[path.to_owned()])?;
    let (_, whole) = open(site);
    assert_eq!(pages(&edited), pages(&whole));
    Some(edited)
}

#[test]
fn an_edit_of_words_is_shown_at_once() {
    for text in [
        BEGIN.replace("Text", "Other words"),
        BEGIN.replace("fn main", "fn other"),
        BEGIN.replace("[b](b.md)", "twice [b](b.md) and [B](b.md)"),
        format!("{BEGIN}\n- a list\n\n> [!NOTE]\n> More.\n"),
        format!("\n\n{BEGIN}"),
    ] {
        assert!(is_shown(PAGE, &text), "{text}");
    }
}

#[test]
fn what_other_pages_see_waits_for_the_build() {
    for text in [
        BEGIN.replace("# A", "# Another title"),
        BEGIN.replace("[b](b.md)", "[home](../index.md)"),
        BEGIN.replace("[b](b.md)", "b"),
        BEGIN.replace("## Two", "## Three"),
        format!("{BEGIN}\n```mermaid\npie\n  \"a\" : 1\n```\n"),
        format!("{BEGIN}\n```rust include=\"/src/main.rs\" region=\"a\"\n```\n"),
        format!("+++\nsummary = \"New.\"\n+++\n{BEGIN}"),
        format!("+++\naudience = \"internal\"\n+++\n{BEGIN}"),
        format!("+++\ntitle = \n+++\n{BEGIN}"),
        format!("---\na: [\n---\n{BEGIN}"),
    ] {
        assert!(!is_shown(PAGE, &text), "{text}");
    }
    for (file, text) in [
        ("content/guides/new.md", "# New\n"),
        ("content/guides/a.svg", "<svg>2</svg>"),
        ("content/guides/secret.md", "+++\naudience = \"internal\"\n+++\n# Secret\n\nOther [a](a.md)\n"),
        ("onramp.toml", "title = \"Other\"\n"),
        ("src/main.rs", "fn other() {}"),
    ] {
        assert_eq!(is_shown(file, text), file.contains("secret"), "{file}");
    }
}

#[test]
fn files_that_come_and_go_wait_for_the_build() {
    let site = site();
    let (checked, opened) = open(&site);
    let path = |file: &str| site.path(file);
    assert!(checked.edited(&opened, &[]).is_none());
    // What an editor wrote first, and renamed.
    write(&path(PAGE), BEGIN.replace("Text", "Words").as_bytes());
    assert!(checked.edited(&opened, &[path("content/guides/a.md.1234"), path(PAGE)]).is_some());
    let many: Vec<PathBuf> =
        (0..200).map(|n| path(&format!("content/guides/{n}.md"))).chain([path(PAGE)]).collect();
    assert!(checked.edited(&opened, &many).is_none());
    fs::remove_file(path(PAGE)).expect("a file that is there");
    assert!(checked.edited(&opened, &[path(PAGE)]).is_none());
}

#[test]
fn edit_upon_edit_shows_what_a_build_shows() {
    let parts = [
        "Words.\n\n",
        "- [b](b.md)\n- [[B]]\n\n",
        "## Two\n\n",
        "![x](a.svg)\n\n",
        "```rust\nlet x = 1;\n```\n\n",
        "[two](#two) and [b](b.md \"t\")\n\n",
        "| a | b |\n|---|---|\n| c | d |\n\n",
        "```mermaid\npie\n  \"a\" : 1\n```\n\n",
        "Gone: [x](gone.md)\n\n",
        "A note.[^1]\n\n[^1]: Here.\n\n",
        "<details><summary>S</summary>\n\nT\n\n</details>\n\n",
        "```rust include=\"/src/main.rs\" region=\"a\"\n```\n\n",
    ];
    let mut draw = Draw(7);
    let mut shown = 0;
    for _ in 0..8 {
        let site = site();
        let mut with: Vec<&str> = parts.iter().copied().filter(|_| draw.below(3) > 0).collect();
        write(&site.path(PAGE), format!("# A\n\n{}", with.concat()).as_bytes());
        let (checked, mut opened) = open(&site);
        for _ in 0..12 {
            let at = draw.below(with.len() + 1);
            match draw.below(4) {
                0 => with.insert(at, draw.one(&parts)),
                1 if at < with.len() => drop(with.remove(at)),
                2 if at + 1 < with.len() => with.swap(at, at + 1),
                _ => with.insert(at, "More words.\n\n"),
            }
            write(&site.path(PAGE), format!("# A\n\n{}", with.concat()).as_bytes());
            if let Some(edited) = is_right(&site, &checked, &opened, &site.path(PAGE)) {
                opened = edited;
                shown += 1;
            }
        }
    }
    assert!(shown > 20, "{shown} of 96");
}

#[test]
fn a_picture_that_changed_is_named_as_it_is_published() {
    let site = site();
    let (checked, opened) = open(&site);
    let root = site.path(".").canonicalize().expect("a root");
    let published = |path: &str| checked.published(&opened, &[root.join(path)]);
    assert_eq!(published("content/guides/a.svg"), ["guides/a.svg"]);
    assert_eq!(published(PAGE), [""; 0]);
    // Where nobody knows what changed, it may be any.
    assert_eq!(checked.published(&opened, &[]), ["guides/a.svg"]);
}
