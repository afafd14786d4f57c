//! Computed pages about running the platform: a tree given as strings, and what each page shows.

use serde_json::{Value, json};

use crate::support::{Site, column, data, main_text, shown, texts, titles};

#[test]
fn nothing_of_this_is_published_without_records() {
    let site = Site::new().file("content/index.md", "# Home\n");
    for url in [
        "/help/",
        "/help/commitments/",
        "/stability/",
        "/upstreams/horizon/",
        "/mission-control/",
        "/four-keys/",
        "/operational-health/",
        "/ops-review/",
        "/updates/",
        "/updates/digest/",
        "/interlock/",
        "/requests/",
        "/surveys/",
        "/glossary/",
    ] {
        assert_eq!(shown(&site, url), None, "{url}");
    }
    assert_eq!(data(&site, "/docs-health/")["pages"], json!(1));
}

/// A policy with a level that pages, and one for the rest.
const POLICY: &str = r#"
title = "Support"
intake = "https://help.example.com"
paging = "`page platform`"
coverage = "business"
have_ready = ["What **you** see"]
escalation = [{ who = "Peers", does = "Read the channel" }, { who = "Storage", team = "storage" }]
levels = [
  { name = "Critical", business_impact = "production of [Tier 0](app_tier:zero) stops", may_page = true, tiers = ["zero"], coverage = "24x7", respond = "15m" },
  { name = "Standard", respond = "4 business hours", resolve = "5 business days" },
]
request_types = [{ name = "Bug", level = "Standard" }, { name = "Idea" }]
"#;

fn with_policy() -> Site {
    Site::new()
        .file("content/teams/storage.toml", "title = \"Storage\"\n")
        .file("content/app-tiers/zero.toml", "title = \"Tier 0\"\nlevel = 0\n")
        .file("content/app-tiers/one.toml", "title = \"Tier 1\"\nlevel = 1\n")
}

#[test]
fn help_answers_whom_and_how_long_and_says_what_each_tier_gets() {
    let site = with_policy().file("content/support-policies/main.toml", POLICY).clean();
    let help = data(&site, "/help/");
    assert_eq!(titles(&help["tiers"], ""), ["Tier 0", "Tier 1"]);
    assert_eq!(column(&help["levels"], "/may_page"), [true, false]);
    let critical = &help["levels"][0]["cells"];
    assert_eq!(column(critical, "/open"), [true, false]);
    assert_eq!(critical[1]["instead"], "Standard");
    assert_eq!(
        column(&help["types"], "/times/respond"),
        [help["levels"][1]["times"]["respond"].clone(), Value::Null]
    );

    let html = site.page("help/index.html");
    let now = texts(&html, "[aria-labelledby=onramp-now]").join(" ");
    assert!(now.contains("Yes, at any hour, if production of Tier 0 stops"), "{now}");
    assert!(!html.contains("app_tier:zero"), "markup is shown as such");
    let wait = texts(&html, "[aria-labelledby=onramp-wait] td");
    assert_eq!(wait, ["15 minutes", "4 business hours"]);
    assert_eq!(texts(&html, ".ladder b"), ["Peers", "Storage"]);
}

#[test]
fn help_says_at_once_for_what_nobody_is_paged() {
    let offering = |title: &str, policy: &str| format!("title = \"{title}\"\nsupport = \"{policy}\"\n");
    let site = with_policy()
        .file("content/support-policies/main.toml", POLICY)
        .file("content/support-policies/early.toml", "title = \"Early access\"\ncoverage = \"business\"\n")
        .file("content/offerings/a.toml", offering("A", "main"))
        .file("content/offerings/b.toml", offering("B", "main"))
        .file("content/offerings/c.toml", offering("C", "main"))
        .file("content/offerings/graphs.toml", offering("Graphs", "early"))
        .file("content/offerings/sets.toml", offering("Sets", "early"));
    let now = texts(&site.page("help/index.html"), "[aria-labelledby=onramp-now]").join(" ");
    assert!(now.contains("Nobody is paged for Graphs and Sets: Early access."), "{now}");
}

#[test]
fn help_without_times_says_so() {
    let site = with_policy()
        .file("content/support-policies/main.toml", "title = \"Support\"\nexpert_channel = \"#ask\"\n");
    let text = main_text(&site, "public", "help/index.html");
    assert!(text.contains("Nobody is paged. Ask in #ask."), "{text}");
    assert!(text.contains("Nobody has promised a time yet."), "{text}");
}

#[test]
fn a_promise_is_compared_with_the_newest_quarter_and_only_where_both_are_known() {
    let site = with_policy().file(
        "content/support-policies/main.toml",
        format!(
            "{POLICY}{}",
            r#"
actuals = [
  { request_type = "Bug", period = "2026-Q3", within_percent = 70 },
  { request_type = "Gossip", period = "2026-Q4", requests = 1 },
  { request_type = "Idea", period = "2026-Q4", requests = 3, respond = "2 business days" },
  { request_type = "Bug", period = "2026-Q4", requests = 9, respond = "3 business hours", resolve = "6 business days", within_percent = 80, source = "The form" },
]
"#
        ),
    );
    let policies = data(&site, "/help/commitments/")["policies"].clone();
    let one = &policies[0];
    assert_eq!(one["period"], "2026-Q4");
    // What was counted without a promise comes last.
    assert_eq!(column(&one["rows"], "/name"), ["Bug", "Idea", "Gossip"]);
    assert_eq!((&one["compared"], &one["kept"]), (&json!(1), &json!(0)));
    assert_eq!(one["rows"][0]["respond"]["kept"], json!(true));
    assert_eq!(one["rows"][0]["resolve"]["kept"], json!(false));
    assert_eq!(one["rows"][1]["respond"]["kept"], Value::Null);
    assert_eq!(one["rows"][0]["before"], json!([{ "period": "2026-Q3", "within_percent": 70.0 }]));
    assert_eq!(one["sources"], json!(["The form"]));
    let text = main_text(&site, "public", "help/commitments/index.html");
    assert!(text.contains("Home Get help Promised and actual"), "the way up is named: {text}");
    assert!(text.contains("For 0 of 1 type of request"), "{text}");
}

#[test]
fn the_promises_of_most_offerings_come_first() {
    let policy = |title: &str| {
        format!(
            "title = \"{title}\"\n[[request_types]]\nname = \"Bug\"\ninstead = \"soon\"\n[[actuals]]\nrequest_type = \"Bug\"\nperiod = \"2026-Q4\"\nrespond = \"3h\"\n"
        )
    };
    let site = with_policy()
        .file("content/support-policies/a.toml", policy("A few"))
        .file("content/support-policies/b.toml", policy("Most"))
        .file("content/offerings/x.toml", "title = \"X\"\nsupport = \"a\"\n")
        .file("content/offerings/y.toml", "title = \"Y\"\nsupport = \"b\"\n")
        .file("content/offerings/z.toml", "title = \"Z\"\nsupport = \"b\"\n");
    assert_eq!(titles(&data(&site, "/help/commitments/")["policies"], "/policy"), ["Most", "A few"]);

    // One that is promised, and not counted yet, is named all the same.
    let site = site.file("content/support-policies/c.toml", "title = \"Not yet\"\n");
    let page = data(&site, "/help/commitments/");
    assert!(titles(&page["uncounted"], "").contains(&"Not yet".to_owned()), "{page}");
    let text = main_text(&site, "public", "help/commitments/index.html");
    assert!(text.contains("What is not counted yet? How long it takes under Not yet."), "{text}");
}

#[test]
fn what_is_promised_and_not_counted_has_a_row_too() {
    let policy =
        format!("{POLICY}actuals = [{{ request_type = \"Bug\", period = \"2026-Q4\", requests = 9 }}]\n");
    let site = with_policy().file("content/support-policies/main.toml", policy);
    let rows = data(&site, "/help/commitments/")["policies"][0]["rows"].clone();
    assert_eq!(column(&rows, "/name"), ["Bug", "Idea"]);
    assert_eq!(column(&rows, "/requests"), [json!(9), Value::Null]);
}

#[test]
fn a_service_level_is_called_what_the_site_calls_it() {
    let site = with_policy()
        .file("content/support-policies/main.toml", format!("{POLICY}actuals = [{{ request_type = \"Bug\", period = \"2026-Q4\" }}]\n"))
        .file("content/support-policies/bank.toml", "title = \"Bank\"\nwording = \"sla\"\ncontract = \"Part 4\"\nlevels = [{ name = \"Any\", respond = \"1h\" }]\n")
        .file("content/offerings/blob.toml", "title = \"Blob\"\nsupport = \"main\"\n")
        .file("content/offerings/file.toml", "title = \"File\"\nsupport = \"main\"\n")
        .file("content/offerings/pay.toml", "title = \"Pay\"\nsupport = \"bank\"\n")
        .file("content/slos/reads.toml", "title = \"Reads\"\naudience = \"public\"\noffering = \"blob\"\ntarget = 99\n")
        .file("content/ops-reviews/a.toml", "title = \"A\"\ndate = 2027-01-05\nlevel = \"org\"\n");
    let pages = [
        "help/index.html",
        "help/commitments/index.html",
        "offerings/blob/index.html",
        "ops-review/index.html",
        "ops-reviews/a/index.html",
    ];
    let called = |site: &Site, word: &str| {
        let outputs = site.publish("internal");
        for path in pages {
            let text = texts(&crate::support::page(&outputs, path), "main").join(" ").to_lowercase();
            assert!(text.contains(word), "{path} does not say `{word}`: {text}");
        }
        let pay = texts(&crate::support::page(&outputs, "offerings/pay/index.html"), "main").join(" ");
        assert!(pay.contains("These times are agreements."), "{pay}");
    };
    called(&site, "objectives");
    let site = site.setting("wording = \"level\"");
    called(&site, "levels");
    let blob = main_text(&site, "public", "offerings/blob/index.html");
    assert!(blob.contains("LevelWhat is counted") && !blob.to_lowercase().contains("objective"), "{blob}");
}

#[test]
fn an_end_is_covered_by_what_ends_before_it() {
    let upstream = |title: &str| format!("title = \"{title}\"\neol = 2027-05-01\n");
    let off =
        |upstream: &str, more: &str| format!("title = \"Off {upstream}\"\nfrom = [\"{upstream}\"]\n{more}\n");
    let mut site = Site::new().file(
        "content/offerings/o.toml",
        "title = \"O\"\nupstreams = [\"in-time\", \"supported\", \"too-late\", \"undated\"]\n",
    );
    let ends = [
        ("in-time", "deadline = { date = 2027-05-01 }"),
        ("supported", "old_supported_until = 2027-04-01"),
        ("too-late", "deadline = { date = 2027-05-02 }"),
        ("undated", "stage = \"active\""),
    ];
    for (name, more) in ends {
        site = site
            .file(&format!("content/upstreams/{name}.toml"), upstream(name))
            .file(&format!("content/migrations/{name}.toml"), off(name, more));
    }
    let horizon = data(&site, "/upstreams/horizon/");
    assert_eq!(column(&horizon["soon"], "/cover"), ["covered", "covered", "too_late", "undated"]);
    assert_eq!(titles(&horizon["in_progress"], ""), ["too-late", "undated"]);
    let page = main_text(&site, "internal", "upstreams/horizon/index.html");
    assert!(page.contains("In progress, no date") && page.contains("Ends after that"), "{page}");
}

#[test]
fn what_ends_is_by_day_and_only_what_is_built_on_is_uncovered() {
    let upstream = |title: &str, eol: &str| format!("title = \"{title}\"\nreviewed = 2027-01-04\n{eol}\n");
    let site = Site::new()
        .file("content/upstreams/gone.toml", upstream("Gone", "eol = 2026-12-01"))
        .file("content/upstreams/near.toml", upstream("Near", "eol = 2027-05-01"))
        .file("content/upstreams/idle.toml", upstream("Idle", "eol = 2027-04-01"))
        .file("content/upstreams/far.toml", upstream("Far", "eol = 2030-01-01"))
        .file("content/upstreams/open.toml", upstream("Open", ""))
        .file("content/offerings/blob.toml", "title = \"Blob\"\nupstreams = [\"gone\", \"near\", \"far\"]\n")
        .file("content/applications/shop.toml", "title = \"Shop\"\nuses = [{ offering = \"near\" }]\n")
        .file(
            "content/migrations/off.toml",
            "title = \"Off\"\nfrom = [\"gone\", \"far\"]\ncaused_by = [\"gone\"]\n",
        );
    let horizon = data(&site, "/upstreams/horizon/");
    let part = |name: &str| titles(&horizon[name], "/upstream");
    assert_eq!(part("past"), ["Gone"]);
    assert_eq!(part("soon"), ["Idle", "Near"]);
    assert_eq!(part("later"), ["Far"]);
    assert_eq!(part("open"), ["Open"]);
    assert_eq!((&horizon["next"]["title"], &horizon["day"]), (&json!("Idle"), &json!("2027-04-01")));
    assert_eq!(titles(&horizon["uncovered"], ""), ["Near"]);
    assert_eq!(titles(&horizon["over"], ""), ["Gone"], "it has ended, whatever leaves it");
    assert_eq!(column(&horizon["soon"], "/checked"), ["2027-01-04", "2027-01-04"]);
    assert_eq!(titles(&horizon["soon"][1]["applications"], ""), ["Shop"]);
    assert_eq!(titles(&horizon["past"][0]["migrations"], ""), ["Off"], "it leaves and is forced by it");
    let gone = main_text(&site, "internal", "upstreams/gone/index.html");
    assert!(gone.contains("What moves off it? Off"), "{gone}");
    assert!(!gone.contains("Off, Off"), "{gone}");
    let near = main_text(&site, "internal", "upstreams/near/index.html");
    assert!(near.contains("What is built on it? Blob, Shop"), "{near}");
}

fn metric(title: &str, what: &str, rest: &str) -> String {
    format!("title = \"{title}\"\ntype = \"{what}\"\nunit = \"%\"\n{rest}\n")
}

#[test]
fn what_is_outside_of_the_usual_comes_first_on_mission_control() {
    let usual = "expected = { low = 1, high = 5 }\nseries = [{ date = 2027-01-09, value = 2 }, { date = 2027-01-10, value = 3 }]";
    let unusual = "expected = { low = 1, high = 5 }\ndefinition = \"Of [all](https://example.com)\"\nseries = [{ date = 2027-01-10, value = 9 }]";
    let site = Site::new()
        .file("content/metrics/a.toml", metric("Calm", "bpm", usual))
        .file("content/metrics/b.toml", metric("Loud", "bpm", unusual))
        .file("content/metrics/c.toml", metric("Unmeasured", "bpm", ""))
        .file("content/metrics/d.toml", metric("Other", "health", usual))
        .file("content/changes/x.toml", "title = \"Swap\"\ndate = 2027-01-11\n")
        .file("content/windows/w.toml", "title = \"Window\"\ndays = [2027-01-03, 2027-01-10, 2027-01-12]\n")
        .file("content/changes/y.toml", "title = \"Long ago\"\ndate = 2026-12-11\n");
    let control = data(&site, "/mission-control/");
    assert_eq!(titles(&control["metrics"], "/metric"), ["Loud", "Calm", "Unmeasured"]);
    assert_eq!(
        (&control["outside"], &control["unknown"], &control["of"]),
        (&json!(1), &json!(1), &json!("2027-01-10"))
    );
    // A window of the night before is there; last week's is not.
    assert_eq!(titles(&control["alongside"], "/from"), ["Window", "Swap"]);
    let html = crate::support::page(&site.publish("internal"), "mission-control/index.html");
    assert!(texts(&html, ".note").join(" ").contains("1 of 3 numbers was outside what is usual"));
    assert!(html.contains("Of <a href=\"https://example.com\""), "a definition is Markdown");
    assert!(!site.publish("public").files.contains_key("mission-control/index.html"));
}

#[test]
fn nobody_sleeps_by_numbers_of_last_month() {
    let measured =
        |day: &str| format!("expected = {{ low = 1, high = 5 }}\nseries = [{{ date = {day}, value = 2 }}]");
    let site = Site::new().file("content/metrics/a.toml", metric("Fresh", "bpm", &measured("2027-01-04")));
    let says = |site: &Site| main_text(site, "internal", "mission-control/index.html");
    assert!(says(&site).contains("go back to bed, if the live ones"), "{}", says(&site));
    let site = site.file("content/metrics/b.toml", metric("Stale", "bpm", &measured("2027-01-03")));
    let control = data(&site, "/mission-control/");
    assert_eq!(control["calm"], false);
    assert_eq!(
        (&control["old"][0]["since"], titles(&control["old"], "/metric")),
        (&json!("2027-01-03"), vec!["Stale".to_owned()])
    );
    let text = says(&site);
    assert!(text.contains("Stale, since 2027-01-03") && !text.contains("go back to bed, if"), "{text}");
}

#[test]
fn the_four_keys_say_what_got_better_and_what_is_not_usual() {
    let key = |key: &str, then: u8, now: u8| {
        let series = format!(
            "series = [{{ date = 2026-09-30, value = {then} }}, {{ date = 2026-12-31, value = {now} }}]"
        );
        metric(
            key,
            "four_key",
            &format!("key = \"{key}\"\ndirection = \"down\"\nexpected = {{ low = 0, high = 10 }}\n{series}"),
        )
    };
    let site = Site::new()
        .file("content/metrics/lead.toml", key("lead_time", 9, 8))
        .file("content/metrics/fail.toml", key("change_failure_rate", 9, 12))
        .file("content/metrics/canary.toml", metric("Canary", "release", ""));
    let keys = data(&site, "/four-keys/");
    assert_eq!(column(&keys["keys"], "/key"), ["lead_time", "change_failure_rate"]);
    assert_eq!((&keys["count"], &keys["better"], &keys["worse"]), (&json!(3), &json!(1), &json!(1)));
    assert_eq!(titles(&keys["outside"], ""), ["change_failure_rate"]);
    assert_eq!(keys["of"], "2026-12-31");
}

fn with_teams() -> Site {
    let team = |title: &str, pages: &str| format!("title = \"{title}\"\nreviewed = 2027-01-04\n{pages}\n");
    Site::new()
        .file("content/teams/a.toml", team("Alpha", "pages_week = 1.5"))
        .file("content/teams/b.toml", team("Beta", "pages_week = 4"))
        .file("content/teams/c.toml", team("Gamma", "pages_week = 6"))
        .file("content/teams/d.toml", team("Delta", "oncall_and_support_percent = 30"))
        .file("content/teams/e.toml", team("Epsilon", ""))
}

#[test]
fn a_team_is_held_against_the_band_of_the_rule() {
    let site = with_teams();
    let health = data(&site, "/operational-health/");
    assert_eq!(titles(&health["teams"], "/team"), ["Alpha", "Beta", "Delta", "Gamma"]);
    assert_eq!(column(&health["teams"], "/band"), [json!("calm"), json!("watch"), Value::Null, json!("act")]);
    assert_eq!(titles(&health["above"], ""), ["Gamma"]);
    assert_eq!(health["counted"], json!(3));

    // What a site sets for the rule holds for the page.
    let site = site
        .file("onramp.toml", format!("{}\n[rules.ONC1]\npages = 3\nremark = 1\n", crate::support::CONFIG));
    let health = data(&site, "/operational-health/");
    assert_eq!(column(&health["teams"], "/band"), [json!("watch"), json!("act"), Value::Null, json!("act")]);
    let text = main_text(&site, "internal", "operational-health/index.html");
    assert!(text.contains("Fewer than 1 pages a week are calm; with more than 3, features wait."), "{text}");
    assert!(text.contains("In 2 of 3 teams that count pages: Beta, Gamma."), "{text}");
    assert!(text.contains("No incident is on record."), "{text}");
    assert!(!site.publish("public").files.contains_key("operational-health/index.html"));
}

fn incident(title: &str, day: &str, actions: &str) -> String {
    format!(
        "title = \"{title}\"\nstart = {day}T09:00:00Z\nend = {day}T09:40:00Z\nseverity = \"major\"\nactions = [{actions}]\n"
    )
}

#[test]
fn open_actions_are_by_the_age_of_their_incident() {
    let site = with_teams()
        .file(
            "content/incidents/new.toml",
            incident("New", "2026-12-20", r#"{ text = "Soon", due = 2027-01-05 }"#),
        )
        .file(
            "content/incidents/old.toml",
            incident(
                "Old",
                "2026-06-01",
                r#"{ text = "Late", due = 2027-02-01, owner = "a" }, { text = "Done", state = "done" }"#,
            ),
        );
    let health = data(&site, "/operational-health/");
    assert_eq!(titles(&health["open"], "/incident"), ["Old", "New"]);
    assert_eq!((&health["overdue"], &health["oldest"]), (&json!(1), &json!("2026-06-01")));
    assert_eq!(titles(&health["incidents"], "/incident"), ["New", "Old"]);
    assert_eq!(column(&health["incidents"], "/minutes"), [40, 40]);
    assert_eq!((&health["incidents"][1]["open"], &health["incidents"][1]["actions"]), (&json!(1), &json!(2)));
}

#[test]
fn the_review_pack_tells_of_the_time_since_the_last_review_of_all() {
    let review = |title: &str, day: &str, level: &str, rest: &str| {
        format!("title = \"{title}\"\ndate = {day}\nlevel = \"{level}\"\n{rest}\n")
    };
    let slo = |value: f64| {
        format!(
            "title = \"S\"\ntarget = 99\nseries = [{{ date = 2027-01-10, value = {value} }}, {{ date = 2026-12-01, value = 1 }}]\n"
        )
    };
    let change = |day: &str| format!("title = \"C {day}\"\ndate = {day}\n");
    let site = with_teams()
        .file("content/teams/quiet.toml", "title = \"A quiet one\"\npages_week = 1\nreviewed = 2026-12-16\n")
        .file(
            "content/ops-reviews/all.toml",
            review(
                "All",
                "2026-12-16",
                "org",
                "actions = [{ text = \"Due\", due = 2027-01-01 }, { text = \"Ready\", done = true }]",
            ),
        )
        .file("content/ops-reviews/team.toml", review("Team", "2027-01-05", "team", ""))
        .file("content/incidents/before.toml", incident("Before", "2026-12-16", ""))
        .file("content/incidents/since.toml", incident("Since", "2026-12-17", r#"{ text = "Mend" }"#))
        .file("content/changes/before.toml", change("2026-12-16"))
        .file("content/changes/since.toml", change("2027-01-11"))
        .file("content/changes/ahead.toml", change("2027-01-12"))
        .file("content/slos/met.toml", slo(99.0))
        .file("content/slos/missed.toml", slo(98.9));
    let pack = data(&site, "/ops-review/");
    assert_eq!((&pack["last"]["title"], &pack["since"]), (&json!("All"), &json!("2026-12-16")));
    assert_eq!(titles(&pack["reviews"], "/review"), ["Team", "All"]);
    assert_eq!(titles(&pack["incidents"], "/incident"), ["Since"]);
    assert_eq!(titles(&pack["changes"], "/change"), ["C 2027-01-11"]);
    assert_eq!(pack["met_before"], 0);
    assert_eq!((pack["missed"].as_array().map(Vec::len), &pack["met"]), (Some(1), &json!(1)));
    assert_eq!(column(&pack["actions"], "/overdue"), [true]);
    let text = main_text(&site, "internal", "ops-review/index.html");
    assert!(text.contains("Nobody counts by subject yet."), "{text}");
    assert_eq!(
        text.matches("not touched since").count(),
        2,
        "of one team, and where it is explained: {text}"
    );
    assert!(text.contains("2026-12-16not touched since Alpha"), "{text}");
    assert!(text.contains("Mend") && !text.contains("open at the last review too"), "{text}");
    assert!(!site.publish("public").files.contains_key("ops-review/index.html"));
}

#[test]
fn documentation_health_holds_pages_against_the_rule_and_questions_against_pages() {
    let site = Site::new()
        .file("content/teams/a.toml", "title = \"A\"\nreviewed = 2026-12-31\nowner = \"a\"\n")
        .file("content/teams/b.toml", "title = \"B\"\nreviewed = 2026-06-01\n")
        .file("content/faqs/token.md", "+++\ntype = \"faq\"\nreviewed = 2027-01-01\n+++\n# Token\n")
        .file("content/faqs/index.md", "# Questions\n")
        .file("content/made.md", "+++\ndata_source = \"imported\"\n+++\n# Made\n")
        .file("content/runbooks/drill.md", "+++\ntype = \"runbook\"\nverified = 2025-06-01\n+++\n# Drill\n")
        .file("content/offerings/blob.toml", "title = \"Blob\"\nlifecycle = \"ga\"\nreviewed = 2027-01-01\n")
        // A runbook that quotes an error explains it as well as a page of errors does.
        .file("content/offerings/queue.toml", "title = \"Queue\"\nlifecycle = \"ga\"\nreviewed = 2027-01-01\n")
        .file(
            "content/runbooks/stuck.md",
            "+++\ntype = \"runbook\"\noffering = \"queue\"\nerror_text = [\"no consumer\"]\nreviewed = 2027-01-01\nverified = 2027-01-01\n+++\n# Stuck\n",
        )
        .file(
            "content/support-policies/main.toml",
            "title = \"S\"\ncategories = [{ name = \"Token\", requests_week = 9, page = \"page:faqs/token\" }, { name = \"Slow\", requests_week = 2 }, { name = \"Lost\", requests_week = 4 }]\n",
        );
    let docs = data(&site, "/docs-health/");
    assert_eq!(titles(&docs["due"]["rows"], "/page"), ["B"]);
    // Neither the list of a folder nor what a program writes needs a reader.
    assert_eq!(titles(&docs["never"]["rows"], "/page"), ["Drill", "S"]);
    // Each page is counted once.
    let counted = ["reviewed", "not_needed", "pages"].map(|name| docs[name].as_u64().unwrap_or_default());
    assert_eq!(counted, [5, 2, 10]);
    assert_eq!(column(&docs["unanswered"], "/name"), ["Lost", "Slow"]);
    assert_eq!(titles(&docs["without_errors"], ""), ["Blob"]);
    assert_eq!(titles(&docs["unverified"]["rows"], "/page"), ["Drill"]);

    let site = site.file("onramp.toml", format!("{}\n[rules.GEN5]\ndays = 8\n", crate::support::CONFIG));
    assert_eq!(
        titles(&data(&site, "/docs-health/")["due"]["rows"], "/page"),
        ["B", "A", "Blob", "Queue", "Token", "Stuck"]
    );
    let text = main_text(&site, "internal", "docs-health/index.html");
    assert!(text.contains("for more than 8 days"), "{text}");
    assert!(text.contains("Nothing: no finding is waived."), "{text}");
}
