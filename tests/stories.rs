//! The acceptance stories that are told of a whole site, over the demo, Larkspur. Those of a team
//! that is asked for something stand in `stories_migrations`.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;
use onramp::build::read_and_check;
use onramp::entry::Entry;
use onramp::kind::page::Page;
use onramp::output::{Outputs, file_of};
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

use crate::support::{Site, attributes, files_below, page, repository, texts};

/// The demo in a folder of its own, so that a story may change it.
fn larkspur() -> Site {
    let root = repository();
    let config = std::fs::read_to_string(root.join("onramp.toml")).expect("the demo's config");
    let files = files_below(&root.join("content"));
    let site = Site::bare().like_the_demo().file("onramp.toml", config);
    files.into_iter().fold(site, |site, (path, bytes)| site.file(&format!("content/{path}"), bytes))
}

/// A file of the site with one text in place of another.
fn replaced(site: Site, path: &str, old: &str, new: &str) -> Site {
    let text = site.text(path);
    assert!(text.contains(old), "`{path}` has no `{old}`");
    site.file(path, text.replacen(old, new, 1))
}

// ---- No internal string occurs anywhere in the public output.

/// What only internal readers may know, and whose it is: every text of the records and fields that
/// are not public, as the internal build has read them.
fn internal_strings(site: &Site) -> BTreeMap<String, String> {
    let checked = read_and_check(&site.options).expect("the demo can be read");
    let config = &checked.site.config;
    let is_public = |audience: &str| config.may_see("public", audience);
    let (mut internal, mut public) = (BTreeMap::new(), String::new());
    for (_, entry) in checked.site.iter() {
        let shown = is_public(&entry.audience);
        let hidden = |pointer: &str| {
            let mut marks = entry.restricted.iter().filter(|(_, mark)| !is_public(mark));
            !shown || marks.any(|(field, _)| pointer == field || pointer.starts_with(&format!("{field}/")))
        };
        for (pointer, text) in texts_of(entry) {
            if hidden(&pointer) {
                for stretch in stretches(&text) {
                    internal.insert(stretch, format!("{}{pointer}", entry.id));
                }
            } else {
                public.push_str(&format!("{}\n", plain(&text)));
            }
        }
        if shown {
            public.push_str(&format!("{}\n{}\n", plain(&entry.url), plain(&entry.file)));
        } else {
            internal.insert(plain(&entry.url), format!("{}'s address", entry.id));
            internal.insert(plain(&entry.file), format!("{}'s file", entry.id));
        }
    }
    // What the theme and the kinds say on every page is no secret, nor what a public record says too.
    for (path, bytes) in files_below(&repository().join("themes/default")) {
        public.push_str(&format!("{path}\n{}\n", plain(&String::from_utf8_lossy(&bytes))));
    }
    let search = AhoCorasick::new(internal.keys()).expect("strings to look for");
    let said: BTreeSet<usize> =
        search.find_overlapping_iter(&public).map(|it| it.pattern().as_usize()).collect();
    internal.into_iter().enumerate().filter(|(n, _)| !said.contains(n)).map(|(_, it)| it).collect()
}

/// Every text of a record, by the field that it stands in; the Markdown under its fields has none.
fn texts_of(entry: &Entry) -> Vec<(String, String)> {
    fn walk(value: &Value, pointer: &str, out: &mut Vec<(String, String)>) {
        match value {
            Value::String(text) => out.push((pointer.to_owned(), text.clone())),
            Value::Array(items) => {
                for (n, item) in items.iter().enumerate() {
                    walk(item, &format!("{pointer}/{n}"), out);
                }
            }
            Value::Object(fields) => {
                // A reference is a name: what it leads to has its own texts.
                for (name, value) in fields.iter().filter(|(name, _)| *name != "$ref") {
                    // A Markdown text is an object around what was written.
                    let is_text = name == "$markdown";
                    let inner = if is_text { pointer.to_owned() } else { format!("{pointer}/{name}") };
                    walk(value, &inner, out);
                }
            }
            _ => {}
        }
    }
    let mut out = vec![("/title".to_owned(), entry.title.clone())];
    walk(&entry.value, "", &mut out);
    for text in entry.texts.values() {
        let sections = text.body.sections.iter().map(|section| &section.text);
        let headings = text.body.headings.iter().map(|heading| &heading.text);
        out.extend(sections.chain(headings).map(|words| (text.pointer.clone(), words.clone())));
    }
    out
}

/// A text without what Markdown, HTML and templates write in another way: words, one space apart.
fn plain(text: &str) -> String {
    let text = text.to_lowercase().replace("&amp;", " ").replace("&quot;", " ").replace("&#x27;", " ");
    let words = text.split(|it: char| !it.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The stretches of a text that would give it away: each sentence, or all of a short one. A word or
/// two, such as a name of a team, prove nothing.
fn stretches(text: &str) -> Vec<String> {
    let sentences = text.split(['.', '!', '?', '\n', '|', ':', ';']).map(plain);
    let words = |text: &str| text.split(' ').filter(|word| word.chars().all(char::is_alphabetic)).count();
    sentences.filter(|it| it.len() >= 12 && words(it) >= 2).collect()
}

/// Which of the strings occur in the path or in the bytes of a file, whatever stands between words.
fn found<'a>(outputs: &Outputs, strings: &'a BTreeMap<String, String>) -> BTreeMap<&'a str, String> {
    let sought: Vec<_> = strings.iter().collect();
    let search = AhoCorasick::new(strings.keys()).expect("strings to look for");
    let mut found = BTreeMap::new();
    for (path, bytes) in &outputs.files {
        let raw = plain(&format!("{path}\n{}", String::from_utf8_lossy(bytes)));
        // The same without tags, where a word of a sentence is a link or emphasised.
        let read = plain(&without_tags(&String::from_utf8_lossy(bytes)));
        for hit in [&raw, &read].into_iter().flat_map(|text| search.find_overlapping_iter(text)) {
            let (string, whose) = sought[hit.pattern().as_usize()];
            found.entry(string.as_str()).or_insert_with(|| format!("{whose} in {path}: `{string}`"));
        }
    }
    found
}

fn without_tags(html: &str) -> String {
    let mut out = String::new();
    for (n, part) in html.split('<').enumerate() {
        out.push_str(if n == 0 { part } else { part.split_once('>').map_or(part, |it| it.1) });
    }
    out
}

#[test]
fn no_internal_string_occurs_anywhere_in_the_public_output() {
    let demo = larkspur();
    let strings = internal_strings(&demo);
    let leaks = found(&demo.publish("public"), &strings);
    assert!(leaks.is_empty(), "{leaks:#?}");

    // The search proves something: internal readers see nearly all that it looks for.
    let seen = found(&demo.publish("internal"), &strings).len();
    assert!(strings.len() > 500 && seen * 10 > strings.len() * 9, "{seen} of {}", strings.len());
}

#[test]
fn one_internal_record_or_sentence_that_leaks_is_found() {
    let strings = internal_strings(&larkspur());
    // A record that turns public by mistake.
    let record = "content/upstreams/mesos.toml";
    let text = larkspur().text(record);
    let opened = larkspur().file(record, format!("audience = \"public\"\n{text}"));
    let leaks = found(&opened.publish("public"), &strings);
    assert!(leaks.values().any(|it| it.starts_with("upstream:mesos")), "{leaks:#?}");
    // A sentence of one that somebody quotes on a public page.
    let of_incidents = strings.iter().filter(|(_, whose)| whose.starts_with("incident:"));
    let (sentence, _) = of_incidents.max_by_key(|(text, _)| text.len()).expect("an internal incident");
    let quoted = larkspur().file("content/guides/quoted.md", format!("# Quoted\n\nWe said: *{sentence}*.\n"));
    assert!(found(&quoted.publish("public"), &strings).contains_key(sentence.as_str()), "{sentence}");
}

// ---- Merging one decision updates all that speaks of decisions.

const OLD: &str = "/adrs/0012-keep-direct-postgresql-access/";
const NEW: &str = "/adrs/0026-a-data-api-beside-postgresql/";

/// A decision that is merged, with the one line that it changes in the decision that it replaces.
fn with_a_decision_merged(site: Site) -> Site {
    let site = replaced(
        site,
        "content/adrs/0012-keep-direct-postgresql-access.md",
        "status = \"accepted\"",
        "status = \"superseded\"",
    );
    site.file(
        "content/adrs/0026-a-data-api-beside-postgresql.md",
        "+++
title = \"A data API beside PostgreSQL\"
status = \"accepted\"
date = 2027-01-11
owner = \"data-services\"
decision_makers = [\"[Data Services](team:data-services)\"]
affects = [\"relational-data\"]
supersedes = [\"0012\"]

[[options]]
title = \"A data API beside direct access\"
pros = [\"Bad queries can be refused\"]
cons = [\"Two ways to operate\"]

[[options]]
title = \"Direct access alone\"
pros = [\"Nothing to write\"]
cons = [\"We are paged for queries that we did not write\"]
+++
## Context

Two teams asked for an API; the others stay with PostgreSQL.

## Decision

We offer both.

## Consequences

Data Services runs an API, and PostgreSQL as before.
",
    )
}

/// The name of a file without its folder and its end.
fn stem(file: &str) -> &str {
    file.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default()
}

/// What exists now of what machines read: the sitemap and `onramp list`. The feeds of decisions and
/// the JSON of every record join this story when they are made.
#[test]
fn merging_one_decision_updates_every_place_that_speaks_of_it() {
    // A sitemap needs the full address.
    let address = "base_url = \"https://docs.larkspur.example/\"";
    let site = replaced(larkspur(), "onramp.toml", "base_url = \"/\"", address);
    let before = site.publish("public");
    assert!(before.files.iter().all(|(_, bytes)| !String::from_utf8_lossy(bytes).contains(NEW)));

    let site = with_a_decision_merged(site);
    let (findings, _) = site.checked().report();
    let about: Vec<_> = findings
        .iter()
        .filter(|it| OLD.contains(stem(&it.at.file)) || NEW.contains(stem(&it.at.file)))
        .collect();
    assert!(about.is_empty(), "{about:#?}");
    let after = site.publish("public");

    // The log, newest first, and its graph: the old one below the new.
    let log = page(&after, "adrs/index.html");
    let rows = attributes(&log, ".listing tbody th > a", "href");
    assert_eq!((rows.first().map(String::as_str), rows.contains(&OLD.to_owned())), (Some(NEW), true));
    let row = texts(&log, ".listing tbody tr")
        .into_iter()
        .find(|row| row.contains("Keep direct PostgreSQL access"));
    assert!(row.as_ref().is_some_and(|row| row.contains("A data API beside PostgreSQL")), "{row:?}");
    let new_first = format!(".tree li:has(> a[href='{NEW}']) > ul a");
    assert_eq!(attributes(&log, &new_first, "href"), [OLD]);

    // The offering that it touches.
    let offering = page(&after, "offerings/relational-data/index.html");
    assert!(attributes(&offering, "main a", "href").contains(&NEW.to_owned()));

    // The decision that it replaces says so first of all, and the new one names it.
    let old = page(&after, "adrs/0012-keep-direct-postgresql-access/index.html");
    assert_eq!(texts(&old, "dl.facts dd .st, .facts dd .st").first().map(String::as_str), Some("Superseded"));
    assert!(attributes(&old, ".facts dd a, .chain a", "href").contains(&NEW.to_owned()));
    let new = page(&after, &file_of(NEW));
    assert!(attributes(&new, ".facts dd a, .chain a", "href").contains(&OLD.to_owned()));

    // What machines read.
    let sitemap = page(&after, "sitemap.xml");
    assert!(sitemap.contains(&format!("https://docs.larkspur.example{NEW}")), "{sitemap}");
    let listed = site.run(&["list", "adr", "--where", "supersedes=0012", "--format", "json"]);
    let listed: Value = serde_json::from_str(&listed.out).expect("JSON");
    assert_eq!((&listed[0]["id"], &listed[0]["url"]), (&"adr:0026".into(), &NEW.into()));
}

// ---- Every page works without JavaScript except search and the chooser.

/// The pages whose purpose is a script's; what they hold stands in HTML as well.
const WITH_SCRIPT: [&str; 2] = ["search/index.html", "affects-me/index.html"];

#[test]
fn every_page_works_without_a_script() {
    for audience in ["public", "internal"] {
        let outputs = larkspur().publish(audience);
        let pages: BTreeMap<&str, String> = outputs
            .files
            .keys()
            .filter(|path| path.rsplit_once('.').is_some_and(|(_, end)| end == "html"))
            .map(|path| (path.as_str(), page(&outputs, path)))
            .collect();
        // The parser takes what is there for readers without script for text.
        let parsed = |html: &String| Html::parse_document(&html.replace("noscript>", "div>"));
        let documents = pages.iter().map(|(path, html)| (*path, parsed(html)));
        let documents: BTreeMap<&str, Html> = documents.collect();
        let ids: BTreeMap<&str, BTreeSet<String>> = documents
            .iter()
            .map(|(path, html)| {
                (
                    *path,
                    select(html, "[id]").iter().filter_map(|it| it.attr("id").map(str::to_owned)).collect(),
                )
            })
            .collect();
        let mut wrong = Vec::new();
        for (path, html) in &documents {
            wrong.extend(hidden_content(path, html));
            wrong.extend(broken_ways(path, html, &outputs, &ids));
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(documents.len() > 150, "{}", documents.len());
    }
}

fn select<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(selector).expect("a selector")).collect()
}

/// What a reader without a script would miss on a page, or see and could not use.
fn hidden_content(path: &str, html: &Html) -> Vec<String> {
    let mut wrong = Vec::new();
    if select(html, "main h1").is_empty() && !path.starts_with("404") && !is_redirect(html) {
        wrong.push(format!("{path}: no heading"));
    }
    for element in select(html, "*") {
        let name = element.value().name();
        if element.value().attrs().any(|(attribute, _)| attribute.starts_with("on")) {
            wrong.push(format!("{path}: <{name}> runs a script of its own"));
        }
    }
    if WITH_SCRIPT.contains(&path) {
        return wrong;
    }
    // What a script shows: controls, no content.
    for element in select(html, "main [hidden], main template") {
        let labels: usize = element
            .select(&Selector::parse("label, button, legend, option").expect("a selector"))
            .map(|it| it.text().collect::<String>().trim().len())
            .sum();
        let all: usize = element.text().map(|text| text.trim().len()).sum();
        if all > labels {
            wrong.push(format!("{path}: hidden until a script shows it: {}", element.html()));
        }
    }
    for button in select(html, "main button") {
        let shown = button.ancestors().filter_map(ElementRef::wrap).chain([button]);
        if shown.into_iter().all(|it| it.attr("hidden").is_none()) {
            wrong.push(format!("{path}: a button that does nothing: {}", button.html()));
        }
    }
    wrong
}

fn is_redirect(html: &Html) -> bool {
    !select(html, "meta[http-equiv=refresh]").is_empty()
}

/// Links of a page that are none, or lead nowhere within the site.
fn broken_ways(
    path: &str,
    html: &Html,
    outputs: &Outputs,
    ids: &BTreeMap<&str, BTreeSet<String>>,
) -> Vec<String> {
    let mut wrong = Vec::new();
    for link in select(html, "body a") {
        let Some(href) = link.attr("href") else {
            // Markdown may set a target.
            if link.attr("id").is_none() {
                wrong.push(format!("{path}: a link without an address: {}", link.html()));
            }
            continue;
        };
        if href.starts_with("javascript:") || href == "#" {
            wrong.push(format!("{path}: a link that only a script follows: {}", link.html()));
        }
        let (to, anchor) = href.split_once('#').map_or((href, None), |(to, anchor)| (to, Some(anchor)));
        if !(to.is_empty() || to.starts_with('/') && !to.starts_with("//")) {
            continue;
        }
        let file = if to.is_empty() { path.to_owned() } else { file_of(to.split('?').next().unwrap_or(to)) };
        if !outputs.files.contains_key(&file) {
            wrong.push(format!("{path}: `{href}` leads nowhere"));
        } else if let (Some(anchor), Some(known)) = (anchor, ids.get(file.as_str()))
            && !known.contains(anchor)
        {
            wrong.push(format!("{path}: `{href}`: no `#{anchor}` there"));
        }
    }
    wrong
}

#[test]
fn what_a_record_is_stands_in_the_text_of_its_page() {
    let demo = larkspur();
    let site = read_and_check(&demo.options).expect("the demo can be read").site;
    let outputs = demo.publish("internal");
    for (ix, entry) in site.iter() {
        let html = page(&outputs, &file_of(&entry.url));
        let text = plain(&texts(&html, "body").join(" "));
        let summary = entry.common.summary.as_ref().map(|it| entry.plain(it.slot));
        let owner = site.owner(ix).filter(|_| entry.record::<Page>().is_none());
        let owner = owner.map(|owner| site.entry(owner).title.clone());
        for said in [Some(entry.title.clone()), summary, owner].into_iter().flatten() {
            assert!(text.contains(&plain(&said)), "`{}` does not say `{said}`", entry.url);
        }
    }
}
