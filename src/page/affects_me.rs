//! Does this affect me? A section a team: what it uses, what is asked of it, by when, how many hours
//! that is, what is done for it, and when what it uses may be interrupted.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::Computed;
use crate::facet::{Ask, By, Firmness, Use};
use crate::kind::maintenance_window::MaintenanceWindow;
use crate::site::{EntryIx, Site};
use crate::view::{Asked, Reference};

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct AffectsMe {
    /// The teams, by name.
    pub teams: Vec<TeamSection>,
    /// The earliest day of what says who uses what.
    pub as_of: Option<Date>,
    /// The places that it was imported from.
    pub imported_from: Vec<String>,
}

/// What affects a team.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct TeamSection {
    /// The team.
    pub team: Reference,
    /// The anchor of its section.
    pub anchor: String,
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

pub(super) fn page(site: &Site) -> Option<Computed> {
    let mut teams: BTreeMap<(String, EntryIx), Vec<&Ask>> = BTreeMap::new();
    let key = |team: EntryIx| (site.entry(team).title.to_lowercase(), team);
    for it in &site.facets.uses {
        if let Some(team) = it.team {
            teams.entry(key(team)).or_default();
        }
    }
    for ask in &site.facets.asks {
        teams.entry(key(ask.team)).or_default().push(ask);
    }
    if teams.is_empty() {
        return None;
    }
    let windows = windows(site);
    let applications: BTreeSet<EntryIx> = site.facets.uses.iter().map(|it| it.application).collect();
    let said = |field: &'static str| {
        applications.iter().filter_map(move |ix| site.entry(*ix).value.get(field)?.as_str())
    };
    let data = AffectsMe {
        as_of: said("as_of").filter_map(|day| day.parse().ok()).min(),
        imported_from: said("imported_from")
            .map(str::to_owned)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
        teams: teams.into_iter().map(|((_, team), asks)| section(team, asks, &windows, site)).collect(),
    };
    Some(Computed {
        url: "/affects-me/".to_owned(),
        title: "Does this affect me?".to_owned(),
        summary: "Find your team: what is asked of you, by when, how many hours it takes, and what is done for you."
            .to_owned(),
        template: "affects-me.html",
        data: serde_json::to_value(data).unwrap_or_default(),
    })
}

fn section(
    team: EntryIx,
    mut asks: Vec<&Ask>,
    windows: &BTreeMap<EntryIx, Vec<Interruption>>,
    site: &Site,
) -> TeamSection {
    asks.sort_by_key(|ask| ask.by.map_or(Date::MAX, By::day));
    let open: Vec<&Ask> = asks.iter().copied().filter(|ask| ask.is_open()).collect();
    let information = asks.iter().filter(|ask| ask.firmness == Firmness::Information);
    let mut uses: BTreeMap<EntryIx, Vec<&Use>> = BTreeMap::new();
    for it in site.facets.uses_by(team) {
        uses.entry(it.offering).or_default().push(it);
    }
    TeamSection {
        team: site.reference(team),
        anchor: site.entry(team).id.name.replace('/', "-"),
        hours: open.iter().filter_map(|ask| ask.hours).sum(),
        first: open.iter().filter_map(|ask| ask.by.map(By::day)).min(),
        information: information.map(|ask| ask.shown(site)).collect(),
        windows: uses.keys().filter_map(|offering| windows.get(offering)).flatten().cloned().collect(),
        uses: uses.into_iter().map(|(offering, uses)| used(offering, &uses, site)).collect(),
        asked: open.into_iter().map(|ask| ask.shown(site)).collect(),
    }
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
    for dated in &site.facets.dates {
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
