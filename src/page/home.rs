//! What do you need? The first page: how to get help, what is asked of whom, what there is to build
//! on, what happens next and what changed. A site without offerings keeps the page that it wrote.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::Computed;
use super::offerings::{Offerings, offerings};
use crate::config::PUBLIC;
use crate::facet::{By, Dated, Firmness};
use crate::kind::adr::{Adr, Status};
use crate::kind::maintenance_window::MaintenanceWindow;
use crate::kind::migration::Migration;
use crate::kind::roadmap_item::RoadmapItem;
use crate::kind::sunset::Sunset;
use crate::kind::support_policy::{Level, SupportPolicy};
use crate::kind::update::Update;
use crate::quarter::Target;
use crate::site::{EntryIx, Site};
use crate::view::{Html, Link, Reference};

const URL: &str = "/";
/// How many of the next days the page shows, and of those that are overdue before them.
const DATES: usize = 5;
/// The most dates of single teams that it shows between these.
const AGREED: usize = 3;
/// How many of the newest changes it shows.
const CHANGES: usize = 8;
/// The most of these that are of one kind.
const OF_A_KIND: usize = 3;

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Home {
    /// Who helps, and how soon: the policy of most offerings.
    pub help: Option<Help>,
    /// The teams that use something or are asked for something, each leading to what is asked of it.
    pub teams: Vec<Link>,
    /// What there is to build on.
    pub offerings: Offerings,
    /// What is overdue, then what happens next, a line a record.
    pub dates: Vec<Next>,
    /// What changed, the newest first.
    pub changes: Vec<Changed>,
    /// The computed pages that this audience has, by title: each says what it answers.
    pub also: Vec<Also>,
}

/// Another computed page.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Also {
    /// Its title.
    pub title: String,
    /// Its path, base included.
    pub url: String,
    /// What it answers, in a sentence.
    pub summary: String,
    /// Whether it is not for everyone.
    pub restricted: bool,
}

/// Who helps, and how soon.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Help {
    /// The page that says all of it, base included.
    pub url: String,
    /// Where it is seen whether something is broken.
    pub status_url: Option<String>,
    /// The levels that say a time, worst first.
    pub levels: Vec<LevelLine>,
}

/// A level in a line.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct LevelLine {
    /// Its name.
    pub name: String,
    /// What it does to the business.
    pub impact: Option<Html>,
    /// Whether one may page.
    pub may_page: bool,
    /// Until a person answers.
    pub respond: String,
}

/// Something that happens.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Next {
    /// The day.
    pub day: Date,
    /// What happens.
    pub what: String,
    /// The record that says so.
    pub from: Reference,
    /// The team that agreed on it, where it is a date of that team's alone.
    pub agreed_with: Option<Reference>,
    /// Whether it was to be done by now.
    pub overdue: bool,
    /// Whether nobody here can move it.
    pub hard: bool,
    /// Whether it is so far away that it is there for information alone.
    pub information: bool,
    /// How many have moved, for a migration.
    pub done: Option<u64>,
    /// Out of how many.
    pub total: Option<u64>,
    /// Of what.
    pub unit: Option<String>,
}

/// Something that changed.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Changed {
    /// The day.
    pub day: Date,
    /// The record that says so.
    pub from: Reference,
    /// What, where it is not the record's title.
    pub what: Option<Html>,
    /// Whether that is a challenge of an update, and no win.
    pub challenge: bool,
    /// The status of a decision.
    pub status: Option<Status>,
    /// The target before, for what is planned for another time now.
    pub moved_from: Option<Target>,
    /// The target now.
    pub moved_to: Option<Target>,
}

pub(super) fn page(site: &Site) -> Option<Computed> {
    let data = Home {
        offerings: offerings(site)?,
        help: help(site),
        teams: teams(site),
        dates: dates(site),
        changes: changes(site),
        also: Vec::new(),
    };
    Some(Computed::new(URL, &site.config.title, &site.config.description, "home.html", &data))
}

/// Names the pages that an audience has on its first page, so that each is found from there.
/// `audiences` says of each page who may see it.
pub(super) fn lead_to_the_others(site: &Site, audiences: &[&str], made: &mut [Computed]) {
    // What answers nothing, such as the page of what is not there, needs no way to it.
    let others = made.iter().zip(audiences).filter(|(page, _)| page.url != URL && !page.summary.is_empty());
    let also = |(page, audience): (&Computed, &&str)| Also {
        title: page.title.clone(),
        url: site.address(&page.url),
        summary: page.summary.clone(),
        restricted: *audience != PUBLIC,
    };
    let mut all: Vec<Also> = others.map(also).collect();
    all.sort_by_cached_key(|it| it.title.to_lowercase());
    if let Some(home) = made.iter_mut().find(|page| page.url == URL) {
        home.data["also"] = serde_json::to_value(all).unwrap_or_default();
    }
}

fn help(site: &Site) -> Option<Help> {
    let policies = site.all::<SupportPolicy>();
    let used = policies.map(|(ix, entry, policy)| (site.referrers(entry, "support").count(), ix, policy));
    // Of two that are used as much, the first.
    let most = used.min_by_key(|(times, ix, _)| (Reverse(*times), *ix));
    let (_, most, policy) = most.filter(|(times, ..)| *times > 0)?;
    let line = |level: &Level| {
        Some(LevelLine {
            name: level.name.clone(),
            impact: level.business_impact.as_ref().map(|it| it.html(most)),
            may_page: level.may_page,
            respond: level.respond?.to_string(),
        })
    };
    Some(Help {
        url: site.address(super::help::URL),
        status_url: policy.status_url.clone(),
        levels: policy.levels.iter().filter_map(line).collect(),
    })
}

fn teams(site: &Site) -> Vec<Link> {
    let link = |ix: EntryIx| Link {
        title: site.entry(ix).title.clone(),
        url: format!("{}#{}", site.address("/affects-me/"), super::affects_me::anchor(site, ix)),
        ..Link::default()
    };
    super::affects_me::teams(site).into_iter().map(link).collect()
}

fn dates(site: &Site) -> Vec<Next> {
    let tells = |ix: EntryIx| {
        let entry = site.entry(ix);
        entry.record::<MaintenanceWindow>().is_some()
            || entry.record::<Migration>().is_some()
            || entry.record::<Sunset>().is_some()
    };
    // How long the old is supported besides goes by another name than its migration.
    let own = |it: &Dated| it.agreed_with.is_some() || it.what == site.entry(it.from).title;
    let shown = |it: &&Dated| (it.to_do || !it.has_passed(site.as_of)) && own(it) && tells(it.from);
    let mut all: Vec<&Dated> = site.facets.dates.iter().filter(shown).collect();
    all.sort_by(|a, b| (a.day, &a.what).cmp(&(b.day, &b.what)));
    let mut seen = BTreeSet::new();
    all.retain(|it| it.agreed_with.is_some() || seen.insert(it.from));
    let (overdue, ahead): (Vec<&Dated>, Vec<&Dated>) =
        all.into_iter().partition(|it| it.is_overdue(site.as_of));
    let shown = few(overdue).into_iter().chain(few(ahead));
    shown.map(|it| next(it, site)).collect()
}

/// The first dates that are everybody's, and of those of single teams a few that come before the last of them:
/// they push nothing out.
fn few(dates: Vec<&Dated>) -> Vec<&Dated> {
    let (agreed, common): (Vec<&Dated>, Vec<&Dated>) =
        dates.into_iter().partition(|it| it.agreed_with.is_some());
    let full = common.len() > DATES;
    let mut few: Vec<&Dated> = common.into_iter().take(DATES).collect();
    let last = few.last().filter(|_| full).map(|it| it.day);
    let near = agreed.into_iter().filter(|it| last.is_none_or(|last| it.day <= last));
    few.extend(near.take(AGREED));
    few.sort_by(|a, b| (a.day, &a.what).cmp(&(b.day, &b.what)));
    few
}

fn next(it: &Dated, site: &Site) -> Next {
    let migration = site.entry(it.from).record::<Migration>();
    let progress = migration.and_then(|it| it.progress.as_ref());
    Next {
        day: it.day,
        what: it.what.clone(),
        from: site.reference(it.from),
        agreed_with: it.agreed_with.map(|team| site.reference(team)),
        overdue: it.is_overdue(site.as_of),
        hard: it.hard,
        information: Firmness::at(Some(By::Day(it.day)), site.as_of) == Firmness::Information,
        done: progress.map(|it| it.done),
        total: progress.map(|it| it.total),
        unit: progress.and_then(|it| it.unit.clone()),
    }
}

fn changes(site: &Site) -> Vec<Changed> {
    let plain = |ix: EntryIx, day: Date| Changed {
        day,
        from: site.reference(ix),
        what: None,
        challenge: false,
        status: None,
        moved_from: None,
        moved_to: None,
    };
    let mut all: Vec<Changed> = Vec::new();
    for (ix, _, adr) in site.all::<Adr>() {
        all.extend(adr.date.map(|day| Changed { status: adr.status, ..plain(ix, day) }));
    }
    for (ix, _, item) in site.all::<RoadmapItem>() {
        let moved = item.moved.iter().max_by_key(|it| it.on);
        all.extend(moved.map(|it| Changed {
            moved_from: Some(it.from),
            moved_to: item.target,
            ..plain(ix, it.on)
        }));
    }
    for (ix, _, update) in site.all::<Update>() {
        let Some(day) = update.date else { continue };
        let wins = update.wins.iter().map(|it| (&it.summary, false));
        let challenges = update.challenges.iter().map(|it| (&it.summary, true));
        all.extend(wins.chain(challenges).map(|(what, challenge)| Changed {
            what: Some(what.html(ix)),
            challenge,
            ..plain(ix, day)
        }));
    }
    all.retain(|it| it.day <= site.as_of);
    all.sort_by_key(|it| Reverse(it.day));
    // One update tells of much on one day; what was decided or moved is news too.
    let mut shown: BTreeMap<String, usize> = BTreeMap::new();
    all.retain(|it| {
        let of_kind = shown.entry(it.from.kind.clone()).or_default();
        *of_kind += 1;
        *of_kind <= OF_A_KIND
    });
    all.truncate(CHANGES);
    all
}
