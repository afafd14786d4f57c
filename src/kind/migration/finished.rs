//! The rule about migrations that are called done, and are not.
//!
//! In: a migration. Out: a finding. Must not: look at its last day; `rules.rs` does that.

use super::{Migration, Stage};
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
    let Some(progress) =
        migration.progress.as_ref().filter(|it| migration.stage == Some(Stage::Done) && it.done < it.total)
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
