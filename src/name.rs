//! What is written as the name of a person is: two words with a capital each, and neither of them an ordinary one.
//!
//! In: words. Out: whether they may be a name. Must not: know records; a rule asks whether a name is one of theirs.

/// What people are or work on, and groups of them: no part of a name, in small letters.
const ROLES: &[&str] = &[
    "analyst",
    "android",
    "architect",
    "backend",
    "chapter",
    "customers",
    "data",
    "department",
    "design",
    "designer",
    "designers",
    "developer",
    "developers",
    "devops",
    "director",
    "employees",
    "engineer",
    "engineering",
    "engineers",
    "finance",
    "frontend",
    "group",
    "guild",
    "infrastructure",
    "intern",
    "junior",
    "lead",
    "leads",
    "machine",
    "manager",
    "managers",
    "marketing",
    "mentee",
    "mentor",
    "mid",
    "mobile",
    "office",
    "operations",
    "operator",
    "operators",
    "organisation",
    "organization",
    "owner",
    "owners",
    "partners",
    "peer",
    "principal",
    "product",
    "quality",
    "remote",
    "report",
    "research",
    "sales",
    "scientist",
    "security",
    "senior",
    "squad",
    "staff",
    "student",
    "tester",
    "tribe",
    "users",
    "web",
];

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
    "cloud",
    "cluster",
    "columns",
    "cost",
    "costs",
    "coverage",
    "cpu",
    "database",
    "disk",
    "each",
    "east",
    "elastic",
    "engine",
    "error",
    "errors",
    "every",
    "everybody",
    "everyone",
    "failures",
    "for",
    "gateway",
    "he",
    "hit",
    "hits",
    "hub",
    "if",
    "in",
    "index",
    "it",
    "las",
    "latency",
    "load",
    "los",
    "memory",
    "new",
    "no",
    "nobody",
    "north",
    "of",
    "old",
    "on",
    "only",
    "our",
    "pipeline",
    "platform",
    "progress",
    "proxy",
    "queue",
    "rate",
    "reads",
    "release",
    "requests",
    "san",
    "savings",
    "search",
    "server",
    "servers",
    "service",
    "services",
    "she",
    "since",
    "somebody",
    "someone",
    "south",
    "storage",
    "store",
    "stream",
    "streams",
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
    "west",
    "when",
    "where",
    "who",
    "with",
    "writes",
];

/// Each two words that follow one another in a title, in small letters: what may be taken for a name.
#[must_use]
pub fn pairs(title: &str) -> Vec<String> {
    let lower = title.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().map(bare).collect();
    words.windows(2).map(|two| two.join(" ")).collect()
}

/// Whether a text is nothing but what is written as a name and a surname are.
#[must_use]
pub fn is_full_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (2..=4).contains(&words.len()) && words.iter().all(|word| is_name(word))
}

/// Whether a text is nothing but what is written as one or more names of a person are.
#[must_use]
pub fn is_names(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (1..=4).contains(&words.len()) && words.iter().all(|word| is_name(word))
}

/// Whether a text holds a word for what people are, or for what has no time of its own.
#[must_use]
pub fn is_role(text: &str) -> bool {
    let small = text.to_lowercase();
    let mut words = small.split_whitespace().map(bare);
    words.any(|word| ROLES.contains(&word) || NO_NAMES.contains(&word))
}

/// A word without what stands around it.
#[must_use]
pub fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && c != '%')
}

/// Whether a word is an ordinary one, no part of a name, in whatever letters.
#[must_use]
pub fn is_ordinary(word: &str) -> bool {
    let lower = word.to_lowercase();
    [NO_NAMES, ROLES].iter().any(|list| list.contains(&lower.as_str()))
}

/// Whether a word is written as names are, and is none of the ordinary ones.
#[must_use]
pub fn is_name(word: &str) -> bool {
    is_somebody(word) && !is_ordinary(word)
}

/// Whether a word is written as names are and may mean somebody: a name, or what somebody is.
#[must_use]
pub fn is_somebody(word: &str) -> bool {
    let mut letters = word.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    let rest = letters.as_str();
    let small = rest.len() > 1 && rest.contains(char::is_lowercase);
    let only_letters = word.chars().all(|c| c.is_alphabetic() || c == '-' || c == '\'');
    let ordinary = NO_NAMES.contains(&word.to_lowercase().as_str());
    capital && small && only_letters && !ordinary
}
