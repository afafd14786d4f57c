//! What a whole build gave, so that one with the same inputs need not be done again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::key::Key;
use super::segment::Stored;
use crate::diagnostic::Diagnostic;

/// What a build gave that ended well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Built {
    /// The findings.
    pub findings: Vec<Diagnostic>,
    /// How many pages there are.
    pub pages: usize,
    /// How many of them stand for a record or a page of the content.
    pub records: usize,
    /// The hash of each file, by its path in the site.
    pub files: BTreeMap<String, Key>,
    /// Which of them are files of the content, by path in the site: where from, by path from the root.
    pub assets: BTreeMap<String, String>,
    /// The files outside the content that were looked for, by path from the root.
    pub wanted: BTreeSet<String>,
    /// The key of what was found of them.
    pub outside: Key,
}

impl Stored for Arc<Built> {
    type With = ();

    fn encode(&self) -> Vec<u8> {
        postcard::to_allocvec(&**self).unwrap_or_default()
    }

    fn decode(bytes: &[u8], (): &()) -> Option<Self> {
        postcard::from_bytes(bytes).ok().map(Self::new)
    }
}
