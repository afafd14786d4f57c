//! A picture cut down to what it needs.
//!
//! In: the SVG that a library made. Out: the same with a size, and without programs, addresses and
//! elements that no picture needs, whatever stood in the diagram's text.

use std::borrow::Cow;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, Writer};

/// The elements that are kept: shapes, text, what these refer to, and the markup of labels.
const KEPT: &[&str] = &[
    "a",
    "b",
    "br",
    "circle",
    "clipPath",
    "code",
    "defs",
    "del",
    "desc",
    "div",
    "ellipse",
    "em",
    "feComponentTransfer",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feGaussianBlur",
    "feMerge",
    "feMergeNode",
    "feOffset",
    "filter",
    "foreignObject",
    "g",
    "i",
    "li",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "ol",
    "p",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "s",
    "span",
    "stop",
    "strong",
    "style",
    "sub",
    "sup",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "u",
    "ul",
    "use",
];

/// A picture.
pub(super) struct Picture {
    pub(super) svg: String,
    pub(super) width: u32,
    pub(super) height: u32,
    /// The text of its first `<title>`; empty for none.
    pub(super) title: String,
    /// The text of its first `<desc>`; empty for none.
    pub(super) description: String,
}

/// Cuts an SVG down; none where it is not well-formed, or has no size.
pub(super) fn cut_down(svg: &str) -> Option<Picture> {
    let mut reader = Reader::from_str(svg);
    let mut writer = Writer::new(Vec::with_capacity(svg.len()));
    let mut size = None;
    let (mut title, mut description) = (None, None);
    // The element whose text is being read.
    let mut within = String::new();
    loop {
        let event = reader.read_event().ok()?;
        match &event {
            Event::Start(element) | Event::Empty(element) => {
                let name = element.name().as_ref().to_owned();
                let is_start = matches!(event, Event::Start(_));
                if !KEPT.contains(&name.as_str()) {
                    if is_start {
                        reader.read_to_end(element.name()).ok()?;
                    }
                    continue;
                }
                let mut kept = kept(element)?;
                if size.is_none() {
                    let (width, height) = size_of(element)?;
                    kept.push_attribute(("width", width.to_string().as_str()));
                    kept.push_attribute(("height", height.to_string().as_str()));
                    size = Some((width, height));
                }
                writer.write_event(if is_start { Event::Start(kept) } else { Event::Empty(kept) }).ok()?;
                if is_start {
                    within = name;
                }
            }
            Event::End(_) => {
                within.clear();
                writer.write_event(event).ok()?;
            }
            Event::Text(text) => {
                let text: &str = text;
                if within == "style" && reaches_out(text) {
                    continue;
                }
                read(&within, text, &mut title, &mut description);
                writer.write_event(event).ok()?;
            }
            Event::GeneralRef(entity) => {
                let entity: &str = entity;
                read(&within, &entity_text(entity), &mut title, &mut description);
                writer.write_event(event).ok()?;
            }
            Event::Eof => break,
            Event::CData(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    let (width, height) = size?;
    let svg = String::from_utf8(writer.into_inner()).ok()?;
    let text = |it: Option<String>| it.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Picture { svg, width, height, title: text(title), description: text(description) })
}

/// The text of the elements that tell what the picture shows.
fn read(within: &str, text: &str, title: &mut Option<String>, description: &mut Option<String>) {
    match within {
        "title" => title.get_or_insert_default().push_str(text),
        "desc" => description.get_or_insert_default().push_str(text),
        _ => {}
    }
}

fn entity_text(entity: &str) -> Cow<'static, str> {
    let number = entity.strip_prefix('#').and_then(|number| match number.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => number.parse().ok(),
    });
    let letter = number.and_then(char::from_u32).map(|letter| Cow::Owned(letter.to_string()));
    letter.or_else(|| resolve_predefined_entity(entity).map(Cow::Borrowed)).unwrap_or_default()
}

/// An element without the attributes that run or ask for something.
fn kept(element: &BytesStart<'_>) -> Option<BytesStart<'static>> {
    let root = element.name().as_ref() == "svg";
    let mut kept = BytesStart::new(element.name().as_ref().to_owned());
    for attribute in element.attributes() {
        let attribute = attribute.ok()?;
        let (name, value) = (attribute.key.as_ref(), &*attribute.value);
        let is_namespace = name == "xmlns" || name.starts_with("xmlns:");
        let bare = name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase();
        let leads_out =
            matches!(bare.as_str(), "href" | "src" | "srcset" | "action") && !value.starts_with('#');
        // The root says how large it is in a style of its own.
        let sizes = root && matches!(bare.as_str(), "width" | "height" | "style");
        if is_namespace || !(leads_out || sizes || bare.starts_with("on") || reaches_out(value)) {
            // As it was written, escapes and all.
            kept.push_attribute(attribute);
        }
    }
    Some(kept)
}

/// Whether a stylesheet or the value of an attribute asks for anything that does not stand in the
/// picture itself.
fn reaches_out(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let outside = |rest: &str| !rest.trim_start_matches([' ', '"', '\'']).starts_with('#');
    text.contains("@import")
        || text.contains("//")
        || text.contains("javascript:")
        || text.contains("expression(")
        || text.split("url(").skip(1).any(|rest| outside(&rest.replace("&quot;", "\"")))
}

/// The size of the picture in pixels, by its view box.
fn size_of(root: &BytesStart<'_>) -> Option<(u32, u32)> {
    let view = root.try_get_attribute("viewBox").ok()??;
    let numbers: Vec<f64> = view.value.split_whitespace().filter_map(|it| it.parse().ok()).collect();
    let [_, _, width, height] = numbers.as_slice() else { return None };
    Some((pixels(*width)?, pixels(*height)?))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
fn pixels(length: f64) -> Option<u32> {
    (1.0..=100_000.0).contains(&length).then(|| length.ceil() as u32)
}
