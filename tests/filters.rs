//! What the records of a listing differ in, what a computed page is made of, and how a reader gets at
//! both. How narrowing works in a browser, tests/node/filters.test.mjs holds.

use crate::support::{Site, attributes, texts};

/// Six decisions: two owners, two areas, and no tag but one.
fn site() -> Site {
    let team = |title: &str| format!("title = \"{title}\"\n");
    let area = |title: &str, area: &str| format!("title = \"{title}\"\ncapability_area = \"{area}\"\n");
    let mut site = Site::new()
        .file("content/teams/core.toml", team("Core & Co"))
        .file("content/teams/edge.toml", team("Edge"))
        .file("content/offerings/blobs.toml", area("Blobs", "Data at rest"))
        .file("content/offerings/queue.toml", area("Queue", "Messages"));
    let all = [
        ("accepted", "core", "blobs", "2026-01-01"),
        ("rejected", "core", "blobs", "2026-05-01"),
        ("accepted", "edge", "queue", "2026-05-02"),
        ("proposed", "edge", "blobs", "2026-12-01"),
        ("accepted", "edge", "queue", "2026-12-01"),
        ("accepted", "edge", "queue", "2026-12-01"),
    ];
    for (n, (status, owner, affects, date)) in all.into_iter().enumerate() {
        let text = format!(
            "+++\nstatus = \"{status}\"\nowner = \"{owner}\"\naffects = [\"{affects}\"]\ndate = {date}\n\
             tags = [\"all\"]\n+++\n# D{n}\n"
        );
        site = site.file(&format!("content/adrs/000{}-d{n}.md", n + 1), text);
    }
    site
}

#[test]
fn a_listing_is_narrowed_by_what_its_records_differ_in() {
    let page = site().page("adrs/index.html");
    assert_eq!(texts(&page, ".filter dt"), ["Status", "Affects", "Capability area", "Quarter", "Owner"]);
    assert_eq!(
        texts(&page, ".filter dd"),
        [
            "Proposed 1",
            "Accepted 4",
            "Rejected 1",
            "Blobs 3",
            "Queue 3",
            "Data at rest 3",
            "Messages 3",
            "2026-Q4 3",
            "2026-Q2 2",
            "2026-Q1 1",
            "Core & Co 2",
            "Edge 4",
        ]
    );
    assert_eq!(
        attributes(&page, "tr[data-is]", "data-is")[5],
        "status=accepted affects=blobs capability=data-at-rest quarter=2026-q1 owner=core"
    );
}

#[test]
fn without_script_a_choice_leads_to_the_records_that_are_it() {
    let page = site().page("adrs/index.html").replace("noscript>", "div>");
    assert_eq!(attributes(&page, ".filter a", "href")[2], "?status=rejected#onramp-by-status-rejected");
    assert_eq!(texts(&page, "#onramp-by-status-rejected + ul a"), ["0002 D1"]);
}

#[test]
fn a_short_listing_and_one_whose_records_are_alike_have_no_filter() {
    let guide = |n: usize, tag: &str| {
        (format!("content/guides/g{n}.md"), format!("+++\ntags = [\"{tag}\"]\n+++\n# G{n}\n"))
    };
    let listing = |tags: &[&str]| {
        let all = tags.iter().enumerate().map(|(n, tag)| guide(n, tag));
        all.fold(Site::new(), |site, (path, text)| site.file(&path, text)).page("guides/index.html")
    };
    assert_eq!(texts(&listing(&["a", "b"]), ".filter dt"), [""; 0]);
    assert_eq!(texts(&listing(&["a", "a", "a", "a", "a"]), ".filter dt"), [""; 0]);
    assert_eq!(texts(&listing(&["a", "b", "b", "B", "a"]), ".filter dd"), ["b 3", "a 2"]);
}

#[test]
fn a_filter_tells_an_audience_nothing_that_it_may_not_see() {
    let secret =
        "+++\naudience = \"internal\"\nstatus = \"deprecated\"\ntags = [\"wombat\"]\n+++\n# Wombat\n";
    let site = site().file("content/adrs/0009-wombat.md", secret);
    assert!(!site.page("adrs/index.html").to_lowercase().contains("wombat"));
    let inside = crate::support::page(&site.publish("internal"), "adrs/index.html");
    assert!(texts(&inside, ".filter dd").contains(&"wombat 1".to_owned()));
}

#[test]
fn a_computed_page_says_how_old_its_records_are_and_who_answers_for_it() {
    let offering = |title: &str, more: &str| format!("title = \"{title}\"\n{more}");
    let site = Site::new()
        .setting("owner = \"core\"")
        .file("content/teams/core.toml", "title = \"Core\"\n")
        .file("content/offerings/a.toml", offering("A", "reviewed = 2026-10-01\n"))
        .file("content/offerings/b.toml", offering("B", "reviewed = 2026-12-24\n"))
        .file("content/offerings/c.toml", offering("C", ""));
    assert_eq!(
        texts(&site.page("offerings/index.html"), ".edit"),
        [
            "Computed from 3 records, reviewed between 2026-10-01 and 2026-12-24; the longest ago: A; 1 of them was \
          never reviewed. Core answers for this page."
        ]
    );
}

#[test]
fn what_a_computed_page_was_computed_from_holds_all_whose_numbers_it_shows() {
    let result = "[[objective.key_results]]\ntext = \"Pages\"\nmetric = \"pages\"\n";
    let site = Site::new()
        .file("content/objectives/2027.toml", format!("[[objective]]\ntitle = \"Calm\"\n{result}"))
        .file("content/metrics/pages.toml", "title = \"Pages\"\nguardrail = \"outages\"\n")
        .file("content/metrics/outages.toml", "title = \"Outages\"\n")
        .file("content/metrics/other.toml", "title = \"Elsewhere\"\n")
        .file("content/policies.md", "# Policies\n");
    let page = crate::support::page(&site.publish("internal"), "objectives/scorecard/index.html");
    let from = texts(&page, ".edit").join(" ");
    assert!(from.starts_with("Computed from 3 records"), "{from}");
}
