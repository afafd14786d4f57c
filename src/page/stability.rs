//! Stability: when does a rough patch end. A patch is an item of the roadmap that other work waits
//! for; the page says until when, what it is worth, whether the numbers get better, and what
//! happened so far.
//!
//! The four things that it shows, the timeline, the goals, the value and the trend, are those that
//! stakeholders are owed while features wait.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::Computed;
use super::measure::{Measure, changed, measure, newest, out_of_date_of};
use super::moment::Moment;
use super::scorecard::{self, Scored};
use crate::entry::Entry;
use crate::kind::incident::Incident;
use crate::kind::metric::Metric;
use crate::kind::milestone::Milestone;
use crate::kind::objective::Objective;
use crate::kind::roadmap_item::{RoadmapItem, Status};
use crate::kind::update::Update;
use crate::quarter::{Quarter, Target};
use crate::record::Ref;
use crate::site::{EntryIx, Site};
use crate::view::{Html, Reference};

/// Where it is published.
pub(super) const URL: &str = "/stability/";

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Stability {
    /// The patches that last, the oldest first.
    patches: Vec<Patch>,
    /// Those that are over, the newest first.
    over: Vec<Over>,
}

/// A time in which other work waits for stability.
#[derive(Debug, Serialize, JsonSchema)]
struct Patch {
    /// The work that ends it.
    item: Reference,
    /// The team that answers for it.
    owner: Option<Reference>,
    /// What is less stable than it should be.
    offerings: Vec<Reference>,
    /// What waits meanwhile.
    waiting: Vec<Reference>,
    /// Since when.
    since: Option<Date>,
    /// When it is to end: a quarter, `now`, `next` or `later`.
    until: Option<Target>,
    /// That quarter, where it has passed.
    late: Option<Quarter>,
    /// How often that moved, and why; the newest first.
    moved: Vec<Moved>,
    /// What its customers will have of it.
    worth: Option<Html>,
    /// The numbers that show its end.
    goal: Option<Scored>,
    /// How many of these numbers are where they should be.
    reached: usize,
    /// How many of the measurements are better than the value before.
    better: usize,
    /// How many are worse.
    worse: usize,
    /// The measurements behind the goal, with all their values.
    trend: Vec<Measure>,
    /// The newest day that any of these is of.
    of: Option<Date>,
    /// How many of these have no value that is new enough to tell of now.
    out_of_date: usize,
    /// What happened so far, the newest first.
    past: Vec<Event>,
    /// What comes next, the nearest first.
    ahead: Vec<Event>,
}

/// A change of the day on which it is to end.
#[derive(Debug, Serialize, JsonSchema)]
struct Moved {
    /// What it was before.
    from: Target,
    /// The day on which it moved.
    on: Date,
    /// Why.
    why: Html,
}

/// Something that belongs to a patch.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Event {
    /// Its day.
    day: Date,
    /// What sort of thing it is.
    #[serde(rename = "type")]
    sort: EventType,
    /// What it was, or will be.
    text: Option<Html>,
    /// What came of it, or should.
    result: Option<Html>,
    /// The record that says so.
    from: Reference,
}

/// A sort of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum EventType {
    /// A win in an update.
    Win,
    /// A challenge in an update.
    Challenge,
    /// An incident.
    Incident,
    /// A milestone that was reached.
    Reached,
    /// A milestone still ahead.
    Milestone,
    /// A milestone that was to be reached by now.
    Late,
}

/// A patch that is over.
#[derive(Debug, Serialize, JsonSchema)]
struct Over {
    /// The work that ended it.
    item: Reference,
    /// Since when it was.
    since: Option<Date>,
    /// The day on which it ended.
    ended: Option<Date>,
    /// What its customers have of it.
    worth: Option<Html>,
}

pub(super) fn page(site: &Site) -> Option<Computed> {
    let mut patches = Vec::new();
    let mut over = Vec::new();
    let mut records = Vec::new();
    let happened = Happened { told: told(site), incidents: incidents(site) };
    for (ix, entry, item) in site.all::<RoadmapItem>().filter(|(.., item)| !item.pauses.is_empty()) {
        records.push(ix);
        if lasts(item) {
            patches.push(patch(site, ix, entry, item, &happened));
        } else if item.status == Some(Status::Delivered) {
            let worth = item.outcome.as_ref().map(|it| it.html(ix));
            over.push(Over { item: site.reference(ix), since: item.started, ended: item.delivered, worth });
        }
    }
    patches.sort_by_key(|it| (it.since.is_none(), it.since));
    over.sort_by_key(|it| std::cmp::Reverse(it.ended));
    (!patches.is_empty() || !over.is_empty()).then(|| {
        Computed::new(
            URL,
            "Stability",
            "Where we have a rough patch: when it ends, what waits meanwhile, and whether it gets better.",
            "stability.html",
            &Stability { patches, over },
        )
        .of(records)
    })
}

/// The patches that last now, for other pages to lead to.
pub(super) fn now(site: &Site) -> Vec<Reference> {
    site.all::<RoadmapItem>().filter(|(.., item)| lasts(item)).map(|(ix, ..)| site.reference(ix)).collect()
}

/// Whether other work waits for an item now: before it begins, nothing does yet.
fn lasts(item: &RoadmapItem) -> bool {
    item.status == Some(Status::InProgress) && !item.pauses.is_empty()
}

fn patch(site: &Site, ix: EntryIx, entry: &Entry, item: &RoadmapItem, happened: &Happened) -> Patch {
    let all = |names: &[Ref]| -> Vec<EntryIx> {
        names.iter().filter_map(|name| site.target(entry, name)).collect()
    };
    let shown = |all: &[EntryIx]| all.iter().map(|ix| site.reference(*ix)).collect();
    let offerings = all(&item.offerings);
    let objective = item.objective.as_ref().and_then(|name| site.target(entry, name));
    let goal = objective.and_then(|ix| Some(scorecard::score(site, ix, site.entry(ix).record()?)));
    let trend = objective.map_or_else(Vec::new, |ix| measured(site, ix));
    let about: BTreeSet<EntryIx> = offerings.iter().copied().chain(objective).chain([ix]).collect();
    let (mut past, mut ahead) = milestones(site, entry);
    let since = item.started;
    past.extend(happened.to(site, &about));
    past.retain(|it| it.day <= site.as_of && since.is_none_or(|since| it.day >= since));
    past.sort_by_key(|it| std::cmp::Reverse(it.day));
    ahead.sort_by_key(|it| it.day);
    let mut moved: Vec<Moved> =
        item.moved.iter().map(|it| Moved { from: it.from, on: it.on, why: it.why.html(ix) }).collect();
    moved.sort_by_key(|it| std::cmp::Reverse(it.on));
    let reached = goal.iter().flat_map(|goal| &goal.results).filter(|it| it.state == "reached").count();
    Patch {
        item: site.reference(ix),
        owner: site.owner(ix).map(|owner| site.reference(owner)),
        offerings: shown(&offerings),
        waiting: shown(&all(&item.pauses)),
        since,
        until: item.target,
        late: item.late(site.as_of),
        moved,
        worth: item.outcome.as_ref().map(|it| it.html(ix)),
        goal,
        reached,
        better: changed(&trend, "better"),
        worse: changed(&trend, "worse"),
        of: newest(&trend),
        out_of_date: out_of_date_of(&trend).len(),
        trend,
        past,
        ahead,
    }
}

/// What an objective is measured by, each once.
fn measured(site: &Site, ix: EntryIx) -> Vec<Measure> {
    let entry = site.entry(ix);
    let results = entry.record::<Objective>().map_or(&[][..], |objective| &objective.key_results);
    let mut seen = BTreeSet::new();
    let metrics = results.iter().filter_map(|it| site.target(entry, it.metric.as_ref()?));
    let metrics = metrics.filter(|ix| seen.insert(*ix));
    metrics.filter_map(|ix| Some(measure(site, ix, site.entry(ix).record::<Metric>()?))).collect()
}

/// What has happened, by the record that it happened to.
struct Happened {
    told: BTreeMap<EntryIx, Vec<Event>>,
    incidents: BTreeMap<EntryIx, Vec<EntryIx>>,
}

impl Happened {
    /// What has happened to any of some records.
    fn to(&self, site: &Site, about: &BTreeSet<EntryIx>) -> Vec<Event> {
        let told = about.iter().filter_map(|ix| self.told.get(ix)).flatten().cloned();
        // An incident may have hit several.
        let incidents: BTreeSet<EntryIx> =
            about.iter().filter_map(|ix| self.incidents.get(ix)).flatten().copied().collect();
        told.chain(incidents.into_iter().filter_map(|ix| incident(site, ix))).collect()
    }
}

/// What updates tell of each record.
fn told(site: &Site) -> BTreeMap<EntryIx, Vec<Event>> {
    let mut told: BTreeMap<EntryIx, Vec<Event>> = BTreeMap::new();
    for (ix, entry, update) in site.all::<Update>() {
        let Some(day) = update.date else { continue };
        let wins = update.wins.iter().map(|it| (EventType::Win, &it.link, &it.summary, &it.result));
        let challenges = update.challenges.iter();
        let challenges = challenges.map(|it| (EventType::Challenge, &it.link, &it.summary, &it.result));
        for (sort, link, summary, result) in wins.chain(challenges) {
            let Some(to) = link.as_ref().and_then(|link| site.target(entry, link)) else { continue };
            let (text, result) = (Some(summary.html(ix)), result.as_ref().map(|it| it.html(ix)));
            told.entry(to).or_default().push(Event { day, sort, text, result, from: site.reference(ix) });
        }
    }
    told
}

/// The incidents of each offering.
fn incidents(site: &Site) -> BTreeMap<EntryIx, Vec<EntryIx>> {
    let mut incidents: BTreeMap<EntryIx, Vec<EntryIx>> = BTreeMap::new();
    for (ix, entry, incident) in site.all::<Incident>() {
        for offering in incident.offerings.iter().filter_map(|name| site.target(entry, name)) {
            incidents.entry(offering).or_default().push(ix);
        }
    }
    incidents
}

fn incident(site: &Site, ix: EntryIx) -> Option<Event> {
    let entry = site.entry(ix);
    Some(Event {
        day: Moment::of(entry.record::<Incident>()?.start?).day,
        sort: EventType::Incident,
        text: entry.common.summary.as_ref().map(|it| it.html(ix)),
        result: None,
        from: site.reference(ix),
    })
}

/// The milestones of an item: those that were reached, and those that were not.
fn milestones(site: &Site, item: &Entry) -> (Vec<Event>, Vec<Event>) {
    let (mut past, mut ahead) = (Vec::new(), Vec::new());
    for ix in site.referrers(item, "parent") {
        let Some(milestone) = site.entry(ix).record::<Milestone>() else { continue };
        let Some(day) = milestone.done.or(milestone.date) else { continue };
        let (list, sort) = match milestone.done {
            Some(_) => (&mut past, EventType::Reached),
            None if day < site.as_of => (&mut ahead, EventType::Late),
            None => (&mut ahead, EventType::Milestone),
        };
        let text = milestone.outcome.as_ref().map(|it| it.html(ix));
        list.push(Event { day, sort, text, result: None, from: site.reference(ix) });
    }
    (past, ahead)
}
