//! All that a template may see of a page.
//!
//! In: nothing; values that the view stage makes. Out: what render hands to a template. A view is
//! self-contained: the page depends on nothing else. Its text alone is made late, of what its key stands
//! for. Must not: reach back into the site.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::config::Wording;
use crate::facet::Firmness;
use crate::prose::Prose;

/// One page, ready for its template.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct View {
    /// The template that is tried first, such as `adr.html`; then `record.html`.
    pub template: String,
    /// The file that is written, from the site's root.
    pub file: String,
    /// The site around the page.
    pub site: SiteView,
    /// The page.
    pub page: PageView,
    /// What `page.body` is filled with when the page is rendered.
    #[serde(skip)]
    pub body: Prose,
}

/// What every page shows of the site.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SiteView {
    /// The site's name.
    pub title: String,
    /// One sentence about it.
    pub description: String,
    /// The language of the text, for `lang`.
    pub language: String,
    /// Which way that is written, for `dir`: `ltr` or `rtl`.
    pub direction: &'static str,
    /// The language of the theme's own words, for `lang`, where it is another one than the text's.
    pub interface: Option<&'static str>,
    /// The path that all links begin with, such as `/platform/`.
    pub base: String,
    /// Scheme and host, where the config gives them: `https://docs.example.com`.
    pub origin: Option<String>,
    /// The audience that the site is built for.
    pub audience: String,
    /// What the site calls a service level.
    pub wording: Noun,
    /// The sections in the header.
    pub sections: Vec<Link>,
    /// A line over the page.
    pub banner: Option<BannerView>,
}

/// What a service level is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Noun {
    /// One: `objective`, `agreement` or `level`.
    pub one: &'static str,
    /// Several: `objectives`, `agreements` or `levels`.
    pub many: &'static str,
    /// Whether a contract stands behind it.
    pub contract: bool,
}

impl From<Wording> for Noun {
    fn from(wording: Wording) -> Self {
        let (one, many) = match wording {
            Wording::Aim => ("objective", "objectives"),
            Wording::Agreement => ("agreement", "agreements"),
            Wording::Level => ("level", "levels"),
        };
        Self { one, many, contract: wording == Wording::Agreement }
    }
}

/// A line over every page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BannerView {
    /// What it says.
    pub text: String,
    /// Where it leads, base included.
    pub url: Option<String>,
}

/// A Markdown text of a record on another page than its own: what a template sees is HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Html {
    /// Whose text it is.
    #[serde(rename = "$entry")]
    pub entry: u32,
    /// Which of its texts.
    #[serde(rename = "$slot")]
    pub slot: u32,
}

impl JsonSchema for Html {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Html".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string" })
    }
}

/// A link to a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Link {
    /// Its title.
    pub title: String,
    /// Its path, base included.
    pub url: String,
    /// Its number within its log, in four digits.
    pub number: Option<String>,
    /// Whether it is the page itself, or leads to a folder around it.
    pub current: bool,
}

/// A record that a field of another names.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct Reference {
    /// Its title; the name as written where there is no such record.
    pub title: String,
    /// Its path, base included; none where there is no such record.
    pub url: Option<String>,
    /// Its typed id.
    pub id: String,
    /// Its number within its log, in four digits.
    pub number: Option<String>,
    /// Its kind's name.
    pub kind: String,
    /// Its kind, for people.
    pub kind_title: String,
    /// Its own plain fields, such as a status or a date: no lists, tables, references or Markdown.
    pub record: Value,
}

/// Something that a team is asked to do.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Asked {
    /// The record that asks.
    pub from: Reference,
    /// The team that is asked.
    pub team: Reference,
    /// What is to be done, in a phrase.
    pub what: String,
    /// The applications that it is about.
    pub applications: Vec<Reference>,
    /// By when: a day or a quarter.
    pub by: Option<String>,
    /// The last day that is in time.
    pub day: Option<Date>,
    /// The quarter that it is due in.
    pub quarter: Option<String>,
    /// Whether nobody here can move the date.
    pub hard: bool,
    /// Where the date comes from, such as `upstream_eol`.
    pub source: Option<String>,
    /// Hours of the team's work, in all.
    pub hours: Option<f64>,
    /// How much of the work is done for the team, in percent.
    pub automated_percent: Option<f64>,
    /// What is done for the team.
    pub done_for_them: Vec<Html>,
    /// How binding it is.
    pub firmness: Firmness,
    /// The day from which it is firm, where it is there for information alone.
    pub firm_from: Option<Date>,
}

/// The page.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct PageView {
    /// Its title.
    pub title: String,
    /// The id of its `<h1>`, where links may lead to it.
    pub anchor: Option<String>,
    /// Its path, base included.
    pub url: String,
    /// Its typed id, such as `adr:0007`; empty for a page that no record stands for.
    pub id: String,
    /// Its kind's name.
    pub kind: String,
    /// Its kind, for people.
    pub kind_title: String,
    /// The number within its log, in four digits.
    pub number: Option<String>,
    /// What it is, as inline HTML.
    pub summary: String,
    /// The same without markup, for `<meta name="description">`.
    pub description: String,
    /// The body as HTML, without its first heading where that is the title.
    pub body: String,
    /// The body's headings.
    pub contents: Vec<Heading>,
    /// From the top of the site to the folder around the page.
    pub breadcrumb: Vec<Link>,
    /// Pages beside this one: all of a small folder, the nearest of a large one.
    pub siblings: Vec<Link>,
    /// The page before it in its folder.
    pub previous: Option<Link>,
    /// The page after it in its folder.
    pub next: Option<Link>,
    /// What lies below it, as a table.
    pub listing: Option<Listing>,
    /// What the records in its listing differ in.
    pub filter: Filter,
    /// The records that it is computed from, where it lists some.
    pub made_of: Option<MadeOf>,
    /// The records and pages that link here.
    pub backlinks: Vec<Backlink>,
    /// The team that answers for it.
    pub owner: Option<Owner>,
    /// Who may see it, where not everyone may.
    pub restricted_to: Option<String>,
    /// The day it was written.
    pub created: Option<String>,
    /// Whether a program writes its file, so that nobody reviews it.
    pub imported: bool,
    /// The day somebody last checked it.
    pub reviewed: Option<String>,
    /// Whether somebody should check it now and then: what tells of its own day stays true of it.
    pub to_review: bool,
    /// The day its file last changed, as the history tells; none where there is no whole history.
    pub changed: Option<String>,
    /// Its other names.
    pub aliases: Vec<String>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Findings that its owner accepts for now.
    pub waivers: Vec<Waiver>,
    /// Where its source is read.
    pub source_url: Option<String>,
    /// Where its source is edited.
    pub edit_url: Option<String>,
    /// The record's own fields by name, for templates of one kind: references as links, Markdown as
    /// HTML, all else as written.
    pub record: Value,
    /// The same fields in order, labelled and as HTML, for a template that knows no kind.
    pub facts: Vec<Fact>,
    /// What the kind adds that stands in no field.
    pub computed: Value,
}

/// A heading of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its anchor.
    pub id: String,
    /// Its text as inline HTML.
    pub html: String,
}

/// A record or page that links to this one.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Backlink {
    /// The record.
    #[serde(flatten)]
    pub from: Reference,
    /// The field that names this page, such as `supersedes`; none for a link in a text.
    pub field: Option<String>,
    /// The field's name, for people.
    pub label: Option<String>,
}

/// The team that answers for a page.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Owner {
    /// The team.
    #[serde(flatten)]
    pub team: Reference,
    /// Whether a folder or the config says so, and not the record itself.
    pub inherited: bool,
}

/// An accepted finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Waiver {
    /// The rule's id.
    pub rule: String,
    /// What the rule asks.
    pub asks: String,
    /// Why the finding is right to be there.
    pub reason: String,
    /// The last day on which that holds.
    pub until: String,
    /// Whether that has passed.
    pub ran_out: bool,
}

/// A field with its label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Fact {
    /// The field's name.
    pub name: String,
    /// The name, for people.
    pub label: String,
    /// What the field says, as HTML.
    pub html: String,
}

/// What the records of a listing differ in, to narrow it by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Filter {
    /// What they differ in: each with two choices or more. None where the listing is short.
    pub facets: Vec<Facet>,
    /// What each row is, by its record's typed id, in a list of days with ` 2027-01-11` after it:
    /// `status=accepted`, one a choice.
    pub records: BTreeMap<String, Vec<String>>,
}

/// Something that the records of a listing differ in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Facet {
    /// Its name in addresses, such as `status`.
    pub name: String,
    /// The name, for people.
    pub label: String,
    /// What there is to choose from.
    pub choices: Vec<Choice>,
}

/// One of the things that a record of a listing may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Choice {
    /// It in addresses, such as `accepted`.
    pub value: String,
    /// It, for people.
    pub label: String,
    /// Other names in addresses, of what was renamed.
    pub former: Vec<String>,
    /// The records that are it, in the order of the listing.
    pub records: Vec<Link>,
}

/// What a page is computed from.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MadeOf {
    /// How many records.
    pub records: usize,
    /// The one that was reviewed the longest ago. What tells of a day, such as a decision, needs no
    /// review and is left out.
    pub oldest: Option<Reference>,
    /// The day of that.
    pub reviewed_since: Option<Date>,
    /// The day of the newest review.
    pub reviewed_last: Option<Date>,
    /// How many need a review and had none.
    pub unreviewed: usize,
}

/// Pages in a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Listing {
    /// The columns after the title's.
    pub columns: Vec<Column>,
    /// A row a page.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Column {
    /// The field's name.
    pub name: String,
    /// The name, for people.
    pub label: String,
}

/// A page in a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Row {
    /// Its typed id; empty for a folder without an index page.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its path, base included.
    pub url: String,
    /// What the columns say of it, as HTML.
    pub cells: Vec<String>,
}
