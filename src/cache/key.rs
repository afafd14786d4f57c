//! Hashes that stand for inputs.

use std::cell::Cell;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

/// 128 bits that stand for an input: two inputs of one key are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key(pub [u8; 16]);

impl Key {
    /// The key of several texts, in order.
    #[must_use]
    pub fn of(parts: &[&[u8]]) -> Self {
        let mut keyed = Keyed::default();
        for part in parts {
            keyed.add(part);
        }
        keyed.key()
    }

    /// The key of a value, by all that it shows to a serializer.
    #[must_use]
    pub fn of_value(value: &impl Serialize) -> Self {
        let mut keyed = Keyed::default();
        keyed.add_value(value);
        keyed.key()
    }

    /// The key of this program: another version reads and renders otherwise.
    #[must_use]
    pub fn of_program() -> Self {
        let draws = [u8::from(cfg!(feature = "diagrams"))];
        Self::of(&[env!("CARGO_PKG_VERSION").as_bytes(), env!("ONRAMP_SOURCE").as_bytes(), &draws])
    }
}

thread_local! {
    /// Where what is hashed of a value is gathered: values are many, and most are small.
    static BYTES: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// A key in the making.
#[derive(Default)]
pub struct Keyed(blake3::Hasher);

impl Keyed {
    /// Adds a text. Its length counts too, so that where one ends and the next begins does.
    pub fn add(&mut self, part: &[u8]) {
        self.0.update(&(part.len() as u64).to_le_bytes());
        self.0.update(part);
    }

    /// Adds a value.
    pub fn add_value(&mut self, value: &impl Serialize) {
        // Written piece by piece, and hashing is fast only in large ones.
        let mut bytes = BYTES.take();
        bytes.clear();
        // Cannot fail: memory takes everything, and no value here has keys that are no text.
        let _ = serde_json::to_writer(&mut bytes, value);
        bytes.push(0);
        self.0.update(&bytes);
        BYTES.set(bytes);
    }

    /// Adds a value by all that makes it another one.
    pub fn add_hash(&mut self, value: &impl Hash) {
        let mut bytes = BYTES.take();
        bytes.clear();
        let mut pieces = Pieces { bytes, to: &mut self.0 };
        value.hash(&mut pieces);
        pieces.flush();
        BYTES.set(pieces.bytes);
    }

    /// The key.
    #[must_use]
    pub fn key(&self) -> Key {
        let mut key = [0; 16];
        key.copy_from_slice(&self.0.finalize().as_bytes()[..16]);
        Key(key)
    }
}

/// Hands what a value is hashed by on, in large pieces.
struct Pieces<'a> {
    bytes: Vec<u8>,
    to: &'a mut blake3::Hasher,
}

/// How large a piece is, in bytes.
const PIECE: usize = 64 << 10;

impl Pieces<'_> {
    fn flush(&mut self) {
        self.to.update(&self.bytes);
        self.bytes.clear();
    }
}

impl Hasher for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        if self.bytes.len() >= PIECE {
            self.flush();
        }
    }

    fn finish(&self) -> u64 {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_part_ends_counts() {
        assert_eq!(Key::of(&[b"ab", b"c"]), Key::of(&[b"ab", b"c"]));
        assert_ne!(Key::of(&[b"ab", b"c"]), Key::of(&[b"a", b"bc"]));
        assert_ne!(Key::of(&[b"ab"]), Key::of(&[b"ab", b""]));
        assert_ne!(Key::of_value(&("a", 1)), Key::of_value(&("a", 2)));
        let key = |value: &[&str]| {
            let mut keyed = Keyed::default();
            keyed.add_hash(&value);
            keyed.key()
        };
        assert_eq!(key(&["ab", "c"]), key(&["ab", "c"]));
        assert_ne!(key(&["ab", "c"]), key(&["a", "bc"]));
    }
}
