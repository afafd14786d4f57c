//! Results as bytes: one file of the cache.
//!
//! In: a file that may be damaged, cut short, or another program's. Out: what of it is whole. Each result
//! stands behind its key, its length and a check over all three; a program's own key begins the file.
//! Must not: hold the file's bytes, which are more than the results that a build asks for.

use super::key::Key;

/// A result that can stand on a disk.
pub trait Stored: Sized {
    /// What decoding needs to know.
    type With: ?Sized;

    /// Its bytes.
    fn encode(&self) -> Vec<u8>;

    /// The result of these bytes; none where they are not what [`Stored::encode`] makes.
    fn decode(bytes: &[u8], with: &Self::With) -> Option<Self>;
}

const MAGIC: &[u8; 7] = b"ONRAMP\x01";
/// How many bytes say whose a segment is.
pub const HEAD: usize = MAGIC.len() + 1 + 16;
const CHECK: usize = 8;
const FRAME: usize = 16 + 4 + CHECK;

/// A file that can be read anywhere, by several threads at once.
pub trait File: Send + Sync {
    /// So many bytes from a place on; none where there are not so many.
    fn read(&self, from: u64, length: usize) -> Option<Vec<u8>>;

    /// How many bytes it has.
    fn length(&self) -> u64;
}

/// One file of the cache.
pub struct Segment {
    file: Box<dyn File>,
    holds: u8,
}

impl Segment {
    /// The segment that a file is; none where another program wrote it.
    #[must_use]
    pub fn open(file: Box<dyn File>) -> Option<Self> {
        let head = file.read(0, HEAD)?;
        let holds = *head.get(MAGIC.len())?;
        (head == begin(holds)).then_some(Self { file, holds })
    }

    /// How many bytes the file has.
    pub(super) fn length(&self) -> u64 {
        self.file.length()
    }

    /// Which results it holds.
    pub(super) fn holds(&self) -> u8 {
        self.holds
    }

    /// Where each result stands, by its key. Whether it is whole is seen when it is taken.
    pub(super) fn index(&self) -> Vec<(Key, Place)> {
        let mut found = Vec::new();
        let mut at = HEAD as u64;
        while let Some(frame) = self.file.read(at, FRAME) {
            let (Ok(key), Ok(length)) = (frame[..16].try_into(), frame[16..20].try_into()) else { break };
            let place = Place { at, length: u32::from_le_bytes(length) };
            at += place.length();
            // The last one may be cut short: a later build adds it anew.
            if self.file.read(at, 0).is_none() {
                break;
            }
            found.push((Key(key), place));
        }
        found
    }

    /// The bytes of a result, if they are what was written.
    pub(super) fn take(&self, key: Key, place: Place) -> Option<Vec<u8>> {
        let mut bytes = self.file.read(place.at, FRAME + place.length as usize)?;
        let check = self::check(self.holds, key, bytes.get(FRAME..)?);
        let is_whole = bytes.get(FRAME - CHECK..FRAME)? == check;
        bytes.drain(..FRAME);
        is_whole.then_some(bytes)
    }
}

/// Where a result stands in its segment, its frame before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    at: u64,
    length: u32,
}

impl Place {
    /// How many bytes the result takes in its file.
    pub(super) fn length(self) -> u64 {
        FRAME as u64 + u64::from(self.length)
    }
}

/// The beginning of a segment.
pub(super) fn begin(holds: u8) -> Vec<u8> {
    [&MAGIC[..], &[holds], &Key::of_program().0].concat()
}

/// Whether a file that begins like this is a segment of this program.
#[must_use]
pub fn is_ours(file: &[u8]) -> bool {
    let holds = file.get(MAGIC.len());
    holds.is_some_and(|holds| file.starts_with(&begin(*holds)))
}

/// A result as it stands in a segment. One that is too large to say how large is left out.
pub(super) fn framed(holds: u8, key: Key, bytes: &[u8]) -> Vec<u8> {
    let Ok(length) = u32::try_from(bytes.len()) else { return Vec::new() };
    [&key.0[..], &length.to_le_bytes(), &check(holds, key, bytes), bytes].concat()
}

fn check(holds: u8, key: Key, bytes: &[u8]) -> [u8; CHECK] {
    let mut check = [0; CHECK];
    check.copy_from_slice(&Key::of(&[&[holds], &key.0, bytes]).0[..CHECK]);
    check
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A file in memory.
    pub(in crate::cache) struct Bytes(pub(in crate::cache) Vec<u8>);

    impl File for Bytes {
        fn read(&self, from: u64, length: usize) -> Option<Vec<u8>> {
            let from = usize::try_from(from).ok()?;
            Some(self.0.get(from..from.checked_add(length)?)?.to_vec())
        }

        fn length(&self) -> u64 {
            self.0.len() as u64
        }
    }

    fn written() -> Vec<u8> {
        let mut bytes = begin(1);
        for n in 0..3 {
            bytes.extend(framed(1, Key([n; 16]), &[n; 40]));
        }
        bytes
    }

    fn whole(bytes: Vec<u8>) -> Vec<u8> {
        let Some(segment) = Segment::open(Box::new(Bytes(bytes))) else { return Vec::new() };
        let taken = |(key, place): (Key, Place)| {
            segment.take(key, place).filter(|it| *it == [key.0[0]; 40]).map(|_| key.0[0])
        };
        segment.index().into_iter().filter_map(taken).collect()
    }

    #[test]
    fn what_is_whole_is_read() {
        assert_eq!(whole(written()), [0, 1, 2]);
    }

    #[test]
    fn every_cut_and_every_changed_byte_costs_results_and_invents_none() {
        let bytes = written();
        for at in 0..bytes.len() {
            let cut = whole(bytes[..at].to_vec());
            assert!(cut.len() < 3 && [0, 1, 2].starts_with(&cut), "cut at {at}: {cut:?}");
            let cut = Segment::open(Box::new(Bytes(bytes[..at].to_vec())));
            assert!(
                cut.is_none_or(|it| it.index().iter().all(|(key, place)| it.take(*key, *place).is_some()))
            );
            let mut changed = bytes.clone();
            changed[at] ^= 0x41;
            let left = whole(changed);
            assert!(left.len() < 3 && left.iter().all(|it| *it < 3), "changed at {at}: {left:?}");
        }
    }
}
