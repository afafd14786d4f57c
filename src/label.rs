//! Names of fields and values as people read them.
//!
//! In: `capability_area`. Out: `Capability area`. Must not: know a kind.

/// Words that are written in capitals.
const ACRONYMS: [&str; 16] = [
    "api", "c4", "ci", "cli", "faq", "ga", "iac", "id", "ktlo", "sdk", "sla", "sli", "slo", "ui", "url", "vm",
];

/// Names that read badly as they are, such as abbreviations that only their trade reads, in words.
const IN_WORDS: [(&str, &str); 11] = [
    ("bpm", "Business performance"),
    ("eol", "End of life"),
    ("eol_source", "Who says when it ends"),
    ("eol_type", "Why it ends"),
    ("final_20", "Final 20%"),
    ("no_strategy", "No: not where we want to go"),
    ("no_technical", "No: it cannot be done well"),
    ("not_yet_priority", "Not yet: other things come first"),
    ("not_yet_technical", "Not yet: something must be there before"),
    ("oncall", "On call"),
    ("oss", "Open source"),
];

/// A name in small letters and underscores as a phrase.
#[must_use]
pub fn label(name: &str) -> String {
    if let Some((_, words)) = IN_WORDS.iter().find(|(short, _)| *short == name) {
        return (*words).to_owned();
    }
    let word = |(n, word): (usize, &str)| {
        if ACRONYMS.contains(&word) {
            return word.to_uppercase();
        }
        let mut chars = word.chars();
        match chars.next() {
            Some(first) if n == 0 => first.to_uppercase().chain(chars).collect(),
            _ => word.to_owned(),
        }
    };
    let words = name.split(['_', ' ']).filter(|word| !word.is_empty());
    let label = words.enumerate().map(word).collect::<Vec<_>>().join(" ");
    label.strip_suffix(" percent").map_or(label.clone(), |stem| format!("{stem} (%)"))
}

/// A file name as people read it: `site-reliability` as `Site reliability`.
#[must_use]
pub fn readable(slug: &str) -> String {
    let name = slug.rsplit('/').next().unwrap_or(slug);
    let words = name.replace(['-', '_'], " ");
    let mut chars = words.trim().chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_phrases() {
        assert_eq!(label("capability_area"), "Capability area");
        assert_eq!(readable("a/site-reliability"), "Site reliability");
        assert_eq!((label("eol_type"), label("oss")), ("Why it ends".to_owned(), "Open source".to_owned()));
        assert_eq!(label("ga"), "GA");
        assert_eq!(label("api_docs"), "API docs");
        assert_eq!(label("ktlo_percent"), "KTLO (%)");
    }
}
