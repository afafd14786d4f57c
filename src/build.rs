//! The one file that names every stage.
//!
//! In: where a site is, and for whom and when it is built. Out: what would be written, and every
//! finding. Must not: print, write, or do a stage's work.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::audience;
use crate::check;
use crate::code::{Block, Highlighted};
use crate::compose;
use crate::config::Config;
use crate::date;
use crate::diagnostic::{self, Diagnostic, Severity, Sources};
use crate::entry::Entry;
use crate::export;
use crate::highlight;
use crate::kind;
use crate::load::{self, LoadError};
use crate::nearest::nearest;
use crate::output::{Outputs, file_of};
use crate::palette::Palette;
use crate::parse;
use crate::record::Kind;
use crate::render::{self, Renderer};
use crate::resolve::{self, Surroundings};
use crate::rule;
use crate::search;
use crate::site::Site;
use crate::source::{Location, Source, Span};
use crate::theme::Theme;
use crate::tree::Tree;

mod clock;

use clock::Clock;

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

/// What is called with the name of each stage as it begins.
#[derive(Clone, Default)]
pub struct OnStage(pub Option<Arc<dyn Fn(&'static str) + Send + Sync>>);

impl fmt::Debug for OnStage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnStage")
    }
}

/// The stages by name, in the order in which they run.
#[rustfmt::skip]
pub const STAGES: &[&str] = &[
    "load", "parse", "resolve", "check", "audience", "highlight", "compose", "render", "search", "export", "write",
];

/// Why nothing could be built.
#[derive(Debug)]
pub enum BuildError {
    /// The disk would not be read.
    Load(LoadError),
    /// There is no `onramp.toml`.
    NoConfig(PathBuf),
    /// The date cannot be known.
    Date(String),
    /// There is no such audience.
    Audience(String, Option<String>),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Load(error) => error.fmt(f),
            Self::NoConfig(root) => write!(
                f,
                "there is no `onramp.toml` in `{}`\nhint: `onramp init` begins a site, `--root DIR` names one elsewhere",
                root.display()
            ),
            Self::Date(message) => f.write_str(message),
            Self::Audience(name, meant) => {
                write!(f, "there is no audience `{name}`")?;
                meant.as_ref().map_or(Ok(()), |meant| write!(f, "\nhint: did you mean `{meant}`?"))
            }
        }
    }
}

impl std::error::Error for BuildError {}

impl From<LoadError> for BuildError {
    fn from(error: LoadError) -> Self {
        Self::Load(error)
    }
}

/// How long a stage took.
pub type Timings = Vec<(&'static str, Duration)>;

/// A site that has been read, resolved and checked, for all audiences at once.
pub struct Checked {
    /// The whole site.
    pub site: Site,
    /// Every finding so far, unsorted.
    pub findings: Vec<Diagnostic>,
    /// How long each stage took.
    pub timings: Timings,
    root: PathBuf,
    on_stage: OnStage,
    tree: Tree,
    around: Surroundings,
}

/// What one audience's site is made of.
pub struct Published {
    /// The files.
    pub outputs: Outputs,
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
    let mut clock = Clock::start(&options.on_stage, "load");
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
    let (tree, wrong) = load::tree(root, &config.content)?;
    findings.extend(wrong);
    findings.extend(empty_content(&tree, &config));
    let (history, cut_short) = options.history.read(root);
    findings.extend(cut_short);
    clock.next("parse");

    let (kinds, wrong) = kinds(&tree);
    findings.extend(wrong);
    findings.extend(parse::config::check_names(&config, &kinds));
    let cx = parse::context::Context::new(&kinds, &config);
    let parsed: Vec<(Vec<Entry>, Vec<Diagnostic>)> =
        tree.records.par_iter().map(|source| parse::file::file(source, &cx)).collect();
    let mut entries = Vec::new();
    for (some, wrong) in parsed {
        entries.extend(some);
        findings.extend(wrong);
    }
    clock.next("resolve");

    let outside = load::outside(root, &resolve::wanted_outside(&entries, config.content.trim_matches('/')));
    let config = Arc::new(config);
    let around = Surroundings {
        sources: Arc::new(sources(&source, &tree, &config)),
        kinds: Arc::new(kinds.into_iter().map(|kind| (kind.name.to_string(), kind)).collect()),
        assets: Arc::new(tree.assets.clone()),
        outside: Arc::new(outside),
        config,
        as_of,
        history,
    };
    let (site, wrong) = resolve::resolve(entries.into_iter().map(Arc::new).collect(), &around);
    findings.extend(wrong);
    clock.next("check");

    let theme = Theme::new(&site.config.theme, &tree.themes);
    findings.extend(Palette::new(&site.config, theme.stylesheet()).1);
    let mut findings = check::judge(findings, &site.config);
    findings.extend(check::check(&site));
    clock.stop();
    Ok(Checked {
        site,
        findings,
        timings: clock.laps,
        root: root.clone(),
        on_stage: options.on_stage.clone(),
        tree,
        around,
    })
}

impl Checked {
    /// Makes the site of one audience.
    ///
    /// # Errors
    /// If there is no such audience, or a file vanished since it was found.
    pub fn publish(&mut self, audience: &str) -> Result<Published, BuildError> {
        let mut clock = Clock::start(&self.on_stage, "audience");
        let site = self.seen_by(audience)?;
        clock.next("highlight");
        let code = highlight(&site);
        clock.next("compose");
        let views = compose::compose(&site, audience, &code);
        clock.next("render");

        let mut outputs = Outputs::default();
        let theme = self.theme();
        let mut findings = Vec::new();
        match Renderer::new(&theme, &mut outputs) {
            Ok(renderer) => findings.extend(renderer.render(&views, &mut outputs)),
            Err(wrong) => findings.extend(wrong),
        }
        findings.extend(self.missing_theme());
        findings.extend(render::unused(&theme, self.around.kinds.keys().map(String::as_str)));
        clock.next("search");
        search::search(&site, &views, &mut outputs);
        clock.next("export");
        export::export(&site, audience, &mut outputs);
        for (path, bytes) in load::assets(&self.root, &site.assets)? {
            let content = self.site.config.content.trim_matches('/');
            let published = path.strip_prefix(content).unwrap_or(&path).trim_start_matches('/');
            // A site may bring a `robots.txt` of its own.
            if published == export::ROBOTS {
                outputs.add(published, bytes);
            } else if let Err(taken) = outputs.add_new(published, bytes) {
                let at = Location { file: path.as_str().into(), span: Span::FILE };
                findings.push(same_place(at, published, &taken));
            }
        }
        let clashes = outputs.clashes();
        findings
            .extend(clashes.iter().map(|(one, other)| same_place(place_of(&site, one, other), one, other)));
        clock.stop();
        // One mistake in a template shows for every audience: once is enough.
        findings.retain(|new| !self.findings.iter().any(|old| old.rule == new.rule && old.at == new.at));
        self.findings.extend(check::judge(findings, &self.site.config));
        self.timings.extend(clock.laps);
        Ok(Published { pages: views.len(), records: site.entries.len(), outputs })
    }

    /// The site without what an audience may not see.
    ///
    /// # Errors
    /// If there is no such audience.
    pub fn seen_by(&self, audience: &str) -> Result<Site, BuildError> {
        let config = &self.site.config;
        let known = config.audience_names();
        if !known.contains(&audience) {
            let meant = nearest(audience, known.iter().copied()).map(str::to_owned);
            return Err(BuildError::Audience(audience.to_owned(), meant));
        }
        let kind = |name: &str| self.around.kinds.get(name).cloned();
        let seen = audience::restrict(&self.site.entries, audience, config, kind);
        // What no longer resolves has been reported for the whole site, as rule GEN2.
        let (site, _) = resolve::resolve(seen, &self.around);
        Ok(site)
    }

    /// All findings, sorted, none twice, and the texts that they point into.
    #[must_use]
    pub fn report(&self) -> (Vec<Diagnostic>, Sources) {
        let mut findings = self.findings.clone();
        diagnostic::sort(&mut findings);
        let mut sources = (*self.around.sources).clone();
        for template in self.theme().templates.values() {
            let source = Arc::new(Source::new(&template.path, &template.text));
            // A template of the site comes behind the built-in one of its path.
            sources.insert(Arc::clone(&source.path), source);
        }
        (findings, sources)
    }

    /// Whether the site must not be published. With `deny_overdue`, what the date alone has brought
    /// counts too.
    #[must_use]
    pub fn has_errors(&self, deny_overdue: bool) -> bool {
        let dated: BTreeSet<&str> =
            rule::all().into_iter().filter(|rule| rule.dated).map(|rule| rule.id).collect();
        self.findings.iter().any(|finding| {
            finding.severity == Severity::Error
                || (deny_overdue
                    && finding.severity == Severity::Warning
                    && dated.contains(finding.rule.as_str()))
        })
    }

    fn theme(&self) -> Theme {
        let theme = Theme::new(&self.site.config.theme, &self.tree.themes);
        let (palette, _) = Palette::new(&self.site.config, theme.stylesheet());
        theme.with_rules(&palette.rules())
    }

    fn missing_theme(&self) -> Option<Diagnostic> {
        let name = &self.site.config.theme;
        let missing = !Theme::exists(name, &self.tree.themes);
        missing.then(|| {
            let message = format!("there is no theme `{name}`: no folder `themes/{name}`");
            Diagnostic::error("CFG1", self.site.config.at("/theme"), message)
                .with_hint("write `theme = \"default\"`, or make the folder")
        })
    }
}

/// All kinds: those built in, then the site's own.
#[must_use]
pub fn kinds(tree: &Tree) -> (Vec<Arc<Kind>>, Vec<Diagnostic>) {
    let mut kinds: Vec<Arc<Kind>> = kind::built_in().into_iter().map(Arc::new).collect();
    let (own, wrong) = parse::site_kind::site_kinds(&tree.schemas, &kinds, &kind::common_schema());
    kinds.extend(own);
    (kinds, wrong)
}

/// The HTML of every distinct code block of a site.
fn highlight(site: &Site) -> Highlighted {
    let mut blocks = Vec::new();
    for (ix, entry) in site.iter() {
        for (slot, text) in &entry.texts {
            for (n, code) in text.body.code.iter().enumerate() {
                let included = site.resolved(ix).includes.get(&(*slot, n));
                blocks.push(Block::new(code, included.map_or(&code.text, |it| &it.text)));
            }
        }
    }
    highlight::highlight_all(blocks)
}

fn sources(config: &Arc<Source>, tree: &Tree, settings: &Config) -> Sources {
    debug_assert_eq!(settings.at(""), Location { file: Arc::clone(&config.path), span: Span::FILE });
    let all = tree.records.iter().chain(&tree.schemas).chain(std::iter::once(config));
    all.map(|source| (Arc::clone(&source.path), Arc::clone(source))).collect::<BTreeMap<_, _>>()
}

/// A content folder that is not there, or holds nothing: the site that is published must not give way
/// to an empty one.
fn empty_content(tree: &Tree, config: &Config) -> Option<Diagnostic> {
    let wrong = tree.records.is_empty() && tree.assets.is_empty();
    let message = format!("there is no folder `{}`, or nothing in it", config.content);
    let hint = "write a first page into it, or set `content` to the folder with the pages";
    wrong.then(|| Diagnostic::error("CFG1", config.at("/content"), message).with_hint(hint))
}

fn same_place(at: Location, one: &str, other: &str) -> Diagnostic {
    let message = if one == other {
        format!("the site has another file `{one}` already")
    } else {
        format!("the site cannot have both `{one}` and `{other}`")
    };
    Diagnostic::error("OUT1", at, message).with_hint("give one of the two another name")
}

/// What one of two files of the site was made for: a page, else an old path of one.
fn place_of(site: &Site, one: &str, other: &str) -> Location {
    let is_one = |url: &str| [one, other].contains(&file_of(url).as_str());
    let old =
        site.redirects.iter().find(|(url, _)| is_one(url)).map(|(_, ix)| site.entry(*ix).at("old_urls"));
    let page = || site.iter().find(|(_, entry)| is_one(&entry.url)).map(|(_, entry)| entry.at(""));
    old.or_else(page).unwrap_or_else(|| site.config.at(""))
}
