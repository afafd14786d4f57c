//! What search knows of each page: its names, what stands on it, and what is shown beside a result.
//!
//! In: a site of one audience, and its views for the pages that no file stands for. Out:
//! [`Document`], one at a time, since all texts together are large. Must not: know a kind, or split
//! a text into words.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::word;
use crate::entry::{Common, Entry};
use crate::escape;
use crate::facet::Phase;
use crate::field::STATES;
use crate::label::label;
use crate::record::schema_of;
use crate::site::{EntryIx, Folder, Site, parent_url};
use crate::view::View;

/// The kind of what is of no other.
const PAGE: &str = "page";

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
    pub(super) summary: String,
    /// What has taken its place: the numbers of those documents.
    pub(super) replaced_by: Vec<u32>,
    /// How many others link to it.
    pub(super) links: usize,
    /// Whole names that lead here, and how surely: up to 63.
    pub(super) names: Vec<(String, u8)>,
    /// Words for what it is, such as its kind's name.
    pub(super) sort: Vec<String>,
    pub(super) passages: Vec<Passage<'a>>,
}

/// The text below a heading, or of a field.
#[derive(Debug, Hash)]
pub(super) struct Passage<'a> {
    pub(super) heading: Cow<'a, str>,
    /// Where it stands on the page; empty where nothing there has an id.
    pub(super) anchor: &'a str,
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
        Self { site, folders, computed, common }
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
        match self.folders.get(n - entries) {
            Some(folder) => self.folder(folder),
            None => computed(self.computed[n - entries - self.folders.len()]),
        }
    }

    fn entry(&self, ix: EntryIx) -> Document<'a> {
        let site = self.site;
        let entry = site.entry(ix);
        let text = |name: &str| entry.value.get(name).and_then(Value::as_str);
        let common = &entry.common;
        let day = || common.reviewed.or(common.created).map(|day| day.to_string());
        let summary = common.summary.as_ref().map_or_else(String::new, |it| entry.plain(it.slot));
        let kind = site.kinds.get(&*entry.id.kind);
        let sort = kind.map_or_else(Vec::new, |it| vec![it.name.to_string(), it.title.to_string()]);
        Document {
            url: site.address(&escape::path(&entry.url)),
            title: Cow::Borrowed(&entry.title),
            number: entry.number.map_or_else(String::new, |number| format!("{number:04}")),
            kind: self.kind(ix),
            status: STATES.iter().find_map(|name| text(name)).map_or_else(String::new, label),
            phase: site.phase(ix),
            owner: site.owner(ix).map_or(Cow::Borrowed(""), |it| Cow::Borrowed(&site.entry(it).title)),
            date: text("date").map(str::to_owned).or_else(day).unwrap_or_default(),
            capability: text("capability_area").map_or(Cow::Borrowed(""), Cow::Borrowed),
            tags: &common.tags,
            aliases: &common.aliases,
            summary,
            replaced_by: site.replaced_by(ix).into_iter().map(|it| it.0).collect(),
            links: site.resolved(ix).backlinks.len(),
            names: names(entry, &sort),
            sort,
            passages: self.passages(entry),
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

    /// The body by heading, then the fields.
    fn passages(&self, entry: &'a Entry) -> Vec<Passage<'a>> {
        let mut passages = Vec::new();
        if let Some(body) = entry.body() {
            let title = entry.title_heading();
            for section in &body.sections {
                let heading = section.heading.and_then(|n| body.headings.get(n));
                let own = heading.filter(|it| title.is_none_or(|title| !std::ptr::eq(*it, title)));
                passages.push(Passage {
                    heading: Cow::Borrowed(own.map_or("", |it| it.text.as_str())),
                    anchor: own.map_or("", |it| it.id.as_str()),
                    text: Cow::Borrowed(&section.text),
                });
            }
        }
        let mut fields: BTreeMap<&str, Vec<Cow<'a, str>>> = BTreeMap::new();
        for (slot, text) in entry.texts.iter().filter(|(slot, _)| **slot != 0) {
            let name = text.pointer.trim_start_matches('/').split('/').next().unwrap_or_default();
            fields.entry(name).or_default().push(Cow::Owned(entry.plain(*slot)));
        }
        for (name, value) in entry.value.as_object().into_iter().flatten() {
            plain(value, &mut |text| fields.entry(name).or_default().push(Cow::Borrowed(text)));
        }
        fields.retain(|name, _| !self.common.iter().any(|it| it == name) && !STATES.contains(name));
        passages.extend(fields.into_iter().map(|(name, texts)| Passage {
            heading: Cow::Owned(label(name)),
            anchor: "",
            text: Cow::Owned(texts.join(" · ")),
        }));
        passages
    }

    fn folder(&self, folder: &'a Folder) -> Document<'a> {
        let title = if folder.url == "/" { self.site.config.title.as_str() } else { folder.title.as_str() };
        Document {
            url: self.site.address(&escape::path(&folder.url)),
            title: Cow::Borrowed(title),
            kind: OVERVIEWS.to_owned(),
            names: vec![(word::whole(title), TITLE)],
            ..Document::default()
        }
    }
}

/// What people call the pages that no file stands for.
const OVERVIEWS: &str = "Overviews";

fn computed(view: &View) -> Document<'_> {
    Document {
        url: view.page.url.clone(),
        title: Cow::Borrowed(&view.page.title),
        kind: OVERVIEWS.to_owned(),
        summary: view.page.description.clone(),
        names: vec![(word::whole(&view.page.title), TITLE)],
        ..Document::default()
    }
}

/// How surely a whole name leads to its record. An id leads nowhere else: see [`ID`].
const TITLE: u8 = 40;
const ALIAS: u8 = 38;
/// Its file's name, which may be another's title.
const NAME: u8 = 30;
const OLD_URL: u8 = 20;
/// What only an id has; the log that needs no name comes first.
const ID: u8 = 60;
const ID_IN_A_LOG: u8 = 55;

fn names(entry: &Entry, sort: &[String]) -> Vec<(String, u8)> {
    let common = &entry.common;
    let mut names = vec![(word::whole(&entry.title), TITLE)];
    names.extend(common.aliases.iter().map(|it| (word::whole(it), ALIAS)));
    names.extend(common.old_urls.iter().map(|it| (word::whole(it), OLD_URL)));
    names.push((word::whole(&entry.id.to_string()), ID));
    match entry.number {
        None => names.push((word::whole(&entry.id.name), NAME)),
        Some(number) => {
            let sure = if entry.log.is_empty() { ID } else { ID_IN_A_LOG };
            names.push((number.to_string(), sure));
            names.extend(sort.iter().map(|it| (word::whole(&format!("{it} {number}")), sure)));
            names.push((word::whole(&format!("{} {number}", entry.log)), ID));
        }
    }
    if &*entry.id.kind != PAGE {
        // `blobstore` is the Blob Store.
        names.push((word::whole(&entry.title).replace(' ', ""), ALIAS));
    }
    // The surest of equal ones.
    names.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    names.dedup_by(|a, b| a.0 == b.0);
    names.retain(|(name, _)| !name.is_empty());
    names
}

/// Strings of a field that are neither references nor Markdown.
fn plain<'a>(value: &'a Value, found: &mut impl FnMut(&'a str)) {
    match value {
        Value::String(text) => found(text),
        Value::Array(items) => items.iter().for_each(|item| plain(item, found)),
        Value::Object(fields) if fields.keys().any(|name| name.starts_with('$')) => {}
        Value::Object(fields) => fields.values().for_each(|field| plain(field, found)),
        _ => {}
    }
}
