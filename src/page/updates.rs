//! Wins & Challenges: the archive, and the newest as a letter.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Computed, all_of};
use crate::entry::Entry;
use crate::interval::out_of_date;
use crate::kind::update::{Challenge, Story, Update, UpdateLevel};
use crate::site::{EntryIx, Site};
use crate::view::{Html, Reference};

/// Where the letter is published.
pub(super) const DIGEST: &str = "/updates/digest/";

/// What the archive shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Archive {
    /// The newest first.
    updates: Vec<UpdateView>,
    /// Where the letter is.
    digest: String,
}

/// What the letter shows: the newest update of the whole organisation, else the newest of any.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Digest {
    /// The update.
    update: UpdateView,
    /// Where the site is, for links that leave it.
    origin: String,
}

/// An update.
#[derive(Debug, Serialize, JsonSchema)]
struct UpdateView {
    /// The update.
    update: Reference,
    /// Its day.
    date: Option<Date>,
    /// Whether the next one of those who wrote it should be there by now.
    next_missing: bool,
    /// Of whom it tells.
    level: UpdateLevel,
    /// The team.
    owner: Option<Reference>,
    /// What went well.
    wins: Vec<StoryView>,
    /// What did not.
    challenges: Vec<StoryView>,
}

/// A win or a challenge.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct StoryView {
    /// The headline.
    pub summary: Html,
    /// How it was.
    pub situation: Option<Html>,
    /// What was done.
    pub action: Option<Html>,
    /// What came of it.
    pub result: Option<Html>,
    /// What it is about.
    pub link: Option<Reference>,
    /// What would help.
    pub help_wanted: Option<Html>,
    /// The team outside that it touches.
    pub partner: Option<Reference>,
}

pub(super) fn archive(site: &Site) -> Option<Computed> {
    let last_ones = last_ones(site);
    let each = newest_first(site).into_iter();
    let updates: Vec<UpdateView> =
        each.map(|(ix, entry, it)| view(site, ix, entry, it, &last_ones)).collect();
    if updates.is_empty() {
        return None;
    }
    let data = Archive { updates, digest: site.address(DIGEST) };
    Some(
        Computed::new(
            "/updates/",
            "Wins & Challenges",
            "What went well and what did not, the newest first.",
            "updates.html",
            &data,
        )
        .of(all_of::<Update>(site))
        .narrowed_by(&["level"]),
    )
}

pub(super) fn digest(site: &Site) -> Option<Computed> {
    let all = newest_first(site);
    let of_all = all.iter().find(|(_, _, it)| it.level == UpdateLevel::Org);
    let (ix, entry, it) = *of_all.or(all.first())?;
    let origin = site.config.origin().unwrap_or_default().to_owned();
    let data = Digest { update: view(site, ix, entry, it, &last_ones(site)), origin };
    let title = "The newest Wins & Challenges, as a letter";
    Some(Computed::new(DIGEST, title, "Copy it into a mail as it stands.", "digest.html", &data).of([ix]))
}

pub(super) fn newest_first(site: &Site) -> Vec<(EntryIx, &Entry, &Update)> {
    let mut all: Vec<_> = site.all::<Update>().collect();
    all.sort_by_key(|(ix, _, it)| (std::cmp::Reverse(it.date), std::cmp::Reverse(it.level), *ix));
    all
}

fn view(
    site: &Site,
    ix: EntryIx,
    entry: &Entry,
    update: &Update,
    last_ones: &BTreeSet<(UpdateLevel, Option<EntryIx>, Date)>,
) -> UpdateView {
    let is_last = |day| last_ones.contains(&(update.level, site.owner(ix), day));
    UpdateView {
        update: site.reference(ix),
        date: update.date,
        next_missing: update.date.is_some_and(is_last),
        level: update.level,
        owner: site.owner(ix).map(|owner| site.reference(owner)),
        wins: update.wins.iter().map(|it| win(site, ix, entry, it)).collect(),
        challenges: update.challenges.iter().map(|it| challenge(site, ix, entry, it)).collect(),
    }
}

/// The newest update of each who write some, by level, owner and day, where that is longer ago than
/// theirs usually are apart.
fn last_ones(site: &Site) -> BTreeSet<(UpdateLevel, Option<EntryIx>, Date)> {
    let mut days: BTreeMap<(UpdateLevel, Option<EntryIx>), Vec<Date>> = BTreeMap::new();
    for (ix, _, update) in site.all::<Update>() {
        days.entry((update.level, site.owner(ix))).or_default().extend(update.date);
    }
    let late = days.into_iter().filter_map(|((level, owner), days)| {
        let newest = *days.iter().max()?;
        out_of_date(days, site.as_of).then_some((level, owner, newest))
    });
    late.collect()
}

fn win(site: &Site, ix: EntryIx, entry: &Entry, it: &Story) -> StoryView {
    let html = |phrase: &Option<crate::record::Phrase>| phrase.as_ref().map(|it| it.html(ix));
    StoryView {
        summary: it.summary.html(ix),
        situation: html(&it.situation),
        action: html(&it.action),
        result: html(&it.result),
        link: it.link.as_ref().and_then(|to| Some(site.reference(site.target(entry, to)?))),
        help_wanted: None,
        partner: None,
    }
}

pub(super) fn challenge(site: &Site, ix: EntryIx, entry: &Entry, it: &Challenge) -> StoryView {
    let html = |phrase: &Option<crate::record::Phrase>| phrase.as_ref().map(|it| it.html(ix));
    let target = |to: &Option<crate::record::Ref>| {
        to.as_ref().and_then(|to| Some(site.reference(site.target(entry, to)?)))
    };
    StoryView {
        summary: it.summary.html(ix),
        situation: html(&it.situation),
        action: html(&it.action),
        result: html(&it.result),
        link: target(&it.link),
        help_wanted: html(&it.help_wanted),
        partner: target(&it.partner),
    }
}
