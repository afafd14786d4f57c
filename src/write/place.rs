//! Where a site is published, and whether it may be.
//!
//! In: the path that was asked for. Out: the paths beside it, or why it must not be written.
//! Must not: write anything but a missing parent folder.

use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use super::error::WriteError;
use super::{Guarded, standby};
use crate::output::MARKER;

/// A published folder and what lies beside it, all absolute and free of links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The published folder.
    pub out: PathBuf,
    /// Where the next site is made, on the same file system.
    pub standby: PathBuf,
    /// Where the old site waits during a journalled exchange.
    pub previous: PathBuf,
    /// There only during a journalled exchange.
    pub journal: PathBuf,
    /// The lock file.
    pub lock: PathBuf,
}

impl Place {
    /// The place that `out` names, its links followed. Parts that do not exist yet are kept.
    pub(super) fn resolve(out: &Path) -> Result<Self, WriteError> {
        let absolute = std::path::absolute(out).map_err(WriteError::io("find", out))?;
        if absolute.is_symlink() && !absolute.exists() {
            return Err(WriteError::DanglingLink { out: absolute });
        }
        let out = canonical(&absolute)?;
        let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else {
            // The root of the file system: it holds every source there is.
            return Err(WriteError::HoldsInput { input: out.clone(), out });
        };
        let beside = |suffix: &str| {
            let mut hidden = OsString::from(".");
            hidden.push(name);
            hidden.push(suffix);
            parent.join(hidden)
        };
        Ok(Self {
            standby: beside(".standby"),
            previous: beside(".previous"),
            journal: beside(".journal"),
            lock: beside(".lock"),
            out,
        })
    }

    /// Refuses a folder that is or holds the site's source, or lies in its content.
    pub(super) fn refuse_inputs(&self, guarded: &Guarded) -> Result<(), WriteError> {
        for input in [&guarded.root, &guarded.content] {
            let input = canonical(input)?;
            if input.ancestors().any(|above| same_folder(above, &self.out)) {
                return Err(WriteError::HoldsInput { out: self.out.clone(), input });
            }
        }
        let (root, content) = (canonical(&guarded.root)?, canonical(&guarded.content)?);
        // Where the content is the root, the default `site` lies in it too: load leaves it out.
        if !root.starts_with(&content) && self.out.ancestors().any(|above| same_folder(above, &content)) {
            return Err(WriteError::InContent { out: self.out.clone(), content });
        }
        Ok(())
    }

    /// Refuses a file, a folder of someone else's files, and the site of another audience.
    pub(super) fn refuse_foreign(&self, audience: &str) -> Result<(), WriteError> {
        match fs::metadata(&self.out) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(WriteError::io("read", &self.out)(error)),
            Ok(found) if !found.is_dir() => return Err(WriteError::NotAFolder { out: self.out.clone() }),
            Ok(_) => {}
        }
        match read_marker(&self.out) {
            Some(holds) if holds == audience => Ok(()),
            Some(holds) => {
                Err(WriteError::OtherAudience { out: self.out.clone(), holds, wanted: audience.to_owned() })
            }
            None => refuse_files(&self.out),
        }
    }

    /// Makes the folder that the published one lies in.
    pub(super) fn make_parent(&self) -> Result<(), WriteError> {
        let parent = self.out.parent().unwrap_or(&self.out);
        fs::create_dir_all(parent).map_err(WriteError::io("make the folder", parent))
    }
}

/// The one line of the marker file. It holds no date and no path, so that it never changes.
pub(super) fn marker_line(audience: &str) -> String {
    format!("Written by Onramp for the audience `{audience}`; each build replaces all that is here\n")
}

/// The audience that a folder's marker names; nothing where the folder has no marker of ours.
fn read_marker(folder: &Path) -> Option<String> {
    let line = fs::read_to_string(folder.join(MARKER)).ok()?;
    let rest = line.strip_prefix("Written by Onramp for the audience `")?;
    Some(rest.split_once('`')?.0.to_owned())
}

/// Refuses a folder without a marker that is not empty.
pub(super) fn refuse_unmarked(folder: &Path) -> Result<(), WriteError> {
    if read_marker(folder).is_some() { Ok(()) } else { refuse_files(folder) }
}

fn refuse_files(folder: &Path) -> Result<(), WriteError> {
    for child in fs::read_dir(folder).map_err(WriteError::io("read", folder))? {
        let child = child.map_err(WriteError::io("read", folder))?;
        // A run that was killed before it had written its marker leaves this one file.
        if child.file_name() != standby::PART {
            return Err(WriteError::NotOurs { out: folder.to_owned() });
        }
    }
    Ok(())
}

/// The path without links or `..`, where its last parts need not exist.
fn canonical(path: &Path) -> Result<PathBuf, WriteError> {
    let path = std::path::absolute(path).map_err(WriteError::io("find", path))?;
    let mut missing = Vec::new();
    for above in path.ancestors() {
        match fs::canonicalize(above) {
            Ok(found) => return Ok(missing.iter().rev().fold(found, |path, part| path.join(part))),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(WriteError::io("find", above)(error)),
        }
        match above.components().next_back() {
            Some(Component::Normal(part)) => missing.push(part.to_owned()),
            // `..` behind a folder that does not exist: the system could not follow it either.
            _ => return Err(WriteError::io("find", &path)(ErrorKind::NotFound.into())),
        }
    }
    Ok(path)
}

/// Whether two paths are one folder: by what the disk says, since a path has several spellings on
/// some systems.
fn same_folder(one: &Path, other: &Path) -> bool {
    one == other
        || match (fs::metadata(one), fs::metadata(other)) {
            (Ok(one), Ok(other)) => same_file(&one, &other),
            _ => false,
        }
}

/// Whether two files are one; never where the system does not say.
#[cfg(unix)]
pub(super) fn same_file(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Whether two files are one; never where the system does not say.
#[cfg(not(unix))]
pub(super) fn same_file(_: &Metadata, _: &Metadata) -> bool {
    false
}
