//! An offering: what the platform gives, to whom, within which limits.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::facet::Phase;
use crate::finding::Rule;
use crate::record::{Markdown, Phrase, Record, Ref};
use crate::site::{EntryIx, Site};

mod areas;
mod moves;
mod rules;
mod title;
mod view;

/// Something that engineers can build on. Its page answers what it is for, what it is not for, and
/// how to begin.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Offering {
    /// The area that it belongs to, such as `Storage`. Offerings are listed by it.
    #[schemars(extend("x-onramp-expected" = true))]
    pub capability_area: Option<String>,
    /// What using it is like.
    #[schemars(extend("x-onramp-expected" = true))]
    pub shape: Option<Shape>,
    /// Where it stands between an idea and retirement.
    #[schemars(extend("x-onramp-expected" = true))]
    pub lifecycle: Option<Lifecycle>,
    /// How much load and change it has been built for.
    pub maturity: Option<Maturity>,
    /// The problem that it solves, in its users' words.
    #[schemars(extend("x-onramp-expected" = true))]
    pub problem: Option<Markdown>,
    /// What it does and is for.
    #[serde(default)]
    pub in_scope: Vec<Phrase>,
    /// What it does not do, or is not for.
    #[serde(default)]
    pub out_of_scope: Vec<Phrase>,
    /// What its users gain.
    pub benefit: Option<Phrase>,
    /// How much of running it the platform takes on.
    #[schemars(extend("x-onramp-expected" = true))]
    pub operated: Option<Operated>,
    /// The ways to use it.
    #[serde(default)]
    pub interfaces: Vec<Interface>,
    /// Where its API is documented: a page, or an address.
    pub api_docs: Option<String>,
    /// The steps from nothing to the first use.
    #[serde(default)]
    pub onboarding: Vec<Step>,
    /// Whether a team can begin without asking anyone.
    pub self_service: Option<bool>,
    /// Hours a year that a typical customer team spends on keeping up with it.
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    pub customer_hours_year: Option<f64>,
    /// Limits that are enforced.
    #[serde(default)]
    pub guardrails: Vec<Phrase>,
    /// Whether customers share it.
    pub tenancy: Option<Tenancy>,
    /// Where its users see how their use of it is doing.
    pub user_observability: Option<String>,
    /// What to do where it does not fit.
    pub escape_hatch: Option<Phrase>,
    /// How many versions are live.
    pub live_versions: Option<u32>,
    /// How many days before its end its users are told.
    pub removal_notice_days: Option<u32>,
    /// Where to talk about it; left out, the owner's channel.
    pub channel: Option<String>,
    /// Who helps its users, and how soon.
    #[schemars(extend("x-onramp-ref" = ["support_policy"]))]
    pub support: Option<Ref>,
    /// Whom it is for.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["persona"]))]
    pub personas: Vec<Ref>,
    /// What stands between a change to it and its customers.
    pub acceptance_tests: Option<AcceptanceTests>,
    /// What customers have agreed to.
    #[serde(default)]
    pub customer_agreements: Vec<CustomerAgreement>,
    /// Teams that use it before it is generally available.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["team"]))]
    pub early_adopters: Vec<Ref>,
    /// Offerings that it needs in order to work.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["offering"]))]
    pub depends_on: Vec<Ref>,
    /// What it is built on that others make.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["upstream"], "x-onramp-audience" = "internal"))]
    pub upstreams: Vec<Ref>,
    /// How critical the applications may be that are built on it.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["app_tier"]))]
    pub ready_for_tiers: Vec<Ref>,
    /// The offering that it takes the place of.
    #[schemars(extend("x-onramp-ref" = ["offering"]))]
    pub replaces: Option<Ref>,
    /// Other offerings to consider.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["offering"]))]
    pub alternatives: Vec<Ref>,
    /// Whether others may change its code.
    pub contribution: Option<Contribution>,
    /// Who runs what others contribute.
    pub contribution_operator: Option<Phrase>,
    /// Diagrams of its architecture.
    pub c4: Option<C4>,
    /// Questions that come again and again.
    #[serde(default)]
    pub faq: Vec<Question>,
}

/// What using an offering is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Shape {
    /// A supported way through several tools, for most needs of most teams.
    PavedPath,
    /// One product that many kinds of use run on.
    Railway,
    /// A part that teams put to their own use.
    BuildingBlock,
}

/// Where an offering stands between an idea and retirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Lifecycle {
    /// Thought about.
    Idea,
    /// For its first users, who expect it to change.
    Alpha,
    /// For those who can live with rough edges.
    Beta,
    /// Generally available.
    Ga,
    /// Not for new use.
    Deprecated,
    /// Has a date on which it ends.
    Sunsetting,
    /// Gone.
    Retired,
}

/// How much load and change an offering has been built for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Maturity {
    /// Proves the idea.
    Scrappy,
    /// Grows with its use.
    Scalable,
    /// Keeps working when its surroundings do not.
    Robust,
}

/// How much of running an offering the platform takes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Operated {
    /// The platform runs it.
    Full,
    /// The platform sets it up; its users run it.
    Provisioning,
    /// The platform gives a framework; its users run what they make of it.
    Framework,
    /// The platform gives tools.
    Tools,
}

/// A way to use an offering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Interface {
    /// Over the network, by program.
    Api,
    /// From a terminal.
    Cli,
    /// In a browser.
    Ui,
    /// As a library.
    Sdk,
    /// As infrastructure code.
    Iac,
}

/// A step from nothing to the first use.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Step {
    /// What is done.
    pub text: Phrase,
    /// Who does it.
    #[serde(default)]
    pub actor: Actor,
    /// How long one waits for it, in hours.
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    pub wait_hours: Option<f64>,
}

/// Who does a step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Actor {
    /// The team that wants to use the offering.
    #[default]
    Customer,
    /// The team that offers it.
    Platform,
    /// Somebody else.
    Other,
}

/// Whether customers share an offering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Tenancy {
    /// All share one.
    Multi,
    /// Some have their own.
    Hybrid,
    /// Each has their own.
    Single,
}

/// What stands between a change to an offering and its customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum AcceptanceTests {
    /// A sample application of the platform's.
    SampleApp,
    /// Tests that customers wrote.
    Customer,
    /// Both.
    Both,
    /// Nothing yet.
    None,
}

/// What customers have agreed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum CustomerAgreement {
    /// Their programs may be restarted at any time.
    Restartable,
    /// They keep acceptance tests.
    AcceptanceTests,
    /// They accept maintenance windows.
    Windows,
}

/// Whether others may change an offering's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Contribution {
    /// No.
    Closed,
    /// After agreeing on what and how.
    ByAgreement,
    /// Anyone, by review.
    Open,
}

/// Diagrams of an offering's architecture, from far to near, each a page or an image. See
/// <https://c4model.com>.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct C4 {
    /// What surrounds it.
    pub context: Option<Markdown>,
    /// Which parts run.
    pub container: Option<Markdown>,
    /// What one part is made of.
    pub component: Option<Markdown>,
    /// How the code is laid out; best generated.
    pub code: Option<Markdown>,
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

impl Offering {
    /// Whether it is going away, or gone.
    #[must_use]
    pub fn leaves(&self) -> bool {
        matches!(self.lifecycle, Some(Lifecycle::Deprecated | Lifecycle::Sunsetting | Lifecycle::Retired))
    }

    /// What to take in its place, where it is going away or gone: what replaces it, where its users are moved
    /// to, and what it names as an alternative.
    #[must_use]
    pub fn instead(&self, entry: &Entry, site: &Site) -> Vec<EntryIx> {
        if !self.leaves() {
            return Vec::new();
        }
        let mut all = view::successors(entry, site);
        for to in self.alternatives.iter().filter_map(|to| site.target(entry, to)) {
            if !all.contains(&to) {
                all.push(to);
            }
        }
        all
    }
}

impl Record for Offering {
    const NAME: &'static str = "offering";
    const PLURAL: &'static str = "offerings";
    const TITLE: (&'static str, &'static str) = ("Offering", "Offerings");
    const TEMPLATE: &'static str = "\
+++
title = {title}
summary = \"change-me: what it is, in a sentence of at most 200 characters\"
owner = \"change-me\"                # a file name in teams/
capability_area = \"change-me\"
shape = \"railway\"                  # paved_path, railway or building_block
lifecycle = \"idea\"                 # idea, alpha, beta, ga, deprecated, sunsetting or retired
operated = \"full\"                  # full, provisioning, framework or tools
problem = \"change-me: what its users could not do, or not well, without it\"
in_scope = [\"change-me: what it is for\"]
out_of_scope = [\"change-me: what it is not for, and what to use for that\"]
interfaces = [\"api\", \"cli\"]
onboarding = [
  { text = \"change-me: the first thing a team does\" },
]
created = {date}
reviewed = {date}
+++
## Start

change-me: the commands that take a reader from nothing to the first use

## Limits

change-me: what it does not promise
";
    const COLUMNS: &'static [&'static str] = &["summary", "capability_area", "lifecycle", "owner"];
    const RULES: &'static [Rule] = rules::RULES;

    fn phase(&self, _today: Date) -> Option<Phase> {
        Some(match self.lifecycle? {
            Lifecycle::Idea | Lifecycle::Alpha => Phase::Coming,
            Lifecycle::Beta | Lifecycle::Ga => Phase::Living,
            Lifecycle::Deprecated | Lifecycle::Sunsetting => Phase::Leaving,
            Lifecycle::Retired => Phase::Gone,
        })
    }

    fn replaced_by(&self, entry: &Entry, site: &Site) -> Vec<EntryIx> {
        if self.leaves() { view::successors(entry, site) } else { Vec::new() }
    }

    fn view(&self, entry: &Entry, site: &Site) -> serde_json::Value {
        view::view(self, entry, site)
    }

    fn view_schema() -> Option<serde_json::Value> {
        Some(crate::record::schema_of::<view::OfferingView>())
    }
}
