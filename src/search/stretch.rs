//! Documents cut into stretches, and what each stretch says: its words, and how much each says of which page.
//!
//! In: documents. Out: ranges of their numbers, and what one stretch says with numbers of its own, so that
//! it holds wherever the stretch begins. Must not: know another stretch.

use std::collections::BTreeSet;
use std::hash::{Hash as _, Hasher as _};
use std::ops::{Range, RangeInclusive};

use indexmap::{IndexMap, IndexSet};
use rustc_hash::{FxBuildHasher, FxHasher};
use serde::{Deserialize, Serialize};

use super::document::{Document, Documents};
use super::pack::{count, order};
use super::stem::Language;
use super::texts::Texts;
use super::word;
use crate::facet::Phase;

/// How few documents are read in one go: an edit reads one stretch, and all stretches are joined.
const STRETCH: RangeInclusive<usize> = 32..=256;
/// How many stretches there are to be, about, on a site of a usual size.
const STRETCHES: usize = 40;
/// Ends a whole name, so that it is no word.
pub(super) const NAME_END: char = '=';
/// Begins a word that says nothing elsewhere, so that all of them stand together among the names.
const COMMON_START: char = '?';
/// How surely such a word leads to a page: it says only that the page has it.
const COMMON: u8 = 1;
/// Ends a phrase that may stand within a longer text.
pub(super) const PHRASE_END: char = '~';

/// How much a word says by where it stands. Of names and headings a word says the less, the more
/// words there are: by this power of their number.
const TITLE: Share = Share { much: 6.0, shared: 0.4 };
const ALIAS: Share = Share { much: 5.0, shared: 0.5 };
const PHRASE: Share = Share { much: 5.0, shared: 0.5 };
const HEADING: Share = Share { much: 2.5, shared: 0.5 };
const TAG: f32 = 2.5;
const CAPABILITY: f32 = 1.0;
/// The name of a kind, which all its records share; and a field's label.
const SORT: f32 = 3.0;
const LABEL: f32 = 0.2;
/// How often a word of the summary counts, and at most how much the text says however often.
const SUMMARY: f32 = 3.0;
const TEXT: f32 = 1.6;

/// What the words of a name say.
#[derive(Clone, Copy)]
struct Share {
    much: f32,
    shared: f32,
}

impl Share {
    fn of(self, words: usize) -> f32 {
        self.much / small(words).powf(self.shared)
    }
}

/// Documents cut into stretches. Where they are cut, the documents decide and not their numbers, so that
/// one more or less changes one stretch.
pub(super) fn stretches(documents: &Documents<'_>) -> Vec<Range<usize>> {
    let mut stretches = Vec::new();
    let mut begin = 0;
    // A stretch is twice as long on average. By powers of two, so that a new page moves no cut.
    let least = (documents.len() / STRETCHES / 2).next_power_of_two();
    let least = least.clamp(*STRETCH.start(), *STRETCH.end());
    for n in 0..documents.len() {
        let length = n + 1 - begin;
        let may_end = drawn(documents.url(n)).is_multiple_of(least as u64);
        if length >= 4 * least || length >= least && may_end {
            stretches.push(begin..n + 1);
            begin = n + 1;
        }
    }
    if begin < documents.len() {
        stretches.push(begin..documents.len());
    }
    stretches
}

/// A number that looks drawn.
fn drawn(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    text.hash(&mut hasher);
    // Its low bits tell little.
    hasher.finish() >> 32
}

/// What a stretch of documents says.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Read {
    /// The groups in order, which is that of their own numbers.
    pub(super) groups: Texts,
    /// Words in the order of the index, and the own number of each one's group.
    pub(super) words: Texts,
    pub(super) groups_of_words: Vec<u32>,
    /// How many documents each group has: theirs stand together, in the order of groups.
    pub(super) counts: Vec<u32>,
    /// By its place in the stretch; those of a group in order.
    pub(super) documents: Vec<u16>,
    pub(super) levels: Vec<u8>,
}

/// Texts by the number of their first sight.
type Numbered<T> = IndexSet<T, FxBuildHasher>;

/// How much a group of words says of one document.
#[derive(Default, Clone, Copy, PartialEq)]
struct Said {
    /// By its place in a name: the most of all names.
    name: f32,
    /// By its place in a heading.
    heading: f32,
    /// How often it stands in the text.
    often: f32,
}

/// A stretch as it is read.
pub(super) struct Stretch {
    language: Language,
    /// Words to the number of their group; none for a word that says nothing.
    words: IndexMap<String, Option<u32>, FxBuildHasher>,
    groups: Numbered<String>,
    postings: Vec<(u32, u16, u8)>,
    /// What the groups say of the document at hand, by their number.
    said: Vec<Said>,
    /// The numbers of those that say something of it.
    saying: Vec<u32>,
}

impl Stretch {
    pub(super) fn new(language: &str) -> Self {
        Self {
            language: Language::new(language),
            words: IndexMap::default(),
            groups: Numbered::default(),
            postings: Vec::new(),
            said: Vec::new(),
            saying: Vec::new(),
        }
    }

    /// The number of a word's group; none for a word that says nothing.
    fn group(&mut self, word: &str) -> Option<u32> {
        if let Some(group) = self.words.get(word) {
            return *group;
        }
        let says = !self.language.stops(word);
        let group = says.then(|| count(self.groups.insert_full(self.language.stem(word)).0));
        self.words.insert(word.to_owned(), group);
        group
    }

    fn groups_of(&mut self, text: &str) -> Vec<u32> {
        let mut groups = Vec::new();
        word::words(text, |word| groups.extend(self.group(word)));
        groups
    }

    /// The groups of a name or a heading. One that is made of words alone that say nothing, such as `By when do we
    /// have to?`, is found by these words.
    fn groups_of_name(&mut self, name: &str, common: &mut BTreeSet<String>) -> Vec<u32> {
        let groups = self.groups_of(name);
        if groups.is_empty() {
            word::words(name, |word| common.extend([format!("{COMMON_START}{word}{NAME_END}")]));
        }
        groups
    }

    /// What a group says of the document at hand, to be changed.
    fn said(&mut self, group: u32) -> &mut Said {
        let at = group as usize;
        if at >= self.said.len() {
            self.said.resize(at + 1, Said::default());
        }
        let said = &mut self.said[at];
        if *said == Said::default() {
            self.saying.push(group);
        }
        said
    }

    /// Reads one more document.
    pub(super) fn read(&mut self, place: u16, document: &Document<'_>) {
        let aliases = document.aliases.iter().map(|alias| (alias.as_str(), ALIAS));
        let phrases = document.phrases.iter().map(|it| (it.as_ref(), PHRASE));
        let called = [(&*document.title, TITLE), (document.called.as_str(), ALIAS)];
        let mut common = BTreeSet::new();
        for (name, share) in called.into_iter().chain(aliases).chain(phrases) {
            let groups = self.groups_of_name(name, &mut common);
            let much = share.of(groups.len());
            for group in groups {
                let said = self.said(group);
                said.name = said.name.max(much);
            }
        }
        let labels = document.tags.iter().map(|tag| (tag.as_str(), TAG));
        let sort = document.sort.iter().map(|it| (it.as_str(), SORT));
        let stands = [(&*document.capability, CAPABILITY), (document.status.as_str(), SORT)];
        for (text, much) in labels.chain(sort).chain(stands) {
            for group in self.groups_of(text) {
                let said = self.said(group);
                said.name = said.name.max(much);
            }
        }
        let mut length = 0;
        for group in self.groups_of(&document.summary) {
            self.said(group).often += SUMMARY;
        }
        for passage in &document.passages {
            let groups = self.groups_of_name(&passage.heading, &mut common);
            // A field's label is that of every record of the kind.
            let much = if passage.anchor.is_empty() { LABEL } else { HEADING.of(groups.len()) };
            for group in groups {
                let said = self.said(group);
                said.heading = said.heading.max(much);
            }
            let groups = self.groups_of(&passage.text);
            length += groups.len();
            for group in groups {
                self.said(group).often += 1.0;
            }
        }
        let standing = standing(document);
        for group in self.saying.drain(..) {
            let said = std::mem::take(&mut self.said[group as usize]);
            self.postings.push((group, place, level(standing * much(said, length))));
        }
        for (name, sure) in &document.names {
            self.name(format!("{name}{NAME_END}"), place, *sure);
        }
        for word in common {
            self.name(word, place, COMMON);
        }
        for (phrase, sure) in &document.within {
            self.name(format!("{phrase}{PHRASE_END}"), place, *sure);
        }
    }

    fn name(&mut self, key: String, place: u16, sure: u8) {
        let group = count(self.groups.insert_full(key.clone()).0);
        self.words.insert(key, Some(group));
        self.postings.push((group, place, sure));
    }

    /// What was read.
    pub(super) fn finish(self) -> Read {
        let mut groups: Vec<(&str, usize)> = self.groups.iter().map(String::as_str).zip(0..).collect();
        groups.sort_unstable();
        let mut own = vec![0; groups.len()];
        groups.iter().zip(0..).for_each(|((_, group), number)| own[*group] = number);
        let grouped = self.words.iter().filter_map(|(word, group)| Some((word.as_str(), (*group)?)));
        let mut words: Vec<(&str, u32)> = grouped.collect();
        words.sort_unstable_by(|a, b| order(a.0, b.0));
        let mut counts = vec![0; groups.len()];
        self.postings.iter().for_each(|(group, ..)| counts[own[*group as usize] as usize] += 1);
        let mut next: Vec<usize> = counts
            .iter()
            .scan(0, |end, count| {
                let start = *end;
                *end += *count as usize;
                Some(start)
            })
            .collect();
        let (mut documents, mut levels) = (vec![0; self.postings.len()], vec![0; self.postings.len()]);
        for (group, document, level) in &self.postings {
            let at = &mut next[own[*group as usize] as usize];
            (documents[*at], levels[*at]) = (*document, *level);
            *at += 1;
        }
        Read {
            groups: groups.iter().map(|it| it.0).collect(),
            words: words.iter().map(|it| it.0).collect(),
            groups_of_words: words.iter().map(|it| own[it.1 as usize]).collect(),
            counts,
            documents,
            levels,
        }
    }
}

/// How much a word says of a page. In the text it is BM25's way: often says more, but less and less,
/// and less on a long page, against one of 400 words.
fn much(said: Said, length: usize) -> f32 {
    let long = 1.2 * (0.25 + 0.75 * small(length) / 400.0);
    said.name + said.heading + TEXT * said.often / (said.often + long)
}

/// How much a page counts whatever the word: less if it is on its way out or stands deep in the site,
/// more if others lead to it.
fn standing(document: &Document<'_>) -> f32 {
    let holds = match document.phase {
        _ if !document.replaced_by.is_empty() => 0.5,
        Some(Phase::Gone) => 0.7,
        Some(Phase::Leaving) => 0.75,
        Some(Phase::Coming) => 0.95,
        Some(Phase::Living) | None => 1.0,
    };
    let deep = 0.9_f32.powf(small(document.depth.saturating_sub(1)) - 1.0);
    holds * deep * (1.0 + 0.06 * small(document.links + 1).ln()).min(1.3)
}

/// A weight in one byte: eight steps for each doubling. The script takes it back: `weight` in
/// `search.js`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 63")]
fn level(weight: f32) -> u8 {
    (8.0 * (1.0 + 4.0 * weight).log2()).round().clamp(0.0, 63.0) as u8
}

fn small(count: usize) -> f32 {
    f32::from(u16::try_from(count.max(1)).unwrap_or(u16::MAX))
}
