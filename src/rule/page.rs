//! Rules about pages as such: title, headings, pictures, addresses.
//!
//! In: one record's body at a time, for addresses the whole site. Out: findings. A page that is
//! only Markdown gets remarks where others get warnings, so that a tree that nobody wrote for
//! Onramp is not drowned in them.

use std::collections::{BTreeMap, BTreeSet};

use crate::body::{LinkStyle, Piece};
use crate::diagnostic::Diagnostic;
use crate::entry::Entry;
use crate::finding::{Check, Finder, Rule};
use crate::site::{Target, old_url};
use crate::source::{Location, Span};

/// The rules.
pub const RULES: &[Rule] = &[
    Rule {
        id: "PAGE1",
        summary: "A page has a title",
        why: "Otherwise it goes by its file's name in listings, search and the browser's tab.",
        fails: "\
=== content/how-to.md
+++
tags = [\"start\"]
+++
Install it first.
",
        passes: "\
=== content/how-to.md
+++
tags = [\"start\"]
+++
# Install the client

Install it first.
",
        check: Check::Record(titled),
        ..Rule::WARNING
    },
    Rule {
        id: "PAGE2",
        summary: "Headings follow one another level by level",
        why: "Those who have a page read to them find their way by its headings. The title is level 1, and the \
              only one.",
        fails: "\
=== content/how-to.md
+++
title = \"Install the client\"
+++
## On a laptop

#### With a package

Install it.
",
        passes: "\
=== content/how-to.md
+++
title = \"Install the client\"
+++
## On a laptop

### With a package

Install it.
",
        check: Check::Record(levels),
        ..Rule::WARNING
    },
    Rule {
        id: "PAGE3",
        summary: "A picture has a text in its place",
        why: "Those who do not see it hear this text; search finds it.",
        fails: "\
=== content/how-to.md
+++
title = \"Install the client\"
+++
![](path.svg)
=== content/path.svg
<svg xmlns=\"http://www.w3.org/2000/svg\"/>
",
        passes: "\
=== content/how-to.md
+++
title = \"Install the client\"
+++
![The way of a request: gateway, service, store](path.svg)
=== content/path.svg
<svg xmlns=\"http://www.w3.org/2000/svg\"/>
",
        check: Check::Record(described),
        ..Rule::WARNING
    },
    Rule {
        id: "PAGE4",
        summary: "Every page has an address of its own",
        why: "One of the two would overwrite the other; where only capitals differ, on some systems. An old \
              address leads to one page.",
        fails: "\
=== content/storage.md
# Storage
=== content/files.md
+++
title = \"Files\"
old_urls = [\"/storage/\"]
+++
",
        passes: "\
=== content/storage.md
# Storage
=== content/files.md
+++
title = \"Files\"
old_urls = [\"/blobs/\"]
+++
",
        check: Check::Site(addresses),
        ..Rule::BROKEN
    },
    Rule {
        id: "PAGE6",
        summary: "Pages can be told apart by their titles",
        why: "A list of pages that are all called `Summary` leads nowhere.",
        fails: "\
=== content/a.md
# Summary
=== content/b.md
# Summary
=== content/c.md
# Summary
",
        passes: "\
=== content/a.md
# Apples
=== content/b.md
# Bears
=== content/c.md
# Cherries
",
        check: Check::Site(named_apart),
        ..Rule::INFO
    },
    Rule {
        id: "PAGE5",
        summary: "Pictures come from this site",
        why: "A page asks no other host for anything: its readers are nobody else's business, and browsers are told \
              to refuse.",
        fails: "\
=== content/how-to.md
# Install the client

![The way of a request](https://img.example/path.svg)
",
        passes: "\
=== content/how-to.md
# Install the client

![The way of a request](path.svg)
=== content/path.svg
<svg xmlns=\"http://www.w3.org/2000/svg\"/>
",
        check: Check::Record(from_elsewhere),
        ..Rule::WARNING
    },
];

/// A remark, where the page is only Markdown.
fn weigh(entry: &Entry, found: &mut Diagnostic) {
    if entry.bare {
        found.as_info();
    }
}

fn titled(finder: &mut Finder<'_>) {
    let entry = finder.entry();
    // One that is no text is found already.
    if entry.common.title.is_some() || entry.spans.contains_key("/title") {
        return;
    }
    let message = format!("there is no title, so this is called `{}`, after its file", entry.title);
    let hint = match entry.body() {
        Some(_) => "begin with a heading: `# What it is about`",
        None => "write `title = \"...\"`",
    };
    weigh(entry, finder.report("title", message).hint(hint));
}

fn levels(finder: &mut Finder<'_>) {
    let entry = finder.entry();
    let Some(body) = entry.body() else { return };
    let mut last = 1;
    let mut jumps = 0;
    for heading in &body.headings {
        // Of a tree that nobody wrote for Onramp, the first of a page is enough.
        if heading.level > last + 1 && (jumps == 0 || !entry.bare) {
            let message = format!(
                "`{}` is a heading of level {}, below one of level {last}: a level is left out",
                heading.text, heading.level
            );
            let hint = format!("begin it with `{}`", "#".repeat(usize::from(last) + 1));
            weigh(entry, finder.report_at(entry, entry.location(heading.span), message).hint(hint));
            jumps += 1;
        }
        last = heading.level;
    }
    // The first heading may be the title.
    let is_title = entry.title_heading().is_some();
    let skipped = usize::from(is_title || entry.bare);
    let mut others = body.headings.iter().skip(skipped).filter(|heading| heading.level == 1);
    if let Some(second) = others.next() {
        let more = match others.count() {
            0 => String::new(),
            n => format!(", and so are {n} more"),
        };
        let message = format!("`{}` is a second heading of level 1{more}", second.text);
        let hint = "the title is the only one: begin the headings below it with `##`";
        weigh(entry, finder.report_at(entry, entry.location(second.span), message).hint(hint));
    }
}

fn named_apart(finder: &mut Finder<'_>) {
    let site = finder.site;
    let pages = site.iter().filter(|(_, entry)| entry.bare);
    let shared =
        pages.filter(|(_, entry)| entry.common.title.as_deref().is_some_and(|title| title != entry.title));
    for (_, entry) in shared {
        let title = entry.common.title.as_deref().unwrap_or_default();
        let message = format!(
            "several pages begin with `{title}`, so this is called `{}`, after its file",
            entry.title
        );
        finder
            .report_at(entry, entry.at("title"), message)
            .hint("begin with a heading that says what this page is about, or write `title = \"...\"`");
    }
}

fn described(finder: &mut Finder<'_>) {
    let entry = finder.entry();
    let links = entry.texts.values().flat_map(|text| &text.body.links);
    for image in links.filter(|link| link.style == LinkStyle::Image && link.text.trim().is_empty()) {
        let message = format!("the picture `{}` has no text in its place", image.to);
        let hint = format!("write what it shows: `![...]({})`", image.to);
        weigh(entry, finder.report_at(entry, entry.location(image.span), message).hint(hint));
    }
}

fn from_elsewhere(finder: &mut Finder<'_>) {
    let entry = finder.entry();
    let Some(ix) = finder.site.index_of(entry) else { return };
    let resolved = finder.site.resolved(ix);
    for (slot, text) in &entry.texts {
        let targets = resolved.links.get(slot).into_iter().flatten();
        for (link, target) in text.body.links.iter().zip(targets) {
            if link.style == LinkStyle::Image
                && let Target::Elsewhere(address) = target
            {
                let message =
                    format!("the picture `{address}` is on another host, and browsers will not show it");
                let hint = "keep a copy beside this file, or link to it: `[text](address)`";
                finder.report_at(entry, entry.location(link.span), message).hint(hint);
            }
        }
        // Raw HTML, where the site turns it on.
        for address in text.body.pieces.iter().flat_map(embedded) {
            let source = finder.site.sources.get(&entry.file);
            let at = source.and_then(|source| source.text.find(address));
            let span = at.map_or(Span::FILE, |at| Span::new(at, at + address.len()));
            let message = format!("`{address}` is on another host, and browsers will not load it");
            let hint = "keep a copy beside this file, or link to it";
            finder.report_at(entry, entry.location(span), message).hint(hint);
        }
    }
}

/// What a stretch of HTML loads from other hosts.
fn embedded(piece: &Piece) -> Vec<&str> {
    let Piece::Html(html) = piece else { return Vec::new() };
    let values = html.split(" src=\"").skip(1).filter_map(|rest| rest.split('"').next());
    values.filter(|to| ["http://", "https://", "//"].iter().any(|start| to.starts_with(start))).collect()
}

/// Who has an address: the first to claim it, and where.
type Claims<'a> = BTreeMap<String, (&'a str, Location)>;

fn addresses(finder: &mut Finder<'_>) {
    let site = finder.site;
    let mut claims: Claims<'_> = BTreeMap::new();
    let mut ids = BTreeSet::new();
    for (_, entry) in site.iter() {
        // Of a second record of one id GEN1 tells: it needs another, and has another address then.
        if !ids.insert(&entry.id) {
            continue;
        }
        // Where a system takes capitals and small letters for the same, these are one file.
        let Some((url, first)) = claims.get(&entry.url.to_lowercase()) else {
            claims.insert(entry.url.to_lowercase(), (&entry.url, entry.at("title")));
            continue;
        };
        let (message, hint) = if **url == entry.url {
            (format!("`{}` is the address of another page already", entry.url), "rename one of the two files")
        } else {
            let message = format!("`{}` differs from `{url}` in capitals only", entry.url);
            (message, "rename one of the two files: on some systems they are the same")
        };
        finder.report_at(entry, entry.at("title"), message).hint(hint).see(first.clone(), "first here");
    }
    for url in site.folders.keys() {
        claims.entry(url.to_lowercase()).or_insert((url, Location { file: "".into(), span: Span::FILE }));
    }
    let mut old: Claims<'_> = BTreeMap::new();
    for (_, entry) in site.iter() {
        for (n, written) in entry.common.old_urls.iter().enumerate() {
            let url = old_url(&written.to_lowercase());
            let at = entry.at(&format!("old_urls/{n}"));
            let taken = claims.get(&url).map(|it| (it, "a page stands there now"));
            let Some(((_, first), why)) =
                taken.or_else(|| old.get(&url).map(|it| (it, "it leads elsewhere already")))
            else {
                old.insert(url, (written, at));
                continue;
            };
            let found = finder.report_at(entry, at, format!("`{written}` cannot lead here: {why}"));
            found.hint("remove it here, or where it is taken");
            if !first.file.is_empty() {
                found.see(first.clone(), "first here");
            }
        }
    }
}
