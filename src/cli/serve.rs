//! `onramp serve`: the site in a browser, following changes.

use super::terminal::line;
use super::{CommandResult, Common, Failure, Outcome, root};
use crate::build::{Options, read_and_check};
use crate::diagnostic::{Severity, human};
use crate::serve::{self, ServeBuild, ServeOptions};

/// Show the site in a browser and follow changes.
///
/// The site is built in memory and served on this machine only; nothing is written. A change to the
/// content, the config, the schemas or the theme builds it anew and reloads the page. While there
/// are errors, the last good site stays, with the errors over it.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The port; if it is taken, the ten after it are tried.
    #[arg(long, value_name = "PORT", default_value_t = serve::DEFAULT_PORT)]
    port: u16,
}

pub(super) fn run(args: &Args, common: &Common) -> CommandResult {
    let options = root::options(common)?;
    let checked = read_and_check(&options).map_err(Failure::new)?;
    let names: Vec<&str> = checked.site.config.audience_names();
    if !names.contains(&common.audience.as_str()) {
        return Err(Failure::new(format!("there is no audience `{}`", common.audience)));
    }
    let root = &options.root;
    let watched = [crate::config::FILE, &checked.site.config.content, "schemas", "themes"];
    let serve_options = ServeOptions {
        port: args.port,
        watch: watched.iter().map(|path| root.join(path)).collect(),
        ignore: root::out(common, root).into_iter().collect(),
    };
    drop(checked);
    let audience = common.audience.clone();
    let build = move || one(&options, &audience);
    serve::serve(&serve_options, build, line).map_err(Failure::new)?;
    Ok(Outcome::Clean)
}

fn one(options: &Options, audience: &str) -> ServeBuild {
    let broken = |message: String| ServeBuild {
        diagnostics: format!("error: {message}"),
        errors: 1,
        ..ServeBuild::default()
    };
    let mut checked = match read_and_check(options) {
        Ok(checked) => checked,
        Err(error) => return broken(error.to_string()),
    };
    let published = match checked.publish(audience) {
        Ok(published) => published,
        Err(error) => return broken(error.to_string()),
    };
    let (findings, sources) = checked.report();
    ServeBuild {
        outputs: published.outputs,
        base: checked.site.config.base_path(),
        errors: findings.iter().filter(|finding| finding.severity == Severity::Error).count(),
        diagnostics: human::render(&findings, &sources),
    }
}
