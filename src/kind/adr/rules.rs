//! The rules about one decision.

use super::parts::{self, Part};
use super::supersession::agree;
use super::{Adr, Status};
use crate::field::none_of;
use crate::finding::{Check, Finder, Rule, Threshold};

/// The rules.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "ADR1",
        summary: "A decision says when, what, why, with what consequences, and who was there",
        why: "Without these, whoever wants to change it later cannot know whether they may. Date, status and people \
              are fields; the rest are headings, by these names or those of MADR. In a file without front matter, \
              people are not asked for: the format of adr-tools has no place for them.",
        fails: "\
=== content/adrs/0001-use-go.md
+++
title = \"Use Go\"
date = 2027-01-04
decision_makers = [\"Storage\"]
+++
## Context

Two languages are one too many.

## Decision

We use Go.
",
        passes: "\
=== content/adrs/0001-use-go.md
+++
title = \"Use Go\"
date = 2027-01-04
decision_makers = [\"Storage\"]
status = \"accepted\"
+++
## Context

Two languages are one too many.

## Decision

We use Go.

## Consequences

The indexer is rewritten.
",
        check: Check::Record(complete),
        ..Rule::ERROR
    },
    Rule {
        id: "ADR2",
        summary: "Decisions agree on which supersedes which",
        why: "A reader of the old one must find the new one, and the other way round. `supersedes` is written once, \
              by the new one; the old one has the status.",
        fails: "\
=== content/adrs/0001-use-go.md
+++
title = \"Use Go\"
status = \"accepted\"
+++
=== content/adrs/0002-use-rust.md
+++
title = \"Use Rust\"
status = \"accepted\"
supersedes = [\"0001\"]
+++
",
        passes: "\
=== content/adrs/0001-use-go.md
+++
title = \"Use Go\"
status = \"superseded\"
+++
=== content/adrs/0002-use-rust.md
+++
title = \"Use Rust\"
status = \"accepted\"
supersedes = [\"0001\"]
+++
",
        check: Check::Site(agree),
        ..Rule::ERROR
    },
    Rule {
        id: "ADR3",
        summary: "The context of a decision is a sentence or three",
        why: "What made it necessary is soon said. What led up to it can be linked to.",
        thresholds: &[Threshold { name: "words", value: 60.0, unit: "words" }],
        fails: "\
=== content/adrs/0001-use-go.md
+++
title = \"Use Go\"
+++
## Context

We have services in two languages. The first was chosen by the first team, which had used it before, at another
company. The second came with the search team. Both have their friends. Libraries are written twice, and are then
mended twice, or once. New colleagues ask which one to learn, and get the answer of whoever they ask. The build has
two halves, and so has the on-call rota.
",
        passes: "\
=== content/adrs/0001-use-go.md
+++
title = \"Use Go\"
+++
## Context

We write every library twice, once for each of our two languages, and mend it once.
",
        check: Check::Record(pithy),
        ..Rule::INFO
    },
    Rule {
        id: "ADR4",
        summary: "A proposal is decided within a month",
        why: "Others wait for it, or stop waiting and decide alone.",
        dated: true,
        thresholds: &[Threshold { name: "days", value: 30.0, unit: "days" }],
        fails: "\
=== content/adrs/0001-use-go.md
+++
title = \"Use Go\"
status = \"proposed\"
date = 2026-11-02
+++
",
        passes: "\
=== content/adrs/0001-use-go.md
+++
title = \"Use Go\"
status = \"proposed\"
date = 2027-01-04
+++
",
        check: Check::Record(open),
        ..Rule::WARNING
    },
    Rule {
        id: "ADR5",
        summary: "A decision weighs at least two options",
        why: "One option is no choice. Each has something for it and something against it, or it was not looked at. \
              Decisions that no longer hold are left alone; in files without front matter this is a remark.",
        fails: "\
=== content/adrs/0001-use-go.md
+++
title = \"Use Go\"
status = \"accepted\"
[[options]]
title = \"Go\"
pros = [\"Three of us know it\"]
cons = [\"The search team has to learn it\"]
+++
",
        passes: "\
=== content/adrs/0001-use-go.md
+++
title = \"Use Go\"
status = \"accepted\"
[[options]]
title = \"Go\"
pros = [\"Three of us know it\"]
cons = [\"The search team has to learn it\"]
[[options]]
title = \"Rust\"
pros = [\"Faster for the indexer\"]
cons = [\"Nobody knows it yet\"]
+++
",
        check: Check::Record(weighed),
        ..Rule::WARNING
    },
];

fn complete(finder: &mut Finder<'_>) {
    let entry = finder.entry();
    let adr: &Adr = finder.record();
    let date = format!("`date = {}`", finder.site.as_of);
    let fields = [
        ("`date`", &*date, adr.date.is_none()),
        ("`status`", "`status = \"accepted\"`", adr.status.is_none()),
        (
            "`decision_makers`",
            "`decision_makers = [\"...\"]`",
            adr.decision_makers.is_empty() && entry.front_matter,
        ),
    ];
    let lacks = |part| entry.body().is_none_or(|body| parts::find(body, part).is_none());
    let headings = [
        ("`## Context`", lacks(Part::Context)),
        ("`## Decision`", lacks(Part::Decision)),
        ("`## Consequences`", lacks(Part::Consequences)),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().filter(|it| it.2).map(|it| (it.0, it.1)).collect();
    let headings: Vec<&str> = headings.iter().filter(|it| it.1).map(|it| it.0).collect();
    let missing: Vec<&str> = fields.iter().map(|it| it.0).chain(headings.iter().copied()).collect();
    if missing.is_empty() {
        return;
    }
    let message = format!("`{}` has {}", entry.id, none_of(&missing));
    let mut hints = Vec::new();
    if !fields.is_empty() {
        let examples: Vec<&str> = fields.iter().map(|it| it.1).collect();
        hints.push(format!("{} at the top", examples.join(", ")));
    }
    if !headings.is_empty() {
        hints.push(format!("{} with a sentence or three below", headings.join(", ")));
    }
    finder.report("title", message).hint(format!("write {}", hints.join(", and ")));
}

fn pithy(finder: &mut Finder<'_>) {
    let entry = finder.entry();
    let Some(body) = entry.body() else { return };
    let Some((index, heading)) = parts::find(body, Part::Context) else { return };
    let words = parts::words(body, index);
    let most = finder.threshold("words");
    if f64::from(u32::try_from(words).unwrap_or(u32::MAX)) > most {
        let message = format!("the context of `{}` has {words} words, more than {most}", entry.id);
        let hint = "keep what made a decision necessary, and link to the rest";
        finder.report_at(entry, entry.location(heading.span), message).hint(hint);
    }
}

fn open(finder: &mut Finder<'_>) {
    let adr: &Adr = finder.record();
    let (Some(Status::Proposed), Some(date)) = (adr.status, adr.date) else { return };
    let days = finder.threshold("days");
    if f64::from((finder.site.as_of - date).get_days()) > days {
        let message = format!("`{}` has been open since {date}, more than {days} days", finder.entry().id);
        let hint = "decide it, or write `status = \"rejected\"` and why";
        finder.report("status", message).hint(hint);
    }
}

fn weighed(finder: &mut Finder<'_>) {
    let entry = finder.entry();
    let adr: &Adr = finder.record();
    if !matches!(adr.status, Some(Status::Accepted | Status::Proposed)) {
        return;
    }
    let with_both = adr.options.iter().filter(|it| !it.pros.is_empty() && !it.cons.is_empty()).count();
    let headings = entry.body().into_iter().flat_map(|body| {
        let each = body.headings.iter().enumerate();
        each.filter(|(_, it)| parts::part(&it.text) == Some(Part::Options))
            .map(|(n, _)| parts::below(body, n))
    });
    let weighed = headings.max().unwrap_or(0).max(with_both);
    if weighed >= 2 {
        return;
    }
    let message = match weighed {
        0 => format!("`{}` weighs no options against each other", entry.id),
        _ => format!("`{}` weighs one option only", entry.id),
    };
    let hint = "write two or more `[[options]]` with `title`, `pros` and `cons`; doing nothing is one";
    let field = if adr.options.is_empty() { "title" } else { "options" };
    let found = finder.report(field, message).hint(hint);
    if !entry.front_matter {
        found.as_info();
    }
}
