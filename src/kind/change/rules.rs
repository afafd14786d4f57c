//! The rules about changes.

use crate::finding::Rule;

/// The rules.
pub(super) const RULES: &[Rule] = &[];
