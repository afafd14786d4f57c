//! The rules about updates.

use crate::finding::Rule;

/// The rules.
pub(super) const RULES: &[Rule] = &[];
