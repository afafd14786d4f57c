//! What lies in a folder now.
//!
//! In: a folder. Out: its files and folders by path from it. Links are files, and never followed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::path::{Path, PathBuf};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use walkdir::{DirEntry, WalkDir};

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
        // One walk for each folder at the top, on as many threads as there are.
        let top = WalkDir::new(root).min_depth(1).max_depth(1).into_iter();
        let top: Vec<_> = top.collect::<Result<_, _>>().map_err(|error| walk_error(root, error))?;
        let below = |at: &DirEntry| {
            WalkDir::new(at.path()).follow_root_links(false).into_iter().map(look).collect::<Vec<_>>()
        };
        for found in top.par_iter().flat_map_iter(below).collect::<Vec<_>>() {
            let (found, metadata) = found.map_err(|error| walk_error(root, error))?;
            let path = found.path().strip_prefix(root).unwrap_or(found.path()).to_owned();
            match metadata {
                None => tree.folders.insert(path),
                Some(metadata) => tree.files.insert(path, metadata).is_none(),
            };
        }
        Ok(tree)
    }
}

/// What was found, and how it looks where it is no folder.
fn look(found: walkdir::Result<DirEntry>) -> walkdir::Result<(DirEntry, Option<Metadata>)> {
    let found = found?;
    let metadata = if found.file_type().is_dir() { None } else { Some(found.metadata()?) };
    Ok((found, metadata))
}

fn walk_error(root: &Path, error: walkdir::Error) -> WriteError {
    let path = error.path().unwrap_or(root).to_owned();
    WriteError::io("read", &path)(error.into())
}
