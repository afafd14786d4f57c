//! The rules about incidents.

use crate::finding::Rule;

/// The rules.
pub(super) const RULES: &[Rule] = &[];
