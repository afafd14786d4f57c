//! `onramp list`: records as a table.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::terminal::line;
use super::{CommandResult, Common, Failure, Format, Outcome, root};
use crate::build::read_and_check;
use crate::entry::Entry;
use crate::field::choices;
use crate::nearest::nearest;
use crate::parse::schema::follow;
use crate::site::{EntryIx, Site};

/// List records.
///
/// Of one kind, or of all; only those whose fields have given values. A field that names another
/// record is compared with that record's name.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  onramp list adr --where status=accepted\n  onramp list offering --where owner=storage --format json"
)]
pub(super) struct Args {
    /// The kind, such as `adr`.
    kind: Option<String>,
    /// Only records whose field has this value; may be given several times.
    #[arg(long = "where", value_name = "FIELD=VALUE")]
    filters: Vec<String>,
}

pub(super) fn run(args: &Args, common: &Common) -> CommandResult {
    let checked = read_and_check(&root::options(common)?).map_err(Failure::new)?;
    let site = &checked.site;
    let known = |name: &str| site.kinds.values().find(|kind| kind.name == name || kind.plural == name);
    let kind = match args.kind.as_deref() {
        None => None,
        Some(name) => match known(name) {
            Some(kind) => Some(kind.name.to_string()),
            None => return Err(unknown("kind", name, site.kinds.keys().map(String::as_str))),
        },
    };
    let filters = args.filters.iter().map(|filter| {
        let pair = filter.split_once('=').map(|(field, value)| (field.trim(), value.trim()));
        pair.ok_or_else(|| {
            Failure::new(format!("`{filter}` is no filter\nhint: write `--where status=accepted`"))
        })
    });
    let filters = filters.collect::<Result<Vec<_>, _>>()?;
    for (field, value) in &filters {
        known_field(site, kind.as_deref(), field)?;
        known_value(site, kind.as_deref(), field, value)?;
    }
    let may_see = |entry: &Entry| site.config.may_see(&common.audience, &entry.audience);
    let of_kind = |entry: &Entry| kind.as_deref().is_none_or(|kind| &*entry.id.kind == kind);
    let shown: Vec<(EntryIx, &Entry)> = site
        .iter()
        .filter(|(ix, entry)| {
            may_see(entry)
                && of_kind(entry)
                && filters.iter().all(|(field, value)| has(site, *ix, &common.audience, field, value))
        })
        .collect();
    show(site, &shown, common);
    Ok(Outcome::Clean)
}

fn show(site: &Site, shown: &[(EntryIx, &Entry)], common: &Common) {
    match common.format {
        Format::Json => {
            let record = |(ix, entry): &(EntryIx, &Entry)| {
                json!({
                    "id": entry.id.to_string(), "kind": entry.id.kind, "title": entry.title, "file": entry.file,
                    "url": entry.url, "owner": owner(site, *ix, &common.audience).map(|owner| owner.id.to_string()),
                    "fields": plain(&visible(site, entry, &common.audience)),
                })
            };
            let all: Vec<Value> = shown.iter().map(record).collect();
            line(&serde_json::to_string_pretty(&all).unwrap_or_default());
        }
        Format::Short => {
            for (_, entry) in shown {
                let at = entry.at("");
                let place = site.sources.get(&at.file).map_or((1, 1), |source| {
                    let position = source.position(at.span.start);
                    (position.line, position.column)
                });
                line(&format!("{}:{}:{}: {} {}", entry.file, place.0, place.1, entry.id, entry.title));
            }
        }
        Format::Human => {
            let width =
                shown.iter().map(|(_, entry)| entry.id.to_string().chars().count()).max().unwrap_or(0);
            for (_, entry) in shown {
                let id = entry.id.to_string();
                line(&format!("{id:<width$}  {}", entry.title));
            }
        }
    }
}

/// The team that answers for an entry, where an audience may see it.
fn owner<'a>(site: &'a Site, ix: EntryIx, audience: &str) -> Option<&'a Entry> {
    let owner = site.owner(ix).map(|owner| site.entry(owner));
    owner.filter(|owner| site.config.may_see(audience, &owner.audience))
}

/// The fields that an audience may see.
fn visible(site: &Site, entry: &Entry, audience: &str) -> Value {
    let mut value = entry.value.clone();
    for (pointer, mark) in &entry.restricted {
        if !site.config.may_see(audience, mark)
            && let (Some(fields), Some((_, name))) = (value.as_object_mut(), pointer.split_once('/'))
        {
            fields.shift_remove(name.split('/').next().unwrap_or(name));
        }
    }
    value
}

fn has(site: &Site, ix: EntryIx, audience: &str, field: &str, wanted: &str) -> bool {
    let entry = site.entry(ix);
    match field {
        "id" => return entry.id.to_string() == wanted || &*entry.id.name == wanted,
        "kind" => return &*entry.id.kind == wanted,
        "owner" => {
            let owner = owner(site, ix, audience).map(|owner| &owner.id);
            return owner.is_some_and(|id| &*id.name == wanted || id.to_string() == wanted);
        }
        _ => {}
    }
    visible(site, entry, audience).get(field).is_some_and(|value| matches(&plain(value), wanted))
}

fn matches(value: &Value, wanted: &str) -> bool {
    match value {
        Value::String(text) => text == wanted,
        Value::Array(items) => items.iter().any(|item| matches(item, wanted)),
        Value::Null | Value::Object(_) => false,
        Value::Bool(value) => wanted.parse() == Ok(*value),
        Value::Number(number) => wanted.parse::<f64>().ok() == number.as_f64(),
    }
}

fn known_field(site: &Site, kind: Option<&str>, field: &str) -> Result<(), Failure> {
    let kinds = site.kinds.values().filter(|it| kind.is_none_or(|kind| it.name == kind));
    let mut names: Vec<&str> = vec!["id", "kind"];
    for kind in kinds {
        let fields = kind.schema.get("properties").and_then(Value::as_object);
        names.extend(fields.into_iter().flat_map(|fields| fields.keys()).map(String::as_str));
    }
    if names.contains(&field) { Ok(()) } else { Err(unknown("field", field, names)) }
}

/// A value that no record can have is a slip, where the schemas list the values of a field.
fn known_value(site: &Site, kind: Option<&str>, field: &str, value: &str) -> Result<(), Failure> {
    if field == "kind" {
        let known = site.kinds.contains_key(value);
        return if known {
            Ok(())
        } else {
            Err(unknown("kind", value, site.kinds.keys().map(String::as_str)))
        };
    }
    let mut known: BTreeSet<String> = BTreeSet::new();
    for kind in site.kinds.values().filter(|it| kind.is_none_or(|kind| it.name == kind)) {
        let Some(node) = kind.schema.get("properties").and_then(|fields| fields.get(field)) else { continue };
        let node = follow(&kind.schema, node);
        let item = node.get("items").map_or(node, |item| follow(&kind.schema, item));
        let choices = match item.get("type").and_then(Value::as_str) {
            Some("boolean") => vec!["true".to_owned(), "false".to_owned()],
            _ => choices(item),
        };
        // One kind that takes any text is enough for the value to be possible.
        if choices.is_empty() {
            return Ok(());
        }
        known.extend(choices);
    }
    if known.is_empty() || known.contains(value) {
        return Ok(());
    }
    let listed = known.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
    let meant = nearest(value, known.iter().map(String::as_str));
    let meant = meant.map_or_else(String::new, |meant| format!("did you mean `{meant}`? "));
    Err(Failure::new(format!("`{field}` is never `{value}`\nhint: {meant}it can be {listed}")))
}

/// Fields as their author wrote them: references and Markdown as text.
fn plain(value: &Value) -> Value {
    match value {
        Value::Object(fields) => match fields.get("$ref").or_else(|| fields.get("$markdown")) {
            Some(text) => text.clone(),
            None => Value::Object(fields.iter().map(|(name, value)| (name.clone(), plain(value))).collect()),
        },
        Value::Array(items) => Value::Array(items.iter().map(plain).collect()),
        _ => value.clone(),
    }
}

fn unknown<'a>(what: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> Failure {
    let known: Vec<&str> = known.into_iter().collect();
    let hint = match nearest(name, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => {
            format!("there are {}", known.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", "))
        }
    };
    Failure::new(format!("there is no {what} `{name}`\nhint: {hint}"))
}
