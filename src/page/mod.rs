//! Computed pages: those that no file stands for, one file each.
//!
//! In: a resolved site. Out: [`Computed`], which the compose stage makes a view of. Where a file of
//! the content stands at the same URL, its text introduces the page. Must not: know a template's
//! language.

use serde_json::Value;

use crate::config::{INTERNAL, PUBLIC};
use crate::site::Site;

mod decisions;
mod four_keys;
mod internal_roadmap;
mod measure;
mod mission_control;
mod not_found;
mod redirects;
mod roadmap;
mod scorecard;

/// A page that no file stands for.
#[derive(Debug, Clone)]
pub struct Computed {
    /// Where it is published, from the site's root.
    pub url: String,
    /// Its title, unless a file at the same URL has one.
    pub title: String,
    /// What it answers, in a sentence.
    pub summary: String,
    /// Its template.
    pub template: &'static str,
    /// What its template shows, as `page.computed`.
    pub data: Value,
}

/// A computed page at one URL, known before the site is.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// Where it is published, from the site's root.
    pub url: &'static str,
    /// Who may see it.
    pub audience: &'static str,
    /// Makes it; none where the site has nothing to show on it.
    pub make: fn(&Site) -> Option<Computed>,
}

/// The computed pages, each made by its own file.
pub const PAGES: &[Page] = &[
    Page { url: "/404.html", audience: PUBLIC, make: not_found::page },
    Page { url: "/four-keys/", audience: INTERNAL, make: four_keys::page },
    Page { url: "/mission-control/", audience: INTERNAL, make: mission_control::page },
    Page { url: "/objectives/scorecard/", audience: PUBLIC, make: scorecard::page },
    Page { url: "/roadmap/", audience: PUBLIC, make: roadmap::page },
    Page { url: "/roadmap/internal/", audience: INTERNAL, make: internal_roadmap::page },
];

/// All computed pages that an audience may see.
#[must_use]
pub fn all(site: &Site, audience: &str) -> Vec<Computed> {
    let seen = PAGES.iter().filter(|page| site.config.may_see(audience, page.audience));
    let made = seen.filter_map(|page| (page.make)(site));
    made.chain(decisions::pages(site)).chain(redirects::pages(site)).collect()
}
