//! What is kept between builds, so that what did not change is not worked out again.
//!
//! In: keys that stand for all that a result depends on, and the results. Out: results of before.
//! Must not: reach the disk (load reads it, write writes it), or hold what a key does not cover.
//!
//! A result is looked up by the hash of its inputs and by nothing else. So there is nothing to
//! invalidate: what changed has another key. A cache that is damaged, or of another program, or
//! empty, gives fewer results, and never another one.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::entry::Entry;

mod key;
mod memo;
mod stored;
mod segment;

pub use key::{Key, Keyed};
pub use memo::Memo;
pub use segment::{Segment, Stored};
pub use stored::Kinds;

/// The entries of one file, and what is wrong with it.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The entries.
    pub entries: Vec<Arc<Entry>>,
    /// The findings.
    pub findings: Vec<Diagnostic>,
}

/// A page that was rendered, or a part of the search index that was compressed: the hash of its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rendered(pub Key);

/// The results of one site, of the builds before and of the one at work.
#[derive(Debug, Default)]
pub struct Cache {
    /// Files that were read, by their text and all that reading sees.
    pub parsed: Memo<Arc<Parsed>>,
    /// Code that was coloured, by its language and text.
    pub coloured: Memo<Arc<str>>,
    /// Pages that were rendered, by view and theme, and parts of the search index, by what they hold.
    pub rendered: Memo<Rendered>,
}

impl Cache {
    /// The cache that `segments` of an earlier build make up, in the order in which they were written.
    #[must_use]
    pub fn of(segments: Vec<Segment>) -> Self {
        let cache = Self::default();
        for segment in segments {
            match segment.holds() {
                PARSED => cache.parsed.know(segment),
                COLOURED => cache.coloured.know(segment),
                RENDERED => cache.rendered.know(segment),
                _ => {}
            }
        }
        cache
    }

    /// Ends a build: what it did not use is forgotten.
    pub fn turn(&self) {
        self.parsed.turn();
        self.coloured.turn();
        self.rendered.turn();
    }

    /// What the build before [`Cache::turn`] added, as segments for the disk; all that it used, where
    /// that should replace what is there.
    #[must_use]
    pub fn news(&self) -> News<'_> {
        let all = self.parsed.is_stale() || self.coloured.is_stale() || self.rendered.is_stale();
        News { cache: self, all }
    }
}

const PARSED: u8 = 1;
const COLOURED: u8 = 2;
const RENDERED: u8 = 3;

/// What the disk does not have yet.
pub struct News<'a> {
    cache: &'a Cache,
    all: bool,
}

impl News<'_> {
    /// Whether what is on the disk should go: most of it is not used any more.
    #[must_use]
    pub fn replaces(&self) -> bool {
        self.all
    }

    /// Whether the disk has all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Cache { parsed, coloured, rendered } = self.cache;
        !self.all && parsed.fresh() + coloured.fresh() + rendered.fresh() == 0
    }

    /// The bytes of a file for each sort of result, one part at a time: together they are large.
    pub fn files(&self) -> impl Iterator<Item = (&'static str, Box<dyn Iterator<Item = Vec<u8>> + '_>)> {
        let Cache { parsed, coloured, rendered } = self.cache;
        [
            ("parsed", Box::new(parsed.parts(PARSED, self.all)) as Box<dyn Iterator<Item = Vec<u8>>>),
            ("coloured", Box::new(coloured.parts(COLOURED, self.all))),
            ("rendered", Box::new(rendered.parts(RENDERED, self.all))),
        ]
        .into_iter()
    }
}
