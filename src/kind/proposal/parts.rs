//! The five parts of a proposal, in its fields or under the headings that people give them.
//!
//! In: a record. Out: which parts it has, and where. Must not: report.

use super::Proposal;
use crate::entry::Entry;

/// A part that a proposal should have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// What a reader must know, and what the authors hold to.
    Background,
    /// What is wrong.
    Problem,
    /// What could be done.
    Options,
    /// What should be done, and why.
    Proposal,
    /// How, and how one will know.
    Plan,
}

impl Part {
    /// All five, in the order in which they are read.
    pub(super) const ALL: [Self; 5] =
        [Self::Background, Self::Problem, Self::Options, Self::Proposal, Self::Plan];

    /// Its field.
    pub(super) fn field(self) -> &'static str {
        match self {
            Self::Background => "background_tenets",
            Self::Problem => "problem",
            Self::Options => "options",
            Self::Proposal => "proposed_rationale",
            Self::Plan => "plan_of_action",
        }
    }

    /// Its heading.
    pub(super) fn heading(self) -> &'static str {
        match self {
            Self::Background => "Background and tenets",
            Self::Problem => "Problem",
            Self::Options => "Options",
            Self::Proposal => "Proposal and rationale",
            Self::Plan => "Plan of action",
        }
    }
}

/// The part that a heading begins.
fn part(heading: &str) -> Option<Part> {
    let name = heading.to_lowercase();
    let first = name.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty() && *word != "the")?;
    match first {
        "background" | "context" | "tenets" => Some(Part::Background),
        "problem" | "problems" => Some(Part::Problem),
        "options" | "alternatives" | "considered" => Some(Part::Options),
        "proposal" | "proposed" | "solution" | "recommendation" | "rationale" => Some(Part::Proposal),
        "plan" | "action" => Some(Part::Plan),
        _ => None,
    }
}

/// Where a part stands in the file, in bytes; none where it is missing.
pub(super) fn place(wanted: Part, proposal: &Proposal, entry: &Entry) -> Option<u32> {
    let there = match wanted {
        Part::Background => proposal.background_tenets.is_some(),
        Part::Problem => proposal.problem.is_some(),
        Part::Options => !proposal.options.is_empty(),
        Part::Proposal => proposal.proposed_rationale.is_some(),
        Part::Plan => proposal.plan_of_action.is_some(),
    };
    if there {
        return Some(entry.at_key(wanted.field()).span.start);
    }
    let headings = entry.body().map_or(&[][..], |body| &body.headings);
    headings.iter().find(|heading| part(&heading.text) == Some(wanted)).map(|heading| heading.span.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_by_their_first_word() {
        assert_eq!(part("The problem: 160 hours of outages"), Some(Part::Problem));
        assert_eq!(part("Proposed solution"), Some(Part::Proposal));
        assert_eq!(part("Plan of action"), Some(Part::Plan));
        assert_eq!(part("Who was asked"), None);
    }
}
