//! When do I get it, and why? What users will notice, by quarter and by area.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::Computed;
use super::scorecard::{Scored, Why, objectives, strategies};
use crate::config::PUBLIC;
use crate::facet::Decided;
use crate::kind::roadmap_item::{Category, RoadmapItem, Status};
use crate::quarter::{Quarter, Target};
use crate::record::Ref;
use crate::site::{EntryIx, Site};
use crate::view::{Html, Reference};

/// How many quarters have a column; what is later stands in one of its own.
const QUARTERS: usize = 4;
/// Where what belongs to no area stands.
const ACROSS: &str = "Across areas";

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Roadmap {
    /// The quarters, and what is later than all of them.
    pub columns: Vec<Column>,
    /// What is planned, by area.
    pub areas: Vec<Area>,
    /// What is there already, newest first.
    pub delivered: Vec<Planned>,
    /// What it is for.
    pub objectives: Vec<Scored>,
    /// Why that.
    pub strategies: Vec<Why>,
    /// The newest day on which somebody went through an item.
    pub reviewed: Option<Date>,
    /// Whether a quarter has begun since.
    pub review_due: bool,
}

/// A quarter, or what is later.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Column {
    /// The quarter; none for what is later.
    pub quarter: Option<Quarter>,
    /// `now`, `next` or `later`.
    pub horizon: Target,
    /// Its last day.
    pub until: Option<Date>,
    /// Whether one can plan by it.
    pub firm: bool,
}

/// An area, and what is planned there.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Area {
    /// The capability area of the first offering that changes; else `Across areas`, which stands last.
    pub name: String,
    /// By column.
    pub cells: Vec<Vec<Planned>>,
}

/// An item.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Planned {
    /// The item.
    pub item: Reference,
    /// What will be different.
    pub outcome: Option<Html>,
    /// Why it is done.
    pub category: Option<Category>,
    /// How far it has come.
    pub status: Option<Status>,
    /// When.
    pub target: Option<Target>,
    /// The quarter that it was planned for, where that has passed and it is still to be done.
    pub late: Option<Quarter>,
    /// The last move of its target.
    pub moved: Option<Moved>,
    /// The objective that it serves.
    pub objective: Option<Reference>,
    /// What changes.
    pub offerings: Vec<Reference>,
    /// What must be there first.
    pub needs: Vec<Reference>,
    /// The decisions that shape it, and where they stand.
    pub decided_by: Vec<Decided>,
    /// The migration that it brings.
    pub migration: Option<Reference>,
    /// The team that answers for it.
    pub owner: Option<Reference>,
    /// How much work it is, in months of one developer; internal.
    pub size_dev_months: Option<f64>,
    /// Its place in the list of its category; internal.
    pub rank: Option<u32>,
    /// The role that answers for a mandate; internal.
    pub sponsor: Option<String>,
    /// The day on which it was delivered.
    pub delivered: Option<Date>,
}

/// A change of an item's target.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Moved {
    /// The target before.
    pub from: Target,
    /// The day on which it moved.
    pub on: Date,
    /// Why.
    pub why: Html,
}

/// An item as pages show it.
pub(super) fn planned(site: &Site, ix: EntryIx, item: &RoadmapItem) -> Planned {
    let entry = site.entry(ix);
    let one = |name: &Option<Ref>| {
        name.as_ref().and_then(|name| site.target(entry, name)).map(|ix| site.reference(ix))
    };
    let all = |names: &[Ref]| -> Vec<Reference> {
        names.iter().filter_map(|name| site.target(entry, name)).map(|ix| site.reference(ix)).collect()
    };
    let moved = item.moved.iter().max_by_key(|it| it.on);
    Planned {
        item: site.reference(ix),
        outcome: item.outcome.as_ref().map(|it| it.html(ix)),
        category: item.category,
        status: item.status,
        target: item.target,
        late: item.late(site.as_of),
        moved: moved.map(|it| Moved { from: it.from, on: it.on, why: it.why.html(ix) }),
        objective: one(&item.objective),
        offerings: all(&item.offerings),
        needs: all(&item.depends_on),
        decided_by: Decided::all(&item.decided_by, entry, site),
        migration: one(&item.migration),
        owner: site.owner(ix).map(|owner| site.reference(owner)),
        size_dev_months: item.size_dev_months,
        rank: item.rank,
        sponsor: item.mandate_sponsor.clone(),
        delivered: item.delivered,
    }
}

pub(super) fn page(site: &Site) -> Option<Computed> {
    let seen: Vec<(EntryIx, &RoadmapItem)> = site
        .all::<RoadmapItem>()
        .filter(|(.., item)| item.user_visible == Some(true))
        .map(|(ix, _, item)| (ix, item))
        .collect();
    if seen.is_empty() {
        return None;
    }
    let columns = columns(site, &seen);
    let mut areas: BTreeMap<(bool, String), Vec<Vec<Planned>>> = BTreeMap::new();
    for (ix, item) in seen.iter().filter(|(_, item)| item.is_open()) {
        let cells = areas
            .entry(area(site, *ix, item).map_or((true, ACROSS.to_owned()), |area| (false, area)))
            .or_insert_with(|| columns.iter().map(|_| Vec::new()).collect());
        cells[column(&columns, item.target)].push(planned(site, *ix, item));
    }
    let done = seen.iter().filter(|(_, item)| item.status == Some(Status::Delivered));
    let mut delivered: Vec<Planned> = done.map(|(ix, item)| planned(site, *ix, item)).collect();
    delivered.sort_by_key(|it| std::cmp::Reverse(it.delivered));
    let days = seen.iter().filter_map(|(ix, _)| {
        let fields = &site.entry(*ix).common;
        fields.reviewed.max(fields.created)
    });
    let reviewed = days.max();
    let data = Roadmap {
        review_due: reviewed.is_some_and(|day| day < Quarter::of(site.as_of).first_day()),
        reviewed,
        columns,
        areas: areas.into_iter().map(|((_, name), cells)| Area { name, cells }).collect(),
        delivered,
        // The page is the public roadmap for every reader.
        objectives: objectives(site, |entry| entry.audience == PUBLIC),
        strategies: strategies(site),
    };
    let shown = seen.iter().filter(|(_, item)| item.status != Some(Status::Dropped));
    Some(
        Computed::new(
            "/roadmap/",
            "Roadmap",
            "What you will be able to do that you cannot do today, when, and what for.",
            "roadmap.html",
            &data,
        )
        .of(shown.map(|(ix, _)| *ix))
        .narrowed_by(&["category"]),
    )
}

/// This quarter and those after it, as far as something is planned; then what is later.
fn columns(site: &Site, items: &[(EntryIx, &RoadmapItem)]) -> Vec<Column> {
    let today = Quarter::of(site.as_of);
    let open = || items.iter().filter(|(_, item)| item.is_open()).map(|(_, item)| item.target);
    let farthest = open().flatten().filter_map(Target::quarter).max().unwrap_or(today).max(today.next());
    let mut columns: Vec<Column> = std::iter::successors(Some(today), |quarter| Some(quarter.next()))
        .take_while(|quarter| *quarter <= farthest)
        .take(QUARTERS)
        .map(|quarter| {
            let horizon = Target::Quarter(quarter).horizon(today);
            Column {
                quarter: Some(quarter),
                horizon,
                until: Some(quarter.last_day()),
                firm: horizon != Target::Later,
            }
        })
        .collect();
    let last = columns.last().and_then(|it| it.quarter).unwrap_or(today);
    let is_later = |target: Option<Target>| match target {
        Some(Target::Quarter(quarter)) => quarter > last,
        Some(Target::Later) | None => true,
        Some(Target::Now | Target::Next) => false,
    };
    if open().any(is_later) {
        columns.push(Column { quarter: None, horizon: Target::Later, until: None, firm: false });
    }
    columns
}

/// Where an item stands. What is late is still being worked on, and says so.
fn column(columns: &[Column], target: Option<Target>) -> usize {
    let place = match target {
        Some(Target::Now) => Some(0),
        Some(Target::Next) => Some(1),
        Some(Target::Quarter(quarter)) => {
            columns.iter().position(|it| it.quarter.is_some_and(|it| quarter <= it))
        }
        Some(Target::Later) | None => None,
    };
    place.unwrap_or(columns.len() - 1)
}

/// The area of what changes first, where it says one. A team is none: it may work in several.
fn area(site: &Site, ix: EntryIx, item: &RoadmapItem) -> Option<String> {
    let entry = site.entry(ix);
    let offering = item.offerings.iter().find_map(|name| site.target(entry, name));
    Some(site.entry(offering?).value.get("capability_area")?.as_str()?.to_owned())
}
