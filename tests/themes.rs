//! Templates of a site: over, beside and on top of the built-in ones, and what is wrong with them.

use onramp::diagnostic::short;

use crate::support::{Site, attributes, texts};

fn site() -> Site {
    Site::new().file("content/a.md", "# A\n\nText\n").file(
        "content/teams/b.toml",
        "title = \"B\"\n[[allow]]\nrule = \"FLD4\"\nreason = \"Small\"\nuntil = 2027-02-01\n",
    )
}

#[test]
fn one_template_of_the_sites_own_takes_the_place_of_the_built_in_one() {
    let site = site().file("themes/default/page.html", "<h1>Mine: {{ page.title }}</h1>").clean();
    assert_eq!(site.page("a/index.html"), "<h1>Mine: A</h1>");
    assert!(!site.page("teams/b/index.html").contains("Mine"));
}

#[test]
fn a_template_can_extend_the_built_in_one_of_its_name() {
    let template = "{% extends \"built-in/page.html\" %}\n{% block main %}<p class=\"own\">Own</p>{{ super() }}{% endblock %}\n";
    let site = site().file("themes/default/page.html", template).clean();
    let page = site.page("a/index.html");
    assert_eq!(texts(&page, "p.own"), ["Own"]);
    assert!(page.contains("Text") && page.contains("<html"), "{page}");
}

#[test]
fn a_theme_of_its_own_stands_on_the_built_in_one() {
    let site = site()
        .setting("theme = \"plain\"")
        .file("themes/plain/page.html", "<link href=\"{{ assets['css/mine.css'] }}\">{{ page.title }}")
        .file("themes/plain/css/mine.css", "p { margin: 0 }\n")
        .file("themes/plain/notes.txt", "kept as a file\n")
        .clean();
    let outputs = site.publish("public");
    let styles: Vec<&String> =
        outputs.files.keys().filter(|path| path.starts_with("assets/css/mine.")).collect();
    let [style] = styles.as_slice() else { panic!("{styles:?}") };
    assert_eq!(site.page("a/index.html"), format!("<link href=\"/{style}\">A"));
    assert!(site.page("teams/b/index.html").contains("<html"));
}

#[test]
fn a_file_of_the_theme_gets_another_name_when_it_changes() {
    let named = |text: &str| {
        let site = site().file("themes/default/own.css", text);
        site.publish("public").files.keys().find(|path| path.starts_with("assets/own.")).cloned()
    };
    assert_eq!(named("a"), named("a"));
    assert_ne!(named("a"), named("b"));
}

#[test]
fn a_language_says_which_way_it_is_written_and_the_themes_words_that_they_are_english() {
    let page = site().setting("language = \"he\"").page("a/index.html");
    assert_eq!(attributes(&page, "html", "dir"), ["rtl"]);
    assert_eq!(attributes(&page, ".skip", "lang"), ["en"]);
    assert_eq!(attributes(&page, ".skip", "dir"), ["ltr"]);
    let page = site().page("a/index.html");
    assert!(!page.contains(" dir=") && attributes(&page, "[lang]", "lang") == ["en"], "{page}");
}

#[test]
fn what_a_page_may_not_hold_is_told_in_the_theme() {
    site()
        .file("themes/default/page.html", "{{ page.title }}\n<p style=\"color: red\">\n<img src=\"https://a.example/x.png\">")
        .file("themes/default/own.css", "p { color: red }\np { background: url(//a.example/x.png) }\n")
        .file("themes/other/page.html", "<style></style>")
        .finds_with_hints(&[
            "themes/default/own.css:2:17: warning[THEME3]: a stylesheet asks no other host for anything | put the file into the theme's folder",
            "themes/default/page.html:2:4: warning[THEME3]: a page holds no style in an attribute | give the element a class, and write the style into a stylesheet of the theme",
            "themes/default/page.html:3:6: warning[THEME3]: a page asks no other host for anything | put the file into the theme's folder, and write `{{ assets['its-name'] }}`",
        ]);
}

#[test]
fn a_file_that_the_theme_has_not_is_named() {
    let site = site().file("themes/default/page.html", "<img src=\"{{ assets['onrampp.js'] }}\">");
    let mut checked = site.checked();
    drop(checked.publish("public").expect("an audience"));
    let (findings, sources) = checked.report();
    let told = short::render(&findings, &sources);
    let told = told.lines().find(|line| line.contains("THEME1"));
    assert_eq!(
        told,
        Some("themes/default/page.html:1:14: error[THEME1]: the theme has no file `onrampp.js`")
    );
}

#[test]
fn a_token_of_another_sort_is_told_and_never_reaches_the_stylesheet() {
    let site = site().setting(
        "[tokens]\nmeasure = \"40rem; } body { background: url(https://evil.example/x)\"\ngood = \"banana\"",
    );
    assert!(!stylesheet(&site).contains("evil.example"));
    site.finds_with_hints(&[
        "onramp.toml:4:11: error[CFG1]: the token `measure` is a length, and this is none | write one such as `38rem`",
        "onramp.toml:5:8: error[CFG1]: the token `good` is a colour, and this is none | write it as `#rrggbb`, or two for both themes: `light-dark(#1b6b3f, #7fd0a0)`",
    ]);
}

#[test]
fn a_theme_that_there_is_not_is_named_in_the_config() {
    site().setting("theme = \"plian\"").finds_with_hints(&[
        "onramp.toml:3:9: error[CFG1]: there is no theme `plian`: no folder `themes/plian` | write `theme = \"default\"`, or make the folder",
    ]);
}

#[test]
fn a_syntax_error_is_told_at_its_line() {
    site().file("themes/default/page.html", "<h1>{{ page.title }}</h1>\n  {% if page.body %}\n  {{ page.body | }}\n").finds_with_hints(&[
        "themes/default/page.html:3:18: error[THEME1]: found `}}` but expected a name | mend the template; no page can be made with it",
    ]);
}

#[test]
fn a_name_that_there_is_not_is_told_with_the_page_that_asked() {
    let site =
        site().file("themes/default/page.html", "<h1>\n{{ page.titel }}</h1>").file("content/b.md", "# B\n");
    let (findings, _) = site.findings();
    assert_eq!(findings.len(), 1, "one mistake in a template is one finding: {findings:#?}");
    let told = site.run(&["check", "--format", "short"]).out;
    let told = told.lines().find(|line| line.contains("THEME1"));
    assert_eq!(told, Some("themes/default/page.html:2:9: error[THEME1]: there is no `titel` here"));
    assert!(
        findings[0]
            .hint
            .as_deref()
            .is_some_and(|hint| hint.starts_with("did you mean `title`? (found while making the page `/a/`")),
        "{findings:#?}"
    );
}

#[test]
fn filters_blocks_and_parents_that_there_are_not_are_told_at_their_place() {
    site()
        .file("themes/default/page.html", "{% extends \"base.html\" %}\n{% block nothing %}x{% endblock %}\n")
        .file("themes/default/team.html", "{{ page.title | shout }}\n")
        .finds(&[
            "themes/default/page.html:2:10: error[THEME1]: block `nothing` is not defined in any parent template",
            "themes/default/team.html:1:17: error[THEME1]: there is no filter `shout`",
        ]);
    site().file("themes/default/page.html", "{% extends \"nowhere.html\" %}\n").finds(&[
        "themes/default/page.html:1:1: error[THEME1]: there is no template `nowhere.html` to extend",
    ]);
    site()
        .file("themes/default/page.html", "{% extends \"page.html\" %}\n")
        .finds(&["themes/default/page.html:1:1: error[THEME1]: this template extends or includes itself"]);
}

#[test]
fn a_template_that_no_page_is_made_with_is_told_with_what_was_meant() {
    let site = site().file("themes/default/temm.html", "{{ page.title }}\n");
    let site = site.file("themes/default/parts/x.html", "x").file("themes/default/zzz.html", "y");
    site.file("themes/default/page.html", "{% include \"parts/x.html\" %}").finds_with_hints(&[
        "themes/default/temm.html:1:1: warning[THEME2]: no page is made with the template `temm.html`, and no other template names it | did you mean `team.html`?",
        "themes/default/zzz.html:1:1: warning[THEME2]: no page is made with the template `zzz.html`, and no other template names it | call it after a kind, such as `offering.html`, or include it in a template",
    ]);
}

#[test]
fn a_template_that_is_no_text_is_told_and_not_published() {
    let site = site()
        .file("themes/default/page.html", b"<h1>\xFF</h1>")
        .finds(&["themes/default/page.html:1:5: error[FILE1]: byte 0xFF is not UTF-8"]);
    assert!(site.publish("public").files.keys().all(|path| !path.starts_with("assets/page.")));
}

#[test]
fn the_excerpt_is_that_of_the_sites_own_template() {
    let run = site().file("themes/default/page.html", "<h1>\n{{ page.titel }}</h1>").run(&["check"]);
    assert!(run.err.contains("2 | {{ page.titel }}</h1>"), "{}", run.err);
}

#[test]
fn a_template_sees_nothing_of_another_page() {
    let html = site().file("themes/default/page.html", "{{ page }} {{ site }}").clean().page("a/index.html");
    assert!(html.contains("Text"), "{html}");
    assert!(!html.contains("teams/b"), "{html}");
}

#[test]
fn what_a_template_prints_is_escaped_unless_it_is_html_already() {
    let site = Site::new()
        .file("content/a.md", "+++\ntitle = \"<b>&\\\"\"\ntags = [\"<i>\"]\n+++\n<script>x</script>\n")
        .showing_all();
    let html = site.page("a/index.html");
    assert!(html.contains("&lt;b&gt;&amp;&quot;") && html.contains("&lt;i&gt;"), "{html}");
    assert!(!html.contains("<script") && !html.contains("<b>") && !html.contains("<i>"), "{html}");
}

/// The stylesheet of a site.
fn stylesheet(site: &Site) -> String {
    let outputs = site.publish("public");
    let name = outputs
        .files
        .keys()
        .find(|path| path.starts_with("assets/onramp.") && path.rsplit('.').next() == Some("css"));
    String::from_utf8(outputs.files[name.expect("a stylesheet")].clone()).expect("UTF-8")
}

#[test]
fn one_line_of_the_config_changes_the_accent_everywhere() {
    let site = site().setting("accent = \"#0b6e4f\"").clean();
    assert!(stylesheet(&site).contains("--accent: light-dark(#0b6e4f, "));
    // The pages refer to the stylesheet by its new name.
    let page = site.page("a/index.html");
    let [href] = crate::support::attributes(&page, "link[rel=stylesheet]", "href").try_into().expect("one");
    assert!(site.publish("public").files.contains_key(href.trim_start_matches('/')), "{href}");
}

#[test]
fn tokens_are_set_by_name() {
    let site = site().setting("[tokens]\nmeasure = \"44rem\"\n").clean();
    assert!(stylesheet(&site).trim_end().contains(":root { --measure: 44rem; }"));
}

#[test]
fn a_colour_that_cannot_be_read_is_told_where_it_is_set() {
    site().setting("accent = \"#ffcc00\"\n[tokens]\nmesure = \"44rem\"").finds_with_hints(&[
        "onramp.toml:3:10: error[CFG2]: `accent` is `#ffcc00` on `sunk` in the light theme: a contrast of 1.4, where text needs 4.5 | `#856a00` is the nearest that can be read",
        "onramp.toml:5:1: error[CFG1]: the theme has no token `mesure` | did you mean `measure`?",
    ]);
}

#[test]
fn the_built_in_theme_can_be_read() {
    // Setting a ground to what it is has everything on it measured.
    let site = site().setting("[tokens]\nbg = \"light-dark(#ffffff, #12151b)\"\nsunk = \"light-dark(#f4f5f8, #1b1f28)\"\nwash = \"light-dark(#eef1fc, #20284a)\"");
    site.clean();
}

#[test]
fn a_banner_is_shown_to_its_readers_until_its_day() {
    let banner = |more: &str| {
        let setting = format!("[banner]\ntext = \"Read <this>\"\nlink = \"/a/\"\n{more}");
        let site = site().setting(&setting).clean();
        let of =
            |audience| texts(&crate::support::page(&site.publish(audience), "a/index.html"), ".banner a");
        (of("public"), of("internal"))
    };
    let shown = || vec!["Read <this>".to_owned()];
    assert_eq!(banner(""), (shown(), shown()));
    assert_eq!(banner("audience = \"internal\""), (vec![], shown()));
    assert_eq!(banner("until = 2027-01-11"), (shown(), shown()));
    assert_eq!(banner("until = 2027-01-10"), (vec![], vec![]));
}

#[test]
fn a_banner_for_nobody_is_told() {
    site().setting("[banner]\ntext = \"A\"\naudience = \"intern\"").finds_with_hints(&[
        "onramp.toml:5:12: error[CFG1]: there is no audience `intern` | did you mean `internal`?",
    ]);
}

#[test]
fn a_banner_that_leads_its_readers_to_what_they_may_not_see_is_told() {
    let banner = |link: &str, audience: &str| {
        let setting = format!("[banner]\ntext = \"A\"\naudience = \"{audience}\"\nlink = \"{link}\"");
        let plan = "+++\naudience = \"internal\"\n+++\n# The plan\n";
        site().file("content/guides/plan.md", plan).setting(&setting)
    };
    let found = |site: Site| -> Vec<String> {
        let (mut findings, sources) = site.checked().report();
        findings.retain(|it| it.rule == "GEN2");
        short::render(&findings, &sources).lines().map(str::to_owned).collect()
    };
    let told = |path: &str| {
        format!(
            "onramp.toml:6:8: error[GEN2]: `{path}` is for `internal`, but `public` readers see the banner that leads to it"
        )
    };
    assert_eq!(found(banner("/guides/plan/#a", "public")), [told("/guides/plan/")]);
    assert_eq!(found(banner("/docs-health/", "public")), [told("/docs-health/")]);
    assert_eq!(found(banner("/guides/plan/", "internal")), [""; 0]);
}

#[test]
fn a_banner_that_leads_nowhere_is_told() {
    site().setting("[banner]\ntext = \"A\"\nlink = \"/team/b/\"").finds_with_hints(&[
        "onramp.toml:5:8: error[CFG1]: the banner leads to `/team/b/`, where no page is | did you mean `/teams/b/`?",
    ]);
}
