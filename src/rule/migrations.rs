//! Rules about what is asked of teams and why: what applications, decisions, migrations and sunsets
//! say together.
//!
//! In: the whole site. Out: findings. Must not: look at one record alone; its kind does that.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::entry::{DataSource, Entry};
use crate::facet::Firmness;
use crate::finding::{Check, Finder, Rule, Threshold};
use crate::kind::adr::{Adr, Status};
use crate::kind::application::Application;
use crate::kind::migration::Migration;
use crate::kind::offering::{Lifecycle, Offering};
use crate::kind::sunset::Sunset;
use crate::kind::team::{Team, TeamType};
use crate::quarter::Quarter;
use crate::site::{EntryIx, Site, Target};

/// The rules.
pub const RULES: &[Rule] = &[
    Rule {
        id: "ADR7",
        summary: "What a decision asks of customers is a migration",
        why: "Work that no migration lists has no date, no hours and nobody who helps; it is found out one team at a time.",
        fails: "\
=== content/adrs/0001-nodes.md
+++
title = \"Two kinds of nodes\"
status = \"accepted\"
requires_customer_work = true
+++
",
        passes: "\
=== content/adrs/0001-nodes.md
+++
title = \"Two kinds of nodes\"
status = \"accepted\"
requires_customer_work = true
+++
=== content/migrations/nodes.toml
title = \"Name the kind of node\"
decided_by = [\"0001\"]
",
        check: Check::Site(customer_work),
        ..Rule::WARNING
    },
    Rule {
        id: "RMP16",
        summary: "A customer team has one migration due in a quarter",
        why: "Each looks small to those who ask for it. To the team that is asked they are one pile.",
        thresholds: &[Threshold { name: "migrations", value: 2.0, unit: "migrations due in one quarter" }],
        fails: "\
=== content/teams/checkout.toml
title = \"Checkout\"
type = \"application\"
=== content/offerings/vms.toml
title = \"Virtual Machines\"
=== content/offerings/os.toml
title = \"Operating System\"
=== content/applications/cart.toml
title = \"cart\"
owner = \"checkout\"
uses = [{ offering = \"vms\" }, { offering = \"os\" }]
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"active\"
from = [\"os\"]
applies_if = { offering = \"os\" }
deadline = { date = 2027-06-29 }
=== content/migrations/vms.toml
title = \"Off virtual machines\"
stage = \"active\"
from = [\"vms\"]
applies_if = { offering = \"vms\" }
deadline = { date = 2027-06-14 }
",
        passes: "\
=== content/teams/checkout.toml
title = \"Checkout\"
type = \"application\"
=== content/offerings/vms.toml
title = \"Virtual Machines\"
=== content/offerings/os.toml
title = \"Operating System\"
=== content/applications/cart.toml
title = \"cart\"
owner = \"checkout\"
uses = [{ offering = \"vms\" }, { offering = \"os\" }]
=== content/migrations/os.toml
title = \"Release N to N+1\"
stage = \"active\"
from = [\"os\"]
applies_if = { offering = \"os\" }
deadline = { date = 2027-06-29 }
=== content/migrations/vms.toml
title = \"Off virtual machines\"
stage = \"active\"
from = [\"vms\"]
applies_if = { offering = \"vms\" }
deadline = { date = 2027-08-16 }
",
        check: Check::Site(piled_up),
        ..Rule::WARNING
    },
    Rule {
        id: "REL4",
        summary: "Nothing is removed before what replaces it is there, nor sooner than was promised",
        why: "Those who have to leave would have nowhere to go, or less time than they were told.",
        fails: "\
=== content/offerings/kv.toml
title = \"Key-Value Configuration\"
lifecycle = \"beta\"
=== content/offerings/cassandra.toml
title = \"Cassandra Hosting\"
=== content/migrations/cassandra.toml
title = \"Cassandra to Key-Value Configuration\"
from = [\"cassandra\"]
to = [\"kv\"]
old_supported_until = 2027-09-29
",
        passes: "\
=== content/offerings/kv.toml
title = \"Key-Value Configuration\"
lifecycle = \"ga\"
=== content/offerings/cassandra.toml
title = \"Cassandra Hosting\"
=== content/migrations/cassandra.toml
title = \"Cassandra to Key-Value Configuration\"
from = [\"cassandra\"]
to = [\"kv\"]
old_supported_until = 2027-09-29
",
        check: Check::Site(removals),
        ..Rule::WARNING
    },
    Rule {
        id: "GEN7",
        summary: "What an import knows is not typed",
        why: "What people type beside an import is right until one of the two changes.",
        fails: "\
=== content/applications/cart.toml
title = \"cart\"
data_source = \"imported\"
=== content/applications/till.toml
title = \"till\"
data_source = \"authored\"
",
        passes: "\
=== content/applications/cart.toml
title = \"cart\"
data_source = \"imported\"
=== content/applications/till.toml
title = \"till\"
data_source = \"imported\"
",
        check: Check::Site(typed),
        ..Rule::INFO
    },
];

fn customer_work(finder: &mut Finder<'_>) {
    let site = finder.site;
    for (ix, entry, adr) in site.all::<Adr>() {
        let asks = adr.status == Some(Status::Accepted) && adr.requires_customer_work == Some(true);
        let is_migration = |from: EntryIx| site.entry(from).record::<Migration>().is_some();
        let has_one = || {
            let to_it = site.resolved(ix).backlinks.iter().any(|link| is_migration(link.from));
            to_it || links_to_migration(finder, ix)
        };
        if asks && !has_one() {
            let message =
                format!("`{}` asks customers to do something, and no migration says what", entry.id);
            let hint = format!("write one with `decided_by = [\"{}\"]`", entry.id.name);
            finder.report_at(entry, entry.at("requires_customer_work"), message).hint(hint);
        }
    }
}

/// Whether the text of an entry links to a migration.
fn links_to_migration(finder: &Finder<'_>, ix: EntryIx) -> bool {
    let links = finder.site.resolved(ix).links.values().flatten();
    links.into_iter().any(|target| match target {
        Target::Entry(to, _) => finder.site.entry(*to).record::<Migration>().is_some(),
        _ => false,
    })
}

fn piled_up(finder: &mut Finder<'_>) {
    let site = finder.site;
    let most = finder.threshold("migrations");
    let this = Quarter::of(site.as_of);
    let mut due: BTreeMap<(EntryIx, Quarter), BTreeMap<EntryIx, Date>> = BTreeMap::new();
    for ask in &site.facets.asks {
        let active = site.entry(ask.from).record::<Migration>().is_some_and(Migration::is_active);
        if let Some(by) = ask.by.filter(|by| active && ask.firmness != Firmness::Done && by.quarter() >= this)
        {
            due.entry((ask.team, by.quarter())).or_default().insert(ask.from, by.day());
        }
    }
    for ((team, quarter), migrations) in due {
        let team = site.entry(team);
        let customer = team.record::<Team>().is_some_and(|it| it.sort == Some(TeamType::Application));
        if !customer || f64::from(u32::try_from(migrations.len()).unwrap_or(u32::MAX)) < most {
            continue;
        }
        let message = format!("`{}` has {} migrations due in {quarter}", team.title, migrations.len());
        let hint = "move the one whose date can be moved, and write what you agree on into its `agreements`";
        let found = finder.report_at(team, team.at("title"), message);
        found.hint(hint);
        for (from, day) in migrations {
            let migration = site.entry(from);
            found.see(migration.at("deadline"), format!("`{}`, by {day}", migration.title));
        }
    }
}

fn removals(finder: &mut Finder<'_>) {
    let site = finder.site;
    for (_, entry, migration) in site.all::<Migration>() {
        let Some((field, ends)) = stays_until(migration) else { continue };
        for (n, reference) in migration.to.iter().enumerate() {
            let Some(offering) = site.target(entry, reference).map(|it| site.entry(it)) else { continue };
            if is_to_come(offering) {
                let message = format!(
                    "what `{}` leaves ends on {ends}, and there is nothing to go to: `{}` is not generally available",
                    entry.title, offering.title
                );
                let hint = "leave the date out until it is, or name what users take until then";
                let found = finder.report_at(entry, entry.at(&format!("to/{n}")), message);
                found.hint(hint).see(offering.at("lifecycle"), "it stands here");
            }
        }
        for old in migration.left_behind(entry, site) {
            notice(finder, entry, field, site.entry(old), migration.announced, ends);
        }
    }
    let promises = promises(site);
    for (_, entry, sunset) in site.all::<Sunset>() {
        let old = sunset.offering.as_ref().and_then(|it| site.target(entry, it));
        let (Some(ix), Some(end)) = (old, sunset.end) else { continue };
        let old = site.entry(ix);
        notice(finder, entry, "end", old, sunset.announced, end);
        // Of an offering that stays, nothing is replaced, and nobody has to leave it.
        if sunset.part.is_some() {
            continue;
        }
        for new in site.referrers(old, "replaces").map(|it| site.entry(it)).filter(|it| is_to_come(it)) {
            let message = format!(
                "`{}` ends on {end}, and what replaces it is not there: `{}` is not generally available",
                old.title, new.title
            );
            let found = finder.report_at(entry, entry.at("end"), message);
            found.hint("move the day to when it is, or name what users take until then");
            found.see(new.at("lifecycle"), "it stands here");
        }
        for (migration, field, until) in promises.get(&ix).into_iter().flatten() {
            if *until > end {
                let message = format!(
                    "`{}` ends on {end}, and `{}` gives its users until {until}",
                    old.title, migration.title
                );
                let found = finder.report_at(entry, entry.at("end"), message);
                found.hint("write the later day into both").see(migration.at(field), "promised here");
            }
        }
    }
}

/// Whether an offering is one, and is not generally available yet.
fn is_to_come(entry: &Entry) -> bool {
    let lifecycle = entry.record::<Offering>().and_then(|it| it.lifecycle);
    matches!(lifecycle, Some(Lifecycle::Idea | Lifecycle::Alpha | Lifecycle::Beta))
}

/// Until when a migration that is not done lets users stay with what they leave, and the field that
/// says so.
fn stays_until(migration: &Migration) -> Option<(&'static str, Date)> {
    let deadline = || migration.deadline.as_ref().map(|it| ("deadline/date", it.date));
    let until = migration.old_supported_until.map(|it| ("old_supported_until", it)).or_else(deadline);
    until.filter(|_| !migration.is_done())
}

/// What migrations promise to the users of each offering: which one, the field, and the day.
fn promises(site: &Site) -> BTreeMap<EntryIx, Vec<(&Entry, &'static str, Date)>> {
    let mut promises: BTreeMap<EntryIx, Vec<(&Entry, &'static str, Date)>> = BTreeMap::new();
    for (_, entry, migration) in site.all::<Migration>() {
        if let Some((field, until)) = stays_until(migration) {
            for old in migration.left_behind(entry, site) {
                promises.entry(old).or_default().push((entry, field, until));
            }
        }
    }
    promises
}

/// Whether the users of an offering are told as long before its end as it promises.
fn notice<'a>(
    finder: &mut Finder<'a>,
    entry: &'a Entry,
    field: &str,
    old: &Entry,
    announced: Option<Date>,
    end: Date,
) {
    let promised = old.record::<Offering>().and_then(|it| it.removal_notice_days);
    let (Some(days), Some(announced)) = (promised, announced) else { return };
    // That it ends before it is announced is a slip, which others tell of.
    if end >= announced && announced.saturating_add(i64::from(days.min(36_500)).days()) > end {
        let message = format!(
            "`{}` promises {days} days of notice, and ends on {end}, announced on {announced}",
            old.title
        );
        let found = finder.report_at(entry, entry.at(field), message);
        found.hint("move the day").see(old.at("removal_notice_days"), "promised here");
    }
}

fn typed(finder: &mut Finder<'_>) {
    let site = finder.site;
    let imported = |entry: &Entry| entry.common.data_source == Some(DataSource::Imported);
    if site.all::<Application>().any(|(_, entry, _)| imported(entry)) {
        for (_, entry, _) in site.all::<Application>().filter(|(_, entry, _)| !imported(entry)) {
            let message = format!(
                "`{}` was typed by hand and will fall behind: other applications are imported",
                entry.title
            );
            let hint =
                "add it where they come from; if the import writes it, say so: `data_source = \"imported\"`";
            finder.report_at(entry, entry.at("data_source"), message).hint(hint);
        }
    }
    let active = || site.all::<Migration>().filter(|(_, _, it)| it.is_active());
    let progress = |it: &Migration| it.progress.as_ref().map(|it| it.imported_from.is_some());
    if active().any(|(_, _, it)| progress(it) == Some(true)) {
        for (_, entry, _) in active().filter(|(_, _, it)| progress(it) == Some(false)) {
            let message = format!(
                "the progress of `{}` was typed by hand and will fall behind: that of others is imported",
                entry.title
            );
            let hint = "let the import count it too, and name that in `imported_from`";
            finder.report_at(entry, entry.at("progress"), message).hint(hint);
        }
    }
}
