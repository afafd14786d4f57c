//! Rows of time on one axis: each a bar that ends in a mark.
//!
//! Each row has one end, and its words stand beside it: no label can meet another.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::axis::{Axis, Span};

/// What a row says, and where it lies.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Row<T> {
    /// What the row is about.
    #[serde(flatten)]
    pub of: T,
    /// Where it lies.
    pub track: Track,
}

/// Rows on one axis.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Timeline<T> {
    /// Time from left to right.
    pub axis: Axis,
    /// The rows, in the order given.
    pub rows: Vec<Row<T>>,
}

/// From when to when something goes, and what else happens to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Its beginning; none where it has been there for as long as anybody looks back.
    pub from: Option<Date>,
    /// Its end.
    pub to: Date,
    /// Other days that matter to it.
    pub also: Vec<Date>,
}

/// Where a stretch lies on the axis.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Track {
    /// From its beginning to its end.
    pub bar: Span,
    /// Its end, in percent from the left.
    pub at: f64,
    /// Where the end lies outside of the axis: the mark stands at the nearer end.
    pub beyond: Option<Beyond>,
    /// The other days, in percent from the left, but for those that are the end.
    pub also: Vec<f64>,
}

/// Which side of the axis something lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Beyond {
    /// Before its first day.
    Before,
    /// After its last day.
    After,
}

impl<T> Timeline<T> {
    /// Rows on an axis that is long enough for them; none where there are no rows.
    #[must_use]
    pub fn over(today: Date, rows: Vec<(T, Stretch)>) -> Option<Self> {
        let all = rows.iter().flat_map(|(_, it)| it.from.iter().chain([&it.to]).chain(&it.also).copied());
        let axis = Axis::over(today, all);
        let rows: Vec<Row<T>> =
            rows.into_iter().map(|(of, stretch)| Row { track: track(&axis, &stretch), of }).collect();
        (!rows.is_empty()).then_some(Self { axis, rows })
    }
}

fn track(axis: &Axis, stretch: &Stretch) -> Track {
    let from = stretch.from.unwrap_or(axis.from).min(stretch.to);
    let beyond = match stretch.to {
        to if to < axis.from => Some(Beyond::Before),
        to if to > axis.until => Some(Beyond::After),
        _ => None,
    };
    let also = stretch.also.iter().filter(|day| **day != stretch.to).map(|day| axis.at(*day)).collect();
    Track { bar: axis.span(from, stretch.to), at: axis.at(stretch.to), beyond, also }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;
    use jiff::civil::date;
    use proptest::prelude::prop;
    use proptest::proptest;

    use super::*;

    #[test]
    fn a_bar_ends_at_its_mark() {
        let stretch = Stretch { from: Some(date(2026, 7, 1)), to: date(2027, 7, 1), also: vec![] };
        let line = Timeline::over(date(2027, 1, 11), vec![("a", stretch)]).unwrap();
        let track = &line.rows[0].track;
        assert!((track.bar.at + track.bar.width - track.at).abs() < 0.02, "{track:?}");
        assert_eq!(track.beyond, None);
    }

    #[test]
    fn what_ended_long_ago_is_said_to_lie_before() {
        let stretch = Stretch { from: None, to: date(2001, 1, 1), also: vec![] };
        let line = Timeline::over(date(2027, 1, 11), vec![((), stretch)]).unwrap();
        assert_eq!(line.rows[0].track.beyond, Some(Beyond::Before));
        assert_eq!(Timeline::<()>::over(date(2027, 1, 11), vec![]), None);
    }

    proptest! {
        #[test]
        fn all_marks_lie_within_the_frame(days in prop::collection::vec((-9000..9000, -9000..9000), 1..20)) {
            let day = |n: i32| date(2027, 1, 11).saturating_add(n.days());
            let rows = days.iter().map(|(from, to)| {
                ((), Stretch { from: Some(day(*from)), to: day(*to), also: vec![day(from / 2)] })
            });
            let line = Timeline::over(day(0), rows.collect()).unwrap();
            let within = |at: f64| (0.0..=100.0).contains(&at);
            for tick in line.axis.ticks.windows(2) {
                assert!(tick[1].at - tick[0].at > 100.0 / 8.0, "labels would meet: {:?}", line.axis);
            }
            for row in &line.rows {
                let track = &row.track;
                assert!(within(track.at) && track.also.iter().all(|at| within(*at)), "{track:?}");
                assert!(track.bar.width >= 0.0 && track.bar.at + track.bar.width < 100.02, "{track:?}");
            }
        }
    }
}
