//! Words in order, each with something behind it, cut into files.
//!
//! In: words and bytes. Out: files, and for each what tells its words from those before it. The
//! script finds the file of a word by these alone. Must not: know what stands behind a word.

use std::ops::Range;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde_json::{Value, json};

use super::pack::{self, File, Finish, order};

/// A finished table.
pub(super) struct Table<T> {
    /// Where each file begins: the first letters of its first word that no earlier word reaches.
    starts: Vec<String>,
    pub(super) files: Vec<File<T>>,
}

impl<T: Send> Table<T> {
    /// The words of each stretch in a file of their own, which `write` makes.
    pub(super) fn new(
        words: &[&str],
        cuts: &[Range<usize>],
        write: impl Fn(Range<usize>) -> Vec<u8> + Sync,
        finish: &Finish<'_, T>,
    ) -> Self {
        let start = |range: &Range<usize>| {
            let before = range.start.checked_sub(1).map_or("", |n| words[n]);
            apart(before, words[range.start]).to_owned()
        };
        let file = |range: &Range<usize>| File::new(&write(range.clone()), finish);
        Self { starts: cuts.iter().map(start).collect(), files: cuts.par_iter().map(file).collect() }
    }

    /// A table of lines that need no other file: a word, and the bytes behind it.
    pub(super) fn of_lines(lines: &[(String, Vec<u8>)], size: usize, finish: &Finish<'_, T>) -> Self {
        let words: Vec<&str> = lines.iter().map(|it| it.0.as_str()).collect();
        let mut cuts: Vec<Range<usize>> = Vec::new();
        let mut filled = size;
        for (n, (word, rest)) in lines.iter().enumerate() {
            if filled >= size {
                cuts.push(n..n);
                filled = 0;
            }
            // What a word shares with the one before it takes nothing, about.
            filled += word.len() / 2 + 2 + rest.len();
            if let Some(last) = cuts.last_mut() {
                last.end = n + 1;
            }
        }
        let write = |range: Range<usize>| {
            let (mut out, mut before) = (Vec::new(), "");
            for (word, rest) in &lines[range] {
                pack::word(&mut out, before, word);
                out.extend_from_slice(rest);
                before = word;
            }
            out
        };
        Self::new(&words, &cuts, write, finish)
    }

    /// Where its files begin, and their names.
    pub(super) fn contents(&self) -> Value {
        let names: Vec<&str> = self.files.iter().map(|it| it.name.as_str()).collect();
        json!([self.starts, names.concat()])
    }
}

/// The shortest beginning of a word that stands behind an earlier word.
fn apart<'a>(before: &str, word: &'a str) -> &'a str {
    let ends = word.char_indices().skip(1).map(|(at, _)| at);
    let longer = ends.map(|end| &word[..end]).find(|it| order(it, before).is_gt());
    longer.unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_by_as_few_letters_as_tell_it_from_the_one_before() {
        assert_eq!(apart("", "page"), "p");
        assert_eq!(apart("page 12=", "page 9="), "page 9");
        assert_eq!(apart("pages", "parser"), "par");
        assert_eq!(apart("pa", "paa"), "paa");
    }
}
