//! [`Site`] in, findings out: runs every rule, by the site's profile, config and waivers.
//!
//! In: a resolved site, and the findings of the stages before. Out: findings with the severity
//! that the site gives them. What a kind asks of its records is not asked of one that could not be read
//! whole: what seems to be missing may be what could not be read. Must not: hold a rule of its own.

use std::collections::{BTreeMap, BTreeSet};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::config::{Config, Profile};
use crate::diagnostic::{Diagnostic, Severity};
use crate::entry::{Entry, Id};
use crate::finding::{Check, Finder, Rule};
use crate::rule;
use crate::site::Site;
use crate::source::Span;

/// Runs every rule over a site. `before` holds what the stages before have found, judged.
#[must_use]
pub fn check(site: &Site, before: &[Diagnostic]) -> Vec<Diagnostic> {
    let cut_short = cut_short(site, before);
    let mut by_kind: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for (_, entry) in site.iter() {
        by_kind.entry(&entry.id.kind).or_default().push(entry);
    }
    let everything: Vec<&Entry> = site.iter().map(|(_, entry)| entry).collect();
    let mut runs: Vec<(&Rule, &[&Entry])> =
        rule::general().into_iter().map(|rule| (rule, everything.as_slice())).collect();
    for kind in site.kinds.values() {
        let entries = by_kind.get(&*kind.name).map_or(&[][..], Vec::as_slice);
        runs.extend(kind.rules.iter().map(|rule| (rule, entries)));
    }
    let ran: Vec<Ran<'_>> =
        runs.into_par_iter().map(|(rule, entries)| run(site, rule, entries, &cut_short)).collect();
    let mut findings = Vec::new();
    let mut waived = BTreeSet::new();
    for (kept, by_waivers) in ran {
        findings.extend(kept);
        waived.extend(by_waivers);
    }
    findings.extend(idle_waivers(site, &waived, &cut_short));
    findings
}

/// Rules that see one mistake at one place, the one that speaks after the one that is silent then.
const ONE_MISTAKE: &[(&str, &str)] = &[("FLD1", "GEN3")];

/// What the stages before and the rules have found, without what another rule tells at the same place.
#[must_use]
pub fn told_once(mut findings: Vec<Diagnostic>, more: Vec<Diagnostic>) -> Vec<Diagnostic> {
    findings.extend(more);
    let speaks = |it: &Diagnostic| ONE_MISTAKE.iter().any(|(_, rule)| it.rule == *rule);
    let speaking: BTreeSet<_> =
        findings.iter().filter(|it| speaks(it)).map(|it| (it.rule.clone(), it.at.clone())).collect();
    let is_told = |it: &Diagnostic| {
        let mut silent = ONE_MISTAKE.iter().filter(|(rule, _)| it.rule == *rule);
        silent.any(|(_, by)| speaking.iter().any(|(rule, at)| rule == by && *at == it.at))
    };
    if !speaking.is_empty() {
        findings.retain(|it| !is_told(it));
    }
    findings
}

/// What a rule found, and the records whose waivers kept some of it back, each with the rule's id.
type Ran<'a> = (Vec<Diagnostic>, Vec<(&'a Id, &'static str)>);

/// The records of which the stages before could not read everything: each has an error that says so.
fn cut_short<'a>(site: &'a Site, before: &[Diagnostic]) -> BTreeSet<&'a Id> {
    let mut by_file: BTreeMap<&str, BTreeSet<Span>> = BTreeMap::new();
    let cuts = |it: &&Diagnostic| {
        it.severity == Severity::Error && rule::reading::CUTS_SHORT.contains(&it.rule.as_str())
    };
    for finding in before.iter().filter(cuts) {
        // What breaks the grammar of a file can swallow fields of any record in it.
        let at = if finding.rule.starts_with("FLD") { finding.at.span } else { Span::FILE };
        by_file.entry(&finding.at.file).or_default().insert(at);
    }
    let is_cut_short = |entry: &Entry| {
        let Some(places) = by_file.get(&*entry.file) else { return false };
        let first = places.range(entry.span..).next();
        entry.span == Span::FILE
            || places.contains(&Span::FILE)
            || first.is_some_and(|place| entry.span.contains(*place))
            || entry.spans.values().any(|field| places.contains(&field.key) || places.contains(&field.value))
    };
    site.iter().map(|(_, entry)| entry).filter(|entry| is_cut_short(entry)).map(|entry| &entry.id).collect()
}

fn run<'a>(site: &'a Site, rule: &'static Rule, entries: &[&'a Entry], cut_short: &BTreeSet<&Id>) -> Ran<'a> {
    let Some(severity) = severity(rule, &site.config) else { return Ran::default() };
    let mut finder = Finder::new(site, rule, severity);
    match rule.check {
        Check::Record(check) => finder.each(entries, check),
        Check::Site(check) => check(&mut finder),
        Check::Waivers | Check::Stage => {}
    }
    let (mut kept, mut waived) = Ran::default();
    let asks = rule::asks_of_records(rule);
    for (finding, entry) in finder.into_found() {
        if asks && entry.is_some_and(|entry| cut_short.contains(&entry.id)) {
            continue;
        }
        match entry.filter(|entry| waives(entry, rule)) {
            Some(entry) => waived.push((&entry.id, rule.id)),
            None => kept.push(finding),
        }
    }
    (kept, waived)
}

/// Waivers of rules that ran and found nothing that they could keep back. What time can bring is not
/// told: neither is a rule that the site has turned off.
fn idle_waivers(
    site: &Site,
    waived: &BTreeSet<(&Id, &'static str)>,
    cut_short: &BTreeSet<&Id>,
) -> Vec<Diagnostic> {
    let all = rule::all();
    let own = all.iter().find(|rule| matches!(rule.check, Check::Waivers));
    let Some((own, severity)) = own.and_then(|own| Some((own, severity(own, &site.config)?))) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for (_, entry) in site.iter().filter(|(_, entry)| !cut_short.contains(&entry.id)) {
        for (n, waiver) in entry.common.allow.iter().enumerate() {
            let ran = all
                .iter()
                .find(|rule| rule.id == waiver.rule)
                .filter(|rule| rule.waivable && !rule.dated && self::severity(rule, &site.config).is_some());
            let Some(rule) = ran.filter(|rule| !waived.contains(&(&entry.id, rule.id))) else { continue };
            let at = entry.at(&format!("allow/{n}/rule"));
            let message =
                format!("`{}` finds nothing in `{}`, so there is nothing to waive", rule.id, entry.title);
            findings.push(
                Diagnostic::error(own.id, at, message).with_severity(severity).with_hint("remove the waiver"),
            );
        }
    }
    findings
}

/// Whether a record accepts the findings of a rule. A waiver that has run out still holds: rule
/// GEN8 warns of it.
fn waives(entry: &Entry, rule: &Rule) -> bool {
    rule.waivable && entry.common.allow.iter().any(|waiver| waiver.rule == rule.id)
}

/// The severity that a site gives a rule; none if it is off.
#[must_use]
pub fn severity(rule: &Rule, config: &Config) -> Option<Severity> {
    let set = config.rules.get(rule.id).and_then(|setting| setting.severity);
    if let Some(level) = set {
        let severity = level.severity()?;
        // Time alone never turns a merge red.
        return Some(if rule.dated { severity.max(Severity::Warning) } else { severity });
    }
    Some(match (config.profile, rule.severity) {
        (Profile::Starter, Severity::Error) if !rule.broken => Severity::Warning,
        (Profile::Starter, Severity::Warning) if !rule.broken => Severity::Info,
        (Profile::Strict, Severity::Warning) if !rule.dated => Severity::Error,
        (_, severity) => severity,
    })
}

/// Gives the findings of the stages before the severities that the site has set, and drops those
/// of rules that are off.
#[must_use]
pub fn judge(findings: Vec<Diagnostic>, config: &Config) -> Vec<Diagnostic> {
    let rules: BTreeMap<&str, &Rule> = rule::all().into_iter().map(|rule| (rule.id, rule)).collect();
    let judged = findings.into_iter().filter_map(|finding| {
        let Some(rule) = rules.get(finding.rule.as_str()) else { return Some(finding) };
        let set = severity(rule, config)?;
        // A stage may find a weaker case of a rule; that stays weaker.
        let severity = if finding.severity == rule.severity { set } else { finding.severity.max(set) };
        Some(finding.with_severity(severity))
    });
    judged.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WARNING: Rule = Rule { id: "X1", ..Rule::WARNING };
    const ERROR: Rule = Rule { id: "X2", ..Rule::ERROR };
    const DATED: Rule = Rule { id: "X3", dated: true, ..Rule::WARNING };
    const BROKEN: Rule = Rule { id: "X4", ..Rule::BROKEN };

    #[test]
    fn a_profile_moves_severities_but_never_lets_time_fail_a_build() {
        let of = |rule: &Rule, profile| severity(rule, &Config { profile, ..Config::default() });
        assert_eq!(of(&ERROR, Profile::Starter), Some(Severity::Warning));
        assert_eq!(of(&BROKEN, Profile::Starter), Some(Severity::Error));
        assert_eq!(of(&WARNING, Profile::Strict), Some(Severity::Error));
        assert_eq!(of(&DATED, Profile::Strict), Some(Severity::Warning));
    }
}
