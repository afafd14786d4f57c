//! What a site sets in its `onramp.toml`.
//!
//! In: a value that parse has checked against this file's schema. Out: settings, with defaults.
//! Must not: read the file.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Severity;
use crate::entry::FieldSpan;
use crate::source::{Location, Span};

/// The config's file, at the root of a site.
pub const FILE: &str = "onramp.toml";

/// The settings of a site. Only `title` must be there.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The site's name, in the header and in the title of every page.
    #[schemars(regex(pattern = r"\S"))]
    pub title: String,
    /// One sentence about the site, for search engines.
    #[serde(default)]
    pub description: String,
    /// Where the site is published: a full address such as `https://docs.example.com/platform/`, or
    /// a path such as `/platform/`.
    #[serde(default = "root")]
    #[schemars(regex(pattern = r"^(https?://[^/\s]+)?/[^\s?#]*$|^https?://[^/\s?#]+$"))]
    pub base_url: String,
    /// The language of the text, as in HTML's `lang`.
    #[serde(default = "english")]
    pub language: String,
    /// The folder with the records and pages, from the site's root; `.` for the root itself.
    #[serde(default = "content")]
    #[schemars(regex(pattern = r"^(?!/)(?!([^/]*/)*\.\.(/|$)).+$"))]
    pub content: String,
    /// The theme: a folder below `themes/`, or `default`, which is built in.
    #[serde(default = "default_theme")]
    pub theme: String,
    /// The colour of what can be clicked, as `#rgb` or `#rrggbb`. What it is in the dark follows from it.
    #[schemars(regex(pattern = "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"))]
    pub accent: Option<String>,
    /// Values of the theme's tokens by name, such as `measure = "40rem"`; what differs in the dark is
    /// written `light-dark(#ffffff, #101010)`.
    #[serde(default)]
    pub tokens: BTreeMap<String, String>,
    /// A line over every page.
    pub banner: Option<Banner>,
    /// The date that the site is built for. Left out: today.
    pub as_of: Option<Date>,
    /// How strict the rules are.
    #[serde(default)]
    pub profile: Profile,
    /// The team that answers for pages without an owner of their own.
    pub owner: Option<String>,
    /// Where a file of the repository is read: an address with `{path}`.
    #[schemars(regex(pattern = r"\{path\}"))]
    pub repository: Option<String>,
    /// Where a file of the repository is edited: an address with `{path}`.
    #[schemars(regex(pattern = r"\{path\}"))]
    pub edit: Option<String>,
    /// Files of the content that are published although no page links to them, such as `CNAME`.
    #[serde(default)]
    pub publish: Vec<String>,
    /// Who may see what, beside `public` and `internal`.
    #[serde(default)]
    pub audiences: BTreeMap<String, Audience>,
    /// Folder names (or paths within the content) and the kind that lies in them.
    #[serde(default)]
    pub folders: BTreeMap<String, String>,
    /// For a folder's path within the content (`.` for the top), the order of what is in it.
    #[serde(default)]
    pub nav: BTreeMap<String, Vec<String>>,
    /// What the site calls a service level, on each page that speaks of one: an objective, an agreement
    /// or a level. A support policy may differ.
    #[serde(default)]
    pub wording: Wording,
    /// Days on which nobody is at work, so that nothing regular is due.
    #[serde(default)]
    pub holidays: Vec<Date>,
    /// How Markdown is read.
    #[serde(default)]
    pub markdown: Markdown,
    /// Hours a quarter that customer teams are not to be asked for more than without having agreed.
    #[serde(default = "change_budget")]
    #[schemars(range(min = 0.0))]
    pub change_budget_hours: f64,
    /// Severity and numbers of rules, by rule id.
    #[serde(default)]
    pub rules: BTreeMap<String, RuleSetting>,
    /// Where each setting stands in the file.
    #[serde(skip)]
    pub spans: BTreeMap<String, FieldSpan>,
}

/// A line over every page.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Banner {
    /// What it says.
    #[schemars(regex(pattern = r"\S"))]
    pub text: String,
    /// Where it leads: a path of the site such as `/migrations/cassandra/`, or a full address.
    #[schemars(regex(pattern = r"^(/|https?://)"))]
    pub link: Option<String>,
    /// Who sees it.
    #[serde(default = "public")]
    pub audience: String,
    /// The last day on which it is shown.
    pub until: Option<Date>,
}

/// How strict the rules are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Profile {
    /// Only what is broken is an error.
    Starter,
    /// Each rule's own severity.
    #[default]
    Standard,
    /// Warnings are errors, but for those that time alone can bring.
    Strict,
}

/// What an audience may see.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Audience {
    /// The audiences whose records and fields it sees beside its own.
    #[serde(default)]
    pub sees: Vec<String>,
}

/// What a service level is called.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Wording {
    /// An objective: what is aimed for and measured.
    #[default]
    #[serde(rename = "slo")]
    Aim,
    /// An agreement: there is a contract.
    #[serde(rename = "sla")]
    Agreement,
    /// A level: what usually happens.
    Level,
}

/// How Markdown is read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Markdown {
    /// Whether HTML in Markdown is kept, sanitised. Off, it is shown as text.
    #[serde(default)]
    pub raw_html: bool,
}

/// What a site sets of a rule.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct RuleSetting {
    /// The severity, or `off`.
    pub severity: Option<Level>,
    /// The rule's numbers by name.
    #[serde(flatten)]
    pub thresholds: BTreeMap<String, f64>,
}

impl JsonSchema for RuleSetting {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RuleSetting".into()
    }

    fn inline_schema() -> bool {
        true
    }

    /// Replaced, rule by rule, by the schema of that rule's own numbers: see [`crate::rule`].
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!(true)
    }
}

/// A severity that a site gives a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Level {
    /// The rule is not applied.
    Off,
    /// Worth knowing.
    Info,
    /// Should be mended.
    Warning,
    /// Must be mended before the site is published.
    Error,
}

impl Level {
    /// As a severity; none for `off`.
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Info => Some(Severity::Info),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

/// The audience that everyone who can read the site belongs to.
pub const PUBLIC: &str = "public";
/// The audience that sees all.
pub const INTERNAL: &str = "internal";

impl Config {
    /// A number of a rule, where the site sets it.
    #[must_use]
    pub fn threshold(&self, rule: &str, name: &str) -> Option<f64> {
        self.rules.get(rule)?.thresholds.get(name).copied()
    }

    /// The place of a setting, by JSON pointer; the beginning of the file where it is not set.
    #[must_use]
    pub fn at(&self, pointer: &str) -> Location {
        let span = self.spans.get(pointer).map_or(Span::FILE, |span| span.value);
        Location { file: FILE.into(), span }
    }

    /// The path part of the base URL, beginning and ending in `/`.
    #[must_use]
    pub fn base_path(&self) -> String {
        let after_host = match self.base_url.split_once("://") {
            Some((_, rest)) => rest.find('/').map_or("/", |cut| &rest[cut..]),
            None => &self.base_url,
        };
        let inner = after_host.trim_matches('/');
        if inner.is_empty() { "/".to_owned() } else { format!("/{inner}/") }
    }

    /// Scheme and host of the base URL, where it is a full address: `https://docs.example.com`.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        let (scheme, rest) = self.base_url.split_once("://")?;
        let host = rest.split('/').next().unwrap_or(rest);
        Some(&self.base_url[..scheme.len() + 3 + host.len()])
    }

    /// Whether a reader of `audience` may see what is marked `mark`.
    #[must_use]
    pub fn may_see(&self, audience: &str, mark: &str) -> bool {
        mark == PUBLIC
            || audience == INTERNAL
            || audience == mark
            || self.audiences.get(audience).is_some_and(|it| it.sees.iter().any(|seen| seen == mark))
    }

    /// All audiences: `public`, `internal` and those of the site, in order.
    #[must_use]
    pub fn audience_names(&self) -> Vec<&str> {
        let own = self.audiences.keys().map(String::as_str).filter(|name| ![PUBLIC, INTERNAL].contains(name));
        [PUBLIC, INTERNAL].into_iter().chain(own).collect()
    }
}

fn public() -> String {
    PUBLIC.to_owned()
}

fn root() -> String {
    "/".to_owned()
}

fn change_budget() -> f64 {
    40.0
}

fn english() -> String {
    "en".to_owned()
}

fn content() -> String {
    "content".to_owned()
}

fn default_theme() -> String {
    "default".to_owned()
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: "Untitled".to_owned(),
            description: String::new(),
            base_url: root(),
            language: english(),
            content: content(),
            theme: default_theme(),
            accent: None,
            tokens: BTreeMap::new(),
            banner: None,
            as_of: None,
            profile: Profile::default(),
            owner: None,
            repository: None,
            edit: None,
            publish: Vec::new(),
            audiences: BTreeMap::new(),
            folders: BTreeMap::new(),
            nav: BTreeMap::new(),
            wording: Wording::default(),
            holidays: Vec::new(),
            markdown: Markdown::default(),
            change_budget_hours: change_budget(),
            rules: BTreeMap::new(),
            spans: BTreeMap::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_gives_a_path_and_an_origin() {
        let of = |base: &str| Config { base_url: base.to_owned(), ..Config::default() };
        assert_eq!(of("https://docs.example.com/platform").base_path(), "/platform/");
        assert_eq!(of("https://docs.example.com").base_path(), "/");
        assert_eq!(of("/a/b/").base_path(), "/a/b/");
        assert_eq!(of("https://docs.example.com/platform/").origin(), Some("https://docs.example.com"));
        assert_eq!(of("/a/b/").origin(), None);
    }

    #[test]
    fn internal_sees_all_and_public_only_what_is_public() {
        let mut config = Config::default();
        config.audiences.insert("partner".to_owned(), Audience { sees: vec!["beta".to_owned()] });
        assert!(config.may_see("internal", "partner"));
        assert!(config.may_see("partner", "beta"));
        assert!(!config.may_see("partner", "internal"));
        assert!(!config.may_see("public", "partner"));
    }
}
