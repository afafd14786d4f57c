//! The search index as files: what is in it, for whom, and that it is named by its content. What
//! search finds, tests/node/relevance.test.mjs holds.

use std::collections::BTreeSet;
use std::io::Read as _;

use flate2::read::DeflateDecoder;
use onramp::output::Outputs;
use serde_json::Value;

use crate::support::Site;

fn site() -> Site {
    Site::new()
        .file("content/index.md", "# Home\n\nHello.\n")
        .file("content/guides/index.md", "# Guides\n")
        .file("content/guides/a.md", "# Reading KubeScheduler\n\nSet net.ipv4.tcp first.\n\n## Migrating\n\nPolicies.\n")
        .file("content/guides/b.md", "+++\naudience = \"internal\"\naliases = [\"wombatalias\"]\n+++\n# Wombattitle\n\n## Wombathead\n\nWombattext.\n")
}

/// The files of the index, as they were before they were compressed.
fn index(outputs: &Outputs) -> Vec<(String, Vec<u8>)> {
    let files = outputs.files.iter().filter(|(path, _)| is_part(path));
    let inflate = |(path, bytes): (&String, &Vec<u8>)| {
        let mut content = Vec::new();
        DeflateDecoder::new(&bytes[..]).read_to_end(&mut content).expect("deflated bytes");
        (path.clone(), content)
    };
    files.map(inflate).collect()
}

fn is_part(path: &str) -> bool {
    path.strip_prefix("search/").is_some_and(|name| name.strip_suffix(".bin").is_some())
}

fn contents(outputs: &Outputs) -> Value {
    serde_json::from_slice(&outputs.files["search/index.json"]).expect("JSON")
}

#[test]
fn no_audience_finds_what_it_may_not_see() {
    let site = site();
    let holds = |outputs: &Outputs| {
        // Words of the dictionary share their beginning: their last letters are there.
        let mut all: Vec<u8> = index(outputs).into_iter().flat_map(|it| it.1).collect();
        all.extend(&outputs.files["search/index.json"]);
        String::from_utf8_lossy(&all).to_lowercase().contains("wombat")
    };
    assert!(!holds(&site.publish("public")));
    assert!(holds(&site.publish("internal")));
}

#[test]
fn each_file_is_led_to_and_none_is_missing() {
    let outputs = site().publish("public");
    let contents = contents(&outputs);
    let names: BTreeSet<String> = index(&outputs)
        .iter()
        .map(|(path, _)| path.trim_start_matches("search/").trim_end_matches(".bin").to_owned())
        .collect();
    let mut led_to: BTreeSet<String> = BTreeSet::new();
    for table in ["words", "names", "phrases", "slips", "starts"] {
        let files = contents["tables"][table][1].as_str().expect("names");
        let hashes = files.as_bytes().chunks(10).map(|it| String::from_utf8_lossy(it).into_owned());
        led_to.extend(hashes);
    }
    let facts = contents["facts"].as_str().expect("names");
    led_to.insert(facts.to_owned());
    led_to.insert(contents["choices"].as_str().expect("a name").to_owned());
    let of = |name: &str| {
        let path = format!("search/{name}.bin");
        index(&outputs).into_iter().find(|it| it.0 == path).expect("a file").1
    };
    let rows: Value = serde_json::from_slice(&of(facts)).expect("JSON");
    led_to
        .extend(rows[0].as_array().expect("names").iter().map(|it| it.as_str().expect("a name").to_owned()));
    // Lists of words on more than four pages have files of their own; this site has none.
    assert_eq!(names.difference(&led_to).collect::<Vec<_>>(), Vec::<&String>::new());
    assert_eq!(led_to.difference(&names).collect::<Vec<_>>(), Vec::<&String>::new());
    assert_eq!(contents["documents"], rows[1].as_array().expect("rows").len());
}

#[test]
fn a_page_that_changes_leaves_the_others_files_alone() {
    let before = site().publish("public");
    let after = site().file("content/guides/c.md", "# Another\n\nHello.\n").publish("public");
    let again = site().publish("public");
    assert_eq!(before, again);
    assert_ne!(contents(&before), contents(&after));
    for (path, bytes) in before.files.iter().filter(|(path, _)| is_part(path)) {
        assert!(after.files.get(path).is_none_or(|other| other == bytes), "{path}: one name, two contents");
    }
}

#[test]
fn an_empty_site_can_be_searched() {
    let outputs = Site::new().file("content/index.md", "").publish("public");
    assert_eq!(contents(&outputs)["version"], 2);
    assert!(outputs.files.contains_key("search/index.html"));
}

#[test]
fn browsers_are_told_where_to_search() {
    let site = site();
    assert!(!site.publish("public").files.contains_key("opensearch.xml"));
    let site = site.setting("base_url = \"https://docs.example.com/p/\"");
    let xml = crate::support::page(&site.publish("public"), "opensearch.xml");
    assert!(xml.contains("template=\"https://docs.example.com/p/search/?q={searchTerms}\""), "{xml}");
    let named = |title: &str| {
        let config = format!("title = \"{title}\"\nbase_url = \"https://docs.example.com/\"\n");
        let site = self::site().file("onramp.toml", config);
        crate::support::page(&site.publish("public"), "opensearch.xml")
    };
    assert!(
        named("Larkspur Platform").contains("<ShortName>Larkspur</ShortName>"),
        "16 characters, whole words"
    );
    assert!(named("Larkspur docs").contains("<ShortName>Larkspur docs</ShortName>"));
    assert!(site.page("index.html").contains("href=\"/p/opensearch.xml\""));
    assert!(site.page("index.html").contains("action=\"/p/search/\""));
}

#[test]
fn a_decision_that_two_took_the_place_of_names_both() {
    let adr = |status: &str, more: &str, title: &str| {
        format!("+++\nstatus = \"{status}\"\nowner = \"storage\"\n{more}+++\n# {title}\n\nA gateway.\n")
    };
    let outputs = Site::new()
        .file("content/index.md", "# Home\n")
        .file("content/teams/storage.toml", "title = \"Storage\"\nchannel = \"#storage\"\n")
        .file("content/adrs/0006-a.md", adr("superseded", "", "One gateway"))
        .file("content/adrs/0007-b.md", adr("accepted", "supersedes = [\"6\"]\n", "A gateway at the edge"))
        .file("content/adrs/0008-c.md", adr("accepted", "supersedes = [\"6\"]\n", "A gateway within"))
        .publish("public");
    assert_eq!(successors(&outputs, "One gateway"), ["0007 A gateway at the edge", "0008 A gateway within"]);
}

#[test]
fn an_offering_whose_users_move_to_two_names_both() {
    let offering = |title: &str, lifecycle: &str, more: &str| {
        format!("+++\nowner = \"storage\"\nlifecycle = \"{lifecycle}\"\n{more}+++\n# {title}\n")
    };
    let outputs = Site::new()
        .file("content/index.md", "# Home\n")
        .file("content/teams/storage.toml", "title = \"Storage\"\nchannel = \"#storage\"\n")
        .file("content/offerings/old.md", offering("Old Store", "deprecated", ""))
        .file("content/offerings/keys.md", offering("Keys", "ga", "replaces = \"old\"\n"))
        .file("content/offerings/tables.md", offering("Tables", "ga", ""))
        .file(
            "content/migrations/old.md",
            "+++\nowner = \"storage\"\nfrom = [\"old\"]\nto = [\"keys\", \"tables\"]\n+++\n# Away\n",
        )
        .publish("public");
    assert_eq!(successors(&outputs, "Old Store"), ["Keys", "Tables"]);
    assert_eq!(successors(&outputs, "Keys"), Vec::<String>::new());
}

#[test]
fn a_question_of_a_record_is_a_section_of_its_page() {
    let faq = "[[faq]]\nquestion = \"Is it `S3`?\"\nanswer = \"It speaks its API.\"\n";
    let outputs = Site::new()
        .file("content/index.md", "# Home\n")
        .file("content/teams/storage.toml", "title = \"Storage\"\nchannel = \"#storage\"\n")
        .file("content/offerings/blob.md", format!("+++\nowner = \"storage\"\n{faq}+++\n# Blob\n"))
        .publish("public");
    let texts: Vec<Value> =
        index(&outputs).iter().filter_map(|(_, bytes)| serde_json::from_slice(bytes).ok()).collect();
    let section = serde_json::json!(["Is it S3?", "onramp-faq-1", "It speaks its API."]);
    let holds = |texts: &Value| {
        texts
            .as_array()
            .is_some_and(|all| all.iter().any(|it| it.as_array().is_some_and(|it| it.contains(&section))))
    };
    assert!(texts.iter().any(holds), "{texts:?}");
    let page = crate::support::page(&outputs, "offerings/blob/index.html");
    assert!(page.contains("<h3 id=\"onramp-faq-1\">Is it <code>S3</code>?</h3>"), "{page}");
}

/// The titles of what took a page's place.
fn successors(outputs: &Outputs, title: &str) -> Vec<String> {
    let all = index(outputs);
    let rows = all.iter().filter_map(|(_, bytes)| serde_json::from_slice::<Value>(bytes).ok());
    let rows: Vec<Value> = rows.filter_map(|it| it[1].as_array().cloned()).flatten().collect();
    let row = rows.iter().find(|row| row[1] == title).expect("facts of the page");
    let newer = row[10].as_array().expect("a list").iter();
    newer.map(|it| it[1].as_str().expect("a title").to_owned()).collect()
}

/// The facts of the pages by title, and what they can be chosen by.
fn capabilities(outputs: &Outputs) -> Vec<(String, String)> {
    let all: Vec<Value> =
        index(outputs).iter().filter_map(|(_, bytes)| serde_json::from_slice(bytes).ok()).collect();
    let facts = all.iter().find(|it| it[1][0][10].is_array()).expect("facts");
    let choices = all.iter().find(|it| it["capability"].is_array()).expect("choices");
    let [values, numbers] = [&choices["capability"][0], &choices["capability"][1]];
    let rows = facts[1].as_array().expect("rows").iter().zip(numbers.as_array().expect("numbers"));
    let value =
        |n: &Value| values[usize::try_from(n.as_u64().expect("a number")).expect("small")].to_string();
    rows.map(|(row, n)| (row[1].to_string(), value(n))).collect()
}

#[test]
fn a_guide_has_the_capability_of_the_offering_that_it_is_about() {
    let outputs = Site::new()
        .file("content/index.md", "# Home\n")
        .file("content/teams/storage.toml", "title = \"Storage\"\nchannel = \"#storage\"\n")
        .file(
            "content/offerings/blob-store/index.md",
            "+++\nowner = \"storage\"\ncapability_area = \"Data\"\n+++\n# Blob Store\n",
        )
        .file("content/offerings/blob-store/docs/buckets.md", "# Buckets\n")
        .file("content/guides/a.md", "+++\noffering = \"blob-store\"\n+++\n# Moving files\n")
        .file("content/guides/b.md", "# Another\n")
        .publish("public");
    let of = capabilities(&outputs);
    for (title, capability) in
        [("Blob Store", "Data"), ("Buckets", "Data"), ("Moving files", "Data"), ("Another", "")]
    {
        assert!(of.contains(&(format!("{title:?}"), format!("{capability:?}"))), "{title}: {of:?}");
    }
}
