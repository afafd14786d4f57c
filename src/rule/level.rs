//! Rules about what is promised: by contract and by objective, and along what an offering depends on.
//!
//! In: the whole site. Out: findings. Must not: look at one objective alone; its kind does that.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::circle;
use crate::entry::Entry;
use crate::finding::{Check, Finder, Rule};
use crate::kind::offering::Offering;
use crate::kind::slo::{Slo, SloType};
use crate::name::bare;
use crate::said::OwnText;
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
    Rule {
        id: "REL14",
        summary: "What the text of an offering promises is no more than what it aims for",
        why: "Readers hold its owners to the better of the two numbers. The rule goes by sentences in which `we` promise \
              or guarantee a share, or `our SLA` does, and by objectives of the type `availability`.",
        fails: r#"=== content/offerings/blob-store.md
+++
title = "Blob Store"
+++
We promise 99.99% availability.
=== content/slos/reads.toml
title = "Reads"
offering = "blob-store"
type = "availability"
target = 99.9
"#,
        passes: r#"=== content/offerings/blob-store.md
+++
title = "Blob Store"
+++
We aim for 99.9% availability, and promise nothing.
=== content/slos/reads.toml
title = "Reads"
offering = "blob-store"
type = "availability"
target = 99.9
"#,
        check: Check::Site(in_words),
        ..Rule::WARNING
    },
    Rule {
        id: "REL16",
        summary: "Offerings do not depend on one another in a circle",
        why: "When one of them is down all are, and none can be brought back first.",
        fails: r#"=== content/offerings/compute.toml
title = "Container Compute"
depends_on = ["discovery"]
=== content/offerings/discovery.toml
title = "Service Discovery"
depends_on = ["compute"]
"#,
        passes: r#"=== content/offerings/compute.toml
title = "Container Compute"
depends_on = ["discovery"]
=== content/offerings/discovery.toml
title = "Service Discovery"
"#,
        check: Check::Site(in_a_circle),
        ..Rule::WARNING
    },
];

/// Offerings that depend on one another; a circle is told once, at its first. That one names itself is told for
/// records of every kind.
fn in_a_circle(finder: &mut Finder<'_>) {
    let site = finder.site;
    let needs = |(ix, entry, offering): (EntryIx, &Entry, &Offering)| {
        (ix, offering.depends_on.iter().filter_map(|name| site.target(entry, name)).collect())
    };
    let circles = circle::circles(&site.all::<Offering>().map(needs).collect());
    for circle in circles.into_iter().filter(|circle| circle.len() > 1) {
        let named: Vec<String> = circle.iter().map(|ix| format!("`{}`", site.entry(*ix).title)).collect();
        let message = format!("offerings depend on one another: {}", named.join(", "));
        let (first, second) = (site.entry(circle[0]), site.entry(circle[1]));
        let found = finder.report_at(first, first.at("depends_on"), message);
        let hint =
            "take one of their `depends_on` away; if both are meant, say in a waiver which one starts alone";
        found.hint(hint).see(second.at("depends_on"), "and back");
    }
}

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

/// The most availability that each offering aims for, and where: of several, those who build on it may rely on
/// the best.
fn availability(site: &Site) -> BTreeMap<EntryIx, (f64, &Entry)> {
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
    best
}

fn stricter(finder: &mut Finder<'_>) {
    let site = finder.site;
    let best = availability(site);
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

fn in_words(finder: &mut Finder<'_>) {
    let site = finder.site;
    for (ix, (target, level)) in availability(site) {
        let entry = site.entry(ix);
        let mut file = OwnText::new(site, entry);
        for text in entry.texts.values() {
            let blocks = text.body.sections.iter().flat_map(|section| section.text.lines());
            for (said, percent) in blocks.filter_map(promised).filter(|(_, percent)| *percent > target) {
                let message =
                    format!("`{said}`: `{}` promises {percent}%, and aims for only {target}%", entry.title);
                let at = file.as_mut().and_then(|file| file.next(&text.pointer, &said));
                let at = at.map_or_else(
                    || entry.at(text.pointer.trim_start_matches('/')),
                    |span| entry.location(span),
                );
                let found = finder.report_at(entry, at, message);
                found.hint("write what it aims for, or aim for more").see(level.at("target"), "its aim");
            }
        }
    }
}

/// What `we` promise in a block of text: the words, and how many percent of availability.
fn promised(block: &str) -> Option<(String, f64)> {
    const WORDS: &[&str] = &["guarantee", "promise"];
    /// With one of these, it is taken back, or a share of something else.
    const OTHER: &[&str] = &[
        "but",
        "cannot",
        "correct",
        "durability",
        "durable",
        "fresh",
        "latency",
        "never",
        "no",
        "not",
        "ms",
        "than",
        "second",
        "seconds",
        "under",
        "within",
        "without",
    ];
    // Few texts promise a share.
    if !block.contains('%') {
        return None;
    }
    let words: Vec<&str> = block.split_whitespace().collect();
    let ends = |word: &&str| word.ends_with(['.', '!', '?', ';', ':']);
    words.split_inclusive(ends).find_map(|sentence| {
        let lower: Vec<String> = sentence.iter().map(|word| bare(word).to_lowercase()).collect();
        let from = lower.windows(2).position(|two| {
            two[0] == "we" && WORDS.contains(&two[1].as_str()) || two[0] == "our" && two[1] == "sla"
        })?;
        let share = |word: &String| word.strip_suffix('%')?.parse::<f64>().ok().filter(|it| *it < 100.0);
        let (n, percent) = (from..lower.len()).find_map(|n| Some((n, share(&lower[n])?)))?;
        let other = lower.iter().any(|word| OTHER.contains(&word.as_str()) || word.ends_with("n't"));
        (!other).then(|| {
            (sentence[from..=n].iter().map(|word| bare(word)).collect::<Vec<_>>().join(" "), percent)
        })
    })
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
    use super::promised;
    use crate::rule::tests::report;

    #[test]
    fn what_we_promise_is_read_in_a_sentence() {
        for text in [
            "We promise 99.99%.",
            "It is stable: we guarantee that it answers 99.99% of the time.",
            "Our SLA is 99.99% a month",
        ] {
            assert!(promised(text).is_some_and(|(_, percent)| (percent - 99.99).abs() < 1e-9), "{text}");
        }
        for text in [
            "We do not promise 99.99%.",
            "We promise no more than 99.99%.",
            "We promise little. 99.99% of reads are cached.",
            "The vendor promises 99.99%.",
            "Built on a store whose SLA is 99.99%",
            "We promise 99.999999999% durability.",
            "We guarantee that 99.99% of reads answer within 50 ms.",
            "We guarantee that 100% of copies are encrypted.",
        ] {
            assert_eq!(promised(text), None, "{text}");
        }
    }

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
