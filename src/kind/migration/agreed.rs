//! The rule about what single teams and the platform have agreed on.
//!
//! In: a migration, the owners of applications and what they use. Out: findings. Must not: ask what came of
//! an agreement whose day has passed; `rules.rs` does that.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::Value;

use super::asks::affected;
use super::{Agreement, AgreementState, Migration};
use crate::facet::Phase;
use crate::finding::{Check, Finder, Rule};
use crate::quarter::When;
use crate::site::EntryIx;
use crate::source::Location;

/// The rule about agreements.
pub(super) const AGREED: Rule = Rule {
    id: "MIG20",
    summary: "What is agreed on with a team can be kept, and is agreed on once, with the team whose it is",
    why: "The team plans by it. A day after a deadline that cannot move, or after the old is supported no longer, is no promise; the same application twice \
          counts its hours twice; and an agreement with another team leaves its owners unasked.",
    fails: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
deadline = { date = 2027-06-29, source = \"upstream_eol\", hard = true }
[[agreements]]
application = \"cart\"
by = 2027-09-13
[[agreements]]
application = \"cart\"
team = \"storage\"
=== content/applications/cart.toml
title = \"cart\"
owner = \"checkout\"
=== content/teams/checkout.toml
title = \"Checkout\"
=== content/teams/storage.toml
title = \"Storage\"
",
    passes: "\
=== content/migrations/os.toml
title = \"Release N to N+1\"
deadline = { date = 2027-06-29, source = \"upstream_eol\", hard = true }
[[agreements]]
application = \"cart\"
by = 2027-06-14
=== content/applications/cart.toml
title = \"cart\"
owner = \"checkout\"
=== content/teams/checkout.toml
title = \"Checkout\"
=== content/teams/storage.toml
title = \"Storage\"
",
    check: Check::Record(agreed),
    ..Rule::WARNING
};

fn agreed(finder: &mut Finder<'_>) {
    let migration: &Migration = finder.record();
    if migration.is_done() {
        return;
    }
    in_time(finder, migration);
    once(finder, migration);
    with_its_team(finder, migration);
    about_what_is_left(finder, migration);
}

/// What an agreement is about, as its file calls it.
fn name<'a>(finder: &'a Finder<'_>, agreement: &'a Agreement) -> &'a str {
    let (site, entry) = (finder.site, finder.entry());
    let of = |ix: EntryIx| site.entry(ix).title.as_str();
    let about = [&agreement.application, &agreement.team].into_iter().flatten().next();
    about.and_then(|it| site.target(entry, it)).map_or(&entry.title, of)
}

fn is_open(agreement: &Agreement) -> bool {
    agreement.state != AgreementState::Done
}

/// A day after which nothing can be agreed on.
struct End {
    day: Date,
    /// How it is told, behind what is agreed on for which day.
    is: String,
    /// What else could be done than to agree on an earlier day.
    or: &'static str,
    at: Location,
}

/// The days after which nothing can be agreed on: the most binding one stands first of two on a day.
fn ends(finder: &Finder<'_>, migration: &Migration) -> Vec<End> {
    let (site, entry) = (finder.site, finder.entry());
    let mut ends = Vec::new();
    if let Some(day) = migration.deadline.as_ref().filter(|it| it.hard).map(|it| it.date) {
        let is = format!("after the last day, {day}, which cannot move");
        let or = "leave `hard` out, if the deadline can move after all";
        ends.push(End { day, is, or, at: entry.at("deadline/date") });
    }
    if let Some(day) = migration.old_supported_until {
        let is = format!("and the old is supported until {day} only");
        let or = "support the old until the last day that is agreed on";
        ends.push(End { day, is, or, at: entry.at("old_supported_until") });
    }
    let part = migration.applies_if.as_ref().and_then(|it| it.part.as_deref());
    for old in migration.left_behind(entry, site) {
        // What is leaving and names the offering takes it away, or a part of it.
        for ix in site.referrers(site.entry(old), "offering") {
            let Some(When::Day(day)) = site.when(ix) else { continue };
            let other = site.entry(ix);
            let only = other.value.get("part").and_then(Value::as_str);
            let leaves = matches!(site.phase(ix), Some(Phase::Leaving | Phase::Gone));
            if leaves && other.spans.contains_key("/end") && (only.is_none() || only == part) {
                let is = format!("and `{}` ends what it leaves on {day}", other.title);
                ends.push(End { day, is, or: "move that end", at: other.at("end") });
            }
        }
    }
    ends.sort_by_key(|it| it.day);
    ends
}

fn in_time(finder: &mut Finder<'_>, migration: &Migration) {
    let ends = ends(finder, migration);
    for (n, agreement) in migration.agreements.iter().enumerate().filter(|(_, it)| is_open(it)) {
        let Some((day, End { day: last, is, or, at })) =
            agreement.by.and_then(|day| Some((day, ends.iter().find(|end| day > end.day)?)))
        else {
            continue;
        };
        let message = format!("`{}` is agreed on for {day}, {is}", name(finder, agreement));
        let hint = format!("agree on {last} or before; or {or}");
        let found = finder.report(&format!("agreements/{n}/by"), message);
        found.hint(hint).see(at.clone(), "the last day");
    }
}

fn once(finder: &mut Finder<'_>, migration: &Migration) {
    let (site, entry) = (finder.site, finder.entry());
    let mut seen: BTreeMap<EntryIx, Vec<usize>> = BTreeMap::new();
    for (n, agreement) in migration.agreements.iter().enumerate() {
        let field = if agreement.application.is_some() { "application" } else { "team" };
        let about = agreement.application.as_ref().or(agreement.team.as_ref());
        let Some(ix) = about.and_then(|it| site.target(entry, it)) else { continue };
        let before = seen.entry(ix).or_default();
        if let Some(first) = before.iter().find(|it| !are_parts(&migration.agreements[**it], agreement)) {
            let message = format!("`{}` is agreed on twice, and its hours count twice", site.entry(ix).title);
            let hint = "keep one of the two; if they are two parts of the work, say in each `what` it is, and its `hours`";
            let other = entry.at(&format!("agreements/{first}/{field}"));
            finder.report(&format!("agreements/{n}/{field}"), message).hint(hint).see(other, "here first");
        }
        before.push(n);
    }
}

/// Whether two agreements about the same are two parts of the work, each with its own hours.
fn are_parts(one: &Agreement, other: &Agreement) -> bool {
    let says = |it: &Agreement| it.what.is_some() && it.hours.is_some();
    says(one) && says(other) && one.what != other.what
}

fn with_its_team(finder: &mut Finder<'_>, migration: &Migration) {
    let (site, entry) = (finder.site, finder.entry());
    for (n, agreement) in migration.agreements.iter().enumerate().filter(|(_, it)| is_open(it)) {
        let application = agreement.application.as_ref().and_then(|it| site.target(entry, it));
        let team = agreement.team.as_ref().and_then(|it| site.target(entry, it));
        let (Some(application), Some(team)) = (application, team) else { continue };
        let Some(owner) = site.owner(application).filter(|owner| *owner != team) else { continue };
        let (application, team, owner) = (site.entry(application), site.entry(team), site.entry(owner));
        let message = format!(
            "`{}` is agreed on with `{}`, and `{}` owns it",
            application.title, team.title, owner.title
        );
        let hint = "agree with the team that owns it, and leave `team` out: it is known by the application";
        let found = finder.report(&format!("agreements/{n}/team"), message);
        found.hint(hint).see(application.at("owner"), "its owner");
    }
}

fn about_what_is_left(finder: &mut Finder<'_>, migration: &Migration) {
    let (site, entry) = (finder.site, finder.entry());
    let names_one = |it: &Agreement| it.application.is_some() && is_open(it);
    // Where nobody says whom it affects, nothing can be told of one application.
    if migration.applies_if.is_none() || !migration.agreements.iter().any(names_one) {
        return;
    }
    let affected: BTreeSet<EntryIx> = affected(migration, entry, site).into_values().flatten().collect();
    for (n, agreement) in migration.agreements.iter().enumerate().filter(|(_, it)| is_open(it)) {
        let Some(ix) = agreement.application.as_ref().and_then(|it| site.target(entry, it)) else { continue };
        let it = site.entry(ix);
        // Of one that says nothing of what it uses, it is not known.
        let known = it.value.get("uses").and_then(Value::as_array).is_some_and(|uses| !uses.is_empty());
        if known && !affected.contains(&ix) && site.owner(ix).is_some() {
            let message =
                format!("`{}` is to move, and does not use what `{}` leaves", it.title, entry.title);
            let hint = "write `state = \"done\"` if it has moved; else name the application that is meant, or mend its `uses`";
            let found = finder.report(&format!("agreements/{n}/application"), message);
            found.hint(hint).see(it.at("uses"), "what it uses");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rule::tests::report;

    /// What is told of a move off virtual machines with these agreements.
    fn told(fields: &str) -> Vec<String> {
        let team = |name: &str| format!("=== content/teams/{name}.toml\ntitle = \"{name}\"\n");
        let uses = |name: &str, what: &str| {
            format!(
                "=== content/applications/{name}.toml\ntitle = \"{name}\"\nowner = \"checkout\"\nuses = [{what}]\n"
            )
        };
        let offering = |name: &str| format!("=== content/offerings/{name}.toml\ntitle = \"{name}\"\n");
        let tree = format!(
            "=== content/migrations/vms.toml\ntitle = \"Off virtual machines\"\nfrom = [\"vms\"]\n\
             applies_if = {{ text = \"Yours runs on one\" }}\n{fields}\n{}{}{}{}{}{}{}",
            team("checkout"),
            team("search"),
            offering("vms"),
            offering("files"),
            uses("cart", "{ offering = \"vms\" }"),
            uses("till", "{ offering = \"files\" }"),
            uses("blank", ""),
        );
        let told = report(&tree).into_iter().filter_map(|it| {
            let rest = it.strip_prefix("MIG20 content/migrations/vms.toml:")?;
            let (place, message) = rest.split_once(": warning: ")?;
            Some(format!("{place} {}", message.split(" (").next()?))
        });
        told.collect()
    }

    #[test]
    fn a_day_after_one_that_cannot_move_is_no_promise() {
        let of = |hard: &str, state: &str| {
            told(&format!(
                "deadline = {{ date = 2027-06-29, hard = {hard} }}\n[[agreements]]\nteam = \"checkout\"\nby = 2027-09-13\n{state}"
            ))
        };
        assert_eq!(
            of("true", ""),
            ["7:6 `checkout` is agreed on for 2027-09-13, after the last day, 2027-06-29, which cannot move"]
        );
        assert_eq!(of("false", ""), [""; 0]);
        assert_eq!(of("true", "state = \"done\""), [""; 0]);
    }

    #[test]
    fn a_day_on_which_the_old_is_gone_is_no_promise() {
        let of = |fields: &str, more: &str| {
            told(&format!("{fields}\n[[agreements]]\nteam = \"checkout\"\nby = 2027-09-13\n{more}"))
        };
        let until = |day: &str| format!("old_supported_until = {day}");
        assert_eq!(
            of(&until("2027-06-01"), "[[agreements]]\nteam = \"search\"\nby = 2027-05-31"),
            ["7:6 `checkout` is agreed on for 2027-09-13, and the old is supported until 2027-06-01 only"]
        );
        assert_eq!(of(&until("2027-09-13"), ""), [""; 0]);
        let sunset = |part: &str| {
            format!(
                "=== content/sunsets/off.toml\ntitle = \"Hosts go\"\noffering = \"vms\"\nannounced = 2026-09-01\nend = 2027-07-01\n{part}"
            )
        };
        let goes =
            "7:6 `checkout` is agreed on for 2027-09-13, and `Hosts go` ends what it leaves on 2027-07-01";
        assert_eq!(of(&until("2027-12-01"), &sunset("")), [goes], "what ends first is told");
        assert_eq!(of(&until("2027-08-01"), &sunset("")), [goes], "and nothing is told twice");
        assert_eq!(of(&until("2027-12-01"), &sunset("part = \"gpu\"")), [""; 0], "of another part");
    }

    #[test]
    fn an_application_is_agreed_on_once_or_in_parts() {
        let twice = |one: &str, other: &str| {
            told(&format!(
                "[[agreements]]\napplication = \"cart\"\n{one}\n[[agreements]]\napplication = \"cart\"\n{other}"
            ))
        };
        assert_eq!(twice("", "hours = 8"), ["8:15 `cart` is agreed on twice, and its hours count twice"]);
        assert_eq!(twice("what = \"Move reads\"\nhours = 8", "what = \"Move writes\"\nhours = 12"), [""; 0]);
        let team = "[[agreements]]\nteam = \"checkout\"\n";
        assert_eq!(
            told(&format!("{team}{team}")),
            ["7:8 `checkout` is agreed on twice, and its hours count twice"]
        );
    }

    #[test]
    fn the_team_owns_it_and_it_uses_what_is_left() {
        let of = |agreement: &str| told(&format!("[[agreements]]\n{agreement}"));
        assert_eq!(
            of("application = \"cart\"\nteam = \"search\""),
            ["6:8 `cart` is agreed on with `search`, and `checkout` owns it"]
        );
        assert_eq!(
            of("application = \"till\""),
            ["5:15 `till` is to move, and does not use what `Off virtual machines` leaves"]
        );
        for healthy in [
            "application = \"cart\"\nteam = \"checkout\"",
            "application = \"till\"\nstate = \"done\"",
            "application = \"blank\"",
            "team = \"search\"",
        ] {
            assert_eq!(of(healthy), [""; 0], "{healthy}");
        }
    }
}
