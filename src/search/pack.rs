//! Files of the index: numbers of few bytes, words that share their beginning, and files named by
//! what they hold.
//!
//! In: bytes. Out: files, each under a name made of its content, so that it may be cached for ever and
//! one that leads to others can only lead to the right ones. Must not: know what is in them.

use std::cmp::Ordering;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// The folder of the index.
pub(super) const FOLDER: &str = "search";
/// How long the part of a name is that is made of the content, in hexadecimal digits.
pub(super) const HASH: usize = 10;

/// Makes what is kept of a file, of its path in the site and its content, on many threads at once.
pub type Finish<'a, T> = dyn Fn(&str, &[u8]) -> T + Sync + 'a;

/// A finished file.
pub(super) struct File<T> {
    /// The name by which others refer to it: [`HASH`] digits.
    pub(super) name: String,
    /// What is kept of it.
    pub(super) made: T,
}

impl<T> File<T> {
    pub(super) fn new(content: &[u8], finish: &Finish<'_, T>) -> Self {
        let name = blake3::hash(content).to_hex()[..HASH].to_owned();
        Self { made: finish(&path(&name), content), name }
    }
}

/// Where a file stands in the site.
pub(super) fn path(name: &str) -> String {
    format!("{FOLDER}/{name}.bin")
}

/// A file's content as it is published: raw deflate, see <https://www.rfc-editor.org/rfc/rfc1951>.
#[must_use]
pub fn compress(content: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    // Writing to memory cannot fail.
    encoder.write_all(content).and_then(|()| encoder.finish()).unwrap_or_default()
}

/// Appends a number: seven bits a byte, the lowest first, the eighth says that more follow.
pub(super) fn number(out: &mut Vec<u8>, mut number: u32) {
    loop {
        let low = (number & 0x7f).to_le_bytes()[0];
        number >>= 7;
        if number == 0 {
            return out.push(low);
        }
        out.push(low | 0x80);
    }
}

/// A length as a number.
pub(super) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Appends a word after another: how many units of UTF-16 they begin with alike, how many bytes the
/// rest has, the rest.
pub(super) fn word(out: &mut Vec<u8>, before: &str, word: &str) {
    let mut alike = 0;
    let mut bytes = 0;
    for (a, b) in before.chars().zip(word.chars()) {
        if a != b {
            break;
        }
        alike += a.len_utf16();
        bytes += a.len_utf8();
    }
    let rest = &word.as_bytes()[bytes..];
    number(out, count(alike));
    number(out, count(rest.len()));
    out.extend_from_slice(rest);
}

/// The order of words in the index, which is that of strings in a browser: by units of UTF-16.
pub(super) fn order(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::DeflateDecoder;
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::*;

    fn read(bytes: &mut &[u8]) -> u32 {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = bytes[0];
            *bytes = &bytes[1..];
            number |= u32::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 {
                return number;
            }
        }
    }

    proptest! {
        #[test]
        fn a_number_is_read_as_it_was_written(numbers in proptest::collection::vec(any::<u32>(), 0..20)) {
            let mut bytes = Vec::new();
            for it in &numbers {
                number(&mut bytes, *it);
            }
            let mut rest = &bytes[..];
            let back: Vec<u32> = numbers.iter().map(|_| read(&mut rest)).collect();
            prop_assert_eq!(back, numbers);
            prop_assert_eq!(rest.len(), 0);
        }

        #[test]
        fn words_are_read_as_they_were_written(words in proptest::collection::vec(any::<String>(), 0..20)) {
            let mut bytes = Vec::new();
            let mut before = "";
            for it in &words {
                word(&mut bytes, before, it);
                before = it;
            }
            let mut rest = &bytes[..];
            let mut last: Vec<u16> = Vec::new();
            for it in &words {
                let (alike, length) = (read(&mut rest) as usize, read(&mut rest) as usize);
                let mut units = last[..alike].to_vec();
                units.extend(std::str::from_utf8(&rest[..length]).expect("whole letters").encode_utf16());
                rest = &rest[length..];
                prop_assert_eq!(&String::from_utf16(&units).expect("a word"), it);
                last = units;
            }
        }

        #[test]
        fn a_file_is_read_as_it_was_written(content in proptest::collection::vec(any::<u8>(), 0..2000)) {
            let mut back = Vec::new();
            DeflateDecoder::new(&compress(&content)[..]).read_to_end(&mut back).expect("deflated");
            prop_assert_eq!(back, content);
        }
    }

    #[test]
    fn a_name_is_made_of_the_content() {
        let name = |content: &[u8]| File::new(content, &|_, _| ()).name;
        assert_eq!(name(b"a"), name(b"a"));
        assert_ne!(name(b"a"), name(b"b"));
        assert_eq!(name(b"a").len(), HASH);
    }
}
