//! The `onramp` command: see the library for all it does.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A build makes and drops many short texts on every thread.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    onramp::cli::run(std::env::args_os())
}
