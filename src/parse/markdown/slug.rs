//! Anchors for headings, by the rules of the git host.
//!
//! In: a heading's text. Out: its id. Must not: know where the heading stands.

use std::collections::{BTreeMap, BTreeSet};

/// Ids given so far, so that none is given twice.
#[derive(Debug, Default)]
pub(super) struct Ids {
    used: BTreeSet<String>,
    // The last number tried for a slug: without it, n headings of one text would take n² steps.
    last: BTreeMap<String, u32>,
}

impl Ids {
    /// Takes an id that the author has set; false if it is taken.
    pub(super) fn take(&mut self, id: &str) -> bool {
        self.used.insert(id.to_owned())
    }

    /// The id for a text: a prefix and its slug, with the first free of `-1`, `-2` and so on if that is taken.
    pub(super) fn make(&mut self, prefix: &str, text: &str) -> String {
        let slug = match slug(text) {
            empty if empty.is_empty() => format!("{prefix}section"),
            slug => format!("{prefix}{slug}"),
        };
        let mut id = slug.clone();
        while !self.used.insert(id.clone()) {
            let number = self.last.entry(slug.clone()).or_default();
            *number += 1;
            id = format!("{slug}-{number}");
        }
        id
    }
}

/// The slug of a heading: lowercase letters, marks, digits, `_` and `-`; spaces become `-`.
pub(super) fn slug(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    lower.chars().filter(|it| *it == ' ' || *it == '-' || is_word(*it)).map(hyphen).collect()
}

fn hyphen(it: char) -> char {
    if it == ' ' { '-' } else { it }
}

/// What the git host's rules call a word character: letter, mark, decimal digit or connector. The
/// standard library knows no marks, and counts `²` and `½` as numbers: hence the ranges.
fn is_word(it: char) -> bool {
    match it {
        // Marks.
        '\u{300}'..='\u{36f}'
        | '\u{483}'..='\u{489}'
        | '\u{94d}'
        | '\u{9cd}'
        | '\u{bcd}'
        | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{3099}'..='\u{309a}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{fe20}'..='\u{fe2f}'
        // Connectors.
        | '_' | '\u{203f}' | '\u{2040}' | '\u{2054}' | '\u{fe33}' | '\u{fe34}' | '\u{ff3f}' => true,
        // Numbers that are no digits.
        '²' | '³' | '¹' | '¼'..='¾' | '\u{2070}'..='\u{209f}' | '\u{2150}'..='\u{215f}'
        | '\u{2460}'..='\u{249b}' | '\u{24ea}'..='\u{24ff}' | '\u{2776}'..='\u{2793}'
        | '\u{3192}'..='\u{3195}' | '\u{3220}'..='\u{3229}' | '\u{3248}'..='\u{325f}'
        | '\u{3280}'..='\u{3289}' | '\u{32b1}'..='\u{32bf}' => false,
        _ => it.is_alphabetic() || it.is_numeric(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_follow_the_git_host() {
        for (text, expected) in [
            ("Getting Started", "getting-started"),
            ("What's new in v2.0?", "whats-new-in-v20"),
            ("Ärger mit Größen", "ärger-mit-größen"),
            ("日本語 の 見出し", "日本語-の-見出し"),
            ("C++ & C#", "c--c"),
            ("snake_case - and-hyphens", "snake_case---and-hyphens"),
            ("🚀 Launch", "-launch"),
            ("x² is ½", "x-is-"),
            ("cafe\u{301}", "cafe\u{301}"),
        ] {
            assert_eq!(slug(text), expected, "{text}");
        }
    }

    #[test]
    fn no_id_is_given_twice() {
        let mut ids = Ids::default();
        assert!(ids.take("setup-1"));
        let made: Vec<_> = ["Setup", "Setup", "Setup", "!", "?"].iter().map(|it| ids.make("", it)).collect();
        assert_eq!(made, ["setup", "setup-2", "setup-3", "section", "section-1"]);
        assert!(!ids.take("setup"));
    }
}
