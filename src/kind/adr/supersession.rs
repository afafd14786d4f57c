//! Rule ADR2: what decisions say of one another agrees.
//!
//! In: one decision, and the site around it. Out: findings.

use std::collections::BTreeSet;

use super::{Adr, Status};
use crate::entry::Entry;
use crate::finding::Finder;
use crate::site::{EntryIx, Site};

/// Checks a decision against those that it names and that name it.
pub(super) fn agrees(finder: &mut Finder<'_>) {
    let (site, entry) = (finder.site, finder.entry());
    let adr: &Adr = finder.record();
    let by: Vec<&Entry> = site.referrers(entry, "supersedes").map(|ix| site.entry(ix)).collect();
    unanswered(finder, adr, &by);
    if let Some(other) = adr.superseded_by.as_ref().and_then(|name| site.target(entry, name)) {
        one_sided(finder, adr, site.entry(other), &by);
    }
    let accepted = |it: &&&Entry| it.record::<Adr>().is_some_and(|it| it.status == Some(Status::Accepted));
    if let (Some(other), Some(status)) = (by.iter().find(accepted), adr.status)
        && status != Status::Superseded
        && other.id != entry.id
    {
        let message =
            format!("`{}` is superseded by `{}`, but its status does not say so", entry.id, other.id);
        finder
            .report("status", message)
            .hint("write `status = \"superseded\"`")
            .see(said(other, entry, site), "superseded here");
    }
    if let Some(own) = site.index_of(entry).filter(|own| is_first_of_circle(site, *own)) {
        let at = site.entry(own).at("supersedes");
        let message = format!("`{}` supersedes itself, directly or by way of others", entry.id);
        let hint =
            "a later decision supersedes an earlier one: remove the reference that points the other way";
        finder.report_at(entry, at, message).hint(hint);
    }
}

/// A superseded decision that nothing supersedes.
fn unanswered(finder: &mut Finder<'_>, adr: &Adr, by: &[&Entry]) {
    if adr.status != Some(Status::Superseded) || !by.is_empty() || adr.superseded_by.is_some() {
        return;
    }
    let entry = finder.entry();
    let message = format!("`{}` is superseded, but no decision says that it supersedes it", entry.id);
    let hint = format!(
        "write `supersedes = [\"{}\"]` in the one that does, or `status = \"deprecated\"` here if none does",
        short(entry)
    );
    finder.report("status", message).hint(hint);
}

/// A decision that names its successor, which does not name it.
fn one_sided(finder: &mut Finder<'_>, adr: &Adr, other: &Entry, by: &[&Entry]) {
    let entry = finder.entry();
    if by.iter().any(|it| it.id == other.id) {
        return;
    }
    // MADR keeps the link on this side only, in the status itself.
    let is_of_status = entry.spans.get("/superseded_by") == entry.spans.get("/status");
    let other_is_silent = other.record::<Adr>().is_some_and(|it| it.supersedes.is_empty());
    if is_of_status && other_is_silent && by.is_empty() && adr.status == Some(Status::Superseded) {
        return;
    }
    let message = format!("`{}` is said to supersede `{}`, but does not say so itself", other.id, entry.id);
    let hint =
        format!("write `supersedes = [\"{}\"]` in `{}`, or correct the name here", short(entry), other.file);
    let found = finder.report("superseded_by", message);
    found.hint(hint);
    match by.first() {
        Some(real) => found.see(real.at("supersedes"), "this one supersedes it"),
        None => found.see(other.at("supersedes"), "the other"),
    };
}

/// Where one decision says that it supersedes another.
fn said(by: &Entry, entry: &Entry, site: &Site) -> crate::source::Location {
    let own = site.index_of(entry);
    let names = by.record::<Adr>().map_or(&[][..], |adr| &adr.supersedes);
    let n = names.iter().position(|name| own.is_some() && site.target(by, name) == own);
    by.at(&n.map_or_else(|| "supersedes".to_owned(), |n| format!("supersedes/{n}")))
}

/// The name that a decision of the same log is referred to by.
fn short(entry: &Entry) -> &str {
    entry.id.name.rsplit('/').next().unwrap_or(&entry.id.name)
}

/// Whether `supersedes` leads back here, over none that comes before this in the list: so that a
/// circle is told once.
fn is_first_of_circle(site: &Site, own: EntryIx) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![own];
    while let Some(ix) = open.pop() {
        let entry = site.entry(ix);
        let names = entry.record::<Adr>().map_or(&[][..], |adr| &adr.supersedes);
        for next in names.iter().filter_map(|name| site.target(entry, name)) {
            if next == own {
                return true;
            }
            if next > own && seen.insert(next) {
                open.push(next);
            }
        }
    }
    false
}
