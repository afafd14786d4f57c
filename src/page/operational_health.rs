//! Operational health: is it time to put features aside. A team is compared with a band, never with
//! another team.
//!
//! Fewer than two pages a week go with content teams, more than five with unhappy ones that lose
//! people; with more than five, features wait until things are stable again (Fournier and Nowland,
//! *Platform Engineering*, on sustainable on-call). The two numbers are those of rule ONC1, so that
//! a site sets both at once: `[rules.ONC1]` with `remark` and `pages`.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::moment::Moment;
use super::threshold::threshold;
use super::{Computed, all_of, review, stability};
use crate::kind::incident::{ActionType, Incident, IncidentSeverity};
use crate::kind::team::Team;
use crate::site::Site;
use crate::view::{Html, Reference};

/// The most incidents that are listed.
const INCIDENTS: usize = 12;

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Health {
    /// How loaded teams are, by name.
    teams: Vec<Load>,
    /// How many of them count their pages.
    counted: usize,
    /// How many of these figures are too old to tell of now.
    out_of_date: usize,
    /// Those above the band.
    above: Vec<Reference>,
    /// Below this many pages a week nobody needs to look.
    calm_below: f64,
    /// Above this many pages a week features wait.
    wait_above: f64,
    /// Rough patches that are worked on.
    patches: Vec<Reference>,
    /// The newest incidents first.
    incidents: Vec<IncidentRow>,
    /// What is still to be done about incidents, the oldest incident first.
    open: Vec<OpenAction>,
    /// The day of the oldest of these incidents.
    oldest: Option<Date>,
    /// How many of these are overdue.
    overdue: usize,
}

/// How loaded a team is.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Load {
    /// The team.
    pub team: Reference,
    /// The day that the numbers are of: that of the record's last review.
    pub as_of: Option<Date>,
    /// Whether somebody should have looked at them again by now.
    pub out_of_date: bool,
    /// Pages a week.
    pub pages_week: Option<f64>,
    /// What that means.
    pub band: Option<Band>,
    /// Share of false alarms, in percent.
    pub false_alarm_percent: Option<f64>,
    /// Weeks from shift to shift.
    pub weeks_between_shifts: Option<u32>,
    /// Share of time on call and in support, in percent.
    pub oncall_and_support_percent: Option<f64>,
    /// Share of time that keeps the lights on, in percent.
    pub ktlo_percent: Option<f64>,
}

/// What a number of pages means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Band {
    /// Few enough.
    Calm,
    /// Worth a look.
    Watch,
    /// Features wait.
    Act,
}

/// An incident in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct IncidentRow {
    /// The incident.
    pub incident: Reference,
    /// When it began.
    pub start: Option<Moment>,
    /// How long it took, in minutes.
    pub minutes: Option<i64>,
    /// How bad it was.
    pub severity: Option<IncidentSeverity>,
    /// What was affected.
    pub offerings: Vec<Reference>,
    /// How many actions it has.
    pub actions: usize,
    /// How many of them are open.
    pub open: usize,
}

/// Something still to be done about an incident.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct OpenAction {
    /// What.
    pub text: Html,
    /// What it is good for.
    pub sort: ActionType,
    /// The incident.
    pub incident: Reference,
    /// The day of the incident.
    pub since: Option<Date>,
    /// The team that does it.
    pub owner: Option<Reference>,
    /// By when.
    pub due: Option<Date>,
    /// Whether that day has passed.
    pub overdue: bool,
}

pub(super) fn page(site: &Site) -> Option<Computed> {
    let teams = loads(site);
    let mut incidents = incidents(site, None);
    incidents.truncate(INCIDENTS);
    let mut open = open_actions(site);
    open.sort_by_key(|action| (action.since.is_none(), action.since));
    if teams.is_empty() && incidents.is_empty() {
        return None;
    }
    let above = teams.iter().filter(|team| team.band == Some(Band::Act));
    let (calm_below, wait_above) = limits(site);
    let data = Health {
        counted: teams.iter().filter(|team| team.band.is_some()).count(),
        out_of_date: teams.iter().filter(|team| team.band.is_some() && team.out_of_date).count(),
        above: above.map(|team| team.team.clone()).collect(),
        calm_below,
        wait_above,
        patches: stability::now(site),
        incidents,
        oldest: open.first().and_then(|action| action.since),
        overdue: open.iter().filter(|action| action.overdue).count(),
        teams,
        open,
    };
    Some(
        Computed::new(
            "/operational-health/",
            "Operational health",
            "Pages, load, incidents and what is still to be done about them: whether features should wait.",
            "operational-health.html",
            &data,
        )
        .of(all_of::<Team>(site).chain(all_of::<Incident>(site))),
    )
}

/// How loaded each team is that says so, by name.
pub(super) fn loads(site: &Site) -> Vec<Load> {
    let limits = limits(site);
    let load = |(ix, entry, team): (_, &crate::entry::Entry, &Team)| {
        let counted = team.pages_week.is_some() || team.oncall_and_support_percent.is_some();
        let as_of = entry.common.reviewed.or(entry.common.created);
        counted.then(|| Load {
            team: site.reference(ix),
            as_of,
            out_of_date: as_of.is_some_and(|day| review::is_due(site, day)),
            pages_week: team.pages_week,
            band: team.pages_week.map(|pages| band(pages, limits)),
            false_alarm_percent: team.false_alarm_percent,
            weeks_between_shifts: team.weeks_between_shifts,
            oncall_and_support_percent: team.oncall_and_support_percent,
            ktlo_percent: team.ktlo_percent,
        })
    };
    let mut loads: Vec<Load> = site.all::<Team>().filter_map(load).collect();
    loads.sort_by(|a, b| a.team.title.cmp(&b.team.title));
    loads
}

/// The band of pages a week: below the first nobody needs to look, above the second features wait.
fn limits(site: &Site) -> (f64, f64) {
    (threshold(site, "ONC1", "remark"), threshold(site, "ONC1", "pages"))
}

fn band(pages: f64, (calm_below, wait_above): (f64, f64)) -> Band {
    if pages > wait_above {
        Band::Act
    } else if pages >= calm_below {
        Band::Watch
    } else {
        Band::Calm
    }
}

/// The incidents that began after a day, the newest first.
pub(super) fn incidents(site: &Site, after: Option<Date>) -> Vec<IncidentRow> {
    let mut all: Vec<_> = site.all::<Incident>().collect();
    all.retain(|(_, _, it)| after.is_none_or(|day| it.start.is_none_or(|start| Moment::of(start).day > day)));
    all.sort_by_key(|(ix, _, it)| (std::cmp::Reverse(it.start), *ix));
    let row = |(ix, entry, it): (_, _, &Incident)| IncidentRow {
        incident: site.reference(ix),
        start: it.start.map(Moment::of),
        minutes: it.start.zip(it.end).map(|(start, end)| (end.as_second() - start.as_second()) / 60),
        severity: it.severity,
        offerings: it
            .offerings
            .iter()
            .filter_map(|to| Some(site.reference(site.target(entry, to)?)))
            .collect(),
        actions: it.actions.len(),
        open: it.open_actions().count(),
    };
    all.into_iter().map(row).collect()
}

/// What is still to be done about incidents, by the day on which it is due.
pub(super) fn open_actions(site: &Site) -> Vec<OpenAction> {
    let mut open = Vec::new();
    for (ix, entry, incident) in site.all::<Incident>() {
        for action in incident.open_actions() {
            let owner = action.owner.as_ref().and_then(|owner| site.target(entry, owner));
            open.push(OpenAction {
                text: action.text.html(ix),
                sort: action.sort,
                incident: site.reference(ix),
                since: incident.start.map(|start| Moment::of(start).day),
                owner: owner.map(|owner| site.reference(owner)),
                due: action.due,
                overdue: action.due.is_some_and(|due| due < site.as_of),
            });
        }
    }
    open.sort_by_key(|action| (action.due.is_none(), action.due));
    open
}
