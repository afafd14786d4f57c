//! The schemas that editors complete and check by: one a built-in kind, and one for the config.
//!
//! In: kinds and rules. Out: JSON as it is written to `schemas/`. Must not: write it.

use super::config;
use super::site_kind::schema_text;
use crate::kind;
use crate::rule;

/// Name and text of every schema that Onramp itself brings.
#[must_use]
pub fn editor_schemas() -> Vec<(String, String)> {
    let kinds = kind::built_in().iter().map(|kind| (kind.name.to_string(), schema_text(&kind.schema)));
    let config = ("config".to_owned(), schema_text(&config::editor_schema(&rule::all())));
    kinds.chain(std::iter::once(config)).collect()
}
