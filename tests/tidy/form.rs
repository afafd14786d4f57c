//! What every Rust file looks like.

use super::code::{Code, words};

/// How many lines a file of the product may have before its tests.
const MOST_LINES: usize = 400;

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &["utils", "util", "common", "types", "helpers", "models"];

/// Files that do not begin by saying what they are.
pub(super) fn unopened(code: &Code) -> Vec<String> {
    if code.text.starts_with("//! ") {
        return Vec::new();
    }
    vec![code.fault(0, "begins without `//!`; say what comes in, what goes out, and what it must not do")]
}

/// Files of the product that are too long to be about one thing.
pub(super) fn too_long(code: &Code) -> Vec<String> {
    let lines = code.product.trim_end().lines().count();
    if !code.path.starts_with("src/") || lines <= MOST_LINES {
        return Vec::new();
    }
    let advice =
        format!("{lines} lines before its tests, {MOST_LINES} are allowed; make it two files, or a folder");
    vec![code.fault(0, &advice)]
}

/// Imports of everything that a module holds.
pub(super) fn globs(code: &Code) -> Vec<String> {
    let mut faults = Vec::new();
    for (at, word) in words(&code.bare) {
        if word != "use" {
            continue;
        }
        let statement = code.bare[at + word.len()..].split(';').next().unwrap_or_default();
        // `impl Iterator + use<'a>` is no import.
        if statement.starts_with('<') || !statement.contains('*') {
            continue;
        }
        let for_tests = statement.trim() == "super::*" && !is_product(code, at);
        if !for_tests {
            faults.push(code.fault(at, "a glob import hides where names come from; list them"));
        }
    }
    faults
}

fn is_product(code: &Code, at: usize) -> bool {
    code.product.as_bytes()[at] != b' '
}

/// Files and modules whose name fits anything.
pub(super) fn empty_names(code: &Code) -> Vec<String> {
    let advice = |name: &str| format!("`{name}` could hold anything; name the module after what it holds");
    let parts = code.path.split(['/', '.']).filter(|part| EMPTY_NAMES.contains(part));
    let mut faults: Vec<String> = parts.map(|name| code.fault(0, &advice(name))).collect();
    let all: Vec<(usize, &str)> = words(&code.bare).collect();
    for pair in all.windows(2) {
        if pair[0].1 == "mod" && EMPTY_NAMES.contains(&pair[1].1) {
            faults.push(code.fault(pair[0].0, &advice(pair[1].1)));
        }
    }
    faults
}

/// Code that the compiler cannot vouch for.
pub(super) fn not_safe(code: &Code) -> Vec<String> {
    let found = words(&code.bare).filter(|(_, word)| *word == "unsafe");
    found
        .map(|(at, _)| code.fault(at, "Onramp has no `unsafe` code; find a safe way, or a crate that did"))
        .collect()
}

#[cfg(test)]
fn faults(check: fn(&Code) -> Vec<String>, path: &str, text: &str) -> usize {
    check(&Code::new(path, text)).len()
}

#[test]
fn a_file_that_does_not_introduce_itself_is_found() {
    assert_eq!(faults(unopened, "src/a.rs", "use b;\n"), 1);
    assert_eq!(faults(unopened, "src/a.rs", "// A.\n"), 1);
    assert_eq!(faults(unopened, "src/a.rs", "//! A.\n"), 0);
}

#[test]
fn a_long_file_is_found() {
    let lines = |count: usize| "fn f() {}\n".repeat(count);
    let tests = |count: usize| format!("#[cfg(test)]\nmod tests {{\n{}}}\n", lines(count));
    assert_eq!(faults(too_long, "src/a.rs", &lines(401)), 1);
    assert_eq!(faults(too_long, "src/a.rs", &lines(400)), 0);
    assert_eq!(faults(too_long, "src/a.rs", &(lines(400) + &tests(99))), 0);
    assert_eq!(faults(too_long, "src/a.rs", &(lines(401) + &tests(1))), 1);
    assert_eq!(faults(too_long, "src/a.rs", &format!("#[cfg(test)]\nmod tests;\n{}", lines(399))), 1);
}

#[test]
fn a_glob_import_is_found() {
    assert_eq!(faults(globs, "src/a.rs", "use crate::b::*;"), 1);
    assert_eq!(faults(globs, "src/a.rs", "pub use b::{c, d::*};"), 1);
    assert_eq!(faults(globs, "src/a.rs", "use super::*;"), 1);
    assert_eq!(faults(globs, "src/a.rs", "#[cfg(test)]\nmod tests { use super::*; }"), 0);
    assert_eq!(faults(globs, "src/a.rs", "#[cfg(test)]\nmod tests { use a::*; }"), 1);
    assert_eq!(faults(globs, "src/a.rs", "fn f() -> impl Sized + use<> { 2 * 2 }\nuse b::c;"), 0);
}

#[test]
fn a_name_that_says_nothing_is_found() {
    assert_eq!(faults(empty_names, "src/parse/utils.rs", ""), 1);
    assert_eq!(faults(empty_names, "src/types/mod.rs", ""), 1);
    assert_eq!(faults(empty_names, "src/a.rs", "mod helpers {}"), 1);
    assert_eq!(faults(empty_names, "src/a.rs", "mod common_mark { fn types() {} }"), 0);
}

#[test]
fn unsafe_code_is_found() {
    assert_eq!(faults(not_safe, "src/a.rs", "unsafe fn f() {}"), 1);
    assert_eq!(faults(not_safe, "src/a.rs", "// unsafe\n#![forbid(unsafe_code)]"), 0);
}
