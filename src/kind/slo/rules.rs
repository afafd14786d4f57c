//! The rules about service level objectives: few, complete, measured, and a reason to talk.

use std::collections::BTreeMap;

use super::{Slo, Source};
use crate::config::PUBLIC;
use crate::entry::Entry;
use crate::facet::of_one_day;
use crate::field::none_of;
use crate::finding::{Check, Finder, Rule, Threshold};
use crate::site::EntryIx;

/// The rules.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "SLO1",
        summary: "An offering shows a handful of objectives",
        why: "A reader who is shown twenty green numbers cannot tell which of them matters.",
        thresholds: &[Threshold { name: "most", value: 5.0, unit: "public objectives an offering" }],
        fails: r#"=== onramp.toml
title = "Platform"
as_of = 2027-01-11
[rules.SLO1]
most = 1
=== content/offerings/blobs.toml
title = "Blob Store"
=== content/slos/reads.toml
title = "Reads"
offering = "blobs"
audience = "public"
=== content/slos/writes.toml
title = "Writes"
offering = "blobs"
audience = "public"
"#,
        passes: r#"=== onramp.toml
title = "Platform"
as_of = 2027-01-11
[rules.SLO1]
most = 1
=== content/offerings/blobs.toml
title = "Blob Store"
=== content/slos/reads.toml
title = "Reads"
offering = "blobs"
audience = "public"
=== content/slos/writes.toml
title = "Writes"
offering = "blobs"
"#,
        check: Check::Site(handful),
        ..Rule::WARNING
    },
    Rule {
        id: "SLO2",
        summary: "An objective says what is counted, how much of it, and over what time",
        why: "Without all three it cannot be missed, and so promises nothing.",
        fails: r#"=== content/slos/reads.toml
title = "Reads"
target = 99.95
"#,
        passes: r#"=== content/slos/reads.toml
title = "Reads"
sli = { definition = "Reads that succeed, of all reads", source = "synthetic" }
target = 99.95
window = "28 days"
"#,
        check: Check::Record(complete),
        ..Rule::ERROR
    },
    Rule {
        id: "SLO3",
        summary: "An offering is tried as a customer would, and what it shows publicly says when it misleads",
        why: "When nobody calls, passive numbers are perfect. And readers trust a number more that knows its limits.",
        fails: r#"=== content/offerings/blobs.toml
title = "Blob Store"
=== content/slos/reads.toml
title = "Reads"
offering = "blobs"
sli = { definition = "Reads that succeed, of all reads", source = "log" }
"#,
        passes: r#"=== content/offerings/blobs.toml
title = "Blob Store"
=== content/slos/reads.toml
title = "Reads"
offering = "blobs"
sli = { definition = "Reads that succeed, of all reads", source = "synthetic" }
"#,
        check: Check::Site(tried),
        ..Rule::INFO
    },
    Rule {
        id: "SLO4",
        summary: "A missed objective leads to a talk, not to a freeze by itself",
        why: "A freeze that nobody decided is got round. What helps is that those who can change something meet. The \
              rule looks for words such as frozen, and for stopped deployments.",
        fails: r#"=== content/slos/reads.toml
title = "Reads"
on_miss = "Deployments are frozen until the budget is back"
"#,
        passes: r#"=== content/slos/reads.toml
title = "Reads"
on_miss = "Storage and its two largest customers decide together what waits"
"#,
        check: Check::Record(talk),
        ..Rule::WARNING
    },
    Rule {
        id: "SLO5",
        summary: "An objective is measured",
        why: "A target that nobody has compared with what happens is a guess, and readers take it for a promise.",
        fails: r#"=== content/slos/reads.toml
title = "Reads"
target = 99.95
"#,
        passes: r#"=== content/slos/reads.toml
title = "Reads"
target = 99.95
series = [{ date = 2027-01-04, value = 99.97 }]
"#,
        check: Check::Record(measured),
        ..Rule::WARNING
    },
    Rule {
        id: "SLO6",
        summary: "What was measured is a share, and there is one for each day",
        why: "It stands beside the target as a curve. More than all cannot be good, and of two values for a day one is \
              wrong.",
        fails: r#"=== content/slos/reads.toml
title = "Reads"
series = [{ date = 2027-01-04, value = 250 }]
"#,
        passes: r#"=== content/slos/reads.toml
title = "Reads"
series = [{ date = 2027-01-04, value = 99.97 }]
"#,
        check: Check::Record(shares),
        ..Rule::ERROR
    },
    Rule {
        id: "SLO7",
        summary: "An objective leaves room to fail",
        why: "Nothing works always. One that may never fail is missed by the first request that does, and then tells \
              nobody anything.",
        fails: r#"=== content/slos/reads.toml
title = "Reads"
target = 100
"#,
        passes: r#"=== content/slos/reads.toml
title = "Reads"
target = 99.99
"#,
        check: Check::Record(leaves_room),
        ..Rule::WARNING
    },
];

/// Words of what happens on a miss that mean a stop.
const FREEZES: &[&str] = &["freeze", "freezes", "freezing", "frozen"];

/// Words that turn them round.
const NOT: &[&str] = &["never", "no", "not", "nothing", "without"];

fn handful(finder: &mut Finder<'_>) {
    let most = finder.threshold("most");
    for (offering, levels) in by_offering(finder) {
        let public: Vec<&Entry> =
            levels.into_iter().map(|(entry, _)| entry).filter(|entry| entry.audience == PUBLIC).collect();
        let count = public.len();
        let Some(last) = public.last().filter(|_| u32::try_from(count).is_ok_and(|it| f64::from(it) > most))
        else {
            continue;
        };
        let title = &finder.site.entry(offering).title;
        let message = format!("`{title}` shows {count} objectives to everyone, more than {most}");
        let hint = "keep those public that a customer would notice, and write `audience = \"internal\"` in the others";
        finder.report_at(last, last.at("audience"), message).hint(hint);
    }
}

fn tried(finder: &mut Finder<'_>) {
    for (offering, levels) in by_offering(finder) {
        let synthetic = |slo: &Slo| slo.sli.as_ref().is_none_or(|sli| sli.source == Source::Synthetic);
        if let Some((first, _)) = levels.first().filter(|_| !levels.iter().any(|(_, slo)| synthetic(slo))) {
            let title = &finder.site.entry(offering).title;
            let message = format!("no program tries `{title}` as a customer would");
            let hint = "measure one objective with `source = \"synthetic\"`, so that silence is noticed";
            finder.report_at(first, first.at("sli/source"), message).hint(hint);
        }
        for (entry, slo) in levels {
            if entry.audience == PUBLIC && slo.false_positive_notes.is_none() {
                let message =
                    format!("`{}` does not say when it looks missed and nobody noticed", entry.title);
                finder
                    .report_at(entry, entry.at("title"), message)
                    .hint("write `false_positive_notes = \"...\"`");
            }
        }
    }
}

/// The objectives of each offering, in the order of the site.
fn by_offering<'a>(finder: &Finder<'a>) -> BTreeMap<EntryIx, Vec<(&'a Entry, &'a Slo)>> {
    let site = finder.site;
    let mut levels: BTreeMap<EntryIx, Vec<(&Entry, &Slo)>> = BTreeMap::new();
    for (_, entry, slo) in site.all::<Slo>() {
        if let Some(offering) = slo.offering.as_ref().and_then(|name| site.target(entry, name)) {
            levels.entry(offering).or_default().push((entry, slo));
        }
    }
    levels
}

fn complete(finder: &mut Finder<'_>) {
    let slo: &Slo = finder.record();
    let known =
        [("sli", slo.sli.is_some()), ("target", slo.target.is_some()), ("window", slo.window.is_some())];
    let missing = known.iter().filter(|(_, there)| !there);
    let missing: Vec<String> = missing.map(|(name, _)| format!("`{name}`")).collect();
    if !missing.is_empty() {
        let message = format!("`{}` has {}", finder.entry().title, none_of(&missing));
        let hint = "write `sli = { definition = \"...\", source = \"synthetic\" }`, `target = 99.5` and \
                    `window = \"28 days\"`";
        finder.report("title", message).hint(hint);
    }
}

/// What stops something, and what that must not be, in small letters: `We stop all deploys`, `we stop
/// releasing features`.
const STOPS: &[&str] = &["block", "blocks", "halt", "halts", "pause", "pauses", "stop", "stops", "suspend"];
const RELEASES: &[&str] = &["deploy", "deploys", "deployment", "deployments", "releases", "rollouts"];
const RELEASING: &[&str] = &["deploying", "launching", "releasing", "shipping"];
/// The same from the other side: `Releases are blocked`, `deploys stop until`.
const STOPPED: &[&str] =
    &["blocked", "forbidden", "halt", "halted", "pause", "paused", "stop", "stopped", "suspended"];

fn talk(finder: &mut Finder<'_>) {
    let slo: &Slo = finder.record();
    let Some(text) = slo.on_miss.as_ref().map(|it| it.text.to_lowercase()) else { return };
    let freezes = |sentence: &str| {
        let words: Vec<&str> = sentence.split(|c: char| !c.is_alphanumeric()).collect();
        let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
        let stops = words.iter().enumerate().any(|(at, word)| {
            let after = &words[at + 1..words.len().min(at + 4)];
            let then = |list: &[&str]| after.iter().any(|word| list.contains(word));
            STOPS.contains(word) && (then(RELEASES) || then(RELEASING))
                || RELEASES.contains(word) && then(STOPPED)
        });
        // `No releases until` is a freeze that says so by a `no`.
        let none =
            words.windows(2).any(|two| two[0] == "no" && RELEASES.contains(&two[1])) && has(&["until"]);
        (has(FREEZES) || stops) && !has(NOT) || none
    };
    if text.split(['.', ';', '!', '?']).any(freezes) {
        let message = format!("when `{}` is missed, changes stop by themselves", finder.entry().title);
        let hint = "say who talks to whom and decides what waits, and let them decide";
        finder.report("on_miss", message).hint(hint);
    }
}

fn leaves_room(finder: &mut Finder<'_>) {
    let slo: &Slo = finder.record();
    if slo.target.is_some_and(|target| target >= 100.0) {
        let message = format!("`{}` aims for 100%, which leaves nothing to fail", finder.entry().title);
        let hint = "write less than 100: as much as its customers would notice, such as `target = 99.9`";
        finder.report("target", message).hint(hint);
    }
}

fn measured(finder: &mut Finder<'_>) {
    let slo: &Slo = finder.record();
    if let Some(target) = slo.target.filter(|_| slo.series.is_empty()) {
        let message = format!("`{}` aims for {target}%, and shows no measurement", finder.entry().title);
        let hint = "write what was measured: `series = [{ date = 2027-01-04, value = 99.7 }]`";
        finder.report("target", message).hint(hint);
    }
}

fn shares(finder: &mut Finder<'_>) {
    let slo: &Slo = finder.record();
    let title = &finder.entry().title;
    for (n, point) in slo.series.iter().enumerate() {
        if !(0.0..=100.0).contains(&point.value) {
            let message = format!("`{title}` was good in {}% of cases on {}", point.value, point.date);
            let hint = "write the share that was good, in percent: 0 to 100";
            finder.report(&format!("series/{n}/value"), message).hint(hint);
        }
    }
    for (n, before) in of_one_day(&slo.series) {
        let at = finder.entry().at(&format!("series/{before}"));
        let message = format!("`{title}` has two values for {}", slo.series[n].date);
        let found = finder.report(&format!("series/{n}/date"), message);
        found.hint("keep the one that holds, or mend the day of the other").see(at, "the first");
    }
}

#[cfg(test)]
mod tests {
    use crate::rule::tests::report;

    #[test]
    fn stopped_deployments_are_a_freeze_too() {
        let of = |on_miss: &str| {
            let told =
                report(&format!("=== content/slos/reads.toml\ntitle = \"Reads\"\non_miss = \"{on_miss}\"\n"));
            told.iter().filter(|it| it.starts_with("SLO4")).count()
        };
        for freeze in [
            "We stop all deploys until it recovers",
            "Releases are blocked until the budget is back",
            "All deployments will be halted",
            "Deploys stop for a week",
            "We stop releasing features",
            "No releases until the budget is back",
        ] {
            assert_eq!(of(freeze), 1, "{freeze}");
        }
        for healthy in [
            "Releases are not blocked; we talk",
            "No release is blocked by it: we talk",
            "We look at the last releases and at what they changed",
            "We do not stop deploys; we talk",
            "We stop the nightly job and look at what deploys wait for it",
            "Storage and its customers decide what waits",
            "We pause other work",
        ] {
            assert_eq!(of(healthy), 0, "{healthy}");
        }
    }
}
