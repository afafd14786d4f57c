//! Templates of a site that no page is made with.
//!
//! In: a theme, and the names of all kinds. Out: findings. Must not: read a template's tags.

use crate::diagnostic::{Diagnostic, Severity};
use crate::nearest::nearest;
use crate::source::{Location, Span};
use crate::theme::Theme;

/// A finding for each template that bears no page's name, and that no other template names: most
/// often a slip in its file name.
pub fn unused<'a>(theme: &Theme, kinds: impl Iterator<Item = &'a str>) -> Vec<Diagnostic> {
    let own = |name: &&String| !Theme::is_built_in(name);
    let within = |name: &str| name.split_once('/').map_or(name, |(_, within)| within).to_owned();
    let mut known: Vec<String> = kinds.map(|kind| format!("{kind}.html")).collect();
    known.extend(theme.templates.keys().filter(|name| !own(name)).map(|name| within(name)));
    let mut findings = Vec::new();
    for (name, template) in theme.templates.iter().filter(|(name, _)| own(name)) {
        let path = within(name);
        // Components are known by their own names, whichever file they stand in.
        let named = || {
            let by = ["\"", "'", "/"].map(|before| format!("{before}{path}"));
            theme.templates.values().any(|other| by.iter().any(|by| other.text.contains(by)))
        };
        if known.contains(&path) || template.text.contains("{% component") || named() {
            continue;
        }
        let at = Location { file: template.path.as_str().into(), span: Span::FILE };
        let message = format!("no page is made with the template `{path}`, and no other template names it");
        let hint = match nearest(&path, known.iter().map(String::as_str)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "call it after a kind, such as `offering.html`, or include it in a template".to_owned(),
        };
        let finding = Diagnostic::error("THEME2", at, message).with_hint(hint);
        findings.push(finding.with_severity(Severity::Warning));
    }
    findings
}
