//! Rules about what offerings stand on and lead to: ways off what is going, upstreams that end, and
//! applications that need more than is there.
//!
//! In: the whole site. Out: findings. Must not: look at one record alone; its kind does that.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::entry::Entry;
use crate::finding::{Check, Finder, Rule, Threshold};
use crate::kind::application::Application;
use crate::kind::migration::Migration;
use crate::kind::offering::{Lifecycle, Maturity, Offering};
use crate::kind::sunset::Sunset;
use crate::kind::upstream::Upstream;
use crate::site::{EntryIx, Site};

/// The rules.
pub const RULES: &[Rule] = &[
    Rule {
        id: "OFF8",
        summary: "What is no longer for new use has a way off it",
        why: "Those who are on it read that they should leave, and not where to.",
        fails: "\
=== content/offerings/vms.toml
title = \"Virtual Machines\"
lifecycle = \"deprecated\"
",
        passes: "\
=== content/offerings/vms.toml
title = \"Virtual Machines\"
lifecycle = \"deprecated\"
=== content/migrations/vms.toml
title = \"Off virtual machines\"
from = [\"vms\"]
",
        check: Check::Site(ways_off),
        ..Rule::WARNING
    },
    Rule {
        id: "OFF10",
        summary: "What is built on something that ends within a year is moved off it in time",
        why: "The day is known, and the work takes quarters. A migration without a last day promises nothing; of one \
              with a later day REL10 tells. Up to two years ahead it is a remark.",
        dated: true,
        thresholds: &[
            Threshold { name: "months", value: 12.0, unit: "months" },
            Threshold { name: "remark", value: 24.0, unit: "months" },
        ],
        fails: "\
=== content/offerings/batch.toml
title = \"Batch Jobs\"
upstreams = [\"airflow\"]
=== content/upstreams/airflow.toml
title = \"Airflow\"
eol = 2027-09-29
",
        passes: "\
=== content/offerings/batch.toml
title = \"Batch Jobs\"
upstreams = [\"airflow\"]
=== content/upstreams/airflow.toml
title = \"Airflow\"
eol = 2027-09-29
=== content/migrations/airflow.toml
title = \"Airflow 2 to 3\"
from = [\"airflow\"]
deadline = { date = 2027-08-31, source = \"upstream_eol\" }
",
        check: Check::Site(upstreams),
        ..Rule::WARNING
    },
    Rule {
        id: "REL10",
        summary: "A migration is over before what it leaves behind, or what causes it, ends",
        why: "Whoever moves on its last day stood for a while on something that nobody mends, and was told that it is \
              in time.",
        fails: "\
=== content/upstreams/airflow.toml
title = \"Airflow 2\"
eol = 2027-09-29
=== content/migrations/airflow.toml
title = \"Airflow 2 to 3\"
caused_by = [\"airflow\"]
deadline = { date = 2027-12-17, source = \"upstream_eol\" }
",
        passes: "\
=== content/upstreams/airflow.toml
title = \"Airflow 2\"
eol = 2027-09-29
=== content/migrations/airflow.toml
title = \"Airflow 2 to 3\"
caused_by = [\"airflow\"]
deadline = { date = 2027-08-31, source = \"upstream_eol\" }
",
        check: Check::Site(outlived),
        ..Rule::WARNING
    },
    Rule {
        id: "OFF14",
        summary: "Critical applications are built on what is ready for them",
        why: "An offering that is still finding its form does so with those who can bear it: the less critical come first.",
        thresholds: &[Threshold { name: "level", value: 1.0, unit: "tier, the most critical is 0" }],
        fails: "\
=== content/offerings/graph.toml
title = \"Graph Storage\"
maturity = \"scrappy\"
=== content/app_tiers/tier-0.toml
title = \"Tier 0\"
level = 0
=== content/applications/cart.toml
title = \"cart\"
tier = \"tier-0\"
uses = [{ offering = \"graph\" }]
",
        passes: "\
=== content/offerings/graph.toml
title = \"Graph Storage\"
maturity = \"robust\"
=== content/app_tiers/tier-0.toml
title = \"Tier 0\"
level = 0
=== content/applications/cart.toml
title = \"cart\"
tier = \"tier-0\"
uses = [{ offering = \"graph\" }]
",
        check: Check::Site(readiness),
        ..Rule::WARNING
    },
];

fn ways_off(finder: &mut Finder<'_>) {
    let site = finder.site;
    let mut left: BTreeSet<EntryIx> = BTreeSet::new();
    for (_, entry, migration) in site.all::<Migration>() {
        left.extend(migration.left_behind(entry, site));
    }
    for (_, entry, sunset) in site.all::<Sunset>() {
        let whole = sunset.offering.as_ref().filter(|_| sunset.part.is_none());
        left.extend(whole.and_then(|it| site.target(entry, it)));
    }
    for (ix, entry, offering) in site.all::<Offering>() {
        let leaving = matches!(offering.lifecycle, Some(Lifecycle::Deprecated | Lifecycle::Sunsetting));
        if leaving && !left.contains(&ix) {
            let message = format!("`{}` is not for new use, and nothing says how to leave it", entry.title);
            let hint = format!(
                "write a migration with `from = [\"{0}\"]`, or a sunset with `offering = \"{0}\"`",
                entry.id.name
            );
            finder.report_at(entry, entry.at("lifecycle"), message).hint(hint);
        }
    }
}

/// The migrations that leave each upstream, or that it is the reason for.
fn migrations_off(site: &Site) -> BTreeMap<EntryIx, Vec<(&Entry, &Migration)>> {
    let mut off: BTreeMap<EntryIx, Vec<(&Entry, &Migration)>> = BTreeMap::new();
    for (_, entry, migration) in site.all::<Migration>() {
        let named = migration.from.iter().chain(&migration.caused_by);
        let named: BTreeSet<EntryIx> = named.filter_map(|it| site.target(entry, it)).collect();
        for upstream in named {
            off.entry(upstream).or_default().push((entry, migration));
        }
    }
    off
}

fn upstreams(finder: &mut Finder<'_>) {
    let site = finder.site;
    let off = migrations_off(site);
    let soon = months_from(site.as_of, finder.threshold("months"));
    let remark = months_from(site.as_of, finder.threshold("remark"));
    for (_, entry, offering) in site.all::<Offering>() {
        // Nobody is on what is gone, nor yet on what is an idea.
        if matches!(offering.lifecycle, Some(Lifecycle::Retired | Lifecycle::Idea)) {
            continue;
        }
        for (n, reference) in offering.upstreams.iter().enumerate() {
            let Some(ix) = site.target(entry, reference) else { continue };
            let upstream = site.entry(ix);
            let Some(eol) = upstream.record::<Upstream>().and_then(|it| it.eol).filter(|eol| *eol <= remark)
            else {
                continue;
            };
            let leaving = off.get(&ix).map_or(&[][..], |it| it);
            if leaving.iter().any(|(_, migration)| migration.ends_by(eol)) {
                continue;
            }
            // One that ends, and too late, REL10 tells of where its day stands.
            if leaving.iter().any(|(_, migration)| migration.planned_end().is_some()) {
                continue;
            }
            let (lack, hint) = lack(leaving, upstream, eol);
            let ends = if eol < site.as_of { "ended" } else { "ends" };
            let message = format!(
                "`{}`, which `{}` is built on, {ends} on {eol}, and {lack}",
                upstream.title, entry.title
            );
            let found = finder.report_at(entry, entry.at(&format!("upstreams/{n}")), message);
            found.hint(hint).see(upstream.at("eol"), "it ends here");
            if eol > soon {
                found.as_info();
            }
        }
    }
}

/// What keeps an upstream from being left in time, and what to write.
fn lack(leaving: &[(&Entry, &Migration)], upstream: &Entry, eol: Date) -> (String, String) {
    let name = &upstream.id.name;
    match leaving.first() {
        Some((migration, _)) => (
            format!("`{}`, which leaves it, says no last day", migration.title),
            format!("write `deadline` or `old_supported_until` in it, {eol} at the latest"),
        ),
        None => (
            "no migration leaves it".to_owned(),
            format!("write a migration with `from = [\"{name}\"]` or `caused_by = [\"{name}\"]`"),
        ),
    }
}

/// Migrations whose last day comes after the end of what they leave, or of what causes them.
fn outlived(finder: &mut Finder<'_>) {
    let site = finder.site;
    for (upstream, leaving) in migrations_off(site) {
        let upstream = site.entry(upstream);
        let Some(eol) = upstream.record::<Upstream>().and_then(|it| it.eol) else { continue };
        for (entry, migration) in leaving {
            let (title, ends) = (&entry.title, format!("`{}` ends before that, on {eol}", upstream.title));
            let late = |day: Option<Date>| day.filter(|day| *day > eol && !migration.is_done());
            let (field, message) = if let Some(day) = late(migration.deadline.as_ref().map(|it| it.date)) {
                ("deadline/date", format!("`{title}` gives until {day}, and {ends}"))
            } else if let Some(day) = late(migration.old_supported_until) {
                ("old_supported_until", format!("`{title}` supports the old until {day}, and {ends}"))
            } else {
                continue;
            };
            let hint = format!(
                "move the day to {eol} at the latest; or write into `{}` until when somebody still mends it",
                upstream.id.name
            );
            let found = finder.report_at(entry, entry.at(field), message);
            found.hint(hint).see(upstream.at("eol"), "it ends here");
        }
    }
}

fn readiness(finder: &mut Finder<'_>) {
    let site = finder.site;
    let most = finder.threshold("level");
    for (_, entry, application) in site.all::<Application>() {
        let Some(tier) = application.tier.as_ref().and_then(|it| site.target(entry, it)) else { continue };
        let level = site.entry(tier).value.get("level").and_then(serde_json::Value::as_f64);
        if level.is_none_or(|level| level > most) {
            continue;
        }
        for (n, used) in application.uses.iter().enumerate() {
            let Some(of) = site.target(entry, &used.offering) else { continue };
            let offering = site.entry(of);
            let Some(record) = offering.record::<Offering>() else { continue };
            let tiers: Vec<EntryIx> =
                record.ready_for_tiers.iter().filter_map(|it| site.target(offering, it)).collect();
            let unready = !tiers.is_empty() && !tiers.contains(&tier);
            let (because, field, say) = if record.maturity == Some(Maturity::Scrappy) {
                (
                    "is not ready for that: its `maturity` is `scrappy`",
                    "maturity",
                    "`maturity = \"scalable\"`",
                )
            } else if unready {
                ("is not ready for that", "ready_for_tiers", "`ready_for_tiers`")
            } else {
                continue;
            };
            let message = format!(
                "`{}` is {}, and is built on `{}`, which {because}",
                entry.title,
                site.entry(tier).title,
                offering.title
            );
            let found = finder.report_at(entry, entry.at(&format!("uses/{n}/offering")), message);
            found.hint(format!("let less critical applications go first, or say that it is ready: {say}"));
            found.see(offering.at(field), "said here");
        }
    }
}

/// A day so many months later.
#[expect(clippy::cast_possible_truncation, reason = "a number of months that a site sets")]
fn months_from(day: Date, months: f64) -> Date {
    day.saturating_add((months.clamp(0.0, 1200.0) as i32).months())
}

#[cfg(test)]
mod tests {
    use crate::rule::tests::report;

    #[test]
    fn a_migration_that_ends_too_late_is_told_once_and_where_its_day_stands() {
        let told = |fields: &str| {
            let told = report(&format!(
                "=== content/offerings/batch.toml\ntitle = \"Batch Jobs\"\nupstreams = [\"airflow\"]\n\
                 === content/upstreams/airflow.toml\ntitle = \"Airflow\"\neol = 2027-09-29\n\
                 === content/migrations/airflow.toml\ntitle = \"Airflow 2 to 3\"\nfrom = [\"airflow\"]\n{fields}\n"
            ));
            let told = told.into_iter().filter(|it| it.starts_with("OFF10") || it.starts_with("REL10"));
            told.map(|it| it.split(" (").next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(
            told("deadline = { date = 2027-12-17 }"),
            [
                "REL10 content/migrations/airflow.toml:3:21: warning: `Airflow 2 to 3` gives until 2027-12-17, and `Airflow` ends \
              before that, on 2027-09-29"
            ]
        );
        assert_eq!(
            told("deadline = { date = 2027-09-29 }\nold_supported_until = 2027-12-17"),
            [
                "REL10 content/migrations/airflow.toml:4:23: warning: `Airflow 2 to 3` supports the old until 2027-12-17, and \
              `Airflow` ends before that, on 2027-09-29"
            ]
        );
        let told_of_none = told("");
        assert!(told_of_none.len() == 1 && told_of_none[0].contains("says no last day"), "{told_of_none:?}");
        assert_eq!(told("deadline = { date = 2027-09-29 }"), [""; 0]);
        assert_eq!(told("deadline = { date = 2027-12-17 }\nstage = \"done\""), [""; 0]);
    }
}
