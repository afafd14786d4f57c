//! A series of values as a line, with the values between which nobody need look.

use std::fmt::Write as _;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::axis::days;
use super::percent;

/// How many values a line shows one by one; of a longer series, the least and the most of each part.
const MOST: usize = 400;
/// How much room is left above and below, as a share of what is between the least and the most.
const ROOM: f64 = 0.1;

/// A line within a frame of 100 by 100, the origin at its top left.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Sparkline {
    /// The line, as the `d` of a path.
    pub line: String,
    /// The newest value.
    pub newest: Dot,
    /// Values that are not as expected, the newest too.
    pub outside: Vec<Dot>,
    /// The top and the height of what is expected.
    pub band: Option<[f64; 2]>,
    /// The height at which the target lies.
    pub target: Option<f64>,
    /// What its axis shows, the lowest first: the ends of all that is drawn; one where all is the same.
    pub axis: Vec<Mark>,
    /// The least value of the series.
    pub least: f64,
    /// The most.
    pub most: f64,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub until: Date,
}

/// A value on the axis.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Mark {
    /// The value.
    pub value: f64,
    /// Percent from the top.
    pub at: f64,
}

/// A value in the picture.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Dot {
    /// Percent from the left.
    pub x: f64,
    /// Percent from the top.
    pub y: f64,
}

impl Sparkline {
    /// A line through values of days; none where there are no values. `expected` is what is usual,
    /// `target` the least that is good enough.
    #[must_use]
    pub fn of(
        points: impl IntoIterator<Item = (Date, f64)>,
        expected: Option<(f64, f64)>,
        target: Option<f64>,
    ) -> Option<Self> {
        let mut points: Vec<(Date, f64)> =
            points.into_iter().filter(|(_, value)| value.is_finite()).collect();
        points.sort_by_key(|(day, _)| *day);
        let (&(from, _), &(until, _)) = (points.first()?, points.last()?);
        let (least, most) = bounds(points.iter().map(|(_, value)| *value));
        let limits = expected.map(|(low, high)| [low, high]).into_iter().flatten().chain(target);
        let (bottom, top) = bounds([least, most].into_iter().chain(limits));
        // A line that never moves lies in the middle.
        let room = if top > bottom { (top - bottom) * ROOM } else { 1.0 };
        let height = top - bottom + 2.0 * room;
        let y = |value: f64| percent(top + room - value, height);
        let x = |day: Date| if until > from { percent(days(from, day), days(from, until)) } else { 50.0 };
        let dot = |(day, value): &(Date, f64)| Dot { x: x(*day), y: y(*value) };
        let usual = |value: f64| {
            expected.is_none_or(|(low, high)| (low..=high).contains(&value))
                && target.is_none_or(|least| value >= least)
        };
        let shown = thinned(&points);
        let ends = if top > bottom { vec![bottom, top] } else { vec![bottom] };
        let dots: Vec<Dot> = shown.iter().map(dot).collect();
        Some(Self {
            newest: dots[dots.len() - 1],
            outside: shown.iter().filter(|(_, value)| !usual(*value)).map(dot).collect(),
            band: expected.map(|(low, high)| {
                let (upper, lower) = (y(high.max(low)), y(low.min(high)));
                [upper, ((lower - upper) * 100.0).round() / 100.0]
            }),
            target: target.map(y),
            line: path(&dots),
            axis: ends.into_iter().map(|value| Mark { value, at: y(value) }).collect(),
            least,
            most,
            from,
            until,
        })
    }
}

fn bounds(values: impl IntoIterator<Item = f64>) -> (f64, f64) {
    values.into_iter().fold((f64::MAX, f64::MIN), |(least, most), it| (least.min(it), most.max(it)))
}

/// A long series by the least and the most of each part, so that no peak is lost; the newest stays.
fn thinned(points: &[(Date, f64)]) -> Vec<(Date, f64)> {
    if points.len() <= MOST {
        return points.to_vec();
    }
    let (newest, older) = points.split_last().map_or((None, points), |(last, rest)| (Some(*last), rest));
    let mut shown = Vec::with_capacity(MOST + 1);
    for part in older.chunks(older.len().div_ceil(MOST / 2)) {
        let by_value = |a: &&(Date, f64), b: &&(Date, f64)| a.1.total_cmp(&b.1);
        let mut ends: Vec<(Date, f64)> =
            part.iter().min_by(by_value).into_iter().chain(part.iter().max_by(by_value)).copied().collect();
        ends.sort_by_key(|(day, _)| *day);
        shown.extend(ends);
    }
    shown.extend(newest);
    shown
}

fn path(dots: &[Dot]) -> String {
    let mut path = String::new();
    for (n, dot) in dots.iter().enumerate() {
        let _ = write!(path, "{}{} {}", if n == 0 { 'M' } else { 'L' }, dot.x, dot.y);
    }
    path
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;
    use jiff::civil::date;
    use proptest::prelude::prop;
    use proptest::proptest;

    use super::*;

    fn daily(values: &[f64]) -> Vec<(Date, f64)> {
        (0..).zip(values).map(|(n, value)| (date(2027, 1, 1).saturating_add(n.days()), *value)).collect()
    }

    #[test]
    fn the_axis_shows_the_ends_of_all_that_is_drawn() {
        let of = |values: &[f64], target| {
            let line = Sparkline::of(daily(values), None, target).unwrap();
            line.axis.iter().map(|it| (it.value, it.at)).collect::<Vec<_>>()
        };
        assert_eq!(of(&[1.0, 3.0, 2.0], None), [(1.0, 91.67), (3.0, 8.33)]);
        assert_eq!(of(&[99.9, 99.4], Some(99.0)), [(99.0, 91.67), (99.9, 8.33)]);
        assert_eq!(of(&[5.0, 5.0], None), [(5.0, 50.0)]);
    }

    #[test]
    fn more_is_higher_and_later_is_farther_right() {
        let line = Sparkline::of(daily(&[1.0, 3.0, 2.0]), None, None).unwrap();
        assert_eq!(line.line, "M0 91.67L50 8.33L100 50");
        assert_eq!(line.newest, Dot { x: 100.0, y: 50.0 });
        assert_eq!((line.least, line.most), (1.0, 3.0));
    }

    #[test]
    fn what_is_not_usual_is_marked() {
        let line = Sparkline::of(daily(&[70.0, 60.0, 71.0]), Some((62.0, 80.0)), None).unwrap();
        assert_eq!(line.outside.len(), 1);
        let [top, height] = line.band.unwrap();
        assert!(line.outside[0].y > top + height, "{line:?}");
        let slo = Sparkline::of(daily(&[99.9, 99.4]), None, Some(99.5)).unwrap();
        assert_eq!(slo.outside, [slo.newest]);
    }

    #[test]
    fn a_value_alone_lies_in_the_middle() {
        let line = Sparkline::of(daily(&[5.0]), None, None).unwrap();
        assert_eq!(line.newest, Dot { x: 50.0, y: 50.0 });
        assert_eq!(Sparkline::of([], None, None), None);
        assert_eq!(Sparkline::of(daily(&[f64::NAN]), None, None), None);
    }

    #[test]
    fn a_long_series_keeps_its_peaks() {
        let mut values = vec![1.0; 9999];
        values[4321] = 100.0;
        let line = Sparkline::of(daily(&values), Some((0.0, 10.0)), None).unwrap();
        assert_eq!(line.outside.len(), 1);
        assert!(line.line.matches('L').count() <= MOST, "{}", line.line.len());
    }

    proptest! {
        #[test]
        fn it_stays_within_its_frame(
            values in prop::collection::vec(-1e9..1e9_f64, 1..60), low in -1e9..1e9_f64, high in -1e9..1e9_f64,
        ) {
            let line = Sparkline::of(daily(&values), Some((low, high)), Some(low)).unwrap();
            let within = |value: f64| (0.0..=100.0).contains(&value);
            assert!(within(line.newest.y) && line.outside.iter().all(|dot| within(dot.y) && within(dot.x)));
            let [top, height] = line.band.unwrap();
            assert!(within(top) && height >= 0.0 && top + height < 100.02 && within(line.target.unwrap()));
        }
    }
}
