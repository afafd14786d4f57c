//! Rules about what is promised: by contract and by objective, and along what an offering depends on.
//!
//! In: the whole site. Out: findings. Must not: look at one objective alone; its kind does that.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::entry::Entry;
use crate::finding::{Check, Finder, Rule};
use crate::kind::offering::Offering;
use crate::kind::slo::{Slo, SloType};
use crate::site::{EntryIx, Site};

/// The rules.
pub const RULES: &[Rule] = &[
    Rule {
        id: "REL2",
        summary: "What a contract promises is no stricter than what is aimed for",
        why: "The objective is there to be missed before the contract is.",
        fails: r#"=== content/slos/reads.toml
title = "Reads"
target = 99.9
sla_target = 99.95
"#,
        passes: r#"=== content/slos/reads.toml
title = "Reads"
target = 99.95
sla_target = 99.9
"#,
        check: Check::Record(promise),
        ..Rule::ERROR
    },
    Rule {
        id: "REL5",
        summary: "An offering aims for no more availability than what it depends on",
        why: "It is down whenever that is, unless it was built to do without. Then say so in a waiver.",
        fails: r#"=== content/offerings/compute.toml
title = "Container Compute"
depends_on = ["discovery"]
=== content/offerings/discovery.toml
title = "Service Discovery"
=== content/slos/compute.toml
title = "The API answers"
offering = "compute"
type = "availability"
target = 99.95
=== content/slos/discovery.toml
title = "Names are found"
offering = "discovery"
type = "availability"
target = 99.9
"#,
        passes: r#"=== content/offerings/compute.toml
title = "Container Compute"
depends_on = ["discovery"]
=== content/offerings/discovery.toml
title = "Service Discovery"
=== content/slos/compute.toml
title = "The API answers"
offering = "compute"
type = "availability"
target = 99.9
=== content/slos/discovery.toml
title = "Names are found"
offering = "discovery"
type = "availability"
target = 99.95
"#,
        check: Check::Site(stricter),
        ..Rule::WARNING
    },
];

fn promise(finder: &mut Finder<'_>) {
    let entry = finder.entry();
    let Some(slo) = entry.record::<Slo>() else { return };
    if let (Some(promised), Some(target)) = (slo.sla_target, slo.target)
        && promised > target
    {
        let message = format!(
            "`{}` promises {promised}% by contract, and aims for only {target}%: it could hit its aim and break its word",
            entry.title
        );
        let hint = "aim for more than the contract says, or promise less when it is next written";
        finder.report("sla_target", message).hint(hint);
    }
}

fn stricter(finder: &mut Finder<'_>) {
    let site = finder.site;
    // The most that each offering aims for: of several, an offering above may rely on the best.
    let mut best: BTreeMap<EntryIx, (f64, &Entry)> = BTreeMap::new();
    for (_, entry, slo) in site.all::<Slo>() {
        let (Some(SloType::Availability), Some(target)) = (slo.what, slo.target) else { continue };
        let Some(offering) = slo.offering.as_ref().and_then(|name| site.target(entry, name)) else {
            continue;
        };
        let known = best.entry(offering).or_insert((target, entry));
        if target > known.0 {
            *known = (target, entry);
        }
    }
    for (ix, (target, level)) in &best {
        let above = site.entry(*ix);
        for (below, through) in stands_on(*ix, &best, site) {
            let Some((weaker, other)) = best.get(&below).filter(|(other, _)| other < target) else {
                continue;
            };
            let through =
                through.map_or_else(String::new, |ix| format!(", through `{}`", site.entry(ix).title));
            let message = format!(
                "`{}` aims for {target}%, more than what it depends on{through}: `{}` aims for {weaker}%",
                above.title,
                site.entry(below).title
            );
            let hint = "aim for less, ask the other for more, or say in a waiver how it does without";
            let found = finder.report_at(level, level.at("target"), message);
            found.hint(hint).see(other.at("target"), "the weaker one");
        }
    }
}

/// What an offering depends on and that has an aim, and through which of those that have none.
fn stands_on(
    ix: EntryIx,
    best: &BTreeMap<EntryIx, (f64, &Entry)>,
    site: &Site,
) -> Vec<(EntryIx, Option<EntryIx>)> {
    let below = |ix: EntryIx| -> Vec<EntryIx> {
        let entry = site.entry(ix);
        let names = entry.record::<Offering>().map_or(&[][..], |it| &it.depends_on);
        names.iter().filter_map(|name| site.target(entry, name)).collect()
    };
    let mut seen = BTreeSet::from([ix]);
    let mut open: VecDeque<(EntryIx, Option<EntryIx>)> = below(ix).into_iter().map(|it| (it, None)).collect();
    let mut found = Vec::new();
    while let Some((at, through)) = open.pop_front() {
        if !seen.insert(at) {
            continue;
        }
        // One that has an aim answers for what lies below it.
        if best.contains_key(&at) {
            found.push((at, through));
        } else {
            open.extend(below(at).into_iter().map(|it| (it, through.or(Some(at)))));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::rule::tests::report;

    #[test]
    fn one_without_an_aim_hides_nothing_below_it() {
        let offering = |name: &str, on: &str| {
            format!("=== content/offerings/{name}.toml\ntitle = \"{name}\"\ndepends_on = [{on}]\n")
        };
        let slo = |name: &str, target: &str| {
            format!(
                "=== content/slos/{name}.toml\ntitle = \"{name}\"\noffering = \"{name}\"\ntype = \"availability\"\ntarget = {target}\n"
            )
        };
        let told = |middle: &str| {
            let tree = offering("shop", "\"names\"")
                + &offering("names", "\"disk\", \"shop\"")
                + &offering("disk", "");
            let told = report(&(tree + &slo("shop", "99.99") + &slo("disk", "99.5") + middle));
            told.into_iter().filter(|it| it.starts_with("REL5")).collect::<Vec<String>>()
        };
        let found = told("");
        assert!(
            found.len() == 1
                && found[0].contains(
                    "`shop` aims for 99.99%, more than what it depends on, through `names`: `disk` aims for 99.5%"
                ),
            "{found:?}"
        );
        // One that has an aim answers for what lies below it itself.
        let found = told(&slo("names", "99.99"));
        assert!(found.len() == 1 && found[0].contains("`names` aims for 99.99%"), "{found:?}");
    }
}
