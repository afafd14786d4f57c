//! Directory in, [`Tree`] out: the only stage that reads the disk.
//!
//! In: paths. Out: texts and names, with a finding for every file that cannot be taken as it is.
//! Must not: write, or understand what it reads.

#![expect(clippy::disallowed_methods, reason = "this is the one stage that reads the disk")]

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use walkdir::WalkDir;

use crate::config::FILE;
use crate::diagnostic::{Diagnostic, Severity};
use crate::output::MARKER;
use crate::source::{Location, Source, Span};
use crate::tree::{Outside, Outsides, Tree, is_hidden};
use reserved::reserved;

mod again;
mod history;
mod inputs;
mod kept;
mod reserved;

pub use again::again;
#[cfg(test)]
pub(crate) use history::cut_short;
pub use history::{Git, Reader as HistoryReader};
pub use inputs::inputs;
pub use kept::{cache, standing};

/// The largest text file that is read, in bytes.
pub const MAX_TEXT: u64 = 10 * 1024 * 1024;

/// Why a site could not be read at all.
#[derive(Debug)]
pub enum LoadError {
    /// There is no such folder.
    NoRoot(PathBuf),
    /// The machine would not let it be read.
    Io(PathBuf, io::Error),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRoot(path) => write!(f, "there is no folder `{}`", path.display()),
            Self::Io(path, error) => write!(f, "cannot read `{}`: {error}", path.display()),
        }
    }
}

impl std::error::Error for LoadError {}

/// The config's text; none where the root has no `onramp.toml`.
///
/// # Errors
/// If the root is no folder, or the file is there and cannot be read.
pub fn config(root: &Path) -> Result<(Option<Arc<Source>>, Vec<Diagnostic>), LoadError> {
    if !root.is_dir() {
        return Err(LoadError::NoRoot(root.to_owned()));
    }
    let path = root.join(FILE);
    if !path.exists() {
        return Ok((None, Vec::new()));
    }
    let bytes = fs::read(&path).map_err(|error| LoadError::Io(path, error))?;
    let mut findings = Vec::new();
    let source = decode(FILE, &bytes, &mut findings);
    Ok((Some(Arc::new(source)), findings))
}

/// All files of a site whose content lies in the folder `content`.
///
/// # Errors
/// Never for one bad file: that is a finding.
pub fn tree(root: &Path, content: &str) -> Result<(Tree, Vec<Diagnostic>), LoadError> {
    let mut tree = Tree::default();
    let mut findings = Vec::new();
    let content = content.trim_matches('/');
    let (records, assets): (Vec<Found>, Vec<Found>) = walk(root, content, &mut findings, &mut tree.links)
        .into_iter()
        .partition(|file| is_record(&file.path));
    tree.assets.extend(assets.into_iter().map(|file| file.path));
    let read = |file: &Found| {
        let mut findings = Vec::new();
        (read_text(file, &mut findings), findings)
    };
    for (source, wrong) in records.par_iter().map(read).collect::<Vec<_>>() {
        tree.records.extend(source.map(Arc::new));
        findings.extend(wrong);
    }
    for file in walk(root, "schemas", &mut findings, &mut tree.links) {
        if !file.path.ends_with(".schema.json") {
            findings.extend(misnamed_schema(&file.path));
        } else if let Some(source) = read_text(&file, &mut findings) {
            tree.schemas.push(Arc::new(source));
        }
    }
    for file in walk(root, "themes", &mut findings, &mut tree.links) {
        match fs::read(&file.disk) {
            Ok(bytes) => {
                let is_template = [".html", ".xml"].iter().any(|end| file.path.ends_with(end));
                // A template that is no text would be published as a file.
                let bytes = if is_template {
                    decode(&file.path, &bytes, &mut findings).text.as_bytes().to_vec()
                } else {
                    bytes
                };
                tree.themes.insert(file.path, bytes);
            }
            Err(error) => findings.extend(unreadable(&file.path, &error)),
        }
    }
    Ok((tree, findings))
}

/// Looks for files outside the records, by their paths from the root.
#[must_use]
pub fn outside(root: &Path, wanted: &BTreeSet<String>) -> Outsides {
    let Ok(top) = root.canonicalize() else { return Outsides::new() };
    let find = |path: &String| {
        let disk = root.join(path);
        let inside = disk.canonicalize().is_ok_and(|real| real.starts_with(&top));
        let plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        if !inside || !plain {
            return None;
        }
        let small = fs::metadata(&disk).is_ok_and(|meta| meta.is_file() && meta.len() <= MAX_TEXT);
        let text = if small { fs::read_to_string(&disk).ok() } else { None };
        let found = text.map_or(Outside::Present, |text| Outside::Text(plain_lines(&text).into()));
        Some((path.clone(), found))
    };
    wanted.iter().filter_map(find).collect()
}

/// The bytes of files by their paths from the root, for publishing as they are.
///
/// # Errors
/// If one of them cannot be read any more.
pub fn assets(root: &Path, paths: &[String]) -> Result<Vec<(String, Vec<u8>)>, LoadError> {
    let read = |path: &String| match fs::read(root.join(path)) {
        Ok(bytes) => Ok((path.clone(), bytes)),
        Err(error) => Err(LoadError::Io(root.join(path), error)),
    };
    paths.iter().map(read).collect()
}

struct Found {
    disk: PathBuf,
    path: String,
}

fn is_record(path: &str) -> bool {
    let extension = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, end)| end);
    extension
        .is_some_and(|end| ["md", "markdown", "toml"].iter().any(|known| end.eq_ignore_ascii_case(known)))
}

/// The files below a folder of the root, sorted by path; hidden ones left out. What links lead to goes to
/// `links`.
fn walk(
    root: &Path,
    folder: &str,
    findings: &mut Vec<Diagnostic>,
    links: &mut BTreeSet<PathBuf>,
) -> Vec<Found> {
    let start = root.join(folder);
    if !start.is_dir() {
        return Vec::new();
    }
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let (real_root, real_start) = (real(root), real(&start));
    let hidden =
        |entry: &walkdir::DirEntry| entry.depth() > 0 && is_hidden(&entry.file_name().to_string_lossy());
    let mut found = Vec::new();
    let walker = WalkDir::new(&start).follow_links(true).sort_by_file_name();
    // Where the content is the root, the rest of a site lies in it too.
    let apart = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        folder.is_empty() && entry.depth() == 1 && [FILE, "schemas", "themes"].contains(&&*name)
    };
    let written = |entry: &walkdir::DirEntry| {
        entry.depth() > 0 && entry.file_type().is_dir() && entry.path().join(MARKER).is_file()
    };
    let mut walker =
        walker.into_iter().filter_entry(|entry| !hidden(entry) && !apart(entry) && !written(entry));
    while let Some(entry) = walker.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                links.extend(error.path().filter(|path| path.is_symlink()).and_then(inputs::target));
                findings.extend(broken_entry(root, &error));
                continue;
            }
        };
        let Some(path) = site_path(root, entry.path()) else {
            findings.push(unnameable(root, entry.path()));
            continue;
        };
        if let Some(why) = reserved(&entry.file_name().to_string_lossy()) {
            let message = format!("`{path}` cannot be checked out on Windows: {why}");
            let finding = Diagnostic::error("FILE4", whole(&path), message);
            findings.push(finding.with_severity(Severity::Warning).with_hint("give it another name"));
        }
        if let Some(finding) = misleading(&entry, &path, &real_root, &real_start) {
            findings.push(finding);
            if entry.file_type().is_dir() {
                walker.skip_current_dir();
            }
            continue;
        }
        if entry.path_is_symlink() && entry.depth() > 0 {
            links.extend(inputs::target(entry.path()));
        }
        if entry.file_type().is_file() {
            found.push(Found { disk: entry.path().to_owned(), path });
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    for Found { path, .. } in &found {
        if let Some(first) = names.insert(path.to_lowercase(), path) {
            let message = format!(
                "`{path}` differs from `{first}` in small and capital letters only: to Windows and macOS they are one"
            );
            let finding = Diagnostic::error("FILE4", whole(path), message);
            findings.push(finding.with_severity(Severity::Warning).with_hint("give it another name"));
        }
    }
    found
}

/// What is wrong with a link that leads out of the site, or to a folder around the one that is walked.
fn misleading(entry: &walkdir::DirEntry, path: &str, root: &Path, start: &Path) -> Option<Diagnostic> {
    if !entry.path_is_symlink() || entry.depth() == 0 {
        return None;
    }
    let real = entry.path().canonicalize().ok();
    let what = if entry.file_type().is_dir() { "folder" } else { "file" };
    match real {
        Some(real) if start.starts_with(&real) => {
            let message = format!("`{path}` is a link to a folder that it lies in, and is left out");
            Some(Diagnostic::error("FILE3", whole(path), message).with_hint("remove the link"))
        }
        Some(real) if real.starts_with(root) => None,
        _ => {
            let message = format!("`{path}` is a link to a {what} outside the site, and is left out");
            let hint = format!("copy the {what} into the site, or remove the link");
            Some(Diagnostic::error("FILE3", whole(path), message).with_hint(hint))
        }
    }
}

/// A schema that is passed over because of the end of its name.
fn misnamed_schema(path: &str) -> Option<Diagnostic> {
    let (folder, name) = path.rsplit_once('/')?;
    let stem = name.strip_suffix(".json")?.split('.').next().unwrap_or_default();
    let message = format!("`{path}` makes no kind: the name of a schema ends in `.schema.json`");
    let finding = Diagnostic::error("SCH1", whole(path), message).with_severity(Severity::Warning);
    Some(finding.with_hint(format!("rename it to `{folder}/{stem}.schema.json`")))
}

fn read_text(file: &Found, findings: &mut Vec<Diagnostic>) -> Option<Source> {
    let size = fs::metadata(&file.disk).map_or(0, |meta| meta.len());
    if size > MAX_TEXT {
        let (mb, max) = (size / 1_000_000, MAX_TEXT / 1_048_576);
        let message =
            format!("this file has {mb} MB; Onramp reads text files of up to {max} MB, and leaves it out");
        let finding = Diagnostic::error("FILE2", whole(&file.path), message);
        findings.push(finding.with_hint("split it, or keep it outside the content folder"));
        return None;
    }
    match fs::read(&file.disk) {
        Ok(bytes) => Some(decode(&file.path, &bytes, findings)),
        Err(error) => {
            findings.extend(unreadable(&file.path, &error));
            None
        }
    }
}

/// Text from bytes: without a byte order mark, line ends as `\n`, and with what is not UTF-8
/// replaced, so that the rest of the file is still checked.
fn decode(path: &str, bytes: &[u8], findings: &mut Vec<Diagnostic>) -> Source {
    let marked = bytes.starts_with(b"\xEF\xBB\xBF");
    let bytes = if marked { &bytes[3..] } else { bytes };
    if marked {
        let finding = Diagnostic::error(
            "FILE5",
            whole(path),
            "the file begins with a byte order mark, which is left out",
        );
        findings.push(
            finding.with_severity(Severity::Info).with_hint("save it as UTF-8 without byte order mark"),
        );
    }
    if let Some(text) = utf_16(bytes) {
        let finding = Diagnostic::error("FILE1", whole(path), "this file is UTF-16, not UTF-8");
        findings.push(finding.with_hint("save the file as UTF-8"));
        return Source::new(path, &plain_lines(&text));
    }
    let (text, bad) = match std::str::from_utf8(bytes) {
        Ok(text) => (plain_lines(text), None),
        Err(error) => {
            let text = plain_lines(&String::from_utf8_lossy(bytes)).into_owned();
            (text.into(), Some(error.valid_up_to()))
        }
    };
    let source = Source::new(path, &text);
    if let Some(offset) = bad {
        let before = String::from_utf8_lossy(&bytes[..offset]);
        let start = plain_lines(&before).len();
        let message = format!("byte 0x{:02X} is not UTF-8", bytes[offset]);
        let finding =
            Diagnostic::error("FILE1", source.at(Span::new(start, start + '\u{FFFD}'.len_utf8())), message);
        findings.push(finding.with_hint("save the file as UTF-8"));
    }
    source
}

/// The text of bytes that begin with a byte order mark of UTF-16, or in two plain characters of it.
fn utf_16(bytes: &[u8]) -> Option<String> {
    let (unit, mark): (fn([u8; 2]) -> u16, usize) = match bytes {
        [0xFF, 0xFE, ..] => (u16::from_le_bytes, 2),
        [0xFE, 0xFF, ..] => (u16::from_be_bytes, 2),
        [1..=255, 0, 1..=255, 0, ..] => (u16::from_le_bytes, 0),
        [0, 1..=255, 0, 1..=255, ..] => (u16::from_be_bytes, 0),
        _ => return None,
    };
    let units: Vec<u16> = bytes[mark..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    Some(String::from_utf16_lossy(&units))
}

fn plain_lines(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text.into() }
}

fn whole(path: &str) -> Location {
    Location { file: path.into(), span: Span::FILE }
}

/// What is wrong with a file that is there and cannot be read. One that was listed and is gone by now is no
/// more, as when another branch is checked out meanwhile.
fn unreadable(path: &str, error: &io::Error) -> Option<Diagnostic> {
    let finding = Diagnostic::error("FILE3", whole(path), format!("cannot read this file: {error}"));
    (error.kind() != io::ErrorKind::NotFound).then(|| finding.with_hint("check its permissions"))
}

fn broken_entry(root: &Path, error: &walkdir::Error) -> Option<Diagnostic> {
    let path = error.path().map_or_else(String::new, |path| shown(root, path));
    if let Some(ancestor) = error.loop_ancestor() {
        let message =
            format!("`{path}` is a link to `{}`, which it lies in, and is left out", shown(root, ancestor));
        return Some(Diagnostic::error("FILE3", whole(&path), message).with_hint("remove the link"));
    }
    if error.path().is_some_and(Path::is_symlink) {
        let message = format!("`{path}` is a link that leads nowhere");
        return Some(Diagnostic::error("FILE3", whole(&path), message).with_hint("mend or remove the link"));
    }
    let reason = error.io_error().map_or_else(|| error.to_string(), io::Error::to_string);
    let finding = Diagnostic::error("FILE3", whole(&path), format!("cannot read `{path}`: {reason}"));
    let gone = error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound);
    (!gone).then(|| finding.with_hint("check its permissions"))
}

fn unnameable(root: &Path, path: &Path) -> Diagnostic {
    let shown = shown(root, path);
    Diagnostic::error(
        "FILE3",
        whole(&shown),
        format!("the file name `{shown}` is not valid UTF-8, and is left out"),
    )
    .with_hint("rename the file")
}

fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// The path from the root with `/` between its parts; none if it is not UTF-8.
fn site_path(root: &Path, path: &Path) -> Option<String> {
    let inner = path.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = inner.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_names_are_known_with_any_extension() {
        assert!(reserved("con.md").is_some());
        assert!(reserved("LPT1.toml").is_some());
        assert!(reserved("what?.md").is_some());
        assert!(reserved("console.md").is_none());
        assert!(reserved("com.md").is_none());
    }

    #[test]
    fn text_is_made_plain() {
        let mut findings = Vec::new();
        let source = decode("a.md", b"\xEF\xBB\xBFone\r\ntwo\xFF\r\n", &mut findings);
        assert_eq!(&*source.text, "one\ntwo\u{FFFD}\n");
        let told: Vec<_> = findings.iter().map(|it| (it.rule.as_str(), it.at.span.start)).collect();
        assert_eq!(told, [("FILE5", 0), ("FILE1", 7)]);
    }

    #[test]
    fn what_is_utf_16_is_told_once_and_read() {
        let of = |bytes: &[u8]| {
            let mut findings = Vec::new();
            let source = decode("a.md", bytes, &mut findings);
            assert_eq!(findings.iter().map(|it| it.rule.as_str()).collect::<Vec<_>>(), ["FILE1"]);
            source.text.to_string()
        };
        for bytes in [&b"\xFF\xFE#\0A\0"[..], b"\xFE\xFF\0#\0A", b"#\0A\0", b"\0#\0A"] {
            assert_eq!(of(bytes), "#A");
        }
    }

    #[test]
    fn a_file_that_is_gone_before_it_is_read_is_no_finding() {
        let file = Found { disk: "/none/a.md".into(), path: "content/a.md".to_owned() };
        let mut findings = Vec::new();
        assert!(read_text(&file, &mut findings).is_none());
        assert_eq!(findings, []);
    }
}
