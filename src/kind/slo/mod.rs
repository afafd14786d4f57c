//! A service level objective: how well an offering works, as those who use it would measure it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::config::INTERNAL;
use crate::duration::Duration;
use crate::entry::Entry;
use crate::facet::{Point, Series};
use crate::finding::Rule;
use crate::interval::out_of_date;
use crate::picture::Sparkline;
use crate::record::{Phrase, Record, Ref};
use crate::site::{EntryIx, Site};

mod rules;

/// How well an offering works, as a share of what was asked of it. Internal unless it says
/// otherwise: an offering shows a handful.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Slo {
    /// The offering that it is about.
    #[schemars(extend("x-onramp-expected" = true, "x-onramp-ref" = ["offering"]))]
    pub offering: Option<Ref>,
    /// What it is about. Those of one type are compared between offerings that depend on one
    /// another.
    #[serde(rename = "type")]
    #[schemars(extend("x-onramp-expected" = true))]
    pub what: Option<SloType>,
    /// What is counted as good, out of what.
    pub sli: Option<Sli>,
    /// The share that is good, in percent.
    #[schemars(range(min = 1.0, max = 100.0), extend("x-onramp-unit" = "%"))]
    pub target: Option<f64>,
    /// The time over which it is counted, such as `28 days`.
    pub window: Option<Duration>,
    /// What happens when it is missed.
    #[schemars(extend("x-onramp-expected" = true))]
    pub on_miss: Option<Phrase>,
    /// The share that a contract promises, in percent, where there is one.
    #[schemars(range(min = 1.0, max = 100.0), extend("x-onramp-unit" = "%"))]
    pub sla_target: Option<f64>,
    /// When it looks missed although nobody noticed anything.
    pub false_positive_notes: Option<Phrase>,
    /// When it looks met although somebody suffered.
    pub false_negative_notes: Option<Phrase>,
    /// Where it is seen live.
    #[schemars(regex(pattern = r"^https?://"))]
    pub dashboard: Option<String>,
    /// The share that was good, in percent, by the window's last day, oldest first.
    #[serde(default)]
    pub series: Vec<Point>,
}

/// What a service level objective is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum SloType {
    /// Whether it answers.
    Availability,
    /// Whether it answers in time.
    Latency,
    /// Whether the answer is right.
    Correctness,
    /// Whether what it shows is recent.
    Freshness,
    /// Whether what was stored is still there.
    Durability,
}

/// What is counted as good, out of what.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Sli {
    /// What is good, out of what: `reads answered within 250 ms, of all reads`.
    pub definition: Phrase,
    /// Who asks.
    pub source: Source,
}

/// Where an indicator's numbers come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Source {
    /// A program that acts as a customer would.
    Synthetic,
    /// What customers' own requests met with.
    Passive,
    /// What the service wrote down.
    Log,
}

/// What the page of a service level adds to its fields.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SloView {
    /// The newest value, and its day.
    pub newest: Option<Point>,
    /// Whether one more should be there by now.
    pub out_of_date: bool,
    /// Whether it meets the target.
    pub met: Option<bool>,
    /// How long nothing at all may work in a window before the target is missed, in minutes: for
    /// availability, something to talk about. None where that is no time at all.
    pub budget_minutes: Option<f64>,
    /// The values as a line, with the target.
    pub line: Option<Sparkline>,
}

impl Record for Slo {
    const NAME: &'static str = "slo";
    const PLURAL: &'static str = "slos";
    const TITLE: (&'static str, &'static str) = ("Service level", "Service levels");
    const AUDIENCE: &'static str = INTERNAL;
    const EXTENSION: &'static str = "toml";
    const TEMPLATE: &'static str = "\
title = {title}
offering = \"change-me\"      # a file name in offerings/
type = \"availability\"       # availability, latency, correctness, freshness or durability
sli = { definition = \"change-me: what is good, out of what\", source = \"synthetic\" }  # synthetic, passive or log
target = 99.5               # change-me: the share that should be good, in percent
window = \"28 days\"
on_miss = \"change-me: who talks to whom, and about what\"
false_positive_notes = \"change-me: when it looks missed although nobody noticed\"
created = {date}
reviewed = {date}

[[series]]
date = {date}
value = 99.7                # change-me: the share that was, in percent
";
    const COLUMNS: &'static [&'static str] = &["offering", "target", "window"];
    const RULES: &'static [Rule] = rules::RULES;

    fn view(&self, _entry: &Entry, site: &Site) -> Value {
        let newest = self.series.iter().copied().max_by_key(|point| point.date);
        let budget =
            |window: Duration| self.target.map(|target| window.seconds() / 60.0 * (100.0 - target) / 100.0);
        let view = SloView {
            newest,
            out_of_date: out_of_date(self.series.iter().map(|it| it.date), site.as_of),
            met: newest.zip(self.target).map(|(point, target)| point.value >= target),
            budget_minutes: self
                .window
                .filter(|_| self.what == Some(SloType::Availability))
                .and_then(budget)
                .map(f64::round)
                .filter(|minutes| *minutes > 0.0),
            line: Sparkline::of(self.series.iter().map(|it| (it.date, it.value)), None, self.target),
        };
        serde_json::to_value(view).unwrap_or_default()
    }

    fn view_schema() -> Option<Value> {
        Some(crate::record::schema_of::<SloView>())
    }

    fn series(&self, entry: EntryIx, _site: &Site) -> Vec<Series> {
        if self.series.is_empty() {
            return Vec::new();
        }
        vec![Series {
            from: entry,
            unit: "%".to_owned(),
            points: self.series.iter().map(|it| (it.date, it.value)).collect(),
            expected: None,
            target: self.target,
        }]
    }
}
