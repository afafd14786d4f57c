//! Diagrams in, pictures out.
//!
//! In: a diagram's text. Out: SVG for light and for dark pages, or what is wrong with the text and on
//! which line. Must not: run long, panic, or make a picture that runs a program or asks another host
//! for anything.
//!
//! What draws is a library, behind the feature `diagrams`; without it, there are no pictures.

#[cfg(feature = "diagrams")]
mod crop;
#[cfg(feature = "diagrams")]
mod dot;
#[cfg(feature = "diagrams")]
mod mermaid;
#[cfg(feature = "diagrams")]
mod misread;
#[cfg(feature = "diagrams")]
mod quiet;
#[cfg(feature = "diagrams")]
mod slip;
#[cfg(feature = "diagrams")]
mod sort;
#[cfg(feature = "diagrams")]
mod svg;
#[cfg(all(test, feature = "diagrams"))]
mod tests;
#[cfg(feature = "diagrams")]
mod width;

use crate::diagram::{Diagram, Drawn};
use crate::palette::Inks;

/// Whether this program draws at all.
pub const DRAWS: bool = cfg!(feature = "diagrams");

/// Draws a diagram in the colours of a theme.
///
/// # Errors
/// Why it cannot be drawn.
#[cfg(feature = "diagrams")]
pub fn draw(diagram: &Diagram, inks: &Inks) -> Drawn {
    use crate::diagram::{Fault, Notation};
    use dot::Flowchart;

    /// More would be no picture that anybody reads.
    const MOST_BYTES: usize = 30_000;

    let Diagram { notation, text } = diagram;
    if text.len() > MOST_BYTES {
        let message = format!("the diagram's text is longer than {MOST_BYTES} bytes");
        return Err(Fault::beyond(message, "show less in one picture, or make two of it"));
    }
    let draw = || match notation {
        Notation::Mermaid => mermaid::draw(text, inks),
        Notation::Dot => {
            let flowchart = dot::flowchart(text)?;
            let drawing = mermaid::draw(&flowchart.text, inks).map_err(mermaid::not_ours)?;
            let Flowchart { title, slips, .. } = flowchart;
            Ok(crate::diagram::Drawing { sort: "Graph".to_owned(), title, slips, ..drawing })
        }
    };
    quiet::caught(draw).unwrap_or_else(|| {
        let hint = "its text is shown instead; leave parts of it out to find what it cannot be drawn with";
        Err(Fault::beyond("this diagram cannot be drawn", hint))
    })
}

/// Draws nothing: this program cannot.
///
/// # Errors
/// Always.
#[cfg(not(feature = "diagrams"))]
pub fn draw(_: &Diagram, _: &Inks) -> Drawn {
    let hint = "install Onramp with its feature `diagrams`, which is on unless it was turned off";
    Err(crate::diagram::Fault::beyond("this `onramp` was made without what draws diagrams", hint))
}
