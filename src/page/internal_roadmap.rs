//! What fits, and what gives? Upkeep against its limit, mandates, three lists by rank, and what takes
//! a year or more with what it depends on.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::roadmap::{Planned, planned};
use super::{Computed, review};
use crate::kind;
use crate::kind::milestone::Milestone;
use crate::kind::roadmap_item::{Category, Investment, RoadmapItem};
use crate::kind::team::Team;
use crate::quarter::When;
use crate::site::{EntryIx, Site};
use crate::view::{Html, Reference};

/// From this size on, in months of one developer, a project shows what it depends on.
const LARGE: f64 = 12.0;

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct InternalRoadmap {
    /// Upkeep by team, by name.
    pub upkeep: Vec<Upkeep>,
    /// The most that upkeep should take, in percent.
    pub upkeep_limit: f64,
    /// What must be.
    pub mandates: Vec<Planned>,
    /// Reliability, efficiency, security: each by rank.
    pub ranks: Vec<Ranked>,
    /// Upkeep that is planned.
    pub lights_on: Vec<Planned>,
    /// What users will notice.
    pub features: Vec<Planned>,
    /// What makes none of these: another architecture, a new platform, what says no reason.
    pub other: Vec<Planned>,
    /// How open work divides, measured.
    pub split: Option<Split>,
    /// What takes a developer-year or more.
    pub large: Vec<Large>,
}

/// How much of a team's time goes to upkeep.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Upkeep {
    /// The team.
    pub team: Reference,
    /// Keeping the lights on, in percent of its time.
    pub percent: f64,
    /// Mandates, in percent of its time.
    pub mandates_percent: Option<f64>,
    /// Whether it is more than the limit.
    pub over: bool,
    /// The day on which somebody last checked the figures.
    pub of: Option<Date>,
    /// Whether somebody should have checked them again by now.
    pub out_of_date: bool,
}

/// A list by rank.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Ranked {
    /// What it is about.
    pub category: Category,
    /// The items, first things first.
    pub items: Vec<Planned>,
}

/// How open work that is no upkeep divides, in percent of its size. A measurement, no budget.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Split {
    /// Making what is there better.
    pub core_percent: f64,
    /// Taking what is there to new uses.
    pub adjacent_percent: f64,
    /// What is new to everyone.
    pub transformational_percent: f64,
    /// Developer-months in all.
    pub months: f64,
}

/// A project of a year or more.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Large {
    /// The item.
    pub item: Planned,
    /// The proposal or item that it is a part of.
    pub part_of: Option<Reference>,
    /// Its milestones, and those of what it is a part of, by day.
    pub milestones: Vec<Step>,
}

/// A milestone.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Step {
    /// The milestone.
    pub milestone: Reference,
    /// What can be seen to be so.
    pub outcome: Option<Html>,
    /// The last day in time.
    pub day: Option<Date>,
    /// The day on which it was reached.
    pub done: Option<Date>,
    /// Whether the day has passed and it was not.
    pub overdue: bool,
}

pub(super) fn page(site: &Site) -> Option<Computed> {
    let open: Vec<(EntryIx, &RoadmapItem)> = site
        .all::<RoadmapItem>()
        .filter(|(.., item)| item.is_open())
        .map(|(ix, _, item)| (ix, item))
        .collect();
    let limit = limit(site);
    let upkeep = upkeep(site, limit);
    if open.is_empty() && upkeep.is_empty() {
        return None;
    }
    let of = |category: Category| -> Vec<Planned> {
        let mut items: Vec<Planned> = open
            .iter()
            .filter(|(_, item)| item.category == Some(category))
            .map(|(ix, item)| planned(site, *ix, item))
            .collect();
        items.sort_by_key(|it| (it.rank.unwrap_or(u32::MAX), last_day(it, site)));
        items
    };
    let ranks = [Category::Reliability, Category::Efficiency, Category::Security];
    let listed = [Category::Mandate, Category::Ktlo, Category::Feature];
    let other = open.iter().filter(|(_, item)| {
        item.category.is_none_or(|category| !ranks.contains(&category) && !listed.contains(&category))
    });
    let mut other: Vec<Planned> = other.map(|(ix, item)| planned(site, *ix, item)).collect();
    other.sort_by_key(|it| last_day(it, site));
    let data = InternalRoadmap {
        upkeep,
        upkeep_limit: limit,
        mandates: of(Category::Mandate),
        ranks: ranks.map(|category| Ranked { category, items: of(category) }).into(),
        lights_on: of(Category::Ktlo),
        features: of(Category::Feature),
        other,
        split: split(&open),
        large: large(site, &open),
    };
    Some(Computed::new(
        "/roadmap/internal/",
        "What fits, and what gives?",
        "Upkeep against its limit, what must be, what comes first in three lists, and what takes a year or more.",
        "internal-roadmap.html",
        &data,
    ).of(open.iter().map(|(ix, _)| *ix)).narrowed_by(&["category"]))
}

/// The last day on which an item may come: what has no time comes last.
fn last_day(it: &Planned, site: &Site) -> Date {
    it.target.map_or(Date::MAX, |target| When::Target(target).last_day(site.as_of))
}

/// The limit of rule RMP4, as the site has set it.
fn limit(site: &Site) -> f64 {
    let set = site.config.rules.get("RMP4").and_then(|rule| rule.thresholds.get("percent"));
    let mut rules = kind::RULES.iter().copied().flatten();
    let default = rules.find(|rule| rule.id == "RMP4").and_then(|rule| rule.thresholds.first());
    set.copied().or(default.map(|it| it.value)).unwrap_or_default()
}

fn upkeep(site: &Site, limit: f64) -> Vec<Upkeep> {
    let of = |(ix, entry, team): (EntryIx, &crate::entry::Entry, &Team)| {
        let percent = team.ktlo_percent?;
        Some(Upkeep {
            team: site.reference(ix),
            percent,
            mandates_percent: team.mandates_percent,
            over: percent > limit,
            of: entry.common.reviewed,
            out_of_date: entry.common.reviewed.is_some_and(|day| review::is_due(site, day)),
        })
    };
    let mut upkeep: Vec<Upkeep> = site.all::<Team>().filter_map(of).collect();
    // By name: nobody is ranked.
    upkeep.sort_by(|a, b| a.team.title.cmp(&b.team.title));
    upkeep
}

fn split(open: &[(EntryIx, &RoadmapItem)]) -> Option<Split> {
    let months = |wanted: Investment| -> f64 {
        let items = open
            .iter()
            .filter(|(_, item)| item.category != Some(Category::Ktlo) && item.investment == Some(wanted));
        items.filter_map(|(_, item)| item.size_dev_months).sum()
    };
    let parts = [Investment::Core, Investment::Adjacent, Investment::Transformational].map(months);
    let all: f64 = parts.iter().sum();
    let [core, adjacent, new] = whole_percents(parts);
    (all > 0.0).then_some(Split {
        core_percent: core,
        adjacent_percent: adjacent,
        transformational_percent: new,
        months: all,
    })
}

/// Parts in whole percent that come to a hundred: what is left after rounding down goes to those that
/// lost most by it.
fn whole_percents(parts: [f64; 3]) -> [f64; 3] {
    let all: f64 = parts.iter().sum();
    let exact = parts.map(|part| part / all * 100.0);
    let mut whole = exact.map(f64::floor);
    let mut order = [0, 1, 2];
    order.sort_by(|a, b| exact[*b].fract().total_cmp(&exact[*a].fract()));
    for n in order {
        if whole.iter().sum::<f64>() < 100.0 {
            whole[n] += 1.0;
        }
    }
    whole
}

fn large(site: &Site, open: &[(EntryIx, &RoadmapItem)]) -> Vec<Large> {
    let is_large = |item: &RoadmapItem| item.size_dev_months.is_some_and(|size| size >= LARGE);
    let of = |(ix, item): &(EntryIx, &RoadmapItem)| {
        let entry = site.entry(*ix);
        let part_of = item.part_of.as_ref().and_then(|name| site.target(entry, name));
        let plans = [Some(*ix), part_of].into_iter().flatten();
        let named = plans.flat_map(|plan| site.referrers(site.entry(plan), "parent"));
        let mut milestones: Vec<Step> = named.filter_map(|ix| step(site, ix)).collect();
        milestones.sort_by_key(|it| it.day);
        Large { item: planned(site, *ix, item), part_of: part_of.map(|ix| site.reference(ix)), milestones }
    };
    open.iter().filter(|(_, item)| is_large(item)).map(of).collect()
}

fn step(site: &Site, ix: EntryIx) -> Option<Step> {
    let entry = site.entry(ix);
    let milestone = entry.record::<Milestone>()?;
    Some(Step {
        milestone: site.reference(ix),
        outcome: milestone.outcome.as_ref().map(|it| it.html(ix)),
        day: milestone.date,
        done: milestone.done,
        overdue: milestone.done.is_none() && milestone.date.is_some_and(|day| day < site.as_of),
    })
}
