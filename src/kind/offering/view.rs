//! What an offering's page shows of other records: who helps, what is promised, what was decided,
//! what moves, and which teams build on it. Other kinds are read as plain fields.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::Offering;
use crate::duration::Duration;
use crate::entry::Entry;
use crate::site::{EntryIx, Site};
use crate::view::{Html, Reference};

/// The most objectives that a page shows.
const OBJECTIVES: usize = 5;

/// What an offering's page shows beside its fields.
#[derive(Debug, Serialize, JsonSchema)]
struct OfferingView {
    /// Who helps, and how soon.
    support: Option<Support>,
    /// What is promised.
    objectives: Vec<Objective>,
    /// How many more objectives there are.
    more_objectives: usize,
    /// Decisions that shape it, the newest first.
    decisions: Vec<Reference>,
    /// Migrations and sunsets that touch it.
    moves: Vec<Move>,
    /// When it may be interrupted.
    windows: Vec<Reference>,
    /// What of it is planned.
    planned: Vec<Reference>,
    /// What was asked of it, and answered.
    requests: Vec<Reference>,
    /// What went wrong with it, the newest first.
    incidents: Vec<Reference>,
    /// Guides and other pages about it.
    pages: Vec<Reference>,
    /// The teams that build on it, by name.
    used_by: Vec<Usage>,
}

/// Who helps, and how soon.
#[derive(Debug, Serialize, JsonSchema)]
struct Support {
    /// The policy.
    policy: Reference,
    /// Where one asks.
    intake: Option<String>,
    /// What its times are called: `slo`, `sla` or `level`.
    wording: String,
    /// Its levels, worst first.
    levels: Vec<LevelView>,
}

/// A level of a policy.
#[derive(Debug, Serialize, JsonSchema)]
struct LevelView {
    /// Its name.
    name: String,
    /// What it does to the business.
    impact: Option<Html>,
    /// What points at the platform.
    condition: Option<Html>,
    /// Whether one may page.
    may_page: bool,
    /// Until a person answers.
    respond: Option<String>,
    /// What holds in place of times.
    instead: Option<Html>,
}

/// An objective.
#[derive(Debug, Serialize, JsonSchema)]
struct Objective {
    /// The objective.
    slo: Reference,
    /// What is good, out of what.
    definition: Option<Html>,
    /// The share that is good, in percent.
    target: Option<f64>,
    /// The time over which it is counted.
    window: Option<String>,
    /// The newest share that was reached, in percent.
    value: Option<f64>,
    /// The last day that it is of.
    as_of: Option<String>,
}

/// A migration or a sunset.
#[derive(Debug, Serialize, JsonSchema)]
struct Move {
    /// The migration.
    #[serde(flatten)]
    from: Reference,
    /// How it touches this: `from`, `to` or `offering`.
    field: String,
}

/// A team that builds on it.
#[derive(Debug, Serialize, JsonSchema)]
struct Usage {
    /// The team.
    team: Reference,
    /// How many of its applications do.
    applications: usize,
}

pub(super) fn view(offering: &Offering, entry: &Entry, site: &Site) -> Value {
    let Some(ix) = site.index_of(entry) else { return Value::Null };
    let mut objectives: Vec<Objective> =
        of(site, entry, "offering", &["slo"]).into_iter().map(|slo| objective(site, slo)).collect();
    let more_objectives = objectives.len().saturating_sub(OBJECTIVES);
    objectives.truncate(OBJECTIVES);
    let references = |field: &str, kinds: &[&str]| -> Vec<Reference> {
        of(site, entry, field, kinds).into_iter().map(|it| site.reference(it)).collect()
    };
    let mut decisions = references("affects", &["adr"]);
    decisions.sort_by_cached_key(|it| std::cmp::Reverse(text(&it.record, "date")));
    let mut incidents = references("offerings", &["incident"]);
    incidents.sort_by_cached_key(|it| std::cmp::Reverse(text(&it.record, "start")));
    let moves = ["from", "to", "offering"].into_iter().flat_map(|field| {
        let kinds = if field == "offering" { &["sunset"] } else { &["migration"] };
        let all = references(field, kinds);
        all.into_iter().map(move |from| Move { from, field: field.to_owned() })
    });
    let view = OfferingView {
        support: offering.support.as_ref().and_then(|to| support(site, site.target(entry, to)?)),
        objectives,
        more_objectives,
        decisions,
        moves: moves.collect(),
        windows: references("offerings", &["maintenance_window"]),
        planned: references("offerings", &["roadmap_item"]),
        requests: references("offering", &["request"]),
        incidents,
        pages: references("offering", &["page"]),
        used_by: used_by(site, ix),
    };
    serde_json::to_value(view).unwrap_or_default()
}

/// The records of some kinds that name this one in a field.
fn of(site: &Site, entry: &Entry, field: &str, kinds: &[&str]) -> Vec<EntryIx> {
    let all = site.referrers(entry, field);
    all.filter(|from| kinds.contains(&&*site.entry(*from).id.kind)).collect()
}

fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name).and_then(Value::as_str).map(str::to_owned)
}

/// A duration as people read it.
fn duration(value: &Value, name: &str) -> Option<String> {
    let written = text(value, name)?;
    Some(written.parse::<Duration>().map_or(written, |it| it.to_string()))
}

/// A Markdown field of another record.
fn html(ix: EntryIx, value: Option<&Value>) -> Option<Html> {
    let slot = value?.get("slot")?.as_u64()?;
    Some(Html { entry: ix.0, slot: u32::try_from(slot).ok()? })
}

fn objective(site: &Site, ix: EntryIx) -> Objective {
    let value = &site.entry(ix).value;
    let points = value.get("series").and_then(Value::as_array).into_iter().flatten();
    let newest = points.max_by_key(|point| text(point, "date"));
    Objective {
        slo: site.reference(ix),
        definition: html(ix, value.pointer("/sli/definition")),
        target: value.get("target").and_then(Value::as_f64),
        window: duration(value, "window"),
        value: newest.and_then(|point| point.get("value")?.as_f64()),
        as_of: newest.and_then(|point| text(point, "date")),
    }
}

fn support(site: &Site, ix: EntryIx) -> Option<Support> {
    let value = &site.entry(ix).value;
    let levels = value.get("levels").and_then(Value::as_array).into_iter().flatten();
    let level = |it: &Value| LevelView {
        name: text(it, "name").unwrap_or_default(),
        impact: html(ix, it.get("business_impact")),
        condition: html(ix, it.get("engage_condition")),
        may_page: it.get("may_page").and_then(Value::as_bool).unwrap_or_default(),
        respond: duration(it, "respond"),
        instead: html(ix, it.get("instead")),
    };
    (&*site.entry(ix).id.kind == "support_policy").then(|| Support {
        policy: site.reference(ix),
        intake: text(value, "intake"),
        wording: text(value, "wording").unwrap_or_else(|| "slo".to_owned()),
        levels: levels.map(level).collect(),
    })
}

fn used_by(site: &Site, ix: EntryIx) -> Vec<Usage> {
    let mut by_team: BTreeMap<EntryIx, Vec<EntryIx>> = BTreeMap::new();
    for usage in site.facets.uses_of(ix) {
        if let Some(team) = usage.team {
            by_team.entry(team).or_default().push(usage.application);
        }
    }
    let usage = |(team, mut applications): (EntryIx, Vec<EntryIx>)| {
        applications.sort();
        applications.dedup();
        Usage { team: site.reference(team), applications: applications.len() }
    };
    let mut all: Vec<Usage> = by_team.into_iter().map(usage).collect();
    all.sort_by(|a, b| a.team.title.cmp(&b.team.title));
    all
}
