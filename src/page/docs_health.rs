//! Documentation health: what to mend next.

use jiff::ToSpan as _;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Computed, review};
use crate::entry::Entry;
use crate::kind::offering::{Lifecycle, Offering};
use crate::kind::page::{Page, PageType};
use crate::kind::support_policy::SupportPolicy;
use crate::site::{EntryIx, Site};
use crate::view::Reference;

/// The most rows of a list.
const ROWS: usize = 40;

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Docs {
    /// How many pages and records there are. Each is counted once below.
    pages: usize,
    /// How many days are long.
    days: f64,
    /// How many were reviewed no longer ago than that.
    reviewed: usize,
    /// Those last reviewed longer ago, the oldest first.
    due: First<Reviewed>,
    /// Those that nobody has reviewed, with the day on which they were written, the oldest first.
    never: First<Reviewed>,
    /// How many need no review: folders' index pages, what a program writes, and records that tell of
    /// their own day.
    not_needed: usize,
    /// Those that nobody answers for.
    unowned: First<Reference>,
    /// Accepted findings, by the day on which they end.
    waivers: Vec<WaiverView>,
    /// What is generally available and has no page that explains an error.
    without_errors: Vec<Reference>,
    /// What people ask each week, and no page answers: the most frequent first.
    unanswered: Vec<Question>,
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

/// Something that people ask.
#[derive(Debug, Serialize, JsonSchema)]
struct Question {
    /// What.
    name: String,
    /// How often, in a usual week.
    requests_week: f64,
    /// The policy that counts it.
    policy: Reference,
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
    let mut due = Vec::new();
    let mut never = Vec::new();
    let mut unowned = Vec::new();
    let mut waivers = Vec::new();
    let mut unverified = Vec::new();
    let (mut pages, mut reviewed, mut not_needed) = (0, 0, 0);
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
        let dated = |day| Reviewed { page: site.reference(ix), day, owner: owner(ix) };
        match entry.common.reviewed {
            _ if !site.needs_review(ix) => not_needed += 1,
            Some(day) if review::is_due(site, day) => due.push(dated(Some(day))),
            Some(_) => reviewed += 1,
            None => never.push(dated(entry.common.created)),
        }
        if let Some(page) = steps_to_follow(entry)
            && page.verified.is_none_or(|day| day < site.as_of.saturating_sub(1.year()))
        {
            unverified.push(Reviewed { page: site.reference(ix), day: page.verified, owner: owner(ix) });
        }
    }
    due.sort_by_key(|it| it.day);
    never.sort_by_key(|it| (it.day.is_none(), it.day));
    unverified.sort_by_key(|it| it.day);
    waivers.sort_by_key(|it| it.until);
    let without_errors = without_errors(site);
    let data = Docs {
        pages,
        days: review::days(site),
        reviewed,
        due: First::of(due),
        never: First::of(never),
        not_needed,
        unowned: First::of(unowned),
        waivers,
        without_errors,
        unanswered: unanswered(site),
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
        .called(&["Documentation health"])
        .of(site.iter().map(|(ix, _)| ix))
    })
}

/// What people ask, and no page answers.
fn unanswered(site: &Site) -> Vec<Question> {
    let mut asked: Vec<Question> = Vec::new();
    for (ix, entry, policy) in site.all::<SupportPolicy>() {
        let open = policy
            .categories
            .iter()
            .filter(|it| it.page.as_ref().and_then(|page| site.target(entry, page)).is_none());
        asked.extend(open.map(|it| Question {
            name: it.name.clone(),
            requests_week: it.requests_week,
            policy: site.reference(ix),
        }));
    }
    asked.sort_by(|a, b| b.requests_week.total_cmp(&a.requests_week));
    asked
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
        pages.any(|page| page.sort == PageType::Error || !page.error_text.is_empty())
    };
    let available = site.all::<Offering>().filter(|(_, _, it)| it.lifecycle == Some(Lifecycle::Ga));
    available.filter(|(_, entry, _)| !explained(entry)).map(|(ix, ..)| site.reference(ix)).collect()
}
