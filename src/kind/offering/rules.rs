//! The rules about offerings.
//!
//! OFF3 cannot occur: `shape` holds one value. OFF5, OFF8, OFF10 and OFF14 come with the kinds that
//! they need: see `LEFT_OUT` in `rule/`.

use super::areas::AREAS;
use super::title::is_mere_name;
use super::{Actor, Contribution, Interface, Lifecycle, Offering, Operated};
use crate::finding::{Check, Finder, Rule, Threshold};

/// The rules.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "OFF1",
        summary: "An offering says what it is for and what it is not for",
        why: "Whoever curates has an opinion on both. What is left open is found out late, by those who built on it.",
        fails: "\
=== content/offerings/blob-store.toml
title = \"Blob Store\"
in_scope = [\"Files of up to 5 TB\"]
",
        passes: "\
=== content/offerings/blob-store.toml
title = \"Blob Store\"
in_scope = [\"Files of up to 5 TB\"]
out_of_scope = [\"Rows: use a database\"]
",
        check: Check::Record(scope),
        ..Rule::ERROR
    },
    Rule {
        id: "OFF2",
        summary: "The title says what an offering is",
        why: "Nobody looks for a name that they do not know. The rule speaks up only where a title is one word, and \
              no ordinary word of the record is like it.",
        fails: "\
=== content/offerings/glengarry.toml
title = \"Glengarry\"
summary = \"Bills customers, once a month.\"
",
        passes: "\
=== content/offerings/glengarry.toml
title = \"Billing Platform\"
aliases = [\"Glengarry\"]
summary = \"Bills customers, once a month.\"
",
        check: Check::Record(telling_title),
        ..Rule::WARNING
    },
    Rule {
        id: "OFF4",
        summary: "A team begins in three steps, alone and without waiting",
        why: "Each further step, and each hand-off, is where people give up.",
        thresholds: &[Threshold { name: "steps", value: 3.0, unit: "steps" }],
        fails: "\
=== content/offerings/blob-store.toml
title = \"Blob Store\"
onboarding = [
  { text = \"Ask for a bucket\" },
  { text = \"The bucket is made\", actor = \"platform\", wait_hours = 16 },
]
",
        passes: "\
=== content/offerings/blob-store.toml
title = \"Blob Store\"
onboarding = [
  { text = \"Make a bucket: `lark bucket new`\" },
]
",
        check: Check::Record(onboarding),
        ..Rule::WARNING
    },
    Rule {
        id: "OFF6",
        summary: "Who operates an offering is said where it is not the platform",
        why: "A team learns at night that it is on call for something, or before. The page says `you operate this`; \
              the remark reminds the owner that it does.",
        fails: "\
=== content/offerings/accounts.toml
title = \"Cloud Accounts\"
operated = \"provisioning\"
",
        passes: "\
=== content/offerings/accounts.toml
title = \"Cloud Accounts\"
operated = \"full\"
",
        check: Check::Record(operated),
        ..Rule::INFO
    },
    AREAS,
    Rule {
        id: "OFF9",
        summary: "At most one version before the current one is live",
        why: "Each version is run, patched and explained.",
        thresholds: &[Threshold { name: "versions", value: 2.0, unit: "versions" }],
        fails: "\
=== content/offerings/blob-store.toml
title = \"Blob Store\"
live_versions = 3
",
        passes: "\
=== content/offerings/blob-store.toml
title = \"Blob Store\"
live_versions = 2
",
        check: Check::Record(versions),
        ..Rule::INFO
    },
    Rule {
        id: "OFF11",
        summary: "What can be done in a browser can be done by a program",
        why: "What only a person can click is done by hand, by every team, for ever.",
        fails: "\
=== content/offerings/code-review.toml
title = \"Code Review\"
interfaces = [\"ui\"]
",
        passes: "\
=== content/offerings/code-review.toml
title = \"Code Review\"
interfaces = [\"ui\", \"api\"]
api_docs = \"https://api.example/review\"
",
        check: Check::Record(scriptable),
        ..Rule::INFO
    },
    Rule {
        id: "OFF12",
        summary: "It is clear who runs what others contribute",
        why: "Code that is merged and run by nobody is found when it breaks.",
        fails: "\
=== content/offerings/code-search.toml
title = \"Code Search\"
contribution = \"open\"
",
        passes: "\
=== content/offerings/code-search.toml
title = \"Code Search\"
contribution = \"open\"
contribution_operator = \"Developer Workflow runs what it merges\"
",
        check: Check::Record(contribution),
        ..Rule::WARNING
    },
    Rule {
        id: "OFF13",
        summary: "What is not generally available has early adopters",
        why: "Without somebody who uses it, nobody can say when it is ready.",
        fails: "\
=== content/offerings/graph-storage.toml
title = \"Graph Storage\"
lifecycle = \"alpha\"
",
        passes: "\
=== content/offerings/graph-storage.toml
title = \"Graph Storage\"
lifecycle = \"alpha\"
early_adopters = [\"storage\"]
",
        check: Check::Record(adopters),
        ..Rule::WARNING
    },
];

/// Whether people may still begin to use it. One that does not say counts as one that they may.
fn is_open(offering: &Offering) -> bool {
    !matches!(offering.lifecycle, Some(Lifecycle::Deprecated | Lifecycle::Sunsetting | Lifecycle::Retired))
}

fn scope(finder: &mut Finder<'_>) {
    let offering: &Offering = finder.record();
    if offering.lifecycle == Some(Lifecycle::Retired) {
        return;
    }
    let (missing, hint) = match (offering.in_scope.is_empty(), offering.out_of_scope.is_empty()) {
        (false, false) => return,
        (true, true) => (
            "what it is for, nor what it is not for",
            "write `in_scope = [\"...\"]` and `out_of_scope = [\"...\"]`",
        ),
        (true, false) => ("what it is for", "write `in_scope = [\"...\"]`"),
        (false, true) => {
            ("what it is not for", "write `out_of_scope = [\"...\"]`, each with what to use instead")
        }
    };
    let message = format!("`{}` does not say {missing}", finder.entry().title);
    finder.report("title", message).hint(hint);
}

fn telling_title(finder: &mut Finder<'_>) {
    let entry = finder.entry();
    let offering: &Offering = finder.record();
    // Where every noun has a capital, a name cannot be told by it.
    if !finder.config().language.starts_with("en") {
        return;
    }
    let mut others: Vec<&str> = entry.common.tags.iter().map(String::as_str).collect();
    others.extend(entry.common.summary.as_ref().map(|summary| &*summary.text));
    others.extend(offering.problem.as_ref().map(|problem| &*problem.text));
    others.extend(offering.in_scope.iter().map(|scope| &*scope.text));
    let area = offering.capability_area.as_deref().unwrap_or_default();
    if entry.common.title.is_some() && is_mere_name(&entry.title, area, &others.join(" ")) {
        let message = format!("`{}` says nothing to those who do not know it", entry.title);
        let hint = format!(
            "put what it does into the title, such as `Billing Platform`, and `{}` into `aliases`",
            entry.title
        );
        finder.report("title", message).hint(hint);
    }
}

fn onboarding(finder: &mut Finder<'_>) {
    let offering: &Offering = finder.record();
    if !is_open(offering) {
        return;
    }
    let steps = &offering.onboarding;
    let by_us = steps.iter().filter(|step| step.actor == Actor::Platform).count();
    let hours: f64 = steps.iter().filter_map(|step| step.wait_hours).sum();
    let most = finder.threshold("steps");
    let too_many = f64::from(u32::try_from(steps.len()).unwrap_or(u32::MAX)) > most;
    if !too_many && by_us == 0 && hours <= 0.0 {
        return;
    }
    let mut message =
        format!("to begin with `{}` takes {}", finder.entry().title, counted(steps.len(), "step"));
    if by_us > 0 {
        message += &format!(", {by_us} of them by the platform");
    }
    if hours > 0.0 {
        message += &format!(", and {hours} hours of waiting");
    }
    let hint = format!("let a command do what people wait for: at most {most} steps, all by the team itself");
    finder.report("onboarding", message).hint(hint);
}

/// `1 step`, `2 steps`.
fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

fn operated(finder: &mut Finder<'_>) {
    let offering: &Offering = finder.record();
    let does = match offering.operated {
        None | Some(Operated::Full) => return,
        Some(Operated::Provisioning) => "sets up",
        Some(Operated::Framework) => "gives a framework for",
        Some(Operated::Tools) => "gives tools for",
    };
    if is_open(offering) {
        let message = format!(
            "the platform only {does} `{}`, and its users operate it, at night too",
            finder.entry().title
        );
        let hint = "its page tells them; say in `out_of_scope` what the platform does not do when it breaks";
        finder.report("operated", message).hint(hint);
    }
}

fn versions(finder: &mut Finder<'_>) {
    let offering: &Offering = finder.record();
    let most = finder.threshold("versions");
    if let Some(live) = offering.live_versions.filter(|live| f64::from(*live) > most) {
        let message = format!("`{}` has {live} live versions, more than {most}", finder.entry().title);
        let hint = "say when the oldest ends, and help those who are still on it";
        finder.report("live_versions", message).hint(hint);
    }
}

fn scriptable(finder: &mut Finder<'_>) {
    let offering: &Offering = finder.record();
    if offering.interfaces.contains(&Interface::Ui) && offering.api_docs.is_none() && is_open(offering) {
        let message =
            format!("`{}` can be used in a browser, and by no documented API", finder.entry().title);
        let hint = "write where its API is documented: `api_docs = \"...\"`";
        finder.report("interfaces", message).hint(hint);
    }
}

fn contribution(finder: &mut Finder<'_>) {
    let offering: &Offering = finder.record();
    if offering.contribution == Some(Contribution::Open) && offering.contribution_operator.is_none() {
        let message =
            format!("`{}` takes contributions, and does not say who runs them", finder.entry().title);
        let hint = "write `contribution_operator = \"...\"`: a team, and until when";
        finder.report("contribution", message).hint(hint);
    }
}

fn adopters(finder: &mut Finder<'_>) {
    let offering: &Offering = finder.record();
    let stage = match offering.lifecycle {
        Some(Lifecycle::Alpha) => "alpha",
        Some(Lifecycle::Beta) => "beta",
        _ => return,
    };
    if offering.early_adopters.is_empty() {
        let message = format!("`{}` is in {stage}, and no team is named that uses it", finder.entry().title);
        let hint = "name the teams that use it: `early_adopters = [\"...\"]`";
        finder.report("lifecycle", message).hint(hint);
    }
}
