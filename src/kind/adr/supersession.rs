//! Rule ADR2: what decisions say of one another agrees.
//!
//! In: the whole site. Out: findings.

use super::{Adr, Status};
use crate::circle;
use crate::entry::Entry;
use crate::finding::Finder;
use crate::site::{EntryIx, Site};

/// Checks every decision against those that it names and that name it.
pub(super) fn agree(finder: &mut Finder<'_>) {
    for (_, entry, _) in finder.site.all::<Adr>() {
        finder.look_at(entry);
        agrees(finder);
    }
    circles(finder);
}

fn agrees(finder: &mut Finder<'_>) {
    let (site, entry) = (finder.site, finder.entry());
    let adr: &Adr = finder.record();
    let by: Vec<&Entry> = site.referrers(entry, "supersedes").map(|ix| site.entry(ix)).collect();
    unanswered(finder, adr, &by);
    if let Some(other) = adr.superseded_by.as_ref().and_then(|name| site.target(entry, name)) {
        one_sided(finder, adr, site.entry(other), &by);
    }
    not_in_force(finder, adr, &by);
    too_early(finder, adr);
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
}

/// Finds decisions that supersede themselves; a circle is told once, at its first.
fn circles(finder: &mut Finder<'_>) {
    let site = finder.site;
    let earlier = |(ix, entry, adr): (EntryIx, &Entry, &Adr)| {
        (ix, adr.supersedes.iter().filter_map(|name| site.target(entry, name)).collect())
    };
    for circle in circle::circles(&site.all::<Adr>().map(earlier).collect()) {
        let entry = site.entry(circle[0]);
        let message = format!("`{}` supersedes itself, directly or by way of others", entry.id);
        let hint =
            "a later decision supersedes an earlier one: remove the reference that points the other way";
        finder.report_at(entry, entry.at("supersedes"), message).hint(hint);
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

/// A superseded decision whose successors were never decided: a proposal may say what it would supersede,
/// and until it is accepted the earlier one holds.
fn not_in_force(finder: &mut Finder<'_>, adr: &Adr, by: &[&Entry]) {
    let undecided = |it: &Entry| {
        let status = it.record::<Adr>().and_then(|it| it.status);
        matches!(status, Some(Status::Rejected | Status::Proposed)).then_some(status).flatten()
    };
    let (Some(first), true) = (by.first(), by.iter().all(|it| undecided(it).is_some())) else { return };
    if adr.status != Some(Status::Superseded) {
        return;
    }
    let (site, entry) = (finder.site, finder.entry());
    // What is named here and does not answer is told already.
    let named = adr.superseded_by.as_ref().and_then(|name| site.target(entry, name)).map(|ix| site.entry(ix));
    if named.is_some_and(|named| undecided(named).is_none()) {
        return;
    }
    let (is, hint) = match undecided(first) {
        Some(Status::Rejected) => (
            "was rejected",
            format!("write `status = \"accepted\"` here, and take `supersedes` out of `{}`", first.file),
        ),
        _ => ("is only proposed", "write `status = \"accepted\"` here until the other is".to_owned()),
    };
    let message = format!("`{}` is superseded by `{}`, which {is}", entry.id, first.id);
    finder.report("status", message).hint(hint).see(said(first, entry, site), "superseded here");
}

/// A decision of an earlier day than what it supersedes. Some write into `date` when a decision was last
/// touched, so that this fails no build.
fn too_early(finder: &mut Finder<'_>, adr: &Adr) {
    let (site, entry) = (finder.site, finder.entry());
    for (n, name) in adr.supersedes.iter().enumerate() {
        let Some(earlier) = site.target(entry, name).map(|ix| site.entry(ix)) else { continue };
        let day = earlier.record::<Adr>().and_then(|it| it.date);
        let Some((own, day)) = adr.date.zip(day).filter(|(own, day)| own < day) else { continue };
        let message = format!("`{}` of {own} supersedes `{}`, which is of {day}", entry.id, earlier.id);
        let hint = "mend the day or the year of one of the two; or take it out of `supersedes`";
        let found = finder.report(&format!("supersedes/{n}"), message);
        found.hint(hint).see(earlier.at("date"), "the later day").as_warning();
    }
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
