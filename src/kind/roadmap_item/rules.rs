//! The rules about what is planned: their texts and examples. The checks stand in `checks.rs`.

use super::checks;
use crate::finding::{Check, Rule, Threshold};

/// The rules.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "RMP1",
        summary: "The public roadmap holds what users will notice, and nothing else",
        why: "The rest is no promise to anybody, and its dates would be read as one.",
        fails: r#"=== content/roadmap/sharding.toml
title = "Shard the scheduler"
user_visible = false
audience = "public"
"#,
        passes: r#"=== content/roadmap/sharding.toml
title = "Shard the scheduler"
user_visible = false
"#,
        check: Check::Record(checks::public),
        ..Rule::ERROR
    },
    Rule {
        id: "RMP5",
        summary: "A large improvement that can wait is part of something larger",
        why: "Improvements of the system compete by rank as long as they are small. A large one needs the argument \
              that a proposal or a larger item makes.",
        thresholds: &[Threshold { name: "months", value: 3.0, unit: "developer-months" }],
        fails: r#"=== content/roadmap/sharding.toml
title = "Shard the scheduler"
category = "reliability"
size_dev_months = 5
"#,
        passes: r#"=== content/roadmap/sharding.toml
title = "Shard the scheduler"
category = "reliability"
size_dev_months = 5
part_of = "scheduler"
=== content/proposals/scheduler.md
+++
title = "A scheduler for ten times the jobs"
+++
"#,
        check: Check::Record(checks::large_improvement),
        ..Rule::WARNING
    },
    Rule {
        id: "RMP8",
        summary: "A feature of more than a month says what can be used on the way",
        why: "Otherwise nobody learns anything before the end, and the end moves.",
        thresholds: &[Threshold { name: "months", value: 1.0, unit: "developer-months" }],
        fails: r#"=== content/roadmap/plugin.toml
title = "A plug-in for editors"
category = "feature"
size_dev_months = 4
"#,
        passes: r#"=== content/roadmap/plugin.toml
title = "A plug-in for editors"
category = "feature"
size_dev_months = 4
substeps = ["Make an environment for the open project", "See its state in the editor"]
"#,
        check: Check::Record(checks::in_steps),
        ..Rule::WARNING
    },
    Rule {
        id: "RMP9",
        summary: "Work that customers must do has a migration, and a cost",
        why: "They plan their quarters too. What they cannot see coming, they cannot plan.",
        fails: r#"=== content/roadmap/tokens.toml
title = "Short-lived tokens"
requires_customer_work = true
"#,
        passes: r#"=== content/roadmap/tokens.toml
title = "Short-lived tokens"
requires_customer_work = false
"#,
        check: Check::Record(checks::customer_work),
        ..Rule::WARNING
    },
    Rule {
        id: "RMP10",
        summary: "What takes a year of work says what it depends on",
        why: "Of smaller work nobody needs to know that. This one waits for somebody, or somebody waits for it.",
        thresholds: &[Threshold { name: "months", value: 12.0, unit: "developer-months" }],
        fails: r#"=== content/roadmap/storage.toml
title = "Storage anew"
size_dev_months = 40
"#,
        passes: r#"=== content/roadmap/storage.toml
title = "Storage anew"
size_dev_months = 40
depends_on = []
"#,
        check: Check::Record(checks::dependencies),
        ..Rule::INFO
    },
    Rule {
        id: "RMP11",
        summary: "A roadmap is looked at every quarter",
        why: "An old roadmap is worse than none: it is believed. The rule takes the newest day that a folder's items \
              or its index page tell of.",
        dated: true,
        thresholds: &[Threshold { name: "days", value: 92.0, unit: "days" }],
        fails: r#"=== content/roadmap/plugin.toml
title = "A plug-in for editors"
created = 2026-06-01
"#,
        passes: r#"=== content/roadmap/plugin.toml
title = "A plug-in for editors"
created = 2026-06-01
reviewed = 2026-12-14
"#,
        check: Check::Site(checks::refreshed),
        ..Rule::WARNING
    },
    Rule {
        id: "RMP12",
        summary: "What takes years has something in production within one",
        why: "What serves nobody for a year is judged by its promises, and stopped for them.",
        thresholds: &[Threshold { name: "months", value: 12.0, unit: "months" }],
        fails: r#"=== content/roadmap/storage.toml
title = "Storage anew"
started = 2027-01-04
target = "2029-Q4"
"#,
        passes: r#"=== content/roadmap/storage.toml
[[roadmap_item]]
title = "Storage anew"
id = "storage-anew"
started = 2027-01-04
target = "2029-Q4"
[[milestone]]
title = "One in twenty reads"
parent = "storage-anew"
date = 2027-11-30
grain = "month"
in_production = true
"#,
        check: Check::Site(checks::first_year),
        ..Rule::WARNING
    },
    Rule {
        id: "RMP13",
        summary: "A mandate has a sponsor, and there are few in a year",
        why: "Whoever is told that it must be may ask by whom. And each mandate takes weight from the others.",
        thresholds: &[Threshold { name: "most", value: 3.0, unit: "mandates a year" }],
        fails: r#"=== content/roadmap/tokens.toml
title = "Short-lived tokens"
category = "mandate"
target = "2027-Q2"
"#,
        passes: r#"=== content/roadmap/tokens.toml
title = "Short-lived tokens"
category = "mandate"
target = "2027-Q2"
mandate_sponsor = "Head of security"
"#,
        check: Check::Site(checks::mandates),
        ..Rule::WARNING
    },
    Rule {
        id: "RMP14",
        summary: "Keeping the lights on is what comes back, not one large event",
        why: "A single event of months would raise the estimate of every year to come. Strike it from the estimate \
              and plan it as what it is.",
        thresholds: &[Threshold { name: "months", value: 2.0, unit: "developer-months" }],
        fails: r#"=== content/roadmap/halls.toml
title = "Move to the second hall"
category = "ktlo"
size_dev_months = 5
"#,
        passes: r#"=== content/roadmap/halls.toml
title = "Move to the second hall"
category = "reliability"
size_dev_months = 5
acute = true
"#,
        check: Check::Record(checks::one_event),
        ..Rule::INFO
    },
    Rule {
        id: "RMP15",
        summary: "A group that plans together has three to twelve people",
        why: "Fewer, and one illness stops it; more, and nobody knows what the others do.",
        thresholds: &[
            Threshold { name: "least", value: 3.0, unit: "people" },
            Threshold { name: "most", value: 12.0, unit: "people" },
        ],
        fails: r#"=== content/roadmap/storage.toml
title = "Storage anew"
people = 18
"#,
        passes: r#"=== content/roadmap/storage.toml
title = "Storage anew"
people = 6
"#,
        check: Check::Record(checks::group),
        ..Rule::INFO
    },
    Rule {
        id: "RMP18",
        summary: "No item of the roadmap waits for itself",
        why: "Of items that depend on one another in a circle, none can be the first.",
        fails: r#"=== content/roadmap/plugin.toml
title = "A plug-in for editors"
depends_on = ["tokens"]
=== content/roadmap/tokens.toml
title = "Short-lived tokens"
depends_on = ["plugin"]
"#,
        passes: r#"=== content/roadmap/plugin.toml
title = "A plug-in for editors"
depends_on = ["tokens"]
=== content/roadmap/tokens.toml
title = "Short-lived tokens"
depends_on = []
"#,
        check: Check::Site(checks::circles),
        ..Rule::ERROR
    },
    Rule {
        id: "RMP19",
        summary: "What was planned for a quarter that has passed is delivered, moved or dropped",
        why: "The roadmap shows it as if it were coming. Whoever waits for it reads neither that it is late nor why.",
        dated: true,
        fails: r#"=== content/roadmap/plugin.toml
title = "A plug-in for editors"
target = "2026-Q4"
status = "in_progress"
"#,
        passes: r#"=== content/roadmap/plugin.toml
title = "A plug-in for editors"
target = "2027-Q2"
status = "in_progress"
moved = [{ from = "2026-Q4", on = 2027-01-04, why = "Two editors changed their interfaces." }]
"#,
        check: Check::Record(checks::late),
        ..Rule::WARNING
    },
    Rule {
        id: "RMP24",
        summary: "What is being worked on has begun",
        why: "Either somebody works on it, or they will. Readers who wait for it believe the better of the two.",
        dated: true,
        fails: r#"=== content/roadmap/plugin.toml
title = "A plug-in for editors"
status = "in_progress"
started = 2027-04-05
"#,
        passes: r#"=== content/roadmap/plugin.toml
title = "A plug-in for editors"
status = "committed"
started = 2027-04-05
"#,
        check: Check::Record(checks::begun),
        ..Rule::WARNING
    },
    Rule {
        id: "RMP26",
        summary: "What an item depends on is not dropped, and comes no later",
        why: "Whoever plans by the item reads a quarter in which it cannot be there.",
        fails: r#"=== content/roadmap/plugin.toml
title = "A plug-in for editors"
target = "2027-Q2"
depends_on = ["tokens"]
=== content/roadmap/tokens.toml
title = "Short-lived tokens"
target = "2027-Q4"
"#,
        passes: r#"=== content/roadmap/plugin.toml
title = "A plug-in for editors"
target = "2027-Q2"
depends_on = ["tokens"]
=== content/roadmap/tokens.toml
title = "Short-lived tokens"
target = "2027-Q2"
"#,
        check: Check::Site(checks::in_time),
        ..Rule::WARNING
    },
    Rule {
        id: "RMP27",
        summary: "Each item has a place of its own in the list of its category",
        why: "Of two that are both first, nobody knows which waits.",
        fails: r#"=== content/roadmap/plugin.toml
title = "A plug-in for editors"
category = "feature"
rank = 1
=== content/roadmap/search.toml
title = "A faster search"
category = "feature"
rank = 1
"#,
        passes: r#"=== content/roadmap/plugin.toml
title = "A plug-in for editors"
category = "feature"
rank = 1
=== content/roadmap/search.toml
title = "A faster search"
category = "feature"
rank = 2
"#,
        check: Check::Site(checks::ranks),
        ..Rule::WARNING
    },
    Rule {
        id: "RMP28",
        summary: "What was moved stands somewhere else now",
        why: "Readers see that it moved, and the quarter that it moved from.",
        fails: r#"=== content/roadmap/plugin.toml
title = "A plug-in for editors"
target = "2027-Q1"
moved = [{ from = "2027-Q1", on = 2027-01-04, why = "Two editors changed their interfaces." }]
"#,
        passes: r#"=== content/roadmap/plugin.toml
title = "A plug-in for editors"
target = "2027-Q2"
moved = [{ from = "2027-Q1", on = 2027-01-04, why = "Two editors changed their interfaces." }]
"#,
        check: Check::Record(checks::moved),
        ..Rule::WARNING
    },
];
