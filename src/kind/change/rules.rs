//! The rules about changes.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Change;
use crate::entry::Entry;
use crate::finding::{Check, Finder, Rule, Threshold};
use crate::site::EntryIx;

/// The rules.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CHG1",
        summary: "A change is documented, reviewed by another, and tested",
        why: "Each of the three finds what the other two do not.",
        fails: "\
=== content/changes/gc.toml
title = \"Blob Store collects garbage in parallel\"
documented = \"In the runbook\"
tested = \"On a copy\"
",
        passes: "\
=== content/changes/gc.toml
title = \"Blob Store collects garbage in parallel\"
documented = \"In the runbook\"
tested = \"On a copy\"
reviewed_by = \"Compute\"
",
        check: Check::Record(three),
        ..Rule::ERROR
    },
    Rule {
        id: "CHG2",
        summary: "A change says what may go wrong, how it is brought back, how one sees that it went well; and stays inside a window",
        why: "Somebody who was not there must be able to undo it at night. An interruption that was agreed on is planned around; another one is an incident.",
        fails: "\
=== content/changes/gc.toml
title = \"Blob Store collects garbage in parallel\"
plan = { risk = \"Slower reads\", rollback = \"A flag, at once\", validation = \"p99 of reads\" }
planned_downtime = \"20m\"
",
        passes: "\
=== content/changes/gc.toml
title = \"Blob Store collects garbage in parallel\"
plan = { risk = \"Slower reads\", rollback = \"A flag, at once\", validation = \"p99 of reads\" }
planned_downtime = \"20m\"
window = \"storage\"
=== content/maintenance_windows/storage.toml
title = \"Storage\"
",
        check: Check::Record(planned),
        ..Rule::WARNING
    },
    Rule {
        id: "CHG3",
        summary: "Bringing changes out takes less than a person a year",
        why: "More than that is worth a program that does it.",
        thresholds: &[Threshold { name: "months", value: 12.0, unit: "developer-months a year" }],
        fails: "\
=== content/offerings/blob-store.toml
title = \"Blob Store\"
=== content/changes/gc.toml
title = \"Blob Store collects garbage in parallel\"
offering = \"blob-store\"
date = 2027-01-04
release_dev_months = 14
",
        passes: "\
=== content/offerings/blob-store.toml
title = \"Blob Store\"
=== content/changes/gc.toml
title = \"Blob Store collects garbage in parallel\"
offering = \"blob-store\"
date = 2027-01-04
release_dev_months = 2
",
        check: Check::Site(effort),
        ..Rule::INFO
    },
    Rule {
        id: "CHG5",
        summary: "A change whose day has passed says how it went",
        why: "Whoever looks for what is different since then reads of something to come. And how often changes go \
              back can only be counted where each says so.",
        dated: true,
        thresholds: &[Threshold { name: "days", value: 14.0, unit: "days after it" }],
        fails: "\
=== content/changes/gc.toml
title = \"Blob Store collects garbage in parallel\"
date = 2026-12-13
",
        passes: "\
=== content/changes/gc.toml
title = \"Blob Store collects garbage in parallel\"
date = 2026-12-13
result = \"ok\"
",
        check: Check::Record(went),
        ..Rule::WARNING
    },
    Rule {
        id: "CHG6",
        summary: "Each portion of a change reaches more of its users",
        why: "Each number is the share that has the change then, those before it among them. One that is no larger is \
              a slip, or counts the portion alone.",
        fails: "\
=== content/changes/gc.toml
title = \"Blob Store collects garbage in parallel\"
cohorts_percent = [50, 20, 100]
",
        passes: "\
=== content/changes/gc.toml
title = \"Blob Store collects garbage in parallel\"
cohorts_percent = [20, 50, 100]
",
        check: Check::Record(grows),
        ..Rule::WARNING
    },
];

fn grows(finder: &mut Finder<'_>) {
    let change: &Change = finder.record();
    let shares = change.cohorts_percent.iter().zip(change.cohorts_percent.iter().skip(1));
    if let Some((n, (before, after))) = shares.enumerate().find(|(_, (before, after))| after <= before) {
        let title = &finder.entry().title;
        let message = format!("`{title}` reaches {after}% after it has reached {before}%");
        let hint = "write what share has it after each portion, in all: `cohorts_percent = [5, 25, 100]`";
        finder.report(&format!("cohorts_percent/{}", n + 1), message).hint(hint);
    }
}

fn three(finder: &mut Finder<'_>) {
    let site = finder.site;
    let entry = finder.entry();
    let change: &Change = finder.record();
    let mut missing = Vec::new();
    if change.documented.is_none() {
        missing.push("documented");
    }
    if change.reviewed_by.is_none() {
        missing.push("reviewed_by");
    }
    if change.tested.is_none() {
        missing.push("tested");
    }
    if !missing.is_empty() {
        let named: Vec<String> = missing.iter().map(|field| format!("`{field}`")).collect();
        let message = format!("`{}` does not say how it was {}", entry.title, words(&missing));
        finder.report("title", message).hint(format!("write {}: a phrase will do", named.join(", ")));
    }
    let owner = site.index_of(entry).and_then(|ix| site.owner(ix)).map(|owner| site.entry(owner));
    let by_itself = |owner: &&Entry| {
        let text = change.reviewed_by.as_ref().map(|it| it.text.trim().to_lowercase());
        text.is_some_and(|text| {
            text == owner.title.to_lowercase()
                || text == *owner.id.name
                || text == format!("[[{}]]", owner.id)
        })
    };
    if let Some(owner) = owner.filter(by_itself) {
        let message = format!("`{}` was reviewed by `{}`, which made it", entry.title, owner.title);
        finder.report("reviewed_by", message).hint("name another team, or a role that did not take part");
    }
}

/// `documented, reviewed and tested`.
fn words(fields: &[&str]) -> String {
    let words: Vec<&str> = fields.iter().map(|field| field.trim_end_matches("_by")).collect();
    words.join(", nor ")
}

fn planned(finder: &mut Finder<'_>) {
    let change: &Change = finder.record();
    let title = finder.entry().title.clone();
    let plan = change.plan.as_ref();
    let parts = [
        ("risk", "what may go wrong", plan.is_some_and(|plan| plan.risk.is_some())),
        ("rollback", "how it is brought back", plan.is_some_and(|plan| plan.rollback.is_some())),
        ("validation", "how one sees that it went well", plan.is_some_and(|plan| plan.validation.is_some())),
    ];
    let missing: Vec<&(&str, &str, bool)> = parts.iter().filter(|(.., there)| !there).collect();
    if !missing.is_empty() {
        let what: Vec<&str> = missing.iter().map(|(_, what, _)| *what).collect();
        let fields: Vec<String> = missing.iter().map(|(field, ..)| format!("`{field}`")).collect();
        let message = format!("`{title}` does not say {}", what.join(", nor "));
        finder
            .report(if change.plan.is_some() { "plan" } else { "title" }, message)
            .hint(format!("write {} into `plan`", fields.join(", ")));
    }
    if let Some(downtime) = change.planned_downtime.filter(|_| change.window.is_none()) {
        let message = format!("`{title}` interrupts for {downtime}, outside any maintenance window");
        finder
            .report("planned_downtime", message)
            .hint("move it into one, and name that: `window = \"...\"`");
    }
}

fn effort(finder: &mut Finder<'_>) {
    let site = finder.site;
    let most = finder.threshold("months");
    let mut years: BTreeMap<(EntryIx, i16), (f64, &Entry)> = BTreeMap::new();
    for (_, entry, change) in site.all::<Change>() {
        let offering = change.offering.as_ref().and_then(|it| site.target(entry, it));
        if let (Some(offering), Some(date), Some(months)) = (offering, change.date, change.release_dev_months)
        {
            let sum = years.entry((offering, date.year())).or_insert((0.0, entry));
            *sum = (sum.0 + months, entry);
        }
    }
    for ((offering, year), (months, last)) in years {
        if months > most {
            let title = &site.entry(offering).title;
            let message = format!(
                "bringing out changes to `{title}` took {months} developer-months in {year}, more than {most}"
            );
            let hint = "automate the part that takes longest";
            finder.report_at(last, last.at("release_dev_months"), message).hint(hint);
        }
    }
}

fn went(finder: &mut Finder<'_>) {
    let change: &Change = finder.record();
    let days = finder.threshold("days");
    let past = |day: &Date| f64::from((finder.site.as_of - *day).get_days()) > days;
    if let Some(day) = change.date.filter(|day| change.result.is_none() && past(day)) {
        let message = format!("`{}` was on {day}, and nobody says how it went", finder.entry().title);
        let hint =
            "write `result`: `ok`, `rolled_back` or `fixed_forward`; if it did not happen, its new `date`";
        finder.report("date", message).hint(hint);
    }
    let today = finder.site.as_of;
    if let Some(day) = change.date.filter(|day| change.result.is_some() && *day > today) {
        let message = format!("`{}` is on {day}, and its `result` says how it went", finder.entry().title);
        let hint = format!(
            "take `result` out until then, or write the `date` on which it was, {today} at the latest"
        );
        finder.report("result", message).hint(hint);
    }
}
