//! How old what a computed page says may be: it has no review of its own, its records have.
//!
//! In: the records that a page is made of. Out: [`MadeOf`]. Must not: judge whether that is too old.

use std::collections::BTreeSet;

use super::Composer;
use crate::site::EntryIx;
use crate::view::MadeOf;

impl Composer {
    /// What a page is made of; none where it lists no record.
    pub(super) fn made_of(&self, records: impl IntoIterator<Item = EntryIx>) -> Option<MadeOf> {
        let records: BTreeSet<EntryIx> = records.into_iter().collect();
        let to_review: Vec<EntryIx> =
            records.iter().copied().filter(|ix| self.site.needs_review(*ix)).collect();
        let reviewed: Vec<_> =
            to_review.iter().filter_map(|ix| Some((self.site.entry(*ix).common.reviewed?, *ix))).collect();
        let oldest = reviewed.iter().min();
        (!records.is_empty()).then(|| MadeOf {
            records: records.len(),
            oldest: oldest.map(|(_, ix)| self.reference_to(*ix)),
            reviewed_since: oldest.map(|(day, _)| *day),
            reviewed_last: reviewed.iter().max().map(|(day, _)| *day),
            unreviewed: to_review.len() - reviewed.len(),
        })
    }
}
