//! The rules about sunsets.

use crate::finding::Rule;

/// The rules.
pub(super) const RULES: &[Rule] = &[];
