//! Code that stands in a file of the repository: the whole of it, or a named region.
//!
//! In: the file's text. Out: the lines to show, or what is missing. A region begins with a line
//! that contains `region: NAME` (or `#region NAME`) and ends with one that contains `endregion`.
//! Must not: read a file.

use crate::body::{Code, Include};
use crate::diagnostic::Diagnostic;
use crate::entry::Entry;
use crate::nearest::nearest;
use crate::tree::Outside;

/// The lines that a code block shows.
///
/// # Errors
/// The finding, if the file or the region is not there.
pub(super) fn region(
    entry: &Entry,
    code: &Code,
    include: &Include,
    found: Option<&Outside>,
) -> Result<String, Diagnostic> {
    let at = entry.location(code.span);
    let wrong = |message: String, hint: &str| Diagnostic::error("GEN1", at.clone(), message).with_hint(hint);
    let path = &include.path;
    let Some(outside) = found else {
        let hint = "the path is relative to this file; `/` begins at the root of the repository";
        return Err(wrong(format!("there is no file `{path}` to include"), hint));
    };
    let Outside::Text(text) = outside else {
        return Err(wrong(
            format!("`{path}` cannot be included: it is no text file"),
            "include a text file of up to 10 MB",
        ));
    };
    let Some(name) = &include.region else { return Ok(text.to_string()) };

    let mut lines = Vec::new();
    let mut names = Vec::new();
    let (mut inside, mut depth) = (false, 0_u32);
    for line in text.lines() {
        match marker(line) {
            Some(Marker::Begin(begun)) => {
                names.push(begun);
                if inside {
                    depth += 1;
                } else if begun == name {
                    inside = true;
                }
            }
            Some(Marker::End) if inside && depth == 0 => return Ok(dedent(&lines)),
            Some(Marker::End) => depth = depth.saturating_sub(1),
            None if inside => lines.push(line),
            None => {}
        }
    }
    if inside {
        return Err(wrong(
            format!("the region `{name}` of `{path}` never ends"),
            "write `endregion` in a comment after it",
        ));
    }
    let hint = match nearest(name, names.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("write `region: {name}` in a comment before it, and `endregion` in one after it"),
    };
    Err(wrong(format!("there is no region `{name}` in `{path}`"), &hint))
}

enum Marker<'a> {
    Begin(&'a str),
    End,
}

/// What a line marks: a comment in any language with `region: NAME`, `#region NAME` or `endregion`.
fn marker(line: &str) -> Option<Marker<'_>> {
    let inner = line.trim().trim_start_matches(['/', '#', '-', '<', '!', '*', ';', '%', ' ']);
    if inner.starts_with("endregion") {
        return Some(Marker::End);
    }
    let rest = inner.strip_prefix("region")?;
    let name = rest.strip_prefix(':').or_else(|| rest.strip_prefix(' '))?;
    let name = name.trim().trim_end_matches("-->").trim_end_matches("*/").trim();
    let valid = !name.is_empty() && !name.contains(' ');
    valid.then_some(Marker::Begin(name))
}

/// Takes away the indent that all lines share.
fn dedent(lines: &[&str]) -> String {
    let indent = |line: &&&str| line.len() - line.trim_start().len();
    let shared =
        lines.iter().filter(|line| !line.trim().is_empty()).map(|line| indent(&line)).min().unwrap_or(0);
    lines.iter().map(|line| format!("{}\n", line.get(shared..).unwrap_or_default())).collect()
}
