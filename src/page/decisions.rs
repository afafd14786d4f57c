//! Why is it so? Each log of decisions: what holds, since when, what it touches, and what took the
//! place of what.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::Computed;
use crate::kind::adr::{Adr, Status};
use crate::picture::{Direction, Graph, Label};
use crate::site::{EntryIx, Site, parent_url};
use crate::view::{Html, Reference};

/// What the page of a log shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Log {
    /// The decisions, newest number first.
    pub decisions: Vec<Decision>,
    /// Those that are proposed and not decided, the oldest first.
    pub open: Vec<Decision>,
    /// What took the place of what: a tree a decision in force, walked from the top.
    pub supersession: Vec<Step>,
    /// The same as a graph, with time to the right; none where decisions replace one another in a circle.
    pub graph: Option<Lineage>,
    /// Logs in folders below.
    pub logs: Vec<LogLink>,
}

/// A decision.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Decision {
    /// The decision.
    pub adr: Reference,
    /// What it says in a sentence: why it was turned down, or what it waits for.
    pub summary: Option<Html>,
    /// Whether it holds.
    pub status: Option<Status>,
    /// The day of the decision.
    pub date: Option<Date>,
    /// Offerings that it shapes.
    pub affects: Vec<Reference>,
    /// What took its place.
    pub replaced_by: Vec<Reference>,
    /// Its words.
    pub tags: Vec<String>,
}

/// A decision in a tree of those that replaced one another.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Step {
    /// The decision.
    pub adr: Reference,
    /// Whether it holds.
    pub status: Option<Status>,
    /// The day from which it held.
    pub from: Option<Date>,
    /// The day on which another took its place.
    pub until: Option<Date>,
    /// Whether what it replaced follows, a level deeper.
    pub opens: bool,
    /// How many levels end after it.
    pub closes: usize,
}

/// Decisions that replaced others or were replaced, and where each lies in the picture.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Lineage {
    /// The decisions, in the order of the picture's nodes.
    pub decisions: Vec<Node>,
    /// Where they lie.
    pub graph: Graph,
}

/// A decision in the picture.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Node {
    /// The decision.
    pub adr: Reference,
    /// Whether it holds.
    pub status: Option<Status>,
    /// The day of the decision.
    pub date: Option<Date>,
}

/// A log in a folder below.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct LogLink {
    /// What it is called.
    pub title: String,
    /// Its path, base included.
    pub url: String,
    /// How many decisions it has.
    pub count: usize,
    /// The day of the newest one.
    pub newest: Option<Date>,
}

/// A page for each folder that decisions stand in, and for the folder above several logs.
pub(super) fn pages(site: &Site) -> Vec<Computed> {
    let mut logs: BTreeMap<&str, Vec<EntryIx>> = BTreeMap::new();
    for (ix, ..) in site.all::<Adr>() {
        logs.entry(&site.parents[ix.0 as usize]).or_default().push(ix);
    }
    let base = site.config.base_path().trim_end_matches('/').to_owned();
    let title = |url: &str| site.folders.get(url).map_or_else(String::new, |folder| folder.title.clone());
    let link = |(url, decisions): (&&str, &Vec<EntryIx>)| LogLink {
        title: title(url),
        url: format!("{base}{url}"),
        count: decisions.len(),
        newest: decisions.iter().filter_map(|ix| site.entry(*ix).record::<Adr>()?.date).max(),
    };
    let mut below: BTreeMap<&str, Vec<LogLink>> = BTreeMap::new();
    for log in &logs {
        if let Some(above) = parent_url(log.0) {
            below.entry(above).or_default().push(link(log));
        }
    }
    let page = |(url, decisions): (&&str, &Vec<EntryIx>)| {
        let log = Log {
            decisions: rows(site, decisions),
            open: open(site, decisions),
            supersession: supersession(site, decisions),
            graph: lineage(site, decisions),
            logs: below.remove(*url).unwrap_or_default(),
        };
        // An index page introduces its log in words of its own.
        let introduced = site.folders.get(*url).is_some_and(|it| it.index.is_some());
        let summary = if introduced {
            ""
        } else {
            "Why things are the way they are, what was turned down, and what may still change."
        };
        Computed::new(url, &title(url), summary, "adr-log.html", &log)
            .of(decisions.iter().rev().copied())
            .narrowed_by(&["affects"])
    };
    // A single decision beside other pages makes no log of the folder.
    logs.iter().filter(|(url, _)| site.folders.get(**url).is_some_and(|it| it.url != "/")).map(page).collect()
}

fn rows(site: &Site, decisions: &[EntryIx]) -> Vec<Decision> {
    let row = |ix: &EntryIx| {
        let entry = site.entry(*ix);
        let adr = entry.record::<Adr>()?;
        let affects = adr.affects.iter().filter_map(|name| site.target(entry, name));
        Some(Decision {
            adr: site.reference(*ix),
            summary: entry.common.summary.as_ref().map(|it| it.html(*ix)),
            status: adr.status,
            date: adr.date,
            affects: affects.map(|ix| site.reference(ix)).collect(),
            replaced_by: site.referrers(entry, "supersedes").map(|ix| site.reference(ix)).collect(),
            tags: entry.common.tags.clone(),
        })
    };
    let mut rows: Vec<Decision> = decisions.iter().filter_map(row).collect();
    rows.sort_by(|a, b| b.adr.number.cmp(&a.adr.number));
    rows
}

fn open(site: &Site, decisions: &[EntryIx]) -> Vec<Decision> {
    let mut open = rows(site, decisions);
    open.retain(|it| it.status == Some(Status::Proposed));
    open.sort_by_key(|it| it.date);
    open
}

/// The trees of a log: at the top what nothing replaced, below each what it replaced.
fn supersession(site: &Site, decisions: &[EntryIx]) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut seen = BTreeSet::new();
    for ix in decisions.iter().rev() {
        let entry = site.entry(*ix);
        let is_top = site.referrers(entry, "supersedes").next().is_none();
        if is_top && !replaced(site, *ix).is_empty() {
            walk(site, *ix, None, &mut seen, &mut steps);
        }
    }
    steps
}

fn walk(site: &Site, ix: EntryIx, until: Option<Date>, seen: &mut BTreeSet<EntryIx>, steps: &mut Vec<Step>) {
    let adr = site.entry(ix).record::<Adr>();
    let from = adr.and_then(|adr| adr.date);
    // A decision that replaced itself by way of others is shown once.
    let below: Vec<EntryIx> = if seen.insert(ix) { replaced(site, ix) } else { Vec::new() };
    let status = adr.and_then(|adr| adr.status);
    let own = Step { adr: site.reference(ix), status, from, until, opens: !below.is_empty(), closes: 0 };
    steps.push(own);
    for older in &below {
        walk(site, *older, from, seen, steps);
    }
    if let Some(last) = steps.last_mut().filter(|_| !below.is_empty()) {
        last.closes += 1;
    }
}

/// The decisions of a log that replaced others, and those that were replaced, wherever they stand.
fn lineage(site: &Site, decisions: &[EntryIx]) -> Option<Lineage> {
    let pairs: Vec<(EntryIx, EntryIx)> = decisions
        .iter()
        .flat_map(|newer| replaced(site, *newer).into_iter().map(|older| (older, *newer)))
        .collect();
    let involved: BTreeSet<EntryIx> = pairs.iter().flat_map(|(older, newer)| [*older, *newer]).collect();
    let mut involved: Vec<EntryIx> = involved.into_iter().collect();
    involved.sort_by_key(|ix| site.entry(*ix).number);
    let place: BTreeMap<EntryIx, usize> = involved.iter().enumerate().map(|(n, ix)| (*ix, n)).collect();
    let edges: Vec<(usize, usize)> =
        pairs.iter().map(|(older, newer)| (place[older], place[newer])).collect();
    let node = |ix: &EntryIx| {
        let adr = site.entry(*ix).record::<Adr>();
        Node {
            adr: site.reference(*ix),
            status: adr.and_then(|it| it.status),
            date: adr.and_then(|it| it.date),
        }
    };
    let decisions: Vec<Node> = involved.iter().map(node).collect();
    let titles: Vec<String> = decisions.iter().map(|it| title(&it.adr)).collect();
    let labels: Vec<Label<'_>> = titles.iter().map(|title| Label { title, notes: 1 }).collect();
    let graph = Graph::of(&labels, &edges, Direction::Right)?;
    Some(Lineage { decisions, graph })
}

fn title(adr: &Reference) -> String {
    adr.number.as_ref().map_or_else(|| adr.title.clone(), |number| format!("{number} {}", adr.title))
}

fn replaced(site: &Site, ix: EntryIx) -> Vec<EntryIx> {
    let entry = site.entry(ix);
    let named = entry.record::<Adr>().map_or(&[][..], |adr| &adr.supersedes);
    named.iter().filter_map(|name| site.target(entry, name)).collect()
}
