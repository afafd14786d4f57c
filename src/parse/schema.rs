//! A value held against a JSON Schema, and what is wrong with it in the words of its author.
//!
//! In: a value with spans, a schema. Out: findings, and the value without what is wrong.
//! Must not: know kinds. The validator is the `jsonschema` crate; ours are places and words.

use std::collections::BTreeSet;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{ValidationError, Validator};
use serde_json::{Map, Value};

use super::data::{Data, escape};
use crate::diagnostic::Diagnostic;
use crate::nearest::nearest;
use crate::source::{Location, Span};

/// A schema, ready for use.
#[derive(Debug)]
pub struct Schema {
    /// The schema as JSON.
    pub json: Value,
    validator: Validator,
}

impl Schema {
    /// Makes a schema ready.
    ///
    /// # Errors
    /// What is wrong with the schema itself, and the JSON pointer of where.
    pub fn new(json: Value) -> Result<Self, (String, String)> {
        let options = jsonschema::draft7::options().should_validate_formats(true);
        let mut strict = json.clone();
        limit_numbers(&mut strict);
        match options.build(&strict) {
            Ok(validator) => Ok(Self { json, validator }),
            Err(error) => Err((error.instance_path().to_string(), error.to_string())),
        }
    }

    /// Checks the fields and takes out what the schema does not allow, so that what is left can be
    /// used. `place` turns a span of the data into a place in its file.
    pub fn check(&self, data: &mut Data, place: &dyn Fn(Span) -> Location) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        let mut removed: BTreeSet<String> = BTreeSet::new();
        // Taking one thing out can uncover another (an object that loses a required field), so this
        // goes on until nothing is wrong; each round takes something out.
        loop {
            let value = Value::Object(std::mem::take(&mut data.fields));
            let mut wrong: Vec<String> = Vec::new();
            for error in self.validator.iter_errors(&value) {
                if let Some(around) = loses_a_field(&error, &removed) {
                    wrong.extend(Some(around).filter(|around| !around.is_empty()));
                    continue;
                }
                self.describe(&error, &value, data, place, &mut findings, &mut wrong);
            }
            let Value::Object(fields) = value else { break };
            data.fields = fields;
            if wrong.is_empty() {
                break;
            }
            removed.extend(wrong.iter().cloned());
            remove_all(data, wrong);
        }
        findings
    }

    fn describe(
        &self,
        error: &ValidationError<'_>,
        whole: &Value,
        data: &Data,
        place: &dyn Fn(Span) -> Location,
        findings: &mut Vec<Diagnostic>,
        wrong: &mut Vec<String>,
    ) {
        let at = error.instance_path().to_string();
        let span = data.spans.get(&at).map_or(Span::FILE, |span| span.value);
        let node = self.node(&at);
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                let known = properties(node);
                for name in unexpected {
                    let pointer = format!("{at}/{}", escape(name));
                    let span = data.spans.get(&pointer).map_or(Span::FILE, |span| span.key);
                    findings.push(unknown_field(name, &at, &known, place(span)));
                    wrong.push(pointer);
                }
            }
            ValidationErrorKind::Required { property } => {
                let name = property.as_str().unwrap_or_default();
                let within = field_name(&at).map_or_else(String::new, |field| format!(" in `{field}`"));
                let finding = Diagnostic::error("FLD3", place(span), format!("`{name}` is missing{within}"));
                let example = node.and_then(|node| node.get("properties")?.get(name)).map(example);
                let hint = example
                    .map_or_else(|| format!("write `{name} = ...`"), |it| format!("write `{name} = {it}`"));
                findings.push(finding.with_hint(hint));
                if !at.is_empty() {
                    wrong.push(at);
                }
            }
            kind => {
                let field = field_name(&at).unwrap_or_else(|| "this file".to_owned());
                let value = whole.pointer(&at).unwrap_or(&Value::Null);
                let around = at.rsplit_once('/').and_then(|(around, _)| self.node(around));
                let doc =
                    [node, around].into_iter().flatten().find_map(|node| node.get("description")?.as_str());
                let (message, hint) = violation(kind, &field, value, node, doc, error);
                findings.push(Diagnostic { hint, ..Diagnostic::error("FLD2", place(span), message) });
                if !at.is_empty() {
                    wrong.push(at);
                }
            }
        }
    }

    /// The part of the schema that speaks of an instance's pointer.
    #[must_use]
    pub fn node(&self, pointer: &str) -> Option<&Value> {
        let mut node = follow(&self.json, &self.json);
        for part in pointer.split('/').skip(1) {
            let part = part.replace("~1", "/").replace("~0", "~");
            node = follow(&self.json, child(node, &part)?);
        }
        Some(node)
    }
}

/// Says of whole numbers what their `format` means, which JSON Schema leaves open: the struct could
/// not hold more.
fn limit_numbers(node: &mut Value) {
    match node {
        Value::Object(map) => {
            let most = match map.get("format").and_then(Value::as_str) {
                Some("uint8") => Some(u32::from(u8::MAX)),
                Some("uint16") => Some(u32::from(u16::MAX)),
                Some("uint32") => Some(u32::MAX),
                _ => None,
            };
            if let Some(most) = most {
                map.entry("maximum").or_insert_with(|| most.into());
            }
            map.values_mut().for_each(limit_numbers);
        }
        Value::Array(items) => items.iter_mut().for_each(limit_numbers),
        _ => {}
    }
}

/// The schema of a field or item below a node.
#[must_use]
pub fn child<'a>(node: &'a Value, part: &str) -> Option<&'a Value> {
    let by_name = node.get("properties").and_then(|known| known.get(part));
    let item = || node.get("items").filter(|_| part.bytes().all(|byte| byte.is_ascii_digit()));
    by_name.or_else(item).or_else(|| node.get("additionalProperties").filter(|more| more.is_object()))
}

/// A node, or the definition that it refers to.
#[must_use]
pub fn follow<'a>(root: &'a Value, node: &'a Value) -> &'a Value {
    let target = node.get("$ref").and_then(Value::as_str).and_then(|to| root.pointer(to.strip_prefix('#')?));
    target.unwrap_or(node)
}

/// What now lacks a field that was there, and wrong: that has been told.
fn loses_a_field(error: &ValidationError<'_>, removed: &BTreeSet<String>) -> Option<String> {
    let ValidationErrorKind::Required { property } = error.kind() else { return None };
    let around = error.instance_path().to_string();
    removed.contains(&format!("{around}/{}", escape(property.as_str()?))).then_some(around)
}

fn properties(node: Option<&Value>) -> Vec<String> {
    let known = node.and_then(|node| node.get("properties")).and_then(Value::as_object);
    known.map_or_else(Vec::new, |known| known.keys().cloned().collect())
}

fn unknown_field(name: &str, at: &str, known: &[String], place: Location) -> Diagnostic {
    let within = field_name(at).map_or_else(String::new, |field| format!(" in `{field}`"));
    let finding = Diagnostic::error("FLD1", place, format!("there is no field `{name}`{within}"));
    match nearest(name, known.iter().map(String::as_str)) {
        Some(meant) => finding.with_hint(format!("did you mean `{meant}`?")),
        None if known.len() > 12 => {
            finding.with_hint("remove it, or see the reference of this kind for its fields")
        }
        None => finding.with_hint(format!("the fields are {}", list(known))),
    }
}

/// The name of the field that a pointer leads to, with its place in a list counted from 1.
fn field_name(pointer: &str) -> Option<String> {
    let last = pointer.rsplit('/').next().filter(|last| !last.is_empty())?;
    if !last.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(last.replace("~1", "/").replace("~0", "~"));
    }
    let around = field_name(&pointer[..pointer.len() - last.len() - 1])?;
    last.parse::<usize>().ok().map(|n| format!("{around}[{}]", n + 1))
}

fn violation(
    kind: &ValidationErrorKind,
    field: &str,
    value: &Value,
    node: Option<&Value>,
    doc: Option<&str>,
    error: &ValidationError<'_>,
) -> (String, Option<String>) {
    let choices = node.map_or_else(Vec::new, choices);
    let like = node.map(|node| format!("write `{}`", sample(field, node)));
    match kind {
        _ if !choices.is_empty() => wrong_choice(field, value, &choices),
        ValidationErrorKind::Type { kind } => {
            let wanted = match kind {
                TypeKind::Single(name) => type_name(&name.to_string()),
                TypeKind::Multiple(_) => "of another type",
            };
            (format!("`{field}` must be {wanted}, found {}", found(value)), like)
        }
        ValidationErrorKind::Format { format } if format == "date" => (
            format!("`{field}` must be a day, found {}", found(value)),
            Some(format!("write `{field} = 2027-01-11`: year, month, day")),
        ),
        ValidationErrorKind::Minimum { limit } | ValidationErrorKind::ExclusiveMinimum { limit } => {
            (format!("`{field}` is {value}, which is less than {}", plain_number(limit)), None)
        }
        ValidationErrorKind::Maximum { limit } | ValidationErrorKind::ExclusiveMaximum { limit } => {
            (format!("`{field}` is {value}, which is more than {}", plain_number(limit)), None)
        }
        ValidationErrorKind::MinLength { .. } => {
            (format!("`{field}` is empty"), Some("write something, or remove the field".to_owned()))
        }
        ValidationErrorKind::MaxLength { limit } => {
            (format!("`{field}` is longer than {limit} characters"), None)
        }
        ValidationErrorKind::MinItems { limit } => (format!("`{field}` needs at least {limit} items"), None),
        ValidationErrorKind::MaxItems { limit } => (format!("`{field}` has more than {limit} items"), None),
        ValidationErrorKind::UniqueItems => (format!("`{field}` names the same thing twice"), None),
        ValidationErrorKind::Pattern { pattern } => {
            let hint = match doc {
                _ if pattern == r"\S" => "write something, or remove the field".to_owned(),
                Some(doc) => plain_hint(doc),
                None if pattern == "^/" => "begin it with `/`: a path of this site".to_owned(),
                None => format!("it must match `{pattern}`"),
            };
            (format!("`{field}` cannot be {}", found(value)), Some(hint))
        }
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            // The branch that got furthest is the one that was meant.
            let meant = context.iter().flatten().max_by_key(|inner| inner.instance_path().as_str().len());
            let message = meant.map_or_else(|| error.to_string(), ToString::to_string);
            (format!("`{field}` is not right here: {message}"), None)
        }
        _ => (format!("`{field}` is not right here: {error}"), None),
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

/// The values that a node allows, where it lists them.
#[must_use]
pub fn choices(node: &Value) -> Vec<String> {
    let texts = |values: &Vec<Value>| values.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    if let Some(values) = node.get("enum").and_then(Value::as_array) {
        return texts(values);
    }
    let Some(branches) = node.get("oneOf").and_then(Value::as_array) else { return Vec::new() };
    branches
        .iter()
        .flat_map(|branch| match (branch.get("const"), branch.get("enum")) {
            (Some(Value::String(one)), _) => vec![one.clone()],
            (_, Some(Value::Array(values))) => texts(values),
            _ => Vec::new(),
        })
        .collect()
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

fn example(node: &Value) -> &'static str {
    match (node.get("type").and_then(Value::as_str), node.get("format").and_then(Value::as_str)) {
        (_, Some("date")) => "2027-01-11",
        (Some("integer"), _) => "3",
        (Some("number"), _) => "0.5",
        (Some("boolean"), _) => "true",
        (Some("array"), _)
            if node.get("items").is_some_and(|item| item.get("type") != Some(&"string".into())) =>
        {
            "[{ ... }]"
        }
        (Some("array"), _) => "[\"...\"]",
        (Some("object"), _) => "{ ... }",
        _ => "\"...\"",
    }
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

fn list(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Takes out what the pointers lead to. The last ones first, so that places in lists stay right.
fn remove_all(data: &mut Data, mut pointers: Vec<String>) {
    pointers.sort_by_key(|pointer| {
        let parts = pointer.split('/').map(|part| (part.len(), part.to_owned()));
        parts.collect::<Vec<_>>()
    });
    pointers.dedup();
    let mut root = Value::Object(std::mem::take(&mut data.fields));
    for pointer in pointers.iter().rev() {
        let Some(cut) = pointer.rfind('/') else { continue };
        let last = pointer[cut + 1..].replace("~1", "/").replace("~0", "~");
        match root.pointer_mut(&pointer[..cut]) {
            Some(Value::Object(fields)) => drop(fields.shift_remove(&last)),
            Some(Value::Array(items)) => {
                if let Some(n) = last.parse().ok().filter(|n| *n < items.len()) {
                    items.remove(n);
                    forget_item(data, &pointer[..cut], n);
                }
            }
            _ => {}
        }
    }
    if let Value::Object(fields) = root {
        data.fields = fields;
    }
}

/// Moves the spans of the items after a removed one up by one.
fn forget_item(data: &mut Data, list: &str, removed: usize) {
    let prefix = format!("{list}/");
    let moved: Vec<String> = data.spans.keys().filter(|key| key.starts_with(&prefix)).cloned().collect();
    let mut kept = Map::new();
    let mut spans = Vec::new();
    for key in moved {
        let rest = &key[prefix.len()..];
        let (n, tail) = rest.split_once('/').map_or((rest, ""), |(n, tail)| (n, tail));
        let Some(span) = data.spans.remove(&key) else { continue };
        let Ok(n) = n.parse::<usize>() else { continue };
        if n == removed {
            continue;
        }
        let n = if n > removed { n - 1 } else { n };
        let tail = if tail.is_empty() { String::new() } else { format!("/{tail}") };
        kept.insert(format!("{prefix}{n}{tail}"), Value::Null);
        spans.push((format!("{prefix}{n}{tail}"), span));
    }
    data.spans.extend(spans);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::data;
    use crate::source::Source;
    use serde_json::json;

    fn check(text: &str) -> (Value, Vec<String>) {
        let schema = Schema::new(json!({
            "type": "object",
            "additionalProperties": false,
            "properties": {
                "status": { "enum": ["accepted", "rejected"] },
                "date": { "type": "string", "format": "date" },
                "tags": { "type": "array", "items": { "type": "string" } },
                "steps": { "type": "array", "items": {
                    "type": "object", "required": ["text"],
                    "properties": { "text": { "type": "string" }, "hours": { "type": "number", "minimum": 0 } },
                    "additionalProperties": false } },
            },
        }))
        .unwrap();
        let (mut data, errors) = data::toml(text);
        assert_eq!(errors, []);
        let source = Source::new("x.toml", text);
        let findings = schema.check(&mut data, &|span| source.at(span));
        let told = findings.iter().map(|it| {
            let place = source.position(it.at.span.start);
            let hint = it.hint.as_deref().unwrap_or("-");
            format!("{}:{} {}: {} ({hint})", place.line, place.column, it.rule, it.message)
        });
        let mut told: Vec<_> = told.collect();
        told.sort();
        (Value::Object(data.fields), told)
    }

    #[test]
    fn an_unknown_field_is_named_with_the_nearest_known_one() {
        let (left, told) = check("statu = 'accepted'\n");
        assert_eq!(told, ["1:1 FLD1: there is no field `statu` (did you mean `status`?)"]);
        assert_eq!(left, json!({}));
    }

    #[test]
    fn a_value_outside_the_list_is_told_what_it_can_be() {
        let (_, told) = check("status = 'acepted'\n");
        assert_eq!(
            told,
            [
                "1:10 FLD2: `status` cannot be `acepted` (did you mean `accepted`? It can be `accepted`, `rejected`)"
            ]
        );
    }

    #[test]
    fn a_wrong_type_is_named_in_the_users_words() {
        let (_, told) = check("tags = 'one'\ndate = 'soon'\n");
        assert_eq!(
            told,
            [
                "1:8 FLD2: `tags` must be a list, found `one` (write `tags = [\"...\"]`)",
                "2:8 FLD2: `date` must be a day, found `soon` (write `date = 2027-01-11`: year, month, day)",
            ]
        );
    }

    #[test]
    fn several_bad_items_are_all_told_and_the_good_ones_kept() {
        let text = "steps = [{ hours = 1 }, { text = 'b', hours = -1 }, { text = 'c' }, { txt = 'd' }]\n";
        let (left, told) = check(text);
        assert_eq!(
            told,
            [
                "1:10 FLD3: `text` is missing in `steps[1]` (write `text = \"...\"`)",
                "1:47 FLD2: `hours` is -1, which is less than 0 (-)",
                "1:69 FLD3: `text` is missing in `steps[4]` (write `text = \"...\"`)",
                "1:71 FLD1: there is no field `txt` in `steps[4]` (did you mean `text`?)",
            ]
        );
        assert_eq!(left["steps"], json!([{ "text": "b" }, { "text": "c" }]));
    }
}
