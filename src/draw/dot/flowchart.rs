//! A graph in, a Mermaid flowchart out.
//!
//! In: a graph. Out: text in which every name is ours and every label is escaped, so that nothing in a
//! label could be taken for Mermaid. Must not: decide how a flowchart looks.

use std::collections::BTreeMap;

use super::graph::{Edge, Graph, Node};

type Attributes = BTreeMap<String, String>;

/// Writes a graph.
pub(super) fn write(graph: &Graph) -> String {
    let direction = match graph.direction.as_str() {
        known @ ("LR" | "RL" | "BT") => known,
        _ => "TB",
    };
    let mut out = format!("flowchart {direction}\n");
    write_within(graph, None, &mut out);
    for edge in &graph.edges {
        out.push_str(&format!("n{} {} n{}\n", edge.from, link(graph, edge), edge.to));
    }
    for (n, node) in graph.nodes.iter().enumerate() {
        push_style(&mut out, &format!("style n{n}"), &node_style(&node.attributes));
    }
    for (n, group) in graph.groups.iter().enumerate() {
        push_style(&mut out, &format!("style g{n}"), &node_style(&group.attributes));
    }
    for (n, edge) in graph.edges.iter().enumerate() {
        let colour = colour(&edge.attributes, "color").map(|it| format!("stroke:{it}"));
        push_style(&mut out, &format!("linkStyle {n}"), &colour.into_iter().collect::<Vec<_>>());
    }
    out
}

/// The nodes and groups that stand directly in a group, or in none.
fn write_within(graph: &Graph, group: Option<usize>, out: &mut String) {
    for (n, node) in graph.nodes.iter().enumerate().filter(|(_, node)| node.group == group) {
        out.push_str(&format!("n{n}{}\n", shape(node)));
    }
    for (n, inner) in graph.groups.iter().enumerate().filter(|(_, inner)| inner.within == group) {
        let label = inner.attributes.get("label").map_or("", String::as_str);
        out.push_str(&format!("subgraph g{n}[\"{}\"]\n", escaped(&plain(label, ""))));
        write_within(graph, Some(n), out);
        out.push_str("end\n");
    }
}

/// A node's label in the brackets that stand for its shape.
fn shape(node: &Node) -> String {
    let label = node.attributes.get("label").map_or("\\N", String::as_str);
    let shape = node.attributes.get("shape").map_or("ellipse", String::as_str);
    let is_record = matches!(shape, "record" | "Mrecord");
    let label = plain(label, &node.name);
    let label = escaped(&if is_record { fields(&label) } else { label });
    let rounded = has_style(&node.attributes, "rounded");
    let (open, close) = match shape {
        "circle" | "point" => ("((", "))"),
        "doublecircle" => ("(((", ")))"),
        "diamond" | "Mdiamond" => ("{", "}"),
        "hexagon" => ("{{", "}}"),
        "cylinder" => ("[(", ")]"),
        "parallelogram" => ("[/", "/]"),
        "trapezium" => ("[/", "\\]"),
        "invtrapezium" => ("[\\", "/]"),
        "ellipse" | "oval" | "egg" => ("([", "])"),
        "Mrecord" => ("(", ")"),
        _ if rounded => ("(", ")"),
        _ => ("[", "]"),
    };
    format!("{open}\"{label}\"{close}")
}

/// The arrow of an edge, with its label.
fn link(graph: &Graph, edge: &Edge) -> String {
    let with = &edge.attributes;
    let ends = with.get("dir").map_or(if graph.directed { "forward" } else { "none" }, String::as_str);
    let (tail, head) = match ends {
        "forward" => ("", ">"),
        "back" | "both" => ("<", ">"),
        _ => ("", ""),
    };
    let thick = with.get("penwidth").and_then(|it| it.parse::<f64>().ok()).is_some_and(|it| it >= 2.0);
    let open_end = head.is_empty();
    let line = if has_style(with, "invis") {
        return "~~~".to_owned();
    } else if has_style(with, "dashed") || has_style(with, "dotted") {
        "-.-"
    } else if has_style(with, "bold") || thick {
        if open_end { "===" } else { "==" }
    } else if open_end {
        "---"
    } else {
        "--"
    };
    let label = ["label", "xlabel"].iter().find_map(|name| with.get(*name)).map_or("", String::as_str);
    let label = escaped(&plain(label, ""));
    let label = if label.is_empty() { String::new() } else { format!("|\"{label}\"|") };
    format!("{tail}{line}{head}{label}")
}

/// What is to be set of a node's or a group's looks.
fn node_style(with: &Attributes) -> Vec<String> {
    let mut style = Vec::new();
    if matches!(with.get("shape").map(String::as_str), Some("plain" | "plaintext" | "none")) {
        style.push("fill:none,stroke:none".to_owned());
    }
    let filled = has_style(with, "filled");
    let fill = colour(with, "fillcolor").or_else(|| colour(with, "color")).filter(|_| filled);
    style.extend(fill.or_else(|| colour(with, "bgcolor")).map(|it| format!("fill:{it}")));
    style.extend(colour(with, "color").map(|it| format!("stroke:{it}")));
    style.extend(colour(with, "fontcolor").map(|it| format!("color:{it}")));
    if has_style(with, "dashed") || has_style(with, "dotted") {
        style.push("stroke-dasharray:4 4".to_owned());
    }
    style
}

fn push_style(out: &mut String, of: &str, style: &[String]) {
    if !style.is_empty() {
        out.push_str(&format!("{of} {}\n", style.join(",")));
    }
}

fn has_style(with: &Attributes, style: &str) -> bool {
    with.get("style").is_some_and(|styles| styles.split(',').any(|it| it.trim() == style))
}

/// A colour that stylesheets know too: `#rrggbb` or a name.
fn colour(with: &Attributes, name: &str) -> Option<String> {
    let value = with.get(name)?.trim().to_ascii_lowercase();
    let digits = value.strip_prefix('#');
    let known = match digits {
        Some(digits) => matches!(digits.len(), 3 | 6) && digits.chars().all(|it| it.is_ascii_hexdigit()),
        None => !value.is_empty() && value.chars().all(|it| it.is_ascii_lowercase()),
    };
    known.then_some(value)
}

/// A label without DOT's escapes: `\N` is the node's name, `\n`, `\l` and `\r` end a line.
pub(super) fn plain(label: &str, name: &str) -> String {
    let mut text = String::new();
    let mut letters = label.chars();
    while let Some(letter) = letters.next() {
        match (letter, if letter == '\\' { letters.next() } else { None }) {
            ('\\', Some('N')) => text.push_str(name),
            ('\\', Some('n' | 'l' | 'r')) => text.push('\n'),
            ('\\', Some(other)) => text.push(other),
            (letter, _) => text.push(letter),
        }
    }
    text.trim().to_owned()
}

/// The fields of a record, one a line: `{<port> a | b}`.
fn fields(label: &str) -> String {
    let field = |text: &str| {
        let text = text.replace(['{', '}'], " ");
        match text.split_once('>') {
            Some((port, rest)) if port.trim_start().starts_with('<') => rest.trim().to_owned(),
            _ => text.trim().to_owned(),
        }
    };
    let fields: Vec<String> = label.split('|').map(field).filter(|it| !it.is_empty()).collect();
    fields.join("\n")
}

/// A label between Mermaid's quotes: whatever could mean something there is written as a number.
fn escaped(label: &str) -> String {
    let mut out = String::new();
    for letter in label.chars() {
        match letter {
            '\n' => out.push_str("<br/>"),
            ' ' | ',' | '.' | '/' | '(' | ')' | '-' | '_' | ':' | '?' | '!' | '+' | '%' => out.push(letter),
            _ if letter.is_alphanumeric() => out.push(letter),
            _ if letter.is_control() => out.push(' '),
            _ => out.push_str(&format!("#{};", u32::from(letter))),
        }
    }
    out
}
