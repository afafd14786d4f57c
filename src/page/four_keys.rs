//! Is it safe to go faster? The four keys of delivery, and the numbers of releases beside them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::Computed;
use super::measure::{Measure, changed, measure, newest, out_of_date_of};
use crate::kind::metric::{Key, Metric, MetricType};
use crate::site::Site;
use crate::view::Reference;

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FourKeys {
    /// The four keys, in their usual order; those that are measured.
    pub keys: Vec<KeyRow>,
    /// The numbers of releases.
    pub release: Vec<Measure>,
    /// How many of them there are.
    pub count: usize,
    /// How many are better than the value before.
    pub better: usize,
    /// How many are worse.
    pub worse: usize,
    /// Those whose newest value is not usual.
    pub outside: Vec<Reference>,
    /// Of how many somebody has said what is usual.
    pub usual_said: usize,
    /// How many have no value that is new enough to tell of now.
    pub out_of_date: usize,
    /// The newest day that any of them is of.
    pub of: Option<Date>,
}

/// One of the four keys.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct KeyRow {
    /// Which.
    pub key: Key,
    /// Where it is measured.
    pub metrics: Vec<Measure>,
}

pub(super) fn page(site: &Site) -> Option<Computed> {
    let mut keys: BTreeMap<Key, Vec<Measure>> = BTreeMap::new();
    let mut release = Vec::new();
    let mut records = Vec::new();
    for (ix, _, metric) in site.all::<Metric>() {
        if matches!(metric.what, Some(MetricType::FourKey | MetricType::Release)) {
            records.push(ix);
        }
        match (metric.what, metric.key) {
            (Some(MetricType::FourKey), Some(key)) => {
                keys.entry(key).or_default().push(measure(site, ix, metric));
            }
            (Some(MetricType::Release), _) => release.push(measure(site, ix, metric)),
            _ => {}
        }
    }
    if keys.is_empty() && release.is_empty() {
        return None;
    }
    let all = || keys.values().chain([&release]);
    let of = newest(all().flatten());
    let sum = |how| all().map(|some| changed(some, how)).sum();
    let (count, better, worse) = (all().map(Vec::len).sum(), sum("better"), sum("worse"));
    let old = out_of_date_of(all().flatten()).len();
    let outside = all().flatten().filter(|it| it.usual == Some(false)).map(|it| it.metric.clone()).collect();
    let usual_said = all().flatten().filter(|it| it.usual.is_some()).count();
    let keys = keys.into_iter().map(|(key, metrics)| KeyRow { key, metrics }).collect();
    Some(Computed::new(
        "/four-keys/",
        "Is it safe to go faster?",
        "How often we deploy, how long a change waits, how often users suffer from one, and for how long.",
        "four-keys.html",
        &FourKeys { keys, release, count, better, worse, outside, usual_said, out_of_date: old, of },
    ).called(&["DORA", "DORA metrics"]).of(records))
}
