//! A build as a whole, which is not done again where the last one had the same inputs.
//!
//! In: a site that has been read, and what is published. Out: the files to publish, every finding, and
//! how long it took. Must not: take anything for granted: what a file holds is read, not remembered.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::clock::Clock;
use super::loaded::{Loaded, key_of};
use super::{BuildError, Checked, Published, Timings, check};
use crate::cache::{Built, Key};
use crate::diagnostic::{Diagnostic, Severity, Sources};
use crate::load;
use crate::output::{Draft, InMemory, MARKER, Outputs, Standing};
use crate::rule;

/// What a build gave.
pub struct Finished {
    /// The site of one audience.
    pub published: Published,
    /// Every finding, sorted.
    pub findings: Vec<Diagnostic>,
    /// The texts that the findings point into.
    pub sources: Sources,
    /// How long each stage took.
    pub timings: Timings,
}

/// Makes the site of one audience, to take the place of what is published. Where the same inputs were
/// built before and all files stand as that build made them, nothing is worked out.
///
/// # Errors
/// If there is no such audience, or a file vanished since it was found.
pub fn finish(
    loaded: &Arc<Loaded>,
    audience: &str,
    standing: &Standing,
    draft: &dyn Draft,
) -> Result<Finished, BuildError> {
    loaded.knows(audience)?;
    let clock = Clock::start(&loaded.options.on_stage, "compare");
    let key = loaded.key(audience);
    let before = loaded.options.cache.built.find(key, &());
    if let Some(published) = before.as_ref().and_then(|built| loaded.again(built, standing)) {
        let findings = before.map_or_else(Vec::new, |built| built.findings.clone());
        let sources = loaded.sources();
        let timings = loaded.timings.iter().copied().chain(clock.stopped()).collect();
        return Ok(Finished { published, findings, sources, timings });
    }
    let compared = clock.stopped();
    // Templates are read on one thread, while checking leaves another one free now and then.
    let (mut checked, _) = rayon::join(|| check(Arc::clone(loaded)), || loaded.themed());
    let at = loaded.timings.len();
    checked.timings.splice(at..at, compared);
    // What has errors already is not published, and needs no place on the disk.
    let draft = if checked.has_errors(false) { &InMemory } else { draft };
    let published = checked.publish_over(audience, standing, draft)?;
    let (findings, sources) = checked.report();
    if !fails(&findings, false) {
        let built = checked.built(&published, findings.clone());
        loaded.options.cache.built.keep(key, Arc::new(built));
    }
    Ok(Finished { published, findings, sources, timings: checked.timings })
}

impl Loaded {
    /// What a build gave, if a build now would give the same and all of it is published.
    fn again(&self, built: &Built, standing: &Standing) -> Option<Published> {
        let root = &self.options.root;
        let mut outputs = Outputs::default();
        let mut stands = |(path, key): (&String, &Key)| {
            let held = standing.holding(path, *key).cloned();
            held.map(|held| outputs.kept.insert(path.clone(), held)).is_some()
        };
        let others = standing.files.keys().filter(|path| *path != MARKER && !built.files.contains_key(*path));
        if others.count() > 0 || !built.files.iter().all(&mut stands) {
            return None;
        }
        if key_of(&load::outside(root, &built.wanted)) != built.outside {
            return None;
        }
        let is_same = |(path, from): (&String, &String)| {
            let read = load::assets(root, std::slice::from_ref(from)).ok()?;
            let (_, bytes) = read.first()?;
            (built.files.get(path) == Some(&Key::of(&[bytes]))).then_some(())
        };
        built.assets.par_iter().map(is_same).collect::<Option<()>>()?;
        Some(Published { outputs, assets: built.assets.clone(), pages: built.pages, records: built.records })
    }
}

impl Checked {
    /// What to remember of a build.
    fn built(&self, published: &Published, findings: Vec<Diagnostic>) -> Built {
        let Outputs { files, kept, laid } = &published.outputs;
        let made: Vec<(&String, Key)> =
            files.par_iter().map(|(path, bytes)| (path, Key::of(&[bytes]))).collect();
        let on_disk = kept.iter().chain(laid).map(|(path, it)| (path, it.hash));
        Built {
            findings,
            pages: published.pages,
            records: published.records,
            files: made.into_iter().chain(on_disk).map(|(path, key)| (path.clone(), key)).collect(),
            assets: published.assets.clone(),
            wanted: self.wanted.clone(),
            outside: key_of(&self.around.outside),
        }
    }
}

/// Whether a site with these findings must not be published. With `deny_overdue`, what the date alone
/// has brought counts too.
#[must_use]
pub fn fails(findings: &[Diagnostic], deny_overdue: bool) -> bool {
    let dated: BTreeSet<&str> =
        rule::all().into_iter().filter(|rule| rule.dated).map(|rule| rule.id).collect();
    let is_overdue =
        |finding: &Diagnostic| finding.severity == Severity::Warning && dated.contains(finding.rule.as_str());
    findings.iter().any(|it| it.severity == Severity::Error || deny_overdue && is_overdue(it))
}
