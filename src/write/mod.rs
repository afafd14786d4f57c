//! Brings a site to disk: the only writer.
//!
//! In: the files that a build made, and the folder to publish them in. Out: that folder, exchanged
//! for its new state in one step. Must not: read an input, or leave a site half written.
//!
//! Beside a published folder `site` lies its standby, `.site.standby`. The standby is brought up to
//! date, then the two change places. Until that moment the published folder is not touched, so that
//! a build which fails or is killed leaves the old site whole; whatever it left in the standby is
//! mended by the next run, which compares instead of trusting. `.site.lock` keeps two runs apart;
//! `.site.journal` is there only while a file system without an atomic exchange makes one.

#![expect(clippy::disallowed_methods, reason = "this is the module that writes")]

pub mod cache;
mod draft;
mod error;
mod exchange;
mod lock;
mod place;
pub mod source;
mod standby;
#[cfg(test)]
mod tests;
mod tree;

use std::path::{Path, PathBuf};
use std::time::Duration;

pub use draft::Draft;
pub use error::WriteError;

use crate::output::Outputs;

/// How long a run waits for another one that writes the same folder.
const PATIENCE: Duration = Duration::from_secs(20);

/// The folders that no output may take the place of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guarded {
    /// The root of the site's source: the folder of `onramp.toml`.
    pub root: PathBuf,
    /// The folder of its content.
    pub content: PathBuf,
}

/// What a run did to the published folder, in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// New files, and files with other bytes than before.
    pub changed: usize,
    /// Files that are as they were, down to the time of their last change.
    pub unchanged: usize,
    /// Files that are gone.
    pub removed: usize,
}

/// Publishes `outputs` in the folder `out`, for one audience.
///
/// # Errors
/// Those of [`Draft::write`].
pub fn write(
    out: &Path,
    guarded: &Guarded,
    audience: &str,
    outputs: &Outputs,
) -> Result<Written, WriteError> {
    Draft::new(out, guarded, audience).write(outputs)
}
