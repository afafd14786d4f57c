//! [`Site`] in, the search index out: files that a script in the browser reads a few of.
//!
//! In: a resolved site, cut down to one audience, and its views. Out: compressed files and one table
//! of contents, `search/index.json`, which alone has a name that stays. What is in them and how they
//! are read, `content/adrs/onramp/0031` says. Must not: read what was rendered, or know a kind.

use serde_json::json;

use crate::output::Outputs;
use crate::site::Site;
use crate::view::View;

mod dictionary;
mod document;
mod pack;
mod posting;
mod result;
mod stem;
mod word;

use dictionary::Dictionary;
use document::Documents;
use posting::Postings;
use result::Results;

/// The shape of the files; a script that knows another one does not read them.
const VERSION: u32 = 1;

/// Whether a file of the site would be one of the index.
#[must_use]
pub fn is_part(path: &str) -> bool {
    path.strip_prefix(pack::FOLDER).is_some_and(|rest| rest.starts_with('/'))
}

/// Adds the search index of a site; `views` are its pages that no file stands for.
pub fn search(site: &Site, views: &[View], outputs: &mut Outputs) {
    let documents = Documents::new(site, views);
    let language = &site.config.language;
    let dictionary = Dictionary::new(&Postings::new(&documents, language));
    let results = Results::new(&documents);
    let contents = json!({
        "version": VERSION,
        "documents": documents.len(),
        "together": result::TOGETHER,
        "head": dictionary::HEAD,
        "stop": stem::Language::new(language).stop.join(" "),
        "words": dictionary.forward,
        "backwards": dictionary.backward,
        "facts": results.facts.concat(),
        "choices": results.choices,
    });
    for file in dictionary.files.into_iter().chain(results.files) {
        outputs.add(file.path(), file.bytes);
    }
    outputs.add(format!("{}/index.json", pack::FOLDER), contents.to_string());
}
