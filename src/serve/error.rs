//! Why the dev server could not start, and what to do about it.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why the dev server could not start, or could not go on.
#[derive(Debug)]
pub enum ServeError {
    /// No port is free.
    Port {
        /// The first that was tried.
        first: u16,
        /// The last that was tried.
        last: u16,
        /// What the system said of the last.
        source: io::Error,
    },
    /// An input cannot be watched.
    Watch {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: notify::Error,
    },
    /// The system refused threads, or the like.
    System(io::Error),
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Port { first, last, source } => write!(
                f,
                "no port from `{first}` to `{last}` can be used: {source}\n\
                 hint: give another with `--port`, or `--port 0` for any that is free"
            ),
            Self::Watch { path, source } if matches!(source.kind, notify::ErrorKind::MaxFilesWatch) => {
                write!(
                    f,
                    "cannot watch `{}`: the system's limit of watched folders is reached\n\
                 hint: raise `fs.inotify.max_user_watches`, or close other programs that watch files",
                    path.display()
                )
            }
            Self::Watch { path, source } => write!(f, "cannot watch `{}`: {source}", path.display()),
            Self::System(source) => write!(f, "cannot start the server: {source}"),
        }
    }
}

impl Error for ServeError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Port { source, .. } | Self::System(source) => Some(source),
            Self::Watch { source, .. } => Some(source),
        }
    }
}
