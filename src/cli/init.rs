//! `onramp init`: a small site to start from.
use super::{CommandResult, Common, Outcome};
use std::path::PathBuf;
/// Begin a site.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Where.
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}
pub(super) fn run(_args: &Args, _common: &Common) -> CommandResult {
    Ok(Outcome::Clean)
}
