//! `onramp serve`: the site in a browser, following changes.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use anstream::adapter::strip_str;

use super::terminal::line;
use super::{CommandResult, Common, Failure, Outcome, root, since};
use crate::build::{Checked, Opened, Options, read, read_and_check};
use crate::diagnostic::{Diagnostic, Severity, human};
use crate::serve::{self, ServeBuild, ServeOptions, Served};

/// Show the site in a browser and follow changes.
///
/// The site is served on this machine only, each page made when it is asked for; nothing is written. A
/// change to the content, the config, the schemas, the theme or an included file shows in the page at
/// once, where you had scrolled to. While there are errors, the last good site stays, with the errors
/// over it.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The port; if it is taken, the ten after it are tried.
    #[arg(long, value_name = "PORT", default_value_t = serve::DEFAULT_PORT)]
    port: u16,
}

pub(super) fn run(args: &Args, common: &Common) -> CommandResult {
    let options = root::options(common)?;
    // Only the config is needed here; what else is wrong shows in the browser too.
    let loaded = read(&options).map_err(Failure::new)?;
    loaded.knows(&common.audience).map_err(Failure::new)?;
    let root = &options.root;
    let serve_options = ServeOptions {
        port: args.port,
        watch: loaded.inputs(),
        ignore: root::out(common, root).into_iter().collect(),
    };
    let audience = common.audience.clone();
    let told = Mutex::default();
    let build = move || one(&options, &audience, &told);
    serve::serve(&serve_options, build, line).map_err(Failure::new)?;
    Ok(Outcome::Clean)
}

/// A site that renders its pages when they are asked for, and the texts that findings point into.
struct Live {
    opened: Opened,
    checked: Arc<Checked>,
}

impl Served for Live {
    fn has(&self, path: &str) -> bool {
        self.opened.has(path)
    }

    fn file(&self, path: &str) -> Result<Option<Vec<u8>>, String> {
        self.opened.file(path).map_err(|finding| {
            let (_, sources) = self.checked.report();
            strip_str(&human::render(&[finding], &sources)).to_string()
        })
    }

    fn edited(&self, changed: &[PathBuf]) -> Option<Arc<dyn Served>> {
        let opened = self.checked.edited(&self.opened, changed)?;
        Some(Arc::new(Self { opened, checked: Arc::clone(&self.checked) }))
    }

    fn published(&self, changed: &[PathBuf]) -> Vec<String> {
        self.checked.published(&self.opened, changed)
    }
}

/// A build. What it found is kept in `told`, so that the terminal is told each thing once.
fn one(options: &Options, audience: &str, told: &Mutex<Vec<Diagnostic>>) -> ServeBuild {
    let began = Instant::now();
    let broken = |message: String| ServeBuild {
        diagnostics: format!("error: {message}"),
        news: format!("error: {message}"),
        errors: 1,
        ..ServeBuild::default()
    };
    let opened = read_and_check(options).and_then(|mut checked| {
        let opened = checked.open(audience)?;
        checked.add(opened.findings().to_vec());
        Ok((checked, opened))
    });
    options.cache.turn();
    let (checked, opened) = match opened {
        Ok(made) => made,
        Err(error) => return broken(error.to_string()),
    };
    let (findings, sources) = checked.report();
    let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
    let news = since::news(&told, &findings, &sources, began.elapsed());
    told.clone_from(&findings);
    ServeBuild {
        news,
        base: checked.site.config.base_path(),
        errors: findings.iter().filter(|finding| finding.severity == Severity::Error).count(),
        diagnostics: human::render(&findings, &sources),
        inputs: checked.inputs(),
        reads: checked.wanted().map(|path| options.root.join(path)).collect(),
        site: Arc::new(Live { opened, checked: Arc::new(checked) }),
    }
}
