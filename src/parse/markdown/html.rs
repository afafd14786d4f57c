//! Writes the author's HTML: as text, or kept where the site allows it. A part that folds, `<details>`
//! with its `<summary>`, is kept everywhere.
//!
//! In: HTML between Markdown. Out: parts. Must not: clean it; that is done with all of the text at hand.

use std::ops::Range;

use super::fold::{self, Fold};
use super::parts::Part;
use super::writer::Writer;
use super::{Dialect, raw};

impl Writer<'_> {
    /// Writes a block of HTML.
    pub(super) fn end_html_block(&mut self) {
        if let Some((html, at)) = self.html_block.take() {
            let bare = without_comments(&html);
            if let Some(fold) = fold::read(&bare)
                && self.input.dialect != Dialect::CommonMark
            {
                self.fold(&bare, &fold, at);
            } else if self.input.dialect == (Dialect::Onramp { raw_html: false }) {
                self.check_comment(&html, &at);
                self.html_as_text(&html, at, true);
            } else {
                self.html(&html, at);
            }
        }
    }

    /// Writes HTML of the author's, where it is kept.
    pub(super) fn html(&mut self, html: &str, at: Range<usize>) {
        self.check_comment(html, &at);
        match self.input.dialect {
            Dialect::CommonMark => self.out.html(html),
            Dialect::Onramp { raw_html: true } => {
                self.has_raw = true;
                self.folds.extend(self.openings(&at));
                let closed = html.to_ascii_lowercase().matches("</details").count();
                self.folds.truncate(self.folds.len().saturating_sub(closed));
                if !self.html_told.element
                    && let Some(name) = raw::left_out(html)
                {
                    self.html_told.element = true;
                    let place = at.start + name.start..at.start + name.end;
                    let message = format!("`<{}>` is left out, or shown as text", &html[name]);
                    self.warn("MD2", place, message).hint("write Markdown, or take it out");
                }
                if !self.html_told.attribute
                    && let Some(name) = raw::dropped_attribute(html)
                {
                    self.html_told.attribute = true;
                    let place = at.start + name.start..at.start + name.end;
                    let message = format!("the attribute `{}` is left out", &html[name]);
                    self.warn("MD2", place, message)
                        .hint("take it out; for looks, give the element a `class` that your theme styles");
                }
                let at = (self.input.place)(at.into());
                self.out.push(Part::Raw(html.to_owned(), at));
            }
            Dialect::Onramp { raw_html: false } => self.html_as_text(html, at, false),
        }
    }

    /// Writes what opens or closes a part that folds. The sanitiser sees to it that such parts nest.
    fn fold(&mut self, html: &str, fold: &Fold, at: Range<usize>) {
        for _ in 0..fold.closes {
            if self.folds.pop().is_none() {
                self.warn("MD2", at.clone(), "`</details>` closes nothing").hint("take it out");
            }
        }
        let opened = self.openings(&at);
        self.folds.extend(opened.into_iter().rev().take(fold.opens));
        self.space();
        self.plain.push_str(&fold.summary);
        self.space();
        self.has_raw = true;
        let at = (self.input.place)(at.into());
        self.out.push(Part::Raw(html.to_owned(), at));
    }

    /// Where parts that fold begin in a block of HTML.
    fn openings(&self, at: &Range<usize>) -> Vec<Range<usize>> {
        const TAG: &str = "<details";
        let text = self.input.text.get(at.clone()).unwrap_or_default().to_ascii_lowercase();
        text.match_indices(TAG).map(|(n, _)| at.start + n..at.start + n + TAG.len()).collect()
    }

    /// Tells of parts that fold and never end.
    pub(super) fn open_folds(&mut self) {
        for at in std::mem::take(&mut self.folds) {
            self.warn("MD2", at, "this part folds, and never ends: all that follows is in it")
                .hint("close it with `</details>`, on a line of its own");
        }
    }

    /// Reports a comment without an end, since all that follows is taken for a part of it.
    fn check_comment(&mut self, html: &str, at: &Range<usize>) {
        if let Some(open) = html.rfind("<!--").filter(|open| !html[*open..].contains("-->"))
            && !self.is_plain()
        {
            let place = at.start + open..at.start + open + "<!--".len();
            self.warn("MD2", place, "this comment has no end, so nothing after it is shown")
                .hint("close it with `-->`");
        }
    }

    fn html_as_text(&mut self, html: &str, at: Range<usize>, block: bool) {
        let text = without_comments(html);
        let shown = if block { text.trim() } else { &text };
        if shown.is_empty() {
            return;
        }
        if block {
            self.out.line("<p>");
            self.out.text(shown);
            self.out.html("</p>\n");
        } else {
            self.out.text(shown);
            // What is shown belongs to the text: a heading `Use List<String>` keeps its `<String>`.
            self.plain.push_str(shown);
        }
        if !std::mem::replace(&mut self.html_told.element, true) {
            let first = at.start..at.end.min(at.start + html.lines().next().unwrap_or_default().len());
            self.report("MD2", first, "HTML is shown as text here")
                .as_info()
                .hint("write Markdown, or set `raw_html = true` under `[markdown]` in onramp.toml");
        }
    }
}

fn without_comments(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find("<!--") {
        out.push_str(&rest[..at]);
        rest = rest[at..].find("-->").map_or("", |end| &rest[at + end + 3..]);
    }
    out.push_str(rest);
    out
}
