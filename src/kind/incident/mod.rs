//! An incident: what customers felt, what contributed to it, and what changes.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::INTERNAL;
use crate::entry::Entry;
use crate::facet::{Ask, Dated};
use crate::finding::Rule;
use crate::quarter::When;
use crate::record::{Markdown, Phrase, Record, Ref};
use crate::site::{EntryIx, Site};

mod rules;
mod view;

/// Something that went wrong, told without blame. Internal, unless the record says `audience =
/// "public"`: then everybody sees what happened and the body, and the fields that are internal of
/// themselves stay so.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Incident {
    /// When it began, with its zone: `2026-11-14T09:12:00Z`.
    #[schemars(extend("x-onramp-expected" = true, "x-onramp-past" = true))]
    pub start: Option<Timestamp>,
    /// When it was over.
    #[schemars(extend("x-onramp-past" = true))]
    pub end: Option<Timestamp>,
    /// How bad it was.
    #[schemars(extend("x-onramp-expected" = true))]
    pub severity: Option<IncidentSeverity>,
    /// What of ours was affected.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["offering"], "x-onramp-expected" = true))]
    pub offerings: Vec<Ref>,
    /// What customers felt, with a number.
    #[schemars(extend("x-onramp-expected" = true))]
    pub impact: Option<Markdown>,
    /// What happened when.
    #[serde(default)]
    #[schemars(extend("x-onramp-audience" = "internal", "x-onramp-expected" = true))]
    pub timeline: Vec<Moment>,
    /// What had to come together for it to happen.
    #[serde(default)]
    #[schemars(extend("x-onramp-audience" = "internal", "x-onramp-expected" = true))]
    pub contributing_factors: Vec<Phrase>,
    /// What noticed it: an objective or a metric.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["slo", "metric"], "x-onramp-audience" = "internal"))]
    pub noticed_by: Vec<Ref>,
    /// Why a person had to be paged, or why nobody was.
    #[schemars(extend("x-onramp-audience" = "internal"))]
    pub why_page: Option<Phrase>,
    /// Whether no metric of the business showed it, so that one is missing.
    #[schemars(extend("x-onramp-audience" = "internal"))]
    pub bpm_missing: Option<bool>,
    /// What is done about it.
    #[serde(default)]
    #[schemars(extend("x-onramp-audience" = "internal", "x-onramp-expected" = true))]
    pub actions: Vec<Action>,
}

/// How bad an incident was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum IncidentSeverity {
    /// The company stopped earning, or lost data.
    Critical,
    /// Customers were hurt.
    Major,
    /// Some teams could not work.
    Minor,
}

/// A moment of an incident.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Moment {
    /// When it was, with its zone.
    pub at: Timestamp,
    /// What happened, was seen or was done.
    pub text: Phrase,
}

/// Something that is done about an incident.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Action {
    /// What is done.
    pub text: Phrase,
    /// What it is good for.
    #[serde(rename = "type", default)]
    pub sort: ActionType,
    /// The team that does it.
    #[schemars(extend("x-onramp-ref" = ["team"]))]
    pub owner: Option<Ref>,
    /// The day by which it is done.
    pub due: Option<Date>,
    /// How much work it is, in months of one developer.
    #[schemars(range(min = 0.0))]
    pub dev_months: Option<f64>,
    /// Where it stands.
    #[serde(default)]
    pub state: ActionState,
    /// The record that it became.
    #[schemars(extend("x-onramp-ref" = ["roadmap_item", "metric", "adr", "slo", "page"]))]
    pub link: Option<Ref>,
}

/// What an action is good for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum ActionType {
    /// Mends what broke.
    #[default]
    Fix,
    /// Keeps it from happening again.
    Prevent,
    /// Notices it sooner.
    Detect,
    /// Tells others what was learned.
    Document,
}

/// Where an action stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum ActionState {
    /// To be done.
    #[default]
    Open,
    /// Done.
    Done,
    /// Not to be done after all; the text says why.
    Dropped,
}

impl Incident {
    /// What is still to be done about it.
    pub fn open_actions(&self) -> impl Iterator<Item = &Action> {
        self.actions.iter().filter(|action| action.state == ActionState::Open)
    }
}

impl Action {
    /// What is done, after the title of what it is done about.
    fn titled(&self, about: &Entry) -> String {
        format!("{}: {}", about.title, self.text.text)
    }
}

impl Record for Incident {
    const NAME: &'static str = "incident";
    const PLURAL: &'static str = "incidents";
    const TITLE: (&'static str, &'static str) = ("Incident", "Incidents");
    const CALLED: &'static [&'static str] = &["postmortem"];
    const FOLDERS: &'static [&'static str] = &["postmortems"];
    const AUDIENCE: &'static str = INTERNAL;
    const REVIEWED: bool = false;
    const TEMPLATE: &'static str = "\
+++
title = {title}
summary = \"change-me: what happened, for somebody who was not there\"
owner = \"change-me\"                # a file name in teams/
created = {date}
start = {date}T09:00:00Z       # change-me: when it began, with its zone
end = {date}T10:00:00Z         # change-me: when it was over
severity = \"minor\"                 # critical, major or minor
offerings = [\"change-me\"]          # file names in offerings/
impact = \"change-me: what customers felt, with a number\"
contributing_factors = [
  \"change-me: one thing that had to be so\",
  \"change-me: another thing that had to be so\",
]
why_page = \"change-me: what told us, and why it took a person\"
bpm_missing = false                # true: no metric of the business showed it

[[timeline]]
at = {date}T09:00:00Z          # change-me: when that was
text = \"change-me: what was seen first\"

[[actions]]
text = \"change-me: what mends it\"
type = \"fix\"                       # fix, prevent, detect or document
owner = \"change-me\"
due = {later}                   # change-me: the day by which it is done

[[actions]]
text = \"change-me: what keeps it from happening again\"
type = \"prevent\"
owner = \"change-me\"
due = {later}                   # change-me: the day by which it is done
+++
change-me: what we learned, and what surprised us
";
    const COLUMNS: &'static [&'static str] = &["summary", "start", "severity", "owner"];
    const RULES: &'static [Rule] = rules::RULES;

    fn view(&self, entry: &Entry, site: &Site) -> serde_json::Value {
        view::view(self, entry, site)
    }

    fn view_schema() -> Option<serde_json::Value> {
        Some(crate::record::schema_of::<view::IncidentView>())
    }

    fn asks(&self, ix: EntryIx, site: &Site) -> Vec<Ask> {
        let entry = site.entry(ix);
        let ask = |action: &Action| {
            let team = site.target(entry, action.owner.as_ref()?)?;
            Some(Ask::lesson(ix, team, action.titled(entry), action.due?, site))
        };
        self.open_actions().filter_map(ask).collect()
    }

    fn dates(&self, ix: EntryIx, site: &Site) -> Vec<Dated> {
        let dated = |action: &Action| {
            let what = action.titled(site.entry(ix));
            Some(Dated {
                from: ix,
                what,
                day: action.due?,
                until: None,
                agreed_with: None,
                hard: false,
                to_do: true,
            })
        };
        self.open_actions().filter_map(dated).collect()
    }

    /// While it lasts, nobody need know what led to it, nor what follows.
    fn excused(&self, _today: Date) -> Vec<&'static str> {
        if self.end.is_none() { vec!["contributing_factors", "actions"] } else { Vec::new() }
    }

    fn when(&self) -> Option<When> {
        self.start.map(|start| When::Day(start.to_zoned(TimeZone::UTC).date()))
    }
}
