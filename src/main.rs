//! The `onramp` command: see the library for all it does.

use std::process::ExitCode;

fn main() -> ExitCode {
    onramp::cli::run(std::env::args_os())
}
