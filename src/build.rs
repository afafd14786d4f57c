//! The one file that names every stage.
//!
//! In: where a site is, and for whom and when it is built. Out: what would be written, and every
//! finding. Must not: print, write, or do a stage's work.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::audience;
use crate::cache::{Cache, Parsed};
use crate::check;
use crate::code::Block;
use crate::compose::{Colour, Pages};
use crate::date;
use crate::diagnostic::{self, Diagnostic, Sources};
use crate::entry::Entry;
use crate::export;
use crate::highlight;
use crate::load;
use crate::output::{Draft, InMemory, Made, Outputs, Standing};
use crate::parse;
use crate::render;
use crate::resolve::{self, Surroundings};
use crate::rule;
use crate::search;
use crate::site::Site;
use crate::source::{Location, Span};

mod clock;
mod diagrams;
mod edited;
mod error;
mod files;
mod finished;
mod loaded;
mod opened;
mod press;
mod whole;
#[cfg(test)]
mod work;

pub use clock::{OnStage, STAGES, Timings};
pub use error::BuildError;
pub use files::kinds;
pub use finished::{Finished, fails, finish};
pub use loaded::Loaded;
pub use opened::Opened;

use clock::Clock;
use files::Files;
use loaded::Themed;
use press::{Part, Press};
use whole::{empty_content, missing_theme, place_of, same_place};

/// Where a site is, and when it is built.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The site's root: the folder with `onramp.toml`.
    pub root: PathBuf,
    /// The date, where it is not the config's.
    pub as_of: Option<Date>,
    /// Where the site is published, in place of the config's.
    pub base_url: Option<String>,
    /// The value of `SOURCE_DATE_EPOCH`, if it is set.
    pub source_date_epoch: Option<String>,
    /// Who reads the history of the files.
    pub history: load::HistoryReader,
    /// What builds before this one worked out.
    pub cache: Arc<Cache>,
    /// Who is told of each stage as it begins.
    pub on_stage: OnStage,
}

impl Options {
    /// The same, with somebody who is told of each stage.
    #[must_use]
    pub fn telling(self, on_stage: OnStage) -> Self {
        Self { on_stage, ..self }
    }
}

/// A site that has been read, resolved and checked, for all audiences at once.
pub struct Checked {
    /// The whole site.
    pub site: Arc<Site>,
    /// Every finding so far, unsorted.
    pub findings: Vec<Diagnostic>,
    /// How long each stage took.
    pub timings: Timings,
    loaded: Arc<Loaded>,
    files: Files,
    /// The files outside the content that were looked for.
    wanted: BTreeSet<String>,
    around: Surroundings,
}

/// What one audience's site is made of.
pub struct Published {
    /// The files.
    pub outputs: Outputs,
    /// Which of them are files of the content, by path in the site: where from, by path from the root.
    pub assets: BTreeMap<String, String>,
    /// How many pages there are.
    pub pages: usize,
    /// How many of them stand for a record or a page of the content.
    pub records: usize,
}

/// Reads, resolves and checks a site.
///
/// # Errors
/// If the machine or the caller is at fault. What is wrong with the content is a finding.
pub fn read_and_check(options: &Options) -> Result<Checked, BuildError> {
    Ok(check(read(options)?))
}

/// Reads a site.
///
/// # Errors
/// If the machine or the caller is at fault. What is wrong with the content is a finding.
pub fn read(options: &Options) -> Result<Arc<Loaded>, BuildError> {
    let clock = Clock::start(&options.on_stage, "load");
    let root = &options.root;
    let (source, mut findings) = load::config(root)?;
    let source = source.ok_or_else(|| BuildError::NoConfig(root.clone()))?;
    let (mut config, wrong) = parse::config::config(&source, &rule::all());
    findings.extend(wrong);
    if let Some(base_url) = &options.base_url {
        config.base_url.clone_from(base_url);
    }
    let as_of = date::as_of(options.as_of, config.as_of, options.source_date_epoch.as_deref());
    let as_of = as_of.map_err(BuildError::Date)?;
    // Git is a process of its own, which is waited for.
    let history = || options.history.read(root, &options.cache.walked);
    let (tree, (history, cut_short)) = rayon::join(|| load::tree(root, &config.content), history);
    let (tree, wrong) = tree?;
    findings.extend(wrong);
    findings.extend(empty_content(&tree, &config));
    findings.extend(cut_short);
    let (options, timings) = (options.clone(), clock.stopped());
    Ok(Arc::new(Loaded {
        options,
        source,
        config: Arc::new(config),
        tree,
        history,
        as_of,
        findings,
        timings,
        themed: OnceLock::new(),
    }))
}

/// Resolves and checks a site.
#[must_use]
pub fn check(loaded: Arc<Loaded>) -> Checked {
    let Loaded { options, config, tree, history, as_of, .. } = &*loaded;
    let mut findings = loaded.findings.clone();
    let mut clock = Clock::start(&options.on_stage, "parse");
    let (kinds, wrong) = kinds(tree);
    findings.extend(wrong);
    findings.extend(parse::config::check_names(config, &kinds));
    let files = Files::new(&kinds, config, &options.cache);
    let parsed: Vec<Arc<Parsed>> = tree.records.par_iter().map(|source| files.read(source)).collect();
    let entries: Vec<Arc<Entry>> = parsed.iter().flat_map(|it| it.entries.iter().cloned()).collect();
    findings.extend(parsed.iter().flat_map(|it| it.findings.iter().cloned()));
    clock.next("resolve");

    let wanted = resolve::wanted_outside(&entries, config.content.trim_matches('/'));
    let around = Surroundings {
        sources: Arc::new(loaded.records()),
        kinds: Arc::clone(&files.kinds),
        assets: Arc::new(tree.assets.clone()),
        outside: Arc::new(load::outside(&options.root, &wanted)),
        config: Arc::clone(config),
        as_of: *as_of,
        history: Arc::clone(history),
    };
    let (site, wrong) = resolve::resolve(entries, &around);
    findings.extend(wrong);
    clock.next("draw");

    let (palette, wrong) = loaded.palette();
    findings.extend(wrong);
    let drawings = diagrams::draw(&site, &palette.inks(), &options.cache);
    findings.extend(diagrams::findings(&site, &drawings));
    clock.next("check");

    let findings = check::judge(findings, config);
    let more = check::check(&site, &findings);
    let findings = check::told_once(findings, more);
    let timings = loaded.timings.iter().copied().chain(clock.stopped()).collect();
    Checked { site: Arc::new(site), findings, timings, loaded, files, wanted, around }
}

impl Checked {
    /// Makes the site of one audience.
    ///
    /// # Errors
    /// If there is no such audience, or a file vanished since it was found.
    pub fn publish(&mut self, audience: &str) -> Result<Published, BuildError> {
        self.publish_over(audience, &Standing::default(), &InMemory)
    }

    /// Makes the site of one audience, to take the place of what is published. A page that stands there
    /// as it should be is not rendered again; one that does not goes to the draft.
    ///
    /// # Errors
    /// If there is no such audience, or a file vanished since it was found.
    pub fn publish_over(
        &mut self,
        audience: &str,
        standing: &Standing,
        draft: &dyn Draft,
    ) -> Result<Published, BuildError> {
        let loaded = Arc::clone(&self.loaded);
        let Options { on_stage, cache, .. } = &loaded.options;
        let clock = Clock::start(on_stage, "audience");
        let opened = self.open(audience)?;
        self.timings.extend(clock.stopped());
        let press = Press { known: &cache.rendered, standing, draft };
        // Each has stretches of work that one thread does alone; the other stage fills them.
        let parts: (Part, Part) =
            rayon::join(|| rendered(&opened, &press, on_stage), || searched(&opened, &press, on_stage));
        let (pages, records) = (opened.pages.files().len(), opened.site.entries.len());
        let Opened { outputs, assets, findings, .. } = opened;
        let (mut outputs, assets) = (Arc::unwrap_or_clone(outputs), Arc::unwrap_or_clone(assets));
        let mut findings = Arc::unwrap_or_clone(findings);
        for part in [parts.0, parts.1] {
            part.files.into_iter().for_each(|(path, file)| outputs.put(&path, file));
            findings.extend(part.findings);
            self.timings.extend(part.laps);
        }
        let clock = Clock::start(on_stage, "export");
        let paths: Vec<String> = assets.values().cloned().collect();
        let read = load::assets(&loaded.options.root, &paths)?;
        for (published, (_, bytes)) in assets.keys().zip(read) {
            outputs.add(published, bytes);
        }
        self.timings.extend(clock.stopped());
        self.add(findings);
        Ok(Published { outputs, assets, pages, records })
    }

    /// Adds what was found wrong with an audience's site. One mistake in a template shows for every
    /// audience: once is enough.
    pub fn add(&mut self, mut findings: Vec<Diagnostic>) {
        let old: BTreeSet<_> = self.findings.iter().map(|old| (&old.rule, &old.at)).collect();
        findings.retain(|new| !old.contains(&(&new.rule, &new.at)));
        self.findings.extend(check::judge(findings, &self.site.config));
    }

    /// The files outside the content that were looked for, by path from the root.
    pub fn wanted(&self) -> impl Iterator<Item = &str> {
        self.wanted.iter().map(String::as_str)
    }

    /// Resolves the site of one audience, and makes ready what its pages are rendered with.
    ///
    /// # Errors
    /// If there is no such audience.
    pub fn open(&self, audience: &str) -> Result<Opened, BuildError> {
        let config = &self.site.config;
        let site = self.seen_by(audience)?;
        let cache = Arc::clone(&self.loaded.options.cache);
        let drawings = diagrams::draw(&site, &self.loaded.palette().0.inks(), &cache);
        let known = Arc::clone(&cache);
        let colour: Colour = Arc::new(move |block: &Block| {
            known.coloured.get(block.key(), &(), || highlight::highlight(block).into())
        });
        let Themed { theme, renderer, files } = self.loaded.themed();
        let mut outputs = files.clone();
        diagrams::publish(&drawings, &mut outputs);
        let pages = Pages::new(&site, audience, Arc::clone(&colour), drawings);
        let mut findings = renderer.as_ref().err().cloned().unwrap_or_default();
        findings.extend(missing_theme(config, &self.loaded.tree));
        findings.extend(render::outside_policy(&config.theme, &self.loaded.tree.themes));
        findings.extend(render::unused(theme, self.around.kinds.keys().map(String::as_str)));
        export::export(&site, audience, &mut outputs);

        let mut names = Outputs::default();
        for path in outputs.files.keys().map(String::as_str).chain(pages.files()) {
            names.add(path, []);
        }
        let mut assets = BTreeMap::new();
        for path in site.assets.iter() {
            let content = config.content.trim_matches('/');
            let published = path.strip_prefix(content).unwrap_or(path).trim_start_matches('/');
            // A site may bring a `robots.txt` of its own.
            if published != export::ROBOTS
                && let Err(taken) = names.add_new(published, [])
            {
                let at = Location { file: path.as_str().into(), span: Span::FILE };
                findings.push(same_place(at, published, &taken));
                continue;
            }
            assets.insert(published.to_owned(), path.clone());
        }
        let clashes = names.clashes();
        findings
            .extend(clashes.iter().map(|(one, other)| same_place(place_of(&site, one, other), one, other)));
        Ok(Opened {
            audience: audience.to_owned(),
            root: self.loaded.options.root.clone(),
            cache,
            site,
            pages,
            colour,
            renderer: renderer.as_ref().ok().cloned(),
            outputs: Arc::new(outputs),
            assets: Arc::new(assets),
            searched: Arc::default(),
            findings: Arc::new(findings),
        })
    }

    /// Whether there is an audience of this name.
    ///
    /// # Errors
    /// If there is none: what was meant.
    pub fn knows(&self, audience: &str) -> Result<(), BuildError> {
        self.loaded.knows(audience)
    }

    /// The site without what an audience may not see.
    ///
    /// # Errors
    /// If there is no such audience.
    pub fn seen_by(&self, audience: &str) -> Result<Arc<Site>, BuildError> {
        self.loaded.knows(audience)?;
        let config = &self.site.config;
        let kind = |name: &str| self.around.kinds.get(name).cloned();
        let seen = audience::restrict(&self.site.entries, audience, config, kind);
        let sees_all = seen.len() == self.site.entries.len()
            && seen.iter().zip(&self.site.entries).all(|(seen, entry)| Arc::ptr_eq(seen, entry));
        if sees_all {
            return Ok(Arc::clone(&self.site));
        }
        // What no longer resolves has been reported for the whole site, as rule GEN2.
        let (site, _) = resolve::resolve(seen, &self.around);
        Ok(Arc::new(site))
    }

    /// All findings, sorted, none twice, and the texts that they point into.
    #[must_use]
    pub fn report(&self) -> (Vec<Diagnostic>, Sources) {
        let mut findings = self.findings.clone();
        diagnostic::sort(&mut findings);
        (findings, self.loaded.sources())
    }

    /// Whether the site must not be published. With `deny_overdue`, what the date alone has brought
    /// counts too.
    #[must_use]
    pub fn has_errors(&self, deny_overdue: bool) -> bool {
        fails(&self.findings, deny_overdue)
    }
}

/// Every page, its code coloured.
fn rendered(opened: &Opened, press: &Press<'_>, on_stage: &OnStage) -> Part {
    let mut clock = Clock::start(on_stage, "highlight");
    opened.blocks().par_iter().for_each(|block| drop((opened.colour)(block)));
    clock.next("render");
    let mut part = Part::default();
    if let Some(renderer) = &opened.renderer {
        let files: Vec<&str> = opened.pages.files().collect();
        let made = files.par_iter().filter_map(|file| {
            // One view at a time: all of them are large.
            let view = opened.pages.view(file)?;
            let key = renderer.key(&view);
            let html = || renderer.page(view).map(String::into_bytes);
            Some((*file, press.file(file, key, html)))
        });
        let mut wrong = Vec::new();
        for (file, page) in made.collect::<Vec<_>>() {
            match page {
                Ok(page) => part.files.push((file.to_owned(), page)),
                Err(finding) => wrong.push(finding),
            }
        }
        part.findings = render::distinct(wrong);
    }
    Part { laps: clock.stopped(), ..part }
}

/// The search index.
fn searched(opened: &Opened, press: &Press<'_>, on_stage: &OnStage) -> Part {
    let clock = Clock::start(on_stage, "search");
    let finish = |path: &str, content: &[u8]| press.of_search(path, content);
    let views = opened.pages.apart();
    let (files, contents) = search::search(&opened.site, &views, &finish, &opened.cache.indexed);
    let contents = (search::CONTENTS.to_owned(), Made::New(contents));
    let files = files.into_iter().chain([contents]).collect();
    Part { files, findings: Vec::new(), laps: clock.stopped() }
}
