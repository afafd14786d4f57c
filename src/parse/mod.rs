//! Texts in, entries out: per file, in parallel.
pub mod data;
pub mod schema;
pub mod schemas;
pub mod lower;
pub mod front_matter;
pub mod place;
pub mod context;
pub mod file;
pub mod markdown;
mod misplaced;
pub mod site_kind;
mod violation;
pub mod config;
