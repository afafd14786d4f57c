//! `onramp build`: check the site and write it.

use std::time::Instant;

use super::progress::Progress;
use super::report::{self, count};
use super::terminal::{line, note};
use super::{CommandResult, Common, Failure, Format, Outcome, root};
use crate::build::{fails, finish, read};
use crate::load;
use crate::output::{InMemory, Outputs, Standing};
use crate::write::{Draft, WriteError, write};

/// Check the site and write it.
///
/// Every record and page is read and checked. If there are errors, they are printed and the site
/// that was written before stays as it is. Else the new site takes its place in one step.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Print how long each stage took.
    #[arg(long)]
    timings: bool,
    /// Fail on what the date alone has brought, such as overdue reviews: for a scheduled job.
    #[arg(long)]
    deny_overdue: bool,
}

pub(super) fn run(args: &Args, common: &Common) -> CommandResult {
    let began = Instant::now();
    let progress = Progress::new(common);
    let options = root::with_cache(common, root::options(common)?.telling(progress.on_stage()));
    let loaded = read(&options).map_err(Failure::new)?;
    loaded.knows(&common.audience).map_err(Failure::new)?;
    let out = root::out(common, &options.root)?;
    let guarded = root::guarded(&options.root, &loaded.config.content);
    root::keep_apart(
        common,
        &options.root,
        &[(&guarded.content, "the content"), (&out, "the published site")],
    )?;
    let standing = if common.no_cache { Standing::default() } else { load::standing(&out) };
    let draft = Draft::new(&out, &guarded, &common.audience);
    let mut build = finish(&loaded, &common.audience, &standing, &draft).map_err(Failure::new)?;
    drop(standing);
    let failed = fails(&build.findings, args.deny_overdue);
    let written = if failed {
        None
    } else {
        let writing = Instant::now();
        let written = match draft.write(&build.published.outputs) {
            Err(WriteError::Moved { .. }) => {
                // Somebody else wrote there: what was to stay is made too.
                build = finish(&loaded, &common.audience, &Standing::default(), &InMemory)
                    .map_err(Failure::new)?;
                write(&out, &guarded, &common.audience, &build.published.outputs)
            }
            done => done,
        };
        build.timings.push(("write", writing.elapsed()));
        Some(written.map_err(Failure::new)?)
    };
    build.published.outputs = Outputs::default();
    let keeping = Instant::now();
    root::keep_cache(common, &options);
    build.timings.push(("keep", keeping.elapsed()));
    drop(progress);
    report::findings(&build.findings, &build.sources, common);
    if args.timings {
        report::timings(&build.timings, began.elapsed());
    }
    let counts = report::counts(&build.findings);
    let Some(written) = written else {
        if common.format == Format::Human {
            note(&format!("{counts}. Nothing was written; `{}` is as it was.", root::shown(&out)));
        }
        return Ok(Outcome::Errors);
    };
    if common.format == Format::Human {
        line(&format!("{} ({} audience, as of {})", loaded.config.title, common.audience, loaded.as_of));
        let (pages, records) = (build.published.pages, build.published.records);
        line(&format!("  {} from {}", count(pages, "page"), count(records, "record")));
        line(&format!("  {counts}"));
        let files =
            [(written.changed, "written"), (written.unchanged, "unchanged"), (written.removed, "removed")];
        let files: Vec<String> = files
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, what)| format!("{} {what}", count(*n, "file")))
            .collect();
        line(&format!("  {} in {}", files.join(", "), root::shown(&out)));
    }
    // The program ends here, and need not take a large site apart first.
    std::mem::forget((options, loaded, build));
    Ok(Outcome::Clean)
}
