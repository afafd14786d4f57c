//! The order of the source, kept by reading it as text.
//!
//! Each test is one rule of the house. A failure names the file, the line, and what to do there.
//! What a rule looks like in detail, and a wrong example that proves it can fail, stands in the
//! module that it is called from.

#![allow(clippy::disallowed_methods, reason = "a test reads the repository")]

mod code;
mod form;
mod kinds;
mod layers;
mod words;

use std::fs;
use std::path::Path;
use std::process::Command;

use self::code::Code;
use self::words::Text;

#[test]
fn every_module_has_a_layer() {
    clean(&each(&source(), layers::unplaced));
}

#[test]
fn imports_point_downward() {
    clean(&each(&source(), layers::upward));
}

#[test]
fn no_stage_names_a_stage() {
    clean(&each(&source(), layers::sideways));
}

#[test]
fn kinds_are_known_only_where_they_belong() {
    let files = source();
    let kinds = kinds::registered(&files);
    clean(&each(&files, |code| kinds::named_outside(code, &kinds)));
    clean(&kinds::idle_exceptions(&files));
}

#[test]
fn kinds_do_not_name_one_another() {
    let files = source();
    let kinds = kinds::registered(&files);
    clean(&each(&files, |code| kinds::named_by_a_kind(code, &kinds)));
}

#[test]
fn the_registry_is_the_one_that_is_compiled() {
    let read: Vec<String> = kinds::registered(&source()).into_iter().map(|kind| kind.name).collect();
    let built: Vec<String> = onramp::kind::built_in().iter().map(|kind| kind.name.to_string()).collect();
    assert_eq!(read, built, "tests/tidy/kinds.rs cannot read the registry in src/kind/mod.rs any more");
}

#[test]
fn every_file_says_what_it_is() {
    clean(&each(&rust(), form::unopened));
}

#[test]
fn no_file_is_too_long() {
    clean(&each(&source(), form::too_long));
}

#[test]
fn imports_are_listed() {
    clean(&each(&rust(), form::globs));
}

#[test]
fn modules_are_named_after_what_they_hold() {
    clean(&each(&rust(), form::empty_names));
}

#[test]
fn all_code_is_safe() {
    clean(&each(&rust(), form::not_safe));
}

#[test]
fn nothing_is_unfinished() {
    clean(&each(&texts(), words::unfinished));
}

#[test]
fn nothing_names_a_place_of_one_machine() {
    clean(&each(&texts(), words::machine_places));
}

#[test]
fn every_pipeline_builds_with_the_oldest_toolchain_that_is_promised() {
    let read = |path: &str| fs::read_to_string(root().join(path)).expect(path);
    let manifest = read("Cargo.toml");
    let version =
        manifest.lines().find_map(|line| line.strip_prefix("rust-version = ")).expect("a rust-version");
    let image = format!("rust:{}", version.trim_matches('"'));
    assert!(read(".gitlab-ci.yml").contains(&image), "`image` in .gitlab-ci.yml should be `{image}`");
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn each<T>(files: &[T], check: impl Fn(&T) -> Vec<String>) -> Vec<String> {
    assert!(!files.is_empty(), "no files were read, so the check would prove nothing");
    files.iter().flat_map(check).collect()
}

#[track_caller]
fn clean(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// The product's Rust files.
fn source() -> Vec<Code> {
    rust().into_iter().filter(|code| code.path.starts_with("src/")).collect()
}

/// All Rust files: the product's, tests, benchmarks. A site's own are examples that it shows.
fn rust() -> Vec<Code> {
    let ours = |path: &Path| ["src", "tests", "benches"].iter().any(|folder| path.starts_with(folder));
    let is_rust = |path: &Path| path.extension().is_some_and(|end| end == "rs") && ours(path);
    let files = texts().into_iter().filter(|file| is_rust(Path::new(&file.path)));
    files.map(|file| Code::new(&file.path, &file.text)).collect()
}

/// Every file of the repository that holds text, new ones that are not yet added too.
fn texts() -> Vec<Text> {
    let git = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("`git` runs: it knows which files are the repository's");
    assert!(git.status.success(), "{}", String::from_utf8_lossy(&git.stderr));
    let names = String::from_utf8(git.stdout).expect("names of files are UTF-8");
    let mut files = Vec::new();
    for path in names.split_terminator('\0') {
        // A picture is no text, and a file that was just removed is no file.
        let Ok(text) = fs::read_to_string(root().join(path)) else { continue };
        files.push(Text { path: path.to_owned(), text });
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}
