//! A change to an offering that its users could feel: what may go wrong, and how it is brought back.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::duration::Duration;
use crate::entry::Entry;
use crate::facet::{Dated, Phase};
use crate::finding::Rule;
use crate::quarter::When;
use crate::record::{Phrase, Record, Ref};
use crate::site::{EntryIx, Site};

mod rules;

/// A release or another change that customers could feel. One that they should know of has
/// `audience = "public"`; what only the platform needs stays internal in it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Change {
    /// What is changed.
    #[schemars(extend("x-onramp-ref" = ["offering"], "x-onramp-expected" = true))]
    pub offering: Option<Ref>,
    /// The day on which it begins.
    #[schemars(extend("x-onramp-expected" = true))]
    pub date: Option<Date>,
    /// Where it is documented: a page or an address.
    #[schemars(extend("x-onramp-audience" = "internal"))]
    pub documented: Option<Phrase>,
    /// The team or the role that reviewed it: not the one that made it.
    #[schemars(extend("x-onramp-audience" = "internal"))]
    pub reviewed_by: Option<Phrase>,
    /// How it was tested.
    #[schemars(extend("x-onramp-audience" = "internal"))]
    pub tested: Option<Phrase>,
    /// What may happen, and what is done then.
    #[schemars(extend("x-onramp-audience" = "internal"))]
    pub plan: Option<Plan>,
    /// How it reaches everybody.
    pub rollout: Option<Rollout>,
    /// The share of its users that each portion brings it to, in percent.
    #[serde(default)]
    #[schemars(inner(range(min = 0.0, max = 100.0)))]
    pub cohorts_percent: Vec<f64>,
    /// How long the offering will be interrupted, where that is planned.
    pub planned_downtime: Option<Duration>,
    /// The maintenance window that it happens in.
    #[schemars(extend("x-onramp-ref" = ["maintenance_window"]))]
    pub window: Option<Ref>,
    /// How it went.
    pub result: Option<Outcome>,
    /// Developer-months that bringing it out took: not those that making it took.
    #[schemars(extend("x-onramp-audience" = "internal"), range(min = 0.0))]
    pub release_dev_months: Option<f64>,
}

/// What may happen because of a change, and what is done then.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Plan {
    /// What may go wrong, and for whom.
    pub risk: Option<Phrase>,
    /// How it is brought back, and how long that takes.
    pub rollback: Option<Phrase>,
    /// How one sees that it went well.
    pub validation: Option<Phrase>,
}

/// How a change reaches everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Rollout {
    /// A small part first.
    Canary,
    /// In portions that grow.
    Tranches,
    /// Beside the old one, then in its place.
    BlueGreen,
    /// With copies of real requests, whose answers nobody sees.
    Shadow,
    /// For those who turned it on.
    Flight,
}

/// How a change went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Outcome {
    /// As planned.
    Ok,
    /// It was brought back.
    RolledBack,
    /// What went wrong was mended without going back.
    FixedForward,
}

/// What the page of a change adds to its fields.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChangeView {
    /// Whether its day has passed.
    pub passed: bool,
}

impl Record for Change {
    const NAME: &'static str = "change";
    const PLURAL: &'static str = "changes";
    const TITLE: (&'static str, &'static str) = ("Change", "Changes");
    const FOLDERS: &'static [&'static str] = &["releases"];
    const AUDIENCE: &'static str = crate::config::INTERNAL;
    const TEMPLATE: &'static str = "\
+++
title = {title}
summary = \"change-me: what changes, for whom, and what they should do\"
owner = \"change-me\"            # a file name in teams/
offering = \"change-me\"         # a file name in offerings/
date = {later}              # change-me: the day on which it goes out
documented = \"change-me: where its users read about it\"
reviewed_by = \"change-me: a team or a role, other than the one that made it\"
tested = \"change-me: how\"
rollout = \"tranches\"           # canary, tranches, blue_green, shadow or flight
cohorts_percent = [5, 25, 100]  # change-me: what share has it after each part

[plan]
risk = \"change-me: what may go wrong, and for whom\"
rollback = \"change-me: how it is brought back, and how long that takes\"
validation = \"change-me: how one sees that it went well\"
+++
";
    const COLUMNS: &'static [&'static str] = &["date", "offering", "rollout", "result"];
    const RULES: &'static [Rule] = rules::RULES;

    fn view(&self, _entry: &Entry, site: &Site) -> Value {
        let view = ChangeView { passed: self.date.is_some_and(|day| day < site.as_of) };
        serde_json::to_value(view).unwrap_or_default()
    }

    fn view_schema() -> Option<Value> {
        Some(crate::record::schema_of::<ChangeView>())
    }

    fn dates(&self, ix: EntryIx, site: &Site) -> Vec<Dated> {
        let what = site.entry(ix).title.clone();
        // Somebody is to write down how it went: until then nobody can tell whether it happened.
        let to_do = self.result.is_none();
        let dated = |day| Dated { from: ix, what, day, until: None, agreed_with: None, hard: false, to_do };
        self.date.map(dated).into_iter().collect()
    }

    fn phase(&self, _today: Date) -> Option<Phase> {
        Some(if self.result.is_some() { Phase::Gone } else { Phase::Coming })
    }

    fn when(&self) -> Option<When> {
        self.date.map(When::Day)
    }
}
