//! How long ago somebody may have looked at a record, before a page says that they should again: as
//! long as rule GEN5 allows.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::site::Site;

/// After so many days a record should be read again, where the site sets nothing else for the rule.
const DAYS: f64 = 180.0;

/// After how many days a record should be read again.
pub(super) fn days(site: &Site) -> f64 {
    site.config.threshold("GEN5", "days").unwrap_or(DAYS)
}

/// Whether what was last looked at on a day should be looked at again.
pub(super) fn is_due(site: &Site, day: Date) -> bool {
    let days = days(site).clamp(0.0, 36_500.0);
    // As whole days: the clamped number fits.
    #[expect(clippy::cast_possible_truncation, reason = "it is clamped to a century")]
    let days = days as i64;
    day < site.as_of.saturating_sub(days.days())
}
