//! An axis of time in whole quarters.
//!
//! Whole quarters, because a page must not change from day to day: what the axis shows of the
//! present is its quarter.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::percent;
use crate::quarter::Quarter;

/// How many quarters before the present one it reaches back at most.
const BEFORE: i32 = 8;
/// How many quarters beyond the present one it shows at least, and at most.
const AFTER: (i32, i32) = (3, 20);
/// How many labels stand side by side at most, in a track as narrow as it may become.
const LABELS: i32 = 6;
/// How much room a label needs to its right, in percent.
const LABEL_ROOM: f64 = 12.0;

/// Time from left to right.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Axis {
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub until: Date,
    /// Where a quarter or a year begins.
    pub ticks: Vec<Tick>,
    /// The present quarter.
    pub now: Span,
    /// How the present quarter is called.
    pub now_label: String,
}

/// A place on an axis that has a name.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Tick {
    /// Percent from the left.
    pub at: f64,
    /// What begins here, such as `2027-Q1`; none where there is no room for it.
    pub label: Option<String>,
}

/// A stretch of an axis.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Span {
    /// Where it begins, in percent from the left.
    pub at: f64,
    /// How long it is, in percent.
    pub width: f64,
}

impl Axis {
    /// An axis that shows days, as far as they lie within a few years of the present quarter.
    #[must_use]
    pub fn over(today: Date, days: impl IntoIterator<Item = Date>) -> Self {
        let now = Quarter::of(today);
        let ahead: Vec<i32> = days.into_iter().map(|day| now.until(Quarter::of(day))).collect();
        let first = ahead.iter().copied().min().unwrap_or(0).clamp(-BEFORE, 0);
        let last = ahead.iter().copied().max().unwrap_or(0).clamp(AFTER.0, AFTER.1);
        let quarters = quarters(now, first, last);
        let mut axis = Self {
            from: quarters[0].first_day(),
            until: quarters[quarters.len() - 1].last_day(),
            ticks: Vec::new(),
            now: Span { at: 0.0, width: 0.0 },
            now_label: now.to_string(),
        };
        axis.now = axis.span(now.first_day(), now.next().first_day());
        axis.ticks = axis.ticks(&quarters);
        axis
    }

    /// Where a day lies, in percent from the left; what lies outside is at the nearer end.
    #[must_use]
    pub fn at(&self, day: Date) -> f64 {
        percent(days(self.from, day), days(self.from, self.until) + 1.0)
    }

    /// Where a stretch of time lies.
    #[must_use]
    pub fn span(&self, from: Date, to: Date) -> Span {
        let at = self.at(from);
        Span { at, width: (((self.at(to) - at) * 100.0).round() / 100.0).max(0.0) }
    }

    /// Each quarter, each half of a year or each year, whichever leaves room for its label.
    fn ticks(&self, quarters: &[Quarter]) -> Vec<Tick> {
        let every = match i32::try_from(quarters.len()).unwrap_or(i32::MAX) {
            ..=LABELS => 1,
            n if n <= 2 * LABELS => 2,
            _ => 4,
        };
        let begins = |quarter: &&Quarter| (i32::from(quarter.number) - 1) % every == 0;
        let tick = |quarter: &Quarter| {
            let at = self.at(quarter.first_day());
            let label = if every == 4 { quarter.year.to_string() } else { quarter.to_string() };
            Tick { at, label: Some(label).filter(|_| at <= 100.0 - LABEL_ROOM) }
        };
        quarters.iter().filter(begins).map(tick).collect()
    }
}

fn quarters(now: Quarter, first: i32, last: i32) -> Vec<Quarter> {
    let months = i16::try_from(first).unwrap_or(0);
    let number = i16::from(now.number) - 1 + months;
    let year = now.year.saturating_add(number.div_euclid(4));
    let start = Quarter { year, number: i8::try_from(number.rem_euclid(4)).unwrap_or(0) + 1 };
    let count = usize::try_from(last - first + 1).unwrap_or(1);
    std::iter::successors(Some(start), |quarter| Some(quarter.next())).take(count).collect()
}

/// Days from one to the other; negative if the other is earlier.
pub(super) fn days(from: Date, to: Date) -> f64 {
    from.duration_until(to).as_secs_f64() / 86_400.0
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn labels(axis: &Axis) -> Vec<&str> {
        axis.ticks.iter().filter_map(|it| it.label.as_deref()).collect()
    }

    #[test]
    fn it_begins_and_ends_with_a_quarter() {
        let axis = Axis::over(date(2027, 1, 11), [date(2026, 6, 15), date(2027, 6, 29)]);
        assert_eq!((axis.from, axis.until), (date(2026, 4, 1), date(2027, 12, 31)));
        assert_eq!(labels(&axis), ["2026-Q3", "2027-Q1", "2027-Q3"]);
        assert_eq!(axis.now, axis.span(date(2027, 1, 1), date(2027, 4, 1)));
    }

    #[test]
    fn no_day_of_a_quarter_changes_it() {
        let days = [date(2026, 6, 15), date(2027, 6, 29)];
        assert_eq!(Axis::over(date(2027, 1, 1), days), Axis::over(date(2027, 3, 31), days));
    }

    #[test]
    fn years_name_a_long_one_and_quarters_a_short_one() {
        let today = date(2027, 1, 11);
        assert_eq!(labels(&Axis::over(today, [])), ["2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4"]);
        assert_eq!(labels(&Axis::over(today, [date(2031, 2, 1)])), ["2027", "2028", "2029", "2030"]);
    }

    #[test]
    fn what_is_too_far_away_lies_at_the_end() {
        let axis = Axis::over(date(2027, 1, 11), [date(1990, 1, 1), date(2099, 1, 1)]);
        assert_eq!((axis.from, axis.until), (date(2025, 1, 1), date(2032, 3, 31)));
        assert!(axis.at(date(1990, 1, 1)).abs() < f64::EPSILON);
        assert!((axis.at(date(2099, 1, 1)) - 100.0).abs() < f64::EPSILON);
    }
}
