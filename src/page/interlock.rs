//! A pack for advisory boards: what should we decide together. The text of the file at its URL says
//! the theme; the facts are here.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::Computed;
use super::requests::RequestView;
use super::updates::{StoryView, challenge, newest_first};
use crate::facet::{Cause, Firmness};
use crate::kind::adr::{Adr, Status};
use crate::kind::migration::Migration;
use crate::kind::request::Request;
use crate::kind::sunset::Sunset;
use crate::quarter::Quarter;
use crate::site::{EntryIx, Site};
use crate::view::Reference;

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Pack {
    /// What is asked of customers in this quarter and the next two.
    asks: Vec<AskView>,
    /// Hours of all of these together.
    hours: f64,
    /// The last quarter that is shown.
    until: Quarter,
    /// Decisions that are open.
    decisions: Vec<Reference>,
    /// Where help is wanted, by the newest update.
    wanted: Vec<StoryView>,
    /// The update that says so.
    update: Option<Reference>,
    /// Requests that are looked at again, by day.
    revisits: Vec<RequestView>,
}

/// What a record asks, of all teams together.
#[derive(Debug, Serialize, JsonSchema)]
struct AskView {
    /// The record that asks.
    from: Reference,
    /// The teams.
    teams: Vec<Reference>,
    /// How many hours, in all, as far as they are known.
    hours: f64,
    /// How many things are asked whose hours nobody has said.
    unknown: usize,
    /// The first day that is due.
    first: Option<Date>,
    /// The record's own last day, be it later than the quarters that are shown.
    end: Option<Date>,
    /// The latest other day that a team has agreed on.
    agreed: Option<Date>,
    /// The latest other day that is talked about with a team.
    proposed: Option<Date>,
    /// The quarters that they fall in.
    quarters: Vec<Quarter>,
    /// Whether the platform cannot move the date.
    hard: bool,
    /// The first day by which something was to be done, and is not.
    overdue: Option<Date>,
}

pub(super) fn page(site: &Site) -> Option<Computed> {
    let until = Quarter::of(site.as_of).next().next();
    let decisions = site.all::<Adr>().filter(|(_, _, it)| it.status == Some(Status::Proposed));
    let decisions: Vec<Reference> = decisions.map(|(ix, ..)| site.reference(ix)).collect();
    let newest = newest_first(site).into_iter().next();
    let wanted = newest.map(|(ix, entry, update)| {
        let asking = update.challenges.iter().filter(|it| it.help_wanted.is_some());
        asking.map(|it| challenge(site, ix, entry, it)).collect()
    });
    let mut revisits: Vec<RequestView> = site
        .all::<Request>()
        .filter(|(_, _, it)| it.revisit.is_some())
        .map(|(ix, entry, it)| super::requests::view(site, ix, entry, it))
        .collect();
    revisits.sort_by_key(|it| it.revisit);
    let asks = asks(site, until);
    let data = Pack {
        hours: asks.iter().map(|ask| ask.hours).sum(),
        asks,
        until,
        decisions,
        wanted: wanted.unwrap_or_default(),
        update: newest.map(|(ix, ..)| site.reference(ix)),
        revisits,
    };
    let something = !data.asks.is_empty()
        || !data.wanted.is_empty()
        || !data.decisions.is_empty()
        || !data.revisits.is_empty();
    something.then(|| {
        Computed::new(
            "/interlock/",
            "For the advisory board",
            "What we should decide together, on two sheets of paper.",
            "interlock.html",
            &data,
        )
    })
}

/// What each record asks, of all teams together, up to a quarter.
fn asks(site: &Site, until: Quarter) -> Vec<AskView> {
    let mut by_record: BTreeMap<EntryIx, (AskView, BTreeSet<EntryIx>, BTreeSet<Quarter>)> = BTreeMap::new();
    for ask in &site.facets.asks {
        let Some(by) = ask.by.filter(|by| by.quarter() <= until) else { continue };
        if ask.cause != Cause::Shift || !ask.is_open() {
            continue;
        }
        let empty = || AskView {
            from: site.reference(ask.from),
            teams: Vec::new(),
            hours: 0.0,
            unknown: 0,
            first: None,
            end: end(site, ask.from),
            agreed: None,
            proposed: None,
            quarters: Vec::new(),
            hard: false,
            overdue: None,
        };
        let (view, teams, quarters) =
            by_record.entry(ask.from).or_insert_with(|| (empty(), BTreeSet::new(), BTreeSet::new()));
        teams.insert(ask.team);
        quarters.insert(by.quarter());
        view.hours += ask.hours.unwrap_or_default();
        view.unknown += usize::from(ask.hours.is_none());
        let day = by.day();
        view.first = view.first.or(Some(day)).min(Some(day));
        if view.end != Some(day) {
            let latest = if ask.agreed { &mut view.agreed } else { &mut view.proposed };
            *latest = (*latest).max(Some(day));
        }
        view.hard |= ask.hard;
        if ask.firmness == Firmness::Overdue {
            view.overdue = view.overdue.or(Some(day)).min(Some(day));
        }
    }
    let finish = |(mut view, teams, quarters): (AskView, BTreeSet<EntryIx>, BTreeSet<Quarter>)| {
        view.teams = teams.into_iter().map(|team| site.reference(team)).collect();
        view.quarters = quarters.into_iter().collect();
        view
    };
    let mut all: Vec<AskView> = by_record.into_values().map(finish).collect();
    all.sort_by_key(|view| view.first);
    all
}

/// The last day of what asks: that of all, not of one team.
fn end(site: &Site, ix: EntryIx) -> Option<Date> {
    let entry = site.entry(ix);
    let ends = entry.record::<Sunset>().and_then(|it| it.end);
    entry.record::<Migration>().and_then(Migration::planned_end).or(ends)
}
