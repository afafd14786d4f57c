//! Whether a key result counts work or adoption, and not what it brought.
//!
//! In: a key result. Out: yes or no. What it is measured in and by says it first; where neither does, its
//! words, and then rather no than yes.

use serde_json::Value;

use super::KeyResult;
use crate::entry::Entry;
use crate::site::Site;

/// What a key result begins with that tells of work, not of what it brought.
const WORK: &[&str] =
    &["build", "complete", "deliver", "finish", "introduce", "launch", "publish", "release", "roll", "ship"];

/// What it begins with where it counts what is carried over: `Migrate 80% of hosts`.
const CARRY: &[&str] = &["convert", "enrol", "migrate", "move", "onboard", "port", "train"];

/// What a key result about adoption says.
const ADOPTION: &[&str] = &["adopt", "adopted", "adoption", "adopters", "uptake"];

/// What says that a number changes, after what is measured: `Build time falls`.
const CHANGES: &[&str] = &[
    "climb", "climbs", "doubles", "drop", "drops", "fall", "falls", "goes", "grow", "grows", "halves",
    "rise", "rises", "shrink", "shrinks", "sink", "sinks", "stay", "stays", "take", "takes",
];

/// What follows where the first word is no verb: `Build in under 5 minutes`.
const AFTER_NOUN: &[&str] = &["in", "under", "within"];

/// Units of time.
const TIMES: &[&str] = &[
    "day", "days", "h", "hour", "hours", "min", "minute", "minutes", "month", "months", "ms", "s", "second",
    "seconds", "week", "weeks",
];

/// What makes `use` tell of something else than that something is used: `All use less memory`.
const COMPARED: &[&str] = &["faster", "fewer", "less", "more"];

/// Whether a key result counts work or adoption.
pub(super) fn is_work(result: &KeyResult, entry: &Entry, site: &Site) -> bool {
    let metric = result.metric.as_ref().and_then(|name| site.target(entry, name)).map(|ix| site.entry(ix));
    let field = |name: &str| metric.and_then(|metric| metric.value.get(name));
    // A metric of adoption says whether those who adopt may choose.
    if field("voluntary").is_some() {
        return true;
    }
    let unit = result.unit.as_deref().or_else(|| field("unit").and_then(Value::as_str)).unwrap_or_default();
    let in_time = unit.split_whitespace().next().is_some_and(|unit| TIMES.contains(&unit));
    let brings = |of: &str| of != "release";
    if in_time || field("type").and_then(Value::as_str).is_some_and(brings) {
        return false;
    }
    tells_of_work(&result.text.text)
}

fn tells_of_work(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric() && c != '%').filter(|word| !word.is_empty()).collect();
    let [first, rest @ ..] = words.as_slice() else { return false };
    let says = |list: &[&str]| words.iter().any(|word| list.contains(word));
    let counts = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let next = rest.first().copied().unwrap_or_default();
    let of_all = |word: &str| counts(word) || ["all", "each", "every", "half", "most"].contains(&word);
    let changes = says(CHANGES);
    let in_time = words.windows(2).any(|two| counts(two[0]) && TIMES.contains(&two[1]));
    if WORK.contains(first) {
        return !changes && !AFTER_NOUN.contains(&next);
    }
    if CARRY.contains(first) {
        return of_all(next);
    }
    if says(ADOPTION) {
        return !(changes && in_time);
    }
    of_all(first) && says(&["use", "uses"]) && !says(COMPARED) && !in_time
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_and_adoption_are_known_by_their_words() {
        for text in [
            "Launch the provisioning command",
            "Adoption of the command by 60% of teams",
            "Adoption rises to 60%",
            "Migrate 80% of hosts",
            "All services use the new pipeline",
            "90% of teams use the new pipeline",
            "Ship the new editor plug-in",
        ] {
            assert!(tells_of_work(text), "{text}");
        }
    }

    #[test]
    fn what_users_notice_is_left_alone() {
        for text in [
            "Build time falls from 9 to 3 minutes",
            "Release rollbacks fall to 1%",
            "Launch latency of the editor falls to 3 s",
            "Adoption delays fall to 3 days",
            "Build in under 5 minutes",
            "Move a service in under a day",
            "All services use less memory",
            "Half of the supported compute types can be provisioned from the editor",
            "From request to ready takes a quarter less time",
            "A fifth fewer machines are left on the old hosting",
            "Nobody is woken for a copy that catches up by itself",
        ] {
            assert!(!tells_of_work(text), "{text}");
        }
    }
}
