//! Findings and summaries on the terminal.
//!
//! In: findings. Out: text on standard error for people, on standard output for programs.

use std::time::Duration;

use super::terminal::{note, print};
use super::{Common, Format};
use crate::build::Timings;
use crate::diagnostic::{Diagnostic, Sources, human, json, short};

/// Prints every finding in the form that was asked for.
pub(super) fn findings(findings: &[Diagnostic], sources: &Sources, common: &Common) {
    match common.format {
        Format::Human if findings.is_empty() => {}
        Format::Human => note(&human::render(findings, sources)),
        Format::Short => print(&short::render(findings, sources)),
        Format::Json => print(&json::render(findings, sources)),
    }
}

/// `3 errors, 12 warnings`, or `no findings`.
pub(super) fn counts(findings: &[Diagnostic]) -> String {
    let counts = human::counts(findings);
    if counts.is_empty() { "no findings".to_owned() } else { counts }
}

/// Prints how long each stage took, and how long all took: less than their sum where some ran side by side.
pub(super) fn timings(timings: &Timings, all: Duration) {
    let total = all.as_secs_f64();
    for (stage, time) in timings {
        let ms = time.as_secs_f64() * 1000.0;
        let share = if total > 0.0 { ms / total / 10.0 } else { 0.0 };
        note(&format!("{stage:>10} {ms:>9.1} ms {share:>5.1} %"));
    }
    note(&format!("{:>10} {:>9.1} ms", "all", total * 1000.0));
    if timings.iter().any(|it| it.0 == "search") {
        note("highlight and render run beside search, so the shares add up to more than 100 %");
    }
}

/// A number of things: `1 page`, `1,204 pages`.
pub(super) fn count(number: usize, one: &str) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let many = if number == 1 { "" } else { "s" };
    format!("{grouped} {one}{many}")
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(count(1, "page"), "1 page");
        assert_eq!(count(0, "page"), "0 pages");
        assert_eq!(count(1_234_567, "page"), "1,234,567 pages");
    }
}
