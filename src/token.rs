//! What a token of a stylesheet may be: a colour, a length, a list of fonts, a number.
//!
//! In: a token's value as CSS writes it. Out: its [`Form`], and whether another value has it too. What
//! has a form can neither end its declaration nor ask another host for anything. Must not: know a theme.

use crate::colour::Colour;

/// What sort of value a token has, by the value that its theme gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `#2f45a8`, or a function of numbers that gives a colour.
    Colour,
    /// `38rem`, or a sum of such.
    Length,
    /// `"Segoe UI", sans-serif`.
    Fonts,
    /// `1.5`.
    Number,
    /// Words, numbers and functions of any other sort.
    Words,
}

/// Functions that give a colour.
const COLOURS: &[&str] =
    &["rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "color-mix"];
/// Functions that give a length.
const LENGTHS: &[&str] = &["calc", "clamp", "min", "max"];
/// Units of length.
const UNITS: &[&str] = &[
    "rem", "em", "px", "%", "ch", "ex", "lh", "rlh", "vw", "vh", "vi", "vb", "vmin", "vmax", "pt", "pc",
    "cm", "mm", "in", "q",
];

impl Form {
    /// The form of a theme's own value.
    #[must_use]
    pub fn of(value: &str) -> Self {
        let all = [Self::Colour, Self::Number, Self::Length];
        if let Some(form) = all.into_iter().find(|form| form.has(value)) {
            return form;
        }
        // One word may mean anything; a list of them, or a name in quotes, is of fonts.
        if value.contains([',', '"', '\'']) && Self::Fonts.has(value) { Self::Fonts } else { Self::Words }
    }

    /// Whether a value has this form.
    #[must_use]
    pub fn has(self, value: &str) -> bool {
        if !is_closed(value) {
            return false;
        }
        match self {
            Self::Colour => is_colour(value),
            Self::Length => is_length(value),
            Self::Fonts => value.split(',').all(|font| is_font(font.trim())),
            Self::Number => is_number(value),
            Self::Words => !value.trim().is_empty(),
        }
    }

    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Colour => "a colour",
            Self::Length => "a length",
            Self::Fonts => "a list of fonts",
            Self::Number => "a number",
            Self::Words => "plain words and numbers",
        }
    }
}

/// Whether a value stays within its declaration: nothing in it ends one, begins a comment or a rule,
/// escapes, or names a file.
fn is_closed(value: &str) -> bool {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut word = String::new();
    for c in value.chars() {
        if !(c.is_alphanumeric() || " .,%#+-*/()\"'_".contains(c)) {
            return false;
        }
        match (quote, c) {
            (Some(open), _) if open == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => {
                let name = word.to_ascii_lowercase();
                if !name.is_empty() && !COLOURS.contains(&&*name) && !LENGTHS.contains(&&*name) {
                    return false;
                }
                depth += 1;
            }
            (None, ')') if depth == 0 => return false,
            (None, ')') => depth -= 1,
            _ => {}
        }
        if c.is_alphanumeric() || c == '-' {
            word.push(c);
        } else {
            word.clear();
        }
    }
    depth == 0 && quote.is_none() && !value.contains("//") && !value.contains("/*")
}

/// The inside of a call of one of these functions.
fn called<'a>(value: &'a str, functions: &[&str]) -> Option<&'a str> {
    let (name, inside) = value.strip_suffix(')')?.split_once('(')?;
    functions.contains(&&*name.to_ascii_lowercase()).then_some(inside)
}

fn is_colour(value: &str) -> bool {
    Colour::parse(value).is_some() || called(value, COLOURS).is_some_and(|inside| !inside.trim().is_empty())
}

fn is_number(value: &str) -> bool {
    let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
    digits.contains(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
        && digits.matches('.').count() < 2
        && !digits.ends_with('.')
}

fn is_length(value: &str) -> bool {
    let with_unit = |value: &str| {
        let value = value.to_ascii_lowercase();
        UNITS.iter().any(|unit| value.strip_suffix(unit).is_some_and(is_number))
    };
    let in_function = |inside: &str| {
        let mut parts = inside.split([' ', ',', '(', ')', '*', '/']).filter(|part| !part.is_empty());
        parts.clone().any(with_unit)
            && parts.all(|part| {
                let part = part.to_ascii_lowercase();
                with_unit(&part)
                    || is_number(&part)
                    || ["+", "-"].contains(&&*part)
                    || LENGTHS.contains(&&*part)
            })
    };
    value == "0" || with_unit(value) || called(value, LENGTHS).is_some_and(in_function)
}

fn is_font(name: &str) -> bool {
    let inner = ['"', '\''].into_iter().find_map(|it| name.strip_prefix(it)?.strip_suffix(it));
    match inner {
        Some(inner) => !inner.trim().is_empty() && !inner.contains(['"', '\'']),
        None => name.split(' ').all(|word| {
            let begins = |c: char| c.is_alphabetic() || c == '-' || c == '_';
            word.starts_with(begins) && word.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_themes_value_says_what_its_token_is() {
        for (value, form) in [
            ("#2f45a8", Form::Colour),
            ("rgb(47 69 168 / .5)", Form::Colour),
            ("38rem", Form::Length),
            (".8125rem", Form::Length),
            ("clamp(1rem, 3.2vw, 2.5rem)", Form::Length),
            ("1.5", Form::Number),
            ("-apple-system, \"Segoe UI\", sans-serif", Form::Fonts),
            ("bold", Form::Words),
            ("0 1px 2px rgb(0 0 0 / .2)", Form::Words),
        ] {
            assert_eq!(Form::of(value), form, "{value}");
        }
    }

    #[test]
    fn another_value_has_the_same_form_or_it_has_not() {
        for (form, right, wrong) in [
            (Form::Colour, "#fff", "red-ish"),
            (Form::Colour, "oklch(40% .1 270)", "url(#fff)"),
            (Form::Length, "0", "banana"),
            (Form::Length, "calc(30rem + 2 * 4px)", "calc(banana)"),
            (Form::Length, "40rem", "40"),
            (Form::Length, "40rem", "40 rem"),
            (Form::Number, "-0.5", "1.2.3"),
            (Form::Fonts, "Inter", "Inter,, serif"),
            (Form::Fonts, "\"A 1\", serif", "\"A"),
        ] {
            assert!(form.has(right), "{right}");
            assert!(!form.has(wrong), "{wrong}");
        }
    }

    #[test]
    fn no_value_ends_its_declaration_or_names_a_file() {
        for value in [
            "40rem; } body { background: url(https://evil.example/x)",
            "40rem }",
            "url(https://evil.example/x)",
            "u\\72l(x)",
            "image-set(\"x\" 1x)",
            "a /* b",
            "a\nb",
            "\"a",
            "a)",
            "(a",
            "x!important",
            "@import",
            "</style>",
        ] {
            let forms = [Form::Colour, Form::Length, Form::Fonts, Form::Number, Form::Words];
            assert!(forms.iter().all(|form| !form.has(value)), "{value}");
        }
    }
}
