//! An application of a team's, as the catalogue knows it: whose it is, how critical, what it uses, and what
//! is asked of it because of that.

use std::collections::BTreeSet;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::entry::Entry;
use crate::facet::{Ask, By, Firmness, Phase, Use};
use crate::finding::Rule;
use crate::record::{Record, Ref};
use crate::site::{EntryIx, Site};
use crate::view::{Asked, Reference};

/// Something that a team runs, and what it is built on. A program writes these files from where the
/// facts are kept; who is asked for what in a migration is worked out from them.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Application {
    /// How critical it is.
    #[schemars(extend("x-onramp-ref" = ["app_tier"], "x-onramp-expected" = true))]
    pub tier: Option<Ref>,
    /// What it is built on. Write `[]` where that is nothing.
    #[serde(default)]
    #[schemars(extend("x-onramp-expected" = "even empty"))]
    pub uses: Vec<Used>,
    /// The day on which this was so, as the import says.
    #[schemars(extend("x-onramp-expected" = true, "x-onramp-past" = true))]
    pub as_of: Option<Date>,
    /// Where the import reads it, such as `service catalogue`.
    pub imported_from: Option<String>,
    /// Where its code is.
    #[schemars(extend("x-onramp-audience" = "internal"))]
    pub repository: Option<String>,
}

/// A use of something.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Used {
    /// What is used: an offering, or what others make and no offering stands in front of, such as a
    /// release of the operating system.
    #[schemars(extend("x-onramp-ref" = ["offering", "upstream"]))]
    pub offering: Ref,
    /// Which part of it, in the words that migrations use: `vendor-calls`.
    pub part: Option<String>,
    /// Which version of it.
    pub version: Option<String>,
    /// Whether it is used in a way that the platform does not support.
    #[serde(default)]
    #[schemars(extend("x-onramp-audience" = "internal"))]
    pub nonstandard: bool,
}

/// How many of what took the place of something an application names.
const INSTEAD: usize = 4;

/// What the page of an application adds to its fields.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ApplicationView {
    /// What there is to do about it, the earliest first.
    pub asked: Vec<Asked>,
    /// The first day by which something is due.
    pub first: Option<Date>,
    /// What is known, and nothing is to be done about yet.
    pub information: Vec<Asked>,
    /// What is done.
    pub done: Vec<Asked>,
    /// What it is built on that is not for new use, ends or is gone, each once.
    pub leaving: Vec<Leaving>,
}

/// Something that an application is built on, and that does not stay.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Leaving {
    /// What it is.
    pub what: Reference,
    /// Whether it is gone already.
    pub gone: bool,
    /// The first of what took its place, where something did: its own page names all.
    pub instead: Vec<Reference>,
}

impl Record for Application {
    const NAME: &'static str = "application";
    const PLURAL: &'static str = "applications";
    const TITLE: (&'static str, &'static str) = ("Application", "Applications");
    const FOLDERS: &'static [&'static str] = &["services"];
    const EXTENSION: &'static str = "toml";
    const TEMPLATE: &'static str = "\
title = {title}
summary = \"change-me: what it does, in a sentence\"
owner = \"change-me\"              # a file name in teams/
tier = \"change-me\"               # a file name in app-tiers/
data_source = \"authored\"         # imported, once a program writes this file
as_of = {date}
uses = [
  # { offering = \"blob-store\", part = \"vendor-calls\", version = \"1\" },
]
";
    const COLUMNS: &'static [&'static str] = &["owner", "tier", "as_of"];
    const RULES: &'static [Rule] = &[];

    fn uses(&self, ix: EntryIx, site: &Site) -> Vec<Use> {
        let entry = site.entry(ix);
        let team = site.owner(ix);
        let of = |it: &Used| {
            Some(Use {
                application: ix,
                team,
                offering: site.target(entry, &it.offering)?,
                part: it.part.clone(),
                version: it.version.clone(),
                nonstandard: it.nonstandard,
            })
        };
        self.uses.iter().filter_map(of).collect()
    }

    fn view(&self, entry: &Entry, site: &Site) -> Value {
        let Some(ix) = site.index_of(entry) else { return Value::Null };
        let mut asks: Vec<&Ask> = site.facets.asked_about(ix).collect();
        asks.sort_by_key(|ask| ask.by.map_or(Date::MAX, By::day));
        let shown = |is: &dyn Fn(&Ask) -> bool| {
            asks.iter().filter(|ask| is(ask)).map(|ask| ask.of_one().shown(site)).collect()
        };
        let view = ApplicationView {
            asked: shown(&Ask::is_open),
            first: asks.iter().filter(|ask| ask.is_open()).filter_map(|ask| ask.by.map(By::day)).min(),
            information: shown(&|ask| ask.firmness == Firmness::Information),
            done: shown(&|ask| ask.firmness == Firmness::Done),
            leaving: self.leaving(entry, site),
        };
        serde_json::to_value(view).unwrap_or_default()
    }

    fn view_schema() -> Option<Value> {
        Some(crate::record::schema_of::<ApplicationView>())
    }
}

impl Application {
    /// What it is built on that does not stay.
    fn leaving(&self, entry: &Entry, site: &Site) -> Vec<Leaving> {
        let used: BTreeSet<EntryIx> =
            self.uses.iter().filter_map(|it| site.target(entry, &it.offering)).collect();
        let leaving = |ix: EntryIx| {
            let phase = site.phase(ix).filter(|phase| *phase >= Phase::Leaving)?;
            let instead =
                site.facets.instead_of(ix).iter().take(INSTEAD).map(|it| site.reference(*it)).collect();
            Some(Leaving { what: site.reference(ix), gone: phase == Phase::Gone, instead })
        };
        used.into_iter().filter_map(leaving).collect()
    }
}
