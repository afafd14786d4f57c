//! The rules about support policies. What is said twice stands in `consistent.rs`.

use std::collections::BTreeMap;

use super::consistent::{NAMES, PROMISES};
use super::{Coverage, Level, SupportPolicy};
use crate::config::Wording;
use crate::duration::Duration;
use crate::entry::Entry;
use crate::finding::{Check, Finder, Rule, Threshold};
use crate::record::Phrase;

/// The rules.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "SUP1",
        summary: "A level that may page says what it does to the business, and what points at the platform",
        why: "Without the first, everything is urgent; without the second, the platform is woken for what it cannot mend.",
        fails: "\
=== content/support-policies/platform.toml
title = \"Platform support\"
[[levels]]
name = \"Critical\"
may_page = true
business_impact = \"Customers cannot pay\"
respond = \"15m\"
",
        passes: "\
=== content/support-policies/platform.toml
title = \"Platform support\"
[[levels]]
name = \"Critical\"
may_page = true
business_impact = \"Customers cannot pay\"
engage_condition = \"Our status check is red\"
respond = \"15m\"
",
        check: Check::Record(pageable),
        ..Rule::ERROR
    },
    Rule {
        id: "SUP2",
        summary: "Each level and each type of request says how long it takes",
        why: "How long will I wait is the question that people come with. Without a time until somebody works on it, \
              or until it is solved, it is a warning.",
        fails: "\
=== content/support-policies/platform.toml
title = \"Platform support\"
[[request_types]]
name = \"Bug\"
assign = \"1 business day\"
resolve = \"5 business days\"
",
        passes: "\
=== content/support-policies/platform.toml
title = \"Platform support\"
[[request_types]]
name = \"Bug\"
respond = \"4 business hours\"
assign = \"1 business day\"
resolve = \"5 business days\"
",
        check: Check::Record(times),
        ..Rule::ERROR
    },
    Rule {
        id: "SUP3",
        summary: "All offerings have one intake",
        why: "With several, people choose the wrong one and are sent on.",
        fails: "\
=== content/support-policies/platform.toml
title = \"Platform support\"
intake = \"https://help.example.com/platform\"
=== content/support-policies/storage.toml
title = \"Storage support\"
intake = \"https://help.example.com/storage\"
=== content/offerings/compute.toml
title = \"Container Compute\"
support = \"platform\"
=== content/offerings/blob-store.toml
title = \"Blob Store\"
support = \"storage\"
",
        passes: "\
=== content/support-policies/platform.toml
title = \"Platform support\"
intake = \"https://help.example.com/platform\"
=== content/support-policies/storage.toml
title = \"Storage support\"
intake = \"https://help.example.com/platform\"
=== content/offerings/compute.toml
title = \"Container Compute\"
support = \"platform\"
=== content/offerings/blob-store.toml
title = \"Blob Store\"
support = \"storage\"
",
        check: Check::Site(one_intake),
        ..Rule::WARNING
    },
    Rule {
        id: "SUP5",
        summary: "What is called an agreement has a contract",
        why: "An agreement that nobody signed reads as one, until the day it is missed.",
        fails: "\
=== content/support-policies/platform.toml
title = \"Platform support\"
wording = \"sla\"
",
        passes: "\
=== content/support-policies/platform.toml
title = \"Platform support\"
wording = \"sla\"
contract = \"The frame agreement with the bank, part 4\"
",
        check: Check::Record(agreement),
        ..Rule::INFO
    },
    Rule {
        id: "SUP6",
        summary: "What production runs on is covered day and night, or says why not",
        why: "Its users learn at three in the morning that nobody answers, or before.",
        fails: "\
=== content/support-policies/platform.toml
title = \"Platform support\"
coverage = \"business\"
=== content/offerings/blob-store.toml
title = \"Blob Store\"
lifecycle = \"ga\"
support = \"platform\"
",
        passes: "\
=== content/support-policies/platform.toml
title = \"Platform support\"
coverage = \"business\"
coverage_exception = \"Only builds run on it, and builds wait until morning\"
=== content/offerings/blob-store.toml
title = \"Blob Store\"
lifecycle = \"ga\"
support = \"platform\"
",
        check: Check::Record(day_and_night),
        ..Rule::WARNING
    },
    Rule {
        id: "SUP7",
        summary: "What is asked again and again has a page, or something that will make it rarer",
        why: "The same answer, typed for the hundredth time, is work that a page does better.",
        thresholds: &[Threshold { name: "week", value: 3.0, unit: "requests a week" }],
        fails: "\
=== content/support-policies/platform.toml
title = \"Platform support\"
[[categories]]
name = \"Expired tokens\"
requests_week = 7
",
        passes: "\
=== content/support-policies/platform.toml
title = \"Platform support\"
[[categories]]
name = \"Expired tokens\"
requests_week = 7
improvement = \"Tokens renew themselves from spring on\"
",
        check: Check::Record(categories),
        ..Rule::INFO
    },
    NAMES,
    PROMISES,
];

fn pageable(finder: &mut Finder<'_>) {
    let policy: &SupportPolicy = finder.record();
    for (n, level) in policy.levels.iter().enumerate().filter(|(_, level)| level.may_page) {
        let (missing, hint) = match (&level.business_impact, &level.engage_condition) {
            (Some(_), Some(_)) => continue,
            (None, Some(_)) => ("what it does to the business", "write `business_impact = \"...\"`"),
            (Some(_), None) => (
                "what must point at the platform first",
                "write `engage_condition = \"...\"`, such as what its dashboard shows then",
            ),
            (None, None) => (
                "what it does to the business, nor what must point at the platform first",
                "write `business_impact` and `engage_condition`",
            ),
        };
        let message = format!("`{}` lets people page somebody, and does not say {missing}", level.name);
        finder.report(&format!("levels/{n}"), message).hint(hint);
    }
}

/// The times of a level or a type of request.
struct Times<'a> {
    field: String,
    name: &'a str,
    each: [(&'static str, Option<Duration>); 3],
    instead: Option<&'a Phrase>,
}

fn times(finder: &mut Finder<'_>) {
    let policy: &SupportPolicy = finder.record();
    let by_name: BTreeMap<&str, &Level> = policy.levels.iter().map(|it| (it.name.as_str(), it)).collect();
    let levels = policy.levels.iter().enumerate().map(|(n, it)| Times {
        field: format!("levels/{n}"),
        name: &it.name,
        each: [("respond", it.respond), ("assign", it.assign), ("resolve", it.resolve)],
        instead: it.instead.as_ref(),
    });
    let mut all: Vec<Times<'_>> = levels.collect();
    for (n, it) in policy.request_types.iter().enumerate() {
        let level = it.level.as_deref().map(|name| (name, by_name.get(name)));
        if let Some((name, None)) = level {
            let message = format!("`{}` has the level `{name}`, and there is none of that name", it.name);
            let names: Vec<String> = by_name.keys().map(|name| format!("`{name}`")).collect();
            let hint = format!("write one of {}", names.join(", "));
            finder.report(&format!("request_types/{n}/level"), message).hint(hint);
            continue;
        }
        let level = level.and_then(|(_, level)| level);
        all.push(Times {
            field: format!("request_types/{n}"),
            name: &it.name,
            each: [
                ("respond", it.respond.or(level.and_then(|level| level.respond))),
                ("assign", it.assign.or(level.and_then(|level| level.assign))),
                ("resolve", it.resolve.or(level.and_then(|level| level.resolve))),
            ],
            instead: it.instead.as_ref().or(level.and_then(|level| level.instead.as_ref())),
        });
    }
    for times in all.iter().filter(|times| times.instead.is_none()) {
        let missing: Vec<String> = times
            .each
            .iter()
            .filter(|(_, time)| time.is_none())
            .map(|(name, _)| format!("`{name}`"))
            .collect();
        let Some(first) = missing.first() else { continue };
        let silent = first == "`respond`";
        let what = if silent { "when a person answers" } else { "how long the rest takes" };
        let message = format!("`{}` does not say {what}: {} is missing", times.name, missing.join(", "));
        let hint = "write a duration such as `4 business hours`, or `instead = \"the next office hours\"`";
        let found = finder.report(&times.field, message).hint(hint);
        if !silent {
            found.as_warning();
        }
    }
}

fn one_intake(finder: &mut Finder<'_>) {
    let site = finder.site;
    let mut by_intake: BTreeMap<&str, Vec<(usize, &Entry)>> = BTreeMap::new();
    for (_, entry, policy) in site.all::<SupportPolicy>() {
        let offerings = site.referrers(entry, "support").count();
        if let Some(intake) = policy.intake.as_deref().filter(|_| offerings > 0) {
            by_intake.entry(intake.trim_end_matches('/')).or_default().push((offerings, entry));
        }
    }
    let weight = |all: &Vec<(usize, &Entry)>| all.iter().map(|(offerings, _)| offerings).sum::<usize>();
    let Some(most) = by_intake.values().map(weight).max() else { return };
    let Some(usual) = by_intake.iter().find(|(_, all)| weight(all) == most).map(|(intake, _)| *intake) else {
        return;
    };
    for (intake, entry) in by_intake
        .iter()
        .filter(|(intake, _)| **intake != usual)
        .flat_map(|(intake, all)| all.iter().map(move |it| (intake, it.1)))
    {
        let message = format!(
            "`{}` sends people to `{intake}`, and most other policies to `{usual}`: who asks must know which",
            entry.title
        );
        let found = finder.report_at(entry, entry.at("intake"), message);
        found.hint("let one form reach everybody, and sort behind it");
    }
}

fn agreement(finder: &mut Finder<'_>) {
    let policy: &SupportPolicy = finder.record();
    let wording = policy.wording.unwrap_or(finder.site.config.wording);
    if wording == Wording::Agreement && policy.contract.is_none() {
        let message = format!(
            "`{}` calls its times an agreement, and no contract holds anybody to them",
            finder.entry().title
        );
        let hint = "write `wording = \"slo\"`, or name the `contract`";
        finder.report("wording", message).hint(hint);
    }
}

fn day_and_night(finder: &mut Finder<'_>) {
    let policy: &SupportPolicy = finder.record();
    if policy.coverage != Some(Coverage::Business) || policy.coverage_exception.is_some() {
        return;
    }
    let site = finder.site;
    let available = |ix| {
        let offering = site.entry(ix);
        (offering.value.get("lifecycle")? == "ga").then_some(offering)
    };
    if let Some(offering) = site.referrers(finder.entry(), "support").find_map(available) {
        let message = format!("production runs on `{}`, and nobody answers at night", offering.title);
        let hint = "write `coverage = \"24x7\"`, or say why not in `coverage_exception`";
        finder.report("coverage", message).hint(hint);
    }
}

fn categories(finder: &mut Finder<'_>) {
    let policy: &SupportPolicy = finder.record();
    let most = finder.threshold("week");
    for (n, it) in policy.categories.iter().enumerate() {
        if it.requests_week > most && it.page.is_none() && it.improvement.is_none() {
            let message = format!(
                "`{}` is asked about {} times a week, and no page answers it",
                it.name, it.requests_week
            );
            let hint = "write the page that answers it and name it as `page`, or the `improvement` that is under way";
            finder.report(&format!("categories/{n}"), message).hint(hint);
        }
    }
}
