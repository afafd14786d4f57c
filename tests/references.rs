//! Every way to name another record, page or file, and what is said of those that lead nowhere.

use crate::support::{Site, attributes, page, texts};

/// A storage team, an offering and two logs of decisions.
fn site() -> Site {
    Site::new()
        .file("content/teams/storage.toml", "title = \"Storage\"\n")
        .file("content/offerings/blob-store.md", "+++\naliases = [\"S3\"]\n+++\n# Blob Store\n\n## Limits\n")
        .file("content/adrs/0007-encapsulate.md", "# Encapsulate\n")
        .file("content/adrs/onramp/0007-tera.md", "# Tera\n")
        .file("content/adrs/onramp/0008-toml.md", "# TOML\n")
}

/// The links of a page's body.
#[track_caller]
fn links(site: &Site, path: &str) -> Vec<String> {
    attributes(&site.page(path), "main a:not(.self)", "href")
}

fn shown(text: &str) -> Site {
    site().file("content/a.md", format!("# A\n\n{text}\n")).showing_all()
}

#[track_caller]
fn leads_to(text: &str, expected: &[&str]) {
    let site = shown(text).clean();
    assert_eq!(links(&site, "a/index.html"), expected, "{text}");
}

#[track_caller]
fn says(text: &str, expected: &str) {
    let line = format!("content/a.md:3:{expected}");
    shown(text).finds_with_hints(&[&line]);
}

#[test]
fn a_relative_path_leads_to_the_page_of_its_file() {
    leads_to("[x](offerings/blob-store.md)", &["/offerings/blob-store/"]);
    leads_to("[x](./offerings/../offerings/blob-store.md#limits)", &["/offerings/blob-store/#limits"]);
    leads_to("[x](teams/storage.toml)", &["/teams/storage/"]);
    leads_to("[x][1]\n\n[1]: offerings/blob-store.md", &["/offerings/blob-store/"]);
}

#[test]
fn a_path_from_the_root_begins_at_the_content() {
    leads_to("[x](/offerings/blob-store.md)", &["/offerings/blob-store/"]);
    leads_to("[x](/offerings/blob-store/)", &["/offerings/blob-store/"]);
    leads_to("[x](/offerings/blob-store)", &["/offerings/blob-store/"]);
    leads_to("[x](/)", &["/"]);
    leads_to("[x](/adrs/onramp/)", &["/adrs/onramp/"]);
}

#[test]
fn a_typed_id_leads_to_its_record() {
    leads_to("[x](team:storage)", &["/teams/storage/"]);
    leads_to("[x](offering:blob-store#limits)", &["/offerings/blob-store/#limits"]);
    leads_to("[x](offering:S3)", &["/offerings/blob-store/"]);
    leads_to("[x](adr:onramp/0007)", &["/adrs/onramp/0007-tera/"]);
    leads_to("[x](adr:onramp/7)", &["/adrs/onramp/0007-tera/"]);
    leads_to("[x](adr:0008)", &["/adrs/onramp/0008-toml/"]);
    leads_to("<adr:0008>", &["/adrs/onramp/0008-toml/"]);
}

#[test]
fn a_number_means_that_of_the_own_log_first() {
    let own = site()
        .file("content/adrs/onramp/0009-x.md", "# X\n\n[the seventh](adr:7)\n")
        .file("content/adrs/0009-y.md", "# Y\n\n[the seventh](adr:7)\n")
        .showing_all()
        .clean();
    assert_eq!(links(&own, "adrs/onramp/0009-x/index.html"), ["/adrs/onramp/0007-tera/"]);
    assert_eq!(links(&own, "adrs/0009-y/index.html"), ["/adrs/0007-encapsulate/"]);
}

#[test]
fn of_several_logs_the_one_without_a_name_is_meant_elsewhere() {
    leads_to("[x](adr:0007)", &["/adrs/0007-encapsulate/"]);
}

#[test]
fn a_number_of_two_other_logs_could_be_either() {
    let site = site().remove("content/adrs/0007-encapsulate.md");
    let site = site.file("content/adrs/other/0007-else.md", "# Else\n");
    site.file("content/a.md", "# A\n\n[x](adr:0007)\n").finds_with_hints(&[
        "content/a.md:3:5: error[GEN1]: `0007` could be any of 2 | write `adr:onramp/0007` or `adr:other/0007`",
    ]);
}

#[test]
fn a_wikilink_takes_a_title_a_name_an_alias_or_an_id() {
    leads_to("[[Blob Store]]", &["/offerings/blob-store/"]);
    leads_to("[[blob-store|the store]]", &["/offerings/blob-store/"]);
    leads_to("[[s3]]", &["/offerings/blob-store/"]);
    leads_to("[[adr:0007]]", &["/adrs/0007-encapsulate/"]);
    leads_to("[[adr:onramp/0007]]", &["/adrs/onramp/0007-tera/"]);
    leads_to("[[Blob Store#limits]]", &["/offerings/blob-store/#limits"]);
}

#[test]
fn a_wikilink_without_a_text_shows_the_title() {
    let site = shown("[[S3]] and [[S3|that]]").clean();
    assert_eq!(texts(&site.page("a/index.html"), "main p a"), ["Blob Store", "that"]);
}

#[test]
fn a_field_names_a_record_by_name_alias_or_id() {
    let text = "+++\nowner = \"storage\"\naffects = [\"S3\", \"offering:blob-store\"]\nsupersedes = [\"8\"]\n+++\n# X\n";
    let site = site().file("content/adrs/onramp/0009-x.md", text).showing_all().clean();
    let page = site.page("adrs/onramp/0009-x/index.html");
    assert_eq!(attributes(&page, "a.owner", "href"), ["/teams/storage/"]);
    assert_eq!(
        attributes(&page, "dd.affects a", "href"),
        ["/offerings/blob-store/", "/offerings/blob-store/"]
    );
    assert_eq!(attributes(&page, "dd.supersedes a", "href"), ["/adrs/onramp/0008-toml/"]);
}

#[test]
fn a_field_that_names_nothing_says_what_is_like_it() {
    site().file("content/adrs/0009-x.md", "+++\nowner = \"storag\"\naffects = [\"team:storage\", \"zzz\"]\n+++\n# X\n").finds_with_hints(&[
        "content/adrs/0009-x.md:2:9: error[GEN1]: there is no team `storag` | did you mean `storage`?",
        "content/adrs/0009-x.md:3:12: error[GEN1]: `team:storage` is a team, but this must be an offering",
        "content/adrs/0009-x.md:3:28: error[GEN1]: there is no offering `zzz` | `onramp list offering` shows what there is",
    ]);
}

#[test]
fn a_path_that_leads_nowhere_says_which_file_is_like_it() {
    says(
        "[x](offerings/blob-stor.md)",
        "5: error[GEN1]: there is no file `offerings/blob-stor.md` | did you mean `offerings/blob-store.md`?",
    );
    says(
        "[x](b.md)",
        "5: error[GEN1]: there is no file `b.md` | links are relative to the file they stand in; `/` begins at the content folder",
    );
    says(
        "[x](offerings/blob-store.txt)",
        "5: error[GEN1]: there is no file `offerings/blob-store.txt` | did you mean `offerings/blob-store.md`?",
    );
    says(
        "[x](../../b.md)",
        "5: error[GEN1]: `../../b.md` leads out of this repository | link to a file of the repository, or to an `https:` address",
    );
    says(
        "![x](b.png)",
        "6: error[GEN1]: there is no file `b.png` | links are relative to the file they stand in; `/` begins at the content folder",
    );
    says("[x]()", "1: error[GEN1]: this link leads nowhere: it is empty | write where it leads");
}

#[test]
fn a_name_that_is_nobodys_says_what_is_like_it() {
    says("[x](team:storag)", "5: error[GEN1]: there is no team `storag` | did you mean `storage`?");
    says("[x](taem:storage)", "5: error[GEN1]: there is no kind `taem` | did you mean `team:storage`?");
    says(
        "[[Blob Stor]]",
        "3: error[GEN1]: nothing here is called `Blob Stor` | did you mean `blob store` or `blob-store`?",
    );
    says(
        "[[zzz]]",
        "3: error[GEN1]: nothing here is called `zzz` | write the title, an alias or an id of a page, such as `[[adr:0007]]`",
    );
}

#[test]
fn a_page_is_no_picture() {
    let hint = "link to it without the `!`";
    says(
        "![a](offering:blob-store)",
        &format!(
            "6: error[GEN1]: `offering:blob-store` is a page, not a picture | {hint}: `[a](offering:blob-store)`"
        ),
    );
    says(
        "![a](adrs/index.md)",
        "6: error[GEN1]: there is no file `adrs/index.md` | links are relative to the file they stand in; `/` begins at the content folder",
    );
    says("![a](adrs/)", &format!("6: error[GEN1]: `adrs/` is a page, not a picture | {hint}: `[a](adrs/)`"));
}

#[test]
fn a_slip_in_a_scheme_that_is_in_use_is_no_slip() {
    leads_to("[x](mailto:a@b.example)", &["mailto:a@b.example"]);
    leads_to("[x](https://a.example/?q=1&r=2)", &["https://a.example/?q=1&r=2"]);
    leads_to("[x](//a.example/)", &["//a.example/"]);
}

#[test]
fn an_anchor_must_be_a_heading() {
    says(
        "[x](offerings/blob-store.md#limit)",
        "5: error[GEN1]: there is no heading `#limit` in `content/offerings/blob-store.md` | did you mean `#limits`?",
    );
    says("[x](#zzz)", "5: error[GEN1]: there is no heading `#zzz` in this page | its headings are `#a`");
    says(
        "[x](team:storage#zzz)",
        "5: error[GEN1]: there is no heading `#zzz` in `content/teams/storage.toml` | it has no headings",
    );
    leads_to("[x](#b-c)\n\n## B, c!", &["/a/#b-c"]);
    leads_to("[x](#mine)\n\n## B {#mine}", &["/a/#mine"]);
    leads_to("[x](#b-1)\n\n## B\n\n## B", &["/a/#b-1"]);
    leads_to("[x](#caf%C3%A9)\n\n## Café", &["/a/#caf%C3%A9"]);
}

#[test]
fn an_anchor_on_a_page_that_is_computed_is_checked_too() {
    says(
        "[x](teams/#zzz)",
        "5: error[GEN1]: there is no heading `#zzz` in `teams/` | it lists what lies there, and has no headings",
    );
}

#[test]
fn files_beside_the_pages_are_published_only_where_something_links_to_them() {
    let site = shown("![A map](img/map.png) [the plan](plan%20b.pdf)")
        .file("content/img/map.png", "PNG")
        .file("content/plan b.pdf", "PDF")
        .file("content/secret.pdf", "never linked")
        .clean();
    let outputs = site.publish("public");
    let html = page(&outputs, "a/index.html");
    assert_eq!(attributes(&html, "main img", "src"), ["/img/map.png"]);
    assert_eq!(links(&site, "a/index.html"), ["/plan%20b.pdf"]);
    assert_eq!(outputs.files["img/map.png"], b"PNG");
    assert_eq!(outputs.files["plan b.pdf"], b"PDF");
    assert!(!outputs.files.contains_key("secret.pdf"));
}

#[test]
fn files_that_the_config_names_are_published_without_a_link() {
    let site = Site::new()
        .setting("publish = [\"CNAME\", \"well-known\", \"nothing\"]")
        .file("content/CNAME", "docs.example.com")
        .file("content/well-known/a/b.txt", "b")
        .file("content/index.md", "# Home\n")
        .finds(&[
            "onramp.toml:3:35: error[CFG1]: there is no file or folder `nothing` in the content to publish",
        ]);
    let outputs = site.publish("public");
    assert_eq!(outputs.files["CNAME"], b"docs.example.com");
    assert_eq!(outputs.files["well-known/a/b.txt"], b"b");
}

#[test]
fn a_file_of_the_repository_is_linked_where_the_config_says_it_is_read() {
    let site = shown("[x](../src/main%20x.rs)").file("src/main x.rs", "fn main() {}\n");
    let site = site.finds_with_hints(&[
        "content/a.md:3:5: error[GEN1]: `../src/main x.rs` lies outside the content, and the site does not say where its repository is read | set `repository = \"https://.../{path}\"` in onramp.toml",
    ]);
    let site = site.setting("repository = \"https://git.example/x/blob/main/{path}\"").clean();
    assert_eq!(links(&site, "a/index.html"), ["https://git.example/x/blob/main/src/main%20x.rs"]);
    says(
        "[x](../src/b.rs)",
        "5: error[GEN1]: there is no file `../src/b.rs` | links are relative to the file they stand in; `/` begins at the content folder",
    );
}

#[test]
fn an_included_file_or_region_is_shown_as_it_is_now() {
    let code = "fn a() {}\n// region: b\n    fn b() {}\n\n    // inner\n// endregion\nfn c() {}\n";
    let site =
        shown("```rust include=\"../src/lib.rs\" region=\"b\"\n```\n\n```rust include=\"/src/lib.rs\"\n```")
            .file("src/lib.rs", code)
            .clean();
    let shown = texts(&site.page("a/index.html"), "main pre");
    assert_eq!(shown.len(), 2);
    assert_eq!(shown[0], "fn b() {} // inner");
    assert!(shown[1].starts_with("fn a() {}") && shown[1].ends_with("fn c() {}"), "{}", shown[1]);
}

#[test]
fn an_include_that_has_rotted_is_an_error() {
    let includes = |attributes: &str| {
        shown(&format!("```rust {attributes}\n```"))
            .file("src/lib.rs", "// region: begin\nfn a() {}\n")
            .file("src/lib.bin", b"\xFF\xFE\x00")
    };
    includes("include=\"../src/b.rs\"").finds_with_hints(&[
        "content/a.md:3:1: error[GEN1]: there is no file `../src/b.rs` to include | the path is relative to this file; `/` begins at the root of the repository",
    ]);
    includes("include=\"../src/lib.rs\" region=\"begn\"").finds_with_hints(&[
        "content/a.md:3:1: error[GEN1]: there is no region `begn` in `../src/lib.rs` | did you mean `begin`?",
    ]);
    includes("include=\"../src/lib.rs\" region=\"begin\"").finds_with_hints(&[
        "content/a.md:3:1: error[GEN1]: the region `begin` of `../src/lib.rs` never ends | write `endregion` in a comment after it",
    ]);
    includes("include=\"../src/lib.rs\" region=\"zzz\"").finds_with_hints(&[
        "content/a.md:3:1: error[GEN1]: there is no region `zzz` in `../src/lib.rs` | write `region: zzz` in a comment before it, and `endregion` in one after it",
    ]);
    includes("include=\"../src/lib.bin\"").finds_with_hints(&[
        "content/a.md:3:1: error[GEN1]: `../src/lib.bin` cannot be included: it is no text file | include a text file of up to 10 MB",
    ]);
    includes("include=\"../../../secret\"").finds_with_hints(&[
        "content/a.md:3:1: error[GEN1]: there is no file `../../../secret` to include | the path is relative to this file; `/` begins at the root of the repository",
    ]);
}

#[test]
fn old_urls_redirect_to_where_the_page_is_now() {
    let text = "+++\nold_urls = [\"/storage/s3/\", \"/storage/s3.html\", \"/old\"]\n+++\n# Now\n";
    let site = Site::new().file("content/now.md", text).clean();
    let outputs = site.publish("public");
    for path in ["storage/s3/index.html", "storage/s3.html", "old/index.html"] {
        let html = page(&outputs, path);
        assert!(html.contains("Now"), "{path}: {html}");
    }
}

#[test]
fn an_old_url_is_read_as_a_server_reads_it() {
    let text = "+++\nold_urls = [\"/a%20b/\", \"/%2e%2e/c/\", \"/caf%C3%A9\"]\n+++\n# Now\n";
    let outputs = Site::new().file("content/now.md", text).clean().publish("public");
    let redirects: Vec<&str> = ["a b/index.html", "%2e%2e/c/index.html", "café/index.html"]
        .into_iter()
        .filter(|path| outputs.files.contains_key(*path))
        .collect();
    assert_eq!(redirects.len(), 3, "{:?}", outputs.files.keys().collect::<Vec<_>>());
}

#[test]
fn an_old_url_that_leads_out_of_the_site_is_refused() {
    Site::new()
        .file("content/a.md", "+++\nold_urls = [\"/../b/\", \"/a//b/\", \"b/\", \"/x?y=1\"]\n+++\n# A\n")
        .file("content/b.md", "# B\n")
        .finds_with_hints(&[
            "content/a.md:2:13: error[FLD2]: `old_urls[1]` cannot be `/../b/` | Paths that this record was once published at, such as `/storage/s3/`. Each redirects here",
            "content/a.md:2:23: error[FLD2]: `old_urls[2]` cannot be `/a//b/` | Paths that this record was once published at, such as `/storage/s3/`. Each redirects here",
            "content/a.md:2:33: error[FLD2]: `old_urls[3]` cannot be `b/` | Paths that this record was once published at, such as `/storage/s3/`. Each redirects here",
            "content/a.md:2:39: error[FLD2]: `old_urls[4]` cannot be `/x?y=1` | Paths that this record was once published at, such as `/storage/s3/`. Each redirects here",
        ]);
}

#[test]
fn every_page_says_who_links_to_it() {
    let site = shown("[x](offerings/blob-store.md) [y](S3.md)")
        .file("content/S3.md", "+++\nowner = \"storage\"\n+++\n# S3 page\n\n[[Blob Store]] [[Blob Store]]\n")
        .file(
            "content/adrs/0009-x.md",
            "+++\naffects = [\"S3\"]\n+++\n# X\n\n[too](../offerings/blob-store.md)\n",
        )
        .finds(&[]);
    let backlinks = |path: &str| texts(&site.page(path), "a.back");
    assert_eq!(
        backlinks("offerings/blob-store/index.html"),
        ["X (Decision, Affects)", "A (Page, )", "S3 page (Page, )"]
    );
    assert_eq!(backlinks("S3/index.html"), ["A (Page, )"]);
    assert_eq!(backlinks("teams/storage/index.html"), ["S3 page (Page, Owner)"]);
    assert_eq!(backlinks("a/index.html"), [""; 0]);
}

#[test]
fn two_records_of_one_name_are_told_with_both_places() {
    let site = Site::new()
        .file("content/teams/a.toml", "id = \"same\"\ntitle = \"A\"\n")
        .file("content/teams/b.toml", "title = \"B\"\nid = \"same\"\n")
        .finds_with_hints(&[
            "content/teams/b.toml:2:6: error[GEN1]: `team:same` is defined twice | give one of them another `id`, or another file name",
        ]);
    let found = site.json();
    assert_eq!(found[0]["related"][0]["file"], "content/teams/a.toml");
    assert_eq!(found[0]["related"][0]["line"], 1);
    assert_eq!(found[0]["related"][0]["message"], "first defined here");
}

#[test]
fn a_link_in_a_field_is_a_link_too() {
    let text = "summary = \"See [the store](../offerings/blob-store.md) and [[S4]].\"\n";
    site()
        .file("content/teams/b.toml", format!("title = \"B\"\n{text}"))
        .finds(&["content/teams/b.toml:2:62: error[GEN1]: nothing here is called `S4`"]);
}

#[test]
fn a_name_wins_over_an_alias_of_another() {
    Site::new()
        .file("content/teams/a.toml", "title = \"A\"\naliases = [\"b\"]\n")
        .file("content/teams/b.toml", "title = \"B\"\n")
        .file("content/c.md", "# C\n\n[b](team:b)\n")
        .clean()
        .showing_all()
        .page("c/index.html")
        .contains("/teams/b/")
        .then_some(())
        .expect("the team itself");
}
