//! Every integration test, in one binary: a module a subject.

#![allow(
    clippy::disallowed_methods,
    reason = "tests make the files that Onramp reads, and read those it writes"
)]

mod audiences;
mod bad_input;
mod cached;
mod commonmark;
mod computed_offerings;
mod computed_pages;
mod computed_plans;
mod demo;
mod determinism;
mod days_that_passed;
mod diagrams;
mod edited;
mod filters;
mod history;
mod kinds_of_a_site;
mod order;
mod output;
mod pages_operations;
mod pages_voice;
mod pictures;
mod quadratic;
mod references;
mod schemas;
mod stories;
mod search;
mod stories_migrations;
mod support;
mod template_reference;
mod themes;
mod tidy;
mod tutorial;
mod warm;
