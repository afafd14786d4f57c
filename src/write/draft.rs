//! A site that is brought to disk while it is made.
//!
//! In: files, as soon as they are made, then the whole site. Out: the files in the standby, then the
//! published folder. Must not: touch the published folder before the site is whole, or fail while
//! files come: one that cannot be laid stays in memory, and what is wrong shows when all are written.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::error::WriteError;
use super::exchange::{self, Exchange};
use super::place::Place;
use super::standby::{self, Plan};
use super::tree::Tree;
use super::{Guarded, PATIENCE, Written, lock};
use crate::cache::Key;
use crate::output::{self, Looks, Made, OnDisk, Outputs};

/// The next site of one published folder.
#[derive(Debug)]
pub struct Draft<'a> {
    out: &'a Path,
    guarded: &'a Guarded,
    audience: &'a str,
    /// Opened by the first file: a build that changes nothing touches nothing.
    begun: OnceLock<Option<Begun>>,
}

/// A standby that is ours alone until this is dropped.
#[derive(Debug)]
struct Begun {
    place: Place,
    _lock: File,
    /// The folders in the standby. What is no folder there, such as a link to one, is not in it.
    folders: Mutex<BTreeSet<PathBuf>>,
}

impl<'a> Draft<'a> {
    /// The next site in the folder `out`, for one audience.
    #[must_use]
    pub fn new(out: &'a Path, guarded: &'a Guarded, audience: &'a str) -> Self {
        Self { out, guarded, audience, begun: OnceLock::new() }
    }

    /// Publishes the site. Nothing at all is touched when the folder already holds these files and no
    /// others.
    ///
    /// # Errors
    /// When the folder must not be written (it holds the site's source, someone else's files or the site
    /// of another audience), when another run holds its lock for 20 seconds, when a path in `outputs`
    /// leads out of the folder, and when the disk refuses. The published folder is then as it was.
    pub fn write(self, outputs: &Outputs) -> Result<Written, WriteError> {
        standby::check_paths(outputs)?;
        let audience = self.audience;
        let begun = match self.begun.into_inner().flatten() {
            Some(begun) => begun,
            None => Begun::new(self.out, self.guarded, audience, PATIENCE)?,
        };
        let place = &begun.place;
        let published = Tree::list(&place.out)?;
        let plan = Plan::compare(&published, place, audience, outputs)?;
        if plan.changes_nothing() {
            return Ok(plan.written);
        }
        standby::open(place, audience)?;
        standby::refuse_case_clash(place, outputs)?;
        let standing = Tree::list(&place.standby)?;
        let actions = plan.actions(&published, &standing, place, outputs)?;
        // New files are most of a first build, and do not stand in one another's way.
        let (new, others): (Vec<_>, Vec<_>) =
            actions.iter().partition(|action| matches!(action, standby::Action::Write(..)));
        others.into_iter().try_for_each(|action| standby::apply(place, action))?;
        new.into_par_iter().try_for_each(|action| standby::apply(place, action))?;
        exchange::publish(place, Exchange::Atomic)?;
        Ok(plan.written)
    }

    fn begun(&self) -> Option<&Begun> {
        let begin = || {
            // A run that another one is in the way of waits for it when its site is whole.
            let begun = Begun::new(self.out, self.guarded, self.audience, Duration::ZERO).ok()?;
            standby::open(&begun.place, self.audience).ok()?;
            let folders = Tree::list(&begun.place.standby).ok()?.folders;
            Some(Begun { folders: Mutex::new(folders), ..begun })
        };
        self.begun.get_or_init(begin).as_ref()
    }
}

impl output::Draft for Draft<'_> {
    fn lay(&self, path: &str, bytes: Vec<u8>, hash: Key) -> Made {
        let Some(begun) = self.begun() else { return Made::New(bytes) };
        if let Some(looks) = begun.published(path, &bytes) {
            return Made::Before(OnDisk { hash, looks });
        }
        match begun.lay(path, &bytes) {
            Some(looks) => Made::Laid(OnDisk { hash, looks }),
            None => Made::New(bytes),
        }
    }
}

impl Begun {
    fn new(out: &Path, guarded: &Guarded, audience: &str, patience: Duration) -> Result<Self, WriteError> {
        let place = Place::resolve(out)?;
        place.refuse_inputs(guarded)?;
        place.refuse_foreign(audience)?;
        place.make_parent()?;
        let lock = lock::acquire(&place, patience)?;
        exchange::recover(&place)?;
        // Once more: another run may have published while this one waited for its lock.
        place.refuse_foreign(audience)?;
        Ok(Self { place, _lock: lock, folders: Mutex::default() })
    }

    /// How the published file of this path looks, if it holds these bytes.
    fn published(&self, path: &str, bytes: &[u8]) -> Option<Looks> {
        let path = self.place.out.join(path);
        let found = fs::symlink_metadata(&path).ok()?;
        let is_same = found.is_file() && found.len() == bytes.len() as u64 && fs::read(path).ok()? == bytes;
        is_same.then(|| Looks::of(&found))
    }

    fn lay(&self, path: &str, bytes: &[u8]) -> Option<Looks> {
        standby::check_path(path).ok()?;
        let file = self.place.standby.join(path);
        self.make_folder(Path::new(path).parent()?)?;
        // What stands there may be a link, or a published file by another name: it keeps its bytes.
        match fs::remove_file(&file) {
            Err(error) if error.kind() != ErrorKind::NotFound => return None,
            _ => standby::create(&file, bytes).ok()?,
        }
        Some(Looks::of(&fs::symlink_metadata(file).ok()?))
    }

    fn make_folder(&self, folder: &Path) -> Option<()> {
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        let above: Vec<&Path> = folder.ancestors().filter(|it| !it.as_os_str().is_empty()).collect();
        for folder in above.into_iter().rev() {
            if !folders.contains(folder) {
                fs::create_dir(self.place.standby.join(folder)).ok()?;
                folders.insert(folder.to_owned());
            }
        }
        Some(())
    }
}
