//! A Markdown file cut into its fields and its body.
//!
//! In: a file's text. Out: which part is which. Must not: read either part.

use crate::source::Span;

/// The language of a front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Between `+++` lines.
    Toml,
    /// Between `---` lines.
    Yaml,
}

/// A Markdown file's parts.
#[derive(Debug, PartialEq, Eq)]
pub enum Parts {
    /// There is no front matter: all is body.
    Body,
    /// Fields, then the body.
    Both {
        /// How the fields are written.
        language: Language,
        /// The fields, without the lines around them.
        fields: Span,
        /// The rest.
        body: Span,
    },
    /// A front matter begins and never ends.
    Unclosed {
        /// How the fields are written.
        language: Language,
        /// The line that opens it.
        opening: Span,
        /// The line that should close it: `+++` or `---`.
        fence: &'static str,
    },
}

/// Cuts a file's text.
#[must_use]
pub fn split(text: &str) -> Parts {
    let first = text.split('\n').next().unwrap_or_default();
    let (language, fence) = match first.trim_end() {
        "+++" => (Language::Toml, "+++"),
        "---" => (Language::Yaml, "---"),
        _ => return Parts::Body,
    };
    let start = (first.len() + 1).min(text.len());
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let trimmed = line.trim_end();
        if trimmed == fence || (language == Language::Yaml && trimmed == "...") {
            let body = Span::new(at + line.len(), text.len());
            return Parts::Both { language, fields: Span::new(start, at), body };
        }
        at += line.len();
    }
    // A file may well begin with a thematic break.
    let key = text[start..].lines().next().unwrap_or_default();
    let looks_like_yaml =
        key.split_once(':').is_some_and(|(name, _)| !name.is_empty() && !name.contains(' '));
    if language == Language::Yaml && !looks_like_yaml {
        return Parts::Body;
    }
    Parts::Unclosed { language, opening: Span::new(0, first.trim_end().len()), fence }
}

/// A line that was meant to open a front matter and does not, because it is not the first or says
/// more than the fence. Without a word, the fields would be shown, and what they say would not hold:
/// an internal page would be public.
#[must_use]
pub fn misplaced(text: &str) -> Option<Span> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with("<!--") {
            at += line.len();
            continue;
        }
        let after = text[at + line.len()..].lines().next().unwrap_or_default();
        let name = after.split([':', '=']).next().unwrap_or_default().trim();
        let is_field = after.contains([':', '=']) && !name.is_empty() && !name.contains(' ');
        let opens = trimmed.starts_with("+++") || (trimmed.starts_with("---") && is_field);
        let start = at + (line.len() - line.trim_start().len());
        return opens.then(|| Span::new(start, start + trimmed.len()));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_cut_at_its_fences() {
        let text = "+++\na = 1\n+++\nbody\n";
        let Parts::Both { language: Language::Toml, fields, body } = split(text) else { panic!() };
        assert_eq!((&text[fields.range()], &text[body.range()]), ("a = 1\n", "body\n"));
    }

    #[test]
    fn a_thematic_break_is_no_front_matter() {
        assert_eq!(split("---\n\nProse after a rule.\n"), Parts::Body);
        assert_eq!(split("# Title\n"), Parts::Body);
    }

    #[test]
    fn a_front_matter_that_begins_elsewhere_is_noticed() {
        for text in [
            "\n+++\na = 1\n+++\n",
            " +++\na = 1\n",
            "+++toml\na = 1\n",
            "<!-- x -->\n---\na: 1\n---\n",
            "---toml\na = 1\n",
        ] {
            assert!(misplaced(text).is_some(), "{text:?}");
        }
        for text in ["# A\n+++\n", "\n---\n\nProse: more\n", "a\n---\nb: c\n"] {
            assert!(misplaced(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn what_never_ends_is_told() {
        assert!(matches!(split("+++\na = 1\n"), Parts::Unclosed { fence: "+++", .. }));
        assert!(matches!(split("---\na: 1\n"), Parts::Unclosed { fence: "---", .. }));
    }
}
