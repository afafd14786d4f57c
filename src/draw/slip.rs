//! Words that a picture is drawn without, because they are misspelt or name what is not there.
//!
//! In: words of a diagram's text. Out: warnings, each with its line and what was meant. A word that
//! resembles nothing known is no slip: the notations have more words than are drawn here.
//! Must not: read a notation whole.

use crate::diagnostic::Severity;
use crate::diagram::Fault;
use crate::nearest::nearest;

/// Attributes of DOT that people write: <https://graphviz.org/doc/info/attrs.html>.
const ATTRIBUTES: &[&str] = &[
    "arrowhead",
    "arrowsize",
    "arrowtail",
    "bgcolor",
    "center",
    "class",
    "clusterrank",
    "color",
    "colorscheme",
    "comment",
    "compound",
    "concentrate",
    "constraint",
    "decorate",
    "dir",
    "edgetooltip",
    "edgeurl",
    "fillcolor",
    "fixedsize",
    "fontcolor",
    "fontname",
    "fontsize",
    "forcelabels",
    "gradientangle",
    "group",
    "head_lp",
    "headclip",
    "headlabel",
    "headport",
    "height",
    "href",
    "id",
    "image",
    "imagescale",
    "label",
    "labelangle",
    "labeldistance",
    "labelfloat",
    "labelfontcolor",
    "labelfontname",
    "labelfontsize",
    "labeljust",
    "labelloc",
    "landscape",
    "layer",
    "layers",
    "layout",
    "len",
    "lhead",
    "lp",
    "ltail",
    "margin",
    "maxiter",
    "minlen",
    "mode",
    "model",
    "newrank",
    "nodesep",
    "nojustify",
    "ordering",
    "orientation",
    "outputorder",
    "overlap",
    "pack",
    "packmode",
    "pad",
    "page",
    "pencolor",
    "penwidth",
    "peripheries",
    "pin",
    "pos",
    "quantum",
    "radius",
    "rank",
    "rankdir",
    "ranksep",
    "ratio",
    "rects",
    "regular",
    "root",
    "rotate",
    "samehead",
    "sametail",
    "samplepoints",
    "scale",
    "sep",
    "shape",
    "sides",
    "size",
    "skew",
    "sortv",
    "splines",
    "start",
    "style",
    "stylesheet",
    "tail_lp",
    "tailclip",
    "taillabel",
    "tailport",
    "target",
    "tooltip",
    "url",
    "vertices",
    "viewport",
    "weight",
    "width",
    "xlabel",
    "xlp",
    "xdotversion",
];
/// Shapes of DOT: <https://graphviz.org/doc/info/shapes.html>.
const SHAPES: &[&str] = &[
    "box",
    "polygon",
    "ellipse",
    "oval",
    "circle",
    "point",
    "egg",
    "triangle",
    "plaintext",
    "plain",
    "diamond",
    "trapezium",
    "parallelogram",
    "house",
    "pentagon",
    "hexagon",
    "septagon",
    "octagon",
    "doublecircle",
    "doubleoctagon",
    "tripleoctagon",
    "invtriangle",
    "invtrapezium",
    "invhouse",
    "Mdiamond",
    "Msquare",
    "Mcircle",
    "Mrecord",
    "record",
    "rect",
    "rectangle",
    "square",
    "star",
    "none",
    "underline",
    "cylinder",
    "note",
    "tab",
    "folder",
    "box3d",
    "component",
];
/// What a style in Mermaid sets.
const PROPERTIES: &[&str] = &[
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-opacity",
    "fill-opacity",
    "color",
    "background",
    "background-color",
    "border",
    "opacity",
    "font-size",
    "font-weight",
    "font-style",
    "font-family",
    "text-align",
    "text-decoration",
    "padding",
    "rx",
    "ry",
];

/// An attribute of DOT as somebody wrote it.
pub(super) fn in_dot(line: u32, name: &str, value: &str) -> Option<Fault> {
    if !ATTRIBUTES.contains(&name) {
        return misspelt(line, "attribute of DOT", name, ATTRIBUTES);
    }
    (name == "shape").then(|| misspelt(line, "shape of DOT", value, SHAPES)).flatten()
}

/// Slips in a text of Mermaid.
pub(super) fn in_mermaid(text: &str) -> Vec<Fault> {
    let lines = || text.lines().map(str::trim).zip(1..);
    let is_sequence = lines().any(|(line, _)| line == "sequenceDiagram");
    let is_gantt = lines().any(|(line, _)| line == "gantt");
    let is_c4 = lines().any(|(line, _)| line.starts_with("C4"));
    lines()
        .flat_map(|(line, n)| {
            let mut words = line.split_whitespace();
            match words.next() {
                Some("style" | "classDef" | "linkStyle") => in_style(n, words.nth(1).unwrap_or_default()),
                Some("activate" | "deactivate") if is_sequence => {
                    words.next().and_then(|name| nobody(n, name, text)).into_iter().collect()
                }
                _ if is_gantt => no_task(n, line, text),
                _ if is_c4 => no_element(n, line, text),
                _ => Vec::new(),
            }
        })
        .collect()
}

/// What a Gantt chart's task says behind its name, between commas.
fn of_task(line: &str) -> impl Iterator<Item = &str> {
    line.trim().rsplit_once(':').into_iter().flat_map(|(_, it)| it.split(',')).map(str::trim)
}

/// Tasks after or until which another one runs, and which are not there.
fn no_task(line: u32, task: &str, text: &str) -> Vec<Fault> {
    let is_setting = |part: &&str| part.split_whitespace().count() == 1;
    let known: Vec<&str> = text.lines().flat_map(of_task).filter(is_setting).collect();
    let names = of_task(task).filter_map(|it| it.strip_prefix("after ").or(it.strip_prefix("until ")));
    let unknown = names.flat_map(str::split_whitespace).filter(|name| !known.contains(name));
    unknown
        .map(|name| {
            let message =
                format!("no task here is called `{name}`: the bar stands where it would without it");
            let hint = format!("name a task, as in `Copy :{name}, 2027-01-01, 30d`");
            note(line, message, &nearest(name, known.iter().copied()).map_or(hint, did_you_mean))
        })
        .collect()
}

/// What stands between the brackets of a line of a C4 diagram, by what stands before them.
fn of_c4(line: &str) -> Option<(&str, impl Iterator<Item = &str>)> {
    let (what, rest) = line.trim().split_once('(')?;
    Some((what, rest.split([',', ')']).map(str::trim)))
}

/// Elements that a C4 diagram gives a look, and does not have.
fn no_element(line: u32, look: &str, text: &str) -> Vec<Fault> {
    let Some((what, names)) = of_c4(look) else { return Vec::new() };
    let names = match what {
        "UpdateElementStyle" | "UpdateBoundaryStyle" => names.take(1),
        "UpdateRelStyle" => names.take(2),
        _ => return Vec::new(),
    };
    let is_element = |what: &str| !what.starts_with("Update") && !what.contains("Rel");
    let elements = text.lines().filter_map(of_c4).filter(|(what, _)| is_element(what));
    let known: Vec<&str> = elements.filter_map(|(_, mut names)| names.next()).collect();
    names
        .filter(|name| !known.contains(name))
        .map(|name| {
            let message = format!("no element here is called `{name}`: its look is not changed");
            let hint = format!("add it, as in `System({name}, \"Its name\")`");
            note(line, message, &nearest(name, known.iter().copied()).map_or(hint, did_you_mean))
        })
        .collect()
}

fn did_you_mean(word: &str) -> String {
    format!("did you mean `{word}`?")
}

fn in_style(line: u32, style: &str) -> Vec<Fault> {
    let names = style.split(',').filter_map(|it| it.split_once(':')).map(|(name, _)| name.trim());
    names
        .filter(|name| !PROPERTIES.contains(name))
        .filter_map(|name| misspelt(line, "property of a style", name, PROPERTIES))
        .collect()
}

/// A participant whom no message or other line names.
fn nobody(line: u32, name: &str, text: &str) -> Option<Fault> {
    let named = |line: &str| {
        !line.starts_with("activate ")
            && !line.starts_with("deactivate ")
            && line.split(|it: char| !it.is_alphanumeric() && it != '_').any(|word| word == name)
    };
    let message = format!("nobody here is called `{name}`: nothing is shown of it");
    (name.chars().all(|it| it.is_alphanumeric() || it == '_') && !text.lines().map(str::trim).any(named))
        .then(|| note(line, message, "name a participant that sends or gets a message"))
}

fn misspelt(line: u32, what: &str, word: &str, known: &[&str]) -> Option<Fault> {
    if known.contains(&word) {
        return None;
    }
    let meant = nearest(word, known.iter().copied())?;
    Some(note(line, format!("`{word}` is no {what}"), &did_you_mean(meant)))
}

fn note(line: u32, message: String, hint: &str) -> Fault {
    Fault { severity: Severity::Warning, ..Fault::at(line, message, hint) }
}
