//! The date that a build is for.
//!
//! In: the option, the config, the environment. Out: one date. This is the only file that reads
//! a clock: everything else takes the date as an input, so that a build can be repeated.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// The date of a build: `--as-of`, else the config's, else that of `SOURCE_DATE_EPOCH` (seconds
/// since 1970, UTC, see <https://reproducible-builds.org/specs/source-date-epoch/>), else today in
/// the machine's time zone.
///
/// # Errors
/// If `SOURCE_DATE_EPOCH` is needed and is no number of seconds.
pub fn as_of(option: Option<Date>, config: Option<Date>, epoch: Option<&str>) -> Result<Date, String> {
    if let Some(date) = option.or(config) {
        return Ok(date);
    }
    let Some(epoch) = epoch else { return Ok(today()) };
    let second = epoch.trim().parse::<i64>().ok().and_then(|second| Timestamp::from_second(second).ok());
    second.map(|time| time.to_zoned(TimeZone::UTC).date()).ok_or_else(|| {
        format!("SOURCE_DATE_EPOCH is `{epoch}`, which is not a number of seconds since 1970-01-01")
    })
}

/// Today in the machine's time zone.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
fn today() -> Date {
    Zoned::now().date()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_option_wins_then_the_config_then_the_environment() {
        let (option, config) = (date(2027, 1, 11), date(2026, 1, 1));
        assert_eq!(as_of(Some(option), Some(config), Some("0")), Ok(option));
        assert_eq!(as_of(None, Some(config), Some("0")), Ok(config));
        assert_eq!(as_of(None, None, Some("86400")), Ok(date(1970, 1, 2)));
    }

    #[test]
    fn an_epoch_that_is_no_number_is_named() {
        let error = as_of(None, None, Some("yesterday")).unwrap_err();
        assert!(error.contains("`yesterday`"), "{error}");
    }
}
