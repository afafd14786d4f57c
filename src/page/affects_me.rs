//! Does this affect me? A section a team: what it uses, what is asked of it, by when, how many hours
//! that is, what is done for it, and when what it uses may be interrupted.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::Computed;
use super::migrations::{self, Row};
use super::provenance::Provenance;
use crate::facet::{self, Ask, By, Firmness, Use};
use crate::kind::maintenance_window::MaintenanceWindow;
use crate::site::{EntryIx, Site};
use crate::slug::slug;
use crate::view::{Asked, Reference};

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct AffectsMe {
    /// The teams, by name.
    pub teams: Vec<TeamSection>,
    /// What is used, by name, where something happens to it.
    pub offerings: Vec<Touched>,
    /// Who uses what.
    pub provenance: Provenance,
    /// What a reader may say that they use, by name.
    pub choices: Vec<Pick>,
    /// Which of the choices a record is about, by its typed id.
    pub about: BTreeMap<String, Vec<String>>,
}

/// Something that a reader may say that they use.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Pick {
    /// It in addresses.
    pub value: String,
    /// It, for people.
    pub label: String,
    /// Other names in addresses, of what was renamed.
    pub former: Vec<String>,
}

/// What affects a team.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct TeamSection {
    /// The team.
    pub team: Reference,
    /// The anchor of its section.
    pub anchor: String,
    /// Other names in addresses, where it was renamed.
    pub former: Vec<String>,
    /// What there is to do, the earliest first.
    pub asked: Vec<Asked>,
    /// Hours of that, in all.
    pub hours: f64,
    /// The first day by which something is due.
    pub first: Option<Date>,
    /// What is known, and nothing is to be done about yet.
    pub information: Vec<Asked>,
    /// What it uses.
    pub uses: Vec<Used>,
    /// When that may be interrupted.
    pub windows: Vec<Interruption>,
}

/// Something that a team uses.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Used {
    /// The offering.
    pub offering: Reference,
    /// Its applications that use it.
    pub applications: Vec<Reference>,
    /// The versions that they use.
    pub versions: Vec<String>,
}

/// When something may be interrupted.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Interruption {
    /// The window.
    pub window: Reference,
    /// What may be interrupted.
    pub offering: Reference,
    /// When, in words.
    pub when: String,
    /// The next day on which it may be.
    pub next: Option<Date>,
}

/// Something that is used, and what happens to it.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Touched {
    /// The offering, or what others make.
    pub offering: Reference,
    /// The versions of it that somebody uses.
    pub versions: Vec<String>,
    /// What moves its users elsewhere, or ends, the earliest first.
    pub moves: Vec<Row>,
    /// When it may be interrupted.
    pub windows: Vec<Interruption>,
}

/// The teams that something may affect: those that use something and those that are asked for something, by name.
pub(super) fn teams(site: &Site) -> Vec<EntryIx> {
    let using = site.facets.uses.iter().filter_map(|it| it.team);
    let teams: BTreeSet<EntryIx> = using.chain(site.facets.asks.iter().map(|ask| ask.team)).collect();
    let mut teams: Vec<EntryIx> = teams.into_iter().collect();
    teams.sort_by_cached_key(|ix| site.entry(*ix).title.to_lowercase());
    teams
}

pub(super) fn page(site: &Site) -> Option<Computed> {
    let teams = teams(site);
    if teams.is_empty() {
        return None;
    }
    let windows = windows(site);
    let used: BTreeSet<EntryIx> = site.facets.uses.iter().map(|it| it.offering).collect();
    let applications = site.facets.uses.iter().map(|it| it.application);
    let records: Vec<EntryIx> = site.facets.asks.iter().map(|ask| ask.from).chain(applications).collect();
    let offerings = touched(&windows, site);
    let data = AffectsMe {
        choices: choices(&used, site),
        about: about(&used, &offerings, site),
        offerings,
        provenance: Provenance::of_uses(site),
        teams: teams.into_iter().map(|team| section(team, &windows, site)).collect(),
    };
    Some(Computed::new(
        "/affects-me/",
        "Does this affect me?",
        "Find your team: what is asked of you, by when, how many hours it takes, and what is done for you.",
        "affects-me.html",
        &data,
    ).of(records))
}

/// The anchor of a team's section.
pub(super) fn anchor(site: &Site, team: EntryIx) -> String {
    site.entry(team).id.name.replace('/', "-")
}

fn section(team: EntryIx, windows: &BTreeMap<EntryIx, Vec<Interruption>>, site: &Site) -> TeamSection {
    let mut asks: Vec<&Ask> = site.facets.asked_of(team).collect();
    asks.sort_by_key(|ask| ask.by.map_or(Date::MAX, By::day));
    let open: Vec<&Ask> = asks.iter().copied().filter(|ask| ask.is_open()).collect();
    let information = asks.iter().filter(|ask| ask.firmness == Firmness::Information);
    let mut uses: BTreeMap<EntryIx, Vec<&Use>> = BTreeMap::new();
    for it in site.facets.uses_by(team) {
        uses.entry(it.offering).or_default().push(it);
    }
    TeamSection {
        team: site.reference(team),
        anchor: anchor(site, team),
        former: site.former_names(team),
        hours: facet::hours(open.iter().copied()),
        first: open.iter().filter_map(|ask| ask.by.map(By::day)).min(),
        information: information.map(|ask| ask.shown(site)).collect(),
        windows: uses.keys().filter_map(|offering| windows.get(offering)).flatten().cloned().collect(),
        uses: uses.into_iter().map(|(offering, uses)| used(offering, &uses, site)).collect(),
        asked: open.into_iter().map(|ask| ask.shown(site)).collect(),
    }
}

fn value(offering: EntryIx, site: &Site) -> String {
    slug(&site.entry(offering).id.name)
}

fn choices(used: &BTreeSet<EntryIx>, site: &Site) -> Vec<Pick> {
    let pick = |ix: &EntryIx| Pick {
        value: value(*ix, site),
        label: site.entry(*ix).title.clone(),
        former: site.former_names(*ix),
    };
    let mut all: Vec<Pick> = used.iter().map(pick).collect();
    all.sort_by_cached_key(|it| it.label.to_lowercase());
    all
}

/// What is used is about itself; what moves its users elsewhere, or ends, is about it.
fn about(used: &BTreeSet<EntryIx>, touched: &[Touched], site: &Site) -> BTreeMap<String, Vec<String>> {
    let itself = |ix: &EntryIx| (site.entry(*ix).id.to_string(), vec![value(*ix, site)]);
    let mut about: BTreeMap<String, Vec<String>> = used.iter().map(itself).collect();
    for it in touched {
        let Some(own) = about.get(&it.offering.id).cloned() else { continue };
        for row in &it.moves {
            let of_row = about.entry(row.record.id.clone()).or_default();
            of_row.extend(own.iter().filter(|value| !of_row.contains(value)).cloned().collect::<Vec<_>>());
        }
    }
    about
}

/// What is used and does not stay as it is, for those who know what they build on and not whose it is.
fn touched(windows: &BTreeMap<EntryIx, Vec<Interruption>>, site: &Site) -> Vec<Touched> {
    let mut versions: BTreeMap<EntryIx, BTreeSet<&str>> = BTreeMap::new();
    for it in &site.facets.uses {
        versions.entry(it.offering).or_default().extend(it.version.as_deref());
    }
    let mut away = migrations::away_from(site);
    let all = versions.into_iter().map(|(offering, versions)| Touched {
        offering: site.reference(offering),
        versions: versions.into_iter().map(str::to_owned).collect(),
        moves: away.remove(&offering).unwrap_or_default(),
        windows: windows.get(&offering).cloned().unwrap_or_default(),
    });
    let mut all: Vec<Touched> = all.filter(|it| !it.moves.is_empty() || !it.windows.is_empty()).collect();
    all.sort_by_cached_key(|it| it.offering.title.to_lowercase());
    all
}

fn used(offering: EntryIx, uses: &[&Use], site: &Site) -> Used {
    let applications: BTreeSet<EntryIx> = uses.iter().map(|it| it.application).collect();
    let versions: BTreeSet<&str> = uses.iter().filter_map(|it| it.version.as_deref()).collect();
    Used {
        offering: site.reference(offering),
        applications: applications.into_iter().map(|it| site.reference(it)).collect(),
        versions: versions.into_iter().map(str::to_owned).collect(),
    }
}

/// The windows of each offering.
fn windows(site: &Site) -> BTreeMap<EntryIx, Vec<Interruption>> {
    let mut next: BTreeMap<EntryIx, Date> = BTreeMap::new();
    for dated in site.facets.dates.iter().filter(|it| it.day >= site.as_of) {
        let day = next.entry(dated.from).or_insert(dated.day);
        *day = dated.day.min(*day);
    }
    let mut windows: BTreeMap<EntryIx, Vec<Interruption>> = BTreeMap::new();
    for (ix, entry, window) in site.all::<MaintenanceWindow>() {
        for offering in window.offerings.iter().filter_map(|it| site.target(entry, it)) {
            windows.entry(offering).or_default().push(Interruption {
                window: site.reference(ix),
                offering: site.reference(offering),
                when: window.when(),
                next: next.get(&ix).copied(),
            });
        }
    }
    windows
}
