//! What a team is asked to do, by when, and how firmly.
//!
//! In: what a record says. Out: one value that pages and rules read. Must not: ask anything itself.

use jiff::civil::Date;

use super::{By, Firmness};
use crate::site::{EntryIx, Site};
use crate::view::{Asked, Html};

/// What makes a team be asked for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Something that others build on changes, and they have work with that.
    Shift,
    /// Something happened or was looked back on, and the team took home what is to be done.
    Lesson,
}

/// Something that a team is asked to do. What pages and rules say that a team has to do, by when and
/// how firmly, they take from here and from nowhere else.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// The record that asks.
    pub from: EntryIx,
    /// The team that is asked.
    pub team: EntryIx,
    /// The applications that it is about.
    pub applications: Vec<EntryIx>,
    /// What is to be done, in a phrase.
    pub what: String,
    /// By when.
    pub by: Option<By>,
    /// Whether the date is one that the platform cannot move.
    pub hard: bool,
    /// Where the date comes from, such as `upstream_eol`.
    pub source: Option<String>,
    /// Hours of the team's work, in all.
    pub hours: Option<f64>,
    /// How much of the work the platform does for the team, in percent.
    pub automated_percent: Option<f64>,
    /// What it does for the team.
    pub done_for_them: Vec<Html>,
    /// How binding it is.
    pub firmness: Firmness,
    /// Whether the team has agreed to it, whatever became of it since.
    pub agreed: bool,
    /// What makes the team be asked.
    pub cause: Cause,
}

impl Ask {
    /// What a team took home to do by a day, when something was looked back on.
    #[must_use]
    pub fn lesson(from: EntryIx, team: EntryIx, what: String, due: Date, site: &Site) -> Self {
        let by = Some(By::Day(due));
        Self {
            from,
            team,
            applications: Vec::new(),
            what,
            by,
            hard: false,
            source: Some(site.entry(from).id.kind.to_string()),
            hours: None,
            automated_percent: None,
            done_for_them: Vec::new(),
            firmness: Firmness::at(by, site.as_of),
            agreed: false,
            cause: Cause::Lesson,
        }
    }

    /// Whether there is something to do: it is neither done nor there for information alone.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(self.firmness, Firmness::Done | Firmness::Information)
    }

    /// What of it one of its applications has to do, on a page of that application's own: its share of the
    /// hours, and no list of the others.
    #[must_use]
    pub fn of_one(&self) -> Self {
        let all = f64::from(u32::try_from(self.applications.len().max(1)).unwrap_or(u32::MAX));
        Self {
            applications: Vec::new(),
            what: self.what.clone(),
            source: self.source.clone(),
            hours: self.hours.map(|hours| hours / all),
            done_for_them: self.done_for_them.clone(),
            ..*self
        }
    }

    /// What pages show of it.
    #[must_use]
    pub fn shown(&self, site: &Site) -> Asked {
        let information = self.firmness == Firmness::Information;
        Asked {
            from: site.reference(self.from),
            team: site.reference(self.team),
            what: self.what.clone(),
            applications: self.applications.iter().map(|it| site.reference(*it)).collect(),
            by: self.by.map(|by| by.to_string()),
            day: self.by.map(By::day),
            quarter: self.by.map(|by| by.quarter().to_string()),
            hard: self.hard,
            source: self.source.clone(),
            hours: self.hours,
            automated_percent: self.automated_percent,
            done_for_them: self.done_for_them.clone(),
            firmness: self.firmness,
            firm_from: self.by.filter(|_| information).map(|by| Firmness::firm_from(by.day())),
        }
    }
}
