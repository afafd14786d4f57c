//! A proposal: a problem, what could be done, and what its author would do. With a plan of action,
//! and for what is built anew over years, what that must bring.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::config::{INTERNAL, PUBLIC};
use crate::entry::Entry;
use crate::facet::{Decided, Phase};
use crate::finding::Rule;
use crate::quarter::When;
use crate::record::{Markdown, Phrase, Record, Ref};
use crate::site::Site;

mod parts;
mod rules;

/// A problem, what could be done about it, and what its author would do. Internal until it is
/// accepted. The five parts stand in fields or under headings of the body: background and tenets,
/// problem, options, proposal and rationale, plan of action. Its milestones are records that name
/// it as their `parent`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Proposal {
    /// How large it is: this decides what it must say.
    #[serde(rename = "type")]
    #[schemars(extend("x-onramp-expected" = true))]
    pub what: Option<ProposalType>,
    /// Whether it has been agreed to.
    #[schemars(extend("x-onramp-expected" = true))]
    pub status: Option<Status>,
    /// The day of the decision, or of the text while there is none.
    #[schemars(extend("x-onramp-expected" = true, "x-onramp-past" = true))]
    pub date: Option<Date>,
    /// What a reader must know, and what the authors hold to.
    pub background_tenets: Option<Markdown>,
    /// What is wrong, for whom, and how much.
    pub problem: Option<Markdown>,
    /// What could be done; doing nothing is one.
    #[serde(default)]
    pub options: Vec<Choice>,
    /// What should be done, and why that.
    pub proposed_rationale: Option<Markdown>,
    /// How one will know that it is done.
    pub plan_of_action: Option<PlanOfAction>,
    /// How it is tested, and who accepts it.
    pub testing_acceptance: Option<Markdown>,
    /// What must be there first. Write `[]` where it needs nothing.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["roadmap_item", "offering", "team", "proposal"]))]
    pub dependencies: Vec<Ref>,
    /// How many people it takes.
    #[schemars(extend("x-onramp-audience" = "internal"), range(min = 0.0))]
    pub headcount: Option<f64>,
    /// How it comes to its users.
    pub adoption: Option<Adoption>,
    /// How many years it is meant to hold, for what is built anew.
    #[schemars(range(min = 0.0))]
    pub horizon_years: Option<f64>,
    /// What it must be able to do that what is there cannot.
    pub capabilities: Option<Capabilities>,
    /// What is no longer needed then.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["offering", "roadmap_item"]))]
    pub subsumes: Vec<Ref>,
    /// Why open-source software is trusted with it.
    pub oss_bet: Option<OssBet>,
    /// What moving to it costs those who use what is there.
    pub migration_cost: Option<MigrationCost>,
    /// What will be there within twelve months.
    #[serde(default)]
    pub wins_12m: Vec<Win>,
    /// Decisions that came of it.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["adr"]))]
    pub decisions: Vec<Ref>,
}

/// How large a proposal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum ProposalType {
    /// Something to decide.
    Proposal,
    /// Something to carry out over months.
    ActionPlan,
    /// Something to build anew over years.
    Rearchitecture,
}

/// Whether a proposal has been agreed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Status {
    /// Being written.
    Draft,
    /// Being read.
    InReview,
    /// Agreed to.
    Accepted,
    /// Decided against.
    Rejected,
    /// Taken back by its authors.
    Withdrawn,
}

/// What could be done.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Choice {
    /// The option in a few words.
    pub title: Phrase,
    /// What speaks for it.
    #[serde(default)]
    pub pros: Vec<Phrase>,
    /// What speaks against it.
    #[serde(default)]
    pub cons: Vec<Phrase>,
}

/// How one will know that something is done.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct PlanOfAction {
    /// What is so when it is done.
    pub done: Option<Markdown>,
    /// What tells that it is.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["metric"]))]
    pub metrics: Vec<Ref>,
}

/// How something comes to its users.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Adoption {
    /// What it will be called.
    pub name: Option<String>,
    /// Who uses it first.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["team"]))]
    pub early_adopters: Vec<Ref>,
    /// What will be written.
    pub docs: Option<Phrase>,
    /// How people learn it.
    pub teaching: Option<Phrase>,
    /// How people hear of it.
    pub announce: Option<Phrase>,
}

/// What something built anew must be able to do, of four sorts.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Capabilities {
    /// What users can do with it.
    pub features: Option<Phrase>,
    /// What it costs to run.
    pub efficiency: Option<Phrase>,
    /// How it behaves when something breaks.
    pub reliability: Option<Phrase>,
    /// What it keeps out.
    pub security: Option<Phrase>,
}

/// Why open-source software is trusted with something.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct OssBet {
    /// What the business needs that it gives.
    pub business_need: Option<Phrase>,
    /// What it does not do yet, and who will see to that.
    pub feature_gap: Option<Phrase>,
    /// Where those who make it are heading.
    pub ecosystem_trajectory: Option<Phrase>,
}

/// What moving to something costs those who use what is there.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct MigrationCost {
    /// What they must do.
    pub text: Phrase,
    /// Hours of their work, all teams together.
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    pub hours: Option<f64>,
}

/// Something that will be there within twelve months.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Win {
    /// What will be so.
    pub goal: Phrase,
    /// The team that has it first.
    #[schemars(extend("x-onramp-ref" = ["team"]))]
    pub partner: Option<Ref>,
}

/// What the page of a proposal adds to its fields.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProposalView {
    /// Its milestones that were to be reached by now, by typed id.
    pub overdue: Vec<String>,
    /// The decisions that it led to, and where they stand.
    pub decisions: Vec<Decided>,
}

impl Record for Proposal {
    const NAME: &'static str = "proposal";
    const PLURAL: &'static str = "proposals";
    const TITLE: (&'static str, &'static str) = ("Proposal", "Proposals");
    const TEMPLATE: &'static str = "\
+++
title = {title}
summary = \"change-me: what should be done about what, in a sentence\"
type = \"proposal\"        # proposal, action_plan or rearchitecture
status = \"draft\"         # draft, in_review, accepted, rejected or withdrawn
date = {date}

[[options]]
title = \"Leave it as it is\"
pros = [\"change-me: what speaks for it\"]
cons = [\"change-me: what speaks against it\"]

[[options]]
title = \"change-me: the one you would choose\"
pros = [\"change-me: what speaks for it\"]
cons = [\"change-me: what speaks against it\"]
+++
## Background and tenets

change-me: what a reader must know, and what we hold to

## Problem

change-me: what is wrong, for whom, and how much

## Proposal and rationale

change-me: what should be done, and why that

## Plan of action

change-me: what is done in which order, and how one will know that it is done
";
    const COLUMNS: &'static [&'static str] = &["summary", "type", "status", "date"];
    const REVIEWED: bool = false;
    const RULES: &'static [Rule] = rules::RULES;

    fn audience(&self) -> Option<&str> {
        Some(if self.status == Some(Status::Accepted) { PUBLIC } else { INTERNAL })
    }

    fn view(&self, entry: &Entry, site: &Site) -> Value {
        let view = ProposalView {
            overdue: site.overdue_parts(entry),
            decisions: Decided::all(&self.decisions, entry, site),
        };
        serde_json::to_value(view).unwrap_or_default()
    }

    fn view_schema() -> Option<Value> {
        Some(crate::record::schema_of::<ProposalView>())
    }

    fn phase(&self, _today: Date) -> Option<Phase> {
        Some(match self.status? {
            Status::Draft | Status::InReview => Phase::Coming,
            Status::Accepted => Phase::Living,
            Status::Rejected | Status::Withdrawn => Phase::Gone,
        })
    }

    fn when(&self) -> Option<When> {
        self.date.map(When::Day)
    }
}
