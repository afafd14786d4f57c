//! The repository's history: when each file last changed.
//!
//! In: the site's root. Out: [`History`], read in one walk, and once a commit. Must not: ask git for
//! each file, nor believe a clone that was cut short.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;

use crate::config::FILE;
use crate::diagnostic::{Diagnostic, Severity};
use crate::history::History;
use crate::source::{Location, Span};

/// The questions that are put to git. Tests answer them themselves.
pub trait Git: Send + Sync {
    /// What `git` prints when it is run in `folder`; none where it fails, or there is no git.
    fn run(&self, folder: &Path, arguments: &[&str]) -> Option<Vec<u8>>;
}

/// The program `git`.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Program;

impl Git for Program {
    fn run(&self, folder: &Path, arguments: &[&str]) -> Option<Vec<u8>> {
        let output = process::Command::new("git").current_dir(folder).args(arguments).output().ok()?;
        output.status.success().then_some(output.stdout)
    }
}

/// Reads the history, and remembers it for as long as the commit stays the same: a server reads it
/// once, not at every keystroke.
#[derive(Clone)]
pub struct Reader {
    git: Arc<dyn Git>,
    last: Arc<Mutex<Option<Read>>>,
}

struct Read {
    root: PathBuf,
    commit: String,
    history: Arc<History>,
}

impl Default for Reader {
    fn default() -> Self {
        Self::new(Arc::new(Program))
    }
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reader")
    }
}

/// One commit a record: its day behind a mark that no path begins with, then its paths.
const LOG: &[&str] = &[
    "-c",
    "log.showSignature=false",
    "log",
    "--format=%x01%cs",
    "--name-only",
    "--no-renames",
    "--relative",
    "-z",
    "HEAD",
    "--",
    ".",
];

impl Reader {
    /// A reader that puts its questions to `git`.
    #[must_use]
    pub fn new(git: Arc<dyn Git>) -> Self {
        Self { git, last: Arc::default() }
    }

    /// The history of the files below `root`. Without a repository, or a commit in it, there is
    /// none, and nothing to say about it; of a shallow clone there is none and a warning.
    #[must_use]
    pub fn read(&self, root: &Path) -> (Arc<History>, Option<Diagnostic>) {
        let none = || (Arc::new(History::default()), None);
        let state = self.git.run(root, &["rev-parse", "--is-shallow-repository", "HEAD"]);
        let state = state.and_then(|it| String::from_utf8(it).ok()).unwrap_or_default();
        let mut lines = state.lines();
        let (Some(shallow), Some(commit)) = (lines.next(), lines.next()) else { return none() };
        if shallow == "true" {
            return (none().0, Some(cut_short()));
        }
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(read) = &*last
            && read.root == root
            && read.commit == commit
        {
            return (Arc::clone(&read.history), None);
        }
        let Some(log) = self.git.run(root, LOG) else { return none() };
        let history = Arc::new(parse(&log));
        let commit = commit.to_owned();
        *last = Some(Read { root: root.to_owned(), commit, history: Arc::clone(&history) });
        (history, None)
    }
}

/// What is said of a clone without its whole history.
pub(crate) fn cut_short() -> Diagnostic {
    let at = Location { file: FILE.into(), span: Span::FILE };
    let message = "the clone is shallow, so pages do not say when they last changed";
    Diagnostic { severity: Severity::Warning, ..Diagnostic::error("GIT1", at, message) }.with_hint(
        "fetch the whole history: `git fetch --unshallow`, or `fetch-depth: 0` in the CI's checkout",
    )
}

/// The newest day of each path. Commits come newest first but for clocks that went wrong.
fn parse(log: &[u8]) -> History {
    let mut history = History::default();
    let mut day: Option<Date> = None;
    for part in log.split(|byte| *byte == 0) {
        // Without the line feed that ends a commit's own line.
        let part = part.strip_prefix(b"\n").unwrap_or(part);
        let Ok(part) = std::str::from_utf8(part) else { continue };
        if let Some(written) = part.strip_prefix('\u{1}') {
            day = written.trim().parse().ok();
        } else if let Some(day) = day
            && !part.is_empty()
        {
            let known = history.changed.entry(part.to_owned()).or_insert(day);
            *known = day.max(*known);
        }
    }
    history
}

#[cfg(test)]
mod tests {
    use super::*;

    use std::sync::atomic::{AtomicUsize, Ordering};

    struct Answers {
        state: &'static str,
        log: &'static str,
        logs: AtomicUsize,
    }

    impl Git for Answers {
        fn run(&self, _: &Path, arguments: &[&str]) -> Option<Vec<u8>> {
            let log = arguments.contains(&"log");
            if log {
                self.logs.fetch_add(1, Ordering::Relaxed);
            }
            let said = if log { self.log } else { self.state };
            (!said.is_empty()).then(|| said.as_bytes().to_vec())
        }
    }

    fn answers(state: &'static str, log: &'static str) -> Arc<Answers> {
        Arc::new(Answers { state, log, logs: AtomicUsize::new(0) })
    }

    #[test]
    fn the_newest_change_of_a_file_counts_and_the_walk_is_done_once_a_commit() {
        let log = "\u{1}2027-01-08\0\nb.md\0\u{1}2027-01-04\0\n\u{1}2027-01-05\0\na b.md\0b.md\0";
        let git = answers("false\nabc\n", log);
        let reader = Reader::new(git.clone());
        let (history, finding) = reader.read(Path::new("site"));
        let days: Vec<(&str, String)> =
            history.changed.iter().map(|(path, day)| (path.as_str(), day.to_string())).collect();
        assert_eq!(days, [("a b.md", "2027-01-05".to_owned()), ("b.md", "2027-01-08".to_owned())]);
        assert_eq!(finding, None);
        assert_eq!(reader.read(Path::new("site")).0, history);
        assert_eq!(git.logs.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn without_a_repository_nothing_is_said() {
        let (history, finding) = Reader::new(answers("", "")).read(Path::new("site"));
        assert_eq!((history.changed.len(), finding), (0, None));
    }

    #[test]
    fn a_shallow_clone_is_not_believed() {
        let (history, finding) = Reader::new(answers("true\nabc\n", "x")).read(Path::new("site"));
        assert_eq!(history.changed.len(), 0);
        assert_eq!(
            finding.map(|it| (it.rule, it.message)),
            Some((
                "GIT1".to_owned(),
                "the clone is shallow, so pages do not say when they last changed".to_owned()
            ))
        );
    }
}
