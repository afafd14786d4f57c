//! Commitments against actuals: do they keep their word.

use schemars::JsonSchema;
use serde::Serialize;

use super::help::{Times, promised};
use super::{Computed, all_of};
use crate::duration::Duration;
use crate::interval::out_of_date;
use crate::kind::support_policy::{Actual, SupportPolicy};
use crate::quarter::Quarter;
use crate::site::{EntryIx, Site};
use crate::view::{Noun, Reference};

/// Where it is published.
pub(super) const URL: &str = "/help/commitments/";

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Commitments {
    /// Each policy that has numbers, that of most offerings first.
    policies: Vec<Comparison>,
    /// The policies of which nothing is counted yet.
    uncounted: Vec<Reference>,
}

/// A policy, and how well it was kept.
#[derive(Debug, Serialize, JsonSchema)]
struct Comparison {
    /// The policy.
    policy: Reference,
    /// What its times are called.
    wording: Noun,
    /// The newest quarter with numbers.
    period: Quarter,
    /// Whether those of a later quarter should be there by now.
    out_of_date: bool,
    /// Where the numbers come from.
    sources: Vec<String>,
    /// A row for each type of request, in the policy's order; then those that are counted without a promise.
    rows: Vec<Row>,
    /// How many types have a promise and a time to compare with it.
    compared: usize,
    /// How many of these were within all that was promised.
    kept: usize,
}

/// A type of request.
#[derive(Debug, Serialize, JsonSchema)]
struct Row {
    /// Its name.
    name: String,
    /// What was promised.
    promised: Times,
    /// How many there were.
    requests: Option<u32>,
    /// Until a person answered.
    respond: Outcome,
    /// Until somebody worked on it.
    assign: Outcome,
    /// Until it was solved.
    resolve: Outcome,
    /// Share within all promised times, in percent.
    within_percent: Option<f64>,
    /// The same in earlier quarters, newest first.
    before: Vec<Before>,
}

/// A time that something took.
#[derive(Debug, Serialize, JsonSchema)]
struct Outcome {
    /// How long it took.
    actual: Option<Duration>,
    /// Whether that was within what was promised, where both are known.
    kept: Option<bool>,
}

/// An earlier quarter.
#[derive(Debug, Serialize, JsonSchema)]
struct Before {
    /// The quarter.
    period: Quarter,
    /// Share within all promised times, in percent.
    within_percent: Option<f64>,
}

/// Whether there is anything to compare.
pub(super) fn is_shown(site: &Site) -> bool {
    site.all::<SupportPolicy>().any(|(.., policy)| !policy.actuals.is_empty())
}

pub(super) fn page(site: &Site) -> Option<Computed> {
    let mut policies: Vec<_> = site.all::<SupportPolicy>().collect();
    policies.sort_by_cached_key(|(_, entry, _)| std::cmp::Reverse(site.referrers(entry, "support").count()));
    let (counted, uncounted): (Vec<_>, Vec<_>) =
        policies.into_iter().partition(|(.., policy)| !policy.actuals.is_empty());
    let data = Commitments {
        policies: counted.into_iter().filter_map(|(ix, _, policy)| view(site, ix, policy)).collect(),
        uncounted: uncounted.into_iter().map(|(ix, ..)| site.reference(ix)).collect(),
    };
    let page = Computed::new(
        URL,
        "Promised and actual",
        "What we promise for each type of request, and how long it took.",
        "commitments.html",
        &data,
    )
    .of(all_of::<SupportPolicy>(site));
    (!data.policies.is_empty()).then_some(page)
}

fn view(site: &Site, ix: EntryIx, policy: &SupportPolicy) -> Option<Comparison> {
    let period = policy.actuals.iter().map(|it| it.period).max()?;
    let of_period = policy.actuals.iter().filter(|it| it.period == period);
    let mut names: Vec<&str> = policy.request_types.iter().map(|it| it.name.as_str()).collect();
    for actual in of_period.clone() {
        if !names.contains(&actual.request_type.as_str()) {
            names.push(&actual.request_type);
        }
    }
    let rows: Vec<Row> = names.into_iter().map(|name| row(ix, policy, name, period)).collect();
    let mut sources: Vec<String> = of_period.filter_map(|it| it.source.clone()).collect();
    sources.sort();
    sources.dedup();
    let kept: Vec<bool> = rows.iter().filter_map(kept).collect();
    Some(Comparison {
        policy: site.reference(ix),
        wording: policy.wording.unwrap_or(site.config.wording).into(),
        period,
        out_of_date: out_of_date(policy.actuals.iter().map(|it| it.period.last_day()), site.as_of),
        sources,
        rows,
        compared: kept.len(),
        kept: kept.into_iter().filter(|kept| *kept).count(),
    })
}

/// Whether all that was promised for a type was kept; none where nothing can be compared.
fn kept(row: &Row) -> Option<bool> {
    [&row.respond, &row.assign, &row.resolve].iter().filter_map(|it| it.kept).reduce(|all, one| all && one)
}

fn row(ix: EntryIx, policy: &SupportPolicy, name: &str, period: Quarter) -> Row {
    let promised = promised(ix, policy, name);
    let outcome = |actual: Option<Duration>, promised: Option<Duration>| Outcome {
        actual,
        kept: actual.zip(promised).map(|(actual, promised)| actual <= promised),
    };
    let of_type = || policy.actuals.iter().filter(|it| it.request_type == name);
    let now: Option<&Actual> = of_type().find(|it| it.period == period);
    let mut before: Vec<Before> = of_type()
        .filter(|it| it.period < period)
        .map(|it| Before { period: it.period, within_percent: it.within_percent })
        .collect();
    before.sort_by_key(|it| std::cmp::Reverse(it.period));
    Row {
        name: name.to_owned(),
        requests: now.and_then(|it| it.requests),
        respond: outcome(now.and_then(|it| it.respond), promised.respond),
        assign: outcome(now.and_then(|it| it.assign), promised.assign),
        resolve: outcome(now.and_then(|it| it.resolve), promised.resolve),
        within_percent: now.and_then(|it| it.within_percent),
        before,
        promised,
    }
}
