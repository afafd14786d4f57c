//! Where a text tells of one person: what power they have, or how their time is divided.
//!
//! In: plain text. Out: the places. Somebody is a given name that people have, or an account; two words with a
//! capital each are as often a place or a product. Must not: know records; a rule asks whether a name is a record's.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::given_name::is_given_name;
use crate::name::{bare, is_name, is_role};

/// A share of one person's time.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Share {
    /// The words that say so.
    pub(super) text: String,
    /// Whose it is; none where the words `her` or `his` say it.
    pub(super) name: Option<String>,
    /// Whether nothing says that it is a share of time.
    pub(super) guess: bool,
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

/// What may stand between a name and a share.
const BETWEEN: &[&str] = &[
    "about",
    "allocated",
    "at",
    "gives",
    "has",
    "is",
    "now",
    "only",
    "spends",
    "will",
    "with",
    "works",
    "=",
    "-",
    "\u{2013}",
    "\u{2014}",
];

/// What stands within a name in small letters.
const PARTICLES: &[&str] = &["al", "bin", "da", "de", "del", "der", "di", "dos", "la", "van", "von"];

/// Ordinary words that make a place of a name behind them: `San Pablo`.
const PLACES: &[&str] = &["st.", "san", "los", "las", "new", "north", "south", "east", "west"];

/// What a text says of the power and the interest of somebody: `high power and low interest`.
pub(super) fn weighed(text: &str) -> Option<String> {
    const LEVELS: &[&str] = &["high", "little", "low", "medium", "much"];
    const POWER: &[&str] = &["influence", "power"];
    // Few texts say one of them.
    if !text.contains("nterest") {
        return None;
    }
    let words = text.split(|c: char| c.is_whitespace() || c == '-').map(bare);
    let words: Vec<&str> = words.filter(|word| !["", "and", "but"].contains(word)).collect();
    let is = |list: &[&str], word: &str| list.contains(&word.to_lowercase().as_str());
    let offset = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    words.windows(4).enumerate().find_map(|(at, four)| {
        let (a, b) = (four[1], four[3]);
        let both = is(POWER, a) && is(&["interest"], b) || is(&["interest"], a) && is(POWER, b);
        let rate = words.get(at + 4).is_some_and(|next| next.starts_with("rate"));
        let said = is(LEVELS, four[0]) && is(LEVELS, four[2]) && both && !rate;
        said.then(|| text[offset(four[0])..offset(b) + b.len()].to_owned())
    })
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

/// The shares of a person's time of which a block of text tells.
pub(super) fn shares(block: &str) -> Vec<Share> {
    // Every block of a site is asked, and few have a word of a measure.
    static MEASURES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        AhoCorasick::new(["%", "FTE", "fte", "half", "part", "full", "week", "sprint", "month"]).ok()
    });
    if MEASURES.as_ref().is_some_and(|it| !it.is_match(block)) {
        return Vec::new();
    }
    let words: Vec<&str> = block.split_whitespace().collect();
    (0..words.len()).filter_map(|at| share(&words, at)).collect()
}

/// How a share of somebody's time is told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Measure {
    /// `50%`, which may be a share of anything.
    Percent,
    /// `0.5 FTE`.
    Heads,
    /// `half time`, `two days a week`.
    Part,
}

/// The measure that begins at `at`, and of how many words it is.
fn measure(words: &[&str], at: usize) -> Option<(usize, Measure)> {
    const NUMBERS: &[&str] = &["one", "two", "three", "four", "half"];
    let word = |n: usize| words.get(at + n).map_or("", |word| bare(word));
    // Nobody's time is divided by tenths of a percent: `99.9%` is a service's.
    let whole = |number: &str| number.parse::<u32>().is_ok_and(|it| it <= 100);
    let first = word(0);
    if first.strip_suffix('%').is_some_and(whole) {
        return Some((1, Measure::Percent));
    }
    let part = first.split('-').next().is_some_and(|it| ["half", "part", "full"].contains(&it));
    match (word(1), word(2), word(3)) {
        ("%", ..) if whole(first) => Some((2, Measure::Percent)),
        ("time", ..) if part => Some((2, Measure::Part)),
        _ if part && first.ends_with("-time") => Some((1, Measure::Part)),
        (unit, each, of) => {
            let number = first.parse::<f64>().is_ok() || NUMBERS.contains(&first);
            match (unit, each, of) {
                ("FTE" | "fte", ..) if number => Some((2, Measure::Heads)),
                ("day" | "days", "a" | "per", "week" | "sprint" | "month") if number => {
                    Some((4, Measure::Part))
                }
                _ => None,
            }
        }
    }
}

/// The share whose measure begins at `at`.
fn share(words: &[&str], at: usize) -> Option<Share> {
    let (length, measure) = measure(words, at)?;
    let next = at + length;
    let after = |n: usize| words.get(next + n).map_or("", |word| bare(word));
    let said = |from: usize, more: usize| words[from..next + more].join(" ");
    let percent = measure == Measure::Percent;
    let of_time = percent && after(0) == "of" && after(2) == "time";
    if of_time && (["her", "his"].contains(&after(1)) || is_given_name(after(1))) {
        let name = is_given_name(after(1)).then(|| after(1).to_owned());
        let told = name.is_some() || !is_anybody(words, at);
        return told.then(|| Share { text: said(at, 3), name, guess: false });
    }
    let (from, name) = named(words, at)?;
    let on = ["on", "for"].contains(&after(0)) && !["average", "a", ""].contains(&after(1));
    let allocated = words[at - 1] == "allocated" && after(0) == "to" && !after(1).is_empty();
    let closed = words[next - 1].ends_with([')', '.', ',', ';']) || next == words.len();
    let (more, guess) = match measure {
        _ if on || allocated => (2, false),
        Measure::Heads => (0, false),
        Measure::Percent if after(0) == "allocated" => (1, false),
        _ if of_time && ["their", "the"].contains(&after(1)) => (3, false),
        // `Jane Doe (60%)`, `Jane Doe: 60% Storage`
        Measure::Percent if closed => (0, true),
        Measure::Percent if after(0).starts_with(char::is_uppercase) => (1, true),
        _ => return None,
    };
    Some(Share { text: said(from, more), name: Some(name), guess })
}

/// Whose share begins at `at`, and where that is said: a name, an account or an address.
fn named(words: &[&str], at: usize) -> Option<(usize, String)> {
    let between = |word: &&str| BETWEEN.contains(word);
    let end = words[..at].iter().rposition(|word| !between(word))? + 1;
    if let Some(account) = account(words[end - 1]) {
        return Some((end - 1, account.to_owned()));
    }
    // The last word may be the only one with a mark behind it.
    let mut name: Vec<&str> = words[..end].iter().rev().take(4).rev().copied().collect();
    let last = name.last_mut()?;
    *last = last.trim_end_matches([':', '(', ',']);
    let first = end - name.len();
    let goes_on = |word: &&str| is_name(word) || PARTICLES.contains(word);
    let from = (0..name.len()).rev().find(|n| is_given_name(name[*n]))?;
    // `Anna's 50%` may be her dashboard's.
    let last = name[name.len() - 1];
    let whole = name[from..].iter().all(goes_on) && is_name(last) && !last.ends_with("'s");
    let before = words[..first + from].last().copied().unwrap_or_default();
    let place = is_name(before) || PLACES.contains(&before.to_lowercase().as_str());
    (whole && (!place || is_given_name(before))).then(|| (first + from, name[from..].join(" ")))
}

/// Somebody's name that begins at `at`, in small letters.
pub(super) fn person(words: &[&str], at: usize) -> Option<String> {
    let name = words.get(at).map(|word| bare(word)).filter(|word| is_given_name(word))?;
    let name = name.strip_suffix("'s").or_else(|| name.strip_suffix("\u{2019}s")).unwrap_or(name);
    let goes_on = words[at].ends_with(char::is_alphabetic);
    let surname = words.get(at + 1).map(|word| bare(word)).filter(|word| goes_on && is_name(word));
    let both: Vec<String> = std::iter::once(name).chain(surname).map(str::to_lowercase).collect();
    Some(both.join(" "))
}

/// Whose account or address a word is; a team's or a list's is nobody's.
fn account(word: &str) -> Option<&str> {
    let word = word.trim_matches(['(', ')', '<', '>', ',', ':', ';']);
    let name = match word.split_once('@')? {
        ("", name) => name,
        (name, host) if host.contains('.') => name,
        _ => return None,
    };
    let group = name.contains('/') || is_role(&name.replace(['-', '_', '.'], " "));
    (name.starts_with(char::is_alphabetic) && !group).then_some(name)
}

/// Whether the sentence that leads to `at` is about anybody: `A developer spends 30% of her time waiting`.
fn is_anybody(words: &[&str], at: usize) -> bool {
    let start = words[..at].iter().rposition(|word| word.ends_with(['.', '!', '?'])).map_or(0, |at| at + 1);
    let Some((first, rest)) = words[start..at].split_first() else { return false };
    let any = ["a", "an", "any", "each", "every", "whoever"].contains(&lower(first).as_str());
    any && !rest.iter().any(|word| is_name(bare(word)))
}

/// A word in small letters, without what stands around it.
pub(super) fn lower(word: &str) -> String {
    bare(word).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_power_and_interest_is_weighed_is_found() {
        for text in [
            "The CFO has high power and low interest",
            "Finance: low interest, high influence.",
            "A high-power, low-interest stakeholder",
        ] {
            assert!(weighed(text).is_some(), "{text}");
        }
        for text in [
            "A loan with high power and low interest rates",
            "The racks take high power, and interest in them is low",
            "Low latency and high interest",
            "interest",
        ] {
            assert_eq!(weighed(text), None, "{text}");
        }
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
        let told = |text: &str| {
            let found = shares(text).into_iter();
            assert!(found.len() == 0 || shares(text).iter().all(|share| !share.guess), "{text}");
            found.map(|it| it.text).collect::<Vec<_>>()
        };
        assert_eq!(told("Jane Doe: 50% on storage"), ["Jane Doe: 50% on storage"]);
        assert_eq!(told("Jane Doe (50% on storage)"), ["Jane Doe (50% on storage)"]);
        assert_eq!(told("And Jane Doe is at 60% of her time."), ["60% of her time."]);
        assert_eq!(told("Half: 50% of Anna's time"), ["50% of Anna's time"]);
        assert_eq!(told("Jane Doe spends 60% of their time there"), ["Jane Doe spends 60% of their time"]);
        assert_eq!(told("Jane Doe is 0.6 FTE on Storage"), ["Jane Doe is 0.6 FTE on Storage"]);
        assert_eq!(
            told("Maria Silva 0.5 FTE, Jo\u{e3}o Costa 0.5 FTE"),
            ["Maria Silva 0.5 FTE,", "Jo\u{e3}o Costa 0.5 FTE"]
        );
        assert_eq!(told("Anna van Dijk: 50 % on CI"), ["Anna van Dijk: 50 % on CI"]);
        assert_eq!(told("We plan. Anna spends 30% on CI"), ["Anna spends 30% on CI"]);
        assert_eq!(told("Carl Jones is allocated 40% to CI"), ["Carl Jones is allocated 40% to CI"]);
        assert_eq!(told("Carl is 40% allocated to CI"), ["Carl is 40% allocated"]);
        assert_eq!(told("Dave works half-time on Storage"), ["Dave works half-time on Storage"]);
        assert_eq!(told("Dave works half time on Storage"), ["Dave works half time on Storage"]);
        assert_eq!(told("jdoe@mail.example: 50% on CI"), ["jdoe@mail.example: 50% on CI"]);
        let days = "Jane Doe works two days a week on Storage";
        assert_eq!(told(days), [days]);
    }

    #[test]
    fn a_share_beside_a_name_is_perhaps_one_of_time() {
        for (text, said) in [
            ("Maria Silva (50%)", "Maria Silva (50%)"),
            ("Maria Silva, 50%", "Maria Silva, 50%"),
            ("Jane Doe: 60% Storage", "Jane Doe: 60% Storage"),
            ("Anna: 50% Storage, 50% CI", "Anna: 50% Storage,"),
            ("@maria 50%", "@maria 50%"),
            ("@jane: 60% Storage", "@jane: 60% Storage"),
            ("Search is maria.silva@mail.example (50%)", "maria.silva@mail.example (50%)"),
        ] {
            let told = shares(text);
            assert!(told.len() == 1 && told[0].guess && told[0].text == said, "{text}: {told:?}");
        }
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
            "Whoever is on call spends 30% of her time on it",
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
            // Places and products.
            "S\u{e3}o Paulo: 20%",
            "Tel Aviv: 20% Jenkins, 80% Actions",
            "Mexico City: 70% Blob Store",
            "Victoria Metrics: 70% Checkout",
            "San Pablo: 20% Jenkins",
            "Santa Maria: 20% Jenkins",
            "St. Thomas: 20% Jenkins",
            "Helena Cluster: 20% Jenkins",
            "Jenkins 40%, Actions 60%",
            // What somebody says or did.
            "Thanks to Maria, 40% of builds are cached",
            "Maria Silva: 30% faster builds",
            "According to Tom, 80% fewer pages",
            "Anna asked for 50% on weekdays",
            "Tom's dashboard shows 40%, Anna's 50%.",
            // What is no share of time.
            "David: 99.9% in May",
            "The error budget of Checkout: 40% spent, 60% left",
            "@storage-team: 40% on CI",
            "@larkspur/storage 40%",
            "alerts@mail.example (50% of volume)",
            "search-team@mail.example: 40% on CI",
            "Checkout has 85% of its applications on it",
            "On call: Storage 60%, Search 40%",
            "A 1:1 mapping of 100% of tables",
        ];
        for text in prose {
            assert_eq!(shares(text), [], "{text}");
        }
    }
}
