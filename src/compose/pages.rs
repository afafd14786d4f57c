//! Which file shows what: every page of a site by the file that it is written to.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Place;
use std::sync::Arc;

use super::fields::Fields;
use super::navigation::Navigation;
use super::{Colour, Composer};
use crate::diagram::{Diagram, Drawings};
use crate::output::file_of;
use crate::page::{self, Computed};
use crate::site::{EntryIx, Site};
use crate::view::{PageView, View};

/// All pages of a site, each made when it is asked for: a [`View`] holds all that its page shows but the
/// text, and those of a large site together would fill the memory. Cheap to clone.
#[derive(Clone)]
pub struct Pages {
    composer: Composer,
    computed: Arc<Vec<Computed>>,
    made_of: Arc<BTreeMap<String, MadeOf>>,
}

/// What the page of a file is made of.
#[derive(Debug, Clone)]
enum MadeOf {
    /// A record or page, which may introduce a computed one of the same URL.
    Entry(EntryIx, Option<usize>),
    /// A folder without an index page of its own, by its URL, which may stand where a page is computed.
    Folder(String, Option<usize>),
    /// A computed page.
    Computed(usize),
}

impl Pages {
    /// The pages of a site.
    #[must_use]
    pub fn new(site: &Arc<Site>, audience: &str, colour: Colour, drawings: Drawings) -> Self {
        let computed = page::all(site, audience);
        let composer = Composer {
            site: Arc::clone(site),
            audience: audience.to_owned(),
            colour,
            drawings: Arc::new(drawings),
            base: site.config.base_path().trim_end_matches('/').to_owned(),
            navigation: Arc::new(Navigation::new(site, &computed)),
            fields: Arc::new(Fields::new()),
        };
        let mut made_of: BTreeMap<String, MadeOf> = BTreeMap::new();
        made_of.extend(site.iter().map(|(ix, entry)| (file_of(&entry.url), MadeOf::Entry(ix, None))));
        for folder in site.folders.values().filter(|folder| folder.index.is_none()) {
            let of = MadeOf::Folder(folder.url.clone(), None);
            made_of.entry(file_of(&folder.url)).or_insert(of);
        }
        for (n, page) in computed.iter().enumerate() {
            match made_of.entry(file_of(&page.url)) {
                Place::Vacant(free) => drop(free.insert(MadeOf::Computed(n))),
                Place::Occupied(mut taken) => match taken.get_mut() {
                    MadeOf::Entry(_, by) | MadeOf::Folder(_, by) => *by = Some(n),
                    MadeOf::Computed(of) => *of = n,
                },
            }
        }
        Self { composer, computed: Arc::new(computed), made_of: Arc::new(made_of) }
    }

    /// The same pages of a site whose entries differ in their texts only: see
    /// [`again`](crate::resolve::again).
    #[must_use]
    pub fn of(&self, site: &Arc<Site>) -> Self {
        let pages = self.clone();
        Self { composer: Composer { site: Arc::clone(site), ..pages.composer }, ..pages }
    }

    /// Whether a diagram is among the drawings.
    #[must_use]
    pub fn knows(&self, diagram: &Diagram) -> bool {
        self.composer.drawings.contains_key(diagram)
    }

    /// The files that the pages are written to, in order.
    pub fn files(&self) -> impl ExactSizeIterator<Item = &str> {
        self.made_of.keys().map(String::as_str)
    }

    /// Whether a file is a page.
    #[must_use]
    pub fn has(&self, file: &str) -> bool {
        self.made_of.contains_key(file)
    }

    /// The page of a file.
    #[must_use]
    pub fn view(&self, file: &str) -> Option<View> {
        let computed = |n: &usize| self.composer.computed(&self.computed[*n]);
        let (view, by) = match self.made_of.get(file)? {
            MadeOf::Entry(ix, by) => (self.composer.entry(*ix), by),
            MadeOf::Folder(url, by) => (self.composer.folder(url), by),
            MadeOf::Computed(n) => (computed(n), &None),
        };
        Some(match by {
            Some(n) => introducing(view, computed(n)),
            None => view,
        })
    }

    /// The pages that no record and no file stands for, all at once: they are few.
    #[must_use]
    pub fn apart(&self) -> Vec<View> {
        let apart = self.made_of.iter().filter(|(_, of)| !matches!(of, MadeOf::Entry(..)));
        apart.filter_map(|(file, _)| self.view(file)).collect()
    }
}

/// A computed page with what a file at the same URL says to introduce it.
fn introducing(view: View, own: View) -> View {
    let summary = if view.page.summary.is_empty() { own.page.summary } else { view.page.summary };
    let lists = own.page.made_of.is_some();
    let filter = if lists { own.page.filter } else { view.page.filter };
    let made_of = own.page.made_of;
    let page = PageView { computed: own.page.computed, summary, filter, made_of, ..view.page };
    View { template: own.template, page, ..view }
}
