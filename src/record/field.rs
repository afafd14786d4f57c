//! The types of fields that the compiler understands: names of records, and Markdown.
//!
//! In: values of a record, as parse marked them. Out: types that a kind's struct is made of.
//! Must not: look a name up, or read Markdown.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use crate::site::EntryIx;
use crate::view::Html;

/// The name of another record, as written. What it stands for is in the [`crate::site::Site`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Ref {
    /// The name as written, such as `storage` or `adr:onramp/0007`.
    #[serde(rename = "$ref")]
    pub name: String,
    /// Which of its record's references this is.
    pub slot: u32,
}

impl JsonSchema for Ref {
    fn schema_name() -> Cow<'static, str> {
        "Ref".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "minLength": 1 })
    }
}

/// Text in a field that is Markdown of several blocks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Markdown {
    /// The text as written.
    #[serde(rename = "$markdown")]
    pub text: String,
    /// Which of its record's bodies this is.
    pub slot: u32,
}

impl Markdown {
    /// The text as HTML, for another page than its record's own.
    #[must_use]
    pub fn html(&self, entry: EntryIx) -> Html {
        Html { entry: entry.0, slot: self.slot }
    }
}

impl JsonSchema for Markdown {
    fn schema_name() -> Cow<'static, str> {
        "Markdown".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "x-onramp-markdown": "block" })
    }
}

/// Text in a field that is one line of Markdown: emphasis, code and links, no blocks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Phrase {
    /// The text as written.
    #[serde(rename = "$markdown")]
    pub text: String,
    /// Which of its record's bodies this is.
    pub slot: u32,
}

impl Phrase {
    /// The text as HTML, for another page than its record's own.
    #[must_use]
    pub fn html(&self, entry: EntryIx) -> Html {
        Html { entry: entry.0, slot: self.slot }
    }
}

impl JsonSchema for Phrase {
    fn schema_name() -> Cow<'static, str> {
        "Phrase".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "x-onramp-markdown": "inline" })
    }
}
