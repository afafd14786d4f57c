//! The kinds that are built in: one file each, and the list of them.
//!
//! In: nothing. Out: [`built_in`]. Kinds never import one another; what one tells the rest of the
//! site, it tells through its fields, its facets, its view and its rules.
//!
//! # A new kind
//! 1. `src/kind/NAME.rs`: a struct with doc comments, which editors and the manual show, and its
//!    [`Record`]. Tell through the facets what others ask of it (`asks`, `dates`, `phase`): the
//!    computed pages need no change then.
//! 2. One line in the registry below.
//! 3. A record in `tests/examples/content/PLURAL/`, which the manual shows.
//! 4. `scripts/refresh`: writes the schema, the manual's page of the kind and its rules. Read the
//!    difference, and commit it with the rest.
//! 5. If it wants a look of its own: `themes/default/NAME.html`.
//!
//! # A new rule
//! 1. A `Rule` in its kind's `RULES`, or in `src/rule/` if it looks at several kinds: an id, why, an
//!    example that fails and one that passes. Both are tests.
//! 2. `scripts/refresh`: writes what it says into the manual and `src/rule/messages.txt`. Read it as its
//!    users will.
//!
//! `cargo test --lib kind`, `cargo test --lib rule` and `cargo test --test onramp tidy` say what is missing.

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
