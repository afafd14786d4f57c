//! A milestone: a day by which something can be seen to be so.

use jiff::ToSpan as _;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::config::{INTERNAL, PUBLIC};
use crate::entry::Entry;
use crate::facet::{Dated, Phase};
use crate::finding::{Check, Finder, Rule};
use crate::quarter::{Quarter, When};
use crate::record::{Phrase, Record, Ref};
use crate::site::{EntryIx, Site};

/// A day by which something can be seen to be so. What users see is public, the rest internal,
/// unless the record says otherwise.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Milestone {
    /// The piece of work that it belongs to.
    #[schemars(extend("x-onramp-expected" = true, "x-onramp-ref" = ["roadmap_item", "objective", "proposal"]))]
    pub parent: Option<Ref>,
    /// The last day that is in time.
    #[schemars(extend("x-onramp-expected" = true))]
    pub date: Option<Date>,
    /// How exactly the day is meant.
    #[schemars(extend("x-onramp-expected" = true))]
    pub grain: Option<Grain>,
    /// What can be seen to be so.
    #[schemars(extend("x-onramp-expected" = true))]
    pub outcome: Option<Phrase>,
    /// Who can see it.
    #[serde(rename = "type")]
    #[schemars(extend("x-onramp-expected" = true))]
    pub what: Option<MilestoneType>,
    /// Whether something of it serves real work from then on.
    #[serde(default)]
    pub in_production: bool,
    /// The day on which it was reached.
    #[schemars(extend("x-onramp-past" = true))]
    pub done: Option<Date>,
}

/// How exactly a milestone's day is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Grain {
    /// Within its month.
    Month,
    /// Within its quarter.
    Quarter,
}

/// Who can see that a milestone is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum MilestoneType {
    /// Those who build it.
    Technical,
    /// Those who pay for it.
    Business,
    /// Those who use it.
    UserVisible,
}

/// What the page of a milestone adds to its fields.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MilestoneView {
    /// Whether it was to be reached by now.
    pub overdue: bool,
}

impl Record for Milestone {
    const NAME: &'static str = "milestone";
    const PLURAL: &'static str = "milestones";
    const TITLE: (&'static str, &'static str) = ("Milestone", "Milestones");
    const EXTENSION: &'static str = "toml";
    const TEMPLATE: &'static str = "\
title = {title}
parent = \"change-me\"      # a roadmap item, an objective or a proposal
date = {later}         # change-me: the last day that is in time
grain = \"month\"           # month or quarter
outcome = \"change-me: what can be seen to be so\"
type = \"technical\"        # technical, business or user_visible
";
    const COLUMNS: &'static [&'static str] = &["outcome", "date", "done"];
    const REVIEWED: bool = false;
    const RULES: &'static [Rule] = RULES;

    fn audience(&self) -> Option<&str> {
        Some(if self.what == Some(MilestoneType::UserVisible) { PUBLIC } else { INTERNAL })
    }

    fn view(&self, _entry: &Entry, site: &Site) -> Value {
        let overdue = self.done.is_none() && self.date.is_some_and(|day| day < site.as_of);
        serde_json::to_value(MilestoneView { overdue }).unwrap_or_default()
    }

    fn view_schema() -> Option<Value> {
        Some(crate::record::schema_of::<MilestoneView>())
    }

    fn dates(&self, entry: EntryIx, site: &Site) -> Vec<Dated> {
        let Some(day) = self.date.filter(|_| self.done.is_none()) else { return Vec::new() };
        let what = site.entry(entry).title.clone();
        vec![Dated { from: entry, what, day, until: None, agreed_with: None, hard: false, to_do: true }]
    }

    fn phase(&self, _today: Date) -> Option<Phase> {
        Some(if self.done.is_some() { Phase::Living } else { Phase::Coming })
    }

    fn when(&self) -> Option<When> {
        self.date.map(When::Day)
    }
}

const RULES: &[Rule] = &[GRAIN, REACHED, ON_THE_WAY];

const GRAIN: Rule = Rule {
    id: "RMP7",
    summary: "The plan of a proposal is monthly for a year, and quarterly beyond",
    why: "Within a year a quarter is too long to notice that a plan slips; beyond it, a month is a guess. Milestones \
          of a roadmap are quarterly, and left alone.",
    fails: r#"=== content/proposals/storage.toml
title = "Storage anew"
date = 2027-01-04
[[milestone]]
title = "Metadata served"
parent = "storage"
date = 2027-09-30
grain = "quarter"
"#,
    passes: r#"=== content/proposals/storage.toml
title = "Storage anew"
date = 2027-01-04
[[milestone]]
title = "Metadata served"
parent = "storage"
date = 2027-09-30
grain = "month"
"#,
    check: Check::Record(grain),
    ..Rule::WARNING
};

const REACHED: Rule = Rule {
    id: "RMP21",
    summary: "A milestone whose day has passed says whether it was reached",
    why: "Whoever waits for it sees a day that has gone by, and not whether to wait on.",
    dated: true,
    fails: r#"=== content/roadmap/storage.toml
[[roadmap_item]]
title = "Storage anew"
id = "storage"
[[milestone]]
title = "Metadata served"
parent = "storage"
date = 2026-12-31
grain = "quarter"
"#,
    passes: r#"=== content/roadmap/storage.toml
[[roadmap_item]]
title = "Storage anew"
id = "storage"
[[milestone]]
title = "Metadata served"
parent = "storage"
date = 2026-12-31
grain = "quarter"
done = 2026-12-14
"#,
    check: Check::Record(reached),
    ..Rule::WARNING
};

const ON_THE_WAY: Rule = Rule {
    id: "RMP25",
    summary: "A milestone lies on the way to what it belongs to",
    why: "One that comes after it is no part of it, or says that it will be late. Its readers see two days, and plan by \
          the sooner.",
    fails: r#"=== content/roadmap/storage.toml
[[roadmap_item]]
title = "Storage anew"
id = "storage"
target = "2027-Q2"
[[milestone]]
title = "Metadata served"
parent = "storage"
date = 2027-09-30
grain = "quarter"
"#,
    passes: r#"=== content/roadmap/storage.toml
[[roadmap_item]]
title = "Storage anew"
id = "storage"
target = "2027-Q3"
[[milestone]]
title = "Metadata served"
parent = "storage"
date = 2027-09-30
grain = "quarter"
"#,
    check: Check::Record(on_the_way),
    ..Rule::WARNING
};

fn on_the_way(finder: &mut Finder<'_>) {
    let (site, entry) = (finder.site, finder.entry());
    let milestone: &Milestone = finder.record();
    let parent = milestone.parent.as_ref().and_then(|name| site.target(entry, name));
    // Of a day that has passed, RMP21 asks what came of it; so does RMP19 of an item.
    let to_come = milestone.date.filter(|day| milestone.done.is_none() && *day >= site.as_of);
    let (Some(parent), Some(day)) = (parent.map(|ix| site.entry(ix)), to_come) else { return };
    let said = |field: &str| parent.value.get(field).and_then(Value::as_str);
    let title = &entry.title;
    if said("status") == Some("delivered") {
        let message =
            format!("`{}` is delivered, and `{title}` on the way to it is still to come", parent.title);
        let hint =
            "write the day on which it was reached: `done = ...`; or take it out, if it was done without";
        let found = finder.report("date", message);
        found.hint(hint).see(parent.at("status"), "delivered here");
        return;
    }
    let end = said("target").and_then(|it| it.parse::<Quarter>().ok()).map(|it| (it, it.last_day()));
    let Some((target, _)) = end.filter(|(_, end)| day > *end && *end >= site.as_of) else { return };
    let message = format!("`{title}` is on {day}, after `{}`, which is planned for {target}", parent.title);
    let hint =
        "move the milestone before it; or, if that will be later, its `target`, and write under `moved` why";
    finder.report("date", message).hint(hint).see(parent.at("target"), "planned here");
}

fn reached(finder: &mut Finder<'_>) {
    let (site, entry) = (finder.site, finder.entry());
    let milestone: &Milestone = finder.record();
    let parent = milestone.parent.as_ref().and_then(|name| site.target(entry, name));
    // Of what was dropped, nothing more is to come.
    if parent.is_some_and(|ix| site.phase(ix) == Some(Phase::Gone)) {
        return;
    }
    if let Some(day) = milestone.date.filter(|day| *day < site.as_of && milestone.done.is_none()) {
        let message = format!("`{}` was to be reached by {day}, and is not said to be", entry.title);
        let hint =
            "write the day on which it was: `done = ...`; or the new `date`, and tell who waits for it";
        finder.report("date", message).hint(hint);
    }
}

fn grain(finder: &mut Finder<'_>) {
    let (site, entry) = (finder.site, finder.entry());
    let milestone: &Milestone = finder.record();
    let parent = milestone.parent.as_ref().and_then(|name| site.target(entry, name));
    let plan = parent.map(|ix| site.entry(ix)).filter(|parent| &*parent.id.kind == "proposal");
    let begun = plan.and_then(|plan| plan.value.get("date")?.as_str()?.parse::<Date>().ok());
    let (Some(plan), Some(begun), Some(day)) = (plan, begun, milestone.date) else { return };
    let year = begun.saturating_add(12.months());
    let (title, plan) = (&entry.title, &plan.title);
    match milestone.grain {
        Some(Grain::Quarter) if day <= year => {
            let message = format!("`{title}` is planned to the quarter, within the first year of `{plan}`");
            let hint = "write `grain = \"month\"` and the last day of a month, or split it";
            finder.report("grain", message).hint(hint);
        }
        Some(Grain::Month) if day > year => {
            let message =
                format!("`{title}` is planned to the month, more than a year after `{plan}` begins");
            let hint = "write `grain = \"quarter\"`: nobody will hold you to the month";
            finder.report("grain", message).hint(hint).as_info();
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::rule::tests::report;

    #[test]
    fn nothing_is_to_come_on_the_way_to_what_is_there() {
        let of = |item: &str, milestone: &str| {
            let told = report(&format!(
                "=== content/roadmap/a.toml\n[[roadmap_item]]\ntitle = \"A\"\nid = \"a\"\n{item}\n\
                 [[milestone]]\ntitle = \"Half of it\"\nparent = \"a\"\n{milestone}\n"
            ));
            let told = told.into_iter().filter(|it| it.starts_with("RMP25"));
            told.filter_map(|it| Some(it.split(": ").nth(2)?.split(" (").next()?.to_owned()))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            of("status = \"delivered\"", "date = 2027-03-31"),
            ["`A` is delivered, and `Half of it` on the way to it is still to come"]
        );
        assert_eq!(of("status = \"delivered\"", "date = 2027-03-31\ndone = 2027-01-08"), [""; 0]);
        // RMP21 and RMP19 ask of these.
        assert_eq!(of("status = \"delivered\"", "date = 2026-12-31"), [""; 0]);
        assert_eq!(of("target = \"2026-Q4\"", "date = 2027-03-31"), [""; 0]);
        assert_eq!(of("target = \"now\"", "date = 2027-03-31"), [""; 0]);
    }
}
