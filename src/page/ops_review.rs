//! The pack for the next operations review: its five topics, filled in since the last one.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::operational_health::{IncidentRow, Load, OpenAction, incidents, loads, open_actions};
use super::{Computed, review};
use crate::interval::out_of_date;
use crate::kind::change::{Change, Outcome};
use crate::kind::ops_review::{OpsReview, ReviewLevel};
use crate::kind::slo::Slo;
use crate::kind::support_policy::SupportPolicy;
use crate::site::Site;
use crate::view::{Html, Reference};

/// The most earlier reviews that are listed.
const REVIEWS: usize = 12;

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Pack {
    /// The last review across teams, else the last of any.
    last: Option<Reference>,
    /// Its day: the pack tells of the time since.
    since: Option<Date>,
    /// Topic one: pages, by team.
    pages: Vec<Load>,
    /// Topic two: what is asked most often.
    support: Vec<CategoryView>,
    /// Topic three: incidents since.
    incidents: Vec<IncidentRow>,
    /// What is still to be done about earlier ones, by the day on which it is due.
    open: Vec<OpenAction>,
    /// Topic four: changes since.
    changes: Vec<ChangeView>,
    /// Topic five: objectives that the newest value misses.
    missed: Vec<SloView>,
    /// How many objectives the newest value meets.
    met: usize,
    /// How many of these values are from before the last review.
    met_before: usize,
    /// How many of these are too old to tell of now.
    met_out_of_date: usize,
    /// The newest day that any value is of.
    measured: Option<Date>,
    /// What earlier reviews left to do.
    actions: Vec<ActionView>,
    /// Earlier reviews, the newest first.
    reviews: Vec<ReviewView>,
}

/// What people ask about.
#[derive(Debug, Serialize, JsonSchema)]
struct CategoryView {
    /// What.
    name: String,
    /// How often, in a usual week.
    requests_week: f64,
    /// The page that answers it.
    page: Option<Reference>,
    /// What will make it rarer.
    improvement: Option<Html>,
    /// The policy that counts it.
    policy: Reference,
    /// The day that the number is of: that of the policy's last review.
    as_of: Option<Date>,
    /// Whether somebody should have looked at it again by now.
    out_of_date: bool,
}

/// A change.
#[derive(Debug, Serialize, JsonSchema)]
struct ChangeView {
    /// The change.
    change: Reference,
    /// What it changed.
    offering: Option<Reference>,
    /// When.
    date: Option<Date>,
    /// How it went.
    result: Option<Outcome>,
}

/// An objective, with its newest value.
#[derive(Debug, Serialize, JsonSchema)]
struct SloView {
    /// The objective.
    slo: Reference,
    /// What it is about.
    offering: Option<Reference>,
    /// The share that is aimed for, in percent.
    target: f64,
    /// The share that was reached, in percent.
    value: f64,
    /// The last day that it is of.
    as_of: Date,
    /// Whether a newer one should be there by now.
    out_of_date: bool,
    /// What follows.
    on_miss: Option<Html>,
}

/// Something that a review left to do.
#[derive(Debug, Serialize, JsonSchema)]
struct ActionView {
    /// What.
    text: Html,
    /// The review.
    review: Reference,
    /// The team that does it.
    owner: Option<Reference>,
    /// By when.
    due: Option<Date>,
    /// Whether that day has passed.
    overdue: bool,
}

/// An earlier review.
#[derive(Debug, Serialize, JsonSchema)]
struct ReviewView {
    /// The review.
    review: Reference,
    /// When.
    date: Option<Date>,
    /// Who looked back.
    level: ReviewLevel,
    /// The team.
    owner: Option<Reference>,
}

pub(super) fn page(site: &Site) -> Option<Computed> {
    let mut reviews: Vec<_> = site.all::<OpsReview>().collect();
    reviews.sort_by_key(|(ix, _, review)| (std::cmp::Reverse(review.date), *ix));
    let across = reviews.iter().find(|(_, _, review)| review.level == ReviewLevel::Org);
    let (last, _, review) = *across.or(reviews.first())?;
    let since = review.date;
    let (missed, met) = objectives(site);
    let met_before = met.iter().filter(|it| since.is_some_and(|since| it.as_of <= since)).count();
    let newest = missed.iter().chain(&met).map(|it| it.as_of).max();
    let mut actions = Vec::new();
    for (ix, entry, review) in &reviews {
        for action in review.actions.iter().filter(|action| !action.done) {
            let owner = action.owner.as_ref().and_then(|owner| site.target(entry, owner));
            actions.push(ActionView {
                text: action.text.html(*ix),
                review: site.reference(*ix),
                owner: owner.map(|owner| site.reference(owner)),
                due: action.due,
                overdue: action.due.is_some_and(|due| due < site.as_of),
            });
        }
    }
    actions.sort_by_key(|action| (action.due.is_none(), action.due));
    let view = |(ix, _, review): &(_, _, &OpsReview)| ReviewView {
        review: site.reference(*ix),
        date: review.date,
        level: review.level,
        owner: site.owner(*ix).map(|owner| site.reference(owner)),
    };
    let data = Pack {
        last: Some(site.reference(last)),
        since,
        pages: loads(site),
        support: support(site),
        incidents: incidents(site, since),
        open: open_actions(site),
        changes: changes(site, since),
        missed,
        met: met.len(),
        met_before,
        met_out_of_date: met.iter().filter(|it| it.out_of_date).count(),
        measured: newest,
        actions,
        reviews: reviews.iter().take(REVIEWS).map(view).collect(),
    };
    Some(Computed::new(
        "/ops-review/",
        "The next operations review",
        "Its five topics, filled in from what the records say since the last one.",
        "ops-review.html",
        &data,
    ))
}

fn support(site: &Site) -> Vec<CategoryView> {
    let mut all = Vec::new();
    for (ix, entry, policy) in site.all::<SupportPolicy>() {
        let as_of = entry.common.reviewed.or(entry.common.created);
        for it in &policy.categories {
            let page = it.page.as_ref().and_then(|page| site.target(entry, page));
            all.push(CategoryView {
                name: it.name.clone(),
                requests_week: it.requests_week,
                page: page.map(|page| site.reference(page)),
                improvement: it.improvement.as_ref().map(|it| it.html(ix)),
                policy: site.reference(ix),
                as_of,
                out_of_date: as_of.is_some_and(|day| review::is_due(site, day)),
            });
        }
    }
    all.sort_by(|a, b| b.requests_week.total_cmp(&a.requests_week));
    all
}

fn changes(site: &Site, since: Option<Date>) -> Vec<ChangeView> {
    let new =
        |it: &Change| it.date.is_some_and(|date| date <= site.as_of && since.is_none_or(|day| date > day));
    let all = site.all::<Change>().filter(|(_, _, it)| new(it));
    let mut all: Vec<ChangeView> = all
        .map(|(ix, entry, it)| ChangeView {
            change: site.reference(ix),
            offering: it.offering.as_ref().and_then(|to| Some(site.reference(site.target(entry, to)?))),
            date: it.date,
            result: it.result,
        })
        .collect();
    all.sort_by_key(|it| it.date);
    all
}

/// The objectives that the newest value misses, and those that it meets.
fn objectives(site: &Site) -> (Vec<SloView>, Vec<SloView>) {
    let mut all = Vec::new();
    for (ix, entry, slo) in site.all::<Slo>() {
        let newest = slo.series.iter().max_by_key(|point| point.date);
        let Some((target, point)) = slo.target.zip(newest) else { continue };
        all.push(SloView {
            slo: site.reference(ix),
            offering: slo.offering.as_ref().and_then(|to| Some(site.reference(site.target(entry, to)?))),
            target,
            value: point.value,
            as_of: point.date,
            out_of_date: out_of_date(slo.series.iter().map(|it| it.date), site.as_of),
            on_miss: slo.on_miss.as_ref().map(|it| it.html(ix)),
        });
    }
    all.into_iter().partition(|it| it.value < it.target)
}
