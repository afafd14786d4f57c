//! Where a page knows from who uses what, and how old that is.

use std::collections::BTreeSet;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::interval::out_of_date;
use crate::site::{EntryIx, Site};

/// Where a page knows from who uses what.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Provenance {
    /// The earliest day of an import: nothing shown is older.
    pub as_of: Option<Date>,
    /// Whether it should have been imported again by now.
    pub out_of_date: bool,
    /// The places that it was imported from.
    pub imported_from: Vec<String>,
    /// How many applications say what they use.
    pub applications: usize,
    /// Where these stand, base included.
    pub url: Option<String>,
}

impl Provenance {
    pub(super) fn of_uses(site: &Site) -> Self {
        let applications: BTreeSet<EntryIx> = site.facets.uses.iter().map(|it| it.application).collect();
        let said = |field: &'static str| {
            applications.iter().filter_map(move |ix| site.entry(*ix).value.get(field)?.as_str())
        };
        let imported: BTreeSet<&str> = said("imported_from").collect();
        let as_of = said("as_of").filter_map(|day| day.parse().ok()).min();
        Self {
            as_of,
            out_of_date: out_of_date(as_of, site.as_of),
            imported_from: imported.into_iter().map(str::to_owned).collect(),
            applications: applications.len(),
            url: applications.first().map(|ix| site.address(&site.parents[ix.0 as usize])),
        }
    }
}
