//! Keeps results for the next build.
//!
//! In: results that the disk does not have, and the folder of the cache. Out: a file for each sort of
//! result, complete or not there. Must not: change a file, since another run may be reading it.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::error::WriteError;
use crate::cache::{Cache, HEAD, News, SORTS, is_ours};

/// What every name of ours ends with.
const END: &str = "cache";

/// Brings to disk what a build has added to its cache, and removes what no build asks for any more.
///
/// # Errors
/// When the disk refuses. The site is then written all the same.
pub fn save(folder: &Path, cache: &Cache) -> Result<(), WriteError> {
    let all = cache.news();
    if all.is_empty() {
        return Ok(());
    }
    fs::create_dir_all(folder).map_err(WriteError::cache("make the folder", folder))?;
    let old = files(folder).map_err(WriteError::cache("read", folder))?;
    let next = old.iter().filter_map(|path| Some(parts_of(path)?.0)).max().map_or(0, |last| last + 1);
    for News { sort, replaces, parts } in all {
        let path = folder.join(format!("{next:06}-{sort}.{END}"));
        let part = folder.join(format!("{next:06}-{sort}.{}.part", std::process::id()));
        if write_parts(&part, parts).map_err(WriteError::cache("write", &part))? {
            fs::rename(&part, &path).map_err(WriteError::cache("write", &path))?;
        }
        if replaces {
            old.iter().filter(|path| sort_of(path) == Some(sort)).try_for_each(|path| remove(path))?;
        }
    }
    // Results of another version, which nobody here will ever ask for.
    old.iter().filter(|path| is_foreign(path)).try_for_each(|path| remove(path))
}

/// Removes a cache. Returns how many bytes it held.
///
/// # Errors
/// When the disk refuses.
pub fn prune(folder: &Path) -> Result<u64, WriteError> {
    if !folder.exists() {
        return Ok(0);
    }
    let mut size = 0;
    for path in files(folder).map_err(WriteError::cache("read", folder))? {
        size += fs::metadata(&path).map_or(0, |found| found.len());
        remove(&path)?;
    }
    // Somebody else's files stay, and their folder with them.
    let _ = fs::remove_dir(folder);
    Ok(size)
}

/// Removes the folder around a cache that was pruned, where nothing is left in it.
pub fn leave(around: &Path) {
    let _ = fs::remove_dir(around);
}

/// Writes a file in parts, each while the next is made; none where there are no parts. Returns whether
/// there is one.
fn write_parts(path: &Path, mut parts: impl Iterator<Item = Vec<u8>> + Send) -> io::Result<bool> {
    let mut next = parts.next();
    let Some(_) = &next else { return Ok(false) };
    let mut file = File::create(path)?;
    while let Some(part) = next {
        let (written, following) = rayon::join(|| file.write_all(&part), || parts.next());
        written?;
        next = following;
    }
    Ok(true)
}

/// The files of the cache, and what a run that was killed left of some.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let found = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let found: Vec<PathBuf> = found.collect::<io::Result<_>>()?;
    Ok(found.into_iter().filter(|path| parts_of(path).is_some()).collect())
}

/// Number, sort and end of a name of ours: `000012-parsed.cache`, or with a process's number and `part` at its end
/// as long as it is written.
fn parts_of(path: &Path) -> Option<(u32, &str, &str)> {
    let (number, rest) = path.file_name()?.to_str()?.split_once('-')?;
    let (sort, end) = rest.split_once('.')?;
    let is_part = |end: &str| {
        end.strip_suffix(".part")
            .is_some_and(|run| !run.is_empty() && run.bytes().all(|it| it.is_ascii_digit()))
    };
    let is_ours = number.len() >= 6 && SORTS.contains(&sort) && (end == END || is_part(end));
    let number = number.parse().ok().filter(|_| number.bytes().all(|it| it.is_ascii_digit()))?;
    is_ours.then_some((number, sort, end))
}

/// Whose results a finished file of ours holds.
fn sort_of(path: &Path) -> Option<&str> {
    parts_of(path).filter(|it| it.2 == END).map(|it| it.1)
}

/// Whether a finished file is of another version of this program.
fn is_foreign(path: &Path) -> bool {
    let mut head = Vec::new();
    let mut read = || File::open(path)?.take(HEAD as u64).read_to_end(&mut head);
    sort_of(path).is_some() && read().is_ok() && !is_ours(&head)
}

fn remove(path: &Path) -> Result<(), WriteError> {
    match fs::remove_file(path) {
        // Another run was faster.
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        done => done.map_err(WriteError::cache("remove", path)),
    }
}
