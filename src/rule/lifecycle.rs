//! Rules about what offerings stand on and lead to: ways off what is going, upstreams that end, and
//! applications that need more than is there.
//!
//! In: the whole site. Out: findings. Must not: look at one record alone; its kind does that.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::finding::{Check, Finder, Rule, Threshold};
use crate::kind::application::Application;
use crate::kind::migration::Migration;
use crate::kind::offering::{Lifecycle, Maturity, Offering};
use crate::kind::sunset::Sunset;
use crate::kind::upstream::Upstream;
use crate::site::EntryIx;

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
        summary: "What is built on something that ends within a year is being moved",
        why: "The day is known, and the work takes quarters. Up to two years ahead it is a remark.",
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
",
        check: Check::Site(upstreams),
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

/// The upstreams that a migration leaves, or that are the reason for one.
fn covered(finder: &Finder<'_>) -> BTreeSet<EntryIx> {
    let site = finder.site;
    let mut covered = BTreeSet::new();
    for (_, entry, migration) in site.all::<Migration>() {
        let named = migration.from.iter().chain(&migration.caused_by);
        covered.extend(named.filter_map(|it| site.target(entry, it)));
    }
    covered
}

fn upstreams(finder: &mut Finder<'_>) {
    let site = finder.site;
    let covered = covered(finder);
    let soon = months_from(site.as_of, finder.threshold("months"));
    let remark = months_from(site.as_of, finder.threshold("remark"));
    for (_, entry, offering) in site.all::<Offering>() {
        if offering.lifecycle == Some(Lifecycle::Retired) {
            continue;
        }
        for (n, reference) in offering.upstreams.iter().enumerate() {
            let Some(ix) = site.target(entry, reference).filter(|ix| !covered.contains(ix)) else { continue };
            let upstream = site.entry(ix);
            let Some(eol) = upstream.record::<Upstream>().and_then(|it| it.eol).filter(|eol| *eol <= remark)
            else {
                continue;
            };
            let (title, name) = (&upstream.title, &entry.title);
            let message = if eol < site.as_of {
                format!("`{title}`, which `{name}` is built on, ended on {eol}, and no migration leaves it")
            } else {
                format!("`{title}`, which `{name}` is built on, ends on {eol}, and no migration leaves it")
            };
            let hint = format!(
                "write a migration with `from = [\"{0}\"]` or `caused_by = [\"{0}\"]`",
                upstream.id.name
            );
            let found = finder.report_at(entry, entry.at(&format!("upstreams/{n}")), message);
            found.hint(hint).see(upstream.at("eol"), "it ends here");
            if eol > soon {
                found.as_info();
            }
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
            if record.maturity == Some(Maturity::Scrappy) || unready {
                let message = format!(
                    "`{}` is {}, and is built on `{}`, which is not ready for that",
                    entry.title,
                    site.entry(tier).title,
                    offering.title
                );
                let hint =
                    "let less critical applications go first, or say that it is ready: `ready_for_tiers`";
                let found = finder.report_at(entry, entry.at(&format!("uses/{n}/offering")), message);
                found.hint(hint);
            }
        }
    }
}

/// A day so many months later.
#[expect(clippy::cast_possible_truncation, reason = "a number of months that a site sets")]
fn months_from(day: Date, months: f64) -> Date {
    day.saturating_add((months.clamp(0.0, 1200.0) as i32).months())
}
