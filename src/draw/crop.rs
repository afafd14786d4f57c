//! A C4 diagram without the empty rows above and below it.
//!
//! In: the SVG of the library, which makes room for more than it draws. Out: the same with its title right above
//! the first shape, and a view box that begins shortly above both and ends shortly below the last shape.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The room above and below, in pixels.
const MARGIN: f64 = 16.0;
/// Half the height of a line of text, in pixels.
const HALF_LINE: f64 = 10.0;

/// A picture whose view box is as high as what it shows; as it was where that cannot be told.
pub(super) fn cropped(svg: &str) -> String {
    let titled = with_title_near(svg);
    let svg = titled.as_deref().unwrap_or(svg);
    with_rows(svg).unwrap_or_else(|| svg.to_owned())
}

/// The title is the last text and stands in the first row, however far below that the shapes begin.
fn with_title_near(svg: &str) -> Option<String> {
    let (picture, title) = svg.rsplit_once("<text ")?;
    let title = title.trim_end().strip_suffix("</text></svg>")?;
    let (top, _) = rows(&format!("{picture}</svg>"))?;
    let (before, rest) = title.split_once("y=\"")?;
    let (_, after) = rest.split_once('"')?;
    Some(format!("{picture}<text {before}y=\"{}\"{after}</text></svg>", top - MARGIN - HALF_LINE))
}

fn with_rows(svg: &str) -> Option<String> {
    let (top, bottom) = rows(svg)?;
    let (before, rest) = svg.split_once("viewBox=\"")?;
    let (view, after) = rest.split_once('"')?;
    let [x, _, width, _] = view.split_whitespace().collect::<Vec<_>>().try_into().ok()?;
    let height = bottom - top + 2.0 * MARGIN;
    Some(format!("{before}viewBox=\"{x} {} {width} {height}\"{after}", top - MARGIN))
}

/// Where the first shape begins and the last one ends.
fn rows(svg: &str) -> Option<(f64, f64)> {
    let mut reader = Reader::from_str(svg);
    // How far each open element is moved down.
    let mut moved = vec![0.0];
    let mut found: Option<(f64, f64)> = None;
    loop {
        let event = reader.read_event().ok()?;
        match &event {
            Event::Start(element) if element.name().as_ref() == "defs" => {
                reader.read_to_end(element.name()).ok()?;
            }
            Event::Start(element) | Event::Empty(element) => {
                let down = moved.last()? + down(element);
                if let Some((top, bottom)) = of(element) {
                    let (top, bottom) = (top + down, bottom + down);
                    found = Some(found.map_or((top, bottom), |it| (it.0.min(top), it.1.max(bottom))));
                }
                if matches!(event, Event::Start(_)) {
                    moved.push(down);
                }
            }
            Event::End(_) => {
                moved.pop();
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

/// The rows that an element takes, before it is moved.
fn of(element: &BytesStart<'_>) -> Option<(f64, f64)> {
    let number = |name: &str| attribute(element, name)?.parse::<f64>().ok();
    match element.name().as_ref() {
        "rect" => number("y").zip(number("height")).map(|(y, height)| (y, y + height)),
        "circle" => number("cy").zip(number("r")).map(|(y, r)| (y - r, y + r)),
        "line" => number("y1").zip(number("y2")).map(|(from, to)| (from.min(to), from.max(to))),
        // A cylinder is drawn from one of its left corners, which is moved so that it stands around its middle.
        "path" if attribute(element, "class")?.contains("label-container") => {
            let other = -2.0 * down(element);
            Some((other.min(0.0), other.max(0.0)))
        }
        // Those within a shape stand in its own rows.
        "text" => number("x").and(number("y")).map(|y| (y - HALF_LINE, y + HALF_LINE)),
        _ => None,
    }
}

/// How far an element moves what stands in it down.
fn down(element: &BytesStart<'_>) -> f64 {
    let transform = attribute(element, "transform").unwrap_or_default();
    let moved = transform.strip_prefix("translate(").and_then(|it| it.split_once(')')?.0.split_once(','));
    moved.and_then(|(_, y)| y.trim().parse().ok()).unwrap_or(0.0)
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    Some(attribute.value.to_string())
}
