//! A metric as several pages show it: its newest value, the one before, and whether either is usual.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::facet::Point;
use crate::interval::out_of_date;
use crate::kind::metric::{Direction, Metric};
use crate::picture::Sparkline;
use crate::record::Phrase;
use crate::site::{EntryIx, Site};
use crate::view::{Html, Reference};

/// A metric with its newest value.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Measure {
    /// The metric.
    pub metric: Reference,
    /// The team that answers for it.
    pub owner: Option<Reference>,
    /// What is counted.
    pub definition: Option<Html>,
    /// In what it is measured.
    pub unit: Option<String>,
    /// Where the numbers come from.
    pub source: Option<Html>,
    /// Where it is seen live.
    pub dashboard: Option<String>,
    /// What somebody decides by it.
    pub decision: Option<Html>,
    /// What the business has of it.
    pub outcome: Option<Html>,
    /// The offering that it is about.
    pub offering: Option<Reference>,
    /// The least that is usual.
    pub low: Option<f64>,
    /// The most that is usual.
    pub high: Option<f64>,
    /// The newest value, and its day.
    pub newest: Option<Point>,
    /// Whether one more should be there by now.
    pub out_of_date: bool,
    /// The value before that.
    pub before: Option<Point>,
    /// Whether the newest value is usual, where it is known what is.
    pub usual: Option<bool>,
    /// `better`, `worse` or `same` than the value before, where it is known which way is better.
    pub change: Option<&'static str>,
    /// The values as a line, with what is usual.
    pub line: Option<Sparkline>,
    /// All values, by day.
    pub points: Vec<Point>,
}

/// A metric as pages show it.
pub(super) fn measure(site: &Site, ix: EntryIx, metric: &Metric) -> Measure {
    let entry = site.entry(ix);
    let text = |phrase: &Option<Phrase>| phrase.as_ref().map(|it| it.html(ix));
    let mut points = metric.series.clone();
    points.sort_by_key(|point| point.date);
    let newest = points.last().copied();
    let before = points.len().checked_sub(2).map(|n| points[n]);
    Measure {
        metric: site.reference(ix),
        owner: site.owner(ix).map(|owner| site.reference(owner)),
        definition: text(&metric.definition),
        unit: metric.unit.clone(),
        source: text(&metric.source),
        dashboard: metric.dashboard.clone(),
        decision: text(&metric.decision),
        outcome: text(&metric.business_outcome),
        offering: metric
            .offering
            .as_ref()
            .and_then(|name| site.target(entry, name))
            .map(|ix| site.reference(ix)),
        low: metric.expected.map(|it| it.low),
        high: metric.expected.map(|it| it.high),
        newest,
        out_of_date: out_of_date(points.iter().map(|it| it.date), site.as_of),
        before,
        usual: newest
            .zip(metric.expected)
            .map(|(point, expected)| (expected.low..=expected.high).contains(&point.value)),
        change: newest.zip(before).and_then(|(now, then)| change(metric.direction?, then.value, now.value)),
        line: Sparkline::of(
            points.iter().map(|it| (it.date, it.value)),
            metric.expected.map(|it| (it.low, it.high)),
            None,
        ),
        points,
    }
}

fn change(direction: Direction, then: f64, now: f64) -> Option<&'static str> {
    let rises = now > then;
    match direction {
        _ if (now - then).abs() < f64::EPSILON => Some("same"),
        Direction::Up => Some(if rises { "better" } else { "worse" }),
        Direction::Down => Some(if rises { "worse" } else { "better" }),
        Direction::Steady => None,
    }
}

/// How many metrics are now `better`, `worse` or the `same` as the time before.
pub(super) fn changed(measures: &[Measure], how: &str) -> usize {
    measures.iter().filter(|it| it.change == Some(how)).count()
}

/// Those of several metrics whose newest value is out of date.
pub(super) fn out_of_date_of<'a>(measures: impl IntoIterator<Item = &'a Measure>) -> Vec<Reference> {
    measures.into_iter().filter(|it| it.out_of_date).map(|it| it.metric.clone()).collect()
}

/// The newest day of several metrics.
pub(super) fn newest<'a>(measures: impl IntoIterator<Item = &'a Measure>) -> Option<Date> {
    measures.into_iter().filter_map(|it| it.newest).map(|point| point.date).max()
}
