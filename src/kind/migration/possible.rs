//! What rule MIG17 finds: figures and days of a migration that cannot be.
//!
//! In: a migration. Out: findings. What is called how and why stands in `list.rs`.

use super::rules::title;
use super::{Migration, Point};
use crate::finding::Finder;

pub(super) fn possible(finder: &mut Finder<'_>) {
    let migration: &Migration = finder.record();
    if let Some(progress) = migration.progress.as_ref().filter(|it| it.done > it.total) {
        let message = format!("of {} in `{}`, {} have moved", progress.total, title(finder), progress.done);
        let hint = "count both in the same way, on the same day: `total` holds those that have moved too";
        finder.report("progress/done", message).hint(hint);
    }
    if let Some(progress) = &migration.progress {
        let before = |point: &Point| progress.as_of.is_none_or(|day| point.date <= day);
        let last =
            progress.history.iter().enumerate().filter(|(_, it)| before(it)).max_by_key(|(_, it)| it.date);
        if let Some((n, point)) = last.filter(|(_, point)| point.done > progress.done) {
            let message = format!(
                "{} had moved by `{}` on {}, and {} have now",
                point.done,
                title(finder),
                point.date,
                progress.done
            );
            let hint = "count again; if some moved back, write that count and its day into `history`";
            let counted = finder.entry().at("progress/done");
            let found = finder.report(&format!("progress/history/{n}/done"), message);
            found.hint(hint).see(counted, "counted here").as_warning();
        }
    }
    for (n, step) in migration.steps.iter().enumerate() {
        if let Some((done, total)) = step.done.zip(step.total).filter(|(done, total)| done > total) {
            let message = format!("of {total} in `{}`, {done} are done", step.title);
            let hint = "count both in the same way, on the same day: `total` holds those that are done too";
            finder.report(&format!("steps/{n}/done"), message).hint(hint);
        }
    }
    let due = migration.deadline.as_ref().map(|it| it.date);
    // Of an end before the announcement GEN16 tells.
    let until = migration.old_supported_until.filter(|it| migration.announced.is_none_or(|day| *it >= day));
    if let Some((until, due)) = until.zip(due).filter(|(until, due)| until < due) {
        let message =
            format!("`{}` gives until {due}, and the old is supported until {until} only", title(finder));
        finder.report("old_supported_until", message).hint("write the later day into both");
    }
    if let Some((due, told)) = due.zip(migration.announced).filter(|(due, told)| due < told) {
        let message = format!("`{}` is due on {due}, before it was announced on {told}", title(finder));
        finder.report("deadline/date", message).hint("mend the day or the year of one of the two");
    }
}
