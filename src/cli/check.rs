//! `onramp check`: check the site and write nothing.

use std::time::Instant;

use serde_json::json;

use super::progress::Progress;
use super::report::{self, count};
use super::terminal::line;
use super::{CommandResult, Common, Failure, Format, Outcome, root};
use crate::build::read_and_check;
use crate::rule;

/// Check the site and write nothing.
///
/// The same as `onramp build`, for all audiences at once, without writing.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Print all rules, one a line, and check nothing.
    #[arg(long)]
    list_rules: bool,
    /// Print how long each stage took.
    #[arg(long)]
    timings: bool,
    /// Fail on what the date alone has brought, such as overdue reviews: for a scheduled job.
    #[arg(long)]
    deny_overdue: bool,
}

pub(super) fn run(args: &Args, common: &Common) -> CommandResult {
    if args.list_rules {
        list_rules(common.format);
        return Ok(Outcome::Clean);
    }
    let began = Instant::now();
    let progress = Progress::new(common);
    let options = root::with_cache(common, root::options(common)?.telling(progress.on_stage()));
    let mut checked = read_and_check(&options).map_err(Failure::new)?;
    let content = options.root.join(&checked.site.config.content);
    root::keep_apart(common, &options.root, &[(&content, "the content")])?;
    let known = checked.site.config.audience_names();
    if !known.contains(&common.audience.as_str()) {
        return Err(Failure::new(format!("there is no audience `{}`", common.audience)));
    }
    let audiences: Vec<String> =
        checked.site.config.audience_names().into_iter().map(str::to_owned).collect();
    for audience in &audiences {
        checked.publish(audience).map_err(Failure::new)?;
    }
    root::keep_cache(common, &options);
    drop(progress);
    let (findings, sources) = checked.report();
    report::findings(&findings, &sources, common);
    if args.timings {
        report::timings(&checked.timings, began.elapsed());
    }
    let failed = checked.has_errors(args.deny_overdue);
    if common.format == Format::Human {
        let records = count(checked.site.entries.len(), "record");
        line(&format!("{records} checked as of {}: {}", checked.site.as_of, report::counts(&findings)));
    }
    Ok(if failed { Outcome::Errors } else { Outcome::Clean })
}

fn list_rules(format: Format) {
    let rules = rule::all();
    if format == Format::Json {
        let all: Vec<_> = rules
            .iter()
            .map(|rule| {
                let thresholds = rule.thresholds.iter();
                let thresholds: Vec<_> =
                    thresholds.map(|it| json!({ "name": it.name, "value": it.value, "unit": it.unit })).collect();
                json!({
                    "id": rule.id, "severity": rule.severity.as_str(), "summary": rule.summary, "why": rule.why,
                    "dated": rule.dated, "waivable": rule.waivable, "thresholds": thresholds,
                })
            })
            .collect();
        line(&serde_json::to_string_pretty(&all).unwrap_or_default());
        return;
    }
    for rule in rules {
        let dated = if rule.dated { " (by the date)" } else { "" };
        line(&format!("{:<7} {:<8} {}{dated}", rule.id, rule.severity.as_str(), rule.summary));
    }
}
