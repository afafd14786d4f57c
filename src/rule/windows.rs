//! The rule about what changes and maintenance windows say together.
//!
//! In: the whole site. Out: findings. Must not: look at one record alone; its kind does that.

use crate::entry::Entry;
use crate::finding::{Check, Finder, Rule};
use crate::kind::change::Change;
use crate::kind::maintenance_window::MaintenanceWindow;

/// The rules.
pub const RULES: &[Rule] = &[Rule {
    id: "CHG4",
    summary: "A change keeps to the window that it names",
    why: "On another day, for another offering or for longer, it is an interruption that nobody agreed to.",
    fails: "\
=== content/maintenance_windows/storage.toml
title = \"Storage\"
duration = \"2h\"
recurrence = { every = \"month\", nth = 2, day = \"sunday\" }
=== content/changes/gc.toml
title = \"Blob Store collects garbage in parallel\"
date = 2027-02-16
window = \"storage\"
planned_downtime = \"20m\"
",
    passes: "\
=== content/maintenance_windows/storage.toml
title = \"Storage\"
duration = \"2h\"
recurrence = { every = \"month\", nth = 2, day = \"sunday\" }
=== content/changes/gc.toml
title = \"Blob Store collects garbage in parallel\"
date = 2027-02-14
window = \"storage\"
planned_downtime = \"20m\"
",
    check: Check::Site(windows),
    ..Rule::WARNING
}];

fn windows(finder: &mut Finder<'_>) {
    let site = finder.site;
    for (_, entry, change) in site.all::<Change>() {
        in_window(finder, entry, change);
    }
}

/// Whether the window that a change names comes then, is about what it changes, and is long enough.
fn in_window<'a>(finder: &mut Finder<'a>, entry: &'a Entry, change: &Change) {
    let site = finder.site;
    let Some(at) = change.window.as_ref().and_then(|it| site.target(entry, it)).map(|it| site.entry(it))
    else {
        return;
    };
    let Some(window) = at.record::<MaintenanceWindow>() else { return };
    if let Some(day) = change.date.filter(|day| window.misses(*day)) {
        let message = format!("`{}` is on {day}, when `{}` does not come", entry.title, at.title);
        let hint = match window.next_after(day) {
            Some(next) => format!("move it to {next}, the next day of the window, or name another window"),
            None => "name another window, or add the day to this one".to_owned(),
        };
        finder
            .report_at(entry, entry.at("date"), message)
            .hint(hint)
            .see(at.at("recurrence"), "it comes then");
    }
    let mut about = window.offerings.iter().filter_map(|it| site.target(at, it)).peekable();
    let changed = change.offering.as_ref().and_then(|it| site.target(entry, it));
    if let Some(changed) = changed.filter(|_| about.peek().is_some())
        && !about.any(|it| it == changed)
    {
        let changed = &site.entry(changed).title;
        let message = format!("`{}` changes `{changed}`, which `{}` is not about", entry.title, at.title);
        let hint = "name a window of that offering, or add it to this one once its users know";
        finder
            .report_at(entry, entry.at("window"), message)
            .hint(hint)
            .see(at.at("offerings"), "it is about these");
    }
    if let (Some(downtime), Some(lasts)) = (change.planned_downtime, window.duration)
        && downtime > lasts
    {
        let message =
            format!("`{}` interrupts for {downtime}, and `{}` lasts {lasts}", entry.title, at.title);
        let hint = "split the change, or agree on a longer window with those who use it";
        finder
            .report_at(entry, entry.at("planned_downtime"), message)
            .hint(hint)
            .see(at.at("duration"), "agreed here");
    }
}
