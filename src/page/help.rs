//! Get help: can I engage somebody now, and if not, how long will I wait.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::Computed;
use crate::duration::Duration;
use crate::entry::Entry;
use crate::kind::app_tier::AppTier;
use crate::kind::support_policy::{Coverage, Level, SupportPolicy};
use crate::site::{EntryIx, Site};
use crate::view::{Html, Noun, Reference};

/// Where it is published.
pub(super) const URL: &str = "/help/";

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Help {
    /// The policy that most offerings have.
    policy: Reference,
    /// The day on which somebody last checked it.
    reviewed: Option<Date>,
    /// Whether somebody should check it again.
    out_of_date: bool,
    /// What its times are called.
    wording: Noun,
    /// Where it is seen whether something is down.
    status_url: Option<String>,
    /// Where things are rough, and worked on.
    patches: Vec<Reference>,
    /// How one pages.
    paging: Option<Html>,
    /// Where requests are made.
    intake: Option<String>,
    /// When somebody answers.
    coverage: Option<Coverage>,
    /// Why not day and night.
    coverage_exception: Option<Html>,
    /// Where everybody reads and experts answer.
    expert_channel: Option<String>,
    /// The levels, worst first.
    levels: Vec<LevelView>,
    /// The tiers, the most critical first.
    tiers: Vec<Tier>,
    /// Who looks at a request, first to last.
    ladder: Vec<Rung>,
    /// What people ask for.
    types: Vec<RequestView>,
    /// What to have ready.
    have_ready: Vec<Html>,
    /// Pages that answer what is asked most.
    try_first: Vec<Remedy>,
    /// Share of requests that the first line solves itself, in percent.
    first_line_percent: Option<f64>,
    /// The same of the best that one knows of.
    benchmark_percent: Option<f64>,
    /// Where promises are compared with what happened.
    commitments: Option<String>,
    /// Other policies, and what they are for.
    others: Vec<Other>,
}

/// A level.
#[derive(Debug, Serialize, JsonSchema)]
struct LevelView {
    /// Its name.
    name: String,
    /// What it does to the business.
    impact: Option<Html>,
    /// What points at the platform.
    condition: Option<Html>,
    /// Whether one may page.
    may_page: bool,
    /// When somebody answers.
    coverage: Option<Coverage>,
    /// How one asks.
    channel: Option<String>,
    /// The tiers that it is for; none for all.
    tiers: Vec<Reference>,
    /// What each tier gets at this level, in the order of the tiers.
    cells: Vec<Cell>,
    /// Its times.
    times: Times,
}

/// What a tier gets at a level.
#[derive(Debug, Serialize, JsonSchema)]
struct Cell {
    /// The tier.
    tier: String,
    /// Whether the level is for it.
    open: bool,
    /// The level to use in its place.
    instead: Option<String>,
}

/// How long something takes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Times {
    /// Until a person answers.
    pub respond: Option<Duration>,
    /// Until somebody works on it.
    pub assign: Option<Duration>,
    /// Until it is solved.
    pub resolve: Option<Duration>,
    /// What holds in place of times.
    pub instead: Option<Html>,
}

/// A tier of applications.
#[derive(Debug, Serialize, JsonSchema)]
struct Tier {
    /// The tier.
    #[serde(flatten)]
    tier: Reference,
    /// What happens when an application of it stops.
    definition: Option<Html>,
}

/// Somebody who looks at a request.
#[derive(Debug, Serialize, JsonSchema)]
struct Rung {
    /// Who.
    who: Html,
    /// What they do.
    does: Option<Html>,
    /// Their team.
    team: Option<Reference>,
}

/// Something that people ask for.
#[derive(Debug, Serialize, JsonSchema)]
struct RequestView {
    /// Its name.
    name: String,
    /// The level that it usually has.
    level: Option<String>,
    /// Its times.
    times: Times,
    /// Where they come from.
    basis: Option<crate::kind::support_policy::Basis>,
}

/// A symptom, and the page that helps.
#[derive(Debug, Serialize, JsonSchema)]
struct Remedy {
    /// What people see.
    symptom: Html,
    /// The page.
    page: Option<Reference>,
}

/// Another policy.
#[derive(Debug, Serialize, JsonSchema)]
struct Other {
    /// The policy.
    policy: Reference,
    /// Whether one may page somebody.
    may_page: bool,
    /// What it is for.
    offerings: Vec<Reference>,
}

pub(super) fn page(site: &Site) -> Option<Computed> {
    let (ix, entry, policy) = main_policy(site)?;
    let mut tiers: Vec<(EntryIx, &AppTier)> = site.all::<AppTier>().map(|(ix, _, tier)| (ix, tier)).collect();
    tiers.sort_by_key(|(_, tier)| tier.level);
    let html = |phrase: &Option<crate::record::Phrase>| phrase.as_ref().map(|it| it.html(ix));
    let target = |reference: &crate::record::Ref| site.target(entry, reference).map(|to| site.reference(to));
    let rung = |it: &crate::kind::support_policy::Rung| Rung {
        who: it.who.html(ix),
        does: html(&it.does),
        team: it.team.as_ref().and_then(target),
    };
    let others =
        site.all::<SupportPolicy>().filter(|(other, ..)| *other != ix).map(|(other, entry, policy)| Other {
            policy: site.reference(other),
            may_page: policy.levels.iter().any(|level| level.may_page),
            offerings: site.referrers(entry, "support").map(|from| site.reference(from)).collect(),
        });
    let checked = entry.common.reviewed.or(entry.common.created);
    let data = Help {
        policy: site.reference(ix),
        reviewed: entry.common.reviewed,
        out_of_date: checked.is_some_and(|day| super::review::is_due(site, day)),
        wording: policy.wording.unwrap_or(site.config.wording).into(),
        status_url: policy.status_url.clone(),
        patches: super::stability::now(site),
        paging: html(&policy.paging),
        intake: policy.intake.clone(),
        coverage: policy.coverage,
        coverage_exception: html(&policy.coverage_exception),
        expert_channel: policy.expert_channel.clone(),
        levels: levels(site, ix, entry, policy, &tiers),
        tiers: tiers
            .iter()
            .map(|(at, tier)| Tier {
                tier: site.reference(*at),
                definition: tier.definition.as_ref().map(|it| it.html(*at)),
            })
            .collect(),
        ladder: policy.escalation.iter().map(rung).collect(),
        types: policy
            .request_types
            .iter()
            .map(|it| RequestView {
                name: it.name.clone(),
                level: it.level.clone(),
                times: promised(ix, policy, &it.name),
                basis: it.basis,
            })
            .collect(),
        have_ready: policy.have_ready.iter().map(|it| it.html(ix)).collect(),
        try_first: policy
            .try_first
            .iter()
            .map(|it| Remedy { symptom: it.symptom.html(ix), page: target(&it.page) })
            .collect(),
        first_line_percent: policy.first_line_resolution_percent,
        benchmark_percent: policy.first_line_benchmark_percent,
        commitments: super::commitments::is_shown(site).then(|| site.address(super::commitments::URL)),
        others: others.collect(),
    };
    Some(
        Computed::new(
            URL,
            "Get help",
            "Whether you may page somebody now, and how long an answer takes.",
            "help.html",
            &data,
        )
        .of([ix]),
    )
}

/// The policy that most offerings have.
fn main_policy(site: &Site) -> Option<(EntryIx, &Entry, &SupportPolicy)> {
    let used = |entry: &Entry| site.referrers(entry, "support").count();
    let all = site.all::<SupportPolicy>();
    // Of several with as many, the first.
    all.reduce(|best, next| if used(next.1) > used(best.1) { next } else { best })
}

fn levels(
    site: &Site,
    ix: EntryIx,
    entry: &Entry,
    policy: &SupportPolicy,
    tiers: &[(EntryIx, &AppTier)],
) -> Vec<LevelView> {
    let of = |level: &Level| -> Vec<EntryIx> {
        level.tiers.iter().filter_map(|tier| site.target(entry, tier)).collect()
    };
    let open = |level: &Level, tier: EntryIx| level.tiers.is_empty() || of(level).contains(&tier);
    let view = |(n, level): (usize, &Level)| LevelView {
        name: level.name.clone(),
        impact: level.business_impact.as_ref().map(|it| it.html(ix)),
        condition: level.engage_condition.as_ref().map(|it| it.html(ix)),
        may_page: level.may_page,
        coverage: level.coverage.or(policy.coverage),
        channel: level.channel.clone(),
        tiers: of(level).into_iter().map(|tier| site.reference(tier)).collect(),
        cells: tiers
            .iter()
            .map(|(tier, _)| Cell {
                tier: site.entry(*tier).title.clone(),
                open: open(level, *tier),
                instead: policy.levels[n..].iter().find(|it| open(it, *tier)).map(|it| it.name.clone()),
            })
            .collect(),
        times: Times {
            respond: level.respond,
            assign: level.assign,
            resolve: level.resolve,
            instead: level.instead.as_ref().map(|it| it.html(ix)),
        },
    };
    policy.levels.iter().enumerate().map(view).collect()
}

/// What a policy promises for a type of request: its own times, else its level's.
pub(super) fn promised(ix: EntryIx, policy: &SupportPolicy, name: &str) -> Times {
    let request = policy.request_types.iter().find(|it| it.name == name);
    let level = request.and_then(|it| {
        let level = it.level.as_ref()?;
        policy.levels.iter().find(|known| known.name == *level)
    });
    let instead = request.and_then(|it| it.instead.as_ref()).or(level.and_then(|it| it.instead.as_ref()));
    Times {
        respond: request.and_then(|it| it.respond).or(level.and_then(|it| it.respond)),
        assign: request.and_then(|it| it.assign).or(level.and_then(|it| it.assign)),
        resolve: request.and_then(|it| it.resolve).or(level.and_then(|it| it.resolve)),
        instead: instead.map(|it| it.html(ix)),
    }
}
