//! Computed pages: those that no file stands for, one file each.
//!
//! In: a resolved site. Out: [`Computed`], which the compose stage makes a view of. Must not: know
//! a template's language.

use serde_json::Value;

use crate::site::Site;

mod not_found;
mod redirects;

/// A page that no file stands for.
#[derive(Debug, Clone)]
pub struct Computed {
    /// Where it is published, from the site's root.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Its template.
    pub template: &'static str,
    /// What its template shows, as `page.computed`.
    pub data: Value,
}

/// All computed pages of a site.
#[must_use]
pub fn all(site: &Site) -> Vec<Computed> {
    std::iter::once(not_found::page(site)).chain(redirects::pages(site)).collect()
}
