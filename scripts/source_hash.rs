//! Tells the program what it was made of, so that a cache of another one is not taken for its own.

#![allow(clippy::disallowed_methods, reason = "a build script reads what it is about")]
#![allow(clippy::print_stdout, reason = "that is how a build script answers cargo")]

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

/// All that decides what the program does with an input; its theme is an input.
const SOURCES: [&str; 3] = ["src", "Cargo.toml", "Cargo.lock"];

fn main() {
    let mut hasher = DefaultHasher::new();
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
        for file in files(Path::new(source)) {
            file.hash(&mut hasher);
            fs::read(&file).unwrap_or_default().hash(&mut hasher);
        }
    }
    println!("cargo::rustc-env=ONRAMP_SOURCE={:016x}", hasher.finish());
}

/// The files of a folder, in order; a file is its own only one.
fn files(path: &Path) -> Vec<PathBuf> {
    let Ok(found) = fs::read_dir(path) else { return vec![path.to_owned()] };
    let mut below: Vec<PathBuf> = found.filter_map(|entry| Some(entry.ok()?.path())).collect();
    below.sort();
    below.iter().flat_map(|path| files(path)).collect()
}
