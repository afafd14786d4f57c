//! What the server shows now: the last good site, and what is wrong with the newest.
//!
//! In: what a build gave. Out: a value that never changes; the next build makes another.

use std::sync::Arc;

use anstream::adapter::strip_str;
use serde_json::json;

use super::ServeBuild;
use crate::output::Outputs;

/// The last good site, and what is wrong with the newest.
#[derive(Debug)]
pub(super) struct Shown {
    outputs: Arc<Outputs>,
    base: Arc<str>,
    /// Tells this state of the site from every other, also of a server that ran before this one.
    id: String,
    /// How many different sites this server has shown before.
    count: u64,
    is_good: bool,
    is_new: bool,
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
        let (is_good, errors) = (build.errors == 0, build.errors);
        let is_same = build.outputs == *self.outputs && base(&build.base) == *self.base;
        if is_same || (self.is_good && !is_good) {
            return Self {
                outputs: Arc::clone(&self.outputs),
                base: Arc::clone(&self.base),
                id: self.id.clone(),
                count: self.count,
                is_good: self.is_good || is_good,
                is_new: false,
                errors,
                findings: build.diagnostics.trim_end().to_owned(),
            };
        }
        Self::from(build, self.count + 1)
    }

    fn from(build: ServeBuild, count: u64) -> Self {
        Self {
            outputs: Arc::new(build.outputs),
            base: base(&build.base).into(),
            id: format!("{}-{count}", std::process::id()),
            count,
            is_good: build.errors == 0,
            is_new: true,
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

    /// A file of the site, by its path in it.
    pub(super) fn file(&self, path: &str) -> Option<&[u8]> {
        self.outputs.files.get(path).map(Vec::as_slice)
    }

    /// The findings of the newest build, for the terminal.
    pub(super) fn findings(&self) -> &str {
        &self.findings
    }

    /// One line on the newest build, for the terminal.
    pub(super) fn news(&self) -> String {
        match (self.errors, self.is_new, self.is_good) {
            (0, true, _) => "built again".to_owned(),
            (0, false, _) => "built again: nothing changed".to_owned(),
            (_, _, true) => "there are errors: still serving the last good site".to_owned(),
            (_, _, false) => "there are errors: serving what could be built".to_owned(),
        }
    }

    /// The same for browsers, as JSON: `site` is what they should have, `problems` what keeps the
    /// newest build from being shown, if anything.
    pub(super) fn event(&self) -> String {
        let problems = (self.errors > 0).then(|| strip_str(&self.findings).to_string());
        json!({ "site": self.id, "problems": problems }).to_string()
    }
}

fn base(given: &str) -> String {
    match given.trim_matches('/') {
        "" => "/".to_owned(),
        path => format!("/{path}/"),
    }
}
