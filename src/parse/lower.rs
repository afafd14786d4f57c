//! Fields as JSON turned into fields as structs want them: references numbered, Markdown parsed.
//!
//! In: a value that the schema allows, and the schema, whose `x-onramp-*` keywords say what each
//! field is. Out: [`Lowered`]. Must not: resolve a name, or know a kind.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::data::{Data, escape};
use super::schema::{child, follow};
use crate::body::Body;
use crate::entry::{FieldSpan, RefSite, Text};
use crate::record::{AUDIENCE, MARKDOWN, REF};
use crate::source::Span;

/// What a record's fields hold besides plain values.
#[derive(Debug, Default)]
pub struct Lowered {
    /// The fields, with `{"$ref": name, "slot": n}` for a reference and `{"$markdown": text,
    /// "slot": n}` for Markdown.
    pub value: Value,
    /// References by slot.
    pub refs: BTreeMap<u32, RefSite>,
    /// Markdown texts by slot; slot 0 is left for the body.
    pub texts: BTreeMap<u32, Text>,
    /// Pointers of fields that only one audience may see, and which.
    pub restricted: Vec<(String, String)>,
}

/// Parses a Markdown text of a field: the text, the field's pointer and place, and whether it is one
/// line.
pub type ParseMarkdown<'a> = dyn FnMut(&str, &str, Option<FieldSpan>, bool) -> Body + 'a;

/// Lowers the fields of one record.
pub fn lower(data: &Data, schema: &Value, markdown: &mut ParseMarkdown<'_>) -> Lowered {
    let mut walk = Walk { schema, spans: &data.spans, markdown, out: Lowered::default() };
    let value = walk.table(&data.fields, follow(schema, schema), "");
    Lowered { value: Value::Object(value), ..walk.out }
}

struct Walk<'a, 'm> {
    schema: &'a Value,
    spans: &'a BTreeMap<String, FieldSpan>,
    markdown: &'a mut ParseMarkdown<'m>,
    out: Lowered,
}

impl Walk<'_, '_> {
    fn table(&mut self, fields: &Map<String, Value>, node: &Value, at: &str) -> Map<String, Value> {
        let mut out = Map::new();
        for (name, value) in fields {
            let pointer = format!("{at}/{}", escape(name));
            let lowered = match child(node, name) {
                Some(node) => self.value(value, node, &pointer),
                None => value.clone(),
            };
            out.insert(name.clone(), lowered);
        }
        out
    }

    fn value(&mut self, value: &Value, node: &Value, at: &str) -> Value {
        if let Some(audience) = node.get(AUDIENCE).and_then(Value::as_str) {
            self.out.restricted.push((at.to_owned(), audience.to_owned()));
        }
        let kinds = node.get(REF);
        let target = follow(self.schema, node);
        match value {
            Value::String(name) => match (kinds.or_else(|| target.get(REF)), target.get(MARKDOWN)) {
                (Some(kinds), _) => self.reference(name, kinds, at),
                (None, Some(style)) => self.text(name, style == "inline", at),
                (None, None) => value.clone(),
            },
            Value::Array(items) => {
                let mut item_node = target.get("items").cloned().unwrap_or(Value::Null);
                // `x-onramp-ref` on a list is about its items.
                if let (Some(kinds), Value::Object(item)) = (kinds, &mut item_node) {
                    item.entry(REF).or_insert_with(|| kinds.clone());
                }
                let lower = |(n, item)| self.value(item, &item_node, &format!("{at}/{n}"));
                Value::Array(items.iter().enumerate().map(lower).collect())
            }
            Value::Object(fields) => Value::Object(self.table(fields, target, at)),
            _ => value.clone(),
        }
    }

    fn reference(&mut self, name: &str, kinds: &Value, at: &str) -> Value {
        let slot = u32::try_from(self.out.refs.len()).unwrap_or(u32::MAX);
        let kinds = match kinds {
            Value::String(one) => vec![one.clone()],
            Value::Array(several) => several.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        let span = self.spans.get(at).map_or(Span::FILE, |span| span.value);
        self.out.refs.insert(slot, RefSite { pointer: at.to_owned(), name: name.to_owned(), kinds, span });
        json!({ "$ref": name, "slot": slot })
    }

    fn text(&mut self, text: &str, inline: bool, at: &str) -> Value {
        let slot = u32::try_from(self.out.texts.len() + 1).unwrap_or(u32::MAX);
        let body = (self.markdown)(text, at, self.spans.get(at).copied(), inline);
        self.out.texts.insert(slot, Text { pointer: at.to_owned(), inline, body });
        json!({ "$markdown": text, "slot": slot })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::data;

    #[test]
    fn references_and_markdown_get_a_slot_and_keep_their_place() {
        let schema = json!({ "properties": {
            "owner": { "type": "string", "x-onramp-ref": ["team"] },
            "affects": { "type": "array", "items": { "type": "string" }, "x-onramp-ref": ["offering"] },
            "problem": { "type": "string", "x-onramp-markdown": "block" },
            "load": { "type": "number", "x-onramp-audience": "internal" },
            "steps": { "type": "array", "items": { "$ref": "#/definitions/Step" } },
        }, "definitions": { "Step": { "properties": { "text": { "type": "string", "x-onramp-markdown": "inline" } } } } });
        let text =
            "owner = 'storage'\naffects = ['a', 'b']\nproblem = 'x'\nload = 3\nsteps = [{ text = 'y' }]\n";
        let (data, _) = data::toml(text);
        let lowered = lower(&data, &schema, &mut |_, _, _, _| Body::default());
        let refs: Vec<_> =
            lowered.refs.values().map(|it| (&*it.pointer, &*it.name, &text[it.span.range()])).collect();
        assert_eq!(
            refs,
            [("/owner", "storage", "'storage'"), ("/affects/0", "a", "'a'"), ("/affects/1", "b", "'b'")]
        );
        assert_eq!(lowered.value["affects"][1], json!({ "$ref": "b", "slot": 2 }));
        let texts: Vec<_> = lowered.texts.values().map(|it| (&*it.pointer, it.inline)).collect();
        assert_eq!(texts, [("/problem", false), ("/steps/0/text", true)]);
        assert_eq!(lowered.restricted, [("/load".to_owned(), "internal".to_owned())]);
    }
}
