//! An objective: what should be true at the end of a year, and the results that would show it.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::entry::Entry;
use crate::facet::Point;
use crate::finding::Rule;
use crate::interval::out_of_date;
use crate::pace::Pace;
use crate::picture::Way;
use crate::record::{Phrase, Record, Ref};
use crate::site::Site;

mod measured;
mod rules;
mod work;

/// What should be true at the end of a year, and the numbers that would show it. The scorecard
/// answers how far each has come.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Objective {
    /// What should be true, in a sentence that says for whom.
    #[schemars(extend("x-onramp-expected" = true))]
    pub statement: Option<Phrase>,
    /// The year that it is for.
    #[schemars(extend("x-onramp-expected" = true), range(min = 1900, max = 9998))]
    pub year: Option<i16>,
    /// The strategy that it carries out.
    #[schemars(extend("x-onramp-ref" = ["strategy"]))]
    pub strategy: Option<Ref>,
    /// The numbers that would show it.
    #[serde(default)]
    #[schemars(extend("x-onramp-expected" = true))]
    pub key_results: Vec<KeyResult>,
}

/// A number that would show that an objective is reached.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct KeyResult {
    /// What changes, for whom: an outcome, not a launch.
    pub text: Phrase,
    /// What is measured.
    #[schemars(extend("x-onramp-ref" = ["metric"]))]
    pub metric: Option<Ref>,
    /// The value at the beginning.
    pub baseline: Option<f64>,
    /// The value that is aimed for.
    pub target: Option<f64>,
    /// In what it is measured; left out, the metric's unit.
    pub unit: Option<String>,
    /// The day by which it is to be reached; left out, the end of the objective's year.
    pub by: Option<Date>,
    /// The value now; left out, the newest of the metric's series.
    pub current: Option<f64>,
    /// The day that `current` is of.
    #[schemars(extend("x-onramp-past" = true))]
    pub as_of: Option<Date>,
    /// What must not get worse meanwhile; left out, the metric's own guardrail.
    #[schemars(extend("x-onramp-ref" = ["metric"]))]
    pub guardrail: Option<Ref>,
    /// What it is good for: the objective or the strategy that it contributes to.
    #[schemars(extend("x-onramp-ref" = ["objective", "strategy"]))]
    pub supports: Option<Ref>,
}

/// What the page of an objective adds to its fields.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ObjectiveView {
    /// Where each key result stands, in the order of `key_results`.
    pub results: Vec<Standing>,
}

/// Where a key result stands.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Standing {
    /// The value now: the result's own, else the newest of its metric.
    pub current: Option<f64>,
    /// The day that it is of.
    pub of: Option<Date>,
    /// Whether a newer one should be there by now.
    pub out_of_date: bool,
    /// In what it is measured: the result's own unit, else its metric's.
    pub unit: Option<String>,
    /// From the baseline to the target.
    pub way: Option<Way>,
    /// Where it would have to be at an even pace, while there is time.
    pub even_pace: Option<Pace>,
}

impl Record for Objective {
    const NAME: &'static str = "objective";
    const PLURAL: &'static str = "objectives";
    const TITLE: (&'static str, &'static str) = ("Objective", "Objectives");
    const FOLDERS: &'static [&'static str] = &["okrs"];
    const EXTENSION: &'static str = "toml";
    const TEMPLATE: &'static str = "\
title = {title}
statement = \"change-me: what should be true at the end of the year, and for whom\"
year = {year}
created = {date}
reviewed = {date}

[[key_results]]
text = \"change-me: what changes for the people who use it\"
metric = \"change-me\"          # a file name in metrics/; write `audience = \"public\"` there: an objective is
baseline = 48                 # change-me: the value at the beginning, in the metric's unit
target = 36                   # change-me: the value that is aimed for
supports = \"change-me\"        # a file name in strategies/, or another objective
";
    const COLUMNS: &'static [&'static str] = &["statement", "year"];
    const RULES: &'static [Rule] = rules::RULES;

    fn view(&self, entry: &Entry, site: &Site) -> Value {
        let view = ObjectiveView {
            results: self.key_results.iter().map(|it| it.standing(self, entry, site)).collect(),
        };
        serde_json::to_value(view).unwrap_or_default()
    }

    fn view_schema() -> Option<Value> {
        Some(crate::record::schema_of::<ObjectiveView>())
    }
}

impl Objective {
    /// The day that the way to its key results is counted from: the first of its year, or the day on which it
    /// was written, where that is later.
    fn begins(&self, entry: &Entry) -> Option<Date> {
        self.year.and_then(|year| Date::new(year, 1, 1).ok()).max(entry.common.created)
    }
}

impl KeyResult {
    /// The day by which it is to be reached.
    #[must_use]
    pub fn due(&self, objective: &Objective) -> Option<Date> {
        self.by.or_else(|| Date::new(objective.year?, 12, 31).ok())
    }

    /// Where it would have to be at an even pace, against the value of a day; none once its last day has
    /// passed.
    #[must_use]
    pub fn even_pace(
        &self,
        objective: &Objective,
        now: (Option<Date>, Option<f64>),
        entry: &Entry,
        site: &Site,
    ) -> Option<Pace> {
        let due = self.due(objective).filter(|day| *day >= site.as_of)?;
        Pace::of((objective.begins(entry)?, self.baseline?), (due, self.target?), (now.0?, now.1?))
    }

    /// Where it stands: by its own value, else by the newest of its metric.
    fn standing(&self, objective: &Objective, entry: &Entry, site: &Site) -> Standing {
        let metric = self.metric.as_ref().and_then(|name| site.target(entry, name));
        let of_metric = || Some(site.entry(metric?).value.get("unit")?.as_str()?.to_owned());
        let unit = self.unit.clone().or_else(of_metric);
        if self.current.is_some() {
            let out_of_date = out_of_date(self.as_of, site.as_of);
            let way = self.way(self.current);
            let even_pace = self.even_pace(objective, (self.as_of, self.current), entry, site);
            return Standing { current: self.current, of: self.as_of, out_of_date, unit, way, even_pace };
        }
        let series = metric.and_then(|ix| site.entry(ix).value.get("series")?.as_array());
        let point = |it: &Value| serde_json::from_value::<Point>(it.clone()).ok();
        let points: Vec<Point> = series.into_iter().flatten().filter_map(point).collect();
        let newest = points.iter().max_by_key(|it| it.date);
        let current = newest.map(|it| it.value);
        let of = newest.map(|it| it.date);
        Standing {
            even_pace: self.even_pace(objective, (of, current), entry, site),
            current,
            of,
            out_of_date: out_of_date(points.iter().map(|it| it.date), site.as_of),
            unit,
            way: self.way(current),
        }
    }

    fn way(&self, current: Option<f64>) -> Option<Way> {
        Way::of(self.baseline?, current?, self.target?)
    }
}
