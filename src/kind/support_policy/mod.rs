//! A support policy: who may call whom, and how long an answer takes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::Wording;
use crate::duration::Duration;
use crate::finding::Rule;
use crate::quarter::Quarter;
use crate::record::{Phrase, Record, Ref};

mod consistent;
mod rules;

/// Two answers for somebody in trouble: can I engage a person now, and if not, how long will I wait.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct SupportPolicy {
    /// What its times are called, where that is not what the rest of the site says: agreements, where
    /// a contract stands behind them.
    pub wording: Option<Wording>,
    /// The contract that makes them agreements: its name or address.
    pub contract: Option<Phrase>,
    /// The one place where requests are made.
    #[schemars(extend("x-onramp-expected" = true))]
    pub intake: Option<String>,
    /// Where it is seen whether something is down right now.
    pub status_url: Option<String>,
    /// How one pages: a command or an address.
    pub paging: Option<Phrase>,
    /// When somebody answers.
    #[schemars(extend("x-onramp-expected" = true))]
    pub coverage: Option<Coverage>,
    /// Why a platform that production runs on is not covered day and night.
    pub coverage_exception: Option<Phrase>,
    /// Where everybody reads and experts answer.
    pub expert_channel: Option<String>,
    /// Who looks at a request, first to last.
    #[serde(default)]
    #[schemars(extend("x-onramp-expected" = true))]
    pub escalation: Vec<Rung>,
    /// How bad it is, worst first.
    #[serde(default)]
    #[schemars(extend("x-onramp-expected" = true))]
    pub levels: Vec<Level>,
    /// What people ask for.
    #[serde(default)]
    #[schemars(extend("x-onramp-expected" = true))]
    pub request_types: Vec<RequestType>,
    /// What to have ready before asking.
    #[serde(default)]
    pub have_ready: Vec<Phrase>,
    /// Pages that answer what is asked most.
    #[serde(default)]
    pub try_first: Vec<Remedy>,
    /// Share of requests that the first line solves itself, in percent.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub first_line_resolution_percent: Option<f64>,
    /// The same of the best that one knows of, in percent.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub first_line_benchmark_percent: Option<f64>,
    /// How well the times were kept.
    #[serde(default)]
    pub actuals: Vec<Actual>,
    /// What is asked, how often, and what is done about it.
    #[serde(default)]
    #[schemars(extend("x-onramp-audience" = "internal"))]
    pub categories: Vec<Category>,
}

/// When somebody answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[schemars(inline)]
pub enum Coverage {
    /// Day and night, every day.
    #[serde(rename = "24x7")]
    Always,
    /// In business hours.
    #[serde(rename = "business")]
    Business,
}

/// Somebody who looks at a request.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Rung {
    /// Who, in a word or two.
    pub who: Phrase,
    /// What they do with it.
    pub does: Option<Phrase>,
    /// The team that they are, where it is always the same.
    #[schemars(extend("x-onramp-ref" = ["team"]))]
    pub team: Option<Ref>,
}

/// How bad something is, and what follows from it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Level {
    /// Its name.
    pub name: String,
    /// What the trouble does to the business.
    pub business_impact: Option<Phrase>,
    /// What tells that the platform may be the cause: without it, people page in vain.
    pub engage_condition: Option<Phrase>,
    /// Whether one may page.
    #[serde(default)]
    pub may_page: bool,
    /// When somebody answers, where it differs from the whole policy.
    pub coverage: Option<Coverage>,
    /// How one asks at this level: a channel or an address.
    pub channel: Option<String>,
    /// The tiers of applications that it is for; left out, all.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["app_tier"]))]
    pub tiers: Vec<Ref>,
    /// Until a person answers.
    pub respond: Option<Duration>,
    /// Until somebody works on it.
    pub assign: Option<Duration>,
    /// Until it is solved.
    pub resolve: Option<Duration>,
    /// What holds in place of times, such as `the next office hours`.
    pub instead: Option<Phrase>,
}

/// Something that people ask for.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct RequestType {
    /// Its name, as people would say it.
    pub name: String,
    /// The level that it usually has: its times hold where there are none here.
    pub level: Option<String>,
    /// Until a person answers.
    pub respond: Option<Duration>,
    /// Until somebody works on it.
    pub assign: Option<Duration>,
    /// Until it is solved.
    pub resolve: Option<Duration>,
    /// What holds in place of times, such as `the next office hours`.
    pub instead: Option<Phrase>,
    /// Where the times come from.
    pub basis: Option<Basis>,
}

/// Where times come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Basis {
    /// What it took before.
    Historical,
    /// A guess, to begin with.
    Guess,
}

/// A symptom, and the page that helps.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Remedy {
    /// What people see.
    pub symptom: Phrase,
    /// The page that helps.
    #[schemars(extend("x-onramp-ref" = ["page"]))]
    pub page: Ref,
}

/// How well the times of one type of request were kept in a quarter.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Actual {
    /// The name of the type, as above.
    pub request_type: String,
    /// The quarter.
    #[schemars(extend("x-onramp-past" = true))]
    pub period: Quarter,
    /// How many there were.
    pub requests: Option<u32>,
    /// Until a person answered: the time that nine in ten did not exceed.
    pub respond: Option<Duration>,
    /// Until somebody worked on it.
    pub assign: Option<Duration>,
    /// Until it was solved.
    pub resolve: Option<Duration>,
    /// Share of requests that were within all promised times, in percent.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub within_percent: Option<f64>,
    /// Where the numbers come from.
    pub source: Option<String>,
}

/// What people ask about.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Category {
    /// What it is about.
    pub name: String,
    /// How often it comes, in a usual week.
    #[schemars(range(min = 0.0))]
    pub requests_week: f64,
    /// The page that answers it.
    #[schemars(extend("x-onramp-ref" = ["page"]))]
    pub page: Option<Ref>,
    /// The training or the improvement that will make it rarer.
    pub improvement: Option<Phrase>,
}

impl Record for SupportPolicy {
    const NAME: &'static str = "support_policy";
    const PLURAL: &'static str = "support_policies";
    const TITLE: (&'static str, &'static str) = ("Support policy", "Support policies");
    const FOLDERS: &'static [&'static str] = &["support-policies", "support"];
    const EXTENSION: &'static str = "toml";
    const TEMPLATE: &'static str = "\
title = {title}
summary = \"change-me: for whom it is, in a sentence\"
owner = \"change-me\"                  # a file name in teams/
intake = \"https://help.example.com/platform\"  # change-me: the one place where requests are made
coverage = \"business\"               # 24x7 or business
coverage_exception = \"change-me: why nobody answers at night\"
expert_channel = \"#change-me\"
created = {date}
reviewed = {date}

[[escalation]]
who = \"Peer experts\"
does = \"Everybody reads the channel, and experts answer\"

[[escalation]]
who = \"The team\"
does = \"Its person on support this week\"

[[levels]]
name = \"Urgent\"
business_impact = \"A team cannot work or ship\"
respond = \"1 business hour\"          # change-me: until a person answers
assign = \"2 business hours\"          # change-me: until somebody works on it
resolve = \"1 business day\"           # change-me: until it is solved

[[levels]]
name = \"Standard\"
business_impact = \"Anything else\"
respond = \"4 business hours\"         # change-me: until a person answers
assign = \"1 business day\"            # change-me: until somebody works on it
resolve = \"5 business days\"          # change-me: until it is solved

[[request_types]]
name = \"Question\"
level = \"Standard\"
basis = \"guess\"                     # historical or guess
";
    const COLUMNS: &'static [&'static str] = &["summary", "coverage"];
    const RULES: &'static [Rule] = rules::RULES;
}
