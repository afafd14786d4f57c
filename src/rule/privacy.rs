//! The rule that nothing shown to an audience needs what it may not see.
//!
//! In: the whole site, for all audiences at once. Out: findings. It looks at references, links,
//! includes and the banner; what they would lead to is not in that audience's site.

use std::collections::BTreeMap;

use crate::config::{Config, INTERNAL, PUBLIC};
use crate::entry::Entry;
use crate::finding::{Check, Finder, Rule};
use crate::page::{self, Page};
use crate::site::{Site, Target};
use crate::source::Span;

/// The rules.
pub const RULES: &[Rule] = &[Rule {
    id: "GEN2",
    summary: "What an audience sees does not need what it may not see",
    why: "The reference would tell it that the other record exists, and lead nowhere.",
    waivable: false,
    fails: "\
=== content/plan.md
+++
audience = \"internal\"
+++
# The plan
=== content/home.md
# Home

See [the plan](plan.md).
",
    passes: "\
=== content/plan.md
+++
audience = \"public\"
+++
# The plan
=== content/home.md
# Home

See [the plan](plan.md).
",
    check: Check::Site(hidden),
    ..Rule::ERROR
}];

fn hidden(finder: &mut Finder<'_>) {
    let site = finder.site;
    let open = |entry: &Entry| entry.audience == PUBLIC && entry.restricted.is_empty();
    if site.iter().all(|(_, entry)| open(entry)) && page::PAGES.iter().all(|page| page.audience == PUBLIC) {
        return;
    }
    let mut files: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    let mut urls = Urls::new();
    for (_, entry) in site.iter() {
        files.entry(&entry.file).or_default().push(entry);
        urls.insert(&entry.url, entry);
    }
    banner(finder, &urls);
    for (ix, entry) in site.iter() {
        let resolved = site.resolved(ix);
        for (slot, reference) in &entry.refs {
            if let Some(target) = resolved.refs.get(slot) {
                refers(finder, entry, &reference.pointer, reference.span, &needed(site, &urls, target));
            }
        }
        for (slot, text) in &entry.texts {
            let targets = resolved.links.get(slot).into_iter().flatten();
            for (link, target) in text.body.links.iter().zip(targets) {
                refers(finder, entry, &text.pointer, link.span, &needed(site, &urls, target));
            }
            for (n, code) in text.body.code.iter().enumerate() {
                let included = resolved.includes.get(&(*slot, n));
                if let Some(records) = included.and_then(|it| files.get(it.file.as_str())) {
                    includes(finder, entry, &text.pointer, code.span, records);
                }
            }
        }
    }
}

/// Records by URL.
type Urls<'a> = BTreeMap<&'a str, &'a Entry>;

/// What a reader must see, so that a target is there for them.
enum Needed<'a> {
    /// Nothing in particular.
    Nothing,
    /// One of these records.
    Record(Vec<&'a Entry>),
    /// A computed page that is for one audience.
    Page(&'static Page),
}

impl Needed<'_> {
    /// Who may see it; none where everybody may.
    fn mark(&self) -> Option<&str> {
        match self {
            Self::Nothing => None,
            Self::Record(records) => records.first().map(|it| it.audience.as_str()),
            Self::Page(page) => Some(page.audience),
        }
    }

    /// Whether a reader may see nothing of it.
    fn is_hidden(&self, config: &Config, reader: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::Record(records) => records.iter().all(|it| !config.may_see(reader, &it.audience)),
            Self::Page(page) => !config.may_see(reader, page.audience),
        }
    }
}

fn needed<'a>(site: &'a Site, urls: &Urls<'a>, target: &Target) -> Needed<'a> {
    match target {
        Target::Entry(ix, _) => Needed::Record(vec![site.entry(*ix)]),
        Target::Page(url, _) => {
            if let Some(page) = page::PAGES.iter().find(|page| page.url == url) {
                return Needed::Page(page);
            }
            let below = urls.range(url.as_str()..).take_while(|(other, _)| other.starts_with(url.as_str()));
            let mut records = Vec::new();
            for (_, entry) in below {
                if entry.audience == PUBLIC {
                    return Needed::Nothing;
                }
                records.push(*entry);
            }
            Needed::Record(records)
        }
        _ => Needed::Nothing,
    }
}

/// Reports a reference, if there are readers of the field who may see nothing of what it leads to.
fn refers<'a>(finder: &mut Finder<'a>, entry: &'a Entry, pointer: &str, span: Span, needed: &Needed<'_>) {
    let config = finder.config();
    let Some(mark) = needed.mark() else { return };
    let (name, other) = match needed {
        Needed::Record(records) => {
            let first = records.first();
            (first.map_or_else(String::new, |it| it.id.to_string()), first.map(|it| it.at("audience")))
        }
        Needed::Page(page) => (page.url.to_owned(), None),
        Needed::Nothing => return,
    };
    let Some(reader) = misled(config, entry, pointer, |reader| needed.is_hidden(config, reader)) else {
        return;
    };
    let message = format!("`{name}` is for `{mark}`, but `{reader}` readers see this reference to it");
    let own = format!("write `audience = \"{mark}\"` in this record");
    let hint = match other {
        Some(_) => format!("take the reference out, {own}, or `audience = \"{reader}\"` in the other"),
        None => format!("take the reference out, or {own}"),
    };
    let found = finder.report_at(entry, entry.location(span), message).hint(hint);
    if let Some(other) = other {
        found.see(other, "the other");
    }
}

/// Reports a banner, if some who see it may see nothing of what it leads to.
fn banner(finder: &mut Finder<'_>, urls: &Urls<'_>) {
    let (site, config) = (finder.site, finder.config());
    let Some(banner) = &config.banner else { return };
    let path = banner.link.as_deref().and_then(|link| link.split(['#', '?']).next());
    let Some(path) = path.filter(|path| path.starts_with('/')) else { return };
    let needed = match urls.get(path) {
        Some(entry) => Needed::Record(vec![entry]),
        None => needed(site, urls, &Target::Page(path.to_owned(), None)),
    };
    let sees = |reader: &&str| config.may_see(reader, &banner.audience) && needed.is_hidden(config, reader);
    let reader = config.audience_names().into_iter().filter(|name| *name != INTERNAL).find(sees);
    let (Some(reader), Some(mark)) = (reader, needed.mark()) else { return };
    let message = format!("`{path}` is for `{mark}`, but `{reader}` readers see the banner that leads to it");
    let hint = format!("take the link out, or write `audience = \"{mark}\"` under `[banner]`");
    finder.report_outside(config.at("/banner/link"), message).hint(hint);
}

/// Reports an include, if there are readers of the text who may not see all that the file holds.
fn includes<'a>(finder: &mut Finder<'a>, entry: &'a Entry, pointer: &str, span: Span, records: &[&Entry]) {
    let config = finder.config();
    let secret = |reader: &str| {
        records.iter().find_map(|record| {
            if !config.may_see(reader, &record.audience) {
                return Some((record.id.to_string(), record.audience.clone()));
            }
            let field = record.restricted.iter().find(|(_, mark)| !config.may_see(reader, mark));
            field.map(|(field, mark)| {
                (format!("{}` of `{}", field.trim_start_matches('/'), record.id), mark.clone())
            })
        })
    };
    let Some(reader) = misled(config, entry, pointer, |reader| secret(reader).is_some()) else { return };
    let Some((name, mark)) = secret(reader) else { return };
    let message = format!("`{name}` is for `{mark}`, but `{reader}` readers would see it in this include");
    let hint = format!("include another file, or write `audience = \"{mark}\"` in this record");
    finder.report_at(entry, entry.location(span), message).hint(hint);
}

/// An audience that sees a field of a record, and from which something is hidden.
fn misled<'a>(
    config: &'a Config,
    entry: &Entry,
    pointer: &str,
    is_hidden: impl Fn(&str) -> bool,
) -> Option<&'a str> {
    let field_mark = entry.restricted.iter().filter(|(field, _)| {
        pointer.strip_prefix(field.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    let marks: Vec<&str> =
        field_mark.map(|(_, mark)| mark.as_str()).chain(std::iter::once(entry.audience.as_str())).collect();
    let sees = |reader: &&str| marks.iter().all(|mark| config.may_see(reader, mark)) && is_hidden(reader);
    config.audience_names().into_iter().filter(|name| *name != INTERNAL).find(sees)
}
