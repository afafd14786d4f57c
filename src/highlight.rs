//! Colours code, by class.
//!
//! In: code blocks. Out: HTML in which a dozen short classes tell keywords from strings.
//! Must not: know a theme's colours, or take long over a line that no one can read.
//!
//! Classes: `a` attribute or key, `b` bold, `c` comment, `d` deleted, `e` escape, `f` function, `g` tag,
//! `h` heading, `i` inserted, `k` keyword, `m` macro or annotation, `n` number or constant, `o` operator,
//! `s` string, `t` type, `v` variable; and `line` on the `<mark>` around a marked line.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use crate::code::Block;
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
fn colour(text: &str, syntax: &'static SyntaxReference) -> Vec<String> {
    thread_local! {
        static LINES: RefCell<BTreeMap<String, Lines>> = const { RefCell::new(BTreeMap::new()) };
    }
    LINES.with_borrow_mut(|known| {
        if known.values().map(Lines::len).sum::<usize>() > MOST_LINES {
            known.clear();
        }
        known.retain(|_, lines| lines.places.len() < MOST_PLACES);
        let known = known.entry(syntax.name.clone()).or_insert_with(|| Lines::new(syntax));
        let mut at = Lines::START;
        let mut lost = None;
        let colour = |line: &str| {
            if lost.is_none() && !known.is_well_known(at) {
                lost = Some(known.places[at].clone());
            }
            if let Some(place) = &mut lost {
                return place.colour(line, &mut known.classes);
            }
            let (html, after) = known.colour(at, line);
            at = after;
            html
        };
        text.split_inclusive('\n').map(colour).collect()
    })
}

/// How many coloured lines a thread keeps.
const MOST_LINES: usize = 20_000;
/// How many places of one language it tells apart, and how deep they are.
const MOST_PLACES: usize = 500;
const DEEPEST_PLACE: usize = 100;

/// Between which brackets, strings and blocks a line begins: all that colouring it depends on beside
/// the line.
#[derive(Clone, PartialEq)]
struct Between {
    parse: ParseState,
    scopes: ScopeStack,
}

/// Lines of one language that were coloured. Code repeats itself: closing brackets, imports, the keys
/// of a manifest; and a line that begins in the same place looks the same.
struct Lines {
    places: Vec<Between>,
    /// By the place that a line begins in, and its text: its HTML and the place after it.
    coloured: BTreeMap<usize, IndexMap<String, (String, usize), FxBuildHasher>>,
    classes: Classes,
}

impl Lines {
    /// The place that a text begins in.
    const START: usize = 0;

    fn new(syntax: &SyntaxReference) -> Self {
        let start = Between { parse: ParseState::new(syntax), scopes: ScopeStack::new() };
        Self { places: vec![start], coloured: BTreeMap::new(), classes: Classes::default() }
    }

    /// Whether lines from this place on should be kept: text without end or sense has ever new places.
    fn is_well_known(&self, place: usize) -> bool {
        self.places.len() < MOST_PLACES && self.places[place].scopes.len() < DEEPEST_PLACE
    }

    fn len(&self) -> usize {
        // A place is worth several lines.
        self.coloured.values().map(IndexMap::len).sum::<usize>() + 16 * self.places.len()
    }

    fn colour(&mut self, before: usize, line: &str) -> (String, usize) {
        if let Some(known) = self.coloured.get(&before).and_then(|lines| lines.get(line)) {
            return known.clone();
        }
        let mut place = self.places[before].clone();
        let html = place.colour(line, &mut self.classes);
        let after = self.places.iter().position(|known| *known == place).unwrap_or_else(|| {
            self.places.push(place);
            self.places.len() - 1
        });
        self.coloured.entry(before).or_default().insert(line.to_owned(), (html.clone(), after));
        (html, after)
    }
}

impl Between {
    /// Colours a line, and goes to its end.
    fn colour(&mut self, line: &str, classes: &mut Classes) -> String {
        let short = line.len() <= LONGEST_LINE;
        let operations = if short { self.parse.parse_line(line, grammars()).ok() } else { None };
        let Some(operations) = operations else { return plain(line) };
        let mut out = Line::default();
        let mut from = 0;
        for (at, operation) in operations {
            if at > from {
                out.push(classes.of(&self.scopes), &line[from..at]);
                from = at;
            }
            // A grammar that pops more than it pushed colours less; that is no reason to stop.
            let _ = self.scopes.apply(&operation);
        }
        out.push(classes.of(&self.scopes), &line[from..]);
        out.finish()
    }
}

fn plain(line: &str) -> String {
    let mut html = String::with_capacity(line.len());
    escape::push_between_tags(&mut html, line);
    html
}

/// The class of each scope met so far.
#[derive(Default)]
struct Classes {
    known: IndexMap<Scope, Option<&'static str>, FxBuildHasher>,
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
    use crate::body::Code;
    use crate::code::figure;

    fn html(language: &str, text: &str) -> String {
        highlight(&Block { language: language.to_owned(), text: text.to_owned(), marked: Vec::new() })
    }

    #[test]
    fn code_is_coloured_by_class() {
        for (language, text, expected) in [
            (
                "rust",
                "pub fn f(x: u32) {\n    g(\"a\\n\", 1) // <one>\n}\n",
                "<span class=\"k\">pub fn</span> <span class=\"f\">f</span>(<span class=\"v\">x</span>: <span class=\"k\">u32</span>) {\n    \
                 <span class=\"f\">g</span>(<span class=\"s\">\"a</span><span class=\"e\">\\n</span><span class=\"s\">\"</span>, \
                 <span class=\"n\">1</span>) <span class=\"c\">// &lt;one&gt;</span>\n}\n",
            ),
            ("toml", "title = \"A\"\n", "<span class=\"a\">title</span> = <span class=\"s\">\"A\"</span>\n"),
            ("yml", "a: b # c\n", "<span class=\"a\">a</span>: b <span class=\"c\"># c</span>\n"),
            (
                "console",
                "echo \"$HOME\" | grep -v x\n",
                "<span class=\"f\">echo</span> <span class=\"s\">\"$</span><span class=\"v\">HOME</span><span class=\"s\">\"</span> \
                 <span class=\"o\">|</span> <span class=\"f\">grep</span> <span class=\"v\">-v</span> x\n",
            ),
            ("jsonc", "{\"a\": true}\n", "{<span class=\"s\">\"a\"</span>: <span class=\"n\">true</span>}\n"),
            ("diff", "-a\n+b\n", "<span class=\"d\">-a</span>\n<span class=\"i\">+b</span>\n"),
            (
                "hcl",
                "resource \"a\" \"b\" {\n",
                "<span class=\"k\">resource</span> <span class=\"s\">\"a\" \"b\"</span> {\n",
            ),
            ("text", "a < b\n", "a &lt; b\n"),
            ("", "a\n", "a\n"),
            ("klingon", "Qapla'\n", "Qapla'\n"),
        ] {
            assert_eq!(html(language, text), expected, "{language}");
        }
    }

    #[test]
    fn marked_lines_are_wrapped_whole() {
        let block = |marked| Block { language: "text".to_owned(), text: "a\nb\nc\n".to_owned(), marked };
        assert_eq!(
            highlight(&block(vec![(2, 3), (3, 9)])),
            "a\n<mark class=\"line\">b\n</mark><mark class=\"line\">c\n</mark>"
        );
        assert_eq!(highlight(&block(vec![(7, u32::MAX)])), "a\nb\nc\n");
    }

    #[test]
    fn a_block_has_a_caption_and_a_language() {
        let code = Code {
            language: "Rust".to_owned(),
            text: String::new(),
            title: Some("a <b>.rs".to_owned()),
            tab: None,
            marked: Vec::new(),
            include: None,
            span: crate::source::Span::FILE,
        };
        assert_eq!(
            figure(&code, "x\n"),
            "<figure class=\"code\"><figcaption>a &lt;b&gt;.rs</figcaption>\
             <pre tabindex=\"0\"><code class=\"language-rust\">x\n</code></pre></figure>\n"
        );
        let variant = Code { tab: Some("Rust".to_owned()), ..code };
        assert!(
            figure(&variant, "x\n").starts_with(
                "<figure class=\"code\" data-tab=\"Rust\"><figcaption><b>Rust</b> a &lt;b&gt;.rs</figcaption>"
            ),
            "{}",
            figure(&variant, "x\n")
        );
    }

    #[test]
    fn no_text_is_lost() {
        let text = "/* a\n\n  b */ fn <T> f(\"x  \n y\") { 'z' }\t\n#![a]\n\"open\n\n   ";
        for language in ["rust", "js", "html", "yaml", "md", "python", "sh", "css", "json", "sql", "c", "tf"]
        {
            let shown = scraper::Html::parse_fragment(&format!("<b>{}</b>", html(language, text)));
            assert_eq!(shown.root_element().text().collect::<String>(), text, "{language}");
        }
    }

    #[test]
    fn a_line_looks_the_same_whatever_was_coloured_before() {
        let alone = html("rust", "/* a\nfn f() {}\n*/ fn f() {}\n");
        let _ = html("rust", "fn f() {}\n*/ fn f() {}\n");
        assert_eq!(html("rust", "/* a\nfn f() {}\n*/ fn f() {}\n"), alone);
        let nested: String = (0..2_000).map(|n| format!("{{ let a{n} = [\n")).collect();
        let first = html("rust", &nested);
        assert_eq!(html("rust", &nested), first);
    }

    #[test]
    fn a_line_that_no_one_can_read_is_left_plain() {
        let start = std::time::Instant::now();
        let line = "var a=function(b){return b+1};".repeat(7_000);
        assert_eq!(html("js", &line), line);
        assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    }
}
