//! Destinations of links as paths from the site's root.
//!
//! In: a file and a destination as written in it. Out: the path, and the anchor. Must not: know
//! what lies there.

use crate::escape::decode;

/// A destination cut into path and anchor, percent signs resolved, a query left out.
#[must_use]
pub(super) fn split(to: &str) -> (String, Option<String>) {
    let (path, anchor) = to.split_once('#').map_or((to, None), |(path, anchor)| (path, Some(anchor)));
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    (decode(path), anchor.filter(|anchor| !anchor.is_empty()).map(decode))
}

/// The path from the root that a destination in `file` leads to; none if it leaves the root. A
/// leading slash means the folder `content`.
#[must_use]
pub(super) fn join(file: &str, content: &str, path: &str) -> Option<String> {
    let base =
        if path.starts_with('/') { content } else { file.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// How to write, in `file`, a link to the file at `target`, both from the root.
#[must_use]
pub(super) fn relative(file: &str, target: &str) -> String {
    let from: Vec<&str> = file.split('/').collect();
    let to: Vec<&str> = target.split('/').collect();
    let folders = from.len().saturating_sub(1).min(to.len().saturating_sub(1));
    let shared = (0..folders).take_while(|at| from[*at] == to[*at]).count();
    let up = "../".repeat(from.len().saturating_sub(1) - shared);
    format!("{up}{}", to[shared..].join("/"))
}

/// The scheme of an address, in small letters: `https` of `HTTPS://x`.
#[must_use]
pub(super) fn scheme(to: &str) -> Option<String> {
    let (scheme, _) = to.split_once(':')?;
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-._".contains(&byte));
    valid.then(|| scheme.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_joined_to_their_file() {
        let join = |to| join("content/a/b.md", "content", to);
        assert_eq!(join("c.md").as_deref(), Some("content/a/c.md"));
        assert_eq!(join("../c.md").as_deref(), Some("content/c.md"));
        assert_eq!(join("/c.md").as_deref(), Some("content/c.md"));
        assert_eq!(join("../../src/lib.rs").as_deref(), Some("src/lib.rs"));
        assert_eq!(join("../../../x"), None);
    }

    #[test]
    fn a_path_is_written_as_seen_from_a_file() {
        assert_eq!(relative("content/a/b.md", "content/a/c.md"), "c.md");
        assert_eq!(relative("content/a/b.md", "content/d/e.md"), "../d/e.md");
        assert_eq!(relative("content/b.md", "content/a/c.md"), "a/c.md");
    }

    #[test]
    fn anchors_and_percent_signs_are_understood() {
        assert_eq!(split("a%20b.md?x=1#c%2Fd"), ("a b.md".to_owned(), Some("c/d".to_owned())));
        assert_eq!(split("100%"), ("100%".to_owned(), None));
        assert_eq!(scheme("HTTPS://x").as_deref(), Some("https"));
        assert_eq!(scheme("a/b:c"), None);
    }
}
