//! `onramp cache`: what builds keep for the next one.

use super::report::count;
use super::terminal::line;
use super::{CommandResult, Common, Failure, Outcome, root};
use crate::write;

/// Look after what builds keep for the next one.
///
/// A build keeps what it worked out, so that the next one works out only what is new. Nothing of it is
/// ever needed: without it a build takes longer, and gives the same site.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Remove all of it.
    Prune,
}

pub(super) fn run(args: &Args, common: &Common) -> CommandResult {
    let What::Prune = args.what;
    let root = root::find(common)?;
    let folder = root::cache(common, &root);
    let bytes = write::cache::prune(&folder).map_err(Failure::new)?;
    let freed = match usize::try_from(bytes / 1_000_000).unwrap_or(usize::MAX) {
        0 => count(usize::try_from(bytes / 1000).unwrap_or(usize::MAX), "kB"),
        megabytes => count(megabytes, "MB"),
    };
    line(&format!("{} freed in {}", freed.trim_end_matches('s'), folder.display()));
    // The folder around the default one is ours too; that around another is somebody else's.
    if folder == root::default_cache(&root)
        && let Some(around) = folder.parent()
    {
        write::cache::leave(around);
    }
    Ok(Outcome::Clean)
}
