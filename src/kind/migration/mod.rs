//! A migration: from one thing to another, who must do something for it, and what is done for them.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::entry::Entry;
use crate::facet::{Ask, By, Dated, Firmness, Phase, Series};
use crate::finding::Rule;
use crate::interval::out_of_date;
use crate::pace::Pace;
use crate::quarter::When;
use crate::record::{Phrase, Record, Ref};
use crate::site::{EntryIx, Site};

mod agreed;
mod asks;
mod counted;
mod effort;
mod finished;
mod list;
mod parts;
mod possible;
mod rules;
mod steps;
mod view;

pub use parts::{
    Actor, Agreement, AgreementState, Aim, AppliesIf, Deadline, OffRamp, OnRamp, Parity, Point, Progress,
    Question, Source, Stage, Step, StepState, Task,
};

/// A move from one thing to another. Its page answers first whom it affects, then by when, how long
/// it takes and what is done for them.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Migration {
    /// What is left behind: offerings, or what others make.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["offering", "upstream"], "x-onramp-expected" = true))]
    pub from: Vec<Ref>,
    /// What takes its place. Where nothing does, write a sunset instead.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["offering", "upstream"]))]
    pub to: Vec<Ref>,
    /// Why, in a sentence that somebody who never heard of either understands.
    #[schemars(extend("x-onramp-expected" = true))]
    pub reason: Option<Phrase>,
    /// The upstreams whose end forces it.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["upstream"], "x-onramp-audience" = "internal"))]
    pub caused_by: Vec<Ref>,
    /// The decisions that it carries out.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["adr"]))]
    pub decided_by: Vec<Ref>,
    /// By when.
    pub deadline: Option<Deadline>,
    /// How far it has come.
    #[schemars(extend("x-onramp-expected" = true))]
    pub stage: Option<Stage>,
    /// Whom it affects: a rule that anybody can apply to themselves, and the same for the compiler.
    pub applies_if: Option<AppliesIf>,
    /// The day on which those affected were told, or are to be.
    #[schemars(extend("x-onramp-past" = serde_json::json!({ "stage": ["active", "final_20", "done"] })))]
    pub announced: Option<Date>,
    /// Hours of their own work for each application.
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    pub effort_per_app_hours: Option<f64>,
    /// How many customers there are to move, where the applications do not say.
    pub customer_total: Option<u32>,
    /// What is done for those affected.
    #[serde(default)]
    pub platform_does: Vec<Phrase>,
    /// How much of the work that is, in percent.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub automated_percent: Option<f64>,
    /// What is left for those affected.
    #[serde(default)]
    pub customer_does: Vec<Task>,
    /// The way to the new.
    pub on_ramp: Option<OnRamp>,
    /// The way off the old.
    pub off_ramp: Option<OffRamp>,
    /// What one did with the old, and how one does it with the new.
    #[serde(default)]
    pub parity: Vec<Parity>,
    /// What is done in which order.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// What single teams and the platform have agreed on.
    #[serde(default)]
    pub agreements: Vec<Agreement>,
    /// The team that went first, on the platform's own side.
    #[schemars(extend("x-onramp-ref" = ["team"]))]
    pub alpha: Option<Ref>,
    /// The customer teams that went first.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["team"]))]
    pub early_adopters: Vec<Ref>,
    /// How a team sees that the new serves it as the old did.
    pub acceptance_tests: Option<Phrase>,
    /// Where to talk about it: a place for this migration alone.
    pub channel: Option<String>,
    /// Questions that come again and again.
    #[serde(default)]
    pub faq: Vec<Question>,
    /// Where the new is taught.
    pub training: Option<Phrase>,
    /// How much has moved.
    pub progress: Option<Progress>,
    /// The last day on which the old is supported.
    #[schemars(extend("x-onramp-not-before" = "announced"))]
    pub old_supported_until: Option<Date>,
    /// The team that stays with it until the last one has moved.
    #[schemars(extend("x-onramp-ref" = ["team"]))]
    pub long_tail_owner: Option<Ref>,
    /// Other migrations that one has to do together with this one.
    #[serde(default)]
    #[schemars(extend("x-onramp-ref" = ["migration"]))]
    pub bundled_with: Vec<Ref>,
    /// Whether teams have to, as distinct from want to.
    #[serde(default)]
    pub mandate: bool,
    /// The role that stands behind a mandate.
    pub sponsor: Option<Phrase>,
    /// The larger aim that a mandate serves.
    pub aligned_with: Option<Aim>,
    /// What those who move gain beyond what they had.
    #[serde(default)]
    pub gains: Vec<Phrase>,
    /// Of those who moved, the share that did so before they had to, in percent.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub voluntary_percent: Option<f64>,
}

/// By when a migration is due, and who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The last day.
    pub date: Date,
    /// The word for where it comes from, such as `upstream_eol`.
    pub source: Option<&'static str>,
    /// Whether nobody here can move it.
    pub hard: bool,
}

impl Migration {
    /// What it leaves behind, resolved.
    pub fn left_behind<'a>(&'a self, entry: &'a Entry, site: &'a Site) -> impl Iterator<Item = EntryIx> + 'a {
        self.from.iter().filter_map(move |it| site.target(entry, it))
    }

    /// Whether teams are asked to move.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.stage.is_some_and(Stage::is_active)
    }

    /// By when those affected are to have moved, where nothing else is agreed on with one of them: by
    /// the deadline, else as long as the old is supported.
    #[must_use]
    pub fn due(&self) -> Option<Due> {
        let set = self.deadline.as_ref().map(|it| Due {
            date: it.date,
            source: it.source.map(Source::word),
            hard: it.hard,
        });
        let kept = |date| Due { date, source: Some("old_supported_until"), hard: false };
        set.or_else(|| self.old_supported_until.map(kept))
    }

    /// Whether it is over: all have moved, and nothing is asked of anybody.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.stage == Some(Stage::Done)
    }

    /// How binding a date is. Where there is none, the stage says whether teams are asked at all.
    #[must_use]
    pub fn firmness(&self, by: Option<Date>, today: Date) -> Firmness {
        match (self.stage, by) {
            (Some(Stage::Done), _) => Firmness::Done,
            (None | Some(Stage::Information | Stage::Planning), None) => Firmness::Information,
            _ => Firmness::at(by.map(By::Day), today),
        }
    }

    /// The last day on which anybody is to be left where it leads away from, where that is said.
    #[must_use]
    pub fn planned_end(&self) -> Option<Date> {
        self.due().map(|it| it.date)
    }

    /// Whether it is over by a day: done, or planned to end no later.
    #[must_use]
    pub fn ends_by(&self, day: Date) -> bool {
        self.is_done() || self.planned_end().is_some_and(|end| end <= day)
    }

    /// Whether somebody should have counted again by now how much has moved.
    #[must_use]
    pub fn count_is_old(&self, today: Date) -> bool {
        let counts = self.progress.iter().flat_map(|it| it.as_of.into_iter().chain(it.days()));
        !self.is_done() && out_of_date(counts, today)
    }

    /// How many would have moved by the last count, had it been as many every day from the announcement to the
    /// last day; none once that has passed, and while nothing is asked of anybody.
    #[must_use]
    pub fn even_pace(&self, today: Date) -> Option<Pace> {
        let end = self.planned_end().filter(|day| *day >= today)?;
        let asks = !matches!(self.firmness(Some(end), today), Firmness::Done | Firmness::Information);
        let progress = self.progress.as_ref().filter(|_| asks)?;
        let now = (view::counted(progress)?, number(progress.done));
        Pace::of((self.announced?, 0.0), (end, number(progress.total)), now)
    }

    /// How much has moved, in percent.
    #[must_use]
    pub fn percent(&self) -> Option<f64> {
        let progress = self.progress.as_ref().filter(|it| it.total > 0)?;
        Some(number(progress.done) / number(progress.total) * 100.0)
    }
}

impl Record for Migration {
    const NAME: &'static str = "migration";
    const PLURAL: &'static str = "migrations";
    const TITLE: (&'static str, &'static str) = ("Migration", "Migrations");
    const TEMPLATE: &'static str = "\
+++
title = {title}
summary = \"change-me: what moves to what, and why that is worth it\"
owner = \"change-me\"                # a file name in teams/
from = [\"change-me\"]               # file names in offerings/ or upstreams/
to = [\"change-me\"]
reason = \"change-me: why, for somebody who never heard of either\"
stage = \"planning\"                 # information, planning, active, final_20 or done
announced = {date}
effort_per_app_hours = 8           # change-me: hours of their own work, for one application
automated_percent = 50             # change-me: how much of the work a program does
platform_does = [\"change-me: what is done for those who move\"]
channel = \"#change-me\"             # for this migration alone
gains = [\"change-me: what those who move gain\"]
# deadline = { date = {date}, source = \"internal\", hard = false }

[applies_if]
text = \"change-me: your team owns something that ...\"
# offering = \"change-me\"           # the applications that use it are affected; left out: all of `from`

[[customer_does]]
text = \"change-me: what is left for them\"
hours = 8                          # change-me: of the hours above

[on_ramp]
steps = [\"change-me: the first thing to do\"]
partial_trial = \"change-me: how to try it with a part\"
validate = \"change-me: how one sees that it works\"
rollback = \"change-me: how one goes back\"

[off_ramp]
steps = [\"change-me: the first thing to do\"]
data = \"change-me: what becomes of the data\"
decommission = \"change-me: who takes the old down, and when\"

[[parity]]
old = \"change-me: what one did with the old\"
new = \"change-me: how one does it with the new\"

[[steps]]
id = \"first\"
title = \"change-me: the first step\"
state = \"released\"                 # done, released or waiting; left out: worked out from `needs`

[[steps]]
title = \"change-me: the second step\"
needs = [\"first\"]
+++
";
    const COLUMNS: &'static [&'static str] = &["summary", "stage", "owner"];
    const RULES: &'static [Rule] = list::RULES;

    fn view(&self, entry: &Entry, site: &Site) -> serde_json::Value {
        view::view(self, entry, site)
    }

    fn view_schema() -> Option<serde_json::Value> {
        Some(crate::record::schema_of::<view::MigrationView>())
    }

    fn asks(&self, ix: EntryIx, site: &Site) -> Vec<Ask> {
        asks::asks(self, ix, site)
    }

    fn dates(&self, ix: EntryIx, site: &Site) -> Vec<Dated> {
        asks::dates(self, ix, site)
    }

    fn series(&self, ix: EntryIx, _site: &Site) -> Vec<Series> {
        let Some(progress) = &self.progress else { return Vec::new() };
        let mut points: Vec<(Date, f64)> =
            progress.history.iter().map(|it| (it.date, number(it.done))).collect();
        points.extend(progress.as_of.map(|day| (day, number(progress.done))));
        points.sort_by_key(|(day, _)| *day);
        points.dedup_by_key(|(day, _)| *day);
        let unit = progress.unit.clone().unwrap_or_default();
        let target = Some(number(progress.total));
        vec![Series { from: ix, unit, points, expected: None, target }]
    }

    fn excused(&self, _today: Date) -> Vec<&'static str> {
        // Rule MIG2 asks for it beside a deadline.
        if self.deadline.is_some() { vec!["reason"] } else { Vec::new() }
    }

    fn phase(&self, _today: Date) -> Option<Phase> {
        Some(match self.stage? {
            Stage::Information | Stage::Planning => Phase::Coming,
            Stage::Active | Stage::Final20 => Phase::Living,
            Stage::Done => Phase::Gone,
        })
    }

    fn when(&self) -> Option<When> {
        self.deadline.as_ref().map(|deadline| When::Day(deadline.date))
    }
}

/// A count as a number to divide by.
fn number(count: u64) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}
