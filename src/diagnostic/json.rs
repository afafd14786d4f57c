//! Findings as one JSON array, for tools.
//!
//! In: sorted findings. Out: every one of them, nothing folded.

use serde_json::{Value, json};

use super::{Diagnostic, Sources, position};
use crate::source::Location;

/// An array of `{rule, severity, file, line, column, end_line, end_column, message, hint, related}`.
///
/// Lines and columns count from 1, columns in characters; the end is one past the last character.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let all: Vec<Value> = diagnostics.iter().map(|found| one(found, sources)).collect();
    let mut out = serde_json::to_string_pretty(&all).unwrap_or_else(|_| "[]".to_owned());
    out.push('\n');
    out
}

fn one(found: &Diagnostic, sources: &Sources) -> Value {
    let mut value = json!({ "rule": found.rule, "severity": found.severity.as_str() });
    place(&mut value, &found.at, sources);
    value["message"] = json!(found.message);
    value["hint"] = json!(found.hint);
    let related = found.related.iter().map(|related| {
        let mut value = json!({});
        place(&mut value, &related.at, sources);
        value["message"] = json!(related.message);
        value
    });
    value["related"] = related.collect();
    value
}

fn place(value: &mut Value, at: &Location, sources: &Sources) {
    let (start, end) = (position(sources, at, at.span.start), position(sources, at, at.span.end));
    value["file"] = json!(at.file);
    value["line"] = json!(start.line);
    value["column"] = json!(start.column);
    value["end_line"] = json!(end.line);
    value["end_column"] = json!(end.column);
}
