//! What a language adds: the stem that the forms of a word share, and the words that say nothing.
//!
//! In: a language as in HTML's `lang`, and words. Out: stems. The algorithms are Snowball's, see
//! <https://snowballstem.org/algorithms/>. A language without one has no stems, and loses nothing else.

use rust_stemmers::{Algorithm, Stemmer};

/// Words of questions and between words, in English. A query that has others too is read without.
const STOP: &str = include_str!("stop.en.txt");

/// A language.
pub(super) struct Language {
    stemmer: Option<Stemmer>,
    /// Words that are left out of the index, sorted.
    pub(super) stop: Vec<&'static str>,
}

impl Language {
    pub(super) fn new(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let algorithm = match primary.as_str() {
            "ar" => Some(Algorithm::Arabic),
            "da" => Some(Algorithm::Danish),
            "de" => Some(Algorithm::German),
            "el" => Some(Algorithm::Greek),
            "en" => Some(Algorithm::English),
            "es" => Some(Algorithm::Spanish),
            "fi" => Some(Algorithm::Finnish),
            "fr" => Some(Algorithm::French),
            "hu" => Some(Algorithm::Hungarian),
            "it" => Some(Algorithm::Italian),
            "nb" | "nn" | "no" => Some(Algorithm::Norwegian),
            "nl" => Some(Algorithm::Dutch),
            "pt" => Some(Algorithm::Portuguese),
            "ro" => Some(Algorithm::Romanian),
            "ru" => Some(Algorithm::Russian),
            "sv" => Some(Algorithm::Swedish),
            "ta" => Some(Algorithm::Tamil),
            "tr" => Some(Algorithm::Turkish),
            _ => None,
        };
        let stop = if primary == "en" { STOP.split_whitespace().collect() } else { Vec::new() };
        Self { stemmer: algorithm.map(Stemmer::create), stop }
    }

    /// Whether a word says nothing.
    pub(super) fn stops(&self, word: &str) -> bool {
        self.stop.binary_search(&word).is_ok()
    }

    /// What the forms of a word share. It begins as the word does, so that the forms stand near one
    /// another in the dictionary; names and numbers have no other form.
    pub(super) fn stem(&self, word: &str) -> String {
        let is_name = word.chars().count() < 4 || !word.chars().all(char::is_alphabetic);
        let Some(stemmer) = self.stemmer.as_ref().filter(|_| !is_name) else { return word.to_owned() };
        let stem = stemmer.stem(word);
        let begins_alike = word.chars().zip(stem.chars()).take(2).all(|(a, b)| a == b);
        if begins_alike && stem.chars().count() > 1 { stem.into_owned() } else { word.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_of_a_word_share_a_stem() {
        let english = Language::new("en-GB");
        for (one, other) in [("migrations", "migrate"), ("deployed", "deploys"), ("policies", "policy")] {
            assert_eq!(english.stem(one), english.stem(other));
        }
        assert_eq!(english.stem("k8s"), "k8s");
        assert_eq!(english.stem("glibc_2.38"), "glibc_2.38");
        assert_eq!(Language::new("tlh").stem("migrations"), "migrations");
        assert_eq!(Language::new("de").stem("dienste"), Language::new("de").stem("dienst"));
    }

    #[test]
    fn words_that_say_nothing_are_sorted() {
        assert!(Language::new("en").stop.is_sorted());
        assert!(Language::new("en").stops("how"));
        assert!(!Language::new("fr").stops("how"));
    }
}
