//! A record that is read as a page, because its folder's name is nearly that of a kind's folder, or because
//! it has the name of the folder's own page.
//!
//! In: a file's path, its fields, and the folders of all kinds. Out: the finding. Must not: take a
//! folder of pages for a slip: it is one only where the file itself says so.

use super::context::Context;
use super::data::Data;
use super::place::{is_index, leading_number};
use crate::diagnostic::{Diagnostic, Severity};
use crate::nearest::nearest;
use crate::source::{Source, Span};

/// What the folder of a file was meant to be called, if the file is a record of another kind than a
/// page. `inner` is its path within the content.
pub(super) fn misplaced(source: &Source, inner: &str, data: &Data, cx: &Context) -> Option<Diagnostic> {
    let folders: Vec<&str> = inner.split('/').rev().skip(1).collect();
    if let Some(kind) = folders.first().and_then(|folder| kind_of(folder, cx)) {
        return introduces(source, kind, data, cx);
    }
    folders.into_iter().find_map(|folder| {
        let (kind, singular) = meant(folder, cx)?;
        let ready = cx.kinds.get(kind)?;
        // Fields that the kind has and a page has not are proof enough.
        let field = data.fields.keys().find(|name| !cx.has_field(&cx.fallback, name) && cx.has_field(kind, name));
        let stem = source.file_name().split('.').next().unwrap_or_default();
        let end = source.file_name().rsplit_once('.').map_or("", |(_, end)| end);
        let is_record = end.eq_ignore_ascii_case("toml")
            || ready.kind.numbered && leading_number(stem).is_some();
        if field.is_none() && !(singular && is_record) {
            return None;
        }
        let span = field.and_then(|name| data.spans.get(&format!("/{name}"))).map_or(Span::FILE, |it| it.key);
        let message = format!("`{folder}` is not the folder of a kind, so this file is read as a page");
        let hint = format!(
            "rename the folder to `{}`, or write `\"{folder}\" = \"{kind}\"` under `[folders]` in onramp.toml",
            ready.kind.plural
        );
        let finding = Diagnostic::error("FILE6", source.at(span), message).with_hint(hint);
        let severity = if field.is_some() { Severity::Error } else { Severity::Warning };
        Some(finding.with_severity(severity))
    })
}

/// The kind that a folder of this name holds, other than pages.
fn kind_of<'a>(folder: &str, cx: &'a Context) -> Option<&'a str> {
    let (_, kind) = cx.folders.names().find(|(name, _)| *name == folder)?;
    (kind != cx.fallback).then_some(kind)
}

/// What is wrong with a record whose file is called as the page of its folder is: `index`, `README`.
fn introduces(source: &Source, kind: &str, data: &Data, cx: &Context) -> Option<Diagnostic> {
    let name =
        data.fields.keys().find(|name| !cx.has_field(&cx.fallback, name) && cx.has_field(kind, name))?;
    let (stem, end) = source.file_name().rsplit_once('.')?;
    if !is_index(stem) {
        return None;
    }
    let span = data.spans.get(&format!("/{name}")).map_or(Span::FILE, |it| it.key);
    let title = cx.kinds.get(kind)?.kind.title.to_lowercase();
    let message =
        format!("`{stem}` is the folder's own page, so this file is not read as a record ({title})");
    let hint = format!("rename the file after what it is about, such as `storage.{end}`");
    Some(Diagnostic::error("FILE6", source.at(span), message).with_hint(hint))
}

/// The kind whose folder was meant, and whether the folder bears the kind's own name.
fn meant<'a>(folder: &str, cx: &'a Context) -> Option<(&'a str, bool)> {
    let plain = |name: &str| name.to_lowercase().replace('_', "-");
    let kinds = || cx.kinds.keys().map(String::as_str).filter(|kind| *kind != cx.fallback);
    if let Some(kind) = kinds().find(|kind| plain(kind) == plain(folder)) {
        return Some((kind, true));
    }
    let known = cx.folders.names().filter(|(_, kind)| *kind != cx.fallback);
    let name = nearest(folder, known.clone().map(|(name, _)| name))?;
    known.into_iter().find(|(known, _)| *known == name).map(|(_, kind)| (kind, false))
}
