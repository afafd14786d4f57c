//! Which word stands where, and how much it says of the page.
//!
//! In: documents. Out: [`Postings`]: the words in order, those with one stem as one group, and for
//! each group the documents with a level each. Linear in the text, parallel by stretches of documents.
//! Must not: write bytes.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;

use super::document::{Document, Documents};
use super::pack::{count, order};
use super::stretch::{Read, Stretch, stretches};
use super::texts::Texts;
use crate::cache::{Keyed, Memo};

/// How many endings of words are worth knowing.
const MOST_ENDINGS: usize = 40;

/// The words of a site.
pub(super) struct Postings {
    /// Words and whole names in the order of the index.
    words: Texts,
    /// The number of each one's group.
    groups: Vec<u32>,
    /// What forms of a word end in behind what they share, such as `s` and `ing`.
    pub(super) endings: Vec<String>,
    starts: Vec<u32>,
    documents: Vec<u32>,
    levels: Vec<u8>,
}

impl Postings {
    /// Words and whole names in the order of the index, with the number of their group.
    pub(super) fn words(&self) -> impl Iterator<Item = (&str, u32)> {
        self.words.iter().zip(self.groups.iter().copied())
    }

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

fn join(read: &[(Range<usize>, Read)]) -> Postings {
    let (stems, numbers) = numbered(read);
    let words = read.iter().zip(&numbers).flat_map(|((_, stretch), numbers)| {
        stretch.words.iter().zip(&stretch.groups_of_words).map(|(word, own)| (word, numbers[*own as usize]))
    });
    let mut words: Vec<(&str, u32)> = words.collect();
    words.par_sort_by(|a, b| order(a.0, b.0));
    words.dedup_by_key(|it| it.0);

    let mut starts = vec![0u32; stems.len() + 1];
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
    let endings = endings(words.iter().map(|(word, group)| (*word, stems[*group as usize])));
    let groups = words.iter().map(|it| it.1).collect();
    let words = words.into_iter().map(|it| it.0).collect();
    Postings { words, groups, endings, starts, documents, levels }
}

/// The groups of all stretches in order, once each, and the number of each group of each stretch. The
/// stretches have theirs in order, so that sorting merges them.
fn numbered(read: &[(Range<usize>, Read)]) -> (Vec<&str>, Vec<Vec<u32>>) {
    let all = read.iter().enumerate().flat_map(|(stretch, (_, read))| {
        read.groups.iter().enumerate().map(move |(own, group)| (group, count(stretch), count(own)))
    });
    let mut all: Vec<(&str, u32, u32)> = all.collect();
    all.par_sort_by_key(|it| it.0);
    let mut groups: Vec<&str> = Vec::new();
    let mut numbers: Vec<Vec<u32>> = read.iter().map(|(_, it)| vec![0; it.groups.len()]).collect();
    for (group, stretch, own) in all {
        if groups.last() != Some(&group) {
            groups.push(group);
        }
        numbers[stretch as usize][own as usize] = count(groups.len() - 1);
    }
    (groups, numbers)
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
