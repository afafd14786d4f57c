//! Code blocks, and the HTML around them.
//!
//! In: a block of a body. Out: what makes its colours, by which they are made only once, and the
//! figure around them. Must not: colour anything itself.

use crate::body::Code;
use crate::cache::{Key, Keyed};
use crate::escape;

/// A block's share of what makes its HTML: its text, language and marked lines.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Block {
    /// The language as written.
    pub language: String,
    /// The text.
    pub text: String,
    /// Ranges of lines to mark, from 1, both ends in.
    pub marked: Vec<(u32, u32)>,
}

impl Block {
    /// The block of a code hole; `text` is the included file's where the hole includes one.
    #[must_use]
    pub fn new(code: &Code, text: &str) -> Self {
        Self { language: code.language.clone(), text: text.to_owned(), marked: code.marked.clone() }
    }

    /// Stands for the block.
    #[must_use]
    pub fn key(&self) -> Key {
        key(&self.language, &self.text, &self.marked)
    }

    /// Stands for the block of a code hole.
    #[must_use]
    pub fn key_of(code: &Code, text: &str) -> Key {
        key(&code.language, text, &code.marked)
    }
}

fn key(language: &str, text: &str, marked: &[(u32, u32)]) -> Key {
    let mut key = Keyed::default();
    key.add_hash(&(language, text, marked));
    key.key()
}

/// How a block's figure says which variant it is, as an attribute, and its caption.
#[must_use]
pub fn naming(code: &Code) -> (String, String) {
    let tab = code.tab.as_deref().map(escape::text);
    let name = tab.as_ref().map(|tab| format!("<b>{tab}</b>"));
    let parts: Vec<String> = name.into_iter().chain(code.title.as_deref().map(escape::text)).collect();
    let caption = match parts.as_slice() {
        [] => String::new(),
        parts => format!("<figcaption>{}</figcaption>", parts.join(" ")),
    };
    // Script makes tabs of variants in a row; without it, they stand one after another.
    (tab.map_or_else(String::new, |tab| format!(" data-tab=\"{tab}\"")), caption)
}

/// A whole code block around its colours, ending its line.
#[must_use]
pub fn figure(code: &Code, highlighted: &str) -> String {
    let (tab, caption) = naming(code);
    let language = match code.language.as_str() {
        "" => String::new(),
        language => format!(" class=\"language-{}\"", escape::text(&language.to_lowercase())),
    };
    // A wide block scrolls by itself, which the keyboard must reach.
    format!(
        "<figure class=\"code\"{tab}>{caption}<pre tabindex=\"0\"><code{language}>{highlighted}</code></pre></figure>\n"
    )
}
