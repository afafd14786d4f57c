//! Where a record says some words: a text tells of them without marks, links and line breaks, and a reader
//! is shown the line of the file that has them.
//!
//! In: a record, and the text of its file. Out: spans. Must not: judge what is said.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::entry::Entry;
use crate::name::bare;
use crate::site::Site;
use crate::source::Span;

/// What an entry has in its file, and where that begins.
#[must_use]
pub fn own_text<'a>(site: &'a Site, entry: &Entry) -> Option<(usize, &'a str)> {
    let source = site.sources.get(&entry.file)?;
    let range = if entry.span == Span::FILE { 0..source.text.len() } else { entry.span.range() };
    Some((range.start, &source.text[range]))
}

/// Whether a span lies within a block of code.
#[must_use]
pub fn is_code(entry: &Entry, span: Span) -> bool {
    let mut code = entry.texts.values().flat_map(|text| &text.body.code);
    code.any(|code| code.span.contains(span))
}

/// What an entry has in its file, read from the top on.
pub struct OwnText<'a> {
    entry: &'a Entry,
    start: usize,
    words: Words<'a>,
    /// For what was looked for: the word from which on it was not told yet.
    told: BTreeMap<Vec<String>, usize>,
}

impl<'a> OwnText<'a> {
    /// The words of an entry; none where its file is not kept.
    #[must_use]
    pub fn new(site: &'a Site, entry: &'a Entry) -> Option<Self> {
        let (start, text) = own_text(site, entry)?;
        Some(Self { entry, start, words: Words::new(text), told: BTreeMap::new() })
    }

    /// The next place where a field, or the text below the fields, says some words. None where markup in the
    /// middle of them hides it.
    pub fn next(&mut self, pointer: &str, said: &str) -> Option<Span> {
        let spans = &self.entry.spans;
        let field = spans.get(pointer).map(|span| span.value);
        let in_field = |span: Span| spans.values().any(|field| field.value.contains(span));
        // Marks apart: what is told of in other marks is another place too.
        let words: Vec<String> = words(said).map(str::to_lowercase).collect();
        let from = self.told.get(&words).copied().unwrap_or_default();
        let find = |fits: &dyn Fn(Span) -> bool| {
            let span = |place: Range<usize>| Span::new(self.start + place.start, self.start + place.end);
            let mut places = self.words.places(said, from).map(|(at, place)| (at, span(place)));
            places.find(|(_, span)| fits(*span) && !is_code(self.entry, *span))
        };
        let (at, found) = match field {
            Some(field) => find(&|span| field.contains(span)),
            // Fields can be read from the text too.
            None => find(&|span| !in_field(span)).or_else(|| find(&|_| true)),
        }?;
        self.told.insert(words, at + 1);
        Some(found)
    }
}

/// The words of a text, to find again what it says whatever marks stand around each of them.
struct Words<'a> {
    text: &'a str,
    words: Vec<&'a str>,
}

impl<'a> Words<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, words: words(text).collect() }
    }

    /// Each place where the text says some words, in small or capital letters, and the number of the word that
    /// it begins with, from one word on.
    fn places(&self, said: &str, from: usize) -> impl Iterator<Item = (usize, Range<usize>)> {
        let said: Vec<&str> = words(said).collect();
        let offset = |word: &str| word.as_ptr() as usize - self.text.as_ptr() as usize;
        let count = said.len();
        let says = move |at: &usize| {
            let words = self.words.get(*at..at + count).unwrap_or_default();
            count > 0
                && words.len() == count
                && words.iter().zip(&said).all(|(a, b)| a.eq_ignore_ascii_case(b))
        };
        (from..self.words.len()).filter(says).map(move |at| {
            let last = self.words[at + count - 1];
            (at, offset(self.words[at])..offset(last) + last.len())
        })
    }
}

/// The words of a text, without what stands around each.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().map(bare).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_is_found_again_between_marks() {
        let text = "Plan\n\n- **Jane Doe**: 50% on Search\n- Jane Doe \u{2013} 50% on\n  Search\n";
        let words = Words::new(text);
        let said =
            |what, from| words.places(what, from).map(|(at, place)| (at, &text[place])).collect::<Vec<_>>();
        let both = [(1, "Jane Doe**: 50% on Search"), (6, "Jane Doe \u{2013} 50% on\n  Search")];
        assert_eq!(said("Jane Doe: 50% on Search", 0), both);
        assert_eq!(said("jane doe: 50% on search", 2), both[1..]);
        assert_eq!(said("Jane Roe", 0), []);
    }
}
