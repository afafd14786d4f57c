//! Every rule, by its two examples; the messages that people see; and the manual's rule reference,
//! which is made of the same.

#![allow(clippy::disallowed_methods, reason = "tests write the trees that they build")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::{LEFT_OUT, all};
use crate::build::{Checked, Options, read_and_check};
use crate::diagnostic::{Diagnostic, Severity, Sources, position};
use crate::finding::Rule;

/// The config of a tree that brings none.
const CONFIG: &str = "title = \"Example\"\nas_of = 2027-01-11\n";
/// The team of a tree that brings none.
const TEAM: &str = "title = \"Storage\"\ntype = \"platform\"\nchannel = \"#storage\"\n";
/// The page that is made of the rules.
const REFERENCE: &str = "content/offerings/docs-publishing/docs/rules.md";
/// The first finding of each rule in its failing example, one a line.
const MESSAGES: &str = "src/rule/messages.txt";
/// What no tree of text shows: the rule, when it finds something, and what it says then.
const OF_BYTES: [(&str, &str, &str); 5] = [
    (
        "FILE1",
        "where `content/latin.md` holds `# Caf\u{e9}` in Latin-1",
        "content/latin.md:1:6: error: byte 0xE9 is not UTF-8 (save the file as UTF-8)",
    ),
    (
        "FILE2",
        "where `content/long.md` is too large",
        "content/long.md:1:1: error: this file has 11 MB; Onramp reads text files of up to 10 MB, and leaves it out \
         (split it, or keep it outside the content folder)",
    ),
    (
        "FILE3",
        "where `content/link.md` is a symbolic link to a file elsewhere",
        "content/link.md:1:1: error: `content/link.md` is a link to a file outside the site, and is left out (copy \
         the file into the site, or remove the link)",
    ),
    (
        "FILE5",
        "where `content/mark.md` begins with the bytes EF BB BF",
        "content/mark.md:1:1: info: the file begins with a byte order mark, which is left out (save it as UTF-8 \
         without byte order mark)",
    ),
    (
        "GIT1",
        "in a shallow clone",
        "onramp.toml:1:1: warning: the clone is shallow, so pages do not say when they last changed (fetch the whole \
         history: `git fetch --unshallow`, or `fetch-depth: 0` in the CI's checkout)",
    ),
];

/// What such a rule finds: when, and what it says.
fn of_bytes(id: &str) -> Option<(&'static str, &'static str)> {
    OF_BYTES.iter().find(|(rule, ..)| *rule == id).map(|(_, when, told)| (*when, *told))
}

/// The files of a tree in one string: a line `=== path` begins each.
fn files(tree: &str) -> Vec<(&str, String)> {
    let parts = tree.split("=== ").filter(|part| !part.is_empty());
    parts
        .map(|part| part.split_once('\n').expect("a path, then the file"))
        .map(|(a, b)| (a, b.to_owned()))
        .collect()
}

/// Builds a tree and gives its findings, sorted, with the texts that they point into.
pub(crate) fn findings(tree: &str) -> (Vec<Diagnostic>, Sources) {
    let folder = TempDir::new().expect("a folder");
    write(folder.path(), tree);
    found_in(folder.path())
}

fn write(root: &Path, tree: &str) {
    let mut files = files(tree);
    if files.iter().all(|(path, _)| *path != "onramp.toml") {
        files.push(("onramp.toml", CONFIG.to_owned()));
    }
    if files.iter().all(|(path, _)| !path.starts_with("content/teams/")) {
        files.push(("content/teams/storage.toml", TEAM.to_owned()));
    }
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
        fs::write(path, text).expect("a file is written");
    }
}

/// Reads and checks a tree.
pub(crate) fn checked(tree: &str) -> Checked {
    let folder = TempDir::new().expect("a folder");
    write(folder.path(), tree);
    checked_in(folder.path())
}

fn checked_in(root: &Path) -> Checked {
    let options = Options { root: root.to_owned(), ..Options::default() };
    read_and_check(&options).expect("the tree is read")
}

fn found_in(root: &Path) -> (Vec<Diagnostic>, Sources) {
    let mut checked = checked_in(root);
    checked.publish("internal").expect("the audience is known");
    checked.report()
}

/// A finding as people read it, in one line.
pub(crate) fn told(found: &Diagnostic, sources: &Sources) -> String {
    let place = position(sources, &found.at, found.at.span.start);
    let hint = found.hint.as_deref().unwrap_or("-");
    let severity = found.severity.as_str();
    format!("{}:{}:{}: {severity}: {} ({hint})", found.at.file, place.line, place.column, found.message)
}

/// All findings of a tree with their rules, one a line.
pub(crate) fn report(tree: &str) -> Vec<String> {
    let (findings, sources) = findings(tree);
    findings.iter().map(|found| format!("{} {}", found.rule, told(found, &sources))).collect()
}

fn first(rule: &Rule) -> Option<String> {
    let (findings, sources) = findings(rule.fails);
    let found = findings.iter().find(|found| found.rule == rule.id)?;
    // What a template may use is listed, and grows with the theme.
    let message = found.message.split(". Available").next().unwrap_or_default().to_owned();
    Some(told(&Diagnostic { message, ..found.clone() }, &sources))
}

#[test]
fn every_rule_finds_its_failing_example_and_not_the_other() {
    let mut wrong = Vec::new();
    for rule in all() {
        let has_examples = !rule.fails.is_empty() && !rule.passes.is_empty();
        if of_bytes(rule.id).is_some() {
            continue;
        }
        if !has_examples {
            wrong.push(format!("{} has no examples", rule.id));
            continue;
        }
        let ids = |tree| findings(tree).0.into_iter().map(|found| found.rule).collect::<BTreeSet<_>>();
        let (failing, passing) = (ids(rule.fails), ids(rule.passes));
        if !failing.contains(rule.id) {
            wrong.push(format!("{} does not find its failing example, which has {failing:?}", rule.id));
        }
        if passing.contains(rule.id) {
            wrong.push(format!("{} finds its passing example", rule.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ids_are_unique_and_texts_are_complete() {
    let mut seen = BTreeSet::new();
    for rule in all() {
        assert!(seen.insert(rule.id), "{} is there twice", rule.id);
        assert!(!rule.summary.is_empty() && !rule.summary.ends_with('.'), "{}", rule.id);
        assert!(rule.why.ends_with('.'), "{}", rule.id);
        assert!(!rule.dated || rule.severity != Severity::Error, "{} would turn red by time alone", rule.id);
    }
    for (id, _) in LEFT_OUT {
        assert!(seen.insert(id), "{id} is there, and is said to be left out");
    }
}

#[test]
fn rules_are_listed_by_group_and_number() {
    let ids: Vec<&str> = all().into_iter().map(|rule| rule.id).collect();
    let gen_ids: Vec<&str> = ids.iter().filter(|id| id.starts_with("GEN")).copied().collect();
    assert_eq!(
        gen_ids,
        [
            "GEN1", "GEN2", "GEN3", "GEN4", "GEN5", "GEN6", "GEN7", "GEN8", "GEN9", "GEN10", "GEN12",
            "GEN13", "GEN14", "GEN15", "GEN16", "GEN17"
        ]
    );
}

#[test]
fn people_are_told_in_these_words() {
    let made: Vec<String> =
        all().into_iter().filter_map(|rule| Some(format!("{} {}", rule.id, first(rule)?))).collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(MESSAGES);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, made.join("\n") + "\n").expect("the messages are written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    for (made, expected) in made.iter().zip(committed.lines()) {
        assert_eq!(made, expected, "run `UPDATE=1 cargo test --lib rule`, and read what has changed");
    }
    assert_eq!(made.len(), committed.lines().count(), "run `UPDATE=1 cargo test --lib rule`");
}

#[test]
fn a_waiver_silences_a_rule_and_one_that_ran_out_still_does() {
    let with = |until: &str| {
        let team = "=== content/teams/a.toml\ntitle = \"A\"\ntype = \"platform\"\nchannel = \"#a\"\nktlo_percent = 52\n";
        report(&format!("{team}[[allow]]\nrule = \"RMP4\"\nreason = \"A new system\"\nuntil = {until}\n"))
    };
    assert_eq!(with("2027-06-30"), [""; 0]);
    assert_eq!(
        with("2026-12-31"),
        ["GEN8 content/teams/a.toml:8:9: warning: the waiver of `RMP4` ran out on 2026-12-31 \
             (mend what it was for and remove it, or give it a new `until`)"]
    );
}

#[test]
fn a_healthy_tree_has_no_findings() {
    assert_eq!(report(HEALTHY), [""; 0]);
}

#[test]
fn pages_that_are_only_markdown_get_remarks() {
    let tree = "=== onramp.toml\ntitle = \"T\"\n=== content/a.md\nSummary\n\n# One\n\n### Deep\n\n# Two\n\n![](x.png)\n\
                === content/x.png\n-\n=== content/b.md\nOnly text, with one laggard team in it.\n";
    let rules: Vec<String> =
        report(tree).iter().map(|it| it.split_once(": ").unwrap().0.to_owned()).collect();
    assert_eq!(
        rules,
        [
            "PAGE1 content/a.md:1:1",
            "PAGE2 content/a.md:5:1",
            "PAGE2 content/a.md:7:1",
            "PAGE3 content/a.md:9:5",
            "PAGE1 content/b.md:1:1",
            "GEN6 content/b.md:1:21",
        ]
    );
    assert!(report(tree).iter().all(|it| it.contains(": info: ")));
}

#[test]
fn a_decision_log_of_adr_tools_is_read_in_place() {
    let first = "# 1. Use Mesos\n\nDate: 12/02/2024\n\n## Status\n\nSuperceded by [2. Use Kubernetes](0002-k8s.md)\n\n";
    let second = "# 2. Use Kubernetes\n\nDate: 2025-03-01\n\n## Status\n\nAccepted\n\nSupercedes [1. Use Mesos](0001-mesos.md)\n\n";
    let rest = "## Context\n\nA.\n\n## Decision\n\nB.\n\n## Consequences\n\nC.\n";
    let tree = format!(
        "=== content/adr/0001-mesos.md\n{first}{rest}=== content/adr/0002-k8s.md\n{second}{rest}=== content/adr/0003-x.md\n\
         # 3. X\n\nDate: 2025-03-01\n\n## Status\n\nApproved\n\n{rest}"
    );
    assert_eq!(
        report(&tree),
        [
            "ADR5 content/adr/0002-k8s.md:1:1: info: `adr:0002` weighs no options against each other (write two or more \
             `[[options]]` with `title`, `pros` and `cons`; doing nothing is one)",
            "FLD2 content/adr/0003-x.md:7:1: error: `status` cannot be `Approved` (write one of `proposed`, `accepted`, \
             `rejected`, `deprecated`, `superseded`)",
        ]
    );
}

#[test]
fn a_decision_log_of_madr_is_read_in_place() {
    let options = "## Pros and Cons of the Options\n\n### Go\n\n* Good, because known\n\n### Rust\n\n* Good, because fast\n\n";
    let rest = format!(
        "## Context and Problem Statement\n\nA.\n\n## Decision Outcome\n\nB.\n\n### Consequences\n\nC.\n\n{options}"
    );
    let four = "---\nstatus: superseded by ADR-0002\ndate: 2024-05-01\ndecision-makers: Ada, Grace\n---\n# Use Go\n\n";
    let two = "# ADR-0002: Use Rust\n\n* Status: accepted\n* Deciders: Ada, Grace\n* Date: 2025-05-01\n\n";
    let tree = format!(
        "=== content/decisions/0001-go.md\n{four}{rest}=== content/decisions/0002-rust.md\n{two}{rest}"
    );
    assert_eq!(report(&tree), [""; 0]);
}

#[test]
fn what_decisions_say_of_one_another_must_agree() {
    let adr = |n: u32, fields: &str| {
        format!(
            "=== content/adrs/000{n}-x.md\n+++\ntitle = \"X\"\ndate = 2026-01-01\ndecision_makers = [\"A\"]\n{fields}\n+++\n\
             ## Context\n\nA.\n\n## Decision\n\nB.\n\n## Consequences\n\nC.\n"
        )
    };
    let of = |decisions: &[&str]| {
        let tree: String = decisions.iter().zip(1..).map(|(fields, n)| adr(n, fields)).collect();
        report(&tree).into_iter().filter(|it| it.starts_with("ADR2")).collect::<Vec<_>>()
    };
    let alone = of(&["status = \"superseded\""]);
    assert!(alone[0].contains("no decision says that it supersedes it"), "{alone:?}");
    let one_sided = of(&["status = \"superseded\"\nsuperseded_by = \"0002\"", "status = \"accepted\""]);
    assert!(one_sided[0].contains("`adr:0002` is said to supersede `adr:0001`"), "{one_sided:?}");
    let circle = of(&[
        "status = \"superseded\"\nsupersedes = [\"0003\"]",
        "status = \"superseded\"\nsupersedes = [\"0001\"]",
        "status = \"superseded\"\nsupersedes = [\"0002\"]",
    ]);
    assert_eq!(circle.len(), 1, "{circle:?}");
    assert!(circle[0].contains("`adr:0001` supersedes itself"), "{circle:?}");
    let fine = of(&["status = \"superseded\"", "status = \"accepted\"\nsupersedes = [\"0001\"]"]);
    assert_eq!(fine, [""; 0]);
}

#[test]
fn a_field_that_only_some_may_see_may_name_what_only_they_may_see() {
    let secret = "=== content/teams/b.toml\ntitle = \"B\"\naudience = \"internal\"\n";
    let of = |field: &str| {
        let tree = format!("{secret}=== content/teams/a.toml\ntitle = \"A\"\n{field} = \"b\"\n");
        report(&tree).into_iter().filter(|it| it.starts_with("GEN2")).count()
    };
    assert_eq!(of("secondary"), 0, "the field is internal");
    assert_eq!(of("parent"), 1, "the field is public");
}

#[test]
fn an_included_record_is_as_secret_as_it_is() {
    let tree = "=== content/teams/b.toml\ntitle = \"B\"\naudience = \"internal\"\n\
                === content/a.md\n# A\n\n```toml include=\"teams/b.toml\"\n```\n";
    let found: Vec<String> = report(tree).into_iter().filter(|it| it.starts_with("GEN2")).collect();
    assert_eq!(found.len(), 1, "{:?}", report(tree));
}

#[test]
fn an_include_shows_no_internal_field_of_a_public_record() {
    let of = |field: &str| {
        let tree = format!(
            "=== content/teams/b.toml\ntitle = \"B\"\n{field}\n=== content/a.md\n# A\n\n```toml \
             include=\"teams/b.toml\"\n```\n"
        );
        report(&tree).into_iter().filter(|it| it.starts_with("GEN2")).collect::<Vec<_>>()
    };
    assert_eq!(
        of("rotation_size = 4"),
        [
            "GEN2 content/a.md:3:1: error: `rotation_size` of `team:b` is for `internal`, but `public` readers would \
          see it in this include (include another file, or write `audience = \"internal\"` in this record)"
        ]
    );
    assert_eq!(of("type = \"platform\""), [""; 0]);
}

#[test]
fn an_owner_whose_team_is_gone_is_found_wherever_it_stands() {
    let gone = "=== content/teams/files.toml\ntitle = \"Files\"\ntype = \"platform\"\nchannel = \"#files\"\ndissolved = 2026-10-01\n";
    let told = report(&format!("{gone}=== content/a.md\n+++\nowner = \"files\"\n+++\n# A\n"));
    assert!(told[0].starts_with("GEN4 content/a.md:2:9: error: `Files` no longer exists"), "{told:?}");
    let told = report(&format!("=== onramp.toml\ntitle = \"T\"\nowner = \"files\"\n{gone}"));
    assert!(told[0].starts_with("GEN4 onramp.toml:2:9: error: `Files` no longer exists"), "{told:?}");
}

#[test]
fn a_persons_allocation_is_found_and_other_allocations_are_not() {
    let schema = "=== schemas/plan.schema.json\n{ \"properties\": { \"people\": {}, \"allocation\": {}, \"ranges\": {} } }\n";
    let of = |fields: &str| {
        let tree = format!("{schema}=== content/plans/a.toml\ntitle = \"A\"\nowner = \"storage\"\n{fields}");
        report(&tree).into_iter().filter(|it| it.starts_with("GEN3")).count()
    };
    assert_eq!(of("[[people]]\nname = \"Ada\"\nallocation = 50\n"), 1);
    assert_eq!(of("allocation = \"10.0.0.0/8\"\n[[ranges]]\nallocation = 3\n"), 0);
}

#[test]
fn a_weaker_case_is_a_remark() {
    let team = |field: &str| {
        let fields = "type = \"platform\"\nchannel = \"#a\"\nsecondary = \"b\"\nfalse_alarm_percent = 1";
        let b = "=== content/teams/b.toml\ntitle = \"B\"\ntype = \"platform\"\nchannel = \"#b\"\n";
        let told = report(&format!("{b}=== content/teams/a.toml\ntitle = \"A\"\n{fields}\n{field}\n"));
        told.into_iter()
            .map(|it| it.chars().take(4).chain(it.split(": ").nth(1).unwrap_or("").chars()).collect())
    };
    assert_eq!(team("pages_week = 3").collect::<Vec<String>>(), ["ONC1info"]);
    assert_eq!(team("pages_week = 6").collect::<Vec<String>>(), ["ONC1warning"]);
    assert_eq!(team("weeks_between_shifts = 5").collect::<Vec<String>>(), ["ONC2info"]);
    assert_eq!(team("weeks_between_shifts = 2").collect::<Vec<String>>(), ["ONC2warning"]);
}

#[test]
fn a_site_sets_severity_and_numbers() {
    let of = |rules: &str| {
        let config = format!("=== onramp.toml\ntitle = \"T\"\n[rules]\n{rules}\n");
        let told = report(&format!("{config}=== content/teams/a.toml\ntitle = \"A\"\npages_week = 11\n"));
        told.into_iter().find(|it| it.starts_with("ONC1")).map(|it| it.split(": ").nth(1).map(str::to_owned))
    };
    assert_eq!(of("ONC1 = { pages = 20, remark = 15 }"), None);
    assert_eq!(of("ONC1 = { pages = 20 }"), Some(Some("info".to_owned())));
    assert_eq!(of("ONC1 = \"error\""), Some(Some("error".to_owned())));
    assert_eq!(of("ONC1 = \"off\""), None);
}

#[test]
fn whose_time_it_is_stays_out_of_fields_that_are_no_markdown() {
    let told = report("=== content/teams/a.toml\ntitle = \"A\"\nchannel = \"Jane Doe: 50% on storage\"\n");
    let told: Vec<_> = told.into_iter().filter(|it| it.starts_with("GEN3")).collect();
    assert!(
        told.len() == 1 && told[0].starts_with("GEN3 content/teams/a.toml:2:12: error: `Jane"),
        "{told:?}"
    );
}

#[test]
fn a_timeline_goes_forward_and_stays_near_its_incident() {
    let of = |times: &str| {
        let moments = times.split(' ').map(|at| format!("[[timeline]]\nat = {at}Z\ntext = \"It\"\n"));
        let tree = format!(
            "=== content/incidents/a.toml\ntitle = \"A\"\nstart = 2026-12-01T09:00:00Z\nend = 2026-12-01T10:00:00Z\n{}",
            moments.collect::<String>()
        );
        let told = report(&tree).into_iter().filter(|it| it.starts_with("INC4"));
        told.map(|it| it.split("timeline of `A` ").nth(1).unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    // The deploy before it, and the cleaning up of the next morning, are a part of the story.
    assert_eq!(of("2026-12-01T08:00:00 2026-12-01T09:10:00 2026-12-02T09:00:00"), [""; 0]);
    let told = of("2026-12-01T09:10:00 2026-12-01T08:10:00 2026-12-01T09:20:00");
    assert!(told.len() == 1 && told[0].starts_with("tells of 2026-12-01T08:10:00Z after"), "{told:?}");
    let told = of("2025-12-01T09:10:00 2026-12-01T09:20:00 2027-12-01T09:30:00");
    assert!(told.len() == 2 && told[0].contains("it began") && told[1].contains("it was over"), "{told:?}");
}

#[test]
fn whose_time_it_is_stays_out_of_every_text() {
    let of = |text: &str| {
        let told = report(&format!("=== content/a.md\n# Plan\n\n## Next year\n\n{text}\n"));
        told.into_iter().filter(|it| it.starts_with("GEN3")).collect::<Vec<_>>()
    };
    let told = of("- Jane Doe: 50% on storage");
    assert!(
        told.len() == 1 && told[0].starts_with("GEN3 content/a.md:5:3: error: `Jane Doe: 50% on storage`"),
        "{told:?}"
    );
    let told = of("One of us is there at 60% of her time.");
    assert!(told.len() == 1 && told[0].contains("error: `60% of her time.`"), "{told:?}");
    assert_eq!(of("99% of requests"), [""; 0]);
}

#[test]
fn a_table_about_people_is_found_unless_it_is_about_records() {
    let of = |text: &str| {
        let told = report(&format!("=== content/a.md\n# Plan\n\n{text}\n"));
        told.into_iter().filter(|it| it.starts_with("GEN3")).collect::<Vec<_>>()
    };
    let told = of("| Who | Influence | Interest |\n|---|---|---|\n| Finance | high | low |");
    let place = "GEN3 content/a.md:3:1: error: the table `| Who | Influence | Interest |` is about people";
    assert!(told.len() == 1 && told[0].starts_with(place), "{told:?}");
    assert_eq!(of("| Name | Capacity |\n|---|---|\n| Jane Doe | 50% |").len(), 1);
    let offering = "=== content/offerings/a.toml\ntitle = \"Blob Store\"";
    assert_eq!(of(&format!("| Name | Share |\n|---|---|\n| Blob Store | 50% |\n{offering}")), [""; 0]);
    assert_eq!(of("```text\n| Person | Allocation |\n|---|---|\n```"), [""; 0]);
    assert_eq!(of("# Weekly 1:1 Jane").len(), 1);
}

#[test]
fn a_sunset_waits_for_what_replaces_and_keeps_what_migrations_promise() {
    let of = |lifecycle: &str, until: &str, part: &str| {
        let told = report(&format!(
            "=== content/offerings/a.toml\ntitle = \"A\"\n\
             === content/offerings/b.toml\ntitle = \"B\"\nlifecycle = \"{lifecycle}\"\nreplaces = \"a\"\n\
             === content/migrations/m.toml\ntitle = \"A to B\"\nfrom = [\"a\"]\nold_supported_until = {until}\n\
             === content/sunsets/a.toml\ntitle = \"No more A\"\noffering = \"a\"\nend = 2027-06-30\n{part}\n"
        ));
        let told = told.into_iter().filter(|it| it.starts_with("REL4 content/sunsets/a.toml:3:7"));
        told.map(|it| it.split(": ").nth(2).unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(of("ga", "2027-06-30", ""), [""; 0]);
    let told = of("beta", "2027-06-30", "");
    assert!(told.len() == 1 && told[0].contains("what replaces it is not there"), "{told:?}");
    let told = of("ga", "2027-09-30", "");
    assert!(told.len() == 1 && told[0].contains("`A to B` gives its users until 2027-09-30"), "{told:?}");
    assert_eq!(of("beta", "2027-09-30", "part = \"thumbnails\""), [""; 0]);
}

#[test]
fn a_team_that_is_to_be_dissolved_is_not_said_to_be_gone() {
    let of = |day: &str, successor: &str| {
        let files = "title = \"Files\"\ntype = \"platform\"\nchannel = \"#files\"";
        let told = report(&format!(
            "=== content/teams/storage.toml\ntitle = \"Storage\"\n\
             === content/teams/files.toml\n{files}\ndissolved = {day}\n{successor}\n\
             === content/a.md\n+++\nowner = \"files\"\n+++\n# A\n"
        ));
        told.into_iter().find(|it| it.starts_with("GEN4") || it.starts_with("REL3")).unwrap_or_default()
    };
    let successor = "successor = \"storage\"";
    assert!(of("2026-12-01", successor).contains("error: `Files` no longer exists, but owns `A`"));
    assert!(of("2027-01-11", successor).contains("error: `Files` no longer exists, but owns `A`"));
    assert!(of("2027-03-01", successor).contains("info: `Files` is dissolved on 2027-03-01, but owns `A`"));
    let told = of("2027-03-01", "");
    assert!(told.contains("info: `Files` is dissolved on 2027-03-01, so nobody answers for `A`"), "{told}");
    assert_eq!(of("2027-12-31", successor), "");
    assert_eq!(of("2027-12-31", ""), "");
}

#[test]
fn a_file_of_a_folder_may_hold_records_of_other_kinds_whose_names_are_fields_too() {
    let told = report(
        "=== content/roadmap/2027.toml\n[[objective]]\ntitle = \"Fast reads\"\nid = \"reads\"\n\
         [[roadmap_item]]\ntitle = \"A cache\"\nobjective = \"reads\"\n",
    );
    let wrong = |it: &&String| ["FLD2", "GEN1 ", "PAGE1"].iter().any(|rule| it.starts_with(rule));
    assert_eq!(told.iter().filter(wrong).collect::<Vec<_>>(), [""; 0]);
    // A text of that name is the field.
    let told = report("=== content/roadmap/a.toml\ntitle = \"A cache\"\nobjective = []\n");
    assert!(told.iter().any(|it| it.contains("FLD2") && it.contains("`objective` must be")), "{told:?}");
}

#[test]
fn what_supersedes_is_decided_and_comes_later() {
    let of = |status: &str, date: &str| {
        let told = report(&format!(
            "=== content/adrs/0001-a.md\n+++\ntitle = \"A\"\nstatus = \"superseded\"\ndate = 2026-05-04\n+++\n\
             === content/adrs/0002-b.md\n+++\ntitle = \"B\"\nstatus = \"{status}\"\ndate = {date}\n\
             supersedes = [\"0001\"]\n+++\n"
        ));
        told.into_iter().filter(|it| it.starts_with("ADR2")).collect::<Vec<_>>()
    };
    assert_eq!(of("accepted", "2026-12-01"), [""; 0]);
    let rejected = of("rejected", "2026-12-01");
    assert!(
        rejected[0]
            .contains("0001-a.md:3:10: error: `adr:0001` is superseded by `adr:0002`, which was rejected")
    );
    assert!(of("proposed", "2026-12-01")[0].contains("which is only proposed"));
    let early = of("accepted", "2020-12-01");
    let message = "warning: `adr:0002` of 2020-12-01 supersedes `adr:0001`, which is of 2026-05-04";
    assert!(early.len() == 1 && early[0].contains(message), "{early:?}");
}

#[test]
fn a_stage_and_what_was_counted_agree() {
    let of = |fields: &str| {
        let told = report(&format!("=== content/migrations/m.toml\ntitle = \"M\"\n{fields}\n"));
        let wanted = ["MIG10", "MIG14", "MIG17"];
        let told = told.into_iter().filter(|it| wanted.iter().any(|rule| it.starts_with(rule)));
        told.map(|it| it.split(" (").next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        of("stage = \"final_20\"\nprogress = { total = 10, done = 3 }"),
        [
            "MIG10 content/migrations/m.toml:2:9: warning: `M` is in its last fifth, `final_20`, and 3 of 10 have moved"
        ]
    );
    assert_eq!(of("stage = \"active\"\nprogress = { total = 10, done = 3 }"), [""; 0]);
    let mandate = of("stage = \"final_20\"\nmandate = true\nprogress = { total = 10, done = 3 }");
    assert!(mandate.iter().any(|it| it.starts_with("MIG14")), "{mandate:?}");
    let history = |done: u32| {
        of(&format!(
            "progress = {{ total = 10, done = 3, as_of = 2027-01-11, history = [{{ date = 2026-12-01, done = {done} }}] }}"
        ))
    };
    assert_eq!(
        history(9),
        ["MIG17 content/migrations/m.toml:2:95: warning: 9 had moved by `M` on 2026-12-01, and 3 have now"]
    );
    assert_eq!(history(3), [""; 0]);
}

#[test]
fn what_blames_somebody_is_told_in_the_line_that_says_it() {
    let told = report(
        "=== content/incidents/i.md\n+++\ntitle = \"Outage\"\n+++\n## Learned\n\nOne.\n\nIt was **Bob's** fault.\n",
    );
    let told: Vec<String> = told.into_iter().filter(|it| it.starts_with("INC1")).collect();
    assert!(told.len() == 1 && told[0].contains("i.md:8:10: warning: `Bob's fault`"), "{told:?}");
}

#[test]
fn an_action_that_was_dropped_keeps_nothing_from_coming_back() {
    let of = |state: &str| {
        let actions =
            "[[actions]]\ntext = \"a\"\ntype = \"fix\"\n[[actions]]\ntext = \"b\"\ntype = \"prevent\"\n";
        let told = report(&format!("=== content/incidents/i.toml\ntitle = \"I\"\n{actions}{state}"));
        told.iter().any(|it| it.starts_with("INC2"))
    };
    assert!(of("state = \"dropped\"\n"));
    assert!(!of("state = \"done\"\n"));
}

#[test]
fn what_is_not_ready_for_a_tier_says_which_field_keeps_it() {
    let of = |fields: &str| {
        let told = report(&format!(
            "=== content/offerings/a.toml\ntitle = \"A\"\nready_for_tiers = [\"t0\"]\n{fields}\
             === content/app_tiers/t0.toml\ntitle = \"T0\"\nlevel = 0\n\
             === content/applications/c.toml\ntitle = \"c\"\ntier = \"t0\"\nuses = [{{ offering = \"a\" }}]\n"
        ));
        told.into_iter().find(|it| it.starts_with("OFF14"))
    };
    assert_eq!(of("maturity = \"robust\"\n"), None);
    let told = of("maturity = \"scrappy\"\n").unwrap_or_default();
    assert!(told.contains("its `maturity` is `scrappy`") && !told.contains("ready_for_tiers"), "{told}");
}

#[test]
fn whatever_names_itself_is_told_once() {
    let of = |tree: &str| {
        let told = report(tree);
        let told = told.into_iter().filter(|it| it.contains(" itself") || it.contains("from itself"));
        told.map(|it| it.split(' ').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let offering = "=== content/offerings/a.toml\ntitle = \"A\"\ndepends_on = [\"a\"]\nreplaces = \"a\"\n";
    assert_eq!(of(offering), ["REL12", "REL12"]);
    assert_eq!(of("=== content/upstreams/u.toml\ntitle = \"U\"\nsuccessor = \"u\"\n"), ["REL12"]);
    let team = |field: &str| {
        of(&format!("=== content/teams/t.toml\ntitle = \"T\"\ndissolved = 2026-01-01\n{field} = \"t\"\n"))
    };
    assert_eq!(team("secondary"), ["REL12"]);
    assert_eq!(team("successor"), ["REL6"]);
    assert_eq!(team("parent"), ["REL9"]);
    let decision = "=== content/adrs/0001-a.md\n+++\ntitle = \"A\"\nstatus = \"accepted\"\nsupersedes = [\"0001\"]\n+++\n";
    assert_eq!(of(decision), ["ADR2"]);
}

#[test]
fn what_cannot_be_is_told_of_changes_windows_and_teams() {
    let of = |tree: &str, rules: &[&str]| {
        let told = report(tree).into_iter().filter(|it| rules.iter().any(|rule| it.starts_with(rule)));
        told.map(|it| it.split(" (").next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let change = |day: &str| {
        of(&format!("=== content/changes/c.toml\ntitle = \"C\"\ndate = {day}\nresult = \"ok\"\n"), &["CHG5"])
    };
    assert_eq!(
        change("2027-03-01"),
        [
            "CHG5 content/changes/c.toml:3:10: warning: `C` is on 2027-03-01, and its `result` says how it went"
        ]
    );
    assert_eq!(change("2027-01-11"), [""; 0]);
    let window = |fields: &str| {
        of(&format!("=== content/maintenance-windows/w.toml\ntitle = \"W\"\n{fields}\n"), &["CHG7"])
    };
    assert!(
        window("time_zone = \"Mars/Phobos\"\ndays = [2027-03-01]")[0]
            .contains("w.toml:2:13: warning: there is no time zone `Mars/Phobos`")
    );
    assert_eq!(window("time_zone = \"Europe/Berlin\"\ndays = [2027-03-01]"), [""; 0]);
    assert!(
        window("duration = \"2h\"")[0].contains(":1:9: warning: `W` does not say on which days it comes")
    );
    assert!(
        window("days = [2027-03-01, 2027-03-01]")[0].contains(":2:21: warning: `W` names 2027-03-01 twice")
    );
    let close = window("days = [2027-03-01, 2027-03-03]\nduration = \"80h\"");
    assert!(close[0].contains("`W` lasts 80 hours, and comes again after 2 days"), "{close:?}");
    let slo = |series: &str| {
        of(&format!("=== content/slos/s.toml\ntitle = \"S\"\nseries = [{series}]\n"), &["SLO6"])
    };
    let twice = slo("{ date = 2027-01-10, value = 99 }, { date = 2027-01-10, value = -9 }");
    assert!(twice.len() == 2 && twice[0].contains("two values for 2027-01-10"), "{twice:?}");
    let team = |fields: &str| {
        of(&format!("=== content/teams/t.toml\ntitle = \"T\"\n{fields}\n"), &["RMP6", "RMP29", "FLD2"])
    };
    let split = team("split = { core_percent = 70, adjacent_percent = 70, transformational_percent = 10 }");
    assert!(split.len() == 1 && split[0].contains("RMP29") && split[0].contains("150% in all"), "{split:?}");
    assert!(team("rotation_size = 0")[0].contains("FLD2"));
    let hours = "=== content/migrations/m.toml\ntitle = \"A to B\"\neffort_per_app_hours = 1e300\n";
    assert!(of(hours, &["FLD2"])[0].contains("which is more than 1000000"), "{:?}", of(hours, &["FLD2"]));
    assert_eq!(team("rotation_size = 1\nktlo_percent = 40\nmandates_percent = 60"), [""; 0]);
}

#[test]
fn what_an_item_depends_on_is_not_dropped() {
    let of = |status: &str| {
        let told = report(&format!(
            "=== content/roadmap/a.toml\ntitle = \"A\"\ndepends_on = [\"b\"]\n\
             === content/roadmap/b.toml\ntitle = \"B\"\nstatus = \"{status}\"\n"
        ));
        told.into_iter().find(|it| it.starts_with("RMP26"))
    };
    assert!(
        of("dropped")
            .is_some_and(|it| it.contains("a.toml:2:15: warning: `A` depends on `B`, which is dropped"))
    );
    assert_eq!(of("delivered"), None);
}

#[test]
fn one_mistake_at_one_place_is_told_by_one_rule() {
    let of = |tree: &str, rules: &[&str]| {
        let told = report(tree).into_iter().filter(|it| rules.iter().any(|rule| it.starts_with(rule)));
        told.map(|it| it.split(' ').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let about = "=== content/teams/a.toml\ntitle = \"A\"\none_on_one_notes = \"x\"\nchanel = \"#a\"\n";
    assert_eq!(of(about, &["FLD1", "GEN3"]), ["GEN3", "FLD1"]);
    let item = "[[roadmap_item]]\ntitle = \"B\"\nid = \"b\"\n";
    assert_eq!(of(&format!("=== content/roadmap/r.toml\n{item}{item}"), &["GEN1 ", "PAGE4"]), ["GEN1"]);
    let dates =
        "deadline = { date = 2027-09-30 }\nold_supported_until = 2026-01-01\nannounced = 2027-01-11\n";
    let migration = format!("=== content/migrations/m.toml\ntitle = \"M\"\n{dates}");
    assert_eq!(of(&migration, &["MIG17", "GEN16"]), ["GEN16"]);
}

#[test]
fn a_change_stays_inside_its_window() {
    let of = |change: &str| {
        let told = report(&format!(
            "=== content/offerings/a.toml\ntitle = \"A\"\n\
             === content/offerings/b.toml\ntitle = \"B\"\n\
             === content/maintenance_windows/w.toml\ntitle = \"W\"\nofferings = [\"a\"]\nbegins = \"22:00\"\n\
             duration = \"4h\"\nrecurrence = {{ every = \"month\", nth = 2, day = \"sunday\" }}\n\
             === content/changes/c.toml\ntitle = \"C\"\nwindow = \"w\"\n\
             plan = {{ risk = \"R\", rollback = \"B\", validation = \"V\" }}\n{change}\n"
        ));
        let told = told.into_iter().filter(|it| it.starts_with("CHG4"));
        told.map(|it| it.split(": ").skip(2).collect::<Vec<_>>().join(": ")).collect::<Vec<_>>()
    };
    assert_eq!(of("offering = \"a\"\ndate = 2027-02-14\nplanned_downtime = \"4h\""), [""; 0]);
    // The night that begins on the Sunday.
    assert_eq!(of("date = 2027-02-15"), [""; 0]);
    let told = of("date = 2027-02-16");
    assert!(
        told.len() == 1 && told[0].starts_with("`C` is on 2027-02-16, when `W` does not come"),
        "{told:?}"
    );
    assert!(told[0].contains("(move it to 2027-03-14"), "{told:?}");
    let told = of("offering = \"b\"");
    assert!(told.len() == 1 && told[0].starts_with("`C` changes `B`, which `W` is not about"), "{told:?}");
    let told = of("planned_downtime = \"5h\"");
    assert!(
        told.len() == 1 && told[0].starts_with("`C` interrupts for 5 hours, and `W` lasts 4 hours"),
        "{told:?}"
    );
}

#[test]
fn what_cannot_be_read_is_not_said_to_be_missing() {
    let of = |tree: &str| {
        let told = report(tree).into_iter().filter(|it| !it.starts_with("GEN4"));
        told.map(|it| it.split(' ').next().unwrap_or_default().to_owned()).collect::<BTreeSet<_>>()
    };
    let slo = "=== content/slos/a.toml\ntitle = \"A\"\nsli = { definition = \"Reads\", source = \"log\" }\nwindow = \"28 days\"\n\
               on_miss = \"We talk\"\ntype = \"latency\"\nfalse_positive_notes = \"Probes\"\n";
    let told = of(&format!("{slo}target = 101\n"));
    assert!(told.contains("FLD2") && !told.contains("SLO2"), "{told:?}");
    assert!(of(slo).contains("SLO2"));
    assert!(
        of(&format!("{slo}target = 0\nseries = [{{ date = 2027-01-10, value = 99.5 }}]\n")).contains("FLD2")
    );
    let told = report("=== content/roadmap/a.toml\ntitle = \"A\"\ntarget = \"2027-Q5\"\n");
    assert!(
        told.iter().any(|it| it.starts_with("FLD2") && it.contains("write `target = \"2027-Q2\"`")),
        "{told:?}"
    );
    assert!(told.iter().all(|it| !it.starts_with("FLD4") || !it.contains("`target`")), "{told:?}");
    let policy = "=== content/support-policies/a.toml\ntitle = \"A\"\nintake = \"https://help.example.com\"\n\
                  coverage = \"24x7\"\n[[request_types]]\nname = \"Bug\"\nrespond = \"15 mins\"\nassign = \"1h\"\nresolve = \"2h\"\n";
    let hint = "(write `respond = \"15m\"`, or such as `\"4h\"`, `\"2 business days\"`)";
    assert!(
        report(policy).iter().any(|it| it.starts_with("FLD2") && it.ends_with(hint)),
        "{:?}",
        report(policy)
    );
    let policy = of(policy);
    assert!(policy.contains("FLD2") && !policy.contains("SUP2"), "{policy:?}");
    for (record, asked) in [
        (
            "incidents/a.toml\ntitle = \"A\"\nend = 2026-12-01T10:00:00Z\nbpm_missing = false\nwhy_page = 3\n",
            "INC3",
        ),
        ("sunsets/a.toml\ntitle = \"A\"\nreasons = [\"few_users\"]\noff_ramp = []\n", "SUN1"),
        ("migrations/a.toml\ntitle = \"A\"\nstage = \"active\"\non_ramp = \"See the guide\"\n", "MIG5"),
        ("updates/a.toml\ntitle = \"A\"\n[[wins]]\nsummary = \"B\"\n[[challenges]]\nsummary = [\n", "UPD1"),
    ] {
        let told = of(&format!("=== content/{record}"));
        assert!(
            !told.contains(asked) && told.iter().any(|it| it.starts_with("FLD") || it == "TOML1"),
            "{told:?}"
        );
    }
    // What should not be there at all is told all the same.
    assert!(of("=== content/a.md\n+++\npower_interest = 3\n+++\n# A\n").contains("GEN3"));
    // Of two records in a file, the one that could be read is asked.
    let items = "=== content/objectives/a.toml\n[[objective]]\ntitle = \"A\"\nyear = \"soon\"\n\
                 [[objective.key_results]]\ntext = \"A 1\"\n[[objective]]\ntitle = \"B\"\n[[objective.key_results]]\ntext = \"B 1\"\n";
    let told = report(items);
    let asked: Vec<&String> = told.iter().filter(|it| it.starts_with("RMP2 ")).collect();
    assert!(asked.len() == 1 && asked[0].contains("`B 1`"), "{told:?}");
}

#[test]
fn what_lasts_no_time_is_told_so() {
    let told = report("=== content/windows/a.toml\ntitle = \"A\"\nduration = \"0h\"\n");
    assert!(
        told.iter().any(|it| it
            == "FLD2 content/windows/a.toml:2:12: error: `duration` cannot be `0h`: that is no time at all \
                (write `duration = \"15m\"`, or such as `\"4h\"`, `\"2 business days\"`)"),
        "{told:?}"
    );
    let told = report("=== content/windows/a.toml\ntitle = \"A\"\nduration = \"soon\"\n");
    assert_eq!(told.iter().filter(|it| it.starts_with("FLD2")).count(), 1, "{told:?}");
    let told = report("=== content/windows/a.toml\ntitle = \"A\"\nduration = \"0.5h\"\n");
    assert!(told.iter().all(|it| !it.starts_with("FLD2")), "{told:?}");
}

#[test]
fn one_mistake_is_told_by_one_rule() {
    let of = |rules: [&str; 2], tree: &str| {
        let told = report(tree).into_iter().filter_map(|it| Some(it.split_once(' ')?.0.to_owned()));
        told.filter(|it| rules.contains(&it.as_str())).collect::<Vec<_>>()
    };
    // A notice that is shorter than promised, and than a quarter.
    let sunset = |days: u32| {
        format!(
            "=== content/sunsets/a.toml\ntitle = \"A ends\"\noffering = \"a\"\nannounced = 2027-01-04\nend = 2027-02-26\nusers = 0\n\
             === content/offerings/a.toml\ntitle = \"A\"\nremoval_notice_days = {days}\n"
        )
    };
    assert_eq!(of(["REL4", "SUN4"], &sunset(180)), ["REL4"]);
    assert_eq!(of(["REL4", "SUN4"], &sunset(14)), ["SUN4"]);
    let before = sunset(180).replace("2027-02-26", "2026-12-31");
    assert_eq!(of(["REL4", "SUN4"], &before), ["SUN4"]);
    // A last day that has passed, of which nobody was told.
    let migration = |day: &str| {
        format!(
            "=== content/migrations/a.toml\ntitle = \"A to B\"\nstage = \"active\"\ndeadline = {{ date = {day} }}\n"
        )
    };
    assert_eq!(of(["MIG4", "MIG18"], &migration("2026-12-31")), ["MIG18"]);
    assert_eq!(of(["MIG4", "MIG18"], &migration("2027-06-29")), ["MIG4"]);
}

#[test]
fn what_ends_before_it_is_announced_is_a_slip() {
    let told = report(
        "=== content/sunsets/a.toml\ntitle = \"A ends\"\nannounced = 2027-01-04\nend = 2026-12-31\nusers = 0\n",
    );
    let told: Vec<&String> = told.iter().filter(|it| it.starts_with("SUN4")).collect();
    assert_eq!(
        told,
        [
            "SUN4 content/sunsets/a.toml:3:7: warning: `A ends` is on 2026-12-31, before it was announced on 2027-01-04 \
          (mend the day or the year of one of the two)"
        ]
    );
}

#[test]
fn a_day_that_has_passed_asks_what_came_of_it() {
    let of = |rule: &str, tree: &str| {
        let told = report(tree).into_iter().filter(|it| it.split(' ').next() == Some(rule));
        told.map(|it| it.split(": ").skip(2).collect::<Vec<_>>().join(": ")).collect::<Vec<_>>()
    };
    let part = |done: &str| {
        format!(
            "=== content/sunsets/a.toml\ntitle = \"Stacks end\"\noffering = \"review\"\npart = \"stacks\"\nend = 2026-12-31\n{done}\n\
             === content/offerings/review.toml\ntitle = \"Code Review\"\nlifecycle = \"ga\"\n\
             === content/applications/till.toml\ntitle = \"till\"\nowner = \"storage\"\nuses = [{{ offering = \"review\", part = \"stacks\" }}]\n"
        )
    };
    assert_eq!(
        of("SUN5", &part("")),
        ["the day of `Stacks end` has passed, 2026-12-31, and `Storage` still uses it \
          (name in `done` the teams that are off it; or write the new `end`, and tell its users)"]
    );
    assert_eq!(of("SUN5", &part("done = [\"storage\"]")), [""; 0]);
    let agreed = |state: &str| {
        format!(
            "=== content/migrations/a.toml\ntitle = \"A to B\"\nstage = \"active\"\n\
             [[agreements]]\nwhat = \"Move cart\"\nby = 2026-12-31\n{state}\n"
        )
    };
    assert_eq!(
        of("MIG18", &agreed("")),
        ["`Move cart` was agreed on for 2026-12-31, and is not said to be done \
          (write `state = \"done\"`, or the day that both agree on now as `by`)"]
    );
    assert_eq!(of("MIG18", &agreed("state = \"done\"")), [""; 0]);
    let milestone = |status: &str| {
        format!(
            "=== content/roadmap/a.toml\n[[roadmap_item]]\ntitle = \"A\"\nid = \"a\"\nstatus = \"{status}\"\n\
             [[milestone]]\ntitle = \"Half of it\"\nparent = \"a\"\ndate = 2026-12-31\n"
        )
    };
    assert_eq!(of("RMP21", &milestone("in_progress")).len(), 1);
    assert_eq!(of("RMP21", &milestone("dropped")), [""; 0]);
    // A month is given to measure it; the value of the day itself will do.
    let result = |fields: &str| {
        format!(
            "=== content/objectives/a.toml\n[[objective]]\ntitle = \"A\"\n[[objective.key_results]]\ntext = \"B\"\n{fields}\n"
        )
    };
    assert_eq!(
        of("RMP20", &result("by = 2026-11-30")),
        ["the day of `B` has passed, 2026-11-30, and it has no value \
          (say what came of it: `current`, and `as_of = 2026-11-30` or later; short of the target is an answer too)"]
    );
    assert_eq!(of("RMP20", &result("by = 2026-12-31")), [""; 0]);
    assert_eq!(of("RMP20", &result("by = 2026-11-30\ncurrent = 3")), [""; 0]);
    let request = |fields: &str| {
        format!("=== content/requests/a.toml\ntitle = \"A\"\nrevisit = 2026-12-14\n{fields}\n")
    };
    assert_eq!(of("REQ2", &request("answer = \"no_strategy\"")).len(), 1);
    assert_eq!(of("REQ2", &request("answer = \"yes\"")), [""; 0]);
    assert_eq!(of("REQ2", &request("answer = \"no_strategy\"\nanswered = 2026-12-16")), [""; 0]);
}

#[test]
fn a_page_that_nobody_looked_at_since_it_was_written_is_told_and_a_list_is_not() {
    let page =
        |path: &str| format!("=== content/{path}\n+++\ncreated = 2026-05-04\n+++\n# Guides\n\nText.\n");
    let tree = format!("{}{}=== content/guides/b.md\n# B\n\nText.\n", page("a.md"), page("guides/index.md"));
    let told: Vec<String> = report(&tree).into_iter().filter(|it| it.starts_with("GEN5")).collect();
    assert_eq!(
        told,
        [
            "GEN5 content/a.md:2:11: warning: `Guides` was written on 2026-05-04, more than 180 days ago, and not looked at \
          since (read it, mend what no longer holds, and write `reviewed = 2027-01-11`)"
        ]
    );
}

#[test]
fn an_old_roadmap_is_told_where_its_newest_day_stands() {
    let item = |title: &str, fields: &str| format!("[[roadmap_item]]\ntitle = \"{title}\"\n{fields}");
    let moved =
        "created = 2026-03-02\nmoved = [{ from = \"2026-Q3\", on = 2026-06-01, why = \"It took longer\" }]\n";
    let tree =
        format!("=== content/roadmap/a.toml\n{}{}", item("A", "created = 2026-03-02\n"), item("B", moved));
    let told: Vec<String> = report(&tree).into_iter().filter(|it| it.starts_with("RMP11")).collect();
    assert!(told.len() == 1 && told[0].starts_with("RMP11 content/roadmap/a.toml:7:"), "{told:?}");
}

#[test]
fn items_that_wait_for_one_another_are_told_once() {
    let item = |name: &str, needs: &str| {
        format!("=== content/roadmap/{name}.toml\ntitle = \"{name} x\"\ndepends_on = [{needs}]\n")
    };
    let tree = format!(
        "{}{}{}{}",
        item("a", "\"b\""),
        item("b", "\"c\""),
        item("c", "\"b\", \"a\""),
        item("d", "\"d\"")
    );
    let told: Vec<String> = report(&tree).into_iter().filter(|it| it.starts_with("RMP18")).collect();
    assert!(
        told[0].contains("`a x` depends on `b x`, which depends on `c x`, which depends on `a x`"),
        "{told:?}"
    );
    assert!(told.len() == 2 && told[1].contains("`d x` depends on itself"), "{told:?}");
}

#[test]
fn an_area_in_which_nothing_is_on_its_way_out_is_found() {
    let of = |last: &str| {
        let offering = |n: &str, lifecycle: &str| {
            format!(
                "=== content/offerings/{n}.toml\ntitle = \"{n} x\"\ncapability_area = \"A\"\nlifecycle = \"{lifecycle}\"\n"
            )
        };
        let tree = format!(
            "{}{}{}{}",
            offering("a", "ga"),
            offering("b", "ga"),
            offering("c", "ga"),
            offering("d", last)
        );
        report(&tree).into_iter().filter(|it| it.starts_with("OFF7")).collect::<Vec<_>>()
    };
    let told = of("ga");
    assert!(told.len() == 1 && told[0].contains("`A` has 4 live offerings"), "{told:?}");
    assert_eq!(of("deprecated"), [""; 0]);
}

#[test]
fn what_a_template_left_to_write_is_told_once_a_file() {
    let tree = "=== content/restore.md\n+++\nsummary = \"change-me: what it is\"\ntags = [\"change-me\"]\n+++\n\
                # Restore\n\nchange-me: when\n\nchange-me: how\n\n```text\nchange-me: in code\n```\n";
    let told: Vec<String> = report(tree).into_iter().filter(|it| it.starts_with("GEN15")).collect();
    assert_eq!(
        told,
        ["GEN15 content/restore.md:2:11: warning: 4 places still say `change-me`: `summary` in line 2, \
          `tags` in line 3, line 7 and 1 more (write each, or take its field or line out)"]
    );
}

#[test]
fn a_date_that_is_no_date_is_told_as_one() {
    let told = report("=== content/teams/files.toml\ntitle = \"Files\"\ndissolved = true\n");
    let place = "FLD2 content/teams/files.toml:2:13: error";
    let said = format!(
        "{place}: `dissolved` must be a date, found `true` (write `dissolved = 2027-01-11`: year, month, day)"
    );
    assert!(told.contains(&said), "{told:#?}");
}

#[test]
fn a_rule_that_cannot_be_waived_says_so() {
    let told = |id: &str| {
        let waiver = format!("[[allow]]\nrule = \"{id}\"\nreason = \"x\"\nuntil = 2027-06-30\n");
        let team = "=== content/teams/a.toml\ntitle = \"A\"\ntype = \"platform\"\nchannel = \"#a\"\n";
        report(&format!("{team}{waiver}")).join("\n")
    };
    assert!(told("GEN2").contains("`GEN2` cannot be waived"), "{}", told("GEN2"));
    assert!(told("ADR6").contains("`ADR6` is not checked yet"), "{}", told("ADR6"));
    assert!(told("GEN55").contains("did you mean `GEN5`?"), "{}", told("GEN55"));
}

#[test]
fn capitals_alone_tell_no_addresses_apart() {
    let told = report("=== content/faq.md\n# Questions\n=== content/FAQ.md\n# More\n");
    let found: Vec<&String> = told.iter().filter(|it| it.starts_with("PAGE4")).collect();
    assert!(found.len() == 1 && found[0].contains("in capitals only"), "{told:?}");
}

#[test]
#[cfg(unix)]
fn what_is_wrong_with_bytes_is_found() {
    let folder = TempDir::new().expect("a folder");
    write(folder.path(), "=== content/a.md\n# A\n");
    let content = folder.path().join("content");
    let outside = TempDir::new().expect("a folder");
    fs::write(outside.path().join("x.md"), "# X\n").expect("a file is written");
    fs::write(content.join("latin.md"), b"# Caf\xE9\n").expect("a file is written");
    fs::write(content.join("long.md"), vec![b'a'; 11_000_000]).expect("a file is written");
    fs::write(content.join("mark.md"), b"\xEF\xBB\xBF# Marked\n").expect("a file is written");
    std::os::unix::fs::symlink(outside.path().join("x.md"), content.join("link.md")).expect("a link is made");
    let (findings, sources) = found_in(folder.path());
    let shallow = crate::load::cut_short();
    let findings: Vec<&Diagnostic> = findings.iter().chain([&shallow]).collect();
    for (rule, _, expected) in OF_BYTES {
        let found: Vec<String> =
            findings.iter().filter(|it| it.rule == rule).map(|it| told(it, &sources)).collect();
        assert_eq!(found, [expected], "{rule}");
    }
}

#[test]
fn the_rule_reference_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(REFERENCE);
    let made = reference();
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
        fs::write(&path, &made).expect("the reference is written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == made,
        "{REFERENCE} is out of date: run `UPDATE=1 cargo test --lib rule` and commit it"
    );
}

/// The manual's rule reference.
fn reference() -> String {
    let mut out = format!(
        "+++\ntitle = \"Rules\"\norder = 14\ndata_source = \"imported\"\nsummary = \"Everything that `onramp check` looks for, with an example of each, and how to \
         set it.\"\n+++\n\
         `onramp check` holds a site against {} rules. `onramp check --list-rules` prints them, one a line.\n\n\
         Set a rule in `onramp.toml`:\n\n\
         ```toml title=\"onramp.toml\"\n[rules]\nOFF6 = \"off\"                            # off, info, warning or error\n\
         ADR3 = {{ severity = \"warning\", words = 80 }}\n```\n\n\
         `profile = \"starter\"` makes errors of only what is broken, `profile = \"strict\"` of warnings too. What the date \
         alone brings is no error, but for a team whose last day has come (REL3, GEN4); `onramp check --deny-overdue` fails on it, for a scheduled job.\n\n\
         Accept a finding for a while, in the record; its page shows that:\n\n\
         ```toml\n[[allow]]\nrule = \"OFF4\"\nreason = \"The network team connects accounts by hand until spring\"\n\
         until = 2027-03-31\n```\n",
        all().len()
    );
    for rule in all() {
        section(rule, &mut out);
    }
    out += "\n## Rules that are left out\n\n";
    for (id, why) in LEFT_OUT {
        let _ = writeln!(out, "- {id}. {why}.");
    }
    out
}

fn section(rule: &Rule, out: &mut String) {
    let severity = match rule.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Info => "Remark",
    };
    let mut facts = vec![severity];
    facts.extend(rule.broken.then_some("in every profile"));
    facts.extend(rule.dated.then_some("depends on the date"));
    facts.push(if rule.waivable { "can be waived" } else { "cannot be waived" });
    let _ = write!(out, "\n## {}: {}\n\n*{}.* {}\n", rule.id, rule.summary, facts.join("; "), rule.why);
    if !rule.thresholds.is_empty() {
        let _ = write!(out, "\n```toml title=\"onramp.toml\"\n[rules.{}]\n", rule.id);
        for threshold in rule.thresholds {
            let _ = writeln!(out, "{} = {}    # {}", threshold.name, threshold.value, threshold.unit);
        }
        *out += "```\n";
    }
    if let Some((when, told)) = of_bytes(rule.id) {
        let _ = write!(out, "\nThis is found {when}:\n");
        says(rule, told, out);
        return;
    }
    let Some(message) = first(rule) else { return };
    *out += "\nThis is found:\n";
    listing(rule.fails, out);
    says(rule, &message, out);
    *out += "\nThis is not:\n";
    listing(rule.passes, out);
}

/// What a rule says, as people read it.
fn says(rule: &Rule, message: &str, out: &mut String) {
    let (place, rest) = message.split_once(": ").expect("a place, then the message");
    let (text, hint) = rest.rsplit_once(" (").filter(|_| rest.ends_with(')')).expect("a hint at the end");
    let hint = hint.trim_end_matches(')');
    let (severity, text) = text.split_once(": ").expect("a severity, then the text");
    let hint = if hint == "-" { String::new() } else { format!("\nhint: {hint}") };
    let _ = write!(out, "\n```text\n{place}: {severity}[{}]: {text}{hint}\n```\n", rule.id);
}

/// The files of an example as code blocks.
fn listing(tree: &str, out: &mut String) {
    for (path, text) in files(tree) {
        let language = match path.rsplit_once('.').map_or("", |(_, end)| end) {
            "md" => "markdown",
            "svg" => "xml",
            other => other,
        };
        let _ = write!(out, "\n````{language} title=\"{path}\"\n{text}````\n");
    }
}

/// A tree that leaves nothing to be desired.
const HEALTHY: &str = "\
=== onramp.toml
title = \"Platform\"
as_of = 2027-01-11
owner = \"storage\"
=== content/index.md
# Platform

What we offer: [Blob Store](offerings/blob-store.toml).
=== content/teams/storage.toml
title = \"Storage\"
summary = \"Ask us where to put files.\"
type = \"platform\"
channel = \"#storage\"
reviewed = 2026-12-07
pages_week = 1
false_alarm_percent = 10
secondary = \"compute\"
weeks_between_shifts = 8
ktlo_percent = 38
split = { core_percent = 66, adjacent_percent = 20, transformational_percent = 14 }
=== content/teams/compute.toml
title = \"Compute\"
type = \"platform\"
channel = \"#compute\"
=== content/offerings/blob-store.toml
title = \"Blob Store\"
summary = \"Files and objects, by name.\"
capability_area = \"Storage\"
shape = \"railway\"
lifecycle = \"ga\"
operated = \"full\"
problem = \"Files lay on single machines.\"
in_scope = [\"Files of up to 5 TB\"]
out_of_scope = [\"Rows: use a database\"]
onboarding = [{ text = \"Make a bucket: `lark bucket new`\" }]
support = \"platform\"
reviewed = 2026-12-07
=== content/slos/blob-reads.toml
title = \"Reads succeed\"
offering = \"blob-store\"
type = \"availability\"
sli = { definition = \"Reads answered, of all reads\", source = \"synthetic\" }
target = 99.9
window = \"28 days\"
on_miss = \"We talk about what to change\"
false_positive_notes = \"The probe's own network fails\"
series = [{ date = 2027-01-04, value = 99.95 }]
=== content/support-policies/platform.toml
title = \"Platform support\"
intake = \"https://help.example.com\"
coverage = \"24x7\"
escalation = [{ who = \"on_call\" }]
categories = [{ name = \"Quotas\", requests_week = 5, improvement = \"Quotas that grow by themselves\" }]
[[levels]]
name = \"Critical\"
business_impact = \"Customers cannot pay\"
engage_condition = \"our status check is red\"
may_page = true
respond = \"15m\"
instead = \"worked on until it is solved\"
[[request_types]]
name = \"Bug\"
respond = \"4h\"
assign = \"1 business day\"
resolve = \"5 business days\"
=== content/incidents/slow.toml
title = \"Reads were slow\"
start = 2026-12-01T09:00:00Z
end = 2026-12-01T10:00:00Z
severity = \"minor\"
offerings = [\"blob-store\"]
impact = \"Half of all reads took a second.\"
timeline = [{ at = 2026-12-01T09:05:00Z, text = \"On-call is paged\" }]
contributing_factors = [\"A disk was full\", \"Nothing watched it\"]
why_page = \"The objective burned\"
bpm_missing = false
actions = [{ text = \"Watch the disks\", type = \"detect\" }]
=== content/ops-reviews/week.toml
title = \"First week\"
date = 2027-01-05
pages = \"One\"
support = \"Quotas\"
postmortems = [\"slow\"]
changes = []
slis_slos = \"Met\"
manager_present = true
=== content/updates/january.toml
title = \"6 January\"
date = 2027-01-06
level = \"org\"
wins = [{ summary = \"A\", situation = \"B\", action = \"C\", result = \"3 of 4\" }]
challenges = [{ summary = \"A\", situation = \"B\", action = \"C\", result = \"D\" }]
=== content/surveys/winter.toml
title = \"Winter\"
period = \"2026-Q4\"
population = \"All engineers\"
invited = 100
responses = 40
gaps = []
scores = [{ offering = \"blob-store\", csat = 4.1 }]
actions = [{ text = \"Reads show their progress\" }]
=== content/requests/bigger.toml
title = \"Bigger files\"
ask = \"Files of 50 TB\"
answer = \"not_yet_technical\"
because = \"The metadata cannot hold them\"
revisit = 2027-06-01
=== content/adrs/0001-speak-s3.md
+++
title = \"Speak S3\"
status = \"accepted\"
date = 2024-01-08
decision_makers = [\"[Storage](team:storage)\"]
affects = [\"blob-store\"]

[[options]]
title = \"S3\"
pros = [\"Known\"]
cons = [\"Not ours\"]

[[options]]
title = \"An API of our own\"
pros = [\"Ours\"]
cons = [\"Unknown\"]
+++
## Context

Every client speaks another protocol.

## Decision

We speak S3.

## Consequences

Clients need no library of ours.
=== content/guides/first-file.md
# Store your first file

## Make a bucket

### By hand

```bash
lark bucket new
```
";

#[test]
fn an_answer_of_nothing_is_none() {
    let of = |rule: &str, tree: &str| {
        let told = report(tree).into_iter().filter(|it| it.starts_with(&format!("{rule} ")));
        told.collect::<Vec<_>>().join("\n")
    };
    let change = "=== content/changes/gc.toml\ntitle = \"GC\"\n\
        documented = \"\"\ntested = \" \"\nreviewed_by = \"\"\nplan = { risk = \"\", rollback = \"\", validation = \"\" }\n";
    assert!(of("CHG1", change).contains("documented, nor reviewed, nor tested"), "{}", of("CHG1", change));
    assert!(of("CHG2", change).contains("what may go wrong, nor how"), "{}", of("CHG2", change));
    let sunset = |hand_back: &str| {
        format!(
            "=== content/sunsets/s.toml\ntitle = \"S\"\nreasons = [\"few_users\"]\nhand_back = {hand_back}\n\
             off_ramps = [{{ type = \"self_build\", text = \"Build it\" }}]\n"
        )
    };
    for nothing in ["{ considered = false }", "{ considered = true, answer = \" \" }"] {
        assert!(of("SUN1", &sunset(nothing)).contains("could take it over"), "{nothing}");
    }
    assert_eq!(of("SUN1", &sunset("{ considered = true, answer = \"Nobody wanted it\" }")), "");
    // Nobody was missed, or nobody says whether.
    let survey = |more: &str| {
        format!(
            "=== content/surveys/q4.toml\ntitle = \"Survey\"\npopulation = \"All engineers\"\n{more}\n\
             scores = [{{ csat = 3.9, responses = 40 }}]\n"
        )
    };
    assert!(of("SUR1", &survey("gaps = [\"\"]")).contains("error: `Survey` shows scores without `gaps`"));
    let unknown = of("SUR1", &survey("gaps = []"));
    assert!(
        unknown.contains("warning: ") && unknown.contains("no `invited` and no `responses`"),
        "{unknown}"
    );
    assert_eq!(of("SUR1", &survey("gaps = []\ninvited = 100\nresponses = 41")), "");
}

#[test]
fn a_partner_of_whom_nobody_says_that_they_know_is_asked_about() {
    let of = |informed: &str| {
        let told = report(&format!(
            "=== content/teams/pricing.toml\ntitle = \"Pricing\"\n=== content/updates/2027-01-06.toml\n\
             title = \"6 January 2027\"\n[[challenges]]\nsummary = \"A test is awaited\"\npartner = \"pricing\"\n{informed}"
        ));
        told.into_iter().find(|it| it.starts_with("UPD4")).unwrap_or_default()
    };
    assert!(of("").contains("warning: nobody says whether `pricing` has heard from us"), "{}", of(""));
    assert!(of("partner_informed = false").contains("error: "));
    assert_eq!(of("partner_informed = true"), "");
}

#[test]
fn the_title_of_an_incident_blames_nobody_either() {
    let of = |title: &str| {
        let told = report(&format!("=== content/incidents/i.toml\ntitle = \"{title}\"\n"));
        told.into_iter().filter(|it| it.starts_with("INC1")).count()
    };
    assert_eq!(of("Human error: the wrong cluster, Bob's fault"), 2);
    let told = report("=== content/incidents/i.toml\ntitle = \"Human error\"\n");
    let quoted = |it: &String| it.contains("`Human error` blames somebody");
    assert!(told.iter().any(quoted), "as the file has it: {told:?}");
    for healthy in [
        "The wrong cluster was drained",
        "A fault in the default fault domain",
        "User errors were not counted",
    ] {
        assert_eq!(of(healthy), 0, "{healthy}");
    }
}

#[test]
fn a_part_of_a_dissolved_team_is_asked_about() {
    let of = |parent: &str| {
        let told = report(&format!(
            "=== content/teams/all.toml\ntitle = \"All\"\n{parent}\n=== content/teams/files.toml\ntitle = \"Files\"\nparent = \"all\"\n"
        ));
        told.into_iter().find(|it| it.contains("is part of it")).unwrap_or_default()
    };
    assert!(
        of("dissolved = 2026-10-01").contains("warning: `All` no longer exists, and `Files` is part of it")
    );
    assert_eq!(of(""), "");
}

#[test]
fn a_slip_is_told_for_what_it_is() {
    let of = |rules: &[&str], tree: &str| {
        let told = report(tree).into_iter();
        let told = told.filter(|it| rules.iter().any(|rule| it.split(' ').next() == Some(*rule)));
        told.map(|it| it.split(": ").skip(2).collect::<Vec<_>>().join(": ")).collect::<Vec<_>>()
    };
    let incident = "=== content/incidents/a.toml\ntitle = \"A\"\nstart = 2026-12-01T09:00:00Z\n[[actions]]\ntext = \"Mend it\"\n";
    assert_eq!(
        of(&["INC5"], &format!("{incident}due = 2025-12-18\n")),
        [
            "`Mend it` was due on 2025-12-18, before its incident began on 2026-12-01 (mend the day or the year of one of the two)"
        ]
    );
    let item = "=== content/roadmap/a.toml\ntitle = \"A\"\ncreated = 2026-11-02\n";
    let told = of(&["RMP19"], &format!("{item}target = \"2026-Q2\"\n"));
    assert!(
        told.len() == 1
            && told[0].starts_with(
                "`A` was written on 2026-11-02, and planned for 2026-Q2, which had ended on 2026-06-30"
            ),
        "{told:?}"
    );
    assert!(of(&["RMP19"], &format!("{item}target = \"2026-Q4\"\n"))[0].contains("is not there"));
    let migration =
        "=== content/migrations/a.toml\ntitle = \"A\"\nstage = \"active\"\nannounced = 2026-11-02\n";
    let due = |day: &str| {
        of(&["MIG17", "MIG18"], &format!("{migration}deadline = {{ date = {day}, source = \"internal\" }}\n"))
    };
    assert_eq!(due("2026-03-31").len(), 1, "{:?}", due("2026-03-31"));
    assert!(due("2026-12-31")[0].starts_with("the last day of `A` has passed"));
    assert_eq!(
        of(&["FLD2"], "=== content/slos/a.toml\ntitle = \"A\"\ntarget = 0.995\n"),
        ["`target` is 0.995, which is less than 1 (it counts in percent: write `target = 99.5`)"]
    );
    let objective = |year: &str| {
        of(
            &["RMP22"],
            &format!(
                "=== content/objectives/a.toml\ntitle = \"A\"\nyear = {year}\ncreated = 2026-11-02\n[[key_results]]\ntext = \"B\"\n"
            ),
        )
    };
    assert!(objective("2021")[0].starts_with("`A` is for 2021, and nothing is said of it before 2026-11-02"));
    assert!(objective("2025").is_empty() && objective("2027").is_empty());
}

#[test]
fn an_area_that_is_a_letter_off_another_is_a_slip() {
    let offering = |name: &str, fields: &str| {
        format!("=== content/offerings/{name}.toml\ntitle = \"{name}\"\n{fields}\n")
    };
    let of = |tree: &str| report(tree).into_iter().filter(|it| it.starts_with("OFF7")).collect::<Vec<_>>();
    let ga =
        |name: &str, area: &str| offering(name, &format!("capability_area = \"{area}\"\nlifecycle = \"ga\""));
    let told = of(&(ga("a", "Databases")
        + &ga("b", "Databases")
        + &offering("c", "capability_area = \"Databsaes\"\nlifecycle = \"alpha\"")));
    assert!(
        told.len() == 1
            && told[0].starts_with(
                "OFF7 content/offerings/c.toml:2:19: warning: `Databsaes` is an area of its own"
            )
            && told[0].ends_with("(did you mean `Databases`?)"),
        "{told:?}"
    );
    assert_eq!(of(&(ga("a", "Databases") + &ga("b", "Database"))).len(), 1);
    for (one, other) in
        [("Storage 1", "Storage 2"), ("Team A", "Team B"), ("Storage", "storage"), ("Search", "Storage")]
    {
        assert_eq!(of(&(ga("a", one) + &ga("b", other))), [""; 0], "{one}, {other}");
    }
    // What is in beta is what there is to take.
    let fields = "capability_area = \"Documentation\"\nlifecycle = \"beta\"";
    assert_eq!(of(&(ga("a", "Databases") + &offering("handbook", fields))), [""; 0]);
    let fields = "capability_area = \"Graphs\"\nlifecycle = \"alpha\"";
    assert_eq!(of(&(ga("a", "Databases") + &offering("graph", fields))).len(), 1);
    assert_eq!(
        of(&(ga("a", "Databases") + &offering("graph", &format!("{fields}\nalternatives = [\"a\"]")))),
        [""; 0]
    );
}
