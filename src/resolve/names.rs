//! Which entry a name stands for.
//!
//! In: entries. Out: [`Names`], made once and asked for every reference. Must not: report; its
//! callers know where the name stands.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::entry::Entry;
use crate::nearest::nearest_few;
use crate::site::EntryIx;

/// What a look-up gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lookup {
    /// The one entry of that name.
    One(EntryIx),
    /// Several, none nearer than the others.
    Several(Vec<EntryIx>),
    /// None.
    None,
}

/// All names of a site.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// By kind and name, in small letters.
    named: BTreeMap<(Arc<str>, String), Vec<EntryIx>>,
    /// By kind and alias, in small letters: a name wins over an alias.
    aliases: BTreeMap<(Arc<str>, String), Vec<EntryIx>>,
    /// By kind and number: the log and the entry.
    numbered: BTreeMap<(Arc<str>, u32), Vec<InLog>>,
    /// By title, name or alias in small letters, whatever the kind.
    any: BTreeMap<String, Vec<EntryIx>>,
    /// How many more searches for what was meant are worth their time: each looks at every name.
    searches: Cell<usize>,
}

/// A log, and an entry in it.
type InLog = (Arc<str>, EntryIx);

/// Comparisons spent on "did you mean" in one build, so that a tree of broken links stays linear.
const COMPARISONS: usize = 3_000_000;

impl Names {
    /// The names of these entries.
    #[must_use]
    pub(super) fn new(entries: &[Arc<Entry>]) -> Self {
        let mut names = Self::default();
        for (n, entry) in entries.iter().enumerate() {
            let ix = EntryIx(u32::try_from(n).unwrap_or(u32::MAX));
            // Of several with one id, which is a finding of its own, the first is meant.
            if n > 0 && entries[n - 1].id == entry.id {
                continue;
            }
            let kind = &entry.id.kind;
            let name = entry.id.name.to_lowercase();
            push(names.named.entry((Arc::clone(kind), name.clone())).or_default(), ix);
            push(names.any.entry(name).or_default(), ix);
            for alias in &entry.common.aliases {
                let alias = alias.to_lowercase();
                push(names.aliases.entry((Arc::clone(kind), alias.clone())).or_default(), ix);
                push(names.any.entry(alias).or_default(), ix);
            }
            push(names.any.entry(entry.title.to_lowercase()).or_default(), ix);
            if let Some(number) = entry.number {
                names
                    .numbered
                    .entry((Arc::clone(kind), number))
                    .or_default()
                    .push((Arc::clone(&entry.log), ix));
            }
        }
        names.searches.set(COMPARISONS / names.any.len().max(1));
        names
    }

    /// The entry that `from` means by a name, which must be of one of the kinds. A number means
    /// that of the own log; else the id that it is, if there is one; else the only one there is.
    #[must_use]
    pub(super) fn find(&self, name: &str, kinds: &[&str], from: &Entry) -> Lookup {
        let mut found = Vec::new();
        for kind in kinds {
            let key = (Arc::<str>::from(*kind), name.to_lowercase());
            let numbered = as_number(name, kind)
                .and_then(|(log, number)| Some((log, self.numbered.get(&(Arc::clone(&key.0), number))?)));
            if let Some((log, all)) = numbered {
                let own = if *from.id.kind == **kind { &*from.log } else { "" };
                let nearest = all.iter().find(|(of, _)| &**of == log.unwrap_or(own));
                match (nearest, log) {
                    (Some((_, ix)), _) => return Lookup::One(*ix),
                    (None, Some(_)) => {}
                    (None, None) => found.extend(all.iter().map(|(_, ix)| *ix)),
                }
            }
            let named = self.named.get(&key).or_else(|| self.aliases.get(&key));
            found.extend(named.into_iter().flatten());
        }
        found.sort();
        found.dedup();
        match found.as_slice() {
            [] => Lookup::None,
            [one] => Lookup::One(*one),
            _ => Lookup::Several(found),
        }
    }

    /// The entry of a title, name or alias, whatever its kind.
    #[must_use]
    pub(super) fn find_any(&self, name: &str) -> Lookup {
        match self.any.get(&name.to_lowercase()).map(Vec::as_slice) {
            None | Some([]) => Lookup::None,
            Some([one]) => Lookup::One(*one),
            Some(several) => Lookup::Several(several.to_vec()),
        }
    }

    /// Names of these kinds (of all, if none is given) that are like one that was not found.
    #[must_use]
    pub(super) fn like(&self, name: &str, kinds: &[&str]) -> Vec<&str> {
        if !self.may_search() {
            return Vec::new();
        }
        if kinds.is_empty() {
            return nearest_few(name, self.any.keys().map(String::as_str), 3);
        }
        let all = self.named.keys().chain(self.aliases.keys());
        let of_kind = all.filter(|(kind, _)| kinds.contains(&&**kind));
        nearest_few(name, of_kind.map(|(_, name)| name.as_str()), 3)
    }

    /// Whether another search through all names is worth its time; counts it.
    pub(super) fn may_search(&self) -> bool {
        let left = self.searches.get();
        self.searches.set(left.saturating_sub(1));
        left > 0
    }
}

/// Entries come in order, so only the last could be the same.
fn push(list: &mut Vec<EntryIx>, ix: EntryIx) {
    if list.last() != Some(&ix) {
        list.push(ix);
    }
}

/// `7`, `0007`, `ADR-0007` and `onramp/7` as a log, where one is named, and a number.
fn as_number<'a>(name: &'a str, kind: &str) -> Option<(Option<&'a str>, u32)> {
    let (log, last) = name.rsplit_once('/').map_or((None, name), |(log, last)| (Some(log), last));
    let prefixed = last.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind));
    let digits = if prefixed { last[kind.len()..].trim_start_matches(['-', ' ', '#']) } else { last };
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten().map(|number| (log, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(as_number("0007", "adr"), Some((None, 7)));
        assert_eq!(as_number("ADR-0007", "adr"), Some((None, 7)));
        assert_eq!(as_number("onramp/7", "adr"), Some((Some("onramp"), 7)));
        assert_eq!(as_number("seven", "adr"), None);
        assert_eq!(as_number("", "adr"), None);
    }
}
