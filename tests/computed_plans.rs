//! What the pages about plans and change work out: who is asked for what, what it costs, what happens
//! when, what is planned, whether it works, why it is so. Must not: look at how a template shows it.

use serde_json::{Value, json};

use crate::support::{Site, column, data, main_text, texts, titles};

/// A part of each item of a list.
fn each(of: &Value, pointer: &str) -> Vec<Value> {
    let part = |it: &Value| it.pointer(pointer).cloned().unwrap_or_default();
    of.as_array().into_iter().flatten().map(part).collect()
}

/// Two teams that use machines, and where these lead. Today is 2027-01-11.
fn machines() -> Site {
    let uses = |team: &str| {
        format!(
            "title = \"{team}-app\"\nowner = \"{team}\"\nas_of = 2027-01-09\nimported_from = \"catalogue\"\nuses = [{{ offering = \"vms\", version = \"1\" }}]\n"
        )
    };
    Site::new()
        .file("content/teams/cart.toml", "title = \"Cart\"\ntype = \"application\"\n")
        .file("content/teams/price.toml", "title = \"Price\"\ntype = \"application\"\n")
        .file("content/offerings/vms.toml", "title = \"VMs\"\nlifecycle = \"deprecated\"\n")
        .file("content/offerings/containers.toml", "title = \"Containers\"\nlifecycle = \"ga\"\n")
        .file("content/applications/cart.toml", uses("cart"))
        .file("content/applications/price.toml", uses("price"))
}

fn moving(deadline: &str, more: &str) -> String {
    format!(
        "title = \"Move\"\nstage = \"active\"\nfrom = [\"vms\"]\nto = [\"containers\"]\ndeadline = {{ date = {deadline}, source = \"lease\" }}\neffort_per_app_hours = 50\nplatform_does = [\"Write `x.toml` with [you](https://x.example)\"]\n{more}applies_if = {{ text = \"*Yours* runs there\" }}\n"
    )
}

#[test]
fn without_records_no_plan_is_shown() {
    let site = Site::new().file("content/index.md", "# Hello\n");
    for page in [
        "affects-me",
        "migrations",
        "calendar",
        "change-budget",
        "cost-of-change",
        "roadmap",
        "roadmap/internal",
        "objectives/scorecard",
    ] {
        assert_eq!(site.computed("internal", &format!("{page}/index.html")), Value::Null, "{page}");
    }
}

#[test]
fn what_is_still_to_be_decided_is_not_called_decided() {
    let adr = |title: &str, status: &str| format!("title = \"{title}\"\nstatus = \"{status}\"\n");
    let names = "decided_by = [\"0001\", \"0002\", \"0003\"]\n";
    let site = machines()
        .file("content/adrs/0001-a.toml", adr("A", "accepted"))
        .file("content/adrs/0002-b.toml", adr("B", "proposed"))
        .file("content/adrs/0003-c.toml", adr("C", "superseded"))
        .file("content/adrs/0004-d.toml", format!("{}supersedes = [\"0003\"]\n", adr("D", "accepted")))
        .file(
            "content/roadmap/i.toml",
            format!(
                "title = \"I\"\nuser_visible = true\nstatus = \"committed\"\ntarget = \"2027-Q2\"\n{names}"
            ),
        )
        .file(
            "content/proposals/p.toml",
            format!("title = \"P\"\n{}", names.replace("decided_by", "decisions")),
        )
        .file("content/migrations/m.toml", moving("2027-06-29", names));
    for page in ["roadmap/i", "migrations/m", "proposals/p"] {
        let text = main_text(&site, "internal", &format!("{page}/index.html"));
        let pairs = "Decided in0001 A, 0003 C (superseded)To be decided in0002 B";
        assert!(text.contains(pairs), "{page}: {text}");
    }
    let text = main_text(&site, "internal", "roadmap/index.html");
    let told = "Decided in 0001 A, 0003 C (superseded). To be decided in 0002 B.";
    assert!(text.contains(told), "{text}");
}

#[test]
fn each_team_reads_what_is_asked_of_it_and_how_we_know() {
    let site = machines().file("content/migrations/m.toml", moving("2027-06-29", ""));
    let page = site.computed("public", "affects-me/index.html");
    assert_eq!(each(&page["teams"], "/team/title"), ["Cart", "Price"]);
    assert_eq!(each(&page["teams"], "/hours"), [50.0, 50.0]);
    assert_eq!(
        page["teams"][0]["asked"][0]["done_for_them"],
        json!(["Write <code>x.toml</code> with <a href=\"https://x.example\" rel=\"noopener\">you</a>"])
    );
    assert_eq!(
        page["provenance"],
        json!({ "as_of": "2027-01-09", "out_of_date": false, "imported_from": ["catalogue"], "applications": 2, "url": "/applications/" })
    );
    // By what one uses, too.
    assert_eq!(each(&page["offerings"], "/offering/title"), ["VMs"]);
    assert_eq!(page["offerings"][0]["moves"][0]["applies_if"], "<em>Yours</em> runs there");
    assert_eq!(page["offerings"][0]["versions"], json!(["1"]));
}

#[test]
fn an_application_reads_what_is_asked_of_it_and_what_it_is_built_on_that_leaves() {
    let site = machines().file("content/migrations/m.toml", moving("2027-06-29", ""));
    let page = main_text(&site, "public", "applications/cart/index.html");
    for said in [
        "What is asked of it, and by when?",
        "1 thing to do, the first by 2027-06-29.",
        "2027-06-29 Move",
        "50 h",
        "VMs, which it is built on, is not for new use. In its place: Containers.",
        "VMs Deprecated",
    ] {
        assert!(page.contains(said), "`{said}` is not in:\n{page}");
    }
    let apart = site.computed("public", "applications/cart/index.html");
    assert_eq!(each(&apart["asked"], "/from/id"), ["migration:m"]);

    // A second one of the same team is asked for as much again, and each for its own share.
    let second = site.text("content/applications/cart.toml").replace("cart-app", "till-app");
    let site = site.file("content/applications/till.toml", second);
    let hours = |of: &str| column(&site.computed("public", of)["asked"], "/hours");
    assert_eq!(hours("teams/cart/index.html"), [100.0]);
    assert_eq!(hours("applications/till/index.html"), [50.0]);

    // One of them has an agreement of its own, so the other's page does not tell of it.
    let agreed = "[[agreements]]\napplication = \"cart\"\nby = 2027-03-01\nhours = 4\n";
    let text = moving("2027-06-29", "");
    let site = site.file("content/migrations/m.toml", format!("{text}{agreed}"));
    let asked =
        |of: &str| column(&site.computed("public", &format!("applications/{of}/index.html"))["asked"], "/by");
    assert_eq!((asked("cart"), asked("price")), (vec![json!("2027-03-01")], vec![json!("2027-06-29")]));

    // Nothing is asked yet: what leaves is told all the same.
    let page = main_text(&machines(), "public", "applications/cart/index.html");
    assert!(page.contains("Nothing yet. VMs, which it is built on, is not for new use."), "{page}");
}

#[test]
fn a_team_of_which_nothing_is_asked_stands_there_with_no_hours() {
    let page = machines().computed("public", "affects-me/index.html");
    assert_eq!(each(&page["teams"], "/asked"), [json!([]), json!([])]);
    assert_eq!(page["teams"][0]["hours"].to_string(), "0.0");
}

#[test]
fn migrations_stand_by_what_they_ask() {
    let site = machines()
        .file("content/migrations/far.toml", moving("2028-06-29", ""))
        .file("content/migrations/near.toml", moving("2027-06-29", "").replace("Move", "Near"))
        .file(
            "content/migrations/past.toml",
            moving("2026-06-29", "").replace("Move", "Past").replace("active", "done"),
        )
        .file(
            "content/migrations/inside.toml",
            moving("2027-05-29", "audience = \"internal\"\n").replace("Move", "Inside"),
        )
        .file("content/sunsets/s.toml", "title = \"End\"\noffering = \"vms\"\nend = 2027-03-01\n");
    let page = site.computed("public", "migrations/index.html");
    assert_eq!(each(&page["active"], "/record/title"), ["Near"]);
    assert_eq!((&page["active"][0]["hours"], &page["active"][0]["source"]), (&json!(100.0), &json!("lease")));
    assert_eq!(each(&page["information"], "/firm_from"), ["2027-06-29"]);
    assert_eq!(each(&page["done"], "/record/title"), ["Past"]);
    assert_eq!(each(&page["sunsets"], "/record/title"), ["End"]);
    let inside = site.computed("internal", "migrations/index.html");
    assert_eq!(each(&inside["active"], "/record/title"), ["Inside", "Near"]);

    // The day after its end nothing is left to do, once what ended is retired.
    let site = site
        .file("onramp.toml", "title = \"Test\"\nas_of = 2027-03-02\n")
        .file("content/offerings/vms.toml", "title = \"VMs\"\nlifecycle = \"retired\"\n");
    let after = site.computed("public", "migrations/index.html");
    assert_eq!(each(&after["sunsets"], "/record/title"), [Value::Null; 0]);
    assert_eq!(each(&after["done"], "/record/title"), ["Past", "End"]);
    let moves = site.computed("public", "offerings/vms/index.html")["moves"].clone();
    let ended = moves.as_array().into_iter().flatten().find(|it| it["title"] == "End");
    assert_eq!(ended.map(|it| &it["ended"]), Some(&json!(true)));
}

#[test]
fn a_quarter_is_over_when_firm_hours_pass_what_was_promised() {
    let site = machines()
        .file("content/migrations/near.toml", moving("2027-06-29", ""))
        .file("content/migrations/far.toml", moving("2028-06-29", ""))
        .file("content/migrations/farther.toml", moving("2030-06-29", "").replace("Move", "Farther"));
    let page = site.computed("internal", "change-budget/index.html");
    assert_eq!(each(&page["over"], "/quarter"), ["2027-Q2", "2027-Q2"]);
    assert_eq!(each(&page["over"], "/hours"), [10.0, 10.0]);
    let far = &page["teams"][0]["cells"][5];
    assert_eq!(
        (&far["quarter"], &far["hours"], &far["information_hours"]),
        (&json!("2028-Q2"), &json!(0.0), &json!(50.0))
    );
    assert_eq!(each(&page["later"], "/what"), ["Farther", "Farther"], "what no column has is not lost");
    assert_eq!(site.computed("public", "change-budget/index.html"), Value::Null);
}

#[test]
fn what_a_team_has_agreed_to_is_not_held_against_what_was_promised() {
    let agreed = |state: &str| {
        format!("[[agreements]]\nteam = \"cart\"\nby = 2027-06-14\nhours = 50\nstate = \"{state}\"\n")
    };
    let of = |state: &str| {
        let site = machines()
            .file("content/migrations/near.toml", format!("{}{}", moving("2027-06-29", ""), agreed(state)));
        let budget = site.computed("internal", "change-budget/index.html");
        let team = site.computed("public", "teams/cart/index.html");
        let text = main_text(&site, "public", "teams/cart/index.html");
        let over = each(&budget["over"], "/team/title");
        (over, team["quarters"][0]["over_hours"].clone(), text.contains("50 h, all of it agreed with us"))
    };
    assert_eq!(of("agreed"), (vec![json!("Price")], Value::Null, true));
    assert_eq!(of("proposed"), (vec![json!("Cart"), json!("Price")], json!(10.0), false));
}

#[test]
fn cost_stands_beside_what_it_brings() {
    let survey = |quarter: &str, csat: &str| {
        format!(
            "title = \"{quarter}\"\nperiod = \"{quarter}\"\nresponses = 12400\n[[scores]]\noffering = \"containers\"\ncsat = {csat}\n"
        )
    };
    let site = machines()
        .file("content/migrations/m.toml", moving("2027-06-29", "gains = [\"Minutes, **not** hours\"]\n"))
        .file("content/sunsets/s.toml", "title = \"End\"\noffering = \"vms\"\nend = 2028-03-01\n")
        .file("content/surveys/a.toml", survey("2026-Q2", "3.8"))
        .file("content/surveys/b.toml", survey("2026-Q4", "4.1"))
        .file("content/metrics/adoption.toml", "title = \"Adoption\"\noffering = \"containers\"\nvoluntary = true\nunit = \"%\"\nseries = [{ date = 2026-12-01, value = 61 }]\n");
    let page = site.computed("internal", "cost-of-change/index.html");
    assert_eq!(each(&page["years"], "/year"), [2027, 2028]);
    assert_eq!(each(&page["years"], "/hours"), [json!(100.0), Value::Null], "nobody has said any");
    assert_eq!(page["unknown"], 2, "the sunset says no hours");
    assert_eq!(page["years"][1]["teams"][0]["parts"][0]["hours"], Value::Null);
    let [change, end] = [&page["changes"][0], &page["changes"][1]];
    assert_eq!((&change["hours"], &end["hours"]), (&json!(100.0), &Value::Null), "not known is no 0");
    assert_eq!(change["gains"], json!(["Minutes, <strong>not</strong> hours"]));
    assert_eq!(
        (&change["voluntary"]["percent"], &change["voluntary"]["of"]),
        (&json!(61.0), &json!("2026-12-01"))
    );
    let content = &change["satisfaction"][0];
    assert_eq!(
        (&content["value"], &content["responses"], &content["from"]["title"]),
        (&json!(4.1), &json!(12400), &json!("2026-Q4"))
    );
    assert_eq!((&end["voluntary"], &end["satisfaction"]), (&Value::Null, &json!([])));
}

#[test]
fn the_calendar_begins_today_and_says_what_is_for_information() {
    let site = machines()
        .file(
            "content/windows/w.toml",
            "title = \"Window\"\nofferings = [\"vms\"]\ndays = [2027-01-10, 2027-01-11, 2027-02-01]\n",
        )
        .file("content/migrations/far.toml", moving("2028-06-29", ""));
    let months = site.computed("public", "calendar/index.html")["months"].clone();
    assert_eq!(each(&months, "/month"), ["2027-01", "2027-02", "2028-06"]);
    assert_eq!(each(&months[0]["days"], "/day"), ["2027-01-11"]);
    assert_eq!(each(&months, "/days/0/information"), [false, false, true]);
}

#[test]
fn what_has_no_area_stands_across_them_and_what_is_delivered_in_the_quarter_of_its_day() {
    let item = |title: &str, more: &str| {
        format!("title = \"{title}\"\nuser_visible = true\nowner = \"cart\"\ntarget = \"now\"\n{more}\n")
    };
    let site = machines()
        .file("content/offerings/containers.toml", "title = \"Containers\"\ncapability_area = \"Compute\"\n")
        .file("content/roadmap/feeds.toml", item("Feeds", "status = \"committed\""))
        .file(
            "content/roadmap/more.toml",
            item("More", "status = \"committed\"\nofferings = [\"containers\"]"),
        )
        .file("content/roadmap/there.toml", item("There", "status = \"delivered\"\ndelivered = 2026-11-21"))
        .file("content/roadmap/later.toml", item("Later", "status = \"proposed\"").replace("now", "later"));
    let page = site.publish("public");
    let roadmap = site.computed("public", "roadmap/index.html");
    assert_eq!(each(&roadmap["areas"], "/name"), ["Compute", "Across areas"]);
    let quarters = texts(&crate::support::page(&page, "roadmap/index.html"), "main");
    assert!(quarters[0].contains("Quarter2026-Q4 12027-Q1 2Later 1"), "{quarters:?}");
}

#[test]
fn the_roadmap_of_everyone_leaves_out_what_users_do_not_see() {
    let item = |id: &str, more: &str| {
        format!("[[roadmap_item]]\nid = \"{id}\"\ntitle = \"{id}\"\noutcome = \"A `{id}`\"\n{more}\n")
    };
    let text = [
        item(
            "now",
            "target = \"2027-Q1\"\nuser_visible = true\nstatus = \"committed\"\ncategory = \"feature\"",
        ),
        item(
            "late",
            "target = \"2026-Q3\"\nuser_visible = true\nstatus = \"in_progress\"\ncategory = \"feature\"",
        ),
        item("some-day", "target = \"later\"\nuser_visible = true\ncategory = \"feature\""),
        item("there", "status = \"delivered\"\ndelivered = 2026-12-01\nuser_visible = true"),
        item("shards", "user_visible = false\ncategory = \"rearchitecture\"\nsize_dev_months = 3"),
        item("bare", "user_visible = false"),
    ];
    let site = Site::new().file("content/roadmap/2027.toml", text.concat());
    let page = site.computed("public", "roadmap/index.html");
    let cells = &page["areas"][0]["cells"];
    assert_eq!(each(&cells[0], "/item/title"), ["late", "now"], "what is overdue is being worked on");
    assert_eq!(each(&cells[0], "/late"), [json!("2026-Q3"), Value::Null], "and says that it is late");
    let html = site.page("roadmap/index.html");
    assert!(
        html.contains("Late: was planned for 2026-Q3") && !html.contains("planned for 2027-Q1"),
        "{html}"
    );
    assert_eq!(cells[0][1]["outcome"], "A <code>now</code>");
    assert_eq!(each(&cells[cells.as_array().unwrap().len() - 1], "/item/title"), ["some-day"]);
    assert_eq!(each(&page["delivered"], "/item/title"), ["there"]);
    assert!(!page.to_string().contains("shards"));
    let inside = site.computed("internal", "roadmap/internal/index.html");
    assert_eq!(each(&inside["other"], "/item/title"), ["bare", "shards"], "nothing that is open is lost");
}

#[test]
fn a_result_far_from_its_target_with_little_time_left_is_behind_the_pace_that_its_date_asks_for() {
    let result = |text: &str, value: f64| {
        format!(
            "[[objective.key_results]]\ntext = \"{text}\"\nmetric = \"m\"\nbaseline = 0\ntarget = 100\nunit = \"%\"\n\
             current = {value}\nas_of = 2026-12-01\n"
        )
    };
    let results = [("Nearly there", 90.0), ("Hardly begun", 20.0)].map(|(text, value)| result(text, value));
    let written = "[[objective]]\nid = \"o\"\ntitle = \"O\"\n";
    let objectives = format!("{written}year = 2026\n{}", results.concat());
    let site = Site::new()
        .file("onramp.toml", "title = \"Test\"\nas_of = 2026-12-04\n")
        .file("content/metrics/m.toml", "title = \"M\"\naudience = \"public\"\nunit = \"%\"\n")
        .file("content/objectives/2026.toml", objectives);
    let page = site.computed("public", "objectives/scorecard/index.html");
    let results = &page["objectives"][0]["results"];
    assert_eq!(each(results, "/even_pace/expected"), [92.0, 92.0], "334 of 364 days have gone");
    assert_eq!(each(results, "/even_pace/behind"), [false, true]);
    let text = main_text(&site, "public", "objectives/scorecard/index.html");
    for said in [
        "1 is behind the pace that its date asks for.",
        "An even pace from 2026-01-01 on would be at 92% on 2026-12-01",
        "Behind the pace that its date asks for: an even pace from 2026-01-01 on would be at 92% on 2026-12-01",
    ] {
        assert!(text.contains(said), "`{said}` is not in:\n{text}");
    }
    let own = main_text(&site, "public", "objectives/2026/o/index.html");
    assert!(own.contains("Behind the pace that its date asks for"), "{own}");
}

#[test]
fn a_migration_that_few_have_made_with_little_time_left_is_behind_too() {
    let of = |done: u32| {
        let more = format!(
            "announced = 2026-01-01\nprogress = {{ total = 200, done = {done}, unit = \"hosts\", as_of = 2027-01-08 }}\n"
        );
        let site = machines().file("content/migrations/m.toml", moving("2027-06-29", &more));
        let own = main_text(&site, "public", "migrations/m/index.html");
        let all = main_text(&site, "public", "migrations/index.html");
        let said = "ehind the pace that its date asks for";
        assert!(own.contains("even pace from 2026-01-01 on would be at 137 hosts on 2027-01-08"), "{own}");
        (own.contains(said), all.contains(said))
    };
    assert_eq!(of(60), (true, true));
    assert_eq!(of(150), (false, false));
}

#[test]
fn the_scorecard_counts_how_far_results_are() {
    let result = |text: &str, current: f64| {
        format!(
            "[[objective.key_results]]\ntext = \"{text}\"\nmetric = \"m\"\nbaseline = 0\ntarget = 100\ncurrent = {current}\nas_of = 2027-01-08\n"
        )
    };
    let metric = "title = \"M\"\naudience = \"public\"\nsource = \"The *log*\"\nguardrail = \"g\"\n";
    let guard = "title = \"G\"\naudience = \"public\"\nexpected = { low = 0, high = 1 }\nseries = [{ date = 2027-01-08, value = 2 }]\n";
    let objective = format!(
        "[[objective]]\nid = \"o\"\ntitle = \"O\"\nyear = 2027\n{}{}{}",
        result("All", 100.0),
        result("**Half**", 50.0),
        result("None", 0.0)
    );
    let site = Site::new()
        .file("content/objectives/2027.toml", objective)
        .file("content/metrics/m.toml", metric)
        .file("content/metrics/g.toml", guard);
    let page = site.computed("public", "objectives/scorecard/index.html");
    assert_eq!(
        page["tally"],
        json!({ "results": 3, "reached": 1, "moving": 1, "behind": 0, "not_moving": 1, "overdue": 0, "guardrails": 1, "broken": 1, "out_of_date": 0, "newest": "2027-01-08" })
    );
    let half = &page["objectives"][0]["results"][1];
    assert_eq!(
        (&half["text"], &half["source"]),
        (&json!("<strong>Half</strong>"), &json!("The <em>log</em>"))
    );
    // What guards all of them stands apart from the last.
    let html = site.page("objectives/scorecard/index.html");
    assert_eq!(texts(&html, "main h3"), ["Key results", "What must not get worse"]);
    assert_eq!(texts(&html, "main h3:not(.vh) ~ .kr h4"), ["G"]);
}

#[test]
fn a_log_says_what_is_open_what_holds_and_what_it_touches() {
    let adr = |status: &str, more: &str| {
        format!(
            "+++\ntitle = \"{status}\"\nstatus = \"{status}\"\ndate = 2026-01-01\ntags = [\"data\"]\n{more}+++\n"
        )
    };
    let site = Site::new()
        .file("content/offerings/blobs.toml", "title = \"Blobs\"\n")
        .file("content/adrs/0001-a.md", adr("superseded", "affects = [\"blobs\"]\n"))
        .file(
            "content/adrs/0002-b.md",
            adr("accepted", "affects = [\"blobs\"]\nsupersedes = [\"adr:0001\"]\n"),
        )
        .file("content/adrs/0003-c.md", adr("proposed", "audience = \"internal\"\n"));
    let page = site.computed("public", "adrs/index.html");
    assert_eq!(each(&page["decisions"], "/adr/number"), ["0002", "0001"]);
    assert_eq!(page["open"], json!([]));
    assert_eq!(each(&page["supersession"], "/adr/number"), ["0002", "0001"]);
    assert_eq!(each(&site.computed("internal", "adrs/index.html")["open"], "/adr/number"), ["0003"]);
}

/// What each page that says so says of what a team is asked: the day, and why then.
fn told(site: &Site, team: &str) -> Vec<(&'static str, Vec<Value>)> {
    let affects_me = site.computed("internal", "affects-me/index.html");
    let budget = site.computed("internal", "change-budget/index.html");
    let of_team = |list: &Value| {
        let all = list.as_array().into_iter().flatten();
        all.filter(|it| it["team"]["title"] == team).cloned().collect::<Vec<Value>>()
    };
    let said = |asks: Vec<Value>| -> Vec<Value> {
        asks.into_iter().map(|it| json!([it["day"], it["source"], it["firmness"]])).collect()
    };
    let list = |of: &Value| of.as_array().cloned().unwrap_or_default();
    let file = format!("teams/{}/index.html", team.to_lowercase());
    let cells = of_team(&budget["teams"]).iter().flat_map(|it| list(&it["cells"])).collect::<Vec<_>>();
    let in_budget =
        cells.iter().flat_map(|it| list(&it["asked"])).chain(of_team(&budget["undated"])).collect();
    vec![
        (
            "affects-me",
            said(of_team(&affects_me["teams"]).iter().flat_map(|it| list(&it["asked"])).collect()),
        ),
        ("team", said(list(&site.computed("internal", &file)["asked"]))),
        ("change-budget", said(in_budget)),
    ]
}

fn days(site: &Site) -> Vec<Value> {
    let calendar = site.computed("internal", "calendar/index.html");
    let months = calendar["months"].as_array().into_iter().flatten();
    let ahead = months.flat_map(|it| it["days"].as_array().cloned().unwrap_or_default());
    let overdue = calendar["overdue"].as_array().cloned().unwrap_or_default();
    overdue.into_iter().chain(ahead).map(|it| it["day"].clone()).collect()
}

#[test]
fn all_pages_give_one_date_for_what_a_team_is_asked() {
    let no_deadline = |more: &str| {
        format!(
            "title = \"Move\"\nstage = \"active\"\nfrom = [\"vms\"]\nto = [\"containers\"]\napplies_if = {{ text = \"Yours\" }}\n{more}"
        )
    };
    let of = |text: String, expected: Value| {
        let site = machines().file("content/migrations/m.toml", text);
        for (page, said) in told(&site, "Cart") {
            assert_eq!(said, std::slice::from_ref(&expected), "{page}");
        }
        let on_calendar = days(&site);
        assert!(expected[0].is_null() || on_calendar.contains(&expected[0]), "{on_calendar:?}");
    };
    // The deadline, else what is agreed on, else as long as the old is supported.
    of(moving("2027-06-29", "old_supported_until = 2027-09-30\n"), json!(["2027-06-29", "lease", "firm"]));
    let until = "old_supported_until = 2027-09-30\n";
    of(
        no_deadline(&format!(
            "{until}[[agreements]]\nteam = \"cart\"\nby = 2027-04-01\nstate = \"agreed\"\n"
        )),
        json!(["2027-04-01", "agreement", "agreed"]),
    );
    of(no_deadline(until), json!(["2027-09-30", "old_supported_until", "firm"]));
    of(
        no_deadline("old_supported_until = 2026-12-31\n"),
        json!(["2026-12-31", "old_supported_until", "overdue"]),
    );
    of(no_deadline(""), json!([Value::Null, Value::Null, "firm"]));
}

#[test]
fn what_a_team_has_agreed_on_for_this_year_is_not_there_for_information_alone() {
    let text = "title = \"Move\"\nstage = \"active\"\nfrom = [\"vms\"]\nto = [\"containers\"]\nold_supported_until = 2028-12-15\napplies_if = { text = \"Yours\" }\n";
    let agreed = "[[agreements]]\nteam = \"cart\"\nby = 2027-06-14\nstate = \"agreed\"\n";
    let site = machines().file("content/migrations/m.toml", text);
    let page = data(&site, "/migrations/");
    assert_eq!(
        (titles(&page["active"], "/record"), titles(&page["information"], "/record").len()),
        (vec![], 1)
    );
    let site = site.file("content/migrations/m.toml", format!("{text}{agreed}"));
    let page = data(&site, "/migrations/");
    assert_eq!(titles(&page["active"], "/record"), ["Move"]);
    assert_eq!(column(&page["active"], "/first"), ["2027-06-14"]);
    let text = main_text(&site, "public", "migrations/index.html");
    assert!(text.contains("the first team has agreed on 2027-06-14"), "{text}");
}

#[test]
fn who_uses_any_of_what_is_left_behind_is_asked() {
    let site = machines()
        .file("content/offerings/tapes.toml", "title = \"Tapes\"\n")
        .file("content/teams/books.toml", "title = \"Books\"\ntype = \"application\"\n")
        .file(
            "content/applications/books.toml",
            "title = \"books\"\nowner = \"books\"\nuses = [{ offering = \"tapes\" }, { offering = \"vms\" }]\n",
        )
        .file(
            "content/migrations/m.toml",
            moving("2027-06-29", "").replace("from = [\"vms\"]", "from = [\"vms\", \"tapes\"]"),
        );
    let page = site.computed("public", "affects-me/index.html");
    assert_eq!(each(&page["teams"], "/team/title"), ["Books", "Cart", "Price"]);
    assert_eq!(
        each(&page["teams"], "/hours"),
        [50.0, 50.0, 50.0],
        "an application that uses both moves once"
    );
}

#[test]
fn a_team_is_asked_for_what_it_took_home_from_an_incident_or_a_review() {
    let action = "[[actions]]\ntext = \"Limit the rate\"\nowner = \"price\"\ndue = 2027-01-29\n";
    let site = machines()
        .file(
            "content/incidents/i.toml",
            format!(
                "title = \"Outage\"\nstart = 2027-01-04T09:00:00Z\n{action}\
             [[actions]]\ntext = \"Mended\"\nowner = \"price\"\ndue = 2027-01-05\nstate = \"done\"\n\
             [[actions]]\ntext = \"Some day\"\nowner = \"price\"\n"
            ),
        )
        .file(
            "content/ops-reviews/r.toml",
            format!("title = \"Review\"\ndate = 2027-01-04\n{}", action.replace("-29", "-08")),
        );
    let lessons = [json!(["2027-01-08", "ops_review", "overdue"]), json!(["2027-01-29", "incident", "firm"])];
    for (page, said) in told(&site, "Price") {
        assert_eq!(said, lessons, "{page}");
    }
    assert_eq!(days(&site), ["2027-01-08", "2027-01-29"]);
    assert_eq!(site.computed("internal", "cost-of-change/index.html"), Value::Null, "no change asks for it");
    let outside = site.computed("public", "affects-me/index.html");
    assert_eq!(each(&outside["teams"], "/asked"), [json!([]), json!([])], "they are internal");
}
