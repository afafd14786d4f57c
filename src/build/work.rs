//! How often rules, records' views and computed pages look at a record: twice as often in a site that
//! is twice as large, and no more. Counted, not timed.

use std::collections::BTreeMap;

use super::Checked;
use crate::config::INTERNAL;
use crate::entry::Entry;
use crate::facet::Facets;
use crate::finding::{Check, Finder, Rule};
use crate::page;
use crate::rule::{self, tests::checked};
use crate::site::{Site, looks};

/// One record of every kind, whose number stands for `{n}`, naming those of the number that stands for
/// `{it}` wherever a field may. Where a page must show for each record all that something has, as a
/// migration lists the users of what it leaves, records name their like.
const ONE_OF_EACH: &str = r##"=== content/teams/team-{n}.toml
title = "Team {n}"
type = "application"
channel = "#team-{n}"
parent = "team-{it}"
secondary = "team-{it}"
dissolved = 2027-06-01
successor = "team-{it}"
pages_week = 3
ktlo_percent = 50
=== content/upstreams/upstream-{n}.toml
title = "Upstream {n}"
owner = "team-{it}"
eol = 2027-08-01
eol_type = "oss"
successor = "upstream-{it}"
=== content/personas/persona-{n}.toml
title = "Persona {n}"
offerings = ["offering-{it}"]
=== content/app-tiers/tier-{n}.toml
title = "Tier {n}"
level = 3
customer_oncall = "24x7"
=== content/offerings/offering-{n}.toml
title = "Offering {n}"
owner = "team-{it}"
summary = "See [the guide](../guides/guide-{it}.md)."
capability_area = "Area {it}"
lifecycle = "ga"
support = "policy-{it}"
personas = ["persona-{it}"]
depends_on = ["offering-{it}"]
upstreams = ["upstream-{it}"]
ready_for_tiers = ["tier-{it}"]
replaces = "offering-{it}"
alternatives = ["offering-{it}"]
early_adopters = ["team-{it}"]
=== content/offerings/retired-{n}.toml
title = "Retired {n}"
lifecycle = "retired"
=== content/applications/application-{n}.toml
title = "Application {n}"
owner = "team-{it}"
tier = "tier-{it}"
uses = [{ offering = "offering-{it}", nonstandard = true }, { offering = "upstream-{it}" }, { offering = "retired-{it}" }]
=== content/adrs/{number}-decision.md
+++
status = "superseded"
decision_makers = ["The team"]
date = 2026-05-05
supersedes = ["{number-of-it}"]
affects = ["offering-{it}"]
requires_customer_work = true
+++
# Decision {n}

## Context

See [the guide](../guides/guide-{it}.md). Ada Lovelace: 50% on storage.
=== content/strategy/strategy-{n}.toml
title = "Strategy {n}"
vision = "One way."
goal = { text = "Fewer", metric = "metric-{it}", target = 3, by = 2027-12-31 }
=== content/roadmap/plan-{n}.toml
[[roadmap_item]]
id = "item-{n}"
title = "Item {n}"
owner = "team-{it}"
category = "mandate"
status = "in_progress"
started = 2026-01-01
target = "2027-Q4"
size_dev_months = 9
user_visible = true
objective = "objective-{it}"
part_of = "item-{it}"
offerings = ["offering-{n}"]
depends_on = ["item-{it}", "offering-{it}", "team-{it}"]
decided_by = ["{number-of-it}"]
pauses = ["item-{it}"]
requires_customer_work = true
migration = "migration-{it}"
requested_by = ["persona-{it}"]

=== content/objectives/plan-{n}.toml
[[objective]]
id = "objective-{n}"
title = "Objective {n}"
year = 2027
strategy = "strategy-{it}"
key_results = [{ text = "Less", metric = "metric-{it}", target = 3, guardrail = "metric-{it}", supports = "objective-{it}" }]

[[milestone]]
id = "milestone-{n}"
title = "Milestone {n}"
parent = "item-{it}"
date = 2027-05-01
in_production = true
=== content/slos/slo-{n}.toml
title = "SLO {n}"
offering = "offering-{it}"
type = "availability"
target = 99.9
sla_target = 99.95
window = "30d"
series = [{ date = 2027-01-01, value = 99.5 }]
=== content/metrics/metric-{n}.toml
title = "Metric {n}"
type = "satisfaction"
offering = "offering-{it}"
guardrail = "metric-{it}"
expected = { low = 1, high = 2 }
series = [{ date = 2027-01-01, value = 3 }]
=== content/metrics/alert-{n}.toml
title = "Alert {n}"
type = "bpm"
series = [{ date = 2027-01-01, value = 3 }]
=== content/metrics/key-{n}.toml
title = "Key {n}"
type = "four_key"
key = "lead_time"
offering = "offering-{it}"
series = [{ date = 2027-01-01, value = 3 }]
=== content/migrations/migration-{n}.toml
title = "Migration {n}"
owner = "team-{it}"
from = ["offering-{n}"]
to = ["offering-{it}"]
caused_by = ["upstream-{it}"]
decided_by = ["{number-of-it}"]
deadline = { date = 2027-09-01, source = "internal", hard = true }
stage = "active"
announced = 2026-10-01
effort_per_app_hours = 8
platform_does = ["Most."]
agreements = [{ application = "application-{it}", team = "team-{it}", what = "Move", by = 2027-06-01, state = "agreed" }]
alpha = "team-{it}"
early_adopters = ["team-{it}"]
long_tail_owner = "team-{it}"
bundled_with = ["migration-{it}"]
old_supported_until = 2027-09-01
=== content/sunsets/sunset-{n}.toml
title = "Sunset {n}"
offering = "offering-{n}"
announced = 2026-10-01
end = 2027-09-01
negotiated_with = ["team-{it}"]
=== content/support-policies/policy-{n}.toml
title = "Policy {n}"
owner = "team-{it}"
coverage = "24x7"
escalation = [{ who = "Team", does = "answers", team = "team-{it}" }]
try_first = [{ symptom = "It is slow", page = "guides/guide-{it}" }]
request_types = [{ name = "Access", respond = "1 business day" }]
actuals = [{ request_type = "Access", period = "2026-Q4", requests = 4, respond = "3 business days" }]
[[levels]]
name = "Urgent"
may_page = true
tiers = ["tier-{it}"]
respond = "15 minutes"
=== content/updates/update-{n}.toml
title = "Update {n}"
owner = "team-{it}"
date = 2027-01-04
level = "team"
wins = [{ summary = "It works", link = "offering-{it}" }]
challenges = [{ summary = "It is slow", link = "item-{it}", help_wanted = "Hands", partner = "team-{it}" }]
=== content/incidents/incident-{n}.toml
title = "Incident {n}"
owner = "team-{it}"
start = 2026-12-01T10:00:00Z
end = 2026-12-01T11:00:00Z
severity = "major"
offerings = ["offering-{it}"]
noticed_by = ["slo-{it}"]
actions = [{ text = "Mend", type = "fix", owner = "team-{it}", due = 2027-01-01, state = "open" }]
=== content/maintenance-windows/window-{n}.toml
title = "Window {n}"
offerings = ["offering-{it}"]
recurrence = { every = "week", day = "sunday" }
begins = "02:00"
duration = "2h"
=== content/changes/change-{n}.toml
title = "Change {n}"
offering = "offering-{it}"
date = 2027-01-05
window = "window-{it}"
result = "ok"
=== content/requests/request-{n}.toml
title = "Request {n}"
offering = "offering-{it}"
ask = "More"
answer = "not_yet_priority"
answered = 2026-10-01
roadmap_item = "item-{it}"
=== content/surveys/survey-{n}.toml
title = "Survey {n}"
closed = 2026-11-01
invited = 10
responses = 5
scores = [{ offering = "offering-{it}", csat = 4 }]
themes = [{ text = "Slow", mentions = 2, became = "item-{it}" }]
=== content/proposals/proposal-{n}.toml
title = "Proposal {n}"
type = "rearchitecture"
status = "in_review"
dependencies = ["item-{it}", "offering-{it}", "team-{it}", "proposal-{it}"]
subsumes = ["offering-{it}", "item-{it}"]
decisions = ["{number-of-it}"]
wins_12m = [{ goal = "Less", partner = "team-{it}" }]
=== content/ops-reviews/review-{n}.toml
title = "Review {n}"
owner = "team-{it}"
date = 2027-01-08
level = "team"
postmortems = ["incident-{it}"]
changes = ["change-{it}"]
actions = [{ text = "Mend", owner = "team-{it}", due = 2027-01-20 }]
=== content/guides/guide-{n}.md
+++
title = "Guide {n}"
owner = "team-{it}"
type = "runbook"
offering = "offering-{it}"
error_text = ["E{n}"]
reviewed = 2025-01-01
+++
See [the next](guide-{it}.md), [[offering:offering-{it}]] and [nothing](nowhere.md).
=== content/guides/term-{n}.md
+++
title = "Term {n}"
type = "term"
+++
A word.
=== content/guides/bare-{n}.md
# Bare {n}

Those misusing it are told off. change-me
"##;

/// A site with so many of each kind of record, where number `n` names number `it(n)`.
fn site(size: usize, it: impl Fn(usize) -> usize) -> Checked {
    let one = |n: usize| {
        ONE_OF_EACH
            .replace("{number-of-it}", &format!("{:04}", it(n) + 1))
            .replace("{number}", &format!("{:04}", n + 1))
            .replace("{it}", &it(n).to_string())
            .replace("{n}", &n.to_string())
    };
    let checked = checked(&(0..size).map(one).collect::<String>());
    let unread = checked.findings.iter().find(|it| ["FLD1", "FLD2", "FLD3"].contains(&&*it.rule));
    assert_eq!(unread.map(|it| &it.message), None, "a record above is not as its kind wants it");
    checked
}

/// How often each rule, each kind's views and each computed page look at a record.
fn work(site: &Site) -> BTreeMap<String, usize> {
    let mut by_kind: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for (_, entry) in site.iter() {
        by_kind.entry(&entry.id.kind).or_default().push(entry);
    }
    let all: Vec<&Entry> = site.iter().map(|(_, entry)| entry).collect();
    let mut work = BTreeMap::from([("the facets".to_owned(), looks(|| drop(Facets::all(site))))]);
    for rule in rule::general() {
        work.insert(format!("rule {}", rule.id), looks(|| run(site, rule, &all)));
    }
    for kind in site.kinds.values() {
        let entries = by_kind.get(&*kind.name).unwrap_or_else(|| panic!("there is no {} here", kind.name));
        for rule in kind.rules {
            work.insert(format!("rule {}", rule.id), looks(|| run(site, rule, entries)));
        }
        let views = || entries.iter().for_each(|entry| drop((kind.view)(entry, site)));
        work.insert(format!("the pages of {}", kind.plural), looks(views));
    }
    for page in page::PAGES {
        work.insert(format!("the page {}", page.url), looks(|| drop((page.make)(site))));
    }
    work.insert("all computed pages".to_owned(), looks(|| drop(page::all(site, INTERNAL))));
    work
}

fn run(site: &Site, rule: &'static Rule, entries: &[&Entry]) {
    let mut finder = Finder::new(site, rule, rule.severity);
    match rule.check {
        Check::Record(check) => {
            for entry in entries {
                finder.look_at(entry);
                check(&mut finder);
            }
        }
        Check::Site(check) => check(&mut finder),
        Check::Waivers | Check::Stage => {}
    }
}

/// What looks at more than twice as many records in a site of twice the size.
fn faster_than_the_site(it: impl Fn(usize) -> usize + Copy) -> Vec<String> {
    let (small, large) = (site(20, it), site(40, it));
    let more = work(&large.site);
    let grown = work(&small.site).into_iter().filter_map(|(what, before)| {
        // Some of the first, such as the config's, are there once.
        let (now, most) = (more[&what], before * 23 / 10 + 20);
        (now > most).then(|| format!("{what} looks {before} times, then {now} times"))
    });
    grown.collect()
}

#[test]
fn records_that_name_their_like() {
    assert_eq!(faster_than_the_site(|n| n), [""; 0]);
}

#[test]
fn records_that_all_name_the_same() {
    assert_eq!(faster_than_the_site(|_| 0), [""; 0]);
}

#[test]
fn records_that_name_the_one_before() {
    assert_eq!(faster_than_the_site(|n| n.saturating_sub(1)), [""; 0]);
}

#[test]
fn records_that_name_the_one_after() {
    assert_eq!(faster_than_the_site(|n| n + 1), [""; 0]);
}
