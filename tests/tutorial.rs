//! The manual's tutorial, walked: every file is written, every command is run, and what is printed
//! must be what the chapter shows.
//!
//! A block whose info says `title="path"` is a file. A block of `console` holds commands after `$ `
//! and what each prints; a line `...` stands for any number of lines. All else is only read.

#![cfg(unix)]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{repository, write};

const CHAPTER: &str = "content/offerings/docs-publishing/docs/tutorial.md";

/// Something that the reader does.
enum Step {
    /// Writes a file, whole.
    File { path: String, text: String },
    /// Types a command, and sees this.
    Command { typed: String, shown: Vec<String> },
    /// Reads these lines.
    Read(Vec<String>),
}

#[test]
fn the_tutorial_prints_what_it_says() {
    let path = repository().join(CHAPTER);
    let chapter = fs::read_to_string(&path).expect("the tutorial");
    let dir = tempfile::tempdir().expect("a folder");
    let mut folder = dir.path().canonicalize().expect("a folder that was just made");
    let (mut walked, mut wrong) = (String::new(), Vec::new());
    for step in steps(&chapter) {
        match step {
            Step::Read(lines) => push(&mut walked, &lines),
            Step::File { path, text } => {
                write(&folder.join(path), text.as_bytes());
                walked += &text;
            }
            Step::Command { typed, shown } => {
                let printed = run(&typed, &mut folder);
                let same = matches(&shown, &printed);
                push(&mut walked, &[format!("$ {typed}")]);
                push(&mut walked, if same { &shown } else { &printed });
                if !same {
                    wrong.push(format!(
                        "$ {typed}\n--- prints\n{}\n--- the chapter says\n{}",
                        printed.join("\n"),
                        shown.join("\n")
                    ));
                }
            }
        }
    }
    if env::var_os("UPDATE").is_some() {
        write(&path, walked.as_bytes());
        return;
    }
    assert!(
        wrong.is_empty(),
        "{CHAPTER} is out of date: run `UPDATE=1 cargo test --test onramp tutorial` and read what has changed\n\n{}",
        wrong.join("\n\n")
    );
    assert!(folder.join("site/index.html").exists(), "the tutorial ends with a site");
}

#[test]
fn an_elision_stands_for_any_number_of_lines() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert!(matches(&lines("a\n...\nd"), &lines("a\nb\nc\nd")));
    assert!(matches(&lines("a\n..."), &lines("a")));
    assert!(!matches(&lines("a\n...\nd"), &lines("a\nb")));
    assert!(!matches(&lines("a"), &lines("a\nb")));
}

/// The chapter as what its reader does, in order.
fn steps(chapter: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut lines = chapter.lines();
    while let Some(line) = lines.next() {
        steps.push(Step::Read(vec![line.to_owned()]));
        let ticks = line.len() - line.trim_start_matches('`').len();
        if ticks < 3 {
            continue;
        }
        let info = &line[ticks..];
        let fence = &line[..ticks];
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != fence).collect();
        match info.split_once("title=\"").and_then(|(_, rest)| rest.split_once('"')) {
            Some((path, _)) => {
                steps.push(Step::File { path: path.to_owned(), text: block.join("\n") + "\n" });
            }
            None if info == "console" => steps.extend(commands(&block)),
            None => steps.push(Step::Read(block.iter().map(|&line| line.to_owned()).collect())),
        }
        steps.push(Step::Read(vec![fence.to_owned()]));
    }
    steps
}

fn commands(block: &[&str]) -> Vec<Step> {
    let mut steps = Vec::new();
    for line in block {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(typed), _) => steps.push(Step::Command { typed: typed.to_owned(), shown: Vec::new() }),
            (None, Some(Step::Command { shown, .. })) => shown.push((*line).to_owned()),
            (None, _) => panic!("`{line}` comes before any command"),
        }
    }
    steps
}

/// What a command prints, as on a terminal. `cd` takes the reader elsewhere.
fn run(typed: &str, folder: &mut PathBuf) -> Vec<String> {
    if let Some(to) = typed.strip_prefix("cd ") {
        folder.push(to);
        return Vec::new();
    }
    let binary = Path::new(env!("CARGO_BIN_EXE_onramp")).parent().expect("the binary's folder");
    let others = env::var_os("PATH").unwrap_or_default();
    let search = env::join_paths(std::iter::once(binary.to_owned()).chain(env::split_paths(&others)));
    let output = Command::new("sh")
        .args(["-c", &format!("{{ {typed}; }} 2>&1")])
        .current_dir(folder)
        .env("PATH", search.expect("a search path"))
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .expect("a shell");
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

fn matches(shown: &[String], printed: &[String]) -> bool {
    match shown {
        [] => printed.is_empty(),
        [dots, rest @ ..] if dots == "..." => (0..=printed.len()).any(|n| matches(rest, &printed[n..])),
        [line, rest @ ..] => printed.first() == Some(line) && matches(rest, &printed[1..]),
    }
}

fn push(text: &mut String, lines: &[String]) {
    for line in lines {
        *text += line;
        *text += "\n";
    }
}
