//! Computed pages on which the platform and its customers talk: updates, requests, surveys, the
//! advisory board, stability, the glossary. A tree given as strings, and what each page shows.

use serde_json::{Value, json};

use crate::support::{Site, attributes, column, data, main_text, page as file, shown, texts, titles};

fn with_offering() -> Site {
    Site::new()
        .file("content/teams/data.toml", "title = \"Data\"\n")
        .file("content/offerings/tables.toml", "title = \"Tables\"\nowner = \"data\"\n")
}

/// Work that features of an offering wait for.
fn item(rest: &str) -> String {
    format!(
        "title = \"Calm\"\noutcome = \"Answers **in time**\"\nuser_visible = true\nowner = \"data\"\n\
         offerings = [\"tables\"]\npauses = [\"tables\"]\n{rest}\n"
    )
}

fn update(level: &str, day: &str, stories: &str) -> String {
    format!("title = \"{level} {day}\"\ndate = {day}\nlevel = \"{level}\"\n{stories}\n")
}

#[test]
fn without_work_that_others_wait_for_nothing_is_said_about_stability() {
    let plain = "title = \"Plain\"\nuser_visible = true\nstatus = \"in_progress\"\n";
    assert_eq!(shown(&with_offering().file("content/roadmap/plain.toml", plain), "/stability/"), None);
    for status in ["proposed", "committed", "dropped"] {
        let site = with_offering().file("content/roadmap/calm.toml", item(&format!("status = \"{status}\"")));
        assert_eq!(shown(&site, "/stability/"), None, "{status}");
    }
}

#[test]
fn a_rough_patch_has_an_end_a_value_goals_a_trend_and_a_timeline() {
    let site = with_offering()
        .file(
            "content/roadmap/calm.toml",
            item(
                "status = \"in_progress\"\nstarted = 2026-11-23\ntarget = \"2027-Q2\"\nobjective = \"fast\"\n\
                 moved = [{ from = \"2027-Q1\", on = 2026-12-14, why = \"Of [that day](https://example.com)\" }]",
            ),
        )
        .file(
            "content/objectives/fast.toml",
            "title = \"Fast\"\nyear = 2027\nkey_results = [\n\
             { text = \"Few slow minutes\", metric = \"slow\", baseline = 200, target = 20 },\n\
             { text = \"No false alarm\", metric = \"false\", baseline = 8, target = 0 }]\n",
        )
        .file(
            "content/metrics/slow.toml",
            "title = \"Slow\"\naudience = \"public\"\ndirection = \"down\"\nunit = \"minutes\"\n\
             series = [{ date = 2026-12-31, value = 110 }, { date = 2026-11-30, value = 200 }]\n",
        )
        .file(
            "content/metrics/false.toml",
            "title = \"False\"\naudience = \"public\"\ndirection = \"down\"\n\
             series = [{ date = 2026-12-28, value = 2 }, { date = 2027-01-04, value = 0 }]\n",
        )
        .file("content/roadmap/m1.toml", milestone("Measured", "date = 2026-12-31\ndone = 2026-12-14"))
        .file("content/roadmap/m2.toml", milestone("Mended", "date = 2027-03-31"))
        .file("content/roadmap/m3.toml", milestone("Missed", "date = 2027-01-04"))
        .file(
            "content/updates/a.toml",
            update("org", "2026-12-09", "challenges = [{ summary = \"Slow again\", result = \"Half by March\", link = \"offering:tables\" }]\nwins = [{ summary = \"Elsewhere\" }]"),
        )
        .file(
            "content/updates/b.toml",
            update("team", "2027-01-06", "wins = [{ summary = \"Told inside\", link = \"roadmap_item:calm\" }]"),
        )
        .file(
            "content/updates/c.toml",
            update("org", "2026-11-11", "challenges = [{ summary = \"Before it began\", link = \"offering:tables\" }]"),
        )
        .file(
            "content/incidents/x.toml",
            "title = \"All slow\"\nsummary = \"For an hour\"\nstart = 2026-12-03T10:00:00Z\nofferings = [\"tables\"]\n",
        );
    let stability = data(&site, "/stability/");
    let patch = &stability["patches"][0];
    assert_eq!((&patch["until"], &patch["since"]), (&json!("2027-Q2"), &json!("2026-11-23")));
    assert_eq!(titles(&patch["waiting"], ""), ["Tables"]);
    assert_eq!(column(&patch["goal"]["results"], "/state"), ["moving", "reached"]);
    assert_eq!((&patch["reached"], &patch["better"], &patch["worse"]), (&json!(1), &json!(2), &json!(0)));
    assert_eq!(titles(&patch["trend"], "/metric"), ["Slow", "False"]);
    assert_eq!(patch["of"], "2027-01-04");
    assert_eq!(column(&patch["past"], "/type"), ["win", "reached", "challenge", "incident"]);
    assert_eq!(column(&patch["past"], "/day"), ["2027-01-06", "2026-12-14", "2026-12-09", "2026-12-03"]);
    assert_eq!(column(&patch["ahead"], "/type"), ["late", "milestone"]);

    let html = file(&site.publish("internal"), "stability/index.html");
    let lead = texts(&html, ".lead").join(" ");
    assert!(
        lead.contains(
            "By the end of 2027-Q2, as we see it now. 1 of 2 goals reached; 2 of 2 measurements better"
        ),
        "{lead}"
    );
    assert!(
        html.contains("Answers <strong>in time</strong>")
            && html.contains("Of <a href=\"https://example.com\"")
    );

    // What is internal is not told to everyone.
    let html = site.page("stability/index.html");
    assert!(html.contains("Slow again") && html.contains("Mended"));
    assert!(!html.contains("Told inside") && !html.contains("All slow") && !html.contains("Before it began"));
    // Help leads there while it lasts, and so does the item.
    let item = site.page("roadmap/calm/index.html");
    assert!(attributes(&item, "main a", "href").contains(&"/stability/".to_owned()));
}

fn milestone(title: &str, rest: &str) -> String {
    format!("[[milestone]]\ntitle = \"{title}\"\nparent = \"calm\"\ntype = \"user_visible\"\n{rest}\n")
}

#[test]
fn a_rough_patch_without_numbers_says_so_and_one_that_is_over_is_calm() {
    let site = with_offering().file("content/roadmap/calm.toml", item("status = \"in_progress\""));
    let text = main_text(&site, "public", "stability/index.html");
    assert!(text.contains("We cannot say yet.") && text.contains("No number is set for it yet."), "{text}");
    assert!(text.contains("Nothing is written down."), "{text}");

    let over = item("status = \"delivered\"\nstarted = 2026-10-01\ndelivered = 2026-12-20");
    let site = site.file("content/roadmap/calm.toml", over);
    assert_eq!(data(&site, "/stability/")["patches"], json!([]));
    let text = main_text(&site, "public", "stability/index.html");
    assert!(text.contains("It has. Nothing waits for stability now."), "{text}");
    assert!(text.contains("2026-12-20Calm since 2026-10-01"), "{text}");
}

#[test]
fn updates_are_newest_first_and_the_letter_is_that_of_all() {
    let site = with_offering()
        .setting("base_url = \"https://docs.example.com/platform/\"")
        .file("content/updates/a.toml", update("org", "2026-12-09", "wins = [{ summary = \"A **win**\", result = \"See [tables](offering:tables)\", link = \"offering:tables\" }]"))
        .file("content/updates/b.toml", update("team", "2027-01-06", "challenges = [{ summary = \"Inside\", help_wanted = \"Hands\" }]"));
    let archive = data(&site, "/updates/");
    assert_eq!(titles(&archive["updates"], "/update"), ["team 2027-01-06", "org 2026-12-09"]);
    let letter = data(&site, "/updates/digest/");
    assert_eq!(letter["update"]["update"]["title"], "org 2026-12-09");

    let html = site.page("updates/digest/index.html");
    assert!(html.contains("A <strong>win</strong>"));
    let links = attributes(&html, ".letter a", "href");
    assert!(links.iter().all(|link| link.starts_with("https://docs.example.com/platform/")), "{links:?}");
    assert!(!site.page("updates/index.html").contains("Inside"), "an update of one team is internal");
    let inside = main_text(&site, "internal", "updates/index.html");
    assert!(inside.contains("You could help: Hands"), "{inside}");
}

#[test]
fn the_board_sees_what_is_asked_of_whom_and_what_is_not_known() {
    let application = |team: &str| {
        format!("title = \"{team} app\"\nowner = \"{team}\"\nuses = [{{ offering = \"tables\" }}]\n")
    };
    let sunset = |title: &str, end: &str, rest: &str| {
        format!("title = \"{title}\"\noffering = \"tables\"\nannounced = 2026-09-01\nend = {end}\n{rest}\n")
    };
    let site = with_offering()
        .file("content/teams/one.toml", "title = \"One\"\n")
        .file("content/teams/two.toml", "title = \"Two\"\n")
        .file("content/applications/a.toml", application("one"))
        .file("content/applications/b.toml", application("two"))
        .file("content/sunsets/known.toml", sunset("Known", "2027-03-31", "effort_per_app_hours = 4"))
        .file("content/sunsets/unknown.toml", sunset("Unknown", "2027-02-28", ""))
        .file("content/sunsets/far.toml", sunset("Far", "2027-12-31", "effort_per_app_hours = 9"));
    let pack = data(&site, "/interlock/");
    assert_eq!(pack["until"], "2027-Q3");
    assert_eq!(titles(&pack["asks"], "/from"), ["Unknown", "Known"]);
    assert_eq!(column(&pack["asks"], "/hours"), [0.0, 8.0]);
    assert_eq!(column(&pack["asks"], "/unknown"), [2, 0]);
    assert_eq!(pack["hours"], json!(8.0));
    assert_eq!(titles(&pack["asks"][0]["teams"], ""), ["One", "Two"]);
    let text = main_text(&site, "public", "interlock/index.html");
    assert!(text.contains("UnknownOne, Twonot known2027-Q1"), "{text}");
    assert!(text.contains("Hours of all teams together, platform teams too."), "{text}");
}

#[test]
fn requests_stand_by_answer_with_reason_and_way_out() {
    let request = |title: &str, rest: &str| format!("title = \"{title}\"\nask = \"May I?\"\n{rest}\n");
    let site = Site::new()
        .file(
            "content/requests/a.toml",
            request(
                "A",
                "answer = \"no_strategy\"\nbecause = \"Two *cost* twice\"\nworkaround = \"Use one\"",
            ),
        )
        .file("content/requests/b.toml", request("B", ""))
        .file("content/requests/c.toml", request("C", "answer = \"not_yet_priority\"\nrevisit = 2026-12-01"))
        .file("content/requests/d.toml", request("D", "answer = \"yes\""));
    let groups = data(&site, "/requests/")["groups"].clone();
    assert_eq!(column(&groups, "/answer"), ["yes", "not_yet", "no", "open"]);
    assert_eq!(column(&groups[1]["requests"], "/revisit_passed"), [true]);
    let html = site.page("requests/index.html");
    assert!(html.contains("Two <em>cost</em> twice"), "the reason is said, as HTML");
    let text = texts(&html, "main").join(" ");
    assert!(text.contains("Instead Use one"), "{text}");
    assert!(text.contains("we meant to look at it again on 2026-12-01"), "{text}");
}

#[test]
fn a_survey_says_how_many_it_heard_and_what_became_of_it() {
    let survey =
        |period: &str, rest: &str| format!("title = \"S {period}\"\nperiod = \"{period}\"\n{rest}\n");
    let site = with_offering()
        .file("content/surveys/old.toml", survey("2026-Q2", "scores = [{ offering = \"tables\", csat = 3.5 }]"))
        .file(
            "content/surveys/new.toml",
            survey("2026-Q4", "invited = 1000\nresponses = 412\nscores = [{ offering = \"tables\", csat = 4.5, responses = 9 }, { csat = 4 }]\nthemes = [{ text = \"Slow\", mentions = 0, action = \"log\" }, { text = \"Loud\" }]\nactions = [{ text = \"Another\" }, { id = \"log\", text = \"The log says why\", done = 2027-01-04 }]"),
        );
    let newest = data(&site, "/surveys/")["newest"].clone();
    assert_eq!(newest["share_percent"], "41.2");
    assert_eq!(column(&newest["scores"], "/before"), [json!(3.5), Value::Null]);
    assert_eq!(column(&newest["scores"], "/responses"), [9, 412]);
    let text = main_text(&site, "public", "surveys/index.html");
    assert!(text.contains("412 of 1") && text.contains("41.2%"), "{text}");
    assert!(text.contains("Slow0The log says why, since 2027-01-04"), "{text}");
    assert!(text.contains("Loudnot countednot said"), "{text}");
    let own = main_text(&site, "public", "surveys/new/index.html");
    assert!(own.contains("Slow0The log says why, since 2027-01-04"), "{own}");

    let alone = Site::new().file("content/surveys/one.toml", survey("2026-Q4", ""));
    let text = main_text(&alone, "public", "surveys/index.html");
    assert!(text.contains("take the rest with care"), "{text}");
    assert!(text.contains("What did we change?S 2026-Q4 Nothing yet."), "{text}");
}

#[test]
fn words_stand_in_order_and_by_letter_when_there_are_many() {
    let word = |word: &str| format!("+++\ntype = \"term\"\nsummary = \"What *it* is\"\n+++\n# {word}\n");
    let two =
        Site::new().file("content/glossary/b.md", word("beta")).file("content/glossary/a.md", word("Alpha"));
    let groups = data(&two, "/glossary/")["groups"].clone();
    assert_eq!(column(&groups, "/letter"), [""]);
    assert_eq!(titles(&groups[0]["words"], "/word"), ["Alpha", "beta"]);
    assert!(two.page("glossary/index.html").contains("What <em>it</em> is"));

    let many = (0..25)
        .fold(two, |site, n| site.file(&format!("content/glossary/c{n}.md"), word(&format!("Word {n:02}"))));
    let groups = data(&many, "/glossary/")["groups"].clone();
    assert_eq!(column(&groups, "/letter"), ["A", "B", "W"]);
}

#[test]
fn records_are_shown_in_words_not_in_names_of_fields() {
    let site = with_offering()
        .file("content/strategies/s.toml", "title = \"S\"\nvision = \"Calm\"\nproblem_statements = [{ text = \"Down\", quantity = \"9 hours\", primary = true }]\ngoal = { target = 3, unit = \"hours\", by = 2028-06-30 }\n")
        .file("content/changes/c.toml", "title = \"C\"\naudience = \"public\"\ndate = 2027-01-02\nresult = \"rolled_back\"\nrollout = \"tranches\"\ncohorts_percent = [1, 100]\n")
        .file("content/upstreams/u.toml", "title = \"U\"\naudience = \"public\"\neol = 2027-05-01\neol_type = \"lease\"\n")
        .file("content/applications/a.toml", "title = \"A\"\nowner = \"data\"\nuses = [{ offering = \"tables\", version = \"3\", nonstandard = true }]\n")
        .file("content/roadmap/m.toml", "[[milestone]]\ntitle = \"M\"\ntype = \"user_visible\"\ndate = 2027-02-28\ngrain = \"month\"\noutcome = \"It `runs`\"\n")
        .file("content/app-tiers/t.toml", "title = \"T\"\nlevel = 0\ncustomer_oncall = \"24x7\"\ndefinition = \"All stops\"\n")
        .file("content/personas/p.toml", "title = \"P\"\ntasks = [\"Find **it**\"]\ncount_estimate = 4\n");
    let outputs = site.publish("public");
    let says = |path: &str, expected: &[&str]| {
        let text = texts(&file(&outputs, path), "main").join(" ");
        for words in expected {
            assert!(text.contains(words), "{path} does not say `{words}`: {text}");
        }
    };
    says(
        "strategies/s/index.html",
        &["What is wrong today?", "This one comes first", "9 hours", "3 hours, by 2028-06-30"],
    );
    says("changes/c/index.html", &["How it wentBrought back", "In portions that grow: 1%, then 100%"]);
    says("upstreams/u/index.html", &["Ends2027-05-01the lease runs out", "What moves off it? Nothing yet."]);
    says("applications/a/index.html", &["Tablesall of it3"]);
    says("roadmap/m/m/index.html", &["Those who use it", "It runs", "sometime in the month"]);
    says(
        "app-tiers/t/index.html",
        &["Day and night", "When an application of it stopsAll stops", "Which applications are of it? None."],
    );
    says("personas/p/index.html", &["What do they come to do? Find it", "About 4"]);
}

#[test]
fn a_file_of_several_kinds_is_listed_by_what_they_share() {
    let item = |id: &str| {
        format!(
            "[[roadmap_item]]\nid = \"{id}\"\ntitle = \"{id}\"\nuser_visible = true\ntarget = \"2027-Q2\"\n\
             status = \"{}\"\n",
            if id == "a" { "in_progress" } else { "proposed" }
        )
    };
    let milestone = "[[milestone]]\nid = \"m\"\ntitle = \"M\"\nparent = \"a\"\naudience = \"public\"\n";
    let site = Site::new()
        .file("content/roadmap/2027.toml", format!("{}{}{milestone}", item("a"), item("b")))
        .file("content/objectives/2027.toml", "[[objective]]\nid = \"o\"\ntitle = \"Fewer outages\"\nyear = 2027\n[[objective]]\nid = \"p\"\ntitle = \"Less toil\"\nyear = 2027\n");
    let html = site.page("roadmap/2027/index.html");
    let heads = texts(&html, ".listing th[scope=col]");
    assert_eq!(&heads[..2], ["Name", "Kind"]);
    assert!(!heads.iter().any(|it| it == "Target"), "a milestone has none: {heads:?}");
    assert_eq!(heads.last().map(String::as_str), Some("Status"), "the list is narrowed by it");
    assert_eq!(texts(&html, ".listing td[data-l=Status]"), ["In progress", "Proposed", ""]);
    assert_eq!(texts(&html, ".listing td[data-l=Kind]"), ["Roadmap item", "Roadmap item", "Milestone"]);
    let html = site.page("objectives/index.html");
    assert_eq!(texts(&html, ".listing tbody th"), ["Fewer outages", "Less toil"]);
    let html = site.page("objectives/2027/index.html");
    assert_eq!(texts(&html, "h1"), ["Objectives: 2027"]);
}
