//! Computed pages: those that no file stands for, one file each.
//!
//! In: a resolved site. Out: [`Computed`], which the compose stage makes a view of. Where a file of
//! the content stands at the same URL, its text introduces the page. Must not: know a template's
//! language.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

use crate::config::{INTERNAL, PUBLIC};
use crate::record::schema_of;
use crate::site::{EntryIx, Site};

mod affects_me;
mod calendar;
mod change_budget;
mod commitments;
mod cost_of_change;
mod decisions;
mod docs_health;
mod four_keys;
mod glossary;
mod help;
mod home;
mod interlock;
mod internal_roadmap;
mod measure;
mod migrations;
mod mission_control;
mod moment;
mod not_found;
mod offerings;
mod operational_health;
mod ops_review;
mod provenance;
mod redirects;
mod requests;
mod review;
mod roadmap;
mod satisfaction;
mod scorecard;
mod search;
mod stability;
mod surveys;
mod threshold;
mod updates;
mod upstream_horizon;

/// A page that no file stands for.
#[derive(Debug, Clone)]
pub struct Computed {
    /// Where it is published, from the site's root.
    pub url: String,
    /// Its title, unless a file at the same URL has one.
    pub title: String,
    /// What it answers, in a sentence.
    pub summary: String,
    /// Other names that people look for it by.
    pub aliases: &'static [&'static str],
    /// Its template.
    pub template: &'static str,
    /// What its template shows, as `page.computed`.
    pub data: Value,
    /// The records that it is made of, in the order in which it shows them.
    pub records: Vec<EntryIx>,
    /// The records whose facts it shows beside them.
    pub shown: Vec<EntryIx>,
    /// The day of each of them that it shows, where it is a list of days: a record may have several.
    pub days: Vec<Date>,
    /// Fields by which a reader can narrow these, beside those of any record; none where the page is
    /// no listing of them.
    pub narrowed_by: Option<&'static [&'static str]>,
}

impl Computed {
    fn new(url: &str, title: &str, summary: &str, template: &'static str, data: &impl Serialize) -> Self {
        Self {
            url: url.to_owned(),
            title: title.to_owned(),
            summary: summary.to_owned(),
            aliases: &[],
            template,
            data: serde_json::to_value(data).unwrap_or_default(),
            records: Vec::new(),
            shown: Vec::new(),
            days: Vec::new(),
            narrowed_by: None,
        }
    }

    /// The same, made of these records.
    fn of(self, records: impl IntoIterator<Item = EntryIx>) -> Self {
        Self { records: records.into_iter().collect(), ..self }
    }

    /// The same, made of days of records.
    fn by_day(self, days: impl IntoIterator<Item = (EntryIx, Date)>) -> Self {
        let (records, days) = days.into_iter().unzip();
        Self { records, days, ..self }
    }

    /// The same, by other names too.
    fn called(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }

    /// The same as a listing of them, which can be narrowed by these fields too.
    fn narrowed_by(self, fields: &'static [&'static str]) -> Self {
        Self { narrowed_by: Some(fields), ..self }
    }
}

/// All records of one struct's kind.
fn all_of<T: 'static>(site: &Site) -> impl Iterator<Item = EntryIx> {
    site.all::<T>().map(|(ix, ..)| ix)
}

/// A computed page at one URL, known before the site is.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// Where it is published, from the site's root.
    pub url: &'static str,
    /// Who may see it.
    pub audience: &'static str,
    /// The kinds whose records it is made of, those that it is about first; none where any kind may be.
    pub kinds: &'static [&'static str],
    /// Makes it; none where the site has nothing to show on it.
    pub make: fn(&Site) -> Option<Computed>,
}

/// The computed pages, each made by its own file.
pub const PAGES: &[Page] = &[
    Page {
        url: "/",
        audience: PUBLIC,
        kinds: &[
            "offering",
            "support_policy",
            "application",
            "migration",
            "sunset",
            "maintenance_window",
            "adr",
            "roadmap_item",
            "update",
        ],
        make: home::page,
    },
    Page { url: "/404.html", audience: PUBLIC, kinds: &[], make: not_found::page },
    Page { url: "/docs-health/", audience: INTERNAL, kinds: &[], make: docs_health::page },
    Page { url: "/glossary/", audience: PUBLIC, kinds: &["page"], make: glossary::page },
    Page { url: help::URL, audience: PUBLIC, kinds: &["support_policy", "app_tier"], make: help::page },
    Page { url: commitments::URL, audience: PUBLIC, kinds: &["support_policy"], make: commitments::page },
    Page {
        url: "/interlock/",
        audience: PUBLIC,
        kinds: &["migration", "sunset", "update", "request", "adr"],
        make: interlock::page,
    },
    Page { url: "/offerings/", audience: PUBLIC, kinds: &["offering"], make: offerings::page },
    Page {
        url: "/operational-health/",
        audience: INTERNAL,
        kinds: &["team", "incident"],
        make: operational_health::page,
    },
    Page {
        url: "/ops-review/",
        audience: INTERNAL,
        kinds: &["ops_review", "team", "support_policy", "incident", "change", "slo"],
        make: ops_review::page,
    },
    Page { url: "/requests/", audience: PUBLIC, kinds: &["request"], make: requests::page },
    Page { url: "/search/", audience: PUBLIC, kinds: &[], make: search::page },
    Page {
        url: stability::URL,
        audience: PUBLIC,
        kinds: &["roadmap_item", "milestone", "objective", "metric", "incident", "update"],
        make: stability::page,
    },
    Page { url: "/surveys/", audience: PUBLIC, kinds: &["survey"], make: surveys::page },
    Page { url: "/updates/", audience: PUBLIC, kinds: &["update"], make: updates::archive },
    Page { url: updates::DIGEST, audience: PUBLIC, kinds: &["update"], make: updates::digest },
    Page {
        url: "/affects-me/",
        audience: PUBLIC,
        kinds: &["application", "migration", "sunset", "maintenance_window", "incident", "ops_review"],
        make: affects_me::page,
    },
    Page {
        url: "/calendar/",
        audience: PUBLIC,
        kinds: &[
            "maintenance_window",
            "migration",
            "sunset",
            "change",
            "incident",
            "milestone",
            "ops_review",
            "request",
            "upstream",
        ],
        make: calendar::page,
    },
    Page {
        url: "/change-budget/",
        audience: INTERNAL,
        kinds: &["team", "application", "migration", "sunset", "incident", "ops_review"],
        make: change_budget::page,
    },
    Page {
        url: "/cost-of-change/",
        audience: INTERNAL,
        kinds: &["team", "application", "migration", "sunset", "metric", "survey"],
        make: cost_of_change::page,
    },
    Page {
        url: "/migrations/",
        audience: PUBLIC,
        kinds: &["migration", "sunset", "application"],
        make: migrations::page,
    },
    Page {
        url: "/upstreams/horizon/",
        audience: INTERNAL,
        kinds: &["upstream", "offering", "application", "migration"],
        make: upstream_horizon::page,
    },
    Page { url: "/four-keys/", audience: INTERNAL, kinds: &["metric"], make: four_keys::page },
    Page {
        url: "/mission-control/",
        audience: INTERNAL,
        kinds: &["metric", "maintenance_window", "change"],
        make: mission_control::page,
    },
    Page {
        url: "/objectives/scorecard/",
        audience: PUBLIC,
        kinds: &["objective", "metric", "strategy"],
        make: scorecard::page,
    },
    Page {
        url: "/roadmap/",
        audience: PUBLIC,
        kinds: &["roadmap_item", "objective", "metric", "strategy"],
        make: roadmap::page,
    },
    Page {
        url: "/roadmap/internal/",
        audience: INTERNAL,
        kinds: &["roadmap_item", "milestone", "team"],
        make: internal_roadmap::page,
    },
];

/// All computed pages that an audience may see.
#[must_use]
pub fn all(site: &Site, audience: &str) -> Vec<Computed> {
    let known: BTreeMap<String, EntryIx> =
        site.iter().map(|(ix, entry)| (entry.id.to_string(), ix)).collect();
    let seen = PAGES.iter().filter(|page| site.config.may_see(audience, page.audience));
    let compute = |page: &Page| {
        let made = (page.make)(site)?;
        // A page that names no records stands on all of its kinds.
        let mut made = if made.records.is_empty() { made.of(of_kinds(site, page.kinds)) } else { made };
        shown(&made.data, page.kinds, &known, &mut made.shown);
        Some((page.audience, made))
    };
    let (audiences, mut made): (Vec<&str>, Vec<Computed>) = seen.filter_map(compute).unzip();
    home::lead_to_the_others(site, &audiences, &mut made);
    made.into_iter().chain(decisions::pages(site)).chain(redirects::pages(site)).collect()
}

fn of_kinds<'a>(site: &'a Site, kinds: &'a [&str]) -> impl Iterator<Item = EntryIx> + 'a {
    site.iter().filter(|(_, entry)| kinds.contains(&&*entry.id.kind)).map(|(ix, _)| ix)
}

/// The records of the kinds that a page is made of, where what it shows refers to them. So the line that
/// says what it was computed from, and how old that is, leaves none out.
fn shown(data: &Value, kinds: &[&str], known: &BTreeMap<String, EntryIx>, out: &mut Vec<EntryIx>) {
    match data {
        Value::Object(fields) => {
            let text = |name: &str| fields.get(name).and_then(Value::as_str);
            if text("kind").is_some_and(|kind| kinds.contains(&kind)) {
                out.extend(text("id").and_then(|id| known.get(id)));
            }
            fields.values().for_each(|value| shown(value, kinds, known, out));
        }
        Value::Array(items) => items.iter().for_each(|value| shown(value, kinds, known, out)),
        _ => {}
    }
}

/// The schema of what each computed page gives its template, for the template reference.
#[must_use]
pub fn view_schemas() -> Vec<(&'static str, Value)> {
    vec![
        ("adr-log.html", schema_of::<decisions::Log>()),
        ("affects-me.html", schema_of::<affects_me::AffectsMe>()),
        ("calendar.html", schema_of::<calendar::Calendar>()),
        ("change-budget.html", schema_of::<change_budget::ChangeBudget>()),
        ("commitments.html", schema_of::<commitments::Commitments>()),
        ("cost-of-change.html", schema_of::<cost_of_change::CostOfChange>()),
        ("digest.html", schema_of::<updates::Digest>()),
        ("docs-health.html", schema_of::<docs_health::Docs>()),
        ("four-keys.html", schema_of::<four_keys::FourKeys>()),
        ("glossary.html", schema_of::<glossary::Glossary>()),
        ("help.html", schema_of::<help::Help>()),
        ("home.html", schema_of::<home::Home>()),
        ("interlock.html", schema_of::<interlock::Pack>()),
        ("internal-roadmap.html", schema_of::<internal_roadmap::InternalRoadmap>()),
        ("migrations.html", schema_of::<migrations::Moving>()),
        ("mission-control.html", schema_of::<mission_control::MissionControl>()),
        ("offerings.html", schema_of::<offerings::Offerings>()),
        ("operational-health.html", schema_of::<operational_health::Health>()),
        ("ops-review.html", schema_of::<ops_review::Pack>()),
        ("requests.html", schema_of::<requests::Requests>()),
        ("roadmap.html", schema_of::<roadmap::Roadmap>()),
        ("scorecard.html", schema_of::<scorecard::Scorecard>()),
        ("search.html", schema_of::<search::Search>()),
        ("stability.html", schema_of::<stability::Stability>()),
        ("surveys.html", schema_of::<surveys::Surveys>()),
        ("updates.html", schema_of::<updates::Archive>()),
        ("upstream-horizon.html", schema_of::<upstream_horizon::Horizon>()),
    ]
}
