//! Raw HTML in Markdown, made harmless.
//!
//! In: parts, some of them HTML that the author wrote. Out: pieces without scripts and styles,
//! whose elements close in order, and the links and ids that the HTML holds.
//! Must not: lose what Markdown made, or let the author's HTML pass for it.
//!
//! HTML comes in fragments (`<details>`, then Markdown, then `</details>`), so cleaning one at a
//! time would break it, and cleaning the finished page would take our own attributes away. Hence
//! the whole text goes through the sanitiser at once, but with each of our tags and holes reduced
//! to an element with one attribute, the number of its part; afterwards the part takes its place.
//! The number is salted with a hash of the text, which no author can write into that same text.

use crate::body::{Body, Link, LinkStyle, Piece};
use crate::escape;
use crate::source::Span;

use super::parts::{Part, Pieces};

/// The attribute that carries a part's number.
const MARK: &str = "data-onramp";

/// Elements whose content is no HTML: an opening tag that never closes would swallow the page.
const SWALLOWS: &[&str] = &[
    "iframe",
    "math",
    "noembed",
    "noframes",
    "noscript",
    "plaintext",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "xmp",
];

/// Elements that the sanitiser leaves out although they may be meant well.
const LEFT_OUT: &[&str] =
    &["audio", "button", "embed", "form", "input", "label", "link", "meta", "object", "source", "video"];

/// How deep elements may nest: the sanitiser's time grows with the square of it.
pub(super) const DEEPEST: usize = 1_000;

/// Elements that close without being told to, or that never hold another.
const SHALLOW: &[&str] =
    &["area", "br", "col", "dd", "dt", "hr", "img", "input", "li", "p", "source", "td", "th", "tr", "wbr"];

/// Joins parts into the pieces of a body, cleaned; false if elements nest too deep for that.
/// `salt` is a hash of the Markdown.
pub(super) fn join(parts: &[Part], salt: &str, body: &mut Body) -> bool {
    let html = mark(parts, salt, body);
    if depth(&html) > DEEPEST {
        return false;
    }
    let clean = sanitise(&html, salt);
    let mut joiner = Joiner {
        parts,
        salt,
        body,
        out: Pieces::default(),
        headings: Vec::new(),
        link: None,
        raw: parts
            .iter()
            .filter_map(|part| if let Part::Raw(raw, at) = part { Some((raw.as_str(), *at)) } else { None })
            .collect(),
    };
    joiner.run(&clean);
    let pieces = joiner.out.finish();
    body.pieces = pieces;
    true
}

/// How deep elements nest, about.
fn depth(html: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for tag in html.split('<').skip(1) {
        let name = tag.trim_start_matches('/');
        let name = name.split(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or_default();
        if name.is_empty() || SHALLOW.contains(&name.to_ascii_lowercase().as_str()) {
            continue;
        }
        depth = if tag.starts_with('/') { depth.saturating_sub(1) } else { depth + 1 };
        deepest = deepest.max(depth);
    }
    deepest
}

/// All parts as HTML, ours reduced to their numbers.
fn mark(parts: &[Part], salt: &str, body: &Body) -> String {
    let mut html = String::new();
    for (number, part) in parts.iter().enumerate() {
        let open = |name: &str| format!("<{name} {MARK}=\"{salt}.{number}\">");
        match part {
            Part::Html(ours) => html.push_str(ours),
            Part::Raw(raw, _) => html.push_str(&tame(raw)),
            Part::Open(name, _) => html.push_str(&open(name)),
            Part::Heading(index, _) => html.push_str(&open(&format!("h{}", body.headings[*index].level))),
            Part::HeadingEnd(index) => html.push_str(&format!("</h{}>", body.headings[*index].level)),
            Part::Link(_) => html.push_str(&open("a")),
            Part::LinkEnd => html.push_str("</a>"),
            Part::Code(_) => html.push_str(&(open("div") + "</div>")),
            Part::Whole(_) | Part::Note(_) | Part::Title(_) | Part::Image(_) => {
                html.push_str(&(open("span") + "</span>"));
            }
        }
    }
    html
}

fn sanitise(html: &str, salt: &str) -> String {
    let prefix = format!("{salt}.");
    let mut builder = sanitiser();
    builder.attribute_filter(move |_, name, value| {
        (name != MARK || value.starts_with(&prefix)).then(|| value.into())
    });
    builder.clean(html).to_string()
}

fn sanitiser() -> ammonia::Builder<'static> {
    let mut builder = ammonia::Builder::default();
    builder
        .add_tags(["section", "tfoot"])
        .rm_tags(["area", "map"])
        .add_generic_attributes([MARK, "class", "id"])
        .add_tag_attributes("details", ["open"])
        .add_tag_attributes("ol", ["reversed"])
        .link_rel(None);
    builder
}

/// The first attribute of a fragment that does not reach the page, and where its name stands.
pub(super) fn dropped_attribute(raw: &str) -> Option<std::ops::Range<usize>> {
    let sanitiser = sanitiser();
    let (tags, everywhere) = (sanitiser.clone_tag_attributes(), sanitiser.clone_generic_attributes());
    let mut at = 0;
    while let Some(found) = raw[at..].find('<') {
        let start = at + found;
        at = start + 1;
        let element = raw[at..].split(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or_default();
        if element.is_empty() {
            continue;
        }
        // Where one tag has no end, none behind it has.
        let length = tag_length(&raw[start..])?;
        let tag = &raw[start..start + length];
        let element = element.to_ascii_lowercase();
        let own = tags.get(element.as_str());
        for name in attribute_names(tag, 1 + element.len()) {
            let lower = tag[name.clone()].to_ascii_lowercase();
            if !everywhere.contains(lower.as_str()) && own.is_none_or(|own| !own.contains(lower.as_str())) {
                return Some(start + name.start..start + name.end);
            }
        }
        at = start + length;
    }
    None
}

/// Where the names of a tag's attributes stand; the tag's own name ends at `from`.
fn attribute_names(tag: &str, from: usize) -> Vec<std::ops::Range<usize>> {
    let mut names = Vec::new();
    let mut at = from;
    let skip =
        |at: usize, until: &dyn Fn(char) -> bool| tag[at..].find(until).map_or(tag.len(), |it| at + it);
    loop {
        at = skip(at, &|it| !it.is_whitespace() && it != '/');
        let end = skip(at, &|it| it.is_whitespace() || "=/>".contains(it));
        if end == at {
            return names;
        }
        names.push(at..end);
        at = skip(end, &|it| !it.is_whitespace());
        if !tag[at..].starts_with('=') {
            continue;
        }
        at = skip(at + 1, &|it| !it.is_whitespace());
        let quote = tag[at..].chars().next().filter(|it| "\"'".contains(*it));
        at = match quote {
            Some(quote) => skip(at + 1, &|it| it == quote) + 1,
            None => skip(at, &|it| it.is_whitespace() || it == '>'),
        };
        at = at.min(tag.len());
    }
}

/// The first element of a fragment that does not reach the page, and where its name stands.
pub(super) fn left_out(raw: &str) -> Option<std::ops::Range<usize>> {
    let mut at = 0;
    while let Some(found) = raw[at..].find('<') {
        let from = at + found + 1;
        let length = raw[from..].find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(raw.len() - from);
        let name = raw[from..from + length].to_ascii_lowercase();
        if SWALLOWS.contains(&name.as_str()) || LEFT_OUT.contains(&name.as_str()) {
            return Some(from..from + length);
        }
        at = from;
    }
    None
}

/// A fragment of raw HTML without what would swallow the Markdown after it: comments, tags that do
/// not end, and elements whose content is no HTML unless the fragment closes them.
fn tame(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let lower = raw.to_ascii_lowercase();
    let mut at = 0;
    while let Some(next) = raw[at..].find('<').map(|found| at + found) {
        out.push_str(&raw[at..next]);
        let rest = &raw[next..];
        at = next + 1;
        if rest.starts_with("<!") || rest.starts_with("<?") {
            let end = if rest.starts_with("<!--") { "-->" } else { ">" };
            at = rest.find(end).map_or(raw.len(), |found| next + found + end.len());
            continue;
        }
        let name_at = next + 1 + usize::from(rest.starts_with("</"));
        let name_end = lower[name_at..].find(|it: char| !it.is_ascii_alphanumeric() && it != '-');
        let name = name_end.map_or("", |length| &lower[name_at..name_at + length]);
        let length = if name.is_empty() { None } else { tag_length(rest) };
        let swallows = SWALLOWS.contains(&name);
        match length {
            Some(length) if !swallows => {
                out.push_str(&rest[..length]);
                at = next + length;
            }
            // Whole within the fragment: what its content is worth is the sanitiser's question.
            Some(_) if !rest.starts_with("</") => match lower[next..].find(&format!("</{name}>")) {
                Some(close) => {
                    at = next + close + name.len() + 3;
                    if name != "script" && name != "style" {
                        escape::push_text(&mut out, &raw[next..at]);
                    }
                }
                None => out.push_str("&lt;"),
            },
            _ => out.push_str("&lt;"),
        }
    }
    out.push_str(&raw[at..]);
    out
}

/// Length of the tag at the beginning, `<` and `>` included; quoted values may hold a `>`.
fn tag_length(html: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in html.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return Some(at + 1),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// Puts parts back into clean HTML.
struct Joiner<'a> {
    parts: &'a [Part],
    salt: &'a str,
    body: &'a mut Body,
    out: Pieces,
    /// Headings that are open, one within another where a table parts them; none for the author's.
    headings: Vec<Option<usize>>,
    /// The author's own link that is open: its text is noted.
    link: Option<usize>,
    raw: Vec<(&'a str, Span)>,
}

impl Joiner<'_> {
    fn run(&mut self, html: &str) {
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            self.text(&rest[..at]);
            rest = &rest[at..];
            let length = tag_length(rest).unwrap_or(rest.len());
            let (tag, after) = rest.split_at(length);
            rest = self.tag(tag, after);
        }
        self.text(rest);
    }

    fn text(&mut self, html: &str) {
        if let Some(link) = self.link {
            self.body.links[link].text.push_str(&unescaped(html));
        }
        self.out.html(html);
    }

    /// Writes what a tag stands for; gives what follows it.
    fn tag<'t>(&mut self, tag: &str, after: &'t str) -> &'t str {
        if let Some(close) = tag.strip_prefix("</") {
            if is_heading(close)
                && let Some(Some(index)) = self.headings.pop()
            {
                self.out.push(&Part::HeadingEnd(index), self.body);
                return after.strip_prefix('\n').unwrap_or(after);
            }
            if close == "a>" {
                self.link = None;
            }
            self.out.html(tag);
            return after;
        }
        let attributes = attributes(tag);
        let value = |name: &str| attributes.iter().find(|it| it.0 == name).map(|it| it.1.as_str());
        let number = value(MARK).and_then(|it| it.strip_prefix(self.salt)?.strip_prefix('.')?.parse().ok());
        let parts = self.parts;
        if let Some(part) = number.and_then(|number: usize| parts.get(number)) {
            self.out.push(part, self.body);
            return match part {
                Part::Heading(index, _) => {
                    self.headings.push(Some(*index));
                    after
                }
                Part::Open(..) | Part::Link(_) => after,
                _ => after.strip_prefix("</span>").or_else(|| after.strip_prefix("</div>")).unwrap_or(after),
            };
        }
        if is_heading(&tag[1..]) {
            self.headings.push(None);
        }
        self.body.anchors.extend(value("id").or(value("name")).map(str::to_owned));
        let title = value("title").unwrap_or_default();
        if tag.starts_with("<a ")
            && let Some(to) = value("href")
        {
            if let Some(id) = value("id") {
                self.out.html(&format!("<span id=\"{}\"></span>", escape::text(id)));
            }
            let index = self.add_link(LinkStyle::Link, to, title, String::new());
            self.link = Some(index);
            self.out.hole(Piece::Link(index));
        } else if tag.starts_with("<img ")
            && let Some(to) = value("src").filter(|it| is_relative(it))
        {
            let alt = value("alt").unwrap_or_default().to_owned();
            let index = self.add_link(LinkStyle::Image, to, title, alt);
            self.out.hole(Piece::Image(index));
        } else {
            self.out.html(tag);
        }
        after
    }

    fn add_link(&mut self, style: LinkStyle, to: &str, title: &str, text: String) -> usize {
        let found = self.raw.iter().find_map(|(raw, at)| {
            let start = at.start as usize + raw.find(to).filter(|_| at.range().len() == raw.len())?;
            Some(Span::new(start, start + to.len()))
        });
        let span = found.or(self.raw.first().map(|it| it.1)).unwrap_or(Span::FILE);
        self.body.links.push(Link { style, to: to.to_owned(), title: title.to_owned(), text, span });
        self.body.links.len() - 1
    }
}

fn is_relative(address: &str) -> bool {
    !address.starts_with("//") && !address.split(['/', '?', '#']).next().is_some_and(|it| it.contains(':'))
}

/// Whether a tag, without its `<` or `</`, is a heading's.
fn is_heading(tag: &str) -> bool {
    let mut bytes = tag.bytes();
    bytes.next() == Some(b'h')
        && bytes.next().is_some_and(|it| it.is_ascii_digit())
        && bytes.next().is_some_and(|it| !it.is_ascii_alphanumeric())
}

/// Names and values of a tag that the sanitiser wrote: values are double-quoted and escaped.
fn attributes(tag: &str) -> Vec<(&str, String)> {
    let mut found = Vec::new();
    let mut rest = tag.split_once(' ').map_or("", |it| it.1);
    while let Some((name, after)) = rest.split_once("=\"") {
        let Some((value, after)) = after.split_once('"') else { break };
        found.push((name.trim(), unescaped(value)));
        rest = after;
    }
    found
}

/// Text as the sanitiser escapes it, unescaped.
pub(super) fn unescaped(html: &str) -> String {
    let text = html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&nbsp;", "\u{a0}").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_swallow_the_page_is_tamed() {
        for (raw, expected) in [
            ("<b class='a>b'>x</b>", "<b class='a>b'>x</b>"),
            ("a<!-- <b> -->c", "ac"),
            ("a<!-- <b>", "a"),
            ("<div class=\"a", "&lt;div class=\"a"),
            ("<textarea>", "&lt;textarea>"),
            ("<SCRIPT>alert(1)</script>x", "x"),
            ("<script>alert(1)", "&lt;script>alert(1)"),
            ("</textarea>", "&lt;/textarea>"),
            ("<svg><b></svg>", "&lt;svg&gt;&lt;b&gt;&lt;/svg&gt;"),
            ("1 < 2", "1 &lt; 2"),
        ] {
            assert_eq!(tame(raw), expected, "{raw}");
        }
    }
}
