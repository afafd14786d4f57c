//! What a migration asks of whom: of the teams whose applications use what it leaves behind, unless
//! an agreement with one of them says otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::{Agreement, AgreementState, Migration};
use crate::entry::Entry;
use crate::facet::{Ask, By, Cause, Dated, Firmness};
use crate::site::{EntryIx, Site};

/// The teams that it affects, with the applications that use what it leaves behind.
pub(super) fn affected(migration: &Migration, entry: &Entry, site: &Site) -> BTreeMap<EntryIx, Vec<EntryIx>> {
    let Some(rule) = &migration.applies_if else { return BTreeMap::new() };
    let named = rule.offering.as_ref().and_then(|it| site.target(entry, it));
    let left: BTreeSet<EntryIx> = match named {
        Some(named) => BTreeSet::from([named]),
        None => migration.left_behind(entry, site).collect(),
    };
    let mut teams: BTreeMap<EntryIx, Vec<EntryIx>> = BTreeMap::new();
    for of in left {
        for (team, applications) in site.facets.users(of, rule.part.as_deref(), rule.version.as_deref()) {
            let known = teams.entry(team).or_default();
            // One that uses two of them moves once.
            known.extend(applications);
            known.sort_unstable();
            known.dedup();
        }
    }
    teams
}

pub(super) fn asks(migration: &Migration, ix: EntryIx, site: &Site) -> Vec<Ask> {
    let entry = site.entry(ix);
    let mut teams = affected(migration, entry, site);
    let mut asks = Vec::new();
    // What is agreed on with a team as a whole is about what no other agreement names, whichever stands first.
    let named: BTreeSet<EntryIx> =
        migration.agreements.iter().filter_map(|it| parties(it, entry, site).0).collect();
    for agreement in &migration.agreements {
        let (application, team) = parties(agreement, entry, site);
        let Some(team) = team else { continue };
        let left = teams.entry(team).or_default();
        let about: Vec<EntryIx> = match application {
            Some(application) => vec![application],
            None => left.iter().copied().filter(|it| !named.contains(it)).collect(),
        };
        left.retain(|it| !about.contains(it));
        asks.push(agreed(migration, agreement, ix, team, about, site));
    }
    let settled: BTreeSet<EntryIx> = asks.iter().map(|ask: &Ask| ask.team).collect();
    for (team, applications) in teams {
        // An agreement about the team as a whole leaves nothing over.
        if applications.is_empty() {
            debug_assert!(settled.contains(&team), "a team is affected by what it uses or has agreed to");
            continue;
        }
        let day = migration.due().map(|it| it.date);
        asks.push(Ask {
            hours: migration.effort_per_app_hours.map(|hours| hours * count(applications.len())),
            firmness: migration.firmness(day, site.as_of),
            by: day.map(By::Day),
            applications,
            ..plain(migration, ix, team, site)
        });
    }
    asks
}

/// The application that an agreement is about, if it is about one alone, and the team that it is made with.
fn parties(agreement: &Agreement, entry: &Entry, site: &Site) -> (Option<EntryIx>, Option<EntryIx>) {
    let application = agreement.application.as_ref().and_then(|it| site.target(entry, it));
    let team = agreement.team.as_ref().and_then(|it| site.target(entry, it));
    (application, team.or_else(|| application.and_then(|it| site.owner(it))))
}

fn agreed(
    migration: &Migration,
    agreement: &Agreement,
    ix: EntryIx,
    team: EntryIx,
    applications: Vec<EntryIx>,
    site: &Site,
) -> Ask {
    let day = agreement.by.or(migration.due().map(|it| it.date));
    let firmness = match (migration.firmness(day, site.as_of), agreement.state) {
        (_, AgreementState::Done) => Firmness::Done,
        (Firmness::Firm | Firmness::Information, AgreementState::Agreed) => Firmness::Agreed,
        (firmness, _) => firmness,
    };
    let usual = migration.effort_per_app_hours.map(|hours| hours * count(applications.len().max(1)));
    let plain = plain(migration, ix, team, site);
    Ask {
        what: agreement.what.clone().unwrap_or_else(|| plain.what.clone()),
        hours: agreement.hours.or(usual),
        // Two who have agreed on a date can agree on another.
        hard: plain.hard && agreement.by.is_none(),
        source: if agreement.by.is_some() { Some("agreement".to_owned()) } else { plain.source.clone() },
        by: day.map(By::Day),
        firmness,
        agreed: agreement.state == AgreementState::Agreed,
        applications,
        ..plain
    }
}

fn plain(migration: &Migration, ix: EntryIx, team: EntryIx, site: &Site) -> Ask {
    let due = migration.due();
    Ask {
        from: ix,
        team,
        applications: Vec::new(),
        what: site.entry(ix).title.clone(),
        by: None,
        hard: due.is_some_and(|it| it.hard),
        source: due.and_then(|it| it.source).map(str::to_owned),
        hours: None,
        automated_percent: migration.automated_percent,
        done_for_them: migration.platform_does.iter().map(|it| it.html(ix)).collect(),
        firmness: Firmness::Firm,
        agreed: false,
        cause: Cause::Shift,
    }
}

pub(super) fn dates(migration: &Migration, ix: EntryIx, site: &Site) -> Vec<Dated> {
    if migration.is_done() {
        return Vec::new();
    }
    let entry = site.entry(ix);
    let mut dates = Vec::new();
    let day_of = |what: String, day, hard, to_do| Dated {
        from: ix,
        what,
        day,
        until: None,
        agreed_with: None,
        hard,
        to_do,
    };
    let deadline = migration.deadline.as_ref();
    if let Some(deadline) = deadline {
        dates.push(day_of(entry.title.clone(), deadline.date, deadline.hard, true));
    }
    // The same day twice says nothing new.
    if let Some(day) = migration.old_supported_until.filter(|day| deadline.is_none_or(|it| it.date != *day)) {
        // Without a deadline, this is the day by which all are asked to have moved.
        let to_do = deadline.is_none();
        dates.push(day_of(format!("{}: the old is supported until then", entry.title), day, false, to_do));
    }
    for agreement in migration.agreements.iter().filter(|it| it.state == AgreementState::Agreed) {
        if let Some(day) = agreement.by {
            let what = agreement.what.clone().unwrap_or_else(|| entry.title.clone());
            let (_, agreed_with) = parties(agreement, entry, site);
            dates.push(Dated { agreed_with, ..day_of(what, day, false, true) });
        }
    }
    dates
}

fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}
