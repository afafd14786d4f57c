//! The manual's page of each kind, made of its schema, its rules and a record of the site in
//! `tests/examples`; and what must hold for that: the site is healthy, and has a record of each.

#![allow(clippy::disallowed_methods, reason = "tests read the examples and write the manual")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::{built_in, common_schema};
use crate::build::{Checked, Options, read_and_check};
use crate::config::PUBLIC;
use crate::finding::Rule;
use crate::parse::markdown::{self, Dialect};
use crate::record::{AUDIENCE, EXPECTED, Kind, MARKDOWN, REF};
use crate::rule;
use crate::rule::tests::{findings, told};
use crate::source::{Source, Span};

/// A site with a record of each kind.
const EXAMPLES: &str = "tests/examples";
/// The folder of the pages, one a kind, and of the page that lists them.
const REFERENCE: &str = "content/offerings/docs-publishing/docs/kinds";
/// The page about what all kinds have.
const RECORDS: &str = "content/offerings/docs-publishing/docs/records.md";
/// Groups of rules that look at records of every kind: no page of a kind lists them.
const OF_EVERY_KIND: [&str; 3] = ["FLD", "GEN", "PAGE"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn examples() -> Checked {
    let options = Options { root: root().join(EXAMPLES), ..Options::default() };
    let mut checked = read_and_check(&options).expect("the examples are read");
    checked.publish("internal").expect("the audience is known");
    checked
}

#[test]
fn the_examples_are_healthy_by_the_strictest_rules() {
    let (findings, sources) = examples().report();
    let told: Vec<String> = findings.iter().map(|it| format!("{} {}", it.rule, told(it, &sources))).collect();
    assert_eq!(told, [""; 0], "`onramp check --root {EXAMPLES}` shows them in full");
}

/// What makes a record of each kind good, as the requirements of Onramp mark it (section 1, the fields with a
/// `*`), under the names that the fields have: the kind, what a record has to say for all of it to be
/// asked, and the fields. Every record has a title; a decision has its number in its file's name; a key result has
/// its unit from its metric and its day from its objective; and a request may be about the platform as a whole.
const GOOD: [(&str, &str, &str); 25] = [
    ("adr", "", "date status context decision consequences decision_makers"),
    ("app_tier", "", "level definition"),
    ("application", "", "owner tier uses as_of"),
    ("change", "", "offering documented reviewed_by tested"),
    (
        "incident",
        "end = 2026-12-01T10:00:00Z",
        "start severity offerings impact timeline contributing_factors why_page actions",
    ),
    ("maintenance_window", "", "offerings recurrence duration notice_days expected_impact"),
    ("metric", "", "type definition unit direction source decision"),
    ("migration", "stage = \"active\"", "from to reason applies_if on_ramp channel"),
    ("migration", "", "stage"),
    ("milestone", "", "parent date grain outcome type"),
    ("objective", "", "statement year key_results"),
    ("objective", "key_results = [{ text = \"Faster\" }]", "metric baseline target supports"),
    ("offering", "", "capability_area shape lifecycle problem in_scope out_of_scope operated"),
    ("ops_review", "", "date pages support postmortems changes slis_slos"),
    ("persona", "", "role"),
    ("proposal", "", "background tenets problem options proposal rationale plan"),
    ("request", "", "ask answer"),
    ("request", "answer = \"no_strategy\"", "because workaround"),
    ("roadmap_item", "", "outcome category user_visible target"),
    ("slo", "", "offering sli target window on_miss"),
    ("strategy", "", "vision goal"),
    ("sunset", "", "offering reasons alternatives_considered hand_back off_ramps announced end"),
    ("support_policy", "", "intake escalation levels request_types"),
    ("survey", "period = \"2026-Q3\"", "population invited responses gaps actions"),
    ("update", "", "date wins challenges"),
];

#[test]
fn what_a_good_record_has_is_asked_of_one_that_has_not() {
    let mut silent = Vec::new();
    for (kind, fields, good) in GOOD {
        let ready = built_in().iter().find(|it| it.name == kind).expect("a kind");
        let text = format!("title = \"A\"\n{fields}\n");
        let (text, name) = match &*ready.extension {
            "md" => (format!("+++\n{text}+++\n"), "0001-a.md"),
            _ => (text, "a.toml"),
        };
        let (found, sources) = findings(&format!("=== content/{}/{name}\n{text}", ready.plural));
        let said: Vec<String> = found.iter().map(|it| told(it, &sources)).collect();
        let said = said.join(" ").to_lowercase();
        let words: BTreeSet<&str> = said.split(|c: char| c != '_' && !c.is_alphanumeric()).collect();
        let missing = good.split(' ').filter(|field| !words.contains(field));
        silent.extend(missing.map(|field| format!("{kind}: {field}")));
    }
    assert_eq!(silent, [""; 0]);
}

#[test]
fn every_kind_has_a_page_and_every_page_is_up_to_date() {
    let made = pages();
    let folder = root().join(REFERENCE);
    if std::env::var_os("UPDATE").is_some() {
        fs::remove_dir_all(&folder).ok();
        fs::create_dir_all(&folder).expect("a folder is made");
        for (name, text) in &made {
            fs::write(folder.join(name), text).expect("a page is written");
        }
    }
    let advice = "run `UPDATE=1 cargo test --lib kind` and commit it";
    for (name, text) in &made {
        let committed = fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert!(committed == *text, "{REFERENCE}/{name} is out of date: {advice}");
    }
    let files = fs::read_dir(&folder).expect("the folder of the pages");
    let files: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
    let stale = files.iter().find(|path| made.iter().all(|(name, _)| !path.ends_with(name)));
    assert_eq!(stale, None, "no kind has this page: {advice}");
}

#[test]
fn the_fields_of_every_record_are_in_the_manual() {
    let text = fs::read_to_string(root().join(RECORDS)).expect("the page about records");
    let table = text.split("## Fields of every record").nth(1).expect("a section about them");
    for name in properties(&common_schema()).keys() {
        assert!(table.contains(&format!("\n| `{name}` | ")), "`{name}` is not in the table of {RECORDS}");
    }
}

/// File name and text of each page.
fn pages() -> Vec<(String, String)> {
    let kinds: Vec<Kind> = built_in().iter().map(|kind| (**kind).clone()).collect();
    let examples = examples();
    let looked_at = looked_at(&kinds);
    let page = |(order, kind)| (file_name(kind), page(kind, order + 1, &kinds, &looked_at, &examples));
    let mut pages: Vec<(String, String)> = kinds.iter().enumerate().map(page).collect();
    pages.push(("index.md".to_owned(), index(&kinds)));
    pages
}

fn file_name(kind: &Kind) -> String {
    format!("{}.md", kind.name.replace('_', "-"))
}

fn index(kinds: &[Kind]) -> String {
    let mut out = format!(
        "+++\ntitle = \"Kinds\"\nsummary = \"The {} kinds that are built in: what each is for, with a page of its fields, its \
         rules and an example.\"\norder = 4\ndata_source = \"imported\"\naliases = [\"Fields\", \"Field reference\"]\n+++\n\
         A record's kind comes from [its folder](../records.md#the-kind-comes-from-the-folder). `onramp new KIND TITLE` writes a \
         file with the fields that matter most; `onramp schema` writes schemas by which an editor completes the rest. A site adds \
         [kinds of its own](../kinds-of-your-own.md).\n\n| Kind | What it is |\n|---|---|\n",
        kinds.len()
    );
    for kind in kinds {
        let what = said(&kind.schema);
        let first = what.split_once(". ").map_or(what.as_str(), |(first, _)| first);
        let _ = writeln!(
            out,
            "| {} `{}` | {}. |",
            link(kind, &kind.title),
            kind.name,
            first.trim_end_matches('.')
        );
    }
    out
}

fn page(
    kind: &Kind,
    order: usize,
    kinds: &[Kind],
    looked_at: &BTreeMap<&str, BTreeSet<String>>,
    examples: &Checked,
) -> String {
    let name = &kind.name;
    let mut out = format!(
        "+++\ntitle = \"{}\"\nsummary = \"The kind `{name}`: what it is for, where it stands, its fields, its rules and an \
         example.\"\norder = {order}\ndata_source = \"imported\"\n+++\n{}\n",
        kind.title,
        said(&kind.schema)
    );
    // The record that says most is the best example.
    let of_kind = examples.site.iter().map(|(_, entry)| entry).filter(|entry| *entry.id.kind == **name);
    let example = of_kind.max_by_key(|entry| entry.spans.len());
    let example = example.unwrap_or_else(|| panic!("{EXAMPLES} has no `{name}`: write one, then UPDATE=1"));
    out += &place(kind, &example.id.to_string());
    let text = &examples.site.sources[&example.file].text;
    let language = if example.file.ends_with(".toml") { "toml" } else { "markdown" };
    let _ = write!(
        out,
        "\n## What does one look like?\n\nThis one is of a small site with a record of every kind, in which the strictest \
         profile finds nothing.\n\n````{language} title=\"{}\"\n{text}````\n",
        example.file
    );
    out += &fields(kind, kinds);
    out += &relations(kind, kinds);
    out += &rules(kind, looked_at);
    out
}

/// Where a record of the kind stands, what it is called and who sees it.
fn place(kind: &Kind, id: &str) -> String {
    // The one that `onramp new` makes comes first.
    let mut folders: Vec<String> = kind.folders.iter().map(|it| format!("`{it}`")).collect();
    folders.sort_by_key(|folder| folder.contains('_'));
    let is_page = built_in().first().is_some_and(|first| first.name == kind.name);
    let rest = if is_page { ", and whatever lies in no kind's folder" } else { "" };
    let form = if kind.extension == "toml" {
        "a TOML file; Markdown under front matter is read too"
    } else {
        "a Markdown file; TOML is read too"
    };
    let from = match (kind.numbered, is_page) {
        (true, _) => {
            "the number that the file's name begins with. Each folder below is a log with numbers of its own"
        }
        (_, true) => "the path within the content",
        _ => "the file's name",
    };
    let audience = if kind.audience == PUBLIC { "everybody" } else { "internal readers" };
    let name = &kind.name;
    format!(
        "\n- **Folder**: {}{rest}.\n- **File**: `onramp new {name} \"Its title\"` writes {form}. Several can \
         [share a file](../records.md#several-records-in-a-file), each under `[[{name}]]`.\n\
         - **Id**: such as `{id}`, from {from}.\n- **Who sees it**: {audience}, unless [the record says \
         otherwise](../audiences.md).\n",
        list(&folders, "or")
    )
}

/// The tables of a kind's own fields: the kind's, then one for each table or set of words in it.
fn fields(kind: &Kind, kinds: &[Kind]) -> String {
    let own = own(kind);
    let common: Vec<String> = properties(&common_schema()).keys().map(|name| format!("`{name}`")).collect();
    let mut out = "\n## Which fields does it have?\n\n".to_owned();
    let needed =
        "**Good** marks what a good record has: without it there is a finding, and no error in itself.";
    let internal = "**Internal** fields are for internal readers, whatever the record's audience.";
    let says = |keyword: &str| own.values().any(|node| node.get(keyword).is_some());
    let legend: Vec<&str> =
        [(EXPECTED, needed), (AUDIENCE, internal)].iter().filter(|it| says(it.0)).map(|it| it.1).collect();
    let legend = if legend.is_empty() { String::new() } else { format!(" {}", legend.join(" ")) };
    let _ = write!(
        out,
        "On top of these come the [fields of every record](../records.md#fields-of-every-record): {}.{legend}\n\n",
        list(&common, "and")
    );
    table(&own, &[], "", kinds, &mut out);
    parts(&own, "", kinds, &mut out);
    out
}

/// A row for each field. Two columns: that is what a telephone has room for.
fn table(fields: &Map<String, Value>, required: &[&str], around: &str, kinds: &[Kind], out: &mut String) {
    *out += "| Field | Meaning |\n|---|---|\n";
    for (name, node) in fields {
        let marks = [
            (required.contains(&name.as_str()), "**Required.** "),
            (node.get(EXPECTED).is_some(), "**Good.** "),
            (node.get(AUDIENCE).is_some(), "**Internal.** "),
        ];
        let marks: String = marks.iter().filter(|mark| mark.0).map(|mark| mark.1).collect();
        let default = node.get("default").filter(|it| !it.is_array());
        let default = default.map_or_else(String::new, |it| {
            format!(" Left out: `{}`.", it.as_str().map_or_else(|| it.to_string(), str::to_owned))
        });
        let holds = holds(node, &dotted(around, name), kinds);
        let mut holds = holds.chars();
        let first: String = holds.next().into_iter().flat_map(char::to_uppercase).collect();
        let _ = writeln!(out, "| `{name}` | {marks}{} *{first}{}.*{default} |", said(node), holds.as_str());
    }
}

/// What the fields of a table hold that has fields or words of its own, each under a heading.
fn parts(fields: &Map<String, Value>, around: &str, kinds: &[Kind], out: &mut String) {
    for (name, node) in fields {
        let path = dotted(around, name);
        let item = item(node);
        if let Some(words) = words(item) {
            let _ = write!(out, "\n### `{path}`\n\n| Word | Meaning |\n|---|---|\n");
            for word in words {
                let _ =
                    writeln!(out, "| `{}` | {} |", word["const"].as_str().unwrap_or_default(), said(word));
            }
        } else if has_fields(item) {
            let (own, required) = (properties(item), required(item));
            let each = if node.get("items").is_some() {
                format!("Each `[[{path}]]` has")
            } else {
                format!("The table `{path}` has")
            };
            let _ = write!(out, "\n### `{path}`\n\n{each} these fields.\n\n");
            table(&own, &required, &path, kinds, out);
            parts(&own, &path, kinds, out);
        }
    }
}

/// What a field holds, in words of a writer.
fn holds(node: &Value, path: &str, kinds: &[Kind]) -> String {
    let several = node.get("items").is_some();
    let item = item(node);
    if let Some(names) = references(node) {
        let one = |kind: &Kind| {
            let article = if kind.title.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
            format!("{article} {}", link(kind, &kind.title.to_lowercase()))
        };
        let many = |kind: &Kind| link(kind, &kind.title_plural.to_lowercase());
        let known = names.iter().filter_map(|name| kinds.iter().find(|kind| *name == kind.name));
        let known: Vec<String> = known.map(|kind| if several { many(kind) } else { one(kind) }).collect();
        let what = if several { "references to" } else { "a reference to" };
        return format!("{what} {}", list(&known, "or"));
    }
    if let Some(words) = words(item) {
        let words: Vec<String> =
            words.iter().map(|it| format!("`{}`", it["const"].as_str().unwrap_or_default())).collect();
        let what = if several { "a list of any of" } else { "one of" };
        return format!("{what} {}", list(&words, "or"));
    }
    if has_fields(item) {
        let what = if several { "tables; each has" } else { "a table with" };
        return format!("{what} [these fields](#{})", anchor(&format!("`{path}`")));
    }
    let (one, many) = plain(item);
    if several { format!("a list of {many}") } else { one }
}

/// What a single value is, and several.
fn plain(node: &Value) -> (String, String) {
    let keyword = |name: &str| node.get(name).and_then(Value::as_str).unwrap_or_default();
    let pair = |one: &str, many: &str| (one.to_owned(), many.to_owned());
    let such_as = |one: &str| {
        let example = node.pointer("/examples/0").and_then(Value::as_str);
        example.map_or_else(|| one.to_owned(), |example| format!("{one} such as `{example}`"))
    };
    match (keyword("type"), keyword("format"), keyword(MARKDOWN)) {
        ("boolean", ..) => pair("`true` or `false`", "`true` or `false`"),
        (kind @ ("integer" | "number"), ..) => {
            let range = match (node.get("minimum"), node.get("maximum")) {
                (Some(least), Some(most)) if kind == "number" => format!(" from {least} to {most}"),
                (Some(least), _) if least.as_f64() > Some(0.0) => format!(", at least {least}"),
                _ => String::new(),
            };
            let one = if kind == "integer" { "a whole number" } else { "a number" };
            (one.to_owned() + &range.replace(".0", ""), format!("numbers{}", range.replace(".0", "")))
        }
        (_, "date", _) => pair("a date such as `2026-04-01`", "dates"),
        (_, "date-time", _) => pair("a moment such as `2026-04-01T09:30:00Z`", "moments"),
        (_, _, "block") => pair("Markdown", "Markdown texts"),
        (_, _, "inline") => pair("a line of Markdown", "lines of Markdown"),
        _ if keyword("pattern").starts_with("^https?://") => pair("a web address", "web addresses"),
        _ => (such_as("text"), "texts".to_owned()),
    }
}

/// Which kinds a kind's fields name, and which fields of which kinds name it.
fn relations(kind: &Kind, kinds: &[Kind]) -> String {
    let line = |of: &str, fields: &Map<String, Value>, named: &Kind| {
        let mut found = Vec::new();
        naming(fields, "", named, &mut found);
        (!found.is_empty()).then(|| format!("- {of}: {}\n", list(&found, "and")))
    };
    let mine = own(kind);
    let others = kinds.iter().filter_map(|other| line(&link(other, &other.title), &mine, other));
    let others: String = others.collect();
    let every = line("Every record", &properties(&common_schema()), kind);
    let from = kinds.iter().filter_map(|other| line(&link(other, &other.title), &own(other), kind));
    let from: String = every.into_iter().chain(from).collect();
    let mut text = String::new();
    if !others.is_empty() {
        let _ = write!(text, "\n## What does it refer to?\n\nBy these fields of its own:\n\n{others}");
    }
    if !from.is_empty() {
        let _ = write!(
            text,
            "\n## What refers to it?\n\nBy these fields of theirs; the page of the record shows who does.\n\n{from}"
        );
    }
    text
}

/// The fields, however deep, that name records of a kind.
fn naming(fields: &Map<String, Value>, around: &str, kind: &Kind, found: &mut Vec<String>) {
    for (name, node) in fields {
        let path = dotted(around, name);
        if references(node).is_some_and(|names| names.contains(&&*kind.name)) {
            found.push(format!("`{path}`"));
        }
        naming(&properties(item(node)), &path, kind, found);
    }
}

/// The rules that look at records of a kind: its own, and those over the graph.
fn rules(kind: &Kind, looked_at: &BTreeMap<&str, BTreeSet<String>>) -> String {
    let own = |rule: &Rule| kind.rules.iter().any(|it| it.id == rule.id);
    let graph = |rule: &Rule| looked_at.get(rule.id).is_some_and(|kinds| kinds.contains(&*kind.name));
    let listed = rule::all().into_iter().filter(|rule| own(rule) || graph(rule));
    let listed: String = listed
        .map(|rule| {
            let anchor = anchor(&format!("{}: {}", rule.id, rule.summary));
            format!("- [{}](../rules.md#{anchor}): {}\n", rule.id, rule.summary)
        })
        .collect();
    let every = "those that look at [every record](../rules.md)";
    if listed.is_empty() {
        return format!("\n## Which rules look at it?\n\nNone of its own: only {every}.\n");
    }
    format!("\n## Which rules look at it?\n\nThese, and {every}:\n\n{listed}")
}

/// The kinds that each rule over the graph looks at: those in whose files its failing example is
/// found.
fn looked_at(kinds: &[Kind]) -> BTreeMap<&'static str, BTreeSet<String>> {
    let of = |path: &str| {
        let mut folders = path.rsplit('/').skip(1);
        let kind =
            folders.find_map(|folder| kinds.iter().find(|kind| kind.folders.iter().any(|it| it == folder)));
        kind.map(|kind| kind.name.to_string())
    };
    let of_every_kind = |rule: &Rule| OF_EVERY_KIND.iter().any(|group| rule.id.starts_with(group));
    let over_the_graph = rule::general().into_iter().filter(|rule| !of_every_kind(rule));
    over_the_graph
        .map(|rule| {
            let (found, _) = findings(rule.fails);
            (rule.id, found.iter().filter(|it| it.rule == rule.id).filter_map(|it| of(&it.at.file)).collect())
        })
        .collect()
}

/// A kind's fields without those that every record has.
fn own(kind: &Kind) -> Map<String, Value> {
    let common = properties(&common_schema());
    properties(&kind.schema).into_iter().filter(|(name, node)| common.get(name) != Some(node)).collect()
}

fn properties(node: &Value) -> Map<String, Value> {
    node.get("properties").and_then(Value::as_object).cloned().unwrap_or_default()
}

fn required(node: &Value) -> Vec<&str> {
    let names = node.get("required").and_then(Value::as_array);
    names.into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The items of a list, else the node itself.
fn item(node: &Value) -> &Value {
    node.get("items").unwrap_or(node)
}

fn has_fields(node: &Value) -> bool {
    node.get("properties").is_some()
}

/// The words that a value is one of.
fn words(node: &Value) -> Option<&Vec<Value>> {
    node.get("oneOf").and_then(Value::as_array)
}

fn references(node: &Value) -> Option<Vec<&str>> {
    let names = node.get(REF).or_else(|| item(node).get(REF))?.as_array()?;
    Some(names.iter().filter_map(Value::as_str).collect())
}

/// What a schema says of a node, on one line that a table can hold.
fn said(node: &Value) -> String {
    node.get("description").and_then(Value::as_str).unwrap_or_default().replace('\n', " ").replace('|', "\\|")
}

fn link(kind: &Kind, text: &str) -> String {
    format!("[{text}]({})", file_name(kind))
}

fn dotted(around: &str, name: &str) -> String {
    if around.is_empty() { name.to_owned() } else { format!("{around}.{name}") }
}

/// The anchor that a heading has.
fn anchor(heading: &str) -> String {
    let source = Source::new("heading.md", &format!("# {heading}\n"));
    let at = Span::new(0, source.text.len());
    let (body, _) = markdown::parse(&source, at, Dialect::Onramp { raw_html: false });
    body.headings.first().map_or_else(String::new, |heading| heading.id.clone())
}

/// `a`, `a and b`, `a, b and c`.
fn list(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}
