//! How support treats a team: by the tier of what it runs, and not by who asks. Other kinds are read
//! as plain fields.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::duration::Duration;
use crate::entry::Entry;
use crate::record::Ref;
use crate::site::{EntryIx, Site};
use crate::view::{Html, Reference};

/// How support treats a tier under a policy.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Treated {
    /// The tier.
    pub tier: Reference,
    /// The policy of what the team uses.
    pub policy: Reference,
    /// What of that it is the policy of, where the tier has another one too.
    pub about: Vec<Reference>,
    /// The most urgent of its levels that is open to the tier.
    pub level: String,
    /// Whether the team may page.
    pub may_page: bool,
    /// Until a person answers.
    pub respond: Option<String>,
    /// What holds in place of a time.
    pub instead: Option<Html>,
    /// When the team itself must have somebody on call: `24x7`, `business` or `none`.
    pub must_have: Option<String>,
}

/// A row for each tier of the team's applications and each policy of what applications of that tier use.
pub(super) fn treated(team: EntryIx, site: &Site) -> Vec<Treated> {
    let mut tiers: BTreeMap<(Option<u64>, EntryIx), BTreeMap<EntryIx, BTreeSet<EntryIx>>> = BTreeMap::new();
    for it in site.facets.uses_by(team) {
        let tier = target(site.entry(it.application), "tier", site);
        let policy = target(site.entry(it.offering), "support", site);
        if let Some((tier, policy)) = tier.zip(policy) {
            let level = site.entry(tier).value.get("level").and_then(Value::as_u64);
            tiers.entry((level, tier)).or_default().entry(policy).or_default().insert(it.offering);
        }
    }
    let rows = tiers.iter().flat_map(|((_, tier), policies)| {
        let several = policies.len() > 1;
        policies.iter().filter_map(move |(policy, uses)| {
            let about = uses.iter().filter(|_| several).map(|it| site.reference(*it)).collect();
            Some(Treated { about, ..row(*tier, *policy, site)? })
        })
    });
    rows.collect()
}

fn row(tier: EntryIx, policy: EntryIx, site: &Site) -> Option<Treated> {
    let entry = site.entry(policy);
    let is_open = |level: &&Value| {
        let tiers = level.get("tiers").and_then(Value::as_array).filter(|tiers| !tiers.is_empty());
        tiers.is_none_or(|tiers| tiers.iter().any(|it| resolved(entry, it, site) == Some(tier)))
    };
    // Levels stand worst first.
    let level = entry.value.get("levels")?.as_array()?.iter().find(is_open)?;
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let readable = |written: String| written.parse::<Duration>().map_or(written, |it| it.to_string());
    let instead = level.pointer("/instead/slot").and_then(Value::as_u64);
    Some(Treated {
        tier: site.reference(tier),
        policy: site.reference(policy),
        about: Vec::new(),
        level: text(level, "name").unwrap_or_default(),
        may_page: level.get("may_page").and_then(Value::as_bool).unwrap_or_default(),
        respond: text(level, "respond").map(readable),
        instead: instead.and_then(|slot| Some(Html { entry: policy.0, slot: u32::try_from(slot).ok()? })),
        must_have: text(&site.entry(tier).value, "customer_oncall"),
    })
}

/// The record that a field names.
pub(super) fn target(entry: &Entry, field: &str, site: &Site) -> Option<EntryIx> {
    resolved(entry, entry.value.get(field)?, site)
}

fn resolved(entry: &Entry, value: &Value, site: &Site) -> Option<EntryIx> {
    let reference: Ref = serde_json::from_value(value.clone()).ok()?;
    site.target(entry, &reference)
}
