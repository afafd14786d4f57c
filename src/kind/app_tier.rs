//! An application tier: how much it hurts when something stops, and what follows from that.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::{Check, Finder, Rule};
use crate::record::{Phrase, Record};

/// How much it hurts when an application stops. The smaller the number, the more. It tells its
/// owners who is called at night, and what they may build on.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct AppTier {
    /// Its number, from 0 to 3; 0 is where it hurts most.
    #[schemars(range(max = 3), extend("x-onramp-expected" = true))]
    pub level: Option<u8>,
    /// What happens when an application of this tier stops.
    #[schemars(extend("x-onramp-expected" = true))]
    pub definition: Option<Phrase>,
    /// How its owners are told that something is wrong.
    pub alerting: Option<Phrase>,
    /// When its owners have somebody on call.
    pub customer_oncall: Option<CustomerOncall>,
}

/// When those who own an application have somebody on call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[schemars(inline)]
pub enum CustomerOncall {
    /// Day and night, every day.
    #[serde(rename = "24x7")]
    Always,
    /// In business hours.
    #[serde(rename = "business")]
    Business,
    /// As they like.
    #[serde(rename = "none")]
    None,
}

impl Record for AppTier {
    const NAME: &'static str = "app_tier";
    const PLURAL: &'static str = "app_tiers";
    const TITLE: (&'static str, &'static str) = ("Application tier", "Application tiers");
    const FOLDERS: &'static [&'static str] = &["app-tiers", "tiers"];
    const EXTENSION: &'static str = "toml";
    const TEMPLATE: &'static str = "\
title = {title}
owner = \"change-me\"                  # a file name in teams/
level = 1                            # change-me: 0 is where it hurts most
definition = \"change-me: what happens when an application of this tier stops\"
alerting = \"change-me: how its owners are told that something is wrong\"
customer_oncall = \"24x7\"             # 24x7, business or none
created = {date}
reviewed = {date}
";
    const COLUMNS: &'static [&'static str] = &["level", "definition", "customer_oncall"];
    const RULES: &'static [Rule] = &[Rule {
        id: "APP1",
        summary: "A level belongs to one tier",
        why: "Levels put tiers in order. Of two that share one, nobody can tell which matters more.",
        fails: "\
=== content/app_tiers/checkout.toml
title = \"Checkout\"
level = 0
=== content/app_tiers/reports.toml
title = \"Reports\"
level = 0
",
        passes: "\
=== content/app_tiers/checkout.toml
title = \"Checkout\"
level = 0
=== content/app_tiers/reports.toml
title = \"Reports\"
level = 2
",
        check: Check::Site(shared_level),
        ..Rule::WARNING
    }];
}

fn shared_level(finder: &mut Finder<'_>) {
    let mut taken = BTreeMap::new();
    for (_, entry, tier) in finder.site.all::<AppTier>() {
        let Some(level) = tier.level else { continue };
        // Of a tier that is there twice GEN17 tells.
        if let Some(other) = taken.insert(level, entry).filter(|other| !other.reads_like(entry)) {
            let message = format!("`{}` and `{}` are both of level {level}", other.title, entry.title);
            let found = finder.report_at(entry, entry.at("level"), message);
            found.hint("give each a level of its own, 0 to the one where it hurts most");
            found.see(other.at("level"), "the other");
        }
    }
}
