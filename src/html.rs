//! Joins a body into HTML.
//!
//! In: a body, and what fills its holes. Out: HTML.
//! Must not: resolve or highlight anything itself.

use crate::body::{Body, Code, Link, Piece};
use crate::escape;

/// What fills the holes of a body. The defaults need no site: destinations as written, code
/// without colour.
pub trait Holes {
    /// The opening tag of a link.
    fn link(&self, _index: usize, link: &Link) -> String {
        link_tag(&Target::Inside(&link.to), &link.title)
    }

    /// What stands for the text of a wikilink without one: HTML.
    fn title(&self, _index: usize, link: &Link) -> String {
        escape::text(&link.text)
    }

    /// An image.
    fn image(&self, _index: usize, link: &Link) -> String {
        image_tag(&link.to, link, None)
    }

    /// A code block, ending its line.
    fn code(&self, _index: usize, code: &Code) -> String {
        let class = match code.language.as_str() {
            "" => String::new(),
            language => format!(" class=\"language-{}\"", escape::text(language)),
        };
        format!("<pre><code{class}>{}</code></pre>\n", escape::text(&code.text))
    }
}

/// Holes filled without a site: see the defaults of [`Holes`].
#[derive(Debug, Clone, Copy, Default)]
pub struct AsWritten;

impl Holes for AsWritten {}

/// Where a link leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target<'a> {
    /// A place of this site: an address, not yet encoded.
    Inside(&'a str),
    /// Another site: an address, not yet encoded.
    Outside(&'a str),
    /// Nowhere: the name could not be resolved.
    Nowhere,
}

/// The opening tag of a link.
#[must_use]
pub fn link_tag(target: &Target<'_>, title: &str) -> String {
    let mut tag = String::from("<a");
    if let Target::Inside(to) | Target::Outside(to) = target {
        tag.push_str(" href=\"");
        escape::push_href(&mut tag, to);
        tag.push('"');
    }
    push_title(&mut tag, title);
    // Without it, the other site's page could turn this one elsewhere.
    tag.push_str(if matches!(target, Target::Outside(_)) { " rel=\"noopener\">" } else { ">" });
    tag
}

/// An image: its address, its link, and its width and height in pixels where they are known, so
/// that the page does not jump when it loads.
#[must_use]
pub fn image_tag(address: &str, link: &Link, size: Option<(u32, u32)>) -> String {
    let mut tag = format!("<img src=\"{}\" alt=\"{}\"", escape::href(address), escape::text(&link.text));
    push_title(&mut tag, &link.title);
    if let Some((width, height)) = size {
        tag.push_str(&format!(" width=\"{width}\" height=\"{height}\" loading=\"lazy\""));
    }
    tag.push_str(" />");
    tag
}

/// A whole body.
#[must_use]
pub fn body(body: &Body, holes: &(impl Holes + ?Sized)) -> String {
    pieces(body, 0..body.pieces.len(), holes)
}

/// Some pieces of a body, such as those between two headings. Pieces out of range are none.
#[must_use]
pub fn pieces(body: &Body, range: std::ops::Range<usize>, holes: &(impl Holes + ?Sized)) -> String {
    let mut html = String::new();
    for piece in body.pieces.get(range).unwrap_or_default() {
        match piece {
            Piece::Html(ours) => html.push_str(ours),
            Piece::Link(index) => html.push_str(&holes.link(*index, &body.links[*index])),
            Piece::Title(index) => html.push_str(&holes.title(*index, &body.links[*index])),
            Piece::Image(index) => html.push_str(&holes.image(*index, &body.links[*index])),
            Piece::Code(index) => html.push_str(&holes.code(*index, &body.code[*index])),
        }
    }
    html
}

fn push_title(tag: &mut String, title: &str) {
    if !title.is_empty() {
        tag.push_str(&format!(" title=\"{}\"", escape::text(title)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_says_where_it_leads() {
        assert_eq!(link_tag(&Target::Inside("/a b/"), ""), "<a href=\"/a%20b/\">");
        assert_eq!(
            link_tag(&Target::Outside("https://example.com"), "A \"title\""),
            "<a href=\"https://example.com\" title=\"A &quot;title&quot;\" rel=\"noopener\">"
        );
        assert_eq!(link_tag(&Target::Nowhere, ""), "<a>");
    }

    #[test]
    fn an_image_keeps_its_room() {
        let link = Link {
            style: crate::body::LinkStyle::Image,
            to: "a.png".to_owned(),
            title: String::new(),
            text: "A <b>".to_owned(),
            span: crate::source::Span::FILE,
        };
        assert_eq!(
            image_tag("/a.png", &link, Some((20, 10))),
            "<img src=\"/a.png\" alt=\"A &lt;b&gt;\" width=\"20\" height=\"10\" loading=\"lazy\" />"
        );
    }
}
