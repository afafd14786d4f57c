//! Words on standard output.
//!
//! In: text. Out: the same, to a terminal or a pipe. A pipe that was closed, as `head` does, ends
//! the words and is no failure.

use std::io::Write as _;

/// Prints text as it is.
pub(super) fn print(text: &str) {
    let mut out = anstream::stdout().lock();
    drop(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
}

/// Prints a line.
pub(super) fn line(text: &str) {
    print(&format!("{text}\n"));
}

/// Prints to standard error, where findings and failures go.
pub(super) fn note(text: &str) {
    let mut out = anstream::stderr().lock();
    drop(writeln!(out, "{text}").and_then(|()| out.flush()));
}
