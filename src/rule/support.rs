//! Rules about who helps: what an offering owes its users, and what a critical application owes the
//! platform.
//!
//! In: the whole site. Out: findings.

use std::collections::BTreeMap;

use crate::entry::Entry;
use crate::finding::{Check, Finder, Rule, Threshold};
use crate::kind::app_tier::{AppTier, CustomerOncall};
use crate::kind::application::Application;
use crate::kind::offering::{Lifecycle, Offering};
use crate::kind::slo::Slo;
use crate::kind::team::{Coverage, Team};
use crate::site::{EntryIx, Site};

/// The rules.
pub const RULES: &[Rule] = &[
    Rule {
        id: "OFF5",
        summary: "What is generally available has a support policy, a channel and an objective",
        why: "Whoever builds on it asks whom to call, where to talk and what to expect. The objective may be internal, \
              and the channel its owner's.",
        fails: "\
=== content/offerings/blob-store.toml
title = \"Blob Store\"
owner = \"storage\"
lifecycle = \"ga\"
support = \"platform\"
=== content/support-policies/platform.toml
title = \"Platform support\"
",
        passes: "\
=== content/offerings/blob-store.toml
title = \"Blob Store\"
owner = \"storage\"
lifecycle = \"ga\"
support = \"platform\"
=== content/support-policies/platform.toml
title = \"Platform support\"
=== content/slos/blob-store-reads.toml
title = \"Reads\"
offering = \"blob-store\"
",
        check: Check::Site(generally_available),
        ..Rule::ERROR
    },
    Rule {
        id: "SUP4",
        summary: "A team with critical applications is on call for them day and night",
        why: "The platform can be woken for them at any hour, and needs somebody who knows them.",
        thresholds: &[Threshold { name: "tier", value: 1.0, unit: "the last tier that is critical" }],
        fails: "\
=== content/app-tiers/tier-1.toml
title = \"Tier 1\"
level = 1
=== content/teams/mobile.toml
title = \"Mobile\"
coverage = \"business\"
=== content/applications/app-gateway.toml
title = \"App gateway\"
owner = \"mobile\"
tier = \"tier-1\"
",
        passes: "\
=== content/app-tiers/tier-1.toml
title = \"Tier 1\"
level = 1
=== content/teams/mobile.toml
title = \"Mobile\"
coverage = \"24x7\"
=== content/applications/app-gateway.toml
title = \"App gateway\"
owner = \"mobile\"
tier = \"tier-1\"
",
        check: Check::Site(on_call),
        ..Rule::WARNING
    },
];

fn generally_available(finder: &mut Finder<'_>) {
    let site = finder.site;
    for (ix, entry, offering) in site.all::<Offering>() {
        if offering.lifecycle != Some(Lifecycle::Ga) {
            continue;
        }
        // One that is no name is found already.
        let names_policy = offering.support.is_some() || entry.spans.contains_key("/support");
        let owed = [
            (names_policy, "a support policy", "`support = \"...\"`"),
            (
                has_channel(site, ix, offering),
                "a channel",
                "`channel = \"#...\"` here or in its owner's record",
            ),
            (
                has_objective(site, entry),
                "an objective",
                "a record of kind `slo` with this as its `offering`",
            ),
        ];
        let missing = owed.iter().filter(|(there, ..)| !there);
        let what: Vec<&str> = missing.clone().map(|(_, what, _)| *what).collect();
        let write: Vec<&str> = missing.map(|(.., write)| *write).collect();
        if what.is_empty() {
            continue;
        }
        let message = format!("`{}` is generally available without {}", entry.title, what.join(" and "));
        let hint = format!("add {}, or call it `beta` until then", write.join(", "));
        finder.report_at(entry, entry.at("lifecycle"), message).hint(hint);
    }
}

fn has_channel(site: &Site, ix: EntryIx, offering: &Offering) -> bool {
    let owner = site.owner(ix).and_then(|owner| site.entry(owner).record::<Team>());
    offering.channel.is_some() || owner.is_some_and(|team| team.channel.is_some())
}

fn has_objective(site: &Site, entry: &Entry) -> bool {
    site.referrers(entry, "offering").any(|from| site.entry(from).record::<Slo>().is_some())
}

fn on_call(finder: &mut Finder<'_>) {
    let site = finder.site;
    let last = finder.threshold("tier");
    let mut by_team: BTreeMap<EntryIx, &Entry> = BTreeMap::new();
    for (ix, entry, application) in site.all::<Application>() {
        let tier = application.tier.as_ref().and_then(|tier| site.target(entry, tier));
        let Some(tier) = tier.and_then(|tier| site.entry(tier).record::<AppTier>()) else { continue };
        let critical = match (tier.customer_oncall, tier.level) {
            (Some(CustomerOncall::Always), _) => true,
            (None, Some(level)) => f64::from(level) <= last,
            _ => false,
        };
        if let Some(team) = site.owner(ix).filter(|_| critical) {
            by_team.entry(team).or_insert(entry);
        }
    }
    for (ix, application) in by_team {
        let entry = site.entry(ix);
        let Some(team) = entry.record::<Team>() else { continue };
        let hint = "take turns with a team nearby, or lower the tier";
        match team.coverage {
            Some(Coverage::Always) => {}
            Some(Coverage::Business) => {
                let message = format!(
                    "`{}` is on call in business hours only, and owns `{}`, which is critical",
                    entry.title, application.title
                );
                let found = finder.report_at(entry, entry.at("coverage"), message);
                found.hint(hint).see(application.at("tier"), "its tier stands here");
            }
            None => {
                let message = format!(
                    "`{}` does not say when it is on call, and owns `{}`, which is critical",
                    entry.title, application.title
                );
                let found = finder.report_at(entry, entry.at("title"), message);
                found.hint("write `coverage = \"24x7\"`").as_info();
            }
        }
    }
}
