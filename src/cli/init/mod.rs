//! `onramp init`: a small site to start from.

use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;

use super::terminal::line;
use super::{CommandResult, Common, Failure, Outcome};
use crate::config::FILE;
use crate::date;
use crate::write::source::create;

/// Begin a site: write a config and a few records to start from.
///
/// A dozen small files: a team, an offering, a decision, a guide, and the pages around them. They
/// pass `onramp check`, which asks for one thing: how soon you answer, where the support policy says
/// `change-me`. Change them all into yours. Nothing that is there is written over.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  onramp init handbook\n  onramp init . --title \"Larkspur Platform\"\n  onramp init larkspur --demo"
)]
pub(super) struct Args {
    /// The folder, which is made if it is not there. [default: this one]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Write the demo instead: the whole site of Larkspur, a made-up company.
    #[arg(long, conflicts_with = "title")]
    demo: bool,
    /// The site's name. [default: the folder's]
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
}

/// The content that this repository publishes, part of the binary.
#[derive(RustEmbed)]
#[folder = "content/"]
struct Demo;

/// Path and text of every file; `{title}`, `{heading}` and `{date}` are filled in.
const START: &[(&str, &str)] = &[
    (FILE, include_str!("start/onramp.toml")),
    (".gitignore", include_str!("start/gitignore")),
    ("content/index.md", include_str!("start/index.md")),
    ("content/teams/index.md", include_str!("start/teams/index.md")),
    ("content/teams/platform.toml", include_str!("start/teams/platform.toml")),
    ("content/offerings/index.md", include_str!("start/offerings/index.md")),
    ("content/offerings/handbook.md", include_str!("start/offerings/handbook.md")),
    ("content/support-policies/platform.toml", include_str!("start/support-policies/platform.toml")),
    ("content/adrs/index.md", include_str!("start/adrs/index.md")),
    (
        "content/adrs/0001-keep-decisions-beside-the-code.md",
        include_str!("start/adrs/0001-keep-decisions-beside-the-code.md"),
    ),
    ("content/guides/index.md", include_str!("start/guides/index.md")),
    ("content/guides/write-a-page.md", include_str!("start/guides/write-a-page.md")),
];

pub(super) fn run(args: &Args, common: &Common) -> CommandResult {
    let folder = args.folder.clone().or_else(|| common.root.clone()).unwrap_or_else(|| PathBuf::from("."));
    if folder.join(FILE).exists() {
        let message = format!("`{}` is a site already: it has an `{FILE}`", folder.display());
        return Err(Failure::new(format!(
            "{message}\nhint: name another folder, or add to it with `onramp new`"
        )));
    }
    if args.demo {
        return demo(&folder);
    }
    // A folder that has content keeps it: a config is all that it lacks.
    let has_content = folder.join("content").exists();
    let title = args.title.clone().unwrap_or_else(|| title_of(&folder));
    let today = date::as_of(common.as_of, None, None).map_err(Failure::new)?;
    let mut written = 0;
    for (path, text) in START {
        let target = folder.join(path);
        if (has_content && path.starts_with("content/")) || (*path == ".gitignore" && target.exists()) {
            continue;
        }
        let quoted = toml::Value::String(title.clone()).to_string();
        let mut text = text
            .replace("{title}", &quoted)
            .replace("{heading}", &title)
            .replace("{date}", &today.to_string());
        if has_content && *path == FILE {
            text = only_settings_that_hold(&text);
        }
        create(&target, &text).map_err(Failure::new)?;
        written += 1;
    }
    line(&format!("{title}: {written} files in {}", folder.display()));
    line(&next(&folder));
    Ok(Outcome::Clean)
}

/// What to do now.
fn next(folder: &Path) -> String {
    let shown = folder.display().to_string();
    let there = if shown == "." { String::new() } else { format!("cd {shown} && ") };
    format!("Next: {there}onramp serve")
}

/// Writes the demo, file by file.
fn demo(folder: &Path) -> CommandResult {
    if folder.join("content").exists() {
        let message = format!("`{}` has content already", folder.display());
        return Err(Failure::new(format!("{message}\nhint: name another folder for the demo")));
    }
    create(&folder.join(FILE), include_str!("../../../onramp.toml")).map_err(Failure::new)?;
    create(&folder.join(".gitignore"), include_str!("start/gitignore")).map_err(Failure::new)?;
    let mut written = 2;
    for path in Demo::iter() {
        let Some(file) = Demo::get(&path) else { continue };
        let text = String::from_utf8_lossy(&file.data);
        create(&folder.join("content").join(&*path), &text).map_err(Failure::new)?;
        written += 1;
    }
    line(&format!("Larkspur Platform: {written} files in {}", folder.display()));
    line(&next(folder));
    Ok(Outcome::Clean)
}

/// The config for a tree that is there already: without the owner and the sections of the start.
fn only_settings_that_hold(text: &str) -> String {
    let until_nav = text.split("# The order of the sections").next().unwrap_or(text);
    until_nav.replace("owner = \"platform\"", "# owner = \"platform\"").trim_end().to_owned() + "\n"
}

/// A folder's name as a title.
fn title_of(folder: &Path) -> String {
    let full = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let name =
        full.file_name().map(|name| name.to_string_lossy().replace(['-', '_'], " ")).unwrap_or_default();
    let mut chars = name.trim().chars();
    let title: String =
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect());
    if title.is_empty() { "Handbook".to_owned() } else { title }
}
