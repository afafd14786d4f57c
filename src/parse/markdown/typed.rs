//! What was typed as a link, a footnote or an alert, and stays text because it is none.
//!
//! In: references that the parser found no definition of, and the text around what it passed over.
//! Out: findings. Must not: take plain text for a slip: `a[i][j]`, `[sic]` and `[^a-z]` are text.

use std::ops::Range;

use pulldown_cmark::LinkType;

use crate::nearest::nearest;

use super::writer::{Writer, short};

/// A reference whose definition is not there.
pub(super) struct Undefined {
    pub(super) kind: LinkType,
    pub(super) name: String,
    pub(super) at: Range<usize>,
}

/// The alerts that there are, as they are typed.
const ALERTS: [&str; 5] = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];

impl Writer<'_> {
    /// Reports references without a definition. One in brackets of its own, `[x]`, is fine as text.
    pub(super) fn undefined(&mut self, found: &[Undefined]) {
        if self.is_plain() {
            return;
        }
        for Undefined { kind, name, at } in found {
            let typed = match kind {
                LinkType::Reference => format!("[...][{name}]"),
                LinkType::Collapsed => format!("[{name}][]"),
                _ => continue,
            };
            if self.input.text.get(..at.start).is_none_or(is_index) || !is_word(name) {
                continue;
            }
            let message = format!("this is no link: nothing says where `{}` leads", short(name));
            let hint = format!(
                "write `[{}]: address` on a line of its own, or `\\[` for a bracket in `{typed}`",
                short(name)
            );
            self.warn("MD8", at.clone(), message).hint(hint);
        }
    }

    /// Reports a footnote's number without its note. `at` is a text that follows a bracket.
    pub(super) fn missing_note(&mut self, at: &Range<usize>) {
        let text = self.input.text;
        let (Some(before), Some(after)) = (text.get(..at.start), text.get(at.start..)) else { return };
        let Some(before) = before.strip_suffix('[') else { return };
        let Some(name) = after.strip_prefix('^').and_then(|rest| rest.split_once(']')).map(|it| it.0) else {
            return;
        };
        let is_number = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
        let is_name = name.len() > 2
            && name.starts_with(|it: char| it.is_alphabetic())
            && name.chars().all(|it| it.is_alphanumeric() || it == '_');
        // A regular expression stands by itself; a footnote's number follows a word.
        let follows = before.ends_with(|it: char| it.is_alphanumeric() || ".,;:!?)\"'*_`".contains(it));
        if self.is_plain() || self.input.inline || !(is_number || is_name && follows) {
            return;
        }
        let place = at.start - 1..at.start + 1 + name.len() + 1;
        self.warn("MD8", place, format!("there is no footnote `{name}`"))
            .hint(format!("write `[^{name}]: the note` on a line of its own, or take this out"));
    }

    /// Reports a quotation that was meant as an alert.
    pub(super) fn unknown_alert(&mut self, at: &Range<usize>) {
        // The marker of this quotation alone: thousands of them may stand in one another.
        let quote = self.input.text.get(at.clone()).unwrap_or_default();
        let marker = quote.strip_prefix('>').unwrap_or(quote);
        let marker = marker.strip_prefix(' ').unwrap_or(marker);
        let Some((word, rest)) =
            marker.strip_prefix("[!").and_then(|rest| rest.lines().next()?.split_once(']'))
        else {
            return;
        };
        if self.is_plain() || word.is_empty() || !word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return;
        }
        let start = at.start + (quote.len() - marker.len());
        let place = start..start + "[!]".len() + word.len();
        let known = ALERTS.iter().find(|known| known.eq_ignore_ascii_case(word));
        if let Some(known) = known.filter(|_| !rest.trim().is_empty()) {
            self.warn(
                "MD8",
                place,
                format!("`[!{word}]` stands alone on its line, so this is a plain quotation"),
            )
            .hint(format!("end the line after `> [!{known}]`, and begin the text on the next"));
        } else if known.is_none() {
            let hint = match nearest(word, ALERTS) {
                Some(meant) => format!("did you mean `[!{meant}]`?"),
                None => format!("write one of `[!{}]`", ALERTS.join("]`, `[!")),
            };
            self.warn("MD8", place, format!("there is no alert `[!{word}]`, so this is a plain quotation"))
                .hint(hint);
        }
    }
}

/// Whether what follows is an index, as in `a[i][j]`: it stands close behind a name or a bracket.
fn is_index(before: &str) -> bool {
    before.ends_with(|it: char| it.is_alphanumeric() || matches!(it, '_' | ')' | ']' | '`' | '\\'))
}

/// Whether a label is more than a letter or a number, which prose has in brackets too.
fn is_word(label: &str) -> bool {
    label.chars().filter(|it| it.is_alphabetic()).count() > 1
}
