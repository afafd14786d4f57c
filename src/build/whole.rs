//! What is wrong with a site as a whole, and with no record of it.
//!
//! In: what was loaded, and the names of what would be written. Out: findings.

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::output::file_of;
use crate::site::Site;
use crate::source::Location;
use crate::theme::Theme;
use crate::tree::Tree;

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

/// A content folder that is not there, or holds nothing: the site that is published must not give way
/// to an empty one.
pub(super) fn empty_content(tree: &Tree, config: &Config) -> Option<Diagnostic> {
    let wrong = tree.records.is_empty() && tree.assets.is_empty();
    let message = format!("there is no folder `{}`, or nothing in it", config.content);
    let hint = "write a first page into it, or set `content` to the folder with the pages";
    wrong.then(|| Diagnostic::error("CFG1", config.at("/content"), message).with_hint(hint))
}

pub(super) fn missing_theme(config: &Config, tree: &Tree) -> Option<Diagnostic> {
    let name = &config.theme;
    let missing = !Theme::exists(name, &tree.themes);
    missing.then(|| {
        let message = format!("there is no theme `{name}`: no folder `themes/{name}`");
        Diagnostic::error("CFG1", config.at("/theme"), message)
            .with_hint("write `theme = \"default\"`, or make the folder")
    })
}
