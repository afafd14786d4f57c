//! A survey: whom we asked, who answered, who did not, what they said and what we changed.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::field::none_of;
use crate::finding::{Check, Finder, Rule};
use crate::nearest::nearest;
use crate::quarter::{Quarter, Target, When};
use crate::record::{Phrase, Record, Ref};
use crate::site::EntryIx;

/// What people said when they were asked, in sums only: what one person wrote stays out of the
/// repository.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Survey {
    /// The quarter that it asked about.
    #[schemars(extend("x-onramp-expected" = true))]
    pub period: Option<Quarter>,
    /// The last day on which one could answer.
    #[schemars(extend("x-onramp-past" = true, "x-onramp-not-before" = "period"))]
    pub closed: Option<Date>,
    /// Whom it was to speak for.
    #[schemars(extend("x-onramp-expected" = true))]
    pub population: Option<Phrase>,
    /// How many were asked.
    #[schemars(extend("x-onramp-expected" = true))]
    pub invited: Option<u32>,
    /// How many answered.
    #[schemars(extend("x-onramp-expected" = true))]
    pub responses: Option<u32>,
    /// Who answered too seldom, or was not asked. Write `[]` where nobody was missed.
    #[schemars(extend("x-onramp-expected" = "even empty"))]
    pub gaps: Option<Vec<Phrase>>,
    /// How content people were.
    #[serde(default)]
    pub scores: Vec<Score>,
    /// What many said.
    #[serde(default)]
    pub themes: Vec<Theme>,
    /// Whether people were asked what should come first.
    pub asked_for_priorities: Option<bool>,
    /// What was changed, or will be.
    #[serde(default)]
    #[schemars(extend("x-onramp-expected" = true))]
    pub actions: Vec<SurveyAction>,
}

/// How content people were with an offering.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Score {
    /// With what; left out, with the platform as a whole.
    #[schemars(extend("x-onramp-ref" = ["offering"]))]
    pub offering: Option<Ref>,
    /// The mean of the answers from 1 to 5.
    #[schemars(range(min = 1.0, max = 5.0))]
    pub csat: Option<f64>,
    /// Those who would recommend it less those who would not, in points.
    #[schemars(range(min = -100.0, max = 100.0))]
    pub nps: Option<f64>,
    /// How many answered this question; left out, all who answered.
    pub responses: Option<u32>,
    /// What stands behind the number, as far as we know.
    pub because: Option<Phrase>,
}

/// Something that many said.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Theme {
    /// What they said, summed up.
    pub text: Phrase,
    /// How many said it.
    pub mentions: Option<u32>,
    /// What comes of it, where that has a page of its own.
    #[schemars(extend("x-onramp-ref" = ["roadmap_item", "adr", "migration", "request"]))]
    pub became: Option<Ref>,
    /// What comes of it: the `id` of one of the survey's actions.
    pub action: Option<String>,
}

/// What was changed because people said so.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct SurveyAction {
    /// The name by which a theme says that this comes of it.
    pub id: Option<String>,
    /// What changes.
    pub text: Phrase,
    /// The day since which it has.
    #[schemars(extend("x-onramp-past" = true))]
    pub done: Option<Date>,
    /// Where it is planned.
    #[schemars(extend("x-onramp-ref" = ["roadmap_item"]))]
    pub roadmap_item: Option<Ref>,
}

impl Record for Survey {
    const NAME: &'static str = "survey";
    const PLURAL: &'static str = "surveys";
    const TITLE: (&'static str, &'static str) = ("Survey", "Surveys");
    const EXTENSION: &'static str = "toml";
    const REVIEWED: bool = false;
    const TEMPLATE: &'static str = "\
title = {title}
summary = \"change-me: what came out, in a sentence\"
owner = \"change-me\"                  # a file name in teams/
period = \"{quarter}\"
population = \"change-me: whom it should speak for\"
invited = 100                        # change-me: how many were asked
responses = 40                       # change-me: how many answered
gaps = [\"change-me: who answered too seldom\"]     # [] where nobody was missed
asked_for_priorities = true
created = {date}

[[scores]]
csat = 3.5                           # change-me: the mean of the answers, 1 to 5
# offering = \"change-me\"             # a file name in offerings/

[[themes]]
text = \"change-me: what many said\"
mentions = 12                        # change-me: how many said it
action = \"change-me\"                 # the id of what comes of it

[[actions]]
id = \"change-me\"
text = \"change-me: what changes because of it\"
";
    const COLUMNS: &'static [&'static str] = &["summary", "period", "invited", "responses"];
    const RULES: &'static [Rule] = RULES;

    fn excused(&self, today: Date) -> Vec<&'static str> {
        let ends = self.closed.or(self.period.map(Quarter::last_day));
        let mut excused = Vec::new();
        if ends.is_none_or(|day| day >= today) {
            excused.extend(["responses", "gaps", "actions"]);
        }
        // Rule SUR1 asks for them beside a score, and SUR2 for what came of it.
        if !self.scores.is_empty() {
            excused.extend(["population", "invited", "responses", "gaps"]);
        }
        if self.asked_for_priorities == Some(true) {
            excused.push("actions");
        }
        excused
    }

    fn when(&self) -> Option<When> {
        self.period.map(|quarter| When::Target(Target::Quarter(quarter)))
    }
}

const RULES: &[Rule] = &[
    Rule {
        id: "SUR1",
        summary: "A score says of how many it is, whom it should speak for and who is missing",
        why: "A number without them is taken for everybody's opinion.",
        fails: "\
=== content/surveys/2026-q4.toml
title = \"Survey\"
population = \"All engineers\"
responses = 412
scores = [{ csat = 3.9 }]
",
        passes: "\
=== content/surveys/2026-q4.toml
title = \"Survey\"
population = \"All engineers\"
invited = 1000
responses = 412
gaps = [\"Few from the mobile teams\"]
scores = [{ csat = 3.9 }]
",
        check: Check::Record(coverage),
        ..Rule::ERROR
    },
    Rule {
        id: "SUR2",
        summary: "Whoever asks what should come first says what came of it",
        why: "People who are asked and hear nothing do not answer again.",
        fails: "\
=== content/surveys/2026-q4.toml
title = \"Survey\"
asked_for_priorities = true
",
        passes: "\
=== content/surveys/2026-q4.toml
title = \"Survey\"
asked_for_priorities = true
actions = [{ text = \"The build log says which test failed\" }]
",
        check: Check::Record(what_came_of_it),
        ..Rule::WARNING
    },
    Rule {
        id: "SUR3",
        summary: "No more people answer than were asked",
        why: "Whoever works out a share from these numbers gets more than all. One of the two is mistyped.",
        fails: "\
=== content/surveys/2026-q4.toml
title = \"Survey\"
invited = 400
responses = 412
",
        passes: "\
=== content/surveys/2026-q4.toml
title = \"Survey\"
invited = 800
responses = 412
",
        check: Check::Record(parts_of_wholes),
        ..Rule::ERROR
    },
    Rule {
        id: "SUR4",
        summary: "What came of a theme is one of the survey's actions",
        why: "The page would say of it that nothing came of it.",
        fails: "\
=== content/surveys/2026-q4.toml
title = \"Survey\"
[[themes]]
text = \"Builds are slow on Mondays\"
action = \"say-what-mised\"
[[actions]]
id = \"say-what-missed\"
text = \"The build log says what missed the cache\"
",
        passes: "\
=== content/surveys/2026-q4.toml
title = \"Survey\"
[[themes]]
text = \"Builds are slow on Mondays\"
action = \"say-what-missed\"
[[actions]]
id = \"say-what-missed\"
text = \"The build log says what missed the cache\"
",
        check: Check::Record(known_actions),
        ..Rule::ERROR
    },
    Rule {
        id: "SUR5",
        summary: "A survey has one score for each question",
        why: "Of two numbers for the same offering, each reader takes the one that fits.",
        fails: "\
=== content/surveys/2026-q4.toml
title = \"Survey\"
invited = 1000
responses = 412
scores = [{ csat = 3.9 }, { csat = 4.2 }]
",
        passes: "\
=== content/surveys/2026-q4.toml
title = \"Survey\"
invited = 1000
responses = 412
scores = [{ csat = 3.9 }, { nps = 12 }]
",
        check: Check::Record(one_score_each),
        ..Rule::WARNING
    },
];

fn coverage(finder: &mut Finder<'_>) {
    let survey: &Survey = finder.record();
    if survey.scores.is_empty() {
        return;
    }
    let counted = survey.responses.is_some() || survey.scores.iter().all(|score| score.responses.is_some());
    let parts = [
        ("`responses`", counted),
        ("`population`", survey.population.is_some()),
        ("`gaps`", survey.gaps.is_some()),
    ];
    let missing: Vec<&str> = parts.iter().filter(|(_, there)| !there).map(|(name, _)| *name).collect();
    if !missing.is_empty() {
        let message = format!("`{}` shows scores without {}", finder.entry().title, missing.join(", "));
        let hint =
            "say how many answered, whom it should speak for, and who is missing (`gaps = []` for nobody)";
        finder.report("scores", message).hint(hint);
        return;
    }
    let share = [("`invited`", survey.invited.is_some()), ("`responses`", survey.responses.is_some())];
    let unknown: Vec<&str> = share.iter().filter(|(_, there)| !there).map(|(name, _)| *name).collect();
    if !unknown.is_empty() {
        let title = &finder.entry().title;
        let message = format!(
            "`{title}` shows scores, and not of how many who were asked: there is {}",
            none_of(&unknown)
        );
        let hint =
            "write how many were asked and how many answered, so that a reader sees for whom it speaks";
        finder.report("scores", message).hint(hint).as_warning();
    }
}

fn what_came_of_it(finder: &mut Finder<'_>) {
    let survey: &Survey = finder.record();
    if survey.asked_for_priorities == Some(true) && survey.actions.is_empty() {
        let message =
            format!("`{}` asked what should come first, and says not what came of it", finder.entry().title);
        finder
            .report("asked_for_priorities", message)
            .hint("add an `[[actions]]` with what changes, however small");
    }
}

fn known_actions(finder: &mut Finder<'_>) {
    let survey: &Survey = finder.record();
    let ids: Vec<&str> = survey.actions.iter().filter_map(|it| it.id.as_deref()).collect();
    for (n, theme) in survey.themes.iter().enumerate() {
        let Some(name) = theme.action.as_deref().filter(|name| !ids.contains(name)) else { continue };
        let message = format!("no action of `{}` has the id `{name}`", finder.entry().title);
        let hint = nearest(name, ids.iter().copied()).map_or_else(
            || format!("write `id = \"{name}\"` in the one of its `[[actions]]` that is meant"),
            |known| format!("did you mean `{known}`?"),
        );
        finder.report(&format!("themes/{n}/action"), message).hint(hint);
    }
}

fn one_score_each(finder: &mut Finder<'_>) {
    let (site, entry) = (finder.site, finder.entry());
    let survey: &Survey = finder.record();
    let mut first: BTreeMap<(Option<EntryIx>, &str), usize> = BTreeMap::new();
    for (n, score) in survey.scores.iter().enumerate() {
        // With what, where the name of an offering leads nowhere, is found already.
        let about = score.offering.as_ref().map(|name| site.target(entry, name));
        if about == Some(None) {
            continue;
        }
        let about = about.flatten();
        for (field, asked) in [("csat", score.csat.is_some()), ("nps", score.nps.is_some())] {
            if !asked {
                continue;
            }
            let Some(before) = first.insert((about, field), n) else { continue };
            let what = about.map_or_else(
                || "the platform as a whole".to_owned(),
                |ix| format!("`{}`", site.entry(ix).title),
            );
            let message = format!("`{}` has two scores `{field}` of {what}", entry.title);
            let at = entry.at(&format!("scores/{before}/{field}"));
            let found = finder.report(&format!("scores/{n}/{field}"), message);
            found
                .hint("keep one, or write into one of them the `offering` that it is about")
                .see(at, "the other");
        }
    }
}

fn parts_of_wholes(finder: &mut Finder<'_>) {
    let survey: &Survey = finder.record();
    let title = &finder.entry().title;
    let hint = "mend whichever of the two numbers is wrong";
    if let Some((answered, asked)) = survey.responses.zip(survey.invited).filter(|(part, all)| part > all) {
        let message = format!("{answered} answered `{title}`, and {asked} were asked");
        finder.report("responses", message).hint(hint);
    }
    let Some(all) = survey.responses.or(survey.invited) else { return };
    let scores = survey.scores.iter().enumerate();
    let scores =
        scores.map(|(n, it)| (format!("scores/{n}/responses"), it.responses, "answered this question"));
    let themes = survey.themes.iter().enumerate();
    let themes = themes.map(|(n, it)| (format!("themes/{n}/mentions"), it.mentions, "said this"));
    let whole = if survey.responses.is_some() { "answered" } else { "were asked" };
    for (field, part, did) in scores.chain(themes) {
        if let Some(part) = part.filter(|part| *part > all) {
            finder.report(&field, format!("{part} {did}, and {all} {whole} in `{title}`")).hint(hint);
        }
    }
}
