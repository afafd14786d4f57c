//! What Onramp has to say about an input: one type for every mistake a user can make.
//!
//! In: findings of any stage. Out: the same, sorted and none twice, for a renderer beside this
//! file. Must not: print, or end the process.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::source::{Location, Position, Source};

pub mod human;
pub mod json;
pub mod short;

/// How bad a finding is. Only an error keeps a site from being published.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Must be mended before the site is published.
    Error,
    /// Should be mended.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The word that people read.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// Another place that explains a finding, such as where a name was defined first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Related {
    /// The place.
    pub at: Location,
    /// What is to be seen there, such as `first defined here`.
    pub message: String,
}

/// One finding, with its place and what to do about it.
///
/// The order of the fields is the order in which findings are shown: by file, then by place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Where it is.
    pub at: Location,
    /// How bad it is.
    pub severity: Severity,
    /// The stable id of the rule that found it, such as `GEN1`.
    pub rule: String,
    /// What is wrong, in the user's words, without a trailing period.
    pub message: String,
    /// What to write instead.
    pub hint: Option<String>,
    /// Other places that explain it.
    pub related: Vec<Related>,
}

impl Diagnostic {
    /// An error of this rule at this place.
    #[must_use]
    pub fn error(rule: &str, at: Location, message: impl Into<String>) -> Self {
        Self {
            at,
            severity: Severity::Error,
            rule: rule.to_owned(),
            message: message.into(),
            hint: None,
            related: Vec::new(),
        }
    }

    /// The same with another severity.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The same with a hint that says what to write.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same with a related place.
    #[must_use]
    pub fn with_related(mut self, at: Location, message: impl Into<String>) -> Self {
        self.related.push(Related { at, message: message.into() });
        self
    }
}

/// Puts findings in the order people read them, each once.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort();
    diagnostics.dedup();
}

/// The texts that findings point into, by path.
pub type Sources = BTreeMap<Arc<str>, Arc<Source>>;

/// Where an offset of a finding's file stands; 1:1 where the file's text is not at hand.
#[must_use]
pub fn position(sources: &Sources, at: &Location, offset: u32) -> Position {
    sources.get(&at.file).map_or(Position { line: 1, column: 1 }, |source| source.position(offset))
}
