//! The rule about the hours that a migration asks for.
//!
//! In: a migration. Out: a finding. Must not: add up what a team is asked for; `asks.rs` does that.

use super::Migration;
use crate::finding::{Check, Finder, Rule, Threshold};

/// The rule about hours.
pub(super) const EFFORT: Rule = Rule {
    id: "MIG21",
    summary: "What is left for a team adds up to the hours that it is asked for",
    why: "Teams plan by the sum, and find out by the parts. Where some parts say no hours, the others may come to less.",
    thresholds: &[Threshold { name: "percent", value: 10.0, unit: "percent that the two may differ by" }],
    fails: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
effort_per_app_hours = 4
customer_does = [{ text = \"Rebuild\", hours = 4 }, { text = \"Test\", hours = 8 }]
",
    passes: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
effort_per_app_hours = 12
customer_does = [{ text = \"Rebuild\", hours = 4 }, { text = \"Test\", hours = 8 }]
",
    check: Check::Record(adds_up),
    ..Rule::WARNING
};

fn adds_up(finder: &mut Finder<'_>) {
    let migration: &Migration = finder.record();
    let tasks = &migration.customer_does;
    let Some(stated) = migration.effort_per_app_hours.filter(|_| !migration.is_done()) else { return };
    let sum: f64 = tasks.iter().filter_map(|it| it.hours).sum();
    let all = !tasks.is_empty() && tasks.iter().all(|it| it.hours.is_some());
    let most = finder.threshold("percent") / 100.0 * stated.max(sum);
    if sum - stated > most || all && stated - sum > most {
        let title = &finder.entry().title;
        let message =
            format!("what `{title}` leaves to a team takes {sum} hours in all, and it asks for {stated}");
        let hint = format!("write `effort_per_app_hours = {sum}`, or mend the `hours` of the parts");
        let parts = finder.entry().at("customer_does");
        finder.report("effort_per_app_hours", message).hint(hint).see(parts, "the parts");
    }
}

#[cfg(test)]
mod tests {
    use crate::rule::tests::report;

    #[test]
    fn parts_may_say_less_than_the_sum_only_where_some_say_nothing() {
        let of = |tasks: &str| {
            let told = report(&format!(
                "=== content/migrations/a.toml\ntitle = \"A to B\"\neffort_per_app_hours = 12\ncustomer_does = [{tasks}]\n"
            ));
            told.into_iter().filter(|it| it.starts_with("MIG21")).collect::<Vec<_>>()
        };
        assert_eq!(
            of("{ text = \"A\", hours = 4 }"),
            [
                "MIG21 content/migrations/a.toml:2:24: warning: what `A to B` leaves to a team takes 4 hours in all, and it asks for 12 \
              (write `effort_per_app_hours = 4`, or mend the `hours` of the parts)"
            ]
        );
        assert_eq!(of("{ text = \"A\", hours = 16 }, { text = \"B\" }").len(), 1);
        for healthy in [
            "",
            "{ text = \"A\" }",
            "{ text = \"A\", hours = 4 }, { text = \"B\" }",
            "{ text = \"A\", hours = 12.5 }",
        ] {
            assert_eq!(of(healthy), [""; 0], "{healthy}");
        }
    }
}
