//! How content people are with an offering: what the newest survey that asked about it says, else what
//! a metric has measured.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::entry::Entry;
use crate::kind::metric::{Metric, MetricType};
use crate::kind::survey::Survey;
use crate::quarter::Quarter;
use crate::site::{EntryIx, Site};
use crate::view::Reference;

/// How content people are with an offering.
#[derive(Debug, Serialize, JsonSchema)]
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

/// How content people are with an offering; none where nobody has asked.
pub(super) fn satisfaction(site: &Site, offering: EntryIx) -> Option<Satisfaction> {
    let asked = site.all::<Survey>().filter_map(|survey| of_survey(site, survey, offering));
    let newest = asked.max_by_key(|it| it.of);
    newest.or_else(|| site.all::<Metric>().find_map(|metric| of_metric(site, metric, offering)))
}

fn of_survey(
    site: &Site,
    (ix, entry, survey): (EntryIx, &Entry, &Survey),
    offering: EntryIx,
) -> Option<Satisfaction> {
    let about = |name| site.target(entry, name) == Some(offering);
    let score =
        survey.scores.iter().find(|it| it.csat.is_some() && it.offering.as_ref().is_some_and(about))?;
    Some(Satisfaction {
        offering: site.reference(offering),
        value: score.csat?,
        unit: "of 5".to_owned(),
        responses: score.responses.or(survey.responses),
        from: site.reference(ix),
        of: survey.closed.or(survey.period.map(Quarter::last_day)),
    })
}

fn of_metric(
    site: &Site,
    (ix, entry, metric): (EntryIx, &Entry, &Metric),
    offering: EntryIx,
) -> Option<Satisfaction> {
    let about = metric.offering.as_ref().and_then(|name| site.target(entry, name));
    let asks = metric.what == Some(MetricType::Satisfaction) && about == Some(offering);
    let newest = metric.series.iter().filter(|_| asks).max_by_key(|point| point.date)?;
    Some(Satisfaction {
        offering: site.reference(offering),
        value: newest.value,
        unit: metric.unit.clone().unwrap_or_default(),
        responses: None,
        from: site.reference(ix),
        of: Some(newest.date),
    })
}
