//! Diagrams in, pictures out: what they hold, what they never hold, and what is said where there is none.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::draw;
use crate::colour::Colour;
use crate::diagnostic::Severity;
use crate::diagram::{Diagram, Drawing, Fault, Notation};
use crate::palette::Inks;

fn mermaid(text: &str) -> Result<Drawing, Fault> {
    draw(&Diagram { notation: Notation::Mermaid, text: text.to_owned() }, &Inks::new())
}

fn dot(text: &str) -> Result<Drawing, Fault> {
    draw(&Diagram { notation: Notation::Dot, text: text.to_owned() }, &Inks::new())
}

/// What is said of a text that cannot be drawn: `line severity: message (hint)`.
fn fault(drawn: Result<Drawing, Fault>) -> String {
    match drawn {
        Ok(_) => "drawn".to_owned(),
        Err(it) => format!("{} {}: {} ({})", it.line, it.severity.as_str(), it.message, it.hint),
    }
}

/// Every sort of diagram that the manual lists, by the name that readers hear.
const SORTS: &[(&str, &str)] = &[
    ("Flowchart", "flowchart LR\n  A[Write] --> B{Passes?}\n  B -->|yes| C[(Site)]\n"),
    ("Flowchart", "graph TD\n  A --> B\n"),
    (
        "Sequence diagram",
        "sequenceDiagram\n  actor A as On-call\n  A->>+B: Pause\n  B-->>-A: Paused\n  Note over A,B: Quiet\n",
    ),
    ("Class diagram", "classDiagram\n  class Page {\n    +String title\n  }\n  Page <|-- Record\n"),
    ("State diagram", "stateDiagram-v2\n  [*] --> Proposed\n  Proposed --> Accepted : review\n"),
    ("Entity relationship diagram", "erDiagram\n  TEAM ||--o{ OFFERING : owns\n"),
    (
        "Gantt chart",
        "gantt\n  dateFormat YYYY-MM-DD\n  section Move\n  Copy :a, 2027-01-01, 30d\n  Switch :after a, 20d\n",
    ),
    ("Pie chart", "pie\n  \"Build\" : 40\n  \"Wait\" : 60\n"),
    (
        "C4 context diagram",
        "C4Context\n  Person(dev, \"Engineer\", \"Stores files\")\n  System(store, \"Blob Store\")\n  Rel(dev, store, \"Puts\", \"HTTPS\")\n",
    ),
    (
        "C4 container diagram",
        "C4Container\n  Container(api, \"API\", \"Rust\", \"Answers\")\n  ContainerDb(db, \"Index\", \"SQL\")\n  Rel(api, db, \"Reads\")\n",
    ),
    ("C4 component diagram", "C4Component\n  Component(a, \"Parser\", \"Rust\")\n"),
    (
        "C4 deployment diagram",
        "C4Deployment\n  Deployment_Node(dc, \"Region\") {\n    Container(api, \"API\", \"Rust\")\n  }\n",
    ),
    (
        "C4 dynamic diagram",
        "C4Dynamic\n  Container(a, \"A\", \"Rust\")\n  Container(b, \"B\", \"Rust\")\n  Rel(a, b, \"Asks\")\n",
    ),
    ("Timeline", "timeline\n  title History\n  2025 : Idea\n  2026 : Release\n"),
    ("Mind map", "mindmap\n  root((Onramp))\n    Check\n    Build\n"),
    ("Git graph", "gitGraph\n  commit\n  branch next\n  commit\n  checkout main\n  merge next\n"),
    ("Quadrant chart", "quadrantChart\n  x-axis Low --> High\n  y-axis Few --> Many\n  Docs: [0.3, 0.6]\n"),
];

#[test]
fn every_sort_is_drawn_for_light_and_dark_pages() {
    for (sort, text) in SORTS {
        let drawing = mermaid(text).unwrap_or_else(|fault| panic!("{sort}: {fault:?}"));
        assert_eq!(drawing.sort, *sort, "{text}");
        let dark = drawing.dark.expect("nobody chose colours");
        assert_ne!(drawing.light, dark, "{sort}");
        for svg in [&drawing.light, &dark] {
            let size = format!("width=\"{}\" height=\"{}\"", drawing.width, drawing.height);
            let root = &svg[..svg.find('>').expect("a root")];
            assert!(root.starts_with("<svg ") && root.contains(&size), "{sort}: {root}");
            assert_eq!(harm(svg), Vec::<String>::new(), "{sort}");
            assert!(!svg.contains("&amp;quot;") && !svg.contains("NaN"), "{sort}: {svg}");
        }
        assert_eq!(mermaid(text).expect("drawn before").light, drawing.light, "{sort}: the same each time");
    }
}

#[test]
fn a_diagram_has_the_colours_of_the_theme() {
    let diagram = Diagram { notation: Notation::Mermaid, text: "flowchart LR\n  A --> B\n".to_owned() };
    let colours = ["#0b6e4f", "#6fd0a9"].map(|it| Colour::parse(it).expect("a colour"));
    let drawing = draw(&diagram, &Inks::from([("accent".to_owned(), colours)])).expect("a diagram");
    let dark = drawing.dark.expect("nobody chose colours");
    assert!(drawing.light.contains("#0b6e4f") && !drawing.light.contains("#2f45a8"), "{}", drawing.light);
    assert!(dark.contains("#6fd0a9") && !dark.contains("#a9b8ff"), "{dark}");
}

#[test]
fn a_c4_picture_is_as_high_as_what_it_shows() {
    for (text, height) in [
        ("C4Component\n  Component(a, \"Parser\", \"Rust\")\n", 100),
        ("C4Container\n  ContainerDb(db, \"Index\", \"SQL\")\n", 132),
        ("C4Container\n  ContainerQueue(q, \"Jobs\", \"AMQP\")\n", 76),
        ("C4Context\n  title The store\n  System(a, \"A\")\n", 136),
        (
            "C4Deployment\n  Deployment_Node(dc, \"Region\") {\n    Container(api, \"API\", \"Rust\")\n  }\n",
            270,
        ),
    ] {
        assert_eq!(mermaid(text).map(|it| it.height).map_err(|it| it.message), Ok(height), "{text}");
    }
}

#[test]
fn a_gantt_charts_grid_is_seen_on_a_dark_page() {
    let text = "gantt\n  dateFormat YYYY-MM-DD\n  section Move\n  Copy :a, 2027-01-01, 30d\n";
    let drawing = mermaid(text).expect("a diagram");
    assert!(drawing.light.contains(".grid .tick line{stroke:#848b9a;}"), "{}", drawing.light);
    assert!(drawing.dark.expect("nobody chose colours").contains(".grid .tick line{stroke:#727b8c;}"));
    assert!(!mermaid("flowchart LR\n  A --> B\n").expect("a diagram").light.contains(".grid .tick"));
}

#[test]
fn what_a_text_says_for_those_who_do_not_see_it_is_read() {
    let drawing = mermaid(
        "flowchart LR\n  accTitle: How a page gets out & about\n  accDescr: It is checked, then \"built\"\n  A --> B\n",
    );
    let drawing = drawing.expect("a diagram");
    assert_eq!(drawing.title, "How a page gets out & about");
    assert_eq!(drawing.description, "It is checked, then \"built\"");
    let drawing =
        mermaid("C4Context\n  title The store and its neighbours\n  System(a, \"A\")\n").expect("a diagram");
    assert_eq!((drawing.title.as_str(), drawing.description.as_str()), ("The store and its neighbours", ""));
}

#[test]
fn colours_of_an_author_are_kept_on_a_light_card() {
    let plain = "flowchart LR\n  A --> B\n";
    assert!(mermaid(plain).expect("a diagram").dark.is_some());
    for coloured in
        ["  style A fill:#fdd\n", "  classDef a fill:#fdd\n  class A a\n", "  linkStyle 0 stroke:red\n"]
    {
        assert_eq!(mermaid(&format!("{plain}{coloured}")).expect("a diagram").dark, None, "{coloured}");
    }
    assert_eq!(
        mermaid(&format!("%%{{init: {{\"theme\": \"forest\"}}}}%%\n{plain}")).expect("a diagram").dark,
        None
    );
    assert_eq!(dot("digraph { a [style=filled, fillcolor=pink] }").expect("a graph").dark, None);
    assert!(dot("digraph { a [shape=plaintext] }").expect("a graph").dark.is_some());
    let c4 = |update: &str| {
        mermaid(&format!(
            "C4Context\n  Person(a, \"A\")\n  System(b, \"B\")\n  Rel(a, b, \"Asks\")\n  {update}\n"
        ))
    };
    assert_eq!(c4("UpdateRelStyle(a, b, \"red\", \"red\")").expect("a diagram").dark, None);
    let moved = "UpdateRelStyle(a, b, $offsetX=\"-40\", $offsetY=\"-20\")";
    assert!(c4(moved).expect("a diagram").dark.is_some());
}

#[test]
fn no_picture_runs_a_program_or_asks_another_host() {
    for text in [
        "flowchart LR\n  A[\"<script>alert(1)</script>x<img src=https://evil.example/x.png onerror=alert(1)>\"] --> B\n",
        "flowchart LR\n  A --> B\n  click A \"https://evil.example/\"\n  click B \"javascript:alert(1)\"\n",
        "flowchart LR\n  A --> B\n  style B fill:url(https://evil.example/x)\n",
        "flowchart LR\n  A@{ img: \"https://evil.example/x.png\", label: \"x\", w: 60, h: 60 }\n",
        "%%{init: {\"themeCSS\": \"@import url(https://evil.example/x.css);\"}}%%\nflowchart LR\n  A --> B\n",
        "%%{init: {\"fontFamily\": \"x;background:url(//evil.example/x)\"}}%%\nflowchart LR\n  A --> B\n",
        "sequenceDiagram\n  participant A\n  link A: More @ https://evil.example/\n  A->>A: <b onclick='alert(1)'>x</b>\n",
        "C4Context\n  Person(a, \"A\", \"B\", $sprite=\"https://evil.example/x.png\", $link=\"https://evil.example\")\n",
    ] {
        let Ok(drawing) = mermaid(text) else { continue };
        for svg in [Some(drawing.light), drawing.dark].into_iter().flatten() {
            let harm = harm(&svg);
            assert!(harm.is_empty(), "{harm:?} in {text}\n{svg}");
        }
    }
}

/// The elements, handlers and addresses in a picture that do something. As text that is shown, nothing does.
fn harm(svg: &str) -> Vec<String> {
    let mut reader = Reader::from_str(svg);
    let mut found = Vec::new();
    let mut styles = false;
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(element) | Event::Empty(element) => {
                let name = element.name().as_ref().to_owned();
                styles = name == "style";
                if ["script", "img", "image", "iframe", "object", "embed", "feImage", "animate", "set"]
                    .contains(&&*name)
                {
                    found.push(name);
                }
                for attribute in element.attributes().map(|it| it.expect("an attribute")) {
                    let (name, value) = (attribute.key.as_ref(), attribute.value.to_lowercase());
                    let asks =
                        value.contains("//") && !name.starts_with("xmlns") || value.contains("script:");
                    if asks || name.starts_with("on") || name.ends_with("href") && !value.starts_with('#') {
                        found.push(format!("{name}={value}"));
                    }
                }
            }
            Event::Text(text) if styles && (text.contains("//") || text.contains("@import")) => {
                found.push(text.to_string());
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn mistakes_are_said_with_their_line() {
    for (text, expected) in [
        (
            "flowchart LR\n  A --> B\n  B -=> C\n",
            "3 error: `-=> C` is not understood here (Mermaid's grammar is at https://mermaid.js.org/)",
        ),
        (
            "%% a comment\n\nflowchart LR\n  A --> B\n  B -=> C\n",
            "5 error: `-=> C` is not understood here (Mermaid's grammar is at https://mermaid.js.org/)",
        ),
        (
            "---\ntitle: A\n---\nflowchart LR\n  A --> B\n  B -=> C\n",
            "6 error: `-=> C` is not understood here (Mermaid's grammar is at https://mermaid.js.org/)",
        ),
        ("flwchart LR\n  A --> B\n", "1 error: `flwchart` is no type of diagram (did you mean `flowchart`?)"),
        (
            "%% nothing\n",
            "0 error: this diagram is empty (begin with `flowchart LR`, `sequenceDiagram`, `C4Context` or another type of diagram)",
        ),
        (
            "",
            "0 error: this diagram is empty (begin with `flowchart LR`, `sequenceDiagram`, `C4Context` or another type of diagram)",
        ),
        (
            "C4Context\n  Person(a, \"A\")\n  Systm(b, \"B\")\n",
            "3 error: `Systm` is no element of a C4 diagram (did you mean `System`?)",
        ),
        (
            "flowchart LR\n  subgraph one\n  A --> B\n",
            "2 error: `subgraph one` is not closed (write `end` on a line of its own where it ends)",
        ),
        (
            "sequenceDiagram\n  A->>B: hi\n  loop x\n  B->>A: what\n",
            "3 error: `loop x` is not closed (write `end` on a line of its own where it ends)",
        ),
        (
            "C4Context\n  System(shop, \"Shop\")\n  Rel(shop, zzz, \"uses\")\n",
            "3 error: this diagram has no element `zzz` to relate (add it, as in `System(zzz, \"Its name\")`)",
        ),
        (
            "C4Context\n  System(shop, \"Shop\")\n  System(till, \"Till\")\n  Rel(shp, till, \"uses\")\n",
            "4 error: this diagram has no element `shp` to relate (did you mean `shop`?)",
        ),
        (
            "gantt\n  dateFormat YYYY-MM-DD\n  section A\n  One :a1, 2027-01-01, 3d\n  Two :b1, 2027-13-45, 3d\n",
            "5 error: `2027-13-45` is no date here (write a day as `dateFormat` says, or a task such as `after first`)",
        ),
        (
            "C4Context\n  System(b, \"B\")\n  Person(a, \"A\", \"x\"\n  Rel(a, b, \"c\")\n",
            "3 error: `Person(a, \"A\", \"x\"` is not closed (write `)` at its end)",
        ),
        (
            "flowchart LR\n  c --> d\n  a[Über \"x\"] --> b\n  d --> e\n",
            "3 error: `a[Über \"x\"] --> b` is not understood here: invalid text label: contains structural characters; quote it to use them (Mermaid's grammar is at https://mermaid.js.org/)",
        ),
        (
            "sequenceDiagram\n  A->>B: hi\n  A->>B x\n",
            "3 error: `A->>B x` is not understood here (Mermaid's grammar is at https://mermaid.js.org/)",
        ),
        (
            "classDiagram\n  class Page {\n    +String title\n",
            "2 error: `class Page {` is not closed (write `}` on a line of its own where it ends)",
        ),
        (
            "xychart-beta\n  bar [1, 2]\n",
            "1 warning: `xychart-beta` is a type of diagram that is not drawn here (its text is shown instead; the manual lists the types that are drawn)",
        ),
    ] {
        assert_eq!(fault(mermaid(text)), expected, "{text}");
    }
}

#[test]
fn graphs_of_graphviz_are_drawn_and_read_strictly() {
    let graph = "digraph services {\n  rankdir=LR; node [shape=box];\n  subgraph cluster_core { label=\"Core\"; api; store [shape=cylinder, label=\"Blob\\nStore\"] }\n  web -> api -> {store queue} [label=\"reads & writes\", style=dashed];\n  api -> queue [dir=both];\n}\n";
    let drawing = dot(graph).expect("a graph");
    assert_eq!((drawing.sort.as_str(), drawing.title.as_str()), ("Graph", "services"));
    for word in ["web", "api", "Blob", "Store", "queue", "Core", "reads &amp; writes"] {
        assert!(drawing.light.contains(word), "{word}: {}", drawing.light);
    }
    for (text, expected) in [
        ("digraph {\n  a -> b\n  b -- c\n}", "3 error: `--` is no edge of a `digraph` (write `->`)"),
        ("digraph {\n  a -> \n}", "3 error: `}` stands where a node should (name what `->` leads to)"),
        ("digraph {\n  a -> b\n", "3 error: the end stands where `}` should (close every `{`)"),
        (
            "digrph {\n}",
            "1 error: `digrph` stands where `graph` or `digraph` should (begin with `digraph {`)",
        ),
        (
            "graph {\n  a [shape]\n}",
            "2 error: `]` stands where `=` should (write attributes such as `[label=\"Blob Store\", shape=box]`)",
        ),
        ("graph { a }\nb", "2 error: `b` stands where nothing more should (a block holds one graph)"),
        ("", "1 error: the end stands where `graph` or `digraph` should (begin with `digraph {`)"),
    ] {
        assert_eq!(fault(dot(text)), expected, "{text}");
    }
}

#[test]
fn labels_of_a_graph_mean_nothing_in_mermaid() {
    let drawing = dot(
        "graph { a [label=\"end; x --> y \\\" ] #quot; `z` <b>&lt;\"]; \"subgraph\" -- a; class -- style }",
    );
    let svg = drawing.expect("a graph").light;
    for shown in ["end; x --&gt; y", "`z`", "&lt;b&gt;&amp;lt;", "subgraph", "class", "style"] {
        assert!(svg.contains(shown), "{shown}: {svg}");
    }
}

#[test]
fn what_would_take_long_or_go_too_deep_is_not_drawn() {
    let long = format!("flowchart LR\n{}", "  A --> B\n".repeat(4_000));
    assert_eq!(
        fault(mermaid(&long)),
        "0 warning: the diagram's text is longer than 30000 bytes (show less in one picture, or make two of it)"
    );
    let edges: String = (0..1_500).map(|n| format!("  n{} --> n{}\n", n * 7 % 200, n * 13 % 211)).collect();
    let deep = |n| format!("flowchart LR\n{}A\n{}", "subgraph x\n".repeat(n), "end\n".repeat(n));
    let groups = |n| format!("graph {}a{}", "{".repeat(n), "}".repeat(n));
    let cross =
        format!("graph {{ {{ {0} }} -- {{ {0} }} }}", (0..200).map(|n| format!("n{n} ")).collect::<String>());
    for drawn in
        [mermaid(&format!("flowchart LR\n{edges}")), mermaid(&deep(1_000)), dot(&groups(5_000)), dot(&cross)]
    {
        let Err(fault) = drawn else { panic!("drawn") };
        assert!(matches!(fault.severity, Severity::Warning | Severity::Error), "{fault:?}");
    }
}

#[test]
fn what_a_picture_is_drawn_without_is_said_with_its_line() {
    let slips = |drawn: Result<Drawing, Fault>| -> Vec<String> {
        let slips = drawn.expect("a picture").slips;
        slips
            .into_iter()
            .map(|it| format!("{} {}: {} ({})", it.line, it.severity.as_str(), it.message, it.hint))
            .collect()
    };
    assert_eq!(
        slips(dot("digraph {\n  a [shape=hexagonn]\n  a -> b [colour=red, zz=1, label=x]\n}")),
        [
            "2 warning: `hexagonn` is no shape of DOT (did you mean `hexagon`?)",
            "3 warning: `colour` is no attribute of DOT (did you mean `color`?)",
        ]
    );
    assert_eq!(
        slips(mermaid(
            "flowchart LR\n  A --> B\n  style A fil:#f00,stroke:#000\n  classDef x fill:#fff,colour:red\n"
        )),
        [
            "3 warning: `fil` is no property of a style (did you mean `fill`?)",
            "4 warning: `colour` is no property of a style (did you mean `color`?)",
        ]
    );
    assert_eq!(
        slips(mermaid("sequenceDiagram\n  A->>B: hi\n  activate B\n  activate Q\n  deactivate B\n")),
        [
            "4 warning: nobody here is called `Q`: nothing is shown of it (name a participant that sends or gets a message)"
        ]
    );
    assert_eq!(
        slips(mermaid(
            "gantt\n  dateFormat YYYY-MM-DD\n  Copy :done, copy, 2027-01-01, 30d\n  Switch :after copi, 20d\n  \
             Stop :crit, after copy zz, 2d\n"
        )),
        [
            "4 warning: no task here is called `copi`: the bar stands where it would without it (did you mean `copy`?)",
            "5 warning: no task here is called `zz`: the bar stands where it would without it (name a task, as in `Copy :zz, 2027-01-01, 30d`)",
        ]
    );
    assert_eq!(
        slips(mermaid(
            "C4Context\n  Person(team, \"Team\")\n  System(blob, \"Blob\")\n  Rel(team, blob, \"Asks\")\n  \
             UpdateElementStyle(blobb, $bgColor=\"red\")\n  UpdateRelStyle(team, vendor, $offsetY=\"-10\")\n"
        )),
        [
            "5 warning: no element here is called `blobb`: its look is not changed (did you mean `blob`?)",
            "6 warning: no element here is called `vendor`: its look is not changed (add it, as in `System(vendor, \"Its name\")`)",
        ]
    );
}
