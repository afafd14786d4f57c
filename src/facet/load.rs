//! How many hours are asked of a team, by quarter.
//!
//! In: what is asked. Out: sums. Must not: ask anything itself.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Ask, Firmness};
use crate::quarter::Quarter;

/// Hours of several things, in all; those that nobody has said are left out.
#[must_use]
pub fn hours<'a>(asks: impl IntoIterator<Item = &'a Ask>) -> f64 {
    // A sum of no numbers would be -0.
    asks.into_iter().filter_map(|ask| ask.hours).fold(0.0, |all, hours| all + hours)
}

/// Hours that are asked of a team in a quarter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, JsonSchema)]
pub struct Load {
    /// Hours that are to be spent.
    pub hours: f64,
    /// How many of these the team has agreed to.
    pub agreed_hours: f64,
    /// Hours that are known, and not firm yet.
    pub information_hours: f64,
    /// How many things are asked whose hours nobody has said.
    pub unknown: u32,
}

impl Load {
    /// What is asked, by the quarter that it is due in. What is overdue is due now; what is done or
    /// has no date is left out.
    #[must_use]
    pub fn by_quarter<'a>(asks: impl IntoIterator<Item = &'a Ask>, today: Date) -> BTreeMap<Quarter, Self> {
        let mut quarters: BTreeMap<Quarter, Self> = BTreeMap::new();
        for ask in asks {
            let Some(by) = ask.by.filter(|_| ask.firmness != Firmness::Done) else { continue };
            let load = quarters.entry(by.quarter().max(Quarter::of(today))).or_default();
            match (ask.hours, ask.firmness) {
                (None, _) => load.unknown += 1,
                (Some(hours), Firmness::Information) => load.information_hours += hours,
                (Some(hours), _) => {
                    load.hours += hours;
                    load.agreed_hours += if ask.agreed { hours } else { 0.0 };
                }
            }
        }
        quarters
    }

    /// Hours that are to be spent and that nobody has agreed to: these are held against a budget.
    #[must_use]
    pub fn not_agreed(self) -> f64 {
        self.hours - self.agreed_hours
    }

    /// How many hours that is beyond a budget; none if it is not.
    #[must_use]
    pub fn over(self, budget: f64) -> Option<f64> {
        Some(self.not_agreed() - budget).filter(|over| *over > 0.0)
    }
}
