//! Keeps results for the next build.
//!
//! In: results that the disk does not have, and the folder of the cache. Out: a file for each sort of
//! result, complete or not there. Must not: change a file, since another run may be reading it.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::error::WriteError;
use crate::cache::{Cache, News};

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
    fs::create_dir_all(folder).map_err(WriteError::io("make the folder", folder))?;
    let old = files(folder).map_err(WriteError::io("read", folder))?;
    let next = old.iter().filter_map(|path| number(path)).max().map_or(0, |last| last + 1);
    for News { sort, replaces, parts } in all {
        let path = folder.join(format!("{next:06}-{sort}.{END}"));
        let part = folder.join(format!("{next:06}-{sort}.{}.part", std::process::id()));
        if write_parts(&part, parts).map_err(WriteError::io("write", &part))? {
            fs::rename(&part, &path).map_err(WriteError::io("write", &path))?;
        }
        if replaces {
            old.iter().filter(|path| is_of(path, sort)).try_for_each(|path| remove(path))?;
        }
    }
    Ok(())
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
    for path in files(folder).map_err(WriteError::io("read", folder))? {
        size += fs::metadata(&path).map_or(0, |found| found.len());
        remove(&path)?;
    }
    // Somebody else's files stay, and their folder with them.
    let _ = fs::remove_dir(folder);
    Ok(size)
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
    Ok(found.into_iter().filter(|path| number(path).is_some()).collect())
}

/// The number that a name of ours begins with.
fn number(path: &Path) -> Option<u32> {
    let name = path.file_name()?.to_str()?;
    if path.extension().is_some_and(|end| end == END || end == "part") {
        name.split_once('-')?.0.parse().ok()
    } else {
        None
    }
}

/// Whether a name of ours is that of results of this sort.
fn is_of(path: &Path, sort: &str) -> bool {
    let name = path.file_name().and_then(|it| it.to_str()).and_then(|it| it.split_once('-'));
    name.is_some_and(|(_, rest)| rest.split('.').next() == Some(sort))
}

fn remove(path: &Path) -> Result<(), WriteError> {
    match fs::remove_file(path) {
        // Another run was faster.
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        done => done.map_err(WriteError::io("remove", path)),
    }
}
