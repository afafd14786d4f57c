//! How long something takes or may take, as people promise it: `15m`, `4h`, `2 business days`.
//!
//! In: text. Out: a value that can be compared and shown. Must not: know a calendar; a business day
//! is eight hours of work, a day twenty-four.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A duration with the unit that its author chose.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Duration {
    /// How many.
    pub amount: f64,
    /// Of what.
    pub unit: Unit,
}

/// What a duration counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Seconds.
    Second,
    /// Minutes.
    Minute,
    /// Hours by the clock.
    Hour,
    /// Days by the clock.
    Day,
    /// Weeks.
    Week,
    /// Months of thirty days.
    Month,
    /// Hours in which somebody is at work.
    BusinessHour,
    /// Days on which somebody is at work.
    BusinessDay,
}

const UNITS: &[(Unit, &str, &[&str], f64)] = &[
    (Unit::Second, "second", &["s", "sec", "second", "seconds"], 1.0),
    (Unit::Minute, "minute", &["m", "min", "minute", "minutes"], 60.0),
    (Unit::Hour, "hour", &["h", "hour", "hours"], 3_600.0),
    (Unit::Day, "day", &["d", "day", "days"], 86_400.0),
    (Unit::Week, "week", &["w", "week", "weeks"], 604_800.0),
    (Unit::Month, "month", &["month", "months"], 2_592_000.0),
    (Unit::BusinessHour, "business hour", &["business hour", "business hours"], 3_600.0),
    (Unit::BusinessDay, "business day", &["business day", "business days"], 28_800.0),
];

impl Duration {
    /// Whether it is over before another that begins with it, at whatever time of the week that is: time at
    /// work takes at least as long by the clock, and at most as long as the nights and weekends allow.
    #[must_use]
    pub fn is_over_before(self, other: Self) -> bool {
        let at_work = |it: Self| matches!(it.unit, Unit::BusinessHour | Unit::BusinessDay);
        if at_work(self) && !at_work(other) {
            return self.longest() < other.seconds();
        }
        self < other
    }

    /// The seconds that time at work takes by the clock, if it begins when the last working day of a week ends.
    fn longest(self) -> f64 {
        const WORKING_DAYS: f64 = 5.0;
        let days = (self.seconds() / 28_800.0).ceil();
        let weekends = (days / WORKING_DAYS).ceil();
        (days + 2.0 * weekends) * 86_400.0
    }

    /// The length in seconds. A business day counts as eight hours, so that what is promised in the
    /// same unit compares as one would expect.
    #[must_use]
    pub fn seconds(self) -> f64 {
        let each = UNITS.iter().find(|(unit, ..)| *unit == self.unit).map_or(1.0, |(.., each)| *each);
        self.amount * each
    }

    /// The same, without what is left of a second.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "what is longer than time itself is as long")]
    pub fn whole_seconds(self) -> i64 {
        self.seconds() as i64
    }
}

impl PartialOrd for Duration {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.seconds().partial_cmp(&other.seconds())
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = UNITS.iter().find(|(unit, ..)| *unit == self.unit).map_or("", |(_, name, ..)| name);
        let many = if (self.amount - 1.0).abs() < f64::EPSILON { "" } else { "s" };
        write!(f, "{} {name}{many}", self.amount)
    }
}

impl FromStr for Duration {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no duration: write `15m`, `4h` or `2 business days`");
        let trimmed = text.trim();
        let digits = trimmed.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or_else(wrong)?;
        let amount: f64 = trimmed[..digits].parse().map_err(|_| wrong())?;
        let name = trimmed[digits..].trim().to_lowercase();
        let unit = UNITS.iter().find(|(_, _, names, _)| names.contains(&name.as_str()));
        unit.map(|(unit, ..)| Self { amount, unit: *unit }).ok_or_else(wrong)
    }
}

impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for Duration {
    fn schema_name() -> Cow<'static, str> {
        "Duration".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        const UNIT: &str =
            "(s|sec|seconds?|m|min|minutes?|h|hours?|d|days?|w|weeks?|months?|business (hours?|days?))";
        json_schema!({
            "type": "string",
            "pattern": format!(r"^\s*[0-9]+(\.[0-9]+)?\s*{UNIT}\s*$"),
            // What is no duration does not match either, so that it is told once.
            "not": { "pattern": format!(r"^\s*0+(\.0+)?\s*{UNIT}\s*$"), "description": "that is no time at all" },
            "examples": ["15m", "4h", "2 business days"],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        let shown = |text: &str| text.parse::<Duration>().map(|it| it.to_string());
        assert_eq!(shown("15m").as_deref(), Ok("15 minutes"));
        assert_eq!(shown("1 business hour").as_deref(), Ok("1 business hour"));
        assert_eq!(shown("2 business days").as_deref(), Ok("2 business days"));
        assert_eq!(shown("1.5h").as_deref(), Ok("1.5 hours"));
        assert!(shown("soon").is_err());
        assert!(shown("4 lightyears").is_err());
        assert!("15m".parse::<Duration>().unwrap() < "1h".parse().unwrap());
    }

    #[test]
    fn a_business_day_may_last_longer_than_a_day_and_never_less_than_its_hours() {
        let before = |one: &str, other: &str| {
            one.parse::<Duration>().unwrap().is_over_before(other.parse::<Duration>().unwrap())
        };
        assert!(
            before("2h", "4h")
                && before("1 business hour", "1 business day")
                && before("2h", "4 business hours")
        );
        assert!(!before("1 business day", "12h") && !before("4h", "4h"));
        // Asked on a Friday evening, it is over on Monday, and a week of work on the Friday after.
        assert!(before("2 business hours", "4 days") && !before("2 business hours", "2 days"));
        assert!(before("4 business days", "1 week") && !before("5 business days", "1 week"));
    }
}
