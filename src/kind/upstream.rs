//! Something that others make and offerings are built on, and the day on which it ends.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::entry::Entry;
use crate::facet::Dated;
use crate::finding::Rule;
use crate::record::{Record, Ref};
use crate::site::{EntryIx, Site};

/// What offerings are built on and the platform does not make: a release, a product, a contract. It
/// answers when the ground beneath them ends.
/// Offerings name it in `upstreams`, migrations in `caused_by`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Upstream {
    /// Which version of it.
    #[schemars(extend("x-onramp-expected" = true))]
    pub version: Option<String>,
    /// The day from which nobody mends it, or on which it is no longer ours to use.
    pub eol: Option<Date>,
    /// Who ends it, and how.
    pub eol_type: Option<EolType>,
    /// Where the date is published.
    pub eol_source: Option<String>,
    /// What takes its place.
    #[schemars(extend("x-onramp-ref" = ["upstream"]))]
    pub successor: Option<Ref>,
}

/// Who ends an upstream, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum EolType {
    /// An open-source project stops mending a version.
    Oss,
    /// A vendor stops selling or supporting it.
    Vendor,
    /// A contract runs out.
    Contract,
    /// A lease runs out.
    Lease,
    /// Machines reach their age.
    Hardware,
}

/// What the page of an upstream adds to its fields.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UpstreamView {
    /// Whether the day of its end has passed.
    pub ended: bool,
}

impl Record for Upstream {
    const NAME: &'static str = "upstream";
    const PLURAL: &'static str = "upstreams";
    const TITLE: (&'static str, &'static str) = ("Upstream", "Upstreams");
    const AUDIENCE: &'static str = crate::config::INTERNAL;
    const EXTENSION: &'static str = "toml";
    const TEMPLATE: &'static str = "\
title = {title}
summary = \"change-me: what it is, and what of ours stands on it\"
owner = \"change-me\"            # the team that watches it: a file name in teams/
version = \"change-me\"
# eol = {date}
# eol_type = \"oss\"             # oss, vendor, contract, lease or hardware
# eol_source = \"https://...\"   # where the date is published
created = {date}
reviewed = {date}
";
    const COLUMNS: &'static [&'static str] = &["version", "eol", "eol_type", "owner"];
    const RULES: &'static [Rule] = &[];

    fn view(&self, _entry: &Entry, site: &Site) -> Value {
        let view = UpstreamView { ended: self.eol.is_some_and(|eol| eol < site.as_of) };
        serde_json::to_value(view).unwrap_or_default()
    }

    fn view_schema() -> Option<Value> {
        Some(crate::record::schema_of::<UpstreamView>())
    }

    fn dates(&self, ix: EntryIx, site: &Site) -> Vec<Dated> {
        let title = &site.entry(ix).title;
        let ends = |day| Dated {
            from: ix,
            what: format!("{title} ends"),
            day,
            until: None,
            agreed_with: None,
            hard: true,
            to_do: false,
        };
        self.eol.map(ends).into_iter().collect()
    }
}
