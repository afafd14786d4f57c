//! Surveys: was I heard. Scores stand beside how many gave them and who is missing.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::Computed;
use crate::entry::Entry;
use crate::interval::out_of_date;
use crate::kind::survey::{Score, Survey, SurveyAction};
use crate::quarter::Quarter;
use crate::site::{EntryIx, Site};
use crate::view::{Html, Reference};

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Surveys {
    /// The newest.
    newest: SurveyView,
    /// The earlier ones, the newest first.
    earlier: Vec<Earlier>,
}

/// A survey in full.
#[derive(Debug, Serialize, JsonSchema)]
struct SurveyView {
    /// The survey.
    survey: Reference,
    /// The quarter that it asked about.
    period: Option<Quarter>,
    /// The last day on which one could answer.
    closed: Option<Date>,
    /// Whether there should have been another one by now.
    next_missing: bool,
    /// Whom it should speak for.
    population: Option<Html>,
    /// How many were asked.
    invited: Option<u32>,
    /// How many answered.
    responses: Option<u32>,
    /// The share of those, in percent, to one place.
    share_percent: Option<String>,
    /// Who is missing.
    gaps: Vec<Html>,
    /// The scores.
    scores: Vec<ScoreView>,
    /// The quarter that `before` is of.
    before: Option<Quarter>,
    /// What many said.
    themes: Vec<ThemeView>,
    /// What was changed.
    actions: Vec<ActionView>,
}

/// A score.
#[derive(Debug, Serialize, JsonSchema)]
struct ScoreView {
    /// With what; none for the platform as a whole.
    offering: Option<Reference>,
    /// The mean from 1 to 5.
    csat: Option<f64>,
    /// Net promoters, in points.
    nps: Option<f64>,
    /// How many answered.
    responses: Option<u32>,
    /// The mean of the survey before.
    before: Option<f64>,
    /// What stands behind it.
    because: Option<Html>,
}

/// Something that many said.
#[derive(Debug, Serialize, JsonSchema)]
struct ThemeView {
    /// What.
    text: Html,
    /// How many.
    mentions: Option<u32>,
    /// What came of it, where that has a page.
    became: Option<Reference>,
    /// Which of the survey's actions came of it.
    action: Option<ActionView>,
}

/// Something that was changed.
#[derive(Debug, Serialize, JsonSchema)]
struct ActionView {
    /// What.
    text: Html,
    /// Since when.
    done: Option<Date>,
    /// Where it is planned.
    roadmap_item: Option<Reference>,
}

/// An earlier survey.
#[derive(Debug, Serialize, JsonSchema)]
struct Earlier {
    /// The survey.
    survey: Reference,
    /// The quarter.
    period: Option<Quarter>,
    /// How many were asked.
    invited: Option<u32>,
    /// How many answered.
    responses: Option<u32>,
}

pub(super) fn page(site: &Site) -> Option<Computed> {
    let mut all: Vec<(EntryIx, &Entry, &Survey)> = site.all::<Survey>().collect();
    all.sort_by_key(|(ix, _, it)| (std::cmp::Reverse(it.period), *ix));
    let newest = *all.first()?;
    let earlier = |(ix, _, it): &(EntryIx, &Entry, &Survey)| Earlier {
        survey: site.reference(*ix),
        period: it.period,
        invited: it.invited,
        responses: it.responses,
    };
    let data = Surveys {
        newest: SurveyView {
            next_missing: out_of_date(all.iter().filter_map(|(.., it)| day(it)), site.as_of),
            ..view(site, newest, all.get(1).copied())
        },
        earlier: all.iter().skip(1).map(earlier).collect(),
    };
    Some(
        Computed::new(
            "/surveys/",
            "What you told us",
            "What came out of the last survey, how far it can be trusted, and what we changed.",
            "surveys.html",
            &data,
        )
        .called(&["Survey results"])
        .of(all.iter().map(|(ix, ..)| *ix)),
    )
}

/// The day that what a survey heard is of.
fn day(survey: &Survey) -> Option<Date> {
    survey.closed.or(survey.period.map(Quarter::last_day))
}

fn view(
    site: &Site,
    survey: (EntryIx, &Entry, &Survey),
    before: Option<(EntryIx, &Entry, &Survey)>,
) -> SurveyView {
    let (ix, entry, it) = survey;
    let target = |to: &Option<crate::record::Ref>| to.as_ref().and_then(|to| site.target(entry, to));
    let mut earlier: BTreeMap<Option<EntryIx>, f64> = BTreeMap::new();
    for score in before.iter().flat_map(|(_, _, it)| &it.scores) {
        let of = before.and_then(|(_, entry, _)| site.target(entry, score.offering.as_ref()?));
        earlier.extend(score.csat.map(|csat| (of, csat)));
    }
    let score = |score: &Score| ScoreView {
        offering: target(&score.offering).map(|to| site.reference(to)),
        csat: score.csat,
        nps: score.nps,
        responses: score.responses.or(it.responses),
        before: earlier.get(&target(&score.offering)).copied(),
        because: score.because.as_ref().map(|it| it.html(ix)),
    };
    let action = |action: &SurveyAction| ActionView {
        text: action.text.html(ix),
        done: action.done,
        roadmap_item: target(&action.roadmap_item).map(|to| site.reference(to)),
    };
    let share = it.responses.zip(it.invited).filter(|(_, invited)| *invited > 0);
    SurveyView {
        survey: site.reference(ix),
        period: it.period,
        closed: it.closed,
        next_missing: false,
        population: it.population.as_ref().map(|it| it.html(ix)),
        invited: it.invited,
        responses: it.responses,
        share_percent: share.map(|(of, all)| format!("{:.1}", f64::from(of) * 100.0 / f64::from(all))),
        gaps: it.gaps.iter().flatten().map(|it| it.html(ix)).collect(),
        scores: it.scores.iter().map(score).collect(),
        before: before.and_then(|(_, _, it)| it.period).filter(|_| !earlier.is_empty()),
        themes: it
            .themes
            .iter()
            .map(|theme| ThemeView {
                text: theme.text.html(ix),
                mentions: theme.mentions,
                became: target(&theme.became).map(|to| site.reference(to)),
                action: it.actions.iter().find(|it| it.id.is_some() && it.id == theme.action).map(action),
            })
            .collect(),
        actions: it.actions.iter().map(action).collect(),
    }
}
