//! Entries in, [`Site`] out: ids, URLs, links out and back.
//!
//! In: entries whose references are names. Out: side tables that say what each stands for, and a
//! finding for each that stands for nothing. Whole site, map work only. Must not: change an entry.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::body::{Include, LinkStyle};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Sources};
use crate::entry::{Entry, Id};
use crate::facet::Facets;
use crate::history::History;
use crate::label::readable;
use crate::nearest::nearest;
use crate::page;
use crate::record::Kind;
use crate::site::{Backlink, EntryIx, Included, Resolved, Site, Target, old_url};
use crate::tree::Outsides;
use jiff::civil::Date;

mod again;
mod folders;
mod includes;
mod links;
mod names;
mod paths;

pub use again::again;
use links::Places;
use names::Names;

/// What a site is resolved with, the same for every audience.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// The config.
    pub config: Arc<Config>,
    /// All kinds by name.
    pub kinds: Arc<BTreeMap<String, Arc<Kind>>>,
    /// The date that the build is for.
    pub as_of: Date,
    /// When each file last changed.
    pub history: Arc<History>,
    /// Files of the content that are no records, by path from the root.
    pub assets: Arc<BTreeSet<String>>,
    /// Files outside the content that records name.
    pub outside: Arc<Outsides>,
    /// The texts, for findings.
    pub sources: Arc<Sources>,
}

/// The files outside the records that entries name, by path from the root.
#[must_use]
pub fn wanted_outside(entries: &[Arc<Entry>], content: &str) -> BTreeSet<String> {
    let mut wanted = BTreeSet::new();
    for entry in entries {
        for text in entry.texts.values() {
            let links = text.body.links.iter().filter(|link| link.style != LinkStyle::Wiki);
            for link in links.filter(|link| paths::scheme(&link.to).is_none() && link.to.contains("..")) {
                let full = paths::join(&entry.file, content, &paths::split(&link.to).0);
                wanted.extend(full.filter(|full| !within(full, content)));
            }
            let includes = text.body.code.iter().filter_map(|code| code.include.as_ref());
            wanted.extend(includes.filter_map(|include| included_path(entry, include)));
        }
    }
    wanted
}

/// The path from the root of an included file: a leading slash means the root.
fn included_path(entry: &Entry, include: &Include) -> Option<String> {
    paths::join(&entry.file, "", &include.path)
}

fn within(path: &str, folder: &str) -> bool {
    folder.is_empty()
        || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Resolves a site.
#[must_use]
pub fn resolve(mut entries: Vec<Arc<Entry>>, around: &Surroundings) -> (Site, Vec<Diagnostic>) {
    entries.sort_by(|a, b| (&a.id, &a.file, a.span).cmp(&(&b.id, &b.file, b.span)));
    tell_apart(&mut entries);
    let mut findings = Vec::new();
    let ids = ids(&entries, &mut findings);
    let names = Names::new(&entries);
    let kinds: BTreeSet<&str> = around.kinds.keys().map(String::as_str).collect();
    let mut files = BTreeMap::new();
    let mut urls: BTreeMap<&str, EntryIx> = BTreeMap::new();
    for (ix, entry) in numbered(&entries) {
        files.entry(&*entry.file).or_insert(ix);
        urls.entry(entry.url.as_str()).or_insert(ix);
    }
    let (folders, wrong) = folders::folders(&entries, &urls, &around.kinds, &around.config, around.as_of);
    findings.extend(wrong);

    let content = around.config.content.trim_matches('/');
    let computed = page::PAGES.iter().map(|page| page.url.to_owned());
    let pages: BTreeSet<String> = folders.all.keys().cloned().chain(computed).collect();
    let places = Places {
        config: &around.config,
        content,
        entries: &entries,
        names: &names,
        kinds: &kinds,
        files: &files,
        urls: &urls,
        pages: &pages,
        assets: &around.assets,
        outside: &around.outside,
    };
    let mut resolved = Vec::with_capacity(entries.len());
    for (ix, entry) in numbered(&entries) {
        resolved.push(one(&places, ix, entry, &around.outside, &mut findings));
    }
    let redirects = redirects(&entries, &urls, &pages);
    let default_owner = default_owner(&places, around, &mut findings);
    findings.extend(lost_banner(&places, around));
    let assets = used_assets(&resolved, content, around, &mut findings);
    add_backlinks(&mut resolved, &entries);
    let site = Site {
        config: Arc::clone(&around.config),
        kinds: Arc::clone(&around.kinds),
        as_of: around.as_of,
        history: Arc::clone(&around.history),
        ids: Arc::new(ids),
        resolved: resolved.into_iter().map(Arc::new).collect(),
        parents: Arc::new(folders.parents),
        folders: Arc::new(folders.all),
        assets: Arc::new(assets),
        redirects: Arc::new(redirects),
        default_owner,
        facets: Arc::default(),
        sources: Arc::clone(&around.sources),
        entries,
    };
    let site = Site { facets: Arc::new(Facets::uses(&site)), ..site };
    let site = Site { facets: Arc::new(Facets::all(&site)), ..site };
    (site, findings)
}

fn numbered(entries: &[Arc<Entry>]) -> impl Iterator<Item = (EntryIx, &Entry)> {
    entries.iter().enumerate().map(|(n, entry)| (EntryIx(u32::try_from(n).unwrap_or(u32::MAX)), &**entry))
}

/// Pages without front matter that share their first heading are called by their files: a tree that
/// was not written for Onramp may begin every page with `Summary`.
fn tell_apart(entries: &mut [Arc<Entry>]) {
    /// Two may well be right: a guide, and the glossary's word for it.
    const MANY: usize = 3;
    let mut shared: BTreeMap<String, usize> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.bare) {
        *shared.entry(entry.title.clone()).or_default() += 1;
    }
    for entry in entries.iter_mut() {
        let own = entry.id.name.rsplit('/').next().unwrap_or_default();
        let is_index = &*entry.id.name == "index" || entry.url == "/";
        if entry.bare && !is_index && shared.get(&entry.title).is_some_and(|count| *count >= MANY) {
            let title = readable(own);
            *entry = Arc::new(Entry { title, ..(**entry).clone() });
        }
    }
}

fn ids(entries: &[Arc<Entry>], findings: &mut Vec<Diagnostic>) -> BTreeMap<Id, EntryIx> {
    let mut ids: BTreeMap<Id, EntryIx> = BTreeMap::new();
    for (ix, entry) in numbered(entries) {
        if let Some(first) = ids.get(&entry.id) {
            let first = &entries[first.0 as usize];
            let message = format!("`{}` is defined twice", entry.id);
            let finding = Diagnostic::error("GEN1", entry.at("id"), message)
                .with_related(first.at("id"), "first defined here")
                .with_hint("give one of them another `id`, or another file name");
            findings.push(finding);
        } else {
            ids.insert(entry.id.clone(), ix);
        }
    }
    ids
}

fn one(
    places: &Places<'_>,
    ix: EntryIx,
    entry: &Entry,
    outside: &Outsides,
    findings: &mut Vec<Diagnostic>,
) -> Resolved {
    let mut out = Resolved::default();
    let mut take = |found: Result<Target, Diagnostic>| {
        found.unwrap_or_else(|finding| {
            findings.push(finding);
            Target::Missing
        })
    };
    for (slot, site) in &entry.refs {
        let kinds: Vec<&str> = site.kinds.iter().map(String::as_str).collect();
        let found = places.name(entry, &site.name, &kinds, &entry.location(site.span));
        out.refs.insert(*slot, take(found));
    }
    for (slot, text) in &entry.texts {
        let targets = text.body.links.iter().map(|link| take(places.resolve(entry, ix, link))).collect();
        out.links.insert(*slot, targets);
    }
    for (slot, text) in &entry.texts {
        for (n, code) in text.body.code.iter().enumerate() {
            let Some(include) = &code.include else { continue };
            let file = included_path(entry, include).unwrap_or_default();
            match includes::region(entry, code, include, outside.get(&file)) {
                Ok(text) => drop(out.includes.insert((*slot, n), Included { file, text })),
                Err(finding) => findings.push(finding),
            }
        }
    }
    out
}

fn redirects(
    entries: &[Arc<Entry>],
    urls: &BTreeMap<&str, EntryIx>,
    pages: &BTreeSet<String>,
) -> BTreeMap<String, EntryIx> {
    let mut redirects = BTreeMap::new();
    for (ix, entry) in numbered(entries) {
        for old in &entry.common.old_urls {
            let url = old_url(old);
            // A page that stands there now wins; rule PAGE4 reports it.
            if !urls.contains_key(url.as_str()) && !pages.contains(&url) {
                redirects.entry(url).or_insert(ix);
            }
        }
    }
    redirects
}

/// The config's `owner`, which names what the common field `owner` names.
fn default_owner(
    places: &Places<'_>,
    around: &Surroundings,
    findings: &mut Vec<Diagnostic>,
) -> Option<EntryIx> {
    let name = around.config.owner.as_deref()?;
    let any = places.entries.first()?;
    let schema = &around.kinds.values().next()?.schema;
    let kinds = schema.pointer("/properties/owner/x-onramp-ref").and_then(|kinds| kinds.as_array());
    let kinds: Vec<&str> = kinds.into_iter().flatten().filter_map(|kind| kind.as_str()).collect();
    match places.name(any, name, &kinds, &around.config.at("/owner")) {
        Ok(Target::Entry(ix, _)) => Some(ix),
        Ok(_) => None,
        Err(finding) => {
            findings.push(finding);
            None
        }
    }
}

/// A banner that leads to a path of the site where nothing is.
fn lost_banner(places: &Places<'_>, around: &Surroundings) -> Option<Diagnostic> {
    let link = around.config.banner.as_ref()?.link.as_deref()?;
    let path = link.split(['#', '?']).next().filter(|path| path.starts_with('/'))?;
    if path == "/" || places.urls.contains_key(path) || places.pages.contains(path) {
        return None;
    }
    let known = places.urls.keys().copied().chain(places.pages.iter().map(String::as_str));
    let hint = nearest(path, known).map(|meant| format!("did you mean `{meant}`?"));
    let message = format!("the banner leads to `{path}`, where no page is");
    Some(Diagnostic { hint, ..Diagnostic::error("CFG1", around.config.at("/banner/link"), message) })
}

/// Assets that something links to, and those that the config publishes.
fn used_assets(
    resolved: &[Resolved],
    content: &str,
    around: &Surroundings,
    findings: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let mut used: BTreeSet<String> = BTreeSet::new();
    for target in resolved.iter().flat_map(|it| it.links.values().flatten()) {
        if let Target::Asset(path) = target {
            used.insert(path.clone());
        }
    }
    for (n, name) in around.config.publish.iter().enumerate() {
        let path = format!("{content}/{}", name.trim_matches('/')).trim_start_matches('/').to_owned();
        let below: Vec<&String> =
            around.assets.range(path.clone()..).take_while(|it| within(it, &path)).collect();
        if below.is_empty() {
            let message = format!("there is no file or folder `{name}` in the content to publish");
            findings.push(Diagnostic::error("CFG1", around.config.at(&format!("/publish/{n}")), message));
        }
        used.extend(below.into_iter().cloned());
    }
    used.into_iter().collect()
}

fn add_backlinks(resolved: &mut [Resolved], entries: &[Arc<Entry>]) {
    let mut back: Vec<Vec<Backlink>> = vec![Vec::new(); entries.len()];
    for (ix, entry) in numbered(entries) {
        let own = &resolved[ix.0 as usize];
        for (slot, target) in &own.refs {
            let field = entry.refs.get(slot).and_then(|site| site.pointer.split('/').nth(1));
            if let (Target::Entry(to, _), Some(field)) = (target, field) {
                back[to.0 as usize].push(Backlink { from: ix, field: Some(field.to_owned()) });
            }
        }
        for target in own.links.values().flatten() {
            if let Target::Entry(to, _) = target
                && *to != ix
            {
                back[to.0 as usize].push(Backlink { from: ix, field: None });
            }
        }
    }
    for (resolved, mut links) in resolved.iter_mut().zip(back) {
        links.sort();
        links.dedup();
        resolved.backlinks = links;
    }
}
