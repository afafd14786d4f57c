//! How what is done by a decision stands to it.
//!
//! In: the decisions that a record names. Out: values for pages. Must not: know which kind decisions are of.

use schemars::JsonSchema;
use serde::Serialize;

use super::Phase;
use crate::entry::Entry;
use crate::record::Ref;
use crate::site::Site;
use crate::view::Reference;

/// A decision that a record names.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Decided {
    /// The decision.
    pub decision: Reference,
    /// Whether it is still to be decided.
    pub open: bool,
    /// Whether it was decided, and does not hold. Its own page says what took its place, which may be much.
    pub gone: bool,
}

impl Decided {
    /// The decisions that a record names, and where they stand.
    #[must_use]
    pub fn all(names: &[Ref], entry: &Entry, site: &Site) -> Vec<Self> {
        let of = |name: &Ref| {
            let ix = site.target(entry, name)?;
            let phase = site.phase(ix);
            Some(Self {
                decision: site.reference(ix),
                open: phase == Some(Phase::Coming),
                gone: matches!(phase, Some(Phase::Leaving | Phase::Gone)),
            })
        };
        names.iter().filter_map(of).collect()
    }
}
