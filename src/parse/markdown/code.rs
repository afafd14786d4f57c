//! Writes code blocks as holes.
//!
//! In: their events. Out: parts and the body's code. Must not: highlight, or read an included file.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, TagEnd};

use crate::body::Code;
use crate::diagram::Diagram;
use crate::language;

use super::fence::{self, Fence};
use super::parts::Part;
use super::writer::Writer;
use crate::source::Span;

/// A code block whose text is being read.
pub(super) struct OpenCode {
    info: Option<String>,
    text: String,
    at: Range<usize>,
}

impl Writer<'_> {
    /// Begins to read a code block.
    pub(super) fn start_code(&mut self, kind: CodeBlockKind<'_>, at: Range<usize>) {
        let info = match kind {
            CodeBlockKind::Fenced(info) => Some(info.to_string()),
            CodeBlockKind::Indented => None,
        };
        self.code = Some(OpenCode { info, text: String::new(), at });
    }

    /// Takes events within a code block.
    pub(super) fn code_event(&mut self, event: &Event<'_>) -> bool {
        let Some(code) = &mut self.code else { return false };
        match event {
            Event::Text(text) => code.text.push_str(text),
            Event::End(TagEnd::CodeBlock) => self.end_code(),
            _ => {}
        }
        true
    }

    fn end_code(&mut self) {
        let Some(OpenCode { info, text, at }) = self.code.take() else { return };
        let info = info.unwrap_or_default();
        let block = at.clone();
        let fence = if self.is_plain() {
            let language = info.split(' ').next().unwrap_or_default().to_owned();
            Fence { language, ..Fence::default() }
        } else {
            self.read_fence(&info, &text, &at)
        };
        let text = if text.is_empty() || text.ends_with('\n') { text } else { text + "\n" };
        let span = (self.input.place)(at.into());
        let Fence { language, title, tab, marked, include, .. } = fence;
        self.space();
        self.plain.push_str(Diagram::words(&language, &text).as_ref().unwrap_or(&text));
        self.space();
        if let Some(tab) = tab.as_deref().filter(|tab| self.tabs_before(span).contains(tab)) {
            let message = format!("two tabs in a row are called `{tab}`");
            let place = self.info_place(&info, &block);
            self.warn("MD1", place, message).hint("give each a name of its own");
        }
        self.body.code.push(Code { language, text, title, tab, marked, include, span });
        self.out.end_line();
        self.out.push(Part::Code(self.body.code.len() - 1));
    }

    /// The names of the tabs that stand right before a block, with nothing between them.
    fn tabs_before(&self, mut span: Span) -> Vec<&str> {
        let mut names = Vec::new();
        for code in self.body.code.iter().rev() {
            let between = self.input.source.text.get(code.span.end as usize..span.start as usize);
            let (Some(tab), true) = (&code.tab, between.is_some_and(|it| it.trim().is_empty())) else {
                break;
            };
            names.push(tab.as_str());
            span = code.span;
        }
        names
    }

    fn read_fence(&mut self, info: &str, text: &str, at: &Range<usize>) -> Fence {
        let mut fence = fence::parse(info);
        let place = self.info_place(info, at);
        for problem in std::mem::take(&mut fence.problems) {
            let at = if place.len() == info.len() {
                place.start + problem.at.start..place.start + problem.at.end
            } else {
                place.clone()
            };
            let found = if problem.is_error {
                self.report("MD1", at, problem.message)
            } else {
                self.warn("MD1", at, problem.message)
            };
            found.hint(problem.hint);
        }
        let lines = u32::try_from(text.lines().count()).unwrap_or(u32::MAX);
        if fence.include.is_some() {
            if !text.trim().is_empty() {
                self.report("MD1", place.clone(), "this code block has text of its own beside `include`")
                    .hint("leave the block empty, or take `include` out");
            }
        } else if let Some((_, last)) = fence.marked.iter().find(|(_, last)| *last > lines) {
            let message = format!("line {last} is to be marked, but the block ends at line {lines}");
            self.warn("MD1", place.clone(), message).hint("count lines from 1");
        }
        if !fence.language.is_empty() && !language::knows(&fence.language) {
            let message = format!("`{}` is no language that can be highlighted", fence.language);
            let hint = match language::nearest(&fence.language).as_slice() {
                [] => "write `text` for plain text".to_owned(),
                near => format!("did you mean `{}`? Write `text` for plain text", near.join("` or `")),
            };
            self.report("MD3", place, message).as_info().hint(hint);
        }
        fence
    }

    /// Where the info string stands; the whole first line where escapes have changed it.
    fn info_place(&self, info: &str, at: &Range<usize>) -> Range<usize> {
        let line = self.input.text.get(at.clone()).and_then(|block| block.lines().next()).unwrap_or_default();
        let found = (!info.is_empty()).then(|| line.find(info)).flatten();
        let (from, length) = found.map_or((0, line.len()), |found| (found, info.len()));
        at.start + from..at.start + from + length
    }
}
