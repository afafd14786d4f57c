//! Where a text tells of a talk between two people.
//!
//! In: plain text. Out: the words that name the talk, and whom it was with. Must not: know records; a rule asks
//! whether a name is a record's.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::people::{lower, person};
use crate::name::{bare, is_name};

/// A talk between two people.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Talk {
    /// The words that tell of it.
    pub(super) text: String,
    /// Whom it was with, in small letters.
    pub(super) names: Vec<String>,
    /// Whether it may be told of without what was said in it.
    pub(super) guess: bool,
}

/// What a talk between two people is called, in small letters.
const TALKS: &[&str] = &["1:1", "1-1", "1-to-1", "one-to-one", "one-on-one", "1-on-1", "1on1"];

/// What makes a meeting of such a talk, or notes of it.
const MEETING: &[&str] =
    &["agenda", "biweekly", "catch-up", "fortnightly", "meeting", "minutes", "monthly", "notes", "weekly"];

/// What else may stand before such a talk where notes of it begin.
const OPENING: &[&str] = &["for", "from", "last", "my", "of", "our", "the"];

/// Of these, what says that whoever writes took part.
const OWN: &[&str] = &["my", "our"];

/// Verbs that tell what somebody said or felt.
const TELLING: &[&str] = &[
    "admitted",
    "asked",
    "complained",
    "feels",
    "felt",
    "is",
    "mentioned",
    "said",
    "says",
    "seemed",
    "seems",
    "told",
    "wants",
    "wanted",
    "was",
];

/// The months, by the letters that each begins with.
const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Whether a title tells of such talks at all, so that no name in it is a thing's.
pub(super) fn names_talk(title: &str) -> bool {
    let words: Vec<&str> = title.split_whitespace().collect();
    (0..words.len()).any(|at| after_talk(&words, at).is_some())
}

/// The word behind a talk, be it one or several, that is named at `at`.
fn after_talk(words: &[&str], at: usize) -> Option<usize> {
    let small = |n: usize| words.get(at + n).map_or_else(String::new, |word| lower(word));
    let first = small(0);
    if TALKS.contains(&first.strip_suffix('s').unwrap_or(&first)) {
        return Some(at + 1);
    }
    let spaced = first == "one"
        && ["to", "on"].contains(&small(1).as_str())
        && ["one", "ones"].contains(&small(2).as_str());
    spaced.then_some(at + 3)
}

/// The talk with somebody that a title is that of the notes of: `1:1 with Jane`, `Weekly 1:1 Jane`, `Jane / Bob
/// 1on1 2026-05-01`.
pub(super) fn one_to_one(title: &str) -> Option<Talk> {
    let words: Vec<&str> = title.split_whitespace().collect();
    let (at, end) = (0..words.len()).find_map(|at| Some((at, after_talk(&words, at)?)))?;
    let says = |word: &&&str| MEETING.contains(&lower(word).as_str());
    let with = words[end..].iter().position(|word| *word == "with");
    let with = with.map(|n| end + n).filter(|with| words[end..*with].iter().all(|word| says(&word)));
    let names: Vec<String> = (0..words.len()).filter_map(|at| person(&words, at)).collect();
    if !names.is_empty() {
        let dated =
            words.iter().any(|word| is_date(word)) || words.windows(2).any(|two| is_day(two[0], two[1]));
        let known = with.is_some() || dated || words.iter().any(|word| says(&word));
        return Some(Talk { text: title.to_owned(), names, guess: !known });
    }
    // Somebody whose name is none of those: only where nothing else can be meant.
    let before: Vec<String> = words[..at].iter().map(|word| lower(word)).collect();
    let opens = before.iter().all(|word| {
        [MEETING, OPENING].iter().any(|list| list.contains(&word.as_str()))
            || !word.contains(char::is_alphabetic)
    });
    let own = before.iter().any(|word| OWN.contains(&word.as_str()));
    let whom = words.get(with? + 1).map_or("", |word| bare(word));
    let names = if is_name(whom) { vec![whom.to_lowercase()] } else { Vec::new() };
    (opens && (own || !names.is_empty())).then(|| Talk { text: title.to_owned(), names, guess: true })
}

/// Whether a text may name a talk. Every text of a site is asked, and hardly any does.
fn may_name_talk(text: &str) -> bool {
    static NAMED: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let named = TALKS.iter().copied().chain(["one to one", "one on one"]);
        AhoCorasick::builder().ascii_case_insensitive(true).build(named).ok()
    });
    NAMED.as_ref().is_none_or(|it| it.is_match(text))
}

/// The talk with somebody of which a sentence tells: `Notes from my 1:1 with Maria`. Whoever is told to have one,
/// `Book a 1:1 with Maria`, has not had it.
pub(super) fn told_talk(text: &str) -> Option<Talk> {
    if !may_name_talk(text) {
        return None;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    (0..words.len()).find_map(|at| {
        let end = after_talk(&words, at)?;
        if words.get(end) != Some(&"with") {
            return said_there(&words, at, end);
        }
        let name = person(&words, end + 1)?;
        let opens = |word: &&str| [MEETING, OPENING].iter().any(|list| list.contains(&lower(word).as_str()));
        let from = words[..at].iter().rposition(|word| !opens(word)).map_or(0, |n| n + 1);
        let says = |list: &[&str]| words[from..at].iter().any(|word| list.contains(&lower(word).as_str()));
        let noted = says(&["minutes", "notes"]);
        let text = words[from..=end + name.split(' ').count()].join(" ");
        (noted || says(OWN)).then(|| Talk { text, names: vec![name], guess: !noted })
    })
}

/// What somebody is told to have said in a talk that ends before `end`: `In our 1-on-1, Bob said`.
fn said_there(words: &[&str], at: usize, end: usize) -> Option<Talk> {
    let within =
        words[..at].iter().rev().take(3).any(|word| ["at", "during", "in"].contains(&lower(word).as_str()));
    let name = person(words, end).filter(|_| within)?;
    let verb = end + name.split(' ').count();
    let told = words.get(verb).is_some_and(|word| TELLING.contains(&lower(word).as_str()));
    told.then(|| Talk { text: words[at..=verb].join(" "), names: vec![name], guess: false })
}

/// The talk that a paragraph names and says no more of, as a heading would: `1-on-1 with Bob`. What stands below
/// is of the talk where it is about the same person.
pub(super) fn headed_talk(paragraph: &str, below: &str) -> Option<Talk> {
    const LONGEST: usize = 8;
    if !may_name_talk(paragraph) {
        return None;
    }
    let words: Vec<&str> = paragraph.split_whitespace().take(LONGEST + 1).collect();
    let end = after_talk(&words, 0).filter(|_| words.len() <= LONGEST)?;
    let at = if words.get(end) == Some(&"with") { end + 1 } else { end };
    let name = person(&words, at)?;
    let first = name.split(' ').next().unwrap_or_default();
    let rest = &words[at + name.split(' ').count()..];
    if rest.iter().any(|word| !is_date(word) && !is_day(word, "may") && !is_day("1", word)) {
        return None;
    }
    let same = below.split_whitespace().any(|word| {
        let word = lower(word);
        let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("\u{2019}s")).unwrap_or(&word);
        word == first
    });
    Some(Talk { text: paragraph.trim().to_owned(), names: vec![name], guess: !same })
}

/// Whether a word is a day: `2026-05-01`, `1.5.2026`.
fn is_date(word: &str) -> bool {
    let parts: Vec<&str> = bare(word).split(['-', '/', '.']).collect();
    parts.len() == 3 && parts.iter().all(|part| part.parse::<u16>().is_ok())
}

/// Whether two words are a day of a month: `3 May`, `June 12th`.
fn is_day(one: &str, other: &str) -> bool {
    let number = |word: &str| {
        let word = lower(word);
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        digits.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
    };
    let month = |word: &str| lower(word).get(..3).is_some_and(|it| MONTHS.contains(&it));
    number(one) && month(other) || month(one) && number(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_of_a_talk_with_somebody_are_known_by_their_title() {
        for title in [
            "1:1 with Jane",
            "One-to-one with Jane Doe",
            "Notes of the 1:1 with Jane",
            "Notes of my one to one with Jane Doe",
            "2027-01-04: 1:1 with J\u{f6}rg",
            "1on1 meeting with Jane",
            "Weekly 1:1 Jane",
            "Weekly 1:1 \u{2013} Jane Doe",
            "Notes: one-on-one Jane",
            "1on1 Jane 2026-05-01",
            "1:1 Jane 2026-05-01",
            "Jane / Bob 1on1 2026-05-01",
            "Jane & Bob 1:1 notes",
            "Jane 1:1 2026-05-01",
            "1-on-1 with Jane",
            "1-on-1 Jane Doe 2026-05-01",
            "One on one, Bob Miller, 3 May",
        ] {
            assert!(one_to_one(title).is_some_and(|talk| !talk.guess), "{title}");
        }
        for title in [
            "1on1 Jane",
            "One on one Jane Doe",
            "Jane / Bob 1on1",
            "Jane's 1on1",
            "1-on-1 Jane Doe",
            "1:1 Jane",
            "1:1 \u{2014} Jane Doe",
            "Jane 1:1",
            "1:1 with Ottilie",
            "My 1:1s with the team",
        ] {
            assert!(one_to_one(title).is_some_and(|talk| talk.guess), "{title}");
        }
        for title in [
            "Rows map 1:1 with columns",
            "Tables map 1:1 with Topics",
            "Tables map one to one with Topics",
            "1:1 with the old",
            "A 1:1 copy",
            "1:1 Mapping",
            "Weekly 1:1 copies",
            "1on1 Template",
            "1on1 Questions for Managers",
            "Running Effective 1on1",
            "Effective one-on-ones",
            "Manager / Report 1on1",
            "Input / Output 1:1",
            "1:1 Replication",
            "1:1 with upstream",
            "Better 1-on-1s",
        ] {
            assert_eq!(one_to_one(title), None, "{title}");
        }
        assert_eq!(one_to_one("Jane's 1on1").map(|talk| talk.names), Some(vec!["jane".to_owned()]));
        assert_eq!(one_to_one("1:1 with Jane Doe").map(|talk| talk.names), Some(vec!["jane doe".to_owned()]));
    }

    #[test]
    fn a_talk_that_was_had_is_found_in_a_sentence() {
        let told = |text: &str| told_talk(text).map(|talk| (talk.text, talk.guess));
        let notes = "Notes from my 1:1 with Maria: she wants to leave";
        assert_eq!(told(notes), Some(("Notes from my 1:1 with Maria:".to_owned(), false)));
        let own = "She said in our last one on one with Anna Meyer that she is tired";
        assert_eq!(told(own), Some(("our last one on one with Anna Meyer".to_owned(), true)));
        let said = "In our 1-on-1, Bob said he is burnt out.";
        assert_eq!(told(said), Some(("1-on-1, Bob said".to_owned(), false)));
        for text in [
            "In a 1:1 mapping, Topics are rows",
            "In our one on one, Kafka is told to wait",
            "Ask for a 1-on-1. Bob is on call this week",
            "Book a 1:1 with Maria if you join",
            "Tables map 1:1 with Topics",
            "Ask Anna for the 1:1 mapping",
            "Our 1:1 with upstream was lost",
            "Managers keep notes of a one-to-one with nobody else",
        ] {
            assert_eq!(told(text), None, "{text}");
        }
    }

    #[test]
    fn a_paragraph_that_only_names_a_talk_heads_what_stands_below() {
        let guess = |text: &str, below: &str| headed_talk(text, below).map(|talk| talk.guess);
        assert_eq!(guess("1-on-1 with Bob", "Bob is unhappy."), Some(false));
        assert_eq!(guess("One on one, Bob Miller, 3 May", "He is unhappy; Bob's team too."), Some(false));
        assert_eq!(guess("1-on-1 with Bob", "The index is rebuilt"), Some(true));
        for text in ["1:1 with Topics", "1:1 with Bob is on Monday", "Book a 1:1 with Bob", "A 1:1 copy"] {
            assert_eq!(guess(text, "Bob is unhappy."), None, "{text}");
        }
    }
}
