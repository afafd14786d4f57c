//! A moment as pages show it: in UTC, so that everybody means the same.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Serialize;

/// A moment, for a machine and for a reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Moment {
    /// For `datetime`: `2026-11-14T09:12:00Z`.
    pub iso: String,
    /// For people: `2026-11-14 09:12 UTC`.
    pub shown: String,
    /// Its day in UTC.
    pub day: Date,
}

impl Moment {
    pub(super) fn of(at: Timestamp) -> Self {
        let civil = at.to_zoned(TimeZone::UTC).datetime();
        Self {
            iso: at.to_string(),
            shown: format!("{} {:02}:{:02} UTC", civil.date(), civil.hour(), civil.minute()),
            day: civil.date(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_shown_in_utc() {
        let moment = Moment::of("2026-11-14T01:12:00+02:00".parse().unwrap());
        assert_eq!(moment.shown, "2026-11-13 23:12 UTC");
        assert_eq!(moment.iso, "2026-11-13T23:12:00Z");
    }
}
