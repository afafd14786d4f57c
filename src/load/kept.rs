//! What earlier builds left: the cache, and the published folder.
//!
//! In: paths. Out: results to look up, and hashes. Neither is ever an error: what cannot be read is
//! worked out again.

use std::fs;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use walkdir::WalkDir;

use crate::cache::{self, Cache, Key, Segment};
use crate::output::{Looks, MARKER, OnDisk, Standing};

/// The cache that lies in a folder, each sort of result read when it is first asked for; an empty one
/// where there is none.
#[must_use]
pub fn cache(folder: &Path) -> Cache {
    let folder = folder.to_owned();
    Cache::of(move |sort| {
        let files = WalkDir::new(&folder).max_depth(1).sort_by_file_name().into_iter().flatten();
        let is_of = |file: &walkdir::DirEntry| {
            let name = file.path().file_stem().and_then(|it| it.to_str());
            file.file_type().is_file()
                && name.and_then(|it| it.split_once('-')).is_some_and(|it| it.1 == sort)
        };
        let files: Vec<_> = files.filter(is_of).collect();
        let read = |file: &walkdir::DirEntry| Segment::open(Box::new(Kept::open(file.path()).ok()?));
        files.par_iter().filter_map(read).collect()
    })
}

/// A file of the cache.
struct Kept {
    file: Mutex<fs::File>,
    length: u64,
}

impl Kept {
    fn open(path: &Path) -> io::Result<Self> {
        let file = fs::File::open(path)?;
        Ok(Self { length: file.metadata()?.len(), file: Mutex::new(file) })
    }
}

impl cache::File for Kept {
    fn read(&self, from: u64, length: usize) -> Option<Vec<u8>> {
        // A damaged length must not ask for more memory than there is.
        if from.checked_add(length as u64)? > self.length {
            return None;
        }
        let mut bytes = vec![0; length];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(from)).ok()?;
        file.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }

    fn length(&self) -> u64 {
        self.length
    }
}

/// What a published folder holds; nothing where there is none, or somebody else's.
#[must_use]
pub fn standing(out: &Path) -> Standing {
    if !out.join(MARKER).is_file() {
        return Standing::default();
    }
    // One walk for each folder at the top: reading what lies in ten thousand folders takes a while.
    let top: Vec<_> = WalkDir::new(out).max_depth(1).into_iter().flatten().collect();
    let below = |at: &walkdir::DirEntry| {
        let depth = if at.depth() == 0 { 0 } else { usize::MAX };
        WalkDir::new(at.path())
            .follow_root_links(false)
            .max_depth(depth)
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
    };
    let files = top.par_iter().flat_map_iter(below).filter(|it| it.file_type().is_file());
    let files: Vec<_> = files.collect();
    let read = |file: walkdir::DirEntry| {
        let inner = file.path().strip_prefix(out).ok()?;
        let parts: Option<Vec<&str>> = inner.components().map(|part| part.as_os_str().to_str()).collect();
        // How it looks first: what changes while it is read looks otherwise when it is written.
        let looks = Looks::of(&file.metadata().ok()?);
        let bytes = fs::read(file.path()).ok()?;
        Some((parts?.join("/"), OnDisk { hash: Key::of(&[&bytes]), looks }))
    };
    Standing { files: files.into_par_iter().filter_map(read).collect() }
}
