//! Brings the standby up to date.
//!
//! In: the files of the new site, and what lies in the published folder and in the standby. Out: a
//! list of actions, one small step each, after which the standby is the new site.
//! Must not: touch the published folder, or change a file in place: it may be a hard link to a
//! published one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::Written;
use super::error::WriteError;
use super::place::{self, Place};
use super::tree::Tree;
use crate::output::{Looks, MARKER, OnDisk, Outputs};

/// The name under which a file is written before it gets its own. One is enough: the standby has
/// one writer.
pub(super) const PART: &str = ".onramp.part";

/// How the new site differs from the published one.
#[derive(Debug)]
pub(super) struct Plan {
    /// The difference in numbers.
    pub written: Written,
    /// The files that are published as they should be.
    unchanged: BTreeSet<PathBuf>,
    /// The folders that the new site has.
    folders: BTreeSet<PathBuf>,
    /// Whether the published folder has the folders and the marker that it should have.
    same_frame: bool,
}

/// One small step towards the new site. A run that ends after any of them does no harm.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Action<'a> {
    /// Removes what is not a folder.
    RemoveFile(&'a Path),
    /// Removes a folder that is empty by now.
    RemoveFolder(&'a Path),
    /// Makes a folder.
    MakeFolder(&'a Path),
    /// Takes a file over from the published folder.
    Link(&'a Path),
    /// Writes a file that is not there.
    Write(&'a Path, &'a [u8]),
    /// Writes a file that is there: it may have another name in the published folder.
    Replace(&'a Path, &'a [u8]),
}

impl Plan {
    /// Compares the published folder with the new site, byte by byte.
    pub(super) fn compare(
        published: &Tree,
        place: &Place,
        audience: &str,
        outputs: &Outputs,
    ) -> Result<Self, WriteError> {
        let wanted: Vec<(&Path, &[u8])> = files(outputs).collect();
        let same: Vec<bool> = wanted
            .par_iter()
            .map(|(path, bytes)| is_published(published, place, path, bytes))
            .collect::<Result<_, _>>()?;
        let unchanged: BTreeSet<PathBuf> = wanted
            .iter()
            .zip(same)
            .filter(|(_, same)| *same)
            .map(|((path, _), _)| (*path).to_owned())
            .collect();
        refuse_moved(published, &place.out, &outputs.kept)?;
        let kept = outputs.kept.keys().map(PathBuf::from);
        let unchanged: BTreeSet<PathBuf> = unchanged.into_iter().chain(kept).collect();
        let folders = folders(outputs);
        let line = place::marker_line(audience);
        Ok(Self {
            written: Written {
                changed: outputs.paths().count() - unchanged.len(),
                unchanged: unchanged.len(),
                removed: published.files.keys().filter(|path| !is_wanted(outputs, path)).count(),
            },
            same_frame: published.folders == folders
                && is_published(published, place, Path::new(MARKER), line.as_bytes())?,
            unchanged,
            folders,
        })
    }

    /// Whether the published folder is the new site already.
    pub(super) fn changes_nothing(&self) -> bool {
        self.written.changed == 0 && self.written.removed == 0 && self.same_frame
    }

    /// What to do to a standby that holds `standing`, in order.
    pub(super) fn actions<'a>(
        &'a self,
        published: &Tree,
        standing: &'a Tree,
        place: &Place,
        outputs: &'a Outputs,
    ) -> Result<Vec<Action<'a>>, WriteError> {
        refuse_moved(standing, &place.standby, &outputs.laid)?;
        let mut actions = Vec::new();
        // What is stale goes first, so that a file can take the place of a folder, a folder that of
        // a file, and a name that of another spelling where case does not count.
        actions.extend(
            standing
                .files
                .keys()
                .filter(|path| !is_wanted(outputs, path))
                .map(|path| Action::RemoveFile(path)),
        );
        // Backwards: what is in a folder before the folder itself.
        let stale = standing.folders.iter().rev().filter(|path| !self.folders.contains(*path));
        actions.extend(stale.map(|path| Action::RemoveFolder(path)));
        actions.extend(self.folders.difference(&standing.folders).map(|path| Action::MakeFolder(path)));
        let linked = self.unchanged.iter().filter(|path| !is_linked(published, standing, path));
        actions.extend(linked.map(|path| Action::Link(path)));
        let changed = files(outputs).filter(|(path, _)| !self.unchanged.contains(*path));
        actions.extend(changed.map(|(path, bytes)| {
            if standing.files.contains_key(path) {
                Action::Replace(path, bytes)
            } else {
                Action::Write(path, bytes)
            }
        }));
        Ok(actions)
    }
}

/// Refuses files that somebody else has changed since they were looked at.
fn refuse_moved(tree: &Tree, root: &Path, seen: &BTreeMap<String, OnDisk>) -> Result<(), WriteError> {
    let looks = |path: &str| tree.files.get(Path::new(path)).map(Looks::of);
    let is_other = |(path, it): &(&String, &OnDisk)| looks(path).as_ref() != Some(&it.looks);
    match seen.iter().find(is_other) {
        Some((path, _)) => Err(WriteError::Moved { path: root.join(path) }),
        None => Ok(()),
    }
}

/// Refuses a path that leads out of the folder.
pub(super) fn check_path(path: &str) -> Result<(), WriteError> {
    let bad = |part: &str| matches!(part, "" | "." | "..") || part.contains(['\\', '\0']);
    // A drive (`C:`) is a way out of a folder on Windows, and nowhere a name worth having.
    if path.split('/').any(bad) || path.as_bytes().get(1) == Some(&b':') || [MARKER, PART].contains(&path) {
        return Err(WriteError::BadPath { path: path.to_owned() });
    }
    Ok(())
}

/// Refuses paths that lead out of the folder or that no folder can hold.
pub(super) fn check_paths(outputs: &Outputs) -> Result<(), WriteError> {
    for path in outputs.paths() {
        check_path(path)?;
        let above = path.match_indices('/').map(|(end, _)| &path[..end]);
        if let Some(first) = above.into_iter().find(|above| outputs.has(above)) {
            return Err(WriteError::Clash { first: first.to_owned(), second: path.to_owned() });
        }
    }
    Ok(())
}

/// Makes the standby if there is none, and marks it as ours before anything else comes into it.
pub(super) fn open(place: &Place, audience: &str) -> Result<(), WriteError> {
    match fs::create_dir(&place.standby) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            return Err(WriteError::io("make the folder", &place.standby)(error));
        }
        _ => place::refuse_unmarked(&place.standby)?,
    }
    let (marker, line) = (place.standby.join(MARKER), place::marker_line(audience));
    if fs::read(&marker).is_ok_and(|found| found == line.as_bytes()) {
        return Ok(());
    }
    replace(place, Path::new(MARKER), line.as_bytes(), None).map_err(WriteError::io("write", &marker))
}

/// Refuses files whose paths differ only in case, where the file system does not tell them apart.
pub(super) fn refuse_case_clash(place: &Place, outputs: &Outputs) -> Result<(), WriteError> {
    if place.standby.join(MARKER.to_uppercase()).exists() { check_case(outputs) } else { Ok(()) }
}

/// Refuses files, or folders, whose paths differ only in case.
pub(super) fn check_case(outputs: &Outputs) -> Result<(), WriteError> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for path in outputs.paths() {
        let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
        for part in ends.map(|end| &path[..end]) {
            let first = *seen.entry(part.to_lowercase()).or_insert(part);
            if first != part {
                return Err(WriteError::Clash { first: first.to_owned(), second: part.to_owned() });
            }
        }
    }
    Ok(())
}

/// Does one step.
pub(super) fn apply(place: &Place, action: &Action) -> Result<(), WriteError> {
    let in_standby = |path: &Path| place.standby.join(path);
    let (doing, path, done) = match action {
        Action::RemoveFile(path) => ("remove", path, fs::remove_file(in_standby(path))),
        Action::RemoveFolder(path) => ("remove", path, fs::remove_dir(in_standby(path))),
        Action::MakeFolder(path) => ("make the folder", path, fs::create_dir(in_standby(path))),
        Action::Link(path) => ("write", path, link(place, path)),
        Action::Write(path, bytes) => ("write", path, create(&in_standby(path), bytes)),
        Action::Replace(path, bytes) => ("write", path, replace(place, path, bytes, None)),
    };
    done.map_err(WriteError::io(doing, &in_standby(path)))
}

/// Takes a file over from the published folder: one file with two names where the file system
/// allows it, else a copy of the same age.
fn link(place: &Place, path: &Path) -> io::Result<()> {
    let (from, part) = (place.out.join(path), place.standby.join(PART));
    match fs::hard_link(&from, &part) {
        Ok(()) => fs::rename(part, place.standby.join(path)),
        Err(_) => replace(place, path, &fs::read(&from)?, fs::metadata(&from)?.modified().ok()),
    }
}

/// Writes a file that is not there. A run that is killed leaves a part of it in the standby, where the
/// next one takes nothing for granted.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::OpenOptions::new().write(true).create_new(true).open(path)?.write_all(bytes)
}

/// Writes a file under another name, then gives it its own, so that a file of that name that is
/// also published keeps its bytes.
fn replace(place: &Place, path: &Path, bytes: &[u8], modified: Option<SystemTime>) -> io::Result<()> {
    let part = place.standby.join(PART);
    // One that a killed run left may be a link to a published file.
    match fs::remove_file(&part) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => fs::write(&part, bytes)?,
    }
    if let Some(time) = modified {
        fs::OpenOptions::new().write(true).open(&part)?.set_modified(time)?;
    }
    fs::rename(part, place.standby.join(path))
}

fn files(outputs: &Outputs) -> impl Iterator<Item = (&Path, &[u8])> {
    outputs.files.iter().map(|(path, bytes)| (Path::new(path), bytes.as_slice()))
}

fn folders(outputs: &Outputs) -> BTreeSet<PathBuf> {
    let above = outputs.paths().flat_map(|path| Path::new(path).ancestors().skip(1));
    above.filter(|path| !path.as_os_str().is_empty()).map(Path::to_owned).collect()
}

fn is_wanted(outputs: &Outputs, path: &Path) -> bool {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    path == Path::new(MARKER) || parts.is_some_and(|parts| outputs.has(&parts.join("/")))
}

fn is_published(published: &Tree, place: &Place, path: &Path, bytes: &[u8]) -> Result<bool, WriteError> {
    let same_size = |found: &fs::Metadata| found.is_file() && found.len() == bytes.len() as u64;
    if !published.files.get(path).is_some_and(same_size) {
        return Ok(false);
    }
    let path = place.out.join(path);
    Ok(fs::read(&path).map_err(WriteError::io("read", &path))? == bytes)
}

fn is_linked(published: &Tree, standing: &Tree, path: &Path) -> bool {
    match (published.files.get(path), standing.files.get(path)) {
        (Some(published), Some(standing)) => place::same_file(published, standing),
        _ => false,
    }
}
