//! Results by key: those of the build at work, of the one before, and on the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::key::Key;
use super::segment::{Place, Segment, Stored, begin, framed};

/// How many results are encoded at a time.
const PART: usize = 64;
/// How many files a sort of result may lie in before they are made one again.
const FILES: usize = 64;
/// How many times the bytes that one build uses may lie on the disk.
const TIMES: u64 = 4;

/// Results of one sort by the keys of what they were made of. Cheap to clone, such as behind an
/// [`Arc`](std::sync::Arc).
pub struct Memo<V> {
    /// Used by the build at work.
    now: Mutex<BTreeMap<Key, V>>,
    /// Used by the build before.
    before: Mutex<BTreeMap<Key, V>>,
    /// In use, though the build at work has left them on the disk unread.
    unread: Mutex<BTreeSet<Key>>,
    /// The same of the build before.
    unread_before: Mutex<BTreeSet<Key>>,
    /// Read when it is first asked for: a build that finds all it needs elsewhere does not wait for it.
    disk: LazyLock<Disk, Box<dyn FnOnce() -> Disk + Send>>,
    /// What the disk was to have and has not.
    damaged: Mutex<BTreeSet<Key>>,
}

#[derive(Default)]
struct Disk {
    segments: Vec<Segment>,
    known: BTreeMap<Key, (usize, Place)>,
}

impl Disk {
    fn of(segments: Vec<Segment>) -> Self {
        let mut known = BTreeMap::new();
        for (n, segment) in segments.iter().enumerate() {
            known.extend(segment.index().into_iter().map(|(key, at)| (key, (n, at))));
        }
        Self { segments, known }
    }
}

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Self::of(Vec::new)
    }
}

impl<V> fmt::Debug for Memo<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Memo of {}", lock(&self.now).len())
    }
}

impl<V> Memo<V> {
    /// Results that lie on the disk, in the order in which they were written.
    pub(super) fn of(segments: impl FnOnce() -> Vec<Segment> + Send + 'static) -> Self {
        let disk: Box<dyn FnOnce() -> Disk + Send> = Box::new(|| Disk::of(segments()));
        Self {
            now: Mutex::default(),
            before: Mutex::default(),
            unread: Mutex::default(),
            unread_before: Mutex::default(),
            disk: LazyLock::new(disk),
            damaged: Mutex::default(),
        }
    }
}

impl<V: Stored + Clone + Send + Sync> Memo<V> {
    /// The result of this key, made if there is none yet. Several threads may make it at once, the
    /// same each.
    pub fn get(&self, key: Key, with: &V::With, make: impl FnOnce() -> V) -> V {
        if let Some(found) = lock(&self.now).get(&key) {
            return found.clone();
        }
        let before = lock(&self.before).remove(&key);
        let found = before.or_else(|| self.read(key, with)).unwrap_or_else(make);
        lock(&self.now).insert(key, found.clone());
        found
    }

    /// The result of this key, if there is one.
    pub fn find(&self, key: Key, with: &V::With) -> Option<V> {
        if let Some(found) = lock(&self.now).get(&key) {
            return Some(found.clone());
        }
        let before = lock(&self.before).remove(&key);
        let found = before.or_else(|| self.read(key, with))?;
        lock(&self.now).insert(key, found.clone());
        Some(found)
    }

    /// Whether there is a result of this key. It counts as used, and is not read.
    pub fn has(&self, key: Key) -> bool {
        if lock(&self.now).contains_key(&key) {
            return true;
        }
        if let Some(before) = lock(&self.before).remove(&key) {
            lock(&self.now).insert(key, before);
            return true;
        }
        let is_there = self.is_on_disk(&key);
        if is_there {
            lock(&self.unread).insert(key);
        }
        is_there
    }

    /// Keeps a result.
    pub fn keep(&self, key: Key, value: V) {
        lock(&self.now).insert(key, value);
    }

    /// How many results the build at work has used.
    pub fn used(&self) -> usize {
        lock(&self.now).len()
    }

    fn bytes(&self, key: Key) -> Option<Vec<u8>> {
        let (n, place) = self.disk.known.get(&key)?;
        self.disk.segments[*n].take(key, *place)
    }

    fn read(&self, key: Key, with: &V::With) -> Option<V> {
        if !self.disk.known.contains_key(&key) {
            return None;
        }
        let found = self.bytes(key).and_then(|bytes| V::decode(&bytes, with));
        if found.is_none() {
            lock(&self.damaged).insert(key);
        }
        found
    }

    /// Ends a build.
    pub(super) fn turn(&self) {
        let now = std::mem::take(&mut *lock(&self.now));
        let mut unread = std::mem::take(&mut *lock(&self.unread));
        unread.retain(|key| !now.contains_key(key));
        *lock(&self.before) = now;
        *lock(&self.unread_before) = unread;
    }

    /// Whether the files on the disk hold mostly what nobody asks for any more, or are many. A build
    /// that asked for nothing does not tell.
    pub(super) fn is_stale(&self) -> bool {
        let (before, unread) = (lock(&self.before), lock(&self.unread_before));
        let count = before.len() + unread.len();
        if count == 0 {
            return false;
        }
        let Disk { segments, known } = &*self.disk;
        let lengths = before.keys().chain(&*unread).filter_map(|key| Some(known.get(key)?.1.length()));
        let (found, bytes) = lengths.fold((0, 0), |(found, bytes), length| (found + 1, bytes + length));
        // One that is not there yet is as long as another, about.
        let all: u64 = segments.iter().map(Segment::length).sum();
        let fresh = (count - found) as u64 * (all / (known.len() as u64).max(1));
        segments.len() >= FILES || all > TIMES * (bytes + fresh)
    }

    /// How many results the disk does not have.
    pub(super) fn fresh(&self) -> usize {
        lock(&self.before).keys().filter(|key| !self.is_on_disk(key)).count()
    }

    /// Whether the disk has a result, whole as far as anybody looked.
    fn is_on_disk(&self, key: &Key) -> bool {
        self.disk.known.contains_key(key) && !lock(&self.damaged).contains(key)
    }

    /// The bytes of a segment, in parts: of the results that the disk does not have, or of all. None
    /// where there is no such result.
    pub(super) fn parts(&self, holds: u8, all: bool) -> impl Iterator<Item = Vec<u8>> + Send + use<'_, V> {
        let wanted: Vec<Key> = {
            let before = lock(&self.before);
            let fresh = before.keys().filter(|key| all || !self.is_on_disk(key)).copied();
            let unread = lock(&self.unread_before);
            fresh.chain(unread.iter().filter(|_| all).copied()).collect()
        };
        let head = (!wanted.is_empty()).then(|| begin(holds));
        let chunks: Vec<Vec<Key>> = wanted.chunks(PART).map(<[Key]>::to_vec).collect();
        let encoded = chunks.into_iter().map(move |keys| {
            let values: Vec<(Key, Option<V>)> = {
                let before = lock(&self.before);
                keys.iter().map(|key| (*key, before.get(key).cloned())).collect()
            };
            let encode = |(key, value): &(Key, Option<V>)| {
                let bytes = value.as_ref().map(V::encode).or_else(|| self.bytes(*key));
                bytes.map_or_else(Vec::new, |bytes| framed(holds, *key, &bytes))
            };
            values.par_iter().map(encode).collect::<Vec<_>>().concat()
        });
        head.into_iter().chain(encoded)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A thread that panicked left whole results or none.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::segment::tests::Bytes;
    use super::*;

    fn key(n: u8) -> Key {
        Key([n; 16])
    }

    fn on_disk(file: &[u8]) -> Memo<Arc<str>> {
        let file = file.to_vec();
        Memo::of(move || Segment::open(Box::new(Bytes(file))).into_iter().collect())
    }

    fn written(results: u8) -> Vec<u8> {
        let texts = (0..results).map(|n| framed(1, key(n), format!("text {n}").as_bytes()));
        [begin(1)].into_iter().chain(texts).collect::<Vec<_>>().concat()
    }

    #[test]
    fn what_is_in_use_and_was_not_read_stays_on_the_disk() {
        let memo = on_disk(&written(20));
        assert!((0..19).all(|n| memo.has(key(n))) && !memo.has(key(20)));
        assert_eq!(&*memo.get(key(0), &(), || "made".into()), "text 0");
        memo.keep(key(20), "text 20".into());
        memo.turn();
        assert!(!memo.is_stale(), "19 of 20 are in use");
        assert_eq!(memo.fresh(), 1);
        // All of it, as where the files are made one again.
        let again = on_disk(&memo.parts(1, true).collect::<Vec<_>>().concat());
        let found = (0..=20).filter(|n| again.find(key(*n), &()).as_deref() == Some(&format!("text {n}")));
        assert_eq!(found.collect::<Vec<_>>(), (0..19).chain([20]).collect::<Vec<_>>());
    }

    #[test]
    fn it_is_bytes_that_count() {
        let long = framed(1, key(30), &[b'x'; 4000]);
        let memo = on_disk(&[written(20), long].concat());
        assert!((0..20).all(|n| memo.has(key(n))));
        memo.turn();
        assert!(memo.is_stale(), "20 of 21 are in use, and the one that is not is the most of it");
    }

    #[test]
    fn what_nobody_asks_for_goes() {
        let memo = on_disk(&written(20));
        assert!(memo.has(key(3)));
        memo.turn();
        assert!(memo.is_stale());
        let again = on_disk(&memo.parts(1, true).collect::<Vec<_>>().concat());
        assert!(again.has(key(3)) && !again.has(key(4)));
    }
}
