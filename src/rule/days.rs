//! Rules about days that cannot be: of something that has happened, and still to come; of an end, and before
//! its beginning.
//!
//! In: one record at a time, and which of its fields its schema marks. Out: findings. Must not: know a kind
//! or a field; a new one is marked where it is declared.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;

use crate::finding::{Check, Finder, Rule};
use crate::quarter::Quarter;
use crate::record::{NOT_BEFORE, PAST};

/// The rules.
pub const RULES: &[Rule] = &[
    Rule {
        id: "GEN13",
        summary: "What has happened, happened on a day that has come",
        why: "A day to come is a slip, mostly in the year. It keeps a record from ever being looked at again, a count from \
              ever being old, and stands in lists as the newest for years.",
        dated: true,
        fails: "\
=== content/teams/storage.toml
title = \"Storage\"
created = 2072-01-04
=== content/applications/cart.toml
title = \"cart\"
as_of = 2099-01-04
",
        passes: "\
=== content/teams/storage.toml
title = \"Storage\"
created = 2027-01-04
=== content/applications/cart.toml
title = \"cart\"
as_of = 2027-01-04
",
        check: Check::Record(in_the_past),
        ..Rule::WARNING
    },
    Rule {
        id: "GEN16",
        summary: "Nothing ends before it begins",
        why: "One of the two days is a slip, and readers plan by either.",
        fails: "\
=== content/requests/cache.toml
title = \"A second cache\"
answered = 2026-12-14
revisit = 1999-12-14
",
        passes: "\
=== content/requests/cache.toml
title = \"A second cache\"
answered = 2026-12-14
revisit = 2027-12-14
",
        check: Check::Record(in_order),
        ..Rule::WARNING
    },
];

fn in_the_past(finder: &mut Finder<'_>) {
    let (entry, today) = (finder.entry(), finder.site.as_of);
    for field in marked(finder, PAST) {
        if day(field.value).is_none_or(|day| day <= today) || !has_happened(&field) {
            continue;
        }
        let day = field.value.as_str().unwrap_or_default();
        let message = format!("`{}` of `{}` is {day}, which is still to come", field.name, entry.title);
        let hint = format!("write the day on which that was, {today} at the latest");
        finder.report(&field.pointer, message).hint(hint);
    }
}

/// Whether a marked day is of something that has happened: it always is, or where the field that the mark
/// names holds one of the values that it lists.
fn has_happened(field: &Marked<'_>) -> bool {
    match field.mark {
        Value::Object(states) => states.iter().all(|(name, values)| {
            let is = field.around.get(name);
            is.is_some_and(|is| values.as_array().is_some_and(|values| values.contains(is)))
        }),
        mark => *mark != Value::Bool(false),
    }
}

fn in_order(finder: &mut Finder<'_>) {
    let entry = finder.entry();
    for field in marked(finder, NOT_BEFORE) {
        let Some(first) = field.mark.as_str() else { continue };
        let Some((end, begins)) = day(field.value).zip(field.around.get(first)) else { continue };
        if day(begins).is_none_or(|begin| end >= begin) {
            continue;
        }
        let begin = begins.as_str().unwrap_or_default();
        let message =
            format!("`{}` of `{}` is {end}, before its `{first}`, which is {begin}", field.name, entry.title);
        finder.report(&field.pointer, message).hint("mend the day or the year of one of the two");
    }
}

/// A field that its schema marks.
struct Marked<'a> {
    pointer: String,
    name: &'a str,
    value: &'a Value,
    /// What the mark says.
    mark: &'a Value,
    /// The table that the field stands in.
    around: &'a Value,
}

/// The fields of the record that its schema marks with a keyword, those within lists and tables too.
fn marked<'a>(finder: &Finder<'a>, keyword: &str) -> Vec<Marked<'a>> {
    let (entry, site) = (finder.entry(), finder.site);
    let mut found = Vec::new();
    if let Some(kind) = site.kinds.get(&*entry.id.kind) {
        gather(&kind.schema, &entry.value, "", keyword, &mut found);
    }
    found
}

fn gather<'a>(node: &'a Value, value: &'a Value, at: &str, keyword: &str, found: &mut Vec<Marked<'a>>) {
    if let (Some(items), Some(values)) = (node.get("items"), value.as_array()) {
        for (n, value) in values.iter().enumerate() {
            gather(items, value, &format!("{at}/{n}"), keyword, found);
        }
    }
    let (Some(fields), Some(values)) = (node.get("properties"), value.as_object()) else { return };
    for (name, inner) in values {
        let Some(node) = fields.get(name) else { continue };
        if let Some(mark) = node.get(keyword) {
            found.push(Marked { pointer: format!("{at}/{name}"), name, value: inner, mark, around: value });
        } else if inner.is_object() || inner.is_array() {
            gather(node, inner, &format!("{at}/{name}"), keyword, found);
        }
    }
}

/// The day of a date or of a moment, the first of a quarter.
fn day(value: &Value) -> Option<Date> {
    let text = value.as_str()?;
    let moment = || Some(text.parse::<Timestamp>().ok()?.to_zoned(TimeZone::UTC).date());
    let quarter = || Some(text.parse::<Quarter>().ok()?.first_day());
    text.parse().ok().or_else(moment).or_else(quarter)
}

#[cfg(test)]
mod tests {
    use crate::rule::tests::report;

    #[test]
    fn a_survey_of_a_quarter_closes_no_sooner_than_that_begins() {
        let of = |closed: &str| {
            let told = report(&format!(
                "=== content/surveys/a.toml\ntitle = \"Survey\"\nperiod = \"2026-Q4\"\nclosed = {closed}\n"
            ));
            told.into_iter().filter(|it| it.starts_with("GEN16")).collect::<Vec<_>>()
        };
        assert_eq!(
            of("2026-06-12"),
            [
                "GEN16 content/surveys/a.toml:3:10: warning: `closed` of `Survey` is 2026-06-12, before its `period`, which is 2026-Q4 \
              (mend the day or the year of one of the two)"
            ]
        );
        assert_eq!(of("2026-12-04"), [""; 0]);
    }
}
