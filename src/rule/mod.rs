//! Rules: those of the stages that read, those over every record, those over the whole graph; and
//! the list of all, kinds' own included.
//!
//! In: rules. Out: [`all`]. Rules of one kind stand with it, in `kind/`.

use crate::finding::Rule;
use crate::kind;

pub mod about_people;
pub mod days;
pub mod dissolved;
mod given_name;
pub mod graph;
mod grid;
pub mod level;
pub mod lifecycle;
pub mod migrations;
pub mod onward;
pub mod owners;
pub mod page;
mod people;
pub mod privacy;
pub mod reading;
pub mod record;
pub mod support;
mod talk;
#[cfg(test)]
pub(crate) mod tests;
pub mod twice;
pub mod waiver;
pub mod windows;
pub mod wording;

/// The rules that look at every record or at the whole graph, whatever the kind.
const GENERAL: [&[Rule]; 17] = [
    record::RULES,
    privacy::RULES,
    about_people::RULES,
    days::RULES,
    wording::RULES,
    page::RULES,
    graph::RULES,
    dissolved::RULES,
    level::RULES,
    lifecycle::RULES,
    migrations::RULES,
    onward::RULES,
    owners::RULES,
    support::RULES,
    twice::RULES,
    waiver::RULES,
    windows::RULES,
];

/// All rules, in the order in which they are listed: a group at a time, then by number.
#[must_use]
pub fn all() -> Vec<&'static Rule> {
    let groups = std::iter::once(reading::RULES).chain(GENERAL).chain(kind::RULES.iter().copied());
    let mut rules: Vec<&Rule> = groups.flatten().collect();
    let mut prefixes: Vec<&str> = Vec::new();
    for rule in &rules {
        if !prefixes.contains(&group(rule.id).0) {
            prefixes.push(group(rule.id).0);
        }
    }
    rules.sort_by_key(|rule| {
        let (prefix, number) = group(rule.id);
        (prefixes.iter().position(|known| *known == prefix), number)
    });
    rules
}

/// The rules that look at every record, whatever its kind.
#[must_use]
pub fn general() -> Vec<&'static Rule> {
    GENERAL.into_iter().flatten().collect()
}

/// Whether a rule asks something of a record's fields, those of its kind or those that every record has;
/// the others look at what is written, or at how records go together.
#[must_use]
pub fn asks_of_records(rule: &Rule) -> bool {
    let mut asking = kind::RULES.iter().copied().chain([record::RULES]).flatten();
    asking.any(|it| it.id == rule.id)
}

/// `ADR3` as `ADR` and 3.
fn group(id: &str) -> (&str, u32) {
    let letters = id.trim_end_matches(|c: char| c.is_ascii_digit());
    (letters, id[letters.len()..].parse().unwrap_or_default())
}

/// Rules that were thought of and are not there, and why.
pub const LEFT_OUT: &[(&str, &str)] = &[
    ("ADR6", "The text of an accepted decision changed: comes with the reading of the history"),
    ("OFF3", "Declared both a paved path and a railway: cannot occur, `shape` holds one of them"),
];
