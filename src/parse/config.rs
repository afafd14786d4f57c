//! `onramp.toml` in, [`Config`] out.
//!
//! In: the config's text and the rules that it may set. Out: settings and findings. A config with
//! mistakes gives the settings that are right. Must not: read a file.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::data::{self, Data};
use super::file::told_once;
use super::schema::Schema;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::finding::Rule;
use crate::nearest::nearest;
use crate::record::{Kind, schema_of};
use crate::source::{Source, Span};

/// The config's schema for editors: every rule by name, as a severity or a table.
#[must_use]
pub fn editor_schema(rules: &[&Rule]) -> Value {
    let mut schema = schema(rules);
    if let Some(known) = schema.pointer_mut("/properties/rules/properties").and_then(Value::as_object_mut) {
        for rule in known.values_mut() {
            let level = rule["properties"]["severity"].clone();
            *rule = json!({ "description": rule["description"], "anyOf": [level, rule.clone()] });
        }
    }
    schema
}

fn schema(rules: &[&Rule]) -> Value {
    let mut schema = schema_of::<Config>();
    let mut known = Map::new();
    for rule in rules {
        let mut fields = Map::new();
        let level = json!({ "enum": ["off", "info", "warning", "error"], "description": "The severity." });
        fields.insert("severity".to_owned(), level);
        for threshold in rule.thresholds {
            let doc = format!("In {}; {} unless set.", threshold.unit, threshold.value);
            fields.insert(
                threshold.name.to_owned(),
                json!({ "type": "number", "minimum": 0, "description": doc }),
            );
        }
        let doc = format!("{}.", rule.summary);
        let node = json!({
            "type": "object", "description": doc, "properties": fields, "additionalProperties": false,
        });
        known.insert(rule.id.to_owned(), node);
    }
    schema["properties"]["rules"] = json!({
        "type": "object", "description": "Severity and numbers of rules, by rule id.",
        "properties": known, "additionalProperties": false,
    });
    schema
}

/// Reads a config.
///
/// # Panics
/// Never: the schema is made from the struct, and a test reads the empty config.
#[must_use]
pub fn config(source: &Source, rules: &[&Rule]) -> (Config, Vec<Diagnostic>) {
    let (mut data, errors) = data::toml(&source.text);
    let mut findings: Vec<Diagnostic> = errors
        .into_iter()
        .map(|error| Diagnostic::error("TOML1", source.at(error.span), error.message))
        .collect();
    settings_as_tables(&mut data);
    let had_title = data.fields.contains_key("title");
    match Schema::new(schema(rules)) {
        Ok(schema) => findings.extend(schema.check(&mut data, &|span| source.at(span))),
        Err(wrong) => findings.push(Diagnostic::error("CFG1", source.at(Span::FILE), wrong.message)),
    }
    let mut findings = told_once(findings);
    for rule in rules.iter().filter(|rule| rule.dated) {
        let level = data.fields.get("rules").and_then(|it| it.get(rule.id)?.get("severity")?.as_str());
        if level == Some("error") {
            let message = format!(
                "`{}` depends on the date, so it cannot be an error: it would turn an unrelated merge red",
                rule.id
            );
            let span = data.spans.get(&format!("/rules/{}", rule.id)).map_or(Span::FILE, |span| span.value);
            let hint = "leave it a warning, and run `onramp check --deny-overdue` in a scheduled job";
            findings.push(Diagnostic::error("CFG1", source.at(span), message).with_hint(hint));
        }
    }
    if !had_title || !data.fields.contains_key("title") {
        data.fields.insert("title".to_owned(), "Untitled".into());
    }
    match serde_json::from_value::<Config>(Value::Object(data.fields)) {
        Ok(config) => {
            (Config { spans: data.spans, content: plain_path(&config.content), ..config }, findings)
        }
        Err(error) => {
            findings.push(Diagnostic::error("CFG1", source.at(Span::FILE), error.to_string()));
            (Config::default(), findings)
        }
    }
}

/// A path without empty parts and dots: nothing for the root itself.
fn plain_path(path: &str) -> String {
    path.split('/').filter(|part| !["", "."].contains(part)).collect::<Vec<_>>().join("/")
}

/// `RULE = "warning"` as `RULE = { severity = "warning" }`.
fn settings_as_tables(data: &mut Data) {
    let Some(rules) = data.fields.get_mut("rules").and_then(Value::as_object_mut) else { return };
    for (id, setting) in rules.iter_mut().filter(|(_, setting)| setting.is_string()) {
        *setting = json!({ "severity": setting });
        if let Some(span) = data.spans.get(&format!("/rules/{id}")).copied() {
            data.spans.insert(format!("/rules/{id}/severity"), span);
        }
    }
}

/// What a config names must be there: kinds in `folders`, audiences in `sees`.
#[must_use]
pub fn check_names(config: &Config, kinds: &[Arc<Kind>]) -> Vec<Diagnostic> {
    let known = || kinds.iter().map(|kind| &*kind.name);
    let unknown = config.folders.iter().filter(|(_, kind)| known().all(|name| name != kind.as_str()));
    let finding = |(folder, kind): (&String, &String)| {
        let at = config.at(&format!("/folders/{}", data::escape(folder)));
        let hint = match nearest(kind, known()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!(
                "the kinds are {}",
                known().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
            ),
        };
        Diagnostic::error("CFG1", at, format!("there is no kind `{kind}`")).with_hint(hint)
    };
    let audiences = config.audience_names();
    let seen = config
        .audiences
        .iter()
        .flat_map(|(name, it)| it.sees.iter().enumerate().map(move |seen| (name, seen)));
    let nobody =
        seen.filter(|(_, (_, seen))| !audiences.contains(&seen.as_str())).map(|(name, (n, seen))| {
            let at = config.at(&format!("/audiences/{}/sees/{n}", data::escape(name)));
            let hint =
                nearest(seen, audiences.iter().copied()).map(|meant| format!("did you mean `{meant}`?"));
            Diagnostic { hint, ..Diagnostic::error("CFG1", at, format!("there is no audience `{seen}`")) }
        });
    let banner = config.banner.iter().filter(|banner| !audiences.contains(&banner.audience.as_str()));
    let to_nobody = banner.map(|banner| {
        let message = format!("there is no audience `{}`", banner.audience);
        let hint = nearest(&banner.audience, audiences.iter().copied());
        let hint = hint.map(|meant| format!("did you mean `{meant}`?"));
        Diagnostic { hint, ..Diagnostic::error("CFG1", config.at("/banner/audience"), message) }
    });
    unknown.map(finding).chain(nobody).chain(to_nobody).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule;

    fn read(text: &str) -> (Config, Vec<String>) {
        let source = Source::new("onramp.toml", text);
        let (config, findings) = config(&source, &rule::all());
        let told = findings.iter().map(|it| {
            let place = source.position(it.at.span.start);
            format!("{}:{} {} ({})", place.line, place.column, it.message, it.hint.as_deref().unwrap_or("-"))
        });
        let mut told: Vec<String> = told.collect();
        told.sort();
        (config, told)
    }

    #[test]
    fn a_title_is_enough() {
        let (config, told) = read("title = \"Docs\"\n");
        assert_eq!(told, [""; 0]);
        assert_eq!(
            Config { spans: [].into(), ..config },
            Config { title: "Docs".to_owned(), ..Config::default() }
        );
    }

    #[test]
    fn unknown_keys_are_told_with_what_was_meant() {
        let (_, mut told) = read("title = \"Docs\"\nbase-url = \"/\"\n[rules]\nGEN55 = \"off\"\n");
        told.sort();
        assert_eq!(
            told,
            [
                "2:1 there is no field `base-url` (did you mean `base_url`?)",
                "4:1 there is no field `GEN55` in `rules` (did you mean `GEN5`?)",
            ]
        );
    }

    #[test]
    fn a_title_must_be_there() {
        assert_eq!(read("").1, ["1:1 `title` is missing (write `title = \"...\"`)"]);
    }

    #[test]
    fn a_rule_about_dates_cannot_be_an_error() {
        let (_, told) = read("title = \"Docs\"\n[rules]\nGEN5 = \"error\"\n");
        assert!(told[0].starts_with("3:8 `GEN5` depends on the date"), "{told:?}");
    }
}
