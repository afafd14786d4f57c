//! The dictionary and the lists that it leads to, as files.
//!
//! In: postings. Out: files, and for each file of the dictionary its first word. The words stand in
//! order, so that those with one beginning stand together, and the words of a group as far as they fit. A word of
//! few documents has them beside it; one of many leads to a file of lists; one of very many has the
//! best there and the rest in another. A second dictionary holds the words written backwards, in
//! order, for what is misspelt at its beginning. Must not: weigh a word.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use super::pack::{self, File, Finish, count, number, order};
use super::posting::{NAME_END, Postings};

/// Up to this many documents stand in the dictionary itself.
const INLINE: usize = 4;
/// The most documents of a list that is read first.
pub(super) const HEAD: usize = 2048;
/// How large files are before they are compressed, in bytes.
const DICTIONARY_SIZE: usize = 8 << 10;
const MOST_DICTIONARY_SIZE: usize = 16 << 10;
const LISTS_SIZE: usize = 12 << 10;
const RESTS_SIZE: usize = 24 << 10;
const BACKWARDS_SIZE: usize = 16 << 10;

/// A finished dictionary.
pub(super) struct Dictionary<T> {
    pub(super) files: Vec<File<T>>,
    /// The first word and the name of each file with words.
    pub(super) forward: Vec<(String, String)>,
    /// The same of words written backwards.
    pub(super) backward: Vec<(String, String)>,
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

impl<T: Send> Dictionary<T> {
    pub(super) fn new(postings: &Postings, finish: &Finish<'_, T>) -> Self {
        let (mut heads, mut rests) = (Lists::new(LISTS_SIZE), Lists::new(RESTS_SIZE));
        let groups = postings.words.iter().map(|it| it.1).max().map_or(0, |last| last as usize + 1);
        let mut entries: Vec<Option<Entry>> = (0..groups).map(|_| None).collect();
        // In the order of words, so that those with one beginning have their lists together.
        for (_, group) in &postings.words {
            let entry = &mut entries[*group as usize];
            if entry.is_none() {
                *entry = Some(Entry::new(postings.of(*group).collect(), &mut heads, &mut rests));
            }
        }
        let finished = |lists: Lists| -> Vec<File<T>> {
            lists.files.par_iter().map(|it| File::new(it, finish)).collect()
        };
        let (heads, rests) = (finished(heads), finished(rests));
        let (head_names, rest_names) = (names(&heads), names(&rests));
        let shards = cut(&postings.words);
        let shard = |range: &Range<usize>| {
            let words = &postings.words[range.clone()];
            (words[0].0.clone(), File::new(&write(words, &entries, &head_names, &rest_names), finish))
        };
        let forward: Vec<(String, File<T>)> = shards.par_iter().map(shard).collect();
        let backward = backwards(&postings.words, finish);
        let named = |all: &[(String, File<T>)]| {
            all.iter().map(|(word, it)| (word.clone(), it.name.clone())).collect()
        };
        Self {
            forward: named(&forward),
            backward: named(&backward),
            files: heads
                .into_iter()
                .chain(rests)
                .chain(forward.into_iter().chain(backward).map(|(_, file)| file))
                .collect(),
        }
    }
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
/// words, as thousands of pages called `Page 1` do between `page` and `pages`: then both parts lead to
/// the same lists.
fn cut(words: &[(String, u32)]) -> Vec<Range<usize>> {
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
fn write(words: &[(String, u32)], entries: &[Option<Entry>], heads: &[&str], rests: &[&str]) -> Vec<u8> {
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

/// Words of letters alone, written backwards, in order: those that may be misspelt.
fn backwards<T: Send>(words: &[(String, u32)], finish: &Finish<'_, T>) -> Vec<(String, File<T>)> {
    let is_plain = |word: &str| word.chars().count() > 3 && word.chars().all(char::is_alphabetic);
    let plain = words.iter().map(|it| it.0.as_str()).filter(|it| !it.ends_with(NAME_END) && is_plain(it));
    let mut turned: Vec<String> = plain.map(|it| it.chars().rev().collect()).collect();
    turned.sort_unstable_by(|a, b| order(a, b));
    let mut shards: Vec<(String, Vec<u8>)> = Vec::new();
    let mut before = "";
    for word in &turned {
        if shards.last().is_none_or(|it| it.1.len() >= BACKWARDS_SIZE) {
            shards.push((word.clone(), Vec::new()));
            before = "";
        }
        if let Some((_, bytes)) = shards.last_mut() {
            pack::word(bytes, before, word);
        }
        before = word;
    }
    shards.into_par_iter().map(|(word, bytes)| (word, File::new(&bytes, finish))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(names: usize) -> Vec<(String, u32)> {
        let own = (0..names).map(|n| (format!("page {n:05}="), count(n + 1)));
        [("page".to_owned(), 0)].into_iter().chain(own).chain([("pages".to_owned(), 0)]).collect()
    }

    #[test]
    fn a_group_stands_in_one_file() {
        let cuts = cut(&words(800));
        assert_eq!(cuts.len(), 1, "800 names are more than a file should hold, and a group is around them");
    }

    #[test]
    fn thousands_of_names_between_two_forms_of_a_word_fill_no_file() {
        let words = words(20_000);
        let cuts = cut(&words);
        assert!(cuts.windows(2).all(|pair| pair[0].end == pair[1].start) && cuts.len() > 10);
        let longest = cuts.iter().map(ExactSizeIterator::len).max();
        assert!(longest < Some(2000), "{longest:?} words in one file");
    }
}
