//! What load found on disk: the source of a site.
//!
//! In: nothing; a value that load makes. Out: what parse and the theme read.
//! Must not: be changed by a later stage.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::source::Source;

/// The files of a site, sorted by path.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// Markdown and TOML below the content folder.
    pub records: Vec<Arc<Source>>,
    /// Every other file below the content folder, by its path from the root.
    pub assets: BTreeSet<String>,
    /// JSON Schemas below `schemas/`.
    pub schemas: Vec<Arc<Source>>,
    /// Files below `themes/`, by path from the root.
    pub themes: BTreeMap<String, Vec<u8>>,
    /// Files and folders that links among all these lead to, where they are on the disk.
    pub links: BTreeSet<PathBuf>,
}

/// Whether a file or folder of this name is no part of a site, with all that is in it.
#[must_use]
pub fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}

/// A file outside the records that one of them names: from an include, or a link to the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outside {
    /// Its text.
    Text(Arc<str>),
    /// It is there, but is a folder, or not text, or too large to include.
    Present,
}

/// The files outside the records that were looked for and found, by path from the root.
pub type Outsides = BTreeMap<String, Outside>;
