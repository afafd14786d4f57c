//! A graph in layers: every edge leads from one layer to a later one.
//!
//! The method is the usual one for layered drawings (Sugiyama, Tagawa and Toda, 1981): layers by the
//! longest way, places within them by the middle of the neighbours, then coordinates. An edge that
//! skips layers gets a place of its own in each, so that it never runs beneath a node.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;

mod layers;
mod order;
mod place;
mod title;

use layers::{Cell, Layered};

/// More than this, and nobody can follow a line: the list beside the picture is better alone.
const MOST_NODES: usize = 80;
const MOST_EDGES: usize = 200;

/// The width that a picture should keep to, so that it fits a page of a tablet and of paper.
const PAGE: i32 = 704;
/// How wide a node may be, in pixels.
const NODE: (i32, i32) = (148, 208);
/// What lies between the lines of a title, and of what stands below it.
const LINE: i32 = 18;
/// What lies above and below a node's words, together.
const MARGIN: i32 = 20;
/// What lies left and right of them, the shape of a state included.
const ASIDE: i32 = 40;
/// How long an arrow's tip is, and half as wide.
const TIP: i32 = 8;

/// Which way the edges lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Downwards: for work that goes on step by step.
    Down,
    /// To the right: for time.
    Right,
}

/// What stands in a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label<'a> {
    /// Its name, which is broken into lines.
    pub title: &'a str,
    /// How many lines the template writes below the name.
    pub notes: u8,
}

/// A drawing, in pixels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Graph {
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
    /// How wide each node is.
    pub node_width: i32,
    /// The nodes, in the order given.
    pub nodes: Vec<Placed>,
}

/// A node in its place, and the edges that lead to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Placed {
    /// Its left side.
    pub x: i32,
    /// Its upper side.
    pub y: i32,
    /// How high it is.
    pub height: i32,
    /// Its name, in lines.
    pub lines: Vec<String>,
    /// The edges that lead to it.
    pub edges: Vec<Edge>,
}

/// An edge that leads to a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Edge {
    /// Where it comes from: the place of that node in the list, from 0.
    pub from: usize,
    /// Its line, as the `d` of a path.
    pub line: String,
    /// Its tip, as the `d` of a path.
    pub tip: String,
}

impl Graph {
    /// Lays nodes out. An edge is the place of the node that it comes from, and of that which it
    /// leads to. None where there is nothing to show, where edges run in a circle, or where there
    /// are too many for a picture.
    #[must_use]
    pub fn of(labels: &[Label<'_>], edges: &[(usize, usize)], direction: Direction) -> Option<Self> {
        let edges: BTreeSet<(usize, usize)> =
            edges.iter().copied().filter(|(a, b)| a != b && (*a).max(*b) < labels.len()).collect();
        let edges: Vec<(usize, usize)> = edges.into_iter().collect();
        if labels.is_empty() || labels.len() > MOST_NODES || edges.len() > MOST_EDGES {
            return None;
        }
        let mut layered = layers::layered(labels.len(), &edges)?;
        order::order(&mut layered);
        let frame = Frame::of(labels, &layered, direction);
        let (across, breadth) = place::place(&layered, &frame);
        Some(frame.draw(&layered, &across, breadth))
    }
}

/// The edges that the others do not imply: where a leads to b and b to c, none from a to c is needed
/// to see what must come first. Of edges in a circle, each implies all: ask for layers first. Where there
/// are more nodes than a picture shows, all edges are left: to look for each takes a walk.
#[must_use]
pub fn unimplied(nodes: usize, edges: &[(usize, usize)]) -> Vec<(usize, usize)> {
    if nodes > MOST_NODES {
        return edges.to_vec();
    }
    let mut after = vec![Vec::new(); nodes];
    for (from, to) in edges.iter().filter(|(a, b)| a != b && (*a).max(*b) < nodes) {
        after[*from].push(*to);
    }
    let reaches = |from: usize, to: usize| {
        let mut seen = vec![false; nodes];
        let mut open: Vec<usize> = after[from].iter().copied().filter(|next| *next != to).collect();
        while let Some(at) = open.pop() {
            if at == to {
                return true;
            }
            if !std::mem::replace(&mut seen[at], true) {
                open.extend(&after[at]);
            }
        }
        false
    };
    edges.iter().copied().filter(|(a, b)| (*a).max(*b) >= nodes || !reaches(*a, *b)).collect()
}

/// The measures of one drawing, as seen along its layers.
struct Frame {
    direction: Direction,
    node_width: i32,
    /// What lies between nodes of a layer.
    between: i32,
    /// Where each layer begins, and how deep it is.
    layers: Vec<(i32, i32)>,
    /// How high each node is.
    heights: Vec<i32>,
    lines: Vec<Vec<String>>,
}

impl Frame {
    fn of(labels: &[Label<'_>], layered: &Layered, direction: Direction) -> Self {
        let is_node = |cell: &&usize| layered.cells[**cell].node.is_some();
        let widest = layered.order.iter().map(|layer| layer.iter().filter(is_node).count()).max();
        let widest = pixels(widest.unwrap_or(1));
        let (between, after) = match direction {
            Direction::Down => (24, 44),
            Direction::Right => (20, 56),
        };
        let node_width = match direction {
            Direction::Down => ((PAGE - (widest - 1) * between) / widest.max(1)).clamp(NODE.0, NODE.1),
            Direction::Right => NODE.1,
        };
        let lines: Vec<Vec<String>> =
            labels.iter().map(|label| title::lines(label.title, node_width - ASIDE)).collect();
        let height = |(label, lines): (&Label<'_>, &Vec<String>)| {
            pixels(lines.len() + usize::from(label.notes)) * LINE + MARGIN
        };
        let mut heights: Vec<i32> = labels.iter().zip(&lines).map(height).collect();
        let mut layers = Vec::new();
        let mut start = 0;
        for layer in &layered.order {
            let nodes: Vec<usize> = layer.iter().filter_map(|cell| layered.cells[*cell].node).collect();
            let depth = match direction {
                Direction::Down => nodes.iter().map(|node| heights[*node]).max().unwrap_or(0),
                Direction::Right => node_width,
            };
            if direction == Direction::Down {
                for node in nodes {
                    heights[node] = depth;
                }
            }
            layers.push((start, depth));
            start += depth + after;
        }
        Self { direction, node_width, between, layers, heights, lines }
    }

    /// How far a cell reaches across the direction.
    fn breadth(&self, cell: &Cell) -> i32 {
        match (cell.node, self.direction) {
            (None, _) => 0,
            (Some(_), Direction::Down) => self.node_width,
            (Some(node), Direction::Right) => self.heights[node],
        }
    }

    /// A point, given along and across the direction.
    fn point(&self, along: i32, across: i32) -> (i32, i32) {
        match self.direction {
            Direction::Down => (across, along),
            Direction::Right => (along, across),
        }
    }

    fn draw(self, layered: &Layered, across: &[i32], breadth: i32) -> Graph {
        let depth = self.layers.last().map_or(0, |(start, depth)| start + depth);
        let (width, height) = self.point(depth, breadth);
        let nodes = (0..self.lines.len()).map(|node| {
            let cell = &layered.cells[node];
            let (x, y) = self.point(self.layers[cell.layer].0, across[node] - self.breadth(cell) / 2);
            let edges = layered.ways.iter().filter(|way| way.to == node);
            let edges = edges.map(|way| {
                let points = self.points(way, layered, across);
                Edge { from: way.from, line: self.line(&points), tip: self.tip(points[points.len() - 1]) }
            });
            Placed {
                x,
                y,
                height: self.heights[node],
                lines: self.lines[node].clone(),
                edges: edges.collect(),
            }
        });
        Graph { width, height, node_width: self.node_width, nodes: nodes.collect() }
    }

    /// The points that an edge runs through, along and across: each layer between is crossed in a
    /// straight line.
    fn points(&self, way: &layers::Way, layered: &Layered, across: &[i32]) -> Vec<(i32, i32)> {
        let layer = |cell: usize| self.layers[layered.cells[cell].layer];
        let (start, deep) = layer(way.from);
        let leaving = across[way.from] + self.port(layered, across, way.from, way, true);
        let arriving = across[way.to] + self.port(layered, across, way.to, way, false);
        let mut points = vec![(start + deep, leaving)];
        for cell in &way.through {
            let (start, deep) = layer(*cell);
            points.extend([(start, across[*cell]), (start + deep, across[*cell])]);
        }
        points.push((layer(way.to).0, arriving));
        points
    }

    /// How far from the middle of a node an edge leaves or arrives, so that tips stand side by side.
    fn port(&self, layered: &Layered, across: &[i32], node: usize, way: &layers::Way, leaves: bool) -> i32 {
        let neighbour = |it: &layers::Way| {
            let cell = if leaves {
                it.through.first().unwrap_or(&it.to)
            } else {
                it.through.last().unwrap_or(&it.from)
            };
            (across[*cell], it.from, it.to)
        };
        let here = layered.ways.iter().filter(|it| (if leaves { it.from } else { it.to }) == node);
        let mut side: Vec<_> = here.map(neighbour).collect();
        side.sort_unstable();
        let count = pixels(side.len());
        let place = side.iter().position(|it| *it == neighbour(way)).map_or(0, pixels);
        let step = (self.breadth(&layered.cells[node]) * 3 / 5 / count.max(1)).min(22);
        (2 * place - (count - 1)) * step / 2
    }

    fn line(&self, points: &[(i32, i32)]) -> String {
        let mut points = points.to_vec();
        // The tip covers the end.
        if let Some(end) = points.last_mut() {
            end.0 -= TIP / 2;
        }
        let mut line = format!("M{}", self.written(points[0]));
        for pair in points.windows(2) {
            let ((from, left), (to, right)) = (pair[0], pair[1]);
            let end = self.written((to, right));
            if left == right {
                let _ = write!(line, "L{end}");
            } else {
                let middle = i32::midpoint(from, to);
                let (one, other) = (self.written((middle, left)), self.written((middle, right)));
                let _ = write!(line, "C{one} {other} {end}");
            }
        }
        line
    }

    fn tip(&self, (along, across): (i32, i32)) -> String {
        let (behind, half) = (along - TIP, TIP / 2);
        let corners = [(behind, across - half), (along, across), (behind, across + half)];
        let [one, end, other] = corners.map(|corner| self.written(corner));
        format!("M{one}L{end}L{other}z")
    }

    /// A point, given along and across the direction, as paths write it.
    fn written(&self, (along, across): (i32, i32)) -> String {
        let (x, y) = self.point(along, across);
        format!("{x} {y}")
    }
}

/// A small number as one of pixels, or of what is multiplied with them.
fn pixels(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests;
