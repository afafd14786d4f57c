//! Quarters of a year, and the looser times in which people plan.
//!
//! In: `2027-Q1`, `now`, `next`, `later`. Out: values that can be ordered and compared with dates.
//! Must not: know today.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A quarter of a year, written `2027-Q1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    /// The year.
    pub year: i16,
    /// 1 to 4.
    pub number: i8,
}

impl Quarter {
    /// The quarter that a day lies in.
    #[must_use]
    pub fn of(day: Date) -> Self {
        Self { year: day.year(), number: (day.month() - 1) / 3 + 1 }
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> Date {
        date(self.year, (self.number - 1) * 3 + 1, 1)
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> Date {
        self.next().first_day().saturating_sub(1.day())
    }

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Self {
        if self.number < 4 {
            Self { number: self.number + 1, ..self }
        } else {
            Self { year: self.year + 1, number: 1 }
        }
    }

    /// How many quarters later `other` is; negative if it is earlier.
    #[must_use]
    pub fn until(self, other: Self) -> i32 {
        (i32::from(other.year) - i32::from(self.year)) * 4 + i32::from(other.number) - i32::from(self.number)
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-Q{}", self.year, self.number)
    }
}

impl FromStr for Quarter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no quarter: write `2027-Q1`");
        let (year, number) = text.split_once("-Q").ok_or_else(wrong)?;
        let year: i16 = year.parse().map_err(|_| wrong())?;
        let number: i8 = number.parse().map_err(|_| wrong())?;
        if (1..=4).contains(&number) && (1..=9998).contains(&year) {
            Ok(Self { year, number })
        } else {
            Err(wrong())
        }
    }
}

/// When something is planned for: a quarter, or `now`, `next`, `later`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// Being worked on.
    Now,
    /// To be taken up when what is there now is done.
    Next,
    /// Intended, without a time.
    Later,
    /// A quarter.
    Quarter(Quarter),
}

impl Target {
    /// The quarter, where there is one.
    #[must_use]
    pub fn quarter(self) -> Option<Quarter> {
        if let Self::Quarter(quarter) = self { Some(quarter) } else { None }
    }

    /// Now, next or later, as seen from a quarter: the same or an earlier one is now, the one after
    /// it next.
    #[must_use]
    pub fn horizon(self, today: Quarter) -> Self {
        match self {
            Self::Quarter(quarter) => match today.until(quarter) {
                ..=0 => Self::Now,
                1 => Self::Next,
                _ => Self::Later,
            },
            loose => loose,
        }
    }
}

/// When something is, was, or is planned for, as exactly as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A day.
    Day(Date),
    /// Some time in a quarter, or looser.
    Target(Target),
}

impl When {
    /// The quarter that it lies in; none for later.
    #[must_use]
    pub fn quarter(self, today: Date) -> Option<Quarter> {
        let now = Quarter::of(today);
        match self {
            Self::Day(day) => Some(Quarter::of(day)),
            Self::Target(Target::Now) => Some(now),
            Self::Target(Target::Next) => Some(now.next()),
            Self::Target(Target::Later) => None,
            Self::Target(Target::Quarter(quarter)) => Some(quarter),
        }
    }

    /// The last day on which it may be: what has time stands in this order.
    #[must_use]
    pub fn last_day(self, today: Date) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Target(_) => self.quarter(today).map_or(Date::MAX, Quarter::last_day),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Now => f.write_str("now"),
            Self::Next => f.write_str("next"),
            Self::Later => f.write_str("later"),
            Self::Quarter(quarter) => quarter.fmt(f),
        }
    }
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "now" => Ok(Self::Now),
            "next" => Ok(Self::Next),
            "later" => Ok(Self::Later),
            quarter => quarter.parse().map(Self::Quarter),
        }
    }
}

/// Serde and schema of a type that is written as text.
macro_rules! as_text {
    ($name:ident, $pattern:literal, $examples:tt) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": $pattern, "examples": $examples })
            }
        }
    };
}

as_text!(Quarter, r"^[0-9]{4}-Q[1-4]$", ["2027-Q2"]);
as_text!(Target, r"^([0-9]{4}-Q[1-4]|now|next|later)$", ["2027-Q2", "now", "next", "later"]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_know_their_days_and_order() {
        let quarter: Quarter = "2027-Q1".parse().unwrap();
        assert_eq!(quarter.first_day(), date(2027, 1, 1));
        assert_eq!(quarter.last_day(), date(2027, 3, 31));
        assert_eq!(Quarter::of(date(2027, 12, 31)).next().to_string(), "2028-Q1");
        assert_eq!(quarter.until("2028-Q2".parse().unwrap()), 5);
        assert!("2027-Q5".parse::<Quarter>().is_err());
    }

    #[test]
    fn a_target_is_now_next_or_later() {
        let today = Quarter::of(date(2027, 1, 11));
        let horizon = |text: &str| text.parse::<Target>().unwrap().horizon(today).to_string();
        assert_eq!(
            ["2026-Q4", "2027-Q1", "2027-Q2", "2027-Q3", "next"].map(horizon),
            ["now", "now", "next", "later", "next"]
        );
    }
}
