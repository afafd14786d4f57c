//! What the server shows now: the last good site, and what is wrong with the newest.
//!
//! In: what a build gave. Out: a value that never changes; the next build makes another.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use anstream::adapter::strip_str;
use serde_json::json;

use super::{ServeBuild, Served};

/// The last good site, and what is wrong with the newest.
#[derive(Clone)]
pub(super) struct Shown {
    site: Arc<dyn Served>,
    /// What a newer build with errors made: its new pages are shown all the same.
    newest: Option<Arc<dyn Served>>,
    base: Arc<str>,
    /// Tells this state of the site from every other, also of a server that ran before this one.
    id: String,
    /// How many different sites this server has shown before.
    count: u64,
    is_good: bool,
    /// Pictures and the like that have changed while they were served, and a number that each change
    /// raises.
    files: BTreeMap<String, u64>,
    errors: usize,
    findings: String,
}

impl Shown {
    /// What is shown after the first build. Where that has errors, its site is all there is.
    pub(super) fn first(build: ServeBuild) -> Self {
        Self::from(build, 0)
    }

    /// What is shown after one more build.
    pub(super) fn next(&self, build: ServeBuild) -> Self {
        if self.is_good && build.errors > 0 {
            return Self {
                newest: Some(build.site),
                errors: build.errors,
                findings: build.diagnostics.trim_end().to_owned(),
                ..self.clone()
            };
        }
        Self { files: self.files.clone(), ..Self::from(build, self.count + 1) }
    }

    /// What is shown after an edit that takes no build; none where it takes one.
    pub(super) fn edited(&self, changed: &[PathBuf]) -> Option<Self> {
        if !self.is_good || self.errors > 0 {
            return None;
        }
        let site = self.site.edited(changed)?;
        let count = self.count + 1;
        Some(Self { site, id: id(count), count, ..self.clone() })
    }

    /// What is shown when pictures and the like may have changed; none where none has.
    pub(super) fn renewed(&self, changed: &[PathBuf]) -> Option<Self> {
        let published = self.site.published(changed);
        let change = self.files.values().max().map_or(1, |last| last + 1);
        let mut shown = self.clone();
        shown.files.extend(published.into_iter().map(|path| (format!("{}{path}", self.base), change)));
        (shown.files != self.files).then_some(shown)
    }

    fn from(build: ServeBuild, count: u64) -> Self {
        Self {
            site: build.site,
            newest: None,
            base: base(&build.base).into(),
            id: id(count),
            count,
            is_good: build.errors == 0,
            files: BTreeMap::new(),
            errors: build.errors,
            findings: build.diagnostics.trim_end().to_owned(),
        }
    }

    /// The path of the site, with a slash at both ends.
    pub(super) fn base(&self) -> &str {
        &self.base
    }

    /// The state of the site that is shown.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// Whether there is a file of this path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.of(path).has(path)
    }

    /// A file, by its path in the site.
    pub(super) fn file(&self, path: &str) -> Result<Option<Vec<u8>>, String> {
        self.of(path).file(path)
    }

    /// The site that has a file of this path: the last good one, or what is newer for what that has not.
    fn of(&self, path: &str) -> &dyn Served {
        match &self.newest {
            Some(newest) if !self.site.has(path) => &**newest,
            _ => &*self.site,
        }
    }

    /// How many errors the newest build has.
    pub(super) fn errors(&self) -> usize {
        self.errors
    }

    /// The findings of the newest build, for the terminal.
    pub(super) fn findings(&self) -> &str {
        &self.findings
    }

    /// What is served where the newest build has errors, for the terminal.
    pub(super) fn what(&self) -> Option<&'static str> {
        let what =
            if self.is_good { "still serving the last good site" } else { "serving what could be built" };
        (self.errors > 0).then_some(what)
    }

    /// The same for browsers, as JSON: `site` is what they should have, `problems` what keeps the
    /// newest build from being shown, if anything, `files` what to fetch anew where its number is another.
    pub(super) fn event(&self) -> String {
        let problems = (self.errors > 0).then(|| strip_str(&self.findings).to_string());
        json!({ "site": self.id, "problems": problems, "files": self.files }).to_string()
    }
}

fn id(count: u64) -> String {
    format!("{}-{count}", std::process::id())
}

fn base(given: &str) -> String {
    match given.trim_matches('/') {
        "" => "/".to_owned(),
        path => format!("/{path}/"),
    }
}
