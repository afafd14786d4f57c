//! What a rule is, and what it works with.
//!
//! In: rules that kinds and `rule/` declare. Out: diagnostics.
//! Must not: decide which rules run; check does, by the config.

use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::entry::Entry;
use crate::site::Site;
use crate::source::Location;

/// A stable rule: documentation, defaults, an example of each outcome, and the check itself.
///
/// The examples are trees in one string: a line `=== path` begins a file. A test builds both and
/// expects the rule's finding in the first and not in the second; the manual prints them.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The stable id, such as `ADR3`.
    pub id: &'static str,
    /// How bad a finding is in the standard profile.
    pub severity: Severity,
    /// What the rule asks, in one line.
    pub summary: &'static str,
    /// Why, in a sentence or two.
    pub why: &'static str,
    /// Whether the input is broken without it, rather than less good: the starter profile keeps
    /// only such rules as errors.
    pub broken: bool,
    /// Whether time alone can bring a finding: such a rule never fails a build.
    pub dated: bool,
    /// Whether a record may waive it.
    pub waivable: bool,
    /// Numbers that a site may set.
    pub thresholds: &'static [Threshold],
    /// A tree in which the rule finds something.
    pub fails: &'static str,
    /// The same, mended.
    pub passes: &'static str,
    /// The check.
    pub check: Check,
}

impl Rule {
    /// What most rules are: a warning about one record that may be waived.
    pub const WARNING: Self = Self {
        id: "",
        severity: Severity::Warning,
        summary: "",
        why: "",
        broken: false,
        dated: false,
        waivable: true,
        thresholds: &[],
        fails: "",
        passes: "",
        check: Check::Stage,
    };
    /// The same as an error.
    pub const ERROR: Self = Self { severity: Severity::Error, ..Self::WARNING };
    /// The same as a remark.
    pub const INFO: Self = Self { severity: Severity::Info, ..Self::WARNING };
    /// A finding that says the input cannot be read as meant.
    pub const BROKEN: Self = Self { broken: true, waivable: false, ..Self::ERROR };
}

/// A number in a rule that a site may set in its config, under this name.
#[derive(Debug, Clone, Copy)]
pub struct Threshold {
    /// The key in `[rules.ID]`.
    pub name: &'static str,
    /// The default.
    pub value: f64,
    /// What it counts, such as `words` or `days`.
    pub unit: &'static str,
}

/// Where and how a rule looks.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// At one record of the kind that declares the rule, or of every kind for a rule of `rule/`.
    Record(fn(&mut Finder<'_>)),
    /// At the whole site.
    Site(fn(&mut Finder<'_>)),
    /// At each waiver that kept no finding back, once all other rules have run.
    Waivers,
    /// The stage that reads the input finds it.
    Stage,
}

/// How many records one thread looks at in one go.
const TOGETHER: usize = 128;

/// What a check sees, and where it puts what it finds.
pub struct Finder<'a> {
    /// The whole site, references resolved.
    pub site: &'a Site,
    rule: &'a Rule,
    entry: Option<&'a Entry>,
    severity: Severity,
    found: Vec<(Diagnostic, Option<&'a Entry>)>,
}

impl<'a> Finder<'a> {
    /// A finder for one rule, with the severity that the site gives it.
    #[must_use]
    pub fn new(site: &'a Site, rule: &'a Rule, severity: Severity) -> Self {
        Self { site, rule, entry: None, severity, found: Vec::new() }
    }

    /// Turns to one record, which [`Finder::entry`] then gives.
    pub fn look_at(&mut self, entry: &'a Entry) {
        self.entry = Some(entry);
    }

    /// Looks at each record with the same check, on as many threads as there are. What is found stands in
    /// the order of the records.
    pub fn each(&mut self, entries: &[&'a Entry], check: impl Fn(&mut Self) + Sync) {
        let (site, rule, severity) = (self.site, self.rule, self.severity);
        let look = |some: &[&'a Entry]| {
            let mut finder = Self::new(site, rule, severity);
            for entry in some {
                finder.look_at(entry);
                check(&mut finder);
            }
            finder.found
        };
        let found: Vec<_> = entries.par_chunks(TOGETHER).map(look).collect();
        self.found.extend(found.into_iter().flatten());
    }

    /// The record that the check looks at.
    ///
    /// # Panics
    /// In a check of the whole site, which has no one record: a mistake in the rule.
    #[must_use]
    pub fn entry(&self) -> &'a Entry {
        self.entry.expect("a check of the whole site has no one record")
    }

    /// The record's own fields. The kind's rules are only given records of their kind.
    ///
    /// # Panics
    /// If the rule is declared by another kind than the struct's: a mistake in the rule.
    #[must_use]
    pub fn record<T: 'static>(&self) -> &'a T {
        self.entry().record().expect("a kind's rule sees only records of that kind")
    }

    /// The site's config.
    #[must_use]
    pub fn config(&self) -> &'a Config {
        &self.site.config
    }

    /// A number of the rule, as the site has set it.
    #[must_use]
    pub fn threshold(&self, name: &str) -> f64 {
        let default = self.rule.thresholds.iter().find(|known| known.name == name);
        let set = self.config().threshold(self.rule.id, name);
        set.or(default.map(|known| known.value)).unwrap_or_default()
    }

    /// Reports at a field of the record, such as `onboarding/3/actor`.
    pub fn report(&mut self, field: &str, message: impl Into<String>) -> &mut Diagnostic {
        let entry = self.entry();
        self.push(entry.at(field), message.into(), Some(entry))
    }

    /// Reports at a place of a record's file, so that the record's waivers apply.
    pub fn report_at(
        &mut self,
        entry: &'a Entry,
        at: Location,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.push(at, message.into(), Some(entry))
    }

    /// Reports at a place that belongs to no record.
    pub fn report_outside(&mut self, at: Location, message: impl Into<String>) -> &mut Diagnostic {
        self.push(at, message.into(), None)
    }

    /// What was found, each with the record whose waivers may apply.
    #[must_use]
    pub fn into_found(self) -> Vec<(Diagnostic, Option<&'a Entry>)> {
        self.found
    }

    fn push(&mut self, at: Location, message: String, entry: Option<&'a Entry>) -> &mut Diagnostic {
        let found = Diagnostic::error(self.rule.id, at, message).with_severity(self.severity);
        self.found.push((found, entry));
        &mut self.found.last_mut().expect("one was just pushed").0
    }
}

impl Diagnostic {
    /// Says what to write.
    pub fn hint(&mut self, hint: impl Into<String>) -> &mut Self {
        self.hint = Some(hint.into());
        self
    }

    /// Shows another place that explains it.
    pub fn see(&mut self, at: Location, message: impl Into<String>) -> &mut Self {
        self.related.push(crate::diagnostic::Related { at, message: message.into() });
        self
    }

    /// Makes it a warning, where only an error's weaker case holds. Never makes it worse.
    pub fn as_warning(&mut self) -> &mut Self {
        self.severity = self.severity.max(Severity::Warning);
        self
    }

    /// Makes it a mere remark, where only a warning's weaker case holds. Never makes it worse.
    pub fn as_info(&mut self) -> &mut Self {
        self.severity = self.severity.max(Severity::Info);
        self
    }
}
