//! Says when an input changed, and by what path; never what became of it.
//!
//! In: files and folders, also such as do not exist yet. Out: a message for each change, and when
//! enough of them have come to build. Must not: know what the files mean.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::ServeError;

/// How long nothing must change before a build begins: an editor saves in several steps, right after
/// one another.
const QUIET: Duration = Duration::from_millis(8);
/// The same where many files change, as when another branch is checked out.
const QUIET_OF_MANY: Duration = Duration::from_millis(150);
/// How many messages are many.
const MANY: usize = 40;
/// How long a build waits for changes to end, at most: something may write all the time.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the thread that builds is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum News {
    /// An input changed.
    Changed {
        /// A watched path itself came, went or was renamed, so that the watch must be set up anew.
        anew: bool,
        /// What changed, as far as it is known: nothing where events were lost.
        paths: BTreeSet<PathBuf>,
    },
    /// The server ends.
    Stop,
}

/// Waits for a change, and until what belongs to it has come too. None when the server ends.
pub(super) fn next(changes: &Receiver<News>) -> Option<News> {
    let mut news = changes.recv().ok()?;
    let (began, mut count) = (Instant::now(), 1);
    while began.elapsed() < PATIENCE {
        match changes.recv_timeout(if count < MANY { QUIET } else { QUIET_OF_MANY }) {
            Ok(more) => news = or(news, more),
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => return None,
        }
        count += 1;
    }
    (news != News::Stop).then_some(news)
}

/// Watches inputs for as long as it lives.
pub(super) struct Watcher {
    system: RecommendedWatcher,
    inputs: Arc<Mutex<Inputs>>,
    /// The folders that the system watches for us: whether with all that is in them.
    watched: BTreeMap<PathBuf, bool>,
}

impl Watcher {
    /// Watches `paths` but what is in `ignore`.
    pub(super) fn start(
        paths: &[PathBuf],
        ignore: &[PathBuf],
        news: Sender<News>,
    ) -> Result<Self, ServeError> {
        let inputs = Inputs {
            paths: paths.iter().map(|path| real(path)).collect(),
            more: Vec::new(),
            ignore: ignore.iter().map(|path| real(path)).collect(),
        };
        let inputs = Arc::new(Mutex::new(inputs));
        let judge = Arc::clone(&inputs);
        let heard = move |result: notify::Result<Event>| {
            let found = match result {
                Ok(event) => lock(&judge).news(&event),
                // Events were lost, or a folder went away: better one build too many.
                Err(_) => Some(News::Changed { anew: true, paths: BTreeSet::new() }),
            };
            if let Some(found) = found {
                // Nobody listens any more: the server ends.
                let _ = news.send(found);
            }
        };
        let system = notify::recommended_watcher(heard)
            .map_err(|source| ServeError::Watch { path: PathBuf::from("."), source })?;
        let mut watcher = Self { system, inputs, watched: BTreeMap::new() };
        watcher.refresh(false)?;
        Ok(watcher)
    }

    /// Watches the files among `paths` too, in place of those that were named before. Of a folder a build
    /// asks only whether it is there, and all that changes in one may be much, such as what a compiler
    /// writes.
    pub(super) fn also(&mut self, paths: &[PathBuf]) -> Result<(), ServeError> {
        lock(&self.inputs).more = paths.iter().map(|path| real(path)).filter(|it| !it.is_dir()).collect();
        self.refresh(false)
    }

    /// Watches what exists now; everything `anew` where a watched path is another than before.
    pub(super) fn refresh(&mut self, anew: bool) -> Result<(), ServeError> {
        let mut again = anew;
        // A folder that came while the watch of the one above it was set up would go unnoticed, so
        // what exists is looked at once more.
        loop {
            let wanted = lock(&self.inputs).folders();
            if !again && wanted == self.watched {
                return Ok(());
            }
            again = false;
            self.replace(wanted)?;
        }
    }

    fn replace(&mut self, wanted: BTreeMap<PathBuf, bool>) -> Result<(), ServeError> {
        for path in std::mem::take(&mut self.watched).into_keys() {
            // It may be gone, and its watch with it.
            let _ = self.system.unwatch(&path);
        }
        for (path, deep) in wanted {
            let mode = if deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            match self.system.watch(&path, mode) {
                Ok(()) => {
                    self.watched.insert(path, deep);
                }
                Err(source) => return Err(ServeError::Watch { path, source }),
            }
        }
        Ok(())
    }
}

/// What a build reads.
#[derive(Debug)]
struct Inputs {
    /// What every build reads.
    paths: Vec<PathBuf>,
    /// What the last one read beside it.
    more: Vec<PathBuf>,
    ignore: Vec<PathBuf>,
}

impl Inputs {
    fn all(&self) -> impl Iterator<Item = &PathBuf> {
        self.paths.iter().chain(&self.more)
    }

    /// The folders to watch. A file is watched by its folder, since editors replace files; what does
    /// not exist, by the nearest folder that does.
    fn folders(&self) -> BTreeMap<PathBuf, bool> {
        let mut folders = BTreeMap::new();
        for path in self.all() {
            if path.is_dir() {
                folders.insert(path.clone(), true);
            } else if let Some(above) = path.ancestors().skip(1).find(|above| above.is_dir()) {
                folders.entry(above.to_owned()).or_insert(false);
            }
        }
        folders
    }

    fn news(&self, event: &Event) -> Option<News> {
        if event.need_rescan() {
            return Some(News::Changed { anew: true, paths: BTreeSet::new() });
        }
        // A build reads: were that a change, it would start the next one.
        if matches!(event.kind, EventKind::Access(_)) {
            return None;
        }
        event.paths.iter().filter_map(|path| self.news_of(path, event.kind)).reduce(or)
    }

    fn news_of(&self, changed: &Path, kind: EventKind) -> Option<News> {
        if self.ignore.iter().any(|ignored| changed.starts_with(ignored)) {
            return None;
        }
        self.all().find_map(|input| {
            let moved = !matches!(kind, EventKind::Modify(notify::event::ModifyKind::Data(_)));
            if input.starts_with(changed) {
                return Some(News::Changed { anew: moved, paths: [changed.to_owned()].into() });
            }
            let inner = changed.strip_prefix(input).ok()?;
            (!inner.iter().any(|part| is_scratch(&part.to_string_lossy())))
                .then(|| News::Changed { anew: false, paths: [changed.to_owned()].into() })
        })
    }
}

fn lock(inputs: &Mutex<Inputs>) -> MutexGuard<'_, Inputs> {
    // They are replaced whole.
    inputs.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Names that no build reads: hidden files, and what editors leave while they save.
fn is_scratch(name: &str) -> bool {
    let ends = [".swp", ".swx", ".tmp", "~"];
    name.starts_with(['.', '#']) || ends.iter().any(|end| name.ends_with(end)) || name == "4913"
}

fn or(one: News, other: News) -> News {
    match (one, other) {
        (News::Changed { anew: one, mut paths }, News::Changed { anew: other, paths: more }) => {
            // Where events were lost, all may have changed.
            let unknown = paths.is_empty() || more.is_empty();
            paths.extend(more);
            News::Changed { anew: one || other, paths: if unknown { BTreeSet::new() } else { paths } }
        }
        _ => News::Stop,
    }
}

/// The path without links, as the system names it in its events; its last parts need not exist.
fn real(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let found = path.ancestors().find_map(|above| {
        let missing = path.strip_prefix(above).ok()?;
        let above = above.canonicalize().ok()?;
        // Joining nothing would add a slash.
        Some(if missing.as_os_str().is_empty() { above } else { above.join(missing) })
    });
    found.unwrap_or(path)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "a test makes what is watched")]

    use std::fs;

    use super::*;

    #[test]
    fn a_file_elsewhere_is_watched_by_its_folder_and_a_folder_elsewhere_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| real(&dir.path().join(name));
        for name in ["content", "src", "target"] {
            fs::create_dir(path(name)).unwrap();
        }
        fs::write(path("src/main.rs"), "").unwrap();
        let (news, _changes) = std::sync::mpsc::channel();
        let mut watcher = Watcher::start(&[path("content")], &[], news).unwrap();
        watcher.also(&[path("src/main.rs"), path("target")]).unwrap();
        assert_eq!(watcher.watched, BTreeMap::from([(path("content"), true), (path("src"), false)]));
        watcher.also(&[]).unwrap();
        assert_eq!(watcher.watched, BTreeMap::from([(path("content"), true)]));
    }
}
