//! When each file last changed, as the repository's history tells it.
//!
//! In: what load has read of the history. Out: a day for a path. Must not: ask git.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The days of the last changes; empty where there is no history to read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// By path from the site's root.
    pub changed: BTreeMap<String, Date>,
}
