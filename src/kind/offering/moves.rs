//! The migrations and sunsets that touch an offering, as its page shows them. Other kinds are read as
//! plain fields.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::view::text;
use crate::facet::{By, Firmness};
use crate::site::{EntryIx, Site};
use crate::view::Reference;

/// A migration or a sunset.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Move {
    /// The migration.
    #[serde(flatten)]
    pub from: Reference,
    /// How it touches this: `from`, `to` or `offering`; `within` where it leads from this to this.
    pub field: String,
    /// By when.
    pub by: Option<Date>,
    /// Where that date comes from, such as `upstream_eol`.
    pub source: Option<String>,
    /// Whether nobody here can move it.
    pub hard: bool,
    /// How binding it is.
    pub firmness: Firmness,
    /// Whether it is an end, its day has passed, and nobody is left who uses it.
    pub ended: bool,
    /// How many have moved.
    pub done: Option<u64>,
    /// Out of how many.
    pub total: Option<u64>,
    /// Of what.
    pub unit: Option<String>,
    /// The day on which that was counted.
    pub counted: Option<String>,
    /// Hours of work for each application.
    pub hours: Option<f64>,
}

/// What a migration's or a sunset's page says, on the page of an offering that one of its fields names.
pub(super) fn moved(site: &Site, ix: EntryIx, field: &str) -> Move {
    let value = &site.entry(ix).value;
    let none = Value::Null;
    let deadline = value.get("deadline").unwrap_or(&none);
    let progress = value.get("progress").unwrap_or(&none);
    let set = text(deadline, "date").or_else(|| text(value, "end"));
    // Without a deadline, users are to have left as long as the old is supported.
    let kept = text(value, "old_supported_until").filter(|_| set.is_none());
    let source = text(deadline, "source").or(kept.as_ref().map(|_| "old_supported_until".to_owned()));
    let by = set.or(kept).and_then(|day| day.parse().ok());
    let is_done = text(value, "stage").as_deref() == Some("done");
    let firmness = if is_done { Firmness::Done } else { Firmness::at(by.map(By::Day), site.as_of) };
    let still_used = site.facets.asked_by(ix).any(|ask| ask.firmness == Firmness::Overdue);
    let ended = field == "offering" && firmness == Firmness::Overdue && !still_used;
    let number = |name: &str| progress.get(name).and_then(Value::as_u64);
    Move {
        from: site.reference(ix),
        field: field.to_owned(),
        by,
        source,
        hard: deadline.get("hard").and_then(Value::as_bool).unwrap_or_default(),
        firmness: if ended { Firmness::Done } else { firmness },
        ended,
        done: number("done"),
        total: number("total"),
        unit: text(progress, "unit"),
        counted: text(progress, "as_of"),
        hours: value.get("effort_per_app_hours").and_then(Value::as_f64),
    }
}
