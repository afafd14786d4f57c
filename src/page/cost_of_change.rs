//! The cost of change: hours that customer teams are asked for, by year, and what they get for them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::Computed;
use crate::facet::{Ask, By};
use crate::kind::migration::Migration;
use crate::kind::team::{Team, TeamType};
use crate::site::{EntryIx, Site};
use crate::view::Reference;

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
}

/// A year, or what has no date.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Period {
    /// The year; none for what has no date.
    pub year: Option<i16>,
    /// Hours in all.
    pub hours: f64,
    /// The teams, by name.
    pub teams: Vec<TeamCost>,
}

/// What a team is asked for in a year.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct TeamCost {
    /// The team.
    pub team: Reference,
    /// Hours in all.
    pub hours: f64,
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
    /// Hours in all.
    pub hours: f64,
}

/// Something that is asked for, and what it brings.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Change {
    /// The record.
    pub from: Reference,
    /// Hours of customer teams, in all, what is done included.
    pub hours: f64,
    /// How many customer teams.
    pub teams: usize,
    /// How much of the work is done for them, in percent.
    pub automated_percent: Option<f64>,
    /// What those who move gain.
    pub gains: Vec<String>,
    /// Of those who moved, the share that did before they had to, in percent.
    pub voluntary_percent: Option<f64>,
}

pub(super) fn page(site: &Site) -> Option<Computed> {
    let customer = |ix: EntryIx| {
        let team = site.entry(ix).record::<Team>();
        team.is_some_and(|team| team.sort == Some(TeamType::Application))
    };
    let asks: Vec<&Ask> = site.facets.asks.iter().filter(|ask| customer(ask.team)).collect();
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
    let data = CostOfChange {
        unknown: asks.iter().filter(|ask| ask.hours.is_none()).count(),
        years: years
            .into_iter()
            .map(|((undated, year), teams)| of_year((!undated).then_some(year), teams, site))
            .collect(),
        changes: changes.into_iter().map(|(from, asks)| change(from, &asks, site)).collect(),
    };
    Some(Computed {
        url: "/cost-of-change/".to_owned(),
        title: "What does our change cost?".to_owned(),
        summary: "Hours that our changes take customer teams, by year, and what they get for them."
            .to_owned(),
        template: "cost-of-change.html",
        data: serde_json::to_value(data).unwrap_or_default(),
    })
}

fn of_year(year: Option<i16>, teams: ByTeam<'_>, site: &Site) -> Period {
    let part = |ask: &&Ask| Part {
        from: site.reference(ask.from),
        applications: ask.applications.len(),
        hours: ask.hours.unwrap_or_default(),
    };
    let team = |((_, team), asks): ((&str, EntryIx), Vec<&Ask>)| TeamCost {
        team: site.reference(team),
        hours: hours(&asks),
        parts: asks.iter().map(part).collect(),
    };
    let teams: Vec<TeamCost> = teams.into_iter().map(team).collect();
    Period { year, hours: teams.iter().map(|team| team.hours).sum(), teams }
}

fn change(from: EntryIx, asks: &[&Ask], site: &Site) -> Change {
    let entry = site.entry(from);
    let migration = entry.record::<Migration>();
    let mut teams: Vec<EntryIx> = asks.iter().map(|ask| ask.team).collect();
    teams.sort_unstable();
    teams.dedup();
    let gains = migration.map_or(&[][..], |it| &it.gains);
    Change {
        from: site.reference(from),
        hours: hours(asks),
        teams: teams.len(),
        automated_percent: asks.iter().find_map(|ask| ask.automated_percent),
        gains: gains.iter().map(|it| entry.plain(it.slot)).collect(),
        voluntary_percent: migration.and_then(|it| it.voluntary_percent),
    }
}

fn hours(asks: &[&Ask]) -> f64 {
    asks.iter().filter_map(|ask| ask.hours).sum()
}
