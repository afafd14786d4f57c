//! Asked and answered: was it asked already, and what to do instead.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Computed, all_of};
use crate::entry::Entry;
use crate::kind::request::{Answer, Request};
use crate::site::{EntryIx, Site};
use crate::view::{Html, Reference};

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Requests {
    /// Yes, not yet, no, and not answered: those that hold something.
    groups: Vec<Group>,
}

/// Requests with one sort of answer.
#[derive(Debug, Serialize, JsonSchema)]
struct Group {
    /// The sort of answer.
    answer: &'static str,
    /// Its requests, by title.
    requests: Vec<RequestView>,
}

/// A request.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct RequestView {
    /// The request.
    pub request: Reference,
    /// What it would belong to.
    pub offering: Option<Reference>,
    /// What was asked for.
    pub ask: Option<Html>,
    /// The answer.
    pub answer: Option<Answer>,
    /// The day of the answer.
    pub answered: Option<Date>,
    /// Why.
    pub because: Option<Html>,
    /// What to do meanwhile.
    pub workaround: Option<Html>,
    /// The day on which we look at it again.
    pub revisit: Option<Date>,
    /// Whether that day has passed.
    pub revisit_passed: bool,
    /// Where it is planned.
    pub roadmap_item: Option<Reference>,
}

const GROUPS: [&str; 4] = ["yes", "not_yet", "no", "open"];

fn group(answer: Option<Answer>) -> &'static str {
    match answer {
        Some(Answer::Yes | Answer::YesWithCompromises) => "yes",
        Some(Answer::NotYetPriority | Answer::NotYetTechnical) => "not_yet",
        Some(Answer::NoStrategy | Answer::NoTechnical) => "no",
        None => "open",
    }
}

pub(super) fn page(site: &Site) -> Option<Computed> {
    let records = all_of::<Request>(site);
    let mut all: Vec<RequestView> =
        site.all::<Request>().map(|(ix, entry, it)| view(site, ix, entry, it)).collect();
    all.sort_by(|a, b| a.request.title.cmp(&b.request.title));
    let mut groups: Vec<Group> = GROUPS.iter().map(|answer| Group { answer, requests: Vec::new() }).collect();
    for request in all {
        let name = group(request.answer);
        if let Some(group) = groups.iter_mut().find(|it| it.answer == name) {
            group.requests.push(request);
        }
    }
    groups.retain(|group| !group.requests.is_empty());
    let page = Computed::new(
        "/requests/",
        "Asked and answered",
        "What has been asked for, the answer with its reason, and what to do meanwhile.",
        "requests.html",
        &Requests { groups },
    )
    .of(records)
    .narrowed_by(&["answer", "offering"]);
    site.all::<Request>().next().map(|_| page)
}

pub(super) fn view(site: &Site, ix: EntryIx, entry: &Entry, it: &Request) -> RequestView {
    let target = |to: &Option<crate::record::Ref>| {
        to.as_ref().and_then(|to| Some(site.reference(site.target(entry, to)?)))
    };
    RequestView {
        request: site.reference(ix),
        offering: target(&it.offering),
        ask: it.ask.as_ref().map(|it| it.html(ix)),
        answer: it.answer,
        answered: it.answered,
        because: it.because.as_ref().map(|it| it.html(ix)),
        workaround: it.workaround.as_ref().map(|it| it.html(ix)),
        revisit: it.revisit,
        revisit_passed: it.revisit.is_some_and(|day| day < site.as_of),
        roadmap_item: target(&it.roadmap_item),
    }
}
