//! No audience sees what is not for it: a word of its own is planted in every internal place, and
//! every byte of the public site is searched for it.

use onramp::output::Outputs;
use onramp::record::{Kind, MARKDOWN, REF};
use serde_json::Value;
use toml::Table;
use toml::value::Datetime;

use crate::support::{Site, attributes, page};

/// Words that must not be public, and where each was planted.
#[derive(Default)]
struct Canaries {
    words: Vec<(String, String)>,
}

impl Canaries {
    /// A word that occurs nowhere else; letters and digits, so that no escape changes it.
    fn word(&mut self, place: &str) -> String {
        let word = format!("kanari{:04}x", self.words.len());
        self.words.push((word.clone(), place.to_owned()));
        word
    }

    /// A number that occurs nowhere else.
    fn digits(&mut self, place: &str) -> i64 {
        let number = 917_300_000 + i64::try_from(self.words.len()).expect("a short list") * 37;
        self.words.push((number.to_string(), place.to_owned()));
        number
    }

    /// A share of less than a hundred that occurs nowhere else.
    fn share(&mut self, place: &str) -> f64 {
        let digits = format!("7.{}1", 917_300 + self.words.len());
        self.words.push((digits.clone(), place.to_owned()));
        digits.parse().expect("a number")
    }
}

const MARK: &str = "x-onramp-audience";

/// A value for a field, with a word of its own wherever the field's type allows one.
fn value(kind: &Kind, node: &Value, at: &str, canaries: &mut Canaries) -> Option<toml::Value> {
    let root = &kind.schema;
    let target =
        node.get("$ref").and_then(Value::as_str).and_then(|to| root.pointer(&to[1..])).unwrap_or(node);
    let kinds = node.get(REF).or_else(|| target.get(REF));
    if let Some(choice) = onramp::field::choices(target).first() {
        return Some(choice.clone().into());
    }
    match (target.get("type").and_then(Value::as_str), target.get("format").and_then(Value::as_str)) {
        (_, Some("date")) => "2027-01-02".parse::<Datetime>().ok().map(toml::Value::from),
        (_, Some("date-time")) => "2027-01-02T03:04:05Z".parse::<Datetime>().ok().map(toml::Value::from),
        (Some("string"), _) if kinds.is_none() && target.get("pattern").is_some() => {
            Some(shaped(&target["pattern"], at, canaries).into())
        }
        (Some("string"), _) => Some(match (kinds, target.get(MARKDOWN).and_then(Value::as_str)) {
            (Some(kinds), _) => hidden_name(kinds).into(),
            (None, Some("block")) => {
                let (text, code) = (canaries.word(at), canaries.word(&format!("{at}, code")));
                let drawn = canaries.word(&format!("{at}, diagram"));
                format!(
                    "About *{text}* & more:\n\n```rust\nlet {code} = 1;\n```\n\n```mermaid\npie\n  \"{drawn}\" : 1\n```\n"
                )
                .into()
            }
            (None, Some(_)) => format!("**{}** & co", canaries.word(at)).into(),
            (None, None) => canaries.word(at).into(),
        }),
        (Some("number"), _) if target.get("maximum").is_some() => {
            let most = target["maximum"].as_f64().expect("a number");
            Some(if most < 8.0 { most } else { canaries.share(at) }.into())
        }
        (Some("integer"), _) if target.get("maximum").is_some() => {
            target["maximum"].as_i64().map(toml::Value::from)
        }
        (Some("integer" | "number"), _) => Some(canaries.digits(at).into()),
        (Some("boolean"), _) => Some(true.into()),
        (Some("array"), _) => {
            let mut item = target.get("items")?.clone();
            if let (Some(kinds), Some(item)) = (kinds, item.as_object_mut()) {
                item.insert(REF.to_owned(), kinds.clone());
            }
            Some(vec![value(kind, &item, &format!("{at}[]"), canaries)?].into())
        }
        (Some("object"), _) => Some(table(kind, target, at, canaries, true)?.into()),
        _ => None,
    }
}

/// A text of a shape that leaves no room for a word, or an address with one.
fn shaped(pattern: &Value, at: &str, canaries: &mut Canaries) -> String {
    let pattern = pattern.as_str().expect("a pattern is text");
    let samples = [("Q[1-4]", "2027-Q1"), ("business", "2 business days"), ("[0-5][0-9]", "02:00")];
    let sample = samples.iter().find(|(part, _)| pattern.contains(part));
    sample
        .map_or_else(|| format!("https://{}.example/", canaries.word(at)), |(_, sample)| (*sample).to_owned())
}

/// The alias of the internal record of the first of these kinds.
fn hidden_name(kinds: &Value) -> String {
    let first = kinds.as_str().or_else(|| kinds[0].as_str()).expect("the name of a kind");
    format!("hidden {first}")
}

/// The fields of a record or of a table in one: all of them, or only those that are internal.
fn table(kind: &Kind, node: &Value, at: &str, canaries: &mut Canaries, all: bool) -> Option<Table> {
    let mut out = Table::new();
    for (name, node) in node.get("properties")?.as_object()? {
        let given =
            ["id", "kind", "audience", "old_urls", "aliases", "allow", "number", "title", "tags", "order"];
        if at == kind.name && given.contains(&name.as_str()) {
            continue;
        }
        let chosen = all || node.get(MARK).is_some_and(|mark| mark == "internal");
        if chosen && let Some(value) = value(kind, node, &format!("{at}.{name}"), canaries) {
            out.insert(name.clone(), value);
        }
    }
    Some(out)
}

/// How a record of the kind is called and where it lies.
fn path(kind: &Kind, name: &str) -> String {
    let number = if kind.numbered { if name.starts_with("kanari") { "0002-" } else { "0001-" } } else { "" };
    format!("content/{}/{number}{name}", kind.plural)
}

/// A site with a public and an internal record of every kind, and internal pages in every way that
/// a page can be reached.
fn site() -> (Site, Canaries) {
    let mut canaries = Canaries::default();
    let mut site = Site::new().setting(
        "repository = \"https://git.example/blob/{path}\"\nedit = \"https://git.example/edit/{path}\"\nbase_url = \"https://docs.example.com/\"",
    );
    for kind in onramp::kind::built_in() {
        let fields = table(kind, &kind.schema, &kind.name, &mut canaries, false).expect("fields");
        let mut open = Table::new();
        open.insert("title".to_owned(), format!("Open {}", kind.name).into());
        open.insert("audience".to_owned(), "public".into());
        open.extend(fields);
        site = site.file(&format!("{}.toml", path(kind, "open")), open.to_string());

        let mut word = |place: &str| canaries.word(&format!("internal {}: {place}", kind.name));
        let (file, title, alias, old) = (word("file"), word("title"), word("alias"), word("old URL"));
        let (waived, tag) = (word("waiver"), word("tag"));
        let (heading, text, code, alt) = (word("heading"), word("text"), word("code"), word("alt"));
        let (asset, bytes, source) = (word("asset"), word("asset's bytes"), word("included"));
        let link = word("link elsewhere");
        let mut hidden = table(kind, &kind.schema, &kind.name, &mut canaries, true).expect("fields");
        hidden.insert("title".to_owned(), title.into());
        hidden.insert("audience".to_owned(), "internal".into());
        hidden.insert("aliases".to_owned(), vec![alias, format!("hidden {}", kind.name)].into());
        hidden.insert("old_urls".to_owned(), vec![format!("/was/{old}/"), format!("/was/{old}.html")].into());
        hidden.insert("tags".to_owned(), vec![tag].into());
        let allowed = format!("rule = \"GEN5\"\nreason = \"{waived}\"\nuntil = 2027-03-01\n");
        hidden.insert("allow".to_owned(), vec![allowed.parse::<Table>().expect("a waiver")].into());
        let body = format!(
            "## {heading}\n\n{text} [out](https://{link}.example/)\n\n```rust\nlet {code} = 1;\n```\n\n![{alt}](../files/{asset}.png)\n\n```rust include=\"/src/{}.rs\"\n```\n\nSee [[Open {}]].\n",
            kind.name, kind.name,
        );
        site = site
            .file(&format!("{}.md", path(kind, &file)), format!("+++\n{hidden}+++\n{body}"))
            .file(&format!("content/files/{asset}.png"), format!("PNG {bytes}"))
            .file(&format!("src/{}.rs", kind.name), format!("// {source}\n"));
    }
    let internal = |text: &str| format!("+++\naudience = \"internal\"\n+++\n{text}");
    // A folder of internal pages only, one between public ones, one as a folder's index, and
    // internal records beside a public one in a file.
    let (folder, between, index) =
        (canaries.word("folder"), canaries.word("between"), canaries.word("index page"));
    let several = canaries.word("one of several");
    let site = site
        .file(&format!("content/{folder}/a.md"), internal("# A\n"))
        .file("content/guides/a.md", "# Guide A\n\n## Only here\n")
        .file("content/guides/b.md", internal(&format!("# {between}\n\n[a](a.md#only-here)\n")))
        .file("content/guides/c.md", "# Guide C\n")
        .file("content/guides/deep/index.md", internal(&format!("# {index}\n")))
        .file("content/guides/deep/d.md", "# Guide D\n")
        .file(
            "content/teams/several.toml",
            format!("[[team]]\ntitle = \"One\"\n[[team]]\ntitle = \"{several}\"\naudience = \"internal\"\n"),
        );
    (site, canaries)
}

/// Where the words occur, in a path or in the bytes of a file, in whatever letters.
fn found<'a>(outputs: &Outputs, canaries: &'a Canaries) -> Vec<(&'a str, String)> {
    let mut found = Vec::new();
    for (path, bytes) in &outputs.files {
        let text = format!("{path}\n{}", String::from_utf8_lossy(bytes)).to_lowercase();
        let held = canaries.words.iter().filter(|(word, _)| text.contains(word));
        found.extend(held.map(|(word, place)| (word.as_str(), format!("{place} ({word}) in {path}"))));
    }
    found
}

#[test]
fn nothing_internal_is_anywhere_in_the_public_site() {
    let (site, canaries) = site();
    let site = site.clean();
    assert!(canaries.words.len() > 100, "too few places: {}", canaries.words.len());
    let leaks: Vec<String> =
        found(&site.publish("public"), &canaries).into_iter().map(|(_, place)| place).collect();
    assert!(leaks.is_empty(), "the built-in theme shows\n{}", leaks.join("\n"));
    // With the theme that shows all, so that the search proves something.
    let site = site.showing_all();
    let leaks: Vec<String> =
        found(&site.publish("public"), &canaries).into_iter().map(|(_, place)| place).collect();
    assert!(leaks.is_empty(), "a view holds\n{}", leaks.join("\n"));
    let internal = site.publish("internal");
    let shown = found(&internal, &canaries);
    let unseen: Vec<&(String, String)> =
        canaries.words.iter().filter(|(word, _)| shown.iter().all(|(it, _)| it != word)).collect();
    assert!(unseen.is_empty(), "not even internal readers see {unseen:#?}");
}

#[test]
fn another_audience_sees_its_own_and_no_more() {
    let (site, canaries) = site();
    let site = site.setting("[audiences.partner]\nsees = []").showing_all();
    let site = site.file("content/p.md", "+++\naudience = \"partner\"\n+++\n# For partners\n");
    let outputs = site.publish("partner");
    assert!(outputs.files.contains_key("p/index.html"));
    assert_eq!(found(&outputs, &canaries), []);
    assert!(!site.publish("public").files.contains_key("p/index.html"));
}

#[test]
fn a_list_for_the_public_holds_nothing_internal() {
    let (site, canaries) = site();
    for format in ["json", "short", "human"] {
        let run = site.run(&["list", "--audience", "public", "--format", format]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(run.out.contains("team:open"), "{run:?}");
        let outputs =
            Outputs { files: [("list".to_owned(), run.out.into_bytes())].into(), ..Outputs::default() };
        assert_eq!(found(&outputs, &canaries), [], "{format}");
    }
    let all = site.run(&["list", "--audience", "internal", "--format", "json"]);
    let outputs = Outputs { files: [("list".to_owned(), all.out.into_bytes())].into(), ..Outputs::default() };
    assert!(found(&outputs, &canaries).len() > 50);
}

#[test]
fn a_list_does_not_name_an_owner_that_is_internal() {
    let site = Site::new()
        .setting("owner = \"secret-team\"")
        .file("content/teams/secret-team.toml", "title = \"X\"\naudience = \"internal\"\n")
        .file("content/a.md", "# A\n");
    assert!(!site.run(&["list", "--format", "json"]).out.contains("secret"));
    let none = site.run(&["list", "--where", "owner=secret-team"]);
    assert_eq!((none.code, none.out.as_str()), (0, ""));
    assert!(
        site.run(&["list", "--format", "json", "--audience", "internal"]).out.contains("team:secret-team")
    );
    assert!(!site.showing_all().page("a/index.html").contains("secret"));
}

#[test]
fn an_internal_field_cannot_be_asked_for_by_the_public() {
    let site = Site::new().file("content/teams/a.toml", "title = \"A\"\nrotation_size = 5\n");
    assert_eq!(site.run(&["list", "team", "--where", "rotation_size=5"]).out, "");
    let internal = site.run(&["list", "team", "--where", "rotation_size=5", "--audience", "internal"]);
    assert_eq!(internal.out, "team:a  A\n");
}

#[test]
fn a_public_page_that_links_to_an_internal_one_does_not_say_where_it_is() {
    let site = Site::new()
        .showing_all()
        .file("content/secret/plan.md", "+++\naudience = \"internal\"\nid = \"x1\"\n+++\n# Hidden title\n")
        .file("content/a.md", "# A\n\n[the plan](secret/plan.md) [[page:x1]]\n");
    let html = site.page("a/index.html");
    assert!(!html.contains("secret") && !html.contains("Hidden title"), "{html}");
    assert!(html.contains("the plan"), "{html}");
}

#[test]
fn source_and_edit_links_lead_to_the_pages_own_file() {
    let (site, _) = site();
    let html = page(&site.showing_all().publish("public"), "guides/a/index.html");
    assert_eq!(attributes(&html, "a.source", "href"), ["https://git.example/blob/content/guides/a.md"]);
    assert_eq!(attributes(&html, "a.edit", "href"), ["https://git.example/edit/content/guides/a.md"]);
}

#[test]
fn an_audience_that_there_is_not_is_named_with_what_was_meant() {
    let site = Site::new().file("content/a.md", "+++\naudience = \"internl\"\n+++\n# A\n");
    let run = site.run(&["build", "--audience", "internl"]);
    assert_eq!(
        (run.code, run.err.as_str()),
        (2, "error: there is no audience `internl`\nhint: did you mean `internal`?\n")
    );
    site.finds_with_hints(&[
        "content/a.md:2:12: error[FLD2]: there is no audience `internl` | did you mean `internal`?",
    ]);
}
