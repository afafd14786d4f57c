//! Where a text tells of one person: a talk with them, or how their time is divided.
//!
//! In: plain text. Out: the places. Must not: know records; a rule asks whether a name is a record's.

/// A share of one person's time.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Share {
    /// The words that say so.
    pub(super) text: String,
    /// What seems to be a name; none where the words `her` or `his` say it.
    pub(super) name: Option<String>,
}

/// Names of fields that GEN3 looks for, with `_` between words.
pub(super) const FIELDS: &[&str] = &[
    "power_interest",
    "power_interest_grid",
    "power_interest_map",
    "stakeholder_map",
    "stakeholder_power",
    "one_on_one",
    "one_on_ones",
    "one_on_one_notes",
    "one_to_one_notes",
    "person_allocation",
    "people_allocation",
    "individual_allocation",
    "individual_allocations",
];

/// Below or beside one of these fields, `allocation` is that of a person.
pub(super) const PERSON_FIELDS: &[&str] =
    &["person", "people", "engineer", "engineers", "member", "members", "staff", "who"];

/// What a talk between two people is called, in small letters.
const TALKS: &[&str] = &["1:1", "1-1", "one-on-one", "one-to-one", "1on1"];

/// What may stand before such a talk in the title of its notes.
const BEFORE_TALK: &[&str] =
    &["agenda", "biweekly", "for", "fortnightly", "from", "monthly", "my", "notes", "of", "the", "weekly"];

/// Of these, those that make a meeting of it: what follows is then whom it is with.
const MEETING: &[&str] = &["agenda", "biweekly", "fortnightly", "monthly", "notes", "weekly"];

/// What may stand between a name and a share.
const BETWEEN: &[&str] =
    &["about", "at", "gives", "has", "is", "now", "spends", "with", "works", "-", "\u{2013}", "\u{2014}"];

/// Words that begin with a capital and are no part of a name, in small letters: those that begin
/// sentences, and those of which shares are told that are nobody's time.
const NO_NAMES: &[&str] = &[
    "a",
    "about",
    "adoption",
    "all",
    "an",
    "and",
    "at",
    "availability",
    "budget",
    "but",
    "cache",
    "capacity",
    "cost",
    "costs",
    "coverage",
    "cpu",
    "disk",
    "each",
    "error",
    "errors",
    "every",
    "failures",
    "for",
    "hit",
    "hits",
    "if",
    "in",
    "it",
    "latency",
    "load",
    "memory",
    "new",
    "no",
    "of",
    "old",
    "on",
    "only",
    "our",
    "platform",
    "progress",
    "rate",
    "reads",
    "requests",
    "savings",
    "service",
    "services",
    "since",
    "success",
    "system",
    "team",
    "teams",
    "test",
    "tests",
    "that",
    "the",
    "their",
    "these",
    "they",
    "this",
    "time",
    "traffic",
    "uptime",
    "usage",
    "use",
    "utilisation",
    "utilization",
    "we",
    "when",
    "where",
    "with",
    "writes",
];

/// Whether a title is that of notes of a talk with somebody: `1:1 with Jane`, `Weekly 1:1 Jane`.
pub(super) fn is_one_to_one(title: &str) -> bool {
    let words: Vec<&str> = title.split_whitespace().collect();
    let talk = words.iter().position(|word| TALKS.contains(&bare(word).to_lowercase().as_str()));
    let Some(at) = talk else { return false };
    let plain = |word: &&str| {
        let word = bare(word).to_lowercase();
        BEFORE_TALK.contains(&word.as_str()) || !word.contains(char::is_alphabetic)
    };
    let (before, mut after) = (&words[..at], words[at + 1..].iter().copied().peekable());
    let with = after.next_if(|word| *word == "with").is_some();
    let meeting = before.iter().any(|word| MEETING.contains(&bare(word).to_lowercase().as_str()));
    let name = after.find(|word| word.contains(char::is_alphanumeric));
    (with || meeting) && before.iter().all(plain) && name.is_some_and(|word| is_name(bare(word)))
}

/// Each two words that follow one another in a title, in small letters: what may be taken for a name.
pub(super) fn pairs(title: &str) -> Vec<String> {
    let lower = title.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().map(bare).collect();
    words.windows(2).map(|two| two.join(" ")).collect()
}

/// Whether a text is nothing but what is written as a name and a surname are.
pub(super) fn is_full_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (2..=4).contains(&words.len()) && words.iter().all(|word| is_name(word))
}

/// The shares of a person's time that a text tells of.
pub(super) fn shares(text: &str) -> Vec<Share> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let percents = words.iter().enumerate().filter(|(_, word)| is_percent(word));
    percents.filter_map(|(at, _)| share(&words, at)).collect()
}

/// The share whose percentage stands at `at`.
fn share(words: &[&str], at: usize) -> Option<Share> {
    let after = |n: usize| words.get(at + n).map_or("", |word| bare(word));
    let of_time = after(1) == "of" && after(3) == "time";
    let said = |from: usize, to: usize| words[from..=to].join(" ");
    if of_time && ["her", "his"].contains(&after(2)) {
        return Some(Share { text: said(at, at + 3), name: None });
    }
    let on = after(1) == "on" && !["average", "a", ""].contains(&after(2));
    if !(on || of_time && ["their", "the"].contains(&after(2))) {
        return None;
    }
    let mut end = at;
    while end > 0 && BETWEEN.contains(&words[end - 1]) {
        end -= 1;
    }
    let (first, last) = (words.get(end.checked_sub(2)?)?, words[end - 1]);
    // What ends with a stop or a comma belongs to other words.
    let last = last.trim_end_matches(':');
    if !is_name(first) || !is_name(last) {
        return None;
    }
    let text = said(end - 2, if on { at + 2 } else { at + 3 });
    Some(Share { text, name: Some(format!("{first} {last}")) })
}

/// `50%`, `(50%`.
fn is_percent(word: &str) -> bool {
    let number = bare(word).strip_suffix('%').unwrap_or_default();
    !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// A word without what stands around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && c != '%')
}

/// Whether a word is written as names are, and is none of the ordinary ones.
fn is_name(word: &str) -> bool {
    let mut letters = word.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    let rest = letters.as_str();
    let small = rest.len() > 1 && rest.contains(char::is_lowercase);
    let only_letters = word.chars().all(|c| c.is_alphabetic() || c == '-' || c == '\'');
    capital && small && only_letters && !NO_NAMES.contains(&word.to_lowercase().as_str())
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
            "2027-01-04: 1:1 with J\u{f6}rg",
            "Weekly 1:1 Jane",
            "Weekly 1:1 \u{2013} Jane Doe",
            "Notes: one-on-one Jane",
        ] {
            assert!(is_one_to_one(title), "{title}");
        }
        for title in [
            "Rows map 1:1 with columns",
            "Tables map 1:1 with Topics",
            "1:1 with the old",
            "A 1:1 copy",
            "1:1 Mapping",
            "Weekly 1:1 copies",
        ] {
            assert!(!is_one_to_one(title), "{title}");
        }
    }

    #[test]
    fn a_share_of_a_persons_time_is_found() {
        let told = |text: &str| shares(text).into_iter().map(|it| it.text).collect::<Vec<_>>();
        assert_eq!(told("Jane Doe: 50% on storage"), ["Jane Doe: 50% on storage"]);
        assert_eq!(told("Jane Doe (50% on storage)"), ["Jane Doe (50% on storage)"]);
        assert_eq!(told("And Jane Doe is at 60% of her time."), ["60% of her time."]);
        assert_eq!(told("Jane Doe spends 60% of their time there"), ["Jane Doe spends 60% of their time"]);
    }

    #[test]
    fn other_shares_are_left_alone() {
        let prose = [
            "99% of requests",
            "Blob Store: 99% of requests are answered",
            "Test Coverage: 80% on main",
            "Cache Hits: 50% on average",
            "Teams spend 50% of their time on call",
            "Since May. Then 50% on storage",
            "The Cluster is 40% on fire",
            "At night 10% of the time",
        ];
        for text in prose {
            assert_eq!(shares(text), [], "{text}");
        }
    }
}
