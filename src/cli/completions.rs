//! `onramp completions`: what a shell completes.

use std::io;

use super::Outcome;

/// Print completions for a shell.
///
/// For bash: `onramp completions bash > ~/.local/share/bash-completion/completions/onramp`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell.
    shell: clap_complete::Shell,
}

pub(super) fn run(args: &Args, mut command: clap::Command) -> Outcome {
    clap_complete::generate(args.shell, &mut command, "onramp", &mut io::stdout());
    Outcome::Clean
}
