//! The repository's history: when each file last changed.
//!
//! In: the site's root, and what earlier builds have walked. Out: [`History`]; only commits that no build
//! has walked are. Must not: ask git for each file, nor believe a clone that was cut short.

use std::fmt;
use std::path::Path;
use std::process;
use std::sync::Arc;

use jiff::civil::Date;

use crate::cache::{Key, Memo};
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

/// Reads the history: what was walked before is not walked again.
#[derive(Clone)]
pub struct Reader {
    git: Arc<dyn Git>,
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
];

/// How many commits back a known one is looked for.
const BACK: &str = "--max-count=1000";

impl Reader {
    /// A reader that puts its questions to `git`.
    #[must_use]
    pub fn new(git: Arc<dyn Git>) -> Self {
        Self { git }
    }

    /// The history of the files below `root`. Without a repository, or a commit in it, there is
    /// none, and nothing to say about it; of a shallow clone there is none and a warning.
    #[must_use]
    pub fn read(&self, root: &Path, walked: &Memo<Arc<History>>) -> (Arc<History>, Option<Diagnostic>) {
        let state = self.ask(root, &["rev-parse", "--is-shallow-repository", "--show-prefix", "HEAD"]);
        let mut lines = state.lines();
        let (Some(shallow), Some(folder), Some(head)) = (lines.next(), lines.next(), lines.next()) else {
            return (Arc::default(), None);
        };
        if shallow == "true" {
            return (Arc::default(), Some(cut_short()));
        }
        let key = |commit: &str| Key::of(&[folder.as_bytes(), commit.as_bytes()]);
        let history = walked.find(key(head), &()).or_else(|| {
            let history = self.walk(root, head, &key, walked)?;
            walked.keep(key(head), Arc::clone(&history));
            Some(history)
        });
        (history.unwrap_or_default(), None)
    }

    /// The history up to a commit: what the newest known commit before it tells, and what came since. None
    /// where git fails, which may do better next time.
    fn walk(
        &self,
        root: &Path,
        head: &str,
        key: &dyn Fn(&str) -> Key,
        walked: &Memo<Arc<History>>,
    ) -> Option<Arc<History>> {
        let before = self.ask(root, &["rev-list", BACK, head]);
        let known = before.lines().find_map(|commit| Some((commit, walked.find(key(commit), &())?)));
        let since = known.as_ref().map(|(commit, _)| format!("^{commit}"));
        let range = [head].into_iter().chain(since.as_deref()).chain(["--", "."]);
        let log = self.git.run(root, &LOG.iter().copied().chain(range).collect::<Vec<_>>())?;
        let mut history = known.map_or_else(History::default, |(_, known)| (*known).clone());
        read_log(&log, &mut history);
        Some(Arc::new(history))
    }

    fn ask(&self, root: &Path, arguments: &[&str]) -> String {
        let said = self.git.run(root, arguments);
        said.and_then(|it| String::from_utf8(it).ok()).unwrap_or_default()
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

/// Adds the newest day of each path. Commits come newest first but for clocks that went wrong.
fn read_log(log: &[u8], history: &mut History) {
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
}

#[cfg(test)]
mod tests {
    use super::*;

    use std::sync::Mutex;

    /// What git says, by the first argument that is a key, and what it was asked.
    struct Answers {
        said: Vec<(&'static str, &'static str)>,
        asked: Mutex<Vec<String>>,
    }

    impl Git for Answers {
        fn run(&self, _: &Path, arguments: &[&str]) -> Option<Vec<u8>> {
            let asked = arguments.join(" ");
            let said = self.said.iter().find(|(key, _)| asked.contains(key)).map(|(_, said)| said);
            self.asked.lock().expect("a list").push(asked);
            said.map(|it| it.as_bytes().to_vec())
        }
    }

    fn answers(said: &[(&'static str, &'static str)]) -> Arc<Answers> {
        Arc::new(Answers { said: said.to_vec(), asked: Mutex::default() })
    }

    fn days(history: &History) -> Vec<String> {
        history.changed.iter().map(|(path, day)| format!("{path} {day}")).collect()
    }

    #[test]
    fn the_newest_change_of_a_file_counts_and_no_commit_is_walked_twice() {
        let walked = Memo::default();
        let first = answers(&[
            ("rev-parse", "false\n\nabc\n"),
            ("rev-list", "abc\nold\n"),
            ("log", "\u{1}2027-01-08\0\nb.md\0\u{1}2027-01-04\0\n\u{1}2027-01-05\0\na b.md\0b.md\0"),
        ]);
        let reader = Reader::new(first.clone());
        for _ in 0..2 {
            let (history, finding) = reader.read(Path::new("site"), &walked);
            assert_eq!(
                (days(&history), finding),
                (vec!["a b.md 2027-01-05".into(), "b.md 2027-01-08".into()], None)
            );
        }
        let logs = |git: &Answers| {
            let asked = git.asked.lock().expect("a list");
            asked
                .iter()
                .filter(|it| it.contains(" log "))
                .map(|it| it.split("-z ").nth(1).unwrap_or("").to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(logs(&first), ["abc -- ."]);
        let next = answers(&[
            ("rev-parse", "false\n\ndef\n"),
            ("rev-list", "def\nother\nabc\nold\n"),
            ("log", "\u{1}2027-01-09\0\na b.md\0"),
        ]);
        let (history, _) = Reader::new(next.clone()).read(Path::new("site"), &walked);
        assert_eq!(days(&history), ["a b.md 2027-01-09", "b.md 2027-01-08"]);
        assert_eq!(logs(&next), ["def ^abc -- ."]);
        // Another folder of the repository has a history of its own.
        let below = answers(&[("rev-parse", "false\nsite/\ndef\n"), ("rev-list", "def\nabc\n")]);
        let (history, _) = Reader::new(below.clone()).read(Path::new("site"), &walked);
        assert_eq!(days(&history), [""; 0]);
        assert_eq!(logs(&below), ["def -- ."]);
    }

    #[test]
    fn without_a_repository_nothing_is_said() {
        let (history, finding) = Reader::new(answers(&[])).read(Path::new("site"), &Memo::default());
        assert_eq!((history.changed.len(), finding), (0, None));
    }

    #[test]
    fn a_shallow_clone_is_not_believed() {
        let shallow = answers(&[("rev-parse", "true\n\nabc\n"), ("log", "x")]);
        let (history, finding) = Reader::new(shallow).read(Path::new("site"), &Memo::default());
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
