//! Whether a title says what an offering is, or is a name that one has to know already.
//!
//! In: a title and the record's other words. Out: yes or no. It has no dictionary, so it calls a
//! title a mere name only where everything speaks for it: one word, written with a capital
//! wherever it occurs, unlike any ordinary word of the record, and without an ending that words
//! for things and work have.

/// Endings of words that say what a thing is or does.
const ENDINGS: &[&str] = &[
    "ing", "ings", "tion", "tions", "sion", "sions", "ment", "ments", "ance", "ence", "ities", "ity", "ics",
    "age", "ages", "ory", "ories", "log", "logs", "base", "bases", "store", "stores", "data", "file",
    "files", "cache", "caches", "queue", "queues", "search", "secret", "secrets", "mail", "alert", "alerts",
    "er", "ers", "or", "ors", "job", "jobs", "test", "tests", "flags", "events", "streams", "docs",
    "backups", "accounts", "hosts", "tables",
];

/// How many letters two words share at their beginning when they are of one stem.
const STEM: usize = 5;

/// Whether a title is one word that says nothing to those who do not know it.
pub(super) fn is_mere_name(title: &str, area: &str, others: &str) -> bool {
    let title = title.trim();
    // `Project Nimbus` says no more than `Nimbus`.
    let title = title.strip_prefix("Project ").map_or(title, str::trim);
    let one_word = title.chars().all(char::is_alphabetic) && title.chars().count() > 3;
    // Abbreviations are looked up under `aliases`.
    let capitals = title.chars().filter(|c| c.is_uppercase()).count();
    let lower = title.to_lowercase();
    if !one_word || capitals != 1 || ENDINGS.iter().any(|ending| lower.ends_with(ending)) {
        return false;
    }
    let alike = |word: &str| {
        let shared = word.chars().zip(lower.chars()).take_while(|(a, b)| a == b).count();
        shared >= STEM.min(lower.chars().count())
    };
    let ordinary = |word: &&str| word.starts_with(char::is_lowercase);
    !words(&area.to_lowercase()).any(alike) && !words(others).filter(ordinary).any(alike)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_that_one_has_to_know_is_one() {
        let others = "Glengarry bills customers. Sends a notice by mail.";
        assert!(is_mere_name("Glengarry", "Product services", others));
        assert!(is_mere_name("Project Nimbus", "Compute", ""));
        assert!(!is_mere_name("Project Tracking", "Planning", ""));
        assert!(!is_mere_name("Billing", "Product services", others));
        assert!(!is_mere_name("Billing Platform", "Product services", others));
        assert!(!is_mere_name("Notify", "Product services", "the way to notify"));
        assert!(!is_mere_name("Compute", "Compute", ""));
        assert!(!is_mere_name("DNS", "Networks", ""));
        assert!(!is_mere_name("Notifications", "Product services", ""));
    }
}
