//! The change budget: hours that are asked of each customer team, by quarter, against what was promised.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::Computed;
use super::provenance::Provenance;
use crate::facet::{Ask, By, Firmness, Load};
use crate::kind::team::{Team, TeamType};
use crate::picture::Heat;
use crate::quarter::Quarter;
use crate::site::{EntryIx, Site};
use crate::view::{Asked, Reference};

/// How many quarters the page shows from the present one on.
const QUARTERS: usize = 8;

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ChangeBudget {
    /// Hours a quarter that a team is not to be asked for more than without having agreed.
    pub budget_hours: f64,
    /// The quarters, from the present one on.
    pub quarters: Vec<String>,
    /// The teams, by name.
    pub teams: Vec<Row>,
    /// Where it is more than that, the soonest first.
    pub over: Vec<Over>,
    /// What is due after the last of these quarters.
    pub later: Vec<Asked>,
    /// What is asked without a date.
    pub undated: Vec<Asked>,
    /// Who uses what.
    pub provenance: Provenance,
}

/// A quarter in which a team is asked for more than was promised, what it has agreed to left aside.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Over {
    /// The team.
    pub team: Reference,
    /// The quarter.
    pub quarter: String,
    /// How many hours it is beyond the budget.
    pub hours: f64,
}

/// A team.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Row {
    /// The team.
    pub team: Reference,
    /// What is asked of it, a cell a quarter.
    pub cells: Vec<Cell>,
}

/// What is asked of a team in a quarter.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Cell {
    /// The quarter.
    pub quarter: String,
    /// The hours.
    #[serde(flatten)]
    pub load: Load,
    /// How much of the budget that is: what the team has agreed to, and what is there for information, is left
    /// aside.
    pub heat: Heat,
    /// How many hours that is beyond the budget; none if it is not.
    pub over_hours: Option<f64>,
    /// What is asked.
    pub asked: Vec<Asked>,
}

pub(super) fn page(site: &Site) -> Option<Computed> {
    let customer = |ix: EntryIx| {
        let team = site.entry(ix).record::<Team>();
        team.is_some_and(|team| team.sort == Some(TeamType::Application))
    };
    let teams: BTreeSet<(&str, EntryIx)> = site
        .facets
        .asks
        .iter()
        .filter(|ask| ask.firmness != Firmness::Done && customer(ask.team))
        .map(|ask| (site.entry(ask.team).title.as_str(), ask.team))
        .collect();
    if teams.is_empty() {
        return None;
    }
    let first = Quarter::of(site.as_of);
    let quarters: Vec<Quarter> =
        std::iter::successors(Some(first), |quarter| Some(quarter.next())).take(QUARTERS).collect();
    let budget = site.config.change_budget_hours;
    let mut rows: Vec<Row> = Vec::new();
    let (mut undated, mut later) = (Vec::new(), Vec::new());
    for (_, team) in teams {
        let mut asks: Vec<&Ask> =
            site.facets.asked_of(team).filter(|ask| ask.firmness != Firmness::Done).collect();
        asks.sort_by_key(|ask| ask.by.map(By::day));
        let loads = Load::by_quarter(asks.iter().copied(), site.as_of);
        let mut by: BTreeMap<Quarter, Vec<Asked>> = BTreeMap::new();
        for ask in asks {
            match ask.by {
                Some(due) => by.entry(due.quarter().max(first)).or_default().push(ask.shown(site)),
                None => undated.push(ask.shown(site)),
            }
        }
        let mut cell = |quarter: &Quarter| {
            let load = loads.get(quarter).copied().unwrap_or_default();
            Cell {
                quarter: quarter.to_string(),
                heat: Heat::of(load.not_agreed(), budget),
                over_hours: load.over(budget),
                load,
                asked: by.remove(quarter).unwrap_or_default(),
            }
        };
        rows.push(Row { team: site.reference(team), cells: quarters.iter().map(&mut cell).collect() });
        later.extend(by.into_values().flatten());
    }
    let cells = rows.iter().flat_map(|row| row.cells.iter().map(|cell| (&row.team, cell)));
    let over = cells.filter_map(|(team, cell)| {
        Some(Over { team: team.clone(), quarter: cell.quarter.clone(), hours: cell.over_hours? })
    });
    let mut over: Vec<Over> = over.collect();
    over.sort_by(|a, b| a.quarter.cmp(&b.quarter));
    let data = ChangeBudget {
        budget_hours: budget,
        quarters: quarters.iter().map(ToString::to_string).collect(),
        teams: rows,
        over,
        later,
        undated,
        provenance: Provenance::of_uses(site),
    };
    Some(
        Computed::new(
            "/change-budget/",
            "Are we piling on?",
            "Hours that we ask of each customer team, by quarter, against what we promised not to pass.",
            "change-budget.html",
            &data,
        )
        .of(site.facets.asks.iter().filter(|ask| customer(ask.team)).map(|ask| ask.from)),
    )
}
