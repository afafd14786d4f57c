//! The demo: whole, and with exactly the findings that are planted in it.

use std::collections::BTreeSet;
use std::path::Path;

use onramp::build::{Checked, Options, read_and_check};
use onramp::diagnostic::{Diagnostic, position};

use crate::support::{attributes, demo, page};

/// Each is there on purpose, so that a newcomer sees what a finding looks like.
const PLANTED: &[&str] = &[
    "ADR4 content/adrs/0024-shim-vendor-specific-blob-calls.md:4: \
     `adr:0024` has been open since 2026-11-02, more than 30 days",
    "INC2 content/incidents/2026-12-03-a-deploy-emptied-the-cache.md:47: \
     all actions of `A deploy emptied the cache, and every page was slow` mend what broke: it can come back, and nobody would see it sooner",
    "OFF10 content/offerings/batch-job-scheduler.md:47: \
     `Mesos, patched by a vendor`, which `Batch Job Scheduler` is built on, ends on 2027-09-29, and no migration leaves it",
    "OFF6 content/offerings/cloud-accounts.md:25: \
     the platform only sets up `Cloud Accounts`, and its users operate it, at night too",
    "OFF4 content/offerings/cloud-accounts.md:28: \
     to begin with `Cloud Accounts` takes 9 steps, 2 of them by the platform, and 40 hours of waiting",
    "SUP5 content/support-policies/billing.toml:8: \
     `Billing support` calls its times an agreement, and no contract holds anybody to them",
    "RMP16 content/teams/checkout.toml:1: \
     `Checkout` has 2 migrations due in 2027-Q2",
    "ONC1 content/teams/data-services.toml:16: \
     `Data Services` is paged 11 times a week, more than 5",
    "RMP4 content/teams/data-services.toml:18: \
     `Data Services` spends 52% of its time on keeping the lights on, more than 40%",
    "SUP8 content/teams/data-services.toml:20: \
     `Data Services` spends 58% of its time on call and on support, more than 50%",
    "SUP4 content/teams/mobile.toml:10: \
     `Mobile` is on call in business hours only, and owns `device-tokens`, which is critical",
    "UPD2 content/updates/2026-12-09.toml:11: \
     the result of `We say objectives, and mean it` has no number",
];

/// The findings so far, one a line as `rule file:line: message`.
fn findings(checked: &Checked) -> Vec<String> {
    assert!(!checked.has_errors(false));
    let (findings, sources) = checked.report();
    let line = |it: &Diagnostic| position(&sources, &it.at, it.at.span.start).line;
    findings.iter().map(|it| format!("{} {}:{}: {}", it.rule, it.at.file, line(it), it.message)).collect()
}

#[test]
fn it_has_the_planted_findings_and_no_others() {
    let mut checked = read_and_check(&demo()).expect("a site");
    for audience in ["public", "internal"] {
        checked.publish(audience).expect("an audience");
    }
    let found = findings(&checked);
    assert_eq!(found, PLANTED, "found:\n{}", found.join("\n"));
}

#[test]
fn it_has_more_than_a_hundred_and_fifty_pages() {
    let published = read_and_check(&demo()).expect("a site").publish("public").expect("an audience");
    assert!(published.pages > 150, "{}", published.pages);
}

#[test]
fn every_page_is_found_from_another() {
    for audience in ["public", "internal"] {
        let outputs = read_and_check(&demo()).expect("a site").publish(audience).expect("a site").outputs;
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
    let found = findings(&read_and_check(&options).expect("a site"));
    assert_eq!(found, PLANTED, "found:\n{}", found.join("\n"));
}
