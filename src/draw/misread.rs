//! What is wrong with a Mermaid text, in words of our own.
//!
//! In: what the library says of a text that it cannot read, and the text. Out: the fault, on the line that
//! is to be mended. The library tells where it gave up, which may be lines behind the slip or before it; so
//! the text is read again from its beginning, a part of its lines at a time, and the first that cannot be
//! read is the one. Must not: name a line that was guessed.

use merman::{Engine, ParseOptions, TerminalDiagnostic};

use super::{quiet, sort};
use crate::diagram::Fault;
use crate::nearest::nearest;

const GRAMMAR: &str = "Mermaid's grammar is at https://mermaid.js.org/";
/// What the elements of C4 diagrams begin with.
const C4: [&str; 24] = [
    "Person",
    "Person_Ext",
    "System",
    "System_Ext",
    "SystemDb",
    "SystemQueue",
    "Container",
    "Container_Ext",
    "ContainerDb",
    "ContainerQueue",
    "Component",
    "Component_Ext",
    "ComponentDb",
    "ComponentQueue",
    "Boundary",
    "Enterprise_Boundary",
    "System_Boundary",
    "Container_Boundary",
    "Deployment_Node",
    "Node",
    "Rel",
    "BiRel",
    "UpdateElementStyle",
    "UpdateRelStyle",
];

/// What the library says of a text that it cannot read.
pub(super) fn fault(wrong: &TerminalDiagnostic, text: &str) -> Fault {
    let details = wrong.terminal_diagnostic_details();
    match details.code.as_str() {
        "merman.parse.no_diagram_detected" => return unknown_sort(text),
        "merman.parse.unsupported_diagram" => {
            let (line, word) = sort::first_word(text).unwrap_or((0, "this"));
            let message = format!("`{word}` is a type of diagram that is not drawn here");
            let hint = "its text is shown instead; the manual lists the types that are drawn";
            return Fault { line, ..Fault::beyond(message, hint) };
        }
        _ => {}
    }
    let told = wrong.terminal_safe_message();
    let told = told.split_once("): ").map_or(told.as_str(), |(_, reason)| reason);
    if let Some(date) = told.trim().to_lowercase().strip_prefix("invalid date:") {
        let line = text.lines().position(|line| line.to_lowercase().contains(date.trim()));
        let line = line.map_or(0, |n| u32::try_from(n + 1).unwrap_or_default());
        let hint = "write a day as `dateFormat` says, or a task such as `after first`";
        return Fault::at(line, format!("`{}` is no date here", date.trim()), hint);
    }
    let (bad, open) = match unread(text) {
        Unread::Line(line) => (line, None),
        Unread::Open(line, end) => (line, Some(end)),
        // The library reads each part, and not all: nobody can tell which line is wrong.
        Unread::Whole => return Fault::at(0, in_line(told), GRAMMAR),
    };
    let at = u32::try_from(bad + 1).unwrap_or_default();
    let line = text.lines().nth(bad).unwrap_or_default();
    if let Some(end) = open {
        let hint = format!("write `{end}` on a line of its own where it ends");
        return Fault::at(at, format!("`{}` is not closed", short(line.trim())), &hint);
    }
    if let Some(name) = told.trim().strip_prefix("unsupported C4 macro: ") {
        let meant = nearest(name, C4).map(|it| format!("did you mean `{it}`?"));
        let message = format!("`{name}` is no element of a C4 diagram");
        return Fault::at(at, message, meant.as_deref().unwrap_or(GRAMMAR));
    }
    if told.starts_with("unterminated macro call") {
        return Fault::at(at, format!("`{}` is not closed", short(line.trim())), "write `)` at its end");
    }
    // Where on the line the library stopped, if that is the line.
    let start: usize = text.split_inclusive('\n').take(bad).map(str::len).sum();
    let stopped =
        details.span.map(|span| span.start).filter(|stop| (start..start + line.len()).contains(stop));
    let rest = stopped.and_then(|stop| text.get(stop..start + line.len())).map_or("", str::trim);
    let shown = short(if rest.is_empty() { line.trim() } else { rest });
    Fault::at(at, format!("`{shown}` is not understood here{}", reason(told)), GRAMMAR)
}

/// Where a text cannot be read.
enum Unread {
    /// On this line, from 0.
    Line(usize),
    /// What this line opens is never closed: by which word it would be.
    Open(usize, &'static str),
    /// Nowhere, of itself.
    Whole,
}

/// The first line with which a text cannot be read.
fn unread(text: &str) -> Unread {
    let lines: Vec<&str> = text.lines().collect();
    let reads = |count: usize| {
        let mut part = lines[..count].join("\n");
        for (_, end) in opened(&lines[..count]).iter().rev() {
            part = format!("{part}\n{end}");
        }
        let engine =
            || Engine::new().parse_diagram_for_render_model_sync(&part, ParseOptions::strict()).is_ok();
        quiet::caught(engine) == Some(true)
    };
    if reads(lines.len()) {
        return opened(&lines).pop().map_or(Unread::Whole, |(line, end)| Unread::Open(line, end));
    }
    // What can be read up to a line cannot be read beyond a bad one.
    let (mut good, mut bad) = (sort::first_word(text).map_or(0, |(line, _)| line as usize), lines.len());
    while good + 1 < bad {
        let middle = usize::midpoint(good, bad);
        if reads(middle) { good = middle } else { bad = middle }
    }
    Unread::Line(bad.saturating_sub(1))
}

/// The lines that open what no later one closes, and what would close it.
fn opened(lines: &[&str]) -> Vec<(usize, &'static str)> {
    const BLOCKS: [&str; 11] =
        ["subgraph", "loop", "alt", "opt", "par", "par_over", "critical", "break", "rect", "box", "block"];
    let mut open = Vec::new();
    for (n, line) in lines.iter().map(|line| line.trim()).enumerate() {
        if line.ends_with('{') {
            open.push((n, "}"));
        } else if line == "end" || line == "}" {
            open.pop();
        } else if line.split([' ', ':']).next().is_some_and(|first| BLOCKS.contains(&first)) {
            open.push((n, "end"));
        }
    }
    open
}

/// The beginning of a line, to be quoted.
fn short(line: &str) -> String {
    line.chars().take(40).collect()
}

/// What a text begins with that is no diagram.
pub(super) fn unknown_sort(text: &str) -> Fault {
    let usual = "begin with `flowchart LR`, `sequenceDiagram`, `C4Context` or another type of diagram";
    match sort::first_word(text) {
        None => Fault::at(0, "this diagram is empty", usual),
        Some((line, word)) => {
            let meant = nearest(word, sort::words()).map(|it| format!("did you mean `{it}`?"));
            let hint = meant.unwrap_or_else(|| usual.to_owned());
            Fault::at(line, format!("`{word}` is no type of diagram"), &hint)
        }
    }
}

/// What a text cannot be drawn for that is not known to be wrong.
pub(super) fn beyond(message: &str) -> Fault {
    let message = match message {
        "" => "this diagram cannot be drawn".to_owned(),
        known => format!("this diagram cannot be drawn: {}", in_line(known)),
    };
    Fault::beyond(
        message,
        "its text is shown instead; leave parts of it out to find what it cannot be drawn with",
    )
}

/// What the library says beyond that it did not understand; a long list of what it would have helps nobody.
fn reason(told: &str) -> String {
    let says_nothing = told.to_lowercase().contains("unexpected") || told.contains("EOF");
    if says_nothing || told.matches(',').count() > 2 { String::new() } else { format!(": {}", in_line(told)) }
}

/// A message of the library within one of ours.
fn in_line(message: &str) -> String {
    let message = quoted(message.trim_start_matches("unexpected end of input; "));
    let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = message.chars().take(160).collect();
    let mut letters = cut.chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string());
    first.unwrap_or_default() + letters.as_str().trim_end_matches('.')
}

/// A message with backticks around what it quotes. A quote that is itself what is meant stays.
fn quoted(message: &str) -> String {
    let parts: Vec<&str> = message.split('"').collect();
    let mut inside = parts.iter().skip(1).step_by(2);
    let is_paired = parts.len() % 2 == 1 && inside.all(|it| !it.trim().is_empty());
    if is_paired && !message.contains('`') { parts.join("`") } else { message.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn what_is_quoted_stands_in_backticks_and_a_quote_stays_a_quote() {
        for (told, ours) in [
            ("no state \"a b\" here", "no state `a b` here"),
            ("expected '\"' or a name", "expected '\"' or a name"),
            ("expected \"\"", "expected \"\""),
            ("`x=\"1\"` is not understood", "`x=\"1\"` is not understood"),
        ] {
            assert_eq!(quoted(told), ours);
        }
    }
}
