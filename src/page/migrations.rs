//! What is moving: the migrations that ask for something, those that are there for information, those
//! that are done, and what ends without a successor.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::provenance::Provenance;
use super::{Computed, all_of};
use crate::entry::Entry;
use crate::facet::{self, Ask, By, Firmness};
use crate::kind::migration::Migration;
use crate::kind::sunset::Sunset;
use crate::pace::Pace;
use crate::picture::{Stretch, Timeline};
use crate::site::{EntryIx, Site};
use crate::view::{Html, Reference};

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Moving {
    /// Migrations that ask for something, the earliest date first.
    pub active: Vec<Row>,
    /// Migrations that are known and ask for nothing yet.
    pub information: Vec<Row>,
    /// What is done: migrations, and what has ended.
    pub done: Vec<Row>,
    /// What ends without a successor, the earliest first.
    pub sunsets: Vec<Row>,
    /// Who uses what.
    pub provenance: Provenance,
    /// All that has a date and is not done, on one axis, the earliest first.
    pub timeline: Option<Timeline<Dated>>,
}

/// A migration or a sunset that has a date.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Dated {
    /// The record.
    pub record: Reference,
    /// The day on which it was announced.
    pub announced: Option<Date>,
    /// By when.
    pub date: Date,
    /// Whether nobody here can move the date.
    pub hard: bool,
    /// Where the date comes from, such as `upstream_eol`.
    pub source: Option<String>,
    /// How binding it is.
    pub firmness: Firmness,
}

/// A migration or a sunset.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Row {
    /// The record.
    pub record: Reference,
    /// What it is.
    pub summary: Option<Html>,
    /// Whom it affects, in words.
    pub applies_if: Option<Html>,
    /// The part of an offering that it is about, where it is not all.
    pub part: Option<String>,
    /// The version that it is about, where it is not all.
    pub version: Option<String>,
    /// The day on which it was announced.
    pub announced: Option<Date>,
    /// By when.
    pub date: Option<Date>,
    /// Whether nobody here can move the date.
    pub hard: bool,
    /// Where the date comes from, such as `upstream_eol`.
    pub source: Option<String>,
    /// How binding it is.
    pub firmness: Firmness,
    /// The first day to come that a team has agreed on, where the date itself is more than a year away.
    pub first: Option<Date>,
    /// The first day of a single team that has passed without its being done, where the date itself has not.
    pub overdue: Option<Date>,
    /// The day from which the date is firm, where it is there for information alone.
    pub firm_from: Option<Date>,
    /// The teams that still have something to do.
    pub teams: Vec<Reference>,
    /// Hours of theirs, in all.
    pub hours: Option<f64>,
    /// How much has moved, in whole percent.
    pub percent: Option<u64>,
    /// How many would have moved by then at an even pace from the announcement on, while there is time.
    pub even_pace: Option<Pace>,
    /// The day on which that was counted.
    pub counted: Option<Date>,
    /// Whether somebody should have counted again by now.
    pub out_of_date: bool,
    /// Where it was counted.
    pub counted_by: Option<String>,
    /// How much of the work is done for those who move, in percent.
    pub automated_percent: Option<f64>,
}

pub(super) fn page(site: &Site) -> Option<Computed> {
    let mut moving = Moving {
        active: Vec::new(),
        information: Vec::new(),
        done: Vec::new(),
        sunsets: Vec::new(),
        provenance: Provenance::of_uses(site),
        timeline: None,
    };
    for (ix, _, migration) in site.all::<Migration>() {
        let row = of_migration(ix, migration, site);
        match row.firmness {
            Firmness::Done => moving.done.push(row),
            Firmness::Information => moving.information.push(row),
            _ => moving.active.push(row),
        }
    }
    for (ix, _, sunset) in site.all::<Sunset>() {
        let row = of_sunset(ix, sunset, site);
        if row.firmness == Firmness::Done { moving.done.push(row) } else { moving.sunsets.push(row) }
    }
    for rows in [&mut moving.active, &mut moving.information, &mut moving.done, &mut moving.sunsets] {
        sort(rows);
    }
    let dated = [&moving.active, &moving.information, &moving.sunsets].into_iter().flatten();
    moving.timeline = timeline(site.as_of, dated);
    let some =
        [&moving.active, &moving.information, &moving.done, &moving.sunsets].iter().any(|it| !it.is_empty());
    some.then(|| {
        Computed::new(
            "/migrations/",
            "Migrations",
            "What is moving, by when, and how much of the work is yours.",
            "migrations.html",
            &moving,
        )
        .of(all_of::<Migration>(site).chain(all_of::<Sunset>(site)))
        .narrowed_by(&[])
    })
}

/// By what is used: what moves its users elsewhere, or ends it, the earliest first; what is done is not.
pub(super) fn away_from(site: &Site) -> BTreeMap<EntryIx, Vec<Row>> {
    let mut away: BTreeMap<EntryIx, Vec<Row>> = BTreeMap::new();
    for (ix, entry, migration) in site.all::<Migration>().filter(|(.., it)| !it.is_done()) {
        for from in migration.left_behind(entry, site).collect::<BTreeSet<_>>() {
            away.entry(from).or_default().push(of_migration(ix, migration, site));
        }
    }
    let stays = |(_, entry, it): &(EntryIx, &Entry, &Sunset)| it.firmness(entry, site) != Firmness::Done;
    for (ix, entry, sunset) in site.all::<Sunset>().filter(stays) {
        if let Some(offering) = sunset.offering.as_ref().and_then(|name| site.target(entry, name)) {
            away.entry(offering).or_default().push(of_sunset(ix, sunset, site));
        }
    }
    for rows in away.values_mut() {
        sort(rows);
    }
    away
}

fn sort(rows: &mut [Row]) {
    rows.sort_by_cached_key(|row| (row.date.unwrap_or(Date::MAX), row.record.title.clone()));
}

fn of_sunset(ix: EntryIx, sunset: &Sunset, site: &Site) -> Row {
    Row {
        firmness: sunset.firmness(site.entry(ix), site),
        source: Some("sunset".to_owned()),
        announced: sunset.announced,
        part: sunset.part.clone(),
        ..row(ix, sunset.end, site)
    }
}

/// The rows that have a date, on one axis.
fn timeline<'a>(today: Date, rows: impl Iterator<Item = &'a Row>) -> Option<Timeline<Dated>> {
    let dated = |row: &Row| {
        let of = Dated {
            record: row.record.clone(),
            announced: row.announced,
            date: row.date?,
            hard: row.hard,
            source: row.source.clone(),
            firmness: row.firmness,
        };
        let stretch = Stretch { from: row.announced, to: of.date, also: Vec::new() };
        Some((of, stretch))
    };
    let mut rows: Vec<_> = rows.filter_map(dated).collect();
    rows.sort_by_key(|(of, _)| of.date);
    Timeline::over(today, rows)
}

fn of_migration(ix: EntryIx, migration: &Migration, site: &Site) -> Row {
    let due = migration.due();
    let date = due.map(|it| it.date);
    let by_its_date = migration.firmness(date, site.as_of);
    let earliest = |firmness: Firmness| {
        let of = site.facets.asked_by(ix).filter(move |ask| ask.firmness == firmness);
        of.filter_map(|ask| if let Some(By::Day(day)) = ask.by { Some(day) } else { None }).min()
    };
    // What is far away for most may be agreed for this year with some.
    let far = by_its_date == Firmness::Information;
    let first = earliest(Firmness::Agreed).filter(|_| far);
    let overdue = earliest(Firmness::Overdue).filter(|_| by_its_date != Firmness::Overdue);
    let agreed = far && first.or(overdue).is_some();
    let firmness = if agreed { Firmness::Agreed } else { by_its_date };
    let progress = migration.progress.as_ref();
    let applies = migration.applies_if.as_ref();
    let percent = progress.and_then(|it| it.done.saturating_mul(100).checked_div(it.total));
    Row {
        applies_if: applies.and_then(|it| it.text.as_ref()).map(|text| text.html(ix)),
        part: applies.and_then(|it| it.part.clone()),
        version: applies.and_then(|it| it.version.clone()),
        announced: migration.announced,
        hard: due.is_some_and(|it| it.hard),
        source: due.and_then(|it| it.source).map(str::to_owned),
        firmness,
        first,
        overdue,
        firm_from: date.filter(|_| firmness == Firmness::Information).map(Firmness::firm_from),
        percent,
        even_pace: migration.even_pace(site.as_of),
        counted: progress.and_then(|it| it.as_of),
        out_of_date: migration.count_is_old(site.as_of),
        counted_by: progress.and_then(|it| it.imported_from.clone()),
        automated_percent: migration.automated_percent,
        ..row(ix, date, site)
    }
}

fn row(ix: EntryIx, date: Option<Date>, site: &Site) -> Row {
    let entry = site.entry(ix);
    let asks: Vec<&Ask> = site.facets.asked_by(ix).filter(|ask| ask.firmness != Firmness::Done).collect();
    let teams: BTreeSet<(&str, EntryIx)> =
        asks.iter().map(|ask| (site.entry(ask.team).title.as_str(), ask.team)).collect();
    Row {
        record: site.reference(ix),
        summary: entry.common.summary.as_ref().map(|it| it.html(ix)),
        applies_if: None,
        part: None,
        version: None,
        announced: None,
        date,
        hard: false,
        source: None,
        firmness: Firmness::Firm,
        first: None,
        overdue: None,
        firm_from: None,
        teams: teams.into_iter().map(|(_, team)| site.reference(team)).collect(),
        hours: asks.iter().any(|ask| ask.hours.is_some()).then(|| facet::hours(asks.iter().copied())),
        percent: None,
        even_pace: None,
        counted: None,
        out_of_date: false,
        counted_by: None,
        automated_percent: None,
    }
}
