//! The sorts of result as bytes.
//!
//! What a kind makes of a record's fields has no bytes: it is made again of the fields, which takes
//! little beside reading the file.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};

use super::key::Key;
use super::segment::Stored;
use super::{Parsed, Rendered};
use crate::diagnostic::Diagnostic;
use crate::diagram::Drawn;
use crate::entry::{Entry, FieldSpan, Id, RefSite, Text};
use crate::history::History;
use crate::record::Kind;
use crate::source::Span;

/// All kinds by name: what makes structs of fields.
pub type Kinds = BTreeMap<String, Arc<Kind>>;

impl Stored for Arc<Parsed> {
    type With = Kinds;

    fn encode(&self) -> Vec<u8> {
        let entries: Vec<Kept> = self.entries.iter().map(|entry| Kept::of(entry)).collect();
        postcard::to_allocvec(&(entries, &self.findings)).unwrap_or_default()
    }

    fn decode(bytes: &[u8], kinds: &Kinds) -> Option<Self> {
        let (kept, findings): (Vec<Kept>, Vec<Diagnostic>) = postcard::from_bytes(bytes).ok()?;
        let entries = kept.into_iter().map(|kept| Some(Arc::new(kept.entry(kinds)?)));
        Some(Arc::new(Parsed { entries: entries.collect::<Option<_>>()?, findings }))
    }
}

impl Stored for Arc<str> {
    type With = ();

    fn encode(&self) -> Vec<u8> {
        self.as_bytes().to_vec()
    }

    fn decode(bytes: &[u8], (): &()) -> Option<Self> {
        std::str::from_utf8(bytes).ok().map(Into::into)
    }
}

impl Stored for Arc<[u8]> {
    type With = ();

    fn encode(&self) -> Vec<u8> {
        self.to_vec()
    }

    fn decode(bytes: &[u8], (): &()) -> Option<Self> {
        Some(bytes.into())
    }
}

impl Stored for Arc<Drawn> {
    type With = ();

    fn encode(&self) -> Vec<u8> {
        postcard::to_allocvec(&**self).unwrap_or_default()
    }

    fn decode(bytes: &[u8], (): &()) -> Option<Self> {
        postcard::from_bytes(bytes).ok().map(Arc::new)
    }
}

impl Stored for Arc<History> {
    type With = ();

    fn encode(&self) -> Vec<u8> {
        postcard::to_allocvec(&**self).unwrap_or_default()
    }

    fn decode(bytes: &[u8], (): &()) -> Option<Self> {
        postcard::from_bytes(bytes).ok().map(Arc::new)
    }
}

impl Stored for Rendered {
    type With = ();

    fn encode(&self) -> Vec<u8> {
        self.0.0.to_vec()
    }

    fn decode(bytes: &[u8], (): &()) -> Option<Self> {
        Some(Self(Key(bytes.try_into().ok()?)))
    }
}

/// An [`Entry`] without what its kind makes of its fields.
#[derive(Serialize, Deserialize)]
struct Kept {
    id: Id,
    file: Arc<str>,
    key: Key,
    span: Span,
    front_matter: bool,
    bare: bool,
    url: String,
    log: Arc<str>,
    number: Option<u32>,
    audience: String,
    title: String,
    value: Plain,
    spans: BTreeMap<String, FieldSpan>,
    refs: BTreeMap<u32, RefSite>,
    texts: BTreeMap<u32, Text>,
    restricted: Vec<(String, String)>,
}

impl Kept {
    fn of(entry: &Entry) -> Self {
        // Named one by one, so that a new field is not forgotten here.
        let Entry {
            id,
            file,
            key,
            span,
            front_matter,
            bare,
            url,
            log,
            number,
            audience,
            common: _,
            title,
            data: _,
            value,
            spans,
            refs,
            texts,
            restricted,
        } = entry.clone();
        let value = Plain::of(value);
        Self {
            id,
            file,
            key,
            span,
            front_matter,
            bare,
            url,
            log,
            number,
            audience,
            title,
            value,
            spans,
            refs,
            texts,
            restricted,
        }
    }

    /// The entry; none where the fields are not of the kind, which another key rules out.
    fn entry(self, kinds: &Kinds) -> Option<Entry> {
        let value = self.value.value();
        Some(Entry {
            common: serde_json::from_value(value.clone()).ok()?,
            data: (kinds.get(&*self.id.kind)?.decode)(value.clone()).ok()?,
            value,
            id: self.id,
            file: self.file,
            key: self.key,
            span: self.span,
            front_matter: self.front_matter,
            bare: self.bare,
            url: self.url,
            log: self.log,
            number: self.number,
            audience: self.audience,
            title: self.title,
            spans: self.spans,
            refs: self.refs,
            texts: self.texts,
            restricted: self.restricted,
        })
    }
}

/// A JSON value that says its own type: numbers come back bit by bit, fields in their order.
#[derive(Serialize, Deserialize)]
enum Plain {
    Null,
    Bool(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Text(String),
    List(Vec<Plain>),
    Table(Vec<(String, Plain)>),
}

impl Plain {
    fn of(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(value),
            Value::Number(number) => match (number.as_i64(), number.as_u64()) {
                (Some(number), _) => Self::Signed(number),
                (None, Some(number)) => Self::Unsigned(number),
                (None, None) => Self::Float(number.as_f64().unwrap_or_default()),
            },
            Value::String(text) => Self::Text(text),
            Value::Array(items) => Self::List(items.into_iter().map(Self::of).collect()),
            Value::Object(fields) => {
                Self::Table(fields.into_iter().map(|(name, value)| (name, Self::of(value))).collect())
            }
        }
    }

    fn value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::Signed(number) => number.into(),
            Self::Unsigned(number) => number.into(),
            Self::Float(number) => Number::from_f64(number).map_or(Value::Null, Value::Number),
            Self::Text(text) => Value::String(text),
            Self::List(items) => Value::Array(items.into_iter().map(Self::value).collect()),
            Self::Table(fields) => {
                let fields = fields.into_iter().map(|(name, value)| (name, value.value()));
                Value::Object(fields.collect::<Map<_, _>>())
            }
        }
    }
}
