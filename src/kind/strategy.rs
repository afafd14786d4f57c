//! A strategy: the problem that matters most, what is aimed for, and how.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::finding::{Check, Finder, Rule};
use crate::record::{Markdown, Phrase, Record, Ref};

/// Which problem is worth everyone's time, what its end would look like, and the way there. The
/// vision, the goal and the strategy are three things, and stand in three fields.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Strategy {
    /// What it will be like for those it serves, in a sentence or two.
    #[schemars(extend("x-onramp-expected" = true))]
    pub vision: Option<Markdown>,
    /// What is wrong today; one of them is the primary one.
    #[serde(default)]
    pub problem_statements: Vec<Problem>,
    /// What is to be reached, by when.
    #[schemars(extend("x-onramp-expected" = true))]
    pub goal: Option<Goal>,
    /// What is done about it in the middle term, in order.
    #[serde(default)]
    pub middle_term: Vec<Phrase>,
}

/// Something that is wrong today.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Problem {
    /// What is wrong, and for whom.
    pub text: Phrase,
    /// How much, as a number with what it counts: `160 hours in 18 months`.
    pub quantity: Option<String>,
    /// Whether this is the one that the strategy is about.
    #[serde(default)]
    pub primary: bool,
}

/// What is to be reached, by when.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Goal {
    /// The goal in a sentence.
    pub text: Option<Phrase>,
    /// What tells whether it is reached.
    #[schemars(extend("x-onramp-ref" = ["metric"]))]
    pub metric: Option<Ref>,
    /// The value that is aimed for.
    pub target: Option<f64>,
    /// In what it is measured; left out, the metric's unit.
    pub unit: Option<String>,
    /// The day by which it is to be reached.
    pub by: Option<Date>,
}

impl Record for Strategy {
    const NAME: &'static str = "strategy";
    const PLURAL: &'static str = "strategies";
    const TITLE: (&'static str, &'static str) = ("Strategy", "Strategies");
    const FOLDERS: &'static [&'static str] = &["strategy"];
    const TEMPLATE: &'static str = "\
+++
title = {title}
summary = \"change-me: what this strategy is about, in a sentence\"
vision = \"change-me: what it will be like for those it serves\"
middle_term = [\"change-me: what is done first\", \"change-me: what follows from it\"]
created = {date}
reviewed = {date}

[[problem_statements]]
text = \"change-me: what is wrong today, and for whom\"
quantity = \"change-me: a number, such as 160 hours in 18 months\"
primary = true

[goal]
text = \"change-me: what is to be reached\"
target = 3       # change-me: the number
unit = \"hours\"  # change-me: of what
by = {later}  # change-me: by when
+++
change-me: why this problem before the others, and what is left aside for it
";
    const COLUMNS: &'static [&'static str] = &["summary"];
    const RULES: &'static [Rule] = RULES;
}

const RULES: &[Rule] = &[
    Rule {
        id: "STR1",
        summary: "A strategy is about one problem, and says how large it is",
        why: "Without a number nobody can tell whether it got better; with two primary problems, neither is.",
        fails: r#"=== content/strategies/calm.toml
title = "Calm"
vision = "Nobody is woken."
goal = { target = 3, unit = "hours", by = 2028-06-30 }
problem_statements = [{ text = "There are outages", primary = true }]
"#,
        passes: r#"=== content/strategies/calm.toml
title = "Calm"
vision = "Nobody is woken."
goal = { target = 3, unit = "hours", by = 2028-06-30 }
problem_statements = [{ text = "There are outages", primary = true, quantity = "160 hours in 18 months" }]
"#,
        check: Check::Record(problems),
        ..Rule::WARNING
    },
    Rule {
        id: "STR2",
        summary: "A goal has a number and a day",
        why: "Without them it is a wish: nobody can say whether it was reached.",
        fails: r#"=== content/strategies/calm.toml
title = "Calm"
vision = "Nobody is woken."
goal = { text = "Far fewer outages" }
problem_statements = [{ text = "There are outages", quantity = "160 hours in 18 months" }]
"#,
        passes: r#"=== content/strategies/calm.toml
title = "Calm"
vision = "Nobody is woken."
goal = { text = "Far fewer outages", target = 3, unit = "hours", by = 2028-06-30 }
problem_statements = [{ text = "There are outages", quantity = "160 hours in 18 months" }]
"#,
        check: Check::Record(goal),
        ..Rule::ERROR
    },
];

fn problems(finder: &mut Finder<'_>) {
    let strategy: &Strategy = finder.record();
    let title = &finder.entry().title;
    let counted = |problem: &Problem| {
        problem.quantity.as_ref().is_some_and(|text| text.contains(|c: char| c.is_ascii_digit()))
    };
    if !strategy.problem_statements.iter().any(counted) {
        let message = format!("`{title}` names no problem with a number");
        let hint =
            "write `text` and `quantity` under `[[problem_statements]]`, such as `160 hours in 18 months`";
        finder.report("problem_statements", message).hint(hint);
    }
    let primary: Vec<usize> = strategy
        .problem_statements
        .iter()
        .enumerate()
        .filter(|(_, problem)| problem.primary)
        .map(|(n, _)| n)
        .collect();
    if let [_, second, ..] = primary.as_slice() {
        let message = format!("`{title}` has {} primary problems", primary.len());
        let hint = "keep `primary = true` at the one that everybody should work on first";
        finder.report(&format!("problem_statements/{second}/primary"), message).hint(hint);
    }
}

fn goal(finder: &mut Finder<'_>) {
    let strategy: &Strategy = finder.record();
    let Some(goal) = &strategy.goal else { return };
    let title = &finder.entry().title;
    let (message, hint) = match (goal.target, goal.by) {
        (Some(_), Some(_)) => return,
        (None, Some(_)) => {
            (format!("the goal of `{title}` has no number"), "write `target` and `unit` under `[goal]`")
        }
        (Some(_), None) => {
            (format!("the goal of `{title}` has no day"), "write `by` under `[goal]`: the last day in time")
        }
        (None, None) => (
            format!("the goal of `{title}` has no number and no day"),
            "write `target`, `unit` and `by` under `[goal]`",
        ),
    };
    finder.report("goal", message).hint(hint);
}
