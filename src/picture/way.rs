//! How far something has come from where it began to where it is to go.

use schemars::JsonSchema;
use serde::Serialize;

use super::percent;

/// Three places on a line that has the target on its right, whichever way the numbers go.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Way {
    /// Where it began, in percent from the left: 0, unless it got worse since.
    pub start: f64,
    /// Where it is now.
    pub now: f64,
    /// Where it is to go: 100, unless it went farther.
    pub target: f64,
}

impl Way {
    /// The way from a value to another; none where both are the same.
    #[must_use]
    pub fn of(baseline: f64, current: f64, target: f64) -> Option<Self> {
        let sign = (target - baseline).signum();
        let all = [baseline, current, target].map(|value| value * sign);
        let (least, most) = all.iter().fold((f64::MAX, f64::MIN), |(a, b), it| (a.min(*it), b.max(*it)));
        let known = all.iter().all(|it| it.is_finite()) && (target - baseline).abs() > f64::EPSILON;
        let [start, now, target] = all.map(|value| percent(value - least, most - least));
        known.then_some(Self { start, now, target })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(baseline: f64, current: f64, target: f64) -> [f64; 3] {
        Way::of(baseline, current, target).map(|it| [it.start, it.now, it.target]).unwrap()
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "the values are rounded")]
    fn the_target_is_on_the_right_whichever_way_the_numbers_go() {
        assert_eq!(way(20.0, 35.0, 50.0), [0.0, 50.0, 100.0]);
        assert_eq!(way(48.0, 45.0, 36.0), [0.0, 25.0, 100.0]);
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "the values are rounded")]
    fn what_got_worse_or_went_too_far_stays_in_the_picture() {
        assert_eq!(way(20.0, 10.0, 50.0), [25.0, 0.0, 100.0]);
        assert_eq!(way(20.0, 60.0, 40.0), [0.0, 100.0, 50.0]);
    }

    #[test]
    fn no_way_is_no_picture() {
        assert_eq!(Way::of(5.0, 5.0, 5.0), None);
        assert_eq!(Way::of(5.0, f64::NAN, 6.0), None);
    }
}
