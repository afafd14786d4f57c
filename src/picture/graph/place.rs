//! How far from the side each cell lies.
//!
//! Each layer is drawn towards its neighbours, as near to them as its order and the room between its
//! cells allow.

use super::Frame;
use super::layers::Layered;

/// How often all layers are gone through, there and back.
const SWEEPS: usize = 10;
/// How much more a passing edge is drawn to its neighbours than a node, so that it runs straight.
const STRAIGHT: f64 = 8.0;

/// Where the middle of each cell lies across the direction, and how far all of them reach.
pub(super) fn place(layered: &Layered, frame: &Frame) -> (Vec<i32>, i32) {
    let mut middles = vec![0.0; layered.cells.len()];
    let layers = layered.order.len();
    (0..layers).for_each(|layer| settle(layered, frame, layer, &mut middles));
    for _ in 0..SWEEPS {
        (0..layers).for_each(|layer| settle(layered, frame, layer, &mut middles));
        (0..layers).rev().for_each(|layer| settle(layered, frame, layer, &mut middles));
    }
    let half = |n: usize| frame.breadth(&layered.cells[n]) / 2;
    let middles: Vec<i32> = middles.into_iter().map(whole).collect();
    let near = middles.iter().enumerate().map(|(n, it)| it - half(n)).min().unwrap_or(0);
    let far = middles.iter().enumerate().map(|(n, it)| it + half(n)).max().unwrap_or(0);
    (middles.into_iter().map(|it| it - near).collect(), far - near)
}

/// A run of cells that stand as near to one another as they may.
struct Run {
    /// Where its first cell wants to be, on the weighted average of its cells.
    at: f64,
    weight: f64,
    cells: usize,
}

/// Puts the cells of a layer as near as can be to the middle of their neighbours: the least sum of
/// squares that keeps order and distance, by joining neighbours that are in each other's way.
fn settle(layered: &Layered, frame: &Frame, layer: usize, middles: &mut [f64]) {
    let cells = &layered.order[layer];
    let mut offsets = Vec::with_capacity(cells.len());
    let mut offset = 0.0;
    for (n, cell) in cells.iter().enumerate() {
        if n > 0 {
            let two = frame.breadth(&layered.cells[cells[n - 1]]) + frame.breadth(&layered.cells[*cell]);
            offset += f64::from(two / 2 + frame.between);
        }
        offsets.push(offset);
    }
    let mut runs: Vec<Run> = Vec::with_capacity(cells.len());
    for (cell, offset) in cells.iter().zip(&offsets) {
        let weight = if layered.cells[*cell].node.is_some() { 1.0 } else { STRAIGHT };
        let mut run = Run { at: wanted(layered, *cell, middles) - offset, weight, cells: 1 };
        while let Some(last) = runs.pop_if(|last| last.at >= run.at) {
            let weight = last.weight + run.weight;
            let at = (last.at * last.weight + run.at * run.weight) / weight;
            run = Run { at, weight, cells: last.cells + run.cells };
        }
        runs.push(run);
    }
    let starts = runs.iter().flat_map(|run| std::iter::repeat_n(run.at, run.cells));
    for ((cell, offset), start) in cells.iter().zip(&offsets).zip(starts) {
        middles[*cell] = start + offset;
    }
}

/// Where a cell would like to be: in the middle of those that it is joined to.
fn wanted(layered: &Layered, cell: usize, middles: &[f64]) -> f64 {
    let it = &layered.cells[cell];
    let joined = it.before.iter().chain(&it.after);
    let count = f64::from(u32::try_from(it.before.len() + it.after.len()).unwrap_or(u32::MAX));
    if count > 0.0 { joined.map(|it| middles[*it]).sum::<f64>() / count } else { middles[cell] }
}

#[expect(clippy::cast_possible_truncation, reason = "a picture has few pixels")]
fn whole(value: f64) -> i32 {
    value.round() as i32
}
