//! The manual's list of what a template may use is made of the types that templates are given.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use onramp::record::schema_of;
use onramp::view::View;
use onramp::{kind, page};
use serde_json::Value;

use crate::support::repository;

const REFERENCE: &str = "content/offerings/docs-publishing/docs/template-reference.md";

const HEAD: &str = r#"+++
title = "Template reference"
order = 14
data_source = "imported"
summary = "Every name that a template may use, with what it holds: those of every page, and those that a kind or a computed page adds."
aliases = ["Template fields", "View"]
+++
What a template is given is all that it can read. [Themes](themes.md) says how to write one.

Beside the names below there is `assets`, which knows where each file of the theme is published: `assets['onramp.css']`. "Or none" means that the name is there and may be empty; a field of `page.record` that its record does not set is not there at all.

A test holds this page against the program, so that it cannot be out of date.
"#;

#[test]
fn the_template_reference_is_up_to_date() {
    let path = repository().join(REFERENCE);
    let made = reference();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &made).expect("the reference is written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == made,
        "{REFERENCE} is out of date: run `UPDATE=1 cargo test --test onramp template_reference` and commit it"
    );
}

#[test]
fn every_computed_page_is_in_the_reference() {
    let listed: BTreeSet<&str> = page::view_schemas().into_iter().map(|(template, _)| template).collect();
    let folder = repository().join("src/page");
    for (path, source) in crate::support::files_below(&folder) {
        let source = String::from_utf8(source).expect("source is UTF-8");
        for template in
            source.split('"').filter(|it| !it.starts_with('/') && it.rsplit('.').next() == Some("html"))
        {
            let known = listed.contains(template) || ["404.html", "redirect.html"].contains(&template);
            assert!(known, "{path}: `{template}` is not in `page::view_schemas`");
        }
    }
}

fn reference() -> String {
    let view = schema_of::<View>();
    let kinds: Vec<(String, Value)> = kind::built_in()
        .iter()
        .filter_map(|kind| Some((format!("{}.html", kind.name), (kind.view_schema)()?)))
        .collect();
    let pages = page::view_schemas();
    let schemas = kinds.iter().map(|it| &it.1).chain(pages.iter().map(|it| &it.1));
    let shared = shared(&view, schemas);
    let mut out = HEAD.to_owned();
    let _ = write!(out, "\n## Every page\n\n{}", table(&view, &shared));
    let mut names: Vec<&str> = shared.keys().copied().collect();
    // The two that templates begin with come first.
    names.sort_by_key(|name| (!["SiteView", "PageView"].contains(name), *name));
    for name in names {
        let _ = write!(out, "\n### {name}\n\n{}", section(shared[name], &shared));
    }
    out.push_str("\n## What kinds add\n\nAs `page.computed`. The kind's own fields are in `page.record`: [Kinds](kinds/index.md) has them.\n");
    for (template, schema) in &kinds {
        out.push_str(&whole(template, schema, &shared));
    }
    out.push_str("\n## What computed pages show\n\nAs `page.computed`.\n");
    for (template, schema) in &pages {
        out.push_str(&whole(template, schema, &shared));
    }
    out
}

/// The types of every page's view, and those that several schemas have alike.
fn shared<'a>(view: &'a Value, others: impl Iterator<Item = &'a Value>) -> BTreeMap<&'a str, &'a Value> {
    let mut found: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for (name, node) in others.flat_map(definitions) {
        found.entry(name).or_default().push(node);
    }
    let alike = |nodes: &Vec<&Value>| nodes.len() > 1 && nodes.iter().all(|it| it == &nodes[0]);
    let several = found.into_iter().filter(|(_, nodes)| alike(nodes)).map(|(name, nodes)| (name, nodes[0]));
    several.chain(definitions(view)).collect()
}

/// A schema with the types that it alone has, under the name of its template.
fn whole(template: &str, schema: &Value, shared: &BTreeMap<&str, &Value>) -> String {
    let mut out = format!("\n### {template}\n\n{}", section(schema, shared));
    for (name, own) in definitions(schema).filter(|(name, own)| shared.get(name) != Some(own)) {
        let _ = write!(out, "\n`{name}`:\n\n{}", section(own, shared));
    }
    out
}

fn definitions(schema: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let all = schema["definitions"].as_object();
    all.into_iter().flatten().map(|(name, node)| (name.as_str(), node))
}

/// A type's own sentence, and its fields or values.
fn section(node: &Value, shared: &BTreeMap<&str, &Value>) -> String {
    let doc = described(node);
    let doc = if doc.is_empty() { doc } else { format!("{doc}\n\n") };
    if node["properties"].is_object() {
        return format!("{doc}{}", table(node, shared));
    }
    format!("{doc}It is {}.\n", held(node, shared))
}

fn table(node: &Value, shared: &BTreeMap<&str, &Value>) -> String {
    let required: Vec<&str> =
        node["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut out = "| Name | Holds | Type |\n|---|---|---|\n".to_owned();
    for (name, field) in node["properties"].as_object().into_iter().flatten() {
        let absent = if required.contains(&name.as_str()) { "" } else { ", or none" };
        let _ = writeln!(out, "| `{name}` | {} | {}{absent} |", described(field), held(field, shared));
    }
    out
}

/// A description in one line, safe in a table.
fn described(node: &Value) -> String {
    let text = node["description"].as_str().unwrap_or_default();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.replace('|', "\\|").replace("[`", "`").replace("`]", "`");
    // Between backticks nothing is HTML.
    let parts = text.split('`').enumerate();
    let parts = parts.map(|(n, part)| if n % 2 == 0 { part.replace('<', "\\<") } else { part.to_owned() });
    parts.collect::<Vec<_>>().join("`")
}

/// What a field holds, in a word or a few.
fn held(node: &Value, shared: &BTreeMap<&str, &Value>) -> String {
    if let Some(name) = node["$ref"].as_str().and_then(|it| it.rsplit('/').next()) {
        return if shared.contains_key(name) {
            format!("[{name}](#{})", name.to_lowercase())
        } else {
            format!("`{name}`")
        };
    }
    for several in ["allOf", "anyOf", "oneOf"] {
        if let Some(parts) = node[several].as_array() {
            let parts: Vec<String> =
                parts.iter().filter(|it| it["type"] != "null").map(|it| held(it, shared)).collect();
            return parts.join(" or ");
        }
    }
    if let Some(only) = node["const"].as_str() {
        return format!("`{only}`");
    }
    if let Some(values) = node["enum"].as_array() {
        let values: Vec<String> =
            values.iter().filter_map(Value::as_str).map(|it| format!("`{it}`")).collect();
        return values.join(", ");
    }
    match node["type"].as_str() {
        Some("array") => format!("list: {}", held(&node["items"], shared)),
        Some("object") => match &node["additionalProperties"] {
            Value::Object(_) => format!("map: {}", held(&node["additionalProperties"], shared)),
            _ => "map".to_owned(),
        },
        Some("string") => match node["format"].as_str() {
            Some("date") => "date".to_owned(),
            _ => "text".to_owned(),
        },
        Some("integer" | "number") => "number".to_owned(),
        Some("boolean") => "yes or no".to_owned(),
        _ => "any".to_owned(),
    }
}
