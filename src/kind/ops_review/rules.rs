//! The rules about ops_reviews.

use crate::finding::Rule;

/// The rules.
pub(super) const RULES: &[Rule] = &[];
