//! Every integration test, in one binary: a module a subject.

mod commonmark;
mod audiences;
mod kinds_of_a_site;
mod references;
mod schemas;
mod support;
mod tidy;
