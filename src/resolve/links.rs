//! Where the links of a text lead.
//!
//! In: links as written. Out: a [`Target`] each, and a finding for each that leads nowhere.
//! Must not: change a body.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{Lookup, Names};
use super::paths;
use crate::body::{Link, LinkStyle};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::entry::Entry;
use crate::nearest::{nearest, nearest_few};
use crate::page;
use crate::site::{EntryIx, Target};
use crate::source::Location;
use crate::tree::Outsides;

/// What links are held against.
pub(super) struct Places<'a> {
    /// The config.
    pub(super) config: &'a Config,
    /// The content folder, from the root.
    pub(super) content: &'a str,
    /// All entries.
    pub(super) entries: &'a [std::sync::Arc<Entry>],
    /// All names.
    pub(super) names: &'a Names,
    /// The names of all kinds.
    pub(super) kinds: &'a BTreeSet<&'a str>,
    /// Entries by file.
    pub(super) files: &'a BTreeMap<&'a str, EntryIx>,
    /// Entries by URL.
    pub(super) urls: &'a BTreeMap<&'a str, EntryIx>,
    /// URLs of folders, and of other pages that no file stands for.
    pub(super) pages: &'a BTreeSet<String>,
    /// Files of the content that are no records.
    pub(super) assets: &'a BTreeSet<String>,
    /// Files outside the content that were looked for and found.
    pub(super) outside: &'a Outsides,
}

type Found = Result<Target, Diagnostic>;

impl Places<'_> {
    /// Where a link leads.
    ///
    /// # Errors
    /// The finding, if it leads nowhere.
    pub(super) fn resolve(&self, from: &Entry, ix: EntryIx, link: &Link) -> Found {
        let at = from.location(link.span);
        let to = link.to.trim();
        let target = self.target(from, ix, link, to, &at)?;
        if link.style == LinkStyle::Image && matches!(target, Target::Entry(..) | Target::Page(..)) {
            let message = format!("`{to}` is a page, not a picture");
            return Err(nothing(
                &at,
                &message,
                &format!("link to it without the `!`: `[{}]({to})`", link.text),
            ));
        }
        Ok(target)
    }

    fn target(&self, from: &Entry, ix: EntryIx, link: &Link, to: &str, at: &Location) -> Found {
        if link.style == LinkStyle::Wiki {
            return self.wiki(from, to, at);
        }
        if to.is_empty() {
            return Err(nothing(at, "this link leads nowhere: it is empty", "write where it leads"));
        }
        if to.starts_with("//") {
            return Ok(Target::Elsewhere(to.to_owned()));
        }
        match paths::scheme(to) {
            Some(scheme) if self.kinds.contains(scheme.as_str()) => {
                let (name, anchor) = paths::split(&to[scheme.len() + 1..]);
                let found = self.name(from, &name, &[&scheme], at)?;
                self.anchored(from, found, anchor.as_deref(), at)
            }
            Some(scheme) if ["javascript", "vbscript", "data", "file"].contains(&scheme.as_str()) => {
                let message = format!("a link cannot lead to `{scheme}:`");
                Err(nothing(at, &message, "link to a page, a file or an `https:` address"))
            }
            Some(scheme) => {
                let like = nearest(&scheme, self.kinds.iter().copied());
                match like.filter(|_| {
                    !to[scheme.len() + 1..].starts_with("//") && !KNOWN_SCHEMES.contains(&&*scheme)
                }) {
                    Some(kind) => {
                        let message = format!("there is no kind `{scheme}`");
                        Err(nothing(
                            at,
                            &message,
                            &format!("did you mean `{kind}:{}`?", &to[scheme.len() + 1..]),
                        ))
                    }
                    None => Ok(Target::Elsewhere(to.to_owned())),
                }
            }
            None => {
                let (path, anchor) = paths::split(to);
                if path.is_empty() {
                    return self.anchored(from, Target::Entry(ix, None), anchor.as_deref(), at);
                }
                self.path(from, &path, anchor, link.style == LinkStyle::Image, at)
            }
        }
    }

    /// The entry that a name in a field or a link stands for.
    ///
    /// # Errors
    /// The finding, if there is none or more than one.
    pub(super) fn name(&self, from: &Entry, name: &str, kinds: &[&str], at: &Location) -> Found {
        let (kinds, name) = match name.split_once(':') {
            Some((kind, rest)) if self.kinds.contains(kind) => {
                if !kinds.contains(&kind) {
                    let message =
                        format!("`{name}` is {}, but this must be {}", one_of(&[kind]), one_of(kinds));
                    return Err(Diagnostic::error("GEN1", at.clone(), message));
                }
                (vec![kind], rest)
            }
            _ => (kinds.to_vec(), name),
        };
        match self.names.find(name, &kinds, from) {
            Lookup::One(ix) => Ok(Target::Entry(ix, None)),
            Lookup::Several(several) => Err(self.several(name, &several, at)),
            Lookup::None => {
                let message = format!("there is no {} `{name}`", kinds.join(" or "));
                let like = self.names.like(name, &kinds);
                let hint = match like.as_slice() {
                    [] => format!("`onramp list {}` shows what there is", kinds.first().unwrap_or(&"")),
                    like => format!("did you mean {}?", quoted(like, " or ")),
                };
                Err(nothing(at, &message, &hint))
            }
        }
    }

    fn wiki(&self, from: &Entry, to: &str, at: &Location) -> Found {
        let (name, anchor) = to.split_once('#').map_or((to, None), |(name, anchor)| (name, Some(anchor)));
        let name = name.trim();
        if let Some((kind, rest)) = name.split_once(':')
            && self.kinds.contains(kind)
        {
            let found = self.name(from, rest, &[kind], at)?;
            return self.anchored(from, found, anchor, at);
        }
        let found = match self.names.find_any(name) {
            Lookup::One(ix) => Target::Entry(ix, None),
            Lookup::Several(several) => return Err(self.several(name, &several, at)),
            Lookup::None => {
                let like = self.names.like(name, &[]);
                let hint = match like.as_slice() {
                    [] => "write the title, an alias or an id of a page, such as `[[adr:0007]]`".to_owned(),
                    like => format!("did you mean {}?", quoted(like, " or ")),
                };
                return Err(nothing(at, &format!("nothing here is called `{name}`"), &hint));
            }
        };
        self.anchored(from, found, anchor, at)
    }

    fn path(&self, from: &Entry, path: &str, anchor: Option<String>, image: bool, at: &Location) -> Found {
        let Some(full) = paths::join(&from.file, self.content, path) else {
            let message = format!("`{path}` leads out of this repository");
            return Err(nothing(at, &message, "link to a file of the repository, or to an `https:` address"));
        };
        let within = full
            .strip_prefix(self.content)
            .filter(|rest| self.content.is_empty() || rest.is_empty() || rest.starts_with('/'));
        let Some(within) = within else {
            return match (self.outside.contains_key(&full), &self.config.repository) {
                (true, Some(_)) => Ok(Target::Repository(full)),
                (true, None) => {
                    let message = format!(
                        "`{path}` lies outside the content, and the site does not say where its repository is read"
                    );
                    Err(nothing(at, &message, "set `repository = \"https://.../{path}\"` in onramp.toml"))
                }
                (false, _) => Err(self.no_file(from, path, &full, image, at)),
            };
        };
        let within = within.trim_start_matches('/');
        let url = if within.is_empty() { "/".to_owned() } else { format!("/{within}/") };
        let entry = self.files.get(full.as_str()).or_else(|| self.urls.get(url.as_str()));
        if let Some(ix) = entry {
            return self.anchored(from, Target::Entry(*ix, None), anchor.as_deref(), at);
        }
        if self.pages.contains(&url) {
            // What a computed page has is its template's affair; a mere list has no headings.
            let is_list = page::PAGES.iter().all(|page| page.url != url);
            return match anchor {
                Some(anchor) if is_list => {
                    let message = format!("there is no heading `#{anchor}` in `{path}`");
                    Err(nothing(at, &message, "it lists what lies there, and has no headings"))
                }
                anchor => Ok(Target::Page(url, anchor)),
            };
        }
        if self.assets.contains(&full) {
            return Ok(Target::Asset(full));
        }
        Err(self.no_file(from, path, &full, image, at))
    }

    fn anchored(&self, from: &Entry, target: Target, anchor: Option<&str>, at: &Location) -> Found {
        let (Target::Entry(ix, _), Some(anchor)) = (&target, anchor) else { return Ok(target) };
        let entry = &self.entries[ix.0 as usize];
        let body = entry.body();
        let headings =
            || body.into_iter().flat_map(|body| body.headings.iter().map(|heading| heading.id.as_str()));
        let others = body.into_iter().flat_map(|body| body.anchors.iter().map(String::as_str));
        if headings().chain(others).any(|id| id == anchor) {
            return Ok(Target::Entry(*ix, Some(anchor.to_owned())));
        }
        let page = if from.file == entry.file { "this page".to_owned() } else { format!("`{}`", entry.file) };
        let message = format!("there is no heading `#{anchor}` in {page}");
        let all: Vec<&str> = headings().collect();
        let hint = match nearest(anchor, all.iter().copied()) {
            Some(meant) => format!("did you mean `#{meant}`?"),
            None if all.is_empty() => "it has no headings".to_owned(),
            None if all.len() <= 8 => format!("its headings are {}", quoted_anchors(&all)),
            None => "link to the page, or to one of its headings".to_owned(),
        };
        Err(nothing(at, &message, &hint))
    }

    fn no_file(&self, from: &Entry, written: &str, full: &str, image: bool, at: &Location) -> Diagnostic {
        let message = format!("there is no file `{written}`");
        let shown = |path: &str| format!("`{}`", paths::relative(&from.file, path));
        let same_name = format!("{full}.md");
        if self.files.contains_key(same_name.as_str()) {
            return nothing(at, &message, &format!("did you mean {}?", shown(&same_name)));
        }
        let like = if self.names.may_search() { self.like_file(full, image) } else { Vec::new() };
        let hint = match like.as_slice() {
            [] => "links are relative to the file they stand in; `/` begins at the content folder".to_owned(),
            like => {
                format!("did you mean {}?", like.iter().map(|it| shown(it)).collect::<Vec<_>>().join(" or "))
            }
        };
        nothing(at, &message, &hint)
    }

    /// Files whose own name is like that of a missing one; those nearer by path first.
    fn like_file(&self, full: &str, image: bool) -> Vec<&str> {
        // Without the extension, which is alike in all.
        let name = |path: &str| {
            let name = path.rsplit('/').next().unwrap_or_default();
            name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
        };
        let wanted = name(full);
        let records = self.files.keys().copied().filter(|_| !image);
        let all: Vec<&str> = records.chain(self.assets.iter().map(String::as_str)).collect();
        let names: BTreeSet<String> = all.iter().map(|path| name(path)).collect();
        let like = nearest_few(&wanted, names.iter().map(String::as_str), 2);
        let mut found: Vec<&str> =
            all.into_iter().filter(|path| like.contains(&name(path).as_str())).collect();
        found.sort_by_key(|path| {
            (like.iter().position(|it| *it == name(path)), !path.starts_with(folder(full)))
        });
        found.truncate(2);
        found
    }

    fn several(&self, name: &str, several: &[EntryIx], at: &Location) -> Diagnostic {
        let ids: Vec<String> =
            several.iter().take(5).map(|ix| self.entries[ix.0 as usize].id.to_string()).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let more = several.len().saturating_sub(ids.len());
        let more = if more > 0 { format!(" or {more} more") } else { String::new() };
        let message = format!("`{name}` could be any of {}", several.len());
        nothing(at, &message, &format!("write {}{more}", quoted(&ids, " or ")))
    }
}

fn nothing(at: &Location, message: &str, hint: &str) -> Diagnostic {
    Diagnostic::error("GEN1", at.clone(), message).with_hint(hint)
}

/// Schemes that are in use, and so are not taken for a slip in a kind's name.
const KNOWN_SCHEMES: [&str; 10] =
    ["http", "https", "mailto", "tel", "sms", "ftp", "ssh", "git", "irc", "slack"];

fn folder(path: &str) -> &str {
    path.rfind('/').map_or("", |cut| &path[..=cut])
}

fn quoted(names: &[&str], between: &str) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(between)
}

fn quoted_anchors(names: &[&str]) -> String {
    names.iter().map(|name| format!("`#{name}`")).collect::<Vec<_>>().join(", ")
}

fn one_of(kinds: &[&str]) -> String {
    let article = if kinds.first().is_some_and(|kind| kind.starts_with(['a', 'e', 'i', 'o', 'u'])) {
        "an"
    } else {
        "a"
    };
    format!("{article} {}", kinds.join(" or "))
}
