//! A request: what somebody asked for, the answer, and what to do meanwhile.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::entry::Entry;
use crate::facet::Dated;
use crate::finding::{Check, Finder, Rule};
use crate::quarter::When;
use crate::record::{Markdown, Phrase, Record, Ref};
use crate::site::{EntryIx, Site};

/// Something that was asked for, and the answer with its reason, so that nobody need ask twice. Who
/// asked is left out.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Request {
    /// What it would belong to.
    #[schemars(extend("x-onramp-ref" = ["offering"]))]
    pub offering: Option<Ref>,
    /// What was asked for, and what for.
    #[schemars(extend("x-onramp-expected" = true))]
    pub ask: Option<Phrase>,
    /// The answer.
    #[schemars(extend("x-onramp-expected" = true))]
    pub answer: Option<Answer>,
    /// The day of the answer.
    #[schemars(extend("x-onramp-past" = true))]
    pub answered: Option<Date>,
    /// Why that is the answer.
    pub because: Option<Markdown>,
    /// What to do meanwhile, or instead.
    pub workaround: Option<Markdown>,
    /// The day on which we look at it again.
    #[schemars(extend("x-onramp-not-before" = "answered"))]
    pub revisit: Option<Date>,
    /// Where it is planned.
    #[schemars(extend("x-onramp-ref" = ["roadmap_item"]))]
    pub roadmap_item: Option<Ref>,
}

/// An answer to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Answer {
    /// It will be done, or is there.
    Yes,
    /// Yes, though less or other than was asked.
    YesWithCompromises,
    /// Not yet: other things come first.
    NotYetPriority,
    /// Not yet: something must be there before.
    NotYetTechnical,
    /// No: it leads where we do not want to go.
    NoStrategy,
    /// No: it cannot be done well.
    NoTechnical,
}

/// What the page of a request adds to its fields.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RequestView {
    /// Whether the day has passed on which it was to be looked at again.
    pub revisit_passed: bool,
}

impl Record for Request {
    const NAME: &'static str = "request";
    const PLURAL: &'static str = "requests";
    const TITLE: (&'static str, &'static str) = ("Request", "Requests");
    const EXTENSION: &'static str = "toml";
    const TEMPLATE: &'static str = "\
title = {title}
owner = \"change-me\"                  # a file name in teams/
# offering = \"change-me\"             # a file name in offerings/
ask = \"change-me: what was asked for, and what for\"
answer = \"not_yet_priority\"          # yes, yes_with_compromises, not_yet_priority, not_yet_technical, no_strategy or no_technical
answered = {date}
because = \"change-me: why, for somebody who needs it\"
workaround = \"change-me: what to do meanwhile\"
# revisit = {date}                   # the day on which we look at it again
created = {date}
reviewed = {date}
";
    const COLUMNS: &'static [&'static str] = &["answer", "offering", "answered"];
    const RULES: &'static [Rule] = RULES;

    fn view(&self, _entry: &Entry, site: &Site) -> Value {
        let view = RequestView { revisit_passed: self.revisit.is_some_and(|day| day < site.as_of) };
        serde_json::to_value(view).unwrap_or_default()
    }

    fn view_schema() -> Option<Value> {
        Some(crate::record::schema_of::<RequestView>())
    }

    fn dates(&self, ix: EntryIx, site: &Site) -> Vec<Dated> {
        let what = format!("We look again at: {}", site.entry(ix).title);
        self.revisit
            .map(|day| Dated {
                from: ix,
                what,
                day,
                until: None,
                agreed_with: None,
                hard: false,
                to_do: true,
            })
            .into_iter()
            .collect()
    }

    fn when(&self) -> Option<When> {
        self.answered.map(When::Day)
    }
}

const RULES: &[Rule] = &[
    Rule {
        id: "REQ1",
        summary: "A no has a reason, and a way around or a day on which it is looked at again",
        why: "Whoever asked still has the need: they can plan with a reason and a date, and with silence they cannot.",
        fails: "\
=== content/requests/cache.toml
title = \"A second cache\"
answer = \"no_strategy\"
because = \"Two would cost twice\"
",
        passes: "\
=== content/requests/cache.toml
title = \"A second cache\"
answer = \"no_strategy\"
because = \"Two would cost twice\"
workaround = \"The cache of Relational Data\"
",
        check: Check::Record(no_with_a_reason),
        ..Rule::WARNING
    },
    Rule {
        id: "REQ2",
        summary: "What was to be looked at again by now has been",
        why: "Whoever asked has waited for that day. They see that it has gone by, and not what was said.",
        dated: true,
        fails: "\
=== content/requests/cache.toml
title = \"A second cache\"
answer = \"not_yet_priority\"
because = \"Two would cost twice\"
answered = 2026-06-08
revisit = 2026-12-14
",
        passes: "\
=== content/requests/cache.toml
title = \"A second cache\"
answer = \"not_yet_priority\"
because = \"Two would cost twice\"
answered = 2026-12-14
revisit = 2027-06-14
",
        check: Check::Record(looked_at_again),
        ..Rule::WARNING
    },
];

fn looked_at_again(finder: &mut Finder<'_>) {
    let request: &Request = finder.record();
    let today = finder.site.as_of;
    let Some(day) = request.revisit.filter(|day| *day < today) else { return };
    let granted = matches!(request.answer, Some(Answer::Yes | Answer::YesWithCompromises));
    if granted || request.answered.is_some_and(|answered| answered >= day) {
        return;
    }
    let message = format!("`{}` was to be looked at again on {day}", finder.entry().title);
    let hint = format!(
        "look at it, and write the `answer` and `answered = {today}`; then a later `revisit`, or none"
    );
    finder.report("revisit", message).hint(hint);
}

fn no_with_a_reason(finder: &mut Finder<'_>) {
    let request: &Request = finder.record();
    if matches!(request.answer, None | Some(Answer::Yes | Answer::YesWithCompromises)) {
        return;
    }
    let onward = request.workaround.is_some() || request.revisit.is_some();
    let (missing, hint) = match (request.because.is_some(), onward) {
        (true, true) => return,
        (false, true) => ("a reason", "write `because = \"...\"`"),
        (true, false) => ("a way around or a day", "write `workaround = \"...\"` or `revisit = 2027-06-01`"),
        (false, false) => ("a reason and a way around", "write `because` and `workaround`, or `revisit`"),
    };
    let message = format!("`{}` is turned down without {missing}", finder.entry().title);
    finder.report("answer", message).hint(hint);
}
