//! What follows from a site's language: which way it is written, and whether the theme's words are in it.
//!
//! In: a language as HTML's `lang` names it. Out: words for `dir` and `lang`. Must not: translate.

/// Languages written from right to left, by their first part.
const FROM_THE_RIGHT: &[&str] = &[
    "ar", "arc", "azb", "ckb", "dv", "fa", "glk", "he", "ks", "lrc", "mzn", "nqo", "pnb", "ps", "sd", "syr",
    "ug", "ur", "yi",
];
/// Scripts written from right to left, where a language says its script.
const SCRIPTS: &[&str] = &["adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"];
/// The language of the theme's words.
const OURS: &str = "en";

/// Which way a language is written: `ltr` or `rtl`.
pub(super) fn direction(language: &str) -> &'static str {
    let language = language.to_ascii_lowercase();
    let mut parts = language.split(['-', '_']);
    let first = parts.next().unwrap_or_default();
    let from_the_right = match parts.find(|part| part.len() == 4 && part.chars().all(char::is_alphabetic)) {
        Some(script) => SCRIPTS.contains(&script),
        None => FROM_THE_RIGHT.contains(&first),
    };
    if from_the_right { "rtl" } else { "ltr" }
}

/// The language of the theme's own words, where a site's is another one.
pub(super) fn interface(language: &str) -> Option<&'static str> {
    let first = language.split(['-', '_']).next().unwrap_or_default();
    (!first.eq_ignore_ascii_case(OURS)).then_some(OURS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_says_which_way_it_is_written() {
        for (language, written) in [
            ("en", "ltr"),
            ("he", "rtl"),
            ("ar-EG", "rtl"),
            ("az-Arab", "rtl"),
            ("ks-Deva", "ltr"),
            ("de", "ltr"),
        ] {
            assert_eq!(direction(language), written, "{language}");
        }
        assert_eq!((interface("en-GB"), interface("he")), (None, Some("en")));
    }
}
