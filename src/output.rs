//! What a build makes: files by path.
//!
//! In: pages, assets and exports that render and export made. Out: what write brings to disk, a part of
//! it as soon as it is made: see [`Draft`]. Must not: reach the disk.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::time::SystemTime;

use crate::cache::Key;

/// The file that says that a folder is written by Onramp, and for whom.
pub const MARKER: &str = ".onramp";

/// Files of the site, by path from the site's root with `/` between its parts, without a leading one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outputs {
    /// Path to bytes.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Files that the published folder holds as they should be.
    pub kept: BTreeMap<String, OnDisk>,
    /// Files that lie where the next site is made.
    pub laid: BTreeMap<String, OnDisk>,
}

impl Outputs {
    /// Adds a file; a later one of the same path takes the place of an earlier one.
    pub fn add(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), bytes.into());
    }

    /// Adds a file that was made now, or lies on the disk.
    pub fn put(&mut self, path: &str, file: Made) {
        match file {
            Made::New(bytes) => self.add(path, bytes),
            Made::Before(found) => drop(self.kept.insert(path.to_owned(), found)),
            Made::Laid(laid) => drop(self.laid.insert(path.to_owned(), laid)),
        }
    }

    /// Whether the site has a file of this path.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path) || self.kept.contains_key(path) || self.laid.contains_key(path)
    }

    /// The paths of all files.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().chain(self.kept.keys()).chain(self.laid.keys()).map(String::as_str)
    }

    /// Adds a file where nothing stands in its way.
    ///
    /// # Errors
    /// The path that is taken: the file's own, or one that would have to be a folder and is none,
    /// or the other way round.
    pub fn add_new(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Result<(), String> {
        let path = path.into();
        let above = path.match_indices('/').map(|(end, _)| &path[..end]);
        let taken = above.chain([path.as_str()]).find(|it| self.files.contains_key(*it)).map(str::to_owned);
        if let Some(taken) = taken.or_else(|| self.first_below(&path)) {
            return Err(taken);
        }
        self.files.insert(path, bytes.into());
        Ok(())
    }

    /// Files that would have to be folders too, each with a file in it.
    #[must_use]
    pub fn clashes(&self) -> Vec<(String, String)> {
        self.files.keys().filter_map(|path| Some((path.clone(), self.first_below(path)?))).collect()
    }

    fn first_below(&self, path: &str) -> Option<String> {
        let folder = format!("{path}/");
        let first = self.files.range(folder.clone()..).next().map(|(path, _)| path);
        first.filter(|first| first.starts_with(&folder)).cloned()
    }

    /// The size of all files together, in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.files.values().map(|bytes| bytes.len() as u64).sum()
    }
}

/// A file that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made {
    /// It stands in the published folder as it should be.
    Before(OnDisk),
    /// It was made, and lies where the next site is made.
    Laid(OnDisk),
    /// Its bytes.
    New(Vec<u8>),
}

/// Takes files as soon as they are made, from many threads at once: those of a large site would fill the
/// memory until the last one is there.
pub trait Draft: Sync {
    /// Takes a file of the next site, whose bytes have this hash, or gives them back.
    fn lay(&self, path: &str, bytes: Vec<u8>, hash: Key) -> Made;
}

/// A draft that leaves all files in memory.
#[derive(Debug, Clone, Copy, Default)]
pub struct InMemory;

impl Draft for InMemory {
    fn lay(&self, _: &str, bytes: Vec<u8>, _: Key) -> Made {
        Made::New(bytes)
    }
}

/// A file on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDisk {
    /// The hash of its bytes.
    pub hash: Key,
    /// How it looked.
    pub looks: Looks,
}

/// What a published folder held when it was read.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// Each file by its path.
    pub files: BTreeMap<String, OnDisk>,
}

impl Standing {
    /// A file, if it held what has this hash.
    #[must_use]
    pub fn holding(&self, path: &str, hash: Key) -> Option<&OnDisk> {
        self.files.get(path).filter(|held| held.hash == hash)
    }
}

/// How a file looks from outside. One that looks as before was not written since: a name that leads
/// to another file, or a file with other bytes, differs in one of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looks {
    length: u64,
    modified: Option<SystemTime>,
    number: u64,
}

impl Looks {
    /// How a file looks.
    #[must_use]
    pub fn of(found: &Metadata) -> Self {
        Self { length: found.len(), modified: found.modified().ok(), number: number(found) }
    }
}

#[cfg(unix)]
fn number(found: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(found)
}

#[cfg(not(unix))]
fn number(_: &Metadata) -> u64 {
    0
}

/// The file that a page's URL is served from: `/adrs/0007-x/` is `adrs/0007-x/index.html`.
#[must_use]
pub fn file_of(url: &str) -> String {
    let path = url.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_is_taken_is_named() {
        let mut outputs = Outputs::default();
        outputs.add("a/index.html", "page");
        assert_eq!(outputs.add_new("a/index.html", ""), Err("a/index.html".to_owned()));
        assert_eq!(outputs.add_new("a/index.html/b", ""), Err("a/index.html".to_owned()));
        assert_eq!(outputs.add_new("a", ""), Err("a/index.html".to_owned()));
        assert_eq!(outputs.add_new("a.png", ""), Ok(()));
        assert_eq!(outputs.clashes(), []);
        outputs.add("a.png/index.html", "");
        assert_eq!(outputs.clashes(), [("a.png".to_owned(), "a.png/index.html".to_owned())]);
    }
}
