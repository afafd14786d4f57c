//! Colours, and whether one can be read on another.
//!
//! In: a colour as CSS writes it in hexadecimal. Out: contrast and mixtures. Must not: know a theme.

use std::fmt;

use serde::Serialize;

/// A colour without transparency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Colour([u8; 3]);

/// White.
pub const WHITE: Colour = Colour([255; 3]);
/// Black.
pub const BLACK: Colour = Colour([0; 3]);

impl Colour {
    /// Reads `#rgb` or `#rrggbb`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits: Option<Vec<u8>> =
            text.strip_prefix('#')?.chars().map(|it| u8::try_from(it.to_digit(16)?).ok()).collect();
        let parts: Vec<u8> = match digits?.as_slice() {
            short @ [_, _, _] => short.iter().map(|digit| digit * 17).collect(),
            long @ [_, _, _, _, _, _] => long.chunks(2).map(|pair| pair[0] * 16 + pair[1]).collect(),
            _ => return None,
        };
        Some(Self(parts.try_into().ok()?))
    }

    /// The contrast with another, from 1 to 21, as WCAG 2 defines it.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// This colour with `share` (0 to 1) of another in it.
    #[must_use]
    pub fn mixed(self, other: Self, share: f64) -> Self {
        let mut mixed = self.0;
        for (ours, theirs) in mixed.iter_mut().zip(other.0) {
            let value = f64::from(*ours) * (1.0 - share) + f64::from(theirs) * share;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 255")]
            let value = value.round() as u8;
            *ours = value;
        }
        Self(mixed)
    }

    /// The nearest mixture with `end` that is right.
    #[must_use]
    pub fn towards(self, end: Self, is_right: impl Fn(Self) -> bool) -> Self {
        let steps = (0..=50).map(|step| self.mixed(end, f64::from(step) / 50.0));
        steps.into_iter().find(|colour| is_right(*colour)).unwrap_or(end)
    }

    /// As WCAG 2 defines it: <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>.
    fn luminance(self) -> f64 {
        let linear = self.0.map(|value| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_standard() {
        let of = |one: &str, two: &str| {
            let contrast = Colour::parse(one).unwrap().contrast(Colour::parse(two).unwrap());
            (contrast * 100.0).round() / 100.0
        };
        assert_eq!(format!("{}", of("#000", "#fff")), "21");
        assert_eq!(format!("{}", of("#777777", "#ffffff")), "4.48");
        assert_eq!(Colour::parse("#12"), None);
        assert_eq!(Colour::parse("red"), None);
    }

    #[test]
    fn a_colour_goes_only_as_far_as_it_must() {
        let grey = Colour::parse("#999").unwrap();
        let readable = grey.towards(BLACK, |it| it.contrast(WHITE) >= 4.5);
        assert_eq!(readable.to_string(), "#747474");
        assert_eq!(readable.towards(BLACK, |_| true), readable);
    }
}
