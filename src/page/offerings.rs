//! What exists, and which should I pick: offerings by what they do.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Computed, all_of};
use crate::entry::Entry;
use crate::kind::offering::{Lifecycle, Offering, Operated, Shape};
use crate::site::{EntryIx, Site};
use crate::view::{Html, Reference};

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Offerings {
    /// Areas by name, each with what is not going away.
    pub areas: Vec<Area>,
    /// What is going away or gone.
    pub leaving: Vec<OfferingRow>,
    /// How many there are that are not going away.
    pub staying: usize,
    /// How many of these may be built on today.
    pub available: usize,
    /// The earliest day on which somebody last checked one of them.
    pub reviewed_since: Option<Date>,
}

/// An area.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Area {
    /// Its name; empty where none is said.
    pub name: String,
    /// Its offerings: the readiest first, then by name.
    pub offerings: Vec<OfferingRow>,
}

/// An offering in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct OfferingRow {
    /// The offering.
    offering: Reference,
    /// What it is.
    summary: Option<Html>,
    /// Where it stands.
    lifecycle: Option<Lifecycle>,
    /// What using it is like.
    shape: Option<Shape>,
    /// How much of running it the platform takes on.
    operated: Option<Operated>,
    /// Who answers for it.
    owner: Option<Reference>,
    /// Other names.
    aliases: Vec<String>,
    /// What to take in its place.
    instead: Vec<Reference>,
}

pub(super) fn page(site: &Site) -> Option<Computed> {
    Some(
        Computed::new(
            "/offerings/",
            "Offerings",
            "What you can build on, by what it does for you.",
            "offerings.html",
            &offerings(site)?,
        )
        .of(all_of::<Offering>(site))
        .narrowed_by(&["shape"]),
    )
}

/// All offerings of a site; none where there is none.
pub(super) fn offerings(site: &Site) -> Option<Offerings> {
    let mut areas: BTreeMap<&str, Vec<OfferingRow>> = BTreeMap::new();
    let mut leaving: Vec<OfferingRow> = Vec::new();
    let mut available = 0;
    for (ix, entry, offering) in site.all::<Offering>() {
        let row = row(site, ix, entry, offering);
        if offering.leaves() {
            leaving.push(row);
        } else {
            available += usize::from(offering.lifecycle == Some(Lifecycle::Ga));
            areas.entry(offering.capability_area.as_deref().unwrap_or_default()).or_default().push(row);
        }
    }
    if areas.is_empty() && leaving.is_empty() {
        return None;
    }
    let area = |(name, mut offerings): (&str, Vec<OfferingRow>)| {
        offerings.sort_by_cached_key(|it| (readiness(it.lifecycle), it.offering.title.clone()));
        Area { name: name.to_owned(), offerings }
    };
    leaving.sort_by_cached_key(|it| it.offering.title.to_lowercase());
    Some(Offerings {
        staying: areas.values().map(Vec::len).sum(),
        areas: areas.into_iter().map(area).collect(),
        leaving,
        available,
        reviewed_since: site.all::<Offering>().filter_map(|(_, entry, _)| entry.common.reviewed).min(),
    })
}

fn readiness(lifecycle: Option<Lifecycle>) -> u8 {
    match lifecycle {
        Some(Lifecycle::Ga) => 0,
        Some(Lifecycle::Beta) => 1,
        Some(Lifecycle::Alpha) => 2,
        _ => 3,
    }
}

fn row(site: &Site, ix: EntryIx, entry: &Entry, offering: &Offering) -> OfferingRow {
    OfferingRow {
        offering: site.reference(ix),
        summary: entry.common.summary.as_ref().map(|it| it.html(ix)),
        lifecycle: offering.lifecycle,
        shape: offering.shape,
        operated: offering.operated,
        owner: site.owner(ix).map(|owner| site.reference(owner)),
        aliases: entry.common.aliases.clone(),
        instead: offering.instead(entry, site).into_iter().map(|it| site.reference(it)).collect(),
    }
}
