//! The questions that a page of the theme is made of.
//!
//! In: what a template made so far. Out: its headings, for a list of contents. Must not: read what an
//! author wrote as if the theme had: only the theme's own ids begin with `onramp-`.

use serde::Serialize;
use tera::Value;

/// A heading that the theme wrote.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Question<'a> {
    /// What a link to it ends with.
    id: &'a str,
    /// Its words, as HTML.
    html: &'a str,
}

/// The headings of the second level that a template wrote, in order: the filter `questions`.
pub(super) fn questions(html: &str) -> Value {
    Value::from_serializable(&read(html))
}

fn read(html: &str) -> Vec<Question<'_>> {
    let parts = html.split("<h2 id=\"").skip(1);
    let heading = |part| {
        let (id, rest) = str::split_once(part, "\">")?;
        let (html, _) = rest.split_once("</h2>")?;
        // A link cannot stand within the link to its heading.
        (id.starts_with("onramp-") && !html.contains("<a ")).then_some(Question { id, html })
    };
    parts.filter_map(heading).collect()
}

#[cfg(test)]
mod tests {
    use super::{Question, read};

    #[test]
    fn the_headings_of_the_theme_and_no_others() {
        let html = "<section><h2 id=\"onramp-why\">Why is it <b>so</b>?</h2><h2 id=\"start\">Start</h2>\
                    <h2>None</h2><header><h2 id=\"onramp-more\">More in <a href=\"/a/\">A</a></h2></header></section>";
        assert_eq!(read(html), [Question { id: "onramp-why", html: "Why is it <b>so</b>?" }]);
    }
}
