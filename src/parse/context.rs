//! What must be known before any file is read: the kinds with their schemas, and their folders.
//!
//! In: kinds and config. Out: [`Context`]. Must not: read a record.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::markdown::Dialect;
use super::place::Folders;
use super::schema::Schema;
use crate::config::Config;
use crate::record::Kind;

/// A kind with its schema ready for use.
#[derive(Debug)]
pub struct ReadyKind {
    /// The kind.
    pub kind: Arc<Kind>,
    /// Its schema.
    pub schema: Schema,
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
            // A site's own schema was tried when its kind was made; a built-in one is tested.
            let schema = Schema::new(kind.schema.clone()).ok()?;
            Some((kind.name.to_string(), ReadyKind { kind: Arc::clone(kind), schema }))
        };
        Self {
            content: config.content.trim_matches('/').to_owned(),
            kinds: kinds.iter().filter_map(ready).collect(),
            folders: Folders::new(folders, &fallback, numbered),
            fallback,
            audiences: config.audience_names().into_iter().map(str::to_owned).collect(),
            dialect: Dialect::Onramp { raw_html: config.markdown.raw_html },
        }
    }

    /// Whether a kind's own records have a field of this name.
    #[must_use]
    pub fn has_field(&self, kind: &str, field: &str) -> bool {
        let schema = self.kinds.get(kind).map(|ready| &ready.schema.json);
        schema.and_then(|schema| schema.get("properties")?.get(field)).is_some()
    }
}
