//! The rules about sunsets.

use jiff::ToSpan as _;

use super::{Reason, Sunset};
use crate::finding::{Check, Finder, Rule, Threshold};

/// The rules.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "SUN1",
        summary: "A sunset says why, what its users can do, and whether they could take it over",
        why: "Those who still use it chose it once. They are owed a reason, a way out, and the question whether they want it themselves.",
        fails: "\
=== content/sunsets/stacked.toml
title = \"Stacked review mode ends\"
reasons = [\"few_users\"]
off_ramps = [{ type = \"document_steps\", text = \"Split the change by hand\" }]
",
        passes: "\
=== content/sunsets/stacked.toml
title = \"Stacked review mode ends\"
reasons = [\"few_users\"]
off_ramps = [{ type = \"document_steps\", text = \"Split the change by hand\" }]
hand_back = { considered = true, answer = \"Nobody wanted to run it\" }
",
        check: Check::Record(complete),
        ..Rule::ERROR
    },
    Rule {
        id: "SUN2",
        summary: "What somebody's work depends on does not end while a noticeable share depends on it",
        why: "Above a thousandth of all cases, what is saved here is spent many times over elsewhere.",
        thresholds: &[Threshold { name: "percent", value: 0.1, unit: "percent of the cases" }],
        fails: "\
=== content/sunsets/stacked.toml
title = \"Stacked review mode ends\"
critical = true
use_case_share_percent = 4
",
        passes: "\
=== content/sunsets/stacked.toml
title = \"Stacked review mode ends\"
critical = true
use_case_share_percent = 0.09
",
        check: Check::Record(critical),
        ..Rule::WARNING
    },
    Rule {
        id: "SUN3",
        summary: "Where people are needed elsewhere, it is said where",
        why: "Otherwise users read it as a saving at their cost.",
        fails: "\
=== content/sunsets/stacked.toml
title = \"Stacked review mode ends\"
reasons = [\"refocus\"]
",
        passes: "\
=== content/sunsets/stacked.toml
title = \"Stacked review mode ends\"
reasons = [\"refocus\"]
redeploy_to = \"The cache for CI\"
",
        check: Check::Record(redeployed),
        ..Rule::WARNING
    },
    Rule {
        id: "SUN4",
        summary: "The timeline was made with those who use it, and leaves them a quarter",
        why: "They have planned their quarter without it.",
        thresholds: &[Threshold { name: "quarters", value: 1.0, unit: "quarters of a year" }],
        fails: "\
=== content/sunsets/stacked.toml
title = \"Stacked review mode ends\"
announced = 2027-01-04
end = 2027-02-26
negotiated_with = [\"storage\"]
=== content/teams/storage.toml
title = \"Storage\"
",
        passes: "\
=== content/sunsets/stacked.toml
title = \"Stacked review mode ends\"
announced = 2026-10-05
end = 2027-02-26
negotiated_with = [\"storage\"]
=== content/teams/storage.toml
title = \"Storage\"
",
        check: Check::Record(negotiated),
        ..Rule::WARNING
    },
    Rule {
        id: "SUN5",
        summary: "What was to end by a day that has passed has ended",
        why: "Its page says that it is gone. Whoever still uses it finds that it is not, and believes the next date less. \
              What its users took over lives on, and is left alone.",
        dated: true,
        fails: "\
=== content/sunsets/stacked.toml
title = \"Stacked review mode ends\"
offering = \"stacked\"
end = 2026-12-31
=== content/offerings/stacked.toml
title = \"Stacked review mode\"
lifecycle = \"sunsetting\"
",
        passes: "\
=== content/sunsets/stacked.toml
title = \"Stacked review mode ends\"
offering = \"stacked\"
end = 2026-12-31
=== content/offerings/stacked.toml
title = \"Stacked review mode\"
lifecycle = \"retired\"
",
        check: Check::Record(ended),
        ..Rule::WARNING
    },
    Rule {
        id: "SUN6",
        summary: "What is to end is no longer offered to new users",
        why: "Its own page invites teams to begin with it. They learn that it ends once they are on it. A part that ends, \
              and what its users take over, are left alone.",
        dated: true,
        fails: "\
=== content/sunsets/stacked.toml
title = \"Stacked review mode ends\"
offering = \"stacked\"
announced = 2027-01-04
=== content/offerings/stacked.toml
title = \"Stacked review mode\"
lifecycle = \"ga\"
",
        passes: "\
=== content/sunsets/stacked.toml
title = \"Stacked review mode ends\"
offering = \"stacked\"
announced = 2027-01-04
=== content/offerings/stacked.toml
title = \"Stacked review mode\"
lifecycle = \"sunsetting\"
",
        check: Check::Record(still_offered),
        ..Rule::WARNING
    },
];

fn complete(finder: &mut Finder<'_>) {
    let sunset: &Sunset = finder.record();
    let mut missing = Vec::new();
    if sunset.reasons.is_empty() {
        missing.push(("why", "`reasons = [\"few_users\"]`"));
    }
    if sunset.off_ramps.is_empty() {
        missing.push(("what its users do then", "`[[off_ramps]]` with `type` and `text`"));
    }
    // A `false` or `true` alone is no answer to those who ask for it.
    if sunset.hand_back.as_ref().is_none_or(|it| it.answer.is_none() && it.to.is_none()) {
        missing.push((
            "whether its users could take it over",
            "`hand_back = { considered = true, answer = \"...\" }`",
        ));
    }
    if !missing.is_empty() {
        let (what, how): (Vec<&str>, Vec<&str>) = missing.into_iter().unzip();
        let message = format!("`{}` does not say {}", finder.entry().title, what.join(", nor "));
        finder.report("title", message).hint(format!("write {}", how.join(", and ")));
    }
}

fn critical(finder: &mut Finder<'_>) {
    let sunset: &Sunset = finder.record();
    let most = finder.threshold("percent");
    if let Some(share) = sunset.use_case_share_percent.filter(|share| sunset.critical && *share > most) {
        let message = format!(
            "somebody's work depends on what `{}` ends, in {share}% of the cases, more than {most}%",
            finder.entry().title
        );
        let hint = "offer something in its place, and write a migration; or wait until fewer depend on it";
        finder.report("use_case_share_percent", message).hint(hint);
    }
}

fn redeployed(finder: &mut Finder<'_>) {
    let sunset: &Sunset = finder.record();
    if sunset.reasons.contains(&Reason::Refocus) && sunset.redeploy_to.is_none() {
        let message =
            format!("`{}` frees people for something else, and does not say for what", finder.entry().title);
        finder.report("reasons", message).hint("write `redeploy_to = \"...\"`: the work, not the people");
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a number of quarters that a site sets")]
fn negotiated(finder: &mut Finder<'_>) {
    let sunset: &Sunset = finder.record();
    let title = finder.entry().title.clone();
    if sunset.negotiated_with.is_empty() && sunset.users != Some(0) {
        let message = format!("`{title}` does not say with whom its timeline was made");
        let hint = "talk to the teams that use it, and name them in `negotiated_with`";
        finder.report("end", message).hint(hint);
    }
    let quarters = finder.threshold("quarters");
    let months = (3.0 * quarters.clamp(0.0, 40.0)) as i32;
    let Some((announced, end)) = sunset.announced.zip(sunset.end) else { return };
    if end < announced {
        let message = format!("`{title}` is on {end}, before it was announced on {announced}");
        finder.report("end", message).hint("mend the day or the year of one of the two");
    } else if end < announced.saturating_add(months.months()) && !is_sooner_than_promised(finder, sunset) {
        let plural = if quarters > 1.0 { "s" } else { "" };
        let message = format!(
            "`{title}` is on {end} and was announced on {announced}, less than {quarters} quarter{plural} before"
        );
        finder.report("end", message).hint("move `end`, with those who use it");
    }
}

/// Whether what ends promises its users more notice than they are given: REL4 tells that, with how much.
fn is_sooner_than_promised(finder: &Finder<'_>, sunset: &Sunset) -> bool {
    let (site, entry) = (finder.site, finder.entry());
    let offering = sunset.offering.as_ref().and_then(|it| site.target(entry, it)).map(|ix| site.entry(ix));
    let days = offering.and_then(|it| it.value.get("removal_notice_days")?.as_i64());
    let given = sunset.announced.zip(sunset.end).map(|(announced, end)| (end - announced).get_days());
    days.zip(given).is_some_and(|(days, given)| i64::from(given) < days)
}

fn still_offered(finder: &mut Finder<'_>) {
    let (site, entry) = (finder.site, finder.entry());
    let sunset: &Sunset = finder.record();
    let whole = sunset.offering.as_ref().filter(|_| sunset.part.is_none() && !sunset.is_taken_over());
    let Some(offering) = whole.and_then(|it| site.target(entry, it)).map(|ix| site.entry(ix)) else { return };
    // What is not announced may still be for new use; of an end that has passed, SUN5 tells.
    let to_come = sunset.announced.is_some_and(|day| day > site.as_of);
    let passed = sunset.end.is_some_and(|day| day < site.as_of);
    let lifecycle = offering.value.get("lifecycle").and_then(|it| it.as_str());
    let Some(lifecycle) = lifecycle.filter(|it| ["idea", "alpha", "beta", "ga"].contains(it)) else { return };
    if !to_come && !passed {
        let message =
            format!("`{}` is still `{lifecycle}`, and `{}` says that it ends", offering.title, entry.title);
        let hint = "write `lifecycle = \"sunsetting\"` there; if a part of it ends only, name that in `part`";
        finder.report("offering", message).hint(hint).see(offering.at("lifecycle"), "its stage of life");
    }
}

fn ended(finder: &mut Finder<'_>) {
    let (site, entry) = (finder.site, finder.entry());
    let sunset: &Sunset = finder.record();
    let offering = sunset.offering.as_ref().and_then(|it| site.target(entry, it));
    let past = sunset.end.filter(|day| *day < site.as_of && !sunset.is_taken_over());
    let Some((end, offering)) = past.zip(offering) else { return };
    let title = &entry.title;
    if sunset.part.is_none() {
        let it = site.entry(offering);
        if Sunset::still_runs(it) {
            let message =
                format!("the day of `{title}` has passed, {end}, and `{}` is not retired", it.title);
            let hint = "write `lifecycle = \"retired\"` there; or, if it still runs, the new `end` here, and tell its \
                        users";
            finder.report("end", message).hint(hint).see(it.at("lifecycle"), "its stage of life");
        }
        return;
    }
    let left = sunset.users_left(entry, site);
    let Some((first, others)) = left.split_first() else { return };
    let others = match others.len() {
        0 => "still uses it".to_owned(),
        1 => "and one other still use it".to_owned(),
        more => format!("and {more} others still use it"),
    };
    let first = &site.entry(*first).title;
    let message = format!("the day of `{title}` has passed, {end}, and `{first}` {others}");
    let hint = "name in `done` the teams that are off it; or write the new `end`, and tell its users";
    finder.report("end", message).hint(hint);
}
