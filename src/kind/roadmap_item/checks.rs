//! The checks of the rules about what is planned.
//!
//! In: one item, or the site. Out: findings.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde_json::Value;

use super::{Category, RoadmapItem, Status};
use crate::circle;
use crate::config::PUBLIC;
use crate::entry::Entry;
use crate::finding::Finder;
use crate::quarter::{Quarter, Target};
use crate::site::{EntryIx, Site};

/// RMP1.
pub(super) fn public(finder: &mut Finder<'_>) {
    let item: &RoadmapItem = finder.record();
    let entry = finder.entry();
    if item.user_visible == Some(false) && entry.audience == PUBLIC {
        let message = format!("`{}` is for everyone to read, and no user will notice it", entry.title);
        let hint = "remove `audience`, or write `user_visible = true` if users will notice";
        finder.report("audience", message).hint(hint);
    }
}

/// RMP5.
pub(super) fn large_improvement(finder: &mut Finder<'_>) {
    let item: &RoadmapItem = finder.record();
    let improves =
        matches!(item.category, Some(Category::Reliability | Category::Efficiency | Category::Security));
    let most = finder.threshold("months");
    let Some(size) = item.size_dev_months.filter(|size| *size > most) else { return };
    if improves && item.is_open() && item.acute != Some(true) && item.part_of.is_none() {
        let message = format!(
            "`{}` takes {size} developer-months, and is part of no larger plan that says why",
            finder.entry().title
        );
        let hint =
            "write `part_of = \"...\"`: the proposal or the larger item; or `acute = true` if it cannot wait";
        finder.report("size_dev_months", message).hint(hint);
    }
}

/// RMP8.
pub(super) fn in_steps(finder: &mut Finder<'_>) {
    let item: &RoadmapItem = finder.record();
    let most = finder.threshold("months");
    let Some(size) = item.size_dev_months.filter(|size| *size > most) else { return };
    if item.category == Some(Category::Feature) && item.is_open() && item.substeps.is_empty() {
        let message = format!("`{}` takes {size} developer-months in one step", finder.entry().title);
        let hint = "write `substeps = [\"...\"]`: what can be used first, and what then";
        finder.report("size_dev_months", message).hint(hint);
    }
}

/// RMP9.
pub(super) fn customer_work(finder: &mut Finder<'_>) {
    let (site, entry) = (finder.site, finder.entry());
    let item: &RoadmapItem = finder.record();
    if item.requires_customer_work != Some(true) || !item.is_open() {
        return;
    }
    let migration = item.migration.as_ref().and_then(|name| site.target(entry, name));
    let hours = |ix: EntryIx| site.entry(ix).value.get("effort_per_app_hours").is_some();
    let costed = item.customer_hours.is_some() || migration.is_some_and(hours);
    let (message, hint) = match (item.migration.is_some(), costed) {
        (true, true) => return,
        (true, false) => (
            format!("what `{}` costs its customers is not said", entry.title),
            "write `effort_per_app_hours` in the migration, or `customer_hours` here",
        ),
        (false, _) => (
            format!("`{}` asks work of customers, and no migration says which", entry.title),
            "write `migration = \"...\"`: it says who is affected, by when, and how many hours",
        ),
    };
    finder.report("requires_customer_work", message).hint(hint);
}

/// RMP10.
pub(super) fn dependencies(finder: &mut Finder<'_>) {
    let entry = finder.entry();
    let item: &RoadmapItem = finder.record();
    let most = finder.threshold("months");
    let Some(size) = item.size_dev_months.filter(|size| *size >= most) else { return };
    if item.is_open() && entry.value.get("depends_on").is_none() {
        let message =
            format!("`{}` takes {size} developer-months, and does not say what it depends on", entry.title);
        let hint = "write `depends_on = [\"...\"]`, or `[]` if it needs nothing";
        finder.report("size_dev_months", message).hint(hint);
    }
}

/// RMP11.
pub(super) fn refreshed(finder: &mut Finder<'_>) {
    let site = finder.site;
    let days = finder.threshold("days");
    // A folder's items are one roadmap, whether they stand in one file or in several.
    let mut roadmaps: BTreeMap<&str, Vec<(&Entry, &RoadmapItem)>> = BTreeMap::new();
    for (ix, entry, item) in site.all::<RoadmapItem>() {
        roadmaps.entry(&site.parents[ix.0 as usize]).or_default().push((entry, item));
    }
    for (folder, items) in roadmaps {
        if !items.iter().any(|(_, item)| item.is_open()) {
            continue;
        }
        let index = site.folders.get(folder).and_then(|folder| folder.index).map(|ix| site.entry(ix));
        let index = index.and_then(|entry| Some((entry.common.reviewed?, entry, "reviewed".to_owned())));
        let touched = items.iter().filter_map(|(entry, item)| {
            let (day, field) = touched(entry, item)?;
            Some((day, *entry, field))
        });
        let newest = touched.chain(index).max_by_key(|(day, ..)| *day);
        let Some((newest, entry, field)) = newest else { continue };
        if f64::from((site.as_of - newest).get_days()) <= days {
            continue;
        }
        let message =
            format!("the roadmap at `{folder}` was last looked at on {newest}, more than {days} days ago");
        let hint = format!("go through it, move what has moved, and write `reviewed = {}`", site.as_of);
        finder.report_at(entry, entry.at(&field), message).hint(hint);
    }
}

/// The last day on which an item is known to have been looked at, and the field that says so.
fn touched(entry: &Entry, item: &RoadmapItem) -> Option<(Date, String)> {
    let common = &entry.common;
    let days = [("created", common.created), ("delivered", item.delivered), ("reviewed", common.reviewed)];
    let days = days.into_iter().filter_map(|(field, day)| Some((day?, field.to_owned())));
    let moved = item.moved.iter().enumerate().map(|(n, it)| (it.on, format!("moved/{n}/on")));
    moved.chain(days).max_by_key(|(day, _)| *day)
}

/// RMP12.
pub(super) fn first_year(finder: &mut Finder<'_>) {
    let site = finder.site;
    let months = finder.threshold("months");
    // Items may share the larger one whose milestones count for them.
    let mut serves: BTreeMap<EntryIx, Option<Date>> = BTreeMap::new();
    for (ix, entry, item) in site.all::<RoadmapItem>().filter(|(_, _, item)| item.is_open()) {
        let end = item.target.and_then(Target::quarter);
        let Some((started, end)) = item.started.zip(end) else { continue };
        if Quarter::of(started).until(end) <= 4 {
            continue;
        }
        #[expect(clippy::cast_possible_truncation, reason = "a number of months that a site sets")]
        let limit = started.saturating_add((months as i64).months());
        let parent = item.part_of.as_ref().and_then(|name| site.target(entry, name));
        let mut plans = [Some(ix), parent].into_iter().flatten();
        let mut first = |plan| *serves.entry(plan).or_insert_with(|| first_of_use(site, plan));
        if !plans.any(|plan| first(plan).is_some_and(|day| day <= limit)) {
            let message = format!(
                "`{}` runs from {started} to {end}, and nothing of it serves anybody within {months} months",
                entry.title
            );
            let hint = format!("add a `[[milestone]]` with `in_production = true` and a date up to {limit}");
            finder.report_at(entry, entry.at("target"), message).hint(hint);
        }
    }
}

/// The first day on which a milestone of a plan puts something into production.
fn first_of_use(site: &Site, plan: EntryIx) -> Option<Date> {
    let of = |milestone: EntryIx| {
        let value = &site.entry(milestone).value;
        let serves = value.get("in_production").and_then(Value::as_bool) == Some(true)
            || value.get("type").and_then(Value::as_str) == Some("user_visible");
        value.get("date").filter(|_| serves)?.as_str()?.parse::<Date>().ok()
    };
    site.referrers(site.entry(plan), "parent").filter_map(of).min()
}

/// RMP13.
pub(super) fn mandates(finder: &mut Finder<'_>) {
    let site = finder.site;
    let most = finder.threshold("most");
    let mut by_year: BTreeMap<i16, Vec<&Entry>> = BTreeMap::new();
    for (_, entry, item) in site.all::<RoadmapItem>() {
        if item.category != Some(Category::Mandate) || item.status == Some(Status::Dropped) {
            continue;
        }
        if item.mandate_sponsor.is_none() {
            let message = format!("nobody answers for the mandate `{}`", entry.title);
            let hint = "write `mandate_sponsor = \"...\"`: the role of whoever says that it must be";
            finder.report_at(entry, entry.at("category"), message).hint(hint);
        }
        if let Some(quarter) = item.target.and_then(Target::quarter) {
            by_year.entry(quarter.year).or_default().push(entry);
        }
    }
    for (year, mandates) in by_year {
        let count = mandates.len();
        if u32::try_from(count).is_ok_and(|it| f64::from(it) > most) {
            let last = mandates[count - 1];
            let message = format!("{year} has {count} mandates, more than {most}");
            let hint = "ask the sponsors which of them may wait, or which two are one";
            finder.report_at(last, last.at("category"), message).hint(hint);
        }
    }
}

/// RMP14.
pub(super) fn one_event(finder: &mut Finder<'_>) {
    let item: &RoadmapItem = finder.record();
    let most = finder.threshold("months");
    let Some(size) = item.size_dev_months.filter(|size| *size > most) else { return };
    if item.category == Some(Category::Ktlo) && item.is_open() {
        let title = &finder.entry().title;
        let message = format!(
            "`{title}` happens once, takes {size} developer-months, and counts as upkeep, which never ends"
        );
        let hint = "write another `category`, that of what it is for";
        finder.report("category", message).hint(hint);
    }
}

/// RMP15.
pub(super) fn group(finder: &mut Finder<'_>) {
    let item: &RoadmapItem = finder.record();
    let (least, most) = (finder.threshold("least"), finder.threshold("most"));
    let Some(people) = item.people.map(f64::from).filter(|_| item.is_open()) else { return };
    let title = &finder.entry().title;
    let (message, hint) = if people < least {
        (
            format!(
                "`{title}` is planned by a group of {people}, fewer than {least}: one who is away stops it"
            ),
            "plan it together with the item that is nearest to it",
        )
    } else if people > most {
        (
            format!("`{title}` is planned by {people} people, more than {most}: too many to agree"),
            "divide it into two items that can be planned apart",
        )
    } else {
        return;
    };
    finder.report("people", message).hint(hint);
}

/// RMP18. A circle is told once, at its first item.
pub(super) fn circles(finder: &mut Finder<'_>) {
    let site = finder.site;
    let open = site.all::<RoadmapItem>().filter(|(_, _, item)| item.is_open());
    let needs = open.map(|(ix, entry, item)| {
        (ix, item.depends_on.iter().filter_map(|name| site.target(entry, name)).collect())
    });
    for circle in circle::circles(&needs.collect()) {
        let items: Vec<&Entry> = circle.into_iter().map(|ix| site.entry(ix)).collect();
        let (first, others) = (items[0], &items[1..]);
        let message = if others.is_empty() {
            format!("`{}` depends on itself", first.title)
        } else {
            let round: Vec<String> =
                others.iter().chain([&first]).map(|it| format!("`{}`", it.title)).collect();
            format!("`{}` depends on {}", first.title, round.join(", which depends on "))
        };
        let hint = "take one of them out of a `depends_on`, or divide an item into what must come first and the rest";
        let found = finder.report_at(first, first.at("depends_on"), message);
        found.hint(hint);
        for other in others {
            found.see(other.at("depends_on"), format!("`{}`", other.title));
        }
    }
}

/// RMP19.
pub(super) fn late(finder: &mut Finder<'_>) {
    let as_of = finder.site.as_of;
    let item: &RoadmapItem = finder.record();
    let Some(quarter) = item.late(as_of) else { return };
    let entry = finder.entry();
    if let Some(day) = entry.common.created.filter(|day| *day > quarter.last_day()) {
        let message = format!(
            "`{}` was written on {day}, and planned for {quarter}, which had ended on {}",
            entry.title,
            quarter.last_day()
        );
        let hint = "write the quarter that is meant as `target`; or the day on which it was first planned as `created`";
        finder.report("target", message).hint(hint);
        return;
    }
    let message = format!(
        "`{}` was planned for {quarter}, which ended on {}, and is not there",
        entry.title,
        quarter.last_day()
    );
    let hint = format!(
        "write `status = \"delivered\"`; or the new `target`, and under `moved` why: \
         `{{ from = \"{quarter}\", on = {as_of}, why = \"...\" }}`"
    );
    finder.report("target", message).hint(hint);
}

/// RMP24. Of what was delivered on a day before it began, GEN16 tells.
pub(super) fn begun(finder: &mut Finder<'_>) {
    let today = finder.site.as_of;
    let item: &RoadmapItem = finder.record();
    let under_way = match item.status {
        Some(Status::InProgress | Status::Paused) => true,
        Some(Status::Delivered) => item.delivered.is_none(),
        _ => false,
    };
    let Some(day) = item.started.filter(|day| *day > today && under_way) else { return };
    let title = &finder.entry().title;
    let message = format!("`{title}` begins on {day}, and its `status` says that it has begun");
    let hint = format!(
        "write the day on which it began, {today} at the latest; or `status = \"committed\"` until then"
    );
    finder.report("started", message).hint(hint);
}

/// RMP26.
pub(super) fn in_time(finder: &mut Finder<'_>) {
    let site = finder.site;
    for (_, entry, item) in site.all::<RoadmapItem>().filter(|(_, _, item)| item.is_open()) {
        for (n, name) in item.depends_on.iter().enumerate() {
            let Some(other) = site.target(entry, name).map(|ix| site.entry(ix)) else { continue };
            let Some(needed) = other.record::<RoadmapItem>() else { continue };
            let quarters = item.target.and_then(Target::quarter).zip(needed.target.and_then(Target::quarter));
            let (message, hint, field) = if needed.status == Some(Status::Dropped) {
                (
                    format!("`{}` depends on `{}`, which is dropped", entry.title, other.title),
                    "take it out of `depends_on`, or say what becomes of this one",
                    "status",
                )
            } else if let Some((own, later)) = quarters.filter(|(own, later)| needed.is_open() && own < later)
            {
                (
                    format!(
                        "`{}` is planned for {own}, and depends on `{}`, which is planned for {later}",
                        entry.title, other.title
                    ),
                    "move one of the two, and say why under `moved`",
                    "target",
                )
            } else {
                continue;
            };
            let found = finder.report_at(entry, entry.at(&format!("depends_on/{n}")), message);
            found.hint(hint).see(other.at(field), "said here");
        }
    }
}

/// RMP27.
pub(super) fn ranks(finder: &mut Finder<'_>) {
    let site = finder.site;
    let mut first: BTreeMap<(Category, u32), &Entry> = BTreeMap::new();
    for (_, entry, item) in site.all::<RoadmapItem>().filter(|(_, _, item)| item.is_open()) {
        let Some(place) = item.category.zip(item.rank) else { continue };
        let before = *first.entry(place).or_insert(entry);
        // Of an item that is there twice GEN17 tells.
        if before.id != entry.id && !before.reads_like(entry) {
            let rank = place.1;
            let message =
                format!("`{}` and `{}` both have rank {rank} in their category", before.title, entry.title);
            let found = finder.report_at(entry, entry.at("rank"), message);
            found
                .hint("say which of the two waits: give it the next rank")
                .see(before.at("rank"), "the other");
        }
    }
}

/// RMP28. An item may come back to where it was, so that only the last move counts.
pub(super) fn moved(finder: &mut Finder<'_>) {
    let item: &RoadmapItem = finder.record();
    let last = item.moved.iter().enumerate().max_by_key(|(_, it)| it.on);
    let Some((n, last)) = last.filter(|(_, it)| item.target == Some(it.from)) else { return };
    let message = format!("`{}` was moved from {}, and stands there", finder.entry().title, last.from);
    let target = finder.entry().at("target");
    let found = finder.report(&format!("moved/{n}/from"), message);
    found
        .hint("write where it was moved to as `target`, or where it was before as `from`")
        .see(target, "its `target`");
}
