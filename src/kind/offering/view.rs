//! What an offering's page shows of other records: who helps, what is promised, what was decided,
//! what moves, and which teams build on it. Other kinds are read as plain fields.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::Offering;
use super::moves::{Move, moved};
use crate::config::Wording;
use crate::duration::Duration;
use crate::entry::Entry;
use crate::interval::out_of_date;
use crate::quarter::Quarter;
use crate::site::{EntryIx, Site};
use crate::view::{Html, Noun, Reference};

/// The most objectives that a page shows.
const OBJECTIVES: usize = 5;

/// What an offering's page shows beside its fields.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct OfferingView {
    /// What to take in its place, where it is going away or gone.
    instead: Vec<Reference>,
    /// Who helps, and how soon.
    support: Option<Support>,
    /// What is promised.
    objectives: Vec<Objective>,
    /// How many more objectives there are.
    more_objectives: usize,
    /// Decisions that shape it, the newest first.
    decisions: Vec<Decision>,
    /// Migrations and sunsets that touch it.
    moves: Vec<Move>,
    /// When it may be interrupted.
    windows: Vec<Window>,
    /// What of it is planned.
    planned: Vec<Plan>,
    /// What was asked of it, and answered.
    requests: Vec<Reference>,
    /// What went wrong with it, the newest first.
    incidents: Vec<Incident>,
    /// What was changed in it, the newest first.
    changes: Vec<Change>,
    /// What of it is measured.
    metrics: Vec<Reference>,
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
    /// What its times are called.
    wording: Noun,
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
    /// The tiers that it is open to, where it is not open to all.
    tiers: Vec<Reference>,
    /// Where one asks, where it is not the form.
    channel: Option<String>,
    /// When somebody answers: `24x7` or `business`.
    coverage: Option<String>,
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
    /// Whether a newer one should be there by now.
    out_of_date: bool,
    /// Whether that is what was aimed for.
    met: Option<bool>,
    /// Of what may go wrong, the share that has not, in whole percent.
    budget_left_percent: Option<f64>,
    /// Who asks: `synthetic`, `passive` or `log`.
    source: Option<String>,
    /// What happens when it is missed.
    on_miss: Option<Html>,
    /// Where it is seen live.
    dashboard: Option<String>,
}

/// A decision.
#[derive(Debug, Serialize, JsonSchema)]
struct Decision {
    /// The decision.
    #[serde(flatten)]
    adr: Reference,
    /// What took its place.
    replaced_by: Vec<Reference>,
}

/// When it may be interrupted.
#[derive(Debug, Serialize, JsonSchema)]
struct Window {
    /// The window.
    #[serde(flatten)]
    from: Reference,
    /// When, in words.
    when: Option<String>,
    /// The next day on which it may be.
    next: Option<Date>,
    /// What its users may notice.
    impact: Option<Html>,
}

/// Something planned.
#[derive(Debug, Serialize, JsonSchema)]
struct Plan {
    /// The item.
    #[serde(flatten)]
    item: Reference,
    /// Whether its quarter has passed and it is still to be done.
    late: bool,
}

/// Something that is changed.
#[derive(Debug, Serialize, JsonSchema)]
struct Change {
    /// The change.
    #[serde(flatten)]
    change: Reference,
    /// Whether its day has passed.
    passed: bool,
}

/// Something that went wrong.
#[derive(Debug, Serialize, JsonSchema)]
struct Incident {
    /// The incident.
    #[serde(flatten)]
    incident: Reference,
    /// The day on which it began.
    day: Option<String>,
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
    let newest = |mut all: Vec<Reference>, field: &str| {
        all.sort_by_cached_key(|it| std::cmp::Reverse(text(&it.record, field)));
        all
    };
    // What is done stands after what is to come.
    let soonest = |mut all: Vec<Reference>| {
        all.sort_by_cached_key(|it| {
            let target = text(&it.record, "target");
            let horizon = ["now", "next"].iter().position(|it| target.as_deref() == Some(it));
            let done = text(&it.record, "status").as_deref() == Some("delivered");
            (done, horizon.unwrap_or(2), target.is_none(), target)
        });
        all
    };
    let mut decisions: Vec<Decision> =
        of(site, entry, "affects", &["adr"]).into_iter().map(|adr| decision(site, adr)).collect();
    decisions
        .sort_by_cached_key(|it| std::cmp::Reverse((text(&it.adr.record, "date"), it.adr.number.clone())));
    let incident = |it: Reference| {
        let day = text(&it.record, "start").and_then(|start| start.get(..10).map(str::to_owned));
        Incident { incident: it, day }
    };
    let plan = |item: Reference| {
        let quarter = text(&item.record, "target").and_then(|it| it.parse::<Quarter>().ok());
        let open = !matches!(text(&item.record, "status").as_deref(), Some("delivered" | "dropped"));
        Plan { late: open && quarter.is_some_and(|it| it < Quarter::of(site.as_of)), item }
    };
    let change = |change: Reference| {
        let day = text(&change.record, "date").and_then(|day| day.parse::<Date>().ok());
        Change { passed: day.is_some_and(|day| day < site.as_of), change }
    };
    let windows = of(site, entry, "offerings", &["maintenance_window"]);
    let moves = ["from", "to", "offering"].into_iter().flat_map(|field| {
        let kinds = if field == "offering" { &["sunset"] } else { &["migration"] };
        of(site, entry, field, kinds).into_iter().map(move |ix| moved(site, ix, field))
    });
    let mut moves: Vec<Move> = moves.collect();
    // What moves from one part of it to another is said once, and leads nobody away.
    let both: BTreeSet<String> =
        moves.iter().filter(|it| it.field == "to").map(|it| it.from.id.clone()).collect();
    let mut seen = BTreeSet::new();
    moves.retain(|it| seen.insert(it.from.id.clone()));
    for it in moves.iter_mut().filter(|it| it.field == "from" && both.contains(&*it.from.id)) {
        "within".clone_into(&mut it.field);
    }
    let view = OfferingView {
        instead: offering.instead(entry, site).into_iter().map(|it| site.reference(it)).collect(),
        support: offering.support.as_ref().and_then(|to| support(site, site.target(entry, to)?)),
        objectives,
        more_objectives,
        decisions,
        moves,
        windows: windows.into_iter().map(|ix| window(site, ix)).collect(),
        planned: soonest(references("offerings", &["roadmap_item"])).into_iter().map(plan).collect(),
        requests: references("offering", &["request"]),
        incidents: newest(references("offerings", &["incident"]), "start")
            .into_iter()
            .map(incident)
            .collect(),
        changes: newest(references("offering", &["change"]), "date").into_iter().map(change).collect(),
        metrics: references("offering", &["metric"]),
        pages: references("offering", &["page"]),
        used_by: used_by(site, ix),
    };
    serde_json::to_value(view).unwrap_or_default()
}

/// What takes an offering's place: what says so, and where its users are moved to.
pub(super) fn successors(entry: &Entry, site: &Site) -> Vec<EntryIx> {
    let own = site.index_of(entry);
    let moved = of(site, entry, "from", &["migration"]).into_iter();
    let moved = moved
        .flat_map(|ix| targets(site, ix, site.entry(ix).value.get("to")))
        .filter(|ix| site.entry(*ix).id.kind == entry.id.kind);
    let mut all: Vec<EntryIx> = Vec::new();
    for ix in site.referrers(entry, "replaces").chain(moved) {
        if Some(ix) != own && !all.contains(&ix) {
            all.push(ix);
        }
    }
    all
}

/// The records of some kinds that name this one in a field.
fn of(site: &Site, entry: &Entry, field: &str, kinds: &[&str]) -> Vec<EntryIx> {
    let all = site.referrers(entry, field);
    all.filter(|from| kinds.contains(&&*site.entry(*from).id.kind)).collect()
}

pub(super) fn text(value: &Value, name: &str) -> Option<String> {
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
    let points = || value.get("series").and_then(Value::as_array).into_iter().flatten();
    let newest = points().max_by_key(|point| text(point, "date"));
    let days = points().filter_map(|point| text(point, "date")?.parse().ok());
    let target = value.get("target").and_then(Value::as_f64);
    let reached = newest.and_then(|point| point.get("value")?.as_f64());
    let both = target.zip(reached);
    Objective {
        slo: site.reference(ix),
        definition: html(ix, value.pointer("/sli/definition")),
        target,
        window: duration(value, "window"),
        value: reached,
        as_of: newest.and_then(|point| text(point, "date")),
        out_of_date: out_of_date(days, site.as_of),
        met: both.map(|(target, reached)| reached >= target),
        budget_left_percent: both.filter(|(target, _)| *target < 100.0).map(|(target, reached)| {
            ((reached - target) / (100.0 - target) * 100.0).clamp(0.0, 100.0).round()
        }),
        source: value.pointer("/sli/source").and_then(Value::as_str).map(str::to_owned),
        on_miss: html(ix, value.get("on_miss")),
        dashboard: text(value, "dashboard"),
    }
}

fn decision(site: &Site, ix: EntryIx) -> Decision {
    let newer = site.referrers(site.entry(ix), "supersedes");
    Decision { adr: site.reference(ix), replaced_by: newer.map(|it| site.reference(it)).collect() }
}

fn window(site: &Site, ix: EntryIx) -> Window {
    let entry = site.entry(ix);
    let shown = site.kinds.get(&*entry.id.kind).map_or(Value::Null, |kind| (kind.view)(entry, site));
    Window {
        from: site.reference(ix),
        when: text(&shown, "when").filter(|when| !when.is_empty()),
        next: shown.pointer("/next/0").and_then(Value::as_str).and_then(|day| day.parse().ok()),
        impact: html(ix, entry.value.get("expected_impact")),
    }
}

fn support(site: &Site, ix: EntryIx) -> Option<Support> {
    let value = &site.entry(ix).value;
    let wording = value.get("wording").and_then(|it| serde_json::from_value::<Wording>(it.clone()).ok());
    let levels = value.get("levels").and_then(Value::as_array).into_iter().flatten();
    let level = |it: &Value| LevelView {
        name: text(it, "name").unwrap_or_default(),
        impact: html(ix, it.get("business_impact")),
        condition: html(ix, it.get("engage_condition")),
        may_page: it.get("may_page").and_then(Value::as_bool).unwrap_or_default(),
        tiers: named(site, ix, it.get("tiers")),
        channel: text(it, "channel"),
        coverage: text(it, "coverage"),
        respond: duration(it, "respond"),
        instead: html(ix, it.get("instead")),
    };
    (&*site.entry(ix).id.kind == "support_policy").then(|| Support {
        policy: site.reference(ix),
        intake: text(value, "intake"),
        wording: wording.unwrap_or(site.config.wording).into(),
        levels: levels.map(level).collect(),
    })
}

/// The records that a list of names within a field names.
fn named(site: &Site, ix: EntryIx, names: Option<&Value>) -> Vec<Reference> {
    targets(site, ix, names).map(|to| site.reference(to)).collect()
}

/// The records that a field of another names.
fn targets<'a>(site: &'a Site, ix: EntryIx, names: Option<&'a Value>) -> impl Iterator<Item = EntryIx> + 'a {
    let names = names.and_then(Value::as_array).into_iter().flatten();
    let to = move |name: &Value| {
        site.target(site.entry(ix), &serde_json::from_value::<crate::record::Ref>(name.clone()).ok()?)
    };
    names.filter_map(to)
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
