//! Pictures as numbers: where each bar, mark, box and line of a picture lies.
//!
//! In: plain values such as days, numbers, nodes and edges. Out: laid-out geometry that goes into a
//! view, so that a template draws it and a site's theme may draw it otherwise. Positions are percent
//! of the picture's width or height where it stretches with the page, and pixels where it does not.
//! Must not: know a record, a colour or a word; depend on the day of the build beyond its quarter.

mod axis;
mod graph;
mod heat;
mod sparkline;
mod timeline;
mod way;

pub use axis::{Axis, Span, Tick};
pub use graph::{Direction, Edge, Graph, Label, Placed, unimplied};
pub use heat::Heat;
pub use sparkline::{Dot, Mark, Sparkline};
pub use timeline::{Beyond, Row, Stretch, Timeline, Track};
pub use way::Way;

/// A share of a whole in percent, within it, rounded so that a page's bytes do not depend on the last
/// bit of a division.
fn percent(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { ((part / whole).clamp(0.0, 1.0) * 10_000.0).round() / 100.0 } else { 0.0 }
}
