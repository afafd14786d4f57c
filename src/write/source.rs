//! Files of the source tree that a command makes: a new record, a first site, schemas.
//!
//! In: a path and a text. Out: the file. Must not: change what somebody wrote.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use super::error::WriteError;

/// Makes a file that is not there yet, and the folders around it.
///
/// # Errors
/// A sentence: there is a file of that name, or the disk refuses.
pub fn create(path: &Path, text: &str) -> Result<(), String> {
    let refused = |error: &std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => {
            format!("`{}` is there already\nhint: choose another title, or change that file", path.display())
        }
        _ => format!("cannot write `{}`: {error}\nhint: check that you may write there", path.display()),
    };
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|error| refused(&error))?;
    }
    let mut file =
        OpenOptions::new().write(true).create_new(true).open(path).map_err(|error| refused(&error))?;
    file.write_all(text.as_bytes()).map_err(|error| refused(&error))
}

/// Writes a file that a program keeps up to date. Returns whether it changed.
///
/// # Errors
/// If the disk refuses.
pub fn update(path: &Path, text: &str) -> Result<bool, WriteError> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(false);
    }
    make_parent(path)?;
    fs::write(path, text).map_err(|source| WriteError::Io {
        doing: "write",
        path: path.to_owned(),
        source,
    })?;
    Ok(true)
}

fn make_parent(path: &Path) -> Result<(), WriteError> {
    let Some(parent) = path.parent() else { return Ok(()) };
    fs::create_dir_all(parent).map_err(|source| WriteError::Io {
        doing: "make the folder",
        path: parent.to_owned(),
        source,
    })
}
