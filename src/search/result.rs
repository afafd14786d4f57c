//! What a result shows, as files: titles and facts of a few pages together, and their texts, from
//! which the script takes the lines around what was searched for.
//!
//! In: documents. Out: files, and a table of what results are chosen by. Must not: know a word.

use std::ops::Range;

use indexmap::IndexSet;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use serde_json::{Value, json};

use super::document::{Document, Documents};
use super::pack::{File, Finish};
use crate::facet::Phase;

/// How many documents have their facts in one file.
pub(super) const TOGETHER: usize = 64;
/// How large a file of texts is before it is compressed, in bytes.
const TEXTS_SIZE: usize = 32 << 10;

/// Finished files.
pub(super) struct Results<T> {
    pub(super) files: Vec<File<T>>,
    /// The names of the files with facts, in order.
    pub(super) facts: Vec<String>,
    /// The name of the file by which results are chosen.
    pub(super) choices: String,
}

/// What results are chosen by, of one document.
struct Choice {
    kind: String,
    status: String,
    owner: String,
    capability: String,
    tags: Vec<String>,
    date: String,
}

impl<T: Send> Results<T> {
    pub(super) fn new(documents: &Documents<'_>, finish: &Finish<'_, T>) -> Self {
        let stretches: Vec<Range<usize>> =
            (0..documents.len()).step_by(TOGETHER).map(|n| n..(n + TOGETHER).min(documents.len())).collect();
        let made: Vec<Stretch<T>> =
            stretches.into_par_iter().map(|range| stretch(documents, range, finish)).collect();
        let (mut files, mut facts, mut all) = (Vec::new(), Vec::new(), Vec::new());
        for (file, texts, choices) in made {
            facts.push(file.name.clone());
            files.push(file);
            files.extend(texts);
            all.extend(choices);
        }
        let table = File::new(choices(&all).to_string().as_bytes(), finish);
        let choices = table.name.clone();
        files.push(table);
        Self { files, facts, choices }
    }
}

/// What is made of a few documents.
type Stretch<T> = (File<T>, Vec<File<T>>, Vec<Choice>);

/// A file of facts, the files of texts that it leads to, and what the documents are chosen by.
fn stretch<T>(documents: &Documents<'_>, range: Range<usize>, finish: &Finish<'_, T>) -> Stretch<T> {
    let (mut files, mut texts): (Vec<File<T>>, Vec<Value>) = (Vec::new(), Vec::new());
    let (mut rows, mut choices) = (Vec::new(), Vec::new());
    let mut size = 0;
    for n in range {
        let document = documents.get(n);
        let successors = document.replaced_by.iter().map(|by| {
            let successor = documents.get(*by as usize);
            json!([by, spoken(&successor), successor.url])
        });
        let successors: Vec<Value> = successors.collect();
        rows.push(json!([
            document.url,
            document.title,
            document.number,
            document.kind,
            document.status,
            phase(&document),
            document.owner,
            document.date,
            files.len(),
            texts.len(),
            successors,
        ]));
        let mut passages = vec![json!(["", "", document.summary])];
        if !document.aliases.is_empty() {
            passages.push(json!(["Also called", "", document.aliases.join(", ")]));
        }
        size += document.summary.len();
        for passage in &document.passages {
            size += passage.heading.len() + passage.text.len();
            passages.push(json!([passage.heading, passage.anchor, passage.text]));
        }
        texts.push(Value::Array(passages));
        if size >= TEXTS_SIZE {
            files.push(File::new(Value::Array(std::mem::take(&mut texts)).to_string().as_bytes(), finish));
            size = 0;
        }
        choices.push(choice(document));
    }
    if !texts.is_empty() {
        files.push(File::new(Value::Array(texts).to_string().as_bytes(), finish));
    }
    let names: Vec<&str> = files.iter().map(|it| it.name.as_str()).collect();
    let facts = File::new(json!([names, rows]).to_string().as_bytes(), finish);
    (facts, files, choices)
}

/// A title as people say it, with its number.
fn spoken(document: &Document<'_>) -> String {
    format!("{} {}", document.number, document.title).trim_start().to_owned()
}

fn phase(document: &Document<'_>) -> &'static str {
    match document.phase {
        _ if !document.replaced_by.is_empty() => "replaced",
        Some(Phase::Coming) => "coming",
        Some(Phase::Living) => "living",
        Some(Phase::Leaving) => "leaving",
        Some(Phase::Gone) => "gone",
        None => "",
    }
}

fn choice(document: Document<'_>) -> Choice {
    Choice {
        kind: document.kind,
        status: document.status,
        owner: document.owner.into_owned(),
        capability: document.capability.into_owned(),
        tags: document.tags.to_vec(),
        date: document.date,
    }
}

/// For each facet the values that there are, and for each document which of them it has: 0 for none.
/// Dates are days in digits.
fn choices(all: &[Choice]) -> Value {
    let column = |of: fn(&Choice) -> &String| {
        let mut values: IndexSet<&str> = IndexSet::from([""]);
        let numbers: Vec<usize> = all.iter().map(|it| values.insert_full(of(it)).0).collect();
        json!([values.iter().collect::<Vec<_>>(), numbers])
    };
    let mut tags: IndexSet<&str> = IndexSet::from([""]);
    let tagged: Vec<Vec<usize>> =
        all.iter().map(|it| it.tags.iter().map(|tag| tags.insert_full(tag).0).collect()).collect();
    let day = |it: &Choice| it.date.replace('-', "").parse::<u32>().unwrap_or(0);
    json!({
        "kind": column(|it| &it.kind),
        "status": column(|it| &it.status),
        "owner": column(|it| &it.owner),
        "capability": column(|it| &it.capability),
        "tag": [tags.iter().collect::<Vec<_>>(), tagged],
        "date": all.iter().map(day).collect::<Vec<_>>(),
    })
}
