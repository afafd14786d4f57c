//! What a build found that the one before it had not.
//!
//! In: the findings of both. Out: the new ones in full, and a line that counts the rest.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::diagnostic::{Diagnostic, Severity, Sources, human};

/// What a finding says, wherever it has moved to in its file.
fn said(found: &Diagnostic) -> (Severity, &str, &str, &str) {
    (found.severity, &found.rule, &found.at.file, &found.message)
}

/// The findings of the first that are not among the second. Of one that is said twice, each counts.
fn without(found: &[Diagnostic], known: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut left: BTreeMap<_, usize> = BTreeMap::new();
    for one in known {
        *left.entry(said(one)).or_default() += 1;
    }
    let more = found.iter().filter(|one| match left.get_mut(&said(one)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    });
    more.cloned().collect()
}

/// What the terminal is told of a build.
pub(super) fn news(before: &[Diagnostic], now: &[Diagnostic], sources: &Sources, took: Duration) -> String {
    let (new, mended) = (without(now, before), without(before, now));
    let same = without(now, &new);
    let counted = |found: &[Diagnostic]| Some(human::counts(found)).filter(|count| !count.is_empty());
    let parts = [
        counted(&same).map(|count| format!("{count} as before")),
        counted(&new).map(|count| format!("new: {count}")),
        counted(&mended).map(|count| format!("mended: {count}")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let colon = if parts.is_empty() { "" } else { ": " };
    let line = format!("built in {:.1} s{colon}{}", took.as_secs_f64(), parts.join("; "));
    format!("{}{line}", human::render(&new, sources))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Location, Span};

    fn found(rule: &str, start: usize, message: &str) -> Diagnostic {
        let at = Location { file: "content/a.md".into(), span: Span::new(start, start + 1) };
        Diagnostic::error(rule, at, message)
    }

    fn told(before: &[Diagnostic], now: &[Diagnostic]) -> String {
        let news = news(before, now, &Sources::default(), Duration::from_millis(310));
        anstream::adapter::strip_str(&news).to_string()
    }

    #[test]
    fn new_findings_are_told_in_full_and_the_rest_counted() {
        let warning = found("PAGE1", 2, "old").with_severity(Severity::Warning);
        assert_eq!(told(&[], &[]), "built in 0.3 s");
        // A finding that a line above it has moved is the same.
        let moved = found("PAGE1", 9, "old").with_severity(Severity::Warning);
        assert_eq!(told(std::slice::from_ref(&warning), &[moved]), "built in 0.3 s: 1 warning as before");
        let now = [warning.clone(), warning.clone(), found("REF1", 4, "there is no page `b`")];
        let more = told(&[warning.clone(), found("REF1", 4, "gone")], &now);
        let (full, line) = more.trim_end().rsplit_once('\n').unwrap();
        assert_eq!(line, "built in 0.3 s: 1 warning as before; new: 1 error, 1 warning; mended: 1 error");
        assert!(full.contains("there is no page `b`") && full.contains("old") && !full.contains("gone"));
    }
}
