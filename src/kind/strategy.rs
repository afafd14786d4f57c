//! A strategy: the problem that matters most, what is aimed for, and how.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::finding::Rule;
use crate::record::{Markdown, Phrase, Record, Ref};

/// Which problem is worth everyone's time, what its end would look like, and the way there. The
/// vision, the goal and the strategy are three things, and stand in three fields.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Strategy {
    /// What it will be like for those it serves, in a sentence or two.
    #[schemars(extend("x-onramp-expected" = true))]
    pub vision: Option<Markdown>,
    /// What is wrong today; one of them is the primary one.
    #[serde(default)]
    pub problem_statements: Vec<Problem>,
    /// What is to be reached, by when.
    #[schemars(extend("x-onramp-expected" = true))]
    pub goal: Option<Goal>,
    /// What is done about it in the middle term, in order.
    #[serde(default)]
    pub middle_term: Vec<Phrase>,
}

/// Something that is wrong today.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Problem {
    /// What is wrong, and for whom.
    pub text: Phrase,
    /// How much, as a number with what it counts: `160 hours in 18 months`.
    pub quantity: Option<String>,
    /// Whether this is the one that the strategy is about.
    #[serde(default)]
    pub primary: bool,
}

/// What is to be reached, by when.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Goal {
    /// The goal in a sentence.
    pub text: Option<Phrase>,
    /// What tells whether it is reached.
    #[schemars(extend("x-onramp-ref" = ["metric"]))]
    pub metric: Option<Ref>,
    /// The value that is aimed for.
    pub target: Option<f64>,
    /// In what it is measured; left out, the metric's unit.
    pub unit: Option<String>,
    /// The day by which it is to be reached.
    pub by: Option<Date>,
}

impl Record for Strategy {
    const NAME: &'static str = "strategy";
    const PLURAL: &'static str = "strategies";
    const TITLE: (&'static str, &'static str) = ("Strategy", "Strategies");
    const FOLDERS: &'static [&'static str] = &["strategy"];
    const TEMPLATE: &'static str = "\
+++
title = {title}
summary = \"What this strategy is about, in a sentence.\"
vision = \"What it will be like for those it serves.\"
middle_term = [\"What is done first\", \"What follows from it\"]
created = {date}
reviewed = {date}

[[problem_statements]]
text = \"What is wrong today, and for whom\"
quantity = \"160 hours in 18 months\"
primary = true

[goal]
text = \"What is to be reached\"
target = 3
unit = \"hours\"
by = {date}
+++
Why this problem before the others, and what is left aside for it.
";
    const COLUMNS: &'static [&'static str] = &["summary"];
    const RULES: &'static [Rule] = &[];
}
