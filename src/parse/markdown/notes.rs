//! Writes footnotes: numbers in the text, and the notes at its end, linked both ways.
//!
//! In: their events. Out: parts. Must not: move anything but footnotes.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::escape;

use super::parts::{Part, Parts};
use super::writer::{Writer, short};

/// The footnotes of one text.
#[derive(Default)]
pub(super) struct Notes {
    known: BTreeMap<String, Note>,
    /// Names in the order of their numbers.
    order: Vec<String>,
    /// What was being written when a definition began, and the definition's name.
    outer: Vec<(Parts, String)>,
}

#[derive(Default)]
struct Note {
    number: usize,
    references: usize,
    parts: Vec<Part>,
    at: Option<Range<usize>>,
}

impl Notes {
    fn number(&mut self, name: &str) -> &mut Note {
        let next = self.order.len() + 1;
        let note = self.known.entry(name.to_owned()).or_default();
        if note.number == 0 {
            note.number = next;
            self.order.push(name.to_owned());
        }
        note
    }
}

impl Writer<'_> {
    /// Writes the number of a footnote.
    pub(super) fn footnote_reference(&mut self, name: &str) {
        let note = self.notes.number(name);
        note.references += 1;
        let (number, reference) = (note.number, note.references);
        let id = self.reference_id(number, reference);
        let prefix = self.input.prefix;
        self.out.push(Part::Note(format!(
            "<sup class=\"footnote\"><a id=\"{id}\" href=\"#fn:{prefix}{number}\" role=\"doc-noteref\" \
             aria-label=\"Footnote {number}\">{number}</a></sup>"
        )));
        self.body.anchors.push(id);
    }

    /// Turns to a footnote's own text.
    pub(super) fn start_note(&mut self, name: &str, at: Range<usize>) {
        let outer = std::mem::take(&mut self.out);
        self.notes.outer.push((outer, name.to_owned()));
        let note = self.notes.known.entry(name.to_owned()).or_default();
        note.at.get_or_insert(at);
    }

    /// Turns back to the text around a footnote's.
    pub(super) fn end_note(&mut self) {
        let Some((outer, name)) = self.notes.outer.pop() else { return };
        let inner = std::mem::replace(&mut self.out, outer);
        if let Some(note) = self.notes.known.get_mut(&name) {
            note.parts.extend(inner.list);
        }
    }

    /// Writes all footnotes. One that nothing refers to is kept, and reported: text that vanishes
    /// without a word is worse.
    pub(super) fn write_notes(&mut self) {
        let names: Vec<String> = self.notes.known.keys().cloned().collect();
        for name in names {
            if self.notes.known[&name].number == 0 {
                let at = self.notes.known[&name].at.clone().unwrap_or_default();
                self.warn("MD6", at, format!("nothing refers to the footnote `{}`", short(&name)))
                    .hint(format!("write `[^{name}]` where it belongs, or take it out"));
                self.notes.number(&name);
            }
        }
        if self.notes.order.is_empty() {
            return;
        }
        self.out.end_line();
        self.out.open("section", " class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\"");
        self.out.html("\n<ol>\n");
        for name in std::mem::take(&mut self.notes.order) {
            let Some(note) = self.notes.known.remove(&name) else { continue };
            self.write_note(note);
        }
        self.out.html("</ol>\n</section>\n");
    }

    fn write_note(&mut self, note: Note) {
        let number = note.number;
        let id = format!("fn:{}{number}", self.input.prefix);
        self.out.open("li", &format!(" id=\"{id}\""));
        self.body.anchors.push(id);
        let mut back = String::new();
        for reference in 1..=note.references {
            let label = match reference {
                1 => format!("Back to reference {number}"),
                more => format!("Back to reference {number}, number {more}"),
            };
            back.push_str(&format!(
                " <a href=\"#{}\" role=\"doc-backlink\" aria-label=\"{}\">↩</a>",
                self.reference_id(number, reference),
                escape::text(&label)
            ));
        }
        let mut parts = note.parts;
        // The way back belongs to the last line of the note, not below it.
        let in_paragraph = match parts.last_mut() {
            Some(Part::Html(html)) if html.ends_with("</p>\n") => {
                html.truncate(html.len() - "</p>\n".len());
                true
            }
            _ => false,
        };
        for part in parts {
            self.out.push(part);
        }
        if !back.is_empty() {
            self.out.push(Part::Whole(back));
        }
        self.out.html(if in_paragraph { "</p>\n</li>\n" } else { "</li>\n" });
    }

    fn reference_id(&self, number: usize, reference: usize) -> String {
        let prefix = self.input.prefix;
        match reference {
            1 => format!("fnref:{prefix}{number}"),
            more => format!("fnref:{prefix}{number}:{more}"),
        }
    }
}
