//! A site that has been read, and nothing more.
//!
//! In: what load found. Out: the same, and a key that stands for all of it: two builds with one key
//! give the same bytes.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use super::{BuildError, Options, Timings};
use crate::cache::{Key, Keyed};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Sources};
use crate::history::History;
use crate::load;
use crate::nearest::nearest;
use crate::output::Outputs;
use crate::palette::Palette;
use crate::render::Renderer;
use crate::source::Source;
use crate::theme::Theme;
use crate::tree::{Outside, Outsides, Tree};

/// A site that has been read.
pub struct Loaded {
    /// What the site sets.
    pub config: Arc<Config>,
    /// The date that it is built for.
    pub as_of: Date,
    pub(super) options: Options,
    pub(super) source: Arc<Source>,
    pub(super) tree: Tree,
    pub(super) history: Arc<History>,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) timings: Timings,
    pub(super) themed: OnceLock<Themed>,
}

/// A theme, made ready when it is first asked for.
pub(super) struct Themed {
    pub(super) theme: Theme,
    /// What renders pages with it, or what is wrong with its templates.
    pub(super) renderer: Result<Arc<Renderer>, Vec<Diagnostic>>,
    /// Its files.
    pub(super) files: Outputs,
}

impl Loaded {
    /// Whether there is an audience of this name.
    ///
    /// # Errors
    /// If there is none: what was meant.
    pub fn knows(&self, audience: &str) -> Result<(), BuildError> {
        let known = self.config.audience_names();
        if known.contains(&audience) {
            return Ok(());
        }
        let meant = nearest(audience, known.iter().copied()).map(str::to_owned);
        Err(BuildError::Audience(audience.to_owned(), meant))
    }

    /// The files and folders that every build reads.
    #[must_use]
    pub fn inputs(&self) -> Vec<PathBuf> {
        load::inputs(&self.options.root, &self.config.content, &self.tree)
    }

    /// The texts that the site is made of: those that findings of the content point into.
    pub(super) fn records(&self) -> Sources {
        let all = self.tree.records.iter().chain(&self.tree.schemas).chain([&self.source]);
        all.map(|source| (Arc::clone(&source.path), Arc::clone(source))).collect()
    }

    /// The texts that findings may point into, the theme's templates and stylesheets too.
    pub(super) fn sources(&self) -> Sources {
        let mut sources = self.records();
        for template in self.plain_theme().templates.values() {
            let source = Arc::new(Source::new(&template.path, &template.text));
            // A template of the site comes behind the built-in one of its path.
            sources.insert(Arc::clone(&source.path), source);
        }
        let text = |bytes| std::str::from_utf8(bytes).ok();
        let styles =
            self.tree.themes.iter().filter(|(path, _)| path.rsplit_once('.').is_some_and(|it| it.1 == "css"));
        for (path, text) in styles.filter_map(|(path, bytes)| Some((path, text(bytes)?))) {
            let source = Arc::new(Source::new(path, text));
            sources.insert(Arc::clone(&source.path), source);
        }
        sources
    }

    /// The theme, without what the config sets of its tokens.
    pub(super) fn plain_theme(&self) -> Theme {
        Theme::new(&self.config.theme, &self.tree.themes)
    }

    /// The theme, made ready.
    pub(super) fn themed(&self) -> &Themed {
        self.themed.get_or_init(|| {
            let theme = self.plain_theme().with_rules(&self.palette().0.rules());
            let mut files = Outputs::default();
            let renderer = Renderer::new(&theme, &self.config.base_path(), &mut files).map(Arc::new);
            Themed { theme, renderer, files }
        })
    }

    /// What the config sets of the theme's tokens, and what is wrong with that.
    pub(super) fn palette(&self) -> (Palette, Vec<Diagnostic>) {
        Palette::new(&self.config, self.plain_theme().stylesheet())
    }

    /// All that one audience's site is made of, but the files outside the content and the bytes of those
    /// that are published as they are.
    pub(super) fn key(&self, audience: &str) -> Key {
        let Self { config, as_of, source, tree, history, findings, options: _, timings: _, themed: _ } = self;
        let Tree { records, assets, schemas, themes, links: _ } = tree;
        let mut key = Keyed::default();
        key.add_value(&(audience, &config.base_url, as_of, assets, &history.changed, findings));
        for source in [source].into_iter().chain(records).chain(schemas) {
            key.add(source.path.as_bytes());
            key.add(source.text.as_bytes());
        }
        // The built-in theme too, which comes with the program.
        let theme = self.plain_theme();
        let own = themes.iter().map(|(path, bytes)| (path, &bytes[..]));
        let templates = theme.templates.iter().map(|(name, template)| (name, template.text.as_bytes()));
        let files = theme.files.iter().map(|(name, bytes)| (name, &bytes[..]));
        for (path, bytes) in own.chain(templates).chain(files) {
            key.add(path.as_bytes());
            key.add(bytes);
        }
        key.key()
    }
}

/// What stands for the files outside the content that were found.
pub(super) fn key_of(outside: &Outsides) -> Key {
    let mut key = Keyed::default();
    for (path, found) in outside {
        key.add(path.as_bytes());
        match found {
            Outside::Text(text) => key.add(text.as_bytes()),
            Outside::Present => key.add_value(&()),
        }
    }
    key.key()
}
