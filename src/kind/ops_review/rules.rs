//! The rules about operations reviews.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{OpsReview, ReviewLevel};
use crate::entry::Entry;
use crate::finding::{Check, Finder, Rule, Threshold};

/// The rules.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "OPS1",
        summary: "A review covers pages, support, postmortems, changes and objectives",
        why: "What is left out of the review is what nobody looks at.",
        fails: "\
=== content/ops-reviews/2027-01.toml
title = \"January\"
date = 2027-01-04
pages = \"Two\"
support = \"Tokens, again\"
postmortems = []
changes = []
manager_present = true
",
        passes: "\
=== content/ops-reviews/2027-01.toml
title = \"January\"
date = 2027-01-04
pages = \"Two\"
support = \"Tokens, again\"
postmortems = []
changes = []
slis_slos = \"All met\"
manager_present = true
",
        check: Check::Record(topics),
        ..Rule::WARNING
    },
    Rule {
        id: "OPS2",
        summary: "Reviews come every week in a team and every month across teams, with somebody who can put work aside",
        why: "Seen late, a pattern has already woken people twice; seen without a manager, nothing makes room for it.",
        dated: true,
        thresholds: &[
            Threshold { name: "team", value: 7.0, unit: "days" },
            Threshold { name: "org", value: 31.0, unit: "days" },
        ],
        fails: "\
=== content/ops-reviews/2026-11.toml
title = \"November\"
date = 2026-11-18
level = \"org\"
manager_present = true
",
        passes: "\
=== content/ops-reviews/2026-12.toml
title = \"December\"
date = 2026-12-16
level = \"org\"
manager_present = true
",
        check: Check::Site(rhythm),
        ..Rule::WARNING
    },
    Rule {
        id: "OPS3",
        summary: "What somebody took home from a review is done by its day, or has a new one",
        why: "A list that nobody comes back to is not worth the hour that it took to write.",
        dated: true,
        fails: "\
=== content/ops-reviews/2027-01.toml
title = \"January\"
actions = [{ text = \"Take the two alerts out\", due = 2027-01-08 }]
",
        passes: "\
=== content/ops-reviews/2027-01.toml
title = \"January\"
actions = [{ text = \"Take the two alerts out\", due = 2027-01-08, done = true }]
",
        check: Check::Record(due),
        ..Rule::WARNING
    },
];

/// The five topics, by field.
const TOPICS: [&str; 5] = ["pages", "support", "postmortems", "changes", "slis_slos"];

fn topics(finder: &mut Finder<'_>) {
    let entry = finder.entry();
    let missing: Vec<String> = TOPICS
        .iter()
        .filter(|topic| entry.value.get(**topic).is_none())
        .map(|topic| format!("`{topic}`"))
        .collect();
    if !missing.is_empty() {
        let message = format!(
            "`{}` leaves out {}: nobody can tell whether it was asked",
            entry.title,
            missing.join(", ")
        );
        let hint = "write a sentence or a list; \"Nothing to tell\" and `[]` are answers too";
        finder.report("title", message).hint(hint);
    }
}

fn rhythm(finder: &mut Finder<'_>) {
    let site = finder.site;
    let mut newest: BTreeMap<_, (Date, &Entry, &OpsReview)> = BTreeMap::new();
    for (ix, entry, review) in site.all::<OpsReview>() {
        let Some(date) = review.date else { continue };
        let owner = site.owner(ix).filter(|_| review.level == ReviewLevel::Team);
        let last = newest.entry((review.level, owner)).or_insert((date, entry, review));
        if date > last.0 {
            *last = (date, entry, review);
        }
    }
    for ((level, owner), (date, entry, review)) in newest {
        let (days, whose) = match level {
            ReviewLevel::Team => {
                let team = owner.map_or("the team", |ix| &site.entry(ix).title);
                (finder.threshold("team"), format!("`{team}`"))
            }
            ReviewLevel::Org => (finder.threshold("org"), "all teams".to_owned()),
        };
        if f64::from((site.as_of - date).get_days()) > days {
            let message = format!("the last review of {whose} was on {date}, more than {days} days ago");
            let hint = "hold one; `/ops-review/` has its five topics filled in";
            finder.report_at(entry, entry.at("date"), message).hint(hint);
        }
        if review.manager_present == Some(false) {
            let message = format!("nobody who can put other work aside was at `{}`", entry.title);
            let hint = "choose a time for the next one at which a manager can be there";
            finder.report_at(entry, entry.at("manager_present"), message).hint(hint);
        }
    }
}

fn due(finder: &mut Finder<'_>) {
    let review: &OpsReview = finder.record();
    let today = finder.site.as_of;
    for (n, action) in review.actions.iter().enumerate() {
        let Some(day) = action.due.filter(|day| *day < today && !action.done) else { continue };
        let message = format!("`{}` was due on {day}, and is open", action.text.text);
        let hint = "say what came of it: `done = true`; or write the new `due`, or take it out if it no longer matters";
        finder.report(&format!("actions/{n}/due"), message).hint(hint);
    }
}
