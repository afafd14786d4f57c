//! The folders of a site: what stands in each, in which order.
//!
//! In: entries and their URLs, the config's `nav`. Out: [`Folder`]s by URL, and each entry's.
//! Must not: read a record's own fields.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::entry::Entry;
use crate::kind;
use crate::nearest::nearest;
use crate::page;
use crate::record::Kind;
use crate::site::{Child, EntryIx, Folder, parent_url};

/// All folders by URL, and the folder of each entry in their order.
pub(super) struct Folders {
    /// By URL.
    pub(super) all: BTreeMap<String, Folder>,
    /// Parallel to the entries.
    pub(super) parents: Vec<String>,
}

/// Builds the folders of these entries.
#[must_use]
pub(super) fn folders(
    entries: &[Arc<Entry>],
    urls: &BTreeMap<&str, EntryIx>,
    kinds: &BTreeMap<String, Arc<Kind>>,
    config: &Config,
    today: Date,
) -> (Folders, Vec<Diagnostic>) {
    let mut all: BTreeMap<String, Folder> = BTreeMap::new();
    let parents: Vec<String> =
        entries.iter().map(|entry| parent_url(&entry.url).unwrap_or("/").to_owned()).collect();
    all.insert("/".to_owned(), Folder::default());
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for parent in &parents {
        let mut url = parent.as_str();
        while known.insert(url) {
            all.entry(url.to_owned()).or_default();
            let Some(above) = parent_url(url) else { break };
            url = above;
        }
    }
    for url in all.keys().filter(|url| *url != "/").cloned().collect::<Vec<_>>() {
        let above = parent_url(&url).unwrap_or("/").to_owned();
        all.entry(above).or_default().children.push(Child::Folder(url));
    }
    for (n, (entry, parent)) in entries.iter().zip(&parents).enumerate() {
        let ix = EntryIx(u32::try_from(n).unwrap_or(u32::MAX));
        let is_index = all.contains_key(&entry.url) && urls.get(entry.url.as_str()) == Some(&ix);
        let Some(folder) = all.get_mut(if is_index { &entry.url } else { parent }) else { continue };
        if is_index {
            folder.index = Some(ix);
        } else {
            folder.children.push(Child::Entry(ix));
        }
    }
    // The first kind is that of files in no kind's folder: pages.
    let fallback = kind::built_in().first().map_or_else(String::new, |kind| kind.name.to_string());
    let is_page = |entry: &Entry| *entry.id.kind == *fallback;
    let mut findings = Vec::new();
    let orders = orders(&all, entries, config, &mut findings);
    let titles: BTreeMap<String, (String, String)> =
        all.iter().map(|(url, folder)| (url.clone(), title(url, folder, entries, kinds))).collect();
    let indexes: BTreeMap<String, Option<EntryIx>> =
        all.iter().map(|(url, folder)| (url.clone(), folder.index)).collect();
    for (url, folder) in &mut all {
        folder.url.clone_from(url);
        if let Some((title, kind)) = titles.get(url) {
            folder.title.clone_from(title);
            folder.kind.clone_from(kind);
        }
        let order = orders.get(url);
        folder.children.sort_by_cached_key(|child| {
            let (entry, url) = match child {
                Child::Entry(ix) => (Some(*ix), entries[ix.0 as usize].url.as_str()),
                Child::Folder(url) => (indexes.get(url).copied().flatten(), url.as_str()),
            };
            let named = order.and_then(|order| order.get(last_part(url)).copied()).unwrap_or(usize::MAX);
            let entry = entry.map(|ix| &entries[ix.0 as usize]);
            let own = entry.and_then(|entry| entry.common.order).unwrap_or(i64::MAX);
            // Pages stand in the order of their files, numbered records by number, what has time in its
            // order, others by title.
            let when = entry.filter(|entry| entry.number.is_none()).and_then(|entry| {
                let kind = kinds.get(&*entry.id.kind)?;
                Some((kind.facets.when)(entry)?.last_day(today))
            });
            let by_title = entry
                .filter(|entry| entry.number.is_none() && !is_page(entry))
                .map(|it| it.title.to_lowercase());
            (
                named,
                own,
                when.unwrap_or(Date::MAX),
                by_title.unwrap_or_else(|| last_part(url).to_owned()),
                url.to_owned(),
            )
        });
    }
    (Folders { all, parents }, findings)
}

/// The order that the config gives the names in a folder, by the folder's URL.
fn orders<'a>(
    all: &BTreeMap<String, Folder>,
    entries: &[Arc<Entry>],
    config: &'a Config,
    findings: &mut Vec<Diagnostic>,
) -> BTreeMap<String, BTreeMap<&'a str, usize>> {
    let mut orders = BTreeMap::new();
    for (path, names) in &config.nav {
        let inner = path.trim_matches('/');
        let url = if inner.is_empty() || inner == "." { "/".to_owned() } else { format!("/{inner}/") };
        let pointer = format!("/nav/{}", path.replace('~', "~0").replace('/', "~1"));
        let Some(folder) = all.get(&url) else {
            let message = format!("there is no folder `{path}` in the content");
            let meant =
                nearest(&url, all.keys().map(String::as_str)).map(|url| url.trim_matches('/').to_owned());
            let hint = meant.map(|meant| format!("did you mean `{meant}`?"));
            findings.push(Diagnostic { hint, ..Diagnostic::error("CFG1", config.at(&pointer), message) });
            continue;
        };
        let present: BTreeSet<&str> = folder
            .children
            .iter()
            .map(|child| match child {
                Child::Entry(ix) => last_part(&entries[ix.0 as usize].url),
                Child::Folder(url) => last_part(url),
            })
            .collect();
        let mut order = BTreeMap::new();
        for (n, name) in names.iter().enumerate() {
            let stem = name.trim_end_matches('/').trim_end_matches(".md").trim_end_matches(".toml");
            let computed = page::PAGES.iter().any(|page| page.url == format!("{url}{stem}/"));
            if !present.contains(stem) && !computed {
                let message = format!("there is no page or folder `{name}` in `{path}`");
                let hint = nearest(stem, present.iter().copied()).map_or_else(
                    || "name a file or a folder right below, without its extension".to_owned(),
                    |meant| format!("did you mean `{meant}`?"),
                );
                let at = config.at(&format!("{pointer}/{n}"));
                findings.push(Diagnostic::error("CFG1", at, message).with_hint(hint));
            }
            order.insert(stem, n);
        }
        orders.insert(url, order);
    }
    orders
}

/// A folder's title and the kind of what lies in it.
fn title(
    url: &str,
    folder: &Folder,
    entries: &[Arc<Entry>],
    kinds: &BTreeMap<String, Arc<Kind>>,
) -> (String, String) {
    let name = last_part(url);
    let of_kind = kinds.values().find(|kind| kind.folders.iter().any(|known| known == name));
    let first = folder.children.iter().find_map(|child| match child {
        Child::Entry(ix) => Some(entries[ix.0 as usize].id.kind.to_string()),
        Child::Folder(_) => None,
    });
    let kind = first.or_else(|| of_kind.map(|kind| kind.name.to_string())).unwrap_or_default();
    let title = match (folder.index, of_kind) {
        (Some(ix), _) => entries[ix.0 as usize].title.clone(),
        (None, Some(kind)) if kind.plural == name => kind.title_plural.to_string(),
        _ => {
            let words = name.replace(['-', '_'], " ");
            let mut chars = words.chars();
            chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
        }
    };
    (title, kind)
}

/// The last part of a URL's path: `b` of `/a/b/`.
fn last_part(url: &str) -> &str {
    url.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}
