//! Rules about waivers: what a record's owner accepts for a while.
//!
//! In: one record at a time. Out: findings. Must not: apply a waiver; check does.

use super::{LEFT_OUT, all};
use crate::finding::{Check, Finder, Rule};
use crate::nearest::nearest;

/// The rules.
pub const RULES: &[Rule] = &[
    Rule {
        id: "GEN8",
        summary: "A waiver has not run out",
        why: "It still holds, so that time alone fails no build. But its reason was given for a while only.",
        dated: true,
        waivable: false,
        fails: "\
=== content/teams/storage.toml
title = \"Storage\"
[[allow]]
rule = \"RMP4\"
reason = \"We run the old system beside the new one until the end of the year\"
until = 2026-12-31
",
        passes: "\
=== content/teams/storage.toml
title = \"Storage\"
[[allow]]
rule = \"RMP4\"
reason = \"We run the old system beside the new one until the end of the year\"
until = 2027-12-31
",
        check: Check::Record(run_out),
        ..Rule::WARNING
    },
    Rule {
        id: "GEN10",
        summary: "A waiver names a rule that can be waived",
        why: "Any other has no effect, and its reader believes it has.",
        waivable: false,
        fails: "\
=== content/teams/storage.toml
title = \"Storage\"
[[allow]]
rule = \"RMP44\"
reason = \"We run the old system beside the new one\"
until = 2027-12-31
",
        passes: "\
=== content/teams/storage.toml
title = \"Storage\"
[[allow]]
rule = \"RMP4\"
reason = \"We run the old system beside the new one\"
until = 2027-12-31
",
        check: Check::Record(waivers),
        ..Rule::WARNING
    },
    Rule {
        id: "GEN14",
        summary: "A waiver is for something that is found",
        why: "Once what it was for is mended, it would silence the next mistake. What depends on the date \
              may come later, so such waivers are left alone.",
        waivable: false,
        fails: "\
=== content/teams/storage.toml
title = \"Storage\"
ktlo_percent = 20
[[allow]]
rule = \"RMP4\"
reason = \"We run the old system beside the new one\"
until = 2027-12-31
",
        passes: "\
=== content/teams/storage.toml
title = \"Storage\"
ktlo_percent = 60
[[allow]]
rule = \"RMP4\"
reason = \"We run the old system beside the new one\"
until = 2027-12-31
",
        check: Check::Waivers,
        ..Rule::INFO
    },
];

fn run_out(finder: &mut Finder<'_>) {
    let entry = finder.entry();
    for (n, waiver) in entry.common.allow.iter().enumerate() {
        if waiver.until < finder.site.as_of {
            let message = format!("the waiver of `{}` ran out on {}", waiver.rule, waiver.until);
            let hint = "mend what it was for and remove it, or give it a new `until`";
            finder.report(&format!("allow/{n}/until"), message).hint(hint);
        }
    }
}

fn waivers(finder: &mut Finder<'_>) {
    let entry = finder.entry();
    if entry.common.allow.is_empty() {
        return;
    }
    let rules = all();
    for (n, waiver) in entry.common.allow.iter().enumerate() {
        let (message, hint) = match rules.iter().find(|rule| rule.id == waiver.rule) {
            Some(rule) if rule.waivable => continue,
            Some(rule) => {
                let message = format!("`{}` cannot be waived: {}", rule.id, lower_first(rule.summary));
                (message, "mend what it found, and remove the waiver".to_owned())
            }
            None if LEFT_OUT.iter().any(|(id, _)| *id == waiver.rule) => {
                let message = format!("`{}` is not checked yet, so there is nothing to waive", waiver.rule);
                (message, "remove the waiver".to_owned())
            }
            None => {
                let waivable = rules.iter().filter(|rule| rule.waivable).map(|rule| rule.id);
                let hint = match nearest(&waiver.rule, waivable) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => "`onramp check --list-rules` shows what there is".to_owned(),
                };
                (format!("there is no rule `{}` to waive", waiver.rule), hint)
            }
        };
        finder.report(&format!("allow/{n}/rule"), message).hint(hint);
    }
}

/// A sentence within another: its first letter small, unless it begins with a name.
fn lower_first(sentence: &str) -> String {
    let second_is_capital = sentence.chars().nth(1).is_some_and(char::is_uppercase);
    let mut chars = sentence.chars();
    match chars.next() {
        Some(first) if !second_is_capital => first.to_lowercase().chain(chars).collect(),
        _ => sentence.to_owned(),
    }
}
