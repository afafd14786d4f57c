//! What the template engine says, in the words of who wrote the template.
//!
//! In: a message of the engine. Out: a message as ours are, and what to write instead where the engine
//! knows. Must not: know a theme.

use crate::nearest::nearest;

/// The engine's message as a sentence of ours, and a hint.
pub(super) fn in_words(message: &str) -> (String, Option<String>) {
    let line = message.lines().next().unwrap_or_default();
    let line = line.trim_start_matches("error: ").trim_end_matches('.');
    let quoted = line.split('`').nth(1).unwrap_or_default();
    if let Some((_, known)) = line.split_once("is not defined. Available ") {
        let known: Vec<&str> =
            known.split_once(": ").map_or("", |(_, names)| names).split(", ").map(str::trim).collect();
        let hint = match nearest(quoted, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("there are `{}`", known.join("`, `")),
        };
        return (format!("there is no `{quoted}` here"), Some(hint));
    }
    if line.ends_with("is not defined") {
        return (format!("there is no `{quoted}` here"), None);
    }
    for what in ["filter", "test", "function", "component", "template"] {
        if line.starts_with(&format!("Unknown {what} `")) {
            return (format!("there is no {what} `{quoted}`"), None);
        }
    }
    match line {
        "Unknown tag" => {
            return ("there is no such tag, or none that could stand here".to_owned(), None);
        }
        "Unexpected end of input" => {
            let hint = "close every `{{` with `}}`, and every `{% if %}` or `{% for %}` with its `{% endif %}` or `{% endfor %}`";
            return (
                "the template ends too early: something is not closed".to_owned(),
                Some(hint.to_owned()),
            );
        }
        _ => {}
    }
    if line.to_lowercase().starts_with("circular ") {
        let hint = "to build on the built-in one of the same name, write `{% extends \"built-in/page.html\" %}`, say";
        return ("this template extends or includes itself".to_owned(), Some(hint.to_owned()));
    }
    let plain = [
        ("identifier", "a name"),
        ("`i64`", "a whole number"),
        ("`f64`", "a number"),
        ("`string`", "text"),
        ("`array`", "a list"),
        ("`map`", "a table"),
        ("but expected }}", "but expected `}}`"),
        ("but expected %}", "but expected `%}`"),
    ];
    let line = plain.iter().fold(line.to_owned(), |line, (theirs, ours)| line.replace(theirs, ours));
    (small(&line), None)
}

/// A sentence without a capital at its beginning, unless that belongs to a name.
fn small(line: &str) -> String {
    let mut chars = line.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(chars).collect(),
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_named_with_what_was_meant() {
        for (theirs, ours, hint) in [
            (
                "Field `titel` is not defined. Available fields: body, title",
                "there is no `titel` here",
                "did you mean `title`?",
            ),
            (
                "Variable `qq` is not defined. Available variables: page, site",
                "there is no `qq` here",
                "there are `page`, `site`",
            ),
            ("Unknown filter `uper`", "there is no filter `uper`", ""),
            ("Found identifier but expected }}.", "found a name but expected `}}`", ""),
            (
                "`+` requires both operands to be numbers, found `i64` and `string`",
                "`+` requires both operands to be numbers, found a whole number and text",
                "",
            ),
        ] {
            assert_eq!(
                in_words(theirs),
                (ours.to_owned(), Some(hint.to_owned()).filter(|it| !it.is_empty()))
            );
        }
    }
}
