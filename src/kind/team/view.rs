//! What a team's page shows beside its fields: what is asked of it, by when, how much that is in a
//! quarter, and what it runs.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::Team;
use super::support::{Treated, target, treated};
use crate::entry::Entry;
use crate::facet::{self, Ask, By, Firmness, Load, Use};
use crate::site::{EntryIx, Site};
use crate::view::{Asked, Reference};

/// What a team's page shows beside its fields.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct TeamView {
    /// Whether the day on which it ceased to be has come.
    pub gone: bool,
    /// What there is to do, the earliest first.
    pub asked: Vec<Asked>,
    /// Hours of that, in all.
    pub hours: f64,
    /// The first day by which something is due.
    pub first: Option<Date>,
    /// What is known, and nothing is to be done about yet.
    pub information: Vec<Asked>,
    /// What is done.
    pub done: Vec<Asked>,
    /// Hours that are asked for, by quarter.
    pub quarters: Vec<QuarterView>,
    /// Hours a quarter that the team is not to be asked for more than without having agreed.
    pub budget_hours: f64,
    /// What it runs.
    pub applications: Vec<ApplicationView>,
    /// The earliest day of an import that says so: nothing shown is older.
    pub applications_as_of: Option<Date>,
    /// The places that it was imported from.
    pub imported_from: Vec<String>,
    /// How many different things these are built on.
    pub builds_on: usize,
    /// How support treats it, by tier, the most critical first.
    pub support: Vec<Treated>,
    /// What it answers for, its applications left out, by kind.
    pub owns: Vec<Owned>,
}

/// Records of a kind that a team answers for.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Owned {
    /// The kind, for people.
    pub kind: String,
    /// The records, by title.
    pub records: Vec<Reference>,
}

/// Hours that are asked for in a quarter.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct QuarterView {
    /// The quarter.
    pub quarter: String,
    /// The hours.
    #[serde(flatten)]
    pub load: Load,
    /// How many hours that is beyond what was promised, what it has agreed to left aside; none if it is not.
    pub over_hours: Option<f64>,
}

/// Something that the team runs.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct ApplicationView {
    /// The application.
    pub application: Reference,
    /// How critical it is.
    pub tier: Option<Reference>,
    /// What it is built on.
    pub uses: Vec<UseView>,
    /// What is to be done about it.
    pub to_do: Vec<Reference>,
}

/// Something that an application is built on.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct UseView {
    /// The offering.
    pub offering: Reference,
    /// Which part of it.
    pub part: Option<String>,
    /// Which version of it.
    pub version: Option<String>,
}

pub(super) fn view(entry: &Entry, site: &Site) -> serde_json::Value {
    let Some(team) = site.index_of(entry) else { return serde_json::Value::Null };
    let mut asks: Vec<&Ask> = site.facets.asked_of(team).collect();
    asks.sort_by_key(|ask| ask.by.map_or(Date::MAX, By::day));
    let shown =
        |is: &dyn Fn(&Ask) -> bool| asks.iter().filter(|ask| is(ask)).map(|ask| ask.shown(site)).collect();
    let budget = site.config.change_budget_hours;
    let quarter = |(quarter, load): (crate::quarter::Quarter, Load)| QuarterView {
        quarter: quarter.to_string(),
        load,
        over_hours: load.over(budget),
    };
    let applications = applications(team, &asks, site);
    let imported =
        |it: &'_ ApplicationView| it.application.record.get("imported_from")?.as_str().map(str::to_owned);
    let imported: BTreeSet<String> = applications.iter().filter_map(imported).collect();
    let dissolved = entry.record::<Team>().and_then(|it| it.dissolved);
    let view = TeamView {
        gone: dissolved.is_some_and(|day| day <= site.as_of),
        asked: shown(&Ask::is_open),
        hours: facet::hours(asks.iter().copied().filter(|ask| ask.is_open())),
        first: asks.iter().filter(|ask| ask.is_open()).filter_map(|ask| ask.by.map(By::day)).min(),
        information: shown(&|ask| ask.firmness == Firmness::Information),
        done: shown(&|ask| ask.firmness == Firmness::Done),
        quarters: Load::by_quarter(asks.iter().copied(), site.as_of).into_iter().map(quarter).collect(),
        budget_hours: budget,
        applications_as_of: applications.iter().filter_map(as_of).min(),
        imported_from: imported.into_iter().collect(),
        builds_on: builds_on(team, site),
        support: treated(team, site),
        owns: owns(team, site),
        applications,
    };
    serde_json::to_value(view).unwrap_or_default()
}

/// How many offerings a team's applications use. What others make is used too, and is none.
fn builds_on(team: EntryIx, site: &Site) -> usize {
    let used: BTreeSet<EntryIx> = site.facets.uses_by(team).map(|it| it.offering).collect();
    used.into_iter().filter(|ix| &*site.entry(*ix).id.kind == "offering").count()
}

fn applications(team: EntryIx, asks: &[&Ask], site: &Site) -> Vec<ApplicationView> {
    let mut by: BTreeMap<EntryIx, Vec<&Use>> = BTreeMap::new();
    for it in site.facets.uses_by(team) {
        by.entry(it.application).or_default().push(it);
    }
    let mut to_do: BTreeMap<EntryIx, Vec<EntryIx>> = BTreeMap::new();
    for ask in asks.iter().filter(|ask| ask.is_open()) {
        for application in &ask.applications {
            to_do.entry(*application).or_default().push(ask.from);
        }
    }
    let one = |(ix, uses): (EntryIx, Vec<&Use>)| {
        let open = to_do.get(&ix).into_iter().flatten();
        ApplicationView {
            application: site.reference(ix),
            tier: target(site.entry(ix), "tier", site).map(|tier| site.reference(tier)),
            uses: uses.into_iter().map(|it| used(it, site)).collect(),
            to_do: open.map(|from| site.reference(*from)).collect(),
        }
    };
    by.into_iter().map(one).collect()
}

fn owns(team: EntryIx, site: &Site) -> Vec<Owned> {
    let runs: BTreeSet<EntryIx> = site.facets.uses_by(team).map(|it| it.application).collect();
    let mut kinds: BTreeMap<String, Vec<Reference>> = BTreeMap::new();
    for ix in site.owned_by(team).into_iter().filter(|ix| *ix != team && !runs.contains(ix)) {
        let kind = site.kinds.get(&*site.entry(ix).id.kind);
        let title = kind.map_or_else(String::new, |kind| kind.title_plural.to_string());
        kinds.entry(title).or_default().push(site.reference(ix));
    }
    let sorted = |(kind, mut records): (String, Vec<Reference>)| {
        records.sort_by_cached_key(|it| (it.number.clone(), it.title.to_lowercase()));
        Owned { kind, records }
    };
    kinds.into_iter().map(sorted).collect()
}

fn used(it: &Use, site: &Site) -> UseView {
    UseView { offering: site.reference(it.offering), part: it.part.clone(), version: it.version.clone() }
}

/// The day that an import gives for what it says.
fn as_of(it: &ApplicationView) -> Option<Date> {
    it.application.record.get("as_of")?.as_str()?.parse().ok()
}
