//! What the first page, the list of offerings, an offering's page and a team's page work out: small
//! trees, and what must come out. Must not: look at how a template shows it.

use serde_json::{Value, json};

use crate::support::{Site, texts};

/// The titles of a list of references, or of what holds one under a name.
fn titles(of: &Value, name: &str) -> Vec<String> {
    let title = |it: &Value| it.get(name).unwrap_or(it)["title"].as_str().unwrap_or_default().to_owned();
    of.as_array().into_iter().flatten().map(title).collect()
}

const TEAM: &str = "title = \"Storage\"\ntype = \"platform\"\n";
const BLOBS: &str =
    "title = \"Blobs\"\nowner = \"storage\"\nlifecycle = \"ga\"\ncapability_area = \"Data\"\n";

/// A team with an offering.
fn storage() -> Site {
    Site::new().file("content/teams/storage.toml", TEAM).file("content/offerings/blobs.toml", BLOBS)
}

#[test]
fn without_offerings_there_is_neither_a_list_nor_another_first_page() {
    let site = Site::new().file("content/index.md", "# Hello\n");
    assert_eq!(site.computed("public", "offerings/index.html"), Value::Null);
    assert_eq!(site.computed("public", "index.html"), Value::Null);
}

#[test]
fn offerings_stand_by_area_the_readiest_first_and_what_leaves_stands_apart() {
    let offering = |lifecycle: &str| {
        format!("title = \"{lifecycle}\"\nlifecycle = \"{lifecycle}\"\ncapability_area = \"Data\"\n")
    };
    let site = storage()
        .file("content/offerings/a.toml", offering("alpha"))
        .file("content/offerings/b.toml", offering("beta"))
        .file("content/offerings/d.toml", offering("deprecated"))
        .file("content/offerings/new.toml", "title = \"New\"\nlifecycle = \"ga\"\nreplaces = \"d\"\n");
    let page = site.computed("public", "offerings/index.html");
    assert_eq!(page["areas"][0]["name"], "", "no area is said");
    assert_eq!(titles(&page["areas"][1]["offerings"], "offering"), ["Blobs", "beta", "alpha"]);
    assert_eq!(titles(&page["leaving"], "offering"), ["deprecated"]);
    assert_eq!(titles(&page["leaving"][0]["instead"], ""), ["New"]);
    assert_eq!((&page["staying"], &page["available"]), (&json!(4), &json!(2)));
}

#[test]
fn an_internal_offering_is_not_counted_for_everyone() {
    let site = storage().file("content/offerings/x.toml", "title = \"X\"\naudience = \"internal\"\n");
    assert_eq!(site.computed("public", "offerings/index.html")["staying"], 1);
    assert_eq!(site.computed("internal", "offerings/index.html")["staying"], 2);
}

#[test]
fn the_first_page_shows_dates_to_come_and_what_changed() {
    let site = storage()
        .file("content/windows/w.toml", "title = \"Window\"\nofferings = [\"blobs\"]\ndays = [2027-01-10, 2027-02-01, 2027-03-01]\n")
        .file("content/migrations/m.toml", "title = \"Move\"\nstage = \"active\"\ndeadline = { date = 2027-01-20, hard = true }\nprogress = { total = 12000, done = 3 }\n")
        .file("content/adrs/0001-a.md", "+++\ntitle = \"A\"\nstatus = \"accepted\"\ndate = 2027-01-04\n+++\n")
        .file("content/adrs/0002-b.md", "+++\ntitle = \"B\"\nstatus = \"proposed\"\ndate = 2027-01-05\n+++\n");
    let page = site.computed("public", "index.html");
    let dates: Vec<(&Value, &Value)> =
        page["dates"].as_array().unwrap().iter().map(|it| (&it["day"], &it["what"])).collect();
    assert_eq!(dates, [(&json!("2027-01-20"), &json!("Move")), (&json!("2027-02-01"), &json!("Window"))]);
    assert_eq!(page["dates"][0]["total"], 12000);
    assert_eq!(titles(&page["changes"], "from"), ["B", "A"]);
}

#[test]
fn what_happens_next_has_the_dates_that_single_teams_agreed_on_and_they_push_nothing_out() {
    let agreed = |team: &str, day: &str| format!("[[agreements]]\nteam = \"{team}\"\nby = {day}\n");
    let agreements = ["2027-03-01", "2027-03-02", "2027-03-03", "2027-03-04"].map(|day| agreed("cart", day));
    let site = storage()
        .file("content/teams/cart.toml", "title = \"Cart\"\n")
        .file(
            "content/migrations/own-dates.toml",
            format!("title = \"Each on its day\"\nstage = \"active\"\n{}", agreements.concat()),
        )
        .file(
            "content/migrations/all.toml",
            "title = \"All together\"\nstage = \"active\"\ndeadline = { date = 2027-06-29 }\n",
        );
    let page = site.computed("public", "index.html");
    let dates = |name: &str| -> Vec<Value> {
        page["dates"].as_array().unwrap().iter().map(|it| it[name].clone()).collect()
    };
    assert_eq!(dates("day"), ["2027-03-01", "2027-03-02", "2027-03-03", "2027-06-29"]);
    assert_eq!(titles(&json!(dates("agreed_with")), ""), ["Cart", "Cart", "Cart", ""]);
}

#[test]
fn what_changed_tells_of_challenges_as_of_wins() {
    let update = "title = \"U\"\nlevel = \"org\"\ndate = 2027-01-06\nwins = [{ summary = \"Good\" }]\nchallenges = [{ summary = \"Hard\" }]\n";
    let page = storage().file("content/updates/u.toml", update).computed("public", "index.html");
    let challenge: Vec<&Value> =
        page["changes"].as_array().unwrap().iter().map(|it| &it["challenge"]).collect();
    assert_eq!(challenge, [false, true]);
}

#[test]
fn a_long_update_leaves_room_for_decisions() {
    let wins: Vec<String> = (1..9).map(|n| format!("{{ summary = \"Win {n}\" }}")).collect();
    let update = format!("title = \"U\"\nlevel = \"org\"\ndate = 2027-01-06\nwins = [{}]\n", wins.join(", "));
    let site = storage().file("content/updates/u.toml", update).file(
        "content/adrs/0001-a.md",
        "+++\ntitle = \"A\"\nstatus = \"accepted\"\ndate = 2026-12-04\n+++\n",
    );
    let page = site.computed("public", "index.html");
    assert_eq!(titles(&page["changes"], "from"), ["U", "U", "U", "A"]);
}

#[test]
fn an_offering_shows_every_record_that_names_it() {
    let site = storage()
        .file("content/adrs/0001-old.md", "+++\ntitle = \"Old\"\nstatus = \"superseded\"\ndate = 2025-01-01\naffects = [\"blobs\"]\n+++\n")
        .file("content/adrs/0002-new.md", "+++\ntitle = \"New\"\nstatus = \"accepted\"\ndate = 2026-01-01\naffects = [\"blobs\"]\nsupersedes = [\"adr:0001\"]\n+++\n")
        .file("content/slos/reads.toml", "title = \"Reads\"\naudience = \"public\"\noffering = \"blobs\"\ntarget = 99.9\nseries = [{ date = 2027-01-03, value = 99.5 }, { date = 2027-01-10, value = 99.96 }]\n")
        .file("content/windows/w.toml", "title = \"Window\"\nofferings = [\"blobs\"]\nrecurrence = { every = \"month\", nth = 2, day = \"sunday\" }\nbegins = \"02:00\"\n")
        .file("content/incidents/i.toml", "title = \"Incident\"\naudience = \"public\"\nofferings = [\"blobs\"]\nstart = 2026-09-15T09:12:00Z\n")
        .file("content/requests/r.toml", "title = \"Request\"\noffering = \"blobs\"\n")
        .file("content/migrations/m.toml", "title = \"Move\"\nfrom = [\"blobs\"]\nto = [\"blobs\"]\nstage = \"information\"\ndeadline = { date = 2028-03-29, source = \"contract\", hard = true }\neffort_per_app_hours = 30\n")
        .file("content/roadmap/2027.toml", "[[roadmap_item]]\nid = \"rules\"\ntitle = \"Rules\"\nuser_visible = true\nofferings = [\"blobs\"]\n");
    let page = site.computed("public", "offerings/blobs/index.html");
    assert_eq!(titles(&page["decisions"], ""), ["New", "Old"]);
    assert_eq!(titles(&page["decisions"][1]["replaced_by"], ""), ["New"]);
    let objective = &page["objectives"][0];
    assert_eq!((&objective["value"], &objective["met"]), (&json!(99.96), &json!(true)));
    assert_eq!(objective["budget_left_percent"], 60.0);
    let window = &page["windows"][0];
    assert_eq!(
        (&window["next"], &window["when"]),
        (&json!("2027-02-14"), &json!("the second Sunday of a month, from 02:00 UTC"))
    );
    assert_eq!(page["incidents"][0]["day"], "2026-09-15");
    assert_eq!(titles(&page["requests"], ""), ["Request"]);
    assert_eq!(titles(&page["planned"], ""), ["Rules"]);
    // It moves from one part of it to another: once.
    assert_eq!(titles(&page["moves"], ""), ["Move"]);
    assert_eq!(
        (&page["moves"][0]["firmness"], &page["moves"][0]["hours"]),
        (&json!("information"), &json!(30.0))
    );
    // Nobody has to leave.
    let html = site.page("offerings/blobs/index.html");
    assert_eq!(texts(&html, "[aria-labelledby=onramp-moves] th small"), ["within this"]);
    assert!(texts(&site.page("migrations/m/index.html"), "dt").contains(&"Within".to_owned()));
}

#[test]
fn what_others_operate_is_supported_in_part_and_says_so() {
    let policy = "title = \"Policy\"\n[[levels]]\nname = \"Critical\"\nmay_page = true\nrespond = \"15m\"\n";
    let page = |operated: &str| {
        let offering = format!("{BLOBS}support = \"p\"\noperated = \"{operated}\"\n");
        let site = storage()
            .file("content/offerings/blobs.toml", offering)
            .file("content/support-policies/p.toml", policy);
        let html = site.page("offerings/blobs/index.html");
        let head = texts(&html, "dt + dd small").join(" ");
        (head, texts(&html, "[aria-labelledby=onramp-help] .gain").join(" "))
    };
    for operated in ["provisioning", "framework", "tools"] {
        let (head, help) = page(operated);
        assert!(head.contains("for our part, not for what you run"), "{operated}: {head}");
        assert!(help.contains("This holds for the platform's part."), "{operated}: {help}");
    }
    let (head, help) = page("full");
    assert!(!head.contains("our part") && !help.contains("platform's part"), "{head} {help}");
}

#[test]
fn what_leaves_says_not_to_begin_and_with_what_instead() {
    let old = |lifecycle: &str| {
        format!(
            "title = \"Old\"\nlifecycle = \"{lifecycle}\"\nself_service = true\nonboarding = [{{ text = \"Make one\" }}]\n"
        )
    };
    let start = |lifecycle: &str| {
        let site = storage()
            .file("content/offerings/old.toml", old(lifecycle))
            .file("content/offerings/new.toml", "title = \"New\"\nlifecycle = \"ga\"\nreplaces = \"old\"\n");
        texts(&site.page("offerings/old/index.html"), "section[aria-labelledby=onramp-start] p").join(" ")
    };
    assert!(start("ga").starts_with("You can begin without asking anyone."), "{}", start("ga"));
    assert!(start("deprecated").starts_with("Not here: it is not for new use. Begin with New instead."));
    assert!(start("sunsetting").starts_with("Not here: it is going away. Begin with New instead."));
    assert!(!start("deprecated").contains("without asking"));
}

#[test]
fn an_offering_alone_shows_nothing_that_is_not_there() {
    let page = storage().computed("public", "offerings/blobs/index.html");
    assert_eq!(page["support"], Value::Null);
    for list in [
        "objectives",
        "decisions",
        "moves",
        "windows",
        "planned",
        "requests",
        "incidents",
        "changes",
        "used_by",
    ] {
        assert_eq!(page[list], json!([]), "{list}");
    }
}

#[test]
fn an_internal_objective_is_not_on_the_public_page_of_its_offering() {
    let site =
        storage().file("content/slos/reads.toml", "title = \"Reads\"\noffering = \"blobs\"\ntarget = 99.9\n");
    assert_eq!(site.computed("public", "offerings/blobs/index.html")["objectives"], json!([]));
    assert_eq!(
        titles(&site.computed("internal", "offerings/blobs/index.html")["objectives"], "slo"),
        ["Reads"]
    );
}

#[test]
fn a_team_owns_what_it_is_named_in_and_what_stands_in_its_folders() {
    let site = storage()
        .file("content/guides/index.md", "+++\ntitle = \"Guides\"\nowner = \"storage\"\n+++\n")
        .file("content/guides/one.md", "# One\n")
        .file("content/guides/two.md", "+++\nowner = \"compute\"\n+++\n# Two\n")
        .file("content/elsewhere.md", "# Elsewhere\n")
        .file("content/teams/compute.toml", "title = \"Compute\"\n")
        .setting("owner = \"storage\"");
    let owns = &site.computed("public", "teams/storage/index.html")["owns"];
    assert_eq!(
        (&owns[0]["kind"], titles(&owns[0]["records"], "")),
        (&json!("Offerings"), vec!["Blobs".to_owned()])
    );
    assert_eq!(
        titles(&owns[1]["records"], ""),
        ["Guides", "One"],
        "what only the config gives it is left out"
    );
}

#[test]
fn support_treats_a_team_by_the_tier_of_what_it_runs() {
    let site = Site::new()
        .file("content/teams/cart.toml", "title = \"Cart\"\ntype = \"application\"\n")
        .file("content/app-tiers/0.toml", "title = \"Tier 0\"\nlevel = 0\ncustomer_oncall = \"24x7\"\n")
        .file("content/app-tiers/2.toml", "title = \"Tier 2\"\nlevel = 2\n")
        .file("content/support-policies/p.toml", "title = \"Policy\"\n[[levels]]\nname = \"Critical\"\nmay_page = true\nrespond = \"15m\"\ntiers = [\"app_tier:0\"]\n[[levels]]\nname = \"Urgent\"\nrespond = \"1 business hour\"\n")
        .file("content/offerings/blobs.toml", format!("{BLOBS}support = \"p\"\n").replace("owner = \"storage\"\n", ""))
        .file("content/applications/a.toml", "title = \"a\"\nowner = \"cart\"\ntier = \"app_tier:2\"\nuses = [{ offering = \"blobs\" }]\n")
        .file("content/applications/b.toml", "title = \"b\"\nowner = \"cart\"\ntier = \"app_tier:0\"\nuses = [{ offering = \"blobs\" }]\n");
    let page = site.computed("public", "teams/cart/index.html");
    let rows: Vec<Value> = page["support"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| json!([it["tier"]["title"], it["level"], it["may_page"], it["respond"], it["must_have"]]))
        .collect();
    assert_eq!(
        rows,
        [
            json!(["Tier 0", "Critical", true, "15 minutes", "24x7"]),
            json!(["Tier 2", "Urgent", false, "1 business hour", null])
        ]
    );
    assert_eq!(page["builds_on"], 1);
    // Who may page is told in the head of the offering's page, too.
    let levels = &site.computed("public", "offerings/blobs/index.html")["support"]["levels"];
    assert_eq!(titles(&levels[0]["tiers"], ""), ["Tier 0"]);
    assert!(
        texts(&site.page("offerings/blobs/index.html"), "dd small")
            .contains(&"Critical, for Tier 0: answer in 15 minutes".to_owned())
    );
    // A tier that has two policies reads of what each is; one that nothing of a tier uses is no row of it.
    let site = site
        .file("content/support-policies/q.toml", "title = \"Other\"\n[[levels]]\nname = \"Stop\"\nmay_page = true\n")
        .file("content/offerings/bills.toml", "title = \"Bills\"\nsupport = \"q\"\n")
        .file("content/applications/b.toml", "title = \"b\"\nowner = \"cart\"\ntier = \"app_tier:0\"\nuses = [{ offering = \"blobs\" }, { offering = \"bills\" }]\n");
    let page = site.computed("public", "teams/cart/index.html");
    let rows = page["support"].as_array().unwrap().iter();
    let rows: Vec<Value> = rows
        .map(|it| json!([it["tier"]["title"], it["policy"]["title"], titles(&it["about"], "")]))
        .collect();
    assert_eq!(
        rows,
        [
            json!(["Tier 0", "Policy", ["Blobs"]]),
            json!(["Tier 0", "Other", ["Bills"]]),
            json!(["Tier 2", "Policy", []])
        ]
    );
}
