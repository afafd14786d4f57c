//! Who stands beside whom within a layer, so that few edges cross.

use super::layers::Layered;

/// How often all layers are gone through, there and back.
const SWEEPS: usize = 8;

/// Sorts each layer by the middle of its neighbours, there and back, and keeps the best that was
/// seen. The first order is the one given, so that what crosses nothing stays as it was written.
pub(super) fn order(layered: &mut Layered) {
    let mut best = (crossings(layered), layered.order.clone());
    for sweep in 0..2 * SWEEPS {
        if best.0 == 0 {
            break;
        }
        let layers = layered.order.len();
        if sweep % 2 == 0 {
            (1..layers).for_each(|layer| sort(layered, layer, true));
        } else {
            (0..layers.saturating_sub(1)).rev().for_each(|layer| sort(layered, layer, false));
        }
        let count = crossings(layered);
        if count < best.0 {
            best = (count, layered.order.clone());
        }
    }
    layered.order = best.1;
}

fn sort(layered: &mut Layered, layer: usize, downward: bool) {
    let other = if downward { layer - 1 } else { layer + 1 };
    let place = places(layered, other);
    let middle = |cell: usize, own: usize| {
        let cell = &layered.cells[cell];
        let neighbours = if downward { &cell.before } else { &cell.after };
        if neighbours.is_empty() {
            // What hangs on nothing stays where it is.
            return to_f64(own);
        }
        neighbours.iter().map(|it| to_f64(place[*it])).sum::<f64>() / to_f64(neighbours.len())
    };
    let mut cells: Vec<(f64, usize)> =
        layered.order[layer].iter().enumerate().map(|(own, cell)| (middle(*cell, own), *cell)).collect();
    // Stable: cells with the same middle keep their order.
    cells.sort_by(|a, b| a.0.total_cmp(&b.0));
    layered.order[layer] = cells.into_iter().map(|(_, cell)| cell).collect();
}

/// The place of each cell within its layer; of other layers, nothing.
fn places(layered: &Layered, layer: usize) -> Vec<usize> {
    let mut places = vec![0; layered.cells.len()];
    for (place, cell) in layered.order[layer].iter().enumerate() {
        places[*cell] = place;
    }
    places
}

/// How many pairs of edges cross between neighbouring layers.
pub(super) fn crossings(layered: &Layered) -> usize {
    let between = |layer: usize| {
        let lower = places(layered, layer + 1);
        let mut ends: Vec<usize> = Vec::new();
        for cell in &layered.order[layer] {
            let mut own: Vec<usize> = layered.cells[*cell].after.iter().map(|it| lower[*it]).collect();
            own.sort_unstable();
            ends.extend(own);
        }
        let crossed = |(n, end): (usize, &usize)| ends[..n].iter().filter(|it| *it > end).count();
        ends.iter().enumerate().map(crossed).sum::<usize>()
    };
    (0..layered.order.len().saturating_sub(1)).map(between).sum()
}

#[expect(clippy::cast_precision_loss, reason = "a layer has few cells")]
fn to_f64(count: usize) -> f64 {
    count as f64
}
