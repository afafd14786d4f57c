//! DOT, the language of Graphviz, as a Mermaid flowchart: one engine draws both, in one style.
//!
//! In: DOT. Out: Mermaid, and what the picture shows, in words. What is kept: nodes with their labels,
//! shapes and colours, edges with theirs, groups named `cluster…`, and `rankdir`. What is left out: where
//! Graphviz would put things (`rank`, `pos`, `ports`).

use crate::diagram::Fault;

mod flowchart;
mod graph;
mod parser;
mod word;

/// A graph that can be drawn.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Flowchart {
    /// The flowchart, in Mermaid.
    pub(super) text: String,
    /// The graph's label or name; empty where it has none.
    pub(super) title: String,
    /// What it was drawn without.
    pub(super) slips: Vec<Fault>,
}

/// Reads DOT.
///
/// # Errors
/// What is wrong with it, and on which line.
pub(super) fn flowchart(text: &str) -> Result<Flowchart, Fault> {
    let graph = parser::parse(text)?;
    let (text, title) = (flowchart::write(&graph), flowchart::plain(&graph.label, ""));
    Ok(Flowchart { text, title, slips: graph.slips })
}
