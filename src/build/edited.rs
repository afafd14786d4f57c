//! A site as it is after an edit, without building it whole: what a writer looks at while the whole is
//! built.
//!
//! In: an opened site, and files that changed. Out: the same site with their new texts. None where the
//! edit may touch other pages. Must not: find a mistake; the whole build does.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Checked, Opened};
use crate::audience;
use crate::diagnostic::Severity;
use crate::diagram::Diagram;
use crate::entry::Entry;
use crate::load;
use crate::resolve;
use crate::site::Site;
use crate::source::Source;

impl Checked {
    /// One of this site's opened ones, with what these files say now.
    #[must_use]
    pub fn edited(&self, opened: &Opened, changed: &[PathBuf]) -> Option<Opened> {
        let sources = load::again(&self.loaded.options.root, &self.loaded.tree, changed)?;
        if sources.is_empty() {
            return None;
        }
        let site = sources.iter().try_fold(Arc::clone(&opened.site), |site, source| {
            self.with(&site, opened, source).map(Arc::new)
        });
        Some(opened.of(site?))
    }

    /// The files and folders that every build reads.
    #[must_use]
    pub fn inputs(&self) -> Vec<PathBuf> {
        self.loaded.inputs()
    }

    /// The files of an opened site that are published as they are and may hold something else now: those
    /// from these files, or all where none is named.
    #[must_use]
    pub fn published(&self, opened: &Opened, changed: &[PathBuf]) -> Vec<String> {
        let real = |path: PathBuf| path.canonicalize().unwrap_or(path);
        let root = real(opened.root.clone());
        let has_links = !self.loaded.tree.links.is_empty();
        let is_changed = |from: &str| {
            let disk = root.join(from);
            changed.is_empty() || changed.contains(&disk) || has_links && changed.contains(&real(disk))
        };
        opened.assets.iter().filter(|(_, from)| is_changed(from)).map(|(path, _)| path.clone()).collect()
    }

    /// A site with what a file says now.
    fn with(&self, site: &Site, opened: &Opened, source: &Arc<Source>) -> Option<Site> {
        let parsed = self.files.read(source);
        let is_wrong = parsed.findings.iter().any(|finding| finding.severity == Severity::Error);
        let of_file = |site: &Site| site.entries.iter().filter(|entry| entry.file == source.path).count();
        let kind = |name: &str| self.around.kinds.get(name).cloned();
        let seen = audience::restrict(&parsed.entries, &opened.audience, &site.config, kind);
        if is_wrong || parsed.entries.len() != of_file(&self.site) || seen.len() != of_file(site) {
            return None;
        }
        seen.iter().try_fold(site.clone(), |site, entry| {
            opened.draws(entry).then(|| resolve::again(&site, entry)).flatten()
        })
    }
}

impl Opened {
    /// Whether all diagrams of an entry are drawn.
    fn draws(&self, entry: &Entry) -> bool {
        let code = entry.texts.values().flat_map(|text| &text.body.code);
        let mut own = code.filter(|code| code.include.is_none());
        own.all(|code| Diagram::of(code, &code.text).is_none_or(|diagram| self.pages.knows(&diagram)))
    }
}
