//! Rules about the fields that every record has: owner, reviews, summary, names, and
//! what its kind expects.
//!
//! In: one record at a time, the site around it. Out: findings. Must not: know what a kind's own
//! fields mean.

use serde_json::Value;

use super::dissolved::{Fate, end, fates, is_there, is_told};
use super::twice::is_copy;
use std::collections::BTreeMap;

use crate::entry::Entry;
use crate::field::{choices, example, none_of};
use crate::finding::{Check, Finder, Rule, Threshold};
use crate::kind::adr::Adr;
use crate::kind::page::Page;
use crate::kind::team::Team;
use crate::record::{EVEN_EMPTY, EXPECTED};

/// The rules.
pub const RULES: &[Rule] = &[
    Rule {
        id: "FLD4",
        summary: "A record has the fields that its readers look for",
        why: "What is left out has to be asked for, again and again.",
        fails: "\
=== content/teams/storage.toml
title = \"Storage\"
type = \"platform\"
",
        passes: "\
=== content/teams/storage.toml
title = \"Storage\"
type = \"platform\"
channel = \"#storage\"
",
        check: Check::Record(expected),
        ..Rule::WARNING
    },
    Rule {
        id: "GEN4",
        summary: "Somebody answers for every record",
        why: "What nobody owns, nobody mends. A page inherits its owner from its folder or the config, so that \
              for a page this is only a remark. A decision names its makers.",
        fails: "\
=== content/offerings/blob-store.toml
title = \"Blob Store\"
",
        passes: "\
=== content/offerings/blob-store.toml
title = \"Blob Store\"
owner = \"storage\"
",
        check: Check::Site(owned),
        ..Rule::ERROR
    },
    Rule {
        id: "GEN5",
        summary: "A record is looked at now and then",
        why: "Readers trust a page that somebody checked lately. The day is `reviewed`, or `created` where nobody has \
              looked since. What has neither is counted on the page of documentation health. Left alone is what need \
              not be read again: a decision, which tells of its own day, the list of a folder, and what a program \
              writes.",
        dated: true,
        thresholds: &[Threshold { name: "days", value: 180.0, unit: "days" }],
        fails: "\
=== content/teams/storage.toml
title = \"Storage\"
reviewed = 2026-05-04
",
        passes: "\
=== content/teams/storage.toml
title = \"Storage\"
reviewed = 2026-12-07
",
        check: Check::Record(reviewed),
        ..Rule::WARNING
    },
    Rule {
        id: "GEN9",
        summary: "A summary is short enough for a listing",
        why: "It stands beside the title in listings and search results, where a long one is cut off.",
        thresholds: &[Threshold { name: "characters", value: 200.0, unit: "characters" }],
        fails: "\
=== content/teams/storage.toml
title = \"Storage\"
summary = \"Ask us where to put files, objects and datasets, how to get them back, what it costs to keep them, \
who may read them, how long they are kept, what happens to them when you delete them, and whom to call at night.\"
",
        passes: "\
=== content/teams/storage.toml
title = \"Storage\"
summary = \"Ask us where to put files, objects and datasets, and what it costs to keep them.\"
",
        check: Check::Record(summary),
        ..Rule::WARNING
    },
    Rule {
        id: "GEN12",
        summary: "An alias belongs to one record",
        why: "Whoever searches for it or refers to it means one thing.",
        fails: "\
=== content/teams/a.toml
title = \"A\"
aliases = [\"files\"]
=== content/teams/b.toml
title = \"B\"
aliases = [\"files\"]
",
        passes: "\
=== content/teams/a.toml
title = \"A\"
aliases = [\"files\"]
=== content/teams/b.toml
title = \"B\"
aliases = [\"disks\"]
",
        check: Check::Site(shared_aliases),
        ..Rule::WARNING
    },
];

/// Fields that the schema of the kind marks as expected.
fn expected(finder: &mut Finder<'_>) {
    let entry = finder.entry();
    let kind = finder.site.kinds.get(&*entry.id.kind);
    let fields = kind.and_then(|kind| kind.schema.get("properties")?.as_object());
    let excused = kind.map_or_else(Vec::new, |kind| (kind.facets.excused)(entry, finder.site.as_of));
    let lacks = |name: &str, mark: &Value| match entry.value.get(name) {
        None => !excused.contains(&name),
        Some(value) => mark != EVEN_EMPTY && is_empty(value) && !excused.contains(&name),
    };
    let marked =
        fields.into_iter().flatten().filter_map(|(name, node)| Some((name, node, node.get(EXPECTED)?)));
    let missing: Vec<(&String, &Value)> = marked
        .filter(|(name, _, mark)| **mark != Value::Bool(false) && lacks(name, mark))
        .map(|(name, node, _)| (name, node))
        .collect();
    if missing.is_empty() {
        return;
    }
    let names: Vec<String> = missing.iter().map(|(name, _)| format!("`{name}`")).collect();
    let message = format!("`{}` has {}", entry.title, none_of(&names));
    let wanted = missing.iter().map(|(name, node)| match choices(node).as_slice() {
        [] => format!("`{name} = {}`", example(node)),
        choices => {
            let quoted = choices.iter().map(|choice| format!("`{choice}`"));
            format!("`{name}` ({})", join(quoted.collect(), "or"))
        }
    });
    let hint = format!("write {}", join(wanted.collect(), "and"));
    finder.report("title", message).hint(hint);
}

fn is_empty(value: &Value) -> bool {
    value.as_str().is_some_and(str::is_empty) || value.as_array().is_some_and(Vec::is_empty)
}

/// `a, b and c`.
fn join(mut names: Vec<String>, word: &str) -> String {
    match (names.pop(), names.is_empty()) {
        (None, _) => String::new(),
        (Some(last), true) => last,
        (Some(last), false) => format!("{} {word} {last}", names.join(", ")),
    }
}

/// Asks of every record who answers for it, and of every owner whether they still can.
fn owned(finder: &mut Finder<'_>) {
    let site = finder.site;
    let owners_are_named =
        site.default_owner.is_some() || site.iter().any(|(_, it)| it.common.owner.is_some());
    let a_team = site.all::<Team>().find(|(_, _, team)| team.dissolved.is_none());
    let example = a_team.map_or("storage", |(_, entry, _)| &*entry.id.name);
    let hint = format!("write `owner = \"{example}\"` here, in the folder's index page, or in `onramp.toml`");
    let fates = fates(site);
    for (ix, entry) in site.iter() {
        if let Some(owner) = entry.common.owner.as_ref().and_then(|owner| site.target(entry, owner)) {
            let team = site.entry(owner);
            if fates.get(&owner) == Some(&Fate::Gone) && is_told(team, site) {
                let message = format!("{}, so nobody answers for `{}`", end(team, site), entry.title);
                let found = finder.report_at(entry, entry.at("owner"), message);
                found.hint("name a team that does, or the `successor` of this one in its record");
                found.see(team.at("dissolved"), "dissolved here, without a successor");
                if is_there(team, site) {
                    found.as_info();
                }
            }
            continue;
        }
        // A reference that leads nowhere is reported where it is resolved.
        if entry.common.owner.is_some() || site.owner(ix).is_some() || entry.record::<Team>().is_some() {
            continue;
        }
        let decided = entry.record::<Adr>();
        // Rule ADR1 asks for them.
        if decided.is_some_and(|adr| !adr.decision_makers.is_empty()) {
            continue;
        }
        let message = format!("nobody answers for `{}`", entry.title);
        if entry.record::<Page>().is_none() && decided.is_none() {
            finder.report_at(entry, entry.at("title"), message).hint(&*hint);
        } else if owners_are_named {
            finder.report_at(entry, entry.at("title"), message).hint(&*hint).as_info();
        }
    }
    if let Some(owner) = site.default_owner
        && let Some(Fate::Gone) = fates.get(&owner)
        && let team = site.entry(owner)
        && is_told(team, site)
    {
        let message = format!("{}, so nobody answers for what has no owner", end(team, site));
        let found = finder.report_outside(site.config.at("/owner"), message);
        found.hint("name a team that does").see(team.at("dissolved"), "dissolved here, without a successor");
        if is_there(team, site) {
            found.as_info();
        }
    }
}

fn reviewed(finder: &mut Finder<'_>) {
    let entry = finder.entry();
    if finder.site.kinds.get(&*entry.id.kind).is_some_and(|kind| !kind.reviewed) {
        return;
    }
    let site = finder.site;
    let written =
        || entry.common.created.filter(|_| site.index_of(entry).is_some_and(|ix| site.needs_review(ix)));
    let title = &entry.title;
    let days = finder.threshold("days");
    let (day, field, message) = if let Some(day) = entry.common.reviewed {
        (day, "reviewed", format!("`{title}` was last looked at on {day}, more than {days} days ago"))
    } else if let Some(day) = written() {
        let message =
            format!("`{title}` was written on {day}, more than {days} days ago, and not looked at since");
        (day, "created", message)
    } else {
        return;
    };
    if f64::from((site.as_of - day).get_days()) > days {
        let hint = format!("read it, mend what no longer holds, and write `reviewed = {}`", site.as_of);
        finder.report(field, message).hint(hint);
    }
}

fn summary(finder: &mut Finder<'_>) {
    let entry = finder.entry();
    let Some(summary) = &entry.common.summary else { return };
    let sections = entry.texts.get(&summary.slot).map_or(&[][..], |text| &text.body.sections);
    let length: usize = sections.iter().map(|section| section.text.chars().count()).sum();
    let most = finder.threshold("characters");
    if f64::from(u32::try_from(length).unwrap_or(u32::MAX)) > most {
        let message = format!("the summary of `{}` has {length} characters, more than {most}", entry.title);
        let hint = "say in a sentence what it is; the rest belongs in the text";
        finder.report("summary", message).hint(hint);
    }
}

fn shared_aliases(finder: &mut Finder<'_>) {
    let site = finder.site;
    let mut taken: BTreeMap<(&str, String), &Entry> = BTreeMap::new();
    for (_, entry) in site.iter() {
        taken.entry((&entry.id.kind, entry.id.name.to_lowercase())).or_insert(entry);
    }
    for (_, entry) in site.iter() {
        for (n, alias) in entry.common.aliases.iter().enumerate() {
            let other = *taken.entry((&entry.id.kind, alias.to_lowercase())).or_insert(entry);
            // Of a record that is there twice GEN17 tells.
            if other.id != entry.id && !is_copy(other, entry, site) {
                let at = entry.at(&format!("aliases/{n}"));
                let message = format!(
                    "`{alias}` is a name of `{}` already, so that it would mean two things",
                    other.id
                );
                let found = finder.report_at(entry, at, message).hint("take it out here, or there");
                found.see(other.at("aliases"), "the other");
            }
        }
    }
}
