//! A roadmap item: something that is going to be different, when, and why.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::config::{INTERNAL, PUBLIC};
use crate::entry::Entry;
use crate::facet::{Decided, Phase};
use crate::finding::Rule;
use crate::quarter::{Quarter, Target, When};
use crate::record::{Phrase, Record, Ref};
use crate::site::Site;

mod checks;
mod rules;

/// Something that is going to be different: for users (then everyone may read it), or inside the
/// platform.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct RoadmapItem {
    /// What will be different, for whom.
    #[schemars(extend("x-onramp-expected" = true))]
    pub outcome: Option<Phrase>,
    /// Why it is done.
    #[schemars(extend("x-onramp-expected" = true))]
    pub category: Option<Category>,
    /// How far from what is there it leads.
    #[schemars(extend("x-onramp-audience" = "internal"))]
    pub investment: Option<Investment>,
    /// Whether users will notice. Those items are public, the others internal, unless they say
    /// otherwise.
    #[schemars(extend("x-onramp-expected" = true))]
    pub user_visible: Option<bool>,
    /// When: a quarter such as `2027-Q2`, or `now`, `next`, `later`.
    #[schemars(extend("x-onramp-expected" = true))]
    pub target: Option<Target>,
    /// How far it has come.
    pub status: Option<Status>,
    /// Where its target was before, and why it moved.
    #[serde(default)]
    pub moved: Vec<Move>,
    /// The day on which work on it began, or will.
    pub started: Option<Date>,
    /// The day on which it was delivered.
    #[schemars(extend("x-onramp-past" = true, "x-onramp-not-before" = "started"))]
    pub delivered: Option<Date>,
    /// How much work it is, in months of one developer.
    #[schemars(extend("x-onramp-audience" = "internal"), range(min = 0.0))]
    pub size_dev_months: Option<f64>,
    /// How many people plan and build it as one group.
    #[schemars(extend("x-onramp-audience" = "internal"))]
    pub people: Option<u32>,
    /// Whether it cannot wait.
    #[schemars(extend("x-onramp-audience" = "internal"))]
    pub acute: Option<bool>,
    /// Its place in the list of its category, 1 first.
    #[schemars(extend("x-onramp-audience" = "internal"), range(min = 1))]
    pub rank: Option<u32>,
    /// The objective that it serves.
    #[schemars(extend("x-onramp-ref" = ["objective"]))]
    pub objective: Option<Ref>,
    /// The larger piece of work that it is a part of.
    #[schemars(extend("x-onramp-ref" = ["roadmap_item", "proposal"]))]
    pub part_of: Option<Ref>,
    /// The offerings that change.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["offering"]))]
    pub offerings: Vec<Ref>,
    /// What must be there first. Write `[]` where it needs nothing.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["roadmap_item", "offering", "team"]))]
    pub depends_on: Vec<Ref>,
    /// The decisions that shape it.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["adr"]))]
    pub decided_by: Vec<Ref>,
    /// What waits until it is done: offerings that get no features meanwhile, and items that are put
    /// aside. With it, the item has its place on the page about stability.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["offering", "roadmap_item"]))]
    pub pauses: Vec<Ref>,
    /// Whether teams outside the platform must do something for it.
    pub requires_customer_work: Option<bool>,
    /// The migration that it brings.
    #[schemars(extend("x-onramp-ref" = ["migration"]))]
    pub migration: Option<Ref>,
    /// Hours that it costs a customer team, where no migration says so.
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    pub customer_hours: Option<f64>,
    /// Who asked for it.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["persona"]))]
    pub requested_by: Vec<Ref>,
    /// The role that answers for a mandate.
    #[schemars(extend("x-onramp-audience" = "internal"))]
    pub mandate_sponsor: Option<String>,
    /// What can be used on the way, in order.
    #[serde(default)]
    pub substeps: Vec<Phrase>,
}

impl RoadmapItem {
    /// Whether something is still to be done.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(self.status, Some(Status::Delivered | Status::Dropped))
    }

    /// The quarter that it was planned for, where that has passed and it is still to be done.
    #[must_use]
    pub fn late(&self, today: Date) -> Option<Quarter> {
        let quarter = self.target?.quarter().filter(|_| self.is_open());
        quarter.filter(|quarter| *quarter < Quarter::of(today))
    }
}

/// Why something is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Category {
    /// Users can do something that they could not.
    Feature,
    /// It keeps the lights on.
    Ktlo,
    /// Somebody with the right to has said that it must be.
    Mandate,
    /// Things break less.
    Reliability,
    /// The same for less.
    Efficiency,
    /// What should stay out, does.
    Security,
    /// What is there is built anew, for years to come.
    Rearchitecture,
    /// Something that there was not.
    NewPlatform,
}

/// How far from what is there something leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Investment {
    /// Makes what is there better.
    Core,
    /// Takes what is there to new users or uses.
    Adjacent,
    /// Is new to everyone.
    Transformational,
}

/// How far an item has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Status {
    /// Thought about.
    Proposed,
    /// Will be done.
    Committed,
    /// Being worked on.
    InProgress,
    /// There.
    Delivered,
    /// Begun, and set aside.
    Paused,
    /// Will not be done.
    Dropped,
}

/// A change of an item's target.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Move {
    /// The target before.
    pub from: Target,
    /// The day on which it moved.
    #[schemars(extend("x-onramp-past" = true))]
    pub on: Date,
    /// Why, in words that a customer understands.
    pub why: Phrase,
}

/// What the page of an item adds to its fields.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RoadmapItemView {
    /// The quarter that it was planned for, where that has passed and it is still to be done.
    pub late: Option<Quarter>,
    /// Its milestones that were to be reached by now, by typed id.
    pub overdue: Vec<String>,
    /// The decisions that shape it, and where they stand.
    pub decided_by: Vec<Decided>,
}

impl Record for RoadmapItem {
    const NAME: &'static str = "roadmap_item";
    const PLURAL: &'static str = "roadmap_items";
    const TITLE: (&'static str, &'static str) = ("Roadmap item", "Roadmap items");
    const FOLDERS: &'static [&'static str] = &["roadmap", "roadmaps"];
    const EXTENSION: &'static str = "toml";
    const TEMPLATE: &'static str = "\
title = {title}
outcome = \"change-me: what will be different, and for whom\"
category = \"feature\"       # feature, ktlo, mandate, reliability, efficiency, security, rearchitecture or new_platform
user_visible = true        # everyone may read of what users will notice; the rest is internal
target = \"later\"           # a quarter such as 2027-Q2, or now, next, later
status = \"proposed\"        # proposed, committed, in_progress, delivered, paused or dropped
offerings = []
# objective = \"change-me\"
substeps = [\"change-me: the first part that somebody can use\"]
created = {date}
";
    const COLUMNS: &'static [&'static str] = &["outcome", "target", "status"];
    const REVIEWED: bool = false;
    const RULES: &'static [Rule] = rules::RULES;

    fn audience(&self) -> Option<&str> {
        Some(if self.user_visible == Some(true) { PUBLIC } else { INTERNAL })
    }

    fn view(&self, entry: &Entry, site: &Site) -> Value {
        let view = RoadmapItemView {
            late: self.late(site.as_of),
            overdue: site.overdue_parts(entry),
            decided_by: Decided::all(&self.decided_by, entry, site),
        };
        serde_json::to_value(view).unwrap_or_default()
    }

    fn view_schema() -> Option<Value> {
        Some(crate::record::schema_of::<RoadmapItemView>())
    }

    fn phase(&self, _today: Date) -> Option<Phase> {
        Some(match self.status? {
            Status::Proposed | Status::Committed | Status::InProgress | Status::Paused => Phase::Coming,
            Status::Delivered => Phase::Living,
            Status::Dropped => Phase::Gone,
        })
    }

    fn when(&self) -> Option<When> {
        // What is delivered was so on its day, whatever it was planned for; that it was wanted soon says no time.
        match (self.status, self.delivered, self.target) {
            (Some(Status::Delivered), Some(day), _) => Some(When::Day(day)),
            (Some(Status::Delivered), None, target) => {
                target.and_then(Target::quarter).map(|it| When::Target(Target::Quarter(it)))
            }
            (_, _, target) => target.map(When::Target),
        }
    }
}
