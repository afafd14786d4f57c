//! The whole site: every entry, and what their references stand for.
//!
//! In: entries and side tables that resolve makes. Out: look-ups, all of them map work.
//! Must not: change, or hold text of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;
use serde_json::Value;

use crate::body::Code;
use crate::config::Config;
use crate::diagnostic::Sources;
use crate::entry::{DataSource, Entry, Id};
use crate::escape;
use crate::facet::{Facets, Phase};
use crate::history::History;
use crate::quarter::When;
use crate::record::{Kind, Ref};
use crate::slug::slug;
use crate::view::Reference;

/// Which entry, as an index into [`Site::entries`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryIx(pub u32);

/// What a link or reference of an entry points to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A record or page, and an anchor on it.
    Entry(EntryIx, Option<String>),
    /// A page that is computed, by its URL from the site's root, and an anchor on it.
    Page(String, Option<String>),
    /// A file of the content that is published beside the pages, by its path within the content.
    Asset(String),
    /// A file of the repository outside the content, by its path from the root.
    Repository(String),
    /// An address elsewhere, unchanged.
    Elsewhere(String),
    /// Nothing: reported already.
    Missing,
}

/// A link to an entry from another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Backlink {
    /// The entry that links here.
    pub from: EntryIx,
    /// The field that does, such as `supersedes`; none for a link in a text.
    pub field: Option<String>,
}

/// What a code block shows of another file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Included {
    /// The file, by its path from the root.
    pub file: String,
    /// The lines of it.
    pub text: String,
}

/// What one entry's references and links stand for.
#[derive(Debug, Clone, Default)]
pub struct Resolved {
    /// By reference slot.
    pub refs: BTreeMap<u32, Target>,
    /// By text slot, then in order of the text's links.
    pub links: BTreeMap<u32, Vec<Target>>,
    /// By text slot, then by index of the code block: text that stands in another file.
    pub includes: BTreeMap<(u32, usize), Included>,
    /// Who links here, sorted, each field of each entry once.
    pub backlinks: Vec<Backlink>,
}

/// A folder that is shown as a section: its page and the pages below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folder {
    /// Its URL from the site's root, such as `/adrs/onramp/`.
    pub url: String,
    /// Its index page, where its author wrote one.
    pub index: Option<EntryIx>,
    /// The kind whose folder it is, or lies in.
    pub kind: String,
    /// The folder's name as people read it, where there is no index page.
    pub title: String,
    /// Pages and folders right below, in the order shown.
    pub children: Vec<Child>,
}

/// Something in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Child {
    /// A page.
    Entry(EntryIx),
    /// A folder, by its URL.
    Folder(String),
}

/// Everything known, resolved. Made once, then only read; cheap to clone.
#[derive(Debug, Clone)]
pub struct Site {
    /// The config.
    pub config: Arc<Config>,
    /// All kinds, built in and made by the site, by name.
    pub kinds: Arc<BTreeMap<String, Arc<Kind>>>,
    /// The date that the build is for.
    pub as_of: Date,
    /// When each file last changed.
    pub history: Arc<History>,
    /// All entries, by id, then by file and place.
    pub entries: Vec<Arc<Entry>>,
    /// By typed id; of several with one id, the first.
    pub ids: Arc<BTreeMap<Id, EntryIx>>,
    /// Parallel to [`Site::entries`].
    pub resolved: Vec<Arc<Resolved>>,
    /// By URL.
    pub folders: Arc<BTreeMap<String, Folder>>,
    /// The folder that each entry stands in, parallel to [`Site::entries`].
    pub parents: Arc<Vec<String>>,
    /// Files of the content that something links to, and so are published.
    pub assets: Arc<Vec<String>>,
    /// Old paths and where each leads now.
    pub redirects: Arc<BTreeMap<String, EntryIx>>,
    /// Who answers for what no record and no folder says otherwise: the config's `owner`.
    pub default_owner: Option<EntryIx>,
    /// What the records tell, whatever their kind.
    pub facets: Arc<Facets>,
    /// The texts, for findings.
    pub sources: Arc<Sources>,
}

impl Site {
    /// An entry.
    #[must_use]
    pub fn entry(&self, ix: EntryIx) -> &Entry {
        #[cfg(test)]
        count();
        &self.entries[ix.0 as usize]
    }

    /// What an entry's references stand for.
    #[must_use]
    pub fn resolved(&self, ix: EntryIx) -> &Resolved {
        &self.resolved[ix.0 as usize]
    }

    /// All entries with their index.
    pub fn iter(&self) -> impl Iterator<Item = (EntryIx, &Entry)> {
        let number = |n: usize| EntryIx(u32::try_from(n).unwrap_or(u32::MAX));
        let each = self.entries.iter().enumerate().map(move |(n, entry)| (number(n), &**entry));
        #[cfg(test)]
        let each = each.inspect(|_| count());
        each
    }

    /// All code blocks, each with its entry and its text, which is an included file's where it includes one.
    pub fn code(&self) -> impl Iterator<Item = (&Entry, &Code, &str)> {
        self.iter().flat_map(move |(ix, entry)| {
            let blocks = entry.texts.iter().flat_map(|(slot, text)| {
                text.body.code.iter().enumerate().map(move |(n, code)| ((*slot, n), code))
            });
            blocks.map(move |(place, code)| {
                let included = self.resolved(ix).includes.get(&place);
                (entry, code, included.map_or(&*code.text, |it| &*it.text))
            })
        })
    }

    /// All records of one struct's kind.
    pub fn all<T: 'static>(&self) -> impl Iterator<Item = (EntryIx, &Entry, &T)> {
        self.iter().filter_map(|(ix, entry)| Some((ix, entry, entry.record::<T>()?)))
    }

    /// The index of an entry of this site.
    #[must_use]
    pub fn index_of(&self, entry: &Entry) -> Option<EntryIx> {
        // As resolve sorts them.
        let order = |other: &Arc<Entry>| {
            (&other.id, &other.file, other.span).cmp(&(&entry.id, &entry.file, entry.span))
        };
        let n = self.entries.binary_search_by(order).ok()?;
        std::ptr::eq(&raw const *self.entries[n], entry).then_some(EntryIx(u32::try_from(n).ok()?))
    }

    /// The record that a field of an entry names, if there is one.
    #[must_use]
    pub fn target(&self, entry: &Entry, reference: &Ref) -> Option<EntryIx> {
        match self.resolved(self.index_of(entry)?).refs.get(&reference.slot)? {
            Target::Entry(ix, _) => Some(*ix),
            _ => None,
        }
    }

    /// The records that name this one in a field, such as `adr` entries by `affects`.
    pub fn referrers<'a>(&'a self, entry: &Entry, field: &'a str) -> impl Iterator<Item = EntryIx> + 'a {
        let links = self.index_of(entry).map_or(&[][..], |ix| &self.resolved(ix).backlinks);
        #[cfg(test)]
        let links = links.iter().inspect(|_| count());
        #[cfg(not(test))]
        let links = links.iter();
        links.filter(move |link| link.field.as_deref() == Some(field)).map(|link| link.from)
    }

    /// The path of a page, by its URL from the site's root: base included.
    #[must_use]
    pub fn address(&self, url: &str) -> String {
        format!("{}{url}", self.config.base_path().trim_end_matches('/'))
    }

    /// An entry as another page shows it.
    #[must_use]
    pub fn reference(&self, ix: EntryIx) -> Reference {
        let entry = self.entry(ix);
        let kind = self.kinds.get(&*entry.id.kind);
        let fields = entry.value.as_object().into_iter().flatten();
        let plain = fields.filter(|(_, value)| !value.is_object() && !value.is_array());
        Reference {
            title: entry.title.clone(),
            url: Some(format!("{}{}", self.config.base_path().trim_end_matches('/'), entry.url)),
            id: entry.id.to_string(),
            number: entry.number.map(|number| format!("{number:04}")),
            kind: entry.id.kind.to_string(),
            kind_title: kind.map_or_else(String::new, |kind| kind.title.to_string()),
            record: Value::Object(plain.map(|(name, value)| (name.clone(), value.clone())).collect()),
        }
    }

    /// Where an entry stands between not yet and no more; none for what has no such life.
    #[must_use]
    pub fn phase(&self, ix: EntryIx) -> Option<Phase> {
        let entry = self.entry(ix);
        self.kinds.get(&*entry.id.kind).and_then(|kind| (kind.facets.phase)(entry, self.as_of))
    }

    /// When an entry is, was, or is planned for.
    #[must_use]
    pub fn when(&self, ix: EntryIx) -> Option<When> {
        let entry = self.entry(ix);
        self.kinds.get(&*entry.id.kind).and_then(|kind| (kind.facets.when)(entry))
    }

    /// The parts of an entry, which name it as `parent`, whose `date` has passed without their being
    /// `done`, by typed id.
    #[must_use]
    pub fn overdue_parts(&self, entry: &Entry) -> Vec<String> {
        let overdue = |part: &&Entry| {
            let day = |name: &str| part.value.get(name)?.as_str()?.parse::<Date>().ok();
            day("done").is_none() && day("date").is_some_and(|day| day < self.as_of)
        };
        let parts = self.referrers(entry, "parent").map(|ix| self.entry(ix));
        parts.filter(overdue).map(|part| part.id.to_string()).collect()
    }

    /// Whether somebody is to look at an entry now and then. What tells of its own day, the list of what
    /// lies in a folder and what a program writes are right without a reader; a list whose words
    /// somebody has reviewed has words to review.
    #[must_use]
    pub fn needs_review(&self, ix: EntryIx) -> bool {
        let entry = self.entry(ix);
        let of_its_day = !self.kinds.get(&*entry.id.kind).is_some_and(|kind| kind.reviewed);
        let folder = self.folders.get(&entry.url);
        let is_list = folder.is_some_and(|folder| folder.index == Some(ix) && !folder.children.is_empty());
        let by_itself = is_list || entry.common.data_source == Some(DataSource::Imported);
        !of_its_day && (entry.common.reviewed.is_some() || !by_itself)
    }

    /// What an entry may be called in an address that was kept: its other names, and those that it was
    /// published under.
    #[must_use]
    pub fn former_names(&self, ix: EntryIx) -> Vec<String> {
        let common = &self.entry(ix).common;
        let last = |url: &String| slug(url.trim_end_matches('/').rsplit('/').next().unwrap_or_default());
        let names = common.aliases.iter().map(|it| slug(it)).chain(common.old_urls.iter().map(last));
        let names: BTreeSet<String> = names.filter(|it| !it.is_empty()).collect();
        names.into_iter().collect()
    }

    /// What has taken an entry's place: all of it, where it was divided.
    #[must_use]
    pub fn replaced_by(&self, ix: EntryIx) -> Vec<EntryIx> {
        let entry = self.entry(ix);
        let kind = self.kinds.get(&*entry.id.kind);
        kind.map_or_else(Vec::new, |kind| (kind.facets.replaced_by)(entry, self))
    }

    /// What a team answers for because the record or a folder around it says so. What only the config
    /// gives to it is not among it.
    #[must_use]
    pub fn owned_by(&self, team: EntryIx) -> BTreeSet<EntryIx> {
        let named: Vec<EntryIx> = self.referrers(self.entry(team), "owner").collect();
        let mut owned: BTreeSet<EntryIx> = named.iter().copied().collect();
        for index in named {
            let folder = self.folders.get(&self.entry(index).url);
            if let Some(folder) = folder.filter(|folder| folder.index == Some(index)) {
                self.inherit(folder, &mut owned);
            }
        }
        owned
    }

    /// Adds what stands in a folder and names no owner of its own.
    fn inherit(&self, folder: &Folder, owned: &mut BTreeSet<EntryIx>) {
        let nameless = |ix: &EntryIx| self.entry(*ix).common.owner.is_none();
        for child in &folder.children {
            match child {
                Child::Entry(ix) => owned.extend(Some(*ix).filter(nameless)),
                Child::Folder(url) => {
                    let Some(below) = self.folders.get(url) else { continue };
                    owned.extend(below.index.filter(nameless));
                    if below.index.is_none_or(|index| nameless(&index)) {
                        self.inherit(below, owned);
                    }
                }
            }
        }
    }

    /// The team that answers for an entry: its own `owner`, else that of the nearest folder's index
    /// page, else the config's.
    #[must_use]
    pub fn owner(&self, ix: EntryIx) -> Option<EntryIx> {
        let own = |ix: EntryIx| {
            let entry = self.entry(ix);
            entry.common.owner.as_ref().and_then(|owner| self.target(entry, owner))
        };
        if let Some(found) = own(ix) {
            return Some(found);
        }
        let mut url = Some(self.parents[ix.0 as usize].as_str());
        while let Some(at) = url {
            let index = self.folders.get(at).and_then(|folder| folder.index);
            if let Some(found) = index.and_then(own) {
                return Some(found);
            }
            url = parent_url(at);
        }
        self.default_owner
    }
}

#[cfg(test)]
thread_local! {
    static LOOKS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

#[cfg(test)]
fn count() {
    LOOKS.set(LOOKS.get() + 1);
}

/// How often some work, done on this thread alone, looks at a record or follows a link back.
#[cfg(test)]
pub(crate) fn looks(work: impl FnOnce()) -> usize {
    let before = LOOKS.get();
    work();
    LOOKS.get() - before
}

/// The URL of the folder around a folder's or a page's; none above the root.
#[must_use]
pub fn parent_url(url: &str) -> Option<&str> {
    let inner = url.strip_suffix('/')?;
    inner.rfind('/').map(|cut| &url[..=cut])
}

/// Where the redirect of an old path stands: at a file, or in a folder of that name.
#[must_use]
pub fn old_url(written: &str) -> String {
    // As a server reads it, but never out of the site.
    let decoded = escape::decode(written);
    let plain = decoded.split('/').all(|part| ![".", ".."].contains(&part) && !part.contains(['\\', '\0']));
    let same = decoded.matches('/').count() == written.matches('/').count();
    let written = if plain && same { decoded.as_str() } else { written };
    let is_file = Path::new(written).extension().is_some_and(|end| end == "html");
    if is_file || written.ends_with('/') { written.to_owned() } else { format!("{written}/") }
}
