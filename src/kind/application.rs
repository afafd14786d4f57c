//! An application of a team's, as the catalogue knows it: whose it is, how critical, what it uses.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::facet::Use;
use crate::finding::Rule;
use crate::record::{Record, Ref};
use crate::site::{EntryIx, Site};

/// Something that a team runs, and what it is built on. A program writes these files from where the
/// facts are kept; who is asked for what in a migration is worked out from them.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Application {
    /// How critical it is.
    #[schemars(extend("x-onramp-ref" = ["app_tier"], "x-onramp-expected" = true))]
    pub tier: Option<Ref>,
    /// What it is built on.
    #[serde(default)]
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
}
