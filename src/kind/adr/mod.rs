//! An architecture decision record: why something is as it is.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::facet::Phase;
use crate::finding::Rule;
use crate::quarter::When;
use crate::record::{Fields, Phrase, Record, Ref};
use crate::site::{EntryIx, Site};

mod body;
mod parts;
mod rules;
mod supersession;

/// A decision, in the words of its day, for whoever asks years later why something is as it is.
/// Context, decision and consequences stand in the body, under headings of these names (MADR's and
/// adr-tools' are read too).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Adr {
    /// The number within the log. Left out, it is that of the file's name.
    pub number: Option<u32>,
    /// The day of the decision, or of the proposal while there is none.
    #[schemars(extend("x-onramp-past" = true))]
    pub date: Option<Date>,
    /// Whether it holds.
    pub status: Option<Status>,
    /// Who decided: roles or teams.
    #[serde(default)]
    pub decision_makers: Vec<Phrase>,
    /// Whose advice was sought.
    #[serde(default)]
    pub consulted: Vec<Phrase>,
    /// Who was told.
    #[serde(default)]
    pub informed: Vec<Phrase>,
    /// What could have been done.
    #[serde(default)]
    pub options: Vec<Choice>,
    /// Decisions that this one takes the place of.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["adr"]))]
    pub supersedes: Vec<Ref>,
    /// The decision that takes the place of this one. Onramp works it out from `supersedes`; in
    /// files of other tools it is read and compared.
    #[schemars(extend("x-onramp-ref" = ["adr"]))]
    pub superseded_by: Option<Ref>,
    /// Offerings that the decision shapes.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["offering"]))]
    pub affects: Vec<Ref>,
    /// Whether teams outside the platform must do something because of it.
    pub requires_customer_work: Option<bool>,
}

/// Whether a decision holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Status {
    /// Not decided yet.
    Proposed,
    /// Decided, and in force.
    Accepted,
    /// Decided against.
    Rejected,
    /// No longer to be followed; nothing takes its place.
    Deprecated,
    /// A later decision takes its place.
    Superseded,
}

/// What could have been done.
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
    /// From where it was looked at.
    #[serde(default)]
    pub lens: Vec<Lens>,
}

/// A point of view on an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Lens {
    /// What can be built.
    Technology,
    /// How the work is arranged.
    Logistics,
    /// How it is run.
    Operations,
    /// What it costs.
    Budget,
}

impl Record for Adr {
    const NAME: &'static str = "adr";
    const PLURAL: &'static str = "adrs";
    const TITLE: (&'static str, &'static str) = ("Decision", "Decisions");
    const FOLDERS: &'static [&'static str] = &["adr", "decisions"];
    const NUMBERED: bool = true;
    const REVIEWED: bool = false;
    const TEMPLATE: &'static str = "\
+++
title = {title}
status = \"proposed\"
date = {date}
decision_makers = [\"change-me: who decides, as a role or a team\"]
affects = []

[[options]]
title = \"change-me: the one you would choose\"
pros = [\"change-me: what speaks for it\"]
cons = [\"change-me: what speaks against it\"]

[[options]]
title = \"change-me: the next best\"
pros = [\"change-me: what speaks for it\"]
cons = [\"change-me: what speaks against it\"]
+++
## Context

change-me: what makes a decision necessary, in a sentence or three

## Decision

change-me: we will ...

## Consequences

change-me: what gets easier, what gets harder, and for whom
";
    const COLUMNS: &'static [&'static str] = &["number", "status", "date"];
    const RULES: &'static [Rule] = rules::RULES;

    fn from_body(fields: &mut Fields<'_>) {
        body::read(fields);
    }

    fn phase(&self, _today: Date) -> Option<Phase> {
        Some(match self.status? {
            Status::Proposed => Phase::Coming,
            Status::Accepted => Phase::Living,
            Status::Deprecated => Phase::Leaving,
            Status::Rejected | Status::Superseded => Phase::Gone,
        })
    }

    fn replaced_by(&self, entry: &Entry, site: &Site) -> Vec<EntryIx> {
        let holds = |ix: &EntryIx| {
            self.status == Some(Status::Superseded)
                || site.entry(*ix).record::<Self>().is_some_and(|it| it.status == Some(Status::Accepted))
        };
        let named = self.superseded_by.as_ref().and_then(|name| site.target(entry, name));
        let newer: Vec<EntryIx> = site.referrers(entry, "supersedes").filter(holds).collect();
        if newer.is_empty() { named.into_iter().collect() } else { newer }
    }

    fn when(&self) -> Option<When> {
        self.date.map(When::Day)
    }
}
