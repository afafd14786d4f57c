//! Markdown bodies as finished HTML: their holes filled from the site.
//!
//! In: a body and what its links stand for. Out: HTML. Must not: resolve.

use super::Composer;
use crate::body::{Code, Link};
use crate::code::{Block, figure};
use crate::diagram::{self, Diagram};
use crate::escape;
use crate::html::{self, Holes, image_tag, link_tag};
use crate::site::{EntryIx, Target};

impl Composer {
    /// The body under the front matter, without the heading that is the page's title.
    pub(super) fn body(&self, ix: EntryIx) -> String {
        let entry = self.site.entry(ix);
        let Some(body) = entry.body() else { return String::new() };
        let from = entry.title_heading().map_or(0, |heading| heading.end);
        html::pieces(body, from..body.pieces.len(), &self.holes(ix, 0))
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
        let included = self.composer.site.resolved(self.ix).includes.get(&(self.slot, index));
        let text = included.map_or(&code.text, |it| &it.text);
        let highlighted = (self.composer.colour)(&Block::new(code, text));
        let drawn = Diagram::of(code, text).and_then(|diagram| self.composer.drawings.get(&diagram));
        match drawn.map(|drawn| &**drawn) {
            Some(Ok(drawing)) => diagram::figure(code, drawing, &self.composer.base, &highlighted),
            _ => figure(code, &highlighted),
        }
    }
}
