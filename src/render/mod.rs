//! Views in, HTML out.
//!
//! In: views and a theme. Out: a file a page, and a finding for every template that cannot be used.
//! Must not: give a template anything but its view.

use std::collections::{BTreeMap, BTreeSet};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use tera::{Context, ErrorKind, Tera};

use crate::diagnostic::Diagnostic;
use crate::label::label;
use crate::output::Outputs;
use crate::source::{Location, Span};
use crate::theme::Theme;
use crate::view::View;

/// A theme whose templates are ready.
pub struct Renderer {
    engine: Tera,
    /// The template's path by its name in the engine.
    paths: BTreeMap<String, String>,
    /// Where each file of the theme is published, by its path within the theme.
    assets: BTreeMap<String, String>,
}

/// The folder of the theme's own files in the site.
const ASSETS: &str = "assets";

impl Renderer {
    /// Makes a theme ready: its templates, and its files as `outputs`.
    ///
    /// # Errors
    /// What is wrong with the templates; nothing can be rendered then.
    pub fn new(theme: &Theme, outputs: &mut Outputs) -> Result<Self, Vec<Diagnostic>> {
        let mut assets = BTreeMap::new();
        for (name, bytes) in &theme.files {
            let published = format!("{ASSETS}/{}", versioned(name, bytes));
            assets.insert(name.clone(), published.clone());
            outputs.add(published, bytes.clone());
        }
        let paths: BTreeMap<String, String> =
            theme.templates.iter().map(|(name, template)| (name.clone(), template.path.clone())).collect();
        match engine(theme, |_| true) {
            Ok(engine) => Ok(Self { engine, paths, assets }),
            Err(error) => Err(blame(theme, &error, &paths)),
        }
    }

    /// Renders every view.
    pub fn render(&self, views: &[View], outputs: &mut Outputs) -> Vec<Diagnostic> {
        let rendered: Vec<(&View, Result<String, Diagnostic>)> =
            views.par_iter().map(|view| (view, self.page(view))).collect();
        let mut findings = BTreeSet::new();
        for (view, result) in rendered {
            match result {
                Ok(html) => outputs.add(view.file.clone(), html),
                // One mistake in a template is one finding, not one a page.
                Err(error) => drop(findings.insert(error)),
            }
        }
        // The page that is named differs from page to page; the first is enough.
        let mut findings: Vec<Diagnostic> = findings.into_iter().collect();
        findings.dedup_by(|a, b| a.at == b.at);
        findings
    }

    fn page(&self, view: &View) -> Result<String, Diagnostic> {
        let own = [view.template.as_str(), "record.html"];
        let name = own.into_iter().find(|name| self.engine.contains_template(name)).unwrap_or("record.html");
        let wrong = |error: &tera::Error| finding(error, &self.paths, Some(&view.page.url));
        let mut context = Context::from_serialize(view).map_err(|error| wrong(&error))?;
        let base = view.site.base.as_str();
        let assets: BTreeMap<&str, String> =
            self.assets.iter().map(|(name, path)| (name.as_str(), format!("{base}{path}"))).collect();
        context.insert("assets", &assets);
        self.engine.render(name, &context).map_err(|error| wrong(&error))
    }
}

/// The engine with those templates of a theme whose name is chosen.
fn engine(theme: &Theme, chosen: impl Fn(&str) -> bool) -> Result<Tera, tera::Error> {
    let mut engine = Tera::default();
    engine.autoescape_on(vec![".html", ".xml"]);
    engine.register_filter("label", |text: &str, _: tera::Kwargs, _: &tera::State<'_>| label(text));
    engine.set_fallback_prefixes(theme.layers.clone())?;
    let templates = theme.templates.iter().filter(|(name, _)| chosen(name));
    engine.add_raw_templates(templates.map(|(name, template)| (name.as_str(), template.text.as_str())))?;
    Ok(engine)
}

/// Which of the site's own templates is at fault. The engine names the one in which it noticed, which
/// may be a built-in one that is no longer what it was.
fn blame(theme: &Theme, error: &tera::Error, paths: &BTreeMap<String, String>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (own, template) in theme.templates.iter().filter(|(name, _)| !Theme::is_built_in(name)) {
        if let Err(error) = engine(theme, |name| name == own || Theme::is_built_in(name)) {
            let mut finding = finding(&error, paths, None);
            if *finding.at.file != *template.path {
                finding.at = Location { file: template.path.as_str().into(), span: Span::FILE };
            }
            findings.push(finding);
        }
    }
    if findings.is_empty() { vec![finding(error, paths, None)] } else { findings }
}

/// A file name with a part that changes with its content, so that it may be cached for ever.
fn versioned(name: &str, bytes: &[u8]) -> String {
    let hash = &blake3::hash(bytes).to_hex()[..10];
    let (folder, file) =
        name.rsplit_once('/').map_or((String::new(), name), |(folder, file)| (format!("{folder}/"), file));
    match file.rsplit_once('.') {
        Some((stem, end)) => format!("{folder}{stem}.{hash}.{end}"),
        None => format!("{folder}{file}.{hash}"),
    }
}

/// What the engine says as a finding at the template's line.
fn finding(error: &tera::Error, paths: &BTreeMap<String, String>, page: Option<&str>) -> Diagnostic {
    let (file, span, message) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let range = report.span().range.clone();
            (report.filename().to_owned(), Span::from(range), report.message().to_owned())
        }
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            (tpl.clone(), Span::FILE, error.to_string())
        }
        ErrorKind::MissingParent { current, parent } => {
            (current.clone(), Span::FILE, format!("there is no template `{parent}` to extend"))
        }
        _ => (String::new(), Span::FILE, error.to_string()),
    };
    let path = paths.get(&file).cloned().unwrap_or(if file.is_empty() { "themes".to_owned() } else { file });
    let message = message
        .lines()
        .next()
        .unwrap_or_default()
        .trim_start_matches("error: ")
        .trim_end_matches('.')
        .to_owned();
    let finding = Diagnostic::error("THEME1", Location { file: path.into(), span }, message);
    match page {
        Some(url) => finding.with_hint(format!("found while making the page `{url}`; the manual's template reference lists what a template may use")),
        None => finding.with_hint("mend the template; no page can be made with it"),
    }
}
