//! A maintenance window: when an offering may be interrupted, and how long before that is said.

use jiff::ToSpan as _;
use jiff::civil::{Date, Time, Weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::duration::Duration;
use crate::facet::Dated;
use crate::finding::{Check, Finder, Rule};
use crate::record::{Phrase, Record, Ref};
use crate::site::{EntryIx, Site};

/// The rule about what a window says of its times.
const RULES: &[Rule] = &[Rule {
    id: "CHG7",
    summary: "A maintenance window says on which days it comes, by a clock that there is, and is over before it comes again",
    why: "Those who are interrupted plan by it. An hour without a day is on none. A clock that nobody has tells no time, and what begins again before it \
          ends is no window.",
    fails: r#"=== content/maintenance_windows/storage.toml
title = "Storage"
recurrence = { every = "week", day = "sunday" }
duration = "200h"
"#,
    passes: r#"=== content/maintenance_windows/storage.toml
title = "Storage"
recurrence = { every = "week", day = "sunday" }
duration = "2h"
"#,
    check: Check::Record(times),
    ..Rule::WARNING
}];

fn times(finder: &mut Finder<'_>) {
    let window: &MaintenanceWindow = finder.record();
    let title = &finder.entry().title;
    if window.recurrence.is_none() && window.days.is_empty() {
        let hint = "write `recurrence = { every = \"month\", nth = 2, day = \"sunday\" }`, or the days of one that does \
                    not come again: `days = [2027-03-14]`";
        finder.report("title", format!("`{title}` does not say on which days it comes")).hint(hint);
    }
    let zones = jiff::tz::db();
    // Where a system keeps no list of clocks, none can be looked up.
    let known = |zone: &str| zones.is_definitively_empty() || zones.get(zone).is_ok();
    if let Some(zone) = window.time_zone.as_deref().filter(|zone| !known(zone)) {
        let message = format!("there is no time zone `{zone}`, which `{title}` begins by");
        let hint = "write one such as `Europe/Berlin` or `America/New_York`; or leave it out for UTC";
        finder.report("time_zone", message).hint(hint);
    }
    let mut seen = std::collections::BTreeSet::new();
    if let Some((n, day)) = window.days.iter().enumerate().find(|(_, day)| !seen.insert(**day)) {
        let message = format!("`{title}` names {day} twice");
        finder.report(&format!("days/{n}"), message).hint("keep it once, or mend one of the two");
    }
    let today = finder.site.as_of;
    let days = window.days(today, today.saturating_add(1.year()));
    let gap = days.windows(2).map(|two| i64::from((two[1] - two[0]).get_days())).min();
    if let Some((lasts, gap)) = window.duration.zip(gap)
        && lasts.whole_seconds() > gap * 86_400
    {
        let days = if gap == 1 { "1 day".to_owned() } else { format!("{gap} days") };
        let message = format!("`{title}` lasts {lasts}, and comes again after {days}");
        finder.report("duration", message).hint("shorten it, or let it come less often");
    }
}

/// A time at which an offering may be interrupted, agreed with those who use it. It
/// answers when, how long before one hears of it, and what one will notice.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct MaintenanceWindow {
    /// What may be interrupted.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["offering"], "x-onramp-expected" = true))]
    pub offerings: Vec<Ref>,
    /// On which days it comes again.
    pub recurrence: Option<Recurrence>,
    /// Days of its own, for one that does not come again.
    #[serde(default)]
    pub days: Vec<Date>,
    /// When it begins, such as `02:00`.
    #[schemars(regex(pattern = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"), extend("x-onramp-expected" = true))]
    pub begins: Option<String>,
    /// The clock that `begins` is read on. Left out: UTC.
    pub time_zone: Option<String>,
    /// How long it may last.
    #[schemars(extend("x-onramp-expected" = true))]
    pub duration: Option<Duration>,
    /// How many days before it is said whether a window will be used.
    #[schemars(extend("x-onramp-expected" = true))]
    pub notice_days: Option<u32>,
    /// What its users may notice.
    #[schemars(extend("x-onramp-expected" = true))]
    pub expected_impact: Option<Phrase>,
    /// Where it is said that a window will be used.
    pub channel: Option<String>,
}

/// On which days a window comes again: every Sunday, or the second one of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Recurrence {
    /// How often.
    pub every: Every,
    /// On which day of the week.
    pub day: Day,
    /// Which one of the month, 1 to 4; -1 is the last.
    #[schemars(range(min = -1, max = 4))]
    pub nth: Option<i8>,
}

/// How often a window comes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Every {
    /// Once a week.
    Week,
    /// Once a month.
    Month,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Day {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl Day {
    fn weekday(self) -> Weekday {
        match self {
            Self::Monday => Weekday::Monday,
            Self::Tuesday => Weekday::Tuesday,
            Self::Wednesday => Weekday::Wednesday,
            Self::Thursday => Weekday::Thursday,
            Self::Friday => Weekday::Friday,
            Self::Saturday => Weekday::Saturday,
            Self::Sunday => Weekday::Sunday,
        }
    }

    fn name(self) -> String {
        format!("{self:?}")
    }
}

impl Recurrence {
    /// The days from one to another on which it comes, both included.
    #[must_use]
    pub fn days(self, from: Date, to: Date) -> Vec<Date> {
        let weekday = self.day.weekday();
        match self.every {
            Every::Week => {
                let ahead = i32::from(from.weekday().until(weekday));
                let first = from.saturating_add(ahead.days());
                first.series(7.days()).take_while(|day| *day <= to).collect()
            }
            Every::Month => {
                let nth = self.nth.filter(|nth| *nth != 0).unwrap_or(1);
                let months = from.first_of_month().series(1.month()).take_while(|day| *day <= to);
                let days = months.filter_map(|first| first.nth_weekday_of_month(nth, weekday).ok());
                days.filter(|day| (from..=to).contains(day)).collect()
            }
        }
    }

    /// In words: `the second Sunday of a month`.
    #[must_use]
    pub fn words(self) -> String {
        let day = self.day.name();
        match (self.every, self.nth) {
            (Every::Week, _) => format!("every {day}"),
            (Every::Month, nth) => {
                let which = match nth {
                    Some(-1) => "last",
                    Some(2) => "second",
                    Some(3) => "third",
                    Some(4) => "fourth",
                    _ => "first",
                };
                format!("the {which} {day} of a month")
            }
        }
    }
}

/// What the template shows beside the fields.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WindowView {
    /// When it comes, in words.
    pub when: String,
    /// The next days on which it comes, the first three.
    pub next: Vec<Date>,
}

impl MaintenanceWindow {
    /// When it comes, in words: `the second Sunday of a month, from 02:00 UTC for 2 hours`.
    #[must_use]
    pub fn when(&self) -> String {
        let mut words = self.recurrence.map_or_else(String::new, Recurrence::words);
        if let Some(begins) = &self.begins {
            let zone = self.time_zone.as_deref().unwrap_or("UTC");
            words = format!("{words}{}from {begins} {zone}", if words.is_empty() { "" } else { ", " });
        }
        if let Some(duration) = self.duration {
            words = format!("{words}{}for {duration}", if words.is_empty() { "" } else { " " });
        }
        words
    }

    /// Whether it says when it comes, and none of its times touches a day. One that begins late
    /// lasts into the next.
    #[must_use]
    pub fn misses(&self, day: Date) -> bool {
        let known = self.recurrence.is_some() || !self.days.is_empty();
        known && self.days(day.saturating_sub(self.days_into()), day).is_empty()
    }

    /// The first day after another on which it comes, within a year.
    #[must_use]
    pub fn next_after(&self, day: Date) -> Option<Date> {
        self.days(day.saturating_add(1.day()), day.saturating_add(1.year())).first().copied()
    }

    /// How many midnights it lasts over.
    fn days_into(&self) -> jiff::Span {
        let begins = self.begins.as_deref().and_then(|it| it.parse::<Time>().ok()).unwrap_or_default();
        let lasts = self.duration.map_or(0, Duration::whole_seconds);
        let seconds =
            (i64::from(begins.hour()) * 3600 + i64::from(begins.minute()) * 60).saturating_add(lasts);
        ((seconds - 1).max(0) / 86_400).min(366).days()
    }

    fn days(&self, from: Date, to: Date) -> Vec<Date> {
        let mut days = self.recurrence.map_or_else(Vec::new, |it| it.days(from, to));
        days.extend(self.days.iter().copied().filter(|day| (from..=to).contains(day)));
        days.sort_unstable();
        days.dedup();
        days
    }
}

impl Record for MaintenanceWindow {
    const NAME: &'static str = "maintenance_window";
    const PLURAL: &'static str = "maintenance_windows";
    const TITLE: (&'static str, &'static str) = ("Maintenance window", "Maintenance windows");
    const FOLDERS: &'static [&'static str] = &["maintenance-windows", "windows"];
    const EXTENSION: &'static str = "toml";
    const TEMPLATE: &'static str = "\
title = {title}
summary = \"change-me: what may be interrupted, when, and what its users will notice\"
owner = \"change-me\"                  # a file name in teams/
offerings = [\"change-me\"]            # file names in offerings/
recurrence = { every = \"month\", nth = 2, day = \"sunday\" }  # change-me: when it comes
begins = \"02:00\"                     # change-me: UTC, unless time_zone says otherwise
duration = \"2h\"                      # change-me: how long it lasts
notice_days = 14                     # change-me: how long before it is announced
expected_impact = \"change-me: what callers see meanwhile, and what they should do\"
created = {date}
reviewed = {date}
";
    const COLUMNS: &'static [&'static str] = &["offerings", "summary", "notice_days", "owner"];
    const RULES: &'static [Rule] = RULES;

    fn view(&self, _entry: &crate::entry::Entry, site: &Site) -> serde_json::Value {
        let mut next = self.days(site.as_of, site.as_of.saturating_add(1.year()));
        next.truncate(3);
        serde_json::to_value(WindowView { when: self.when(), next }).unwrap_or_default()
    }

    fn view_schema() -> Option<serde_json::Value> {
        Some(crate::record::schema_of::<WindowView>())
    }

    fn dates(&self, ix: EntryIx, site: &Site) -> Vec<Dated> {
        // Whoever asks what happened lately wants those that have just been, too.
        let days = self.days(site.as_of.saturating_sub(1.month()), site.as_of.saturating_add(1.year()));
        let what = &site.entry(ix).title;
        days.into_iter()
            .map(|day| Dated {
                from: ix,
                what: what.clone(),
                day,
                until: None,
                agreed_with: None,
                hard: false,
                to_do: false,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn windows_come_again_on_the_days_that_they_say() {
        let second = Recurrence { every: Every::Month, day: Day::Sunday, nth: Some(2) };
        let days = second.days(date(2027, 1, 11), date(2027, 3, 31));
        assert_eq!(days, [date(2027, 2, 14), date(2027, 3, 14)]);
        assert_eq!(second.words(), "the second Sunday of a month");
        let weekly = Recurrence { every: Every::Week, day: Day::Monday, nth: None };
        assert_eq!(weekly.days(date(2027, 1, 11), date(2027, 1, 20)), [date(2027, 1, 11), date(2027, 1, 18)]);
        let last = Recurrence { every: Every::Month, day: Day::Friday, nth: Some(-1) };
        assert_eq!(last.days(date(2027, 1, 1), date(2027, 2, 1)), [date(2027, 1, 29)]);
    }
}
