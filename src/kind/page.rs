//! A page: a guide, a runbook, a glossary term, an FAQ, an explained error; or just Markdown.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::finding::Rule;
use crate::record::{Record, Ref};

/// A page of prose, for somebody who wants to do or understand something now: a guide, a runbook, a
/// word of the glossary, answers to what is asked often, an explained error.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Page {
    /// What sort of page it is.
    #[serde(rename = "type", default)]
    pub sort: PageType,
    /// The offering that it is about.
    #[schemars(extend("x-onramp-ref" = ["offering"]))]
    pub offering: Option<Ref>,
    /// Error texts, word for word, that this page helps with.
    #[serde(default)]
    pub error_text: Vec<String>,
    /// The day somebody last followed the page from its first step to its last.
    #[schemars(extend("x-onramp-past" = true))]
    pub verified: Option<Date>,
}

/// What sort of page it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum PageType {
    /// Steps towards a goal, or an explanation.
    #[default]
    Guide,
    /// What to do when something is wrong, under pressure.
    Runbook,
    /// Questions and answers.
    Faq,
    /// What one error means and how to get past it.
    Error,
    /// A word of the glossary.
    Term,
}

impl Record for Page {
    const NAME: &'static str = "page";
    const PLURAL: &'static str = "pages";
    const TITLE: (&'static str, &'static str) = ("Page", "Pages");
    const FOLDERS: &'static [&'static str] = &["guides", "docs", "runbooks", "glossary", "faqs"];
    const TEMPLATE: &'static str = "\
+++
created = {date}
reviewed = {date}
+++
# {title}

change-me: say in one sentence what the reader will have when they reach the end
";
    const COLUMNS: &'static [&'static str] = &["summary"];
    const RULES: &'static [Rule] = &[];
}
