//! Why a site could not be written, and what to do about it.
//!
//! In: what stood in the way. Out: a sentence that names the path, and a hint on a line of its own.

use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Why a site could not be written. Whatever it is, the published folder is as it was.
#[derive(Debug)]
pub enum WriteError {
    /// The output would take the place of the site's source.
    HoldsInput {
        /// The output folder.
        out: PathBuf,
        /// The source folder that it is, or holds.
        input: PathBuf,
    },
    /// The output lies in the content, and would be read by the next build.
    InContent {
        /// The output folder.
        out: PathBuf,
        /// The content folder.
        content: PathBuf,
    },
    /// There is a file where the folder should be.
    NotAFolder {
        /// The path that is no folder.
        out: PathBuf,
    },
    /// There is a symbolic link that leads nowhere.
    DanglingLink {
        /// The link.
        out: PathBuf,
    },
    /// The folder holds files, and nothing says that Onramp wrote them.
    NotOurs {
        /// The folder.
        out: PathBuf,
    },
    /// The folder holds the site of another audience.
    OtherAudience {
        /// The folder.
        out: PathBuf,
        /// The audience that its site is for.
        holds: String,
        /// The audience that this build is for.
        wanted: String,
    },
    /// Another run writes the same folder.
    Busy {
        /// The folder.
        out: PathBuf,
    },
    /// A file of the site has a path that leads out of its folder, or that no folder can hold.
    BadPath {
        /// The path.
        path: String,
    },
    /// Two files of the site cannot stand beside each other.
    Clash {
        /// The one.
        first: String,
        /// The other.
        second: String,
    },
    /// A file that was to be kept is another one by now.
    Moved {
        /// The file.
        path: PathBuf,
    },
    /// The cache cannot be kept, or removed.
    Cache {
        /// What was tried, such as `write`.
        doing: &'static str,
        /// The path that it was tried on.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The disk refused.
    Io {
        /// What was tried, such as `write`.
        doing: &'static str,
        /// The path that it was tried on.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl WriteError {
    /// Turns what the system said about `path` into an error; for `map_err`.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { doing, path: path.to_owned(), source }
    }

    /// The same of the cache.
    pub(super) fn cache(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Cache { doing, path: path.to_owned(), source }
    }

    fn hint(&self) -> &'static str {
        match self {
            Self::HoldsInput { .. } | Self::InContent { .. } => {
                "give `--out` a folder of its own, such as `site` under the root"
            }
            Self::NotAFolder { .. } => "remove the file, or give `--out` another path",
            Self::DanglingLink { .. } => "make the folder that the link leads to, or remove the link",
            Self::NotOurs { .. } => "give `--out` an empty or a new folder",
            Self::OtherAudience { .. } => "give `--out` another folder: each audience needs its own",
            Self::Busy { .. } | Self::Moved { .. } => "wait until the other build is done, then build again",
            Self::BadPath { .. } => "this is a mistake in Onramp: please report it",
            Self::Clash { .. } => "give one of the two another name",
            Self::Cache { source, .. } => match source.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                    "free some space; `--no-cache` keeps nothing"
                }
                _ => "give `--cache` a folder that you may write to; `--no-cache` keeps nothing",
            },
            Self::Io { source, .. } => io_hint(source.kind()),
        }
    }
}

fn io_hint(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "free some space, then build again; the published site is as it was"
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "give `--out` a folder whose parent folder you may write to: the next site is made beside it"
        }
        ErrorKind::ResourceBusy | ErrorKind::CrossesDevices => {
            "a mounted folder cannot be exchanged: give `--out` a folder inside it, such as `site`"
        }
        ErrorKind::NotADirectory => "a part of this path is a file: give `--out` another path",
        ErrorKind::InvalidFilename => "shorten the name of the page that this file belongs to",
        _ => "the published site is as it was: mend the cause, then build again",
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HoldsInput { out, input } if out == input => {
                write!(f, "`{}` holds the site's source, and a build would replace it", out.display())
            }
            Self::HoldsInput { out, input } => write!(
                f,
                "`{}` holds the site's source `{}`, and a build would replace it",
                out.display(),
                input.display()
            ),
            Self::InContent { out, content } => write!(
                f,
                "`{}` lies in the content folder `{}`, so the next build would read the site as content",
                out.display(),
                content.display()
            ),
            Self::NotAFolder { out } => write!(f, "`{}` is not a folder", out.display()),
            Self::DanglingLink { out } => {
                write!(f, "`{}` is a symbolic link that leads nowhere", out.display())
            }
            Self::NotOurs { out } => {
                write!(f, "`{}` holds files that Onramp did not write", out.display())
            }
            Self::OtherAudience { out, holds, wanted } => write!(
                f,
                "`{}` holds the site for `{holds}`, and this build is for `{wanted}`",
                out.display()
            ),
            Self::Busy { out } => write!(f, "another build is writing `{}`", out.display()),
            Self::Moved { path } => write!(f, "`{}` changed while the site was built", path.display()),
            Self::BadPath { path } => write!(f, "the site has a file with the path `{path}`"),
            Self::Clash { first, second } => {
                write!(f, "the site's files `{first}` and `{second}` cannot stand beside each other")
            }
            Self::Cache { doing, path, source } | Self::Io { doing, path, source } => {
                write!(f, "cannot {doing} `{}`: {source}", path.display())
            }
        }?;
        write!(f, "\nhint: {}", self.hint())
    }
}

impl Error for WriteError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Cache { source, .. } | Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
