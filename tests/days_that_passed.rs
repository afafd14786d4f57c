//! What is over is never shown as still to come, and what is old never as if it were of now: the same
//! tree, built for a day before and for one after.

use serde_json::{Value, json};

use crate::support::{Site, column, data, main_text, texts, titles};

/// The same site, built for another day.
fn on(site: Site, day: &str) -> Site {
    site.file("onramp.toml", format!("title = \"Test\"\nas_of = {day}\n"))
}

/// Two teams build on machines, and a migration leads away from them.
fn moving(more: &str) -> Site {
    let application = |team: &str| {
        format!("title = \"{team} app\"\nowner = \"{team}\"\nuses = [{{ offering = \"vms\" }}]\n")
    };
    Site::new()
        .file("content/teams/one.toml", "title = \"One\"\ntype = \"application\"\n")
        .file("content/applications/one.toml", application("one"))
        .file("content/offerings/vms.toml", "title = \"VMs\"\nlifecycle = \"deprecated\"\n")
        .file("content/offerings/next.toml", "title = \"Next\"\nlifecycle = \"ga\"\n")
        .file(
            "content/migrations/m.toml",
            format!(
                "title = \"Move\"\nstage = \"active\"\nfrom = [\"vms\"]\nto = [\"next\"]\napplies_if = {{ text = \"Yours\" }}\n{more}\n"
            ),
        )
}

const PROGRESS: &str = "\
deadline = { date = 2027-03-01 }
[progress]
total = 100
done = 60
unit = \"hosts\"
as_of = 2027-01-11
history = [{ date = 2026-11-02, done = 0 }]
";

#[test]
fn a_migration_past_its_last_day_says_what_is_left_and_how_late_it_is() {
    let site = moving(PROGRESS);
    let before = main_text(&site, "public", "migrations/m/index.html");
    assert!(before.contains("To be done in time: 6 a week from 2027-01-11 on."), "{before}");
    assert!(!before.contains("Overdue"), "{before}");

    let site = on(site, "2027-03-02");
    let after = main_text(&site, "public", "migrations/m/index.html");
    assert!(!after.contains("To be done in time"), "{after}");
    let late = "Overdue: the last day, 2027-03-01, was less than a month ago; 40 hosts were left on 2027-01-11. \
                At the pace so far, 6 a week, all would have moved by 2027-02-27: nobody has counted since, so \
                count again.";
    assert!(after.contains(late), "{after}");
    // The offering that it leads away from says the same.
    let offering = main_text(&site, "public", "offerings/vms/index.html");
    assert!(offering.contains("2027-03-01 Overdue"), "{offering}");

    let site = on(site, "2027-06-15");
    let later = main_text(&site, "public", "migrations/m/index.html");
    assert!(later.contains("was 3 months ago"), "{later}");
    // What is done is not late.
    let done = site.file(
        "content/migrations/m.toml",
        "title = \"Move\"\nstage = \"done\"\ndeadline = { date = 2027-03-01 }\n",
    );
    let done = main_text(&done, "public", "migrations/m/index.html");
    assert!(!done.contains("Overdue"), "{done}");
}

#[test]
fn a_slow_migration_says_when_it_will_be_done_at_its_pace() {
    let slow = PROGRESS.replace("done = 60", "done = 10");
    let text = main_text(&on(moving(&slow), "2027-03-02"), "public", "migrations/m/index.html");
    assert!(text.contains("At the pace so far, 1 a week, all will have moved by 2028-10-02."), "{text}");
    // Nobody has counted: nothing is worked out.
    let text = main_text(
        &on(moving("deadline = { date = 2027-03-01 }"), "2027-03-02"),
        "public",
        "migrations/m/index.html",
    );
    assert!(text.contains("2027-03-01 Overdue") && !text.contains("pace"), "{text}");
}

#[test]
fn hours_that_nobody_has_said_are_not_known_anywhere() {
    let site = moving("deadline = { date = 2027-03-01 }");
    for (audience, page) in [
        ("public", "migrations/m/index.html"),
        ("public", "affects-me/index.html"),
        ("public", "teams/one/index.html"),
        ("public", "interlock/index.html"),
        ("internal", "change-budget/index.html"),
        ("internal", "cost-of-change/index.html"),
    ] {
        let text = main_text(&site, audience, page);
        assert!(text.contains("not known"), "{page}: {text}");
        assert!(!text.contains(" 0 h"), "{page}: {text}");
    }
    let headings = texts(&crate::support::page(&site.publish("internal"), "cost-of-change/index.html"), "h2");
    assert!(headings.contains(&"2027: hours not known".to_owned()), "{headings:?}");
    // What takes nobody an hour makes no year.
    let free = moving("deadline = { date = 2027-03-01 }\neffort_per_app_hours = 0");
    assert_eq!(free.computed("internal", "cost-of-change/index.html")["years"], json!([]));
}

#[test]
fn a_rough_patch_past_its_quarter_is_late() {
    let site = Site::new().file("content/offerings/o.toml", "title = \"O\"\n").file(
        "content/roadmap/calm.toml",
        "title = \"Calm\"\nuser_visible = true\nstatus = \"in_progress\"\npauses = [\"offering:o\"]\ntarget = \"2027-Q1\"\n",
    );
    let text = main_text(&site, "public", "stability/index.html");
    assert!(text.contains("By the end of 2027-Q1"), "{text}");
    let site = on(site, "2027-04-01");
    let text = main_text(&site, "public", "stability/index.html");
    assert!(
        text.contains("Late: was planned for 2027-Q1. No new date is set") && !text.contains("By the end"),
        "{text}"
    );
    let item = main_text(&site, "public", "roadmap/calm/index.html");
    assert!(item.contains("Late: was planned for 2027-Q1"), "{item}");
}

const MONTHLY: &str = "series = [{ date = 2026-11-30, value = 2 }, { date = 2026-12-31, value = 3 }]\n";

#[test]
fn a_number_without_a_newer_one_is_out_of_date() {
    let metric = format!(
        "title = \"Lead\"\ntype = \"four_key\"\nkey = \"lead_time\"\ndirection = \"down\"\nexpected = {{ low = 0, high = 10 }}\n{MONTHLY}"
    );
    let site = Site::new().file("content/metrics/lead.toml", metric);
    let says = |site: &Site, page: &str| main_text(site, "internal", page);
    for page in ["four-keys/index.html", "metrics/lead/index.html"] {
        assert!(!says(&site, page).contains("ut of date"), "{page}");
    }
    let site = on(site, "2027-03-01");
    assert_eq!(data(&site, "/four-keys/")["out_of_date"], 1);
    let text = says(&site, "four-keys/index.html");
    assert!(text.contains("The one number is out of date"), "{text}");
    assert!(text.contains("no number was outside what is usual") && text.contains("Was within"), "{text}");
    let text = says(&site, "metrics/lead/index.html");
    assert!(text.contains("on 2026-12-31Out of date") && text.contains("the newest was within"), "{text}");
}

#[test]
fn an_objective_that_nobody_measures_any_more_was_met() {
    let slo = format!(
        "title = \"Reads\"\noffering = \"o\"\naudience = \"public\"\ntarget = 2.5\nwindow = \"28 days\"\n{MONTHLY}"
    );
    let site = Site::new()
        .file("content/offerings/o.toml", "title = \"O\"\n")
        .file("content/slos/reads.toml", slo)
        .file("content/ops-reviews/all.toml", "title = \"All\"\nlevel = \"org\"\ndate = 2026-12-16\n")
        .file("content/teams/t.toml", "title = \"T\"\npages_week = 9\nreviewed = 2027-01-04\n");
    let fresh = data(&site, "/ops-review/");
    assert_eq!((&fresh["met"], &fresh["met_out_of_date"]), (&json!(1), &json!(0)));
    let site = on(site, "2027-08-01");
    let pack = main_text(&site, "internal", "ops-review/index.html");
    assert!(pack.contains("None, by their newest values, up to 2026-12-31."), "{pack}");
    assert!(pack.contains("The one value is out of date"), "{pack}");
    assert!(pack.contains("2027-01-04 Out of date"), "the figures of a team, too: {pack}");
    let slo = main_text(&site, "public", "slos/reads/index.html");
    assert!(slo.contains("was met") && slo.contains("Out of date"), "{slo}");
    let offering = main_text(&site, "public", "offerings/o/index.html");
    assert!(offering.contains("Was met") && !offering.contains("% left"), "{offering}");
    let health = main_text(&site, "internal", "operational-health/index.html");
    assert!(health.contains("The one figure is out of date"), "{health}");
}

#[test]
fn what_has_ended_is_over_whatever_was_planned() {
    let site = Site::new()
        .file("content/upstreams/base.toml", "title = \"Base\"\neol = 2027-05-01\n")
        .file("content/offerings/o.toml", "title = \"O\"\nupstreams = [\"base\"]\n")
        .file(
            "content/migrations/off.toml",
            "title = \"Off\"\nfrom = [\"base\"]\ndeadline = { date = 2027-04-01 }\n",
        );
    assert_eq!(column(&data(&site, "/upstreams/horizon/")["soon"], "/cover"), ["covered"]);
    let site = on(site, "2027-05-02");
    let horizon = data(&site, "/upstreams/horizon/");
    assert_eq!(column(&horizon["past"], "/cover"), ["over"]);
    assert_eq!(titles(&horizon["over"], ""), ["Base"]);
    let text = main_text(&site, "internal", "upstreams/horizon/index.html");
    assert!(text.contains("Over, and still in use: Base.") && !text.contains("Covered"), "{text}");
    let base = main_text(&site, "internal", "upstreams/base/index.html");
    assert!(base.contains("Ended 2027-05-01") || base.contains("Ended2027-05-01"), "{base}");
    // Nothing is built on it any more.
    let site = site.file("content/offerings/o.toml", "title = \"O\"\n");
    assert_eq!(column(&data(&site, "/upstreams/horizon/")["past"], "/cover"), ["unused"]);
}

#[test]
fn the_calendar_begins_with_what_is_overdue_and_its_quarters_are_those_of_the_days() {
    let site = moving("deadline = { date = 2027-03-01 }\nold_supported_until = 2027-06-30")
        .file("content/windows/w.toml", "title = \"Window\"\ndays = [2027-02-01, 2027-05-01, 2027-08-01]\n")
        .file("content/requests/r.toml", "title = \"R\"\nrevisit = 2027-02-15\n")
        .file(
            "content/sunsets/s.toml",
            "title = \"End\"\noffering = \"vms\"\nend = 2027-03-01\ndone = [\"one\"]\n",
        );
    let site = on(site, "2027-04-01");
    let calendar = site.computed("public", "calendar/index.html");
    assert_eq!(column(&calendar["overdue"], "/day"), ["2027-02-15", "2027-03-01"]);
    assert_eq!(titles(&calendar["overdue"], "/from"), ["R", "Move"], "what has ended is over, not overdue");
    assert_eq!(column(&calendar["months"], "/month"), ["2027-05", "2027-06", "2027-08"]);
    let html = site.page("calendar/index.html");
    assert_eq!(texts(&html, "[aria-labelledby=onramp-overdue] h2"), ["Overdue"]);
    let rows = |quarter: &str| texts(&html, &format!("main li[data-is~='quarter={quarter}'] time"));
    assert_eq!(rows("2027-q1"), ["2027-02-15", "2027-03-01"]);
    assert_eq!(rows("2027-q2"), ["2027-05-01", "2027-06-30"]);
    assert_eq!(rows("2027-q3"), ["2027-08-01"]);
}

/// A migration with a last day far away, and two days that teams have agreed on before it.
fn agreed() -> Site {
    let agreement = |team: &str, day: &str, more: &str| {
        format!("[[agreements]]\nteam = \"{team}\"\nby = {day}\n{more}\n")
    };
    moving(&format!(
        "old_supported_until = 2028-12-15\n{}{}",
        agreement("one", "2027-01-25", ""),
        agreement("two", "2027-09-13", "")
    ))
    .file("content/teams/two.toml", "title = \"Two\"\n")
}

#[test]
fn beside_a_migration_its_own_last_day_stands_whatever_single_teams_have_agreed_on() {
    let says = |day: &str| main_text(&on(agreed(), day), "public", "interlock/index.html");
    let text = says("2027-01-11");
    assert!(text.contains("last day 2028-12-15teams agreed until 2027-09-13us"), "{text}");
    let text = says("2027-02-15");
    assert!(
        text.contains("last day 2028-12-15teams agreed until 2027-09-13due 2027-01-25 Overdue"),
        "{text}"
    );
}

#[test]
fn the_list_of_migrations_says_that_a_day_of_one_team_was_missed() {
    let says = |day: &str| main_text(&on(agreed(), day), "public", "migrations/index.html");
    let text = says("2027-01-11");
    assert!(text.contains("the first team has agreed on 2027-01-25") && !text.contains("Overdue"), "{text}");
    let text = says("2027-02-15");
    let missed = "a team had agreed on 2027-01-25 Overduethe next team has agreed on 2027-09-13";
    assert!(text.contains(missed), "{text}");
    // Where nothing else is agreed on, it is still asked.
    let site = on(agreed(), "2027-11-01");
    assert_eq!(column(&data(&site, "/migrations/")["active"], "/overdue"), ["2027-01-25"]);
}

#[test]
fn what_was_to_be_looked_at_again_is_due() {
    let site = Site::new()
        .file(
            "content/requests/r.toml",
            "title = \"R\"\nanswer = \"not_yet_priority\"\nrevisit = 2027-02-15\n",
        )
        .file(
            "content/roadmap/i.toml",
            "title = \"I\"\nuser_visible = true\nreviewed = 2027-01-08\nstatus = \"committed\"\n",
        );
    let says = |site: &Site, page: &str| main_text(site, "public", page);
    for page in ["interlock/index.html", "requests/r/index.html", "roadmap/index.html"] {
        assert!(!says(&site, page).contains("Due:"), "{page}");
    }
    let site = on(site, "2027-04-01");
    for page in ["interlock/index.html", "requests/r/index.html", "roadmap/index.html"] {
        assert!(says(&site, page).contains("Due:"), "{page}: {}", says(&site, page));
    }
}

#[test]
fn what_is_left_to_do_after_an_incident_is_overdue_on_its_own_page_too() {
    let site = Site::new()
        .file(
            "content/incidents/i.toml",
            "title = \"I\"\nactions = [{ text = \"Mend\", due = 2027-01-10 }, { text = \"Tell\", due = 2027-01-10, state = \"done\" }]\n",
        )
        .file(
            "content/ops-reviews/r.toml",
            "title = \"R\"\nactions = [{ text = \"Ask\", due = 2027-01-10 }, { text = \"Say\", due = 2027-01-12 }]\n",
        )
        .file("content/changes/c.toml", "title = \"C\"\ndate = 2027-01-10\n");
    for page in ["incidents/i/index.html", "ops-reviews/r/index.html"] {
        let text = main_text(&site, "internal", page);
        assert_eq!(text.matches("Overdue").count(), 1, "{page}: {text}");
    }
    let change = main_text(&site, "internal", "changes/c/index.html");
    assert!(change.contains("Was to begin") && change.contains("Not written down"), "{change}");
}

#[test]
fn a_deadline_is_nothing_that_changed_alongside() {
    let bpm = "title = \"B\"\ntype = \"bpm\"\nexpected = { low = 1, high = 5 }\nseries = [{ date = 2027-01-10, value = 2 }]\n";
    let site = moving("deadline = { date = 2027-01-11 }")
        .file("content/metrics/b.toml", bpm)
        .file("content/changes/near.toml", "title = \"Near\"\ndate = 2027-01-12\n")
        .file("content/changes/far.toml", "title = \"Far\"\ndate = 2027-02-12\n");
    let control = data(&on(site, "2027-03-01"), "/mission-control/");
    assert_eq!(titles(&control["alongside"], "/from"), ["Near"]);
    assert_ne!(control["old"], Value::Null);
}

#[test]
fn a_team_builds_on_offerings_and_on_what_others_make() {
    let site = Site::new()
        .file("content/teams/one.toml", "title = \"One\"\ntype = \"application\"\n")
        .file("content/offerings/o.toml", "title = \"O\"\n")
        .file("content/upstreams/base.toml", "title = \"Base\"\n")
        .file(
            "content/applications/a.toml",
            "title = \"A\"\nowner = \"one\"\nuses = [{ offering = \"o\" }, { offering = \"upstream:base\" }]\n",
        );
    assert_eq!(site.computed("public", "teams/one/index.html")["builds_on"], 1);
}

#[test]
fn the_first_page_begins_with_what_is_overdue() {
    let site = moving("deadline = { date = 2027-03-01, hard = true }")
        .file("content/support/p.toml", "title = \"P\"\n")
        .file("content/windows/w.toml", "title = \"Window\"\ndays = [2027-02-01, 2027-05-01]\n");
    let dates = |site: &Site| site.computed("public", "index.html")["dates"].clone();
    assert_eq!(column(&dates(&site), "/day"), ["2027-02-01", "2027-03-01"]);
    assert_eq!(column(&dates(&site), "/overdue"), [false, false]);
    let site = on(site, "2027-04-01");
    assert_eq!(column(&dates(&site), "/day"), ["2027-03-01", "2027-05-01"]);
    assert_eq!(column(&dates(&site), "/overdue"), [true, false]);
    let text = main_text(&site, "public", "index.html");
    assert!(text.contains("Overdue") && !text.contains("cannot move"), "{text}");
}

#[test]
fn a_part_that_was_to_end_and_is_still_used_is_overdue_everywhere() {
    let ends = "title = \"Stacks end\"\noffering = \"review\"\npart = \"stacks\"\nend = 2027-03-15\neffort_per_app_hours = 4\n";
    let site = Site::new()
        .file("content/teams/one.toml", "title = \"One\"\ntype = \"application\"\n")
        .file(
            "content/applications/a.toml",
            "title = \"A\"\nowner = \"one\"\nuses = [{ offering = \"review\", part = \"stacks\" }]\n",
        )
        .file("content/offerings/review.toml", "title = \"Review\"\nlifecycle = \"ga\"\n")
        .file("content/sunsets/stacks.toml", ends);
    // The calendar's own summary names what is overdue, whatever there is.
    let shown =
        |site: &Site, page: &str| main_text(site, "internal", page).replace("What is overdue, then", "");
    let pages = [
        ("sunsets/stacks/index.html", "Ends"),
        ("offerings/review/index.html", "2027-03-15"),
        ("affects-me/index.html", "Stacks end"),
        ("cost-of-change/index.html", "4 h"),
        ("teams/one/index.html", "1 thing to do"),
        ("calendar/index.html", "2027-03-15Stacks end"),
        ("migrations/index.html", "What ends?"),
    ];
    for (page, says) in pages {
        let text = shown(&site, page);
        assert!(text.contains(says) && !text.contains("verdue"), "{page}: {text}");
    }
    // The day has passed, and one team has not said that it is off it: rule SUN5 warns.
    let late = on(site, "2027-04-01");
    for (page, _) in pages {
        let text = shown(&late, page);
        assert!(text.contains("verdue"), "{page}: {text}");
    }
    let sunset = main_text(&late, "internal", "sunsets/stacks/index.html");
    assert!(sunset.contains("Was to end") && sunset.contains("still used by One"), "{sunset}");
    // It is off it.
    let done = late.file("content/sunsets/stacks.toml", format!("{ends}done = [\"one\"]\n"));
    for page in ["sunsets/stacks/index.html", "offerings/review/index.html", "affects-me/index.html"] {
        let text = shown(&done, page);
        assert!(!text.contains("verdue"), "{page}: {text}");
    }
    let sunset = main_text(&done, "internal", "sunsets/stacks/index.html");
    assert!(sunset.contains("Ended"), "{sunset}");
    // So it is with a whole offering, until that is retired.
    let whole = |lifecycle: &str| {
        on(Site::new(), "2027-04-01")
            .file("content/teams/one.toml", "title = \"One\"\ntype = \"application\"\n")
            .file(
                "content/applications/a.toml",
                "title = \"A\"\nowner = \"one\"\nuses = [{ offering = \"review\" }]\n",
            )
            .file(
                "content/offerings/review.toml",
                format!("title = \"Review\"\nlifecycle = \"{lifecycle}\"\n"),
            )
            .file("content/sunsets/stacks.toml", ends.replace("part = \"stacks\"\n", ""))
    };
    let offering = |lifecycle: &str| main_text(&whole(lifecycle), "internal", "offerings/review/index.html");
    assert!(offering("sunsetting").contains("How it ends: Stacks end, by 2027-03-15 Overdue"));
    assert!(offering("retired").contains("How it ended: Stacks end, on 2027-03-15."));
}

#[test]
fn what_comes_again_and_again_says_when_the_next_one_is_missing() {
    let update = |day: &str| format!("title = \"{day}\"\ndate = {day}\nwins = [{{ summary = \"W\" }}]\n");
    let survey = |day: &str, quarter: &str| {
        format!("title = \"{day}\"\nperiod = \"{quarter}\"\nclosed = {day}\npopulation = \"All\"\n")
    };
    let site = Site::new()
        .file("content/updates/a.toml", update("2026-12-23"))
        .file("content/updates/b.toml", update("2027-01-06"))
        .file("content/surveys/a.toml", survey("2026-09-04", "2026-Q3"))
        .file("content/surveys/b.toml", survey("2026-12-04", "2026-Q4"))
        .file(
            "content/support/p.toml",
            "title = \"P\"\nreviewed = 2027-01-04\nlevels = [{ name = \"Low\", respond = \"1 day\" }]\n",
        );
    let pages = [
        ("updates/index.html", "2027-01-06"),
        ("updates/digest/index.html", "Of 2027-01-06"),
        ("surveys/index.html", "2026-12-04"),
        ("help/index.html", "last checked on 2027-01-04"),
    ];
    for (page, age) in pages {
        let text = main_text(&site, "internal", page);
        assert!(text.contains(age) && !text.contains("Out of date"), "{page}: {text}");
    }
    let site = on(site, "2027-09-01");
    for (page, age) in pages {
        let text = main_text(&site, "internal", page);
        assert!(text.contains(age), "{page}: {text}");
        assert_eq!(text.matches("Out of date").count(), 1, "only the newest: {page}: {text}");
    }
}

#[test]
fn a_change_is_overdue_until_somebody_writes_down_how_it_went() {
    let change =
        |day: &str, more: &str| format!("title = \"C {day}\"\naudience = \"public\"\ndate = {day}\n{more}");
    let site = Site::new()
        .file("content/changes/a.toml", change("2027-02-01", ""))
        .file("content/changes/b.toml", change("2027-02-02", "result = \"ok\"\n"))
        .file("content/changes/c.toml", change("2027-06-01", ""));
    assert_eq!(site.computed("public", "calendar/index.html")["overdue"], json!([]));
    let calendar = on(site, "2027-04-01").computed("public", "calendar/index.html");
    assert_eq!(titles(&calendar["overdue"], "/from"), ["C 2027-02-01"]);
    assert_eq!(column(&calendar["months"], "/month"), ["2027-06"]);
}

#[test]
fn the_way_off_an_offering_says_that_its_day_has_passed() {
    let site = moving("").file(
        "content/migrations/m.toml",
        "title = \"Move\"\nstage = \"information\"\nfrom = [\"vms\"]\nto = [\"next\"]\napplies_if = { text = \"Yours\" }\n\
         deadline = { date = 2028-03-01 }\n",
    );
    let stage = "until its date became firm";
    let text = main_text(&site, "public", "migrations/m/index.html");
    assert!(!text.contains(stage), "{text}");
    let firm = on(site, "2027-04-01");
    let text = main_text(&firm, "public", "migrations/m/index.html");
    assert!(text.contains(stage), "a date within a year asks, whatever the stage says: {text}");
    let late = on(firm, "2028-04-01");
    let text = main_text(&late, "public", "offerings/vms/index.html");
    assert!(text.contains("The way there: Move, by 2028-03-01 Overdue"), "{text}");
}
