//! Where a page stands: what is above, beside and below it.
//!
//! In: the site's folders. Out: links and tables. No list that grows with the site is made for every
//! page: of a large folder a page shows its neighbours. Must not: decide an order; resolve did.

use std::collections::{BTreeMap, BTreeSet};

use super::Composer;
use super::fields::{KIND, STATUS};
use crate::label::label;
use crate::page::Computed;
use crate::site::{Child, EntryIx, Site, parent_url};
use crate::view::{Column, Link, Listing, Row};

/// The most pages of a folder that each of them lists.
const SIBLINGS: usize = 40;
/// How many neighbours a page of a larger folder lists, on either side.
const NEIGHBOURS: usize = 10;
/// The most sections in the header.
const SECTIONS: usize = 12;

/// Where each page and folder stands in the folder around it, by URL.
pub(super) struct Navigation {
    positions: BTreeMap<String, usize>,
    sections: Vec<(String, String)>,
    /// Titles of computed pages, by URL: no folder stands for them.
    computed: BTreeMap<String, String>,
}

impl Navigation {
    pub(super) fn new(site: &Site, computed: &[Computed]) -> Self {
        let mut positions = BTreeMap::new();
        for folder in site.folders.values() {
            for (n, child) in folder.children.iter().enumerate() {
                positions.insert(url_of(site, child).to_owned(), n);
            }
        }
        let names = site.config.nav.get(".").or_else(|| site.config.nav.get(""));
        let plain = |name: &str| name.trim_end_matches(".md").trim_matches('/').to_owned();
        let is_named = |url: &str| {
            let name = url.trim_matches('/');
            names.is_some_and(|names| names.iter().any(|it| plain(it) == name))
        };
        let mut sections: Vec<(String, String)> = Vec::new();
        let top = site.folders.get("/").map_or(&[][..], |folder| &folder.children);
        // A config that names sections names all that the header shows.
        let shown = top.iter().filter(|child| match names {
            Some(_) => is_named(url_of(site, child)),
            None => matches!(child, Child::Folder(_)),
        });
        sections.extend(shown.map(|child| (title_of(site, child), url_of(site, child).to_owned())));
        // A computed page stands in the header where the config names it.
        let named_pages = computed.iter().filter(|page| is_named(&page.url));
        sections.extend(named_pages.map(|page| (page.title.clone(), page.url.clone())));
        let order = |url: &str| {
            let name = url.trim_matches('/');
            names.and_then(|names| names.iter().position(|it| plain(it) == name)).unwrap_or(usize::MAX)
        };
        sections.sort_by_key(|(_, url)| order(url));
        sections.dedup_by(|a, b| a.1 == b.1);
        sections.truncate(SECTIONS);
        let computed = computed.iter().map(|page| (page.url.clone(), page.title.clone())).collect();
        Self { positions, sections, computed }
    }
}

impl Composer {
    pub(super) fn sections(&self, url: &str) -> Vec<Link> {
        let link = |(title, section): &(String, String)| Link {
            title: title.clone(),
            url: self.url(section),
            number: None,
            current: url.starts_with(section.as_str()),
        };
        self.navigation.sections.iter().map(link).collect()
    }

    pub(super) fn breadcrumb(&self, url: &str) -> Vec<Link> {
        let mut above = Vec::new();
        let mut at = if url == "/" { None } else { parent_url(url) };
        while let Some(folder) = at {
            let known = self.site.folders.get(folder);
            let title = if folder == "/" {
                "Home".to_owned()
            } else {
                let of_page = || self.navigation.computed.get(folder).cloned().unwrap_or_default();
                known.map_or_else(of_page, |it| it.title.clone())
            };
            above.push(Link { title, url: self.url(folder), ..Link::default() });
            at = parent_url(folder);
        }
        above.reverse();
        above
    }

    pub(super) fn siblings(&self, url: &str, folder: &str) -> Vec<Link> {
        let children = self.children(folder);
        let Some(own) = self.navigation.positions.get(url).copied() else { return Vec::new() };
        let (from, to) = if children.len() <= SIBLINGS {
            (0, children.len())
        } else {
            (own.saturating_sub(NEIGHBOURS), (own + NEIGHBOURS + 1).min(children.len()))
        };
        children[from..to].iter().map(|child| self.child_link(child, url)).collect()
    }

    /// The page `step` places after this one in its folder.
    pub(super) fn beside(&self, url: &str, folder: &str, step: isize) -> Option<Link> {
        let own = self.navigation.positions.get(url)?;
        let child = self.children(folder).get(own.checked_add_signed(step)?)?;
        Some(self.child_link(child, url))
    }

    /// What lies in a folder, as a table with the columns of its kind; of several kinds, with those
    /// that all of them have.
    pub(super) fn listing(&self, url: &str) -> Option<Listing> {
        let columns = self.columns(url);
        let row = |child: &Child| {
            let link = self.child_link(child, "");
            let entry = self.entry_of(child);
            let id = entry.map_or_else(String::new, |ix| self.site.entry(ix).id.to_string());
            let cell = |column: &&str| entry.map_or_else(String::new, |ix| self.cell(ix, column));
            Row { id, title: link.title, url: link.url, cells: columns.iter().map(cell).collect() }
        };
        let rows: Vec<Row> = self.shown(url).into_iter().map(row).collect();
        let columns =
            columns.into_iter().map(|name| Column { label: label(name), name: name.to_owned() }).collect();
        (!rows.is_empty()).then_some(Listing { columns, rows })
    }

    /// The records and pages that [`Composer::listing`] shows.
    pub(super) fn listed(&self, url: &str) -> Vec<EntryIx> {
        self.shown(url).into_iter().filter_map(|child| self.entry_of(child)).collect()
    }

    /// What a folder's listing has rows for: what lies in it, and instead of a file of several records
    /// these themselves.
    fn shown(&self, url: &str) -> Vec<&Child> {
        let mut shown = Vec::new();
        for child in self.children(url) {
            match child {
                Child::Folder(url) if self.is_file(url) => shown.extend(self.children(url)),
                child => shown.push(child),
            }
        }
        // Of what is over, the newest comes first.
        let over = |child: &&Child| {
            let when = self.entry_of(child).filter(|ix| self.site.entry(*ix).number.is_none());
            when.and_then(|ix| self.site.when(ix))
                .is_some_and(|it| it.last_day(self.site.as_of) <= self.site.as_of)
        };
        if shown.iter().all(over) {
            shown.reverse();
        }
        shown
    }

    /// Whether a folder is a file of several records, and no folder of the content.
    pub(super) fn is_file(&self, url: &str) -> bool {
        let Some(folder) = self.site.folders.get(url).filter(|it| it.index.is_none()) else { return false };
        let file = |child: &Child| match child {
            Child::Entry(ix) => Some(&self.site.entry(*ix).file),
            Child::Folder(_) => None,
        };
        let first = folder.children.first().and_then(file);
        let name = url.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let is_named = |file: &str| {
            file.rsplit('/').next().and_then(|it| it.rsplit_once('.')).is_some_and(|(stem, _)| stem == name)
        };
        first.is_some_and(|it| is_named(it)) && folder.children.iter().all(|child| file(child) == first)
    }

    /// The columns of a folder's listing.
    pub(super) fn columns(&self, url: &str) -> Vec<&str> {
        let of_kind = |kind: &str| -> Option<Vec<&str>> {
            Some(self.site.kinds.get(kind)?.columns.iter().map(|it| &**it).collect())
        };
        let own = self.site.folders.get(url).map(|folder| &*folder.kind);
        let files = std::iter::once(url).chain(self.children(url).iter().filter_map(|child| match child {
            Child::Folder(url) => Some(&**url),
            Child::Entry(_) => None,
        }));
        let together = files.filter(|url| self.is_file(url)).flat_map(|url| self.children(url));
        let kinds: BTreeSet<&str> =
            together.filter_map(|child| Some(&*self.site.entry(self.entry_of(child)?).id.kind)).collect();
        // Records of several kinds in one file share what all of them have, and say which is which. Where
        // some of them stand is said too: the list is narrowed by it.
        let mut all = kinds.iter().filter_map(|kind| of_kind(kind));
        match all.next() {
            Some(first) if kinds.len() > 1 => {
                let others: Vec<Vec<&str>> = all.collect();
                let stands = others.iter().chain([&first]).any(|it| it.contains(&STATUS));
                let shared = first
                    .into_iter()
                    .filter(|name| *name != STATUS && others.iter().all(|it| it.contains(name)));
                std::iter::once(KIND).chain(shared).chain(stands.then_some(STATUS)).collect()
            }
            _ => own.and_then(of_kind).unwrap_or_else(|| vec!["summary"]),
        }
    }

    fn entry_of(&self, child: &Child) -> Option<EntryIx> {
        match child {
            Child::Entry(ix) => Some(*ix),
            Child::Folder(url) => self.site.folders.get(url).and_then(|folder| folder.index),
        }
    }

    fn children(&self, folder: &str) -> &[Child] {
        self.site.folders.get(folder).map_or(&[][..], |folder| &folder.children)
    }

    fn child_link(&self, child: &Child, current: &str) -> Link {
        let url = url_of(&self.site, child);
        let number = match child {
            Child::Entry(ix) => self.site.entry(*ix).number.map(|number| format!("{number:04}")),
            Child::Folder(_) => None,
        };
        Link { title: title_of(&self.site, child), url: self.url(url), number, current: url == current }
    }
}

fn url_of<'a>(site: &'a Site, child: &'a Child) -> &'a str {
    match child {
        Child::Entry(ix) => &site.entry(*ix).url,
        Child::Folder(url) => url,
    }
}

fn title_of(site: &Site, child: &Child) -> String {
    match child {
        Child::Entry(ix) => site.entry(*ix).title.clone(),
        Child::Folder(url) => site.folders.get(url).map_or_else(String::new, |folder| folder.title.clone()),
    }
}
