//! Formulas as `MathML`.
//!
//! In: TeX. Out: `MathML` without inline styles, which a strict content policy forbids, or why not.
//! Must not: let anything but `MathML` through, whatever the formula holds.

use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Parser, ParserError, Storage};

use crate::escape;

/// Longest formula, in bytes: what is longer is no formula, and could take long.
const LONGEST: usize = 10_000;

const ELEMENTS: &[&str] = &[
    "math",
    "menclose",
    "merror",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "none",
];

const ATTRIBUTES: &[&str] = &[
    "accent",
    "class",
    "columnalign",
    "columnspan",
    "depth",
    "display",
    "displaystyle",
    "fence",
    "form",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "notation",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "symmetric",
    "voffset",
    "width",
];

/// A formula as a `<math>` element; else what is wrong with it, in a few words.
pub(super) fn mathml(tex: &str, display: bool) -> Result<String, String> {
    if tex.len() > LONGEST {
        return Err(format!("it is longer than {LONGEST} bytes"));
    }
    // The library slices a text in the middle of a character for some formulas, such as `\char é`.
    // One formula must not end the build.
    let html = std::panic::catch_unwind(|| convert(tex, display));
    let html = html.unwrap_or_else(|_| Err("it cannot be made sense of".to_owned()))?;
    clean(&html).ok_or_else(|| "it holds what looks like HTML".to_owned())
}

fn convert(tex: &str, display: bool) -> Result<String, String> {
    let storage = Storage::new();
    let events: Result<Vec<_>, ParserError> = Parser::new(tex, &storage).collect();
    let events = events.map_err(|error| reason(&error.to_string()))?;
    let display_mode = if display { DisplayMode::Block } else { DisplayMode::Inline };
    let config = RenderConfig { display_mode, ..RenderConfig::default() };
    let mut html = String::new();
    let events = events.into_iter().map(Ok::<_, ParserError>);
    pulldown_latex::push_mathml(&mut html, events, config).map_err(|error| error.to_string())?;
    Ok(html)
}

/// The first line of the library's message, which goes on with a drawing of the place.
fn reason(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    line.trim().trim_start_matches("parsing error: ").trim_end_matches([':', '.']).to_owned()
}

/// Keeps known elements and attributes; none if the elements do not close in order. The library
/// writes some arguments, such as that of `\operatorname`, unescaped.
fn clean(html: &str) -> Option<String> {
    let mut out = String::with_capacity(html.len());
    let mut open = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = tag_length(rest);
        let tag = length.map_or("", |length| &rest[1..length - 1]);
        let name_end = tag.find([' ', '/']).filter(|at| *at > 0).unwrap_or(tag.len());
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return None;
            }
            out.push_str(&format!("</{name}>"));
        } else if ELEMENTS.contains(&&tag[..name_end]) {
            let (name, attributes) = tag.split_at(name_end);
            let (attributes, empty) = match attributes.strip_suffix('/') {
                Some(attributes) => (attributes, "/"),
                None => (attributes, ""),
            };
            out.push_str(&format!("<{name}"));
            push_attributes(&mut out, attributes);
            out.push_str(&format!("{empty}>"));
            if empty.is_empty() {
                open.push(name);
            }
        } else {
            out.push_str("&lt;");
            rest = &rest[1..];
            continue;
        }
        rest = &rest[length.unwrap_or(1)..];
    }
    out.push_str(rest);
    open.is_empty().then_some(out)
}

/// Length of the tag at the beginning, `<` and `>` included; quoted values may hold a `>`.
fn tag_length(html: &str) -> Option<usize> {
    let mut quoted = false;
    for (at, byte) in html.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn push_attributes(out: &mut String, attributes: &str) {
    let mut rest = attributes;
    while let Some((name, after)) = rest.split_once("=\"") {
        let Some((value, after)) = after.split_once('"') else { return };
        if ATTRIBUTES.contains(&name.trim()) {
            out.push_str(&format!(" {}=\"{}\"", name.trim(), escape::text(value)));
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_mathml() {
        assert_eq!(
            mathml("x^2", false).unwrap(),
            "<math display=\"inline\"><msup><mi>x</mi><mn>2</mn></msup></math>"
        );
    }

    #[test]
    fn no_style_is_left() {
        for tex in
            [r"\color{red} a + b", r"\!x\;y", r"\begin{matrix}a\\[3pt]b\end{matrix}", r"\textcolor{red}{x}"]
        {
            let html = mathml(tex, true).unwrap();
            assert!(!html.contains(" style="), "{tex}: {html}");
        }
    }

    #[test]
    fn a_bad_formula_says_why() {
        for tex in [r"\frac{1", r"\nosuchcommand", r"}", r"\left( x"] {
            let reason = mathml(tex, false).unwrap_err();
            assert!(!reason.is_empty() && !reason.contains('\n'), "{tex}: {reason}");
        }
    }

    #[test]
    fn a_formula_cannot_smuggle_html() {
        for tex in [
            r"\operatorname{<img src=x onerror=alert(1)>}",
            r"\operatorname{</mi></math><script>alert(1)</script>}",
            r"\text{<b>}",
            r"a<b>c",
        ] {
            let html = mathml(tex, false).unwrap_or_default();
            for part in ["<img", "<script", "<b>"] {
                assert!(!html.contains(part), "{tex}: {html}");
            }
        }
    }

    #[test]
    fn a_formula_that_the_library_stumbles_over_is_only_bad() {
        assert_eq!(mathml("\\char é", false), Err("it cannot be made sense of".to_owned()));
    }

    #[test]
    fn deep_formulas_end() {
        for tex in [r"\sqrt", "{", r"\frac", r"\left(", "^", "_", r"\begin{matrix}", r"\text{", "$"] {
            let _ = mathml(&tex.repeat(9_000 / tex.len()), false);
        }
        let _ = mathml(&format!("{}x{}", "{".repeat(4_900), "}".repeat(4_900)), false);
        let _ = mathml(&r"\def\a{\a\a}\a".repeat(10), false);
    }
}
