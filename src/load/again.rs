//! A few files once more.
//!
//! In: paths that something was heard of, and the files that were read before. Out: what those of them
//! hold now that were read. None where that is not all that a whole look would see.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Found, read_text, site_path};
use crate::source::Source;
use crate::tree::Tree;

/// More files than somebody edits at once.
const BY_HAND: usize = 16;

/// What the records of a tree among these files hold now, if nothing else about them has changed: no file
/// has come or gone, and none is hard to read.
#[must_use]
pub fn again(root: &Path, tree: &Tree, changed: &[PathBuf]) -> Option<Vec<Arc<Source>>> {
    if changed.len() > BY_HAND {
        return None;
    }
    let root = root.canonicalize().ok()?;
    let mut sources = Vec::new();
    for disk in changed {
        let path = site_path(&root, disk)?;
        let is_file = fs::symlink_metadata(disk).is_ok_and(|found| found.is_file());
        let is_known = tree.records.iter().any(|source| *source.path == *path);
        match is_known {
            true if is_file => {
                let mut findings = Vec::new();
                let source = read_text(&Found { disk: disk.clone(), path }, &mut findings)?;
                if !findings.is_empty() {
                    return None;
                }
                sources.push(Arc::new(source));
            }
            // Editors write another file first, and give it the name of the old one.
            false if !disk.exists() && !tree.assets.contains(&path) => {}
            _ => return None,
        }
    }
    Some(sources)
}
