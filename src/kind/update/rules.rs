//! The rules about wins and challenges.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::{Update, UpdateLevel};
use crate::entry::Entry;
use crate::field::none_of;
use crate::finding::{Check, Finder, Rule, Threshold};
use crate::record::Phrase;
use crate::site::EntryIx;

/// The rules.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "UPD1",
        summary: "An update tells of a challenge",
        why: "Readers believe the wins of those who also tell what did not work.",
        fails: "\
=== content/updates/2027-01-06.toml
title = \"6 January 2027\"
date = 2027-01-06
",
        passes: "\
=== content/updates/2027-01-06.toml
title = \"6 January 2027\"
date = 2027-01-06
[[challenges]]
summary = \"Eleven pages a week\"
situation = \"Two alerts cause seven of them\"
action = \"Features wait\"
result = \"Five a week by June\"
",
        check: Check::Record(challenged),
        ..Rule::ERROR
    },
    Rule {
        id: "UPD2",
        summary: "Each story has a situation, an action and a result, and a win's result a number",
        why: "What was before, what was done and what came of it: with less, nobody outside can tell whether it \
              matters. Without a number it is a remark.",
        fails: "\
=== content/updates/2027-01-06.toml
title = \"6 January 2027\"
[[wins]]
summary = \"Upgrade passed 80%\"
situation = \"Hosts were chased by spreadsheet\"
result = \"1,017 of 1,240\"
",
        passes: "\
=== content/updates/2027-01-06.toml
title = \"6 January 2027\"
[[wins]]
summary = \"Upgrade passed 80%\"
situation = \"Hosts were chased by spreadsheet\"
action = \"Tickets are released when what they need is done\"
result = \"1,017 of 1,240\"
",
        check: Check::Record(whole_stories),
        ..Rule::WARNING
    },
    Rule {
        id: "UPD3",
        summary: "An update goes out every fortnight",
        why: "One that comes when there is something to say comes when there is something to hide. Days in the \
              config's `holidays` are left out.",
        dated: true,
        thresholds: &[Threshold { name: "days", value: 14.0, unit: "days" }],
        fails: "\
=== content/updates/2026-12-09.toml
title = \"9 December 2026\"
date = 2026-12-09
",
        passes: "\
=== content/updates/2027-01-06.toml
title = \"6 January 2027\"
date = 2027-01-06
",
        check: Check::Site(fortnightly),
        ..Rule::WARNING
    },
    Rule {
        id: "UPD4",
        summary: "A partner hears of a challenge before it is published",
        why: "Nobody should read here for the first time that others wait for them.",
        fails: "\
=== content/teams/pricing.toml
title = \"Pricing\"
=== content/updates/2027-01-06.toml
title = \"6 January 2027\"
[[challenges]]
summary = \"A test is awaited\"
partner = \"pricing\"
partner_informed = false
",
        passes: "\
=== content/teams/pricing.toml
title = \"Pricing\"
=== content/updates/2027-01-06.toml
title = \"6 January 2027\"
[[challenges]]
summary = \"A test is awaited\"
partner = \"pricing\"
partner_informed = true
",
        check: Check::Record(partners),
        ..Rule::ERROR
    },
    Rule {
        id: "UPD5",
        summary: "An update for everybody is short",
        why: "It is read in two minutes, or not at all.",
        thresholds: &[
            Threshold { name: "wins", value: 5.0, unit: "wins" },
            Threshold { name: "words", value: 80.0, unit: "words an entry" },
        ],
        fails: "\
=== content/updates/2027-01-06.toml
title = \"6 January 2027\"
level = \"org\"
wins = [{ summary = \"1\" }, { summary = \"2\" }, { summary = \"3\" }, { summary = \"4\" }, { summary = \"5\" }, { summary = \"6\" }]
",
        passes: "\
=== content/updates/2027-01-06.toml
title = \"6 January 2027\"
level = \"org\"
wins = [{ summary = \"1\" }, { summary = \"2\" }, { summary = \"3\" }, { summary = \"4\" }, { summary = \"5\" }]
",
        check: Check::Record(short),
        ..Rule::WARNING
    },
];

fn challenged(finder: &mut Finder<'_>) {
    let update: &Update = finder.record();
    if update.challenges.is_empty() {
        let message = format!(
            "`{}` tells of no challenge: nobody can help with what they do not know",
            finder.entry().title
        );
        let hint = "add a `[[challenges]]` with what did not work, or not yet";
        finder.report("title", message).hint(hint);
    }
}

/// The parts of a win or a challenge.
struct Parts<'a> {
    field: String,
    summary: &'a Phrase,
    each: [(&'static str, Option<&'a Phrase>); 3],
    is_win: bool,
}

impl Parts<'_> {
    fn words(&self) -> usize {
        let rest = self.each.iter().filter_map(|(_, part)| *part);
        std::iter::once(self.summary).chain(rest).map(|it| it.text.split_whitespace().count()).sum()
    }
}

fn parts(update: &Update) -> Vec<Parts<'_>> {
    let wins = update.wins.iter().enumerate().map(|(n, it)| Parts {
        field: format!("wins/{n}"),
        summary: &it.summary,
        each: [
            ("situation", it.situation.as_ref()),
            ("action", it.action.as_ref()),
            ("result", it.result.as_ref()),
        ],
        is_win: true,
    });
    let challenges = update.challenges.iter().enumerate().map(|(n, it)| Parts {
        field: format!("challenges/{n}"),
        summary: &it.summary,
        each: [
            ("situation", it.situation.as_ref()),
            ("action", it.action.as_ref()),
            ("result", it.result.as_ref()),
        ],
        is_win: false,
    });
    wins.chain(challenges).collect()
}

fn whole_stories(finder: &mut Finder<'_>) {
    let update: &Update = finder.record();
    for story in parts(update) {
        let missing: Vec<String> = story
            .each
            .iter()
            .filter(|(_, part)| part.is_none())
            .map(|(name, _)| format!("`{name}`"))
            .collect();
        let summary = &story.summary.text;
        if !missing.is_empty() {
            let message = format!("`{summary}` has {}", none_of(&missing));
            let hint = "say in a sentence each how it was, what was done and what came of it";
            finder.report(&story.field, message).hint(hint);
        } else if story.is_win
            && let Some(result) = story.each[2].1
            && !result.text.contains(|c: char| c.is_ascii_digit())
        {
            let message = format!("the result of `{summary}` has no number");
            let hint = "say how many, of how many, or how long it takes now";
            finder.report(&format!("{}/result", story.field), message).hint(hint).as_info();
        }
    }
}

/// Whose updates follow one another.
type Of = (UpdateLevel, Option<EntryIx>);

fn fortnightly(finder: &mut Finder<'_>) {
    let site = finder.site;
    let mut by_team: BTreeMap<Of, Vec<(Date, &Entry)>> = BTreeMap::new();
    for (ix, entry, update) in site.all::<Update>() {
        if let Some(date) = update.date {
            by_team.entry((update.level, site.owner(ix))).or_default().push((date, entry));
        }
    }
    #[expect(clippy::cast_possible_truncation, reason = "a number of days, and the cast saturates")]
    let days = (finder.threshold("days") as i64).max(1);
    let due_after = |date: Date| {
        let mut due = date.saturating_add(days.days());
        while site.config.holidays.contains(&due) {
            due = due.saturating_add(days.days());
        }
        due
    };
    for mut all in by_team.into_values() {
        all.sort_by_key(|(date, _)| *date);
        for (n, (date, entry)) in all.iter().enumerate() {
            let due = due_after(*date);
            let next = all.get(n + 1).map_or(site.as_of, |(next, _)| *next);
            if next > due {
                let message = format!(
                    "the next update after {date} was due by {due}, and did not come: its readers cannot tell whether all is well"
                );
                let hint = "write one, however short; if the day was none of work, add it to `holidays` in `onramp.toml`";
                finder.report_at(entry, entry.at("date"), message).hint(hint);
            }
        }
    }
}

fn partners(finder: &mut Finder<'_>) {
    let update: &Update = finder.record();
    for (n, challenge) in update.challenges.iter().enumerate() {
        let Some(partner) = challenge.partner.as_ref() else { continue };
        let (name, what) = (&partner.name, &challenge.summary.text);
        match challenge.partner_informed {
            Some(true) => {}
            Some(false) => {
                let message =
                    format!("`{name}` would learn from this update that they are asked for help: `{what}`");
                let hint = "talk to them first, then write `partner_informed = true`";
                finder.report(&format!("challenges/{n}/partner_informed"), message).hint(hint);
            }
            None => {
                let message = format!("nobody says whether `{name}` has heard from us of `{what}`");
                let hint = "where they have, write `partner_informed = true`; else talk to them first";
                finder.report(&format!("challenges/{n}/partner"), message).hint(hint).as_warning();
            }
        }
    }
}

fn short(finder: &mut Finder<'_>) {
    let update: &Update = finder.record();
    if update.level != UpdateLevel::Org && finder.entry().audience != crate::config::PUBLIC {
        return;
    }
    let (wins, words) = (finder.threshold("wins"), finder.threshold("words"));
    let number = |count: usize| u32::try_from(count).map_or(f64::INFINITY, f64::from);
    if number(update.wins.len()) > wins {
        let message =
            format!("`{}` tells of {} wins, more than {wins}", finder.entry().title, update.wins.len());
        finder
            .report("wins", message)
            .hint("keep those that others can use; the teams' own updates hold the rest");
    }
    for story in parts(update) {
        let count = story.words();
        if number(count) > words {
            let message = format!("`{}` has {count} words, more than {words}", story.summary.text);
            finder.report(&story.field, message).hint("a sentence for each of situation, action and result");
        }
    }
}
