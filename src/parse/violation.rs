//! What a schema does not allow, in the words of who wrote the value.
//!
//! In: what the validator found. Out: a message, and what to write instead. Must not: know places.

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use serde_json::Value;

use crate::field::{choices, example};
use crate::nearest::nearest;

/// What is wrong with the value of a field, and a hint. `node` is what the schema says of it, `doc` its
/// description.
pub(super) fn violation(
    error: &ValidationError<'_>,
    field: &str,
    node: Option<&Value>,
    doc: Option<&str>,
) -> (String, Option<String>) {
    let value = error.instance();
    let choices = node.map_or_else(Vec::new, choices);
    match error.kind() {
        _ if !choices.is_empty() => wrong_choice(field, value, &choices),
        ValidationErrorKind::Enum { options } => {
            let options = options.as_array().map_or(&[][..], Vec::as_slice);
            wrong_choice(field, value, &options.iter().map(written).collect::<Vec<_>>())
        }
        ValidationErrorKind::Constant { expected_value } => {
            wrong_choice(field, value, &[written(expected_value)])
        }
        ValidationErrorKind::Type { kind } => {
            let format = node.and_then(|node| node.get("format")?.as_str());
            if let Some(format) = format.filter(|_| type_names(kind) == ["text"]) {
                return wrong_format(format, field, value);
            }
            let hint = node.map(|node| format!("write `{}`", sample(field, node)));
            (format!("`{field}` must be {}, found {}", type_names(kind).join(" or "), found(value)), hint)
        }
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            any_of(&context.iter().flatten().collect::<Vec<_>>(), field, value)
        }
        ValidationErrorKind::Format { format } => wrong_format(format, field, value),
        ValidationErrorKind::Pattern { pattern } => {
            let examples = node.and_then(|node| node.get("examples")?.as_array());
            let hint = match doc {
                _ if examples.is_some() => looks_like(field, examples.map_or(&[], Vec::as_slice)),
                _ if pattern == "^https?://" => looks_like(field, &["https://example.com/".into()]),
                _ if pattern == r"\S" => "write something, or remove the field".to_owned(),
                Some(doc) => plain_hint(doc),
                None if pattern == "^/" => "begin it with `/`: a path of this site".to_owned(),
                None => format!("it must match `{pattern}`"),
            };
            (format!("`{field}` cannot be {}", found(value)), Some(hint))
        }
        ValidationErrorKind::Not { schema } => {
            let why =
                schema.get("description").and_then(Value::as_str).unwrap_or("its schema rules that out");
            let examples = node.and_then(|node| node.get("examples")?.as_array());
            let hint = examples.map_or_else(
                || doc.map_or_else(|| "see what its schema asks for".to_owned(), plain_hint),
                |examples| looks_like(field, examples),
            );
            (format!("`{field}` cannot be {}: {why}", found(value)), Some(hint))
        }
        ValidationErrorKind::MinLength { .. } => {
            (format!("`{field}` is empty"), Some("write something, or remove the field".to_owned()))
        }
        kind => {
            if let Some(limit) = limit(kind, value) {
                return (format!("`{field}` {limit}"), in_percent(kind, node, value, field));
            }
            let hint = doc.map_or_else(|| "see what its schema asks for".to_owned(), plain_hint);
            (format!("`{field}` is not what its schema allows"), Some(hint))
        }
    }
}

/// What to write where examples show it best, such as `respond = "15m"`.
fn looks_like(field: &str, examples: &[Value]) -> String {
    let mut rest = examples.iter();
    let first = rest.next().map_or_else(String::new, Value::to_string);
    let rest: Vec<String> = rest.map(|it| format!("`{it}`")).collect();
    let or = if rest.is_empty() { String::new() } else { format!(", or such as {}", rest.join(", ")) };
    format!("write `{field} = {first}`{or}")
}

/// What a value passes, after the name of its field.
fn limit(kind: &ValidationErrorKind, value: &Value) -> Option<String> {
    Some(match kind {
        ValidationErrorKind::Minimum { limit } | ValidationErrorKind::ExclusiveMinimum { limit } => {
            format!("is {value}, which is less than {}", plain_number(limit))
        }
        ValidationErrorKind::Maximum { limit } | ValidationErrorKind::ExclusiveMaximum { limit } => {
            format!("is {value}, which is more than {}", plain_number(limit))
        }
        ValidationErrorKind::MultipleOf { multiple_of } => {
            format!("is {value}, which is no multiple of {multiple_of}")
        }
        ValidationErrorKind::MaxLength { limit } => format!("is longer than {limit} characters"),
        ValidationErrorKind::MinItems { limit } => format!("needs at least {limit} items"),
        ValidationErrorKind::MaxItems { limit } => format!("has more than {limit} items"),
        ValidationErrorKind::MinProperties { limit } => format!("needs at least {limit} fields"),
        ValidationErrorKind::MaxProperties { limit } => format!("has more than {limit} fields"),
        ValidationErrorKind::UniqueItems => "names the same thing twice".to_owned(),
        _ => return None,
    })
}

/// What to write for a share that was written as a part of one, in a field that counts in percent.
fn in_percent(
    kind: &ValidationErrorKind,
    node: Option<&Value>,
    value: &Value,
    field: &str,
) -> Option<String> {
    let too_small = matches!(kind, ValidationErrorKind::Minimum { .. });
    let most = node.and_then(|node| node.get("maximum")?.as_f64());
    let part =
        value.as_f64().filter(|part| too_small && most == Some(100.0) && *part > 0.0 && *part < 1.0)?;
    // Without the digits that only the multiplication brings.
    let percent = (part * 1e10).round() / 1e8;
    Some(format!("it counts in percent: write `{field} = {percent}`"))
}

/// Of the ways in which a value could have been right, the one that got furthest was meant; of those
/// that got as far, one for values of its type.
fn any_of(ways: &[&ValidationError<'static>], field: &str, value: &Value) -> (String, Option<String>) {
    let depth = |way: &ValidationError<'_>| way.instance_path().as_str().matches('/').count();
    let furthest = ways.iter().map(|way| depth(way)).max().unwrap_or_default();
    let furthest: Vec<_> = ways.iter().filter(|way| depth(way) == furthest).collect();
    let is_type = |way: &&&&ValidationError<'_>| matches!(way.kind(), ValidationErrorKind::Type { .. });
    if let Some(meant) = furthest.iter().find(|way| !is_type(way)) {
        let within = field_name(meant.instance_path().as_str()).unwrap_or_else(|| field.to_owned());
        return violation(meant, &within, None, None);
    }
    let mut types: Vec<&str> = Vec::new();
    for way in furthest {
        if let ValidationErrorKind::Type { kind } = way.kind() {
            types.extend(type_names(kind));
        }
    }
    types.dedup();
    (format!("`{field}` must be {}, found {}", types.join(" or "), found(value)), None)
}

fn wrong_format(format: &str, field: &str, value: &Value) -> (String, Option<String>) {
    let (what, hint) = match format {
        "date" => ("a date", format!("write `{field} = 2027-01-11`: year, month, day")),
        "date-time" => ("a date and a time", format!("write `{field} = 2027-01-11T09:00:00Z`")),
        "time" => ("a time of day", format!("write `{field} = \"09:00:00Z\"`")),
        "email" => ("a mail address", format!("write `{field} = \"team@example.com\"`")),
        "uri" => ("a web address", format!("write `{field} = \"https://example.com/\"`")),
        "regex" => (
            "a regular expression",
            "close every bracket, and escape those that are meant as such".to_owned(),
        ),
        _ => return (format!("`{field}` cannot be {}: it is no `{format}`", found(value)), None),
    };
    (format!("`{field}` must be {what}, found {}", found(value)), Some(hint))
}

/// The name of the field that a pointer leads to, with its place in a list counted from 1.
pub(super) fn field_name(pointer: &str) -> Option<String> {
    let last = pointer.rsplit('/').next().filter(|last| !last.is_empty())?;
    if !last.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(last.replace("~1", "/").replace("~0", "~"));
    }
    let around = field_name(&pointer[..pointer.len() - last.len() - 1])?;
    last.parse::<usize>().ok().map(|n| format!("{around}[{}]", n + 1))
}

fn written(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn type_names(kind: &TypeKind) -> Vec<&'static str> {
    match kind {
        TypeKind::Single(name) => vec![type_name(&name.to_string())],
        TypeKind::Multiple(names) => names.iter().map(|name| type_name(&name.to_string())).collect(),
    }
}

fn wrong_choice(field: &str, value: &Value, choices: &[String]) -> (String, Option<String>) {
    let message = format!("`{field}` cannot be {}", found(value));
    let written = value.as_str().unwrap_or_default();
    let meant = nearest(written, choices.iter().map(String::as_str));
    let hint = match meant {
        Some(meant) => format!("did you mean `{meant}`? It can be {}", list(choices)),
        None => format!("write one of {}", list(choices)),
    };
    (message, Some(hint))
}

fn type_name(name: &str) -> &'static str {
    match name {
        "string" => "text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "`true` or `false`",
        "array" => "a list",
        "object" => "a table",
        _ => "of another type",
    }
}

fn found(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(value) => format!("`{value}`"),
        Value::Number(number) => format!("the number `{number}`"),
        Value::String(text) if text.chars().count() > 40 => {
            format!("`{}...`", text.chars().take(40).collect::<String>())
        }
        Value::String(text) => format!("`{text}`"),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a table".to_owned(),
    }
}

fn sample(field: &str, node: &Value) -> String {
    let name = field.split('[').next().unwrap_or(field);
    format!("{name} = {}", example(node))
}

/// A limit as people write it: `100`, not `100.0`.
fn plain_number(limit: &Value) -> String {
    let text = limit.to_string();
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn plain_hint(doc: &str) -> String {
    let paragraph: Vec<&str> =
        doc.lines().take_while(|line| !line.trim().is_empty()).map(str::trim).collect();
    paragraph.join(" ").trim_end_matches('.').to_owned()
}

pub(super) fn list(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
