//! Many short texts in one piece of memory: an index has hundreds of thousands of words.

use serde::{Deserialize, Serialize};

/// Texts by number.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Texts {
    all: String,
    /// Where each ends.
    ends: Vec<u32>,
}

impl Texts {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text of this number; an empty one where there is none.
    pub(super) fn get(&self, n: usize) -> &str {
        let start = n.checked_sub(1).map_or(Some(&0), |before| self.ends.get(before));
        let range = start.zip(self.ends.get(n)).map(|(start, end)| *start as usize..*end as usize);
        range.and_then(|range| self.all.get(range)).unwrap_or_default()
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|n| self.get(n))
    }
}

impl<'a> FromIterator<&'a str> for Texts {
    /// # Panics
    /// If they are 4 GB or more, which no index is.
    fn from_iter<I: IntoIterator<Item = &'a str>>(texts: I) -> Self {
        let mut own = Self::default();
        for text in texts {
            own.all.push_str(text);
            own.ends.push(u32::try_from(own.all.len()).expect("less than 4 GB of words"));
        }
        own
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::*;

    proptest! {
        #[test]
        fn each_text_comes_back(texts in proptest::collection::vec(any::<String>(), 0..20)) {
            let own: Texts = texts.iter().map(String::as_str).collect();
            prop_assert_eq!(own.iter().collect::<Vec<_>>(), texts);
            prop_assert_eq!(own.get(own.len()), "");
        }
    }
}
