//! Wake up, or go back to bed? The numbers of the business with what is usual, and what happens
//! alongside. A snapshot with its day; the live ones are linked.

use jiff::ToSpan as _;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::measure::{Measure, measure, newest};
use super::{Computed, stability};
use crate::facet::Dated;
use crate::kind::change::Change;
use crate::kind::metric::{Metric, MetricType};
use crate::site::{EntryIx, Site};
use crate::view::Reference;

/// After so many days a number says nothing of now.
const FRESH_DAYS: i64 = 7;

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct MissionControl {
    /// The numbers of the business, those outside what is usual first.
    pub metrics: Vec<Measure>,
    /// How many are outside what is usual.
    pub outside: usize,
    /// How many of them nobody has said what is usual for, or measured.
    pub unknown: usize,
    /// Those whose newest value is older than a week, the oldest first: nobody should sleep by them.
    pub old: Vec<Old>,
    /// Whether all are fresh, and within what is usual.
    pub calm: bool,
    /// The newest day that any of them is of.
    pub of: Option<Date>,
    /// Where things are rough already.
    pub patches: Vec<Reference>,
    /// What happens on that day, the day before, or in the week after.
    pub alongside: Vec<Happening>,
}

/// A number that is too old.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Old {
    /// The day of its newest value.
    pub since: Date,
    /// The number.
    pub metric: Reference,
}

/// Something that happens on a day.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Happening {
    /// The record that says so.
    pub from: Reference,
    /// What happens.
    pub what: String,
    /// The day.
    pub day: Date,
    /// The last day, where it takes several.
    pub until: Option<Date>,
}

pub(super) fn page(site: &Site) -> Option<Computed> {
    let bpms = || site.all::<Metric>().filter(|(.., metric)| metric.what == Some(MetricType::Bpm));
    let records: Vec<EntryIx> = bpms().map(|(ix, ..)| ix).collect();
    let mut metrics: Vec<Measure> = bpms().map(|(ix, _, metric)| measure(site, ix, metric)).collect();
    if metrics.is_empty() {
        return None;
    }
    metrics.sort_by_key(|it| it.usual != Some(false));
    let outside = metrics.iter().filter(|it| it.usual == Some(false)).count();
    let unknown = metrics.iter().filter(|it| it.usual.is_none()).count();
    let of = newest(&metrics);
    let fresh = site.as_of.saturating_sub(FRESH_DAYS.days());
    let too_old = |it: &Measure| {
        let since = it.newest.map(|point| point.date).filter(|day| *day < fresh)?;
        Some(Old { since, metric: it.metric.clone() })
    };
    let mut old: Vec<Old> = metrics.iter().filter_map(too_old).collect();
    old.sort_by_key(|it| it.since);
    let calm = outside == 0 && unknown == 0 && old.is_empty();
    // What was done the evening before may show in the numbers only now.
    let from = of.unwrap_or(site.as_of).min(site.as_of).saturating_sub(1.day());
    // What came later did not move the numbers of a snapshot, and that something is due moves none.
    let to = of.map_or(site.as_of, |of| of.saturating_add(FRESH_DAYS.days())).min(site.as_of);
    let near = |day: Date, until: Option<Date>| until.unwrap_or(day) >= from && day <= to;
    let happens = |it: &Dated| !it.to_do || site.entry(it.from).record::<Change>().is_some();
    let dates = site.facets.dates.iter().filter(|it| happens(it) && near(it.day, it.until));
    let mut alongside: Vec<Happening> = dates
        .map(|it| Happening {
            from: site.reference(it.from),
            what: it.what.clone(),
            day: it.day,
            until: it.until,
        })
        .collect();
    alongside.sort_by(|a, b| (a.day, &a.what).cmp(&(b.day, &b.what)));
    let data =
        MissionControl { metrics, outside, unknown, old, calm, of, patches: stability::now(site), alongside };
    Some(Computed::new(
        "/mission-control/",
        "Wake up, or go back to bed?",
        "What customers do, what is usual for it, and what changed alongside. A snapshot: the live numbers are on \
         the dashboards.",
        "mission-control.html",
        &data,
    ).of(records))
}
