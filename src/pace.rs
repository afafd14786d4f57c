//! The even pace: where something would have to be on the day it was measured, to get from where it began
//! to where it is to go by its day, if it went the same stretch every day.
//!
//! In: three days and three values. Out: the value that the pace asks for, and whether the measured one is
//! behind it. Must not: know today. What a page says stays true until somebody measures again.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

/// How much of the whole way something may lie behind before it is called that: real work goes in steps.
const STEP: f64 = 0.1;

/// Where an even pace would have something, on the day that it was measured.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Pace {
    /// The day that the pace is counted from.
    pub since: Date,
    /// The day that it is judged on: that of the newest value.
    pub on: Date,
    /// Where it would have to be on that day.
    pub expected: f64,
    /// Whether it lies behind that, by more than a tenth of the whole way.
    pub behind: bool,
}

impl Pace {
    /// The pace from a day and a value to another, against what was measured. None before it began, once its
    /// last day has passed or the way is done, and where there is no way.
    #[must_use]
    pub fn of(from: (Date, f64), to: (Date, f64), now: (Date, f64)) -> Option<Self> {
        let days = |until: Date| f64::from((until - from.0).get_days());
        let way = to.1 - from.1;
        let (gone, all) = (days(now.0), days(to.0));
        let done = (now.1 - from.1) / way;
        let holds = gone >= 0.0 && all > 0.0 && gone <= all && way.abs() > f64::EPSILON && done < 1.0;
        let due = gone / all;
        holds.then(|| Self {
            since: from.0,
            on: now.0,
            expected: rounded(from.1 + way * due, way),
            behind: due - done > STEP,
        })
    }
}

/// A value in the hundredths of the whole way, so that no digit is shown that nobody could measure.
fn rounded(value: f64, way: f64) -> f64 {
    let unit = 10f64.powf(way.abs().log10().floor() - 2.0).min(1.0);
    // Divided, not multiplied: tenths have no exact number of their own.
    let per_one = (1.0 / unit).round();
    (value * per_one).round() / per_one
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn year(current: f64, on: Date) -> Option<Pace> {
        Pace::of((date(2027, 1, 1), 20.0), (date(2027, 12, 31), 50.0), (on, current))
    }

    #[test]
    fn halfway_through_the_time_half_of_the_way_is_asked_for() {
        let july = date(2027, 7, 2);
        assert_eq!(year(35.0, july).map(|it| (it.expected, it.behind)), Some((35.0, false)));
        assert_eq!(year(33.0, july).map(|it| it.behind), Some(false), "less than a tenth is a step");
        assert_eq!(year(31.0, july).map(|it| it.behind), Some(true));
        assert_eq!(year(12.0, july).map(|it| it.behind), Some(true), "it got worse");
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "the values are rounded")]
    fn the_numbers_may_go_down_too() {
        let from = (date(2027, 1, 1), 1900.0);
        let pace = |on, value| Pace::of(from, (date(2027, 1, 31), 1520.0), (on, value)).unwrap();
        assert_eq!(pace(date(2027, 1, 11), 1790.0).expected, 1773.0);
        assert!(!pace(date(2027, 1, 11), 1790.0).behind);
        assert!(pace(date(2027, 1, 30), 1790.0).behind);
    }

    #[test]
    fn what_is_done_is_over_or_has_not_begun_has_no_pace() {
        assert_eq!(year(50.0, date(2027, 7, 2)), None);
        assert_eq!(year(30.0, date(2026, 12, 31)), None);
        assert_eq!(year(30.0, date(2028, 1, 1)), None);
        let day = date(2027, 1, 1);
        assert_eq!(Pace::of((day, 5.0), (date(2027, 2, 1), 5.0), (day, 5.0)), None);
        assert_eq!(Pace::of((day, 5.0), (day, 6.0), (day, 5.0)), None);
    }
}
