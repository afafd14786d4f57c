//! One file in, its entries out.
//!
//! In: a source, and what is known before any file is read. Out: entries whose references are
//! still names, and every finding of the file. Must not: look at another file.

use std::sync::Arc;

use serde_json::Value;

use super::context::{Context, ReadyKind};
use super::data::{self, Data, SyntaxError};
use super::front_matter::{self, Language, Parts};
use super::lower::lower;
use super::markdown;
use super::misplaced::misplaced;
use super::place::{Place, leading_number};
use crate::body::Body;
use crate::cache::{Key, Parsed};
use crate::diagnostic::Diagnostic;
use crate::entry::{Common, Entry, FieldSpan, Id, Text};
use crate::label::readable;
use crate::nearest::nearest;
use crate::record::Fields;
use crate::slug::slug;
use crate::source::{Source, Span};

/// The entries of one file, and what is wrong with it.
#[must_use]
pub fn file(source: &Source, cx: &Context) -> Parsed {
    let inner = source.path.strip_prefix(&cx.content).unwrap_or(&source.path).trim_start_matches('/');
    let mut reading = Reading { source, inner, cx, key: cx.key_of(source), findings: Vec::new() };
    let place = cx.folders.place(inner);
    let is_toml = inner.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("toml"));
    let entries = if is_toml { reading.toml(place) } else { reading.markdown(place) };
    let findings = told_once(reading.findings);
    Parsed { entries: entries.into_iter().map(Arc::new).collect(), findings }
}

/// Without what follows from a mistake in the syntax: a value that cannot be read is of no type.
#[must_use]
pub(super) fn told_once(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let broken: Vec<Span> =
        findings.iter().filter(|it| it.rule == "TOML1").map(|finding| finding.at.span).collect();
    let follows = |span: Span| broken.iter().any(|it| span.start <= it.start && it.start <= span.end);
    findings.retain(|finding| {
        finding.rule != "FLD2" || finding.at.span == Span::FILE || !follows(finding.at.span)
    });
    findings
}

struct Reading<'a> {
    source: &'a Source,
    /// Its path within the content.
    inner: &'a str,
    cx: &'a Context,
    key: Key,
    findings: Vec<Diagnostic>,
}

/// A record on its way to an entry.
struct Draft {
    place: Place,
    data: Data,
    /// The Markdown under the front matter; empty for TOML.
    text: Span,
    body: Option<Body>,
    /// Whether there is no front matter.
    bare: bool,
    /// The record in its file.
    span: Span,
}

impl<'a> Reading<'a> {
    fn toml(&mut self, place: Place) -> Vec<Entry> {
        let (mut data, errors) = data::toml(&self.source.text);
        self.syntax(errors, 0, "TOML1");
        let mut entries = Vec::new();
        for (name, ready) in &self.cx.kinds {
            // `[[objective]]` and its like: several records in one file.
            let several = |key: &str| {
                let items = data.fields.get(key)?.as_array()?;
                // A text or a name of the folder's own kind is no table; a list of tables of it may be.
                let own = self.cx.has_list(&place.kind, key);
                (!items.is_empty() && items.iter().all(Value::is_object) && !own).then_some(items.len())
            };
            let plural = &*ready.kind.plural;
            let found = [name.as_str(), plural].into_iter().find_map(|key| Some((key, several(key)?)));
            let Some((key, count)) = found else { continue };
            if key != name {
                let span = data.spans.get(&format!("/{key}")).map_or(Span::FILE, |span| span.key);
                let message =
                    format!("each of several records in a file is one `[[{name}]]`, not `[[{key}]]`");
                let finding = Diagnostic::error("FLD1", self.source.at(span), message);
                self.findings.push(finding.with_hint(format!("did you mean `[[{name}]]`?")));
            }
            for n in 0..count {
                let pointer = format!("/{key}/{n}");
                let Some(part) = data.part(&pointer) else { continue };
                let span = data.spans.get(&pointer).map_or(Span::FILE, |span| span.value);
                let named = part.fields.get("id").and_then(Value::as_str).map(slug);
                let titled = part.fields.get("title").and_then(Value::as_str).map(slug);
                let slug = named
                    .or(titled)
                    .filter(|slug| !slug.is_empty())
                    .unwrap_or_else(|| format!("{name}-{}", n + 1));
                let place = Place {
                    kind: name.clone(),
                    log: String::new(),
                    path: format!("{}/{slug}", place.path),
                    url: format!("{}{slug}/", place.url),
                    slug,
                };
                let draft = Draft { place, data: part, text: Span::FILE, body: None, bare: false, span };
                entries.extend(self.entry(draft));
            }
            let key = key.to_owned();
            data.fields.shift_remove(&key);
        }
        if !data.fields.is_empty() || entries.is_empty() {
            let draft = Draft { place, data, text: Span::FILE, body: None, bare: false, span: Span::FILE };
            entries.extend(self.entry(draft));
        }
        entries
    }

    fn markdown(&mut self, place: Place) -> Vec<Entry> {
        let whole = Span::new(0, self.source.text.len());
        let (data, text) = match front_matter::split(&self.source.text) {
            Parts::Body => {
                if let Some(opening) = front_matter::misplaced(&self.source.text) {
                    let message = "this does not open a front matter: it is not the first line, or says more than the fence";
                    let finding = Diagnostic::error("FM1", self.source.at(opening), message);
                    self.findings.push(
                        finding.with_hint(
                            "write `+++` (TOML) or `---` (YAML) alone on the first line of the file",
                        ),
                    );
                }
                (None, whole)
            }
            Parts::Both { language, fields, body } => match self.fields(language, fields) {
                Some(data) => (Some(data), body),
                None => (None, whole),
            },
            Parts::Unclosed { language, opening, fence } => {
                let message =
                    format!("the front matter that begins here never ends: there is no closing `{fence}`");
                let finding = Diagnostic::error("FM1", self.source.at(opening), message);
                self.findings.push(
                    finding.with_hint(format!("write `{fence}` on a line of its own after the fields")),
                );
                let (data, end) = self.unclosed(language, opening.end as usize);
                (data, Span::new(end, self.source.text.len()))
            }
        };
        let (body, findings) = markdown::parse(self.source, text, self.cx.dialect);
        self.findings.extend(findings);
        let bare = data.as_ref().is_none_or(|data| data.fields.is_empty());
        let data = data.unwrap_or_default();
        self.entry(Draft { place, data, text, body: Some(body), bare, span: Span::FILE })
            .into_iter()
            .collect()
    }

    fn fields(&mut self, language: Language, at: Span) -> Option<Data> {
        let text = &self.source.text[at.range()];
        let (data, errors, rule) = match language {
            Language::Toml => {
                let (data, errors) = data::toml(text);
                (Some(data), errors, "TOML1")
            }
            Language::Yaml => {
                let (data, errors) = data::yaml(text);
                (data, errors, "YAML1")
            }
        };
        let broken = !errors.is_empty();
        self.syntax(errors, at.start as usize, rule);
        // Prose between two thematic breaks is no front matter; fields with an error in them are.
        match data {
            Some(data) => Some(data.shifted(at.start as usize)),
            None => broken.then(Data::default),
        }
    }

    /// The fields of a front matter that was never closed: as many lines as read as fields, so that
    /// what refers to this record is not reported too.
    fn unclosed(&mut self, language: Language, start: usize) -> (Option<Data>, usize) {
        let rest = &self.source.text[start..];
        let blank = rest.find("\n\n").map_or(rest.len(), |at| at + 1);
        let text = &rest[..blank];
        let data = match language {
            Language::Toml => Some(data::toml(text).0),
            Language::Yaml => data::yaml(text).0,
        };
        (data.map(|data| data.shifted(start)), start + blank)
    }

    fn syntax(&mut self, errors: Vec<SyntaxError>, shift: usize, rule: &str) {
        for error in errors {
            let at = self.source.at(error.span.shifted(shift));
            let hint = syntax_hint(&error.message, rule);
            self.findings.push(Diagnostic::error(rule, at, error.message).with_hint(hint));
        }
    }

    fn entry(&mut self, mut draft: Draft) -> Option<Entry> {
        let ready = self.kind(&mut draft)?;
        let kind = &ready.kind;
        let number = if kind.numbered { leading_number(&draft.place.slug) } else { None };
        if let Some(body) = &draft.body {
            title_from_body(&mut draft.data, body);
            if let Some(number) = number {
                draft.data.fields.entry("number").or_insert_with(|| number.into());
            }
            (kind.from_body)(&mut Fields {
                values: &mut draft.data.fields,
                spans: &mut draft.data.spans,
                body,
                text: &self.source.text[draft.text.range()],
                start: draft.text.start as usize,
                file_name: self.source.file_name(),
            });
        }
        let source = self.source;
        let of_another = (draft.place.kind == self.cx.fallback)
            .then(|| misplaced(source, self.inner, &draft.data, self.cx))
            .flatten();
        let mut wrong = ready.schema().check(&mut draft.data, &|span| source.at(span));
        // Fields that a page has not are what the record's own kind has.
        wrong.retain(|finding| of_another.is_none() || finding.rule != "FLD1");
        self.findings.extend(wrong.into_iter().chain(of_another));

        let mut found = Vec::new();
        let dialect = self.cx.dialect;
        let mut lowered = lower(&draft.data, &ready.schema().json, &mut |text, pointer, span, inline| {
            let place = |within: Span| place_in_value(source, text, span, within);
            let (body, findings) = if inline {
                markdown::parse_inline(source, text, &place, dialect)
            } else {
                // Several texts stand on one page: their headings must not share an id.
                let prefix = format!("{}-", pointer.trim_start_matches('/').replace(['/', '_'], "-"));
                markdown::parse_text(source, text, &prefix, &place, dialect)
            };
            found.extend(findings);
            body
        });
        self.findings.extend(found);
        if let Some(body) = draft.body {
            lowered.texts.insert(0, Text { pointer: String::new(), inline: false, body });
        }

        let common = self.decode::<Common>(serde_json::from_value(lowered.value.clone()), draft.span)?;
        let own = self.decode((kind.decode)(lowered.value.clone()), draft.span)?;
        let place = draft.data.spans.get("/audience").map_or(draft.span, |span| span.value);
        self.audience(&common, place);
        let number = lowered
            .value
            .get("number")
            .and_then(Value::as_u64)
            .and_then(|n| u32::try_from(n).ok())
            .or(number);
        let id = Id {
            kind: kind.name.as_ref().into(),
            name: id_name(&common, &draft.place, number, kind.numbered).into(),
        };
        let title = common.title.clone().unwrap_or_else(|| readable(&draft.place.slug));
        let audience = common.audience.clone().or_else(|| (kind.audience_of)(&own));
        Some(Entry {
            id,
            file: Arc::clone(&self.source.path),
            key: self.key,
            span: draft.span,
            front_matter: !draft.bare,
            bare: draft.bare && draft.place.kind == self.cx.fallback,
            url: draft.place.url,
            log: draft.place.log.into(),
            number: number.filter(|_| kind.numbered),
            audience: audience.unwrap_or_else(|| kind.audience.to_string()),
            title: if title.trim().is_empty() { "Home".to_owned() } else { title },
            common,
            data: own,
            value: lowered.value,
            spans: draft.data.spans,
            refs: lowered.refs,
            texts: lowered.texts,
            restricted: lowered.restricted,
        })
    }

    /// The kind: the record's own `kind`, else that of its folder.
    fn kind(&mut self, draft: &mut Draft) -> Option<&'a ReadyKind> {
        if let Some(name) = draft.data.fields.get("kind").and_then(Value::as_str) {
            if self.cx.kinds.contains_key(name) {
                name.clone_into(&mut draft.place.kind);
            } else {
                let span = draft.data.spans.get("/kind").map_or(draft.span, |span| span.value);
                let known = self.cx.kinds.keys().map(String::as_str);
                let finding =
                    Diagnostic::error("FLD2", self.source.at(span), format!("there is no kind `{name}`"));
                let hint = nearest(name, known).map(|meant| format!("did you mean `{meant}`?"));
                self.findings.push(Diagnostic { hint, ..finding });
                draft.data.fields.shift_remove("kind");
            }
        }
        self.cx.kinds.get(&draft.place.kind)
    }

    /// An audience that there is not is nobody: only those who see all would see the record.
    fn audience(&mut self, common: &Common, span: Span) {
        let Some(name) = common.audience.as_ref().filter(|name| !self.cx.audiences.contains(name)) else {
            return;
        };
        let known = || self.cx.audiences.iter().map(String::as_str);
        let message = format!("there is no audience `{name}`");
        let hint = match nearest(name, known()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!(
                "write one of {}, or add `[audiences.{name}]` to onramp.toml",
                known().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
            ),
        };
        self.findings.push(Diagnostic::error("FLD2", self.source.at(span), message).with_hint(hint));
    }

    fn decode<T>(&mut self, made: Result<T, serde_json::Error>, span: Span) -> Option<T> {
        // What the schema allows, the struct takes: the schema is made from it. A number too large
        // for its type is the exception that JSON Schema cannot say.
        made.map_err(|error| {
            let message = format!("this record cannot be used: {error}");
            self.findings.push(Diagnostic::error("FLD2", self.source.at(span), message));
        })
        .ok()
    }
}

/// Takes the title from the first heading, where the fields have none. One that neither begins the
/// text nor is the only one of its level is a section's.
fn title_from_body(data: &mut Data, body: &Body) {
    let first = body.headings.iter().position(|heading| heading.level == 1).unwrap_or_default();
    let Some(heading) = body.headings.get(first).filter(|heading| !heading.text.is_empty()) else { return };
    let begins = body.sections.first().is_none_or(|section| section.heading == Some(first));
    let alike = body.headings.iter().filter(|other| other.level == heading.level).count();
    if begins || alike == 1 {
        data.fields.entry("title").or_insert_with(|| heading.text.clone().into());
        data.spans.entry("/title".to_owned()).or_insert(FieldSpan { key: heading.span, value: heading.span });
    }
}

/// The name within the kind: the record's own `id`, else what its path says.
fn id_name(common: &Common, place: &Place, number: Option<u32>, numbered: bool) -> String {
    let own = common.id.as_ref().filter(|id| !id.is_empty());
    match (own, number.filter(|_| numbered)) {
        (Some(id), _) => id.clone(),
        (None, Some(number)) if place.log.is_empty() => format!("{number:04}"),
        (None, Some(number)) => format!("{}/{number:04}", place.log),
        (None, None) if numbered && !place.log.is_empty() => format!("{}/{}", place.log, place.slug),
        (None, None) if place.slug.is_empty() => "index".to_owned(),
        (None, None) => place.slug.clone(),
    }
}

/// A place within a Markdown text of a field as a place in the file: exact where the text stands
/// there as it is, the whole value where escapes came between.
fn place_in_value(source: &Source, text: &str, value: Option<FieldSpan>, within: Span) -> Span {
    let Some(span) = value.map(|span| span.value) else { return Span::FILE };
    let raw = source.text.get(span.range()).unwrap_or_default();
    match raw.find(text) {
        Some(offset) => within.shifted(span.start as usize + offset),
        None => span,
    }
}

/// What to write, for the syntax errors that people make most.
fn syntax_hint(message: &str, rule: &str) -> &'static str {
    match rule {
        "YAML1" => {
            "a value with `: ` or `#` in it needs quotes, and lists need the same indent in every line"
        }
        _ if message.contains("duplicate key") => "keep one of the two",
        _ if message.contains("string values must be quoted") => {
            "write text between quotes: `key = \"text\"`"
        }
        _ if message.contains("missing value") || message.contains("extra `=`") => {
            "write `key = value`, text between quotes"
        }
        _ if message.contains("string") => {
            "text stands between quotes on one line, or between `\"\"\"` over several"
        }
        _ => "write `key = value`, one a line, text between quotes",
    }
}
