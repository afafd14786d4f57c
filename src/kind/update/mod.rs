//! Wins and challenges: what went well and what did not, every fortnight.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::{INTERNAL, PUBLIC};
use crate::finding::Rule;
use crate::quarter::When;
use crate::record::{Phrase, Record, Ref};

mod rules;

/// What went well and what did not since the one before. Internal, but for one of the whole
/// organisation. The team that it is of is its owner.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Update {
    /// The day on which it went out: it tells of the time since the one before.
    #[schemars(extend("x-onramp-expected" = true, "x-onramp-past" = true))]
    pub date: Option<Date>,
    /// Of whom it tells.
    #[serde(default)]
    pub level: UpdateLevel,
    /// What went well.
    #[serde(default)]
    #[schemars(extend("x-onramp-expected" = true))]
    pub wins: Vec<Story>,
    /// What did not, or not yet.
    #[serde(default)]
    pub challenges: Vec<Challenge>,
}

/// Of whom an update tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum UpdateLevel {
    /// A team.
    #[default]
    Team,
    /// Several teams that work together.
    Area,
    /// All of them.
    Org,
}

/// Something that went well.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Story {
    /// What it is, as a headline.
    pub summary: Phrase,
    /// How it was before.
    pub situation: Option<Phrase>,
    /// What was done.
    pub action: Option<Phrase>,
    /// What came of it, with a number.
    pub result: Option<Phrase>,
    /// The record that it is about.
    #[schemars(extend("x-onramp-ref" = LINKED))]
    pub link: Option<Ref>,
}

/// Something that did not go well, or not yet.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Challenge {
    /// What it is, as a headline.
    pub summary: Phrase,
    /// What is the matter.
    pub situation: Option<Phrase>,
    /// What is done about it.
    pub action: Option<Phrase>,
    /// What has come of it, or should.
    pub result: Option<Phrase>,
    /// The record that it is about.
    #[schemars(extend("x-onramp-ref" = LINKED))]
    pub link: Option<Ref>,
    /// What would help.
    pub help_wanted: Option<Phrase>,
    /// The team outside that it touches.
    #[schemars(extend("x-onramp-ref" = ["team"]))]
    pub partner: Option<Ref>,
    /// Whether that team has heard of it, from us, before it stands here.
    pub partner_informed: Option<bool>,
}

/// The kinds that a story may be about.
const LINKED: [&str; 15] = [
    "adr",
    "change",
    "incident",
    "metric",
    "migration",
    "milestone",
    "objective",
    "offering",
    "page",
    "proposal",
    "request",
    "roadmap_item",
    "slo",
    "sunset",
    "survey",
];

impl Record for Update {
    const NAME: &'static str = "update";
    const PLURAL: &'static str = "updates";
    const TITLE: (&'static str, &'static str) = ("Wins & Challenges", "Wins & Challenges");
    const AUDIENCE: &'static str = INTERNAL;
    const EXTENSION: &'static str = "toml";
    const REVIEWED: bool = false;
    const TEMPLATE: &'static str = "\
title = {title}
owner = \"change-me\"                # a file name in teams/
date = {date}
level = \"team\"                     # team, area or org; one of the whole org is public

[[wins]]
summary = \"change-me: what it is, as a headline\"
situation = \"change-me: how it was before\"
action = \"change-me: what was done\"
result = \"change-me: what came of it, with a number: 3 of 4\"

[[challenges]]
summary = \"change-me: what it is, as a headline\"
situation = \"change-me: what is the matter\"
action = \"change-me: what is done about it\"
result = \"change-me: what should come of it: 5 a week instead of 11\"
";
    const COLUMNS: &'static [&'static str] = &["date", "level", "owner"];
    const RULES: &'static [Rule] = rules::RULES;

    fn audience(&self) -> Option<&str> {
        (self.level == UpdateLevel::Org).then_some(PUBLIC)
    }

    fn when(&self) -> Option<When> {
        self.date.map(When::Day)
    }
}
