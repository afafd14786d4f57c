//! A page's text, which is large and seldom asked for.
//!
//! In: what makes it, and a key that stands for all that it is made of. Out: HTML. Must not: know what
//! makes it.

use std::fmt;
use std::sync::Arc;

use crate::cache::Key;

/// A page's text, made when it is asked for: most are published as they should be.
#[derive(Clone)]
pub struct Prose {
    /// Stands for all that it is made of.
    pub key: Key,
    make: Arc<dyn Fn() -> String + Send + Sync>,
}

impl Prose {
    /// The text that `make` makes of what `key` stands for.
    pub fn new(key: Key, make: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self { key, make: Arc::new(make) }
    }

    /// The text, as HTML.
    #[must_use]
    pub fn html(&self) -> String {
        (self.make)()
    }
}

impl Default for Prose {
    /// No text.
    fn default() -> Self {
        Self::new(Key::of(&[]), String::new)
    }
}

impl fmt::Debug for Prose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Prose of {:?}", self.key)
    }
}
