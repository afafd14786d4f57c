//! Follows changes: shows an edited page at once, then builds the whole site.
//!
//! In: what changed. Out: what is shown. Two threads: one shows what an edit makes of a page, the other
//! builds, so that a page need not wait for a build that is under way. Must not: take an edit back that is
//! shown already, as a build would that read its files before.

use std::collections::BTreeSet;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};

use tokio::sync::watch as latest;

use super::shown::Shown;
use super::watch::{self, News, Watcher};
use super::{ServeBuild, ServeError};

/// Keeps what is shown as it should be.
pub(super) struct Follower<B, T> {
    watcher: Mutex<Watcher>,
    shown: latest::Sender<Arc<Shown>>,
    /// Files of which an edit is shown that the build under way may not have seen.
    edits: Mutex<BTreeSet<PathBuf>>,
    build: B,
    tell: T,
}

impl<B: Fn() -> ServeBuild, T: Fn(&str)> Follower<B, T> {
    pub(super) fn new(watcher: Watcher, shown: latest::Sender<Arc<Shown>>, build: B, tell: T) -> Self {
        Self { watcher: Mutex::new(watcher), shown, edits: Mutex::default(), build, tell }
    }

    /// Shows edits, and asks for a build after each change, until the server ends.
    pub(super) fn watch(&self, changes: &mpsc::Receiver<News>, wanted: &mpsc::Sender<()>) {
        while let Some(News::Changed { anew, paths }) = watch::next(changes) {
            self.hear(lock(&self.watcher).refresh(anew));
            self.show_edit(paths);
            if wanted.send(()).is_err() {
                return;
            }
        }
    }

    fn show_edit(&self, changed: BTreeSet<PathBuf>) {
        // A build that ends meanwhile waits: an edit of the site before it must not be shown over it.
        let mut edits = lock(&self.edits);
        let shown = Arc::clone(&self.shown.borrow());
        let edited = edited(&shown, &changed);
        let changed: Vec<PathBuf> = changed.into_iter().collect();
        let renewed = edited.as_ref().unwrap_or(&shown).renewed(&changed);
        if edited.is_some() {
            edits.extend(changed);
        }
        if let Some(next) = renewed.or(edited) {
            self.shown.send_replace(Arc::new(next));
        }
    }

    /// Builds whenever that is wanted, until nobody can want it any more.
    pub(super) fn build(&self, wants: &mpsc::Receiver<()>) {
        while wants.recv().is_ok() {
            while wants.try_recv().is_ok() {}
            // Where a build reads what none before it did, a change there may have come too early to be
            // heard of: once more.
            while self.build_once() {}
        }
    }

    /// Builds, and shows what came of it. Returns whether more is watched than before.
    fn build_once(&self) -> bool {
        lock(&self.edits).clear();
        // The build first: `borrow` holds a lock that requests wait for.
        let newest = survived(&self.build);
        let more = self.hear(lock(&self.watcher).follow(&newest)).unwrap_or(false);
        let edits = lock(&self.edits);
        if !newest.news.is_empty() {
            (self.tell)(&newest.news);
        }
        let next = self.shown.borrow().next(newest);
        if let Some(what) = next.what() {
            (self.tell)(what);
        }
        let next = if edits.is_empty() || next.errors() > 0 { Some(next) } else { edited(&next, &edits) };
        // Where the edits do not fit this build, it shows what was there before them: the next build is
        // asked for already.
        if let Some(next) = next {
            self.shown.send_replace(Arc::new(next));
        }
        more
    }

    fn hear<R>(&self, result: Result<R, ServeError>) -> Option<R> {
        result.inspect_err(|error| (self.tell)(&error.to_string())).ok()
    }
}

/// What is shown with an edit, where that takes no build. What goes wrong here, the build will tell.
fn edited(shown: &Shown, changed: &BTreeSet<PathBuf>) -> Option<Shown> {
    let changed: Vec<PathBuf> = changed.iter().cloned().collect();
    panic::catch_unwind(AssertUnwindSafe(|| shown.edited(&changed))).ok().flatten()
}

/// Builds, and turns a panic into an error of the site: a server that silently went on with an old
/// site would be worse than one that ends.
pub(super) fn survived(build: impl Fn() -> ServeBuild) -> ServeBuild {
    panic::catch_unwind(AssertUnwindSafe(build)).unwrap_or_else(|_| {
        let said = "error: the build panicked\nhint: this is a mistake in Onramp: please report it";
        ServeBuild { diagnostics: said.to_owned(), news: said.to_owned(), errors: 1, ..ServeBuild::default() }
    })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
