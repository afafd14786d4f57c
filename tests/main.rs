//! Every integration test, in one binary: a module a subject.

mod commonmark;
mod audiences;
mod bad_input;
mod kinds_of_a_site;
mod output;
mod references;
mod schemas;
mod support;
mod tidy;
