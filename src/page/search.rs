//! The page of search: what is in it, the theme's script adds; without it, where to look instead.

use schemars::JsonSchema;
use serde::Serialize;

use super::Computed;
use crate::site::{Child, Site};
use crate::view::Link;

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Search {
    /// What there is to look through, page by page.
    pub lists: Vec<Link>,
}

#[expect(clippy::unnecessary_wraps, reason = "a page may be left out, this one never is")]
pub(super) fn page(site: &Site) -> Option<Computed> {
    let top = site.folders.get("/").map_or(&[][..], |folder| &folder.children);
    let list = |child: &Child| match child {
        Child::Entry(_) => None,
        Child::Folder(url) => {
            let title = site.folders.get(url)?.title.clone();
            Some(Link { title, url: site.address(url), ..Link::default() })
        }
    };
    let lists = top.iter().filter_map(list).collect();
    Some(Computed::new("/search/", "Search", "", "search.html", &Search { lists }))
}
