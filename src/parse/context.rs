//! What must be known before any file is read: the kinds with their schemas, and their folders.
//!
//! In: kinds and config. Out: [`Context`]. Must not: read a record.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::markdown::Dialect;
use super::place::Folders;
use super::schema::Schema;
use crate::cache::{Key, Keyed};
use crate::config::Config;
use crate::record::Kind;
use crate::source::Source;

/// A kind with its schema ready for use.
#[derive(Debug)]
pub struct ReadyKind {
    /// The kind.
    pub kind: Arc<Kind>,
    schema: OnceLock<Schema>,
}

impl ReadyKind {
    /// Its schema, made ready when the first record asks for it.
    ///
    /// # Panics
    /// Never: a site's own schema was tried when its kind was made, and a built-in one is tested.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        self.schema.get_or_init(|| Schema::new(self.kind.schema.clone()).expect("a schema that was tried"))
    }
}

/// What every file is read with.
#[derive(Debug)]
pub struct Context {
    /// The content folder, from the root.
    pub content: String,
    /// All kinds by name.
    pub kinds: BTreeMap<String, ReadyKind>,
    /// Which folder holds which kind.
    pub folders: Folders,
    /// The kind of files in no kind's folder.
    pub fallback: String,
    /// All audiences that there are.
    pub audiences: Vec<String>,
    /// How Markdown is read.
    pub dialect: Dialect,
    /// Stands for all of it.
    own: Key,
}

impl Context {
    /// Makes ready what the files of one site are read with. The first kind is that of files in no
    /// kind's folder.
    #[must_use]
    pub fn new(kinds: &[Arc<Kind>], config: &Config) -> Self {
        let fallback = kinds.first().map_or_else(String::new, |kind| kind.name.to_string());
        let mut folders = BTreeMap::new();
        for kind in kinds {
            for folder in &kind.folders {
                folders.entry(folder.to_string()).or_insert_with(|| kind.name.to_string());
            }
        }
        folders
            .extend(config.folders.iter().map(|(at, kind)| (at.trim_matches('/').to_owned(), kind.clone())));
        let numbered = kinds.iter().filter(|kind| kind.numbered).map(|kind| kind.name.to_string()).collect();
        let ready = |kind: &Arc<Kind>| {
            (kind.name.to_string(), ReadyKind { kind: Arc::clone(kind), schema: OnceLock::new() })
        };
        let mut cx = Self {
            content: config.content.trim_matches('/').to_owned(),
            kinds: kinds.iter().map(ready).collect(),
            folders: Folders::new(folders, &fallback, numbered),
            fallback,
            audiences: config.audience_names().into_iter().map(str::to_owned).collect(),
            dialect: Dialect::Onramp { raw_html: config.markdown.raw_html },
            own: Key::of(&[]),
        };
        cx.own = cx.key();
        cx
    }

    /// What stands for all that the entries of a file are made of: what was read with one key is the
    /// same with an equal one.
    #[must_use]
    pub fn key_of(&self, source: &Source) -> Key {
        Key::of(&[&self.own.0, source.path.as_bytes(), source.text.as_bytes()])
    }

    /// What stands for all that a file is read with beside its own text.
    fn key(&self) -> Key {
        // Named one by one, so that a new field is not forgotten here.
        let Self { content, kinds, folders, fallback, audiences, dialect, own: _ } = self;
        let mut keyed = Keyed::default();
        keyed.add(format!("{content:?} {folders:?} {fallback:?} {audiences:?} {dialect:?}").as_bytes());
        for ReadyKind { kind, schema: _ } in kinds.values() {
            // The functions of a kind are the program's; all else of a site's own kind is here.
            let names = (&kind.name, &kind.plural, &kind.title, &kind.title_plural, &kind.folders);
            keyed.add_value(&(names, kind.numbered, &kind.audience, kind.reviewed, &kind.schema));
        }
        keyed.key()
    }

    /// Whether a kind's own records have a field of this name.
    #[must_use]
    pub fn has_field(&self, kind: &str, field: &str) -> bool {
        let schema = self.kinds.get(kind).map(|ready| &ready.kind.schema);
        schema.and_then(|schema| schema.get("properties")?.get(field)).is_some()
    }

    /// Whether a kind has a field that holds a list.
    #[must_use]
    pub fn has_list(&self, kind: &str, field: &str) -> bool {
        let schema = self.kinds.get(kind).map(|ready| &ready.kind.schema);
        let node = schema.and_then(|schema| schema.get("properties")?.get(field));
        node.is_some_and(|node| node.get("items").is_some())
    }
}
