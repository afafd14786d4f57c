//! Teams that end: what became of each, and the rule about what they own.
//!
//! In: the whole site. Out: findings, and for other rules the fate of each team.

use std::collections::BTreeMap;

use jiff::ToSpan as _;

use crate::circle;
use crate::entry::Entry;
use crate::finding::{Check, Finder, Rule};
use crate::kind::team::Team;
use crate::site::{EntryIx, Site};
use crate::source::Location;

/// The rules.
pub const RULES: &[Rule] = &[Rule {
    id: "REL3",
    summary: "A team that no longer exists owns nothing",
    why: "Questions and tickets would go where nobody is.",
    fails: "\
=== content/teams/files.toml
title = \"Files\"
dissolved = 2026-10-01
successor = \"storage\"
=== content/teams/storage.toml
title = \"Storage\"
=== content/offerings/blob-store.toml
title = \"Blob Store\"
owner = \"files\"
",
    passes: "\
=== content/teams/files.toml
title = \"Files\"
dissolved = 2026-10-01
successor = \"storage\"
=== content/teams/storage.toml
title = \"Storage\"
=== content/offerings/blob-store.toml
title = \"Blob Store\"
owner = \"storage\"
",
    check: Check::Site(owned_by_dissolved),
    ..Rule::ERROR
}];

/// What became of a team that no longer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// This one took over.
    Replaced(EntryIx),
    /// Nobody took over.
    Gone,
}

/// What became, or will become, of each team that ends: what it owns needs somebody from that day on.
pub(super) fn fates(site: &Site) -> BTreeMap<EntryIx, Fate> {
    let gone = site.all::<Team>().filter(|(.., team)| team.dissolved.is_some());
    let gone: Vec<(EntryIx, Option<EntryIx>)> = gone
        .map(|(ix, entry, team)| (ix, team.successor.as_ref().and_then(|next| site.target(entry, next))))
        .collect();
    let place: BTreeMap<EntryIx, usize> = (0..).zip(&gone).map(|(n, (ix, _))| (*ix, n)).collect();
    let later =
        gone.iter().map(|(_, next)| next.and_then(|ix| place.get(&ix).copied()).into_iter().collect());
    // Whoever follows a circle of successors arrives nowhere.
    let mut fates: BTreeMap<EntryIx, Fate> = gone.iter().map(|(ix, _)| (*ix, Fate::Gone)).collect();
    for n in circle::order(&later.collect::<Vec<_>>()) {
        let (team, successor) = gone[n];
        let fate = successor.map_or(Fate::Gone, |it| fates.get(&it).copied().unwrap_or(Fate::Replaced(it)));
        fates.insert(team, fate);
    }
    fates
}

/// What is to be said of a team that [`fates`] knows: its end may be past or to come.
pub(super) fn end(team: &Entry, site: &Site) -> String {
    let day = team.record::<Team>().and_then(|it| it.dissolved).filter(|day| *day > site.as_of);
    let what = day.map_or_else(|| "no longer exists".to_owned(), |day| format!("is dissolved on {day}"));
    format!("`{}` {what}", team.title)
}

/// Whether the end of a team is worth a word: from its day on, and as a remark a quarter of a year before.
pub(super) fn is_told(team: &Entry, site: &Site) -> bool {
    const AHEAD: i64 = 92;
    let day = team.record::<Team>().and_then(|it| it.dissolved);
    day.is_some_and(|day| day <= site.as_of.saturating_add(AHEAD.days()))
}

/// Whether a team is still there.
pub(super) fn is_there(team: &Entry, site: &Site) -> bool {
    team.record::<Team>().and_then(|it| it.dissolved).is_some_and(|day| day > site.as_of)
}

fn owned_by_dissolved(finder: &mut Finder<'_>) {
    let site = finder.site;
    let fates = fates(site);
    for (_, entry) in site.iter() {
        let owner = entry.common.owner.as_ref().and_then(|owner| site.target(entry, owner));
        report_replaced(finder, &fates, owner, Some(entry), entry.at("owner"));
        let above =
            entry.record::<Team>().filter(|it| it.dissolved.is_none()).and_then(|it| it.parent.as_ref());
        let above = above.and_then(|above| site.target(entry, above)).filter(|it| fates.contains_key(it));
        if let Some(above) = above.map(|above| site.entry(above)).filter(|above| is_told(above, site)) {
            let message = format!("{}, and `{}` is part of it", end(above, site), entry.title);
            let found = finder.report_at(entry, entry.at("parent"), message);
            found.hint("name the team that it is part of now, or take `parent` out");
            found.see(above.at("dissolved"), "dissolved here").as_warning();
            if is_there(above, site) {
                found.as_info();
            }
        }
    }
    report_replaced(finder, &fates, site.default_owner, None, site.config.at("/owner"));
}

fn report_replaced<'a>(
    finder: &mut Finder<'a>,
    fates: &BTreeMap<EntryIx, Fate>,
    owner: Option<EntryIx>,
    entry: Option<&'a Entry>,
    at: Location,
) {
    let site = finder.site;
    let Some(owner) = owner else { return };
    let Some(Fate::Replaced(successor)) = fates.get(&owner) else { return };
    let (team, successor) = (site.entry(owner), site.entry(*successor));
    if !is_told(team, site) {
        return;
    }
    let found = if let Some(entry) = entry {
        let message = format!("{}, but owns `{}`", end(team, site), entry.title);
        finder.report_at(entry, at, message)
    } else {
        let message = format!("{}, but owns what has no owner", end(team, site));
        finder.report_outside(at, message)
    };
    found.hint(format!("write `owner = \"{}\"`: `{}` takes over", successor.id.name, successor.title));
    found.see(team.at("dissolved"), "dissolved here");
    if is_there(team, site) {
        found.as_info();
    }
}
