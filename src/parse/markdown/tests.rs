//! Markdown in, HTML out, the exact message beside the input.

use std::fmt::Write as _;

use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert, prop_oneof, proptest};

use super::*;
use crate::body::{Include, LinkStyle, Piece};
use crate::html::{self, AsWritten};

const ONRAMP: Dialect = Dialect::Onramp { raw_html: false };
const WITH_HTML: Dialect = Dialect::Onramp { raw_html: true };

fn read(markdown: &str, dialect: Dialect) -> (Body, Vec<Diagnostic>) {
    parse(&Source::new("a.md", markdown), Span::new(0, markdown.len()), dialect)
}

/// The HTML, and what was found below it: `severity rule place: message (hint)`.
fn show(markdown: &str, (body, found): &(Body, Vec<Diagnostic>)) -> String {
    let mut shown = html::body(body, &AsWritten);
    for it in found {
        let place = &markdown[it.at.span.range()];
        let hint = it.hint.as_deref().unwrap_or_default();
        writeln!(shown, "{} {} {place:?}: {} ({hint})", it.severity.as_str(), it.rule, it.message).unwrap();
    }
    shown
}

#[track_caller]
fn expect(markdown: &str, expected: &str) {
    assert_eq!(show(markdown, &read(markdown, ONRAMP)).trim_end(), expected, "{markdown}");
}

#[track_caller]
fn expect_with_html(markdown: &str, expected: &str) {
    assert_eq!(show(markdown, &read(markdown, WITH_HTML)).trim_end(), expected, "{markdown}");
}

#[test]
fn headings_have_ids_and_link_to_themselves() {
    expect(
        "## What's *new*?",
        r##"<h2 id="whats-new">What's <em>new</em>? <a class="self" href="#whats-new" aria-label="Link to section: What's new?">#</a></h2>"##,
    );
    expect(
        "# A {#b .wide}\n# B",
        "<h1 id=\"b\" class=\"wide\">A <a class=\"self\" href=\"#b\" aria-label=\"Link to section: A\">#</a></h1>\n\
         <h1 id=\"b-1\">B <a class=\"self\" href=\"#b-1\" aria-label=\"Link to section: B\">#</a></h1>",
    );
}

#[test]
fn an_id_used_twice_is_reported() {
    expect(
        "# A {#x}\n# B {#x}",
        "<h1 id=\"x\">A <a class=\"self\" href=\"#x\" aria-label=\"Link to section: A\">#</a></h1>\n\
         <h1 id=\"b\">B <a class=\"self\" href=\"#b\" aria-label=\"Link to section: B\">#</a></h1>\n\
         error MD7 \"# B {#x}\": the id `x` is used twice (give each heading an id of its own, or none)",
    );
}

#[test]
fn a_heading_is_cut_out_by_its_pieces() {
    let (body, _) = read("a\n# T [l](m.md) `c`\nb", ONRAMP);
    let heading = &body.headings[0];
    assert_eq!((heading.text.as_str(), heading.html.as_str()), ("T l c", "T l <code>c</code>"));
    let part = html::pieces(&body, heading.piece..heading.end, &AsWritten);
    assert!(part.starts_with("<h1 id=\"t-l-c\">") && part.ends_with("</h1>\n"), "{part}");
    assert_eq!(html::pieces(&body, heading.end..body.pieces.len(), &AsWritten), "<p>b</p>\n");
}

#[test]
fn tables_align_by_class() {
    expect(
        "| a |  | c |\n|:--|--|--:|\n| 1 | 2 | 3 |",
        "<div class=\"scroll\" tabindex=\"0\"><table>\n<thead>\n\
         <tr><th scope=\"col\" class=\"left\">a</th><td></td><th scope=\"col\" class=\"right\">c</th></tr>\n</thead>\n<tbody>\n\
         <tr><td class=\"left\">1</td><td>2</td><td class=\"right\">3</td></tr>\n</tbody>\n</table></div>",
    );
}

#[test]
fn footnotes_link_both_ways() {
    expect(
        "A[^n] and[^n].\n\n[^n]: Note.",
        "<p>A<sup class=\"footnote\"><a id=\"fnref:1\" href=\"#fn:1\" role=\"doc-noteref\" aria-label=\"Footnote 1\">1</a></sup> \
         and<sup class=\"footnote\"><a id=\"fnref:1:2\" href=\"#fn:1\" role=\"doc-noteref\" aria-label=\"Footnote 1\">1</a></sup>.</p>\n\
         <section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n\
         <li id=\"fn:1\"><p>Note. <a href=\"#fnref:1\" role=\"doc-backlink\" aria-label=\"Back to reference 1\">↩</a> \
         <a href=\"#fnref:1:2\" role=\"doc-backlink\" aria-label=\"Back to reference 1, number 2\">↩</a></p>\n</li>\n</ol>\n</section>",
    );
}

#[test]
fn a_footnote_that_nothing_refers_to_is_kept_and_reported() {
    let found = show("a\n\n[^n]: Note.", &read("a\n\n[^n]: Note.", ONRAMP));
    assert!(found.contains("<li id=\"fn:1\"><p>Note.</p>\n</li>"), "{found}");
    assert!(found.ends_with(
        "warning MD6 \"[^n]: Note.\": nothing refers to the footnote `n` (write `[^n]` where it belongs, or take it out)\n"
    ));
}

#[test]
fn tasks_have_named_checkboxes() {
    expect(
        "- [ ] write *it*\n- [x] done\n  - sub",
        "<ul>\n<li><input type=\"checkbox\" disabled aria-label=\"write it\" /> write <em>it</em></li>\n\
         <li><input type=\"checkbox\" disabled checked aria-label=\"done\" /> done\n<ul>\n<li>sub</li>\n</ul>\n</li>\n</ul>",
    );
}

#[test]
fn a_footnote_within_a_task_is_moved_alone() {
    let found = show("- [ ] a[^n]\n\n  [^n]: b", &read("- [ ] a[^n]\n\n  [^n]: b", ONRAMP));
    assert!(found.contains("aria-label=\"a\" /> a<sup"), "{found}");
    let _ = read("- [ ] [^n]: b\n  > [^m]: - [x] c", ONRAMP);
}

#[test]
fn alerts_definitions_and_strikethrough() {
    expect(
        "> [!WARNING]\n> Care",
        "<div class=\"note note-warning\" role=\"note\"><p class=\"note-title\">Warning</p>\n<p>Care</p>\n</div>",
    );
    expect("Term\n: What", "<dl>\n<dt>Term</dt>\n<dd>What</dd>\n</dl>");
    expect("~~gone~~ -- \"plain\"", "<p><del>gone</del> -- &quot;plain&quot;</p>");
}

#[test]
fn formulas_are_mathml() {
    expect("$x$", "<p><math display=\"inline\"><mi>x</mi></math></p>");
    expect("$$x$$", "<p><math display=\"block\"><mi>x</mi></math></p>");
    expect(
        r"$\foo$",
        "<p><code>\\foo</code></p>\nerror MD5 \"$\\\\foo$\": the formula `\\foo` cannot be read: unknown primitive \
         command found (write TeX math such as `$\\frac{1}{2}$`; for a plain dollar sign write `\\$`)",
    );
    expect("costs $5 or $6", "<p>costs $5 or $6</p>");
}

#[test]
fn links_are_holes_with_the_place_of_their_destination() {
    let text = "[a *b*](c.md#d \"T\") ![alt `x`](p.png) [[n#s]] [[n|text]] <me@example.com> [r]\n\n[r]: z.md";
    let (body, found) = read(text, ONRAMP);
    assert_eq!(found, []);
    let links: Vec<_> = body
        .links
        .iter()
        .map(|it| (it.style, it.to.as_str(), it.title.as_str(), it.text.as_str(), &text[it.span.range()]))
        .collect();
    assert_eq!(
        links,
        [
            (LinkStyle::Link, "c.md#d", "T", "a b", "c.md#d"),
            (LinkStyle::Image, "p.png", "", "alt x", "p.png"),
            (LinkStyle::Wiki, "n#s", "", "n#s", "n#s"),
            (LinkStyle::Wiki, "n", "", "text", "n"),
            (LinkStyle::Link, "mailto:me@example.com", "", "me@example.com", "me@example.com"),
            (LinkStyle::Link, "z.md", "", "r", "[r]"),
        ]
    );
    assert_eq!(read("| [[a\\|b]] |\n|-|", ONRAMP).0.links[0].to, "a");
    assert!(body.pieces.contains(&Piece::Title(2)) && !body.pieces.contains(&Piece::Title(3)));
}

#[test]
fn a_link_that_runs_script_is_left_out() {
    for markdown in [
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:x)",
        "[a](java&#9;script:x)",
        "[a](<&#1; javascript:x>)",
        "[a](vbscript:x)",
        "[a](data:text/html,x)",
        "[a][r]\n\n[r]: javascript:x",
        "<javascript:x>",
        "[[javascript:x]]",
        "![a](javascript:x)",
    ] {
        for dialect in [ONRAMP, WITH_HTML] {
            let (body, found) = read(markdown, dialect);
            assert!(body.links.is_empty(), "{markdown}");
            assert_eq!(found[0].rule, "MD4", "{markdown}");
        }
    }
    expect(
        "[a](javascript:x)",
        "<p>a</p>\nerror MD4 \"javascript:x\": `javascript:x` would run as script, so the link is left out \
         (link to a page, a file or a web address)",
    );
}

#[test]
fn code_blocks_are_holes() {
    let text =
        "```rust {1} title=\"main.rs\"\nx\n```\n\n    plain\n\n```py include=\"../a.py\" region=\"r\"\n```\n";
    let (body, found) = read(text, ONRAMP);
    assert_eq!(found, []);
    let [rust, plain, include] = body.code.as_slice() else { panic!("{:?}", body.code) };
    assert_eq!(
        (rust.language.as_str(), rust.text.as_str(), rust.marked.as_slice()),
        ("rust", "x\n", &[(1, 1)][..])
    );
    assert_eq!(rust.title.as_deref(), Some("main.rs"));
    assert_eq!((plain.language.as_str(), plain.text.as_str()), ("", "plain\n"));
    assert_eq!(include.include, Some(Include { path: "../a.py".to_owned(), region: Some("r".to_owned()) }));
}

#[test]
fn two_tabs_of_one_name_are_told() {
    let told = |text: &str| -> Vec<String> {
        read(text, ONRAMP)
            .1
            .iter()
            .map(|it| format!("{}: {}", &text[it.at.span.range()], it.message))
            .collect()
    };
    let tab = |name: &str| format!("```sh tab=\"{name}\"\nx\n```\n");
    assert_eq!(
        told(&format!("{}\n{}\n{}", tab("Go"), tab("Rust"), tab("Go"))),
        ["sh tab=\"Go\": two tabs in a row are called `Go`"]
    );
    assert_eq!(told(&format!("{}\nText\n\n{}", tab("Go"), tab("Go"))), [""; 0]);
}

#[test]
fn mistakes_behind_a_fence_are_reported_where_they_stand() {
    expect(
        "```rust linenos\nx\n```",
        "<pre><code class=\"language-rust\">x\n</code></pre>\nwarning MD1 \"linenos\": `linenos` means nothing on a code \
         block (write `title=\"main.rs\"`, `tab=\"Rust\"`, `include=\"../src/main.rs\"`, `region=\"name\"` or line marks such as `{2,4-6}`)",
    );
    expect(
        "```rust {9}\nx\n```",
        "<pre><code class=\"language-rust\">x\n</code></pre>\nwarning MD1 \"rust {9}\": line 9 is to be marked, but the \
         block ends at line 1 (count lines from 1)",
    );
    expect(
        "```rust include=\"a.rs\"\nx\n```",
        "<pre><code class=\"language-rust\">x\n</code></pre>\nerror MD1 \"rust include=\\\"a.rs\\\"\": this code block has \
         text of its own beside `include` (leave the block empty, or take `include` out)",
    );
    expect(
        "```pyhton\nx\n```",
        "<pre><code class=\"language-pyhton\">x\n</code></pre>\ninfo MD3 \"pyhton\": `pyhton` is no language that can be \
         highlighted (did you mean `python`? Write `text` for plain text)",
    );
}

#[test]
fn html_is_text_unless_allowed() {
    expect(
        "a <b>c</b>\n\n<div>\n\n<!-- gone -->",
        "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n<p>&lt;div&gt;</p>\ninfo MD2 \"<b>\": HTML is shown as text here \
         (write Markdown, or set `raw_html = true` under `[markdown]` in onramp.toml)",
    );
    expect("a <!-- b -->c", "<p>a c</p>");
    for dialect in [ONRAMP, WITH_HTML] {
        assert_eq!(
            show("<!-- a\n\nb", &read("<!-- a\n\nb", dialect)),
            "warning MD2 \"<!--\": this comment has no end, so nothing after it is shown (close it with `-->`)\n"
        );
    }
}

#[test]
fn allowed_html_goes_around_markdown() {
    expect_with_html(
        "<details open class=\"a\">\n<summary id=\"s\">Sum</summary>\n\n*a* `b` [c](d.md)\n\n\
         ```rust\nx\n```\n\n- [x] t\n\n</details>\n\n## H",
        "<details open=\"\" class=\"a\">\n<summary id=\"s\">Sum</summary>\n<p><em>a</em> <code>b</code> <a href=\"d.md\">c</a></p>\n\
         <pre><code class=\"language-rust\">x\n</code></pre>\n<ul>\n\
         <li><input type=\"checkbox\" disabled checked aria-label=\"t\" /> t</li>\n</ul>\n</details>\n\
         <h2 id=\"h\">H <a class=\"self\" href=\"#h\" aria-label=\"Link to section: H\">#</a></h2>",
    );
}

#[test]
fn a_part_folds_with_markdown_in_it() {
    expect(
        "<details>\n<summary>The <b>log</b></summary>\n\n*a* [c](d.md)\n\n## H\n\n<!-- x -->\n\n</details>\n",
        "<details>\n<summary>The <b>log</b></summary>\n<p><em>a</em> <a href=\"d.md\">c</a></p>\n\
         <h2 id=\"h\">H <a class=\"self\" href=\"#h\" aria-label=\"Link to section: H\">#</a></h2>\n</details>",
    );
    let (body, _) = read("<details>\n<summary>The &lt;log&gt;</summary>\n\nlines\n\n</details>\n", ONRAMP);
    assert_eq!(body.sections[0].text, "The <log>\nlines");
    let (body, _) = read("<details>\n\n<i onclick=\"a\">e</i>\n\n</details>", ONRAMP);
    assert_harmless(&html::body(&body, &AsWritten));
}

#[test]
fn a_part_that_folds_and_never_ends_is_told() {
    let told = "this part folds, and never ends: all that follows is in it";
    for dialect in [ONRAMP, WITH_HTML] {
        for (markdown, expected) in [
            ("> <details>\n\na", Some((told, "<details"))),
            ("a\n\n</details>", Some(("`</details>` closes nothing", "</details>"))),
            ("<details>\n\na\n\n</details>", None),
        ] {
            let (_, found) = read(markdown, dialect);
            let found = found.first().map(|it| (it.message.as_str(), &markdown[it.at.span.range()]));
            assert_eq!(found.map(|(said, at)| (said, at.trim())), expected, "{markdown}");
        }
    }
}

#[test]
fn the_sanitiser_leaves_what_markdown_made_alone() {
    let text = "# A [l](m.md) `c` {#x .y}\n\nb[^1] *c* **d** ~~e~~ $f$ [[g]] [[h|i]] ![j](k.png \"l\")  \nm &lt; \"n\"\n\n\
                | o |  |\n|:-:|--|\n| p | q |\n\n> [!TIP]\n> r\n\n> s\n\n3. t\n   - [x] u\n\nv\n: w\n\n```rust\nx\n```\n\n---\n\n\
                [^1]: y\n\n";
    let (ours, _) = read(text, WITH_HTML);
    let (cleaned, _) = read(&format!("{text}<!-- z -->\n"), WITH_HTML);
    let shown = |body: &Body| {
        let html = html::body(body, &AsWritten).replace("&quot;", "\"").replace(" />", ">");
        html.replace(" disabled=\"\"", " disabled").replace("\n\n", "\n")
    };
    assert_eq!(shown(&cleaned), shown(&ours));
    assert_eq!(cleaned.links, ours.links);
    assert_eq!(cleaned.headings, ours.headings);
}

#[test]
fn links_in_html_are_links() {
    let text = "<a href=\"x.md\" title=\"T\" id=\"i\">y</a> <img src=\"p.png\" alt=\"A\" width=\"3\">";
    let (body, found) = read(text, WITH_HTML);
    assert_eq!(found, []);
    let links: Vec<_> = body.links.iter().map(|it| (it.to.as_str(), &text[it.span.range()])).collect();
    assert_eq!(links, [("x.md", "x.md"), ("p.png", "p.png")]);
    assert_eq!(body.anchors, ["i"]);
    assert_eq!(body.links[0].text, "y");
    expect_with_html("<a href=\"javascript:x\">y</a>", "<p><a>y</a></p>");
}

#[test]
fn headings_within_the_authors_end_where_they_end() {
    let (body, _) = read("# A <table><td>\n\n<h3>x</h3>\n\n## B\n\n</td></table>\n\nc", WITH_HTML);
    for heading in &body.headings {
        let part = html::pieces(&body, heading.piece..heading.end, &AsWritten);
        let (open, close) = (format!("<h{} ", heading.level), format!("</h{}>\n", heading.level));
        assert!(part.starts_with(&open) && part.ends_with(&close), "{part}");
    }
}

#[test]
fn html_cannot_swallow_or_forge_markdown() {
    expect_with_html(
        "<div title=\"\n\n*a* onclick=x\n\n\">\n",
        "&lt;div title=\"\n<p><em>a</em> onclick=x</p>\n<p>\"&gt;</p>",
    );
    expect_with_html(
        "<textarea>\n\n*a*\n",
        "&lt;textarea&gt;\n\n*a*\nwarning MD2 \"textarea\": `<textarea>` is left out, or shown as text (write Markdown, or take it out)",
    );
    expect_with_html("<span data-onramp=\"0.0\">a</span>", "<p><span>a</span></p>");
    expect_with_html(
        "<script>alert(1)</script>\n\na",
        "\n<p>a</p>\nwarning MD2 \"script\": `<script>` is left out, or shown as text (write Markdown, or take it out)",
    );
}

#[test]
fn sections_hold_the_text_by_heading() {
    let (body, _) = read("before\n\n# A *b*\n- c\n- `d`\n\n```\ne\n```\n# F\n", ONRAMP);
    let sections: Vec<_> = body.sections.iter().map(|it| (it.heading, it.text.as_str())).collect();
    assert_eq!(sections, [(None, "before"), (Some(0), "c\nd\ne"), (Some(1), "")]);
    let (body, _) = read("a\nb\n\n| c | d e |\n|---|---|\n| f | |\n", ONRAMP);
    assert_eq!(body.sections[0].text, "a b\nc\nd e\nf");
    // Of a diagram, what people read in it.
    let (body, _) = read("```mermaid\nflowchart LR\n  a[\"Blob Store\"] --> b\n```\n", ONRAMP);
    assert_eq!(body.sections[0].text, "Blob Store");
}

#[test]
fn a_phrase_has_no_blocks() {
    for (text, expected) in [
        ("Plain *and* _so_", "Plain <em>and</em> <em>so</em>"),
        ("_first_ **\"q\"**", "<em>first</em> <strong>&quot;q&quot;</strong>"),
        ("# no heading", "# no heading"),
        ("- no item", "- no item"),
        ("1. no\n2. list", "1. no 2. list"),
        ("    no code", "no code"),
        ("[a](b.md)", "<a href=\"b.md\">a</a>"),
        ("", ""),
        (".5 of *it*", ".5 of <em>it</em>"),
        ("[^1]: no note", "[^1]: no note"),
    ] {
        let (body, found) = parse_inline(&Source::new("a.toml", text), text, &|it| it, ONRAMP);
        assert_eq!(html::body(&body, &AsWritten).trim(), expected, "{text}");
        assert_eq!(found, []);
        for link in &body.links {
            assert_eq!(&text[link.span.range()], link.to);
        }
    }
}

#[test]
fn spans_are_offsets_into_the_whole_file() {
    let text = "+++\n+++\n[a](b.md) $\\foo$";
    let (body, found) = parse(&Source::new("a.md", text), Span::new(8, text.len()), ONRAMP);
    assert_eq!(&text[body.links[0].span.range()], "b.md");
    assert_eq!(&text[found[0].at.span.range()], "$\\foo$");
}

#[test]
fn texts_of_one_page_have_ids_of_their_own() {
    let text = "# A[^1]\n\n[^1]: b";
    let (body, _) = parse_text(&Source::new("a.toml", text), text, "scope-", &|it| it, ONRAMP);
    assert_eq!(body.headings[0].id, "scope-a");
    assert_eq!(body.anchors, ["fnref:scope-1", "fn:scope-1"]);
}

#[test]
fn html_that_nests_too_deep_is_text() {
    let text = "<div>\n".repeat(2_000);
    let (body, found) = read(&text, WITH_HTML);
    assert!(html::body(&body, &AsWritten).starts_with("&lt;div&gt;"));
    assert_eq!(found[0].message, "HTML is shown as text here: elements nest deeper than 1000");
}

#[test]
fn deep_nesting_ends() {
    let deep = 10_000;
    for part in [
        "> ",
        "- ",
        "[",
        "![",
        "[[",
        "*",
        "_a ",
        "`",
        "<b>",
        "<",
        "](",
        "~~",
        "$",
        "| ",
        "#",
        "&",
        "\\",
        "<div>\n",
        "<!-- ",
        "[a](",
        "a\n: ",
        "[^1]: ",
        "> [!NOTE]\n> ",
        "# a\n",
        "- [ ] ",
        "<a href=\"b\">",
        "\n- a\n\n  ",
        "</div>",
        "<details>\n\n",
        "```\n",
        "*a **b ",
    ] {
        for dialect in [Dialect::CommonMark, ONRAMP, WITH_HTML] {
            let text = part.repeat(deep) + "x";
            let start = std::time::Instant::now();
            let (body, _) = read(&text, dialect);
            let html = html::body(&body, &AsWritten);
            assert!(!html.is_empty() || !text.contains('a'));
            let took = start.elapsed();
            assert!(took.as_secs() < 10, "{part:?} in {dialect:?} took {took:?}");
        }
    }
}

/// Pieces from which random texts are made.
fn markdownish() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        20 => prop::sample::select(vec![
            "# ", "> ", "- ", "1. ", "    ", "\n", "\n\n", "```", "```rust {1,2-} include=x", "`", "*", "**", "_",
            "[", "]", "](", ")", "![", "[[", "]]", "|", "|-|-|\n", "[^1]", "[^1]: ", "- [ ] ", "> [!NOTE]\n", "$",
            "$$", "\\", "\\frac", "{", "}", "{#a .b}", ": ", "~~", "<", ">", "<div>", "</div>", "<details>", "<b ",
            "<!--", "-->", "<script>", "</script>", "<a href='", "\"", "'", "javascript:alert(1)", " onclick=x ",
            " style=x ", "<img src=x onerror=y>", "<svg>", "<math>", "<style>", "<table>", "<td>", "<p>", "</p>",
            "<h2>", "</h2>", "<textarea>", "<span data-onramp='", "&lt;", "&#x3c;", "\t", "é", "\u{0}", "---\n", "a",
            "word ", "1", "<select>", "<template>", "<noscript>", "</a>", "[r]: javascript:x\n", "[r]", "<i>",
        ])
        .prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

#[track_caller]
fn assert_harmless(html: &str) {
    let document = scraper::Html::parse_fragment(html);
    for element in document.tree.nodes().filter_map(|it| it.value().as_element()) {
        let name = element.name();
        assert!(!["script", "style", "iframe", "object", "svg", "form"].contains(&name), "{html}");
        for (attribute, value) in element.attrs() {
            assert!(!attribute.starts_with("on") && attribute != "style", "{html}");
            assert!(attribute != "data-onramp", "{html}");
            let scheme: String = value.chars().filter(|it| *it > ' ').collect();
            let is_address = attribute == "href" || attribute == "src";
            assert!(!is_address || !scheme.to_lowercase().starts_with("javascript:"), "{html}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn any_text_is_read_and_harmless(text in markdownish()) {
        for dialect in [ONRAMP, WITH_HTML] {
            let (body, found) = read(&text, dialect);
            assert_harmless(&html::body(&body, &AsWritten));
            for heading in &body.headings {
                assert!(heading.piece <= heading.end && heading.end <= body.pieces.len());
            }
            for it in found {
                prop_assert!(text.get(it.at.span.range()).is_some());
            }
            for link in &body.links {
                prop_assert!(text.get(link.span.range()).is_some());
            }
        }
        let (body, _) = parse_inline(&Source::new("a.md", &text), &text, &|it| it, ONRAMP);
        assert_harmless(&html::body(&body, &AsWritten));
        let _ = read(&text, Dialect::CommonMark);
    }
}

#[test]
fn brackets_before_an_address_are_a_link() {
    let (body, found) = read("[[2]](https://x.example/) and [[a]]\n", ONRAMP);
    assert_eq!(found, []);
    let links: Vec<_> = body.links.iter().map(|it| (it.to.as_str(), it.text.as_str())).collect();
    assert_eq!(links, [("https://x.example/", "[2]"), ("a", "a")]);
}

#[test]
fn a_heading_keeps_what_looks_like_html() {
    assert_eq!(read("# Use List<String> in <T>\n", ONRAMP).0.headings[0].text, "Use List<String> in <T>");
}

#[test]
fn an_address_in_html_stands_where_it_stands_or_at_its_tag() {
    let text = "> <div>\n>\u{c00}x# # <img src=x onerror=y>";
    for link in read(text, WITH_HTML).0.links {
        assert!(text.get(link.span.range()).is_some());
    }
}

#[test]
fn what_was_typed_as_a_link_a_note_or_an_alert_and_is_none_is_told() {
    for (typed, told) in [
        (
            "See [the guide][guide].",
            "\"[the guide][guide]\": this is no link: nothing says where `guide` leads (write `[guide]: address` on a line of its own, or `\\[` for a bracket in `[...][guide]`)",
        ),
        (
            "See [the guide][].",
            "\"[the guide]\": this is no link: nothing says where `the guide` leads (write `[the guide]: address` on a line of its own, or `\\[` for a bracket in `[the guide][]`)",
        ),
        (
            "Text.[^9] More",
            "\"[^9]\": there is no footnote `9` (write `[^9]: the note` on a line of its own, or take this out)",
        ),
        (
            "Text[^why]",
            "\"[^why]\": there is no footnote `why` (write `[^why]: the note` on a line of its own, or take this out)",
        ),
        (
            "[[x|]]",
            "\"x\": the link to `x` has no text (write `[[x]]`, or a text after the bar: `[[x|text]]`)",
        ),
        (
            "> [!WARN]\n> Text",
            "\"[!WARN]\": there is no alert `[!WARN]`, so this is a plain quotation (did you mean `[!WARNING]`?)",
        ),
        (
            "a\n\n> [!FUN]\n> Text",
            "\"[!FUN]\": there is no alert `[!FUN]`, so this is a plain quotation (write one of `[!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]`, `[!CAUTION]`)",
        ),
        (
            "> [!note] Text",
            "\"[!note]\": `[!note]` stands alone on its line, so this is a plain quotation (end the line after `> [!NOTE]`, and begin the text on the next)",
        ),
    ] {
        let shown = show(typed, &read(typed, ONRAMP));
        assert_eq!(shown.lines().last(), Some(format!("warning MD8 {told}").as_str()), "{typed}");
    }
}

#[test]
fn brackets_that_are_text_are_left_alone() {
    for text in [
        "`a` is a[i][j], m[row][column] and `v`[first][second]; f(x)[one][two]",
        "[x] [sic] [1][2] [0][1] [a][b] [ ][ ] \\[the guide][guide] T[][] [u8][]",
        "`[a-z]`, [^a-z], [^abc]+, x\\[^9] and [^]",
        "> a [!WORD] b\n\n> [!]\n\n> [link!](x.md)",
        "`[the guide][guide]` and `[^9]`",
    ] {
        assert_eq!(read(text, ONRAMP).1, [], "{text}");
    }
    let undefined = "See [the guide][guide].[^9]\n\n> [!WORD]\n> x";
    assert_eq!(read(undefined, Dialect::CommonMark).1, []);
}

#[test]
fn an_attribute_of_html_that_is_left_out_is_told() {
    for (html, name) in [
        ("<b onclick=\"x\">a</b>", "onclick"),
        ("<p class=\"a\" style='color: red'>a</p>", "style"),
        ("a <b title = x STYLE=y>a</b>", "STYLE"),
    ] {
        let told = format!(
            "warning MD2 {name:?}: the attribute `{name}` is left out (take it out; for looks, give the element a `class` that your theme styles)"
        );
        let shown = show(html, &read(html, WITH_HTML));
        assert!(shown.trim_end().ends_with(&told), "{shown}");
        assert!(!shown.split("warning").next().unwrap_or_default().contains(name), "{shown}");
    }
    for html in [
        "<b class=\"onclick=x style=y\" id=a title='b>c'>a</b>",
        "<details open>\n\na\n\n</details>",
        "1 < 2",
        "<br/>",
        "<img src=\"a.png\" alt=\"\" width=3>",
    ] {
        assert_eq!(read(html, WITH_HTML).1, [], "{html}");
    }
}
