//! Documents cut into stretches, each of which is read in one go.
//!
//! In: documents. Out: ranges of their numbers. Must not: read one.

use std::hash::{Hash as _, Hasher as _};
use std::ops::{Range, RangeInclusive};

use rustc_hash::FxHasher;

use super::document::Documents;

/// How few documents are read in one go: an edit reads one stretch, and all stretches are joined.
const STRETCH: RangeInclusive<usize> = 32..=256;
/// How many stretches there are to be, about, on a site of a usual size.
const STRETCHES: usize = 40;
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
