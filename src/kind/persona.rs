//! A persona: a kind of person whom the platform serves, what they do, and what gets in their way.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::finding::Rule;
use crate::record::{Phrase, Record, Ref};

/// A kind of person whom the platform serves: what they do, and what gets in their way, for whoever
/// plans something for them. Never one person.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Persona {
    /// What they are, such as `Engineer on a product team`.
    #[schemars(extend("x-onramp-expected" = true))]
    pub role: Option<String>,
    /// What they come to the platform to do.
    #[serde(default)]
    pub tasks: Vec<Phrase>,
    /// What gets in their way.
    #[serde(default)]
    pub pains: Vec<Phrase>,
    /// About how many of them there are.
    pub count_estimate: Option<u32>,
    /// What they use.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["offering"]))]
    pub offerings: Vec<Ref>,
}

impl Record for Persona {
    const NAME: &'static str = "persona";
    const PLURAL: &'static str = "personas";
    const TITLE: (&'static str, &'static str) = ("Persona", "Personas");
    const TEMPLATE: &'static str = "\
+++
title = {title}
summary = \"change-me: who they are and what they want, in a sentence\"
role = \"change-me: engineer on a product team\"
tasks = [\"change-me: what they come to the platform to do\"]
pains = [\"change-me: what gets in their way\"]
count_estimate = 100  # change-me: how many there are, about
offerings = []
created = {date}
reviewed = {date}
+++
change-me: a day on which they need the platform, as they would tell it
";
    const COLUMNS: &'static [&'static str] = &["summary", "count_estimate"];
    const RULES: &'static [Rule] = &[];
}
