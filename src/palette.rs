//! What a site sets of its theme: the accent, and other tokens.
//!
//! In: the config, and the theme's stylesheet. Out: rules to put behind that stylesheet, and a
//! finding for each colour that could not be read. Must not: change the stylesheet itself.

use std::collections::BTreeMap;
use std::fmt;

use crate::colour::{BLACK, Colour, WHITE};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::nearest::nearest;
use crate::source::{Location, Span};
use crate::token::Form;

/// What text is set in.
const TEXT: &[&str] = &["ink", "ink-2", "ink-3", "accent", "good", "warn", "bad"];
/// What it stands on.
const GROUNDS: &[&str] = &["bg", "sunk", "wash"];
/// The least contrast of text: WCAG 2.2, success criterion 1.4.3.
const READABLE: f64 = 4.5;

/// A token's value in the light and in the dark.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pair {
    light: String,
    dark: String,
}

impl Pair {
    /// Reads `light-dark(a, b)`, or one value for both.
    fn parse(value: &str) -> Self {
        let inner = value.trim().strip_prefix("light-dark(").and_then(|it| it.strip_suffix(')'));
        let (light, dark) = inner.and_then(halves).unwrap_or((value, value));
        Self { light: light.trim().to_owned(), dark: dark.trim().to_owned() }
    }

    /// Whether both have a form; only a colour may differ in the dark.
    fn has(&self, form: Form) -> bool {
        form.has(&self.light) && form.has(&self.dark) && (form == Form::Colour || self.light == self.dark)
    }

    fn of(light: Colour, dark: Colour) -> Self {
        Self { light: light.to_string(), dark: dark.to_string() }
    }

    fn schemes(&self) -> [(&'static str, &str); 2] {
        [("light", &self.light), ("dark", &self.dark)]
    }
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.light == self.dark {
            return f.write_str(&self.light);
        }
        write!(f, "light-dark({}, {})", self.light, self.dark)
    }
}

/// What a site has set, ready for the stylesheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Palette {
    /// By the token's name without its dashes.
    set: BTreeMap<String, Pair>,
    /// Those that the site does not set too.
    all: BTreeMap<String, Pair>,
}

/// The colours of a theme by their token's name, each for a light page and for a dark one.
pub type Inks = BTreeMap<String, [Colour; 2]>;

impl Palette {
    /// What the config sets of the tokens that a stylesheet declares.
    #[must_use]
    pub fn new(config: &Config, stylesheet: &str) -> (Self, Vec<Diagnostic>) {
        let own = declared(stylesheet);
        let mut all = own.clone();
        let mut findings = Vec::new();
        let mut set = BTreeMap::new();
        if let Some(accent) = config.accent.as_deref().and_then(Colour::parse) {
            set.extend(derived(accent, &all));
        }
        for (name, value) in &config.tokens {
            let (given, Some(of_theme)) = (Pair::parse(value), own.get(name)) else {
                findings.push(unknown(config, name, &own));
                continue;
            };
            let form = Form::of(&of_theme.light);
            if given.has(form) {
                set.insert(name.clone(), given);
            } else {
                findings.push(misshapen(config, name, form, of_theme));
            }
        }
        all.extend(set.clone());
        findings.extend(unreadable(config, &all, &set, &own));
        (Self { set, all }, findings)
    }

    /// The colours that pictures are drawn in.
    #[must_use]
    pub fn inks(&self) -> Inks {
        let colours = |pair: &Pair| Some([Colour::parse(&pair.light)?, Colour::parse(&pair.dark)?]);
        self.all.iter().filter_map(|(name, pair)| Some((name.clone(), colours(pair)?))).collect()
    }

    /// The rules that go behind the stylesheet, so that they win; empty where nothing is set.
    #[must_use]
    pub fn rules(&self) -> String {
        if self.set.is_empty() {
            return String::new();
        }
        let list = |of: &dyn Fn(&Pair) -> String| {
            self.set.iter().map(|(name, pair)| format!(" --{name}: {};", of(pair))).collect::<String>()
        };
        let both = list(&Pair::to_string);
        let (light, dark) = (list(&|pair| pair.light.clone()), list(&|pair| pair.dark.clone()));
        format!(
            "\n/* what onramp.toml sets */\n:root {{{both} }}\n\
             @supports not (color: light-dark(#000, #fff)) {{\n  :root {{{light} }}\n  \
             @media (prefers-color-scheme: dark) {{ :root {{{dark} }} }}\n}}\n"
        )
    }
}

/// The tokens of a stylesheet: the first value of each custom property.
fn declared(stylesheet: &str) -> BTreeMap<String, Pair> {
    let mut tokens = BTreeMap::new();
    for part in stylesheet.split([';', '{', '}']) {
        let Some((name, value)) = part.trim().strip_prefix("--").and_then(|it| it.split_once(':')) else {
            continue;
        };
        tokens.entry(name.trim().to_owned()).or_insert_with(|| Pair::parse(value.trim()));
    }
    tokens
}

/// The accent as the site gives it, what it is in the dark, and the tint of what is marked.
fn derived(accent: Colour, tokens: &BTreeMap<String, Pair>) -> [(String, Pair); 2] {
    let ground = tokens.get("bg").cloned().unwrap_or_else(|| Pair::of(WHITE, BLACK));
    let light = Colour::parse(&ground.light).unwrap_or(WHITE);
    let dark = Colour::parse(&ground.dark).unwrap_or(BLACK);
    // Lighter than what must be: thin letters on black need more.
    let bright = accent.towards(WHITE, |it| it.contrast(dark) >= 8.0);
    // As much tint as still lets the accent be read on it.
    let tint = |ground: Colour, ink: Colour, most: u8| {
        let mut shares = (0..=most).rev().map(|share| ground.mixed(ink, f64::from(share) / 100.0));
        shares.find(|tint| ink.contrast(*tint) >= READABLE).unwrap_or(ground)
    };
    let wash = Pair::of(tint(light, accent, 8), tint(dark, bright, 18));
    [("accent".to_owned(), Pair::of(accent, bright)), ("wash".to_owned(), wash)]
}

fn unknown(config: &Config, name: &str, tokens: &BTreeMap<String, Pair>) -> Diagnostic {
    let pointer = format!("/tokens/{name}");
    // The name is what is wrong, not the value.
    let span = config.spans.get(&pointer).map_or(Span::FILE, |span| span.key);
    let at = Location { span, ..config.at(&pointer) };
    let finding = Diagnostic::error("CFG1", at, format!("the theme has no token `{name}`"));
    match nearest(name, tokens.keys().map(String::as_str)) {
        Some(meant) => finding.with_hint(format!("did you mean `{meant}`?")),
        None => finding.with_hint("the manual's design page lists the tokens"),
    }
}

fn misshapen(config: &Config, name: &str, form: Form, of_theme: &Pair) -> Diagnostic {
    let message = format!("the token `{name}` is {}, and this is none", form.name());
    let hint = match form {
        Form::Colour => format!("write it as `#rrggbb`, or two for both themes: `{of_theme}`"),
        Form::Words => format!("write it without `;`, braces and addresses, such as `{of_theme}`"),
        _ => format!("write one such as `{of_theme}`"),
    };
    Diagnostic::error("CFG1", config.at(&format!("/tokens/{name}")), message).with_hint(hint)
}

/// The two values of `light-dark()`, each of which may be a function.
fn halves(inside: &str) -> Option<(&str, &str)> {
    let mut depth = 0_i32;
    let comma = inside.char_indices().find(|(_, c)| {
        depth += i32::from(*c == '(') - i32::from(*c == ')');
        *c == ',' && depth == 0
    });
    Some((&inside[..comma?.0], &inside[comma?.0 + 1..]))
}

/// Text that could not be read, where the site has set the text's colour or its ground's.
fn unreadable(
    config: &Config,
    all: &BTreeMap<String, Pair>,
    set: &BTreeMap<String, Pair>,
    own: &BTreeMap<String, Pair>,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for text in TEXT {
        let grounds = GROUNDS.iter().filter(|ground| set.contains_key(*text) || set.contains_key(**ground));
        let grounds: Vec<(&str, &Pair)> = grounds.filter_map(|it| Some((*it, all.get(*it)?))).collect();
        let Some(pair) = all.get(*text) else { continue };
        for (n, (scheme, value)) in pair.schemes().into_iter().enumerate() {
            let Some(colour) = Colour::parse(value) else { continue };
            let on = |ground: &Pair| Colour::parse(ground.schemes()[n].1);
            let worst = grounds
                .iter()
                .filter_map(|(name, ground)| Some((*name, colour.contrast(on(ground)?))))
                .min_by(|a, b| a.1.total_cmp(&b.1));
            let Some((ground, contrast)) = worst.filter(|(_, contrast)| *contrast < READABLE) else {
                continue;
            };
            let pointer = match (config.tokens.contains_key(*text), *text) {
                (false, "accent") => "/accent".to_owned(),
                (true, _) => format!("/tokens/{text}"),
                (false, _) => format!("/tokens/{ground}"),
            };
            let message = format!(
                "`{text}` is `{colour}` on `{ground}` in the {scheme} theme: a contrast of {contrast:.1}, \
                 where text needs {READABLE}"
            );
            let is_right = |it: Colour| {
                grounds.iter().filter_map(|(_, ground)| on(ground)).all(|on| it.contrast(on) >= READABLE)
            };
            let ends = if n == 0 { [BLACK, WHITE] } else { [WHITE, BLACK] };
            let better = ends.map(|end| colour.towards(end, is_right)).into_iter().find(|it| is_right(*it));
            let hint = match (all.get(ground), own.get(ground)) {
                // One ground for both themes suits the text of one of them.
                (Some(one), Some(theme)) if set.contains_key(ground) && one.light == one.dark => {
                    let mut two = theme.clone();
                    (if n == 0 { &mut two.dark } else { &mut two.light }).clone_from(&one.light);
                    format!("`{ground}` is for both themes: write one for each, such as `{two}`")
                }
                _ => better.map_or_else(
                    || format!("no colour can be read on all grounds: change `{ground}`"),
                    |better| format!("`{better}` is the nearest that can be read"),
                ),
            };
            findings.push(Diagnostic::error("CFG2", config.at(&pointer), message).with_hint(hint));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = ":root { --bg: light-dark(#ffffff, #12151b); --sunk: light-dark(#f4f5f8, #1b1f28);\
         --wash: light-dark(#eef1fc, #20284a); --accent: light-dark(#2f45a8, #a9b8ff); --measure: 38rem }";

    fn palette(accent: Option<&str>, tokens: &[(&str, &str)]) -> (String, Vec<String>) {
        let tokens = tokens.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let config =
            Config { accent: accent.map(str::to_owned), tokens: tokens.collect(), ..Config::default() };
        let (palette, findings) = Palette::new(&config, SHEET);
        let told = findings.into_iter().map(|it| format!("{} ({})", it.message, it.hint.unwrap_or_default()));
        (palette.rules(), told.collect())
    }

    #[test]
    fn one_accent_makes_what_goes_with_it() {
        let (rules, told) = palette(Some("#0b6e4f"), &[]);
        assert_eq!(told, [""; 0]);
        let first = rules.lines().nth(2).unwrap_or_default();
        assert_eq!(
            first,
            ":root { --accent: light-dark(#0b6e4f, #85b7a7); --wash: light-dark(#ebf3f1, #273234); }"
        );
    }

    #[test]
    fn nothing_set_leaves_the_stylesheet_alone() {
        assert_eq!(palette(None, &[]), (String::new(), Vec::new()));
    }

    #[test]
    fn an_accent_that_cannot_be_read_is_told_with_one_that_can() {
        let (_, told) = palette(Some("#ffcc00"), &[]);
        assert_eq!(
            told,
            ["`accent` is `#ffcc00` on `sunk` in the light theme: a contrast of 1.4, where text needs 4.5 \
              (`#856a00` is the nearest that can be read)"]
        );
        assert_eq!(palette(Some("#856a00"), &[]).1, [""; 0]);
    }

    #[test]
    fn a_value_of_another_sort_is_told_and_not_set() {
        let (rules, told) =
            palette(None, &[("measure", "40rem; } body { background: url(//x.example)"), ("bg", "paper")]);
        assert_eq!(rules, "");
        assert_eq!(
            told,
            [
                "the token `bg` is a colour, and this is none (write it as `#rrggbb`, or two for both themes: \
                 `light-dark(#ffffff, #12151b)`)",
                "the token `measure` is a length, and this is none (write one such as `38rem`)",
            ]
        );
        assert_eq!(
            palette(None, &[("measure", "light-dark(1rem, 2rem)")]).1.len(),
            1,
            "no length differs in the dark"
        );
        let (rules, told) = palette(None, &[("bg", "light-dark(rgb(255, 255, 255), rgb(0, 0, 0))")]);
        assert_eq!(told, [""; 0]);
        assert!(rules.contains("--bg: light-dark(rgb(255, 255, 255), rgb(0, 0, 0));"), "{rules}");
    }

    #[test]
    fn one_ground_for_both_themes_is_told_to_become_two() {
        let (_, told) = palette(None, &[("bg", "#ffff00")]);
        assert_eq!(
            told,
            [
                "`accent` is `#a9b8ff` on `bg` in the dark theme: a contrast of 1.8, where text needs 4.5 (`bg` is \
              for both themes: write one for each, such as `light-dark(#ffff00, #12151b)`)"
            ]
        );
    }

    #[test]
    fn a_token_is_set_by_its_name() {
        let (rules, told) = palette(None, &[("measure", "40rem"), ("mesure", "40rem")]);
        assert!(rules.contains(":root { --measure: 40rem; }"), "{rules}");
        assert_eq!(told, ["the theme has no token `mesure` (did you mean `measure`?)"]);
    }
}
