//! Findings, one a line, in the form that editors and `grep` users know.
//!
//! In: sorted findings. Out: `file:line:column: severity[RULE]: message`.

use super::{Diagnostic, Sources};
use crate::source::Position;

/// One line a finding, each ending in a line feed.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut out = String::new();
    for found in diagnostics {
        let Position { line, column } = super::position(sources, &found.at, found.at.span.start);
        let (file, severity, rule) = (&found.at.file, found.severity.as_str(), &found.rule);
        out.push_str(&format!("{file}:{line}:{column}: {severity}[{rule}]: {}\n", found.message));
    }
    out
}
