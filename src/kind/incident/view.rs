//! An incident's times as its page shows them: in UTC.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::{Action, ActionState, Incident};
use crate::entry::Entry;
use crate::site::Site;
use crate::view::Html;

/// What an incident's page shows beside its fields.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct IncidentView {
    /// When it began: `2026-11-14 09:12 UTC`.
    start: Option<String>,
    /// The same for a machine.
    start_iso: Option<String>,
    /// How long it took.
    minutes: Option<i64>,
    /// What happened when.
    timeline: Vec<MomentView>,
    /// Whether each action was to be done by now and is not, in the order of `actions`.
    overdue: Vec<bool>,
}

/// A moment.
#[derive(Debug, Serialize, JsonSchema)]
struct MomentView {
    /// For a machine.
    iso: String,
    /// For people: the time alone on the day of the beginning, with its day on another.
    shown: String,
    /// What happened.
    text: Html,
}

pub(super) fn view(incident: &Incident, entry: &Entry, site: &Site) -> Value {
    let Some(ix) = site.index_of(entry) else { return Value::Null };
    let first = incident.start.map(day);
    let moment = |it: &super::Moment| MomentView {
        iso: it.at.to_string(),
        shown: if first == Some(day(it.at)) {
            clock(it.at)
        } else {
            format!("{} {}", day(it.at), clock(it.at))
        },
        text: it.text.html(ix),
    };
    let view = IncidentView {
        start: incident.start.map(|at| format!("{} {} UTC", day(at), clock(at))),
        start_iso: incident.start.map(|at| at.to_string()),
        minutes: incident.start.zip(incident.end).map(|(from, to)| (to.as_second() - from.as_second()) / 60),
        overdue: incident.actions.iter().map(|it| overdue(it, site.as_of)).collect(),
        timeline: incident.timeline.iter().map(moment).collect(),
    };
    serde_json::to_value(view).unwrap_or_default()
}

fn overdue(action: &Action, today: Date) -> bool {
    action.state == ActionState::Open && action.due.is_some_and(|due| due < today)
}

fn day(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

fn clock(at: Timestamp) -> String {
    let time = at.to_zoned(TimeZone::UTC).time();
    format!("{:02}:{:02}", time.hour(), time.minute())
}
