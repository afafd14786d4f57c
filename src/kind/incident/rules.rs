//! The rules about incidents.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{ActionState, ActionType, Incident};
use crate::finding::{Check, Finder, Rule, Threshold};
use crate::name::{bare, is_somebody};
use crate::said::OwnText;
use crate::source::Span;

/// The rules.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "INC1",
        summary: "An incident has several contributing factors, and nobody to blame",
        why: "Whoever stops at the first cause, or at a person, leaves the others where they are.",
        fails: "\
=== content/incidents/cache.toml
title = \"Cache was cleared\"
contributing_factors = [\"The deploy clears the cache\"]
",
        passes: "\
=== content/incidents/cache.toml
title = \"Cache was cleared\"
contributing_factors = [\"The deploy clears the cache\", \"Nothing measures a cold cache\"]
",
        check: Check::Record(factors),
        ..Rule::WARNING
    },
    Rule {
        id: "INC2",
        summary: "Something keeps an incident from coming back, or notices it sooner",
        why: "What is only mended breaks again, and is found as late as before.",
        fails: "\
=== content/incidents/cache.toml
title = \"Cache was cleared\"
[[actions]]
text = \"Deploy without clearing\"
type = \"fix\"
",
        passes: "\
=== content/incidents/cache.toml
title = \"Cache was cleared\"
[[actions]]
text = \"Deploy without clearing\"
type = \"fix\"
[[actions]]
text = \"Measure how warm the cache is\"
type = \"detect\"
",
        check: Check::Record(only_fixes),
        ..Rule::WARNING
    },
    Rule {
        id: "INC3",
        summary: "A postmortem says why a person was needed, and whether a metric is missing",
        why: "The two questions decide whether the next one is noticed by a person or by a program.",
        fails: "\
=== content/incidents/cache.toml
title = \"Cache was cleared\"
end = 2026-12-01T10:00:00Z
bpm_missing = false
",
        passes: "\
=== content/incidents/cache.toml
title = \"Cache was cleared\"
end = 2026-12-01T10:00:00Z
bpm_missing = false
why_page = \"The latency objective burned, and only a person could roll back\"
",
        check: Check::Record(questions),
        ..Rule::WARNING
    },
    Rule {
        id: "INC4",
        summary: "An incident ends after it began, and its timeline goes forward",
        why: "How long it took is worked out from its times. One that is mistyped, often by a zone, makes it less than \
              nothing, or turns cause and effect around.",
        thresholds: &[Threshold {
            name: "hours",
            value: 24.0,
            unit: "hours that a timeline may reach beyond it",
        }],
        fails: "\
=== content/incidents/cache.toml
title = \"Cache was cleared\"
start = 2026-12-01T10:00:00Z
end = 2026-12-01T09:00:00Z
[[timeline]]
at = 2026-12-01T10:20:00Z
text = \"The first customer writes\"
[[timeline]]
at = 2026-12-01T10:05:00+02:00
text = \"The deploy is taken back\"
[[timeline]]
at = 2027-12-01T10:40:00Z
text = \"Answers are fast again\"
",
        passes: "\
=== content/incidents/cache.toml
title = \"Cache was cleared\"
start = 2026-12-01T09:00:00Z
end = 2026-12-01T10:00:00Z
[[timeline]]
at = 2026-12-01T08:55:00Z
text = \"The deploy begins\"
[[timeline]]
at = 2026-12-01T09:20:00Z
text = \"The first customer writes\"
",
        check: Check::Record(forward),
        ..Rule::ERROR
    },
    Rule {
        id: "INC5",
        summary: "An action whose day has passed is done, dropped, or has a new day",
        why: "What was promised after an incident is what its readers remember. They see a day that has gone by, and \
              not whether it can happen again.",
        dated: true,
        fails: "\
=== content/incidents/cache.toml
title = \"Cache was cleared\"
[[actions]]
text = \"Measure how warm the cache is\"
type = \"detect\"
due = 2026-12-18
",
        passes: "\
=== content/incidents/cache.toml
title = \"Cache was cleared\"
[[actions]]
text = \"Measure how warm the cache is\"
type = \"detect\"
due = 2026-12-18
state = \"done\"
",
        check: Check::Record(due),
        ..Rule::WARNING
    },
];

/// What says that nobody is meant, in small letters.
const DENIALS: &[&str] =
    &["blameless", "isn't", "neither", "never", "no", "nobody", "none", "nor", "not", "wasn't", "without"];

/// What blames somebody, in small letters.
const BLAME: &[&str] = &[
    "human error",
    "operator error",
    "user error",
    "careless",
    "negligent",
    "incompetent",
    "should have known",
    "should have noticed",
    "is to blame",
    "was to blame",
    "at fault",
    "root cause: a person",
];

fn factors(finder: &mut Finder<'_>) {
    let incident: &Incident = finder.record();
    let entry = finder.entry();
    if incident.contributing_factors.len() == 1 {
        let message =
            format!("`{}` names only one contributing factor, and it always takes several", entry.title);
        let hint = "ask what else had to be so: what made it possible, what let it spread, what hid it";
        finder.report("contributing_factors", message).hint(hint);
    }
    // The title is what lists show, to more readers than the rest.
    for words in blame(&entry.title) {
        let found = finder.report("title", format!("`{words}` blames somebody"));
        found.hint("say what made it easy to do, and hard to notice");
    }
    let mut file = None;
    for text in entry.texts.values() {
        for section in &text.body.sections {
            let heading = section.heading.and_then(|at| text.body.headings.get(at)).map(|it| it.span);
            let at = match (text.pointer.as_str(), heading) {
                ("", Some(span)) => entry.location(span),
                ("", None) => entry.location(Span::FILE),
                (pointer, _) => entry.at(pointer),
            };
            for words in blame(&section.text) {
                let said = file
                    .get_or_insert_with(|| OwnText::new(finder.site, entry))
                    .as_mut()
                    .and_then(|file| file.next(&text.pointer, &words));
                let at = said.map_or_else(|| at.clone(), |span| entry.location(span));
                let found = finder.report_at(entry, at, format!("`{words}` blames somebody"));
                found.hint("say what made it easy to do, and hard to notice");
            }
        }
    }
}

/// The words of a text that blame somebody, each once.
fn blame(text: &str) -> BTreeSet<String> {
    // Letters outside ASCII keep their length, so that a place in one is a place in the other.
    let lower = text.to_ascii_lowercase();
    let listed = BLAME.iter().filter_map(|phrase| {
        let mut places = lower.match_indices(*phrase);
        let (at, _) = places.find(|(at, _)| {
            let after = &lower[at + phrase.len()..];
            // User errors are a number that is counted.
            let counted = *phrase == "user error" && after.starts_with('s');
            !counted && !is_denied(&lower[..*at], after)
        })?;
        Some(&text[at..at + phrase.len()])
    });
    let mut found: BTreeSet<String> = listed.map(str::to_owned).collect();
    let words: Vec<&str> = text.split_whitespace().map(bare).collect();
    for (n, two) in words.windows(2).enumerate() {
        let owner = two[0].strip_suffix("'s").or_else(|| two[0].strip_suffix("\u{2019}s"));
        let somebodys = owner.is_some_and(is_person) || ["his", "her", "my"].contains(&two[0]);
        let at_fault = two[1] == "fault" && somebodys;
        if (at_fault || two[1] == "forgot" && is_person(two[0]))
            && !is_denied(&words[..n].join(" "), &words[n + 2..].join(" "))
        {
            found.insert(two.join(" "));
        }
    }
    found
}

/// Whether the words around a phrase take it back: `nobody is to blame`, `human error was not the cause`.
fn is_denied(before: &str, after: &str) -> bool {
    const NEAR: usize = 3;
    let denies = |word: &str| DENIALS.contains(&bare(word).to_lowercase().as_str());
    let same_sentence = |word: &&str| !word.ends_with(['.', ',', ';', ':', '!', '?']);
    before.split_whitespace().rev().take_while(same_sentence).take(NEAR).any(denies)
        || !after.starts_with(['.', ',', ';'])
            && after.split_whitespace().take(2).take_while(same_sentence).any(denies)
}

/// Whether a word means a person; a product, such as `GitHub`, has several capitals.
fn is_person(word: &str) -> bool {
    is_somebody(word) && word.matches(char::is_uppercase).count() == 1
}

fn only_fixes(finder: &mut Finder<'_>) {
    let incident: &Incident = finder.record();
    // What was dropped keeps nothing from coming back.
    let fixes = |it: &super::Action| it.sort == ActionType::Fix || it.state == ActionState::Dropped;
    if !incident.actions.is_empty() && incident.actions.iter().all(fixes) {
        let title = &finder.entry().title;
        let message = format!(
            "all actions of `{title}` mend what broke: it can come back, and nobody would see it sooner"
        );
        let hint = "add an action with `type = \"prevent\"` or `type = \"detect\"`";
        finder.report("actions", message).hint(hint);
    }
}

fn questions(finder: &mut Finder<'_>) {
    let incident: &Incident = finder.record();
    if incident.end.is_none() {
        return;
    }
    let missing = match (&incident.why_page, incident.bpm_missing) {
        (Some(_), Some(_)) => return,
        (None, Some(_)) => "why a person was needed: `why_page`",
        (Some(_), None) => "whether a metric is missing: `bpm_missing`",
        (None, None) => "why a person was needed and whether a metric is missing: `why_page`, `bpm_missing`",
    };
    let message = format!("`{}` does not say {missing}", finder.entry().title);
    finder.report("title", message).hint("answer in a sentence; \"nobody had to be woken\" is an answer");
}

fn due(finder: &mut Finder<'_>) {
    let incident: &Incident = finder.record();
    let today = finder.site.as_of;
    for (n, action) in incident.actions.iter().enumerate() {
        let open = action.due.filter(|day| *day < today && action.state == ActionState::Open);
        let Some(day) = open else { continue };
        let began = incident.start.map(|start| start.to_zoned(TimeZone::UTC).date());
        if let Some(began) = began.filter(|began| day < *began) {
            let message =
                format!("`{}` was due on {day}, before its incident began on {began}", action.text.text);
            let at = finder.entry().at("start");
            let found = finder.report(&format!("actions/{n}/due"), message);
            found.hint("mend the day or the year of one of the two").see(at, "it began then");
            continue;
        }
        let message = format!("`{}` was due on {day}, and is open", action.text.text);
        let hint = "say what came of it: `state = \"done\"`, or `\"dropped\"` and why in the text; or write the \
                    new `due`";
        finder.report(&format!("actions/{n}/due"), message).hint(hint);
    }
}

fn forward(finder: &mut Finder<'_>) {
    let incident: &Incident = finder.record();
    if let Some((start, end)) = incident.start.zip(incident.end).filter(|(start, end)| end < start) {
        let message = format!("`{}` is over at {end}, before it began at {start}", finder.entry().title);
        finder
            .report("end", message)
            .hint("mend the day or the hour of one of the two; look at their zones too");
    }
    let most = finder.threshold("hours");
    let far = |at: Timestamp, from: Timestamp| at.duration_since(from).as_secs_f64() > most * 3600.0;
    let mut last: Option<Timestamp> = None;
    for (n, at) in incident.timeline.iter().map(|it| it.at).enumerate() {
        let title = &finder.entry().title;
        let message = if let Some(last) = last.filter(|last| at < *last) {
            format!("the timeline of `{title}` tells of {at} after {last}")
        } else if let Some(start) = incident.start.filter(|start| far(*start, at)) {
            format!("the timeline of `{title}` tells of {at}, and it began at {start}")
        } else if let Some(end) = incident.end.filter(|end| far(at, *end)) {
            format!("the timeline of `{title}` tells of {at}, and it was over at {end}")
        } else {
            last = Some(at);
            continue;
        };
        let found = finder.report(&format!("timeline/{n}/at"), message);
        found
            .hint("put its moments in order, or mend the day, the hour or the zone of this one")
            .as_warning();
    }
}

#[cfg(test)]
mod tests {
    use super::blame;

    #[test]
    fn who_is_to_blame_is_found_and_who_is_not_is_left_alone() {
        for text in [
            "Tom is to blame, not the tool.",
            "It was Tom's fault",
            "Operator forgot the flag",
            "Human error.",
        ] {
            assert_eq!(blame(text).len(), 1, "{text}");
        }
        for text in [
            "Nobody is to blame for the missing limit",
            "No one is to blame",
            "Human error was not the cause",
            "It was nobody's fault",
            "The default fault domain",
            "We forgot the flag",
            "It was GitHub's fault",
            "Everybody forgot the flag",
            "Everyone forgot the flag",
        ] {
            assert!(blame(text).is_empty(), "{text}");
        }
    }
}
