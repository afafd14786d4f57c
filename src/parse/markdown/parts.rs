//! What the writer writes, before headings have ids and raw HTML is clean.
//!
//! In: HTML and holes in order. Out: the pieces of a body.
//! Must not: know Markdown.

use crate::body::{Body, Heading, Piece};
use crate::escape;
use crate::source::Span;

/// A stretch of output. Unlike a [`Piece`] it keeps apart what the author wrote as HTML, what is
/// an opening tag of ours, and what is whole, so that the first can be cleaned among the others.
#[derive(Debug)]
pub(super) enum Part {
    /// Text and tags without attributes.
    Html(String),
    /// An opening tag with attributes: the element, and the tag.
    Open(&'static str, String),
    /// Whole HTML elements, such as a formula.
    Whole(String),
    /// The number that refers to a footnote, a whole element; no part of a heading's text.
    Note(String),
    /// The opening tag of the heading with this index, and its classes.
    Heading(usize, String),
    /// The link of a heading to itself, and its closing tag.
    HeadingEnd(usize),
    /// See [`Piece::Link`].
    Link(usize),
    /// The end of a link, resolved or not.
    LinkEnd,
    /// See [`Piece::Title`].
    Title(usize),
    /// See [`Piece::Image`].
    Image(usize),
    /// See [`Piece::Code`].
    Code(usize),
    /// HTML as the author wrote it, and where.
    Raw(String, Span),
}

/// Parts in order.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) list: Vec<Part>,
    // Whether what was written last does not end a line.
    inside_line: bool,
}

impl Parts {
    /// Appends HTML without attributes.
    pub(super) fn html(&mut self, html: &str) {
        if html.is_empty() {
            return;
        }
        self.inside_line = !html.ends_with('\n');
        self.tail().push_str(html);
    }

    /// Appends text, escaped.
    pub(super) fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.inside_line = !text.ends_with('\n');
        escape::push_text(self.tail(), text);
    }

    /// Appends HTML that begins on a line of its own.
    pub(super) fn line(&mut self, html: &str) {
        self.end_line();
        self.html(html);
    }

    /// Ends the line, if one has begun.
    pub(super) fn end_line(&mut self) {
        if self.inside_line {
            self.html("\n");
        }
    }

    /// Appends an opening tag with attributes, such as ` class="x"`.
    pub(super) fn open(&mut self, name: &'static str, attributes: &str) {
        self.push(Part::Open(name, format!("<{name}{attributes}>")));
    }

    /// Appends a part, and gives its index.
    pub(super) fn push(&mut self, part: Part) -> usize {
        self.inside_line = match &part {
            Part::Code(_) | Part::HeadingEnd(_) => false,
            Part::Raw(raw, _) => !raw.ends_with('\n'),
            _ => true,
        };
        self.list.push(part);
        self.list.len() - 1
    }

    fn tail(&mut self) -> &mut String {
        if !matches!(self.list.last(), Some(Part::Html(_))) {
            self.list.push(Part::Html(String::new()));
        }
        match self.list.last_mut() {
            Some(Part::Html(html)) => html,
            _ => unreachable!("an HTML part was just pushed"),
        }
    }
}

/// Joins parts into the pieces of a body; raw HTML as it stands.
pub(super) fn join(parts: Vec<Part>, body: &mut Body) {
    let mut out = Pieces::default();
    for part in parts {
        out.push(&part, body);
    }
    body.pieces = out.finish();
}

/// Pieces in the making.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    done: Vec<Piece>,
    html: String,
}

impl Pieces {
    /// Appends HTML.
    pub(super) fn html(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// Appends a hole.
    pub(super) fn hole(&mut self, hole: Piece) {
        self.flush();
        self.done.push(hole);
    }

    /// Appends a part, and notes where headings stand.
    pub(super) fn push(&mut self, part: &Part, body: &mut Body) {
        match part {
            Part::Html(html)
            | Part::Open(_, html)
            | Part::Whole(html)
            | Part::Note(html)
            | Part::Raw(html, _) => self.html(html),
            Part::Heading(index, classes) => {
                self.flush();
                let heading = &mut body.headings[*index];
                heading.piece = self.done.len();
                self.html(&opening(heading, classes));
            }
            Part::HeadingEnd(index) => {
                let html = closing(&body.headings[*index]);
                self.html(&html);
                self.flush();
                body.headings[*index].end = self.done.len();
            }
            Part::Link(index) => self.hole(Piece::Link(*index)),
            Part::LinkEnd => self.html("</a>"),
            Part::Title(index) => self.hole(Piece::Title(*index)),
            Part::Image(index) => self.hole(Piece::Image(*index)),
            Part::Code(index) => self.hole(Piece::Code(*index)),
        }
    }

    /// All pieces.
    pub(super) fn finish(mut self) -> Vec<Piece> {
        self.flush();
        self.done
    }

    fn flush(&mut self) {
        if !self.html.is_empty() {
            // A copy, which has no room to spare as the text that grew has: bodies are kept.
            self.done.push(Piece::Html(self.html.clone()));
            self.html.clear();
        }
    }
}

fn opening(heading: &Heading, classes: &str) -> String {
    let Heading { level, id, .. } = heading;
    if id.is_empty() {
        return format!("<h{level}>");
    }
    let class = match classes {
        "" => String::new(),
        classes => format!(" class=\"{}\"", escape::text(classes)),
    };
    format!("<h{level} id=\"{}\"{class}>", escape::text(id))
}

fn closing(heading: &Heading) -> String {
    let Heading { level, id, text, .. } = heading;
    if id.is_empty() {
        return format!("</h{level}>\n");
    }
    let text = escape::text(if text.is_empty() { id } else { text });
    let id = escape::href(id);
    format!(" <a class=\"self\" href=\"#{id}\" aria-label=\"Link to section: {text}\">#</a></h{level}>\n")
}
