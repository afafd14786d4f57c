//! Which word stands where, and how much it says of the page.
//!
//! In: documents. Out: [`Postings`]: the words in order, those with one stem as one group, and for
//! each group the documents with a level each. Linear in the text, parallel by stretches of documents.
//! Must not: write bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};

use super::document::{Document, Documents};
use super::pack::{count, order};
use super::stem::Language;
use super::stretch::stretches;
use super::word;
use crate::cache::{Keyed, Memo};
use crate::facet::Phase;

/// How many endings of words are worth knowing.
const MOST_ENDINGS: usize = 40;
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

/// The words of a site.
pub(super) struct Postings {
    /// Words and whole names in the order of the index, with the number of their group.
    pub(super) words: Vec<(String, u32)>,
    /// What forms of a word end in behind what they share, such as `s` and `ing`.
    pub(super) endings: Vec<String>,
    starts: Vec<u32>,
    documents: Vec<u32>,
    levels: Vec<u8>,
}

impl Postings {
    /// The documents of a group in order, and the level of each.
    pub(super) fn of(&self, group: u32) -> impl Iterator<Item = (u32, u8)> + '_ {
        let range = self.starts[group as usize] as usize..self.starts[group as usize + 1] as usize;
        range.map(|n| (self.documents[n], self.levels[n]))
    }

    pub(super) fn new(documents: &Documents<'_>, language: &str, known: &Known) -> Self {
        let stretches = stretches(documents);
        let read: Vec<(Range<usize>, Read)> = stretches
            .into_par_iter()
            .map(|range| (range.clone(), read(documents, range, language, known)))
            .collect();
        join(&read)
    }
}

/// Reads a stretch, unless what it says is known.
fn read(documents: &Documents<'_>, range: Range<usize>, language: &str, known: &Known) -> Read {
    let mut key = Keyed::default();
    key.add(language.as_bytes());
    let documents: Vec<Document<'_>> = range.map(|n| documents.get(n)).collect();
    key.add_hash(&documents);
    let mut made = None;
    let bytes = known.get(key.key(), &(), || {
        let mut stretch = Stretch::new(language);
        documents.iter().zip(0..).for_each(|(document, place)| stretch.read(place, document));
        postcard::to_allocvec(made.insert(stretch.finish())).unwrap_or_default().into()
    });
    // What was encoded can be decoded; what was found was encoded here.
    made.unwrap_or_else(|| postcard::from_bytes(&bytes).unwrap_or_default())
}

/// What stretches of documents say, by what they hold.
pub type Known = Memo<Arc<[u8]>>;

/// What a stretch of documents says.
#[derive(Default, Serialize, Deserialize)]
struct Read {
    /// The groups by their own numbers.
    groups: Vec<String>,
    /// Words with their group's own number.
    words: Vec<(String, u32)>,
    /// How many documents each group has: theirs stand together, in the order of groups.
    counts: Vec<u32>,
    /// By its place in the stretch; those of a group in order.
    documents: Vec<u16>,
    levels: Vec<u8>,
}

fn join(read: &[(Range<usize>, Read)]) -> Postings {
    // In the order in which they are met, which is that of documents.
    let mut groups: Numbered<&str> = Numbered::default();
    let mut words: IndexMap<&str, u32, FxBuildHasher> = IndexMap::default();
    let mut numbers: Vec<Vec<u32>> = Vec::new();
    for (_, stretch) in read {
        let own: Vec<u32> = stretch.groups.iter().map(|it| count(groups.insert_full(it).0)).collect();
        words.extend(stretch.words.iter().map(|(word, group)| (word.as_str(), own[*group as usize])));
        numbers.push(own);
    }
    words.sort_unstable_by(|a, _, b, _| order(a, b));

    let mut starts = vec![0u32; groups.len() + 1];
    for ((_, stretch), numbers) in read.iter().zip(&numbers) {
        let counted = numbers.iter().zip(&stretch.counts);
        counted.for_each(|(group, count)| starts[*group as usize + 1] += count);
    }
    for n in 1..starts.len() {
        starts[n] += starts[n - 1];
    }
    let total = starts.last().map_or(0, |it| *it as usize);
    let (mut next, mut documents, mut levels) = (starts.clone(), vec![0; total], vec![0; total]);
    for ((range, stretch), numbers) in read.iter().zip(&numbers) {
        let mut postings = stretch.documents.iter().zip(&stretch.levels);
        for (group, many) in numbers.iter().zip(&stretch.counts) {
            for (document, level) in postings.by_ref().take(*many as usize) {
                let at = &mut next[*group as usize];
                documents[*at as usize] = count(range.start) + u32::from(*document);
                levels[*at as usize] = *level;
                *at += 1;
            }
        }
    }
    let stems: Vec<&str> = groups.into_iter().collect();
    let endings = endings(words.iter().map(|(word, group)| (*word, stems[*group as usize])));
    let words = words.into_iter().map(|(word, group)| (word.to_owned(), group)).collect();
    Postings { words, endings, starts, documents, levels }
}

/// What many words end in behind their stem: the language's stemmer is known to the build alone, and a
/// query may have a form that no page has.
fn endings<'a>(words: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let tails = words.filter_map(|(word, stem)| word.strip_prefix(stem).filter(|it| !it.is_empty()));
    tails.for_each(|tail| *counts.entry(tail).or_default() += 1);
    let mut common: Vec<(&str, usize)> = counts.into_iter().filter(|it| it.1 > 1).collect();
    common.sort_by_key(|it| usize::MAX - it.1);
    common.into_iter().take(MOST_ENDINGS).map(|it| it.0.to_owned()).collect()
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

struct Stretch {
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
    fn new(language: &str) -> Self {
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

    fn read(&mut self, place: u16, document: &Document<'_>) {
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

    fn finish(self) -> Read {
        let mut counts = vec![0; self.groups.len()];
        self.postings.iter().for_each(|(group, ..)| counts[*group as usize] += 1);
        let mut next: Vec<usize> = counts
            .iter()
            .scan(0, |end, count| {
                let start = *end;
                *end += *count as usize;
                Some(start)
            })
            .collect();
        let (mut documents, mut levels) = (vec![0; self.postings.len()], vec![0; self.postings.len()]);
        for (group, document, level) in self.postings {
            let at = &mut next[group as usize];
            (documents[*at], levels[*at]) = (document, level);
            *at += 1;
        }
        Read {
            groups: self.groups.into_iter().collect(),
            words: self.words.into_iter().filter_map(|(word, group)| Some((word, group?))).collect(),
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
