//! What a build makes: files by path.
//!
//! In: pages, assets and exports that render and export made. Out: what write brings to disk.
//! Must not: reach the disk.

use std::collections::BTreeMap;

/// The file that says that a folder is written by Onramp, and for whom.
pub const MARKER: &str = ".onramp";

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
