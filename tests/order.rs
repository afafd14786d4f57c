//! In which order records stand: what has time by time, numbered ones by number, others by title.

use crate::support::{Site, attributes, page, texts};

#[test]
fn updates_follow_one_another_by_their_dates() {
    let mut site = Site::new();
    for (name, title, date) in [
        ("a", "25 November", "2026-11-25"),
        ("b", "6 January", "2027-01-06"),
        ("c", "9 December", "2026-12-09"),
    ] {
        site = site
            .file(&format!("content/updates/{name}.toml"), format!("title = \"{title}\"\ndate = {date}\n"));
    }
    let page = page(&site.publish("internal"), "updates/c/index.html");
    assert_eq!(attributes(&page, "nav.turn a", "href"), ["/updates/a/", "/updates/b/"]);
}

#[test]
fn what_is_planned_goes_by_quarter_and_later_comes_last() {
    let item = |title: &str, target: &str| {
        format!(
            "title = \"{title}\"\ntarget = \"{target}\"\nrequested_by = [\"engineer\"]\naudience = \"public\"\n"
        )
    };
    let page = Site::new()
        .file("content/personas/engineer.toml", "title = \"Engineer\"\n")
        .file("content/roadmap/a.toml", item("A", "later"))
        .file("content/roadmap/b.toml", item("B", "2027-Q4"))
        .file("content/roadmap/c.toml", item("C", "2027-Q2"))
        .file("content/roadmap/d.toml", item("D", "now"))
        .page("personas/engineer/index.html");
    assert_eq!(texts(&page, "section[aria-labelledby=onramp-asked] li a"), ["D", "C", "B", "A"]);
}

#[test]
fn a_list_of_what_is_over_begins_with_the_newest() {
    let incident = |title: &str, day: &str| format!("title = \"{title}\"\nstart = \"{day}T10:00:00Z\"\n");
    let outputs = Site::new()
        .file("content/incidents/a.toml", incident("First", "2026-11-01"))
        .file("content/incidents/b.toml", incident("Third", "2027-01-02"))
        .file("content/incidents/c.toml", incident("Second", "2026-12-01"))
        .publish("internal");
    let list = page(&outputs, "incidents/index.html");
    assert_eq!(texts(&list, "main tbody th"), ["Third", "Second", "First"]);
}

#[test]
fn the_field_order_goes_before_time() {
    let update = |title: &str, more: &str| format!("title = \"{title}\"\n{more}\n");
    let outputs = Site::new()
        .file("content/updates/a.toml", update("A", "date = 2026-11-25"))
        .file("content/updates/b.toml", update("B", "date = 2027-01-06\norder = 1"))
        .publish("internal");
    let page = page(&outputs, "updates/a/index.html");
    assert_eq!(attributes(&page, "nav.turn a[rel=prev]", "href"), ["/updates/b/"]);
}
