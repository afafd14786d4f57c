//! What lies in a folder now.
//!
//! In: a folder. Out: its files and folders by path from it. Links are files, and never followed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::error::WriteError;

/// The files and folders under a folder, by path from it.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// All that is not a folder.
    pub files: BTreeMap<PathBuf, Metadata>,
    /// All folders but the folder itself.
    pub folders: BTreeSet<PathBuf>,
}

impl Tree {
    /// Lists a folder; one that does not exist is empty.
    pub(super) fn list(root: &Path) -> Result<Self, WriteError> {
        let mut tree = Self::default();
        if !root.exists() {
            return Ok(tree);
        }
        for found in WalkDir::new(root).min_depth(1) {
            let found = found.map_err(|error| walk_error(root, error))?;
            let path = found.path().strip_prefix(root).unwrap_or(found.path()).to_owned();
            if found.file_type().is_dir() {
                tree.folders.insert(path);
            } else {
                let metadata = found.metadata().map_err(|error| walk_error(root, error))?;
                tree.files.insert(path, metadata);
            }
        }
        Ok(tree)
    }
}

fn walk_error(root: &Path, error: walkdir::Error) -> WriteError {
    let path = error.path().unwrap_or(root).to_owned();
    WriteError::io("read", &path)(error.into())
}
