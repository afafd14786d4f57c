//! What a file's path says: which kind of record it is, in which log, and where it is published.
//!
//! In: a path within the content folder, and the folder names of all kinds. Out: [`Place`].
//! Must not: look into the file.

use std::collections::BTreeMap;

/// What a path says about a file.
#[derive(Debug, PartialEq, Eq)]
pub struct Place {
    /// The kind whose folder it lies in.
    pub kind: String,
    /// The folders between the kind's folder and the file, and those around the kind's: the log.
    pub log: String,
    /// The name within the log: the file's, or the folder's for an index file.
    pub slug: String,
    /// The whole path within the content, without extension; the folder for an index file.
    pub path: String,
    /// Where it is published, from the site's root.
    pub url: String,
}

/// Which folder names hold which kind.
#[derive(Debug, Default)]
pub struct Folders {
    names: BTreeMap<String, String>,
    fallback: String,
    numbered: Vec<String>,
}

impl Folders {
    /// Folders by name or by path within the content, the kind of files in none of them, and the
    /// kinds whose files are numbered.
    #[must_use]
    pub fn new(names: BTreeMap<String, String>, fallback: &str, numbered: Vec<String>) -> Self {
        Self { names, fallback: fallback.to_owned(), numbered }
    }

    /// All names of folders, each with the kind that it holds.
    pub fn names(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.names.iter().map(|(name, kind)| (name.as_str(), kind.as_str()))
    }

    /// What the path says; `inner` is the path within the content folder.
    #[must_use]
    pub fn place(&self, inner: &str) -> Place {
        let (folder, file) = inner.rsplit_once('/').unwrap_or(("", inner));
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let folders: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        let index = is_index(stem);
        let path = if index { folders.join("/") } else { [&folders[..], &[stem]].concat().join("/") };
        let url = if path.is_empty() { "/".to_owned() } else { format!("/{path}/") };

        let nearest = (0..folders.len()).rev().find_map(|at| {
            let by_path = self.names.get(&folders[..=at].join("/"));
            by_path.or_else(|| self.names.get(folders[at])).map(|kind| (at, kind))
        });
        let Some((at, kind)) = nearest else {
            return Place { kind: self.fallback.clone(), log: String::new(), slug: path.clone(), path, url };
        };
        // The index page of a kind's folder introduces the records; it is not one of them.
        let introduces = index && (at + 1 == folders.len() || self.numbered.contains(kind));
        if introduces || *kind == self.fallback {
            return Place { kind: self.fallback.clone(), log: String::new(), slug: path.clone(), path, url };
        }
        let (last, within) = if index {
            folders[at + 1..].split_last().map_or(("", &[][..]), |(last, within)| (*last, within))
        } else {
            (stem, &folders[at + 1..])
        };
        let log = [&folders[..at], within].concat().join("/");
        Place { kind: kind.clone(), log, slug: last.to_owned(), path, url }
    }
}

/// Whether a file of this name, without its extension, is the page of its folder.
#[must_use]
pub fn is_index(stem: &str) -> bool {
    stem == "index" || stem.eq_ignore_ascii_case("readme")
}

/// The number that a file name begins with, and its digits: `0007-x.md` gives 7.
#[must_use]
pub fn leading_number(slug: &str) -> Option<u32> {
    let digits = slug.len() - slug.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = &slug[digits..];
    let ends = rest.is_empty() || rest.starts_with(['-', '_', ' ', '.']);
    // Longer ones are dates, as in `20240131-slug`.
    if digits == 0 || digits > 6 || !ends { None } else { slug[..digits].parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(inner: &str) -> (String, String, String, String) {
        let names = [("adrs", "adr"), ("offerings", "offering"), ("docs", "page"), ("rfc/old", "adr")];
        let names = names.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let place = Folders::new(names, "page", vec!["adr".to_owned()]).place(inner);
        (place.kind, place.log, place.slug, place.url)
    }

    fn is(kind: &str, log: &str, slug: &str, url: &str) -> (String, String, String, String) {
        (kind.to_owned(), log.to_owned(), slug.to_owned(), url.to_owned())
    }

    #[test]
    fn the_nearest_folder_that_bears_a_kinds_name_decides() {
        assert_eq!(place("adrs/0007-x.md"), is("adr", "", "0007-x", "/adrs/0007-x/"));
        assert_eq!(place("adrs/onramp/0007-x.md"), is("adr", "onramp", "0007-x", "/adrs/onramp/0007-x/"));
        assert_eq!(place("a/adrs/b/0007-x.md"), is("adr", "a/b", "0007-x", "/a/adrs/b/0007-x/"));
        assert_eq!(place("rfc/old/1.md"), is("adr", "rfc", "1", "/rfc/old/1/"));
        assert_eq!(
            place("offerings/x/docs/y.md"),
            is("page", "", "offerings/x/docs/y", "/offerings/x/docs/y/")
        );
        assert_eq!(place("about.md"), is("page", "", "about", "/about/"));
    }

    #[test]
    fn an_index_file_is_its_folder() {
        assert_eq!(place("index.md"), is("page", "", "", "/"));
        assert_eq!(place("adrs/index.md"), is("page", "", "adrs", "/adrs/"));
        assert_eq!(place("adrs/onramp/README.md"), is("page", "", "adrs/onramp", "/adrs/onramp/"));
        assert_eq!(place("offerings/x/index.md"), is("offering", "", "x", "/offerings/x/"));
    }

    #[test]
    fn numbers_and_dates_are_told_apart() {
        assert_eq!(leading_number("0007-x"), Some(7));
        assert_eq!(leading_number("12"), Some(12));
        assert_eq!(leading_number("20240131-x"), None);
        assert_eq!(leading_number("3rd-party"), None);
    }
}
