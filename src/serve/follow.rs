//! Follows changes: shows an edited page at once, then builds the whole site.
//!
//! In: what changed. Out: what is shown. Two threads: one shows what an edit makes of a page, the other
//! builds, so that a page need not wait for a build that is under way. Must not: show a build that read
//! its files before an edit that is shown already.

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
    /// How many edits were shown before a build had seen them.
    edits: Mutex<u64>,
    build: B,
    tell: T,
}

impl<B: Fn() -> ServeBuild, T: Fn(&str)> Follower<B, T> {
    pub(super) fn new(watcher: Watcher, shown: latest::Sender<Arc<Shown>>, build: B, tell: T) -> Self {
        Self { watcher: Mutex::new(watcher), shown, edits: Mutex::new(0), build, tell }
    }

    /// Shows edits, and asks for a build after each change, until the server ends.
    pub(super) fn watch(&self, changes: &mpsc::Receiver<News>, wanted: &mpsc::Sender<()>) {
        while let Some(News::Changed { anew, paths }) = watch::next(changes) {
            self.hear(lock(&self.watcher).refresh(anew));
            self.show_edit(&paths.into_iter().collect::<Vec<_>>());
            if wanted.send(()).is_err() {
                return;
            }
        }
    }

    fn show_edit(&self, changed: &[PathBuf]) {
        // A build that ends meanwhile waits: an edit of the site before it must not be shown over it.
        let mut edits = lock(&self.edits);
        let shown = Arc::clone(&self.shown.borrow());
        // What goes wrong here, the build will tell.
        let edited = panic::catch_unwind(AssertUnwindSafe(|| shown.edited(changed)));
        if let Some(edited) = edited.ok().flatten() {
            *edits += 1;
            self.shown.send_replace(Arc::new(edited));
        }
    }

    /// Builds whenever that is wanted, until nobody can want it any more.
    pub(super) fn build(&self, wants: &mpsc::Receiver<()>) {
        while wants.recv().is_ok() {
            while wants.try_recv().is_ok() {}
            let before = *lock(&self.edits);
            // The build first: `borrow` holds a lock that requests wait for.
            let newest = survived(&self.build);
            self.hear(lock(&self.watcher).also(&newest.reads));
            let edits = lock(&self.edits);
            if *edits != before {
                // The next build is asked for already.
                continue;
            }
            let next = self.shown.borrow().next(newest);
            if !next.findings().is_empty() {
                (self.tell)(next.findings());
            }
            (self.tell)(&next.news());
            self.shown.send_replace(Arc::new(next));
        }
    }

    fn hear(&self, result: Result<(), ServeError>) {
        if let Err(error) = result {
            (self.tell)(&error.to_string());
        }
    }
}

/// Builds, and turns a panic into an error of the site: a server that silently went on with an old
/// site would be worse than one that ends.
pub(super) fn survived(build: impl Fn() -> ServeBuild) -> ServeBuild {
    panic::catch_unwind(AssertUnwindSafe(build)).unwrap_or_else(|_| ServeBuild {
        diagnostics: "error: the build panicked\nhint: this is a mistake in Onramp: please report it"
            .to_owned(),
        errors: 1,
        ..ServeBuild::default()
    })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
