//! The command line: one file a command; the only code that prints.
//!
//! In: arguments. Out: an exit code: 0 if all is well, 1 if the content has errors, 2 if the command
//! was not understood or the machine refused. Must not: do a stage's work.

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

mod build;
mod cache;
mod check;
mod completions;
mod init;
mod list;
mod man;
mod new;
mod progress;
mod report;
mod root;
mod schema;
mod serve;
mod since;
mod terminal;

use terminal::note;

/// Compile a tree of Markdown and typed TOML records into a checked static site.
///
/// A site is a folder with an `onramp.toml` and a `content/` folder. The folder of a file says of what
/// kind it is: `content/adrs/` holds decisions, `content/teams/` teams. `onramp new --help` lists all
/// kinds; what lies in no kind's folder is a page.
/// Onramp checks them all against each other and writes a site, or says what is wrong and where.
#[derive(Debug, Parser)]
#[command(name = "onramp", version, after_help = EXAMPLES, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

const EXAMPLES: &str = "\
Begin:
  onramp init handbook           write a small site into the folder `handbook`
  onramp new adr \"Use PostgreSQL\"  write the next decision from its template
  onramp serve                   show the site at http://127.0.0.1:7411/ and follow changes
In CI:
  onramp check                   find every mistake, write nothing
  onramp build                   the same, then write the site to `site/`

Exit status: 0 all is well, 1 the content has errors, 2 the command or the machine is at fault.";

/// Options of every command, before or after it.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Common options")]
struct Common {
    /// The site's folder, with `onramp.toml`. [default: this folder or the nearest one above it]
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Where the site is written. [default: `site` under the root]
    #[arg(long, global = true, value_name = "DIR")]
    out: Option<PathBuf>,
    /// For whom the site is made: `public`, `internal`, or one that the config names.
    #[arg(long, global = true, value_name = "NAME", default_value = "public")]
    audience: String,
    /// The day that the site is made for, such as 2027-01-11. [default: the config's, else today]
    #[arg(long, global = true, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
    /// Where the site is published, in place of the config's `base_url`.
    #[arg(long, global = true, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// Where results of earlier builds are kept. [env: `ONRAMP_CACHE`] [default: `.onramp/cache` under the root]
    #[arg(long, global = true, value_name = "DIR", conflicts_with = "no_cache")]
    cache: Option<PathBuf>,
    /// Neither use nor keep results of other builds.
    #[arg(long, global = true)]
    no_cache: bool,
    /// How many threads to use. [default: one a core]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// How findings are printed.
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    format: Format,
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write year, month and day, such as 2027-01-11".to_owned())
}

fn base_url(text: &str) -> Result<String, String> {
    let valid = text.starts_with('/') || text.starts_with("https://") || text.starts_with("http://");
    let plain = !text.contains(|c: char| c.is_whitespace() || c == '?' || c == '#');
    let hint =
        "write a full address, such as https://docs.example.com/platform/, or a path, such as /platform/";
    if valid && plain { Ok(text.to_owned()) } else { Err(hint.to_owned()) }
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the excerpt and a hint, for people
    Human,
    /// One a line, `file:line:column: severity[RULE]: message`
    Short,
    /// One array, for programs
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Begin a site: write a config and a few records to start from.
    Init(init::Args),
    /// Write a new record from the template of its kind.
    New(new::Args),
    /// Check the site and write it.
    Build(build::Args),
    /// Check the site and write nothing.
    Check(check::Args),
    /// List records.
    List(list::Args),
    /// Write the JSON Schemas of all kinds, for editors.
    Schema(schema::Args),
    /// Show the site in a browser and follow changes.
    Serve(serve::Args),
    /// Look after what builds keep for the next one.
    Cache(cache::Args),
    /// Print completions for a shell.
    Completions(completions::Args),
    /// Write the manual pages.
    Man(man::Args),
}

/// Why a command could not do its work: a sentence, and perhaps a hint on a line of its own.
#[derive(Debug)]
struct Failure(String);

impl Failure {
    fn new(message: impl fmt::Display) -> Self {
        Self(message.to_string())
    }
}

/// What a command says of the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Clean,
    Errors,
}

type CommandResult = Result<Outcome, Failure>;

/// Runs the command that the arguments name.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
            // A closed pipe is no failure of ours.
            drop(error.print());
            return if asked { ExitCode::SUCCESS } else { ExitCode::from(2) };
        }
    };
    if let Some(threads) = cli.common.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads));
        if let Err(error) = pool.build_global() {
            note(&format!("error: cannot start {threads} threads: {error}"));
            return ExitCode::from(2);
        }
    }
    match dispatch(&cli.command, &cli.common) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Errors) => ExitCode::from(1),
        Err(Failure(message)) => {
            let red = anstyle::AnsiColor::Red.on_default().bold();
            note(&format!("{red}error{red:#}: {message}"));
            ExitCode::from(2)
        }
    }
}

fn dispatch(command: &Command, common: &Common) -> CommandResult {
    match command {
        Command::Init(args) => init::run(args, common),
        Command::New(args) => new::run(args, common),
        Command::Build(args) => build::run(args, common),
        Command::Check(args) => check::run(args, common),
        Command::List(args) => list::run(args, common),
        Command::Schema(args) => schema::run(args, common),
        Command::Serve(args) => serve::run(args, common),
        Command::Cache(args) => cache::run(args, common),
        Command::Completions(args) => Ok(completions::run(args, Cli::command())),
        Command::Man(args) => man::run(args, Cli::command()),
    }
}
