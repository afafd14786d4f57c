//! Markdown that has been read once: HTML with holes where the rest of the site is needed.
//!
//! In: nothing; a value that parse makes. Out: what resolve fills and render joins.
//! Must not: know the site. A body depends on its own text alone, so it can be kept between builds.

use serde::{Deserialize, Serialize};

use crate::source::Span;

/// One Markdown text, parsed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Body {
    /// The HTML in order, with holes.
    pub pieces: Vec<Piece>,
    /// Headings in order of appearance.
    pub headings: Vec<Heading>,
    /// Links and images in order of appearance; pieces refer to them by index.
    pub links: Vec<Link>,
    /// Code blocks in order of appearance; pieces refer to them by index.
    pub code: Vec<Code>,
    /// Ids that raw HTML or footnotes define, beside those of the headings: targets of anchors.
    pub anchors: Vec<String>,
    /// The text without markup, by section: what search reads.
    pub sections: Vec<Section>,
}

/// A stretch of a body's HTML.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Piece {
    /// Finished HTML.
    Html(String),
    /// The opening `<a>` tag of the link with this index; its text and `</a>` follow as HTML.
    Link(usize),
    /// The title of what the link with this index points to: the text of a wikilink without one.
    Title(usize),
    /// The whole `<img>` tag of the link with this index.
    Image(usize),
    /// The whole code block with this index.
    Code(usize),
}

/// How a link was written, which decides what its destination may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LinkStyle {
    /// `[text](destination)`, a reference link or an autolink.
    Link,
    /// `![alt](destination)`.
    Image,
    /// `[[name]]` or `[[name|text]]`.
    Wiki,
}

/// A link or an image, as written.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Link {
    /// How it was written.
    pub style: LinkStyle,
    /// The destination as written: backslash escapes and entities resolved, percent signs untouched.
    pub to: String,
    /// The title attribute, empty where there is none.
    pub title: String,
    /// The text without markup; for an image, the alternative text.
    pub text: String,
    /// The destination in its file, or the whole link where the destination stands elsewhere.
    pub span: Span,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The anchor, unique in the body, made by the git host's rules unless the author set one.
    pub id: String,
    /// The text without markup.
    pub text: String,
    /// The text as inline HTML, without links.
    pub html: String,
    /// The heading in its file.
    pub span: Span,
    /// Index of the first piece of the heading, which begins with its opening tag.
    pub piece: usize,
    /// Index of the first piece after the heading.
    pub end: usize,
}

/// A code block.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Code {
    /// The language as written, empty for none.
    pub language: String,
    /// The text, ending in a line feed; empty where it is included from a file.
    pub text: String,
    /// A caption, often a file name.
    pub title: Option<String>,
    /// The variant that the block is, such as `Go`: blocks in a row that have one are alternatives.
    pub tab: Option<String>,
    /// Ranges of lines to mark, from 1, both ends in.
    pub marked: Vec<(u32, u32)>,
    /// Where the text comes from, if not from here.
    pub include: Option<Include>,
    /// The block in its file.
    pub span: Span,
}

/// A file, or a named region of one, that a code block shows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Include {
    /// The path as written: relative to the including file, or from the root where it begins with `/`.
    pub path: String,
    /// The region's name; none for the whole file.
    pub region: Option<String>,
}

/// The text below one heading (or before the first), for search.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Section {
    /// Index into [`Body::headings`]; none before the first.
    pub heading: Option<usize>,
    /// Plain text: a block (a paragraph, an item, a cell, a line of code) a line, its words apart by a space.
    pub text: String,
}
