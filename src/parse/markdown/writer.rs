//! Turns the events of the Markdown parser into parts.
//!
//! In: events with their places. Out: a body and diagnostics.
//! Must not: hold more than one text at a time, or recurse: nesting may be thousands deep.

use std::cell::RefCell;
use std::ops::Range;

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use crate::body::{Body, Section};
use crate::diagnostic::{Diagnostic, Severity};
use crate::escape;
use crate::source::{Source, Span};

use super::code::OpenCode;
use super::links::{OpenImage, OpenLink};
use super::notes::Notes;
use super::parts::{self, Part, Parts};
use super::slug::Ids;
use super::typed::Undefined;
use super::{Dialect, math, raw};

/// One text, and where it stands.
pub(super) struct Input<'a> {
    pub(super) source: &'a Source,
    pub(super) text: &'a str,
    pub(super) place: &'a dyn Fn(Span) -> Span,
    pub(super) dialect: Dialect,
    pub(super) inline: bool,
    /// What ids begin with.
    pub(super) prefix: &'a str,
}

/// What has been written, and what is open.
pub(super) struct Writer<'a> {
    pub(super) input: &'a Input<'a>,
    pub(super) out: Parts,
    pub(super) body: Body,
    pub(super) found: Vec<Diagnostic>,
    /// Text without markup since the last heading began.
    pub(super) plain: String,
    /// The last finished heading: the section's.
    pub(super) section: Option<usize>,
    /// Ids that authors set on headings, by heading.
    pub(super) own_ids: Vec<Option<String>>,
    pub(super) heading: Option<usize>,
    pub(super) links: Vec<OpenLink>,
    pub(super) image: Option<OpenImage>,
    pub(super) code: Option<OpenCode>,
    pub(super) table: Table,
    /// The checkbox that waits for its item's text, and where that text begins.
    pub(super) task: Option<(bool, usize, usize)>,
    pub(super) notes: Notes,
    pub(super) html_block: Option<(String, Range<usize>)>,
    pub(super) html_told: HtmlTold,
    pub(super) has_raw: bool,
    /// Where each part that folds, and is open, begins.
    pub(super) folds: Vec<Range<usize>>,
    dot_dropped: bool,
}

/// What has been told of the text's HTML: once is enough.
#[derive(Default)]
pub(super) struct HtmlTold {
    pub(super) element: bool,
    pub(super) attribute: bool,
}

/// The table that is open.
#[derive(Default)]
pub(super) struct Table {
    pub(super) alignments: Vec<Alignment>,
    pub(super) column: usize,
    pub(super) in_head: bool,
    pub(super) has_rows: bool,
    /// Whether the open cell is a header cell in earnest: an empty one names nothing.
    pub(super) is_header: bool,
}

/// Writes all events. Reading them fills `undefined` with the references that nothing defines.
pub(super) fn write<'e>(
    input: &Input<'_>,
    events: impl Iterator<Item = (Event<'e>, Range<usize>)>,
    undefined: &RefCell<Vec<Undefined>>,
) -> (Body, Vec<Diagnostic>) {
    let mut writer = Writer {
        input,
        out: Parts::default(),
        body: Body::default(),
        found: Vec::new(),
        plain: String::new(),
        section: None,
        own_ids: Vec::new(),
        heading: None,
        links: Vec::new(),
        image: None,
        code: None,
        table: Table::default(),
        task: None,
        notes: Notes::default(),
        html_block: None,
        html_told: HtmlTold::default(),
        has_raw: false,
        folds: Vec::new(),
        dot_dropped: !input.inline,
    };
    let mut events = events.peekable();
    while let Some((event, at)) = events.next() {
        let empty_cell = matches!(event, Event::Start(Tag::TableCell))
            && matches!(events.peek(), Some((Event::End(TagEnd::TableCell), _)));
        if empty_cell {
            writer.start_cell(true);
        } else {
            writer.event(event, at);
        }
    }
    writer.undefined(&undefined.borrow());
    writer.finish()
}

impl Writer<'_> {
    fn event(&mut self, event: Event<'_>, at: Range<usize>) {
        if self.code_event(&event) || self.image_event(&event) || self.wikilink_event(&event) {
            return;
        }
        match event {
            Event::Start(Tag::HtmlBlock) => {
                self.out.end_line();
                self.html_block = Some((String::new(), at));
            }
            Event::End(TagEnd::HtmlBlock) => self.end_html_block(),
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => {
                if text.starts_with('^') {
                    self.missing_note(&at);
                }
                self.text(&text);
            }
            Event::Code(code) => {
                self.out.html("<code>");
                self.out.text(&code);
                self.out.html("</code>");
                self.plain.push_str(&code);
            }
            Event::InlineMath(tex) => self.formula(&tex, false, at),
            Event::DisplayMath(tex) => self.formula(&tex, true, at),
            Event::Html(html) => match &mut self.html_block {
                Some((block, _)) => block.push_str(&html),
                None => self.html(&html, at),
            },
            Event::InlineHtml(html) => self.html(&html, at),
            Event::FootnoteReference(name) => self.footnote_reference(&name),
            Event::SoftBreak => self.break_line("\n"),
            Event::HardBreak => self.break_line("<br />\n"),
            Event::Rule => self.out.line("<hr />\n"),
            Event::TaskListMarker(done) => {
                let index = self.out.push(Part::Whole(String::new()));
                self.task = Some((done, index, self.plain.len()));
                self.out.html(" ");
            }
        }
    }

    fn text(&mut self, text: &str) {
        let text = if self.dot_dropped { text } else { text.strip_prefix(super::DOT).unwrap_or(text) };
        self.dot_dropped = true;
        self.out.text(text);
        self.plain.push_str(text);
    }

    fn break_line(&mut self, html: &str) {
        self.out.html(html);
        self.plain.push(' ');
    }

    /// Sets neighbouring blocks apart.
    pub(super) fn space(&mut self) {
        if !self.plain.is_empty() && !self.plain.ends_with('\n') {
            self.plain.push('\n');
        }
    }

    fn formula(&mut self, tex: &str, display: bool, at: Range<usize>) {
        self.plain.push_str(tex);
        match math::mathml(tex, display) {
            Ok(html) => {
                self.out.push(Part::Whole(html));
            }
            Err(reason) => {
                self.out.html("<code>");
                self.out.text(tex);
                self.out.html("</code>");
                self.report("MD5", at, format!("the formula `{}` cannot be read: {reason}", short(tex)))
                    .hint("write TeX math such as `$\\frac{1}{2}$`; for a plain dollar sign write `\\$`");
            }
        }
    }

    /// Reports an error at a place of the text.
    pub(super) fn report(
        &mut self,
        rule: &str,
        at: Range<usize>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let at = self.input.source.at((self.input.place)(at.into()));
        self.found.push(Diagnostic::error(rule, at, message));
        self.found.last_mut().expect("one was just pushed")
    }

    /// Reports what should be mended at a place of the text.
    pub(super) fn warn(
        &mut self,
        rule: &str,
        at: Range<usize>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let found = self.report(rule, at, message);
        found.severity = Severity::Warning;
        found
    }

    /// Ends the text below the last heading.
    pub(super) fn end_section(&mut self) {
        let blocks = self.plain.lines().map(squeeze).filter(|block| !block.is_empty());
        let text = blocks.collect::<Vec<_>>().join("\n");
        self.plain.clear();
        if self.section.is_some() || !text.is_empty() {
            self.body.sections.push(Section { heading: self.section, text });
        }
    }

    fn finish(mut self) -> (Body, Vec<Diagnostic>) {
        self.end_section();
        self.open_folds();
        self.write_notes();
        self.give_ids();
        if self.has_raw {
            let salt = blake3::hash(self.input.text.as_bytes()).to_hex();
            if raw::join(&self.out.list, &salt[..16], &mut self.body) {
                return (self.body, self.found);
            }
            let message = format!("HTML is shown as text here: elements nest deeper than {}", raw::DEEPEST);
            self.report("MD2", 0..0, message).hint("close elements, or quote less deeply");
            for part in &mut self.out.list {
                if let Part::Raw(raw, _) = part {
                    *raw = escape::text(raw);
                }
            }
        }
        parts::join(self.out.list, &mut self.body);
        (self.body, self.found)
    }

    /// Gives headings their ids: those that authors set first, since a made one can give way.
    fn give_ids(&mut self) {
        if self.input.dialect == Dialect::CommonMark {
            return;
        }
        let mut ids = Ids::default();
        for (heading, own) in self.body.headings.iter_mut().zip(&self.own_ids) {
            let Some(own) = own else { continue };
            if own.starts_with("onramp-") || own.starts_with("fn:") || own.starts_with("fnref:") {
                let at = self.input.source.at(heading.span);
                let mut reserved =
                    Diagnostic::error("MD7", at, format!("the id `{own}` is one that pages use themselves"));
                reserved.hint("give the heading another id, or none");
                self.found.push(reserved);
            } else if ids.take(own) {
                heading.id.clone_from(own);
            } else {
                let at = self.input.source.at(heading.span);
                let mut twice = Diagnostic::error("MD7", at, format!("the id `{own}` is used twice"));
                twice.hint("give each heading an id of its own, or none");
                self.found.push(twice);
            }
        }
        for heading in self.body.headings.iter_mut().filter(|it| it.id.is_empty()) {
            heading.id = ids.make(self.input.prefix, &heading.text);
        }
    }
}

/// Text with all white space squeezed to single spaces.
pub(super) fn squeeze(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !squeezed.is_empty() {
            squeezed.push(' ');
        }
        squeezed.push_str(word);
    }
    squeezed
}

/// The beginning of a text, for a message.
pub(super) fn short(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    match line.char_indices().nth(40) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line.to_owned(),
    }
}

/// The checkbox of a task: its text names it, since no label does.
pub(super) fn checkbox(done: bool, text: &str) -> String {
    let name = match squeeze(text) {
        empty if empty.is_empty() => "Task".to_owned(),
        text => escape::text(&text),
    };
    let checked = if done { " checked" } else { "" };
    format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{name}\" />")
}
