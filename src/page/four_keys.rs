//! Is it safe to go faster? The four keys of delivery, and the numbers of releases beside them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::Computed;
use super::measure::{Measure, measure, newest};
use crate::kind::metric::{Key, Metric, MetricType};
use crate::site::Site;

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FourKeys {
    /// The four keys, in their usual order; those that are measured.
    pub keys: Vec<KeyRow>,
    /// The numbers of releases.
    pub release: Vec<Measure>,
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
    for (ix, _, metric) in site.all::<Metric>() {
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
    let of = newest(keys.values().flatten().chain(&release));
    let keys = keys.into_iter().map(|(key, metrics)| KeyRow { key, metrics }).collect();
    Some(Computed {
        url: "/four-keys/".to_owned(),
        title: "Is it safe to go faster?".to_owned(),
        summary:
            "How often we deploy, how long a change waits, how often users suffer from one, and for how long."
                .to_owned(),
        template: "four-keys.html",
        data: serde_json::to_value(FourKeys { keys, release, of }).unwrap_or_default(),
    })
}
