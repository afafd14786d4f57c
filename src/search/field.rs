//! What the fields of a record say in words.
//!
//! In: a field's value, as parse left it. Out: its texts as a reader of the page meets them. Must not:
//! know a kind, or read Markdown.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::Value;

use crate::label::label;
use crate::slug::slug;

/// The texts of a field: plain ones, and of references what `title` calls them by their slot.
/// `keys` are words of the kind's own, which people read as phrases: `building_block`.
pub(super) fn texts<'a>(
    value: &'a Value,
    keys: &BTreeSet<&str>,
    title: impl Fn(u32) -> Option<Cow<'a, str>>,
) -> Vec<Cow<'a, str>> {
    let ids = ids(value);
    let mut texts = Vec::new();
    each(value, &mut |part| match part {
        Part::Text(text) if ids.contains(text) => {}
        Part::Text(text) if keys.contains(text) => texts.push(Cow::Owned(label(text))),
        Part::Text(text) => texts.push(Cow::Borrowed(text)),
        Part::Reference(slot) => texts.extend(title(slot)),
    });
    texts
}

/// The plain texts of a field as they were written.
pub(super) fn plain(value: &Value) -> Vec<Cow<'_, str>> {
    let mut texts = Vec::new();
    each(value, &mut |part| {
        if let Part::Text(text) = part {
            texts.push(Cow::Borrowed(text));
        }
    });
    texts
}

/// The questions of a field and their answers by their slots, and where each stands on the page: the
/// templates of the theme number them.
pub(super) fn asked(value: &Value) -> impl Iterator<Item = (u32, u32, String)> + '_ {
    let slot = |of: &Value, name| u32::try_from(of.get(name)?.get("slot")?.as_u64()?).ok();
    let all = value.as_array().into_iter().flatten().zip(1..);
    all.filter_map(move |(it, n)| {
        Some((slot(it, "question")?, slot(it, "answer")?, format!("onramp-faq-{n}")))
    })
}

/// The words with `_` that a schema lets its fields choose from.
pub(super) fn keys(schema: &Value) -> BTreeSet<&str> {
    let mut keys = BTreeSet::new();
    let mut inside = vec![schema];
    while let Some(node) = inside.pop() {
        match node {
            Value::Array(nodes) => inside.extend(nodes),
            Value::Object(parts) => {
                let choices = parts.get("enum").and_then(Value::as_array).into_iter().flatten();
                keys.extend(choices.chain(parts.get("const")).filter_map(Value::as_str));
                inside.extend(parts.values());
            }
            _ => {}
        }
    }
    keys.retain(|it| it.contains('_'));
    keys
}

enum Part<'a> {
    Text(&'a str),
    /// A reference by its slot.
    Reference(u32),
}

/// Each plain text and reference of a value; Markdown is read elsewhere.
fn each<'a>(value: &'a Value, found: &mut impl FnMut(Part<'a>)) {
    match value {
        Value::String(text) => found(Part::Text(text)),
        Value::Array(items) => items.iter().for_each(|item| each(item, found)),
        Value::Object(fields) if fields.contains_key("$ref") => {
            let slot = fields.get("slot").and_then(Value::as_u64);
            slot.and_then(|it| u32::try_from(it).ok()).into_iter().for_each(|it| found(Part::Reference(it)));
        }
        Value::Object(fields) if fields.keys().any(|name| name.starts_with('$')) => {}
        Value::Object(fields) => fields.values().for_each(|field| each(field, found)),
        _ => {}
    }
}

/// What the parts of a field are called by one another alone, which no page shows: their own `id`, or
/// what their title makes one.
fn ids(value: &Value) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    let mut inside = vec![value];
    while let Some(value) = inside.pop() {
        match value {
            Value::Array(items) => inside.extend(items),
            Value::Object(fields) => {
                ids.extend(fields.get("id").and_then(Value::as_str).map(str::to_owned));
                let title = fields.get("title").and_then(Value::as_str);
                ids.extend(title.map(slug).filter(|it| Some(it.as_str()) != title));
                inside.extend(fields.values());
            }
            _ => {}
        }
    }
    ids
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn questions_are_numbered_as_on_the_page() {
        let text = |slot| json!({ "$markdown": "Text", "slot": slot });
        let faq = json!([{ "question": text(3), "answer": text(4) }, "plain", { "question": text(5), "answer": text(6) }]);
        let all: Vec<_> = asked(&faq).collect();
        assert_eq!(all, [(3, 4, "onramp-faq-1".to_owned()), (5, 6, "onramp-faq-3".to_owned())]);
    }

    #[test]
    fn a_field_says_what_its_page_shows() {
        let steps = json!([
            { "title": "Small tables", "id": "small", "type": "user_visible", "owner": { "$ref": "a", "slot": 3 } },
            { "title": "Large tables", "after": ["small", "small-tables"], "text": { "$markdown": "Long" } },
        ]);
        let schema = json!({ "properties": { "type": { "enum": ["user_visible", "plain"] } } });
        let texts = texts(&steps, &keys(&schema), |slot| (slot == 3).then_some("Data Services".into()));
        assert_eq!(texts, ["Small tables", "User visible", "Data Services", "Large tables"]);
        assert_eq!(plain(&json!(["exit_code 137", { "x": "b" }])), ["exit_code 137", "b"]);
    }
}
