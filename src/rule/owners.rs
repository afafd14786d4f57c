//! The rule about which sort of team owns what others build on.
//!
//! In: the whole site. Out: findings. Must not: judge a team; its `type` says what it is for.

use crate::entry::Entry;
use crate::finding::{Check, Finder, Rule};
use crate::kind::maintenance_window::MaintenanceWindow;
use crate::kind::offering::Offering;
use crate::kind::slo::Slo;
use crate::kind::team::{Team, TeamType};
use crate::site::{EntryIx, Site};

/// The rules.
pub const RULES: &[Rule] = &[Rule {
    id: "REL13",
    summary: "What others build on is owned by a team that runs such things",
    why: "A team of the type `application` is one that is asked, on its own page, to follow what the platform does. \
          Whoever looks for help with an offering, or for who answers for its objective or its window, is sent to a \
          team of customers.",
    fails: "\
=== content/teams/checkout.toml
title = \"Checkout\"
type = \"application\"
channel = \"#checkout\"
=== content/offerings/blob-store.toml
title = \"Blob Store\"
owner = \"checkout\"
",
    passes: "\
=== content/teams/storage.toml
title = \"Storage\"
type = \"platform\"
channel = \"#storage\"
=== content/offerings/blob-store.toml
title = \"Blob Store\"
owner = \"storage\"
",
    check: Check::Site(owners),
    ..Rule::WARNING
}];

fn owners(finder: &mut Finder<'_>) {
    let site = finder.site;
    for (_, entry) in site.iter() {
        let Some((what, offerings)) = run(entry, site) else { continue };
        let Some((team, owner)) = customers(entry, site) else { continue };
        // Of an offering that the team owns too, it is told there.
        if offerings
            .iter()
            .any(|ix| customers(site.entry(*ix), site).is_some_and(|(_, it)| it.id == owner.id))
        {
            continue;
        }
        let message =
            format!("`{}` is an application team, and owns the {what} `{}`", owner.title, entry.title);
        let hint = format!(
            "name the team that runs it; or write `type = \"platform\"` in `{}`, if others build on what it runs",
            owner.title
        );
        let at = entry.at("owner");
        finder.report_at(entry, at, message).hint(hint).see(site.entry(team).at("type"), "its type");
    }
}

/// What a record is of what a platform runs, and the offerings that it is about.
fn run(entry: &Entry, site: &Site) -> Option<(&'static str, Vec<EntryIx>)> {
    if entry.record::<Offering>().is_some() {
        return Some(("offering", Vec::new()));
    }
    if let Some(slo) = entry.record::<Slo>() {
        let about = slo.offering.iter().filter_map(|name| site.target(entry, name));
        return Some(("objective", about.collect()));
    }
    let window = entry.record::<MaintenanceWindow>()?;
    let about = window.offerings.iter().filter_map(|name| site.target(entry, name));
    Some(("window", about.collect()))
}

/// The application team that a record names as its owner.
fn customers<'a>(entry: &Entry, site: &'a Site) -> Option<(EntryIx, &'a Entry)> {
    let ix = entry.common.owner.as_ref().and_then(|owner| site.target(entry, owner))?;
    let owner = site.entry(ix);
    (owner.record::<Team>()?.sort == Some(TeamType::Application)).then_some((ix, owner))
}

#[cfg(test)]
mod tests {
    use crate::rule::tests::report;

    #[test]
    fn each_record_of_the_platform_is_told_once() {
        let told = |owner: &str, slo: &str| {
            let told = report(&format!(
                "=== content/teams/shop.toml\ntitle = \"Shop\"\ntype = \"application\"\nchannel = \"#s\"\n\
                 === content/teams/blobs.toml\ntitle = \"Blobs\"\ntype = \"platform\"\nchannel = \"#b\"\n\
                 === content/offerings/a.toml\ntitle = \"A\"\nowner = \"{owner}\"\n\
                 === content/slos/s.toml\ntitle = \"S\"\noffering = \"a\"\nowner = \"{slo}\"\n\
                 === content/applications/p.toml\ntitle = \"P\"\nowner = \"shop\"\n"
            ));
            let told = told.into_iter().filter(|it| it.starts_with("REL13"));
            told.map(|it| {
                it.split(": ").nth(2).unwrap_or_default().split(" (").next().unwrap_or_default().to_owned()
            })
            .collect::<Vec<_>>()
        };
        assert_eq!(told("blobs", "blobs"), [""; 0]);
        assert_eq!(told("shop", "shop"), ["`Shop` is an application team, and owns the offering `A`"]);
        assert_eq!(told("blobs", "shop"), ["`Shop` is an application team, and owns the objective `S`"]);
    }
}
