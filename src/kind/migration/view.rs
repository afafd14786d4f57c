//! What a migration's page shows beside its fields.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Span, Unit};
use schemars::JsonSchema;
use serde::Serialize;

use super::steps::{Node, graph};
use super::{Actor, Migration, Progress, StepState, number};
use crate::entry::Entry;
use crate::facet::{Ask, By, Decided, Firmness};
use crate::pace::Pace;
use crate::picture::{Direction, Graph, Label, Stretch, Timeline, unimplied};
use crate::site::Site;
use crate::view::Reference;

/// What a migration's page shows beside its fields.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct MigrationView {
    /// How binding the date is by which all are to have moved.
    pub firmness: Firmness,
    /// The day from which a date that is there for information becomes firm.
    pub firm_from: Option<Date>,
    /// Who is affected, by team.
    pub affected: Vec<Affected>,
    /// How many applications that is.
    pub applications: usize,
    /// The latest day of an import that says so.
    pub applications_as_of: Option<Date>,
    /// The decisions that it carries out, and where they stand.
    pub decided_by: Vec<Decided>,
    /// How much has moved, in whole percent, rounded down: all is all.
    pub percent: Option<u32>,
    /// How many more have to move each week from the last count on, to be done by the last day; none
    /// once that has passed.
    pub pace: Option<u64>,
    /// How many would have moved by the last count at an even pace from the announcement on, while there is
    /// time.
    pub even_pace: Option<Pace>,
    /// The day of the last count.
    pub counted: Option<Date>,
    /// Whether somebody should have counted again by now.
    pub out_of_date: bool,
    /// How late it is, once the last day has passed.
    pub late: Option<Late>,
    /// Whether the old is supported no longer.
    pub support_ended: bool,
    /// The steps, in the order written.
    pub steps: Vec<StepView>,
    /// The steps as a graph; none where they wait for each other in a circle, or none needs another.
    pub graph: Option<Graph>,
    /// Its days, on one axis, the earliest first.
    pub timeline: Option<Timeline<Event>>,
    /// The steps in layers: each needs only what lies before it.
    pub layers: Vec<Layer>,
    /// Hours that are left for one application, of `customer_does`.
    pub customer_hours: Option<f64>,
}

/// A day of a migration.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(super) struct Event {
    /// The day.
    pub date: Date,
    /// What it is.
    pub what: What,
    /// The team that it is about, for one that was agreed on.
    pub team: Option<Reference>,
    /// What that team does.
    pub task: Option<String>,
    /// Where the date comes from, such as `upstream_eol`.
    pub source: Option<String>,
    /// Whether nobody here can move it.
    pub hard: bool,
    /// Whether it has passed.
    pub past: bool,
}

/// What a day of a migration is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(super) enum What {
    /// Those affected were told.
    Announced,
    /// A team and the platform agreed on it.
    Agreed,
    /// The last day.
    Deadline,
    /// The old is supported until then.
    OldSupportedUntil,
}

/// A team that is affected.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Affected {
    /// The team.
    pub team: Reference,
    /// Its applications that are.
    pub applications: Vec<Reference>,
    /// What it is asked to do.
    pub what: String,
    /// By when: a day or a quarter.
    pub by: Option<String>,
    /// The last day that is in time.
    pub day: Option<Date>,
    /// Hours of its work, in all.
    pub hours: Option<f64>,
    /// How binding that is.
    pub firmness: Firmness,
}

/// A step.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct StepView {
    /// Its place in the list, from 1.
    pub number: usize,
    /// Its id.
    pub id: String,
    /// What is done.
    pub title: String,
    /// Where it stands.
    pub state: StepState,
    /// Who does it.
    pub actor: Actor,
    /// Whether a program does it.
    pub automated: bool,
    /// The titles of what it needs.
    pub needs: Vec<String>,
    /// The titles of what it still waits for.
    pub waits_for: Vec<String>,
    /// How many there are to do.
    pub total: Option<u64>,
    /// How many of these are done.
    pub done: Option<u64>,
    /// How many are left.
    pub left: Option<u64>,
}

/// Steps that can be done side by side.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Layer {
    /// Its steps, by number.
    pub steps: Vec<usize>,
}

pub(super) fn view(migration: &Migration, entry: &Entry, site: &Site) -> serde_json::Value {
    let Some(ix) = site.index_of(entry) else { return serde_json::Value::Null };
    let by = migration.due().map(|it| it.date);
    let firmness = migration.firmness(by, site.as_of);
    let asks: Vec<&Ask> = site.facets.asked_by(ix).collect();
    let applications: Vec<_> = asks.iter().flat_map(|ask| &ask.applications).copied().collect();
    let nodes = graph(&migration.steps);
    let hours: Vec<f64> = migration.customer_does.iter().filter_map(|task| task.hours).collect();
    let view = MigrationView {
        firmness,
        firm_from: by.filter(|_| firmness == Firmness::Information).map(Firmness::firm_from),
        affected: asks.iter().map(|ask| affected(ask, site)).collect(),
        applications_as_of: applications.iter().filter_map(|it| as_of(site.entry(*it))).max(),
        applications: applications.len(),
        decided_by: Decided::all(&migration.decided_by, entry, site),
        percent: migration.percent().map(whole),
        pace: pace(migration, site.as_of),
        even_pace: migration.even_pace(site.as_of),
        counted: migration.progress.as_ref().and_then(counted),
        out_of_date: migration.count_is_old(site.as_of),
        late: late(migration, site.as_of),
        support_ended: migration.old_supported_until.is_some_and(|day| day < site.as_of),
        steps: (1..).zip(&nodes).map(|(n, node)| step(n, node, &nodes)).collect(),
        graph: picture(migration, &nodes),
        timeline: timeline(migration, &asks, site),
        layers: layers(&nodes),
        customer_hours: (!hours.is_empty()).then(|| hours.iter().sum()),
    };
    serde_json::to_value(view).unwrap_or_default()
}

/// How late something is.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Late {
    /// The last day.
    pub since: Date,
    /// How many whole months ago that was.
    pub months: i32,
    /// How many were left at the last count.
    pub left: Option<u64>,
    /// How many have moved each week, from the first count to the last.
    pub pace: Option<f64>,
    /// The day on which nothing is left at that pace.
    pub done_by: Option<Date>,
    /// Whether that day has come, so that somebody should count again.
    pub count_again: bool,
}

fn late(migration: &Migration, today: Date) -> Option<Late> {
    let since = migration.planned_end().filter(|day| *day < today && !migration.is_done())?;
    let progress = migration.progress.as_ref();
    let left = progress.map(|it| it.total.saturating_sub(it.done));
    let (pace, done_by) = progress.and_then(at_the_pace_so_far).unzip();
    Some(Late {
        since,
        months: since.until((Unit::Month, today)).map_or(0, |ago| ago.get_months()),
        left,
        pace,
        done_by,
        count_again: done_by.is_some_and(|day| day <= today),
    })
}

/// How many have moved each week so far, to a tenth, and when nothing is left if that goes on.
fn at_the_pace_so_far(progress: &Progress) -> Option<(f64, Date)> {
    let last = counted(progress)?;
    let first = progress.history.iter().min_by_key(|it| it.date)?;
    let days = u64::try_from((last - first.date).get_days()).ok().filter(|days| *days > 0)?;
    let moved = progress.done.checked_sub(first.done).filter(|moved| *moved > 0)?;
    let left = progress.total.checked_sub(progress.done).filter(|left| *left > 0)?;
    let needed = i64::try_from(left.saturating_mul(days).div_ceil(moved)).ok()?;
    let a_week = number(moved.saturating_mul(70) / days) / 10.0;
    Some((a_week, last.checked_add(Span::new().try_days(needed).ok()?).ok()?))
}

/// The day of the last count.
pub(super) fn counted(progress: &Progress) -> Option<Date> {
    progress.as_of.or(progress.days().max())
}

/// What is left, over the weeks from the last count to the last day: written down, both of them, so
/// that no page changes from day to day.
fn pace(migration: &Migration, today: Date) -> Option<u64> {
    let progress = migration.progress.as_ref()?;
    let end = migration.planned_end().filter(|day| *day >= today)?;
    let left = progress.total.checked_sub(progress.done).filter(|left| *left > 0)?;
    let days = u64::try_from((end - counted(progress)?).get_days()).ok().filter(|days| *days > 0)?;
    Some((left * 7).div_ceil(days))
}

/// The steps in layers, by number.
fn layers(nodes: &[Node<'_>]) -> Vec<Layer> {
    let mut layers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (n, node) in (1..).zip(nodes) {
        if let Some(layer) = node.layer {
            layers.entry(layer).or_default().push(n);
        }
    }
    layers.into_values().map(|steps| Layer { steps }).collect()
}

/// The steps as a graph, without the lines that others imply.
fn picture(migration: &Migration, nodes: &[Node<'_>]) -> Option<Graph> {
    let labels = migration
        .steps
        .iter()
        .map(|step| Label { title: &step.title, notes: 1 + u8::from(step.total.is_some()) });
    let labels: Vec<Label<'_>> = labels.collect();
    let needs = |(n, node): (usize, &Node<'_>)| node.needs.iter().map(|it| (*it, n)).collect::<Vec<_>>();
    let edges: Vec<(usize, usize)> = nodes.iter().enumerate().flat_map(needs).collect();
    if edges.is_empty() || nodes.iter().any(|node| node.layer.is_none()) {
        return None;
    }
    Graph::of(&labels, &unimplied(nodes.len(), &edges), Direction::Down)
}

/// The days of a migration: when it was told, what was agreed with whom, the last one.
fn timeline(migration: &Migration, asks: &[&Ask], site: &Site) -> Option<Timeline<Event>> {
    let event = |date, what| Event {
        date,
        what,
        team: None,
        task: None,
        source: None,
        hard: false,
        past: date < site.as_of,
    };
    let deadline = migration.deadline.as_ref().map(|it| Event {
        source: it.source.map(|it| it.word().to_owned()),
        hard: it.hard,
        ..event(it.date, What::Deadline)
    });
    let last = deadline.as_ref().map(|it| it.date);
    let agreed = asks.iter().filter(|ask| ask.source.as_deref() == Some("agreement")).filter_map(|ask| {
        Some(Event {
            team: Some(site.reference(ask.team)),
            task: Some(ask.what.clone()),
            ..event(ask.by?.day(), What::Agreed)
        })
    });
    let supported = migration.old_supported_until.filter(|day| Some(*day) != last);
    let mut events: Vec<Event> = agreed
        .chain(migration.announced.map(|day| event(day, What::Announced)))
        .chain(supported.map(|day| event(day, What::OldSupportedUntil)))
        .chain(deadline)
        .collect();
    events.sort_by_key(|it| (it.date, it.what));
    // One day alone is said as well in a word.
    if events.len() < 2 {
        return None;
    }
    let stretch = |it: Event| {
        let from = if it.what == What::Announced { Some(it.date) } else { migration.announced };
        (Stretch { from: from.or(Some(it.date)), to: it.date, also: Vec::new() }, it)
    };
    Timeline::over(site.as_of, events.into_iter().map(stretch).map(|(stretch, it)| (it, stretch)).collect())
}

fn affected(ask: &Ask, site: &Site) -> Affected {
    Affected {
        team: site.reference(ask.team),
        applications: ask.applications.iter().map(|it| site.reference(*it)).collect(),
        what: ask.what.clone(),
        by: ask.by.map(|by| by.to_string()),
        day: ask.by.map(By::day),
        hours: ask.hours,
        firmness: ask.firmness,
    }
}

fn step(number: usize, node: &Node<'_>, all: &[Node<'_>]) -> StepView {
    let title = |n: &usize| all[*n].step.title.clone();
    let open = |n: &&usize| all[**n].state != StepState::Done;
    let step = node.step;
    StepView {
        number,
        id: node.id.clone(),
        title: step.title.clone(),
        state: node.state,
        actor: step.actor,
        automated: step.automated,
        needs: node.needs.iter().map(title).collect(),
        waits_for: node.needs.iter().filter(open).map(title).collect(),
        total: step.total,
        done: step.done,
        left: step.total.map(|total| total.saturating_sub(step.done.unwrap_or(0))),
    }
}

/// The day that an import gives for what it says.
fn as_of(entry: &Entry) -> Option<Date> {
    entry.value.get("as_of")?.as_str()?.parse().ok()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share lies between 0 and 100")]
fn whole(percent: f64) -> u32 {
    percent.clamp(0.0, 100.0).floor() as u32
}
