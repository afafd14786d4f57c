//! A kind that a site makes: a JSON Schema in its `schemas/` folder, no Rust.
//!
//! In: schema files. Out: kinds, and what is wrong with the schemas. A schema named for a built-in
//! kind is an editor's copy; it is only compared. Must not: read a record.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use super::data;
use super::schema::Schema;
use crate::config::PUBLIC;
use crate::diagnostic::{Diagnostic, Severity};
use crate::label::readable;
use crate::nearest::nearest;
use crate::record::{
    AUDIENCE, EVEN_EMPTY, EXPECTED, Kind, KindFacets, MARKDOWN, NOT_BEFORE, PAST, REF, UNIT, merge,
};
use crate::source::{Source, Span};

/// The end of a schema's file name.
pub const SCHEMA: &str = ".schema.json";

/// The schema of a kind as it is written to a file: for editors, and to be compared.
#[must_use]
pub fn schema_text(schema: &Value) -> String {
    let mut text = serde_json::to_string_pretty(schema).unwrap_or_default();
    text.push('\n');
    text
}

/// The kinds that the schemas make, beside those built in.
#[must_use]
pub fn site_kinds(
    schemas: &[Arc<Source>],
    built_in: &[Arc<Kind>],
    common: &Value,
) -> (Vec<Arc<Kind>>, Vec<Diagnostic>) {
    let mut kinds = Vec::new();
    let mut findings = Vec::new();
    for source in schemas {
        let name = source.file_name().trim_end_matches(SCHEMA).to_owned();
        if name == "config" {
            continue;
        }
        if let Some(known) = built_in.iter().find(|kind| kind.name == name) {
            if *source.text != schema_text(&known.schema) {
                let message =
                    format!("this copy of the built-in kind `{name}` is out of date: editors will mislead");
                let finding = Diagnostic::error("SCH2", source.at(Span::FILE), message);
                findings.push(
                    finding
                        .with_severity(Severity::Warning)
                        .with_hint("run `onramp schema` to write it anew"),
                );
            }
            continue;
        }
        match site_kind(source, &name, common) {
            Ok(kind) => {
                let others = built_in.iter().chain(&kinds);
                findings.extend(others.filter_map(|other| same_folder(source, &kind, other)));
                kinds.push(Arc::new(kind));
            }
            Err(finding) => {
                findings.push(finding);
                // Its records stay records, so that they are not reported too.
                kinds.extend(stand_in(source, &name, common).map(Arc::new));
            }
        }
    }
    let known: BTreeSet<String> = built_in.iter().chain(&kinds).map(|kind| kind.name.to_string()).collect();
    for source in schemas {
        unknown_references(source, &known, &mut findings);
        unknown_keywords(source, &mut findings);
    }
    (kinds, findings)
}

/// Two kinds cannot lie in one folder.
fn same_folder(source: &Source, kind: &Kind, other: &Kind) -> Option<Diagnostic> {
    let shared = kind.folders.iter().find(|folder| other.folders.contains(folder))?;
    let message = format!("the folder `{shared}` is that of the kind `{}` already", other.name);
    let hint = "give this kind another `x-onramp-plural`, or other `x-onramp-folders`";
    Some(Diagnostic::error("SCH1", source.at(Span::FILE), message).with_hint(hint))
}

fn site_kind(source: &Source, name: &str, common: &Value) -> Result<Kind, Diagnostic> {
    let own: Value = serde_json::from_str(&source.text).map_err(|error| {
        let line = error.line().saturating_sub(1);
        let start: usize = source.text.split_inclusive('\n').take(line).map(str::len).sum();
        let at = (start + error.column().saturating_sub(1)).min(source.text.len());
        let reason = error.to_string();
        let reason = reason.split(" at line ").next().unwrap_or(&reason);
        let message = format!("this is not JSON: {reason}");
        Diagnostic::error("SCH1", source.at(Span::new(at, at)), message)
    })?;
    let bad = |pointer: &str, message: String, hint: &str| {
        let (data, _) = data::yaml(&source.text);
        let span = data.and_then(|data| data.spans.get(pointer).map(|span| span.value)).unwrap_or(Span::FILE);
        Diagnostic::error("SCH1", source.at(span), message).with_hint(hint)
    };
    if !is_name(name) {
        let hint = format!("rename the file to `vendor{SCHEMA}`, say: small letters, digits and `_`");
        return Err(bad("", format!("`{name}` cannot be the name of a kind"), &hint));
    }
    if !own.get("properties").is_some_and(Value::is_object) {
        let hint = "write `\"properties\": { \"field\": { \"type\": \"string\" } }`";
        return Err(bad("", format!("the schema of `{name}` lists no fields: it needs `properties`"), hint));
    }
    let columns = list(&own, "x-onramp-columns");
    let merged = merge(own.clone(), common);
    if let Some(unknown) = columns.iter().position(|column| merged["properties"].get(column).is_none()) {
        let column = &columns[unknown];
        let fields = merged["properties"]
            .as_object()
            .map(|fields| fields.keys().map(String::as_str).collect::<Vec<_>>());
        let meant = nearest(column, fields.into_iter().flatten());
        let hint = meant.map_or_else(
            || "name a field of `properties`".to_owned(),
            |meant| format!("did you mean `{meant}`?"),
        );
        let pointer = format!("/x-onramp-columns/{unknown}");
        return Err(bad(
            &pointer,
            format!("the listing of `{name}` has a column `{column}`, which is no field"),
            &hint,
        ));
    }
    for (n, required) in list(&own, "required").iter().enumerate() {
        if merged["properties"].get(required).is_none() {
            let fields =
                merged["properties"].as_object().into_iter().flatten().map(|(name, _)| name.as_str());
            let hint = nearest(required, fields).map_or_else(
                || "name a field of `properties`".to_owned(),
                |meant| format!("did you mean `{meant}`?"),
            );
            let message = format!("`{name}` requires `{required}`, which is no field");
            return Err(bad(&format!("/required/{n}"), message, &hint));
        }
    }
    if let Err(wrong) = Schema::new(merged.clone()) {
        let hint = wrong.hint.unwrap_or_else(|| "see <https://json-schema.org>".to_owned());
        let message = format!("this is no JSON Schema (draft 7): {}", wrong.message);
        return Err(bad(&wrong.pointer, message, &hint));
    }
    Ok(Kind { columns: columns.into_iter().map(Into::into).collect(), ..made(name, &own, merged) })
}

/// A kind as far as its schema says, for one that cannot be used: it takes whatever its records say.
fn stand_in(source: &Source, name: &str, common: &Value) -> Option<Kind> {
    if !is_name(name) {
        return None;
    }
    let own: Value = serde_json::from_str(&source.text).unwrap_or_default();
    let mut schema = merge(serde_json::json!({ "type": "object" }), common);
    schema["additionalProperties"] = true.into();
    Some(made(name, &own, schema))
}

/// The kind that the keywords of a schema describe.
fn made(name: &str, own: &Value, schema: Value) -> Kind {
    let text = |key: &str| own.get(key).and_then(Value::as_str).map(str::to_owned);
    let title = text("title").unwrap_or_else(|| readable(name));
    let plural = text("x-onramp-plural").unwrap_or_else(|| format!("{name}s"));
    let title_plural = text("x-onramp-title-plural").unwrap_or_else(|| readable(&plural));
    let extension = text("x-onramp-extension").unwrap_or_else(|| "md".to_owned());
    let mut folders = vec![plural.clone()];
    folders.extend(list(own, "x-onramp-folders"));
    Kind {
        name: name.to_owned().into(),
        plural: plural.into(),
        title: title.into(),
        title_plural: title_plural.into(),
        called: &[],
        folders: folders.into_iter().map(Into::into).collect(),
        numbered: own.get("x-onramp-numbered").and_then(Value::as_bool).unwrap_or(false),
        audience: text("x-onramp-audience").unwrap_or_else(|| PUBLIC.to_owned()).into(),
        reviewed: true,
        template: text("x-onramp-template").unwrap_or_else(|| new_file(own, &extension)).into(),
        extension: extension.into(),
        columns: Vec::new(),
        schema,
        rules: &[],
        decode: |value| Ok(Arc::new(value)),
        from_body: |_| {},
        audience_of: |_| None,
        view: |_, _| Value::Null,
        view_schema: || None,
        facets: KindFacets::NONE,
    }
}

fn is_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    !name.is_empty() && name.bytes().all(plain)
}

fn list(own: &Value, key: &str) -> Vec<String> {
    let items = own.get(key).and_then(Value::as_array);
    items.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// What `new` writes for a kind without a template of its own: its required fields.
fn new_file(schema: &Value, extension: &str) -> String {
    let required = schema.get("required").and_then(Value::as_array);
    let fields: String = required
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .filter(|name| *name != "title")
        .map(|name| format!("{name} = \"change-me\"\n"))
        .collect();
    let fence = if extension == "toml" { "" } else { "+++\n" };
    format!("{fence}title = {{title}}\n{fields}created = {{date}}\n{fence}")
}

/// Reports `x-onramp-ref` values that name no kind.
fn unknown_references(source: &Source, known: &BTreeSet<String>, findings: &mut Vec<Diagnostic>) {
    let (Some(data), _) = data::yaml(&source.text) else { return };
    let value = Value::Object(data.fields);
    for (pointer, span) in &data.spans {
        let within_list = pointer.rsplit_once('/').is_some_and(|(list, _)| list.ends_with(REF));
        if !(pointer.ends_with(REF) || within_list) {
            continue;
        }
        let Some(name) = value.pointer(pointer).and_then(Value::as_str) else { continue };
        if !known.contains(name) {
            let message = format!("`{REF}` names the kind `{name}`, which there is not");
            let hint = nearest(name, known.iter().map(String::as_str))
                .map(|meant| format!("did you mean `{meant}`?"));
            findings.push(Diagnostic { hint, ..Diagnostic::error("SCH1", source.at(span.value), message) });
        }
    }
}

/// The keywords that a schema may use, and of which type each is.
const KEYWORDS: &[(&str, &str)] = &[
    (REF, "a list of kinds"),
    (MARKDOWN, "text"),
    (AUDIENCE, "text"),
    (EXPECTED, "true, false or `even empty`"),
    (PAST, "true, false or a table of fields and their values"),
    (NOT_BEFORE, "text"),
    (UNIT, "text"),
    ("x-onramp-plural", "text"),
    ("x-onramp-title-plural", "text"),
    ("x-onramp-folders", "a list"),
    ("x-onramp-columns", "a list"),
    ("x-onramp-numbered", "true or false"),
    ("x-onramp-template", "text"),
    ("x-onramp-extension", "text"),
];

/// Reports `x-onramp-*` keywords that mean nothing, or hold something of another type.
fn unknown_keywords(source: &Source, findings: &mut Vec<Diagnostic>) {
    let (Some(data), _) = data::yaml(&source.text) else { return };
    let value = Value::Object(data.fields);
    for (pointer, span) in &data.spans {
        let name = pointer.rsplit('/').next().unwrap_or_default();
        if !name.starts_with("x-onramp-") || pointer.ends_with(&format!("/properties/{name}")) {
            continue;
        }
        let Some((_, wanted)) = KEYWORDS.iter().find(|(known, _)| *known == name) else {
            let finding =
                Diagnostic::error("SCH1", source.at(span.key), format!("there is no keyword `{name}`"));
            let meant = nearest(name, KEYWORDS.iter().map(|(known, _)| *known));
            let hint = meant.map(|meant| format!("did you mean `{meant}`?"));
            findings.push(Diagnostic { hint, ..finding });
            continue;
        };
        let right = match (*wanted, value.pointer(pointer)) {
            ("text", Some(it)) => it.is_string(),
            ("true or false", Some(it)) => it.is_boolean(),
            (_, Some(it)) if *name == *EXPECTED => it.is_boolean() || it == EVEN_EMPTY,
            (_, Some(it)) if *name == *PAST => it.is_boolean() || it.is_object(),
            ("a list", Some(it)) => it.is_array(),
            (_, Some(it)) => it.is_array() || it.is_string(),
            (_, None) => true,
        };
        if !right {
            findings.push(Diagnostic::error(
                "SCH1",
                source.at(span.value),
                format!("`{name}` must be {wanted}"),
            ));
        }
    }
}
