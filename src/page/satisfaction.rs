//! How content people are with an offering: what the newest survey that asked about it says, else what
//! a metric has measured.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::entry::Entry;
use crate::kind::metric::{Metric, MetricType};
use crate::kind::survey::{Score, Survey};
use crate::quarter::Quarter;
use crate::site::{EntryIx, Site};
use crate::view::Reference;

/// How content people are with an offering.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Satisfaction {
    /// The offering.
    pub offering: Reference,
    /// The number.
    pub value: f64,
    /// What the number is of: `of 5` for a survey's mean, else a metric's unit.
    pub unit: String,
    /// How many answered, where they were asked.
    pub responses: Option<u32>,
    /// The survey or metric.
    pub from: Reference,
    /// The day that it is of.
    pub of: Option<Date>,
}

/// How content people are with each offering; those that nobody has asked about are not there.
pub(super) fn satisfaction(site: &Site) -> BTreeMap<EntryIx, Satisfaction> {
    let mut content: BTreeMap<EntryIx, Satisfaction> = BTreeMap::new();
    for it in site.all::<Survey>().flat_map(|survey| of_survey(site, survey)) {
        if content.get(&it.0).is_none_or(|before| before.of <= it.1.of) {
            content.insert(it.0, it.1);
        }
    }
    for (offering, measured) in site.all::<Metric>().filter_map(|metric| of_metric(site, metric)) {
        content.entry(offering).or_insert(measured);
    }
    content
}

/// What a survey says of each offering that it asked about.
fn of_survey(
    site: &Site,
    (ix, entry, survey): (EntryIx, &Entry, &Survey),
) -> BTreeMap<EntryIx, Satisfaction> {
    let of = |score: &Score| {
        let offering = site.target(entry, score.offering.as_ref()?)?;
        let said = Satisfaction {
            offering: site.reference(offering),
            value: score.csat?,
            unit: "of 5".to_owned(),
            responses: score.responses.or(survey.responses),
            from: site.reference(ix),
            of: survey.closed.or(survey.period.map(Quarter::last_day)),
        };
        Some((offering, said))
    };
    // Of several for one offering, the first.
    survey.scores.iter().rev().filter_map(of).collect()
}

fn of_metric(
    site: &Site,
    (ix, entry, metric): (EntryIx, &Entry, &Metric),
) -> Option<(EntryIx, Satisfaction)> {
    let offering = site.target(entry, metric.offering.as_ref()?)?;
    let asks = metric.what == Some(MetricType::Satisfaction);
    let newest = metric.series.iter().filter(|_| asks).max_by_key(|point| point.date)?;
    let measured = Satisfaction {
        offering: site.reference(offering),
        value: newest.value,
        unit: metric.unit.clone().unwrap_or_default(),
        responses: None,
        from: site.reference(ix),
        of: Some(newest.date),
    };
    Some((offering, measured))
}
