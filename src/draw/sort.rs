//! Which sort of diagram a Mermaid text is.

/// The first words of a text, and what the diagram is then called.
const SORTS: &[(&str, &str)] = &[
    ("flowchart", "Flowchart"),
    ("sequenceDiagram", "Sequence diagram"),
    ("classDiagram", "Class diagram"),
    ("stateDiagram-v2", "State diagram"),
    ("erDiagram", "Entity relationship diagram"),
    ("gantt", "Gantt chart"),
    ("pie", "Pie chart"),
    ("C4Context", "C4 context diagram"),
    ("C4Container", "C4 container diagram"),
    ("C4Component", "C4 component diagram"),
    ("C4Dynamic", "C4 dynamic diagram"),
    ("C4Deployment", "C4 deployment diagram"),
    ("timeline", "Timeline"),
    ("mindmap", "Mind map"),
    ("gitGraph", "Git graph"),
    ("quadrantChart", "Quadrant chart"),
    // Older names of two of these.
    ("graph", "Flowchart"),
    ("stateDiagram", "State diagram"),
];

/// What a diagram is called whose text begins with this word.
pub(super) fn name(first: &str) -> Option<&'static str> {
    SORTS.iter().find(|(word, _)| *word == first).map(|it| it.1)
}

/// The words that a diagram may begin with, the usual ones.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    SORTS.iter().map(|it| it.0)
}

/// The word that says which sort of diagram a text is, and its line, from 1: the first that is neither a
/// comment nor in a block of settings.
pub(super) fn first_word(text: &str) -> Option<(u32, &str)> {
    let mut settings = false;
    for (n, line) in text.lines().map(str::trim).enumerate() {
        if line == "---" {
            settings = !settings;
        } else if !settings && !line.is_empty() && !line.starts_with("%%") {
            let end = line.find([' ', '\t', ':', ';', '{']).unwrap_or(line.len());
            return Some((u32::try_from(n + 1).unwrap_or(u32::MAX), &line[..end]));
        }
    }
    None
}
