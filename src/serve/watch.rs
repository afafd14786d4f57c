//! Says when an input changed, and by what path; never what became of it.
//!
//! In: files and folders, also such as do not exist yet. Out: a message for each change, and when
//! enough of them have come to build. Must not: know what the files mean.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::{ServeBuild, ServeError};
use crate::tree::is_hidden;

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
        // What a link leads to is watched where it lies, for that is how an event names it.
        let system = RecommendedWatcher::new(heard, Config::default().with_follow_symlinks(false))
            .map_err(|source| ServeError::Watch { path: PathBuf::from("."), source })?;
        let mut watcher = Self { system, inputs, watched: BTreeMap::new() };
        watcher.refresh(false)?;
        Ok(watcher)
    }

    /// Watches what a build has read, in place of what was watched before. Returns whether that is more
    /// than before: what changed there since the build read it, nobody has heard of.
    pub(super) fn follow(&mut self, build: &ServeBuild) -> Result<bool, ServeError> {
        let more = {
            let mut inputs = lock(&self.inputs);
            inputs.more = build.reads.iter().map(|path| real(path)).collect();
            let paths: Vec<_> = build.inputs.iter().map(|path| real(path)).collect();
            let more = paths.iter().any(|path| !inputs.paths.contains(path));
            // A build that went wrong early knows nothing of them.
            if !paths.is_empty() {
                inputs.paths = paths;
            }
            more
        };
        self.refresh(false).map(|()| more)
    }

    /// Watches what exists now; everything `anew` where a watched path is another than before.
    pub(super) fn refresh(&mut self, anew: bool) -> Result<(), ServeError> {
        let mut anew = anew;
        // A folder that came while the watch of the one above it was set up would go unnoticed, so
        // what exists is looked at once more.
        loop {
            let wanted = lock(&self.inputs).folders();
            if !anew && wanted == self.watched {
                return Ok(());
            }
            self.replace(wanted, anew)?;
            anew = false;
        }
    }

    fn replace(&mut self, wanted: BTreeMap<PathBuf, bool>, anew: bool) -> Result<(), ServeError> {
        let stays = |path: &PathBuf, deep: &bool| !anew && wanted.get(path) == Some(deep);
        for path in self.watched.extract_if(.., |path, deep| !stays(path, deep)).map(|(path, _)| path) {
            // It may be gone, and its watch with it.
            let _ = self.system.unwatch(&path);
        }
        for (path, deep) in wanted {
            if self.watched.contains_key(&path) {
                continue;
            }
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
    /// What every build reads, folders with all that is in them.
    paths: Vec<PathBuf>,
    /// What the last one read or looked for beside it. Of a folder it asks only whether that is there, and
    /// all that changes in one may be much, such as what a compiler writes.
    more: Vec<PathBuf>,
    ignore: Vec<PathBuf>,
}

impl Inputs {
    /// The folders to watch. A file is watched by its folder, since editors replace files; what does
    /// not exist, by the nearest folder that does.
    fn folders(&self) -> BTreeMap<PathBuf, bool> {
        let (whole, apart): (Vec<_>, Vec<_>) = self.paths.iter().partition(|path| path.is_dir());
        let is_within = |path: &Path| whole.iter().any(|folder| path.starts_with(folder));
        let above = |path: &PathBuf| path.ancestors().skip(1).find(|it| it.is_dir()).map(Path::to_owned);
        let above = apart.into_iter().chain(&self.more).filter_map(above).filter(|it| !is_within(it));
        let mut folders: BTreeMap<PathBuf, bool> = above.map(|folder| (folder, false)).collect();
        let tops = whole
            .iter()
            .filter(|path| !path.ancestors().skip(1).any(|it| whole.iter().any(|top| *top == it)));
        folders.extend(tops.map(|path| ((*path).clone(), true)));
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
        let moved = !matches!(kind, EventKind::Modify(notify::event::ModifyKind::Data(_)));
        let news = |anew| Some(News::Changed { anew, paths: [changed.to_owned()].into() });
        if self.paths.iter().chain(&self.more).any(|input| input.starts_with(changed)) {
            return news(moved);
        }
        let is_read = |inner: &Path| !inner.iter().any(|part| is_hidden(&part.to_string_lossy()));
        let inner = |input: &PathBuf| changed.strip_prefix(input).is_ok_and(is_read);
        if self.paths.iter().any(inner) { news(false) } else { None }
    }
}

fn lock(inputs: &Mutex<Inputs>) -> MutexGuard<'_, Inputs> {
    // They are replaced whole.
    inputs.lock().unwrap_or_else(PoisonError::into_inner)
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

    /// What a build has read.
    fn read(inputs: &[PathBuf], reads: &[PathBuf]) -> ServeBuild {
        ServeBuild { inputs: inputs.to_vec(), reads: reads.to_vec(), ..ServeBuild::default() }
    }

    #[test]
    fn what_is_read_elsewhere_is_watched_by_its_folder() {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| real(&dir.path().join(name));
        for name in ["content", "src", "out/target"] {
            fs::create_dir_all(path(name)).unwrap();
        }
        fs::write(path("src/main.rs"), "").unwrap();
        let (news, _changes) = std::sync::mpsc::channel();
        let content = [path("content")];
        let mut watcher = Watcher::start(&content, &[], news).unwrap();
        let reads = [path("src/main.rs"), path("out/target"), path("content/a.svg")];
        assert!(!watcher.follow(&read(&content, &reads)).unwrap());
        let only = |folder: &str| (path(folder), false);
        let all = (path("content"), true);
        assert_eq!(watcher.watched, BTreeMap::from([all.clone(), only("src"), only("out")]));
        // Of a folder that is linked to, what is in it is nothing to a build.
        let event = |name: &str| Event::new(EventKind::Any).add_path(path(name));
        let heard = |watcher: &Watcher, name: &str| lock(&watcher.inputs).news(&event(name)).is_some();
        assert!(heard(&watcher, "out/target") && !heard(&watcher, "out/target/debug"));
        watcher.follow(&read(&[], &[])).unwrap();
        assert_eq!(watcher.watched, BTreeMap::from([all]));
    }

    #[test]
    fn only_what_load_leaves_out_is_ignored() {
        let inputs = Inputs { paths: vec!["/content".into()], more: Vec::new(), ignore: Vec::new() };
        let heard = |path: &str| inputs.news(&Event::new(EventKind::Any).add_path(path.into())).is_some();
        for path in ["/content/a~/p.md", "/content/#d/p.md", "/content/data.tmp", "/content/4913"] {
            assert!(heard(path), "{path}");
        }
        for path in ["/content/.git/p.md", "/content/.a.md.swp", "/other/a.md"] {
            assert!(!heard(path), "{path}");
        }
    }
}
