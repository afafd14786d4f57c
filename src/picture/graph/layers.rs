//! Which layer each node lies in, and the places that long edges take in the layers between.

use crate::circle;

/// A place in a layer: of a node, or of an edge that passes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) layer: usize,
    /// The node; none where an edge passes.
    pub(super) node: Option<usize>,
    /// The cells that it is joined to in the layer before, and in the one after.
    pub(super) before: Vec<usize>,
    pub(super) after: Vec<usize>,
}

/// An edge, and the cells that it passes through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Way {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) through: Vec<usize>,
}

/// Cells in layers. The first cells are the nodes, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layered {
    pub(super) cells: Vec<Cell>,
    pub(super) ways: Vec<Way>,
    /// The cells of each layer, from one side to the other.
    pub(super) order: Vec<Vec<usize>>,
}

/// Nodes in layers, each as early as the longest way to it allows, beginnings as late as they may; none where edges run in a circle.
pub(super) fn layered(nodes: usize, edges: &[(usize, usize)]) -> Option<Layered> {
    let layers = longest_ways(nodes, edges)?;
    let node = |node| Cell { layer: layers[node], node: Some(node), before: Vec::new(), after: Vec::new() };
    let mut cells: Vec<Cell> = (0..nodes).map(node).collect();
    let mut ways = Vec::new();
    for &(from, to) in edges {
        let mut through = Vec::new();
        let mut last = from;
        for layer in layers[from] + 1..layers[to] {
            cells.push(Cell { layer, node: None, before: Vec::new(), after: Vec::new() });
            let passing = cells.len() - 1;
            join(&mut cells, last, passing);
            through.push(passing);
            last = passing;
        }
        join(&mut cells, last, to);
        ways.push(Way { from, to, through });
    }
    let mut order = vec![Vec::new(); layers.iter().max().map_or(0, |deepest| deepest + 1)];
    for (n, cell) in cells.iter().enumerate() {
        order[cell.layer].push(n);
    }
    Some(Layered { cells, ways, order })
}

fn join(cells: &mut [Cell], upper: usize, lower: usize) {
    cells[upper].after.push(lower);
    cells[lower].before.push(upper);
}

fn longest_ways(nodes: usize, edges: &[(usize, usize)]) -> Option<Vec<usize>> {
    let (mut before, mut after) = (vec![Vec::new(); nodes], vec![Vec::new(); nodes]);
    for &(from, to) in edges {
        before[to].push(from);
        after[from].push(to);
    }
    let mut layers: Vec<usize> = circle::layers(&before).into_iter().collect::<Option<_>>()?;
    // What nothing comes before stands as late as it may, next to what it is for.
    for node in (0..nodes).filter(|node| before[*node].is_empty()) {
        layers[node] = after[node].iter().map(|it| layers[*it] - 1).min().unwrap_or(0);
    }
    Some(layers)
}
