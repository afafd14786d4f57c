//! [`Site`] in, the search index out: files that a script in the browser reads a few of.
//!
//! In: a resolved site, cut down to one audience, and its views. Out: files and one table of
//! contents, `search/index.json`, which alone has a name that stays. What is in them and how they
//! are read, `content/adrs/onramp/0031` says. Must not: read what was rendered, or know a kind.

use std::collections::BTreeMap;

use serde_json::json;

use crate::site::Site;
use crate::view::View;

mod dictionary;
mod document;
mod field;
mod guess;
mod name;
mod pack;
mod posting;
mod result;
mod stem;
mod stretch;
mod table;
mod texts;
mod word;

pub use pack::{Finish, compress};
pub use posting::Known;

use dictionary::Dictionary;
use document::Documents;
use posting::Postings;
use result::Results;

/// The shape of the files; a script that knows another one does not read them.
const VERSION: u32 = 2;

/// The table of contents, from the site's root: the one file of the index that is not compressed.
pub const CONTENTS: &str = "search/index.json";

/// Whether a file of the site would be one of the index.
#[must_use]
pub fn is_part(path: &str) -> bool {
    path.strip_prefix(pack::FOLDER).is_some_and(|rest| rest.starts_with('/'))
}

/// The search index of a site: its files by path, and what [`CONTENTS`] holds. `views` are the pages that
/// no file of the content stands for; `finish` says what is kept of each file, and `known` what earlier
/// builds read.
pub fn search<T: Send>(
    site: &Site,
    views: &[View],
    finish: &Finish<'_, T>,
    known: &Known,
) -> (BTreeMap<String, T>, Vec<u8>) {
    let documents = Documents::new(site, views);
    let language = &site.config.language;
    let postings = Postings::new(&documents, language, known);
    let dictionary = Dictionary::new(&postings, finish);
    let results = Results::new(&documents, finish);
    let contents = json!({
        "version": VERSION,
        "documents": documents.len(),
        "numbered": documents.numbered(),
        "together": result::TOGETHER,
        "head": dictionary::HEAD,
        "stop": stem::Language::new(language).stop.join(" "),
        "endings": postings.endings,
        "wide": guess::WIDE,
        "tables": dictionary.tables,
        "facts": results.facts.concat(),
        "choices": results.choices,
    });
    let files = dictionary.files.into_iter().chain(results.files);
    let files = files.map(|file| (pack::path(&file.name), file.made)).collect();
    (files, contents.to_string().into_bytes())
}
