//! What ends next: upstreams by the day of their end, what is built on them, and what moves off them.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Computed, all_of};
use crate::entry::Entry;
use crate::kind::migration::Migration;
use crate::kind::upstream::Upstream;
use crate::picture::{Stretch, Timeline};
use crate::quarter::Quarter;
use crate::site::{EntryIx, Site};
use crate::view::Reference;

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Horizon {
    /// What ends next.
    pub next: Option<Reference>,
    /// On which day.
    pub day: Option<Date>,
    /// What has ended, and is built on all the same.
    pub over: Vec<Reference>,
    /// What ends within a year, is built on, and has nothing that moves off it.
    pub uncovered: Vec<Reference>,
    /// What ends within a year, and what moves off it ends later or on no day.
    pub in_progress: Vec<Reference>,
    /// What has ended.
    pub past: Vec<Row>,
    /// What ends within a year.
    pub soon: Vec<Row>,
    /// What ends later.
    pub later: Vec<Row>,
    /// What has no known end.
    pub open: Vec<Row>,
    /// All that has a known end, on one axis, the earliest first.
    pub timeline: Option<Timeline<Ending>>,
}

/// An upstream that ends.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Ending {
    /// The upstream.
    pub upstream: Reference,
    /// The day of its end.
    pub eol: Date,
    /// Whether that has passed, or is within a year.
    pub soon: bool,
    /// Whether that is in hand.
    pub cover: Cover,
    /// The migrations that leave it.
    pub migrations: Vec<Reference>,
    /// How many offerings and applications are built on it.
    pub built_on: usize,
}

/// An upstream.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Row {
    /// The upstream.
    pub upstream: Reference,
    /// The team that watches it.
    pub owner: Option<Reference>,
    /// The day of its end.
    pub eol: Option<Date>,
    /// The day on which somebody last checked all this.
    pub checked: Option<Date>,
    /// Where that day is published.
    pub eol_source: Option<String>,
    /// The offerings that are built on it.
    pub offerings: Vec<Reference>,
    /// The applications that use it directly.
    pub applications: Vec<Reference>,
    /// The migrations that leave it, or that it is the reason for.
    pub migrations: Vec<Reference>,
    /// The days by which these are to be done.
    pub deadlines: Vec<Date>,
    /// Whether its end is in hand.
    pub cover: Cover,
}

/// Whether the end of an upstream is in hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(super) enum Cover {
    /// It has ended, and something is built on it all the same.
    Over,
    /// Nothing is built on it.
    Unused,
    /// What moves off it is done, or ends before it does.
    Covered,
    /// Something moves off it, and says no last day.
    Undated,
    /// Something moves off it, and ends later than it does.
    TooLate,
    /// Nothing moves off it.
    Uncovered,
}

impl Cover {
    fn of(migrations: &[&Migration], is_used: bool, eol: Option<Date>, today: Date) -> Self {
        let in_time = |it: &&Migration| eol.is_none_or(|eol| it.ends_by(eol));
        match migrations {
            // Plans are of no use any more: it is used, or it is not.
            _ if eol.is_some_and(|eol| eol < today) => {
                if is_used {
                    Self::Over
                } else {
                    Self::Unused
                }
            }
            [] if is_used => Self::Uncovered,
            [] => Self::Unused,
            all if all.iter().any(in_time) => Self::Covered,
            all if all.iter().any(|it| it.planned_end().is_some()) => Self::TooLate,
            _ => Self::Undated,
        }
    }
}

pub(super) fn page(site: &Site) -> Option<Computed> {
    let shown =
        |all: BTreeSet<EntryIx>| -> Vec<Reference> { all.into_iter().map(|ix| site.reference(ix)).collect() };
    let migration = |ix: &EntryIx| site.entry(*ix).record::<Migration>();
    let row = |(ix, entry, upstream): (EntryIx, &Entry, &Upstream)| {
        let offerings = shown(site.referrers(entry, "upstreams").collect());
        let applications = shown(site.facets.uses_of(ix).map(|it| it.application).collect());
        let migrations = site.referrers(entry, "from").chain(site.referrers(entry, "caused_by"));
        let migrations: BTreeSet<EntryIx> = migrations.filter(|ix| migration(ix).is_some()).collect();
        let moves: Vec<&Migration> = migrations.iter().filter_map(migration).collect();
        Row {
            upstream: site.reference(ix),
            owner: site.owner(ix).map(|owner| site.reference(owner)),
            eol: upstream.eol,
            checked: entry.common.reviewed.or(entry.common.created),
            eol_source: upstream.eol_source.clone(),
            deadlines: moves.iter().filter_map(|it| it.planned_end()).collect(),
            cover: Cover::of(
                &moves,
                !offerings.is_empty() || !applications.is_empty(),
                upstream.eol,
                site.as_of,
            ),
            offerings,
            applications,
            migrations: shown(migrations),
        }
    };
    let mut rows: Vec<Row> = site.all::<Upstream>().map(row).collect();
    if rows.is_empty() {
        return None;
    }
    rows.sort_by_key(|row| row.eol.unwrap_or(Date::MAX));
    let soon = site.as_of.saturating_add(1.year());
    let timeline = timeline(site, &rows, soon);
    let next = rows.iter().find(|row| row.eol.is_some_and(|eol| eol >= site.as_of));
    let near = |cover: &[Cover]| -> Vec<Reference> {
        let ends = rows.iter().filter(|row| row.eol.is_some_and(|eol| eol <= soon));
        ends.filter(|row| cover.contains(&row.cover)).map(|row| row.upstream.clone()).collect()
    };
    let mut horizon = Horizon {
        next: next.map(|row| row.upstream.clone()),
        day: next.and_then(|row| row.eol),
        over: near(&[Cover::Over]),
        uncovered: near(&[Cover::Uncovered]),
        in_progress: near(&[Cover::Undated, Cover::TooLate]),
        past: Vec::new(),
        soon: Vec::new(),
        later: Vec::new(),
        open: Vec::new(),
        timeline,
    };
    for row in rows {
        match row.eol {
            Some(eol) if eol < site.as_of => horizon.past.push(row),
            Some(eol) if eol <= soon => horizon.soon.push(row),
            Some(_) => horizon.later.push(row),
            None => horizon.open.push(row),
        }
    }
    Some(
        Computed::new(
            "/upstreams/horizon/",
            "What ends next?",
            "What our offerings are built on, by the day on which it ends, and what moves off it.",
            "upstream-horizon.html",
            &horizon,
        )
        .called(&["End of life", "EOL"])
        .of(all_of::<Upstream>(site)),
    )
}

/// The upstreams that end, each with the days by which what is built on it has moved.
fn timeline(site: &Site, rows: &[Row], soon: Date) -> Option<Timeline<Ending>> {
    let ending = |row: &Row| {
        let of = Ending {
            upstream: row.upstream.clone(),
            eol: row.eol?,
            soon: row.eol? <= soon,
            cover: row.cover,
            migrations: row.migrations.clone(),
            built_on: row.offerings.len() + row.applications.len(),
        };
        // What is past has no time left: its mark stands alone.
        let from = Some(Quarter::of(site.as_of).first_day());
        Some((Stretch { from, to: of.eol, also: row.deadlines.clone() }, of))
    };
    Timeline::over(site.as_of, rows.iter().filter_map(ending).map(|(stretch, of)| (of, stretch)).collect())
}
