//! What the pictures of pages show, and what stands beside them: examples of small sites.

use crate::support::{Site, attributes, demo, texts};

const STEPS: &str = "+++\ntitle = \"Move\"\nannounced = 2026-06-15\n\
    deadline = { date = 2027-06-29, source = \"upstream_eol\", hard = true }\n\
    [[steps]]\ntitle = \"Image\"\nstate = \"done\"\n\
    [[steps]]\ntitle = \"Runners\"\nneeds = [\"image\"]\ntotal = 10\ndone = 4\n\
    [[steps]]\ntitle = \"Retire\"\nneeds = [\"image\", \"runners\"]\n+++\n";

#[test]
fn steps_are_a_graph_with_a_line_for_each_need_that_others_do_not_imply() {
    let html = Site::new().file("content/migrations/move.md", STEPS).page("migrations/move/index.html");
    let steps: Vec<String> = ["done", "released", "waiting"]
        .iter()
        .flat_map(|state| texts(&html, &format!(".graph .p-{state} .p-name")))
        .collect();
    assert_eq!(steps, ["Image", "Runners", "Retire"]);
    assert_eq!(attributes(&html, ".graph .p-edge", "class"), ["p-edge", "p-edge p-open"]);
    let rows = attributes(&html, ".graph a", "href");
    assert_eq!(rows, ["#onramp-step-1", "#onramp-step-2", "#onramp-step-3"]);
    assert!(rows.iter().all(|row| html.contains(&format!("id=\"{}\"", &row[1..]))), "each leads to a row");
}

#[test]
fn steps_that_wait_for_each_other_are_a_table_alone() {
    let circle = STEPS.replace("title = \"Image\"", "title = \"Image\"\nneeds = [\"retire\"]");
    let html = Site::new().file("content/migrations/move.md", circle).page("migrations/move/index.html");
    assert!(attributes(&html, ".graph", "width").is_empty());
    assert_eq!(attributes(&html, "tr[id^=onramp-step]", "id").len(), 3);
}

#[test]
fn a_deadline_stands_on_the_timeline_with_its_source() {
    let site = Site::new().file("content/migrations/move.md", STEPS);
    let html = site.page("migrations/index.html");
    assert_eq!(texts(&html, ".line tbody th"), ["Move"]);
    assert_eq!(texts(&html, ".line tbody td:last-child"), ["2027-06-29Upstream ends; it cannot move"]);
    assert_eq!(attributes(&html, ".line .p-mark", "class"), ["p-mark p-hard"]);
    assert_eq!(texts(&html, ".axis text"), ["now", "2026-Q3", "2027-Q1", "2027-Q3"]);
}

#[test]
fn a_page_with_a_timeline_changes_with_the_quarter_and_not_with_the_day() {
    let on = |day: &str| {
        Site::new()
            .file("onramp.toml", format!("title = \"Test\"\nas_of = {day}\n"))
            .file("content/migrations/move.md", STEPS)
            .page("migrations/move/index.html")
    };
    assert_eq!(on("2027-01-11"), on("2027-03-31"));
    assert_ne!(on("2027-03-31"), on("2027-04-01"));
}

#[test]
fn a_decision_stands_behind_what_it_replaced() {
    let adr = |title: &str, status: &str, more: &str| {
        format!("+++\ntitle = \"{title}\"\nstatus = \"{status}\"\ndate = 2026-01-01\n{more}+++\n")
    };
    let site = Site::new()
        .file("content/adrs/0001-mesos.md", adr("Mesos", "superseded", ""))
        .file("content/adrs/0002-kubernetes.md", adr("Kubernetes", "accepted", "supersedes = [\"0001\"]\n"))
        .file("content/adrs/0003-tea.md", adr("Tea", "accepted", ""));
    let html = site.page("adrs/index.html");
    assert_eq!(texts(&html, ".graph .p-name"), ["0001 Mesos", "0002 Kubernetes"]);
    assert_eq!(attributes(&html, ".graph a", "href"), ["/adrs/0001-mesos/", "/adrs/0002-kubernetes/"]);
    let left: Vec<i32> =
        attributes(&html, ".graph rect", "x").iter().map(|x| x.parse().expect("pixels")).collect();
    assert!(left[0] < left[1], "time runs to the right: {left:?}");
    assert_eq!(texts(&html, ".tree > li > a"), ["0002 Kubernetes"], "the same as a list");
}

#[test]
fn a_series_shows_what_is_usual_and_says_the_same_in_words() {
    let metric = "title = \"Logins\"\naudience = \"public\"\nunit = \"%\"\nexpected = { low = 62, high = 80 }\n\
                  [[series]]\ndate = 2027-01-01\nvalue = 70\n[[series]]\ndate = 2027-01-02\nvalue = 55\n";
    let html = Site::new().file("content/metrics/logins.toml", metric).page("metrics/logins/index.html");
    assert_eq!(attributes(&html, ".spark .p-band", "height").len(), 1);
    assert_eq!(attributes(&html, ".spark .p-out", "d").len(), 1, "the last is below the band");
    assert_eq!(
        attributes(&html, ".spark", "aria-label"),
        ["Logins, from 55% to 70%, 2027-01-01 to 2027-01-02"]
    );
}

#[test]
fn no_picture_of_the_demo_has_a_style_of_its_own() {
    let outputs = onramp::build::read_and_check(&demo())
        .expect("the demo")
        .publish("internal")
        .expect("the demo")
        .outputs;
    let mut pictures = 0;
    for (path, bytes) in outputs.files.iter().filter(|(path, _)| path.contains(".html")) {
        let html = String::from_utf8_lossy(bytes);
        for class in ["graph", "spark", "way", "track", "axis"] {
            for tail in html.split(&format!("<svg class=\"{class}\"")).skip(1) {
                let picture = &tail[..tail.find("\n</svg>").or(tail.find("</td>")).unwrap_or(tail.len())];
                pictures += 1;
                assert!(!picture.contains(" style="), "{path}: {picture}");
                assert!(!picture.contains("NaN") && !picture.contains("none%"), "{path}: {picture}");
            }
        }
    }
    assert!(pictures > 50, "{pictures}");
}
