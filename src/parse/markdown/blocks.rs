//! Writes what begins and ends: blocks, and emphasis within them.
//!
//! In: opening and closing events. Out: parts. Must not: write links, code blocks or footnotes, which
//! have files of their own.

use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, Tag, TagEnd};

use crate::body::Heading;
use crate::escape;
use crate::source::Span;

use super::Dialect;
use super::parts::Part;
use super::writer::{Writer, checkbox, short, squeeze};

impl Writer<'_> {
    /// Writes the beginning of an element.
    pub(super) fn start(&mut self, tag: Tag<'_>, at: Range<usize>) {
        if matches!(tag, Tag::Heading { .. } | Tag::List(_) | Tag::FootnoteDefinition(_)) {
            self.end_task();
        }
        match tag {
            Tag::Paragraph if self.input.inline => {}
            Tag::Paragraph => self.out.line("<p>"),
            Tag::Heading { level, id, classes, attrs } => {
                for (name, _) in &attrs {
                    let found = self.input.text.get(at.clone()).and_then(|it| it.rfind(&**name));
                    let place = found.map_or(at.clone(), |it| at.start + it..at.start + it + name.len());
                    self.warn("MD7", place, format!("`{}` means nothing on a heading", short(name)))
                        .hint("write an id and classes, such as `{#id .class}`");
                }
                self.start_heading(level as u8, id.map(|it| it.to_string()), &classes.join(" "), at);
            }
            Tag::BlockQuote(None) => {
                self.unknown_alert(&at);
                self.out.line("<blockquote>\n");
            }
            Tag::BlockQuote(Some(kind)) => {
                let name = alert(kind);
                let class = name.to_lowercase();
                self.out.end_line();
                self.out.open("div", &format!(" class=\"note note-{class}\" role=\"note\""));
                self.out.open("p", " class=\"note-title\"");
                self.out.html(&format!("{name}</p>\n"));
            }
            Tag::CodeBlock(kind) => self.start_code(kind, at),
            Tag::List(first) => {
                self.space();
                self.out.end_line();
                match first {
                    None => self.out.html("<ul>\n"),
                    Some(1) => self.out.html("<ol>\n"),
                    Some(first) => {
                        self.out.open("ol", &format!(" start=\"{first}\""));
                        self.out.html("\n");
                    }
                }
            }
            Tag::Item => self.out.line("<li>"),
            Tag::FootnoteDefinition(name) => self.start_note(&name, at),
            Tag::DefinitionList => self.out.line("<dl>\n"),
            Tag::DefinitionListTitle => self.out.line("<dt>"),
            Tag::DefinitionListDefinition => self.out.line("<dd>"),
            Tag::Table(alignments) => {
                self.table.alignments = alignments;
                self.table.has_rows = false;
                self.out.end_line();
                // A wide table scrolls by itself, which the keyboard must reach.
                self.out.open("div", " class=\"scroll\" tabindex=\"0\"");
                self.out.html("<table>\n");
            }
            Tag::TableHead => {
                self.table.in_head = true;
                self.table.column = 0;
                self.out.html("<thead>\n<tr>");
            }
            Tag::TableRow => {
                if !std::mem::replace(&mut self.table.has_rows, true) {
                    self.out.html("<tbody>\n");
                }
                self.table.column = 0;
                self.out.html("<tr>");
            }
            Tag::TableCell => self.start_cell(false),
            Tag::Emphasis => self.out.html("<em>"),
            Tag::Strong => self.out.html("<strong>"),
            Tag::Strikethrough => self.out.html("<del>"),
            Tag::Superscript => self.out.html("<sup>"),
            Tag::Subscript => self.out.html("<sub>"),
            Tag::Link { link_type, dest_url, title, .. } => self.start_link(link_type, &dest_url, &title, at),
            Tag::Image { link_type, dest_url, title, .. } => {
                self.start_image(link_type, &dest_url, &title, at);
            }
            Tag::HtmlBlock | Tag::MetadataBlock(_) => {}
        }
    }

    /// Writes the end of an element.
    pub(super) fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                self.end_task();
                if !self.input.inline {
                    self.out.html("</p>\n");
                }
            }
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(None) => self.out.html("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.out.html("</div>\n"),
            TagEnd::List(true) => self.out.html("</ol>\n"),
            TagEnd::List(false) => self.out.html("</ul>\n"),
            TagEnd::Item => {
                self.end_task();
                self.out.html("</li>\n");
            }
            TagEnd::FootnoteDefinition => {
                self.end_task();
                self.end_note();
            }
            TagEnd::DefinitionList => self.out.html("</dl>\n"),
            TagEnd::DefinitionListTitle => self.out.html("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.out.html("</dd>\n"),
            TagEnd::Table => {
                self.out.html(if self.table.has_rows {
                    "</tbody>\n</table></div>\n"
                } else {
                    "</table></div>\n"
                });
            }
            TagEnd::TableHead => {
                self.table.in_head = false;
                self.out.html("</tr>\n</thead>\n");
            }
            TagEnd::TableRow => self.out.html("</tr>\n"),
            TagEnd::TableCell => self.out.html(if self.table.is_header { "</th>" } else { "</td>" }),
            TagEnd::Emphasis => self.out.html("</em>"),
            TagEnd::Strong => self.out.html("</strong>"),
            TagEnd::Strikethrough => self.out.html("</del>"),
            TagEnd::Superscript => self.out.html("</sup>"),
            TagEnd::Subscript => self.out.html("</sub>"),
            TagEnd::Link => self.end_link(),
            TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => {}
        }
        if !matches!(
            tag,
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
        ) {
            self.space();
        }
    }

    /// Writes the beginning of a table cell. An empty header cell is written as a plain one: it
    /// would be read out as a header without a name.
    pub(super) fn start_cell(&mut self, empty: bool) {
        self.table.is_header = self.table.in_head && !empty;
        let name = if self.table.is_header { "th" } else { "td" };
        let align = match self.table.alignments.get(self.table.column) {
            Some(Alignment::Left) => " class=\"left\"",
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
            _ => "",
        };
        self.table.column += 1;
        let scope = if self.table.is_header { " scope=\"col\"" } else { "" };
        match (scope, align) {
            ("", "") => self.out.html("<td>"),
            _ => self.out.open(name, &format!("{scope}{align}")),
        }
    }

    /// Names the checkbox of a task after the text that followed it.
    fn end_task(&mut self) {
        if let Some((done, index, from)) = self.task.take() {
            let text = self.plain.get(from..).unwrap_or_default();
            self.out.list[index] = Part::Whole(checkbox(done, text));
        }
    }

    fn start_heading(&mut self, level: u8, id: Option<String>, classes: &str, at: Range<usize>) {
        self.end_section();
        let index = self.body.headings.len();
        let length = self.input.text.get(at.clone()).map_or(at.len(), |it| it.trim_end().len());
        let span = (self.input.place)(Span::new(at.start, at.start + length));
        self.body.headings.push(Heading {
            level,
            id: String::new(),
            text: String::new(),
            html: String::new(),
            span,
            piece: 0,
            end: 0,
        });
        self.own_ids.push(id.filter(|it| !it.is_empty()));
        self.out.end_line();
        let part = self.out.push(Part::Heading(index, classes.to_owned()));
        self.heading = Some(part);
    }

    fn end_heading(&mut self) {
        let Some(from) = self.heading.take() else { return };
        let index = self.body.headings.len() - 1;
        let text = squeeze(&self.plain);
        self.plain.clear();
        let html = self.phrase(from + 1);
        let heading = &mut self.body.headings[index];
        heading.text = text;
        heading.html = html;
        self.section = Some(index);
        self.out.push(Part::HeadingEnd(index));
    }

    /// The parts from an index on as inline HTML without links, images and the author's own HTML.
    fn phrase(&self, from: usize) -> String {
        let mut html = String::new();
        for part in &self.out.list[from..] {
            match part {
                Part::Html(ours) | Part::Open(_, ours) | Part::Whole(ours) => html.push_str(ours),
                Part::Title(index) | Part::Image(index) => {
                    escape::push_text(&mut html, &self.body.links[*index].text);
                }
                _ => {}
            }
        }
        html.trim().to_owned()
    }

    /// Whether the text is read by the rules of `CommonMark` alone.
    pub(super) fn is_plain(&self) -> bool {
        self.input.dialect == Dialect::CommonMark
    }
}

fn alert(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "Note",
        BlockQuoteKind::Tip => "Tip",
        BlockQuoteKind::Important => "Important",
        BlockQuoteKind::Warning => "Warning",
        BlockQuoteKind::Caution => "Caution",
    }
}
