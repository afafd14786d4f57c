//! The manual's list of computed pages is made of the pages themselves, as the demo has them.

use std::fmt::Write as _;
use std::fs;

use onramp::build::read_and_check;
use onramp::config::{INTERNAL, PUBLIC};
use onramp::kind;
use onramp::page::{self, Computed};

use crate::support::{demo, repository};

const LIST: &str = "content/offerings/docs-publishing/docs/computed-pages.md";

const HEAD: &str = r#"+++
title = "Computed pages"
order = 5
data_source = "imported"
summary = "Every page that no file stands for: where it is, which question it answers, from which kinds of record, and for whom."
aliases = ["Built-in pages", "Dashboards", "Reports"]
+++
Write records, and these pages are there: nobody writes them, and none is older than the records. A page without records to show is not made. A file at a page's path, such as `calendar.md` for `/calendar/`, gives it a title and an opening text of its own.

Each page holds its records against the day of the build. What was to be done by now is **Overdue**, an item past its quarter is **Late**, and what has ended is no longer shown as to come. A number is **Out of date** when its newest value is older than its values usually are apart, and half as long again, though never within a week; one value alone holds for four and a half months. An update and a survey are marked in the same way when the next one should be there by now. A change whose day has passed is overdue until its `result` is written down, and so is what was to end and a team still uses. The figures of a team and of a support policy are out of date when [GEN5](rules.md) would ask for a review.

[Kinds](kinds/index.md) says what goes into each record, [Pictures](pictures.md) what the drawings say, [the template reference](template-reference.md#what-computed-pages-show) what a template of your own is given.
"#;

#[test]
fn the_list_of_computed_pages_is_up_to_date() {
    let path = repository().join(LIST);
    let made = list();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &made).expect("the list is written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == made,
        "{LIST} is out of date: run `UPDATE=1 cargo test --test onramp computed_pages` and commit it"
    );
}

#[test]
fn a_page_names_every_kind_that_it_is_made_of() {
    let checked = read_and_check(&demo()).expect("the demo");
    for made in page::all(&checked.site, INTERNAL) {
        let Some(page) = page::PAGES.iter().find(|it| it.url == made.url && !it.kinds.is_empty()) else {
            continue;
        };
        for ix in made.records {
            let kind = &*checked.site.entry(ix).id.kind;
            assert!(page.kinds.contains(&kind), "{} shows records of the kind `{kind}`: name it", page.url);
        }
    }
}

fn list() -> String {
    let checked = read_and_check(&demo()).expect("the demo");
    let shown = page::all(&checked.site, INTERNAL);
    let mut out = HEAD.to_owned();
    let parts = [
        (
            PUBLIC,
            "For everyone",
            "They hold what the reader may see: internal records count for internal readers alone.",
        ),
        (
            INTERNAL,
            "For internal readers",
            "They are made for the audience `internal` alone: [Audiences](audiences.md).",
        ),
    ];
    for (audience, title, words) in parts {
        let _ = write!(
            out,
            "\n## {title}\n\n{words}\n\n| Page | Address | What it answers | Made of |\n|---|---|---|---|\n"
        );
        let mut pages: Vec<&page::Page> = page::PAGES.iter().filter(|it| it.audience == audience).collect();
        pages.sort_by_key(|it| it.url);
        for page in pages {
            let one = shown.iter().find(|it| it.url == page.url);
            out.push_str(&row(page, one.unwrap_or_else(|| panic!("the demo has no {}", page.url))));
        }
        if audience == PUBLIC {
            out.push_str("| Log of decisions | each folder of decisions, such as `/adrs/` | Why is it so? The decisions by status and day, and which replaced which. | [Decision](kinds/adr.md) |\n");
        }
    }
    out
}

fn row(page: &page::Page, shown: &Computed) -> String {
    let (title, answers) = match page.url {
        "/" => {
            ("First page", "How do I get help, what is asked of me, what is there to build on, what changed?")
        }
        "/search/" => ("Search", "Where do we say something about this word?"),
        "/404.html" => ("Page not found", "Where is what this link led to?"),
        _ => (shown.title.as_str(), shown.summary.as_str()),
    };
    let kinds: Vec<String> = page.kinds.iter().map(|name| link(name)).collect();
    let kinds = if kinds.is_empty() { "every kind".to_owned() } else { kinds.join(", ") };
    format!("| {title} | `{}` | {answers} | {kinds} |\n", page.url)
}

fn link(name: &str) -> String {
    let kind = kind::built_in().iter().find(|it| it.name == name);
    let kind = kind.unwrap_or_else(|| panic!("no kind `{name}`"));
    format!("[{}](kinds/{}.md)", kind.title, name.replace('_', "-"))
}
