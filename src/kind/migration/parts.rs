//! What a migration is made of: the tables inside it.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::record::{Markdown, Phrase, Ref};

/// By when, and who says so.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Deadline {
    /// The last day.
    pub date: Date,
    /// Who set it.
    pub source: Option<Source>,
    /// Whether nobody here can move it.
    #[serde(default)]
    pub hard: bool,
}

/// Who set a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Source {
    /// An upstream is no longer mended.
    UpstreamEol,
    /// A vendor ends it.
    Vendor,
    /// A lease runs out.
    Lease,
    /// A contract runs out.
    Contract,
    /// Security.
    Security,
    /// A law or an auditor.
    Compliance,
    /// We ourselves.
    Internal,
}

impl Source {
    /// The word that files write.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::UpstreamEol => "upstream_eol",
            Self::Vendor => "vendor",
            Self::Lease => "lease",
            Self::Contract => "contract",
            Self::Security => "security",
            Self::Compliance => "compliance",
            Self::Internal => "internal",
        }
    }
}

/// How far a migration has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Stage {
    /// Known; nobody has to do anything.
    Information,
    /// The platform prepares it.
    Planning,
    /// Teams are asked to move.
    Active,
    /// Most have moved.
    #[serde(rename = "final_20")]
    Final20,
    /// All have moved.
    Done,
}

impl Stage {
    /// Whether teams are asked to move.
    #[must_use]
    pub fn is_active(self) -> bool {
        matches!(self, Self::Active | Self::Final20)
    }
}

/// Whom a migration affects.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct AppliesIf {
    /// The rule in words, such as `Your team owns a host that runs release N`. No product names
    /// that only insiders know.
    pub text: Option<Phrase>,
    /// Applications that use this are affected. Left out: all of `from`.
    #[schemars(extend("x-onramp-ref" = ["offering", "upstream"]))]
    pub offering: Option<Ref>,
    /// Of these, only those that use this part of it.
    pub part: Option<String>,
    /// Of these, only those that use this version of it.
    pub version: Option<String>,
    /// How one finds out, such as a command.
    pub check: Option<Markdown>,
}

/// Something left to do.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Task {
    /// What is left to do, in a few words.
    pub text: Phrase,
    /// How long it takes, for one application.
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    pub hours: Option<f64>,
}

/// The way to the new.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct OnRamp {
    /// What to do, in order.
    #[serde(default)]
    pub steps: Vec<Phrase>,
    /// How to try it with a part, or why that cannot be.
    pub partial_trial: Option<Phrase>,
    /// How one sees that it works.
    pub validate: Option<Phrase>,
    /// How one goes back, and how long one can.
    pub rollback: Option<Phrase>,
}

/// The way off the old.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct OffRamp {
    /// What to do, in order.
    #[serde(default)]
    pub steps: Vec<Phrase>,
    /// What becomes of the data.
    pub data: Option<Phrase>,
    /// How traffic leaves it, bit by bit.
    pub traffic_dial: Option<Phrase>,
    /// Who takes it down, and when.
    pub decommission: Option<Phrase>,
}

/// What one did with the old, and how one does it with the new.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Parity {
    /// What one did with the old.
    pub old: Phrase,
    /// How one does it with the new.
    pub new: Option<Phrase>,
    /// What is missing, and what to do meanwhile.
    pub gap: Option<Phrase>,
}

/// Something that is done once what it needs is done.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Step {
    /// The name by which other steps need it. Left out: the title in lower case with hyphens.
    pub id: Option<String>,
    /// What is done, in a few words.
    pub title: String,
    /// The ids of the steps that must be done before.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Who does it.
    #[serde(default)]
    pub actor: Actor,
    /// Who does it, where a word does not say it all.
    pub who: Option<Phrase>,
    /// Whether a program does it.
    #[serde(default)]
    pub automated: bool,
    /// How much it is about.
    pub scope: Option<Phrase>,
    /// Where it stands. Left out: released when all that it needs is done.
    pub state: Option<StepState>,
    /// How many there are to do, such as hosts.
    pub total: Option<u64>,
    /// How many of these are done.
    pub done: Option<u64>,
}

/// Who does a step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Actor {
    /// The team whose migration it is.
    #[default]
    Platform,
    /// Those who move.
    Customer,
    /// Both.
    Both,
    /// Somebody else.
    Other,
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum StepState {
    /// Done.
    Done,
    /// Can be done now.
    Released,
    /// Something that it needs is not done.
    Waiting,
}

/// What a team and the platform have agreed on.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Agreement {
    /// The application that it is about.
    #[schemars(extend("x-onramp-ref" = ["application"]))]
    pub application: Option<Ref>,
    /// The team, where it is about all that the team has to move.
    #[schemars(extend("x-onramp-ref" = ["team"]))]
    pub team: Option<Ref>,
    /// What the team does, in a phrase, such as `Move cart-legacy off virtual machines`.
    pub what: Option<String>,
    /// By when.
    pub by: Option<Date>,
    /// Hours of the team's work, in all.
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    pub hours: Option<f64>,
    /// Where it stands.
    #[serde(default)]
    pub state: AgreementState,
}

/// Where an agreement stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum AgreementState {
    /// Talked about.
    Proposed,
    /// Both have said yes.
    #[default]
    Agreed,
    /// Done.
    Done,
}

/// How much has moved.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Progress {
    /// How many there are.
    pub total: u64,
    /// How many have moved.
    pub done: u64,
    /// What is counted, such as `hosts`.
    pub unit: Option<String>,
    /// The day on which it was counted.
    #[schemars(extend("x-onramp-past" = true))]
    pub as_of: Option<Date>,
    /// Where an import reads it, such as `host inventory`. Left out: somebody typed it.
    pub imported_from: Option<String>,
    /// What is left, in a few words.
    pub remaining: Option<Phrase>,
    /// How many had moved on earlier days.
    #[serde(default)]
    pub history: Vec<Point>,
}

impl Progress {
    /// The earlier days on which it was counted.
    pub(super) fn days(&self) -> impl Iterator<Item = Date> {
        self.history.iter().map(|it| it.date)
    }
}

/// How many had moved on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[schemars(inline)]
pub struct Point {
    /// The day.
    #[schemars(extend("x-onramp-past" = true))]
    pub date: Date,
    /// How many had moved.
    pub done: u64,
}

/// The larger aim that a mandate serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Aim {
    /// To be safer.
    Security,
    /// To spend less.
    Cost,
    /// To make a product better.
    Product,
}

/// A question that comes again and again.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Question {
    /// The question, as people ask it.
    pub question: Phrase,
    /// The answer.
    pub answer: Markdown,
}
