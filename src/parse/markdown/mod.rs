//! Reads Markdown.
//!
//! In: a stretch of a source, or text that stands in another format's string. Out: a
//! [`Body`] and what is wrong with it.
//! Must not: know the rest of the site. Links stay names, code stays text: later stages fill them in.
//!
//! Classes that a theme styles: `self` (a heading's link to itself), `scroll` (around a table), `left`,
//! `center` and `right` (its cells), `note`, `note-note`, `note-tip`, `note-important`, `note-warning`,
//! `note-caution` and `note-title` (alerts), `footnote` (a number in the text) and `footnotes` (the notes).
//!
//! What is found: `MD1` behind the fence of a code block, `MD2` HTML that is not shown as such, `MD3` a
//! language without a grammar, `MD4` a link that would run script, `MD5` a formula that cannot be read,
//! `MD6` a footnote that nothing refers to, `MD7` attributes of a heading, `MD8` a link, footnote or alert
//! that is none. (`MD9`, a diagram that cannot be drawn, is found where it is drawn.)

use std::borrow::Cow;
use std::cell::RefCell;

use pulldown_cmark::{BrokenLink, LinkType, Options, Parser};

use crate::body::Body;
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

mod blocks;
mod brackets;
mod code;
mod fence;
mod fold;
mod html;
mod links;
mod math;
mod notes;
mod parts;
mod raw;
mod slug;
#[cfg(test)]
mod tests;
mod typed;
mod writer;

use typed::Undefined;

/// Which Markdown is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// `CommonMark` 0.31 and nothing else: HTML passes as it stands, headings have no ids. For text
    /// that is trusted.
    CommonMark,
    /// `CommonMark` with tables, footnotes, task lists, strikethrough, alerts, definition lists,
    /// heading attributes, formulas and wikilinks. Its output is harmless whatever the input.
    Onramp {
        /// Whether HTML is kept, sanitised; else it is shown as text, but for `<details>`.
        raw_html: bool,
    },
}

/// Reads the Markdown in `source.text` at `at`. All spans are offsets into the whole source. An
/// `at` that is no stretch of the text is taken as empty.
#[must_use]
pub fn parse(source: &Source, at: Span, dialect: Dialect) -> (Body, Vec<Diagnostic>) {
    let text = source.text.get(at.range()).unwrap_or_default();
    parse_text(source, text, "", &|span| span.shifted(at.start as usize), dialect)
}

/// Reads Markdown that stands in a string of another format. `place` turns offsets into `text`
/// into offsets into the source: escapes may have moved them. The ids of headings and footnotes begin
/// with `prefix`, since a page may hold several texts; with none they are those of a file.
#[must_use]
pub fn parse_text(
    source: &Source,
    text: &str,
    prefix: &str,
    place: &dyn Fn(Span) -> Span,
    dialect: Dialect,
) -> (Body, Vec<Diagnostic>) {
    let hidden = brackets::hide(text);
    let input = writer::Input { source, text, place, dialect, inline: false, prefix };
    read(&input, &hidden, matches!(hidden, Cow::Owned(_)), options(dialect))
}

/// Reads a phrase of one line, such as a summary: emphasis, code, links and formulas, no paragraph
/// around it, and no lists, headings or other blocks whatever it begins with. Line feeds count as
/// spaces. `place` is as in [`parse_text`].
#[must_use]
pub fn parse_inline(
    source: &Source,
    text: &str,
    place: &dyn Fn(Span) -> Span,
    dialect: Dialect,
) -> (Body, Vec<Diagnostic>) {
    let options =
        options(dialect) & (Options::ENABLE_STRIKETHROUGH | Options::ENABLE_MATH | Options::ENABLE_WIKILINKS);
    // A full stop in front keeps the rest from beginning a block, and leaves the meaning of `*` and
    // `_` behind it as at the beginning of a line. The writer drops it again.
    let line = text.replace(['\n', '\r'], " ");
    let hidden = brackets::hide(&line);
    let is_hidden = matches!(hidden, Cow::Owned(_));
    let dotted = format!("{DOT}{hidden}");
    let place = |span: Span| {
        place(Span::new((span.start as usize).saturating_sub(1), (span.end as usize).saturating_sub(1)))
    };
    let input = writer::Input { source, text: &dotted, place: &place, dialect, inline: true, prefix: "" };
    read(&input, &dotted, is_hidden, options)
}

/// Reads a text; `hidden` is the same with brackets hidden, if any are.
fn read(
    input: &writer::Input<'_>,
    hidden: &str,
    is_hidden: bool,
    options: Options,
) -> (Body, Vec<Diagnostic>) {
    let undefined = RefCell::new(Vec::new());
    let note = |link: BrokenLink<'_>| {
        if link.link_type != LinkType::Shortcut {
            let name = link.reference.to_string();
            undefined.borrow_mut().push(Undefined { kind: link.link_type, name, at: link.span });
        }
        None
    };
    let events = Parser::new_with_broken_link_callback(hidden, options, Some(note)).into_offset_iter();
    let events = events.map(|(event, at)| (if is_hidden { brackets::show(event) } else { event }, at));
    writer::write(input, events, &undefined)
}

const DOT: char = '.';

fn options(dialect: Dialect) -> Options {
    match dialect {
        Dialect::CommonMark => Options::empty(),
        Dialect::Onramp { .. } => {
            Options::ENABLE_TABLES
                | Options::ENABLE_FOOTNOTES
                | Options::ENABLE_STRIKETHROUGH
                | Options::ENABLE_TASKLISTS
                | Options::ENABLE_HEADING_ATTRIBUTES
                | Options::ENABLE_MATH
                | Options::ENABLE_GFM
                | Options::ENABLE_DEFINITION_LIST
                | Options::ENABLE_WIKILINKS
        }
    }
}
