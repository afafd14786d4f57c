//! Onramp compiles a git tree of Markdown pages and typed TOML records into a checked
//! static site.
//!
//! A build is a pure function of the tree, its history and a date. Values flow one way:
//!
//! ```text
//! load      directory, config, schemas, theme -> Tree            reads; the only reader
//! parse     Source + Kind -> entries                             per file, parallel
//! resolve   entries -> Site: ids, URLs, links out and back       whole site, maps only
//! draw      diagrams -> SVG                                      each distinct one once
//! check     Site -> diagnostics                                  one small function a rule
//! audience  entries + name -> entries that it may see            records and fields
//! highlight code blocks -> HTML                                  each distinct one once
//! compose   Site + Entry -> View: all that a template may see    self-contained values
//! render    View + Theme -> HTML                                 per page, parallel
//! search    Site -> search index
//! export    Site -> sitemap, robots, redirects
//! write     Outputs -> disk                                      writes; the only writer
//! ```
//!
//! # Invariants
//! 1. I/O only at the two ends and in the dev server: `clippy.toml` bans it elsewhere.
//! 2. Parsing and checking never fail: they return a value and diagnostics, so that one bad file
//!    never hides another. `Result` is for the machine failing, not for bad content.
//! 3. An [`entry::Entry`] is immutable and its references are still names; what they resolve to
//!    stands in a side table of [`site::Site`].
//! 4. Templates get a self-contained view, and no function that reaches back into the site.
//! 5. The same inputs give the same bytes, on any machine and with any number of threads.
//! 6. What goes into files is ordered: never a hash map's order.
//! 7. A list that grows with the site is never part of every page's view.
//! 8. Warm equals cold: a build that uses results of an earlier one ([`cache`]) gives the same bytes
//!    and the same findings as one that does not.
//! 9. An output made for an audience holds no string that it may not see: the site is cut down
//!    before it is resolved again, so that nothing later could leak.

// Data: what the stages hand to one another.
pub mod body;
pub mod cache;
pub mod circle;
pub mod code;
pub mod colour;
pub mod config;
pub mod date;
pub mod diagnostic;
pub mod diagram;
pub mod duration;
pub mod entry;
pub mod escape;
pub mod facet;
pub mod field;
pub mod finding;
pub mod history;
pub mod html;
pub mod interval;
pub mod label;
pub mod language;
pub mod name;
pub mod nearest;
pub mod number;
pub mod output;
pub mod pace;
pub mod palette;
pub mod picture;
pub mod prose;
pub mod quarter;
pub mod record;
pub mod said;
pub mod site;
pub mod slug;
pub mod source;
pub mod theme;
pub mod token;
pub mod tree;
pub mod view;

// What the compiler knows about the subject.
pub mod kind;
pub mod page;
pub mod rule;

// The stages, in the order in which a build runs them.
pub mod load;
pub mod parse;
pub mod resolve;
pub mod draw;
pub mod check;
pub mod audience;
pub mod highlight;
pub mod compose;
pub mod render;
pub mod search;
pub mod export;
pub mod write;

pub mod build;
pub mod cli;
pub mod serve;
