//! How wide text is.
//!
//! In: text and its size. Out: pixels. The widths are Helvetica's, which Arial and Liberation Sans share,
//! so that a label fits its box wherever a page is read, and the build needs no font of its machine.

/// The fonts that the widths hold for.
pub(super) const FAMILY: &str = "Arial, \"Liberation Sans\", Helvetica, Arimo, sans-serif";

/// Of the characters from space to `~`, in thousandths of the size.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
/// Of other letters, and of those of East Asian scripts and pictures, which are square.
const OTHER: u16 = 600;
const SQUARE: u16 = 1_000;
/// Bold letters are wider, and so are those of other fonts.
const ROOM: f64 = 1.08;

/// The width of a line of text in pixels.
pub(super) fn of(text: &str, size: f64) -> f64 {
    let thousandths = text.chars().map(|letter| {
        let number = u32::from(letter);
        let known = number.checked_sub(32).and_then(|at| WIDTHS.get(at as usize)).copied();
        f64::from(known.unwrap_or(if number < 0x2e80 { OTHER } else { SQUARE }))
    });
    thousandths.sum::<f64>() / 1_000.0 * size * ROOM
}
