//! Writes links and images as holes.
//!
//! In: their events. Out: parts and the body's links. Must not: resolve a destination, or let one
//! through that runs as script.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType};

use crate::body::{Link, LinkStyle};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

use super::parts::Part;
use super::writer::{Writer, short, squeeze};

/// A link whose text is being written.
pub(super) struct OpenLink {
    /// Index of the link; none where its destination was dropped.
    index: Option<usize>,
    /// Where its text begins in the section's.
    from: usize,
    /// Whether its text is the title of what it points to.
    titled: bool,
}

/// An image whose alternative text is being read.
pub(super) struct OpenImage {
    index: Option<usize>,
    alt: String,
    depth: usize,
}

impl Writer<'_> {
    /// Writes the beginning of a link.
    pub(super) fn start_link(&mut self, kind: LinkType, to: &str, title: &str, at: Range<usize>) {
        // In a table the bar must be escaped, and the backslash is left on the name.
        let to = match kind {
            LinkType::WikiLink { has_pothole: true } => to.strip_suffix('\\').unwrap_or(to),
            _ => to,
        };
        let is_wiki = matches!(kind, LinkType::WikiLink { .. });
        let titled = matches!(kind, LinkType::WikiLink { has_pothole: false });
        let style = if is_wiki { LinkStyle::Wiki } else { LinkStyle::Link };
        let index = self.add_link(style, kind, to, title, at);
        if let Some(index) = index {
            self.out.push(Part::Link(index));
            if titled {
                self.out.push(Part::Title(index));
            }
        }
        let titled = titled && index.is_some();
        self.links.push(OpenLink { index, from: self.plain.len(), titled });
    }

    /// Writes the end of a link.
    pub(super) fn end_link(&mut self) {
        if let Some(OpenLink { index: Some(index), from, .. }) = self.links.pop() {
            let text = squeeze(self.plain.get(from..).unwrap_or_default());
            let link = &self.body.links[index];
            // A picture within it stands for a text; rule PAGE3 asks for its own.
            if text.is_empty() && link.style == LinkStyle::Wiki && index + 1 == self.body.links.len() {
                let at = self.input.source.at(link.span);
                let mut empty =
                    Diagnostic::error("MD8", at, format!("the link to `{}` has no text", short(&link.to)));
                empty
                    .as_warning()
                    .hint(format!("write `[[{0}]]`, or a text after the bar: `[[{0}|text]]`", link.to));
                self.found.push(empty);
            }
            self.body.links[index].text = text;
            self.out.push(Part::LinkEnd);
        }
    }

    /// Begins to read an image.
    pub(super) fn start_image(&mut self, kind: LinkType, to: &str, title: &str, at: Range<usize>) {
        let index = self.add_link(LinkStyle::Image, kind, to, title, at);
        self.image = Some(OpenImage { index, alt: String::new(), depth: 0 });
    }

    /// Takes events within an image: all of them are its alternative text.
    pub(super) fn image_event(&mut self, event: &Event<'_>) -> bool {
        let Some(image) = &mut self.image else { return false };
        match event {
            Event::Start(_) => image.depth += 1,
            Event::End(_) if image.depth > 0 => image.depth -= 1,
            Event::End(_) => self.end_image(),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                image.alt.push_str(text);
            }
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            _ => {}
        }
        true
    }

    /// Takes the text within a wikilink that has none of its own: its name, which stands for the
    /// title of what it points to.
    pub(super) fn wikilink_event(&mut self, event: &Event<'_>) -> bool {
        match (event, self.links.last()) {
            (Event::Text(text), Some(OpenLink { titled: true, .. })) => {
                self.plain.push_str(text);
                true
            }
            _ => false,
        }
    }

    fn end_image(&mut self) {
        let Some(image) = self.image.take() else { return };
        self.plain.push_str(&image.alt);
        match image.index {
            Some(index) => {
                self.body.links[index].text = image.alt;
                self.out.push(Part::Image(index));
            }
            None => self.out.text(&image.alt),
        }
    }

    /// Notes a link, unless following it would run script.
    fn add_link(
        &mut self,
        style: LinkStyle,
        kind: LinkType,
        to: &str,
        title: &str,
        at: Range<usize>,
    ) -> Option<usize> {
        let place = destination(self.input.text, kind, to, &at);
        if !self.is_plain() && is_unsafe(to, style) {
            let message = format!("`{}` would run as script, so the link is left out", short(&squeeze(to)));
            self.report("MD4", place, message).hint("link to a page, a file or a web address");
            return None;
        }
        let to = match kind {
            LinkType::Email => format!("mailto:{to}"),
            LinkType::WikiLink { .. } => to.trim().to_owned(),
            _ => to.to_owned(),
        };
        let span: Span = (self.input.place)(place.into());
        self.body.links.push(Link { style, to, title: title.to_owned(), text: String::new(), span });
        Some(self.body.links.len() - 1)
    }
}

/// Where the destination stands, if it stands in the link as it is; else the whole link.
fn destination(text: &str, kind: LinkType, to: &str, at: &Range<usize>) -> Range<usize> {
    let Some(link) = text.get(at.clone()) else { return at.clone() };
    let from = match kind {
        LinkType::Inline => link.rfind("](").map(|found| found + 2),
        LinkType::Autolink | LinkType::Email => Some(1),
        LinkType::WikiLink { .. } => link.find("[[").map(|found| found + 2),
        _ => None,
    };
    let found = from.filter(|_| !to.is_empty()).and_then(|from| Some(from + link.get(from..)?.find(to)?));
    found.map_or(at.clone(), |found| at.start + found..at.start + found + to.len())
}

/// Whether browsers would run a destination as script. They skip control characters and white
/// space in a scheme, and so do we.
fn is_unsafe(to: &str, style: LinkStyle) -> bool {
    let scheme: String = to
        .chars()
        .filter(|it| !it.is_control() && !it.is_whitespace())
        .take_while(|it| *it != ':')
        .take(12)
        .collect();
    match scheme.to_ascii_lowercase().as_str() {
        "javascript" | "vbscript" => to.contains(':'),
        // A picture cannot run script, not even an SVG.
        "data" => to.contains(':') && style != LinkStyle::Image,
        _ => false,
    }
}
