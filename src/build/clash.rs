//! Files of a site that would stand in one another's way.

use crate::diagnostic::Diagnostic;
use crate::output::file_of;
use crate::site::Site;
use crate::source::Location;

pub(super) fn same_place(at: Location, one: &str, other: &str) -> Diagnostic {
    let message = if one == other {
        format!("the site has another file `{one}` already")
    } else {
        format!("the site cannot have both `{one}` and `{other}`")
    };
    Diagnostic::error("OUT1", at, message).with_hint("give one of the two another name")
}

/// What one of two files of the site was made for: a page, else an old path of one.
pub(super) fn place_of(site: &Site, one: &str, other: &str) -> Location {
    let is_one = |url: &str| [one, other].contains(&file_of(url).as_str());
    let old =
        site.redirects.iter().find(|(url, _)| is_one(url)).map(|(_, ix)| site.entry(*ix).at("old_urls"));
    let page = || site.iter().find(|(_, entry)| is_one(&entry.url)).map(|(_, entry)| entry.at(""));
    old.or_else(page).unwrap_or_else(|| site.config.at(""))
}
