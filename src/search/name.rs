//! Whole names that lead to a page, and how surely each does.
//!
//! In: an entry, its headings, an address. Out: names as they are compared, each with a level up to 63.
//! The script of the theme knows what a level is worth: `GAIN` in `search.js`. Must not: split a name
//! into words.

use super::document::Passage;
use super::word;
use crate::entry::Entry;

/// The kind of what is of no other.
pub(super) const PAGE: &str = "page";

/// A name and how surely it leads to its page.
pub(super) type Name = (String, u8);

/// How surely a whole name leads to its record. An id leads nowhere else: see [`ID`].
pub(super) const TITLE: u8 = 40;
pub(super) const ALIAS: u8 = 38;
/// What a page lists; a text that is met word for word, which leads here from a longer one too; the
/// address of a computed page.
pub(super) const LIST: u8 = 54;
pub(super) const PHRASE: u8 = 45;
pub(super) const ADDRESS: u8 = 39;
/// Its address, whole, and the end of it.
const PATH: u8 = 36;
const SLUG: u8 = 34;
/// Its file's name, which may be another's title.
const NAME: u8 = 30;
const OLD_URL: u8 = 20;
/// A heading on it.
const HEADING: u8 = 10;
/// What only an id has; the log that needs no name comes first.
const ID: u8 = 60;
const ID_IN_A_LOG: u8 = 55;

/// What an entry is called; `sort` are words for its kind.
pub(super) fn names(entry: &Entry, sort: &[String]) -> Vec<Name> {
    let common = &entry.common;
    let mut names = vec![(word::whole(&entry.title), TITLE)];
    let aliases = common.aliases.iter().map(|it| word::whole(it));
    // `oncall` is On-call.
    names.extend(aliases.flat_map(|it| [(it.replace(' ', ""), ALIAS), (it, ALIAS)]));
    // One of the `VMs` is a `VM`.
    let singular = common.aliases.iter().filter_map(|it| word::one_of_several(it));
    names.extend(singular.map(|it| (word::whole(it), ALIAS)));
    names.extend(common.old_urls.iter().map(|it| (word::whole(it), OLD_URL)));
    names.push((word::whole(&entry.id.to_string()), ID));
    match entry.number {
        None => {
            names.push((word::whole(&entry.id.name), NAME));
            // `search team` is the team `search`.
            let said = sort.iter().filter(|_| &*entry.id.kind != PAGE);
            names.extend(said.map(|it| (word::whole(&format!("{} {it}", entry.id.name)), NAME)));
        }
        Some(number) => {
            let sure = if entry.log.is_empty() { ID } else { ID_IN_A_LOG };
            names.push((number.to_string(), sure));
            names.extend(sort.iter().map(|it| (word::whole(&format!("{it} {number}")), sure)));
            names.push((word::whole(&format!("{} {number}", entry.log)), ID));
        }
    }
    if &*entry.id.kind != PAGE {
        // `blobstore` is the Blob Store.
        names.push((word::whole(&entry.title).replace(' ', ""), ALIAS));
    }
    names.extend(addresses(&entry.url));
    names
}

/// The words of an address, without numbers: `/upstreams/horizon/` as `upstreams horizon`.
pub(super) fn words_of(url: &str) -> String {
    let words = url.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|it| !it.is_empty() && !it.bytes().all(|byte| byte.is_ascii_digit()));
    words.collect::<Vec<_>>().join(" ")
}

/// Words in the order in which people say them: an address goes from the large to the small.
pub(super) fn backwards(words: &str) -> String {
    words.split(' ').rev().collect::<Vec<_>>().join(" ")
}

/// How many folders a page at this address stands in.
pub(super) fn depth(url: &str) -> usize {
    url.trim_matches('/').matches('/').count()
}

/// Headings as names, each whole: one of a single word is as good as that word. Steps are known
/// without their number.
pub(super) fn headings(passages: &[Passage<'_>]) -> impl Iterator<Item = Name> {
    let own = passages.iter().filter(|it| !it.anchor.is_empty()).map(|it| word::whole(&it.heading));
    let bare = |name: String| {
        let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.strip_prefix(' ').map_or(name.clone(), str::to_owned)
    };
    own.map(bare).filter(|it| it.contains(' ')).map(|it| (it, HEADING))
}

/// The address of a page as names.
pub(super) fn addresses(url: &str) -> impl Iterator<Item = Name> {
    let path = url.trim_matches('/');
    let slug = path.rsplit('/').next().unwrap_or_default();
    [(word::whole(path), PATH), (word::whole(slug), SLUG)].into_iter()
}

/// Names without those that say nothing, and of equal ones the surest.
pub(super) fn surest(mut names: Vec<Name>) -> Vec<Name> {
    names.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    names.dedup_by(|a, b| a.0 == b.0);
    names.retain(|(name, _)| !name.is_empty());
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_a_name_without_the_number_of_its_step() {
        let passage =
            |heading: &'static str| Passage { heading: heading.into(), anchor: "a".into(), text: "".into() };
        let names: Vec<Name> =
            headings(&[passage("1. Ask first"), passage("Limits"), passage("2027-Q1 and on")]).collect();
        assert_eq!(names, [("ask first".to_owned(), HEADING), ("q 1 and on".to_owned(), HEADING)]);
    }

    #[test]
    fn an_address_has_words() {
        assert_eq!(words_of("/upstreams/horizon/"), "upstreams horizon");
        assert_eq!(words_of("0004-mesos-for-batch"), "mesos for batch");
        assert_eq!((depth("/teams/"), depth("/a/b/c/")), (0, 2));
    }
}
