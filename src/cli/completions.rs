//! `onramp completions`: what a shell completes.

use super::Outcome;
use super::terminal::print;

/// Print completions for a shell.
///
/// For bash: `onramp completions bash > ~/.local/share/bash-completion/completions/onramp`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell.
    shell: clap_complete::Shell,
}

pub(super) fn run(args: &Args, mut command: clap::Command) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "onramp", &mut script);
    print(&String::from_utf8_lossy(&script));
    Outcome::Clean
}
