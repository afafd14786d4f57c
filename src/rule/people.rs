//! Where a text tells of one person: a talk with them, or how their time is divided.
//!
//! In: plain text. Out: the places. Must not: know records; a rule asks whether a name is a record's.

use super::given_name::is_given_name;
use crate::name::{bare, is_name, is_ordinary};

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

/// Notes of a talk between two people.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Talk {
    /// What seem to be the names in its title, in small letters.
    pub(super) names: Vec<String>,
    /// Whether only a capital says that a name is one.
    pub(super) guess: bool,
}

/// What a talk between two people is called, in small letters.
const TALKS: &[&str] = &["1:1", "1-1", "1-to-1", "one-to-one", "one-on-one", "1-on-1", "1on1"];

/// Of these, those that are never a ratio.
const ONLY_TALKS: &[&str] = &["one-on-one", "1-on-1", "1on1"];

/// What may stand around such a talk in the title of its notes.
const AROUND_TALK: &[&str] = &[
    "agenda",
    "biweekly",
    "catch-up",
    "for",
    "fortnightly",
    "from",
    "meeting",
    "monthly",
    "my",
    "notes",
    "of",
    "our",
    "the",
    "weekly",
];

/// Of these, those that make a meeting of it: what follows is then whom it is with.
const MEETING: &[&str] =
    &["agenda", "biweekly", "catch-up", "fortnightly", "meeting", "monthly", "notes", "weekly"];

/// What stands between the two.
const JOINS: &[&str] = &["/", "&", "+", "<>", "and", "x"];

/// What is told of such talks in general or of what stands one to one, in small letters.
const OF_TALKS: &[&str] = &[
    "basics",
    "better",
    "calendar",
    "checklist",
    "coaching",
    "conversion",
    "convert",
    "copies",
    "copy",
    "correspondence",
    "culture",
    "effective",
    "feedback",
    "first",
    "format",
    "good",
    "great",
    "guide",
    "guidelines",
    "handbook",
    "map",
    "maps",
    "mapping",
    "match",
    "meetings",
    "mentoring",
    "migration",
    "onboarding",
    "policy",
    "practice",
    "practices",
    "process",
    "production",
    "questions",
    "ratio",
    "relation",
    "relations",
    "relationship",
    "relationships",
    "replacement",
    "replication",
    "rules",
    "running",
    "sampling",
    "scale",
    "scheduling",
    "session",
    "sessions",
    "skip-level",
    "source",
    "support",
    "template",
    "templates",
    "tips",
    "topics",
    "training",
    "tutorial",
    "upstream",
    "workshop",
    "your",
];

/// What may stand between a name and a share.
const BETWEEN: &[&str] = &[
    "about",
    "allocated",
    "at",
    "gives",
    "has",
    "is",
    "now",
    "spends",
    "with",
    "works",
    "-",
    "\u{2013}",
    "\u{2014}",
];

/// Whether a title tells of such talks at all, so that no name in it is a thing's.
pub(super) fn names_talk(title: &str) -> bool {
    hyphened(title).split_whitespace().any(|word| talk(word).is_some())
}

/// What a word calls such a talk, be it one or several.
fn talk(word: &str) -> Option<&'static str> {
    let small = bare(word).to_lowercase();
    let one = small.strip_suffix('s').unwrap_or(&small);
    TALKS.iter().find(|talk| **talk == one).copied()
}

/// A title with such a talk as one word.
fn hyphened(title: &str) -> String {
    let title = title.to_owned() + " ";
    ["ne to one ", "ne on one "].iter().fold(title, |title, spaced| {
        let hyphened = spaced.trim_end().replace(' ', "-") + " ";
        title.replace(spaced, &hyphened)
    })
}

/// The talk with somebody that a title is that of the notes of: `1:1 with Jane`, `Weekly 1:1 Jane`, `Jane / Bob
/// 1on1 2026-05-01`.
pub(super) fn one_to_one(title: &str) -> Option<Talk> {
    let title = hyphened(title);
    let words: Vec<&str> = title.split_whitespace().collect();
    let lower = |word: &str| bare(word).to_lowercase();
    let (at, called) = words.iter().enumerate().find_map(|(at, word)| Some((at, talk(word)?)))?;
    let dated = words.iter().any(|word| is_date(word));
    // What says nothing about whom it is with.
    let says = |word: &&&str| {
        let small = lower(word);
        !AROUND_TALK.contains(&small.as_str()) && small.contains(char::is_alphabetic)
    };
    let meets = |words: &[&str]| words.iter().any(|word| MEETING.contains(&lower(word).as_str()));
    let only = ONLY_TALKS.contains(&called);
    let (before, after) = (&words[..at], &words[at + 1..]);
    let is_person = |word: &&&str| is_name(bare(word)) && !OF_TALKS.contains(&lower(word).as_str());
    let names = |words: &[&str]| -> Vec<String> {
        let people = words.iter().filter(says).filter(|word| !JOINS.contains(word)).take_while(is_person);
        people.map(|word| lower(word).trim_end_matches("'s").to_owned()).collect()
    };
    if before.iter().filter(says).count() == 0 {
        // Rows and columns are nobody's.
        if before.iter().any(|word| ["my", "our"].contains(&lower(word).as_str()))
            && after.first() == Some(&"with")
        {
            let found = names(&after[1..]);
            return Some(Talk { guess: found.is_empty(), names: found });
        }
        let rest = after.iter().position(|word| *word == "with");
        let with = rest.filter(|at| after[..*at].iter().filter(says).count() == 0);
        let rest = with.map_or(after, |at| &after[at + 1..]);
        let found = names(rest);
        let known = with.is_some() || meets(before) || dated;
        // Without a word that says so, nothing but the name may follow.
        let alone = rest.iter().filter(says).all(|word| is_person(&word) || JOINS.contains(word));
        if !found.is_empty() && (known || alone) {
            return Some(Talk { names: found, guess: !known });
        }
        // A name in small letters stands alone.
        let small = with.and_then(|_| match rest {
            [word] if is_ordinary(bare(word)) => None,
            [word] => Some(lower(word)).filter(|it| !OF_TALKS.contains(&it.as_str())),
            _ => None,
        });
        return small.map(|name| Talk { names: vec![name], guess: true });
    }
    let found = names(before);
    let two = found.len() > 1 && before.iter().any(|word| JOINS.contains(word));
    let of = before.iter().any(|word| word.ends_with("'s"));
    let all = before.iter().filter(says).all(|word| is_person(&word) || JOINS.contains(word));
    let ends = after.iter().filter(says).count() == 0;
    let meeting = only || dated || meets(after);
    // `Jane 1:1`, but not `Jane maps 1:1`, nor `Input / Output 1:1`.
    let alone = !before.iter().any(|word| JOINS.contains(word)) && found.len() < 3;
    let told = all && ends && (two && meeting || !found.is_empty() && (dated || of && only || alone));
    told.then_some(Talk { names: found, guess: !dated })
}

/// Whether a word is a day: `2026-05-01`, `1.5.2026`.
fn is_date(word: &str) -> bool {
    let parts: Vec<&str> = bare(word).split(['-', '/', '.']).collect();
    parts.len() == 3 && parts.iter().all(|part| part.parse::<u16>().is_ok())
}

/// The shares of a person's time that a text tells of.
pub(super) fn shares(text: &str) -> Vec<Share> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let one = |at: usize| {
        if is_percent(words[at]) { share(&words, at) } else { days(&words, at).or_else(|| part(&words, at)) }
    };
    (0..words.len()).filter_map(one).collect()
}

/// The part of a week that somebody works on something: `Dave works half-time on Storage`.
fn part(words: &[&str], at: usize) -> Option<Share> {
    let word = |n: usize| words.get(at + n).map_or("", |word| bare(word));
    let part = ["half-time", "part-time", "full-time"].iter().any(|it| word(0).eq_ignore_ascii_case(it));
    // Every word of a site is asked, and few words are one of these.
    if !part || !["on", "for"].contains(&word(1)) || word(2).is_empty() {
        return None;
    }
    let (from, name) = named(words, at)?;
    let given = name.split(' ').next().is_some_and(is_given_name);
    given.then(|| Share { text: words[from..=at + 2].join(" "), name: Some(name) })
}

/// Whom a title says that it judges: `Performance review of Anna Meyer`, `Feedback about Bob`.
pub(super) fn judged(title: &str) -> Option<String> {
    let words: Vec<&str> = title.split_whitespace().map(bare).collect();
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let at = words.iter().position(|word| is_given_name(word))?;
    let before: Vec<&str> = lower[..at].iter().map(String::as_str).collect();
    let after = lower.get(at + 1..).unwrap_or_default();
    let review = |two: &[&str]| {
        matches!(two, ["performance" | "annual" | "yearly" | "appraisal", "review"] | [.., "appraisal"])
    };
    let told = match before.as_slice() {
        [.., "feedback", "about" | "on" | "for" | "to"] => true,
        [.., a, b, "of" | "for" | "with"] | [.., a, b] => review(&[a, b]),
        _ => false,
    };
    let theirs = words[at].len() > 2 && words[at].ends_with('s') && words[at].contains(['\'', '\u{2019}']);
    let has = theirs && after.windows(2).any(|two| review(&[&two[0], &two[1]]));
    (told || has).then(|| words[at].to_owned())
}

/// Whose time a title is of: `Alice's time`, `How Anna's week is spent`.
pub(super) fn whose_time(title: &str) -> Option<&str> {
    const TIME: &[&str] =
        &["allocation", "capacity", "day", "month", "quarter", "time", "week", "workload", "year"];
    let words: Vec<&str> = title.split_whitespace().map(bare).collect();
    let pair = words.windows(2).find(|two| TIME.contains(&two[1].to_lowercase().as_str()))?;
    let name = pair[0].strip_suffix("'s").or_else(|| pair[0].strip_suffix("\u{2019}s"))?;
    is_given_name(name).then_some(name)
}

/// The share that is told in heads or days and begins at `at`: `0.6 FTE on Storage`, `two days a week on Storage`.
fn days(words: &[&str], at: usize) -> Option<Share> {
    const NUMBERS: &[&str] = &["one", "two", "three", "four", "half"];
    let word = |n: usize| words.get(at + n).map_or("", |word| bare(word));
    let length = match (word(1), word(2), word(3)) {
        ("FTE" | "fte", ..) => 2,
        ("day" | "days", "a" | "per", "week" | "sprint" | "month") => 4,
        _ => return None,
    };
    let number = word(0).chars().all(|c| c.is_ascii_digit() || c == '.') || NUMBERS.contains(&word(0));
    let on = number && !word(0).is_empty() && word(length) == "on" && !word(length + 1).is_empty();
    let (from, name) = named(words, at).filter(|_| on)?;
    Some(Share { text: words[from..=at + length + 1].join(" "), name: Some(name) })
}

/// The name that stands before the share at `at`, and where it begins: a name and a surname, or `@jane:`.
fn named(words: &[&str], at: usize) -> Option<(usize, String)> {
    let mut end = at;
    while end > 0 && BETWEEN.contains(&words[end - 1]) {
        end -= 1;
    }
    let last = words.get(end.checked_sub(1)?)?;
    if let Some(account) = last.strip_prefix('@').map(|it| it.trim_end_matches(':')) {
        return (!account.is_empty()).then(|| (end - 1, account.to_owned()));
    }
    let alone = last.trim_end_matches([':', '(']);
    let first = end.checked_sub(2).and_then(|at| words.get(at));
    let Some(first) = first.filter(|first| is_name(first)) else {
        // What stands alone may be a thing's, unless it is a name that people have.
        return is_given_name(alone).then(|| (end - 1, alone.to_owned()));
    };
    // What ends with a stop or a comma belongs to other words.
    let last = last.trim_end_matches(':');
    (is_name(first) && is_name(last)).then(|| (end - 2, format!("{first} {last}")))
}

/// Whether the sentence that leads to `at` is about anybody: `A developer spends 30% of her time waiting`.
fn is_anybody(words: &[&str], at: usize) -> bool {
    let start = words[..at].iter().rposition(|word| word.ends_with(['.', '!', '?'])).map_or(0, |at| at + 1);
    let Some((first, rest)) = words[start..at].split_first() else { return false };
    let any = ["a", "an", "any", "each", "every"].contains(&bare(first).to_lowercase().as_str());
    any && !rest.iter().any(|word| is_name(bare(word)))
}

/// The share whose percentage stands at `at`.
fn share(words: &[&str], at: usize) -> Option<Share> {
    let after = |n: usize| words.get(at + n).map_or("", |word| bare(word));
    let of_time = after(1) == "of" && after(3) == "time";
    let said = |from: usize, to: usize| words[from..=to].join(" ");
    if of_time && ["her", "his"].contains(&after(2)) {
        if is_anybody(words, at) {
            return None;
        }
        return Some(Share { text: said(at, at + 3), name: None });
    }
    let on = after(1) == "on" && !["average", "a", ""].contains(&after(2));
    let (from, name) = named(words, at)?;
    let allocated = at > 0 && words[at - 1] == "allocated" && after(1) == "to" && !after(2).is_empty();
    // `Jane Doe: 60% Storage`
    let told = at > 0 && words[at - 1].ends_with(':') && after(1).starts_with(char::is_uppercase);
    let end = if on || allocated && name.split(' ').next().is_some_and(is_given_name) {
        at + 2
    } else if of_time && ["their", "the"].contains(&after(2)) {
        at + 3
    } else if told && !words[at].ends_with(['.', ',', ';']) {
        at + 1
    } else {
        return None;
    };
    Some(Share { text: said(from, end), name: Some(name) })
}

/// `50%`, `(50%`.
fn is_percent(word: &str) -> bool {
    let number = bare(word).strip_suffix('%').unwrap_or_default();
    !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '.')
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
            "Jane 1:1 2026-05-01",
            "1-on-1 with Jane",
            "1-on-1 Jane Doe 2026-05-01",
        ] {
            assert!(one_to_one(title).is_some_and(|talk| !talk.guess), "{title}");
        }
        for title in [
            "1on1 Jane",
            "One on one Jane Doe",
            "Jane / Bob 1on1",
            "Jane & Bob 1:1 notes",
            "Jane's 1on1",
            "1-on-1 Jane Doe",
            "1:1 Jane",
            "1:1 Jane Doe",
            "1:1 \u{2014} Jane Doe",
            "1:1 with jane",
            "Jane 1:1",
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
    }

    #[test]
    fn whom_a_title_judges_is_known() {
        for title in [
            "Feedback about Bob",
            "Feedback for Anna Meyer",
            "Performance review of Anna Meyer",
            "Performance review: Anna",
            "Anna's performance review",
            "Annual review with Carl",
        ] {
            assert!(judged(title).is_some(), "{title}");
        }
        for title in [
            "Feedback about the portal",
            "Feedback for Storage",
            "Performance review of Container Compute",
            "Performance review of the new disks",
            "Annual review",
            "Review of the St. Thomas region",
            "Feedback",
        ] {
            assert_eq!(judged(title), None, "{title}");
        }
    }

    #[test]
    fn a_share_of_a_persons_time_is_found() {
        let told = |text: &str| shares(text).into_iter().map(|it| it.text).collect::<Vec<_>>();
        assert_eq!(told("Jane Doe: 50% on storage"), ["Jane Doe: 50% on storage"]);
        assert_eq!(told("Jane Doe (50% on storage)"), ["Jane Doe (50% on storage)"]);
        assert_eq!(told("And Jane Doe is at 60% of her time."), ["60% of her time."]);
        assert_eq!(told("Jane Doe spends 60% of their time there"), ["Jane Doe spends 60% of their time"]);
        assert_eq!(told("Jane Doe: 60% Storage"), ["Jane Doe: 60% Storage"]);
        assert_eq!(told("@jane: 60% Storage"), ["@jane: 60% Storage"]);
        assert_eq!(told("Jane Doe is 0.6 FTE on Storage"), ["Jane Doe is 0.6 FTE on Storage"]);
        // A name alone, where it is one that people have.
        assert_eq!(told("Anna: 50% Storage, 50% CI"), ["Anna: 50% Storage,"]);
        assert_eq!(told("We plan. Anna spends 30% on CI"), ["Anna spends 30% on CI"]);
        assert_eq!(told("Carl Jones is allocated 40% to CI"), ["Carl Jones is allocated 40% to CI"]);
        assert_eq!(told("Dave works half-time on Storage"), ["Dave works half-time on Storage"]);
        let days = "Jane Doe works two days a week on Storage";
        assert_eq!(told(days), [days]);
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
            "A developer spends 30% of her time waiting for builds",
            "San Francisco: 40% on release N+1",
            "Elastic Search: 40% on reads.",
            "The team is 3 FTE on Storage",
            "Somebody is there two days a week on average",
            "Storage: 50% reads, 50% writes",
            "Storage: 50% Reads, 50% Writes",
            "Budget: 70% Core, 20% Adjacent, 10% New",
            "Traffic: 60% Storage, 40% Search",
            "Mobile: 61% on the newest release",
            "The cluster is allocated 40% to batch work",
            "Container Compute is allocated 40% to batch",
            "The second team works half-time on Storage",
            "Support works part-time on weekends",
        ];
        for text in prose {
            assert_eq!(shares(text), [], "{text}");
        }
    }
}
