//! Where the files of a build are made, each of them once.
//!
//! In: the key of what a file is made of. Out: the file, made now or found as it should be. Must not:
//! know what is in it.

use std::convert::Infallible;

use super::Timings;
use crate::cache::{Key, Memo, Rendered};
use crate::diagnostic::Diagnostic;
use crate::output::{Draft, Made, Standing};
use crate::search;

/// What one of two stages made that run side by side.
#[derive(Default)]
pub(super) struct Part {
    pub(super) files: Vec<(String, Made)>,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) laps: Timings,
}

/// What is published, what was made before, and where files are laid.
pub(super) struct Press<'a> {
    /// What each key's file holds, by its hash.
    pub(super) known: &'a Memo<Rendered>,
    pub(super) standing: &'a Standing,
    pub(super) draft: &'a dyn Draft,
}

impl Press<'_> {
    /// A file: made of what its key stands for, unless it is published as it should be.
    pub(super) fn file<E>(
        &self,
        path: &str,
        key: Key,
        make: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<Made, E> {
        let stands = |hash| self.standing.holding(path, hash).cloned().map(Made::Before);
        if let Some(before) = self.known.find(key, &()).and_then(|Rendered(hash)| stands(hash)) {
            return Ok(before);
        }
        let bytes = make()?;
        let hash = Key::of(&[&bytes]);
        self.known.keep(key, Rendered(hash));
        Ok(stands(hash).unwrap_or_else(|| self.draft.lay(path, bytes, hash)))
    }

    /// A file of the search index.
    pub(super) fn of_search(&self, path: &str, content: &[u8]) -> Made {
        let compressed = || Ok::<_, Infallible>(search::compress(content));
        let made = self.file(path, Key::of(&[content]), compressed);
        made.unwrap_or_else(|never| match never {})
    }
}
