//! How often something is measured, as its own days show, and whether the newest value is out of date.
//!
//! In: the days of its values, and a day to look back from. Out: whether one more should be there by
//! then. Must not: ask how often somebody meant to measure: what they did tells more.

use jiff::civil::Date;

/// Nothing is out of date within a week: what is counted every day need not be copied every day.
const LEAST: i32 = 7;
/// How many days are usual for what was measured once, and so shows no interval: a quarter.
const ONCE: i32 = 92;

/// Whether the newest of some days is longer ago than they are apart, and half as long again: what
/// is counted at the end of a month is written down some days later. Without days there is nothing
/// to be out of date.
#[must_use]
pub fn out_of_date(days: impl IntoIterator<Item = Date>, today: Date) -> bool {
    let mut days: Vec<Date> = days.into_iter().collect();
    days.sort_unstable();
    days.dedup();
    let mut apart: Vec<i32> = days.windows(2).map(|pair| (pair[1] - pair[0]).get_days()).collect();
    apart.sort_unstable();
    let usual = apart.get(apart.len() / 2).copied().unwrap_or(ONCE);
    days.last().is_some_and(|newest| (today - *newest).get_days() > (usual + usual / 2).max(LEAST))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_is_measured_monthly_may_be_six_weeks_old() {
        let months = [date(2026, 10, 31), date(2026, 11, 30), date(2026, 12, 31)];
        assert!(!out_of_date(months, date(2027, 2, 14)));
        assert!(out_of_date(months, date(2027, 2, 16)));
    }

    #[test]
    fn what_is_measured_daily_may_be_a_week_old() {
        let days = [date(2027, 1, 9), date(2027, 1, 10), date(2027, 1, 11)];
        assert!(!out_of_date(days, date(2027, 1, 18)));
        assert!(out_of_date(days, date(2027, 1, 19)));
    }

    #[test]
    fn one_value_holds_for_a_quarter_and_a_half_and_none_is_not_old() {
        assert!(!out_of_date([date(2027, 1, 1)], date(2027, 5, 1)));
        assert!(out_of_date([date(2027, 1, 1)], date(2027, 6, 1)));
        assert!(!out_of_date([], date(2027, 1, 1)));
    }
}
