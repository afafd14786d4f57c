//! What a build makes: files by path.
//!
//! In: pages, assets and exports that render and export made. Out: what write brings to disk.
//! Must not: reach the disk.

use std::collections::BTreeMap;

/// Files of the site, by path from the site's root with `/` between its parts, without a leading one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outputs {
    /// Path to bytes.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Outputs {
    /// Adds a file; a later one of the same path takes the place of an earlier one.
    pub fn add(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), bytes.into());
    }

    /// The size of all files together, in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.files.values().map(|bytes| bytes.len() as u64).sum()
    }
}

/// The file that a page's URL is served from: `/adrs/0007-x/` is `adrs/0007-x/index.html`.
#[must_use]
pub fn file_of(url: &str) -> String {
    let path = url.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}
