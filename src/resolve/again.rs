//! A site after an edit of a text that links to nothing new: what a writer does most of the time.
//!
//! In: a resolved site, and one of its entries as its file has it now. Out: the site with that entry, in
//! the time that one entry takes. None where resolving the whole site could tell more: the edit touched
//! what other pages see of the entry, or it links to, names or includes what it did not before.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::body::{Link, LinkStyle};
use crate::entry::{Entry, Text};
use crate::site::{EntryIx, Included, Site, Target};

/// The site with an entry as it is now.
#[must_use]
pub fn again(site: &Site, entry: &Arc<Entry>) -> Option<Site> {
    let ix = *site.ids.get(&entry.id)?;
    let before = site.entry(ix);
    if !seems_the_same(before, entry) {
        return None;
    }
    let mut resolved = (**site.resolved.get(ix.0 as usize)?).clone();
    resolved.links = links(site, ix, entry)?;
    resolved.includes = includes(site, ix, entry)?;
    let mut site = site.clone();
    site.entries[ix.0 as usize] = Arc::clone(entry);
    site.resolved[ix.0 as usize] = Arc::new(resolved);
    Some(site)
}

/// Whether an entry is to all others what it was.
fn seems_the_same(before: &Entry, now: &Entry) -> bool {
    // Named one by one, so that a new field is not forgotten here. What a kind makes of the fields is the
    // same where they are; where they stand in the file is nobody's concern but that of findings.
    let Entry {
        id,
        file,
        key: _,
        span: _,
        front_matter,
        bare,
        url,
        log,
        number,
        audience,
        common: _,
        title,
        data: _,
        value,
        spans: _,
        refs,
        texts,
        restricted,
    } = now;
    (&before.id, &before.file, before.front_matter, before.bare) == (id, file, *front_matter, *bare)
        && (&before.url, &before.log, before.number, &before.audience) == (url, log, *number, audience)
        && (&before.title, &before.value, &before.restricted) == (title, value, restricted)
        && before.refs.len() == refs.len()
        && before.refs.iter().zip(refs).all(|((slot, before), (other, now))| {
            slot == other
                && (&before.pointer, &before.name, &before.kinds) == (&now.pointer, &now.name, &now.kinds)
        })
        && before.texts.len() == texts.len()
        && before.texts.iter().zip(texts).all(|((slot, before), (other, now))| {
            slot == other
                && (&before.pointer, before.inline) == (&now.pointer, now.inline)
                && before.body.anchors == now.body.anchors
                && before.body.headings.iter().map(|it| &it.id).eq(now.body.headings.iter().map(|it| &it.id))
        })
}

/// What the links stand for, if they lead where those of before did, and nowhere else.
fn links(site: &Site, ix: EntryIx, now: &Entry) -> Option<BTreeMap<u32, Vec<Target>>> {
    let (before, targets) = (site.entry(ix), &site.resolved(ix).links);
    let of = |(slot, text): (&u32, &Text)| {
        let before = before.texts.get(slot)?.body.links.iter().map(written);
        let known: FxHashMap<_, &Target> = before.zip(targets.get(slot)?).collect();
        let links = &text.body.links;
        let lost = known.len()
            - links.iter().map(written).filter(|it| known.contains_key(it)).collect::<FxHashSet<_>>().len();
        let targets = links.iter().map(|link| known.get(&written(link)).copied().cloned());
        (lost == 0).then_some((*slot, targets.collect::<Option<Vec<Target>>>()?))
    };
    now.texts.iter().map(of).collect()
}

/// What decides where a link of an entry leads.
fn written(link: &Link) -> (LinkStyle, &str) {
    (link.style, &link.to)
}

/// What the included files say, if each was included before.
fn includes(site: &Site, ix: EntryIx, now: &Entry) -> Option<BTreeMap<(u32, usize), Included>> {
    let (before, included) = (site.entry(ix), &site.resolved(ix).includes);
    let of = |(slot, n): &(u32, usize)| before.texts.get(slot)?.body.code.get(*n)?.include.as_ref();
    let known: BTreeMap<_, _> =
        included.iter().filter_map(|(place, text)| Some((of(place)?, text))).collect();
    let blocks = now.texts.iter().flat_map(|(slot, text)| {
        text.body.code.iter().enumerate().map(move |(n, code)| ((*slot, n), code.include.as_ref()))
    });
    let including = blocks.filter_map(|(place, include)| Some((place, include?)));
    including.map(|(place, include)| Some((place, (*known.get(include)?).clone()))).collect()
}
