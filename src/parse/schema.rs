//! A value held against a JSON Schema, and what is wrong with it in the words of its author.
//!
//! In: a value with spans, a schema. Out: findings, and the value without what is wrong.
//! Must not: know kinds. The validator is the `jsonschema` crate; ours are places and words.

use std::collections::BTreeSet;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::{Map, Value};

use super::data::{Data, escape};
use super::violation::{field_name, list, violation};
use crate::diagnostic::Diagnostic;
use crate::field::example;
use crate::nearest::nearest;
use crate::source::{Location, Span};

/// A schema, ready for use.
#[derive(Debug)]
pub struct Schema {
    /// The schema as JSON.
    pub json: Value,
    validator: Validator,
}

/// What is wrong with a schema itself.
#[derive(Debug)]
pub struct Unusable {
    /// The JSON pointer of where.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub hint: Option<String>,
}

impl Schema {
    /// Makes a schema ready.
    ///
    /// # Errors
    /// What is wrong with the schema itself.
    pub fn new(json: Value) -> Result<Self, Unusable> {
        let options = jsonschema::draft7::options().should_validate_formats(true);
        let mut strict = json.clone();
        limit_numbers(&mut strict);
        match options.build(&strict) {
            Ok(validator) => Ok(Self { json, validator }),
            Err(error) => Err(unusable(&error)),
        }
    }

    /// Checks the fields and takes out what the schema does not allow, so that what is left can be
    /// used. A text of nothing but white space says nothing: its field is as good as absent, for
    /// whatever asks for it. `place` turns a span of the data into a place in its file.
    pub fn check(&self, data: &mut Data, place: &dyn Fn(Span) -> Location) -> Vec<Diagnostic> {
        let mut findings = self.cut(data, place);
        let blank: Vec<String> = data
            .fields
            .iter()
            .flat_map(|(name, value)| blanks(value, &format!("/{}", escape(name))))
            .collect();
        if !blank.is_empty() {
            remove_all(data, blank);
            // What has to be there may be gone now.
            findings.extend(self.cut(data, place));
        }
        findings
    }

    fn cut(&self, data: &mut Data, place: &dyn Fn(Span) -> Location) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        let mut removed: BTreeSet<String> = BTreeSet::new();
        // Taking one thing out can uncover another (an object that loses a required field), so this
        // goes on until nothing is wrong; each round takes something out.
        loop {
            let value = Value::Object(std::mem::take(&mut data.fields));
            let mut wrong: Vec<String> = Vec::new();
            let errors: Vec<ValidationError<'_>> = self.validator.iter_errors(&value).collect();
            let mistyped: BTreeSet<String> =
                errors.iter().filter(|it| is_type(it)).map(|it| it.instance_path().to_string()).collect();
            for error in errors {
                // Of a value of another type, nothing else is to be said.
                if !is_type(&error) && mistyped.contains(error.instance_path().as_str()) {
                    continue;
                }
                if let Some(around) = loses_a_field(&error, &removed) {
                    wrong.extend(Some(around).filter(|around| !around.is_empty()));
                    continue;
                }
                self.describe(&error, data, place, &mut findings, &mut wrong);
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
            _ => {
                let field = field_name(&at).unwrap_or_else(|| "this file".to_owned());
                let around = at.rsplit_once('/').and_then(|(around, _)| self.node(around));
                let doc =
                    [node, around].into_iter().flatten().find_map(|node| node.get("description")?.as_str());
                let (message, hint) = violation(error, &field, node, doc);
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

fn unusable(error: &ValidationError<'_>) -> Unusable {
    let pointer = error.instance_path().to_string();
    let (message, hint) = if let ValidationErrorKind::Referencing(reason) = error.kind() {
        (format!("a `$ref` leads nowhere: {}", reason.to_string().replace('\'', "`")), None)
    } else {
        let field = field_name(&pointer).unwrap_or_else(|| "the schema".to_owned());
        violation(error, &field, None, None)
    };
    Unusable { pointer, message, hint }
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

fn is_type(error: &ValidationError<'_>) -> bool {
    matches!(error.kind(), ValidationErrorKind::Type { .. })
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

/// What in a value says nothing: texts of white space, and lists of nothing else. A list that is empty as
/// written says that there is nothing, and stays.
fn blanks(value: &Value, at: &str) -> Vec<String> {
    match value {
        Value::String(text) if text.trim().is_empty() => vec![at.to_owned()],
        Value::Array(items) if !items.is_empty() => {
            let is_blank = |item: &Value| item.as_str().is_some_and(|text| text.trim().is_empty());
            if items.iter().all(is_blank) {
                return vec![at.to_owned()];
            }
            items.iter().enumerate().flat_map(|(n, item)| blanks(item, &format!("{at}/{n}"))).collect()
        }
        Value::Object(fields) => {
            let below = |(name, value): (&String, &Value)| blanks(value, &format!("{at}/{}", escape(name)));
            fields.iter().flat_map(below).collect()
        }
        _ => Vec::new(),
    }
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
                "wait": { "type": "string", "not": { "pattern": "^0" } },
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
                "2:8 FLD2: `date` must be a date, found `soon` (write `date = 2027-01-11`: year, month, day)",
            ]
        );
    }

    #[test]
    fn a_wrong_type_is_all_that_is_told_of_a_value() {
        let (_, told) = check("wait = 7\n");
        assert_eq!(told, ["1:8 FLD2: `wait` must be text, found the number `7` (write `wait = \"...\"`)"]);
    }

    #[test]
    fn a_blank_text_is_as_good_as_none() {
        let text = "tags = [' ', 'b', '']\nwait = ''\nsteps = [{ text = '' }, { text = 'b' }]\n";
        let (left, told) = check(text);
        assert_eq!(told, ["3:10 FLD3: `text` is missing in `steps[1]` (write `text = \"...\"`)"]);
        assert_eq!(left, json!({ "tags": ["b"], "steps": [{ "text": "b" }] }));
        // A list that is empty as written is an answer; one of blanks is none.
        assert_eq!(check("tags = []\n").0, json!({ "tags": [] }));
        assert_eq!(check("tags = ['', ' ']\n"), (json!({}), Vec::new()));
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
