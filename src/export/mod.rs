//! [`Site`] in, what machines read out.
//!
//! In: a resolved site, cut down to one audience. Out: files beside the pages. Must not: write them.

use crate::config::PUBLIC;
use crate::output::Outputs;
use crate::site::Site;

mod opensearch;
mod robots;
mod sitemap;

/// Where search engines look for what they may read.
pub const ROBOTS: &str = "robots.txt";

/// Adds all exports of a site.
pub fn export(site: &Site, audience: &str, outputs: &mut Outputs) {
    // Search engines are told to read nothing else.
    if audience == PUBLIC
        && let Some(sitemap) = sitemap::sitemap(site)
    {
        outputs.add("sitemap.xml", sitemap);
    }
    if let Some(description) = opensearch::description(site) {
        outputs.add("opensearch.xml", description);
    }
    outputs.add(ROBOTS, robots::robots(site, audience));
}
