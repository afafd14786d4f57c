//! What holds for every drawing.

use proptest::prelude::prop;
use proptest::proptest;

use super::order::{crossings, order};
use super::{Direction, Graph, Label, layers, unimplied};

fn labels(count: usize) -> Vec<Label<'static>> {
    (0..count)
        .map(|n| Label {
            title: if n % 3 == 0 { "Storage nodes, one by one" } else { "CI" },
            notes: 1 + u8::from(n % 4 == 0),
        })
        .collect()
}

fn graph(count: usize, edges: &[(usize, usize)]) -> Graph {
    Graph::of(&labels(count), edges, Direction::Down).unwrap()
}

/// All numbers of a path, in pairs.
fn points(path: &str) -> Vec<(i32, i32)> {
    let numbers: Vec<i32> = path
        .split(|c: char| !c.is_ascii_digit() && c != '-')
        .filter(|it| !it.is_empty())
        .map(|it| it.parse().unwrap())
        .collect();
    numbers.chunks(2).map(|pair| (pair[0], pair[1])).collect()
}

#[test]
fn a_chain_is_a_straight_line() {
    let graph = graph(3, &[(0, 1), (1, 2)]);
    assert!(graph.nodes.iter().all(|node| node.x == 0));
    assert_eq!(graph.nodes[2].edges[0].line.matches('C').count(), 0, "{graph:#?}");
    let heights: i32 = graph.nodes.iter().map(|node| node.height).sum();
    assert_eq!((graph.width, graph.height), (graph.node_width, heights + 2 * 44));
}

#[test]
fn edges_that_need_not_cross_do_not() {
    let mut crossed = layers::layered(4, &[(0, 3), (1, 2)]).unwrap();
    assert_eq!(crossings(&crossed), 1);
    order(&mut crossed);
    assert_eq!(crossings(&crossed), 0);
}

#[test]
fn what_runs_in_a_circle_or_is_too_much_has_no_picture() {
    assert_eq!(Graph::of(&labels(2), &[(0, 1), (1, 0)], Direction::Down), None);
    assert_eq!(Graph::of(&labels(81), &[], Direction::Down), None);
    assert_eq!(Graph::of(&[], &[], Direction::Down), None);
    assert_eq!(graph(2, &[(0, 0), (0, 7), (0, 1)]).nodes[1].edges.len(), 1, "what leads nowhere is left out");
}

#[test]
fn an_edge_that_others_imply_is_not_needed() {
    assert_eq!(unimplied(3, &[(0, 1), (1, 2), (0, 2)]), [(0, 1), (1, 2)]);
    assert_eq!(unimplied(2, &[(0, 1)]), [(0, 1)]);
}

#[test]
fn time_runs_to_the_right() {
    let graph = Graph::of(&labels(3), &[(0, 1)], Direction::Right).unwrap();
    assert!(graph.nodes[0].x + graph.node_width < graph.nodes[1].x, "{graph:#?}");
    assert_eq!(graph.nodes[1].edges[0].line.matches('C').count(), 0, "side by side: {graph:#?}");
    assert!(graph.nodes[2].y > graph.nodes[0].y, "{graph:#?}");
}

proptest! {
    #[test]
    fn nodes_keep_apart_and_edges_go_on(
        count in 1..24_usize, ends in prop::collection::vec((0..24_usize, 0..24_usize), 0..60), right in 0..2_u8,
    ) {
        let edges: Vec<(usize, usize)> =
            ends.into_iter().map(|(a, b)| (a.min(b), a.max(b))).filter(|(_, b)| *b < count).collect();
        let direction = if right == 1 { Direction::Right } else { Direction::Down };
        let graph = Graph::of(&labels(count), &edges, direction).unwrap();
        assert_eq!(Some(&graph), Graph::of(&labels(count), &edges, direction).as_ref(), "the same every time");
        let wide = graph.node_width;
        for (n, node) in graph.nodes.iter().enumerate() {
            assert!(node.x >= 0 && node.y >= 0 && node.x + wide <= graph.width && node.y + node.height <= graph.height);
            for other in &graph.nodes[..n] {
                let (upper, lower) = if node.y < other.y { (node, other) } else { (other, node) };
                let apart = (node.x - other.x).abs() >= wide || upper.y + upper.height <= lower.y;
                assert!(apart, "two nodes lie on one another: {graph:#?}");
            }
            for edge in &node.edges {
                let along: Vec<i32> =
                    points(&edge.line).into_iter().map(|(x, y)| if right == 1 { x } else { y }).collect();
                assert!(along.is_sorted(), "an edge turns back: {}", edge.line);
                for (x, y) in points(&edge.line).into_iter().chain(points(&edge.tip)) {
                    assert!((0..=graph.width).contains(&x) && (0..=graph.height).contains(&y), "{edge:?}");
                }
            }
        }
    }

    #[test]
    fn no_edge_runs_beneath_a_node(ends in prop::collection::vec((0..12_usize, 0..12_usize), 0..30)) {
        let edges: Vec<(usize, usize)> = ends.into_iter().map(|(a, b)| (a.min(b), a.max(b))).collect();
        let graph = graph(12, &edges);
        let straight = |from: (i32, i32), to: (i32, i32)| (0..=8).map(move |n| {
            (from.0 + (to.0 - from.0) * n / 8, from.1 + (to.1 - from.1) * n / 8)
        });
        for edge in graph.nodes.iter().flat_map(|node| &node.edges) {
            // Control points span each curve: those that lie within a layer are in a straight line.
            for pair in points(&edge.line).windows(2) {
                for (x, y) in straight(pair[0], pair[1]) {
                    let inside = graph.nodes.iter().any(|node| {
                        x > node.x && x < node.x + graph.node_width && y > node.y && y < node.y + node.height
                    });
                    assert!(!inside, "{} runs through a node at {x} {y}: {graph:#?}", edge.line);
                }
            }
        }
    }
}
