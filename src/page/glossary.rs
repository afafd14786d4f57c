//! The glossary: words in order, by letter when there are many.

use schemars::JsonSchema;
use serde::Serialize;

use super::Computed;
use crate::kind::page::{Page, PageType};
use crate::site::{EntryIx, Site};
use crate::view::{Html, Reference};

/// Beyond this many words they are grouped by letter.
const MANY: usize = 24;

/// What the page shows.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Glossary {
    /// The words: one group without a letter when there are few.
    groups: Vec<Group>,
}

/// The words of a letter.
#[derive(Debug, Serialize, JsonSchema)]
struct Group {
    /// The letter; empty where all stand together.
    letter: String,
    /// Its words, in order.
    words: Vec<Term>,
}

/// A word.
#[derive(Debug, Serialize, JsonSchema)]
struct Term {
    /// The word.
    word: Reference,
    /// What it means, in a sentence.
    meaning: Option<Html>,
    /// Other words for it.
    aliases: Vec<String>,
}

pub(super) fn page(site: &Site) -> Option<Computed> {
    let terms = || site.all::<Page>().filter(|(_, _, it)| it.sort == PageType::Term);
    let records: Vec<EntryIx> = terms().map(|(ix, ..)| ix).collect();
    let mut words: Vec<Term> = terms()
        .map(|(ix, entry, _)| Term {
            word: site.reference(ix),
            meaning: entry.common.summary.as_ref().map(|it| it.html(ix)),
            aliases: entry.common.aliases.clone(),
        })
        .collect();
    if words.is_empty() {
        return None;
    }
    words.sort_by_cached_key(|it| it.word.title.to_lowercase());
    let by_letter = words.len() > MANY;
    let mut groups: Vec<Group> = Vec::new();
    for word in words {
        let first = word.word.title.chars().next().filter(|_| by_letter);
        let letter: String = first.into_iter().flat_map(char::to_uppercase).collect();
        match groups.last_mut() {
            Some(group) if group.letter == letter => group.words.push(word),
            _ => groups.push(Group { letter, words: vec![word] }),
        }
    }
    Some(
        Computed::new(
            "/glossary/",
            "Glossary",
            "Words that are used in a sense of their own.",
            "glossary.html",
            &Glossary { groups },
        )
        .of(records),
    )
}
