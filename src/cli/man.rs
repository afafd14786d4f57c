//! `onramp man`: manual pages, made from the same definitions as `--help`.

use std::path::PathBuf;

use clap_mangen::Man;

use super::terminal::line;
use super::{CommandResult, Failure, Outcome};
use crate::write::source::update;

/// Write the manual pages.
///
/// One for `onramp` and one for each command, into a folder: `onramp man ~/.local/share/man/man1`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Where they are written.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub(super) fn run(args: &Args, command: clap::Command) -> CommandResult {
    let mut root = command;
    root.build();
    let mut pages = vec![("onramp".to_owned(), root.clone())];
    for sub in root.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let name = format!("onramp-{}", sub.get_name());
        pages.push((name.clone(), sub.clone().name(name)));
    }
    for (name, command) in &pages {
        let mut text = Vec::new();
        Man::new(command.clone()).render(&mut text).map_err(Failure::new)?;
        let path = args.folder.join(format!("{name}.1"));
        update(&path, &String::from_utf8_lossy(&text)).map_err(Failure::new)?;
    }
    line(&format!("{} manual pages in {}", pages.len(), args.folder.display()));
    Ok(Outcome::Clean)
}
