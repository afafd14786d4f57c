//! The rule about migrations that are called done, and are not.
//!
//! In: a migration. Out: a finding. Must not: look at its last day; `rules.rs` does that.

use super::{Migration, StepState};
use crate::finding::{Check, Finder, Rule};

/// The rule about migrations that are called done.
pub(super) const FINISHED: Rule = Rule {
    id: "MIG19",
    summary: "A migration is done when all have moved",
    why: "Nothing is asked any more of those who are still on the old thing: their pages say that they are done, \
          and nobody looks after them.",
    fails: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"done\"
progress = { total = 1240, done = 1017 }
",
    passes: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"done\"
progress = { total = 1240, done = 1240 }
",
    check: Check::Record(finished),
    ..Rule::WARNING
};

fn finished(finder: &mut Finder<'_>) {
    let (entry, migration): (_, &Migration) = (finder.entry(), finder.record());
    for (n, step) in migration.steps.iter().enumerate() {
        let counts = step.done.zip(step.total).filter(|_| step.state == Some(StepState::Done));
        if let Some((done, total)) = counts.filter(|(done, total)| done < total) {
            let message = format!("`{}` is done, and of {total} only {done} are", step.title);
            let hint = "count again, or leave `state` out until all are: it is worked out from `needs`";
            let counted = entry.at(&format!("steps/{n}/done"));
            finder.report(&format!("steps/{n}/state"), message).hint(hint).see(counted, "counted here");
        }
    }
    let Some(progress) = migration.progress.as_ref().filter(|it| migration.is_done() && it.done < it.total)
    else {
        return;
    };
    let (total, done) = (progress.total, progress.done);
    let message = format!("`{}` is done, and of {total} only {done} have moved", entry.title);
    let hint =
        "write `stage = \"final_20\"` until all have; or count again, without those that need not move";
    let counted = entry.at("progress/done");
    finder.report("stage", message).hint(hint).see(counted, "counted here");
}

#[cfg(test)]
mod tests {
    use crate::rule::tests::report;

    /// The errors and warnings about the second of two steps that have these fields.
    fn told(first: &str, second: &str) -> Vec<String> {
        let tree = format!(
            "=== content/migrations/os.toml\ntitle = \"Release N to N+1\"\n[[steps]]\ntitle = \"Image\"\n{first}\n\
             [[steps]]\ntitle = \"Runners\"\nneeds = [\"image\"]\n{second}\n"
        );
        let told = report(&tree).into_iter().filter_map(|it| {
            let (rule, rest) = it.split_once(' ')?;
            let message = rest.split(": ").nth(2)?.split(" (").next()?;
            ["MIG6", "MIG17", "MIG19"].contains(&rule).then(|| format!("{rule} {message}"))
        });
        told.collect()
    }

    #[test]
    fn counts_and_states_of_steps_agree() {
        assert_eq!(
            told("", "total = 1\ndone = 5\nstate = \"done\""),
            [
                "MIG17 of 1 in `Runners`, 5 are done",
                "MIG6 `Runners` is done, and `Image`, which it needs, is not done",
            ]
        );
        assert_eq!(
            told("state = \"done\"", "total = 5\ndone = 3\nstate = \"done\""),
            ["MIG19 `Runners` is done, and of 5 only 3 are"]
        );
        for healthy in
            ["total = 5\ndone = 3", "total = 5\nstate = \"done\"", "total = 5\ndone = 5\nstate = \"done\""]
        {
            assert_eq!(told("state = \"done\"", healthy), [""; 0], "{healthy}");
        }
    }
}
