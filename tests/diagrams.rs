//! Diagrams in texts: a picture on the page and in a file, or their text and what is wrong with it.

use onramp::output::Outputs;

use crate::support::{Site, attributes, page, texts};

/// The pictures that a site publishes, by path.
fn pictures(outputs: &Outputs) -> Vec<(&str, String)> {
    let files = outputs.files.iter().filter(|(path, _)| path.starts_with("assets/diagrams/"));
    files.map(|(path, bytes)| (path.as_str(), String::from_utf8_lossy(bytes).into_owned())).collect()
}

fn site() -> Site {
    Site::new().file("content/index.md", "# Home\n\n[A](a.md)\n")
}

#[test]
fn a_block_becomes_a_figure_with_its_text_beneath() {
    let text = "# A\n\n```mermaid title=\"How it gets out\"\nflowchart LR\n  accDescr: What passes is published\n  Write --> Publish\n```\n";
    let site = site().setting("base_url = \"/docs/\"").file("content/a.md", text).clean();
    let outputs = site.publish("public");
    let html = page(&outputs, "a/index.html");
    let alt = "Flowchart: How it gets out. What passes is published";
    assert_eq!(attributes(&html, "figure.diagram img", "alt"), [alt, alt]);
    assert_eq!(texts(&html, "figure.diagram > figcaption"), ["How it gets out"]);
    assert_eq!(texts(&html, "figure.diagram summary"), ["The same as text"]);
    assert!(texts(&html, "figure.diagram details code.language-mermaid")[0].contains("Write --> Publish"));
    // Both pictures are files of the site, and as large as the page says.
    let sources = attributes(&html, "figure.diagram img", "src");
    let published: Vec<String> = pictures(&outputs).iter().map(|(path, _)| format!("/docs/{path}")).collect();
    let mut sorted = sources.clone();
    sorted.sort();
    assert_eq!(sorted, published);
    let (width, height) =
        (attributes(&html, "figure.diagram img", "width"), attributes(&html, "figure.diagram img", "height"));
    for (_, svg) in pictures(&outputs) {
        assert!(svg.contains(&format!("width=\"{}\" height=\"{}\"", width[0], height[0])), "{svg}");
    }
}

#[test]
fn a_slip_is_told_where_it_stands_and_the_text_is_shown() {
    let hint = "Mermaid's grammar is at https://mermaid.js.org/";
    let text = "# A\n\nText.\n\n> - ```mermaid\n>   flowchart LR\n>     A --> B\n>     B -=> C\n>   ```\n\n```dot\ndigraph {\n  a -> b\n  b -- c\n}\n```\n";
    let site = site().file("content/a.md", text).finds_with_hints(&[
        &format!("content/a.md:8:7: error[MD9]: `-=> C` is not understood here | {hint}"),
        "content/a.md:14:3: error[MD9]: `--` is no edge of a `digraph` | write `->`",
    ]);
    let html = page(&site.publish("public"), "a/index.html");
    assert_eq!(texts(&html, "figure.diagram"), Vec::<String>::new());
    assert_eq!(texts(&html, "figure.code code.language-mermaid"), ["flowchart LR A --> B B -=> C"]);
    assert_eq!(attributes(&html, "figure.code code", "class"), ["language-mermaid", "language-dot"]);
}

#[test]
fn a_diagram_may_stand_in_a_file_or_in_a_field() {
    site()
        .file("content/a.md", "# A\n\n```mermaid include=\"/drawn/a.mmd\"\n```\n")
        .file("drawn/a.mmd", "sequenceDiagram\n  A->>B: ask\n  B>>A what\n")
        .file(
            "content/offerings/store.toml",
            "title = \"Store\"\nproblem = \"\"\"\nWhy:\n\n```mermaid\nflwchart LR\n  A --> B\n```\n\"\"\"\n",
        )
        .finds(&[
            "content/a.md:3:1: error[MD9]: `>>A what` is not understood here (line 3 of `/drawn/a.mmd`)",
            "content/offerings/store.toml:6:1: error[MD9]: `flwchart` is no type of diagram",
        ]);
}

#[test]
fn a_diagram_that_is_not_drawn_here_is_a_warning() {
    site().file("content/a.md", "# A\n\n```mermaid\nxychart-beta\n  bar [1, 2]\n```\n").finds(&[
        "content/a.md:4:1: warning[MD9]: `xychart-beta` is a type of diagram that is not drawn here",
    ]);
}

#[test]
fn an_audience_gets_the_pictures_of_its_own_pages_alone() {
    let diagram = |word: &str| format!("```dot\ngraph {{ {word} -- b }}\n```\n");
    let site = site()
        .file("content/a.md", format!("# A\n\n{}", diagram("shown")))
        .file("content/b.md", format!("+++\naudience = \"internal\"\n+++\n# B\n\n{}", diagram("secret")));
    let drawn = |audience| {
        let outputs = site.publish(audience);
        let all: String = pictures(&outputs).into_iter().map(|(_, svg)| svg).collect();
        (pictures(&outputs).len(), all.contains("shown"), all.contains("secret"))
    };
    assert_eq!(drawn("internal"), (4, true, true));
    assert_eq!(drawn("public"), (2, true, false));
}

#[test]
fn the_same_diagram_on_two_pages_is_one_file() {
    let diagram = "```mermaid\npie\n  \"a\" : 1\n  \"b\" : 2\n```\n";
    let site = site()
        .file("content/a.md", format!("# A\n\n{diagram}"))
        .file("content/b.md", format!("# B\n\n{diagram}"));
    assert_eq!(pictures(&site.publish("public")).len(), 2, "for light pages, and for dark ones");
}
