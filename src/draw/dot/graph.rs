//! A graph as DOT describes it: names and attributes, nothing drawn yet.

use std::collections::BTreeMap;

use crate::diagram::Fault;

/// A graph.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Graph {
    pub(super) directed: bool,
    /// Its label, else its name.
    pub(super) label: String,
    /// The value of `rankdir`; empty for downwards.
    pub(super) direction: String,
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<Edge>,
    pub(super) groups: Vec<Group>,
    /// Words that it is drawn without.
    pub(super) slips: Vec<Fault>,
}

/// A node.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) name: String,
    /// The framed group that it stands in.
    pub(super) group: Option<usize>,
    pub(super) attributes: BTreeMap<String, String>,
}

/// An edge between two nodes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) attributes: BTreeMap<String, String>,
}

/// A framed group of nodes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// The group around it.
    pub(super) within: Option<usize>,
    pub(super) attributes: BTreeMap<String, String>,
}
