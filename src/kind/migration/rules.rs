//! The rules about migrations.

use crate::finding::Rule;

/// The rules.
pub(super) const RULES: &[Rule] = &[];
