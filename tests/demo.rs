//! The demo: whole, and with exactly the findings that are planted in it.

use std::collections::BTreeSet;
use std::path::Path;

use onramp::build::{Options, read_and_check};

use crate::support::{attributes, page};

fn options() -> Options {
    Options { root: Path::new(env!("CARGO_MANIFEST_DIR")).to_owned(), ..Options::default() }
}

/// Each is there on purpose, so that a newcomer sees what a finding looks like.
const PLANTED: &[(&str, &str)] = &[
    ("ADR4", "content/adrs/0024-shim-vendor-specific-blob-calls.md"),
    ("INC2", "content/incidents/2026-12-03-a-deploy-emptied-the-cache.md"),
    ("OFF10", "content/offerings/batch-job-scheduler.md"),
    ("OFF6", "content/offerings/cloud-accounts.md"),
    ("OFF4", "content/offerings/cloud-accounts.md"),
    ("SUP5", "content/support-policies/billing.toml"),
    ("RMP16", "content/teams/checkout.toml"),
    ("ONC1", "content/teams/data-services.toml"),
    ("RMP4", "content/teams/data-services.toml"),
    ("SUP8", "content/teams/data-services.toml"),
    ("SUP4", "content/teams/mobile.toml"),
    ("UPD2", "content/updates/2026-12-09.toml"),
];

#[test]
fn it_has_the_planted_findings_and_no_others() {
    let mut checked = read_and_check(&options()).expect("a site");
    for audience in ["public", "internal"] {
        checked.publish(audience).expect("an audience");
    }
    let (findings, _) = checked.report();
    let found: Vec<(&str, &str)> = findings.iter().map(|it| (it.rule.as_str(), &*it.at.file)).collect();
    assert_eq!(found, PLANTED);
    assert!(!checked.has_errors(false));
}

#[test]
fn it_has_more_than_a_hundred_and_fifty_pages() {
    let published = read_and_check(&options()).expect("a site").publish("public").expect("an audience");
    assert!(published.pages > 150, "{}", published.pages);
}

#[test]
fn every_page_is_found_from_another() {
    for audience in ["public", "internal"] {
        let outputs = read_and_check(&options()).expect("a site").publish(audience).expect("a site").outputs;
        let is_page = |file: &&String| {
            Path::new(file).extension().is_some_and(|it| it == "html") && *file != "404.html"
        };
        let mut lonely: BTreeSet<String> =
            outputs.files.keys().filter(is_page).map(|file| format!("/{file}")).collect();
        for file in lonely.clone() {
            let html = page(&outputs, &file[1..]);
            if html.contains("http-equiv=\"refresh\"") {
                lonely.remove(&file);
                continue;
            }
            // The form in the header leads to the page of search.
            let forms = attributes(&html, "form[action]", "action");
            for to in attributes(&html, "a[href]", "href").into_iter().chain(forms) {
                let path = to.split(['#', '?']).next().unwrap_or_default();
                let to = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
                if to != file {
                    lonely.remove(&to);
                }
            }
        }
        assert!(lonely.is_empty(), "{audience}: nothing leads to {lonely:#?}");
    }
}

#[test]
fn init_writes_it_whole() {
    let site = crate::support::Site::bare();
    let folder = site.path("demo");
    let run = crate::support::run(site.root(), &["init", "demo", "--demo"], &[]);
    assert_eq!(run.code, 0, "{run:?}");
    let options = Options { root: folder, ..Options::default() };
    let (written, _) = read_and_check(&options).expect("a site").report();
    let (own, _) = read_and_check(&self::options()).expect("a site").report();
    let rules = |findings: &[onramp::diagnostic::Diagnostic]| {
        findings.iter().map(|it| it.rule.clone()).collect::<Vec<_>>()
    };
    assert_eq!(rules(&written), rules(&own));
}
