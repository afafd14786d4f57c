//! A team: whom to ask, and how loaded they are.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::finding::Rule;
use crate::record::{Record, Ref};
use crate::site::Site;

mod rules;
mod support;
mod view;

/// A team, named by what it does. Its page answers whom to ask and what they answer for; how loaded
/// they are, internal readers see.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Team {
    /// What the team is for.
    #[serde(rename = "type")]
    #[schemars(extend("x-onramp-expected" = true))]
    pub sort: Option<TeamType>,
    /// The larger team that it is part of.
    #[schemars(extend("x-onramp-ref" = ["team"]))]
    pub parent: Option<Ref>,
    /// Where to talk to it, such as `#storage`.
    #[schemars(extend("x-onramp-expected" = true))]
    pub channel: Option<String>,
    /// Where to ask it for something in writing.
    pub intake_url: Option<String>,
    /// The day on which it ceased or will cease to be.
    pub dissolved: Option<Date>,
    /// The team that takes over what it owned.
    #[schemars(extend("x-onramp-ref" = ["team"]))]
    pub successor: Option<Ref>,
    /// Where the list of what it owns is kept.
    pub ownership_from: Option<OwnershipFrom>,
    /// How many people take turns on call.
    #[schemars(extend("x-onramp-audience" = "internal"), range(min = 1))]
    pub rotation_size: Option<u32>,
    /// Weeks from the beginning of one person's shift to the beginning of their next.
    #[schemars(extend("x-onramp-audience" = "internal"))]
    pub weeks_between_shifts: Option<u32>,
    /// When somebody is on call.
    #[schemars(extend("x-onramp-audience" = "internal"))]
    pub coverage: Option<Coverage>,
    /// The team that is paged if this one does not answer.
    #[schemars(extend("x-onramp-ref" = ["team"], "x-onramp-audience" = "internal"))]
    pub secondary: Option<Ref>,
    /// Pages a week that were about something customers could feel.
    #[schemars(extend("x-onramp-audience" = "internal"), range(min = 0.0))]
    pub pages_week: Option<f64>,
    /// Share of pages that were false alarms, in percent.
    #[schemars(extend("x-onramp-audience" = "internal"), range(min = 0.0, max = 100.0))]
    pub false_alarm_percent: Option<f64>,
    /// Share of the team's time that keeps the lights on, in percent.
    #[schemars(extend("x-onramp-audience" = "internal"), range(min = 0.0, max = 100.0))]
    pub ktlo_percent: Option<f64>,
    /// Share of the team's time that goes to mandates, in percent.
    #[schemars(extend("x-onramp-audience" = "internal"), range(min = 0.0, max = 100.0))]
    pub mandates_percent: Option<f64>,
    /// Share of the team's time that goes to being on call and to support, in percent.
    #[schemars(extend("x-onramp-audience" = "internal"), range(min = 0.0, max = 100.0))]
    pub oncall_and_support_percent: Option<f64>,
    /// How the time that is left divides.
    #[schemars(extend("x-onramp-audience" = "internal"))]
    pub split: Option<Split>,
}

/// What a team is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum TeamType {
    /// Builds and runs what other teams build on.
    Platform,
    /// Builds what customers of the company use.
    Application,
    /// Answers those who ask.
    Support,
    /// Decides what is worth building.
    Product,
    /// Keeps things running.
    Reliability,
}

/// Where the list of what a team owns is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum OwnershipFrom {
    /// In the repositories' CODEOWNERS files.
    Codeowners,
    /// In a service catalogue.
    Catalog,
    /// Here, by hand.
    Manual,
}

/// When somebody is on call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum Coverage {
    /// Day and night, every day.
    #[serde(rename = "24x7")]
    Always,
    /// In business hours.
    #[serde(rename = "business")]
    Business,
}

/// How the time that does not keep the lights on divides, in percent of it.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize, JsonSchema)]
#[schemars(inline)]
pub struct Split {
    /// Making what is there better.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub core_percent: f64,
    /// Taking what is there to new users or uses.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub adjacent_percent: f64,
    /// What is new to everyone.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub transformational_percent: f64,
}

impl Record for Team {
    const NAME: &'static str = "team";
    const PLURAL: &'static str = "teams";
    const TITLE: (&'static str, &'static str) = ("Team", "Teams");
    const EXTENSION: &'static str = "toml";
    const TEMPLATE: &'static str = "\
title = {title}
summary = \"change-me: what people come to this team for, in a sentence\"
type = \"platform\"    # platform, application, support, product or reliability
channel = \"#change-me\"
created = {date}
reviewed = {date}
";
    const COLUMNS: &'static [&'static str] = &["summary", "type", "channel"];
    const RULES: &'static [Rule] = rules::RULES;

    fn view(&self, entry: &Entry, site: &Site) -> serde_json::Value {
        view::view(entry, site)
    }

    fn view_schema() -> Option<serde_json::Value> {
        Some(crate::record::schema_of::<view::TeamView>())
    }
}
