//! The rules about migrations: what each finds. What they are called and why stands in `list.rs`.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::steps::graph;
use super::{AgreementState, Migration, Stage, StepState};
use crate::circle::circles;
use crate::finding::Finder;
use crate::nearest::nearest;

pub(super) fn title(finder: &Finder<'_>) -> String {
    finder.entry().title.clone()
}

/// A field if it is there, else one that is.
fn there<'a>(finder: &Finder<'_>, field: &'a str, instead: &'a str) -> &'a str {
    if finder.entry().spans.contains_key(&format!("/{field}")) { field } else { instead }
}

pub(super) fn applies(finder: &mut Finder<'_>) {
    let migration: &Migration = finder.record();
    let text = migration.applies_if.as_ref().and_then(|rule| rule.text.as_ref());
    if text.is_none() && !migration.is_done() {
        let message = format!("`{}` does not say whom it affects", title(finder));
        let hint = "write `applies_if = { text = \"Your team owns a service that ...\" }`, and `offering` and `version` if applications say what they use";
        finder.report(there(finder, "applies_if", "title"), message).hint(hint);
    }
}

pub(super) fn deadline(finder: &mut Finder<'_>) {
    let migration: &Migration = finder.record();
    let Some(deadline) = &migration.deadline else { return };
    let (missing, hint) = match (deadline.source, &migration.reason) {
        (Some(_), Some(_)) => return,
        (None, Some(_)) => {
            ("who set it", "write `source` into `deadline`: `upstream_eol`, `contract`, `internal` ...")
        }
        (None, None) => (
            "who set it, nor why",
            "write `source` into `deadline`: `upstream_eol`, `contract`, `internal` ...; and `reason = \"...\"`, for \
             somebody who never heard of either",
        ),
        (Some(_), None) => ("why", "write `reason = \"...\"`, for somebody who never heard of either"),
    };
    let message = format!("`{}` has a deadline, and does not say {missing}", title(finder));
    finder.report("deadline", message).hint(hint);
}

pub(super) fn too_early(finder: &mut Finder<'_>) {
    let migration: &Migration = finder.record();
    let Some(deadline) = migration.deadline.as_ref().filter(|_| migration.is_active()) else { return };
    let months = finder.threshold("months");
    if deadline.date > months_from(finder.site.as_of, months) {
        let message = format!(
            "`{}` asks teams to move, and is due on {}, more than {months} months away",
            title(finder),
            deadline.date
        );
        let hint = "write `stage = \"information\"` until then, and use the time to make it easier";
        finder.report("stage", message).hint(hint);
    }
}

pub(super) fn announced(finder: &mut Finder<'_>) {
    let migration: &Migration = finder.record();
    let Some(deadline) = migration.deadline.as_ref().filter(|_| !migration.is_done()) else { return };
    let today = finder.site.as_of;
    // Of a day that has passed, MIG18 asks what came of it.
    if deadline.date < today || deadline.date > months_from(today, finder.threshold("months")) {
        return;
    }
    let quarters = finder.threshold("quarters");
    let latest = months_from(deadline.date, -3.0 * quarters);
    let (message, hint) = match migration.announced {
        // That nobody can have been told yet, GEN13 finds.
        Some(day) if day > today && migration.is_active() => return,
        // That it is due before it was announced, MIG17 finds.
        Some(day) if day <= latest || day > deadline.date => return,
        Some(day) => (
            format!(
                "`{}` is due on {} and was announced on {day}, less than {quarters} quarters before",
                title(finder),
                deadline.date
            ),
            "move the date if it can be moved; if not, offer those who are short of time a hand",
        ),
        None => (
            format!("`{}` is due on {}, and nobody has been told", title(finder), deadline.date),
            "tell those affected, and write the day: `announced = 2027-01-11`",
        ),
    };
    finder.report(there(finder, "announced", "deadline"), message).hint(hint);
}

pub(super) fn ramps(finder: &mut Finder<'_>) {
    let migration: &Migration = finder.record();
    if !migration.is_active() {
        return;
    }
    let (field, missing, hint) = match (&migration.on_ramp, &migration.off_ramp) {
        (None, _) => (
            "on_ramp",
            "no way on",
            "write `[on_ramp]` with `steps`, `partial_trial`, `validate` and `rollback`",
        ),
        (_, None) => ("off_ramp", "no way off", "write `[off_ramp]` with `steps`, `data` and `decommission`"),
        (Some(on), Some(_)) if on.partial_trial.is_none() => (
            "on_ramp",
            "no word on how to try it with a part first",
            "write `partial_trial` into `on_ramp`; if it cannot be tried so, say why",
        ),
        _ => return,
    };
    let message = format!("teams are asked to move by `{}`, and there is {missing}", title(finder));
    finder.report(there(finder, field, "stage"), message).hint(hint);
}

pub(super) fn steps(finder: &mut Finder<'_>) {
    let migration: &Migration = finder.record();
    let nodes = graph(&migration.steps);
    let mut seen = BTreeSet::new();
    for (n, node) in nodes.iter().enumerate() {
        let name = &node.step.title;
        if !seen.insert(node.id.as_str()) {
            let hint = "give one of them an `id` of its own";
            finder.report(&format!("steps/{n}"), format!("two steps are named `{}`", node.id)).hint(hint);
        }
        for (k, need) in node.step.needs.iter().enumerate() {
            if nodes.iter().all(|other| other.id != *need) {
                let message = format!("`{name}` needs `{need}`, which is no step");
                let meant = nearest(need, nodes.iter().map(|other| other.id.as_str()));
                let hint = meant.map_or_else(
                    || "write the `id` of a step, or its title in lower case with hyphens".to_owned(),
                    |meant| format!("did you mean `{meant}`?"),
                );
                finder.report(&format!("steps/{n}/needs/{k}"), message).hint(hint);
            }
        }
        let open = node.needs.iter().find(|need| nodes[**need].state != StepState::Done);
        let (is, hint) = match node.step.state {
            Some(StepState::Released) => ("released", "leave `state` out: it is worked out from `needs`"),
            Some(StepState::Done) => (
                "done",
                "say that the other is done too; or take it out of `needs`, if this was done without",
            ),
            _ => continue,
        };
        if let Some(open) = open {
            let message =
                format!("`{name}` is {is}, and `{}`, which it needs, is not done", nodes[*open].step.title);
            finder.report(&format!("steps/{n}/state"), message).hint(hint);
        }
    }
    let needs = nodes.iter().enumerate().map(|(n, node)| (n, node.needs.clone())).collect();
    for circle in circles(&needs) {
        let named =
            circle.iter().map(|n| format!("`{}`", nodes[*n].step.title)).collect::<Vec<_>>().join(", ");
        let message = if circle.len() == 1 {
            format!("{named} needs itself")
        } else {
            format!("steps of `{}` wait for one another: {named}", title(finder))
        };
        let hint = "take one of their `needs` away, or divide a step into two";
        finder.report(&format!("steps/{}/needs", circle[0]), message).hint(hint);
    }
}

pub(super) fn tried_first(finder: &mut Finder<'_>) {
    let migration: &Migration = finder.record();
    if !migration.is_active() {
        return;
    }
    let mut missing = Vec::new();
    if migration.alpha.is_none() {
        missing.push("team of ours that went first (`alpha`)");
    }
    if migration.early_adopters.is_empty() {
        missing.push("customer that went first (`early_adopters`)");
    }
    if migration.acceptance_tests.is_none() {
        missing.push("test of whether it works (`acceptance_tests`)");
    }
    if !missing.is_empty() {
        let message = format!("`{}` asks all to move, and names no {}", title(finder), missing.join(", no "));
        finder
            .report("stage", message)
            .hint("name them, or write `stage = \"planning\"` until there are some");
    }
}

pub(super) fn channel(finder: &mut Finder<'_>) {
    let migration: &Migration = finder.record();
    let waits = matches!(migration.stage, Some(Stage::Information | Stage::Done));
    if migration.channel.is_none() && !waits {
        let message = format!("`{}` has no place to ask about it", title(finder));
        finder
            .report(there(finder, "channel", "title"), message)
            .hint("write `channel = \"#...\"`, one for this migration alone");
    }
}

pub(super) fn platform_part(finder: &mut Finder<'_>) {
    let migration: &Migration = finder.record();
    if !migration.is_active() {
        return;
    }
    let (field, message) = if migration.platform_does.is_empty() {
        (
            "platform_does",
            format!("`{}` does not say what the platform does for those who move", title(finder)),
        )
    } else if migration.automated_percent == Some(0.0) {
        ("automated_percent", format!("nothing of `{}` is automated", title(finder)))
    } else {
        return;
    };
    let hint = "automate what every team would do in the same way, and list it in `platform_does`";
    finder.report(there(finder, field, "stage"), message).hint(hint);
}

pub(super) fn long_tail(finder: &mut Finder<'_>) {
    let migration: &Migration = finder.record();
    let most = finder.threshold("percent");
    let late =
        migration.stage == Some(Stage::Final20) || migration.percent().is_some_and(|share| share >= most);
    if migration.is_done() || !late {
        return;
    }
    // Whoever reads the stage believes that most have moved.
    if let Some(progress) =
        migration.progress.as_ref().filter(|_| migration.percent().is_some_and(|it| it < most))
    {
        let message = format!(
            "`{}` is in its last fifth, `final_20`, and {} of {} have moved",
            title(finder),
            progress.done,
            progress.total
        );
        let hint = "write `stage = \"active\"`, or count again";
        let counted = finder.entry().at("progress");
        finder.report("stage", message).hint(hint).see(counted, "counted here");
        return;
    }
    let missing = match (&migration.long_tail_owner, migration.old_supported_until) {
        (Some(_), Some(_)) => return,
        (None, Some(_)) => ("who stays with the last ones", "write `long_tail_owner`, a team"),
        (Some(_), None) => ("until when the old is supported", "write `old_supported_until`, a day"),
        (None, None) => (
            "who stays with the last ones, nor until when the old is supported",
            "write `long_tail_owner`, a team, and `old_supported_until`, a day",
        ),
    };
    let message = format!("most of `{}` is done, and it does not say {}", title(finder), missing.0);
    finder.report(there(finder, "progress", "stage"), message).hint(missing.1);
}

pub(super) fn progress_age(finder: &mut Finder<'_>) {
    let migration: &Migration = finder.record();
    let Some(progress) = migration.progress.as_ref().filter(|_| migration.is_active()) else { return };
    let days = finder.threshold("days");
    let message = match progress.as_of {
        None => format!("nobody can tell how old the progress of `{}` is: it has no day", title(finder)),
        Some(day) if day < days_before(finder.site.as_of, days) => {
            format!(
                "what has moved by `{}` was last counted on {day}, more than {days} days ago",
                title(finder)
            )
        }
        Some(_) => return,
    };
    finder
        .report("progress/as_of", message)
        .hint("let a program write `progress`, with `as_of` and `imported_from`");
}

pub(super) fn bundled(finder: &mut Finder<'_>) {
    let migration: &Migration = finder.record();
    let hard = migration.deadline.as_ref().is_some_and(|deadline| deadline.hard);
    if hard && !migration.bundled_with.is_empty() && !migration.is_done() {
        let message = format!(
            "`{}` has a date that cannot move, and is to be done together with other changes",
            title(finder)
        );
        let hint = "take them apart (`bundled_with = []`), so that the others can wait";
        finder.report("bundled_with", message).hint(hint);
    }
}

pub(super) fn parity(finder: &mut Finder<'_>) {
    let migration: &Migration = finder.record();
    if migration.is_active() && migration.parity.is_empty() && migration.training.is_none() {
        let message = format!("`{}` does not say how the old ways map to the new", title(finder));
        let hint = "write `[[parity]]` with `old`, `new` and `gap`, or where the new is taught: `training`";
        finder.report(there(finder, "parity", "stage"), message).hint(hint);
    }
}

pub(super) fn mandate(finder: &mut Finder<'_>) {
    let migration: &Migration = finder.record();
    let most = finder.threshold("percent");
    // What was counted says more than the stage.
    let early = migration.percent().map_or(migration.stage != Some(Stage::Final20), |percent| percent < most);
    if migration.mandate && early && migration.aligned_with.is_none() && !migration.is_done() {
        let message = format!("`{}` is mandated, and serves no aim that its readers share", title(finder));
        let hint = "write `aligned_with`: `security`, `cost` or `product`; or win teams over first";
        finder.report("mandate", message).hint(hint);
    }
}

pub(super) fn leads_somewhere(finder: &mut Finder<'_>) {
    let migration: &Migration = finder.record();
    if migration.to.is_empty() {
        let message = format!("`{}` does not say what takes its place", title(finder));
        let hint = "write `to = [\"...\"]`; where nothing does, write a sunset: `onramp new sunset`";
        finder.report("title", message).hint(hint);
        return;
    }
    // From one version or part of a thing to another, both sides are the same.
    let (site, entry) = (finder.site, finder.entry());
    let versioned =
        migration.applies_if.as_ref().is_some_and(|rule| rule.version.is_some() || rule.part.is_some());
    let from: BTreeSet<_> = migration.left_behind(entry, site).collect();
    let to: BTreeSet<_> = migration.to.iter().filter_map(|it| site.target(entry, it)).collect();
    if from == to && !from.is_empty() && !versioned && !migration.is_done() {
        let message = format!("`{}` leads to what it leaves", title(finder));
        let hint =
            "name in `to` what takes its place; for another version of it, write `version` in `applies_if`";
        finder.report("to", message).hint(hint);
    }
}

pub(super) fn gains(finder: &mut Finder<'_>) {
    let migration: &Migration = finder.record();
    if migration.gains.is_empty() && !migration.is_done() {
        let message =
            format!("`{}` asks for work, and does not say what those who do it gain", title(finder));
        finder
            .report(there(finder, "gains", "title"), message)
            .hint("write `gains = [\"...\"]`; if there are none, add one on the way");
    }
}

pub(super) fn past(finder: &mut Finder<'_>) {
    let migration: &Migration = finder.record();
    let today = finder.site.as_of;
    if migration.is_done() {
        return;
    }
    // Of a last day before the announcement MIG17 and GEN16 tell.
    let is_meant = |day: &Date| migration.announced.is_none_or(|told| *day >= told);
    if let Some(day) = migration.planned_end().filter(|day| *day < today && is_meant(day)) {
        let left = migration.progress.as_ref().map(|it| it.total.saturating_sub(it.done));
        let (left, hint) = match left.filter(|left| *left > 0) {
            Some(left) => (
                format!("{left} have not moved yet"),
                "count again, or write the new day, and tell those who have not moved what holds until then",
            ),
            None => (
                "nobody says what came of it".to_owned(),
                "write `stage = \"done\"`; or the new day, and tell those who have not moved what holds until then",
            ),
        };
        let message = format!("the last day of `{}` has passed, {day}: {left}", title(finder));
        let field = if migration.deadline.is_some() { "deadline/date" } else { "old_supported_until" };
        finder.report(field, message).hint(hint);
    }
    for (n, agreed) in migration.agreements.iter().enumerate() {
        let open = agreed.by.filter(|day| *day < today && agreed.state != AgreementState::Done);
        let Some(day) = open else { continue };
        let what = agreed.what.clone().unwrap_or_else(|| title(finder));
        let message = format!("`{what}` was agreed on for {day}, and is not said to be done");
        let hint = "write `state = \"done\"`, or the day that both agree on now as `by`";
        finder.report(&format!("agreements/{n}/by"), message).hint(hint);
    }
}

/// A day so many months later, or earlier.
#[expect(clippy::cast_possible_truncation, reason = "a number of months that a site sets")]
fn months_from(day: Date, months: f64) -> Date {
    day.saturating_add((months.clamp(-1200.0, 1200.0) as i32).months())
}

#[expect(clippy::cast_possible_truncation, reason = "a number of days that a site sets")]
fn days_before(day: Date, days: f64) -> Date {
    day.saturating_sub((days.clamp(0.0, 36_500.0) as i32).days())
}
