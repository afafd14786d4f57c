//! Why a site could not be built at all.

use std::fmt;
use std::path::PathBuf;

use crate::load::LoadError;

/// Why nothing could be built.
#[derive(Debug)]
pub enum BuildError {
    /// The disk would not be read.
    Load(LoadError),
    /// There is no `onramp.toml`.
    NoConfig(PathBuf),
    /// The date cannot be known.
    Date(String),
    /// There is no such audience.
    Audience(String, Option<String>),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Load(error) => error.fmt(f),
            Self::NoConfig(root) => write!(
                f,
                "there is no `onramp.toml` in `{}`\nhint: `onramp init` begins a site, `--root DIR` names one elsewhere",
                root.display()
            ),
            Self::Date(message) => f.write_str(message),
            Self::Audience(name, meant) => {
                write!(f, "there is no audience `{name}`")?;
                meant.as_ref().map_or(Ok(()), |meant| write!(f, "\nhint: did you mean `{meant}`?"))
            }
        }
    }
}

impl std::error::Error for BuildError {}

impl From<LoadError> for BuildError {
    fn from(error: LoadError) -> Self {
        Self::Load(error)
    }
}
