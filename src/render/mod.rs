//! A view in, HTML out.
//!
//! In: a view and a theme. Out: a page, or what is wrong with its template.
//! Must not: give a template anything but its view.

use std::collections::{BTreeMap, BTreeSet};

use tera::{Context, ErrorKind, Tera, Value};

use crate::cache::{Key, Keyed};
use crate::diagnostic::Diagnostic;
use crate::label::label;
use crate::nearest::nearest;
use crate::number;
use crate::output::Outputs;
use crate::source::{Location, Span};
use crate::theme::{Template, Theme};
use crate::view::View;

mod policy;
mod questions;
mod unused;
mod words;

pub use policy::outside_policy;
pub use unused::unused;

/// A theme whose templates are ready.
pub struct Renderer {
    engine: Tera,
    /// The templates by their names in the engine.
    templates: Templates,
    /// The address of each file of the theme, by its path within the theme.
    assets: BTreeMap<String, String>,
    /// Stands for the templates and the files.
    theme: Key,
}

type Templates = BTreeMap<String, Template>;

/// The folder of the theme's own files in the site.
const ASSETS: &str = "assets";

impl Renderer {
    /// Makes a theme ready: its templates, and its files as `outputs`. `base` is what every address of
    /// the site begins with.
    ///
    /// # Errors
    /// What is wrong with the templates; nothing can be rendered then.
    pub fn new(theme: &Theme, base: &str, outputs: &mut Outputs) -> Result<Self, Vec<Diagnostic>> {
        let mut assets = BTreeMap::new();
        for (name, bytes) in &theme.files {
            let published = format!("{ASSETS}/{}", versioned(name, bytes));
            assets.insert(name.clone(), format!("{base}{published}"));
            outputs.add(published, bytes.clone());
        }
        match engine(theme, |_| true) {
            Ok(engine) => {
                let templates: Vec<_> = theme.templates.iter().map(|(name, it)| (name, &it.text)).collect();
                let key = Key::of_value(&(&theme.layers, templates, &assets));
                Ok(Self { engine, templates: theme.templates.clone(), assets, theme: key })
            }
            Err(error) => Err(blame(theme, &error)),
        }
    }

    /// What stands for all that a page depends on: its view, and the theme.
    #[must_use]
    pub fn key(&self, view: &View) -> Key {
        let mut keyed = Keyed::default();
        keyed.add(&self.theme.0);
        keyed.add_value(view);
        keyed.add(&view.body.key.0);
        keyed.key()
    }

    /// Renders a page.
    ///
    /// # Errors
    /// What is wrong with its template.
    pub fn page(&self, mut view: View) -> Result<String, Diagnostic> {
        view.page.body = view.body.html();
        let own = [view.template.as_str(), "record.html"];
        let name = own.into_iter().find(|name| self.engine.contains_template(name)).unwrap_or("record.html");
        let wrong = |error: &tera::Error| {
            let report = report(error);
            let missing = self.missing_asset(&report);
            let finding = finding(report, &self.templates, Some(&view.page.url));
            missing.map_or_else(
                || finding.clone(),
                |(message, hint)| Diagnostic { message, ..finding.clone() }.with_hint(hint),
            )
        };
        let mut context = Context::from_serialize(&view).map_err(|error| wrong(&error))?;
        context.insert_value("assets", Value::from_serializable(&self.assets));
        self.engine.render(name, &context).map(questions::linked).map_err(|error| wrong(&error))
    }

    /// Where a template names a file of the theme that is not there: that, and what there is.
    fn missing_asset(&self, report: &Report) -> Option<(String, String)> {
        let text = self.templates.get(&report.template)?.text.get(report.span.start as usize..)?;
        let name = text.strip_prefix("assets[")?.split(']').next()?.trim_matches(['"', '\'']);
        if self.assets.contains_key(name) {
            return None;
        }
        let hint = match nearest(name, self.assets.keys().map(String::as_str)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!(
                "put it into the theme's folder; there are `{}`",
                self.assets.keys().cloned().collect::<Vec<_>>().join("`, `")
            ),
        };
        Some((format!("the theme has no file `{name}`"), hint))
    }
}

/// What pages found wrong with their templates: one mistake is one finding, not one a page.
#[must_use]
pub fn distinct(findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    // The page that is named differs from page to page; the first is enough.
    let mut findings: Vec<Diagnostic> = findings.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    findings.dedup_by(|a, b| a.at == b.at);
    findings
}

/// The engine with those templates of a theme whose name is chosen.
fn engine(theme: &Theme, chosen: impl Fn(&str) -> bool) -> Result<Tera, tera::Error> {
    let mut engine = Tera::default();
    engine.autoescape_on(vec![".html", ".xml"]);
    engine.register_filter("label", |text: &str, _: tera::Kwargs, _: &tera::State<'_>| label(text));
    engine.register_filter("number", |of: f64, _: tera::Kwargs, _: &tera::State<'_>| number::readable(of));
    engine.register_filter("questions", |html: &str, _: tera::Kwargs, _: &tera::State<'_>| {
        questions::questions(html)
    });
    engine.set_fallback_prefixes(theme.layers.clone())?;
    let templates = theme.templates.iter().filter(|(name, _)| chosen(name));
    engine.add_raw_templates(templates.map(|(name, template)| (name.as_str(), template.text.as_str())))?;
    Ok(engine)
}

/// What is wrong with the site's own templates. The engine names the one in which it noticed; where
/// that is a built-in one, which is as it always was, some other is no longer what that one needs:
/// each is tried alone.
fn blame(theme: &Theme, error: &tera::Error) -> Vec<Diagnostic> {
    let templates = &theme.templates;
    let noticed = reports(theme, error);
    let own = |report: &Report| !report.template.is_empty() && !Theme::is_built_in(&report.template);
    if noticed.iter().all(own) {
        return noticed.into_iter().map(|report| finding(report, templates, None)).collect();
    }
    let mut findings = Vec::new();
    for (own, template) in theme.templates.iter().filter(|(name, _)| !Theme::is_built_in(name)) {
        let Err(error) = engine(theme, |name| name == own || Theme::is_built_in(name)) else { continue };
        for report in reports(theme, &error) {
            let elsewhere = report.template != *own;
            let mut finding = finding(report, templates, None);
            if elsewhere {
                finding.at = Location { file: template.path.as_str().into(), span: Span::FILE };
            }
            findings.push(finding);
        }
    }
    if findings.is_empty() {
        findings.extend(noticed.into_iter().map(|report| finding(report, templates, None)));
    }
    findings
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

/// What the engine says of one place of a template.
struct Report {
    /// The template's name in the engine; empty where it names none.
    template: String,
    span: Span,
    message: String,
}

/// All that the engine says in one error. Of references between templates it makes a text of several
/// reports, each with its place below it as `--> name:line:column` and a line of `^`.
fn reports(theme: &Theme, error: &tera::Error) -> Vec<Report> {
    let ErrorKind::Msg(text) = error.kind() else { return vec![report(error)] };
    let read = |text: &str| {
        let message = text.strip_prefix("error: ")?.lines().next()?.to_owned();
        let mut place = text.lines().find_map(|line| line.trim_start().strip_prefix("--> "))?.rsplitn(3, ':');
        let (column, line, name) = (place.next()?, place.next()?, place.next()?);
        let (column, line): (usize, usize) = (column.parse().ok()?, line.parse().ok()?);
        let source = &theme.templates.get(name)?.text;
        let length = |from: usize, characters: usize| {
            Some(source.get(from..)?.chars().take(characters).map(char::len_utf8).sum::<usize>())
        };
        let before: usize = source.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
        let start = before + length(before, column.checked_sub(1)?)?;
        let marked = text.lines().find(|line| line.trim_end().ends_with('^'))?.matches('^').count();
        let span = Span::new(start, start + length(start, marked)?);
        Some(Report { template: name.to_owned(), span, message })
    };
    let found: Vec<Report> = text.split("\n\n").filter_map(read).collect();
    if found.is_empty() { vec![report(error)] } else { found }
}

fn report(error: &tera::Error) -> Report {
    let (template, span, message) = match error.kind() {
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
    Report { template, span, message }
}

/// A report as a finding in the template's file.
fn finding(report: Report, templates: &Templates, page: Option<&str>) -> Diagnostic {
    let Report { template, span, message } = report;
    let known = templates.get(&template).map(|it| it.path.clone());
    let path = known.unwrap_or(if template.is_empty() { "themes".to_owned() } else { template });
    let (message, meant) = words::in_words(&message);
    let then = match page {
        Some(url) => format!(
            "found while making the page `{url}`; the manual's template reference lists what a template may use"
        ),
        None => "mend the template; no page can be made with it".to_owned(),
    };
    let hint = meant.map_or_else(|| then.clone(), |meant| format!("{meant} ({then})"));
    Diagnostic::error("THEME1", Location { file: path.into(), span }, message).with_hint(hint)
}
