//! What a team that is asked for something reads: stories told of the demo, Larkspur.

use onramp::build::{Options, read_and_check};
use onramp::output::Outputs;

use crate::support::{Site, demo, page, repository, texts};

/// The demo as an audience sees it on a day.
fn larkspur(audience: &str, day: &str) -> Outputs {
    larkspur_of(demo(), audience, day)
}

fn larkspur_of(options: Options, audience: &str, day: &str) -> Outputs {
    let as_of = Some(day.parse().expect("a day"));
    let mut checked = read_and_check(&Options { as_of, ..options }).expect("the demo can be read");
    checked.publish(audience).expect("the demo can be made").outputs
}

/// The rows of the tables in a team's section: by when, what, why then, about, effort, state.
fn asked_of(outputs: &Outputs, team: &str) -> Vec<Vec<String>> {
    let html = page(outputs, "affects-me/index.html");
    let rows = texts(&html, &format!("#{team} table.ask tbody tr")).len();
    let cell = |row: usize, column: usize| {
        let selector = format!("#{team} table.ask tbody tr:nth-child({row}) > :nth-child({column})");
        texts(&html, &selector).first().cloned().unwrap_or_default()
    };
    (1..=rows).map(|row| [1, 4, 5, 6].map(|column| cell(row, column)).to_vec()).collect()
}

#[test]
fn choosing_checkout_lists_two_things_in_the_second_quarter_and_nothing_else() {
    let outputs = larkspur("public", "2027-01-11");
    assert_eq!(
        asked_of(&outputs, "checkout"),
        [["2027-06-14", "cart-legacy", "40 h", "Agreed"], ["2027-06-29", "cart-edge", "12 h", "Firm"]]
    );
    let html = page(&outputs, "affects-me/index.html");
    assert_eq!(texts(&html, "#checkout > header p"), ["2 things to do, 52 h in all."]);
    // The chooser is a list of links; tests in a browser hold that pages say the same without script.
    assert!(html.contains("href=\"#checkout\""));
    let (_, main) = html.split_once("<main").expect("a page");
    assert!(!main.contains("<script"));
}

#[test]
fn a_teams_own_page_says_the_same() {
    let html = page(&larkspur("public", "2027-01-11"), "teams/checkout/index.html");
    let due = texts(&html, "table.ask tbody th time");
    assert_eq!(due, ["2027-06-14", "2027-06-29"]);
    let quarter = texts(&html, "[aria-labelledby=onramp-budget] li");
    assert_eq!(
        quarter,
        ["2027-Q252 h, of which we have agreed to 40 h"],
        "what is agreed is not held against us"
    );
}

#[test]
fn what_is_more_than_a_year_away_is_for_information_until_it_is_not() {
    let state = |day: &str| {
        let html = page(&larkspur("internal", day), "change-budget/index.html");
        let grey = texts(&html, ".budget .quiet").into_iter().filter(|it| it.starts_with("30 h")).count();
        let html = page(&larkspur("public", day), "migrations/blob-vendor/index.html");
        let mut states = texts(&html, "[aria-labelledby=onramp-affected] tbody .st");
        states.sort();
        states.dedup();
        (grey, states)
    };
    assert_eq!(state("2027-01-11"), (5, vec!["For information".to_owned()]));
    assert_eq!(state("2027-03-28"), (5, vec!["For information".to_owned()]));
    assert_eq!(state("2027-04-01"), (0, vec!["Firm".to_owned()]));
}

#[test]
fn two_builds_at_one_day_are_identical() {
    for audience in ["public", "internal"] {
        let anew = || Options { root: repository().to_owned(), ..Options::default() };
        let made = || larkspur_of(anew(), audience, "2027-04-01");
        assert_eq!(made(), made(), "{audience}");
    }
}

#[test]
fn what_nobody_moves_off_is_seen_by_the_platform_alone() {
    let page_of = "upstreams/horizon/index.html";
    let internal = larkspur("internal", "2027-01-11");
    let rows = texts(&page(&internal, page_of), "#onramp-soon ~ table tbody tr");
    let uncovered: Vec<&String> = rows.iter().filter(|row| row.contains("Uncovered")).collect();
    assert!(uncovered.len() == 1 && uncovered[0].contains("Batch Job Scheduler"), "{rows:?}");
    let public = larkspur("public", "2027-01-11");
    for internal_only in
        [page_of, "change-budget/index.html", "cost-of-change/index.html", "upstreams/mesos/index.html"]
    {
        assert!(internal.files.contains_key(internal_only), "{internal_only}");
        assert!(!public.files.contains_key(internal_only), "{internal_only}");
    }
}

#[test]
fn an_agreement_takes_the_place_of_what_all_are_asked() {
    let of = |agreement: &str| {
        let application = |title: &str| {
            format!("title = \"{title}\"\nowner = \"checkout\"\nuses = [{{ offering = \"vms\" }}]\n")
        };
        let migration = format!(
            "+++\ntitle = \"Off virtual machines\"\nstage = \"active\"\nfrom = [\"vms\"]\neffort_per_app_hours = 10\n\
             deadline = {{ date = 2027-06-29 }}\napplies_if = {{ text = \"You have one\" }}\n{agreement}+++\n"
        );
        let site = Site::new()
            .file("content/teams/checkout.toml", "title = \"Checkout\"\ntype = \"application\"\n")
            .file("content/offerings/vms.toml", "title = \"Virtual Machines\"\n")
            .file("content/applications/cart.toml", application("cart"))
            .file("content/applications/till.toml", application("till"))
            .file("content/migrations/vms.md", migration);
        asked_of(&site.publish("public"), "checkout")
    };
    assert_eq!(of(""), [["2027-06-29", "cart, till", "20 h", "Firm"]]);
    assert_eq!(
        of("[[agreements]]\napplication = \"cart\"\nby = 2027-03-01\nhours = 4\n"),
        [["2027-03-01", "cart", "4 h", "Agreed"], ["2027-06-29", "till", "10 h", "Firm"]]
    );
    assert_eq!(
        of("[[agreements]]\nteam = \"checkout\"\nby = 2027-09-01\n"),
        [["2027-09-01", "cart, till", "20 h", "Agreed"]]
    );
    // One application has a date of its own, whichever of the two is written first.
    let team = "[[agreements]]\nteam = \"checkout\"\nby = 2027-09-01\n";
    let cart = "[[agreements]]\napplication = \"cart\"\nby = 2027-03-01\nhours = 4\n";
    for both in [format!("{team}{cart}"), format!("{cart}{team}")] {
        assert_eq!(
            of(&both),
            [["2027-03-01", "cart", "4 h", "Agreed"], ["2027-09-01", "till", "10 h", "Agreed"]]
        );
    }
    assert_eq!(of("[[agreements]]\nteam = \"checkout\"\nstate = \"done\"\n"), [[""; 4]; 0]);
    assert_eq!(
        of("[[agreements]]\nteam = \"checkout\"\nby = 2026-12-01\n"),
        [["2026-12-01", "cart, till", "20 h", "Overdue"]]
    );
}

#[test]
fn by_when_cassandra_is_left_is_said_in_one_way_wherever_it_is_told() {
    let outputs = larkspur("public", "2027-01-11");
    for file in ["migrations/cassandra/index.html", "offerings/cassandra-hosting/index.html"] {
        let lead = texts(&page(&outputs, file), "main").join(" ");
        assert!(lead.contains("last day is 2027-12-17") && !lead.contains("five years"), "{file}: {lead}");
    }
}

#[test]
fn the_roadmap_promises_nothing_that_its_reader_is_using() {
    let html = page(&larkspur("public", "2027-01-11"), "roadmap/index.html");
    let to_come: Vec<String> = texts(&html, ".item");
    let named = |title: &str| to_come.iter().find(|it| it.contains(title)).cloned().unwrap_or_default();
    for title in ["a theme worth looking at", "search that finds the right record first"] {
        assert!(!named(title).contains("Committed"), "{}", named(title));
    }
}
