//! What search knows of each page: its names, what stands on it, and what is shown beside a result.
//!
//! In: a site of one audience, and its views for the pages that no file stands for. Out:
//! [`Document`], one at a time, since all texts together are large. Must not: know a kind, or split
//! a text into words.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::name::{
    ADDRESS, ALIAS, LIST, PAGE, PHRASE, TITLE, addresses, backwards, depth, headings, names, surest, words_of,
};
use super::{field, word};
use crate::entry::{Common, Entry};
use crate::escape;
use crate::facet::Phase;
use crate::field::STATES;
use crate::label::label;
use crate::record::schema_of;
use crate::site::{EntryIx, Folder, Site, Target, parent_url};
use crate::view::View;

/// Fields that search knows by name, in whatever kind they stand: texts that are met word for word,
/// questions with their answers, and the capability that a record gives to the company.
const MET: &str = "error_text";
const ASKED: &str = "faq";
const CAPABILITY: &str = "capability_area";

/// A page to be found.
#[derive(Debug, Default, Hash)]
pub(super) struct Document<'a> {
    /// Its path, base included.
    pub(super) url: String,
    pub(super) title: Cow<'a, str>,
    /// In four digits.
    pub(super) number: String,
    /// What people call its kind, several of them.
    pub(super) kind: String,
    pub(super) status: String,
    pub(super) phase: Option<Phase>,
    pub(super) owner: Cow<'a, str>,
    pub(super) date: String,
    pub(super) capability: Cow<'a, str>,
    pub(super) tags: &'a [String],
    pub(super) aliases: &'a [String],
    /// Texts that are met elsewhere word for word, such as that of an error.
    pub(super) phrases: Vec<Cow<'a, str>>,
    pub(super) summary: String,
    /// What has taken its place: the numbers of those documents.
    pub(super) replaced_by: Vec<u32>,
    /// How many others link to it.
    pub(super) links: usize,
    /// Whole names that lead here, and how surely: up to 63.
    pub(super) names: Vec<(String, u8)>,
    /// The same of names that lead here where they stand within a longer text.
    pub(super) within: Vec<(String, u8)>,
    /// Words for what it is, such as its kind's name.
    pub(super) sort: Vec<String>,
    /// What its address calls it, in words.
    pub(super) called: String,
    /// How many folders it stands in.
    pub(super) depth: usize,
    pub(super) passages: Vec<Passage<'a>>,
}

/// The text below a heading, or of a field.
#[derive(Debug, Hash)]
pub(super) struct Passage<'a> {
    pub(super) heading: Cow<'a, str>,
    /// Where it stands on the page; empty where nothing there has an id.
    pub(super) anchor: Cow<'a, str>,
    pub(super) text: Cow<'a, str>,
}

/// All pages to be found, by number: first the entries, as the site numbers them.
pub(super) struct Documents<'a> {
    site: &'a Site,
    /// Folders without an index page.
    folders: Vec<&'a Folder>,
    /// Computed pages that say what they answer.
    computed: Vec<&'a View>,
    /// Fields that every record has.
    common: Vec<String>,
    /// The names of each kind that a page lists, by the page's path, base included.
    lists: BTreeMap<String, Vec<&'a str>>,
    /// The words that the fields of each kind choose from.
    keys: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Documents<'a> {
    pub(super) fn new(site: &'a Site, views: &'a [View]) -> Self {
        let computed =
            views.iter().filter(|view| view.page.id.is_empty() && !view.page.description.is_empty());
        let schema = schema_of::<Common>();
        let common =
            schema["properties"].as_object().map_or_else(Vec::new, |it| it.keys().cloned().collect());
        let computed: Vec<&View> = computed.collect();
        let urls: BTreeSet<&str> = computed.iter().map(|view| view.page.url.as_str()).collect();
        let is_computed = |url: &str| urls.contains(site.address(&escape::path(url)).as_str());
        let folders =
            site.folders.values().filter(|it| it.index.is_none() && !is_computed(&it.url)).collect();
        let lists = site
            .folders
            .values()
            .filter_map(|it| Some((site.address(&escape::path(&it.url)), listed(site, it)?)));
        let keys = site.kinds.iter().map(|(name, kind)| (&**name, field::keys(&kind.schema)));
        Self { site, folders, computed, common, lists: lists.collect(), keys: keys.collect() }
    }

    /// Words before a number that make it the id of a record: names of numbered kinds, and of logs.
    pub(super) fn numbered(&self) -> BTreeSet<String> {
        let entries = self.site.entries.iter().filter(|it| it.number.is_some());
        let said = entries.flat_map(|it| {
            let sort = self.sort(it).into_iter().map(Cow::Owned);
            sort.chain((!it.log.is_empty()).then_some(Cow::Borrowed(&*it.log)))
        });
        said.map(|it| word::whole(&it)).collect()
    }

    /// What people call one of an entry's kind.
    fn sort(&self, entry: &Entry) -> Vec<String> {
        let kind = self.site.kinds.get(&*entry.id.kind);
        let names = kind
            .into_iter()
            .flat_map(|it| [&*it.name, &*it.title].into_iter().chain(it.called.iter().copied()));
        names.map(str::to_owned).collect()
    }

    pub(super) fn len(&self) -> usize {
        self.site.entries.len() + self.folders.len() + self.computed.len()
    }

    /// A page's URL from the site's root, or its path.
    pub(super) fn url(&self, n: usize) -> &str {
        let after = n.saturating_sub(self.site.entries.len());
        match (self.site.entries.get(n), self.folders.get(after)) {
            (Some(entry), _) => &entry.url,
            (None, Some(folder)) => &folder.url,
            (None, None) => &self.computed[after - self.folders.len()].page.url,
        }
    }

    pub(super) fn get(&self, n: usize) -> Document<'a> {
        let entries = self.site.entries.len();
        if n < entries {
            return self.entry(EntryIx(u32::try_from(n).unwrap_or(u32::MAX)));
        }
        let mut document = match self.folders.get(n - entries) {
            Some(folder) => self.folder(folder),
            None => self.computed(self.computed[n - entries - self.folders.len()]),
        };
        document.names = surest(document.names);
        document
    }

    fn entry(&self, ix: EntryIx) -> Document<'a> {
        let site = self.site;
        let entry = site.entry(ix);
        let text = |name: &str| entry.value.get(name).and_then(Value::as_str);
        let common = &entry.common;
        let day = || common.reviewed.or(common.created).map(|day| day.to_string());
        let summary = common.summary.as_ref().map_or_else(String::new, |it| entry.plain(it.slot));
        let mut sort = self.sort(entry);
        if site.referrers(entry, "owner").next().is_some() {
            sort.extend(ANSWERS.map(str::to_owned));
        }
        let url = site.address(&escape::path(&entry.url));
        // `decisions 12` is one of them, by its number.
        let many = site.kinds.get(&*entry.id.kind).filter(|_| entry.number.is_some());
        let called: Vec<String> =
            sort.iter().cloned().chain(many.map(|it| it.title_plural.to_string())).collect();
        let mut names = names(entry, &called);
        names.extend(self.listing(&url));
        let phrases = entry.value.get(MET).map_or_else(Vec::new, field::plain);
        let met = phrases.iter().map(|it| (word::whole(it), PHRASE));
        names.extend(met.clone());
        let passages = self.passages(ix, entry);
        names.extend(headings(&passages));
        let aliases = common.aliases.iter().map(|it| (word::whole(it), ALIAS));
        Document {
            url,
            title: Cow::Borrowed(&entry.title),
            number: entry.number.map_or_else(String::new, |number| format!("{number:04}")),
            kind: self.kind(ix),
            status: STATES.iter().find_map(|name| text(name)).map_or_else(String::new, label),
            phase: site.phase(ix),
            owner: site.owner(ix).map_or(Cow::Borrowed(""), |it| Cow::Borrowed(&site.entry(it).title)),
            date: text("date").map(str::to_owned).or_else(day).unwrap_or_default(),
            capability: self.capability(ix).map_or(Cow::Borrowed(""), Cow::Borrowed),
            tags: &common.tags,
            aliases: &common.aliases,
            summary,
            replaced_by: site.replaced_by(ix).into_iter().map(|it| it.0).collect(),
            links: site.resolved(ix).backlinks.len(),
            names: surest(names),
            within: surest(met.chain(aliases).collect()),
            phrases,
            sort,
            called: words_of(entry.url.trim_matches('/').rsplit('/').next().unwrap_or_default()),
            depth: depth(&entry.url),
            passages,
        }
    }

    /// What people call the kind; for a plain page, the folder that it stands in.
    fn kind(&self, ix: EntryIx) -> String {
        let entry = self.site.entry(ix);
        let kind = self.site.kinds.get(&*entry.id.kind);
        let title = kind.map_or_else(String::new, |kind| kind.title_plural.to_string());
        if &*entry.id.kind != PAGE {
            return title;
        }
        let mut named = None;
        let mut at = Some(self.site.parents[ix.0 as usize].as_str());
        while let Some(url) = at.filter(|url| *url != "/") {
            let folder = self.site.folders.get(url).filter(|it| it.kind == PAGE);
            named = folder.map(|it| it.title.clone()).or(named);
            at = parent_url(url).filter(|_| folder.is_some());
        }
        named.unwrap_or(title)
    }

    /// Its own, else that of the record that it is about, else that of what it stands below.
    fn capability(&self, ix: EntryIx) -> Option<&'a str> {
        let site = self.site;
        let near = |ix: EntryIx| own_capability(site, ix).or_else(|| self.capability_of_subject(ix));
        let mut found = near(ix);
        let mut at = Some(site.parents[ix.0 as usize].as_str());
        while let Some(url) = at.filter(|_| found.is_none()) {
            found = site.folders.get(url).and_then(|it| it.index).and_then(near);
            at = parent_url(url);
        }
        found
    }

    /// That of the records that it names in a field for one, where these have the same.
    fn capability_of_subject(&self, ix: EntryIx) -> Option<&'a str> {
        let site = self.site;
        let fields = site.entry(ix).value.as_object()?.values();
        let slots = fields.filter_map(|it| it.get("$ref").and_then(|_| it.get("slot")?.as_u64()));
        let mut found =
            slots.filter_map(|slot| match site.resolved(ix).refs.get(&u32::try_from(slot).ok()?)? {
                Target::Entry(subject, _) => own_capability(site, *subject),
                _ => None,
            });
        let first = found.next()?;
        found.all(|it| it == first).then_some(first)
    }

    /// The names of the kind that a page lists.
    fn listing(&self, url: &str) -> impl Iterator<Item = (String, u8)> {
        let names = self.lists.get(url).map_or(&[][..], Vec::as_slice);
        names.iter().map(|it| (word::whole(it), LIST))
    }

    /// The body by heading, then the fields.
    fn passages(&self, ix: EntryIx, entry: &'a Entry) -> Vec<Passage<'a>> {
        let mut passages = Vec::new();
        if let Some(body) = entry.body() {
            let title = entry.title_heading();
            for section in &body.sections {
                let heading = section.heading.and_then(|n| body.headings.get(n));
                let own = heading.filter(|it| title.is_none_or(|title| !std::ptr::eq(*it, title)));
                passages.push(Passage {
                    heading: Cow::Borrowed(own.map_or("", |it| it.text.as_str())),
                    anchor: Cow::Borrowed(own.map_or("", |it| it.id.as_str())),
                    text: section.text.replace('\n', " ").into(),
                });
            }
        }
        let mut fields: BTreeMap<&str, Vec<Cow<'a, str>>> = BTreeMap::new();
        let mut read = BTreeSet::from([0]);
        for (question, answer, anchor) in entry.value.get(ASKED).into_iter().flat_map(field::asked) {
            read.extend([question, answer]);
            let (heading, text) = (entry.plain(question).into(), entry.plain(answer).into());
            passages.push(Passage { heading, anchor: anchor.into(), text });
        }
        for (slot, text) in entry.texts.iter().filter(|(slot, _)| !read.contains(*slot)) {
            let name = text.pointer.trim_start_matches('/').split('/').next().unwrap_or_default();
            fields.entry(name).or_default().push(Cow::Owned(entry.plain(*slot)));
        }
        let title = |slot: u32| match self.site.resolved(ix).refs.get(&slot)? {
            Target::Entry(to, _) => {
                let newer = self.site.replaced_by(*to);
                // What it replaced is not what it is about.
                if newer.contains(&ix) {
                    return None;
                }
                let Entry { title, common, .. } = self.site.entry(*to);
                // What is about a thing that was replaced is looked for by its old names too.
                let is_replaced = !newer.is_empty() && !common.aliases.is_empty();
                Some(if is_replaced {
                    Cow::Owned(format!("{title} ({})", common.aliases.join(", ")))
                } else {
                    Cow::Borrowed(title.as_str())
                })
            }
            _ => None,
        };
        let none = BTreeSet::new();
        let keys = self.keys.get(&*entry.id.kind).unwrap_or(&none);
        for (name, value) in entry.value.as_object().into_iter().flatten() {
            let texts = field::texts(value, keys, title);
            if !texts.is_empty() {
                fields.entry(name).or_default().extend(texts);
            }
        }
        fields.retain(|name, _| !self.common.iter().any(|it| it == name) && !STATES.contains(name));
        passages.extend(fields.into_iter().map(|(name, texts)| Passage {
            heading: Cow::Owned(label(name)),
            anchor: Cow::Borrowed(""),
            text: Cow::Owned(texts.join(" · ")),
        }));
        passages
    }

    fn folder(&self, folder: &'a Folder) -> Document<'a> {
        let title = if folder.url == "/" { self.site.config.title.as_str() } else { folder.title.as_str() };
        let url = self.site.address(&escape::path(&folder.url));
        let names = [(word::whole(title), TITLE)].into_iter().chain(addresses(&folder.url));
        Document {
            title: Cow::Borrowed(title),
            kind: OVERVIEWS.to_owned(),
            names: names.chain(self.listing(&url)).collect(),
            called: words_of(&folder.url),
            depth: depth(&folder.url),
            url,
            ..Document::default()
        }
    }

    fn computed(&self, view: &'a View) -> Document<'a> {
        let page = &view.page;
        let names = [(word::whole(&page.title), TITLE)].into_iter();
        let path =
            page.url.strip_prefix(self.site.config.base_path().trim_end_matches('/')).unwrap_or(&page.url);
        // A page whose title is a question is known by its address.
        let words = words_of(path);
        let called = addresses(path).chain([(backwards(&words), ADDRESS)]);
        let called = called.map(|(name, sure)| (name, sure.max(ADDRESS)));
        let aliases = page.aliases.iter().map(|it| (word::whole(it), ALIAS));
        Document {
            url: page.url.clone(),
            title: Cow::Borrowed(&page.title),
            kind: OVERVIEWS.to_owned(),
            summary: page.description.clone(),
            aliases: &page.aliases,
            names: names.chain(called).chain(aliases.clone()).chain(self.listing(&page.url)).collect(),
            within: surest(aliases.collect()),
            called: words,
            depth: depth(path),
            ..Document::default()
        }
    }
}

fn own_capability(site: &Site, ix: EntryIx) -> Option<&str> {
    site.entry(ix).value.get(CAPABILITY).and_then(Value::as_str)
}

/// The names of a kind whose records stand in a folder and in none around it.
fn listed<'a>(site: &'a Site, folder: &Folder) -> Option<Vec<&'a str>> {
    let around = parent_url(&folder.url).and_then(|url| site.folders.get(url));
    let kind = site.kinds.get(&folder.kind).filter(|it| it.name != PAGE)?;
    let is_outmost = around.is_none_or(|it| it.kind != folder.kind);
    let names = [&*kind.name, &*kind.plural, &*kind.title, &*kind.title_plural];
    is_outmost.then(|| names.into_iter().chain(kind.called.iter().copied()).collect())
}

/// Words for whoever answers for something.
const ANSWERS: [&str; 3] = ["owner", "contact", "on call"];

/// What people call the pages that no file stands for.
const OVERVIEWS: &str = "Overviews";
