//! Diagrams: code blocks whose text is drawn.
//!
//! In: a code block. Out: what is to be drawn, what drawing it gave, and the figure on the page.
//! Must not: draw.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::body::Code;
use crate::cache::Key;
use crate::code;
use crate::diagnostic::Severity;
use crate::escape;

/// What a diagram is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Notation {
    /// Mermaid, C4 diagrams among it.
    Mermaid,
    /// DOT, the language of Graphviz.
    Dot,
}

impl Notation {
    /// The one that a block of code is in by its language, if it is a diagram.
    fn of(language: &str) -> Option<Self> {
        match language.to_ascii_lowercase().as_str() {
            "mermaid" => Some(Self::Mermaid),
            "dot" | "graphviz" => Some(Self::Dot),
            _ => None,
        }
    }
}

/// A text that is to be drawn.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Diagram {
    /// What it is written in.
    pub notation: Notation,
    /// The text.
    pub text: String,
}

impl Diagram {
    /// What people read in it, of a code block that is a diagram: the words between quotes.
    #[must_use]
    pub fn words(language: &str, text: &str) -> Option<String> {
        Notation::of(language)?;
        let quoted = text.lines().flat_map(|line| line.split('"').skip(1).step_by(2));
        Some(quoted.collect::<Vec<_>>().join(" · "))
    }

    /// The diagram of a code block, if it is one; `text` is the included file's where it includes one.
    #[must_use]
    pub fn of(code: &Code, text: &str) -> Option<Self> {
        Some(Self { notation: Notation::of(&code.language)?, text: text.to_owned() })
    }
}

/// What drawing a diagram gave.
pub type Drawn = Result<Drawing, Fault>;

/// A diagram that was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawing {
    /// The SVG for a light page, and for paper.
    pub light: String,
    /// The SVG for a dark page; none where the author chose colours, which are kept as they are.
    pub dark: Option<String>,
    /// In pixels of the page.
    pub width: u32,
    /// In pixels of the page.
    pub height: u32,
    /// What sort of diagram it is, such as `Sequence diagram`.
    pub sort: String,
    /// Its title, as its text gives it; empty where it gives none.
    pub title: String,
    /// What it shows, as its text says it to those who do not see it; empty where it does not.
    pub description: String,
    /// Words of its text that it is drawn without, as warnings.
    pub slips: Vec<Fault>,
}

/// Why a diagram cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The line of its text, from 1; 0 for the whole.
    pub line: u32,
    /// An error, or a warning where the text may be right and the drawing is what falls short.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub hint: String,
}

impl Fault {
    /// What is wrong with a line of the text; line 0 for the whole.
    #[must_use]
    pub fn at(line: u32, message: impl Into<String>, hint: &str) -> Self {
        Self { line, severity: Severity::Error, message: message.into(), hint: hint.to_owned() }
    }

    /// What keeps a text from being drawn that may be right.
    #[must_use]
    pub fn beyond(message: impl Into<String>, hint: &str) -> Self {
        Self { severity: Severity::Warning, ..Self::at(0, message, hint) }
    }
}

/// The diagrams of a site, drawn.
pub type Drawings = BTreeMap<Diagram, Arc<Drawn>>;

/// The file of the site that a picture is written to: its name changes with its content.
#[must_use]
pub fn file(svg: &str) -> String {
    let name: String = Key::of(&[svg.as_bytes()]).0[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("assets/diagrams/{name}.svg")
}

/// Pixels above which a picture is wide: as many as the theme gives it at least.
const WIDE: u32 = 544;

/// The figure around a diagram, ending its line: its caption, the picture, and its source, folded.
/// `base` is what every address of the site begins with, without a slash at its end.
#[must_use]
pub fn figure(code: &Code, drawing: &Drawing, base: &str, highlighted: &str) -> String {
    let Drawing { width, height, .. } = drawing;
    let alt = escape::text(&alternative(code, drawing));
    // On a phone a wide one keeps letters that can be read, and scrolls in a box of its own.
    let scrolls = if *width > WIDE { " wide\" tabindex=\"0" } else { "" };
    // The light one is on paper too, and paper waits for nothing: only the dark one is asked for when
    // it shows.
    let picture = |class: &str, svg: &str, loads: &str| {
        let to = escape::href(&format!("{base}/{}", file(svg)));
        format!(
            "<div class=\"{class}{scrolls}\"><img src=\"{to}\" alt=\"{alt}\" width=\"{width}\" height=\"{height}\"\
{loads}></div>\n"
        )
    };
    let pictures = match &drawing.dark {
        Some(dark) => {
            picture("on-light", &drawing.light, "") + &picture("on-dark", dark, " loading=\"lazy\"")
        }
        None => picture("on-card", &drawing.light, ""),
    };
    let (tab, caption) = code::naming(code);
    let source = code::figure(&Code { title: None, tab: None, ..code.clone() }, highlighted);
    format!(
        "<figure class=\"diagram\"{tab}>\n{caption}\n{pictures}<details><summary>The same as text</summary>\n\
         {source}</details>\n</figure>\n"
    )
}

/// What stands for the picture where it is not seen.
fn alternative(code: &Code, drawing: &Drawing) -> String {
    let Drawing { sort, title, description, .. } = drawing;
    let titles = [title.as_str(), code.title.as_deref().unwrap_or_default()];
    let title = titles.into_iter().find(|it| !it.is_empty());
    match (title, description.as_str()) {
        (None, "") => format!("{sort}; its text stands below"),
        (Some(title), "") => format!("{sort}: {title}"),
        (None, description) => format!("{sort}: {description}"),
        (Some(title), description) => format!("{sort}: {}. {description}", title.trim_end_matches('.')),
    }
}
