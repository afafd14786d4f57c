//! The rules about migrations: their names, reasons and examples. What each finds stands in
//! `rules.rs`; the last four stand whole in files of their own.

use super::{agreed::AGREED, counted::COUNTED, effort::EFFORT, finished::FINISHED, possible, rules};
use crate::finding::{Check, Rule, Threshold};

/// The rules.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "MIG1",
        summary: "A migration says whom it affects, in words that anybody can apply to themselves",
        why: "Half of its readers do not know the product that goes. They ask first whether it is about them, and stop reading where no answer stands.",
        fails: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"active\"
",
        passes: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"active\"
applies_if = { text = \"Your team owns a host that runs release N\" }
",
        check: Check::Record(rules::applies),
        ..Rule::ERROR
    },
    Rule {
        id: "MIG2",
        summary: "A deadline says who set it, and the migration why",
        why: "People plan around a date that they believe. One without a source is taken for an opinion.",
        fails: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
reason = \"Release N is mended no longer\"
deadline = { date = 2027-06-29 }
",
        passes: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
reason = \"Release N is mended no longer\"
deadline = { date = 2027-06-29, source = \"upstream_eol\" }
",
        check: Check::Record(rules::deadline),
        ..Rule::ERROR
    },
    Rule {
        id: "MIG3",
        summary: "Nobody is asked to act more than a year ahead",
        why: "The year is better spent on making the move easier: what is asked now will have changed by then, and some of it will have become unnecessary.",
        dated: true,
        thresholds: &[Threshold { name: "months", value: 12.0, unit: "months" }],
        fails: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"active\"
deadline = { date = 2028-03-29, source = \"contract\" }
",
        passes: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"information\"
deadline = { date = 2028-03-29, source = \"contract\" }
",
        check: Check::Record(rules::too_early),
        ..Rule::WARNING
    },
    Rule {
        id: "MIG4",
        summary: "A deadline within a year was announced two quarters before it",
        why: "A team that has planned its quarter can only take up what it heard of in the one before.",
        dated: true,
        thresholds: &[
            Threshold { name: "months", value: 12.0, unit: "months" },
            Threshold { name: "quarters", value: 2.0, unit: "quarters of a year" },
        ],
        fails: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
announced = 2027-03-01
deadline = { date = 2027-06-29, source = \"upstream_eol\" }
",
        passes: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
announced = 2026-06-15
deadline = { date = 2027-06-29, source = \"upstream_eol\" }
",
        check: Check::Record(rules::announced),
        ..Rule::WARNING
    },
    Rule {
        id: "MIG5",
        summary: "An active migration has a way on, a way off, and a way to try it with a part",
        why: "Without the first two nobody gets through it; without the third nobody dares to begin.",
        fails: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"active\"
on_ramp = { steps = [\"Rebuild\"] }
off_ramp = { steps = [\"Nothing to copy\"] }
",
        passes: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"active\"
on_ramp = { steps = [\"Rebuild\"], partial_trial = \"Move one host\" }
off_ramp = { steps = [\"Nothing to copy\"] }
",
        check: Check::Record(rules::ramps),
        ..Rule::ERROR
    },
    Rule {
        id: "MIG6",
        summary: "Steps need only steps that can be done before them",
        why: "In a circle each waits for the next. A step that is released too early makes work that has to be done again.",
        fails: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
[[steps]]
title = \"Image\"
[[steps]]
title = \"Runners\"
needs = [\"image\"]
state = \"released\"
",
        passes: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
[[steps]]
title = \"Image\"
state = \"done\"
[[steps]]
title = \"Runners\"
needs = [\"image\"]
state = \"released\"
",
        check: Check::Record(rules::steps),
        ..Rule::ERROR
    },
    Rule {
        id: "MIG7",
        summary: "Before all are asked to move, some have: an own team, a customer, and a test",
        why: "The first to move find what is missing. Better they are few, know it, and can say what works by a test.",
        fails: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"active\"
alpha = \"storage\"
early_adopters = [\"storage\"]
=== content/teams/storage.toml
title = \"Storage\"
",
        passes: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"active\"
alpha = \"storage\"
early_adopters = [\"storage\"]
acceptance_tests = \"The sample service, nightly\"
=== content/teams/storage.toml
title = \"Storage\"
",
        check: Check::Record(rules::tried_first),
        ..Rule::WARNING
    },
    Rule {
        id: "MIG8",
        summary: "A migration has a place of its own to talk about it",
        why: "In a channel for everything the same question is asked every week, and answered by whoever happens to read it.",
        fails: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"active\"
",
        passes: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"active\"
channel = \"#os-upgrade\"
",
        check: Check::Record(rules::channel),
        ..Rule::WARNING
    },
    Rule {
        id: "MIG9",
        summary: "The platform does part of the work",
        why: "Each hour that it does not automate is spent once by every team.",
        fails: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"active\"
automated_percent = 0
platform_does = [\"Find every host\"]
",
        passes: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"active\"
automated_percent = 70
platform_does = [\"Find every host\"]
",
        check: Check::Record(rules::platform_part),
        ..Rule::WARNING
    },
    Rule {
        id: "MIG10",
        summary: "The last fifth has an owner, and the old a last day",
        why: "The end of a migration is its longest part, and begins when everybody looks at the next one.",
        thresholds: &[Threshold { name: "percent", value: 80.0, unit: "percent moved" }],
        fails: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"final_20\"
old_supported_until = 2027-06-29
progress = { total = 100, done = 82, as_of = 2027-01-11 }
=== content/teams/storage.toml
title = \"Storage\"
",
        passes: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"final_20\"
old_supported_until = 2027-06-29
long_tail_owner = \"storage\"
progress = { total = 100, done = 82, as_of = 2027-01-11 }
=== content/teams/storage.toml
title = \"Storage\"
",
        check: Check::Record(rules::long_tail),
        ..Rule::WARNING
    },
    Rule {
        id: "MIG11",
        summary: "Progress is not older than a week",
        why: "People look at it to see whether it moves. A number that stands still says that nobody cares, whether or not that is so.",
        dated: true,
        thresholds: &[Threshold { name: "days", value: 7.0, unit: "days" }],
        fails: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"active\"
progress = { total = 100, done = 40, as_of = 2026-12-14 }
",
        passes: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"active\"
progress = { total = 100, done = 40, as_of = 2027-01-11 }
",
        check: Check::Record(rules::progress_age),
        ..Rule::WARNING
    },
    Rule {
        id: "MIG12",
        summary: "A date that cannot move is not tied to work that could",
        why: "When time runs short, one wants to leave out what can wait.",
        fails: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
deadline = { date = 2027-06-29, source = \"upstream_eol\", hard = true }
bundled_with = [\"vms\"]
=== content/migrations/vms.toml
title = \"Off virtual machines\"
",
        passes: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
deadline = { date = 2027-06-29, source = \"upstream_eol\", hard = true }
=== content/migrations/vms.toml
title = \"Off virtual machines\"
",
        check: Check::Record(rules::bundled),
        ..Rule::WARNING
    },
    Rule {
        id: "MIG13",
        summary: "An active migration shows how the old ways map to the new, or teaches the new",
        why: "Who has done something one way for years asks how it is done now, and turns back where nobody says.",
        fails: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"active\"
",
        passes: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"active\"
parity = [{ old = \"`vm restart`\", new = \"`lark restart`\" }]
",
        check: Check::Record(rules::parity),
        ..Rule::WARNING
    },
    Rule {
        id: "MIG14",
        summary: "A mandate serves an aim that its readers share",
        why: "Before most have moved of their own will, being made to move needs a better reason than that we would like it.",
        thresholds: &[Threshold { name: "percent", value: 80.0, unit: "percent moved" }],
        fails: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
mandate = true
progress = { total = 100, done = 40 }
",
        passes: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
mandate = true
aligned_with = \"security\"
progress = { total = 100, done = 40 }
",
        check: Check::Record(rules::mandate),
        ..Rule::WARNING
    },
    Rule {
        id: "MIG15",
        summary: "A migration leads somewhere",
        why: "Where nothing takes its place, users have other questions: why, what else they could do, who helps. A sunset answers them.",
        fails: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
from = [\"vms\"]
=== content/offerings/vms.toml
title = \"Virtual Machines\"
",
        passes: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
from = [\"vms\"]
to = [\"containers\"]
=== content/offerings/vms.toml
title = \"Virtual Machines\"
=== content/offerings/containers.toml
title = \"Container Compute\"
",
        check: Check::Record(rules::leads_somewhere),
        ..Rule::ERROR
    },
    Rule {
        id: "MIG16",
        summary: "Those who move gain something",
        why: "To have what one had before is no reason to spend a week.",
        fails: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"active\"
",
        passes: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"active\"
gains = [\"A new instance in minutes\"]
",
        check: Check::Record(rules::gains),
        ..Rule::INFO
    },
    Rule {
        id: "MIG17",
        summary: "No more has moved than there is, and nothing is due before it is announced",
        why: "A page that shows 110 percent, or a date before anybody knew of it, is believed in nothing else.",
        fails: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
progress = { total = 100, done = 110 }
",
        passes: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
progress = { total = 120, done = 110 }
",
        check: Check::Record(possible::possible),
        ..Rule::ERROR
    },
    Rule {
        id: "MIG18",
        summary: "A migration whose last day has passed says what came of it",
        why: "Those who are still on the old thing read a date that has gone by, and cannot tell what holds now.",
        dated: true,
        fails: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"final_20\"
deadline = { date = 2026-12-31, source = \"internal\" }
",
        passes: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"done\"
deadline = { date = 2026-12-31, source = \"internal\" }
",
        check: Check::Record(rules::past),
        ..Rule::WARNING
    },
    FINISHED,
    AGREED,
    EFFORT,
    COUNTED,
];
