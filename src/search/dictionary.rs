//! The dictionary and the lists that it leads to, as files.
//!
//! In: postings. Out: tables of words, of whole names and of phrases, and what they lead to. The words
//! stand in order, so that those with one beginning stand together, and the words of a group as far as
//! they fit. A word of few documents has them beside it; one of many leads to a file of lists; one of
//! very many has the best there and the rest in another. Names and phrases have tables of their own:
//! thousands of pages may be called `Page 1`, and words beginning with `pa` are few. Must not:
//! weigh a word.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde_json::Value;

use super::guess::{self, Known};
use super::pack::{self, File, Finish, count, number, order};
use super::posting::Postings;
use super::stretch::{NAME_END, PHRASE_END};
use super::table::Table;

/// Up to this many documents stand in the dictionary itself.
const INLINE: usize = 4;
/// The most documents of a list that is read first.
pub(super) const HEAD: usize = 2048;
/// How large files are before they are compressed, in bytes.
const DICTIONARY_SIZE: usize = 8 << 10;
const MOST_DICTIONARY_SIZE: usize = 16 << 10;
const LISTS_SIZE: usize = 12 << 10;
const RESTS_SIZE: usize = 24 << 10;
const GUESSES_SIZE: usize = 4 << 10;

/// A finished dictionary.
pub(super) struct Dictionary<T> {
    pub(super) files: Vec<File<T>>,
    /// The tables by name, each with where its files begin and their names.
    pub(super) tables: Value,
}

/// Where a list stands.
#[derive(Clone, Copy)]
struct Place {
    file: usize,
    offset: usize,
}

/// Lists one after another, cut into files.
struct Lists {
    size: usize,
    files: Vec<Vec<u8>>,
}

impl Lists {
    fn new(size: usize) -> Self {
        Self { size, files: Vec::new() }
    }

    fn add(&mut self, list: &[(u32, u8)]) -> Place {
        if self.files.last().is_none_or(|it| it.len() >= self.size) {
            self.files.push(Vec::new());
        }
        let file = self.files.len() - 1;
        let bytes = &mut self.files[file];
        let place = Place { file, offset: bytes.len() };
        let mut before = 0;
        for (document, _) in list {
            number(bytes, document - before);
            before = *document;
        }
        bytes.extend(list.iter().map(|(_, level)| *level));
        place
    }
}

/// What the dictionary says of a group.
struct Entry {
    documents: Vec<(u32, u8)>,
    count: usize,
    head: Option<Place>,
    rest: Option<Place>,
}

/// Words with the number of their group.
type Grouped<'a> = Vec<(&'a str, u32)>;

impl<T: Send> Dictionary<T> {
    pub(super) fn new(postings: &Postings, finish: &Finish<'_, T>) -> Self {
        let (mut heads, mut rests) = (Lists::new(LISTS_SIZE), Lists::new(RESTS_SIZE));
        let groups = postings.words().map(|it| it.1).max().map_or(0, |last| last as usize + 1);
        let mut entries: Vec<Option<Entry>> = (0..groups).map(|_| None).collect();
        // In the order of words, so that those with one beginning have their lists together.
        for (_, group) in postings.words() {
            let entry = &mut entries[group as usize];
            if entry.is_none() {
                *entry = Some(Entry::new(postings.of(group).collect(), &mut heads, &mut rests));
            }
        }
        let finished = |lists: Lists| -> Vec<File<T>> {
            lists.files.par_iter().map(|it| File::new(it, finish)).collect()
        };
        let (heads, rests) = (finished(heads), finished(rests));
        let (head_names, rest_names) = (names(&heads), names(&rests));
        let (mut words, mut whole, mut phrases) = (Grouped::new(), Grouped::new(), Grouped::new());
        for (word, group) in postings.words() {
            let of = match word.chars().next_back() {
                Some(NAME_END) => &mut whole,
                Some(PHRASE_END) => &mut phrases,
                _ => &mut words,
            };
            of.push((word, group));
        }
        let phrases = by_rarest(phrases, &words, &entries);
        let phrases: Grouped<'_> = phrases.iter().map(|(phrase, group)| (phrase.as_str(), *group)).collect();
        let table = |words: &Grouped<'_>, cuts: &[Range<usize>]| {
            let keys: Vec<&str> = words.iter().map(|it| it.0).collect();
            Table::new(&keys, cuts, |own| write(&words[own], &entries, &head_names, &rest_names), finish)
        };
        let (word_cuts, name_cuts) = (cut(&words), cut(&whole));
        let (known_words, known_names) = (known(&words, &entries), known(&whole, &entries));
        let mut starts = guess::starts(&known_words, &word_cuts);
        starts.extend(guess::starts_of_names(&known_names, &name_cuts, &NAME_END.to_string()));
        starts.sort_unstable_by(|a, b| order(&a.0, &b.0));
        let tables = [
            ("words", table(&words, &word_cuts)),
            ("names", table(&whole, &name_cuts)),
            ("phrases", table(&phrases, &cut(&phrases))),
            ("slips", Table::of_lines(&guess::slips(&known_words), GUESSES_SIZE, finish)),
            ("starts", Table::of_lines(&starts, GUESSES_SIZE, finish)),
        ];
        let contents = tables.iter().map(|(name, table)| ((*name).to_owned(), table.contents()));
        Self {
            tables: Value::Object(contents.collect()),
            files: heads
                .into_iter()
                .chain(rests)
                .chain(tables.into_iter().flat_map(|(_, table)| table.files))
                .collect(),
        }
    }
}

fn known<'a>(words: &Grouped<'a>, entries: &[Option<Entry>]) -> Vec<Known<'a>> {
    let known = |(word, group): &(&'a str, u32)| {
        let entry = entries[*group as usize].as_ref();
        let sure = entry.and_then(|it| it.documents.iter().map(|it| it.1).max());
        Known { word, pages: entry.map_or(0, |it| it.count), sure: sure.unwrap_or(0) }
    };
    words.iter().map(known).collect()
}

/// Phrases, each behind that of its words that stands on the fewest pages: who looks for a phrase within
/// a long text begins there.
fn by_rarest(phrases: Grouped<'_>, words: &Grouped<'_>, entries: &[Option<Entry>]) -> Vec<(String, u32)> {
    let pages = |word: &str| {
        let n = words.binary_search_by(|it| order(it.0, word)).ok()?;
        Some(entries[words[n].1 as usize].as_ref()?.count)
    };
    let behind = |(phrase, group): (&str, u32)| {
        let own = phrase.trim_end_matches(PHRASE_END).split(' ');
        let own = own.filter(|word| word.chars().any(char::is_alphabetic));
        let rarest = own.filter_map(|word| Some((pages(word)?, word))).min()?.1;
        Some((format!("{rarest} {phrase}"), group))
    };
    let mut behind: Vec<(String, u32)> = phrases.into_iter().filter_map(behind).collect();
    behind.sort_unstable_by(|a, b| order(&a.0, &b.0));
    behind
}

fn names<T>(files: &[File<T>]) -> Vec<&str> {
    files.iter().map(|it| it.name.as_str()).collect()
}

impl Entry {
    fn new(mut documents: Vec<(u32, u8)>, heads: &mut Lists, rests: &mut Lists) -> Self {
        let count = documents.len();
        if count <= INLINE {
            return Self { documents, count, head: None, rest: None };
        }
        if count <= HEAD {
            return Self { documents: Vec::new(), count, head: Some(heads.add(&documents)), rest: None };
        }
        documents.sort_unstable_by_key(|(document, level)| (u8::MAX - level, *document));
        let (best, others) = documents.split_at_mut(HEAD);
        best.sort_unstable();
        others.sort_unstable();
        let (head, rest) = (Some(heads.add(best)), Some(rests.add(others)));
        Self { documents: Vec::new(), count, head, rest }
    }
}

/// Stretches of words for a file each. A group is cut in two only where very much stands between its
/// words, as thousands of pages called `Page1` do between `page` and `pages`: then both parts lead to
/// the same lists.
fn cut(words: &[(&str, u32)]) -> Vec<Range<usize>> {
    let groups = words.iter().map(|it| it.1).max().map_or(0, |last| last as usize + 1);
    let mut last = vec![0; groups];
    words.iter().enumerate().for_each(|(n, (_, group))| last[*group as usize] = n);
    let (mut begin, mut size, mut open_until) = (0, 0, 0);
    let mut cuts = Vec::new();
    for (n, (word, group)) in words.iter().enumerate() {
        // What a word takes besides its letters, about.
        size += word.len() / 2 + 6;
        open_until = open_until.max(last[*group as usize]);
        if size >= DICTIONARY_SIZE && open_until <= n || size >= MOST_DICTIONARY_SIZE {
            cuts.push(begin..n + 1);
            (begin, size) = (n + 1, 0);
        }
    }
    if begin < words.len() {
        cuts.push(begin..words.len());
    }
    cuts
}

/// One file: the names of the files that it leads to, then its words. After a word, 0 and how many
/// words back its group's first stands, or else one more than its number of documents and where
/// they are.
fn write(words: &[(&str, u32)], entries: &[Option<Entry>], heads: &[&str], rests: &[&str]) -> Vec<u8> {
    let mut files: Vec<&str> = Vec::new();
    let mut seen: BTreeMap<u32, usize> = BTreeMap::new();
    let mut body = Vec::new();
    let mut before = "";
    for (n, (word, group)) in words.iter().enumerate() {
        pack::word(&mut body, before, word);
        before = word;
        if let Some(first) = seen.get(group) {
            number(&mut body, 0);
            number(&mut body, count(n - first));
            continue;
        }
        seen.insert(*group, n);
        let Some(entry) = &entries[*group as usize] else { continue };
        number(&mut body, count(entry.count + 1));
        let mut last = 0;
        for (document, level) in &entry.documents {
            number(&mut body, document - last);
            body.push(*level);
            last = *document;
        }
        for (place, all) in [(entry.head, heads), (entry.rest, rests)] {
            let Some(place) = place else { continue };
            let name = all[place.file];
            let known = files.iter().position(|it| *it == name);
            let at = known.unwrap_or_else(|| {
                files.push(name);
                files.len() - 1
            });
            number(&mut body, count(at));
            number(&mut body, count(place.offset));
        }
    }
    let mut out = Vec::new();
    number(&mut out, count(files.len()));
    out.extend(files.concat().bytes());
    out.extend(body);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn longest(names: usize) -> (usize, usize) {
        let own: Vec<String> = (0..names).map(|n| format!("page{n:05}")).collect();
        let own = own.iter().zip(1..).map(|(word, group)| (word.as_str(), group));
        let words: Grouped<'_> = [("page", 0)].into_iter().chain(own).chain([("pages", 0)]).collect();
        let cuts = cut(&words);
        assert!(cuts.windows(2).all(|pair| pair[0].end == pair[1].start));
        (cuts.len(), cuts.iter().map(ExactSizeIterator::len).max().unwrap_or(0))
    }

    #[test]
    fn a_group_stands_in_one_file() {
        let (files, _) = longest(800);
        assert_eq!(files, 1, "800 words are more than a file should hold, and a group is around them");
    }

    #[test]
    fn thousands_of_words_between_two_forms_of_a_word_fill_no_file() {
        let (files, words) = longest(20_000);
        assert!(files > 10 && words < 2000, "{words} words in one of {files} files");
    }
}
