//! The diagrams of a site: each distinct one drawn once, and what is wrong with the others.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::body::Code;
use crate::cache::{Cache, Key};
use crate::diagnostic::{Diagnostic, Severity};
use crate::diagram::{self, Diagram, Drawings, Fault};
use crate::draw;
use crate::entry::Entry;
use crate::output::Outputs;
use crate::palette::Inks;
use crate::site::Site;
use crate::source::{Location, Span};

/// The rule that diagrams keep.
const RULE: &str = "MD9";

/// Draws what was not drawn before.
pub(super) fn draw(site: &Site, inks: &Inks, cache: &Cache) -> Drawings {
    let distinct: BTreeSet<Diagram> =
        site.code().filter_map(|(_, code, text)| Diagram::of(code, text)).collect();
    let drawn = |diagram: Diagram| {
        let key = Key::of_value(&(&diagram, inks));
        let made = cache.drawn.get(key, &(), || Arc::new(draw::draw(&diagram, inks)));
        (diagram, made)
    };
    distinct.into_par_iter().map(drawn).collect()
}

/// Adds the pictures.
pub(super) fn publish(drawings: &Drawings, outputs: &mut Outputs) {
    for drawing in drawings.values().filter_map(|drawn| drawn.as_ref().as_ref().ok()) {
        for svg in [Some(&drawing.light), drawing.dark.as_ref()].into_iter().flatten() {
            outputs.add(diagram::file(svg), svg.as_bytes());
        }
    }
}

/// Why diagrams are shown as their text, and what they are drawn without.
pub(super) fn findings(site: &Site, drawings: &Drawings) -> Vec<Diagnostic> {
    let faulty = site.code().flat_map(|(entry, code, text)| {
        let drawn = Diagram::of(code, text).and_then(|diagram| drawings.get(&diagram));
        let faults = match drawn.map(|it| &**it) {
            Some(Ok(drawing)) => drawing.slips.iter().collect(),
            Some(Err(fault)) => vec![fault],
            None => Vec::new(),
        };
        faults.into_iter().map(|fault| finding(site, entry, code, text, fault)).collect::<Vec<_>>()
    });
    if draw::DRAWS {
        return faulty.collect();
    }
    // What the program lacks is said once.
    faulty.take(1).map(|finding| finding.with_severity(Severity::Info)).collect()
}

fn finding(site: &Site, entry: &Entry, code: &Code, text: &str, fault: &Fault) -> Diagnostic {
    let message = match &code.include {
        Some(include) if fault.line > 0 => {
            format!("{} (line {} of `{}`)", fault.message, fault.line, include.path)
        }
        _ => fault.message.clone(),
    };
    let at = place(site, entry, code, text, fault.line).unwrap_or_else(|| entry.location(code.span));
    Diagnostic::error(RULE, at, message).with_severity(fault.severity).with_hint(fault.hint.clone())
}

/// Where a line of the block stands in its file; none where it stands elsewhere, or was escaped there.
fn place(site: &Site, entry: &Entry, code: &Code, text: &str, line: u32) -> Option<Location> {
    let wanted = text.lines().nth(line.checked_sub(1)? as usize)?.trim();
    let block = site.sources.get(&entry.file)?.text.get(code.span.range())?;
    // The fence is a line of its own.
    let mut lines = block.split_inclusive('\n');
    let before: usize = lines.by_ref().take(line as usize).map(str::len).sum();
    let from = lines.next()?.find(wanted).filter(|_| !wanted.is_empty())?;
    let start = code.span.start as usize + before + from;
    Some(entry.location(Span::new(start, start + wanted.len())))
}
