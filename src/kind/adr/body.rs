//! Fields that other tools keep in the text: adr-tools' `Date:` and `## Status`, MADR 2's bullets,
//! MADR's names for those who decide.
//!
//! In: fields and body as written. Out: the same with status, date, people and links under our
//! names, each with the place that it was taken from. Must not: report; a value that we do not know
//! is left as it is, and held against the schema like any other.

use serde_json::{Value, json};

use super::parts::{self, Part};
use crate::entry::FieldSpan;
use crate::record::Fields;
use crate::source::Span;

/// Other names of our fields, and ours.
const PEOPLE: &[(&str, &str)] = &[
    ("decision-makers", "decision_makers"),
    ("decision makers", "decision_makers"),
    ("deciders", "decision_makers"),
    ("decision_makers", "decision_makers"),
    ("consulted", "consulted"),
    ("informed", "informed"),
];

/// Takes from the body what its author did not repeat in the front matter.
pub(super) fn read(fields: &mut Fields<'_>) {
    title(fields);
    for (theirs, ours) in PEOPLE {
        rename(fields, theirs, ours);
    }
    if let Some(status) = fields.values.get("status").and_then(Value::as_str).map(str::to_owned) {
        let span = fields.spans.get("/status").copied();
        set_status(fields, &status, span);
    }
    if let Some(date) = fields.values.get("date").and_then(Value::as_str).map(iso) {
        fields.values.insert("date".to_owned(), date.into());
    }
    preamble(fields);
    status_section(fields);
}

/// Takes the number from a title that the first heading gives: `7. Title`, `ADR-0007: Title`.
fn title(fields: &mut Fields<'_>) {
    let heading = fields.body.headings.first().filter(|heading| heading.level == 1);
    let Some(heading) = heading else { return };
    let from_heading = fields.spans.get("/title").is_some_and(|span| span.key == heading.span);
    let plain = without_number(&heading.text);
    if from_heading && plain != heading.text {
        fields.values.insert("title".to_owned(), plain.into());
    }
}

/// A title without the number before it. A number that is part of the title stays.
fn without_number(title: &str) -> &str {
    let is_adr = title.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("adr"));
    let rest = if is_adr { title[3..].trim_start_matches(['-', ' ', '#']) } else { title };
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let separators = if is_adr { [".", ":", " -", " –"].as_slice() } else { &[".", ":"] };
    let tail = separators.iter().find_map(|separator| after.strip_prefix(separator));
    let tail = tail.filter(|tail| after.len() < rest.len() && tail.starts_with(' ')).map(str::trim_start);
    tail.filter(|tail| !tail.is_empty()).unwrap_or(title)
}

/// Takes a field by another tool's name, as text or as a list, for ours.
fn rename(fields: &mut Fields<'_>, theirs: &str, ours: &str) {
    let taken = theirs != ours && fields.values.contains_key(ours);
    let is_text = fields.values.get(theirs).is_some_and(Value::is_string);
    if taken || !(theirs != ours || is_text) {
        return;
    }
    let Some(value) = fields.values.shift_remove(theirs) else { return };
    let spans: Vec<(String, FieldSpan)> = fields
        .spans
        .iter()
        .filter_map(|(pointer, span)| {
            let rest = pointer.strip_prefix('/')?.strip_prefix(theirs)?;
            (rest.is_empty() || rest.starts_with('/')).then(|| (format!("/{ours}{rest}"), *span))
        })
        .collect();
    fields.spans.extend(spans);
    match value {
        Value::String(text) => {
            let span = fields.spans.get(&format!("/{ours}")).copied();
            set_people(fields, ours, &text, span);
        }
        Value::Null => {}
        other => drop(fields.values.insert(ours.to_owned(), other)),
    }
}

/// People as a list, from a text with commas between them.
fn set_people(fields: &mut Fields<'_>, field: &str, text: &str, span: Option<FieldSpan>) {
    let names: Vec<&str> = text.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    for n in 0..names.len() {
        place(fields, &format!("/{field}/{n}"), span);
    }
    place(fields, &format!("/{field}"), span);
    fields.values.insert(field.to_owned(), json!(names));
}

fn place(fields: &mut Fields<'_>, pointer: &str, span: Option<FieldSpan>) {
    if let Some(span) = span {
        fields.spans.insert(pointer.to_owned(), span);
    }
}

/// The lines before the first heading of level 2: `Date: 2024-05-01`, `* Status: accepted`.
fn preamble(fields: &mut Fields<'_>) {
    let second = fields.body.headings.iter().find(|heading| heading.level > 1);
    let end = second.map_or(fields.text.len(), |heading| relative(fields, heading.span.start as usize));
    for (line, span) in lines(fields, 0, end) {
        let line = line.trim_start_matches(['*', '-', ' ']).replace("**", "");
        let Some((key, value)) = line.split_once(':') else { continue };
        let (key, value) = (key.trim().to_lowercase(), value.trim());
        if value.is_empty() {
            continue;
        }
        if key == "date" {
            set_date(fields, value, span);
        } else if key == "status" && !fields.values.contains_key("status") {
            set_status(fields, value, Some(span));
        } else if let Some((_, ours)) = PEOPLE.iter().find(|(theirs, _)| *theirs == key)
            && !fields.values.contains_key(*ours)
        {
            set_people(fields, ours, value, Some(span));
        }
    }
}

/// adr-tools' `## Status`: a word, or links such as `Superceded by [9. Use Go](0009-use-go.md)`.
fn status_section(fields: &mut Fields<'_>) {
    let Some((index, heading)) = parts::find(fields.body, Part::Status) else { return };
    let start = relative(fields, heading.span.end as usize);
    let next = fields.body.headings.get(index + 1);
    let end = next.map_or(fields.text.len(), |next| relative(fields, next.span.start as usize));
    let had_status = fields.values.contains_key("status");
    let mut links = Vec::new();
    for (line, span) in lines(fields, start, end) {
        let line = line.trim_start_matches(['*', '-', ' ']);
        let lower = line.to_lowercase();
        if lower.starts_with("supersedes") || lower.starts_with("supercedes") {
            links.extend(
                decision_named(line.get("supersedes".len()..).unwrap_or_default()).map(|name| (name, span)),
            );
        } else if lower.starts_with("superseded") || lower.starts_with("superceded") {
            // Stronger than the `Accepted` that some leave above it.
            if !had_status {
                set_status(fields, line, Some(span));
            }
        } else if !line.contains('[') && !fields.values.contains_key("status") {
            set_status(fields, line, Some(span));
        }
    }
    if links.is_empty() || fields.values.contains_key("supersedes") {
        return;
    }
    let names: Vec<&String> = links.iter().map(|(name, _)| name).collect();
    fields.values.insert("supersedes".to_owned(), json!(names));
    for (n, (_, span)) in links.iter().enumerate() {
        place(fields, &format!("/supersedes/{n}"), Some(*span));
    }
}

/// Puts a status in our words, and the decision that it names beside it.
fn set_status(fields: &mut Fields<'_>, text: &str, span: Option<FieldSpan>) {
    let text = text.trim().trim_start_matches(['*', '_', '-', ' ']);
    let lower = text.to_lowercase();
    let first: String = lower.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let status = match first.as_str() {
        "superseded" | "superceded" => "superseded",
        "pending" | "draft" => "proposed",
        known @ ("proposed" | "accepted" | "rejected" | "deprecated") => known,
        // Left for the schema to say what it could be.
        _ => text,
    };
    fields.values.insert("status".to_owned(), status.into());
    place(fields, "/status", span);
    if status == "superseded"
        && !fields.values.contains_key("superseded_by")
        && let Some(name) = decision_named(text.get("superseded".len()..).unwrap_or_default())
    {
        fields.values.insert("superseded_by".to_owned(), name.into());
        place(fields, "/superseded_by", span);
    }
}

/// The decision that the rest of a status names: by a link's path, else by its number.
fn decision_named(text: &str) -> Option<String> {
    if let Some((_, path)) = text.split_once("](") {
        let path = path.split([')', '#']).next().unwrap_or_default().trim_start_matches("./");
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        let log = folder.rsplit('/').next().filter(|log| !log.is_empty() && *log != "..");
        let number = digits(file).filter(|_| file.starts_with(|c: char| c.is_ascii_digit()))?;
        return Some(log.map_or_else(|| number.to_owned(), |log| format!("{log}/{number}")));
    }
    digits(text).map(str::to_owned)
}

/// The first number in a text.
fn digits(text: &str) -> Option<&str> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let rest = &text[start..];
    Some(&rest[..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())])
}

/// Sets the date, unless there is one.
fn set_date(fields: &mut Fields<'_>, text: &str, span: FieldSpan) {
    if !fields.values.contains_key("date") {
        let first = text.split_whitespace().next().unwrap_or_default();
        fields.values.insert("date".to_owned(), iso(first).into());
        place(fields, "/date", Some(span));
    }
}

/// `01/05/2024` as `2024-05-01`; anything else as it is.
fn iso(date: &str) -> String {
    let parts: Vec<&str> = date.split('/').collect();
    match parts.as_slice() {
        [day, month, year] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => date.to_owned(),
    }
}

/// A place of the file as one of the body.
fn relative(fields: &Fields<'_>, at: usize) -> usize {
    at.saturating_sub(fields.start).min(fields.text.len())
}

/// Lines that are not empty, with their places in the file.
fn lines<'a>(fields: &Fields<'a>, start: usize, end: usize) -> Vec<(&'a str, FieldSpan)> {
    let mut at = start;
    let mut found = Vec::new();
    for line in fields.text.get(start..end).unwrap_or_default().split_inclusive('\n') {
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            let indent = line.len() - line.trim_start().len();
            let begins = fields.start + at + indent;
            let span = Span::new(begins, begins + trimmed.len());
            found.push((trimmed, FieldSpan { key: span, value: span }));
        }
        at += line.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_before_a_title_is_dropped_and_one_in_it_kept() {
        assert_eq!(without_number("7. Use Go"), "Use Go");
        assert_eq!(without_number("ADR-0007: Use Go"), "Use Go");
        assert_eq!(without_number("ADR 7 - Use Go"), "Use Go");
        assert_eq!(without_number("2.0 comes later"), "2.0 comes later");
        assert_eq!(without_number("10 reasons: a study"), "10 reasons: a study");
        assert_eq!(without_number("ADRs are good"), "ADRs are good");
    }

    #[test]
    fn the_decision_that_a_status_names_is_found() {
        assert_eq!(decision_named(" by [9. Use Go](0009-use-go.md)").as_deref(), Some("0009"));
        assert_eq!(decision_named(" by ADR-0123").as_deref(), Some("0123"));
        assert_eq!(decision_named(" by ADR 12 - Go 2").as_deref(), Some("12"));
        assert_eq!(decision_named(" by [x](../web/0005-x.md)").as_deref(), Some("web/0005"));
        assert_eq!(decision_named(" by a later one"), None);
    }
}
