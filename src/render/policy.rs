//! What in a site's own theme a page may not hold under the policy `default-src 'self'`: a style or a
//! script in the page itself, and what another host would be asked for.
//!
//! In: the files below `themes/`. Out: findings, each at its place. Must not: render, or know what a
//! template's tags do: what they write is not looked at.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Location, Span};
use crate::theme::DEFAULT;

/// Attributes whose address a page asks for as it is shown.
const ASKS: &[&str] = &["src", "srcset", "poster", "data", "background"];
/// What a `link` may lead to without asking for it.
const ONLY_NAMES: &[&str] =
    &["canonical", "alternate", "author", "license", "me", "next", "prev", "search", "help", "bookmark"];
/// Tags of the template language: what begins and ends them, and what stands for one here. What one
/// writes may be part of a name or an address; what decides about it is not.
const TAGS: [(&str, &str, u8); 3] = [("{{", "}}", b'_'), ("{%", "%}", b' '), ("{#", "#}", b' ')];

/// A finding for each thing in a site's theme that pages must do without. `theme` is the one that the
/// config names; that of the same name as the built-in one is under it.
#[must_use]
pub fn outside_policy(theme: &str, files: &BTreeMap<String, Vec<u8>>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (path, bytes) in files {
        let of_theme = |name: &str| path.starts_with(&format!("themes/{name}/"));
        let (true, Ok(text)) = (of_theme(theme) || of_theme(DEFAULT), std::str::from_utf8(bytes)) else {
            continue;
        };
        let found = match path.rsplit_once('.') {
            Some((_, "html" | "xml")) => in_template(text),
            Some((_, "css")) => in_stylesheet(text),
            _ => Vec::new(),
        };
        findings.extend(found.into_iter().map(|Found { at, message, hint }| {
            let at = Location { file: path.as_str().into(), span: Span::from(at) };
            Diagnostic::error("THEME3", at, message).with_severity(Severity::Warning).with_hint(hint)
        }));
    }
    findings
}

struct Found {
    at: Range<usize>,
    message: String,
    hint: &'static str,
}

const OWN_FILE: &str = "put the file into the theme's folder, and write `{{ assets['its-name'] }}`";

fn in_template(text: &str) -> Vec<Found> {
    let html = without_tags(text);
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(element) = next_element(&html, from) {
        from = element.end;
        let mut tell =
            |at: &Range<usize>, message: String, hint| found.push(Found { at: at.clone(), message, hint });
        let value =
            |name: &str| element.attributes.iter().find(|it| it.name == name).map(|it| it.value.trim());
        match element.name.as_str() {
            "style" => tell(
                &element.at,
                "a page holds no style of its own".to_owned(),
                "write it into a stylesheet of the theme",
            ),
            // A block of data is no script.
            "script"
                if value("src").is_none()
                    && value("type").is_none_or(|it| it == "module" || it.ends_with("javascript")) =>
            {
                tell(
                    &element.at,
                    "a page holds no script of its own".to_owned(),
                    "write it into a file of the theme, and name that in `src`",
                );
            }
            _ => {}
        }
        for attribute in &element.attributes {
            let name = attribute.name.as_str();
            let asks = ASKS.contains(&name)
                || name.ends_with("href") && ["image", "use", "feimage"].contains(&element.name.as_str())
                || name == "href" && element.name == "link" && !value("rel").is_some_and(only_names);
            if name == "style" {
                let hint = "give the element a class, and write the style into a stylesheet of the theme";
                tell(&attribute.at, "a page holds no style in an attribute".to_owned(), hint);
            } else if name.len() > 2
                && name.starts_with("on")
                && name.bytes().all(|it| it.is_ascii_lowercase())
            {
                let hint = "let a script of the theme listen, with `addEventListener`";
                tell(
                    &attribute.at,
                    format!("a page holds no script in an attribute, such as `{name}`"),
                    hint,
                );
            } else if asks && attribute.value.split(',').any(is_elsewhere) {
                tell(&attribute.at, "a page asks no other host for anything".to_owned(), OWN_FILE);
            }
        }
        // Neither holds elements.
        if ["style", "script"].contains(&element.name.as_str()) {
            let closes = |at: &usize| {
                let name = html.as_bytes().get(at + 2..at + 2 + element.name.len());
                name.is_some_and(|it| it.eq_ignore_ascii_case(element.name.as_bytes()))
            };
            let mut ends = html[from..].match_indices("</").map(|(at, _)| from + at);
            from = ends.find(closes).unwrap_or(html.len());
        }
    }
    found
}

fn in_stylesheet(text: &str) -> Vec<Found> {
    let asks = |begin: &'static str| {
        text.match_indices(begin).filter_map(move |(at, begin)| {
            let address = text[at + begin.len()..].trim_start().trim_start_matches(['"', '\'']);
            is_elsewhere(address).then(|| Found {
                at: at..at + begin.len(),
                message: "a stylesheet asks no other host for anything".to_owned(),
                hint: "put the file into the theme's folder",
            })
        })
    };
    asks("url(").chain(asks("@import ")).collect()
}

fn is_elsewhere(address: &str) -> bool {
    let address = address.trim_start().to_ascii_lowercase();
    ["http://", "https://", "//"].iter().any(|begin| address.starts_with(begin))
}

fn only_names(rel: &str) -> bool {
    rel.split_whitespace().all(|it| ONLY_NAMES.contains(&it))
}

/// The text with what stands for each tag of the template language, as long as it was.
fn without_tags(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut from = 0;
    while let Some(at) = text[from..].find('{').map(|at| from + at) {
        let Some((_, close, mark)) = TAGS.iter().find(|it| text[at..].starts_with(it.0)) else {
            from = at + 1;
            continue;
        };
        let end = text[at..].find(close).map_or(text.len(), |it| at + it + close.len());
        bytes[at..end].fill(*mark);
        from = end;
    }
    String::from_utf8(bytes).unwrap_or_default()
}

struct Element {
    name: String,
    at: Range<usize>,
    attributes: Vec<Attribute>,
    /// Behind its opening tag.
    end: usize,
}

struct Attribute {
    name: String,
    value: String,
    at: Range<usize>,
}

/// The first opening tag at or behind a place.
fn next_element(html: &str, from: usize) -> Option<Element> {
    let mut from = from;
    while let Some(at) = html[from..].find('<').map(|at| from + at) {
        let rest = &html[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            from = comment.find("-->").map_or(html.len(), |end| at + 4 + end + 3);
            continue;
        }
        let name: String = rest[1..].chars().take_while(char::is_ascii_alphanumeric).collect();
        if !name.starts_with(|it: char| it.is_ascii_alphabetic()) {
            from = at + 1;
            continue;
        }
        let (attributes, end) = attributes(html, at + 1 + name.len());
        return Some(Element {
            at: at..at + 1 + name.len(),
            name: name.to_ascii_lowercase(),
            attributes,
            end,
        });
    }
    None
}

/// The attributes from a place to the end of their tag, and the place behind it.
fn attributes(html: &str, from: usize) -> (Vec<Attribute>, usize) {
    let mut all = Vec::new();
    let mut at = from;
    let while_ = |from: usize, is: &dyn Fn(char) -> bool| {
        from + html[from..].find(|it| !is(it)).unwrap_or(html.len() - from)
    };
    loop {
        at = while_(at, &|it| it.is_whitespace() || it == '/');
        if at >= html.len() || html[at..].starts_with('>') {
            return (all, (at + 1).min(html.len()));
        }
        // A name may begin with anything, and with a letter of several bytes too.
        let first = html[at..].chars().next().map_or(1, char::len_utf8);
        let end = while_(at + first, &|it| !it.is_whitespace() && !"=>/".contains(it));
        let (name, place) = (html[at..end].to_ascii_lowercase(), at..end);
        at = while_(end, &char::is_whitespace);
        let mut value = "";
        if html[at..].starts_with('=') {
            at = while_(at + 1, &char::is_whitespace);
            let quote = html[at..].chars().next().filter(|it| ['"', '\''].contains(it));
            let begin = at + usize::from(quote.is_some());
            let close = match quote {
                Some(quote) => while_(begin, &|it| it != quote),
                None => while_(begin, &|it| !it.is_whitespace() && it != '>'),
            };
            value = &html[begin..close];
            at = (close + usize::from(quote.is_some())).min(html.len());
        }
        all.push(Attribute { name, value: value.to_owned(), at: place });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(found: Vec<Found>, text: &str) -> Vec<String> {
        found.into_iter().map(|it| format!("{}: {}", &text[it.at], it.message)).collect()
    }

    #[test]
    fn what_a_page_may_not_hold_is_told_where_it_stands() {
        for (text, expected) in [
            ("<p style='color: red'>", "style: a page holds no style in an attribute"),
            ("<p {% if a %}style=\"x\"{% endif %}>", "style: a page holds no style in an attribute"),
            ("<style>p > a {}</style>", "<style: a page holds no style of its own"),
            ("<script>a < b</script>", "<script: a page holds no script of its own"),
            ("<a\n  onclick=go()>", "onclick: a page holds no script in an attribute, such as `onclick`"),
            ("<IMG SRC=//cdn.example/a.png>", "SRC: a page asks no other host for anything"),
            (
                "<img srcset='a.png, https://cdn.example/a.png 2x'>",
                "srcset: a page asks no other host for anything",
            ),
            (
                "<link rel=stylesheet href=\"https://cdn.example/a.css\">",
                "href: a page asks no other host for anything",
            ),
            (
                "<script src=\"https://cdn.example/a.js\"></script>",
                "src: a page asks no other host for anything",
            ),
        ] {
            assert_eq!(told(in_template(text), text), [expected], "{text}");
        }
    }

    #[test]
    fn what_pages_hold_is_not_told() {
        for text in [
            "<a href=\"https://example.com\">{{ page.title }}</a>",
            "<link rel=\"canonical\" href=\"https://example.com{{ page.url }}\">",
            "<img src=\"{{ assets['a.svg'] }}\" alt=\"{{ '<p style=x>' }}\">",
            "<script type=\"module\" src=\"{{ assets['a.js'] }}\"></script>",
            "<script type=\"application/json\">{}</script>",
            "{# <p style='a'> #}<!-- <p style='a'> --><p class=\"style\">1 < 2 on=a</p>",
            "<img src=\"{{ page.url }}//a\" data-on=\"a\" data-style='b'",
            "<",
            "<a b=\"",
            "<a\u{fffd}",
            "<p é=1 \u{fffd}",
        ] {
            assert_eq!(told(in_template(text), text), [""; 0], "{text}");
        }
    }

    #[test]
    fn many_comments_and_tags_are_read_one_after_the_other() {
        let text = "<!-- a -->".repeat(100_000)
            + &"{{ b }}<script src=\"{{ c }}\"></SCRIPT>".repeat(20_000)
            + "<p style=x>";
        assert_eq!(told(in_template(&text), &text), ["style: a page holds no style in an attribute"]);
    }

    #[test]
    fn a_stylesheet_asks_no_other_host() {
        let text = "@import \"https://a.example/x.css\";\np { background: url( '//a.example/x') }\na { background: url(x.svg) }";
        assert_eq!(
            told(in_stylesheet(text), text),
            [
                "url(: a stylesheet asks no other host for anything",
                "@import : a stylesheet asks no other host for anything"
            ]
        );
    }
}
