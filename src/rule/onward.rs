//! The rule about where migrations lead: to something that stays.
//!
//! In: the whole site. Out: findings. What is not there yet, `migrations.rs` tells.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::circle::circles;
use crate::entry::Entry;
use crate::finding::{Check, Finder, Rule};
use crate::kind::migration::Migration;
use crate::kind::offering::{Lifecycle, Offering};
use crate::kind::sunset::Sunset;
use crate::kind::upstream::Upstream;
use crate::site::{EntryIx, Site};
use crate::source::Location;

/// The rules.
pub const RULES: &[Rule] = &[Rule {
    id: "REL11",
    summary: "A migration leads to what stays",
    why: "Whoever moves to what is leaving too moves twice; and where one migration leads back to what another \
          leaves, nobody knows which of the two to follow.",
    fails: "\
=== content/offerings/vms.toml
title = \"Virtual Machines\"
lifecycle = \"deprecated\"
=== content/offerings/mesos.toml
title = \"Mesos\"
lifecycle = \"retired\"
=== content/migrations/vms.toml
title = \"Off virtual machines\"
from = [\"vms\"]
to = [\"mesos\"]
",
    passes: "\
=== content/offerings/vms.toml
title = \"Virtual Machines\"
lifecycle = \"deprecated\"
=== content/offerings/containers.toml
title = \"Containers\"
lifecycle = \"ga\"
=== content/migrations/vms.toml
title = \"Off virtual machines\"
from = [\"vms\"]
to = [\"containers\"]
",
    check: Check::Site(leads_on),
    ..Rule::WARNING
}];

/// The migrations that are not over and lead from one thing to another, not between versions or parts of one.
fn moves(site: &Site) -> impl Iterator<Item = (EntryIx, &Entry, &Migration)> {
    site.all::<Migration>().filter(|(_, _, it)| !it.is_done() && !is_within(it))
}

/// Whether a migration is from one version or part of a thing to another.
fn is_within(migration: &Migration) -> bool {
    migration.applies_if.as_ref().is_some_and(|rule| rule.version.is_some() || rule.part.is_some())
}

/// Tells of migrations that end where they begin, at what is gone. Without a version or a part, MIG15 tells
/// that they lead nowhere.
fn stays_at_what_is_gone(finder: &mut Finder<'_>) {
    let site = finder.site;
    for (_, entry, migration) in site.all::<Migration>().filter(|(_, _, it)| !it.is_done() && is_within(it)) {
        for (n, reference) in migration.to.iter().enumerate() {
            let Some(to) = site.target(entry, reference) else { continue };
            let retired =
                site.entry(to).record().is_some_and(|it: &Offering| it.lifecycle == Some(Lifecycle::Retired));
            if retired {
                report(finder, Way { entry, migration, n }, to, "is retired", site.entry(to).at("lifecycle"));
            }
        }
    }
}

/// One of the places that a migration leads to.
#[derive(Clone, Copy)]
struct Way<'a> {
    entry: &'a Entry,
    migration: &'a Migration,
    /// Which of its `to`.
    n: usize,
}

fn leads_on(finder: &mut Finder<'_>) {
    stays_at_what_is_gone(finder);
    let site = finder.site;
    let mut ways: BTreeMap<(EntryIx, EntryIx), Way<'_>> = BTreeMap::new();
    let mut astray = BTreeSet::new();
    for (ix, entry, migration) in moves(site) {
        let from: Vec<EntryIx> = migration.left_behind(entry, site).collect();
        for (n, reference) in migration.to.iter().enumerate() {
            let Some(to) = site.target(entry, reference).filter(|to| !from.contains(to)) else { continue };
            let way = Way { entry, migration, n };
            match leaving(site.entry(to)) {
                Some(is) => {
                    astray.insert(ix);
                    report(finder, way, to, is, site.entry(to).at("lifecycle"));
                }
                None => ways.extend(from.iter().map(|from| ((*from, to), way))),
            }
        }
    }
    for way in lead_back(finder, &ways) {
        ways.remove(&way);
    }
    let ends = ends(site, &astray);
    // One that leaves several things leads to each of its own once.
    let each: BTreeMap<(&str, usize), (EntryIx, Way<'_>)> =
        ways.into_iter().map(|((_, to), way)| ((&*way.entry.id.name, way.n), (to, way))).collect();
    for (to, way) in each.into_values() {
        let Some((end, at)) = ends.get(&to) else { continue };
        let stays = way.migration.old_supported_until.max(way.migration.planned_end());
        if stays.is_some_and(|old| *end <= old) {
            let is = &format!("ends on {end}, no later than what is left");
            report(finder, way, to, is, at.clone());
        }
    }
}

fn report<'a>(finder: &mut Finder<'a>, way: Way<'a>, to: EntryIx, is: &str, at: Location) {
    let message = format!("`{}` leads to `{}`, which {is}", way.entry.title, finder.site.entry(to).title);
    let found = finder.report_at(way.entry, way.entry.at(&format!("to/{}", way.n)), message);
    found.hint("name what stays, so that nobody has to move twice").see(at, "said here");
}

/// Tells of migrations that lead back to what others leave, and gives the ways of these circles.
fn lead_back<'a>(
    finder: &mut Finder<'a>,
    ways: &BTreeMap<(EntryIx, EntryIx), Way<'a>>,
) -> Vec<(EntryIx, EntryIx)> {
    let mut next: BTreeMap<EntryIx, Vec<EntryIx>> = BTreeMap::new();
    for (from, to) in ways.keys() {
        next.entry(*from).or_default().push(*to);
    }
    let mut told = Vec::new();
    for circle in circles(&next) {
        let steps = circle.iter().copied().zip(circle.iter().copied().cycle().skip(1));
        let steps: Vec<(EntryIx, EntryIx)> = steps.collect();
        let round: Vec<Way<'a>> = steps.iter().filter_map(|step| ways.get(step).copied()).collect();
        told.extend(steps);
        let Some((first, rest)) = round.split_first() else { continue };
        let names: Vec<String> = round.iter().map(|it| format!("`{}`", it.entry.title)).collect();
        let message = format!("migrations lead in a circle: {}", names.join(", then "));
        let found = finder.report_at(first.entry, first.entry.at("to"), message);
        found.hint("write `stage = \"done\"` into the one that is over, or mend `from` and `to` of one");
        for other in rest {
            found.see(other.entry.at("to"), "leads on here");
        }
    }
    told
}

/// Why an offering is no place to stay, if it is none.
fn leaving(to: &Entry) -> Option<&'static str> {
    match to.record::<Offering>()?.lifecycle? {
        Lifecycle::Retired => Some("is retired"),
        Lifecycle::Sunsetting => Some("is being sunset"),
        Lifecycle::Deprecated => Some("is not for new use"),
        _ => None,
    }
}

/// The day on which each thing ends that has one, and where it is said. What a migration that leads astray
/// says of what it leaves is not believed.
fn ends(site: &Site, astray: &BTreeSet<EntryIx>) -> BTreeMap<EntryIx, (Date, Location)> {
    let upstreams = site.all::<Upstream>().filter_map(|(ix, entry, it)| Some((ix, it.eol?, entry.at("eol"))));
    let sunsets = site.all::<Sunset>().filter(|(_, _, it)| it.part.is_none()).filter_map(|(_, entry, it)| {
        Some((site.target(entry, it.offering.as_ref()?)?, it.end?, entry.at("end")))
    });
    let left = moves(site)
        .filter(|(ix, ..)| !astray.contains(ix))
        .filter_map(|(_, entry, it)| Some((entry, it, it.old_supported_until?)));
    let left = left.flat_map(|(entry, it, day)| {
        it.left_behind(entry, site).map(move |ix| (ix, day, entry.at("old_supported_until")))
    });
    let mut ends: BTreeMap<EntryIx, (Date, Location)> = BTreeMap::new();
    for (ix, day, at) in upstreams.chain(sunsets).chain(left) {
        match ends.get(&ix) {
            Some((earlier, _)) if *earlier <= day => {}
            _ => _ = ends.insert(ix, (day, at)),
        }
    }
    ends
}

#[cfg(test)]
mod tests {
    use crate::rule::tests::report;

    fn told(more: &str) -> Vec<String> {
        let offering = |name: &str| format!("=== content/offerings/{name}.toml\ntitle = \"{name}\"\n");
        let move_to = "=== content/migrations/a.toml\ntitle = \"A to B\"\nfrom = [\"a\"]\nto = [\"b\"]\n\
                       old_supported_until = 2027-09-30\n";
        let told = report(&format!("{}{}{move_to}{more}", offering("a"), offering("b")));
        let told = told.into_iter().filter(|it| it.starts_with("REL11"));
        told.map(|it| it.split(" (").next().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn what_ends_before_the_old_is_no_place_to_go() {
        let sunset = |end: &str| {
            told(&format!("=== content/sunsets/b.toml\ntitle = \"B ends\"\noffering = \"b\"\nend = {end}\n"))
        };
        assert_eq!(
            sunset("2027-06-30"),
            [
                "REL11 content/migrations/a.toml:3:7: warning: `A to B` leads to `b`, which ends on 2027-06-30, no later \
              than what is left"
            ]
        );
        assert_eq!(sunset("2029-06-30"), [""; 0]);
    }

    #[test]
    fn migrations_that_lead_back_are_told_once() {
        let back = |more: &str| {
            told(&format!(
                "=== content/migrations/b.toml\ntitle = \"B to A\"\nfrom = [\"b\"]\nto = [\"a\"]\n{more}"
            ))
        };
        assert_eq!(
            back(""),
            [
                "REL11 content/migrations/a.toml:3:6: warning: migrations lead in a circle: `A to B`, then `B to A`"
            ]
        );
        assert_eq!(back("old_supported_until = 2027-08-31\n").len(), 1);
        // What leads to a thing that is leaving is told, and not what leads away from it.
        let gone = "=== content/offerings/c.toml\ntitle = \"C\"\nlifecycle = \"retired\"\n\
                    === content/migrations/b.toml\ntitle = \"B to C\"\nfrom = [\"b\"]\nto = [\"c\"]\n\
                    old_supported_until = 2027-08-31\n";
        let told = told(gone);
        assert!(told.len() == 1 && told[0].contains("`B to C` leads to `C`, which is retired"), "{told:?}");
        assert_eq!(back("stage = \"done\"\n"), [""; 0]);
        assert_eq!(back("applies_if = { text = \"Yours\", version = \"< 2\" }\n"), [""; 0]);
    }

    #[test]
    fn another_version_of_what_is_retired_is_no_place_to_go() {
        let of = |lifecycle: &str| {
            told(&format!(
                "=== content/offerings/c.toml\ntitle = \"C\"\nlifecycle = \"{lifecycle}\"\n\
                 === content/migrations/c.toml\ntitle = \"C 1 to 2\"\nfrom = [\"c\"]\nto = [\"c\"]\n\
                 applies_if = {{ text = \"Yours\", version = \"< 2\" }}\n"
            ))
        };
        let gone =
            ["REL11 content/migrations/c.toml:3:7: warning: `C 1 to 2` leads to `C`, which is retired"];
        assert_eq!(of("retired"), gone);
        assert_eq!(of("deprecated"), [""; 0]);
    }
}
