//! Rules.
use crate::finding::Rule;
/// The rules.
pub const RULES: &[Rule] = &[];
