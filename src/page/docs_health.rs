//! Documentation health: what to mend next.

use jiff::ToSpan as _;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::Computed;
use crate::entry::Entry;
use crate::kind::offering::{Lifecycle, Offering};
use crate::kind::page::{Page, PageType};
use crate::site::{EntryIx, Site};
use crate::view::Reference;

/// After this many days a page should be read again.
const DAYS: i64 = 180;
/// The most rows of a list.
const ROWS: usize = 40;

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
struct Docs {
    /// How many pages and records there are.
    pages: usize,
    /// How many of them say when they were last reviewed.
    dated: usize,
    /// How many days are long.
    days: i64,
    /// Those last reviewed longer ago than that, the oldest first.
    old: First<Reviewed>,
    /// Those that nobody answers for.
    unowned: First<Reference>,
    /// Accepted findings, by the day on which they end.
    waivers: Vec<WaiverView>,
    /// What is generally available and has no page that explains an error.
    without_errors: Vec<Reference>,
    /// Guides and runbooks that nobody has followed end to end within a year.
    unverified: First<Reviewed>,
}

/// The first of many.
#[derive(Debug, Serialize, JsonSchema)]
struct First<T> {
    /// How many there are.
    count: usize,
    /// The first of them.
    rows: Vec<T>,
}

impl<T> First<T> {
    fn of(mut rows: Vec<T>) -> Self {
        let count = rows.len();
        rows.truncate(ROWS);
        Self { count, rows }
    }
}

/// A page and a day.
#[derive(Debug, Serialize, JsonSchema)]
struct Reviewed {
    /// The page.
    page: Reference,
    /// The day; none for never.
    day: Option<Date>,
    /// Who answers for it.
    owner: Option<Reference>,
}

/// An accepted finding.
#[derive(Debug, Serialize, JsonSchema)]
struct WaiverView {
    /// The page.
    page: Reference,
    /// The rule.
    rule: String,
    /// Why.
    reason: String,
    /// Until when.
    until: Date,
    /// Whether that day has passed.
    overdue: bool,
}

pub(super) fn page(site: &Site) -> Option<Computed> {
    let mut old = Vec::new();
    let mut unowned = Vec::new();
    let mut waivers = Vec::new();
    let mut unverified = Vec::new();
    let (mut pages, mut dated) = (0, 0);
    let owner = |ix: EntryIx| site.owner(ix).map(|owner| site.reference(owner));
    for (ix, entry) in site.iter() {
        pages += 1;
        for it in &entry.common.allow {
            waivers.push(WaiverView {
                page: site.reference(ix),
                rule: it.rule.clone(),
                reason: it.reason.clone(),
                until: it.until,
                overdue: it.until < site.as_of,
            });
        }
        if site.owner(ix).is_none() {
            unowned.push(site.reference(ix));
        }
        if site.kinds.get(&*entry.id.kind).is_some_and(|kind| kind.reviewed)
            && let Some(day) = entry.common.reviewed.or(entry.common.created)
        {
            dated += 1;
            if day < site.as_of.saturating_sub(DAYS.days()) {
                old.push(Reviewed { page: site.reference(ix), day: Some(day), owner: owner(ix) });
            }
        }
        if let Some(page) = steps_to_follow(entry)
            && page.verified.is_none_or(|day| day < site.as_of.saturating_sub(1.year()))
        {
            unverified.push(Reviewed { page: site.reference(ix), day: page.verified, owner: owner(ix) });
        }
    }
    old.sort_by_key(|it| it.day);
    unverified.sort_by_key(|it| it.day);
    waivers.sort_by_key(|it| it.until);
    let without_errors = without_errors(site);
    let data = Docs {
        pages,
        dated,
        days: DAYS,
        old: First::of(old),
        unowned: First::of(unowned),
        waivers,
        without_errors,
        unverified: First::of(unverified),
    };
    (pages > 0).then(|| {
        Computed::new(
            "/docs-health/",
            "Documentation health",
            "Which pages to read again, which nobody answers for, and what is accepted for now.",
            "docs-health.html",
            &data,
        )
    })
}

/// A page of steps that somebody should follow now and then: a runbook, or one that was followed.
fn steps_to_follow(entry: &Entry) -> Option<&Page> {
    let page: &Page = entry.record().filter(|_| !entry.bare)?;
    (page.sort == PageType::Runbook || page.verified.is_some()).then_some(page)
}

fn without_errors(site: &Site) -> Vec<Reference> {
    let explained = |entry: &Entry| {
        let mut pages =
            site.referrers(entry, "offering").filter_map(|from| site.entry(from).record::<Page>());
        pages.any(|page| page.sort == PageType::Error)
    };
    let available = site.all::<Offering>().filter(|(_, _, it)| it.lifecycle == Some(Lifecycle::Ga));
    available.filter(|(_, entry, _)| !explained(entry)).map(|(ix, ..)| site.reference(ix)).collect()
}
