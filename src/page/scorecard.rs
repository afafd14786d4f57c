//! Is it working? Each objective's key results: from where, where now, to where, and what must not
//! get worse meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::measure::{Measure, measure};
use super::{Computed, all_of};
use crate::entry::Entry;
use crate::interval::out_of_date;
use crate::kind::metric::Metric;
use crate::kind::objective::{KeyResult, Objective};
use crate::kind::strategy::Strategy;
use crate::pace::Pace;
use crate::picture::Way;
use crate::record::Ref;
use crate::site::{EntryIx, Site};
use crate::view::{Html, Reference};

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Scorecard {
    /// How far all key results are.
    pub tally: Tally,
    /// The objectives, newest year first.
    pub objectives: Vec<Scored>,
    /// The strategies, with the problem that each is about.
    pub strategies: Vec<Why>,
}

/// How far all key results are, and whether something got worse meanwhile.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(super) struct Tally {
    /// How many there are.
    pub results: usize,
    /// How many have reached their target.
    pub reached: usize,
    /// How many are on the way.
    pub moving: usize,
    /// How many have time left and are behind the pace that their dates ask for.
    pub behind: usize,
    /// How many have not changed yet.
    pub not_moving: usize,
    /// How many are past their day.
    pub overdue: usize,
    /// How many things must not get worse.
    pub guardrails: usize,
    /// How many of these have.
    pub broken: usize,
    /// How many results have no number that is new enough to tell of now.
    pub out_of_date: usize,
    /// The newest day that a number is of.
    pub newest: Option<Date>,
}

impl Tally {
    fn of(objectives: &[Scored]) -> Self {
        let results = || objectives.iter().flat_map(|it| &it.results);
        let in_state = |state: &str| results().filter(|it| it.state == state).count();
        let guards: BTreeMap<&str, &Measure> = objectives
            .iter()
            .flat_map(|it| &it.guardrails)
            .map(|guard| (guard.metric.id.as_str(), guard))
            .collect();
        Self {
            results: results().count(),
            reached: in_state("reached"),
            moving: in_state("moving"),
            behind: results().filter(|it| it.even_pace.is_some_and(|pace| pace.behind)).count(),
            not_moving: in_state("not_moving"),
            overdue: in_state("overdue"),
            guardrails: guards.len(),
            broken: guards.values().filter(|guard| guard.usual == Some(false)).count(),
            out_of_date: results().filter(|it| it.out_of_date).count(),
            newest: results().filter_map(|it| it.of).max(),
        }
    }
}

/// A strategy in a sentence.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Why {
    /// The strategy.
    pub strategy: Reference,
    /// Its primary problem.
    pub problem: Option<Html>,
    /// How large that is.
    pub quantity: Option<String>,
    /// Its goal.
    pub goal: Option<Html>,
    /// The day by which it is to be reached.
    pub by: Option<Date>,
}

/// An objective and how far it has come.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Scored {
    /// The objective.
    pub objective: Reference,
    /// The team that answers for it.
    pub owner: Option<Reference>,
    /// What should be true.
    pub statement: Option<Html>,
    /// The year that it is for.
    pub year: Option<i16>,
    /// The strategy that it carries out.
    pub strategy: Option<Reference>,
    /// Its key results.
    pub results: Vec<Progress>,
    /// What must not get worse meanwhile, each once.
    pub guardrails: Vec<Measure>,
}

/// A key result and how far it has come.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Progress {
    /// What changes.
    pub text: Html,
    /// What is measured.
    pub metric: Option<Reference>,
    /// In what.
    pub unit: Option<String>,
    /// At the beginning.
    pub baseline: Option<f64>,
    /// Now.
    pub current: Option<f64>,
    /// The day that `current` is of.
    pub of: Option<Date>,
    /// Whether a newer one should be there by now.
    pub out_of_date: bool,
    /// Where that number comes from.
    pub source: Option<Html>,
    /// What is aimed for.
    pub target: Option<f64>,
    /// By when.
    pub by: Option<Date>,
    /// How much of the way is done, from 0 to 100.
    pub percent: Option<f64>,
    /// From the baseline to the target.
    pub way: Option<Way>,
    /// Where it would have to be at an even pace, while there is time.
    pub even_pace: Option<Pace>,
    /// `reached`, `overdue`, `moving` or `not_moving`.
    pub state: &'static str,
    /// What it contributes to, from the nearest to the farthest.
    pub supports: Vec<Reference>,
    /// What must not get worse meanwhile.
    pub guardrail: Option<Reference>,
}

/// The chosen objectives of a site, newest year first.
pub(super) fn objectives(site: &Site, chosen: impl Fn(&Entry) -> bool) -> Vec<Scored> {
    let mut scored: Vec<Scored> = site
        .all::<Objective>()
        .filter(|(_, entry, _)| chosen(entry))
        .map(|(ix, _, objective)| score(site, ix, objective))
        .collect();
    scored.sort_by_key(|it| std::cmp::Reverse(it.year));
    scored
}

/// The strategies of a site, each with its problem.
pub(super) fn strategies(site: &Site) -> Vec<Why> {
    let why = |(ix, _, strategy): (EntryIx, &Entry, &Strategy)| {
        let problems = &strategy.problem_statements;
        let problem = problems.iter().find(|it| it.primary).or(problems.first());
        let goal = strategy.goal.as_ref();
        Why {
            strategy: site.reference(ix),
            problem: problem.map(|it| it.text.html(ix)),
            quantity: problem.and_then(|it| it.quantity.clone()),
            goal: goal.and_then(|it| it.text.as_ref()).map(|text| text.html(ix)),
            by: goal.and_then(|it| it.by),
        }
    };
    site.all::<Strategy>().map(why).collect()
}

/// An objective and how far it has come.
pub(super) fn score(site: &Site, ix: EntryIx, objective: &Objective) -> Scored {
    let entry = site.entry(ix);
    let named = |name: &Option<Ref>| name.as_ref().and_then(|name| site.target(entry, name));
    let guards: BTreeSet<EntryIx> =
        objective.key_results.iter().filter_map(|it| guardrail(site, ix, it)).collect();
    Scored {
        objective: site.reference(ix),
        owner: site.owner(ix).map(|owner| site.reference(owner)),
        statement: objective.statement.as_ref().map(|it| it.html(ix)),
        year: objective.year,
        strategy: named(&objective.strategy).map(|ix| site.reference(ix)),
        results: objective.key_results.iter().map(|it| progress(site, ix, objective, it)).collect(),
        guardrails: guards
            .into_iter()
            .filter_map(|ix| Some(measure(site, ix, site.entry(ix).record::<Metric>()?)))
            .collect(),
    }
}

/// What must not get worse while a result gets better: its own, else its metric's.
fn guardrail(site: &Site, ix: EntryIx, result: &KeyResult) -> Option<EntryIx> {
    let entry = site.entry(ix);
    if let Some(own) = result.guardrail.as_ref() {
        return site.target(entry, own);
    }
    let metric = site.entry(site.target(entry, result.metric.as_ref()?)?);
    site.target(metric, metric.record::<Metric>()?.guardrail.as_ref()?)
}

fn progress(site: &Site, ix: EntryIx, objective: &Objective, result: &KeyResult) -> Progress {
    let entry = site.entry(ix);
    let named = |name: &Option<Ref>| name.as_ref().and_then(|name| site.target(entry, name));
    let of_metric = |ix: EntryIx| Some((ix, site.entry(ix).record::<Metric>()?));
    let metric = named(&result.metric).and_then(of_metric);
    let measured = metric.map(|(ix, metric)| measure(site, ix, metric));
    let newest = measured.as_ref().and_then(|it| it.newest);
    let current = result.current.or(newest.map(|it| it.value));
    let by = result.due(objective);
    let percent = share(result.baseline, current, result.target);
    let state = match percent {
        Some(percent) if percent >= 100.0 => "reached",
        _ if by.is_some_and(|by| by < site.as_of) => "overdue",
        Some(percent) if percent > 0.0 => "moving",
        _ => "not_moving",
    };
    let of = if result.current.is_some() { result.as_of } else { newest.map(|it| it.date) };
    Progress {
        text: result.text.html(ix),
        metric: metric.map(|(ix, _)| site.reference(ix)),
        unit: result.unit.clone().or_else(|| measured.as_ref()?.unit.clone()),
        baseline: result.baseline,
        current,
        of,
        out_of_date: match &measured {
            Some(measured) if result.current.is_none() => measured.out_of_date,
            _ => out_of_date(of, site.as_of),
        },
        source: measured.as_ref().and_then(|it| it.source),
        target: result.target,
        by,
        percent,
        way: way(result.baseline, current, result.target),
        even_pace: result.even_pace(objective, (of, current), entry, site),
        state,
        supports: chain(site, ix, named(&result.supports)),
        guardrail: guardrail(site, ix, result).map(|ix| site.reference(ix)),
    }
}

fn way(baseline: Option<f64>, current: Option<f64>, target: Option<f64>) -> Option<Way> {
    Way::of(baseline?, current?, target?)
}

/// How much of the way from the baseline to the target is done, in percent.
fn share(baseline: Option<f64>, current: Option<f64>, target: Option<f64>) -> Option<f64> {
    let (baseline, current, target) = (baseline?, current?, target?);
    let way = target - baseline;
    (way.abs() > f64::EPSILON).then(|| ((current - baseline) / way * 100.0).clamp(0.0, 100.0).round())
}

/// What something contributes to, and what that contributes to in turn.
fn chain(site: &Site, from: EntryIx, first: Option<EntryIx>) -> Vec<Reference> {
    let mut seen = BTreeSet::from([from]);
    let mut links = Vec::new();
    let mut at = first;
    while let Some(ix) = at.filter(|ix| seen.insert(*ix)) {
        links.push(site.reference(ix));
        let entry = site.entry(ix);
        at = entry.record::<Objective>().and_then(|it| site.target(entry, it.strategy.as_ref()?));
    }
    links
}

pub(super) fn page(site: &Site) -> Option<Computed> {
    let objectives = objectives(site, |_| true);
    if objectives.is_empty() {
        return None;
    }
    let data = Scorecard { tally: Tally::of(&objectives), objectives, strategies: strategies(site) };
    Some(Computed::new(
        "/objectives/scorecard/",
        "Is it working?",
        "Each objective by its numbers: where we began, where we are, where we want to be, and what must not get worse meanwhile.",
        "scorecard.html",
        &data,
    ).of(all_of::<Objective>(site)).narrowed_by(&["year", "strategy"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_is_measured_in_either_direction() {
        assert_eq!(share(Some(48.0), Some(44.0), Some(36.0)), Some(33.0));
        assert_eq!(share(Some(20.0), Some(20.0), Some(50.0)), Some(0.0));
        assert_eq!(share(Some(20.0), Some(60.0), Some(50.0)), Some(100.0));
        assert_eq!(share(Some(5.0), Some(5.0), Some(5.0)), None);
        assert_eq!(share(None, Some(5.0), Some(5.0)), None);
    }
}
