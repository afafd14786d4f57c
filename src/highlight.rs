//! Colours code, by class.
//!
//! In: code blocks. Out: HTML in which a dozen short classes tell keywords from strings.
//! Must not: know a theme's colours, or take long over a line that no one can read.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use crate::body::Code;
use crate::escape;
use crate::language;

/// The longest line that is coloured, in bytes: the grammars' time may grow with its square.
const LONGEST_LINE: usize = 2_000;

/// The classes, and the beginnings of the scopes that they stand for: the longest that fits wins.
/// A scope with no class here is plain, such as punctuation, which would double the output.
const CLASSES: &[(&str, &str)] = &[
    ("comment", "c"),
    ("constant", "n"),
    ("constant.character.escape", "e"),
    ("constant.other.placeholder", "e"),
    ("entity.name.class", "t"),
    ("entity.name.enum", "t"),
    ("entity.name.function", "f"),
    ("entity.name.interface", "t"),
    ("entity.name.label", "a"),
    ("entity.name.namespace", "t"),
    ("entity.name.section", "h"),
    ("entity.name.struct", "t"),
    ("entity.name.tag", "g"),
    ("entity.name.trait", "t"),
    ("entity.name.type", "t"),
    ("entity.name.union", "t"),
    ("entity.other.attribute-name", "a"),
    ("entity.other.inherited-class", "t"),
    ("keyword", "k"),
    ("keyword.operator", "o"),
    ("keyword.operator.logical.python", "k"),
    ("keyword.operator.word", "k"),
    ("markup.bold", "b"),
    ("markup.deleted", "d"),
    ("markup.heading", "h"),
    ("markup.inserted", "i"),
    ("markup.raw", "s"),
    ("meta.annotation", "m"),
    ("meta.diff.header", "h"),
    ("meta.diff.range", "h"),
    ("meta.preprocessor", "m"),
    ("storage", "k"),
    ("storage.type.numeric", "n"),
    ("string", "s"),
    ("string.unquoted.plain.out.yaml", ""),
    ("support.class", "t"),
    ("support.constant", "n"),
    ("support.function", "f"),
    ("support.macro", "m"),
    ("support.type", "t"),
    ("support.type.property-name", "a"),
    ("variable.annotation", "m"),
    ("variable.function", "f"),
    ("variable.language", "k"),
    ("variable.other.readwrite.shell", "v"),
    ("variable.parameter", "v"),
    ("variable.other.readwrite.assignment", "v"),
    ("meta.mapping.key", "a"),
    ("entity.name.tag.yaml", "a"),
    ("entity.name.tag.toml", "a"),
];

/// A block's share of what makes its HTML: its text, language and marked lines.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Block {
    /// The language as written.
    pub language: String,
    /// The text.
    pub text: String,
    /// Ranges of lines to mark, from 1, both ends in.
    pub marked: Vec<(u32, u32)>,
}

impl Block {
    /// The block of a code hole; `text` is the included file's where the hole includes one.
    #[must_use]
    pub fn new(code: &Code, text: &str) -> Self {
        Self { language: code.language.clone(), text: text.to_owned(), marked: code.marked.clone() }
    }
}

/// The HTML of each distinct block.
pub type Highlighted = BTreeMap<Block, String>;

/// Colours distinct blocks on all cores: the HTML of each.
#[must_use]
pub fn highlight_all(blocks: impl IntoIterator<Item = Block>) -> BTreeMap<Block, String> {
    let mut distinct: Vec<Block> = blocks.into_iter().collect();
    distinct.sort_unstable();
    distinct.dedup();
    let html: Vec<String> = distinct.par_iter().map(highlight).collect();
    distinct.into_iter().zip(html).collect()
}

/// Colours one block: what stands within `<code>`.
#[must_use]
pub fn highlight(block: &Block) -> String {
    let mut lines = match syntax(&block.language) {
        Some(syntax) => colour(&block.text, syntax),
        None => block.text.split_inclusive('\n').map(plain).collect(),
    };
    for (from, to) in &block.marked {
        for number in *from..=(*to).min(u32::try_from(lines.len()).unwrap_or(u32::MAX)) {
            if let Some(line) = lines.get_mut(number.saturating_sub(1) as usize)
                && !line.starts_with("<mark")
            {
                *line = format!("<mark class=\"line\">{line}</mark>");
            }
        }
    }
    lines.concat()
}

/// A whole code block around what [`highlight`] made of it, ending its line.
#[must_use]
pub fn figure(code: &Code, highlighted: &str) -> String {
    let title = code
        .title
        .as_deref()
        .map_or_else(String::new, |title| format!("<figcaption>{}</figcaption>", escape::text(title)));
    let language = match code.language.as_str() {
        "" => String::new(),
        language => format!(" class=\"language-{}\"", escape::text(&language.to_lowercase())),
    };
    // A wide block scrolls by itself, which the keyboard must reach.
    format!(
        "<figure class=\"code\">{title}<pre tabindex=\"0\"><code{language}>{highlighted}</code></pre></figure>\n"
    )
}

fn grammars() -> &'static SyntaxSet {
    static GRAMMARS: OnceLock<SyntaxSet> = OnceLock::new();
    GRAMMARS.get_or_init(two_face::syntax::extra_newlines)
}

fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    if language::is_plain(language) {
        return None;
    }
    grammars().find_syntax_by_token(&language::canonical(language))
}

/// The lines of a text as HTML. A class never spans two lines, so that a line can be marked.
fn colour(text: &str, syntax: &SyntaxReference) -> Vec<String> {
    let grammars = grammars();
    let mut state = ParseState::new(syntax);
    let mut scopes = ScopeStack::new();
    let mut classes = Classes::default();
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let operations =
            if line.len() <= LONGEST_LINE { state.parse_line(line, grammars).ok() } else { None };
        let Some(operations) = operations else {
            lines.push(plain(line));
            continue;
        };
        let mut out = Line::default();
        let mut from = 0;
        for (at, operation) in operations {
            if at > from {
                out.push(classes.of(&scopes), &line[from..at]);
                from = at;
            }
            // A grammar that pops more than it pushed colours less; that is no reason to stop.
            let _ = scopes.apply(&operation);
        }
        out.push(classes.of(&scopes), &line[from..]);
        lines.push(out.finish());
    }
    lines
}

fn plain(line: &str) -> String {
    let mut html = String::with_capacity(line.len());
    escape::push_between_tags(&mut html, line);
    html
}

/// The class of each scope met so far.
#[derive(Default)]
struct Classes {
    known: BTreeMap<Scope, Option<&'static str>>,
}

impl Classes {
    /// The class of the innermost scope that has one.
    fn of(&mut self, scopes: &ScopeStack) -> &'static str {
        scopes.as_slice().iter().rev().find_map(|scope| self.class(*scope)).unwrap_or_default()
    }

    fn class(&mut self, scope: Scope) -> Option<&'static str> {
        *self.known.entry(scope).or_insert_with(|| {
            let fitting = prefixes().iter().filter(|(prefix, _)| prefix.is_prefix_of(scope));
            fitting.max_by_key(|(prefix, _)| prefix.len()).map(|it| it.1)
        })
    }
}

fn prefixes() -> &'static [(Scope, &'static str)] {
    static PREFIXES: OnceLock<Vec<(Scope, &'static str)>> = OnceLock::new();
    PREFIXES.get_or_init(|| {
        CLASSES.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class))).collect()
    })
}

/// A line in the making: neighbours of one class share an element.
#[derive(Default)]
struct Line {
    html: String,
    class: &'static str,
    // White space has no colour, so it joins whichever neighbour saves an element.
    space: String,
}

impl Line {
    fn push(&mut self, class: &'static str, text: &str) {
        let word = text.trim_matches([' ', '\t', '\n']);
        if word.is_empty() {
            self.space.push_str(text);
            return;
        }
        let (before, after) = text.split_once(word).unwrap_or_default();
        self.space.push_str(before);
        if class != self.class {
            self.close();
            self.html.push_str(&std::mem::take(&mut self.space));
            if !class.is_empty() {
                self.html.push_str(&format!("<span class=\"{class}\">"));
            }
            self.class = class;
        }
        self.html.push_str(&std::mem::take(&mut self.space));
        escape::push_between_tags(&mut self.html, word);
        self.space.push_str(after);
    }

    fn close(&mut self) {
        if !std::mem::take(&mut self.class).is_empty() {
            self.html.push_str("</span>");
        }
    }

    fn finish(mut self) -> String {
        self.close();
        self.html.push_str(&self.space);
        self.html
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(language: &str, text: &str) -> String {
        highlight(&Block { language: language.to_owned(), text: text.to_owned(), marked: Vec::new() })
    }

    #[test]
    fn code_is_coloured_by_class() {
        for (language, text, expected) in [
            ("rust", "let x = 1; // <one>\n", ""),
            ("toml", "title = \"A\"\n", ""),
            ("yaml", "a: b # c\n", ""),
            ("sh", "echo \"$HOME\" | grep x\n", ""),
            ("json", "{\"a\": true}\n", ""),
            ("diff", "-old\n+new\n", ""),
            ("terraform", "resource \"a\" \"b\" {\n  count = 2\n}\n", ""),
            ("python", "def f(a, b=1):\n    return a and b\n", ""),
            ("go", "func main() {\n\tfmt.Println(\"x\")\n}\n", ""),
            ("html", "<p class=\"x\">a</p>\n", ""),
            ("text", "a < b\n", "a &lt; b\n"),
            ("", "a\n", "a\n"),
            ("klingon", "Qapla'\n", "Qapla'\n"),
        ] {
            assert_eq!(html(language, text), expected, "{language}");
        }
    }
}
