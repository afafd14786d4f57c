//! How full a cell of a heat map is.

use schemars::JsonSchema;
use serde::Serialize;

/// How much of a budget is used: 0 for nothing, 1 to 4 for a quarter of it each, 5 for more than all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Heat(u8);

impl Heat {
    /// How much of a budget an amount uses.
    #[must_use]
    pub fn of(amount: f64, budget: f64) -> Self {
        let quarters = [0.25, 0.5, 0.75, 1.0].map(|share| share * budget);
        Self(match amount {
            _ if amount <= 0.0 => 0,
            _ if amount <= quarters[0] => 1,
            _ if amount <= quarters[1] => 2,
            _ if amount <= quarters[2] => 3,
            _ if amount <= quarters[3] => 4,
            _ => 5,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_that_is_used_up_is_not_yet_passed() {
        let of_forty = [0.0, 4.0, 12.0, 30.0, 40.0, 40.5].map(|hours| Heat::of(hours, 40.0).0);
        assert_eq!(of_forty, [0, 1, 2, 3, 4, 5]);
        assert_eq!(Heat::of(1.0, 0.0), Heat(5));
    }
}
