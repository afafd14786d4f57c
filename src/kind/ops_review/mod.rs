//! An operations review: what the weeks before said about how the platform is run.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::config::INTERNAL;
use crate::entry::Entry;
use crate::facet::{Ask, Dated};
use crate::finding::Rule;
use crate::quarter::When;
use crate::record::{Markdown, Phrase, Record, Ref};
use crate::site::{EntryIx, Site};

mod rules;

/// A look back at pages, support, incidents, changes and objectives: every week in a team, every
/// month across them. The team that holds it is its owner.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct OpsReview {
    /// The day on which it was held.
    #[schemars(extend("x-onramp-expected" = true, "x-onramp-past" = true))]
    pub date: Option<Date>,
    /// Whether one team looked back, or all together.
    #[serde(default)]
    pub level: ReviewLevel,
    /// Topic one: what paged, and what was not worth a page.
    pub pages: Option<Markdown>,
    /// Topic two: what people asked for, and what will make it rarer.
    pub support: Option<Markdown>,
    /// Topic three: incidents that were talked through. Write `[]` where there was none.
    #[schemars(extend("x-onramp-ref" = ["incident"]))]
    pub postmortems: Option<Vec<Ref>>,
    /// Topic four: changes that were talked through. Write `[]` where there was none.
    #[schemars(extend("x-onramp-ref" = ["change", "migration"]))]
    pub changes: Option<Vec<Ref>>,
    /// Topic five: which objectives were missed or nearly so, and what follows.
    pub slis_slos: Option<Markdown>,
    /// What somebody took home to do.
    #[serde(default)]
    pub actions: Vec<ReviewAction>,
    /// Whether somebody was there who can put other work aside.
    pub manager_present: Option<bool>,
}

/// Who looked back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum ReviewLevel {
    /// One team.
    #[default]
    Team,
    /// All teams together.
    Org,
}

/// Something to do after a review.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ReviewAction {
    /// What is done.
    pub text: Phrase,
    /// The team that does it.
    #[schemars(extend("x-onramp-ref" = ["team"]))]
    pub owner: Option<Ref>,
    /// The day by which it is done.
    pub due: Option<Date>,
    /// Whether it is done.
    #[serde(default)]
    pub done: bool,
}

/// What the page of a review adds to its fields.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OpsReviewView {
    /// Whether each action was to be done by now and is not, in the order of `actions`.
    pub overdue: Vec<bool>,
}

impl OpsReview {
    /// What is still to be done.
    fn open_actions(&self) -> impl Iterator<Item = &ReviewAction> {
        self.actions.iter().filter(|action| !action.done)
    }
}

impl ReviewAction {
    /// What is done, after the title of the review that it is of.
    fn titled(&self, of: &Entry) -> String {
        format!("{}: {}", of.title, self.text.text)
    }
}

impl Record for OpsReview {
    const NAME: &'static str = "ops_review";
    const PLURAL: &'static str = "ops_reviews";
    const TITLE: (&'static str, &'static str) = ("Operations review", "Operations reviews");
    const FOLDERS: &'static [&'static str] = &["ops-reviews"];
    const AUDIENCE: &'static str = INTERNAL;
    const REVIEWED: bool = false;
    const TEMPLATE: &'static str = "\
+++
title = {title}
owner = \"change-me\"                # a file name in teams/
date = {date}
level = \"team\"                     # team or org
pages = \"change-me: what paged, and what was not worth a page\"
support = \"change-me: what people asked for, and what will make it rarer\"
postmortems = []                   # file names in incidents/
changes = []                       # file names in changes/
slis_slos = \"change-me: which objectives were missed or nearly so, and what follows\"
manager_present = true
+++
";
    const COLUMNS: &'static [&'static str] = &["date", "level", "owner"];
    const RULES: &'static [Rule] = rules::RULES;

    fn view(&self, _entry: &Entry, site: &Site) -> Value {
        let overdue = |it: &ReviewAction| !it.done && it.due.is_some_and(|due| due < site.as_of);
        let view = OpsReviewView { overdue: self.actions.iter().map(overdue).collect() };
        serde_json::to_value(view).unwrap_or_default()
    }

    fn view_schema() -> Option<Value> {
        Some(crate::record::schema_of::<OpsReviewView>())
    }

    fn asks(&self, ix: EntryIx, site: &Site) -> Vec<Ask> {
        let entry = site.entry(ix);
        let ask = |action: &ReviewAction| {
            let team = site.target(entry, action.owner.as_ref()?)?;
            Some(Ask::lesson(ix, team, action.titled(entry), action.due?, site))
        };
        self.open_actions().filter_map(ask).collect()
    }

    fn dates(&self, ix: EntryIx, site: &Site) -> Vec<Dated> {
        let dated = |action: &ReviewAction| {
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

    fn when(&self) -> Option<When> {
        self.date.map(When::Day)
    }
}
