//! The rule that nothing shown to an audience needs what it may not see.
//!
//! In: the whole site, for all audiences at once. Out: findings. It looks at references, links and
//! includes; what they would lead to is not in that audience's site.

use std::collections::BTreeMap;

use crate::config::{INTERNAL, PUBLIC};
use crate::entry::Entry;
use crate::finding::{Check, Finder, Rule};
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
    if site.iter().all(|(_, entry)| entry.audience == PUBLIC) {
        return;
    }
    let mut files: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    let mut urls = Urls::new();
    for (_, entry) in site.iter() {
        files.entry(&entry.file).or_default().push(entry);
        urls.insert(&entry.url, entry);
    }
    for (ix, entry) in site.iter() {
        let resolved = site.resolved(ix);
        for (slot, reference) in &entry.refs {
            if let Some(target) = resolved.refs.get(slot) {
                look(finder, entry, &reference.pointer, reference.span, &needed(site, &urls, target));
            }
        }
        for (slot, text) in &entry.texts {
            let targets = resolved.links.get(slot).into_iter().flatten();
            for (link, target) in text.body.links.iter().zip(targets) {
                look(finder, entry, &text.pointer, link.span, &needed(site, &urls, target));
            }
            for (n, code) in text.body.code.iter().enumerate() {
                let included = resolved.includes.get(&(*slot, n));
                if let Some(records) = included.and_then(|it| files.get(it.file.as_str())) {
                    look(finder, entry, &text.pointer, code.span, records);
                }
            }
        }
    }
}

/// Records by URL.
type Urls<'a> = BTreeMap<&'a str, &'a Entry>;

/// The records of which a reader must see one, so that the target is there for them.
fn needed<'a>(site: &'a Site, urls: &Urls<'a>, target: &Target) -> Vec<&'a Entry> {
    let mut needed = Vec::new();
    match target {
        Target::Entry(ix, _) => needed.push(site.entry(*ix)),
        Target::Page(folder, _) => {
            let below = urls.range(folder.as_str()..).take_while(|(url, _)| url.starts_with(folder.as_str()));
            for (_, entry) in below {
                if entry.audience == PUBLIC {
                    return Vec::new();
                }
                needed.push(*entry);
            }
        }
        _ => {}
    }
    needed
}

/// Reports what one field needs, if there are readers of the field who may see nothing of it.
fn look<'a>(finder: &mut Finder<'a>, entry: &'a Entry, pointer: &str, span: Span, needed: &[&Entry]) {
    let config = finder.config();
    let field_mark = entry.restricted.iter().filter(|(field, _)| {
        pointer.strip_prefix(field.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    let marks: Vec<&str> =
        field_mark.map(|(_, mark)| mark.as_str()).chain(std::iter::once(entry.audience.as_str())).collect();
    let is_misled = |reader: &&str| {
        marks.iter().all(|mark| config.may_see(reader, mark))
            && needed.iter().all(|other| !config.may_see(reader, &other.audience))
    };
    let names = config.audience_names();
    let Some(first) = needed.first() else { return };
    let Some(reader) = names.into_iter().filter(|name| *name != INTERNAL).find(is_misled) else { return };
    let message = format!(
        "`{}` is for `{}`, but `{reader}` readers see this reference to it",
        first.id, first.audience
    );
    let hint = format!(
        "take the reference out, write `audience = \"{}\"` in this record, or `audience = \"{reader}\"` in the other",
        first.audience
    );
    finder.report_at(entry, entry.location(span), message).hint(hint).see(first.at("audience"), "the other");
}
