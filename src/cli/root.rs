//! Where the site is, and what a build of it is given.
//!
//! In: the common options and the environment. Out: paths and build options.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::terminal::note;
use super::{Common, Failure};
use crate::build::Options;
use crate::config::{FILE, PUBLIC};
use crate::load;
use crate::write::{self, Guarded};

/// The site's root: the one named, else the nearest folder from here upward with a config.
pub(super) fn find(common: &Common) -> Result<PathBuf, Failure> {
    if let Some(root) = &common.root {
        return Ok(root.clone());
    }
    let here =
        env::current_dir().map_err(|error| Failure::new(format!("cannot tell this folder: {error}")))?;
    let with_config = here.ancestors().find(|folder| folder.join(FILE).is_file());
    Ok(with_config.unwrap_or(&here).to_owned())
}

#[expect(clippy::disallowed_methods, reason = "the command line reads the environment for the build")]
pub(super) fn options(common: &Common) -> Result<Options, Failure> {
    Ok(Options {
        root: find(common)?,
        as_of: common.as_of,
        base_url: common.base_url.clone(),
        source_date_epoch: env::var("SOURCE_DATE_EPOCH").ok().filter(|value| !value.is_empty()),
        ..Options::default()
    })
}

/// The folder of what earlier builds left.
pub(super) fn cache(common: &Common, root: &Path) -> PathBuf {
    let named = env::var_os("ONRAMP_CACHE").filter(|value| !value.is_empty()).map(PathBuf::from);
    common.cache.clone().or(named).unwrap_or_else(|| default_cache(root))
}

/// Where the cache lies if nobody says otherwise.
pub(super) fn default_cache(root: &Path) -> PathBuf {
    root.join(".onramp/cache")
}

/// Refuses a cache that was put into a folder of other files: a build would read it as content, or remove it from
/// the site.
pub(super) fn keep_apart(common: &Common, root: &Path, folders: &[(&Path, &str)]) -> Result<(), Failure> {
    let own = cache(common, root);
    if common.no_cache || own == default_cache(root) {
        return Ok(());
    }
    match folders.iter().find(|(folder, _)| real(&own).starts_with(real(folder))) {
        None => Ok(()),
        Some((_, what)) => Err(Failure::new(format!(
            "the cache `{}` lies in {what}\nhint: give `--cache` a folder of its own, such as `.onramp/cache` under the root",
            own.display()
        ))),
    }
}

/// A path without links and `..`, as far as it exists.
fn real(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let known = path.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
    known.map_or_else(|| path.clone(), |(above, real)| real.join(path.strip_prefix(above).unwrap_or(&path)))
}

/// What earlier builds worked out, where it is to be used.
pub(super) fn with_cache(common: &Common, options: Options) -> Options {
    if common.no_cache {
        return options;
    }
    let cache = load::cache(&cache(common, &options.root));
    Options { cache: Arc::new(cache), ..options }
}

/// Keeps what a build worked out for the next one. One that cannot is no worse a build.
pub(super) fn keep_cache(common: &Common, options: &Options) {
    if common.no_cache {
        return;
    }
    options.cache.turn();
    if let Err(error) = write::cache::save(&cache(common, &options.root), &options.cache) {
        note(&format!("warning: the next build will take longer: {error}"));
    }
}

/// Where the site is written: `site` holds what the public may see, and nothing else.
pub(super) fn out(common: &Common, root: &Path) -> Result<PathBuf, Failure> {
    match &common.out {
        Some(out) => Ok(out.clone()),
        None if common.audience == PUBLIC => Ok(root.join("site")),
        None => Err(Failure::new(format!(
            "the site for `{0}` needs a folder of its own\nhint: add `--out site-{0}`, and keep it from where the public site is published",
            common.audience
        ))),
    }
}

/// A path as a reader of the terminal would type it: from this folder, where it lies in it.
pub(super) fn shown(path: &Path) -> String {
    let here = env::current_dir().unwrap_or_default();
    path.strip_prefix(&here).unwrap_or(path).display().to_string()
}

pub(super) fn guarded(root: &Path, content: &str) -> Guarded {
    Guarded { root: root.to_owned(), content: root.join(content) }
}
