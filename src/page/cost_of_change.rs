//! The cost of change: hours that customer teams are asked for, by year, and what they get for them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::Computed;
use super::provenance::Provenance;
use super::satisfaction::{Satisfaction, satisfaction};
use crate::entry::Entry;
use crate::facet::{self, Ask, By, Cause, Firmness};
use crate::kind::metric::Metric;
use crate::kind::migration::Migration;
use crate::kind::sunset::Sunset;
use crate::kind::team::{Team, TeamType};
use crate::site::{EntryIx, Site};
use crate::view::{Html, Reference};

/// What is asked of each team, by its name.
type ByTeam<'a> = BTreeMap<(&'a str, EntryIx), Vec<&'a Ask>>;

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CostOfChange {
    /// The years, the earliest first.
    pub years: Vec<Period>,
    /// What is asked for, and what it brings.
    pub changes: Vec<Change>,
    /// How many things are asked whose hours nobody has said.
    pub unknown: usize,
    /// Who uses what.
    pub provenance: Provenance,
}

/// A year, or what has no date.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Period {
    /// The year; none for what has no date.
    pub year: Option<i16>,
    /// Hours in all, as far as they are known; none where nobody has said any.
    pub hours: Option<f64>,
    /// How many of these are known, and not firm yet.
    pub information_hours: f64,
    /// The teams, by name.
    pub teams: Vec<TeamCost>,
}

/// What a team is asked for in a year.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct TeamCost {
    /// The team.
    pub team: Reference,
    /// Hours in all, as far as they are known; none where nobody has said any.
    pub hours: Option<f64>,
    /// By what asks for them.
    pub parts: Vec<Part>,
}

/// A part of what a team is asked for.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Part {
    /// What asks.
    pub from: Reference,
    /// For how many applications.
    pub applications: usize,
    /// Hours in all; none where nobody has said.
    pub hours: Option<f64>,
    /// How binding it is.
    pub firmness: Firmness,
}

/// Something that is asked for, and what it brings.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Change {
    /// The record.
    pub from: Reference,
    /// Hours of customer teams, in all, what is done included; none where nobody has said any.
    pub hours: Option<f64>,
    /// How many customer teams.
    pub teams: usize,
    /// How much of the work is done for them, in percent.
    pub automated_percent: Option<f64>,
    /// What those who move gain.
    pub gains: Vec<Html>,
    /// How many of them wanted to.
    pub voluntary: Option<Voluntary>,
    /// How content people are with what it leads to, or with what ends.
    pub satisfaction: Vec<Satisfaction>,
}

/// How many chose what they did not have to.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Voluntary {
    /// In percent.
    pub percent: f64,
    /// What measured it; none where the change itself says so.
    pub metric: Option<Reference>,
    /// The day that it is of.
    pub of: Option<Date>,
}

pub(super) fn page(site: &Site) -> Option<Computed> {
    let customer = |ix: EntryIx| {
        let team = site.entry(ix).record::<Team>();
        team.is_some_and(|team| team.sort == Some(TeamType::Application))
    };
    let asked = |ask: &&Ask| ask.cause == Cause::Shift && customer(ask.team);
    let asks: Vec<&Ask> = site.facets.asks.iter().filter(asked).collect();
    if asks.is_empty() {
        return None;
    }
    let mut years: BTreeMap<(bool, i16), ByTeam<'_>> = BTreeMap::new();
    let mut changes: BTreeMap<EntryIx, Vec<&Ask>> = BTreeMap::new();
    for ask in &asks {
        // What has no date comes last.
        let year = ask.by.map_or((true, 0), |by| (false, By::day(by).year()));
        let team = (site.entry(ask.team).title.as_str(), ask.team);
        years.entry(year).or_default().entry(team).or_default().push(ask);
        changes.entry(ask.from).or_default().push(ask);
    }
    let said = Said { voluntary: voluntary(site), satisfaction: satisfaction(site) };
    let data = CostOfChange {
        unknown: asks.iter().filter(|ask| ask.hours.is_none() && ask.firmness != Firmness::Done).count(),
        years: years
            .into_iter()
            .map(|((undated, year), teams)| of_year((!undated).then_some(year), teams, site))
            .filter(costs_something)
            .collect(),
        changes: changes.into_iter().map(|(from, asks)| change(from, &asks, &said, site)).collect(),
        provenance: Provenance::of_uses(site),
    };
    Some(
        Computed::new(
            "/cost-of-change/",
            "What does our change cost?",
            "Hours that our changes take customer teams, by year, and what they get for them.",
            "cost-of-change.html",
            &data,
        )
        .of(asks.iter().map(|ask| ask.from)),
    )
}

fn of_year(year: Option<i16>, teams: ByTeam<'_>, site: &Site) -> Period {
    let part = |ask: &&Ask| Part {
        from: site.reference(ask.from),
        applications: ask.applications.len(),
        hours: ask.hours,
        firmness: ask.firmness,
    };
    let information = |ask: &&Ask| ask.firmness == Firmness::Information;
    let asks: Vec<&Ask> = teams.values().flatten().copied().collect();
    let hours = known_hours(&asks).filter(|hours| *hours > 0.0);
    let information_hours = facet::hours(asks.iter().copied().filter(information));
    let team = |((_, team), asks): ((&str, EntryIx), Vec<&Ask>)| TeamCost {
        team: site.reference(team),
        hours: known_hours(&asks),
        parts: asks.iter().map(part).collect(),
    };
    Period { year, hours, information_hours, teams: teams.into_iter().map(team).collect() }
}

/// Whether a year takes somebody an hour, or nobody knows that it does not.
fn costs_something(year: &Period) -> bool {
    let mut parts = year.teams.iter().flat_map(|team| &team.parts);
    year.hours.is_some() || parts.any(|part| part.hours.is_none())
}

/// The hours of what is asked, as far as they are known; none where nobody has said any.
fn known_hours(asks: &[&Ask]) -> Option<f64> {
    asks.iter().any(|ask| ask.hours.is_some()).then(|| facet::hours(asks.iter().copied()))
}

/// What customers say of each offering.
struct Said {
    voluntary: BTreeMap<EntryIx, Voluntary>,
    satisfaction: BTreeMap<EntryIx, Satisfaction>,
}

fn change(from: EntryIx, asks: &[&Ask], said: &Said, site: &Site) -> Change {
    let entry = site.entry(from);
    let migration = entry.record::<Migration>();
    let mut teams: Vec<EntryIx> = asks.iter().map(|ask| ask.team).collect();
    teams.sort_unstable();
    teams.dedup();
    let gains = migration.map_or(&[][..], |it| &it.gains);
    let leads_to = migration.map_or(&[][..], |it| &it.to);
    let ends = entry.record::<Sunset>().and_then(|it| it.offering.as_ref());
    let about: Vec<EntryIx> = leads_to.iter().chain(ends).filter_map(|to| site.target(entry, to)).collect();
    let counted = migration.and_then(|it| it.voluntary_percent).map(|percent| Voluntary {
        percent,
        metric: None,
        of: None,
    });
    Change {
        from: site.reference(from),
        hours: known_hours(asks),
        teams: teams.len(),
        automated_percent: asks.iter().find_map(|ask| ask.automated_percent),
        gains: gains.iter().map(|it| it.html(from)).collect(),
        voluntary: counted.or_else(|| about.iter().find_map(|it| said.voluntary.get(it).cloned())),
        satisfaction: about.iter().filter_map(|it| said.satisfaction.get(it).cloned()).collect(),
    }
}

/// How many use each offering of their own will, as the first metric about it has measured.
fn voluntary(site: &Site) -> BTreeMap<EntryIx, Voluntary> {
    let of = |(ix, entry, metric): (EntryIx, &Entry, &Metric)| {
        let counts = metric.voluntary == Some(true) && metric.unit.as_deref() == Some("%");
        let offering = metric.offering.as_ref().and_then(|name| site.target(entry, name))?;
        let newest = metric.series.iter().filter(|_| counts).max_by_key(|point| point.date)?;
        let measured =
            Voluntary { percent: newest.value, metric: Some(site.reference(ix)), of: Some(newest.date) };
        Some((offering, measured))
    };
    let mut all = BTreeMap::new();
    for (offering, measured) in site.all::<Metric>().filter_map(of) {
        all.entry(offering).or_insert(measured);
    }
    all
}
