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
use crate::diagram::Drawn;
use crate::entry::Entry;
use crate::history::History;

mod built;
mod key;
mod memo;
mod stored;
mod segment;

pub use built::Built;
pub use key::{Key, Keyed};
pub use memo::Memo;
pub use segment::{File, HEAD, Segment, Stored, is_ours};
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
    /// What the history tells up to a commit, by that and the folder.
    pub walked: Memo<Arc<History>>,
    /// Files that were read, by their text and all that reading sees.
    pub parsed: Memo<Arc<Parsed>>,
    /// Code that was coloured, by its language and text.
    pub coloured: Memo<Arc<str>>,
    /// Stretches of documents that search has read, by what stands in them.
    pub indexed: Memo<Arc<[u8]>>,
    /// Diagrams that were drawn, by their text.
    pub drawn: Memo<Arc<Drawn>>,
    /// Pages that were rendered, by view and theme, and parts of the search index, by what they hold.
    pub rendered: Memo<Rendered>,
    /// Whole builds, by all that was loaded.
    pub built: Memo<Arc<Built>>,
}

impl Cache {
    /// The cache that earlier builds left: `segments` reads those of a sort, by its name, in the order
    /// in which they were written.
    #[must_use]
    pub fn of(segments: impl Fn(&str) -> Vec<Segment> + Send + Sync + 'static) -> Self {
        let segments = Arc::new(segments);
        let of = |(name, holds): Sort| {
            let segments = Arc::clone(&segments);
            move || segments(name).into_iter().filter(|it| it.holds() == holds).collect::<Vec<_>>()
        };
        Self {
            walked: Memo::of(of(WALKED)),
            parsed: Memo::of(of(PARSED)),
            coloured: Memo::of(of(COLOURED)),
            indexed: Memo::of(of(INDEXED)),
            drawn: Memo::of(of(DRAWN)),
            rendered: Memo::of(of(RENDERED)),
            built: Memo::of(of(BUILT)),
        }
    }

    /// Ends a build: what it did not use is forgotten.
    pub fn turn(&self) {
        self.walked.turn();
        self.parsed.turn();
        self.coloured.turn();
        self.indexed.turn();
        self.drawn.turn();
        self.rendered.turn();
        self.built.turn();
    }

    /// What the build before [`Cache::turn`] added, for the disk.
    #[must_use]
    pub fn news(&self) -> Vec<News<'_>> {
        let Self { walked, parsed, coloured, indexed, drawn, rendered, built } = self;
        let all = [
            of(walked, WALKED),
            of(parsed, PARSED),
            of(coloured, COLOURED),
            of(indexed, INDEXED),
            of(drawn, DRAWN),
            of(rendered, RENDERED),
            of(built, BUILT),
        ];
        all.into_iter().flatten().collect()
    }
}

/// A sort of result: its name, and the byte that says so in its files.
type Sort = (&'static str, u8);
const PARSED: Sort = ("parsed", 1);
const COLOURED: Sort = ("coloured", 2);
const RENDERED: Sort = ("rendered", 3);
const BUILT: Sort = ("built", 4);
const DRAWN: Sort = ("drawn", 5);
const INDEXED: Sort = ("indexed", 6);
const WALKED: Sort = ("walked", 7);
/// The names of all sorts.
pub const SORTS: &[&str] = &[PARSED.0, COLOURED.0, RENDERED.0, BUILT.0, DRAWN.0, INDEXED.0, WALKED.0];

/// Results of one sort that the disk does not have yet.
pub struct News<'a> {
    /// The sort's name.
    pub sort: &'static str,
    /// Whether these are all, and what is on the disk should go: most of it is not used any more.
    pub replaces: bool,
    /// The bytes of a file, one part at a time: together they are large.
    pub parts: Box<dyn Iterator<Item = Vec<u8>> + Send + 'a>,
}

fn of<V: Stored + Clone + Send + Sync>(memo: &Memo<V>, (sort, holds): Sort) -> Option<News<'_>> {
    let replaces = memo.is_stale();
    let has_news = replaces || memo.fresh() > 0;
    has_news.then(|| News { sort, replaces, parts: Box::new(memo.parts(holds, replaces)) })
}
