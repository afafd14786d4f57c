//! Rules about what a text says: how readers are spoken to, and what is left to write.
//!
//! In: one record at a time. Out: findings. They go by the lists of words below, and never guess
//! beyond them.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::entry::Entry;
use crate::finding::{Check, Finder, Rule};
use crate::said::{is_code, own_text};
use crate::source::{Source, Span};

/// The rules.
pub const RULES: &[Rule] = &[
    Rule {
        id: "GEN6",
        summary: "Nobody is scolded",
        why: "A reader who is told off stops reading, and stops asking.",
        fails: "\
=== content/quota.md
+++
title = \"Quotas\"
+++
Teams that are misusing the queue lose their quota.
",
        passes: "\
=== content/quota.md
+++
title = \"Quotas\"
+++
The queue holds a million messages; more are turned away.
",
        check: Check::Record(scolding),
        ..Rule::WARNING
    },
    Rule {
        id: "GEN15",
        summary: "What a template asked for has been written",
        why: "The files that `onramp new` writes say `change-me` where something is yours to write, behind a figure in a \
              comment. Whoever reads the page would read that, or a figure that nobody meant.",
        fails: "\
=== content/restore.md
+++
summary = \"change-me: what it is, in a sentence\"
+++
# Restore a backup

change-me: the steps
",
        passes: "\
=== content/restore.md
+++
summary = \"Back to last night's state in ten minutes.\"
+++
# Restore a backup

Run `lark restore`.
",
        check: Check::Record(left_to_write),
        ..Rule::WARNING
    },
];

/// What templates say where something is left to write.
const PLACEHOLDER: &str = "change-me";

/// What GEN6 looks for, in small letters, whole words.
const SCOLDING_PHRASES: &[&str] = &[
    "misusing",
    "badly behaving",
    "badly-behaving",
    "badly behaved",
    "badly-behaved",
    "repeat offender",
    "repeat offenders",
    "offender",
    "offenders",
    "laggard",
    "laggard team",
    "laggard teams",
    "laggards",
    "wall of shame",
];

/// Of these, what queries and replicas are called too: they scold where their sentence is about people.
const OF_MACHINES: &[&str] = &["offender", "offenders", "laggard"];

/// Who is meant where a sentence is about people, in small letters.
const PEOPLE: &[&str] = &[
    "customers",
    "developers",
    "engineers",
    "owners",
    "people",
    "squads",
    "team",
    "teams",
    "they",
    "users",
    "who",
    "you",
    "your",
];

fn scolding(finder: &mut Finder<'_>) {
    let entry = finder.entry();
    let sections = entry.texts.values().flat_map(|text| &text.body.sections).map(|section| &section.text);
    let headings = entry.texts.values().flat_map(|text| &text.body.headings).map(|heading| &heading.text);
    // Fields that are no Markdown, such as the title of a step.
    let plain = entry.spans.keys().filter_map(|pointer| entry.value.pointer(pointer)?.as_str());
    let all = sections.chain(headings).map(String::as_str).chain(entry.common.title.as_deref()).chain(plain);
    if !all.into_iter().any(|text| find_any(text, &SCOLDING).is_some()) {
        return;
    }
    for span in written(finder, entry) {
        let said = finder.site.sources.get(&entry.file).map_or("", |source| &source.text[span.range()]);
        let message = format!("`{said}` scolds the reader");
        let hint = "say what happens and what to do, without a word about who is to blame";
        let found = finder.report_at(entry, entry.location(span), message);
        found.hint(hint);
        // A page without front matter may have been written before anybody thought of Onramp.
        if entry.bare {
            found.as_info();
        }
    }
}

/// Where the file says one of the words, code aside.
fn written(finder: &Finder<'_>, entry: &Entry) -> Vec<Span> {
    let Some((start, text)) = own_text(finder.site, entry) else { return Vec::new() };
    // Letters outside ASCII keep their length, so that a place in one is a place in the other.
    let text = text.to_ascii_lowercase();
    let mut found = Vec::new();
    for word in SCOLDING_PHRASES {
        for (at, _) in text.match_indices(word) {
            let span = Span::new(start + at, start + at + word.len());
            let quoted = text[..at].ends_with('`');
            // A sentence of a field ends with it.
            let whole = Span::new(start, start + text.len());
            let fields = entry.spans.values().map(|it| it.value);
            let fields = fields.filter(|it| whole.contains(*it) && it.contains(span));
            let field = fields.min_by_key(|it| it.range().len()).unwrap_or(whole);
            let within = &text[field.start as usize - start..field.end as usize - start];
            let at_of_it = at + start - field.start as usize;
            // The name by which a step needs another is no text.
            let named = within.contains('-') && !within.contains(char::is_whitespace);
            if is_whole(&text, at, word)
                && !(quoted || named)
                && is_of_people(within, at_of_it, word)
                && !is_code(entry, span)
            {
                found.push(span);
            }
        }
    }
    // `Repeat offenders` is told, and not the offenders in it once more.
    let all = found.clone();
    found.retain(|one| !all.iter().any(|other| other != one && other.contains(*one)));
    found
}

/// Whether a phrase at a place of a text is said of people.
fn is_of_people(text: &str, at: usize, phrase: &str) -> bool {
    if !OF_MACHINES.contains(&phrase) {
        return true;
    }
    let block = |rest: &str| rest.trim_start_matches(' ').starts_with(['\n', '-', '*', '+', '#']);
    let ends = |(n, c): &(usize, char)| {
        matches!(c, '.' | '!' | '?' | ';' | '|') || *c == '\n' && block(&text[n + 1..])
    };
    let begin = text[..at].char_indices().rev().find(ends).map_or(0, |(n, _)| n);
    let end = text.char_indices().skip_while(|(n, _)| *n < at).find(ends).map_or(text.len(), |(n, _)| n);
    let mut words = text[begin..end].split(|c: char| !c.is_alphanumeric());
    words.any(|word| PEOPLE.contains(&word))
}

fn left_to_write(finder: &mut Finder<'_>) {
    /// How many places the message names.
    const NAMED: usize = 3;
    let entry = finder.entry();
    let Some(source) = finder.site.sources.get(&entry.file) else { return };
    let mut left: Vec<(Span, Option<&str>)> = fields_to_write(entry, source).collect();
    left.extend(figures_to_write(entry, source));
    left.extend(lines_to_write(entry, source).map(|span| (span, None)));
    left.sort_unstable();
    let Some((first, field)) = left.first().copied() else { return };
    let (message, hint) = match (left.len(), field) {
        (1, Some(name)) => {
            (format!("`{name}` still says `{PLACEHOLDER}`"), "write it, or take the field out")
        }
        (1, None) => (format!("this line still says `{PLACEHOLDER}`"), "write it, or take the line out"),
        (count, _) => {
            let line = |span: &Span| source.position(span.start).line;
            let named = left.iter().take(NAMED).map(|(span, name)| match name {
                Some(name) => format!("`{name}` in line {}", line(span)),
                None => format!("line {}", line(span)),
            });
            let mut named: Vec<String> = named.collect();
            named.extend(count.checked_sub(NAMED + 1).map(|more| format!("{} more", more + 1)));
            let last = named.pop().unwrap_or_default();
            let message =
                format!("{count} places still say `{PLACEHOLDER}`: {} and {last}", named.join(", "));
            (message, "write each, or take its field or line out")
        }
    };
    finder.report_at(entry, entry.location(first), message).hint(hint);
}

/// The fields whose text a template left to write.
fn fields_to_write<'a>(
    entry: &'a Entry,
    source: &'a Source,
) -> impl Iterator<Item = (Span, Option<&'a str>)> {
    let names: BTreeSet<&str> = entry.refs.values().map(|site| site.pointer.as_str()).collect();
    let left = entry.spans.iter().filter(move |(pointer, span)| {
        let text = &source.text[span.value.range()];
        // A name that leads nowhere is found already; a table holds values, and is none.
        text.starts_with(['"', '\'']) && is_left(text) && !names.contains(pointer.as_str())
    });
    left.map(|(pointer, span)| (span.value, name(pointer)))
}

/// The fields behind whose value a template left to write in a comment.
fn figures_to_write<'a>(
    entry: &'a Entry,
    source: &'a Source,
) -> impl Iterator<Item = (Span, Option<&'a str>)> {
    let left = entry.spans.iter().filter(|(_, span)| {
        let line = source.text[span.value.end as usize..].lines().next().unwrap_or_default();
        // A table that is written over several lines ends where its last value does.
        let of_one_line = !source.text[span.value.range()].contains('\n');
        of_one_line && line.trim_start_matches([' ', '\t', ',']).starts_with('#') && is_left(line)
    });
    left.map(|(pointer, span)| (span.value, name(pointer)))
}

/// The field at a pointer; of a place in a list, the list's.
fn name(pointer: &str) -> Option<&str> {
    pointer.rsplit('/').find(|name| name.parse::<u32>().is_err())
}

/// The lines of the body, code aside, that a template left to write.
fn lines_to_write<'a>(entry: &'a Entry, source: &'a Source) -> impl Iterator<Item = Span> + 'a {
    let body = entry.texts.values().find(|text| text.pointer.is_empty()).map(|text| &text.body);
    let start = entry.spans.values().map(|span| span.value.end).max().unwrap_or_default() as usize;
    let mut at = start.min(source.text.len());
    let lines = source.text[at..].split_inclusive('\n').filter(move |_| body.is_some()).map(move |line| {
        let span = Span::new(at, at + line.trim_end().len());
        at += line.len();
        (span, line)
    });
    lines.filter(move |(span, line)| is_left(line) && !is_code(entry, *span)).map(|(span, _)| span)
}

/// Whether a template left a text to write; one that speaks of such texts names the word as code.
fn is_left(text: &str) -> bool {
    text.contains(PLACEHOLDER) && !text.contains("`change-me")
}

/// The first of the phrases that a text holds, in small or capital letters.
pub(super) fn find_any(text: &str, phrases: &Phrases) -> Option<&'static str> {
    let found = phrases.finder.iter().flat_map(|finder| finder.find_overlapping_iter(text));
    let whole = found.filter(|it| is_whole(text, it.start(), phrases.all[it.pattern().as_usize()]));
    whole.map(|it| it.pattern().as_usize()).min().map(|first| phrases.all[first])
}

/// Phrases that are looked for in every text of a site, all in one pass.
pub(super) struct Phrases {
    all: &'static [&'static str],
    /// None where they do not fit into memory.
    finder: Option<AhoCorasick>,
}

impl Phrases {
    pub(super) fn new(all: &'static [&'static str]) -> Self {
        Self { all, finder: AhoCorasick::builder().ascii_case_insensitive(true).build(all).ok() }
    }
}

static SCOLDING: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(SCOLDING_PHRASES));

/// Whether what stands at `at` is not a part of a longer word.
fn is_whole(text: &str, at: usize, phrase: &str) -> bool {
    let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '_');
    ends(text[..at].chars().next_back()) && ends(text[at + phrase.len()..].chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::tests::report;

    #[test]
    fn ordinary_prose_is_left_alone() {
        assert_eq!(find_any("the defenders", &SCOLDING), None);
        assert_eq!(find_any("Two Laggards", &SCOLDING), Some("laggards"));
    }

    #[test]
    fn a_query_may_offend_and_nobody_is_an_offender() {
        let told = |text: &str| {
            let told = report(&format!("=== content/a.md\n+++\nowner = \"storage\"\n+++\n# A\n\n{text}\n"));
            told.into_iter().filter(|it| it.starts_with("GEN6")).count()
        };
        for text in [
            "The log names the worst offenders: two queries without an index.",
            "- Look for offenders in the log\n- Ask the team that owns the query",
            "Sort by size. The offenders come first. Your team can drop them.",
            "Laggard replicas were dropped.",
            "The offender in the query plan is a sequential scan.",
        ] {
            assert_eq!(told(text), 0, "{text}");
        }
        for text in [
            "The worst offenders are the\nteams that never upgrade.",
            "Offenders lose their quota, whoever they are.",
            "Repeat offenders are listed.",
            "Teams that misuse it: you must not be a laggard.",
            "Your team is the repeat offender.",
            "We write to every laggard team.",
        ] {
            assert_eq!(told(text), 1, "{text}");
        }
    }

    #[test]
    fn titles_within_a_record_and_every_field_are_read() {
        let told = |fields: &str| {
            let told = report(&format!("=== content/migrations/m.toml\ntitle = \"M\"\n{fields}\n"));
            let told = told.into_iter().filter_map(|it| Some(it.strip_prefix("GEN6 ")?.to_owned()));
            told.map(|it| it.split(" (").next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(
            told("[[steps]]\ntitle = \"Laggard teams\""),
            ["content/migrations/m.toml:3:10: warning: `Laggard teams` scolds the reader"]
        );
        assert_eq!(told("summary = \"You must not be a laggard\"").len(), 1);
        // The name that its title gives to a step is not told once more.
        let needed =
            "[[steps]]\ntitle = \"Laggard teams\"\n[[steps]]\ntitle = \"B\"\nneeds = [\"laggard-teams\"]";
        assert_eq!(told(needed).len(), 1);
        // What is said of machines in one field is not of the people in the next.
        assert_eq!(told("[[steps]]\ntitle = \"Drop the laggard\"\nwho = \"You\""), [""; 0]);
    }
}
