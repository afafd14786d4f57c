//! One record or page: immutable, its references still names.
//!
//! In: a value that parse makes. Out: what every later stage reads.
//! Must not: hold anything that another file decides, so that it can be kept between builds.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::body::{Body, Heading};
use crate::cache::Key;
use crate::record::{Data, Phrase, Ref};
use crate::source::{Location, Span};

/// A typed id: the kind and a name that is unique within it, shown as `adr:onramp/0007`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Id {
    /// The kind's name.
    pub kind: Arc<str>,
    /// The name within the kind; numbered kinds put their log before a slash.
    pub name: Arc<str>,
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind, self.name)
    }
}

/// The fields that a record of any kind may have.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Common {
    /// The name by which others refer to this record. Left out, it is the file's name.
    pub id: Option<String>,
    /// What kind of record it is, where its folder does not say.
    pub kind: Option<String>,
    /// What people call it. Left out, it is the first heading of the Markdown.
    #[schemars(regex(pattern = r"\S"))]
    pub title: Option<String>,
    /// Other names that people search for and refer to it by: old ones, nicknames, a vendor's.
    #[serde(default)]
    #[schemars(inner(regex(pattern = r"\S")))]
    pub aliases: Vec<String>,
    /// Paths that this record was once published at, such as `/storage/s3/`. Each redirects here.
    #[serde(default)]
    #[schemars(inner(regex(pattern = r"^(/(?!\.{1,2}(/|$))[^/?#\\]+)+/?$")))]
    pub old_urls: Vec<String>,
    /// What it is, in at most 200 characters.
    pub summary: Option<Phrase>,
    /// The team that answers for it. Left out, that of the folder's index page, or of the config.
    #[schemars(extend("x-onramp-ref" = ["team"]))]
    pub owner: Option<Ref>,
    /// Who may see it: `public` (everyone who can read the site) or `internal`, or one that the config names.
    pub audience: Option<String>,
    /// The day it was written.
    #[schemars(extend("x-onramp-past" = true))]
    pub created: Option<Date>,
    /// The day somebody last checked that it still holds.
    #[schemars(extend("x-onramp-past" = true))]
    pub reviewed: Option<Date>,
    /// Whether people keep this file or a program writes it.
    pub data_source: Option<DataSource>,
    /// Words to find and group it by.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Where this page stands among those of its folder: small numbers first, then by file name.
    pub order: Option<i64>,
    /// Findings that are accepted for now, each with a reason and an end.
    #[serde(default)]
    pub allow: Vec<Waiver>,
}

/// Where a record's facts come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum DataSource {
    /// People write this file.
    Authored,
    /// A program writes this file.
    Imported,
}

/// A finding that a record's owner accepts until a date. The page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[schemars(inline)]
pub struct Waiver {
    /// The rule's id, such as `OFF4`.
    pub rule: String,
    /// Why the finding is right to be there.
    #[schemars(regex(pattern = r"\S"))]
    pub reason: String,
    /// The last day on which this holds.
    pub until: Date,
}

/// Where a field stands in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FieldSpan {
    /// The key; for an item of a list, the item itself.
    pub key: Span,
    /// The value.
    pub value: Span,
}

/// A reference of a record's field, as written.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RefSite {
    /// Which field, such as `/supersedes/0`.
    pub pointer: String,
    /// The name as written.
    pub name: String,
    /// The kinds it may name.
    pub kinds: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

/// A Markdown text of a record: its body or one of its fields.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Text {
    /// Which field, such as `/in_scope/0`; empty for the body under the front matter.
    pub pointer: String,
    /// Whether it is one line, shown without a paragraph of its own.
    pub inline: bool,
    /// The parsed Markdown.
    pub body: Body,
}

/// A record or page.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its typed id.
    pub id: Id,
    /// Its file.
    pub file: Arc<str>,
    /// Stands for all that its file was read of: two entries of one key and id say the same, but for what an
    /// audience may not see.
    pub key: Key,
    /// The record in its file: the whole file for most.
    pub span: Span,
    /// Whether it has fields of its own. Files of other tools may have none.
    pub front_matter: bool,
    /// Whether it is a page that is only Markdown: rules about good records leave it alone.
    pub bare: bool,
    /// Where its page is published, from the site's root: `/adrs/onramp/0007-x/`.
    pub url: String,
    /// The log within its kind: `onramp` for `adr:onramp/0007`, empty for the only one.
    pub log: Arc<str>,
    /// Its number within the log, for kinds that are numbered.
    pub number: Option<u32>,
    /// Who may see it.
    pub audience: String,
    /// The fields that every kind has.
    pub common: Common,
    /// The title: the field's, else the first heading's, else the file's name.
    pub title: String,
    /// The kind's own fields.
    pub data: Data,
    /// All fields as JSON, references and Markdown marked: what `data` was made of.
    pub value: Value,
    /// Where each field stands, by JSON pointer.
    pub spans: BTreeMap<String, FieldSpan>,
    /// References by slot.
    pub refs: BTreeMap<u32, RefSite>,
    /// Markdown texts by slot; slot 0 is the body.
    pub texts: BTreeMap<u32, Text>,
    /// Fields that only some audiences may see: pointer and audience.
    pub restricted: Vec<(String, String)>,
}

impl Entry {
    /// The kind's own fields, if the entry is of that kind.
    #[must_use]
    pub fn record<T: 'static>(&self) -> Option<&T> {
        self.data.downcast_ref()
    }

    /// Whether another record is told of in the same words: it may be the same thing, entered twice.
    #[must_use]
    pub fn reads_like(&self, other: &Self) -> bool {
        let summary = |entry: &Self| entry.common.summary.as_ref().map(|it| it.text.to_lowercase());
        self.id.kind == other.id.kind
            && self.title.to_lowercase() == other.title.to_lowercase()
            && summary(self) == summary(other)
    }

    /// The heading that is the page's title: the first one, if the title was taken from it or says the
    /// same.
    #[must_use]
    pub fn title_heading(&self) -> Option<&Heading> {
        let first = self.body()?.headings.first().filter(|first| first.level == 1 && first.piece == 0)?;
        let place = self.spans.get("/title").map(|span| span.value);
        let taken = place == Some(first.span) && self.common.title.as_ref() == Some(&self.title);
        (taken || first.text == self.title).then_some(first)
    }

    /// The body under the front matter.
    #[must_use]
    pub fn body(&self) -> Option<&Body> {
        self.texts.get(&0).map(|text| &text.body)
    }

    /// A Markdown text of a field without its markup.
    #[must_use]
    pub fn plain(&self, slot: u32) -> String {
        let sections = self.texts.get(&slot).map_or(&[][..], |text| &text.body.sections);
        let words: Vec<&str> = sections.iter().flat_map(|section| section.text.split_whitespace()).collect();
        words.join(" ")
    }

    /// The place of a field's value, such as `onboarding/3/actor`; the nearest thing around it
    /// where it has none; the beginning of the record at last.
    #[must_use]
    pub fn at(&self, field: &str) -> Location {
        self.place(field, |span| span.value)
    }

    /// The place of a field's key, by the same rules.
    #[must_use]
    pub fn at_key(&self, field: &str) -> Location {
        self.place(field, |span| span.key)
    }

    /// A span of this entry's file.
    #[must_use]
    pub fn location(&self, span: Span) -> Location {
        Location { file: Arc::clone(&self.file), span }
    }

    fn place(&self, field: &str, part: fn(&FieldSpan) -> Span) -> Location {
        let mut pointer = format!("/{}", field.trim_start_matches('/'));
        loop {
            if let Some(span) = self.spans.get(&pointer) {
                return self.location(part(span));
            }
            match pointer.rfind('/') {
                Some(cut) if cut > 0 => pointer.truncate(cut),
                _ => return self.location(self.span),
            }
        }
    }
}
