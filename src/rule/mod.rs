//! Rules: those of the stages that read, those over every record, those over the whole graph; and
//! the list of all, kinds' own included.
//!
//! In: rules. Out: [`all`]. Rules of one kind stand with it, in `kind/`.

use crate::finding::Rule;
use crate::kind;

pub mod graph;
pub mod page;
pub mod reading;
pub mod record;

/// All rules, in the order in which they are listed.
#[must_use]
pub fn all() -> Vec<&'static Rule> {
    let general = [reading::RULES, record::RULES, page::RULES, graph::RULES];
    general.into_iter().chain(kind::RULES.iter().copied()).flatten().collect()
}

/// The rules that look at every record, whatever its kind.
#[must_use]
pub fn general() -> Vec<&'static Rule> {
    [record::RULES, page::RULES, graph::RULES].into_iter().flatten().collect()
}
