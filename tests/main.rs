//! Every integration test, in one binary: a module a subject.

mod commonmark;
mod tidy;
