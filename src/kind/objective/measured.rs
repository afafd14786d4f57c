//! The rule about key results and the metrics that measure them.
//!
//! In: an objective, and the metrics that it names. Out: findings. Must not: know the metrics' struct; what
//! they measure in, and what they measured, stands in their fields.

use serde_json::Value;

use super::Objective;
use crate::facet::Point;
use crate::finding::{Check, Finder, Rule};

/// The rule about what measures a key result.
pub(super) const MEASURED: Rule = Rule {
    id: "RMP23",
    summary: "A key result is measured as its metric is",
    why: "The scorecard goes by the metric's values. A target in another unit cannot be compared with them, and a value \
          that is typed beside them hides the newer ones. The last value, of the day on which the result was due, may \
          stand here for good.",
    fails: r#"=== content/objectives/2027.toml
[[objective]]
title = "Faster provisioning"
year = 2027
[[objective.key_results]]
text = "From request to ready in 36 minutes"
metric = "ready"
target = 36
unit = "minutes"
=== content/metrics/ready.toml
title = "Request to ready"
audience = "public"
unit = "hours"
"#,
    passes: r#"=== content/objectives/2027.toml
[[objective]]
title = "Faster provisioning"
year = 2027
[[objective.key_results]]
text = "From request to ready in 36 minutes"
metric = "ready"
target = 36
=== content/metrics/ready.toml
title = "Request to ready"
audience = "public"
unit = "minutes"
"#,
    check: Check::Record(measured),
    ..Rule::WARNING
};

fn measured(finder: &mut Finder<'_>) {
    let (site, entry) = (finder.site, finder.entry());
    let objective: &Objective = finder.record();
    for (n, result) in objective.key_results.iter().enumerate() {
        let Some(metric) = result.metric.as_ref().and_then(|name| site.target(entry, name)) else { continue };
        let (metric, text) = (site.entry(metric), &result.text.text);
        let units = result.unit.as_deref().zip(metric.value.get("unit").and_then(Value::as_str));
        if let Some((own, its)) = units.filter(|(own, its)| plain(own) != plain(its)) {
            let message =
                format!("`{text}` is in `{own}`, and `{}`, which measures it, in `{its}`", metric.title);
            let hint = "write both in one unit, and leave `unit` out here: it is the metric's";
            let found = finder.report(&format!("key_results/{n}/unit"), message);
            found.hint(hint).see(metric.at("unit"), "its unit");
            // Values in two units cannot be compared.
            continue;
        }
        let due = result.due(objective);
        let is_last = result.as_of.zip(due).is_some_and(|(of, due)| of >= due);
        let Some(current) = result.current.filter(|_| !is_last) else { continue };
        let series = metric.value.get("series").and_then(Value::as_array);
        let point = |it: &Value| serde_json::from_value::<Point>(it.clone()).ok();
        let last = series.into_iter().flatten().filter_map(point).max_by_key(|it| it.date);
        if let Some(last) = last.filter(|last| last.value.total_cmp(&current).is_ne()) {
            let message = format!(
                "`{text}` is at {current}, and `{}`, which measures it, at {} on {}",
                metric.title, last.value, last.date
            );
            let hint = "take `current` and `as_of` out, and the newest value of the metric is shown; a newer one belongs into \
                        its `series`";
            let found = finder.report(&format!("key_results/{n}/current"), message);
            found.hint(hint).see(metric.at("series"), "its values");
        }
    }
}

/// A unit in small letters, of one as of many.
fn plain(unit: &str) -> String {
    let small = unit.trim().to_lowercase();
    if small == "percent" { "%".to_owned() } else { small.trim_end_matches('s').to_owned() }
}

#[cfg(test)]
mod tests {
    use crate::rule::tests::report;

    /// What is told of a key result with these fields, by a metric in minutes with one value.
    fn told(fields: &str) -> Vec<String> {
        let tree = format!(
            "=== content/objectives/2027.toml\n[[objective]]\ntitle = \"Faster\"\nyear = 2027\n[[objective.key_results]]\n\
             text = \"Ready sooner\"\nmetric = \"ready\"\n{fields}\n\
             === content/metrics/ready.toml\ntitle = \"Ready\"\naudience = \"public\"\nunit = \"minutes\"\n\
             series = [{{ date = 2027-01-04, value = 44 }}]\n"
        );
        let told = report(&tree).into_iter().filter(|it| it.starts_with("RMP23"));
        told.filter_map(|it| Some(it.split(": ").nth(2)?.split(" (").next()?.to_owned())).collect()
    }

    #[test]
    fn a_value_beside_the_metrics_own_is_told_unless_it_is_the_last() {
        assert_eq!(
            told("current = 41\nas_of = 2026-12-14"),
            ["`Ready sooner` is at 41, and `Ready`, which measures it, at 44 on 2027-01-04"]
        );
        assert_eq!(told("current = 41").len(), 1);
        assert_eq!(told("current = 44"), [""; 0]);
        assert_eq!(told("by = 2027-01-08\ncurrent = 41\nas_of = 2027-01-08"), [""; 0]);
        assert_eq!(told(""), [""; 0]);
    }

    #[test]
    fn a_unit_may_be_written_in_more_than_one_way() {
        assert_eq!(
            told("unit = \"hours\""),
            ["`Ready sooner` is in `hours`, and `Ready`, which measures it, in `minutes`"]
        );
        assert_eq!(told("unit = \"hours\"\ncurrent = 2").len(), 1);
        for same in ["minutes", "Minute", "minutes "] {
            assert_eq!(told(&format!("unit = \"{same}\"")), [""; 0], "{same}");
        }
    }
}
