//! The parts of a decision, by the headings that adr-tools, MADR and people give them.
//!
//! In: a body. Out: where each part stands and what it says. Must not: report.

use crate::body::{Body, Heading};

/// A part that a decision should have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// What makes a decision necessary.
    Context,
    /// What was decided.
    Decision,
    /// What follows from it.
    Consequences,
    /// Whether it holds.
    Status,
    /// What could have been done.
    Options,
}

/// The part that a heading begins.
#[must_use]
pub(super) fn part(heading: &str) -> Option<Part> {
    let name = heading.trim().trim_end_matches(':').to_lowercase();
    // `2. Context` and the like.
    let name = name.trim_start_matches(|c: char| c.is_ascii_digit() || ". ".contains(c));
    match name {
        "context" | "context and problem statement" | "problem statement" | "context and problem" => {
            Some(Part::Context)
        }
        "decision" | "decision outcome" | "decisions" => Some(Part::Decision),
        "consequences" | "positive consequences" | "negative consequences" => Some(Part::Consequences),
        "status" => Some(Part::Status),
        "pros and cons of the options"
        | "considered options"
        | "options"
        | "options considered"
        | "alternatives"
        | "alternatives considered" => Some(Part::Options),
        _ => None,
    }
}

/// The first heading of a part, and its index.
#[must_use]
pub(super) fn find(body: &Body, wanted: Part) -> Option<(usize, &Heading)> {
    body.headings.iter().enumerate().find(|(_, heading)| part(&heading.text) == Some(wanted))
}

/// How many headings right below one there are: in MADR, the options.
#[must_use]
pub(super) fn below(body: &Body, index: usize) -> usize {
    let level = body.headings[index].level;
    let below = body.headings[index + 1..].iter().take_while(|heading| heading.level > level);
    below.filter(|heading| heading.level == level + 1).count()
}

/// How many words a heading and those below it have under them.
#[must_use]
pub(super) fn words(body: &Body, index: usize) -> usize {
    let level = body.headings[index].level;
    let after = body.headings[index + 1..].iter().position(|heading| heading.level <= level);
    let end = after.map_or(body.headings.len(), |after| index + 1 + after);
    let own =
        body.sections.iter().filter(|section| section.heading.is_some_and(|at| (index..end).contains(&at)));
    own.map(|section| section.text.split_whitespace().count()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_other_tools_are_known() {
        assert_eq!(part("Context and Problem Statement"), Some(Part::Context));
        assert_eq!(part("Decision Outcome"), Some(Part::Decision));
        assert_eq!(part("3. Consequences:"), Some(Part::Consequences));
        assert_eq!(part("Decision Drivers"), None);
    }
}
