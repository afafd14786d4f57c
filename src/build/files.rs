//! The kinds of a site, and its files as entries, each read once however many builds ask for it.

use std::sync::Arc;

use crate::cache::{Cache, Kinds, Parsed};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::kind;
use crate::parse;
use crate::parse::context::Context;
use crate::record::Kind;
use crate::source::Source;
use crate::tree::Tree;

/// What files are read with.
pub(super) struct Files {
    cx: Context,
    /// All kinds by name.
    pub kinds: Arc<Kinds>,
    cache: Arc<Cache>,
}

impl Files {
    pub(super) fn new(kinds: &[Arc<Kind>], config: &Config, cache: &Arc<Cache>) -> Self {
        let cx = Context::new(kinds, config);
        let by_name = kinds.iter().map(|kind| (kind.name.to_string(), Arc::clone(kind))).collect();
        Self { cx, kinds: Arc::new(by_name), cache: Arc::clone(cache) }
    }

    /// The entries of a file.
    pub(super) fn read(&self, source: &Arc<Source>) -> Arc<Parsed> {
        let make = || Arc::new(parse::file::file(source, &self.cx));
        self.cache.parsed.get(self.cx.key_of(source), &self.kinds, make)
    }
}

/// All kinds: those built in, then the site's own.
#[must_use]
pub fn kinds(tree: &Tree) -> (Vec<Arc<Kind>>, Vec<Diagnostic>) {
    let mut kinds: Vec<Arc<Kind>> = kind::built_in().to_vec();
    let (own, wrong) = parse::site_kind::site_kinds(&tree.schemas, &kinds, &kind::common_schema());
    kinds.extend(own);
    (kinds, wrong)
}
