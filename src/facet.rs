//! What records tell the rest of the site, whatever their kind: who uses what, what is asked of
//! whom and by when, what happens on which day, what was measured.
//!
//! In: records, through the methods of [`crate::record::Record`]. Out: [`Facets`], which pages and
//! rules read instead of kinds. Must not: name a kind.

use std::collections::BTreeMap;
use std::fmt;

use jiff::ToSpan as _;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::quarter::Quarter;
use crate::site::{EntryIx, Site};

mod ask;
mod decided;
mod load;

pub use ask::{Ask, Cause};
pub use decided::Decided;
pub use load::{Load, hours};

/// A use of an offering by an application.
#[derive(Debug, Clone, PartialEq)]
pub struct Use {
    /// What uses it.
    pub application: EntryIx,
    /// The team that answers for the application.
    pub team: Option<EntryIx>,
    /// What is used.
    pub offering: EntryIx,
    /// Which part of it.
    pub part: Option<String>,
    /// Which version of it.
    pub version: Option<String>,
    /// Whether it is used in a way that the platform does not support.
    pub nonstandard: bool,
}

/// When something is due: a day, or some time in a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A day.
    Day(Date),
    /// The end of a quarter.
    Quarter(Quarter),
}

impl By {
    /// The last day that is in time.
    #[must_use]
    pub fn day(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Quarter(quarter) => quarter.last_day(),
        }
    }

    /// The quarter that it falls in.
    #[must_use]
    pub fn quarter(self) -> Quarter {
        match self {
            Self::Day(day) => Quarter::of(day),
            Self::Quarter(quarter) => quarter,
        }
    }
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Quarter(quarter) => quarter.fmt(f),
        }
    }
}

/// How binding something asked is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Firmness {
    /// It has been done.
    Done,
    /// The day has passed and it has not.
    Overdue,
    /// The date stands.
    Firm,
    /// The team and the platform have agreed on it.
    Agreed,
    /// Known, but more than a year away: nothing is to be done yet.
    Information,
}

impl Firmness {
    /// How binding something is that is due: beyond a year it is there for information alone.
    /// Without a day, it stands.
    #[must_use]
    pub fn at(by: Option<By>, today: Date) -> Self {
        match by.map(By::day) {
            Some(day) if day < today => Self::Overdue,
            Some(day) if day > today.saturating_add(1.year()) => Self::Information,
            _ => Self::Firm,
        }
    }

    /// The first day on which a date that is there for information is firm.
    #[must_use]
    pub fn firm_from(day: Date) -> Date {
        day.saturating_sub(1.year())
    }
}

/// Something that happens on a day, or from a day to a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Dated {
    /// The record that says so.
    pub from: EntryIx,
    /// What happens, in a phrase.
    pub what: String,
    /// The day.
    pub day: Date,
    /// The last day, where it takes several.
    pub until: Option<Date>,
    /// The team that agreed on it, where it is a date of that team's alone.
    pub agreed_with: Option<EntryIx>,
    /// Whether the date is one that the platform cannot move.
    pub hard: bool,
    /// Whether somebody is to have done something by that day: it is overdue once the day has passed
    /// and the record still tells of it. All else happens by itself, and is over.
    pub to_do: bool,
}

impl Dated {
    /// Whether its last day has passed.
    #[must_use]
    pub fn has_passed(&self, today: Date) -> bool {
        self.until.unwrap_or(self.day) < today
    }

    /// Whether it was to be done by now.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        self.to_do && self.has_passed(today)
    }
}

/// Something measured over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The record that it belongs to.
    pub from: EntryIx,
    /// In what it is measured.
    pub unit: String,
    /// The values, by day.
    pub points: Vec<(Date, f64)>,
    /// What is expected, from and to.
    pub expected: Option<(f64, f64)>,
    /// What is aimed for.
    pub target: Option<f64>,
}

/// A value that was measured, as a record writes it.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize, JsonSchema)]
#[schemars(inline)]
pub struct Point {
    /// The day it is of; the last one, where it sums up several.
    #[schemars(extend("x-onramp-past" = true))]
    pub date: Date,
    /// What was measured, in the record's unit.
    pub value: f64,
}

/// The values of a series that are of the same day as one before them: each with the first of that day.
#[must_use]
pub fn of_one_day(series: &[Point]) -> Vec<(usize, usize)> {
    let mut first: BTreeMap<Date, usize> = BTreeMap::new();
    let again = |(n, point): (usize, &Point)| {
        let before = *first.entry(point.date).or_insert(n);
        (before < n).then_some((n, before))
    };
    series.iter().enumerate().filter_map(again).collect()
}

/// Where something stands between not yet and no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Thought about, or being made.
    Coming,
    /// In force or in use.
    Living,
    /// To be gone on a day, or not for new use.
    Leaving,
    /// No more.
    Gone,
}

/// All facets of a site, in the order of its entries.
#[derive(Debug, Clone, Default)]
pub struct Facets {
    /// Who uses what.
    pub uses: Vec<Use>,
    /// What is asked of whom.
    pub asks: Vec<Ask>,
    /// What happens when.
    pub dates: Vec<Dated>,
    /// What was measured.
    pub series: Vec<Series>,
    by_offering: BTreeMap<EntryIx, Vec<usize>>,
    uses_by_team: BTreeMap<EntryIx, Vec<usize>>,
    asks_by_team: BTreeMap<EntryIx, Vec<usize>>,
    asks_by_record: BTreeMap<EntryIx, Vec<usize>>,
    asks_by_application: BTreeMap<EntryIx, Vec<usize>>,
    instead: BTreeMap<EntryIx, Vec<EntryIx>>,
}

impl Facets {
    /// The uses that the records of a site tell of: the others' facets are made from these.
    #[must_use]
    pub fn uses(site: &Site) -> Self {
        let mut facets = Self::default();
        for (ix, entry) in site.iter() {
            if let Some(kind) = site.kinds.get(&*entry.id.kind) {
                facets.uses.extend((kind.facets.uses)(ix, site));
            }
        }
        for (n, it) in facets.uses.iter().enumerate() {
            facets.by_offering.entry(it.offering).or_default().push(n);
            if let Some(team) = it.team {
                facets.uses_by_team.entry(team).or_default().push(n);
            }
        }
        facets
    }

    /// All facets of a site that has its uses.
    #[must_use]
    pub fn all(site: &Site) -> Self {
        let mut facets = Self::clone(&site.facets);
        for (ix, entry) in site.iter() {
            if let Some(kind) = site.kinds.get(&*entry.id.kind) {
                facets.asks.extend((kind.facets.asks)(ix, site));
                facets.dates.extend((kind.facets.dates)(ix, site));
                facets.series.extend((kind.facets.series)(ix, site));
            }
        }
        facets.instead = facets.by_offering.keys().map(|ix| (*ix, site.replaced_by(*ix))).collect();
        for (n, it) in facets.asks.iter().enumerate() {
            facets.asks_by_team.entry(it.team).or_default().push(n);
            facets.asks_by_record.entry(it.from).or_default().push(n);
            for application in &it.applications {
                facets.asks_by_application.entry(*application).or_default().push(n);
            }
        }
        facets
    }

    /// Who uses an offering.
    pub fn uses_of(&self, offering: EntryIx) -> impl Iterator<Item = &Use> {
        pick(&self.uses, &self.by_offering, offering)
    }

    /// The teams whose applications use something, and these applications; a part or a version only
    /// where one is named. What nobody answers for is left out.
    #[must_use]
    pub fn users(
        &self,
        offering: EntryIx,
        part: Option<&str>,
        version: Option<&str>,
    ) -> BTreeMap<EntryIx, Vec<EntryIx>> {
        let mut teams: BTreeMap<EntryIx, Vec<EntryIx>> = BTreeMap::new();
        for it in self.uses_of(offering) {
            let asked = part.is_none_or(|part| it.part.as_deref() == Some(part))
                && version.is_none_or(|version| it.version.as_deref() == Some(version));
            if let Some(team) = it.team.filter(|_| asked) {
                let applications = teams.entry(team).or_default();
                if applications.last() != Some(&it.application) {
                    applications.push(it.application);
                }
            }
        }
        teams
    }

    /// What took the place of something that is used, where something did.
    #[must_use]
    pub fn instead_of(&self, used: EntryIx) -> &[EntryIx] {
        self.instead.get(&used).map_or(&[], Vec::as_slice)
    }

    /// What a team's applications use.
    pub fn uses_by(&self, team: EntryIx) -> impl Iterator<Item = &Use> {
        pick(&self.uses, &self.uses_by_team, team)
    }

    /// What is asked of a team.
    pub fn asked_of(&self, team: EntryIx) -> impl Iterator<Item = &Ask> {
        pick(&self.asks, &self.asks_by_team, team)
    }

    /// What is asked about an application.
    pub fn asked_about(&self, application: EntryIx) -> impl Iterator<Item = &Ask> {
        pick(&self.asks, &self.asks_by_application, application)
    }

    /// What a record asks.
    pub fn asked_by(&self, record: EntryIx) -> impl Iterator<Item = &Ask> {
        pick(&self.asks, &self.asks_by_record, record)
    }
}

fn pick<'a, T>(
    all: &'a [T],
    by: &'a BTreeMap<EntryIx, Vec<usize>>,
    key: EntryIx,
) -> impl Iterator<Item = &'a T> + use<'a, T> {
    by.get(&key).into_iter().flatten().map(|n| &all[*n])
}
