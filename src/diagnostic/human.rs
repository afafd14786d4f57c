//! Findings for people at a terminal: the excerpt underlined, related places, a hint.
//!
//! In: sorted findings. Out: text with colour codes, which the caller strips where they are not
//! wanted.
