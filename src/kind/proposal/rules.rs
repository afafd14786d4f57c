//! The rules about proposals: the problem first, and what an accepted plan or a bet on years must say.

use serde_json::Value;

use super::parts::{Part, place};
use super::{Proposal, ProposalType, Status};
use crate::field::none_of;
use crate::finding::{Check, Finder, Rule, Threshold};

/// The rules.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "PRO1",
        summary: "A proposal has its five parts, the problem before the solution",
        why: "Readers who meet the solution first look for its faults, and never learn what it is for. A draft is left \
              alone.",
        fails: r#"=== content/proposals/cache.md
+++
title = "One cache for all builds"
status = "in_review"
[[options]]
title = "Nothing"
[[options]]
title = "One cache"
+++
## Background

## Proposal

## Problem

## Plan of action
"#,
        passes: r#"=== content/proposals/cache.md
+++
title = "One cache for all builds"
status = "in_review"
[[options]]
title = "Nothing"
[[options]]
title = "One cache"
+++
## Background

## Problem

## Proposal

## Plan of action
"#,
        check: Check::Record(in_parts),
        ..Rule::ERROR
    },
    Rule {
        id: "PRO2",
        summary: "A plan says how it is tested, what it needs, who does it, how it arrives, and when",
        why: "Those are the five things that plans fail by. What is built anew also costs those who move to it.",
        fails: r#"=== content/proposals/storage.md
+++
title = "Storage anew"
type = "rearchitecture"
status = "in_review"
+++
"#,
        passes: r#"=== content/proposals/storage.md
+++
title = "Storage anew"
type = "rearchitecture"
status = "in_review"
migration_cost = { text = "Each team tests its reads once", hours = 120 }
+++
"#,
        check: Check::Record(plan),
        ..Rule::WARNING
    },
    Rule {
        id: "PRO3",
        summary: "What is built anew brings four things, and three of them within a year, with partners",
        why: "Years of work that only make one thing better are rarely worth it, and without partners nobody waits \
              for the result.",
        fails: r#"=== content/proposals/storage.md
+++
title = "Storage anew"
type = "rearchitecture"
capabilities = { features = "Snapshots", efficiency = "A third less disk", reliability = "Survives a hall" }
wins_12m = [{ goal = "Snapshots", partner = "storage" }, { goal = "Versioned reads" }, { goal = "5% of reads" }]
+++
"#,
        passes: r#"=== content/proposals/storage.md
+++
title = "Storage anew"
type = "rearchitecture"
wins_12m = [{ goal = "Snapshots", partner = "storage" }, { goal = "Versioned reads" }, { goal = "5% of reads" }]

[capabilities]
features = "Snapshots"
efficiency = "A third less disk"
reliability = "Survives a hall"
security = "A key for each team"
+++
"#,
        check: Check::Record(anew),
        ..Rule::WARNING
    },
    Rule {
        id: "PRO4",
        summary: "A bet on open source has three reasons, and a proposal can be read in one sitting",
        why: "A business need, a gap that can be closed and a project that heads the right way: with fewer, it is a \
              hope. And what is too long is agreed to unread.",
        thresholds: &[
            Threshold { name: "pages", value: 6.0, unit: "pages" },
            Threshold { name: "words", value: 500.0, unit: "words a page" },
        ],
        fails: r#"=== content/proposals/containers.md
+++
title = "Kubernetes"
oss_bet = { business_need = "Ten times the services" }
+++
"#,
        passes: r#"=== content/proposals/containers.md
+++
title = "Kubernetes"
[oss_bet]
business_need = "Ten times the services"
feature_gap = "No batch queue yet; we add one"
ecosystem_trajectory = "Every vendor builds for it"
+++
"#,
        check: Check::Record(bet_and_length),
        ..Rule::INFO
    },
];

fn in_parts(finder: &mut Finder<'_>) {
    let entry = finder.entry();
    let proposal: &Proposal = finder.record();
    if matches!(proposal.status, Some(Status::Draft | Status::Withdrawn)) {
        return;
    }
    let title = &entry.title;
    let missing: Vec<Part> =
        Part::ALL.into_iter().filter(|part| place(*part, proposal, entry).is_none()).collect();
    if !missing.is_empty() {
        let names: Vec<String> = missing.iter().map(|part| format!("`{}`", part.heading())).collect();
        let hint = format!("write `## {}`, or the field `{}`", missing[0].heading(), missing[0].field());
        finder.report("title", format!("`{title}` has {}", none_of(&names))).hint(hint);
    }
    if proposal.options.len() == 1 {
        let message = format!("`{title}` weighs one option only");
        let hint = "add another under `[[options]]`; doing nothing is one";
        finder.report("options", message).hint(hint);
    }
    let (problem, solution) = (place(Part::Problem, proposal, entry), place(Part::Proposal, proposal, entry));
    if let (Some(problem), Some(solution)) = (problem, solution)
        && solution < problem
    {
        let message = format!("`{title}` tells of the solution before the problem");
        let hint = "put what is wrong, for whom and how much before what should be done";
        finder.report("title", message).hint(hint);
    }
}

fn plan(finder: &mut Finder<'_>) {
    let (site, entry) = (finder.site, finder.entry());
    let proposal: &Proposal = finder.record();
    let title = &entry.title;
    let anew = proposal.what == Some(ProposalType::Rearchitecture);
    if anew && proposal.migration_cost.is_none() && proposal.status != Some(Status::Draft) {
        let message = format!("`{title}` does not say what it costs those who move to it");
        let hint = "write `migration_cost = { text = \"...\", hours = 120 }`";
        finder.report("type", message).hint(hint);
    }
    let is_plan = anew || proposal.what == Some(ProposalType::ActionPlan);
    if !is_plan || proposal.status != Some(Status::Accepted) {
        return;
    }
    let milestones = site.referrers(entry, "parent").next().is_some();
    let known = [
        ("testing_acceptance", proposal.testing_acceptance.is_some()),
        ("dependencies", entry.value.get("dependencies").is_some()),
        ("headcount", proposal.headcount.is_some()),
        ("adoption", proposal.adoption.is_some()),
        ("milestones", milestones),
    ];
    let missing: Vec<String> =
        known.iter().filter(|(_, there)| !there).map(|(name, _)| format!("`{name}`")).collect();
    if !missing.is_empty() {
        let message = format!("`{title}` is accepted, and its plan has {}", none_of(&missing));
        let hint = "write these fields; a milestone is a record that names this one as its `parent`";
        finder.report("status", message).hint(hint);
    }
}

fn anew(finder: &mut Finder<'_>) {
    let proposal: &Proposal = finder.record();
    if proposal.what != Some(ProposalType::Rearchitecture) || proposal.status == Some(Status::Draft) {
        return;
    }
    let title = &finder.entry().title;
    let known = finder.entry().value.get("capabilities").and_then(Value::as_object);
    let sorts = ["features", "efficiency", "reliability", "security"];
    let silent: Vec<String> = sorts
        .iter()
        .filter(|name| known.is_none_or(|known| !known.contains_key(**name)))
        .map(|name| format!("`{name}`"))
        .collect();
    if !silent.is_empty() {
        let message = format!("`{title}` does not say what it brings in {}", silent.join(" and "));
        let hint = "write a sentence for each of `features`, `efficiency`, `reliability` and `security` under \
                    `[capabilities]`";
        finder.report("capabilities", message).hint(hint);
    }
    let count = proposal.wins_12m.len();
    if count < 3 {
        let message = format!("`{title}` has {count} goals for its first year, fewer than 3");
        let hint = "write three `[[wins_12m]]`, each with a `goal` and the `partner` that has it first";
        finder.report("wins_12m", message).hint(hint);
    } else if proposal.wins_12m.iter().all(|win| win.partner.is_none()) {
        let message = format!("no team has the first results of `{title}`");
        let hint = "write `partner = \"...\"` in one of `[[wins_12m]]`";
        finder.report("wins_12m", message).hint(hint);
    }
}

fn bet_and_length(finder: &mut Finder<'_>) {
    let entry = finder.entry();
    let proposal: &Proposal = finder.record();
    let title = &entry.title;
    if let Some(bet) = &proposal.oss_bet {
        let reasons = [&bet.business_need, &bet.feature_gap, &bet.ecosystem_trajectory];
        let count = reasons.iter().filter(|reason| reason.is_some()).count();
        if count < 3 {
            let message = format!("the bet of `{title}` on open source has {count} of 3 reasons");
            let hint = "write `business_need`, `feature_gap` and `ecosystem_trajectory` under `[oss_bet]`";
            finder.report("oss_bet", message).hint(hint);
        }
    }
    let words: usize = entry
        .texts
        .values()
        .flat_map(|text| &text.body.sections)
        .map(|section| section.text.split_whitespace().count())
        .sum();
    let (pages, each) = (finder.threshold("pages"), finder.threshold("words"));
    if f64::from(u32::try_from(words).unwrap_or(u32::MAX)) > pages * each {
        let message = format!("`{title}` has {words} words, more than {pages} pages");
        let hint = "keep what a reader needs to decide, and move the rest to pages of its own";
        finder.report("title", message).hint(hint);
    }
}
