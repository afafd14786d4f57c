//! The rules about metrics: what is measured is decided by, guarded, and what its name says.

use super::{Expected, Key, Metric, MetricType};
use crate::facet::of_one_day;
use crate::finding::{Check, Finder, Rule};

/// The rules.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "MET1",
        summary: "Somebody decides something by a metric",
        why: "A number that changes nothing costs attention, and is kept for its looks.",
        fails: r#"=== content/metrics/clones.toml
title = "Clones a day"
type = "health"
"#,
        passes: r#"=== content/metrics/clones.toml
title = "Clones a day"
type = "health"
decision = "Above 40,000, Developer Workflow adds a mirror"
"#,
        check: Check::Record(decides),
        ..Rule::WARNING
    },
    Rule {
        id: "MET2",
        summary: "A metric of impact has a guardrail",
        why: "Whatever is aimed for gets better, if need be at the cost of something that nobody looks at.",
        fails: r#"=== content/metrics/ready.toml
title = "Request to ready"
type = "impact"
"#,
        passes: r#"=== content/metrics/ready.toml
title = "Request to ready"
type = "impact"
guardrail = "failures"
=== content/metrics/failures.toml
title = "Provisions that fail"
type = "guardrail"
"#,
        check: Check::Record(guarded),
        ..Rule::WARNING
    },
    Rule {
        id: "MET3",
        summary: "A metric of business performance says what is usual, and what it means to the business",
        why: "Whoever is woken by it has to know at a glance whether to get up.",
        fails: r#"=== content/metrics/sign-ups.toml
title = "Sign-ups an hour"
type = "bpm"
"#,
        passes: r#"=== content/metrics/sign-ups.toml
title = "Sign-ups an hour"
type = "bpm"
business_outcome = "New customers"
expected = { low = 180, high = 420 }
"#,
        check: Check::Record(banded),
        ..Rule::ERROR
    },
    Rule {
        id: "MET4",
        summary: "The change failure rate is about users, not about pipelines",
        why: "A pipeline that fails has caught a mistake before anybody suffered from it. The rule looks for the words \
              pipeline, build and test in the definition.",
        fails: r#"=== content/metrics/failures.toml
title = "Change failure rate"
type = "four_key"
key = "change_failure_rate"
definition = "Red pipelines, of all pipelines"
"#,
        passes: r#"=== content/metrics/failures.toml
title = "Change failure rate"
type = "four_key"
key = "change_failure_rate"
definition = "Deployments that were rolled back or needed a fix at once, of all deployments"
"#,
        check: Check::Record(failures),
        ..Rule::WARNING
    },
    Rule {
        id: "MET5",
        summary: "The four keys are measured where there are users",
        why: "How fast something changes that nobody uses says nothing about delivery.",
        fails: r#"=== content/metrics/lead-time.toml
title = "Lead time"
type = "four_key"
key = "lead_time"
offering = "graphs"
=== content/offerings/graphs.toml
title = "Graph Storage"
lifecycle = "idea"
"#,
        passes: r#"=== content/metrics/lead-time.toml
title = "Lead time"
type = "four_key"
key = "lead_time"
offering = "graphs"
=== content/offerings/graphs.toml
title = "Graph Storage"
lifecycle = "ga"
"#,
        check: Check::Record(used),
        ..Rule::INFO
    },
    Rule {
        id: "MET6",
        summary: "What is usual of a metric goes from less to more",
        why: "The other way round every value is outside, and people are asked to look at what is well.",
        fails: r#"=== content/metrics/sign-ups.toml
title = "Sign-ups an hour"
expected = { low = 420, high = 180 }
"#,
        passes: r#"=== content/metrics/sign-ups.toml
title = "Sign-ups an hour"
expected = { low = 180, high = 420 }
"#,
        check: Check::Record(ordered),
        ..Rule::ERROR
    },
    Rule {
        id: "MET7",
        summary: "A metric has one value for each day",
        why: "They stand as a curve, and of two values for a day one is wrong.",
        fails: r#"=== content/metrics/sign-ups.toml
title = "Sign-ups an hour"
series = [{ date = 2027-01-04, value = 212 }, { date = 2027-01-04, value = 310 }]
"#,
        passes: r#"=== content/metrics/sign-ups.toml
title = "Sign-ups an hour"
series = [{ date = 2027-01-04, value = 212 }, { date = 2027-01-11, value = 310 }]
"#,
        check: Check::Record(one_a_day),
        ..Rule::WARNING
    },
];

/// Words of a definition that count pipelines in the place of users.
const PIPELINES: &[&str] = &["build", "builds", "ci", "pipeline", "pipelines", "test", "tests"];

fn decides(finder: &mut Finder<'_>) {
    let metric: &Metric = finder.record();
    if metric.decision.is_none() {
        let message = format!("nobody decides anything by `{}`", finder.entry().title);
        let hint = "write `decision = \"...\"`: who does what when it changes; or stop measuring it";
        finder.report("title", message).hint(hint);
    }
}

fn ordered(finder: &mut Finder<'_>) {
    let metric: &Metric = finder.record();
    if let Some(Expected { low, high }) = metric.expected.filter(|it| it.low > it.high) {
        let message = format!("`{}` is usual from {low} to {high}, which is less", finder.entry().title);
        let hint = format!("write `expected = {{ low = {high}, high = {low} }}`");
        finder.report("expected", message).hint(hint);
    }
}

fn one_a_day(finder: &mut Finder<'_>) {
    let metric: &Metric = finder.record();
    for (n, before) in of_one_day(&metric.series) {
        let at = finder.entry().at(&format!("series/{before}"));
        let message = format!("`{}` has two values for {}", finder.entry().title, metric.series[n].date);
        let found = finder.report(&format!("series/{n}/date"), message);
        found.hint("keep the one that holds, or mend the day of the other").see(at, "the first");
    }
}

fn guarded(finder: &mut Finder<'_>) {
    let metric: &Metric = finder.record();
    let (site, entry) = (finder.site, finder.entry());
    let guard = metric.guardrail.as_ref().and_then(|it| site.target(entry, it));
    if guard.is_some() && guard == site.index_of(entry) {
        let message = format!("`{}` is to guard itself", entry.title);
        let hint = "name the metric that could get worse while this one gets better";
        finder.report("guardrail", message).hint(hint);
    }
    if metric.what == Some(MetricType::Impact) && metric.guardrail.is_none() {
        let message = format!(
            "`{}` could get better at the cost of something else, and nothing watches for that",
            finder.entry().title
        );
        let hint = "write `guardrail = \"...\"`: the metric that must not get worse meanwhile";
        finder.report("type", message).hint(hint);
    }
}

fn banded(finder: &mut Finder<'_>) {
    let metric: &Metric = finder.record();
    if metric.what != Some(MetricType::Bpm) {
        return;
    }
    let title = &finder.entry().title;
    let (message, hint) = match (metric.expected, &metric.business_outcome) {
        (Some(_), Some(_)) => return,
        (None, Some(_)) => {
            (format!("`{title}` does not say what is usual"), "write `expected = { low = 62, high = 80 }`")
        }
        (Some(_), None) => (
            format!("`{title}` does not say what the business has of it"),
            "write `business_outcome = \"...\"`",
        ),
        (None, None) => (
            format!("`{title}` says neither what is usual nor what the business has of it"),
            "write `expected = { low = 62, high = 80 }` and `business_outcome = \"...\"`",
        ),
    };
    finder.report("type", message).hint(hint);
}

fn failures(finder: &mut Finder<'_>) {
    let metric: &Metric = finder.record();
    let Some(definition) = metric.definition.as_ref().filter(|_| metric.key == Some(Key::ChangeFailureRate))
    else {
        return;
    };
    let text = definition.text.to_lowercase();
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    if let Some(word) = words.find(|word| PIPELINES.contains(word)) {
        let message = format!("`{}` counts by `{word}`, which users never see fail", finder.entry().title);
        let hint = "count deployments that were rolled back or needed a fix at once, of all deployments";
        finder.report("definition", message).hint(hint);
    }
}

fn used(finder: &mut Finder<'_>) {
    let (site, entry) = (finder.site, finder.entry());
    let metric: &Metric = finder.record();
    if metric.what != Some(MetricType::FourKey) {
        return;
    }
    let Some(ix) = metric.offering.as_ref().and_then(|name| site.target(entry, name)) else { return };
    let offering = site.entry(ix);
    let lifecycle = offering.value.get("lifecycle").and_then(serde_json::Value::as_str);
    // Whoever records applications knows who uses what; else the lifecycle has to say it.
    let unused = matches!(lifecycle, Some("idea" | "retired"))
        || (!site.facets.uses.is_empty() && site.facets.uses_of(ix).next().is_none());
    if unused {
        let message = format!("`{}` is measured at `{}`, which nobody uses", entry.title, offering.title);
        let hint = "measure it where there are users, or wait until there are";
        finder.report("offering", message).hint(hint);
    }
}
