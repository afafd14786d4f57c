//! `[[2]](address)` is a link whose text has brackets, as `CommonMark` has it, not a wikilink.
//!
//! In: a text. Out: the same with those inner brackets hidden from the parser, which would take them
//! for a wikilink's; and events with them put back. The length never changes, so that places stay.

use std::borrow::Cow;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag};

const OPEN: char = '\u{1}';
const CLOSE: char = '\u{2}';

/// The text with the inner brackets of such links hidden.
pub(super) fn hide(text: &str) -> Cow<'_, str> {
    if !text.contains("]](") || text.contains([OPEN, CLOSE]) {
        return Cow::Borrowed(text);
    }
    let mut hidden = text.to_owned();
    let mut from = 0;
    while let Some(found) = text[from..].find("]](") {
        let close = from + found;
        from = close + 3;
        let line = text[..close].rfind('\n').map_or(0, |at| at + 1);
        let Some(open) = text[line..close].rfind("[[").map(|at| line + at) else { continue };
        if text[open + 2..close].contains(['[', ']']) {
            continue;
        }
        hidden.replace_range(open + 1..open + 2, "\u{1}");
        hidden.replace_range(close..=close, "\u{2}");
    }
    Cow::Owned(hidden)
}

/// An event with hidden brackets put back.
pub(super) fn show(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Text(text) => Event::Text(shown(text)),
        Event::Code(text) => Event::Code(shown(text)),
        Event::Html(text) => Event::Html(shown(text)),
        Event::InlineHtml(text) => Event::InlineHtml(shown(text)),
        Event::InlineMath(text) => Event::InlineMath(shown(text)),
        Event::DisplayMath(text) => Event::DisplayMath(shown(text)),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: shown(dest_url), title: shown(title), id })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Image { link_type, dest_url: shown(dest_url), title: shown(title), id })
        }
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(shown(info))))
        }
        other => other,
    }
}

fn shown(text: CowStr<'_>) -> CowStr<'_> {
    if text.contains([OPEN, CLOSE]) { text.replace(OPEN, "[").replace(CLOSE, "]").into() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_followed_by_an_address_is_hidden() {
        assert_eq!(hide("[[2]](x) [[a]] [b](c)"), "[\u{1}2\u{2}](x) [[a]] [b](c)");
        assert_eq!(hide("[[a]] (b)"), "[[a]] (b)");
        assert_eq!(hide("]](x"), "]](x");
    }
}
