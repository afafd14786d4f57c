//! A sunset: an offering, or a part of one, ends and nothing takes its place.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::facet::{Ask, By, Cause, Dated, Firmness, Phase};
use crate::finding::Rule;
use crate::quarter::When;
use crate::record::{Phrase, Record, Ref};
use crate::site::{EntryIx, Site};
use crate::view::Reference;

mod rules;

/// The end of an offering, or of a part of it, without a successor: why, when, and what its users
/// can do.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Sunset {
    /// What ends, or what it is a part of.
    #[schemars(extend("x-onramp-ref" = ["offering"], "x-onramp-expected" = true))]
    pub offering: Option<Ref>,
    /// The part that ends, where the rest stays; in the words that applications use.
    pub part: Option<String>,
    /// Why it ends.
    #[serde(default)]
    pub reasons: Vec<Reason>,
    /// How many still use it.
    pub users: Option<u64>,
    /// Of all cases in which it could be used, the share in which it is, in percent.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub use_case_share_percent: Option<f64>,
    /// Whether somebody's work stands still without it.
    #[serde(default)]
    pub critical: bool,
    /// What could have been done instead, and why it is not.
    #[serde(default)]
    #[schemars(extend("x-onramp-expected" = true))]
    pub alternatives_considered: Vec<Phrase>,
    /// Whether its users could take it over.
    pub hand_back: Option<HandBack>,
    /// The ways out.
    #[serde(default)]
    pub off_ramps: Vec<OffRamp>,
    /// The day on which its users were told.
    #[schemars(extend("x-onramp-expected" = true))]
    pub announced: Option<Date>,
    /// The day on which it ends.
    #[schemars(extend("x-onramp-expected" = true))]
    pub end: Option<Date>,
    /// The teams that the timeline was made with.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["team"]))]
    pub negotiated_with: Vec<Ref>,
    /// Hours of work for each application that still uses it.
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    pub effort_per_app_hours: Option<f64>,
    /// Teams that are off it.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["team"]))]
    pub done: Vec<Ref>,
    /// Where to talk about it.
    pub channel: Option<String>,
    /// What those who kept it running do from then on.
    pub redeploy_to: Option<Phrase>,
    /// What keeping it costs in a year, in developer-months.
    #[schemars(extend("x-onramp-audience" = "internal"), range(min = 0.0))]
    pub cost_dev_months_year: Option<f64>,
}

impl Sunset {
    /// How binding its end is. From the day after, nothing is left to do, unless somebody still uses
    /// what was to be gone.
    #[must_use]
    pub fn firmness(&self, entry: &Entry, site: &Site) -> Firmness {
        match Firmness::at(self.end.map(By::Day), site.as_of) {
            Firmness::Overdue if self.users_left(entry, site).is_empty() => Firmness::Done,
            firmness => firmness,
        }
    }

    /// The teams that use what was to be gone by now. What its users took over lives on as theirs, and
    /// an offering that is retired is gone, whatever applications say.
    #[must_use]
    pub fn users_left(&self, entry: &Entry, site: &Site) -> Vec<EntryIx> {
        let past = self.end.is_some_and(|day| day < site.as_of) && !self.is_taken_over();
        let offering = self.offering.as_ref().and_then(|it| site.target(entry, it));
        let still_there = |ix: EntryIx| self.part.is_some() || Self::still_runs(site.entry(ix));
        let Some(offering) = offering.filter(|ix| past && still_there(*ix)) else { return Vec::new() };
        let off = self.off_it(entry, site);
        let using = site.facets.users(offering, self.part.as_deref(), None).into_keys();
        using.filter(|team| !off.contains(team)).collect()
    }

    /// Whether its users keep it running from then on.
    fn is_taken_over(&self) -> bool {
        self.hand_back.as_ref().is_some_and(|it| it.to.is_some())
    }

    /// Whether an offering says that it is not retired.
    fn still_runs(offering: &Entry) -> bool {
        offering.value.get("lifecycle").is_some_and(|stage| stage != "retired")
    }

    fn off_it(&self, entry: &Entry, site: &Site) -> Vec<EntryIx> {
        self.done.iter().filter_map(|team| site.target(entry, team)).collect()
    }
}

/// What the page of a sunset adds to its fields.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SunsetView {
    /// Whether its last day has passed, and nobody uses it any more.
    pub ended: bool,
    /// The teams that use it though its last day has passed.
    pub still_used_by: Vec<Reference>,
}

/// Why something ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Reason {
    /// Few use it.
    FewUsers,
    /// Keeping it costs much.
    HighCost,
    /// Those who keep it are needed elsewhere.
    Refocus,
}

/// Whether the users of what ends could take it over.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct HandBack {
    /// Whether that was talked about.
    pub considered: bool,
    /// Who takes it over.
    #[schemars(extend("x-onramp-ref" = ["team"]))]
    pub to: Option<Ref>,
    /// The last day on which both work on it together.
    pub pairing_until: Option<Date>,
    /// What was said.
    pub answer: Option<Phrase>,
}

/// A way out.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct OffRamp {
    /// What sort of way.
    #[serde(rename = "type")]
    pub sort: OffRampType,
    /// What to do, with links.
    pub text: Phrase,
}

/// What sort of way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum OffRampType {
    /// The same by hand, written down.
    DocumentSteps,
    /// Somebody who has done it already helps.
    PeerContact,
    /// What its users can build themselves.
    SelfBuild,
    /// Another tool.
    OtherTool,
}

impl Record for Sunset {
    const NAME: &'static str = "sunset";
    const PLURAL: &'static str = "sunsets";
    const TITLE: (&'static str, &'static str) = ("Sunset", "Sunsets");
    const TEMPLATE: &'static str = "\
+++
title = {title}
summary = \"change-me: what ends, when, and what its users do then\"
owner = \"change-me\"            # a file name in teams/
offering = \"change-me\"         # a file name in offerings/
reasons = [\"few_users\"]        # few_users, high_cost or refocus
users = 0                      # change-me: how many use it
alternatives_considered = [\"change-me: what else could have been done, and why it is not\"]
hand_back = { considered = true, answer = \"change-me: what its users said\" }
announced = {date}
end = {later}               # change-me: at least a quarter after it is announced
negotiated_with = [\"change-me\"]  # file names in teams/
channel = \"#change-me\"

[[off_ramps]]
type = \"document_steps\"        # document_steps, peer_contact, self_build or other_tool
text = \"change-me: what to do instead, with a link\"
+++
";
    const COLUMNS: &'static [&'static str] = &["summary", "offering", "end", "owner"];
    const RULES: &'static [Rule] = rules::RULES;

    fn asks(&self, ix: EntryIx, site: &Site) -> Vec<Ask> {
        let entry = site.entry(ix);
        let Some(offering) = self.offering.as_ref().and_then(|it| site.target(entry, it)) else {
            return Vec::new();
        };
        let done = self.off_it(entry, site);
        let using = site.facets.users(offering, self.part.as_deref(), None);
        let ask = |(team, applications): (EntryIx, Vec<EntryIx>)| Ask {
            from: ix,
            team,
            what: entry.title.clone(),
            by: self.end.map(By::Day),
            hard: false,
            source: Some("sunset".to_owned()),
            hours: self.effort_per_app_hours.map(|hours| hours * count(applications.len())),
            automated_percent: None,
            done_for_them: Vec::new(),
            firmness: if done.contains(&team) { Firmness::Done } else { self.firmness(entry, site) },
            agreed: false,
            cause: Cause::Shift,
            applications,
        };
        using.into_iter().map(ask).collect()
    }

    fn view(&self, entry: &Entry, site: &Site) -> serde_json::Value {
        let left = self.users_left(entry, site);
        let view = SunsetView {
            ended: self.firmness(entry, site) == Firmness::Done,
            still_used_by: left.into_iter().map(|team| site.reference(team)).collect(),
        };
        serde_json::to_value(view).unwrap_or_default()
    }

    fn view_schema() -> Option<serde_json::Value> {
        Some(crate::record::schema_of::<SunsetView>())
    }

    fn dates(&self, ix: EntryIx, site: &Site) -> Vec<Dated> {
        let ends = |day| Dated {
            from: ix,
            what: site.entry(ix).title.clone(),
            day,
            until: None,
            agreed_with: None,
            hard: false,
            to_do: !self.users_left(site.entry(ix), site).is_empty(),
        };
        self.end.map(ends).into_iter().collect()
    }

    fn phase(&self, today: Date) -> Option<Phase> {
        Some(if self.end.is_some_and(|day| day < today) { Phase::Gone } else { Phase::Leaving })
    }

    fn when(&self) -> Option<When> {
        self.end.map(When::Day)
    }
}

fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}
