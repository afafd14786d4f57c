//! The rules about key results: numbers that can be followed, and outcomes rather than launches.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::Objective;
use super::measured::MEASURED;
use super::work::is_work;
use crate::field::none_of;
use crate::finding::{Check, Finder, Rule, Threshold};

/// The rules.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "RMP2",
        summary: "A key result says what is measured, from where to where, and what for",
        why: "With any of them missing, nobody can tell how far it has come, or why it matters.",
        fails: r#"=== content/objectives/2027.toml
[[objective]]
title = "Faster provisioning"
statement = "Engineers get an environment without waiting."
year = 2027
[[objective.key_results]]
text = "From request to ready in 36 minutes"
target = 36
unit = "minutes"
"#,
        passes: r#"=== content/objectives/2027.toml
[[objective]]
title = "Faster provisioning"
statement = "Engineers get an environment without waiting."
year = 2027
[[objective.key_results]]
text = "From request to ready in 36 minutes"
metric = "request-to-ready"
baseline = 48
target = 36
unit = "minutes"
supports = "two-hours"
=== content/metrics/request-to-ready.toml
title = "Request to ready"
audience = "public"
=== content/strategies/two-hours.toml
title = "Two hours"
"#,
        check: Check::Record(complete),
        ..Rule::ERROR
    },
    Rule {
        id: "RMP3",
        summary: "An objective has a result that its users would notice",
        why: "Something launched, completed or adopted is work done. Whether it helped is another number. The rule \
              looks at what measures a key result, and where nothing does, at its words.",
        fails: r#"=== content/objectives/2027.toml
[[objective]]
title = "Faster provisioning"
year = 2027
[[objective.key_results]]
text = "Launch the provisioning command"
[[objective.key_results]]
text = "Adoption of the command by 60% of teams"
"#,
        passes: r#"=== content/objectives/2027.toml
[[objective]]
title = "Faster provisioning"
year = 2027
[[objective.key_results]]
text = "Launch the provisioning command"
[[objective.key_results]]
text = "An environment is ready within 36 minutes of the request"
"#,
        check: Check::Record(outcomes),
        ..Rule::WARNING
    },
    Rule {
        id: "RMP17",
        summary: "A key result begins elsewhere than it ends, and goes the way that its metric calls better",
        why: "Where the beginning is the target, nothing has to happen, and the scorecard can show no way from one to \
              the other: what should merely stay as it is, is a guardrail. And a target that is worse than the \
              beginning, by the metric's own `direction`, turns good and bad around.",
        fails: r#"=== content/objectives/2027.toml
[[objective]]
title = "Faster provisioning"
year = 2027
[[objective.key_results]]
text = "From request to ready in 36 minutes"
baseline = 36
target = 36
"#,
        passes: r#"=== content/objectives/2027.toml
[[objective]]
title = "Faster provisioning"
year = 2027
[[objective.key_results]]
text = "From request to ready in 36 minutes"
baseline = 48
target = 36
"#,
        check: Check::Record(goes_somewhere),
        ..Rule::WARNING
    },
    Rule {
        id: "RMP20",
        summary: "A key result whose day has passed says what came of it",
        why: "A target that nobody came back to teaches that targets are not meant. A number short of it is an answer; \
              silence is none.",
        dated: true,
        thresholds: &[Threshold { name: "days", value: 31.0, unit: "days after it" }],
        fails: r#"=== content/objectives/2026.toml
[[objective]]
title = "Faster provisioning"
year = 2026
[[objective.key_results]]
text = "From request to ready in 36 minutes"
baseline = 48
target = 36
current = 41
as_of = 2026-09-14
by = 2026-11-30
"#,
        passes: r#"=== content/objectives/2026.toml
[[objective]]
title = "Faster provisioning"
year = 2026
[[objective.key_results]]
text = "From request to ready in 36 minutes"
baseline = 48
target = 36
current = 39
as_of = 2026-11-30
by = 2026-11-30
"#,
        check: Check::Record(came_of_it),
        ..Rule::WARNING
    },
    Rule {
        id: "RMP22",
        summary: "A key result is due and measured in the year of its objective",
        why: "Before it, it would have been late when it was written; after it, nobody looks at the objective any more. \
              Mostly it is a slip in the year, or what is left of last year's. Where years end in another month than \
              December, say by how many months.",
        thresholds: &[Threshold { name: "months", value: 0.0, unit: "months after the end of the year" }],
        fails: r#"=== content/objectives/2027.toml
[[objective]]
title = "Faster provisioning"
year = 2027
[[objective.key_results]]
text = "From request to ready in 36 minutes"
by = 2020-06-30
"#,
        passes: r#"=== content/objectives/2027.toml
[[objective]]
title = "Faster provisioning"
year = 2027
[[objective.key_results]]
text = "From request to ready in 36 minutes"
by = 2027-06-30
"#,
        check: Check::Record(within_its_year),
        ..Rule::WARNING
    },
    MEASURED,
];

fn complete(finder: &mut Finder<'_>) {
    let objective: &Objective = finder.record();
    for (n, result) in objective.key_results.iter().enumerate() {
        let known = [
            ("metric", result.metric.is_some()),
            ("baseline", result.baseline.is_some()),
            ("target", result.target.is_some()),
            ("supports", result.supports.is_some()),
        ];
        let missing = known.iter().filter(|(_, there)| !there);
        let missing: Vec<String> = missing.map(|(name, _)| format!("`{name}`")).collect();
        if missing.is_empty() {
            continue;
        }
        let message = format!("`{}` has {}", result.text.text, none_of(&missing));
        let hint = "write what is measured, the value at the beginning, the one aimed for, and the objective or \
                    strategy that it contributes to";
        finder.report(&format!("key_results/{n}/text"), message).hint(hint);
    }
}

fn outcomes(finder: &mut Finder<'_>) {
    let (site, objective) = (finder.site, finder.record::<Objective>());
    let entry = finder.entry();
    if !objective.key_results.is_empty() && objective.key_results.iter().all(|it| is_work(it, entry, site)) {
        let message = format!("`{}` counts work and adoption only", entry.title);
        let hint = "add a result that its users would notice: how long, how often or how much";
        finder.report("key_results", message).hint(hint);
    }
}

fn goes_somewhere(finder: &mut Finder<'_>) {
    let (site, entry) = (finder.site, finder.entry());
    let objective: &Objective = finder.record();
    for (n, result) in objective.key_results.iter().enumerate() {
        let Some((baseline, target)) = result.baseline.zip(result.target) else { continue };
        let field = format!("key_results/{n}/target");
        if baseline.total_cmp(&target).is_eq() {
            let message = format!("`{}` begins at {baseline}, and aims for {target}", result.text.text);
            let hint =
                "write where it stood at the beginning, or name what must stay as it is in `guardrail`";
            finder.report(&field, message).hint(hint);
            continue;
        }
        let metric =
            result.metric.as_ref().and_then(|name| site.target(entry, name)).map(|ix| site.entry(ix));
        let direction = metric.and_then(|metric| metric.value.get("direction")?.as_str());
        let better = match direction {
            Some("up") if target < baseline => "more",
            Some("down") if target > baseline => "less",
            _ => continue,
        };
        let (text, title) = (&result.text.text, metric.map_or("", |metric| &metric.title));
        let message =
            format!("`{text}` goes from {baseline} to {target}, and of `{title}` {better} is better");
        let found = finder.report(&field, message);
        found.hint("turn `baseline` and `target` around, or mend the `direction` of the metric");
        if let Some(metric) = metric {
            found.see(metric.at("direction"), "said here");
        }
    }
}

fn within_its_year(finder: &mut Finder<'_>) {
    let objective: &Objective = finder.record();
    let Some(year) = objective.year else { return };
    #[expect(clippy::cast_possible_truncation, reason = "a number of months that a site sets")]
    let months = (finder.threshold("months").clamp(0.0, 12.0) as i32).months();
    let end = Date::new(year, 12, 31).ok().map(|end| end.saturating_add(months));
    let mut is_told = false;
    for (n, result) in objective.key_results.iter().enumerate() {
        let outside = |by: &Date| by.year() < year || end.is_some_and(|end| *by > end);
        let Some(by) = result.by.filter(outside) else { continue };
        is_told = true;
        let message = format!("`{}` is due on {by}, and its objective is for {year}", result.text.text);
        let hint = "mend the year of one of the two, or leave `by` out for the end of the objective's year";
        finder.report(&format!("key_results/{n}/by"), message).hint(hint);
    }
    if is_told {
        return;
    }
    let entry = finder.entry();
    let measured = objective.key_results.iter().filter_map(|result| result.as_of);
    let first = measured.chain(entry.common.created).min();
    // Of last year's results, the last is often counted in the first months of the next.
    if let Some(first) = first.filter(|first| i32::from(first.year()) > i32::from(year) + 1) {
        let message = format!("`{}` is for {year}, and nothing is said of it before {first}", entry.title);
        let hint =
            "mend the `year`; if it is an old one, write the day on which it was agreed on as `created`";
        finder.report("year", message).hint(hint);
    }
}

fn came_of_it(finder: &mut Finder<'_>) {
    let (site, entry) = (finder.site, finder.entry());
    let objective: &Objective = finder.record();
    let days = finder.threshold("days");
    for (n, result) in objective.key_results.iter().enumerate() {
        let by = result.due(objective).filter(|by| f64::from((site.as_of - *by).get_days()) > days);
        let Some(by) = by else { continue };
        let standing = result.standing(objective, entry, site);
        let text = &result.text.text;
        let message = match (standing.current, standing.of) {
            (None, _) => format!("the day of `{text}` has passed, {by}, and it has no value"),
            (Some(_), Some(of)) if of < by => {
                format!("the day of `{text}` has passed, {by}, and its last value is of {of}")
            }
            _ => continue,
        };
        let hint = format!(
            "say what came of it: `current`, and `as_of = {by}` or later; short of the target is an answer too"
        );
        let field = if result.by.is_some() { "by" } else { "text" };
        finder.report(&format!("key_results/{n}/{field}"), message).hint(hint);
    }
}

#[cfg(test)]
mod tests {
    use crate::rule::tests::report;

    /// What a rule tells of a key result with these fields, whose metric is better in a direction.
    fn told(rule: &str, direction: &str, fields: &str) -> Vec<String> {
        let tree = format!(
            "=== content/objectives/2027.toml\n[[objective]]\ntitle = \"Faster\"\nyear = 2027\n[[objective.key_results]]\n\
             text = \"Ready sooner\"\nmetric = \"ready\"\n{fields}\n\
             === content/metrics/ready.toml\ntitle = \"Ready\"\naudience = \"public\"\ndirection = \"{direction}\"\n"
        );
        let told = report(&tree).into_iter().filter(|it| it.split(' ').next() == Some(rule));
        told.filter_map(|it| Some(it.split(": ").nth(2)?.split(" (").next()?.to_owned())).collect()
    }

    #[test]
    fn a_target_is_better_than_the_beginning() {
        let way = "baseline = 48\ntarget = 36";
        assert_eq!(
            told("RMP17", "up", way),
            ["`Ready sooner` goes from 48 to 36, and of `Ready` more is better"]
        );
        assert_eq!(told("RMP17", "down", way), [""; 0]);
        assert_eq!(told("RMP17", "steady", way), [""; 0]);
        assert_eq!(told("RMP17", "down", "baseline = 36\ntarget = 48").len(), 1);
    }

    #[test]
    fn a_key_result_is_due_in_the_year_of_its_objective() {
        assert_eq!(
            told("RMP22", "down", "by = 2028-01-01"),
            ["`Ready sooner` is due on 2028-01-01, and its objective is for 2027"]
        );
        assert_eq!(told("RMP22", "down", "by = 2027-12-31"), [""; 0]);
    }
}
