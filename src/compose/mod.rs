//! [`Site`] in, a [`View`] a page out: all that its template may see.
//!
//! In: a resolved site, cut down to one audience, what colours its code, and the drawings. Out: self-contained
//! values, one at a time. Must not: write HTML that a template should.

use std::sync::Arc;

use jiff::civil::Date;
use serde_json::Value;

use crate::code::Block;
use crate::diagram::Drawings;
use crate::entry::{DataSource, Entry};
use crate::escape;
use crate::label::label;
use crate::output::file_of;
use crate::page::Computed;
use crate::prose::Prose;
use crate::rule;
use crate::site::{EntryIx, Site, Target};
use crate::view::{
    Backlink, BannerView, Filter, Heading, Owner, PageView, Reference, SiteView, View, Waiver,
};

mod fields;
mod filter;
mod made_of;
mod navigation;
mod pages;
mod script;
mod text;

use fields::Fields;
use navigation::Navigation;
pub use pages::Pages;

/// Makes the HTML of a code block's inside.
pub type Colour = Arc<dyn Fn(&Block) -> Arc<str> + Send + Sync>;

/// What all pages of one build share.
#[derive(Clone)]
struct Composer {
    site: Arc<Site>,
    audience: String,
    colour: Colour,
    drawings: Arc<Drawings>,
    base: String,
    navigation: Arc<Navigation>,
    fields: Arc<Fields>,
}

impl Composer {
    fn entry(&self, ix: EntryIx) -> View {
        let site = &*self.site;
        let entry = site.entry(ix);
        let kind = site.kinds.get(&*entry.id.kind);
        let is_folder = site.folders.get(&entry.url).is_some_and(|folder| folder.index == Some(ix));
        let lists = is_folder && entry.url != "/";
        let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string());
        let summary = entry.common.summary.as_ref();
        let path = |template: &Option<String>| {
            template.as_ref().map(|it| it.replace("{path}", &escape::path(&entry.file)))
        };
        let page = PageView {
            title: entry.title.clone(),
            anchor: entry.title_heading().map(|heading| heading.id.clone()),
            url: self.url(&entry.url),
            id: entry.id.to_string(),
            kind: entry.id.kind.to_string(),
            kind_title: kind.map_or_else(String::new, |kind| kind.title.to_string()),
            number: entry.number.map(|number| format!("{number:04}")),
            summary: summary.map_or_else(String::new, |it| self.markdown(ix, it.slot)),
            description: summary.map_or_else(String::new, |it| entry.plain(it.slot)),
            contents: contents(entry),
            breadcrumb: self.breadcrumb(&entry.url),
            siblings: if is_folder {
                Vec::new()
            } else {
                self.siblings(&entry.url, &site.parents[ix.0 as usize])
            },
            previous: self.beside(&entry.url, &site.parents[ix.0 as usize], -1),
            next: self.beside(&entry.url, &site.parents[ix.0 as usize], 1),
            listing: if lists { self.listing(&entry.url) } else { None },
            filter: if lists { self.filter_of_folder(&entry.url) } else { Filter::default() },
            made_of: None,
            backlinks: self.backlinks(ix),
            owner: self.owner(ix),
            restricted_to: Some(entry.audience.clone()).filter(|it| it != crate::config::PUBLIC),
            created: date(entry.common.created),
            imported: entry.common.data_source == Some(DataSource::Imported),
            reviewed: date(entry.common.reviewed),
            to_review: site.needs_review(ix),
            changed: date(site.history.changed.get(&*entry.file).copied()),
            aliases: entry.common.aliases.clone(),
            tags: entry.common.tags.clone(),
            waivers: waivers(entry, site.as_of),
            source_url: path(&site.config.repository),
            edit_url: path(&site.config.edit),
            record: self.record(ix),
            facts: self.facts(ix),
            computed: kind.map_or(Value::Null, |kind| self.filled((kind.view)(entry, site))),
            body: String::new(),
        };
        View {
            template: format!("{}.html", entry.id.kind),
            file: file_of(&entry.url),
            site: self.site_view(&entry.url),
            page,
            body: self.body(ix),
        }
    }

    /// A folder without an index page of its own.
    fn folder(&self, url: &str) -> View {
        let parent = crate::site::parent_url(url).unwrap_or("/");
        let folder = &self.site.folders[url];
        // The name of a file such as `2027.toml` says little without that of its folder.
        let title = match self.site.folders.get(parent) {
            _ if url == "/" => self.site.config.title.clone(),
            Some(above) if self.is_file(url) => format!("{}: {}", above.title, folder.title),
            _ => folder.title.clone(),
        };
        let page = PageView {
            title,
            url: self.url(url),
            breadcrumb: self.breadcrumb(url),
            previous: self.beside(url, parent, -1),
            next: self.beside(url, parent, 1),
            listing: self.listing(url),
            filter: self.filter_of_folder(url),
            made_of: self.made_of(self.listed(url)),
            owner: self.default_owner(),
            ..PageView::default()
        };
        let (template, body) = ("list.html".to_owned(), Prose::default());
        View { template, file: file_of(url), site: self.site_view(url), page, body }
    }

    fn computed(&self, computed: &Computed) -> View {
        let narrowed_by = computed.narrowed_by;
        let page = PageView {
            title: computed.title.clone(),
            url: self.url(&computed.url),
            summary: escape::text(&computed.summary),
            description: computed.summary.clone(),
            aliases: computed.aliases.iter().map(|it| (*it).to_owned()).collect(),
            breadcrumb: self.breadcrumb(&computed.url),
            owner: self.default_owner(),
            filter: narrowed_by.map_or_else(Filter::default, |fields| {
                if computed.days.is_empty() {
                    self.filter(&computed.records, fields)
                } else {
                    self.filter_of_days(&computed.records, &computed.days, fields)
                }
            }),
            made_of: self.made_of(computed.records.iter().chain(&computed.shown).copied()),
            computed: self.filled(computed.data.clone()),
            ..PageView::default()
        };
        View {
            template: computed.template.to_owned(),
            file: file_of(&computed.url),
            site: self.site_view(&computed.url),
            page,
            body: Prose::default(),
        }
    }

    /// Data of a kind or of a computed page with its Markdown as HTML: see [`crate::view::Html`].
    fn filled(&self, data: Value) -> Value {
        match data {
            Value::Object(fields) => {
                let number = |name: &str| u32::try_from(fields.get(name)?.as_u64()?).ok();
                match (number("$entry"), number("$slot")) {
                    (Some(entry), Some(slot)) => Value::String(self.markdown(EntryIx(entry), slot)),
                    _ => Value::Object(
                        fields.into_iter().map(|(name, value)| (name, self.filled(value))).collect(),
                    ),
                }
            }
            Value::Array(items) => Value::Array(items.into_iter().map(|item| self.filled(item)).collect()),
            _ => data,
        }
    }

    fn site_view(&self, url: &str) -> SiteView {
        let config = &self.site.config;
        SiteView {
            title: config.title.clone(),
            description: config.description.clone(),
            language: config.language.clone(),
            direction: script::direction(&config.language),
            interface: script::interface(&config.language),
            base: format!("{}/", self.base),
            origin: config.origin().map(str::to_owned),
            audience: self.audience.clone(),
            wording: config.wording.into(),
            sections: self.sections(url),
            banner: self.banner(),
        }
    }

    /// A path of the site as an address, with the base in front.
    fn url(&self, url: &str) -> String {
        format!("{}{}", self.base, escape::path(url))
    }

    fn owner(&self, ix: EntryIx) -> Option<Owner> {
        let inherited = self.site.entry(ix).common.owner.is_none();
        self.site.owner(ix).map(|owner| Owner { team: self.reference_to(owner), inherited })
    }

    /// Who answers for a page that no file stands for.
    fn default_owner(&self) -> Option<Owner> {
        self.site.default_owner.map(|owner| Owner { team: self.reference_to(owner), inherited: true })
    }

    /// The config's banner, where this audience is to see it and its day is not over.
    fn banner(&self) -> Option<BannerView> {
        let banner = self.site.config.banner.as_ref()?;
        let shown = self.site.config.may_see(&self.audience, &banner.audience)
            && banner.until.is_none_or(|until| self.site.as_of <= until);
        let address = |to: &String| if to.starts_with('/') { self.url(to) } else { to.clone() };
        shown.then(|| BannerView { text: banner.text.clone(), url: banner.link.as_ref().map(address) })
    }

    /// A record as another shows it.
    fn reference_to(&self, ix: EntryIx) -> Reference {
        self.site.reference(ix)
    }

    fn backlinks(&self, ix: EntryIx) -> Vec<Backlink> {
        let mut links: Vec<(Date, Backlink)> = Vec::new();
        let mut last = None;
        for link in &self.site.resolved(ix).backlinks {
            // A field says more than a link in the text; sorted, the text's comes first.
            if link.field.is_none() {
                last = Some(link.from);
            } else if last == Some(link.from) {
                links.pop();
                last = None;
            }
            let backlink = Backlink {
                from: self.reference_to(link.from),
                field: link.field.clone(),
                label: link.field.as_deref().map(label),
            };
            let when = self.site.when(link.from).map_or(Date::MAX, |it| it.last_day(self.site.as_of));
            links.push((when, backlink));
        }
        links.sort_by_cached_key(|(when, Backlink { from, .. })| {
            (from.kind_title.clone(), from.number.clone(), *when, from.title.clone(), from.url.clone())
        });
        links.into_iter().map(|(_, link)| link).collect()
    }

    /// Where a target leads, base included; none for nowhere.
    fn address(&self, target: &Target) -> Option<String> {
        let anchored = |url: &str, anchor: &Option<String>| {
            let anchor = anchor.as_ref().map_or_else(String::new, |anchor| format!("#{anchor}"));
            format!("{}{anchor}", self.url(url))
        };
        match target {
            Target::Entry(ix, anchor) => Some(anchored(&self.site.entry(*ix).url, anchor)),
            Target::Page(url, anchor) => Some(anchored(url, anchor)),
            Target::Asset(path) => {
                let content = self.site.config.content.trim_matches('/');
                let within = path.strip_prefix(content).unwrap_or(path).trim_start_matches('/');
                Some(self.url(&format!("/{within}")))
            }
            Target::Repository(path) => self
                .site
                .config
                .repository
                .as_ref()
                .map(|template| template.replace("{path}", &escape::path(path))),
            Target::Elsewhere(address) => Some(address.clone()),
            Target::Missing => None,
        }
    }
}

/// The headings of the body, without the one that is the page's title.
fn contents(entry: &Entry) -> Vec<Heading> {
    let headings = entry.body().map_or(&[][..], |body| &body.headings);
    let skipped = usize::from(entry.title_heading().is_some());
    let heading =
        |it: &crate::body::Heading| Heading { level: it.level, id: it.id.clone(), html: it.html.clone() };
    headings.iter().skip(skipped).map(heading).collect()
}

fn waivers(entry: &Entry, today: Date) -> Vec<Waiver> {
    if entry.common.allow.is_empty() {
        return Vec::new();
    }
    let rules = rule::all();
    let waiver = |it: &crate::entry::Waiver| Waiver {
        rule: it.rule.clone(),
        asks: rules
            .iter()
            .find(|rule| rule.id == it.rule)
            .map_or_else(String::new, |rule| rule.summary.to_owned()),
        reason: it.reason.clone(),
        until: it.until.to_string(),
        ran_out: it.until < today,
    };
    entry.common.allow.iter().map(waiver).collect()
}
