//! The rules about support policies.

use crate::finding::Rule;

/// The rules.
pub(super) const RULES: &[Rule] = &[];
