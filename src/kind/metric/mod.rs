//! A metric: something that is measured because somebody decides by it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::config::INTERNAL;
use crate::entry::Entry;
use crate::facet::{Point, Series};
use crate::finding::Rule;
use crate::interval::out_of_date;
use crate::picture::Sparkline;
use crate::record::{Phrase, Record, Ref};
use crate::site::{EntryIx, Site};

mod rules;

/// Something that is measured because somebody decides by it. Internal unless it says otherwise:
/// few numbers help everyone.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Metric {
    /// What it is for.
    #[serde(rename = "type")]
    #[schemars(extend("x-onramp-expected" = true))]
    pub what: Option<MetricType>,
    /// Which of the four keys it is, for one of them.
    pub key: Option<Key>,
    /// What is counted, exactly, and what is not.
    #[schemars(extend("x-onramp-expected" = true))]
    pub definition: Option<Phrase>,
    /// In what it is measured: `minutes`, `%`, `sign-ups an hour`.
    #[schemars(extend("x-onramp-expected" = true))]
    pub unit: Option<String>,
    /// Which way is better.
    #[schemars(extend("x-onramp-expected" = true))]
    pub direction: Option<Direction>,
    /// Where the numbers come from: a system or a query.
    #[schemars(extend("x-onramp-expected" = true))]
    pub source: Option<Phrase>,
    /// Where it is seen live.
    #[schemars(regex(pattern = r"^https?://"))]
    pub dashboard: Option<String>,
    /// What somebody decides by it, and who.
    pub decision: Option<Phrase>,
    /// What must not get worse while this gets better.
    #[schemars(extend("x-onramp-ref" = ["metric"]))]
    pub guardrail: Option<Ref>,
    /// The offering that it is about.
    #[schemars(extend("x-onramp-ref" = ["offering"]))]
    pub offering: Option<Ref>,
    /// For adoption: whether those who adopt may choose.
    pub voluntary: Option<bool>,
    /// What the business has of it.
    pub business_outcome: Option<Phrase>,
    /// The values between which nobody need look.
    pub expected: Option<Expected>,
    /// The value that changes are compared with.
    pub baseline: Option<f64>,
    /// The values, oldest first.
    #[serde(default)]
    pub series: Vec<Point>,
}

/// What a metric is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum MetricType {
    /// Shows that what was aimed for happens.
    Impact,
    /// Shows that it does not happen at the cost of something else.
    Guardrail,
    /// Shows how something is doing.
    Health,
    /// Business performance: a drop means that customers feel something.
    Bpm,
    /// One of the four keys of delivery. See <https://dora.dev>.
    FourKey,
    /// About releases.
    Release,
    /// About being on call.
    Oncall,
    /// About answering.
    Support,
    /// About what users think.
    Satisfaction,
}

/// One of the four keys of delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Key {
    /// How often something is deployed.
    DeploymentFrequency,
    /// From a commit to its use.
    LeadTime,
    /// Share of deployments that users had to suffer from.
    ChangeFailureRate,
    /// From the beginning of such a failure to its end.
    TimeToRestore,
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Direction {
    /// More is better.
    Up,
    /// Less is better.
    Down,
    /// As it is, is best.
    Steady,
}

/// The values between which nobody need look.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize, JsonSchema)]
#[schemars(inline)]
pub struct Expected {
    /// The least.
    pub low: f64,
    /// The most.
    pub high: f64,
}

/// What the page of a metric adds to its fields.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MetricView {
    /// The newest value, and its day.
    pub newest: Option<Point>,
    /// Whether one more should be there by now.
    pub out_of_date: bool,
    /// Whether it is usual, where it is known what is.
    pub usual: Option<bool>,
    /// The values as a line, with what is usual.
    pub line: Option<Sparkline>,
}

impl Record for Metric {
    const NAME: &'static str = "metric";
    const PLURAL: &'static str = "metrics";
    const TITLE: (&'static str, &'static str) = ("Metric", "Metrics");
    const AUDIENCE: &'static str = INTERNAL;
    const EXTENSION: &'static str = "toml";
    const TEMPLATE: &'static str = "\
title = {title}
# audience = \"public\"    # left out, it is internal, and nothing public may name it, such as an objective
summary = \"change-me: what it tells, in a sentence\"
type = \"health\"          # impact, guardrail, health, bpm, four_key, release, oncall, support or satisfaction
definition = \"change-me: what is counted, exactly, and what is not\"
unit = \"minutes\"
direction = \"down\"       # up, down or steady
source = \"change-me: the system or query that the numbers come from\"
decision = \"change-me: what somebody decides by it, and who\"
created = {date}
reviewed = {date}

[[series]]
date = {date}
value = 48               # change-me: what was measured
";
    const COLUMNS: &'static [&'static str] = &["summary", "type", "unit"];
    const RULES: &'static [Rule] = rules::RULES;

    fn view(&self, _entry: &Entry, site: &Site) -> Value {
        let newest = self.series.iter().copied().max_by_key(|point| point.date);
        let usual =
            |(point, expected): (Point, Expected)| (expected.low..=expected.high).contains(&point.value);
        let view = MetricView {
            newest,
            out_of_date: out_of_date(self.series.iter().map(|it| it.date), site.as_of),
            usual: newest.zip(self.expected).map(usual),
            line: Sparkline::of(
                self.series.iter().map(|it| (it.date, it.value)),
                self.expected.map(|it| (it.low, it.high)),
                None,
            ),
        };
        serde_json::to_value(view).unwrap_or_default()
    }

    fn view_schema() -> Option<Value> {
        Some(crate::record::schema_of::<MetricView>())
    }

    fn series(&self, entry: EntryIx, _site: &Site) -> Vec<Series> {
        if self.series.is_empty() {
            return Vec::new();
        }
        vec![Series {
            from: entry,
            unit: self.unit.clone().unwrap_or_default(),
            points: self.series.iter().map(|it| (it.date, it.value)).collect(),
            expected: self.expected.map(|it| (it.low, it.high)),
            target: None,
        }]
    }
}
