//! An application tier: how much it hurts when something stops, and what follows from that.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::Rule;
use crate::record::{Phrase, Record};

/// How much it hurts when an application stops. The smaller the number, the more. It tells its
/// owners who is called at night, and what they may build on.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct AppTier {
    /// Its number; 0 is where it hurts most.
    #[schemars(extend("x-onramp-expected" = true))]
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
level = 1                            # 0 is where it hurts most
definition = \"change-me: what happens when an application of this tier stops\"
alerting = \"change-me: how its owners are told that something is wrong\"
customer_oncall = \"24x7\"             # 24x7, business or none
created = {date}
reviewed = {date}
";
    const COLUMNS: &'static [&'static str] = &["level", "definition", "customer_oncall"];
    const RULES: &'static [Rule] = &[];
}
