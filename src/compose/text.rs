//! Markdown bodies as finished HTML: their holes filled from the site.
//!
//! In: a body and what its links stand for. Out: HTML. Must not: resolve.

use std::mem::discriminant;

use super::Composer;
use crate::body::{Body, Code, Link};
use crate::cache::Keyed;
use crate::code::{Block, figure};
use crate::diagram::{self, Diagram, Drawing};
use crate::escape;
use crate::html::{self, Holes, image_tag, link_tag};
use crate::prose::Prose;
use crate::site::{EntryIx, Target};

impl Composer {
    /// The body under the front matter, without the heading that is the page's title.
    pub(super) fn body(&self, ix: EntryIx) -> Prose {
        let entry = self.site.entry(ix);
        let Some(body) = entry.body() else { return Prose::default() };
        let from = entry.title_heading().map_or(0, |heading| heading.end);
        let mut key = Keyed::default();
        key.add_hash(&(entry.key, &entry.id, from, &self.base));
        let holes = self.holes(ix, 0);
        for (n, link) in body.links.iter().enumerate() {
            let target = holes.targets.get(n);
            key.add_hash(&(target.map(|it| (discriminant(it), self.address(it))), holes.title(n, link)));
        }
        for (n, code) in body.code.iter().enumerate() {
            let (text, drawing) = (holes.text(n, code), holes.drawing(n, code));
            key.add_hash(&(text, drawing.map(|it| diagram::figure(code, it, &self.base, ""))));
        }
        let composer = self.clone();
        Prose::new(key.key(), move || {
            let body = composer.site.entry(ix).body();
            let pieces = |body: &Body| html::pieces(body, from..body.pieces.len(), &composer.holes(ix, 0));
            body.map_or_else(String::new, pieces)
        })
    }

    /// A Markdown text of a field, by slot.
    pub(super) fn markdown(&self, ix: EntryIx, slot: u32) -> String {
        let text = self.site.entry(ix).texts.get(&slot);
        text.map_or_else(String::new, |text| html::body(&text.body, &self.holes(ix, slot)))
    }

    fn holes(&self, ix: EntryIx, slot: u32) -> Filled<'_> {
        let resolved = self.site.resolved(ix);
        let targets = resolved.links.get(&slot).map_or(&[][..], Vec::as_slice);
        Filled { composer: self, ix, slot, targets }
    }
}

struct Filled<'a> {
    composer: &'a Composer,
    ix: EntryIx,
    slot: u32,
    targets: &'a [Target],
}

impl Filled<'_> {
    /// The text of a code block: the included file's where it includes one.
    fn text<'a>(&'a self, index: usize, code: &'a Code) -> &'a str {
        let included = self.composer.site.resolved(self.ix).includes.get(&(self.slot, index));
        included.map_or(&code.text, |it| &it.text)
    }

    /// What is drawn in place of a code block.
    fn drawing(&self, index: usize, code: &Code) -> Option<&Drawing> {
        let diagram = Diagram::of(code, self.text(index, code))?;
        self.composer.drawings.get(&diagram)?.as_ref().as_ref().ok()
    }
}

impl Holes for Filled<'_> {
    fn link(&self, index: usize, link: &Link) -> String {
        let target = self.targets.get(index).unwrap_or(&Target::Missing);
        let address = self.composer.address(target);
        let outside = matches!(target, Target::Elsewhere(_) | Target::Repository(_));
        let place = match &address {
            None => html::Target::Nowhere,
            Some(to) if outside => html::Target::Outside(to),
            Some(to) => html::Target::Inside(to),
        };
        link_tag(&place, &link.title)
    }

    fn title(&self, index: usize, link: &Link) -> String {
        match self.targets.get(index) {
            Some(Target::Entry(ix, _)) => escape::text(&self.composer.site.entry(*ix).title),
            _ => escape::text(&link.to),
        }
    }

    fn image(&self, index: usize, link: &Link) -> String {
        match self.targets.get(index).and_then(|target| self.composer.address(target)) {
            Some(address) => image_tag(&address, link, None),
            None => format!("<span class=\"missing\">{}</span>", escape::text(&link.text)),
        }
    }

    fn code(&self, index: usize, code: &Code) -> String {
        let highlighted = (self.composer.colour)(&Block::new(code, self.text(index, code)));
        match self.drawing(index, code) {
            Some(drawing) => diagram::figure(code, drawing, &self.composer.base, &highlighted),
            None => figure(code, &highlighted),
        }
    }
}
