//! The calendar: what is overdue, then windows, deadlines and ends by month, from the day of the build
//! on.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::Computed;
use crate::facet::{By, Dated, Firmness};
use crate::site::{EntryIx, Site};
use crate::view::Reference;

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Calendar {
    /// What was to be done by now, the oldest first.
    pub overdue: Vec<Line>,
    /// The months in which something happens.
    pub months: Vec<Sheet>,
}

/// A month.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Sheet {
    /// Its name, such as `2027-02`.
    pub month: String,
    /// For people, such as `February 2027`.
    pub title: String,
    /// What happens in it, the earliest first.
    pub days: Vec<Line>,
}

/// Something that happens.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Line {
    /// The day.
    pub day: Date,
    /// The last day, where it takes several.
    pub until: Option<Date>,
    /// What happens.
    pub what: String,
    /// The record that says so.
    pub from: Reference,
    /// Whether nobody here can move it.
    pub hard: bool,
    /// Whether it is so far away that it is there for information alone.
    pub information: bool,
}

pub(super) fn page(site: &Site) -> Option<Computed> {
    let mut dates: Vec<&Dated> =
        site.facets.dates.iter().filter(|it| it.to_do || !it.has_passed(site.as_of)).collect();
    dates.sort_by(|a, b| (a.day, &a.what).cmp(&(b.day, &b.what)));
    let days: Vec<(EntryIx, Date)> = dates.iter().map(|it| (it.from, it.day)).collect();
    let (overdue, ahead): (Vec<&Dated>, Vec<&Dated>) =
        dates.into_iter().partition(|it| it.is_overdue(site.as_of));
    let mut months: Vec<Sheet> = Vec::new();
    for it in ahead {
        let month = it.day.strftime("%Y-%m").to_string();
        if months.last().is_none_or(|last| last.month != month) {
            let title = it.day.strftime("%B %Y").to_string();
            months.push(Sheet { month, title, days: Vec::new() });
        }
        if let Some(last) = months.last_mut() {
            last.days.push(line(it, site));
        }
    }
    let overdue: Vec<Line> = overdue.into_iter().map(|it| line(it, site)).collect();
    (!overdue.is_empty() || !months.is_empty()).then(|| {
        Computed::new(
            "/calendar/",
            "What happens when?",
            "What is overdue, then maintenance windows, deadlines and ends, by month.",
            "calendar.html",
            &Calendar { overdue, months },
        )
        .called(&["Deadlines", "Schedule"])
        .by_day(days)
        .narrowed_by(&[])
    })
}

fn line(it: &Dated, site: &Site) -> Line {
    let firmness = Firmness::at(Some(By::Day(it.day)), site.as_of);
    Line {
        day: it.day,
        until: it.until,
        what: it.what.clone(),
        from: site.reference(it.from),
        hard: it.hard,
        information: firmness == Firmness::Information,
    }
}
