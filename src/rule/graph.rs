//! Rules over the whole graph: what several records say together, and cannot all mean.
//!
//! In: the whole site. Out: findings. Must not: look at one record alone; its kind does that.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::circle;
use crate::entry::Entry;
use crate::finding::{Check, Finder, Rule};
use crate::kind::adr::{Adr, Status};
use crate::kind::metric::Metric;
use crate::kind::offering::{Lifecycle, Offering};
use crate::kind::roadmap_item::RoadmapItem;
use crate::kind::team::Team;
use crate::site::{EntryIx, Site, Target};

/// The rules.
pub const RULES: &[Rule] = &[
    Rule {
        id: "REL1",
        summary: "An offering does not rely on a superseded decision",
        why: "Its readers follow the link to see why it is as it is, and read what no longer holds.",
        fails: "\
=== content/offerings/batch.toml
title = \"Batch Jobs\"
lifecycle = \"ga\"
=== content/adrs/0001-mesos.md
+++
title = \"Mesos for batch\"
status = \"superseded\"
affects = [\"batch\"]
+++
=== content/adrs/0002-kubernetes.md
+++
title = \"Kubernetes for all\"
status = \"accepted\"
supersedes = [\"0001\"]
+++
",
        passes: "\
=== content/offerings/batch.toml
title = \"Batch Jobs\"
lifecycle = \"ga\"
=== content/adrs/0001-mesos.md
+++
title = \"Mesos for batch\"
status = \"superseded\"
affects = [\"batch\"]
+++
=== content/adrs/0002-kubernetes.md
+++
title = \"Kubernetes for all\"
status = \"accepted\"
supersedes = [\"0001\"]
affects = [\"batch\"]
+++
",
        check: Check::Site(relies_on_superseded),
        ..Rule::ERROR
    },
    Rule {
        id: "REL6",
        summary: "No team takes over from itself",
        why: "Whoever follows the successors to find who answers now would never arrive.",
        fails: "\
=== content/teams/files.toml
title = \"Files\"
dissolved = 2026-10-01
successor = \"files\"
",
        passes: "\
=== content/teams/files.toml
title = \"Files\"
dissolved = 2026-10-01
successor = \"storage\"
=== content/teams/storage.toml
title = \"Storage\"
",
        check: Check::Site(succeeds_itself),
        ..Rule::ERROR
    },
    Rule {
        id: "REL9",
        summary: "Nothing is a part of itself, and no aim serves itself",
        why: "Whoever goes up from a team to the one above, or from an aim to what it is for, would go round in a circle.",
        fails: "\
=== content/teams/compute.toml
title = \"Compute\"
parent = \"storage\"
=== content/teams/storage.toml
title = \"Storage\"
parent = \"compute\"
",
        passes: "\
=== content/teams/compute.toml
title = \"Compute\"
parent = \"infrastructure\"
=== content/teams/storage.toml
title = \"Storage\"
parent = \"infrastructure\"
=== content/teams/infrastructure.toml
title = \"Infrastructure\"
",
        check: Check::Site(above_itself),
        ..Rule::ERROR
    },
    Rule {
        id: "REL7",
        summary: "Nothing that lives needs a retired offering",
        why: "Either it is not retired yet, or something is about to fail, or the list of who uses it is old.",
        fails: "\
=== content/offerings/vms.toml
title = \"Virtual Machines\"
lifecycle = \"retired\"
=== content/offerings/batch.toml
title = \"Batch Jobs\"
lifecycle = \"ga\"
depends_on = [\"vms\"]
=== content/applications/cart.toml
title = \"cart\"
uses = [{ offering = \"vms\" }]
",
        passes: "\
=== content/offerings/vms.toml
title = \"Virtual Machines\"
lifecycle = \"sunsetting\"
=== content/offerings/batch.toml
title = \"Batch Jobs\"
lifecycle = \"ga\"
depends_on = [\"vms\"]
=== content/applications/cart.toml
title = \"cart\"
uses = [{ offering = \"vms\" }]
",
        check: Check::Site(needs_retired),
        ..Rule::WARNING
    },
    Rule {
        id: "REL12",
        summary: "Nothing names itself where it is to name another",
        why: "A thing that needs, replaces or stands in for itself says nothing, and a name was meant that is not there.",
        fails: "\
=== content/offerings/batch.toml
title = \"Batch Jobs\"
alternatives = [\"batch\"]
",
        passes: "\
=== content/offerings/batch.toml
title = \"Batch Jobs\"
alternatives = [\"workflows\"]
=== content/offerings/workflows.toml
title = \"Workflows\"
",
        check: Check::Site(names_itself),
        ..Rule::ERROR
    },
    Rule {
        id: "REL15",
        summary: "A list names each record once",
        why: "What is named twice is counted once. Often another was meant, and that one is missing.",
        fails: "\
=== content/offerings/batch.toml
title = \"Batch Jobs\"
alternatives = [\"workflows\", \"workflows\"]
=== content/offerings/workflows.toml
title = \"Workflows\"
",
        passes: "\
=== content/offerings/batch.toml
title = \"Batch Jobs\"
alternatives = [\"workflows\"]
=== content/offerings/workflows.toml
title = \"Workflows\"
",
        check: Check::Site(names_twice),
        ..Rule::WARNING
    },
];

/// Teams whose successors lead back to them; a circle is told once, at its first team.
fn succeeds_itself(finder: &mut Finder<'_>) {
    let site = finder.site;
    let next = |(ix, entry, team): (EntryIx, &Entry, &Team)| {
        (ix, team.successor.as_ref().and_then(|next| site.target(entry, next)).into_iter().collect())
    };
    for circle in circle::circles(&site.all::<Team>().map(next).collect()) {
        let entry = site.entry(circle[0]);
        let message = format!("`{}` takes over from itself, directly or by way of others", entry.title);
        finder
            .report_at(entry, entry.at("successor"), message)
            .hint("name the team that answers now, or take `successor` out if there is none");
    }
}

/// Records that name themselves. A team may own itself, and of the others named here their own rules
/// tell, most of which see longer circles too.
fn names_itself(finder: &mut Finder<'_>) {
    let site = finder.site;
    for (ix, entry) in site.iter() {
        for (slot, reference) in &entry.refs {
            let mut parts = reference.pointer.rsplit('/').filter(|part| part.parse::<u32>().is_err());
            let field = parts.next().unwrap_or_default();
            let told = match field {
                "owner" | "parent" | "supports" => true,
                "successor" => entry.record::<Team>().is_some(),
                "guardrail" => entry.record::<Metric>().is_some(),
                "depends_on" => entry.record::<RoadmapItem>().is_some(),
                "supersedes" => entry.record::<Adr>().is_some(),
                _ => false,
            };
            let itself = matches!(site.resolved(ix).refs.get(slot), Some(Target::Entry(to, _)) if *to == ix);
            if itself && !told {
                let message = format!("`{}` names itself as its `{field}`", entry.title);
                let found = finder.report_at(entry, entry.at(&reference.pointer), message);
                found.hint("name the one that was meant, or take this one out");
            }
        }
    }
}

/// Lists that name one record more than once. A list of tables may: each says something else of it.
fn names_twice(finder: &mut Finder<'_>) {
    let site = finder.site;
    for (ix, entry) in site.iter() {
        let mut named: BTreeMap<(&str, EntryIx, Option<&str>), &str> = BTreeMap::new();
        for (slot, reference) in &entry.refs {
            let Some((list, _)) =
                reference.pointer.rsplit_once('/').filter(|(_, n)| n.parse::<u32>().is_ok())
            else {
                continue;
            };
            let Some(Target::Entry(to, anchor)) = site.resolved(ix).refs.get(slot) else { continue };
            if let Some(first) = named.insert((list, *to, anchor.as_deref()), &reference.pointer) {
                let field = list.rsplit('/').next().unwrap_or_default();
                let message = format!("`{field}` names `{}` twice", site.entry(*to).title);
                let found = finder.report_at(entry, entry.at(&reference.pointer), message);
                found
                    .hint("name the one that was meant, or take this one out")
                    .see(entry.at(first), "the first");
            }
        }
    }
}

/// Fields that lead from a record to what it is a part of, or what it is for.
const UP: &[&str] = &["parent", "supports"];

/// What leads back to itself on the way up; a circle is told once, at its first record.
fn above_itself(finder: &mut Finder<'_>) {
    let site = finder.site;
    for field in UP {
        // Where each names the next, for the message.
        let mut named: BTreeMap<(EntryIx, EntryIx), &str> = BTreeMap::new();
        for (ix, entry) in site.iter() {
            for (slot, reference) in &entry.refs {
                let is_up = reference.pointer.rsplit('/').next() == Some(*field);
                if let Some(Target::Entry(to, _)) = site.resolved(ix).refs.get(slot).filter(|_| is_up) {
                    named.entry((ix, *to)).or_insert(&reference.pointer);
                }
            }
        }
        let mut next: BTreeMap<EntryIx, Vec<EntryIx>> = BTreeMap::new();
        for (from, to) in named.keys() {
            next.entry(*from).or_default().push(*to);
        }
        for circle in circle::circles(&next) {
            let (entry, above) = (site.entry(circle[0]), circle[1 % circle.len()]);
            let way: Vec<String> = circle.iter().map(|ix| format!("`{}`", site.entry(*ix).title)).collect();
            let message = match way.as_slice() {
                [only] => format!("{only} names itself as its `{field}`"),
                way => format!("each names the next as its `{field}`, in a circle: {}", way.join(", ")),
            };
            let at = named.get(&(circle[0], above)).copied().unwrap_or_default();
            let found = finder.report_at(entry, entry.at(at), message);
            found.hint(format!("name what stands above, or take `{field}` out of the one at the top"));
        }
    }
}

fn relies_on_superseded(finder: &mut Finder<'_>) {
    let site = finder.site;
    let in_force = in_force(site);
    for (ix, entry, adr) in site.all::<Adr>() {
        let Some(current) = in_force.get(&ix).filter(|_| adr.status == Some(Status::Superseded)) else {
            continue;
        };
        let Some(first) = current.first().map(|ix| site.entry(*ix)) else { continue };
        for (n, reference) in adr.affects.iter().enumerate() {
            let Some(offering) = site.target(entry, reference) else { continue };
            let offered = site.entry(offering);
            let named = current.iter().any(|ix| affects(site, *ix, offering));
            if named || !offered.record().is_some_and(is_live) {
                continue;
            }
            let at = entry.at(&format!("affects/{n}"));
            let message = format!(
                "`{0}` relies on `{1}`, which no longer holds: `{2}` took its place, and does not name `{0}`",
                offered.title, entry.id, first.id
            );
            let hint = format!(
                "add `\"{}\"` to `affects` of `{}`, or remove it here if no decision shapes it any more",
                offered.id.name, first.file
            );
            finder.report_at(entry, at, message).hint(hint).see(first.at("supersedes"), "superseded here");
        }
    }
}

/// Retired offerings, each with what still needs it: offerings that are not, and applications.
fn needs_retired(finder: &mut Finder<'_>) {
    let site = finder.site;
    let is_retired = |it: &Offering| it.lifecycle == Some(Lifecycle::Retired);
    for (ix, entry, _) in site.all::<Offering>().filter(|(_, _, it)| is_retired(it)) {
        let lives = |from: &EntryIx| site.entry(*from).record().is_some_and(|it| !is_retired(it));
        let mut needed: BTreeSet<(EntryIx, &str)> =
            site.referrers(entry, "depends_on").filter(lives).map(|from| (from, "depends_on")).collect();
        needed.extend(site.facets.uses_of(ix).map(|it| (it.application, "uses")));
        let Some((first, _)) = needed.first() else { continue };
        let others = match needed.len() - 1 {
            0 => String::new(),
            1 => " and one other".to_owned(),
            n => format!(" and {n} others"),
        };
        let title = &site.entry(*first).title;
        let message = format!("`{}` is retired, and still needed by `{title}`{others}", entry.title);
        let hint = "write `lifecycle = \"sunsetting\"` until nobody needs it, or mend what says that it does";
        let found = finder.report_at(entry, entry.at("lifecycle"), message);
        found.hint(hint);
        for (from, field) in needed.into_iter().take(5) {
            let from = site.entry(from);
            found.see(from.at(field), format!("`{}`", from.title));
        }
    }
}

/// Whether people may still begin to use an offering.
fn is_live(offering: &Offering) -> bool {
    !matches!(
        offering.lifecycle,
        Some(Lifecycle::Idea | Lifecycle::Deprecated | Lifecycle::Sunsetting | Lifecycle::Retired)
    )
}

fn affects(site: &Site, decision: EntryIx, offering: EntryIx) -> bool {
    let entry = site.entry(decision);
    let affected = entry.record::<Adr>().map_or(&[][..], |adr| &adr.affects);
    affected.iter().any(|reference| site.target(entry, reference) == Some(offering))
}

/// The decisions in force that took the place of each, directly or by way of others that are not.
/// Decisions in a row share theirs; what supersedes itself has none, and rule ADR2 tells it.
fn in_force(site: &Site) -> BTreeMap<EntryIx, Rc<BTreeSet<EntryIx>>> {
    let later = |(ix, entry, adr): (EntryIx, &Entry, &Adr)| {
        let named = adr.superseded_by.as_ref().and_then(|name| site.target(entry, name));
        (ix, site.referrers(entry, "supersedes").chain(named).collect::<BTreeSet<_>>())
    };
    let later: Vec<(EntryIx, BTreeSet<EntryIx>)> = site.all::<Adr>().map(later).collect();
    let place: BTreeMap<EntryIx, usize> = (0..).zip(&later).map(|(n, (ix, _))| (*ix, n)).collect();
    let needs = later.iter().map(|(_, later)| later.iter().filter_map(|ix| place.get(ix).copied()).collect());
    let mut found: BTreeMap<EntryIx, Rc<BTreeSet<EntryIx>>> = BTreeMap::new();
    for n in circle::order(&needs.collect::<Vec<_>>()) {
        let (decision, later) = &later[n];
        let accepted = |ix: EntryIx| {
            site.entry(ix).record::<Adr>().is_some_and(|it| it.status == Some(Status::Accepted))
        };
        let of = |ix: &EntryIx| {
            if accepted(*ix) { Some(Rc::new(BTreeSet::from([*ix]))) } else { found.get(ix).map(Rc::clone) }
        };
        let all = later.iter().filter_map(of).reduce(|one, other| Rc::new(&*one | &*other));
        found.extend(all.map(|all| (*decision, all)));
    }
    found
}
