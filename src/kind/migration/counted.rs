//! The rule about what has moved, counted as a whole and by steps.
//!
//! In: a migration. Out: a finding. Must not: judge one count by itself; `possible.rs` does that.

use super::Migration;
use crate::finding::{Check, Finder, Rule};

/// The rule about the two counts.
pub(super) const COUNTED: Rule = Rule {
    id: "MIG22",
    summary: "What has moved is as much as its steps have moved",
    why: "One page shows both, and readers cannot tell which of the two is left. The rule looks at steps whose totals \
          add up to that of the whole, so that each of what is counted is in one of them.",
    fails: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
progress = { total = 100, done = 80 }
steps = [{ title = \"Runners\", total = 40, done = 40 }, { title = \"Hosts\", total = 60, done = 10 }]
",
    passes: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
progress = { total = 100, done = 50 }
steps = [{ title = \"Runners\", total = 40, done = 40 }, { title = \"Hosts\", total = 60, done = 10 }]
",
    check: Check::Record(agree),
    ..Rule::WARNING
};

fn agree(finder: &mut Finder<'_>) {
    let migration: &Migration = finder.record();
    // Of one that is done, MIG19 asks whether all have moved.
    let Some(progress) = migration.progress.as_ref().filter(|_| !migration.is_done()) else { return };
    let counts = migration.steps.iter().filter_map(|it| Some((it.total?, it.done)));
    // One that all go through divides nothing.
    let parts: Vec<(u64, Option<u64>)> = counts.filter(|(total, _)| *total != progress.total).collect();
    let total = parts.iter().try_fold(0_u64, |sum, (total, _)| sum.checked_add(*total));
    let done = parts.iter().try_fold(0_u64, |sum, (_, done)| sum.checked_add((*done)?));
    let possible = parts.iter().all(|(total, done)| done.is_some_and(|done| done <= *total));
    let Some(done) = done.filter(|_| total == Some(progress.total) && possible) else { return };
    if done != progress.done && progress.done <= progress.total {
        let message = format!(
            "of {} in `{}`, {} have moved, and {done} by its steps",
            progress.total,
            finder.entry().title,
            progress.done
        );
        let steps = finder.entry().at("steps");
        let found = finder.report("progress/done", message);
        found
            .hint("count both on the same day, and mend the one that is older")
            .see(steps, "counted by steps here");
    }
}

#[cfg(test)]
mod tests {
    use crate::rule::tests::report;

    #[test]
    fn only_steps_that_divide_the_whole_are_added_up() {
        let of = |done: u32, steps: &[(u32, &str)]| {
            let steps = steps.iter().enumerate();
            let steps =
                steps.map(|(n, (total, done))| format!("{{ title = \"S{n}\", total = {total}{done} }}"));
            let told = report(&format!(
                "=== content/migrations/a.toml\ntitle = \"A to B\"\nprogress = {{ total = 100, done = {done} }}\nsteps = [{}]\n",
                steps.collect::<Vec<_>>().join(", ")
            ));
            told.into_iter().filter(|it| it.starts_with("MIG22")).collect::<Vec<_>>()
        };
        let halves = [(40, ", done = 40"), (60, ", done = 10")];
        assert_eq!(
            of(80, &halves),
            [
                "MIG22 content/migrations/a.toml:2:34: warning: of 100 in `A to B`, 80 have moved, and 50 by its steps \
                 (count both on the same day, and mend the one that is older)"
            ]
        );
        let all_go_through = [(100, ", done = 100"), (40, ", done = 40"), (60, ", done = 10")];
        assert_eq!(of(80, &all_go_through).len(), 1);
        assert_eq!(of(50, &all_go_through), [""; 0]);
        for other in [
            &[(40, ", done = 40"), (30, ", done = 10")][..],
            &[(40, ", done = 40"), (60, "")],
            &[(100, ", done = 10")],
            &[],
        ] {
            assert_eq!(of(80, other), [""; 0], "{other:?}");
        }
    }
}
