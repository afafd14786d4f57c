//! A site of which any file can be had, its pages rendered when they are asked for.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashSet;

use crate::cache::Cache;
use crate::code::Block;
use crate::compose::{Colour, Pages};
use crate::diagnostic::Diagnostic;
use crate::load;
use crate::output::Outputs;
use crate::render::Renderer;
use crate::search;
use crate::site::Site;

/// The site of one audience, its pages not rendered yet. Cheap to clone.
#[derive(Clone)]
pub struct Opened {
    /// The site, cut down to the audience.
    pub site: Arc<Site>,
    pub(super) audience: String,
    pub(super) root: PathBuf,
    pub(super) cache: Arc<Cache>,
    pub(super) pages: Pages,
    pub(super) colour: Colour,
    /// None where the theme cannot be used.
    pub(super) renderer: Option<Arc<Renderer>>,
    /// The files that are no pages and were not found as they are.
    pub(super) outputs: Arc<Outputs>,
    /// Files of the content to be published, and where each is from.
    pub(super) assets: Arc<BTreeMap<String, String>>,
    /// The search index, made when a browser first asks for it, and not compressed yet.
    pub(super) searched: Arc<OnceLock<BTreeMap<String, Vec<u8>>>>,
    pub(super) findings: Arc<Vec<Diagnostic>>,
}

impl Opened {
    /// Whether the site has a file of this path.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.pages.has(path)
            || self.assets.contains_key(path)
            || self.outputs.files.contains_key(path)
            || search::is_part(path) && self.searched().contains_key(path)
    }

    /// A file of the site, made now; none where there is no such file.
    ///
    /// # Errors
    /// What is wrong with the template of a page.
    pub fn file(&self, path: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        if let Some(asset) = self.assets.get(path) {
            let read = load::assets(&self.root, std::slice::from_ref(asset));
            return Ok(read.ok().and_then(|mut read| read.pop()).map(|(_, bytes)| bytes));
        }
        let (Some(view), Some(renderer)) = (self.pages.view(path), &self.renderer) else {
            let made = self.outputs.files.get(path).cloned();
            return Ok(made.or_else(|| search::is_part(path).then(|| self.found_by(path)).flatten()));
        };
        renderer.page(view).map(|html| Some(html.into_bytes()))
    }

    /// The same with a site whose entries differ in their texts only.
    pub(super) fn of(&self, site: Arc<Site>) -> Self {
        Self { pages: self.pages.of(&site), site, ..self.clone() }
    }

    /// Every distinct code block that no build has coloured yet, those of one language together: a thread knows
    /// the lines that it has coloured, and two threads with one language each colour less than two with two.
    pub(super) fn blocks(&self) -> Vec<Block> {
        let mut seen = FxHashSet::default();
        let mut blocks: Vec<Block> = Vec::new();
        for (_, code, text) in self.site.code() {
            let key = Block::key_of(code, text);
            if seen.insert(key) && !self.cache.coloured.has(key) {
                blocks.push(Block::new(code, text));
            }
        }
        blocks.sort_by(|a, b| a.language.cmp(&b.language));
        blocks
    }

    /// A file of the search index.
    fn found_by(&self, path: &str) -> Option<Vec<u8>> {
        let content = self.searched().get(path)?;
        Some(if path == search::CONTENTS { content.clone() } else { search::compress(content) })
    }

    fn searched(&self) -> &BTreeMap<String, Vec<u8>> {
        self.searched.get_or_init(|| {
            let known = &self.cache.indexed;
            let (mut files, contents) =
                search::search(&self.site, &self.pages.apart(), &|_, content| content.to_vec(), known);
            files.insert(search::CONTENTS.to_owned(), contents);
            files
        })
    }

    /// What is wrong with the theme and the names of files.
    #[must_use]
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }
}
