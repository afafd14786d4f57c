//! The questions that a page of the theme is made of.
//!
//! In: what a template made so far. Out: its headings, for a list of contents; and the page with a link
//! on each of them, for a reader to copy. Must not: read what an author wrote as if the theme had: only
//! the theme's own ids begin with `onramp-`.

use memchr::memmem;
use serde::Serialize;
use tera::Value;

/// A heading that the theme wrote.
#[derive(Serialize)]
struct Question<'a> {
    /// What a link to it ends with.
    id: String,
    /// Its words, as HTML.
    html: &'a str,
}

/// What the tag of such a heading begins with.
const HEADING: &str = "<h2 id=\"onramp-";

/// The headings of the second level that a template wrote, in order: the filter `questions`.
pub(super) fn questions(html: &str) -> Value {
    let parts = html.split(HEADING).skip(1);
    let questions: Vec<Question> = parts
        .filter_map(heading)
        .map(|(id, html, _)| Question { id: format!("onramp-{id}"), html })
        .collect();
    Value::from_serializable(&questions)
}

/// A page whose headings of the second level, in its main part, are links to themselves.
pub(super) fn linked(page: String) -> String {
    let bytes = page.as_bytes();
    let bounds = memmem::find(bytes, b"<main").zip(memmem::rfind(bytes, b"</main>"));
    let Some((start, end)) = bounds.filter(|(start, end)| start < end) else { return page };
    let mut made = String::with_capacity(page.len() + page.len() / 8);
    let mut from = 0;
    for at in memmem::find_iter(&bytes[start..end], HEADING) {
        let begin = start + at + HEADING.len();
        let Some((id, html, rest)) = heading(&page[begin..end]) else { continue };
        made.push_str(&page[from..begin]);
        made.push_str(&format!("{id}\"><a class=\"here\" href=\"#onramp-{id}\">{html}</a>"));
        from = end - rest.len();
    }
    made.push_str(&page[from..]);
    made
}

/// What follows the beginning of a heading: the rest of its id, its words as HTML, and what comes behind
/// them. None where it holds a link: one cannot stand within another.
fn heading(part: &str) -> Option<(&str, &str, &str)> {
    let (id, rest) = part.split_once("\">")?;
    let at = rest.find("</h2>")?;
    let (html, rest) = rest.split_at(at);
    (!html.contains("<a ")).then_some((id, html, rest))
}

#[cfg(test)]
mod tests {
    use super::{linked, questions};

    const PAGE: &str = "<main><section><h2 id=\"onramp-why\">Why is it <b>so</b>?</h2><h2 id=\"start\">Start</h2>\
                        <h2>None</h2><h2 id=\"onramp-more\">More in <a href=\"/a/\">A</a></h2></section></main>\
                        <dialog><h2 id=\"onramp-keys\">Keys</h2></dialog>";

    #[test]
    fn the_headings_of_the_theme_and_no_others() {
        let main = &PAGE[..PAGE.find("<dialog").expect("a dialog")];
        assert_eq!(questions(main).to_string(), r#"[{"html": "Why is it <b>so</b>?", "id": "onramp-why"}]"#);
    }

    #[test]
    fn a_heading_is_a_link_to_itself() {
        let before = "<h2 id=\"onramp-why\">Why is it <b>so</b>?</h2>";
        let link =
            "<h2 id=\"onramp-why\"><a class=\"here\" href=\"#onramp-why\">Why is it <b>so</b>?</a></h2>";
        assert_eq!(linked(PAGE.to_owned()), PAGE.replace(before, link));
        assert_eq!(linked("<p>None</p>".to_owned()), "<p>None</p>");
    }
}
