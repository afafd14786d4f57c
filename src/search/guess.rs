//! What helps with a word that is not there, or not there yet: words by their length, from both ends,
//! for slips of the pen, and the likeliest words and names behind a few letters.
//!
//! In: words and names in order, and on how many pages each stands. Out: tables that hold no
//! document, so that they stay dense however many words begin alike. Must not: weigh a document.

use std::ops::Range;

use super::pack::{count, number, order};

/// A word or a whole name, on how many pages it stands, and how surely it leads to one.
pub(super) struct Known<'a> {
    pub(super) word: &'a str,
    pub(super) pages: usize,
    pub(super) sure: u8,
}

/// Words and what stands behind them in a table.
pub(super) type Lines = Vec<(String, Vec<u8>)>;

/// Words shorter than this are not taken for others.
const SHORTEST: usize = 4;
/// Longer words are as long as this one.
const LONGEST: u8 = 26;

/// Words of letters by their length: forwards, and written backwards. A slip in one half of a word
/// leaves the other half whole, and changes the length by one at most. Behind each is on how many pages
/// it stands.
pub(super) fn slips(words: &[Known<'_>]) -> Lines {
    let plain = |it: &&Known<'_>| it.word.chars().all(char::is_alphabetic);
    let mut lines = Lines::new();
    for it in words.iter().filter(plain) {
        let letters = it.word.chars().count();
        if letters < SHORTEST {
            continue;
        }
        let length = u8::try_from(letters).unwrap_or(LONGEST).min(LONGEST);
        let mut pages = Vec::new();
        number(&mut pages, count(it.pages));
        // `c` and `C` are words of three letters, forwards and backwards.
        let (forwards, backwards) = (char::from(b'a' - 1 + length), char::from(b'A' - 1 + length));
        lines.push((format!("{forwards}{}", it.word), pages.clone()));
        lines.push((format!("{backwards}{}", it.word.chars().rev().collect::<String>()), pages));
    }
    lines.sort_unstable_by(|a, b| order(&a.0, &b.0));
    lines
}

/// More files than this are not read for words that begin alike.
pub(super) const WIDE: usize = 3;
/// How many words are kept for a beginning.
const KEPT: usize = 10;

/// For each beginning that stands in more than [`WIDE`] files, the words with it that are likeliest:
/// those of most pages.
pub(super) fn starts(words: &[Known<'_>], cuts: &[Range<usize>]) -> Lines {
    starting(words, cuts, "", |it| (usize::MAX - it.pages, 0))
}

/// The same of names: the surest and shortest. `end` stands behind each name, and then behind the beginning.
pub(super) fn starts_of_names(names: &[Known<'_>], cuts: &[Range<usize>], end: &str) -> Lines {
    starting(names, cuts, end, |it| (usize::from(u8::MAX - it.sure), it.word.len()))
}

fn starting(
    words: &[Known<'_>],
    cuts: &[Range<usize>],
    end: &str,
    by: fn(&Known<'_>) -> (usize, usize),
) -> Lines {
    let mut lines = Lines::new();
    let mut wide: Vec<Range<usize>> = std::iter::once(0..words.len()).collect();
    // Each beginning within one that is wide, a letter longer.
    for length in 1.. {
        let mut within = Vec::new();
        for range in wide {
            let mut begin = range.start;
            let starts = words[range].chunk_by(|a, b| start(a.word, length) == start(b.word, length));
            for chunk in starts {
                let own = begin..begin + chunk.len();
                begin = own.end;
                let Some(start) = start(chunk[0].word, length).filter(|_| is_wide(&own, cuts)) else {
                    continue;
                };
                let mut best: Vec<&Known<'_>> = chunk.iter().collect();
                let last = KEPT.min(best.len()) - 1;
                best.select_nth_unstable_by_key(last, |it| by(it));
                best.truncate(KEPT);
                best.sort_by_key(|it| by(it));
                let listed = best.iter().map(|it| it.word).collect::<Vec<_>>().join("\n");
                let mut rest = Vec::new();
                number(&mut rest, count(listed.len()));
                rest.extend(listed.bytes());
                lines.push((format!("{start}{end}"), rest));
                within.push(own);
            }
        }
        if within.is_empty() {
            break;
        }
        wide = within;
    }
    lines
}

/// The first letters of a word; none where it has fewer.
fn start(word: &str, length: usize) -> Option<&str> {
    let end = word.char_indices().map(|it| it.0).chain([word.len()]).nth(length)?;
    Some(&word[..end])
}

fn is_wide(own: &Range<usize>, cuts: &[Range<usize>]) -> bool {
    let file = |n: usize| cuts.partition_point(|it| it.end <= n);
    file(own.end - 1) - file(own.start) >= WIDE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(word: &str, pages: usize) -> Known<'_> {
        Known { word, pages, sure: 0 }
    }

    #[test]
    fn a_word_stands_under_its_length_from_both_ends() {
        let lines = slips(&[known("k8s", 1), known("panic", 3), known("vm", 1)]);
        assert_eq!(lines, [("Ecinap".to_owned(), vec![3]), ("epanic".to_owned(), vec![3])]);
    }

    #[test]
    fn a_beginning_of_many_files_has_its_likeliest_words() {
        let words: Vec<String> = (0..40).map(|n| format!("pa{n:02}")).chain(["pen".to_owned()]).collect();
        let known: Vec<Known<'_>> =
            words.iter().enumerate().map(|(n, it)| known(it, if n == 33 { 9 } else { 1 })).collect();
        let cuts: Vec<Range<usize>> = (0..41).step_by(5).map(|n| n..(n + 5).min(41)).collect();
        let lines = starts(&known, &cuts);
        assert_eq!(lines.iter().map(|it| it.0.as_str()).collect::<Vec<_>>(), ["p", "pa"]);
        assert!(lines[1].1[1..].starts_with(b"pa33\n"), "{:?}", lines[1]);
    }
}
