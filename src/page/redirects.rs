//! A page for every old path of a record, which leads to where the record is now.

use serde_json::json;

use super::Computed;
use crate::escape;
use crate::site::{EntryIx, Site};

pub(super) fn pages(site: &Site) -> impl Iterator<Item = Computed> + '_ {
    let base = site.config.base_path();
    let page = move |(url, ix): (&String, &EntryIx)| {
        let entry = site.entry(*ix);
        let to = format!("{}{}", base.trim_end_matches('/'), escape::path(&entry.url));
        let address = format!("{}{to}", site.config.origin().unwrap_or_default());
        let data = json!({ "to": to, "address": address });
        Computed::new(url, &entry.title, "", "redirect.html", &data)
    };
    site.redirects.iter().map(page)
}
