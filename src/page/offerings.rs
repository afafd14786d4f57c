//! What exists, and which should I pick: offerings by what they do.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::Computed;
use crate::entry::Entry;
use crate::kind::offering::{Lifecycle, Offering, Operated, Shape};
use crate::site::{EntryIx, Site};
use crate::view::{Html, Reference};

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
struct Offerings {
    /// Areas by name, each with what is not going away.
    areas: Vec<Area>,
    /// What is going away or gone.
    leaving: Vec<OfferingRow>,
    /// How many may be built on today.
    available: usize,
}

/// An area.
#[derive(Debug, Serialize, JsonSchema)]
struct Area {
    /// Its name; empty where none is said.
    name: String,
    /// Its offerings: the readiest first, then by name.
    offerings: Vec<OfferingRow>,
}

/// An offering in a list.
#[derive(Debug, Serialize, JsonSchema)]
struct OfferingRow {
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
    let mut areas: BTreeMap<&str, Vec<OfferingRow>> = BTreeMap::new();
    let mut leaving = Vec::new();
    let mut available = 0;
    for (ix, entry, offering) in site.all::<Offering>() {
        let row = row(site, ix, entry, offering);
        if leaves(offering.lifecycle) {
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
    let data = Offerings { areas: areas.into_iter().map(area).collect(), leaving, available };
    Some(Computed::new(
        "/offerings/",
        "Offerings",
        "What you can build on, by what it does for you.",
        "offerings.html",
        &data,
    ))
}

fn leaves(lifecycle: Option<Lifecycle>) -> bool {
    matches!(lifecycle, Some(Lifecycle::Deprecated | Lifecycle::Sunsetting | Lifecycle::Retired))
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
    let successors = site.referrers(entry, "replaces");
    let alternatives = offering.alternatives.iter().filter_map(|to| site.target(entry, to));
    let mut instead: Vec<EntryIx> =
        if leaves(offering.lifecycle) { successors.chain(alternatives).collect() } else { Vec::new() };
    instead.sort();
    instead.dedup();
    OfferingRow {
        offering: site.reference(ix),
        summary: entry.common.summary.as_ref().map(|it| it.html(ix)),
        lifecycle: offering.lifecycle,
        shape: offering.shape,
        operated: offering.operated,
        owner: site.owner(ix).map(|owner| site.reference(owner)),
        aliases: entry.common.aliases.clone(),
        instead: instead.into_iter().map(|it| site.reference(it)).collect(),
    }
}
