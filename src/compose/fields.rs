//! A record's own fields for templates: as values for one kind's template, and as labelled HTML
//! for a template that knows no kind.
//!
//! In: a record's fields and its kind's schema. Out: values. Must not: name a kind.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::Composer;
use crate::escape;
use crate::kind::common_schema;
use crate::label::label;
use crate::quarter::Quarter;
use crate::record::UNIT;
use crate::site::{EntryIx, Target};
use crate::view::{Fact, Reference};

/// The most columns that fit beside one another; what has more is a list.
const COLUMNS: usize = 5;

/// The column that says of which kind a record is.
pub(super) const KIND: &str = "kind";

/// The column that says where a record stands.
pub(super) const STATUS: &str = "status";

/// Which fields every kind has: a page shows these in places of their own.
pub(super) struct Fields {
    common: BTreeSet<String>,
}

impl Fields {
    pub(super) fn new() -> Self {
        let schema = common_schema();
        let names = schema.get("properties").and_then(Value::as_object);
        Self { common: names.into_iter().flat_map(Map::keys).cloned().collect() }
    }
}

impl Composer {
    /// The kind's own fields by name.
    pub(super) fn record(&self, ix: EntryIx) -> Value {
        let Some(fields) = self.site.entry(ix).value.as_object() else { return Value::Null };
        let own = fields.iter().filter(|(name, _)| !self.fields.common.contains(*name));
        Value::Object(own.map(|(name, value)| (name.clone(), self.value(ix, value))).collect())
    }

    /// The kind's own fields in the order of its schema, as HTML.
    pub(super) fn facts(&self, ix: EntryIx) -> Vec<Fact> {
        let entry = self.site.entry(ix);
        let Some(kind) = self.site.kinds.get(&*entry.id.kind) else { return Vec::new() };
        let Some(properties) = kind.schema.get("properties").and_then(Value::as_object) else {
            return Vec::new();
        };
        let own = properties.iter().filter(|(name, _)| !self.fields.common.contains(*name));
        let fact = |(name, node): (&String, &Value)| {
            let value = entry.value.get(name)?;
            let empty = value.as_array().is_some_and(Vec::is_empty);
            let title = node.get("title").and_then(Value::as_str);
            let html = (!empty).then(|| self.html(ix, value, node))?;
            Some(Fact { name: name.clone(), label: title.map_or_else(|| label(name), str::to_owned), html })
        };
        own.filter_map(fact).collect()
    }

    /// What a listing's column says of an entry, as HTML.
    pub(super) fn cell(&self, ix: EntryIx, column: &str) -> String {
        let entry = self.site.entry(ix);
        let node =
            self.site.kinds.get(&*entry.id.kind).and_then(|kind| kind.schema.get("properties")?.get(column));
        match (column, entry.value.get(column)) {
            ("number", _) if entry.number.is_some() => {
                entry.number.map_or_else(String::new, |n| format!("{n:04}"))
            }
            (_, Some(value)) => self.html(ix, value, node.unwrap_or(&Value::Null)),
            (KIND, None) => {
                let kind = self.site.kinds.get(&*entry.id.kind);
                kind.map_or_else(String::new, |kind| escape::text(&kind.title))
            }
            (_, None) => String::new(),
        }
    }

    fn value(&self, ix: EntryIx, value: &Value) -> Value {
        match value {
            Value::Object(fields) => {
                if let Some(name) = fields.get("$ref") {
                    return json!(self.reference(ix, name, slot(fields)));
                }
                if fields.contains_key("$markdown") {
                    return Value::String(self.markdown(ix, slot(fields)));
                }
                Value::Object(
                    fields.iter().map(|(name, value)| (name.clone(), self.value(ix, value))).collect(),
                )
            }
            Value::Array(items) => Value::Array(items.iter().map(|item| self.value(ix, item)).collect()),
            _ => value.clone(),
        }
    }

    fn reference(&self, ix: EntryIx, name: &Value, slot: u32) -> Reference {
        match self.site.resolved(ix).refs.get(&slot) {
            Some(Target::Entry(to, _)) => self.reference_to(*to),
            _ => Reference { title: name.as_str().unwrap_or_default().to_owned(), ..Reference::default() },
        }
    }

    /// Tables in a list, one a row: what they have in common is said once, above.
    fn table(&self, ix: EntryIx, rows: &[Value], node: &Value, names: &[&str]) -> String {
        let known = node.get("properties").and_then(Value::as_object);
        let titled = |name: &&str| escape::text(&label(name));
        let head: String =
            names.iter().map(|name| format!("<th scope=\"col\">{}</th>", titled(name))).collect();
        let cell = |row: &Value, name: &&str| {
            let node = known.and_then(|known| known.get(*name)).unwrap_or(&Value::Null);
            let html = row.get(*name).map_or_else(String::new, |value| self.html(ix, value, node));
            format!("<td data-l=\"{}\">{html}</td>", titled(name))
        };
        let row = |row: &Value| {
            format!("<tr>{}</tr>", names.iter().map(|name| cell(row, name)).collect::<String>())
        };
        format!(
            "<table class=\"t stack\"><thead><tr>{head}</tr></thead><tbody>{}</tbody></table>",
            rows.iter().map(row).collect::<String>()
        )
    }

    fn html(&self, ix: EntryIx, value: &Value, node: &Value) -> String {
        match value {
            Value::Null => String::new(),
            Value::Bool(yes) => if *yes { "Yes" } else { "No" }.to_owned(),
            Value::Number(number) => {
                format!("{number}{}", node.get(UNIT).and_then(Value::as_str).unwrap_or_default())
            }
            Value::String(text) => scalar(text, node),
            Value::Array(items) => {
                let node = node.get("items").unwrap_or(&Value::Null);
                let names = columns(items, node);
                if items.len() > 1 && items.iter().all(is_table) && names.len() <= COLUMNS {
                    return self.table(ix, items, node, &names);
                }
                let items = items.iter().map(|item| format!("<li>{}</li>", self.html(ix, item, node)));
                format!("<ul>{}</ul>", items.collect::<String>())
            }
            Value::Object(fields) => match (fields.get("$ref"), fields.contains_key("$markdown")) {
                (Some(name), _) => {
                    let target = self.reference(ix, name, slot(fields));
                    let title = escape::text(&target.title);
                    match &target.url {
                        Some(url) => format!("<a href=\"{}\">{title}</a>", escape::href(url)),
                        None => title,
                    }
                }
                (None, true) => self.markdown(ix, slot(fields)),
                (None, false) => {
                    let known = |name: &String| node.get("properties").and_then(|known| known.get(name));
                    let item = |(name, value): (&String, &Value)| {
                        let html = self.html(ix, value, known(name).unwrap_or(&Value::Null));
                        format!("<div><dt>{}</dt><dd>{html}</dd></div>", escape::text(&label(name)))
                    };
                    format!("<dl>{}</dl>", fields.iter().map(item).collect::<String>())
                }
            },
        }
    }
}

/// The names that tables in a list have, those that the schema knows first and in its order.
fn columns<'a>(rows: &'a [Value], node: &'a Value) -> Vec<&'a str> {
    let has = |name: &str| rows.iter().any(|row| row.get(name).is_some());
    let known = node.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys);
    let mut names: Vec<&str> = known.map(String::as_str).filter(|name| has(name)).collect();
    for name in rows.iter().filter_map(Value::as_object).flat_map(Map::keys) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names
}

/// Whether a value is a table of the record, and not a reference or a text.
fn is_table(value: &Value) -> bool {
    value.as_object().is_some_and(|it| !it.contains_key("$ref") && !it.contains_key("$markdown"))
}

fn slot(fields: &Map<String, Value>) -> u32 {
    let slot = fields.get("slot").and_then(Value::as_u64);
    slot.and_then(|slot| u32::try_from(slot).ok()).unwrap_or(u32::MAX)
}

fn scalar(text: &str, node: &Value) -> String {
    let escaped = escape::text(text);
    if node.get("enum").is_some() || node.get("oneOf").is_some() {
        return escape::text(&label(text));
    }
    if node.get("format").is_some_and(|format| format == "date") {
        return format!("<time datetime=\"{escaped}\">{escaped}</time>");
    }
    if node.get("format").is_some_and(|format| format == "date-time") {
        // As on an incident's page: in UTC, to the minute.
        return text.parse::<Timestamp>().map_or(escaped.clone(), |at| {
            format!("<time datetime=\"{escaped}\">{}</time>", at.strftime("%Y-%m-%d %H:%M UTC"))
        });
    }
    // A quarter is no word to break at its hyphen.
    if text.parse::<Quarter>().is_ok() {
        return format!("<span class=\"w\">{escaped}</span>");
    }
    if text.starts_with("https://") || text.starts_with("http://") {
        return format!("<a href=\"{}\" rel=\"noopener\">{escaped}</a>", escape::href(text));
    }
    escaped
}
