//! Every example of the `CommonMark` specification.

use std::path::Path;

use onramp::html::{self, AsWritten};
use onramp::parse::markdown::{self, Dialect};
use onramp::source::{Source, Span};

const FENCE: &str = "````````````````````````````````";

#[test]
fn every_example_of_the_specification_passes() {
    let mut count = 0;
    let mut wrong = String::new();
    for (markdown, expected) in examples(&specification()) {
        count += 1;
        let source = Source::new("spec.md", &markdown);
        let (body, found) = markdown::parse(&source, Span::new(0, markdown.len()), Dialect::CommonMark);
        let html = html::body(&body, &AsWritten);
        if html != expected || !found.is_empty() {
            wrong.push_str(&format!("example {count}\n{markdown:?}\n  is {html:?}\n not {expected:?}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert_eq!(count, 652);
}

#[expect(clippy::disallowed_methods, reason = "a test may read what scripts/test installs")]
fn specification() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/node/node_modules/commonmark-spec/spec.txt");
    std::fs::read_to_string(file)
        .expect("the CommonMark specification is missing: run scripts/test, which installs it")
}

/// Markdown and HTML of each example; the specification writes a tab as `→`.
fn examples(specification: &str) -> Vec<(String, String)> {
    let mut examples = Vec::new();
    let mut lines = specification.lines();
    let opening = format!("{FENCE} example");
    while let Some(line) = lines.next() {
        if line == opening {
            let until = |end: &str, lines: &mut std::str::Lines<'_>| {
                lines.take_while(|line| *line != end).map(|line| line.replace('→', "\t") + "\n").collect()
            };
            let markdown = until(".", &mut lines);
            let html = until(FENCE, &mut lines);
            examples.push((markdown, html));
        }
    }
    examples
}
