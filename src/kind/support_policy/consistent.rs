//! The rules about what a support policy says twice, and cannot mean both ways.
//!
//! In: a policy. Out: findings. Must not: ask what is missing; `rules.rs` does that.

use std::collections::BTreeMap;

use super::{Coverage, SupportPolicy};
use crate::duration::Duration;
use crate::finding::{Check, Finder, Rule};
use crate::nearest::nearest;

/// The rule about names.
pub(super) const NAMES: Rule = Rule {
    id: "SUP9",
    summary: "Each level and each type of request has a name of its own, and what was measured is of one of them",
    why: "A request is sorted by these names. Of two that are called the same, nobody can tell whose times hold; and \
          times of a type that there is not are shown nowhere.",
    fails: "\
=== content/support-policies/platform.toml
title = \"Platform support\"
levels = [
  { name = \"Urgent\", instead = \"At once\" },
  { name = \"Urgent\", instead = \"The next office hours\" },
]
",
    passes: "\
=== content/support-policies/platform.toml
title = \"Platform support\"
levels = [
  { name = \"Urgent\", instead = \"At once\" },
  { name = \"Advice\", instead = \"The next office hours\" },
]
",
    check: Check::Record(names),
    ..Rule::ERROR
};

/// The rule about promises.
pub(super) const PROMISES: Rule = Rule {
    id: "SUP10",
    summary: "What a policy promises can be kept as it stands",
    why: "Nothing is solved before a person has answered, and nobody is paged at night where the night is not covered. \
          Readers rely on the better of the two.",
    fails: "\
=== content/support-policies/platform.toml
title = \"Platform support\"
[[levels]]
name = \"Standard\"
respond = \"4h\"
assign = \"8h\"
resolve = \"2h\"
",
    passes: "\
=== content/support-policies/platform.toml
title = \"Platform support\"
[[levels]]
name = \"Standard\"
respond = \"2h\"
assign = \"4h\"
resolve = \"8h\"
",
    check: Check::Record(promises),
    ..Rule::WARNING
};

fn names(finder: &mut Finder<'_>) {
    let policy: &SupportPolicy = finder.record();
    let levels = policy.levels.iter().map(|it| it.name.as_str());
    twice(finder, "levels", "levels", levels);
    let types = || policy.request_types.iter().map(|it| it.name.as_str());
    twice(finder, "request_types", "types of request", types());
    for (n, name) in policy.actuals.iter().map(|it| it.request_type.as_str()).enumerate() {
        if types().any(|known| known == name) {
            continue;
        }
        let message =
            format!("`{}` measures `{name}`, and has no type of request of that name", finder.entry().title);
        let hint = nearest(name, types()).map_or_else(
            || format!("add it: `[[request_types]]` with `name = \"{name}\"`"),
            |known| format!("did you mean `{known}`?"),
        );
        finder.report(&format!("actuals/{n}/request_type"), message).hint(hint);
    }
    let mut first = BTreeMap::new();
    for (n, it) in policy.actuals.iter().enumerate() {
        let Some(before) = first.insert((&it.request_type, it.period), n) else { continue };
        let at = finder.entry().at(&format!("actuals/{before}/period"));
        let message = format!("`{}` was measured twice in {}", it.request_type, it.period);
        let found = finder.report(&format!("actuals/{n}/period"), message);
        found.hint("keep the one that holds, or mend the quarter of the other").see(at, "the other");
    }
}

/// Names of a list that were there already.
fn twice<'a>(finder: &mut Finder<'_>, list: &str, what: &str, names: impl Iterator<Item = &'a str>) {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (n, name) in names.enumerate() {
        if let Some(before) = first.get(name) {
            let at = finder.entry().at(&format!("{list}/{before}/name"));
            let found = finder.report(
                &format!("{list}/{n}/name"),
                format!("two {what} of `{}` are called `{name}`", finder.entry().title),
            );
            found.hint("give one of them another name, or keep only one").see(at, "here first");
        } else {
            first.insert(name, n);
        }
    }
}

fn promises(finder: &mut Finder<'_>) {
    let policy: &SupportPolicy = finder.record();
    let leads = |it: &str| ["https://", "http://", "mailto:", "/"].iter().any(|start| it.starts_with(start));
    if let Some(intake) = policy.intake.as_deref().filter(|it| !leads(it)) {
        let message = format!("`{intake}` is no address, and pages link to it as the place to ask");
        let hint = "write one that begins with `https://` or `mailto:`; where people talk belongs into `expert_channel`";
        finder.report("intake", message).hint(hint);
    }
    for (n, level) in policy.levels.iter().enumerate() {
        in_order(finder, &format!("levels/{n}"), &level.name, [level.respond, level.assign, level.resolve]);
        if level.may_page
            && level.coverage == Some(Coverage::Business)
            && policy.coverage == Some(Coverage::Always)
        {
            let message = format!(
                "`{}` lets people page in business hours only, in a policy that says `24x7`",
                level.name
            );
            let hint = "write `coverage = \"24x7\"` here, or `coverage = \"business\"` for the whole policy";
            let at = finder.entry().at("coverage");
            finder.report(&format!("levels/{n}/coverage"), message).hint(hint).see(at, "day and night here");
        }
    }
    for (n, it) in policy.request_types.iter().enumerate() {
        // Its level's times hold where it has none of its own; those that are only the level's are told there.
        let level = it.level.as_ref().and_then(|name| policy.levels.iter().find(|level| level.name == *name));
        let own = [it.respond, it.assign, it.resolve];
        if own.iter().any(Option::is_some) {
            let of_level = level.map_or([None; 3], |level| [level.respond, level.assign, level.resolve]);
            let times = [0, 1, 2].map(|k| own[k].or(of_level[k]));
            in_order(finder, &format!("request_types/{n}"), &it.name, times);
        }
    }
}

/// Of the times until somebody answers, works on it and has solved it, the first that is sooner than
/// one before it.
fn in_order(finder: &mut Finder<'_>, field: &str, name: &str, times: [Option<Duration>; 3]) {
    const STEPS: [(&str, &str); 3] =
        [("respond", "answered"), ("assign", "worked on"), ("resolve", "solved")];
    let known = || STEPS.iter().zip(times).filter_map(|(step, time)| Some((step, time?)));
    let pairs = known().zip(known().skip(1));
    let Some(((before, earlier), (after, later))) =
        pairs.into_iter().find(|((_, earlier), (_, later))| later.is_over_before(*earlier))
    else {
        return;
    };
    let message =
        format!("`{name}` is to be {} within {later}, and only {} within {earlier}", after.1, before.1);
    let hint = format!("write into `{}` a time that is no shorter than `{}`", after.0, before.0);
    // One of the two may stand at the level.
    let spans = &finder.entry().spans;
    let at = [after.0, before.0].map(|step| format!("{field}/{step}"));
    let at = at.iter().find(|it| spans.contains_key(&format!("/{it}"))).map_or(field, String::as_str);
    finder.report(at, message).hint(hint);
}

#[cfg(test)]
mod tests {
    use crate::rule::tests::report;

    /// What these rules tell of a policy with these fields.
    fn told(fields: &str) -> Vec<String> {
        let tree =
            format!("=== content/support-policies/platform.toml\ntitle = \"Platform support\"\n{fields}\n");
        let told = report(&tree).into_iter().filter(|it| it.starts_with("SUP9") || it.starts_with("SUP10"));
        told.map(|it| it.replace(" content/support-policies/platform.toml", "")).collect()
    }

    #[test]
    fn names_are_used_once_and_lead_somewhere() {
        assert_eq!(
            told(
                "[[request_types]]\nname = \"Bug\"\n[[request_types]]\nname = \"Bug\"\n\
                  [[actuals]]\nrequest_type = \"Bugs\"\nperiod = \"2026-Q4\""
            ),
            [
                "SUP9:5:8: error: two types of request of `Platform support` are called `Bug` (give one of them another name, or keep only one)",
                "SUP9:7:16: error: `Platform support` measures `Bugs`, and has no type of request of that name (did you mean `Bug`?)",
            ]
        );
    }

    #[test]
    fn nothing_is_solved_before_it_is_answered() {
        let level =
            "[[levels]]\nname = \"Standard\"\nrespond = \"4 business hours\"\nassign = \"1 business day\"\n";
        let bug = |resolve: &str| {
            format!("{level}[[request_types]]\nname = \"Bug\"\nlevel = \"Standard\"\nresolve = \"{resolve}\"")
        };
        assert_eq!(
            told(&bug("2h")),
            [
                "SUP10:9:11: warning: `Bug` is to be solved within 2 hours, and only worked on within 1 business day (write into `resolve` a \
              time that is no shorter than `assign`)"
            ]
        );
        assert_eq!(told(&bug("2 business days")), [""; 0]);
        // Nobody knows how long a business day is by the clock.
        assert_eq!(
            told("[[levels]]\nname = \"A\"\nrespond = \"12h\"\nresolve = \"1 business day\""),
            [""; 0]
        );
    }

    #[test]
    fn what_pages_link_to_is_an_address() {
        assert_eq!(told("intake = \"https://help.example.com\""), [""; 0]);
        assert_eq!(told("intake = \"mailto:help@example.com\""), [""; 0]);
        let wrong = told("intake = \"not a url\"");
        assert!(
            wrong.len() == 1 && wrong[0].contains("SUP10:2:10: warning: `not a url` is no address"),
            "{wrong:?}"
        );
    }

    #[test]
    fn a_quarter_is_measured_once() {
        let actual = |period: &str| format!("[[actuals]]\nrequest_type = \"Bug\"\nperiod = \"{period}\"\n");
        let of = |second: &str| {
            told(&format!("[[request_types]]\nname = \"Bug\"\n{}{}", actual("2026-Q3"), actual(second)))
        };
        assert_eq!(of("2026-Q4"), [""; 0]);
        assert!(of("2026-Q3")[0].contains("SUP9:9:10: error: `Bug` was measured twice in 2026-Q3"));
    }

    #[test]
    fn a_level_that_pages_is_covered_as_its_policy_is() {
        let level = |coverage: &str| {
            format!(
                "coverage = \"24x7\"\n[[levels]]\nname = \"Critical\"\nmay_page = true\ncoverage = \"{coverage}\""
            )
        };
        assert_eq!(
            told(&level("business")),
            [
                "SUP10:6:12: warning: `Critical` lets people page in business hours only, in a policy that says `24x7` (write \
              `coverage = \"24x7\"` here, or `coverage = \"business\"` for the whole policy)"
            ]
        );
        assert_eq!(told(&level("24x7")), [""; 0]);
    }
}
