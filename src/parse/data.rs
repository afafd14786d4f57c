//! TOML, YAML and JSON read into one form: a value, and where each part of it stands.
//!
//! In: text. Out: [`Data`] and every syntax error. Must not: know what the fields mean.

use std::collections::BTreeMap;

use saphyr::{LoadableYamlNode, MarkedYaml, Scalar, YamlData};
use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::entry::FieldSpan;
use crate::source::Span;

/// A value with the place of each of its parts, by JSON pointer.
#[derive(Debug, Default)]
pub struct Data {
    /// The fields.
    pub fields: Map<String, Value>,
    /// Where each stands.
    pub spans: BTreeMap<String, FieldSpan>,
}

impl Data {
    /// The same, of a text that begins `by` bytes into its file.
    #[must_use]
    pub fn shifted(mut self, by: usize) -> Self {
        for span in self.spans.values_mut() {
            *span = FieldSpan { key: span.key.shifted(by), value: span.value.shifted(by) };
        }
        self
    }

    /// Takes a table out, such as one record of a file that holds several. None if the pointer
    /// leads to no table.
    #[must_use]
    pub fn part(&self, pointer: &str) -> Option<Self> {
        let (first, rest) = pointer.strip_prefix('/')?.split_once('/').unwrap_or((pointer.get(1..)?, ""));
        let mut value = self.fields.get(first)?;
        if !rest.is_empty() {
            value = value.pointer(&format!("/{rest}"))?;
        }
        let prefix = format!("{pointer}/");
        let below = self.spans.range(prefix.clone()..).take_while(|(key, _)| key.starts_with(&prefix));
        let spans = below.map(|(key, span)| (key[pointer.len()..].to_owned(), *span)).collect();
        Some(Self { fields: value.as_object()?.clone(), spans })
    }
}

/// A syntax error: where, and what.
#[derive(Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where.
    pub span: Span,
    /// What is wrong.
    pub message: String,
}

/// Reads TOML. Several errors a text: what can be read is kept.
#[must_use]
pub fn toml(text: &str) -> (Data, Vec<SyntaxError>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut data = Data::default();
    data.fields = toml_table(table.get_ref(), "", &mut data.spans);
    let mut errors: Vec<SyntaxError> = errors
        .iter()
        .map(|error| SyntaxError {
            span: error.span().map_or(Span::FILE, Span::from),
            message: error.message().replace('\n', ", "),
        })
        .collect();
    errors.sort_by_key(|error| error.span);
    (data, errors)
}

fn toml_table(table: &DeTable<'_>, at: &str, spans: &mut BTreeMap<String, FieldSpan>) -> Map<String, Value> {
    // In the order of the file, so that what is listed reads as its author wrote it.
    let mut items: Vec<_> = table.iter().collect();
    items.sort_by_key(|(key, _)| key.span().start);
    let mut fields = Map::new();
    for (key, value) in items {
        let pointer = format!("{at}/{}", escape(key.get_ref()));
        let span = FieldSpan { key: key.span().into(), value: value.span().into() };
        spans.insert(pointer.clone(), span);
        fields.insert(key.get_ref().to_string(), toml_value(value, &pointer, spans));
    }
    fields
}

fn toml_value(value: &Spanned<DeValue<'_>>, at: &str, spans: &mut BTreeMap<String, FieldSpan>) -> Value {
    match value.get_ref() {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => {
            let whole = i64::from_str_radix(number.as_str(), number.radix());
            whole.map_or_else(|_| float(number.as_str()), Value::from)
        }
        DeValue::Float(number) => float(number.as_str()),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(date) => Value::String(date.to_string()),
        DeValue::Array(items) => {
            let item = |(n, item): (usize, &Spanned<DeValue<'_>>)| {
                let pointer = format!("{at}/{n}");
                let span = item.span().into();
                spans.insert(pointer.clone(), FieldSpan { key: span, value: span });
                toml_value(item, &pointer, spans)
            };
            Value::Array(items.iter().enumerate().map(item).collect())
        }
        DeValue::Table(table) => Value::Object(toml_table(table, at, spans)),
    }
}

/// A number with a fraction, or one too large for a whole number. One that JSON has no number for
/// is left as text, for which there is no place: the schema then says so.
fn float(text: &str) -> Value {
    let number = text.parse::<f64>().ok().and_then(serde_json::Number::from_f64);
    number.map_or_else(|| text.into(), Value::Number)
}

/// Reads YAML, and JSON, which is part of it. A text that is no mapping gives none.
#[must_use]
pub fn yaml(text: &str) -> (Option<Data>, Vec<SyntaxError>) {
    if let Some(at) = too_deep(text) {
        let message = format!("lists and mappings stand more than {DEEPEST} deep in one another");
        return (None, vec![SyntaxError { span: Span::new(at, at), message }]);
    }
    let offsets = Offsets::new(text);
    let documents = match MarkedYaml::load_from_str(text) {
        Ok(documents) => documents,
        Err(error) => {
            let start = offsets.byte(error.marker().index());
            let message = error.info().to_owned();
            return (None, vec![SyntaxError { span: Span::new(start, start), message }]);
        }
    };
    let mut data = Data::default();
    let Some(root) = documents.first() else { return (Some(data), Vec::new()) };
    let value = yaml_value(root, "", &offsets, &mut data.spans);
    match value {
        Value::Object(fields) => data.fields = fields,
        Value::Null => {}
        _ => return (None, Vec::new()),
    }
    (Some(data), Vec::new())
}

/// The most levels of YAML that are read: its parser calls itself for each.
const DEEPEST: usize = 100;

/// Where YAML lies deeper than [`DEEPEST`], told from the indents alone; brackets the parser counts.
fn too_deep(text: &str) -> Option<usize> {
    let mut columns: Vec<usize> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut column = line.len() - line.trim_start().len();
        while columns.last().is_some_and(|last| *last >= column) {
            columns.pop();
        }
        // Each dash of `- - x` begins a list within a list.
        while line.get(column..).is_some_and(|rest| rest.starts_with("- ") || rest.starts_with("? ")) {
            columns.push(column);
            column += 2;
            column += line[column..].len() - line[column..].trim_start().len();
        }
        if column < line.len() {
            columns.push(column);
        }
        if columns.len() > DEEPEST {
            return Some(start + column.min(line.len()));
        }
        start += line.len();
    }
    None
}

fn yaml_value(
    node: &MarkedYaml<'_>,
    at: &str,
    offsets: &Offsets,
    spans: &mut BTreeMap<String, FieldSpan>,
) -> Value {
    match &node.data {
        YamlData::Value(Scalar::Boolean(value)) => Value::Bool(*value),
        YamlData::Value(Scalar::Integer(number)) => Value::from(*number),
        YamlData::Value(Scalar::FloatingPoint(number)) => Value::from(f64::from(*number)),
        YamlData::Value(Scalar::String(text)) | YamlData::Representation(text, ..) => {
            Value::String(text.to_string())
        }
        YamlData::Sequence(items) => {
            let item = |(n, item): (usize, &MarkedYaml<'_>)| {
                let pointer = format!("{at}/{n}");
                let span = offsets.span(item);
                spans.insert(pointer.clone(), FieldSpan { key: span, value: span });
                yaml_value(item, &pointer, offsets, spans)
            };
            Value::Array(items.iter().enumerate().map(item).collect())
        }
        YamlData::Mapping(mapping) => {
            let mut fields = Map::new();
            for (key, value) in mapping {
                let Some(name) = yaml_key(key) else { continue };
                let pointer = format!("{at}/{}", escape(&name));
                let span = FieldSpan { key: offsets.span(key), value: offsets.span(value) };
                spans.insert(pointer.clone(), span);
                let value = yaml_value(value, &pointer, offsets, spans);
                // An empty value is a field that was not filled in.
                if !value.is_null() {
                    fields.insert(name, value);
                }
            }
            Value::Object(fields)
        }
        YamlData::Tagged(_, inner) => yaml_value(inner, at, offsets, spans),
        _ => Value::Null,
    }
}

fn yaml_key(key: &MarkedYaml<'_>) -> Option<String> {
    match &key.data {
        YamlData::Value(Scalar::String(text)) => Some(text.to_string()),
        YamlData::Value(Scalar::Integer(number)) => Some(number.to_string()),
        YamlData::Value(Scalar::Boolean(value)) => Some(value.to_string()),
        _ => None,
    }
}

/// Turns the parser's character counts into byte offsets.
struct Offsets {
    bytes: Option<Vec<u32>>,
}

impl Offsets {
    fn new(text: &str) -> Self {
        let table = || text.char_indices().map(|(at, _)| u32::try_from(at).unwrap_or(u32::MAX)).collect();
        Self { bytes: (!text.is_ascii()).then(table) }
    }

    fn byte(&self, character: usize) -> usize {
        match &self.bytes {
            None => character,
            Some(bytes) => bytes.get(character).or(bytes.last()).map_or(0, |at| *at as usize),
        }
    }

    fn span(&self, node: &MarkedYaml<'_>) -> Span {
        Span::new(self.byte(node.span.start.index()), self.byte(node.span.end.index()))
    }
}

/// A field name as a part of a JSON pointer (RFC 6901).
#[must_use]
pub fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slice<'a>(text: &'a str, data: &Data, pointer: &str) -> &'a str {
        &text[data.spans[pointer].value.range()]
    }

    #[test]
    fn toml_keeps_the_place_of_every_value() {
        let text = "a = \"é\"\nb = [1, { c = 2027-01-11 }]\n[d]\ne = true\n";
        let (data, errors) = toml(text);
        assert_eq!(errors, []);
        assert_eq!(slice(text, &data, "/a"), "\"é\"");
        assert_eq!(slice(text, &data, "/b/1/c"), "2027-01-11");
        assert_eq!(slice(text, &data, "/d/e"), "true");
        assert_eq!(data.fields["b"][1]["c"], "2027-01-11");
    }

    #[test]
    fn toml_reports_every_syntax_error_and_keeps_the_rest() {
        let (data, errors) = toml("a = \nb = 2\nc = [1,\nd = 'x'\n= 4\n");
        assert!(errors.len() >= 2, "{errors:?}");
        assert!(errors.is_sorted_by_key(|error| error.span));
        assert_eq!(data.fields["b"], 2);
    }

    #[test]
    fn yaml_keeps_the_place_of_every_value() {
        let text = "é: x\nstatus: accepted\nlist:\n  - one\n  - two: 2\n";
        let (data, errors) = yaml(text);
        let data = data.unwrap();
        assert_eq!(errors, []);
        assert_eq!(slice(text, &data, "/status"), "accepted");
        assert_eq!(slice(text, &data, "/list/0"), "one");
        assert_eq!(data.fields["list"][1]["two"], 2);
    }

    #[test]
    fn yaml_that_is_too_deep_is_told_before_it_is_read() {
        let blocks: String = (0..5000).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
        for text in [blocks, format!("a:\n{}x\n", "- ".repeat(5000)), format!("a: {}", "[".repeat(5000))] {
            assert_eq!(yaml(&text).1.len(), 1);
        }
        let wide: String = (0..500).map(|n| format!("a{n}:\n  - x\n  - y: 1\n")).collect();
        assert_eq!(yaml(&wide).1, []);
    }

    #[test]
    fn yaml_that_is_no_mapping_is_none() {
        assert!(yaml("just a sentence\n").0.is_none());
        assert_eq!(yaml("a: [\n").1.len(), 1);
    }
}
