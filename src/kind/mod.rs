//! The kinds that are built in: one file each, and the list of them.
//!
//! In: nothing. Out: [`built_in`]. Kinds never import one another; what one tells the rest of the
//! site, it tells through its fields, its view and its rules.

use std::sync::{Arc, LazyLock};

use serde_json::Value;

use crate::entry::Common;
use crate::finding::Rule;
use crate::record::{Kind, Record, closed_schema_of};

/// Declares the modules and the list in one: a new kind is one line here.
macro_rules! registry {
    ($($module:ident::$record:ident,)*) => {
        $(pub mod $module;)*

        fn all(common: &Value) -> Vec<Kind> {
            vec![$(Kind::of::<$module::$record>(common)),*]
        }

        /// The rules of each built-in kind.
        pub const RULES: &[&[Rule]] = &[$(<$module::$record as Record>::RULES),*];
    };
}

registry! {
    page::Page,
    team::Team,
    offering::Offering,
    adr::Adr,
    app_tier::AppTier,
    application::Application,
    change::Change,
    incident::Incident,
    maintenance_window::MaintenanceWindow,
    metric::Metric,
    migration::Migration,
    milestone::Milestone,
    objective::Objective,
    ops_review::OpsReview,
    persona::Persona,
    proposal::Proposal,
    request::Request,
    roadmap_item::RoadmapItem,
    slo::Slo,
    strategy::Strategy,
    sunset::Sunset,
    support_policy::SupportPolicy,
    survey::Survey,
    update::Update,
    upstream::Upstream,
}

#[cfg(test)]
mod tests;

/// All built-in kinds.
#[must_use]
pub fn built_in() -> &'static [Arc<Kind>] {
    static BUILT_IN: LazyLock<Vec<Arc<Kind>>> =
        LazyLock::new(|| all(&common_schema()).into_iter().map(Arc::new).collect());
    &BUILT_IN
}

/// The schema of the fields that every kind has.
#[must_use]
pub fn common_schema() -> Value {
    closed_schema_of::<Common>()
}
