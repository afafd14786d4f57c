//! The rule that keeps notes about people out of the repository.
//!
//! In: the whole site. Out: findings. It goes by lists of words, and by what looks like a name; where only that
//! speaks for it, it warns.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::wording::{Phrases, find_any};
use super::{grid, people, talk};
use crate::body::Code;
use crate::entry::Entry;
use crate::finding::{Check, Finder, Rule};
use crate::name;
use crate::said::{OwnText, is_code, own_text};
use crate::source::{Location, Span};

/// What to do about most of what is found.
const HINT: &str = "keep this out of the repository, where it is read by everyone and kept for ever";

/// The rules.
pub const RULES: &[Rule] = &[Rule {
    id: "GEN3",
    summary: "Notes about people stay out of the repository",
    why: "Who has power over whom, what was said in confidence and how one person's time is divided is nobody \
              else's business, and git forgets nothing. The rule looks at titles, headings, tables, charts and names of \
              fields, and in every text for what was said in a talk, and for the share of their time that somebody has \
              for something. In a text, somebody is a common given name, `@account` or an address: two words with a \
              capital each may be a place or a product.",
    fails: "\
=== content/talks.md
# Talks

## Power/interest grid
",
    passes: "\
=== content/talks.md
# Talks

## What customers asked for
",
    check: Check::Site(about_people),
    ..Rule::ERROR
}];

/// Phrases of titles and headings that GEN3 looks for, in small letters, whole words.
const PEOPLE_PHRASES: &[&str] = &[
    "power/interest grid",
    "power/interest map",
    "power/interest matrix",
    "power-interest grid",
    "power-interest map",
    "power-interest matrix",
    "power interest grid",
    "power interest map",
    "power interest matrix",
    "influence/interest grid",
    "influence/interest map",
    "influence/interest matrix",
    "influence map",
    "stakeholder influence",
    "stakeholder map",
    "stakeholder matrix",
    "stakeholder power",
    "1:1 notes",
    "1on1 notes",
    "1-on-1 notes",
    "1-to-1 notes",
    "notes from 1-on-1s",
    "1-1 notes",
    "one-on-one notes",
    "one-to-one notes",
    "notes from 1:1",
    "notes from 1:1s",
    "notes from one-on-ones",
    "notes from one-to-ones",
    "notes of one-on-ones",
    "notes of one-to-ones",
    "allocation of people",
    "people allocation",
    "skip-level notes",
    "skip level notes",
];

/// Phrases that are about people unless they are about what people use: each is looked at with the words
/// around it, and warns.
const PERHAPS_PHRASES: &[&str] = &[
    "power and interest",
    "influence and interest",
    "allocation by person",
    "allocation per person",
    "allocation by engineer",
    "allocation per engineer",
];

/// What is allocated to people, and is not their time, in small letters.
const THINGS: &[&str] = &[
    "bandwidth",
    "budget",
    "core",
    "cost",
    "cpu",
    "credit",
    "desk",
    "device",
    "disk",
    "gpu",
    "hardware",
    "instance",
    "laptop",
    "licence",
    "license",
    "machine",
    "memory",
    "namespace",
    "quota",
    "ram",
    "resource",
    "seat",
    "space",
    "storage",
    "token",
    "workspace",
];

static ABOUT_PEOPLE: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(PEOPLE_PHRASES));
static PERHAPS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(PERHAPS_PHRASES));

/// Whether a title holds a phrase that is about people with these words around it: `Allocation per
/// engineer`, but neither `Memory allocation per engineer` nor `Power and interest rates`.
fn is_perhaps_about_people(title: &str) -> bool {
    let Some(phrase) = find_any(title, &PERHAPS) else { return false };
    let lower = title.to_lowercase();
    let Some((before, after)) = lower.split_once(phrase) else { return false };
    let of_thing = before.split(|c: char| !c.is_alphanumeric()).any(|word| {
        THINGS.contains(&word) || word.strip_suffix('s').is_some_and(|one| THINGS.contains(&one))
    });
    let next = after.split_whitespace().next().unwrap_or_default();
    let ends = !after.starts_with(' ') || !next.starts_with(char::is_alphabetic);
    !of_thing
        && (ends || ["across", "and", "by", "for", "from", "in", "of", "on", "over", "per"].contains(&next))
}

fn about_people(finder: &mut Finder<'_>) {
    let site = finder.site;
    // What a title holds may be a name, but nobody's: such as that of an offering or a team.
    let titles = site.iter().map(|(_, entry)| &entry.title).filter(|title| !talk::names_talk(title));
    let ids = site.iter().map(|(_, entry)| entry.id.name.to_string());
    let known = titles.flat_map(|title| name::pairs(title).into_iter().chain([title.to_lowercase()]));
    let known = known.chain(ids).collect();
    let entries: Vec<&Entry> = site.iter().map(|(_, entry)| entry).collect();
    finder.each(&entries, |finder| {
        about_people_in(finder, &known);
        charts(finder, &known);
        tables(finder, &known);
        texts(finder, &known);
    });
}

fn about_people_in(finder: &mut Finder<'_>, known: &BTreeSet<String>) {
    let entry = finder.entry();
    for pointer in entry.spans.keys() {
        let (around, name) = pointer.rsplit_once('/').unwrap_or_default();
        if is_about_people(entry, around, name) {
            let at = entry.at_key(pointer);
            finder.report_at(entry, at, format!("`{name}` is about people")).hint(HINT);
        }
    }
    let title = entry.common.title.iter().map(|title| (title.as_str(), entry.at("title")));
    let headings = entry.texts.values().flat_map(|text| &text.body.headings);
    let headings = headings.map(|heading| (heading.text.as_str(), entry.location(heading.span)));
    let mut seen = Vec::new();
    for (text, at) in title.chain(headings) {
        let said = find_any(text, &ABOUT_PEOPLE).is_some() || people::weighed(text).is_some();
        let talk = talk::one_to_one(text).filter(|talk| !is_known(talk, known));
        let judged = people::judged(text).is_some_and(|name| !known.contains(&name.to_lowercase()));
        let perhaps = judged || is_perhaps_about_people(text);
        if (said || perhaps || talk.is_some()) && !seen.contains(&at) {
            let found = finder.report_at(entry, at.clone(), format!("`{text}` is about people"));
            found.hint(HINT);
            if !said && talk.is_none_or(|talk| talk.guess) {
                found.as_warning();
            }
            seen.push(at);
        }
    }
}

/// Whether a talk was between records.
fn is_known(talk: &talk::Talk, known: &BTreeSet<String>) -> bool {
    !talk.names.is_empty() && talk.names.iter().all(|name| known.contains(name))
}

/// GEN3: charts of who has power and is interested, or of one person's time, which Mermaid draws.
fn charts(finder: &mut Finder<'_>, known: &BTreeSet<String>) {
    let entry = finder.entry();
    let of_mermaid = |code: &&Code| code.language == "mermaid";
    for code in entry.texts.values().flat_map(|text| &text.body.code).filter(of_mermaid) {
        let phrase = |phrases| find_any(&code.text, phrases).map(str::to_owned);
        let said =
            || phrase(&ABOUT_PEOPLE).or_else(|| phrase(&PERHAPS)).or_else(|| people::weighed(&code.text));
        let message = if !code.text.contains("quadrantChart") {
            let whose = pie_title(&code.text).and_then(people::whose_time);
            let Some(name) = whose.filter(|name| !known.contains(&name.to_lowercase())) else { continue };
            format!("a chart of the time of `{name}` tells how one person's time is divided")
        } else if let Some(said) = said() {
            format!("a chart of `{said}` is about people")
        } else if weighs_people(&code.text) {
            "a chart with the axes power and interest is about people".to_owned()
        } else {
            continue;
        };
        finder.report_at(entry, entry.location(code.span), message).hint(HINT);
    }
}

/// The title of a pie chart, which may stand in its first line or in one of its own.
fn pie_title(chart: &str) -> Option<&str> {
    let mut lines = chart.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.by_ref().find_map(|line| line.strip_prefix("pie"))?;
    let titles = std::iter::once(first.trim().trim_start_matches("showData").trim()).chain(lines);
    titles.into_iter().find_map(|line| line.strip_prefix("title ")).map(str::trim)
}

/// Whether one axis of a chart is power or influence, and the other interest or support.
fn weighs_people(chart: &str) -> bool {
    let axis = |name: &str, words: &[&str]| {
        let line = chart.lines().find_map(|line| line.trim().strip_prefix(name)).unwrap_or_default();
        line.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word.to_lowercase().as_str()))
    };
    let (power, interest) = (["power", "influence"], ["interest", "support"]);
    [("x-axis", "y-axis"), ("y-axis", "x-axis")].iter().any(|(a, b)| axis(a, &power) && axis(b, &interest))
}

/// GEN3: tables whose head says that they are about people.
fn tables(finder: &mut Finder<'_>, known: &BTreeSet<String>) {
    let entry = finder.entry();
    let Some((start, text)) = own_text(finder.site, entry) else { return };
    for grid in grid::grids(text) {
        let span = Span::new(start + grid.at.start, start + grid.at.end);
        let is_known = |name: &&str| {
            known.contains(&name.to_lowercase()) || name::pairs(name).iter().any(|pair| known.contains(pair))
        };
        if !is_code(entry, span) && !grid.names.iter().any(is_known) {
            let message = format!("the table `{}` is about people", grid.head);
            let found = finder.report_at(entry, entry.location(span), message);
            found.hint(HINT);
            if grid.guess {
                found.as_warning();
            }
        }
    }
}

/// What a text tells of one person.
struct Told {
    /// The words that say it.
    text: String,
    message: String,
    hint: &'static str,
    guess: bool,
}

/// What a block of text, with the one below it, tells of people, apart from records that are called as they are.
fn told_in(block: &str, below: &str, is_title: bool, known: &BTreeSet<String>) -> Vec<Told> {
    let is_record = |name: &str| known.contains(&name.to_lowercase());
    let shares = people::shares(block).into_iter().filter(|it| !it.name.as_deref().is_some_and(is_record));
    let mut told: Vec<Told> = shares
        .map(|people::Share { text, guess, .. }| Told {
            message: format!("`{text}` tells how one person's time is divided"),
            hint: "say what the team does and leave out who; keep whose time it is where only they read it",
            text,
            guess,
        })
        .collect();
    // Titles are looked at by themselves, and closer.
    if !is_title {
        let talk = talk::headed_talk(block, below).or_else(|| talk::told_talk(block));
        let talk = talk.filter(|talk| !is_known(talk, known));
        let talk = talk.map(|it| (it.text, it.guess));
        let about = talk.into_iter().chain(people::weighed(block).map(|text| (text, false)));
        told.extend(about.map(|(text, guess)| {
            let message = format!("`{text}` is about people");
            Told { text, message, hint: HINT, guess }
        }));
    }
    told
}

/// GEN3: what texts tell of people, each block by itself: a share in one item is not of a name in another.
fn texts<'a>(finder: &mut Finder<'a>, known: &BTreeSet<String>) {
    let entry = finder.entry();
    let mut file = None;
    // Fields that are no Markdown.
    let plain = |pointer: &'a String| {
        let text = entry.value.pointer(pointer)?.as_str()?;
        Some((text, pointer.as_str(), entry.at(pointer), pointer == "/title"))
    };
    let mut told: Vec<(&str, &str, Location, bool)> = entry.spans.keys().filter_map(plain).collect();
    for text in entry.texts.values() {
        let headings = text.body.headings.iter().map(|it| (it.text.as_str(), Some(it.span), true));
        let sections = text.body.sections.iter().map(|it| {
            let heading = it.heading.and_then(|at| text.body.headings.get(at));
            (it.text.as_str(), heading.map(|it| it.span), false)
        });
        told.extend(headings.chain(sections).map(|(words, span, is_title)| {
            match (text.pointer.as_str(), span) {
                ("", span) => (words, "", entry.location(span.unwrap_or(Span::FILE)), is_title),
                (pointer, _) => (words, pointer, entry.at(pointer), is_title),
            }
        }));
    }
    for (words, pointer, around, is_title) in told {
        let below = words.lines().skip(1).chain([""]);
        for it in words.lines().zip(below).flat_map(|(block, below)| told_in(block, below, is_title, known)) {
            let said = file
                .get_or_insert_with(|| OwnText::new(finder.site, entry))
                .as_mut()
                .and_then(|file| file.next(pointer, &it.text));
            let at = said.map_or_else(|| around.clone(), |span| entry.location(span));
            let found = finder.report_at(entry, at, it.message).hint(it.hint);
            if it.guess {
                found.as_warning();
            }
        }
    }
}

fn is_about_people(entry: &Entry, around: &str, name: &str) -> bool {
    let name = name.to_lowercase().replace('-', "_");
    if people::FIELDS.contains(&name.as_str()) {
        return true;
    }
    let is_person = |field: &&str| {
        around.split('/').any(|part| part == *field) || entry.spans.contains_key(&format!("{around}/{field}"))
    };
    ["allocation", "allocation_percent"].contains(&name.as_str())
        && people::PERSON_FIELDS.iter().any(is_person)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::tests::report;

    fn told(text: &str) -> Vec<String> {
        let told = report(&format!("=== content/a.md\n# Plan\n\n## Next year\n\n{text}\n"));
        let about = told.into_iter().filter_map(|it| Some(it.strip_prefix("GEN3 content/a.md:")?.to_owned()));
        about.map(|it| it.split(" (").next().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn whose_time_it_is_is_found_in_the_line_that_says_it() {
        assert_eq!(
            told("- The index\n- Jane Doe: 50% on Search\n- **Bob Roe**: 30% on\n  Billing"),
            [
                "6:3: error: `Jane Doe: 50% on Search` tells how one person's time is divided",
                "7:5: error: `Bob Roe: 30% on Billing` tells how one person's time is divided",
            ]
        );
        assert_eq!(
            told("We begin in May.\n\nJane Doe: 50% on Search.\n\nJane Doe: 50% on Search."),
            [
                "7:1: error: `Jane Doe: 50% on Search.` tells how one person's time is divided",
                "9:1: error: `Jane Doe: 50% on Search.` tells how one person's time is divided",
            ]
        );
        assert_eq!(
            told("Alice: 50% on migration, 50% KTLO."),
            ["5:1: error: `Alice: 50% on migration,` tells how one person's time is divided"]
        );
    }

    #[test]
    fn a_name_and_a_share_stand_in_one_block() {
        assert_eq!(told("- Anna Meyer\n- 40% on Jenkins"), [""; 0]);
        assert_eq!(told("- S\u{e3}o Paulo: 20%\n- Jenkins 40%"), [""; 0]);
        assert_eq!(told("We thank Anna\n\n50% on weekdays is enough"), [""; 0]);
        assert_eq!(
            told("- Maria Silva, 50%\n- Maria Silva = 50%"),
            [
                "5:3: warning: `Maria Silva, 50%` tells how one person's time is divided",
                "6:3: warning: `Maria Silva = 50%` tells how one person's time is divided",
            ]
        );
    }

    #[test]
    fn what_is_told_of_a_person_in_a_sentence_is_found() {
        assert_eq!(
            told("Notes from my 1:1 with Maria: she wants to leave"),
            ["5:1: error: `Notes from my 1:1 with Maria:` is about people"]
        );
        assert_eq!(
            told("We know that the CFO has high power and low interest."),
            ["5:26: error: `high power and low interest` is about people"]
        );
    }

    #[test]
    fn the_account_of_a_team_is_nobodys() {
        let team =
            "=== content/teams/anna.toml\ntitle = \"Blob Store\"\ntype = \"platform\"\nchannel = \"#b\"";
        assert_eq!(told(&format!("@anna: 40% on CI\n{team}")), [""; 0]);
        assert_eq!(told("@anna: 40% on CI").len(), 1);
    }

    #[test]
    fn whose_time_a_table_divides_is_found() {
        assert_eq!(
            told("| Engineer | Search | Billing |\n|---|---|---|\n| Jane Doe | 50% | 50% |"),
            ["5:1: error: the table `| Engineer | Search | Billing |` is about people"]
        );
        assert_eq!(
            told("| Who | Time |\n|---|---|\n| Jane Doe | 50% |\n| Bob Roe | 50% |"),
            ["5:1: warning: the table `| Who | Time |` is about people"]
        );
        assert_eq!(told("| Who | Time |\n|---|---|\n| Customers | 50% |"), [""; 0]);
        let team = "=== content/teams/b.toml\ntitle = \"Blob Store\"\ntype = \"platform\"\nchannel = \"#b\"";
        assert_eq!(told(&format!("| Who | Time |\n|---|---|\n| Blob Store | 50% |\n{team}")), [""; 0]);
    }

    #[test]
    fn notes_of_a_talk_are_found_by_their_title_unless_it_names_teams() {
        let of = |title: &str| {
            let team = |name: &str| {
                format!(
                    "=== content/teams/{name}.toml\ntitle = \"{name}\"\ntype = \"platform\"\nchannel = \"#a\"\n"
                )
            };
            let told =
                report(&format!("=== content/a.md\n# {title}\n{}{}", team("Checkout"), team("Storage")));
            told.into_iter().filter(|it| it.starts_with("GEN3")).collect::<Vec<_>>()
        };
        for title in [
            "1on1 Jane",
            "1-on-1 Jane Doe 2027-01-04",
            "Jane / Bob 1on1 2026-05-01",
            "Notes of my one to one with Jane Doe",
            "My 1:1s with the team",
        ] {
            let told = of(title);
            assert!(told.len() == 1 && told[0].contains(&format!("`{title}` is about people")), "{told:?}");
        }
        assert_eq!(of("Storage / Checkout 1:1 2026-05-01"), [""; 0]);
        assert_eq!(of("Tables map one to one with Topics"), [""; 0]);
    }

    #[test]
    fn what_people_are_given_is_not_who_they_are() {
        let of = |title: &str| {
            let told = report(&format!("=== content/a.md\n# {title}\n"));
            told.into_iter().find(|it| it.starts_with("GEN3"))
        };
        for title in [
            "Cloud budget allocation per engineer",
            "Memory allocation per engineer workspace",
            "Quota allocation by person",
            "Electricity: power and interest rates",
            "Feedback about the portal",
            "Performance review of Container Compute",
        ] {
            assert_eq!(of(title), None, "{title}");
        }
        for title in [
            "Allocation per engineer",
            "Allocation by person, 2027-Q1",
            "Power and interest of our partners",
            "Feedback about Bob",
            "Performance review of Anna Meyer",
        ] {
            assert!(of(title).is_some_and(|told| told.contains(": warning: ")), "{title}");
        }
        for title in ["Power/interest grid", "Skip-level notes: Anna"] {
            assert!(of(title).is_some_and(|told| told.contains(": error: ")), "{title}");
        }
    }

    #[test]
    fn ordinary_prose_is_left_alone() {
        for text in [
            "one-to-one mapping of tables",
            "individual allocations",
            "memory allocation",
            "stakeholders",
            "interest rates",
        ] {
            assert_eq!(find_any(text, &ABOUT_PEOPLE), None, "{text}");
        }
        assert_eq!(
            told("```mermaid\nquadrantChart\n  title Power and interest\n```"),
            ["5:1: error: a chart of `power and interest` is about people"]
        );
        let axes = |x: &str, y: &str| {
            told(&format!("```mermaid\nquadrantChart\n  x-axis Low {x} --> High {x}\n  y-axis {y}\n```"))
        };
        let people = ["5:1: error: a chart with the axes power and interest is about people"];
        assert_eq!(axes("Power", "Low Interest --> High Interest"), people);
        assert_eq!(axes("Interest", "Influence"), people);
        assert_eq!(axes("Power", "Cooling"), [""; 0]);
        let pie = |title: &str| told(&format!("```mermaid\npie {title}\n  \"KTLO\" : 50\n```"));
        assert_eq!(
            pie("title Alice's time"),
            ["5:1: error: a chart of the time of `Alice` tells how one person's time is divided"]
        );
        assert_eq!(pie("showData\n  title How Anna's week is spent").len(), 1);
        for title in ["title The team's time", "title Storage's time", "title Alice's disks"] {
            assert_eq!(pie(title), [""; 0], "{title}");
        }
        assert_eq!(find_any("our 1:1 notes, 2027", &ABOUT_PEOPLE), Some("1:1 notes"));
    }
}
