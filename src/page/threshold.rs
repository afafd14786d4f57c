//! A number of a kind's rule, for a page that shows records beside it: what a site sets for the rule
//! holds for the page too.

use crate::kind;
use crate::site::Site;

/// The number of a rule, as the site has set it.
pub(super) fn threshold(site: &Site, rule: &str, name: &str) -> f64 {
    let mut rules = kind::RULES.iter().copied().flatten();
    let known = rules.find(|known| known.id == rule).map_or(&[][..], |rule| rule.thresholds);
    let default = known.iter().find(|known| known.name == name).map(|known| known.value);
    site.config.threshold(rule, name).or(default).unwrap_or_default()
}
