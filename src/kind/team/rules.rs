//! The rules about one team: how loaded it is, and whether it says when it ends. Those about load look at
//! fields that only internal readers see, and compare a team with a number, never with another team.

use super::Team;
use crate::finding::{Check, Finder, Rule, Threshold};

/// The rules.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "RMP4",
        summary: "Keeping the lights on leaves room for other work",
        why: "Beyond two fifths, what would make it less never gets done.",
        thresholds: &[Threshold { name: "percent", value: 40.0, unit: "percent of the team's time" }],
        fails: "\
=== content/teams/storage.toml
title = \"Storage\"
ktlo_percent = 52
",
        passes: "\
=== content/teams/storage.toml
title = \"Storage\"
ktlo_percent = 38
",
        check: Check::Record(lights_on),
        ..Rule::WARNING
    },
    Rule {
        id: "RMP6",
        summary: "What is not upkeep divides roughly as 70, 20 and 10",
        why: "Core, adjacent, transformational: a measurement to talk about, and no budget.",
        thresholds: &[Threshold { name: "points", value: 10.0, unit: "percentage points" }],
        fails: "\
=== content/teams/storage.toml
title = \"Storage\"
split = { core_percent = 95, adjacent_percent = 5, transformational_percent = 0 }
",
        passes: "\
=== content/teams/storage.toml
title = \"Storage\"
split = { core_percent = 66, adjacent_percent = 20, transformational_percent = 14 }
",
        check: Check::Record(split),
        ..Rule::INFO
    },
    Rule {
        id: "RMP29",
        summary: "The shares of a team's time make up no more than all of it",
        why: "Whoever adds them up finds a team that works more hours than there are, and believes none of them.",
        fails: "\
=== content/teams/storage.toml
title = \"Storage\"
ktlo_percent = 45
mandates_percent = 70
",
        passes: "\
=== content/teams/storage.toml
title = \"Storage\"
ktlo_percent = 45
mandates_percent = 20
",
        check: Check::Record(shares),
        ..Rule::ERROR
    },
    Rule {
        id: "SUP8",
        summary: "Being on call and answering take less than half of a team's time",
        why: "A team that spends most of its days on interruptions improves nothing that would make them fewer.",
        thresholds: &[Threshold { name: "percent", value: 50.0, unit: "percent of the team's time" }],
        fails: "\
=== content/teams/storage.toml
title = \"Storage\"
oncall_and_support_percent = 58
",
        passes: "\
=== content/teams/storage.toml
title = \"Storage\"
oncall_and_support_percent = 31
",
        check: Check::Record(interruptions),
        ..Rule::WARNING
    },
    Rule {
        id: "ONC1",
        summary: "A team is paged at most five times a week",
        why: "Above that, people repair symptoms and leave. From two on it is a remark. Only pages about something \
              that customers could feel count.",
        thresholds: &[
            Threshold { name: "pages", value: 5.0, unit: "pages a week" },
            Threshold { name: "remark", value: 2.0, unit: "pages a week" },
        ],
        fails: "\
=== content/teams/storage.toml
title = \"Storage\"
pages_week = 11
",
        passes: "\
=== content/teams/storage.toml
title = \"Storage\"
pages_week = 1.4
",
        check: Check::Record(pages),
        ..Rule::WARNING
    },
    Rule {
        id: "ONC2",
        summary: "A person is on call at most one week in four",
        why: "More often, there is no week left in which to mend what paged. Up to one week in six it is a remark.",
        thresholds: &[
            Threshold { name: "weeks", value: 4.0, unit: "weeks from shift to shift" },
            Threshold { name: "remark", value: 6.0, unit: "weeks from shift to shift" },
        ],
        fails: "\
=== content/teams/storage.toml
title = \"Storage\"
weeks_between_shifts = 3
",
        passes: "\
=== content/teams/storage.toml
title = \"Storage\"
weeks_between_shifts = 8
",
        check: Check::Record(shifts),
        ..Rule::WARNING
    },
    Rule {
        id: "ONC3",
        summary: "Pages are told apart from false alarms, and somebody is second in line",
        why: "Without the first, nobody knows what to mend; without the second, a missed page is nobody's.",
        fails: "\
=== content/teams/storage.toml
title = \"Storage\"
pages_week = 1
secondary = \"compute\"
=== content/teams/compute.toml
title = \"Compute\"
",
        passes: "\
=== content/teams/storage.toml
title = \"Storage\"
pages_week = 1
false_alarm_percent = 12
secondary = \"compute\"
=== content/teams/compute.toml
title = \"Compute\"
",
        check: Check::Record(second_in_line),
        ..Rule::INFO
    },
    Rule {
        id: "REL8",
        summary: "A team with a successor says when it ends",
        why: "What it owns passes to the successor on that day; without it, nothing passes, and nobody is told.",
        fails: "\
=== content/teams/files.toml
title = \"Files\"
successor = \"storage\"
=== content/teams/storage.toml
title = \"Storage\"
",
        passes: "\
=== content/teams/files.toml
title = \"Files\"
dissolved = 2026-10-01
successor = \"storage\"
=== content/teams/storage.toml
title = \"Storage\"
",
        check: Check::Record(ends),
        ..Rule::WARNING
    },
];

fn ends(finder: &mut Finder<'_>) {
    let team: &Team = finder.record();
    if team.successor.is_some() && team.dissolved.is_none() {
        let message = format!(
            "`{}` has a successor, and no date on which it ends: it counts as still there",
            finder.entry().title
        );
        let hint = format!(
            "write `dissolved = {}`, the day on which it ceased or will cease to be; or take `successor` out",
            finder.site.as_of
        );
        finder.report("successor", message).hint(hint);
    }
}

fn lights_on(finder: &mut Finder<'_>) {
    let team: &Team = finder.record();
    let most = finder.threshold("percent");
    if let Some(share) = team.ktlo_percent.filter(|share| *share > most) {
        let message = format!(
            "`{}` spends {share}% of its time on keeping the lights on, more than {most}%",
            finder.entry().title
        );
        let hint = "take on less that is new until something that causes the upkeep is gone";
        finder.report("ktlo_percent", message).hint(hint);
    }
}

fn split(finder: &mut Finder<'_>) {
    let team: &Team = finder.record();
    let Some(split) = team.split else { return };
    let (core, adjacent, new) = (split.core_percent, split.adjacent_percent, split.transformational_percent);
    let points = finder.threshold("points");
    // Of shares that are more than all RMP29 tells.
    if core + adjacent + new > ALL {
        return;
    }
    let off = [(core, 70.0), (adjacent, 20.0), (new, 10.0)];
    if off.iter().any(|(share, usual)| (share - usual).abs() > points) {
        let title = &finder.entry().title;
        let message = format!(
            "`{title}` divides what is not upkeep as {core}% core, {adjacent}% adjacent and {new}% new to everyone"
        );
        let hint = "70, 20 and 10 is usual: worth a talk about why it differs, nothing more";
        finder.report("split", message).hint(hint);
    }
}

/// All of something in percent, and what shares that were rounded may come to beyond it.
const ALL: f64 = 101.0;

fn shares(finder: &mut Finder<'_>) {
    let team: &Team = finder.record();
    let title = &finder.entry().title;
    if let Some((ktlo, mandates)) = team.ktlo_percent.zip(team.mandates_percent).filter(|(a, b)| a + b > ALL)
    {
        let message = format!("`{title}` spends {ktlo}% of its time on upkeep and {mandates}% on mandates");
        let hint = "count what is both only once: the two are parts of 100";
        let at = finder.entry().at("ktlo_percent");
        finder.report("mandates_percent", message).hint(hint).see(at, "upkeep");
    }
    let sum = team.split.map(|it| it.core_percent + it.adjacent_percent + it.transformational_percent);
    if let Some(sum) = sum.filter(|sum| *sum > ALL) {
        let message = format!("`{title}` divides what is not upkeep into parts of {sum}% in all");
        let hint = "write what part each has: the three make up 100";
        finder.report("split", message).hint(hint);
    }
}

fn interruptions(finder: &mut Finder<'_>) {
    let team: &Team = finder.record();
    let most = finder.threshold("percent");
    if let Some(share) = team.oncall_and_support_percent.filter(|share| *share > most) {
        let title = &finder.entry().title;
        let message =
            format!("`{title}` spends {share}% of its time on call and on support, more than {most}%");
        let hint = "mend what pages or asks most often first, or share the answering";
        finder.report("oncall_and_support_percent", message).hint(hint);
    }
}

fn pages(finder: &mut Finder<'_>) {
    let team: &Team = finder.record();
    let (most, remark) = (finder.threshold("pages"), finder.threshold("remark"));
    let Some(pages) = team.pages_week.filter(|pages| *pages > remark) else { return };
    let title = &finder.entry().title;
    let limit = if pages > most { most } else { remark };
    let message = format!("`{title}` is paged {pages} times a week, more than {limit}");
    let hint = if pages > most {
        "put features aside until the pages that come most often are gone"
    } else {
        "look each week at the page that comes most often: mend what it tells of, or let it page nobody"
    };
    let found = finder.report("pages_week", message).hint(hint);
    if pages <= most {
        found.as_info();
    }
}

fn shifts(finder: &mut Finder<'_>) {
    let team: &Team = finder.record();
    let (least, remark) = (finder.threshold("weeks"), finder.threshold("remark"));
    let Some(weeks) = team.weeks_between_shifts.filter(|weeks| f64::from(*weeks) < remark) else { return };
    let title = &finder.entry().title;
    let limit = if f64::from(weeks) < least { least } else { remark };
    let message =
        format!("people in `{title}` are on call one week in {weeks}, more often than one in {limit}");
    let hint = "let more people take turns, or join the rota of a team nearby";
    let found = finder.report("weeks_between_shifts", message).hint(hint);
    if f64::from(weeks) >= least {
        found.as_info();
    }
}

fn second_in_line(finder: &mut Finder<'_>) {
    let team: &Team = finder.record();
    if team.pages_week.is_none() && team.rotation_size.is_none() {
        return;
    }
    let title = &finder.entry().title;
    if team.pages_week.is_some_and(|pages| pages > 0.0) && team.false_alarm_percent.is_none() {
        let message = format!("`{title}` counts its pages, and not how many were false alarms");
        finder.report("pages_week", message).hint("write `false_alarm_percent`, a guess to begin with");
    }
    if team.secondary.is_none() {
        let message = format!("`{title}` is on call, and no team is second in line");
        let hint = "write `secondary = \"...\"`: the team that is paged if this one does not answer";
        finder.report("title", message).hint(hint);
    }
}
