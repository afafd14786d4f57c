//! Findings for people at a terminal: the excerpt underlined, related places, a hint.
//!
//! In: sorted findings. Out: text with colour codes, which the caller strips where they are not
//! wanted. Findings that repeat are shown once, with a count and the next places.
//! Must not: fail on a place that its text does not have, or let through control characters of the
//! user's text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};

use super::{Diagnostic, Severity, Sources, position};
use crate::source::{Location, Source, Span};

/// How many findings that differ only in their names are shown in full before they are folded.
const SHOWN_APART: usize = 3;

/// How many further places a folded finding lists.
const LISTED: usize = 3;

/// Two annotations are shown in one excerpt when no more than this many lines lie between them.
const NEAR: usize = 200;

/// The findings as people read them, with a blank line between two; empty when there are none.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let renderer = Renderer::styled();
    let mut out = String::new();
    for repeated in fold(diagnostics) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&renderer.render(&[group(&repeated, sources)]));
        out.push('\n');
    }
    out
}

/// How many there are of each severity, such as `3 errors, 12 warnings`; empty when there are none.
#[must_use]
pub fn counts(diagnostics: &[Diagnostic]) -> String {
    let count = |severity, one: &str, many: &str| match diagnostics
        .iter()
        .filter(|found| found.severity == severity)
        .count()
    {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {many}")),
    };
    let all = [
        count(Severity::Error, "error", "errors"),
        count(Severity::Warning, "warning", "warnings"),
        count(Severity::Info, "info", "info"),
    ];
    all.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Puts findings together that say the same, in the order of the first of each.
///
/// Those with one message are put together always; those whose messages differ in their names, as
/// the backticks mark them, or in numbers and dates, or whose hints do, only where they are many: of a
/// few, people want to see each.
fn fold(diagnostics: &[Diagnostic]) -> Vec<Vec<&Diagnostic>> {
    let mut at = BTreeMap::new();
    let mut alike: Vec<Vec<&Diagnostic>> = Vec::new();
    for found in diagnostics {
        let hint = found.hint.as_deref().map(shape);
        let key = (found.severity, &found.rule, shape(&found.message), hint);
        let index = *at.entry(key).or_insert(alike.len());
        if index == alike.len() {
            alike.push(Vec::new());
        }
        alike[index].push(found);
    }
    let mut folded = Vec::new();
    for group in alike {
        let first = group[0];
        let same = group.iter().all(|it| it.message == first.message && it.hint == first.hint);
        if same || group.len() > SHOWN_APART {
            folded.push(group);
        } else {
            folded.extend(group.into_iter().map(|found| vec![found]));
        }
    }
    folded.sort_by_key(|group| group[0]);
    folded
}

/// The message without what stands between backticks, and with all numbers and dates alike.
fn shape(message: &str) -> String {
    let word = |word| if is_number(word) { "0" } else { word };
    let plain = message.split('`').step_by(2);
    plain.map(|part| part.split(' ').map(word).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join("`")
}

/// Whether a word begins with a digit, as numbers and dates do: `3`, `12.5%`, `(2027-01-11`.
fn is_number(word: &str) -> bool {
    word.trim_start_matches(|c: char| c.is_ascii_punctuation()).starts_with(|c: char| c.is_ascii_digit())
}

fn group<'a>(repeated: &[&'a Diagnostic], sources: &'a Sources) -> Group<'a> {
    let found = repeated[0];
    let level = match found.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let mut elements: Vec<Element> = excerpts(found, sources);
    if let Some(hint) = &found.hint {
        elements.push(Level::HELP.with_name("hint").message(normalize_untrusted_str(hint)).into());
    }
    if repeated.len() > 1 {
        elements.push(Level::NOTE.with_name("also").message(also(repeated, sources)).into());
    }
    level.primary_title(&*found.message).id(&*found.rule).elements(elements)
}

/// The finding's place and the related ones, an excerpt each where there is a text to excerpt.
fn excerpts<'a>(found: &'a Diagnostic, sources: &'a Sources) -> Vec<Element<'a>> {
    let primary = Mark { at: &found.at, label: None };
    let related =
        found.related.iter().map(|related| Mark { at: &related.at, label: Some(&*related.message) });
    // The primary place comes first; of the others, those near it go into its excerpt.
    let mut places: Vec<Vec<Mark>> = vec![vec![primary]];
    for mark in related {
        match places.iter_mut().find(|place| is_near(place[0].at, mark.at, sources)) {
            Some(place) => place.push(mark),
            None => places.push(vec![mark]),
        }
    }
    let mut elements = Vec::new();
    for marks in places {
        match sources.get(&marks[0].at.file) {
            Some(source) if marks[0].at.span != Span::FILE => elements.push(excerpt(source, &marks).into()),
            _ => {
                for mark in marks {
                    elements.push(place_only(mark.at, sources).into());
                    if let Some(label) = mark.label {
                        elements.push(Level::NOTE.message(normalize_untrusted_str(label)).into());
                    }
                }
            }
        }
    }
    elements
}

/// A place to point at. Only the finding's own has no label: its message says it.
struct Mark<'a> {
    at: &'a Location,
    label: Option<&'a str>,
}

fn is_near(one: &Location, other: &Location, sources: &Sources) -> bool {
    let line = |at: &Location| position(sources, at, at.span.start).line as usize;
    one.file == other.file
        && sources.contains_key(&one.file)
        && one.span != Span::FILE
        && other.span != Span::FILE
        && line(one).abs_diff(line(other)) <= NEAR
}

fn place_only(at: &Location, sources: &Sources) -> Origin<'static> {
    let place = position(sources, at, at.span.start);
    Origin::path(normalize_untrusted_str(&at.file))
        .line(place.line as usize)
        .char_column(place.column as usize)
}

/// The lines that the marks stand on, and no others: the renderer reads all that it is given.
fn excerpt<'a>(source: &'a Source, marks: &[Mark<'a>]) -> Snippet<'a, Annotation<'a>> {
    let text = &*source.text;
    let spans: Vec<_> = marks.iter().map(|mark| within(text, mark.at.span)).collect();
    let first = spans.iter().map(|span| span.start).min().unwrap_or(0);
    let last = spans.iter().map(|span| span.end).max().unwrap_or(0);
    let start = text[..first].rfind('\n').map_or(0, |at| at + 1);
    let end = text[last..].find('\n').map_or(text.len(), |at| last + at);
    let annotations = marks.iter().zip(spans).map(|(mark, span)| {
        let kind = if mark.label.is_none() { AnnotationKind::Primary } else { AnnotationKind::Context };
        kind.span(span.start - start..span.end - start).label(mark.label.map(normalize_untrusted_str))
    });
    Snippet::source(&text[start..end])
        .path(normalize_untrusted_str(&source.path))
        .line_start(text[..start].matches('\n').count() + 1)
        .annotations(annotations)
}

/// The span cut down to what the text has, on whole characters, without the line feed at its end.
fn within(text: &str, span: Span) -> std::ops::Range<usize> {
    let mut start = text.floor_char_boundary((span.start as usize).min(text.len()));
    // Past the last line feed there is no line to show: the end of the line before it will do.
    if start == text.len() && text.ends_with('\n') {
        start -= 1;
    }
    let end = text.ceil_char_boundary((span.end as usize).min(text.len())).max(start);
    let end = start + text[start..end].trim_end_matches('\n').len();
    start..end
}

/// The next places of a finding that repeats, with their messages where those differ.
fn also(repeated: &[&Diagnostic], sources: &Sources) -> String {
    let (first, further) = (repeated[0], &repeated[1..]);
    let mut lines = Vec::new();
    for found in further.iter().take(LISTED) {
        let place = position(sources, &found.at, found.at.span.start);
        let mut line = format!("{}:{}:{}", found.at.file, place.line, place.column);
        if found.message != first.message {
            let _ = write!(line, ": {}", found.message);
        }
        if let Some(hint) = found.hint.as_ref().filter(|_| found.hint != first.hint) {
            let _ = write!(line, " ({hint})");
        }
        lines.push(normalize_untrusted_str(&line));
    }
    match further.len().saturating_sub(LISTED) {
        0 => {}
        more => lines.push(format!("... and {more} more like this")),
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    /// Renders what `found` makes of `files`, without colour.
    fn shown(files: &[(&str, &str)], found: impl Fn(&Sources) -> Vec<Diagnostic>) -> String {
        let sources: Sources =
            files.iter().map(|(path, text)| (Arc::from(*path), Arc::new(Source::new(path, text)))).collect();
        let coloured = render(&found(&sources), &sources);
        anstream::adapter::strip_str(&coloured).to_string()
    }

    /// Where `text` stands first.
    fn at(sources: &Sources, file: &str, text: &str) -> Location {
        let start = sources[file].text.find(text).unwrap();
        span(file, start, start + text.len())
    }

    fn span(file: &str, start: usize, end: usize) -> Location {
        Location { file: file.into(), span: Span::new(start, end) }
    }

    const A: (&str, &str) =
        ("content/a.md", "+++\nid = \"x\"\nowner = \"teem\"\n+++\n\n# Title\n\nSee [it](b.md#nope) now.\n");
    const B: (&str, &str) = ("content/b.md", "+++\nid = \"x\"\n+++\n");

    #[test]
    fn a_place_is_underlined_and_a_hint_has_a_line_of_its_own() {
        let found = shown(&[A], |s| {
            let found = Diagnostic::error("REF1", at(s, A.0, "teem"), "there is no team `teem`");
            vec![found.with_hint("did you mean `team`?\nteams are in `content/teams`")]
        });
        let expected = "\
error[REF1]: there is no team `teem`
 --> content/a.md:3:10
  |
3 | owner = \"teem\"
  |          ^^^^
  |
  = hint: did you mean `team`?
          teams are in `content/teams`
";
        assert_eq!(found, expected);
    }

    #[test]
    fn a_related_place_nearby_is_in_the_same_excerpt() {
        let found = shown(&[A], |s| {
            let found = Diagnostic::error("REF3", at(s, A.0, "b.md#nope"), "there is no heading `nope`");
            let found = found.with_related(at(s, A.0, "# Title"), "the only one");
            vec![found.with_severity(Severity::Warning)]
        });
        let expected = "\
warning[REF3]: there is no heading `nope`
 --> content/a.md:8:10
  |
6 | # Title
  | ------- the only one
7 |
8 | See [it](b.md#nope) now.
  |          ^^^^^^^^^
";
        assert_eq!(found, expected);
    }

    #[test]
    fn a_related_place_elsewhere_has_its_own_excerpt() {
        let found = shown(&[A, B], |s| {
            let found = Diagnostic::error("GEN2", at(s, B.0, "\"x\""), "`x` is defined twice");
            vec![found.with_related(at(s, A.0, "\"x\""), "first defined here").with_hint("rename one")]
        });
        let expected = "\
error[GEN2]: `x` is defined twice
 --> content/b.md:2:6
  |
2 | id = \"x\"
  |      ^^^
  |
 ::: content/a.md:2:6
  |
2 | id = \"x\"
  |      --- first defined here
  |
  = hint: rename one
";
        assert_eq!(found, expected);
    }

    #[test]
    fn a_whole_file_or_one_without_text_has_a_place_only() {
        let found = shown(&[A], |s| {
            vec![
                Diagnostic::error("GEN1", span(A.0, 0, 0), "no owner")
                    .with_severity(Severity::Info)
                    .with_related(at(s, A.0, "teem"), "this is none"),
                Diagnostic::error("GEN1", span("gone.md", 7, 9), "gone")
                    .with_related(span(A.0, 0, 0), "it was here")
                    .with_hint("write it"),
            ]
        });
        let expected = "\
info[GEN1]: no owner
 --> content/a.md:1:1
  |
 ::: content/a.md:3:10
  |
3 | owner = \"teem\"
  |          ---- this is none

error[GEN1]: gone
--> gone.md:1:1
::: content/a.md:1:1
 = note: it was here
 = hint: write it
";
        assert_eq!(found, expected);
    }

    #[test]
    fn places_that_the_text_does_not_have_are_moved_to_the_nearest() {
        let line = |start, end| {
            let text = shown(&[("a", "é = 1\nlast\n"), ("empty", "")], |_| {
                vec![Diagnostic::error("R", span("a", start, end), "m")]
            });
            text.lines().skip(1).collect::<Vec<_>>().join("\n")
        };
        let last = " --> a:2:5\n  |\n2 | last\n  |     ^";
        assert_eq!(line(500, 900), last);
        assert_eq!(line(12, 12), last);
        assert_eq!(line(11, 12), last);
        assert_eq!(line(7, 900), " --> a:2:1\n  |\n2 | last\n  | ^^^^");
        // Inside a character, and an empty span.
        assert_eq!(line(1, 1), " --> a:1:1\n  |\n1 | é = 1\n  | ^");
        assert_eq!(line(3, 3), " --> a:1:3\n  |\n1 | é = 1\n  |   ^");
        let empty = shown(&[("empty", "")], |_| vec![Diagnostic::error("R", span("empty", 1, 2), "m")]);
        assert!(empty.starts_with("error[R]: m\n --> empty:1:1\n"), "{empty}");
    }

    #[test]
    fn tabs_and_wide_characters_stay_in_line() {
        let found = shown(&[("w.toml", "\tname\t= \"日本語のタイトル\" # é\n")], |s| {
            vec![
                Diagnostic::error("R", at(s, "w.toml", "タイ"), "wide"),
                Diagnostic::error("R", at(s, "w.toml", "é"), "after"),
            ]
        });
        let expected = "\
error[R]: wide
 --> w.toml:1:14
  |
1 |     name    = \"日本語のタイトル\" # é
  |                        ^^^^

error[R]: after
 --> w.toml:1:22
  |
1 |     name    = \"日本語のタイトル\" # é
  |                                    ^
";
        assert_eq!(found, expected);
    }

    #[test]
    fn a_long_line_is_cut_around_its_place() {
        let text = format!("{}[x](nope.md){}\n", "word ".repeat(500), " word".repeat(500));
        let found = shown(&[("long.md", &text)], |s| {
            vec![Diagnostic::error("R", at(s, "long.md", "nope.md"), "nope")]
        });
        let lines: Vec<&str> = found.lines().collect();
        assert_eq!(lines[1], " --> long.md:1:2505");
        assert!(lines[3].starts_with("1 | ...") && lines[3].ends_with(" ..."), "{found}");
        let (place, mark) = (lines[3].find("nope.md").unwrap(), lines[4].find("^^^^^^^").unwrap());
        assert_eq!(place, mark, "{found}");
        assert!(lines.iter().all(|line| line.len() < 160), "{found}");
    }

    #[test]
    fn a_long_span_shows_its_ends() {
        let text = format!("a = \"\"\"\n{}\"\"\"\nb = 1\n", "line\n".repeat(30));
        let found = shown(&[("a.toml", &text)], |s| {
            vec![Diagnostic::error("R", span("a.toml", 4, s["a.toml"].text.len() - 7), "long")]
        });
        let expected = "\
error[R]: long
  --> a.toml:1:5
   |
 1 |   a = \"\"\"
   |  _____^
 2 | | line
 3 | | line
 4 | | line
...  |
31 | | line
32 | | \"\"\"
   | |___^
";
        assert_eq!(found, expected);
    }

    #[test]
    fn what_repeats_is_shown_once_with_the_next_places() {
        let text = "x\n".repeat(50);
        let line = |n: usize| span("a.md", n * 2, n * 2 + 1);
        let same = shown(&[("a.md", &text)], |_| {
            (0..3).map(|n| Diagnostic::error("R", line(n), "no").with_hint("yes")).collect()
        });
        let expected = "\
error[R]: no
 --> a.md:1:1
  |
1 | x
  | ^
  |
  = hint: yes
  = also: a.md:2:1
          a.md:3:1
";
        assert_eq!(same, expected);

        let named = |count: usize| {
            shown(&[("a.md", &text)], |_| {
                (0..count).map(|n| Diagnostic::error("R", line(n), format!("no page `{n}`"))).collect()
            })
        };
        let expected = "\
error[R]: no page `0`
 --> a.md:1:1
  |
1 | x
  | ^
  |
  = also: a.md:2:1: no page `1`
          a.md:3:1: no page `2`
          a.md:4:1: no page `3`
          ... and 41 more like this
";
        assert_eq!(named(45), expected);
        let dated = shown(&[("a.md", &text)], |_| {
            let told = |n: usize| format!("`{n}` was last reviewed on 2026-01-{n:02}, {} days ago", n * 9);
            (10..31).map(|n| Diagnostic::error("R", line(n), told(n))).collect()
        });
        assert_eq!(dated.matches("error[R]").count(), 1, "{dated}");
        // Of a few, each is worth seeing.
        assert_eq!(named(3).matches("error[R]").count(), 3);
    }

    #[test]
    fn what_does_not_repeat_stays_apart_and_in_order() {
        let found = shown(&[A, B], |s| {
            let twice = |rule: &str, text: &str| Diagnostic::error(rule, at(s, A.0, text), "no");
            vec![
                twice("R1", "id"),
                twice("R2", "owner"),
                twice("R1", "teem").with_hint("another"),
                twice("R1", "See").with_severity(Severity::Warning),
                twice("R2", "now"),
            ]
        });
        let heads: Vec<&str> = found.lines().filter(|line| line.contains("]: ")).collect();
        assert_eq!(heads, ["error[R1]: no", "error[R2]: no", "error[R1]: no", "warning[R1]: no"]);
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let found = Diagnostic::error("R", span("a\u{1b}[2J", 0, 1), "m\u{1b}[2J")
            .with_hint("h\u{1b}[2J")
            .with_related(span("a\u{1b}[2J", 0, 0), "r\u{1b}[2J");
        let again = Diagnostic { at: span("b\u{1b}[2J", 0, 0), ..found.clone() };
        let sources =
            Sources::from([("a\u{1b}[2J".into(), Arc::new(Source::new("a\u{1b}[2J", "x\u{1b}[2J")))]);
        assert!(!render(&[found, again], &sources).contains("\u{1b}[2J"));
    }

    #[test]
    fn counts_leave_out_what_is_not_there() {
        let error = Diagnostic::error("R", span("a", 0, 0), "m");
        let warning = error.clone().with_severity(Severity::Warning);
        assert_eq!(counts(&[error.clone(), warning.clone(), error]), "2 errors, 1 warning");
        assert_eq!(counts(&[warning]), "1 warning");
        assert_eq!(counts(&[]), "");
    }
}
