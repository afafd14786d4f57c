//! What the records of a listing differ in, so that a reader can narrow it.
//!
//! In: records, and the fields that their listing shows. Out: a [`Filter`]. What says something of a
//! record in fixed words, or names another, is a facet; so are where it stands, its capability area,
//! its quarter, its owner and its tags. Must not: name a kind.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::Value;

use super::Composer;
use crate::field::STATES;
use crate::label::label;
use crate::quarter::Quarter;
use crate::record::REF;
use crate::site::{EntryIx, Site, Target};
use crate::slug::slug;
use crate::view::{Choice, Facet, Filter, Link};

/// Of fewer records one sees at a glance what a filter would tell.
const FEW: usize = 3;
/// A field that holds a year, as a word.
const YEAR: &str = "year";
/// The area of capability that a record belongs to, or that of what it is about.
const AREA: &str = "capability_area";

/// One of the things that a record is, and its place among the others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Word {
    place: String,
    value: String,
    label: String,
    former: Vec<String>,
}

impl Word {
    /// A word that stands in the order of the alphabet.
    fn named(name: &str, label: &str) -> Self {
        Self { place: label.to_lowercase(), value: slug(name), label: label.to_owned(), former: Vec::new() }
    }

    /// A word for a record that others name.
    fn of(ix: EntryIx, site: &Site) -> Self {
        let entry = site.entry(ix);
        Self { former: site.former_names(ix), ..Self::named(&entry.id.name, &entry.title) }
    }
}

/// A row of a listing: a record, or a day of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    ix: EntryIx,
    day: Option<Date>,
}

/// Words in their order, each with its records by their number in the listing.
type Words = Vec<(Word, Vec<usize>)>;

impl Composer {
    /// What the records and pages below a folder differ in.
    pub(super) fn filter_of_folder(&self, url: &str) -> Filter {
        self.filter(&self.listed(url), &self.columns(url))
    }

    /// What records differ in, by `fields` and by what any record may have.
    pub(super) fn filter(&self, records: &[EntryIx], fields: &[&str]) -> Filter {
        self.filter_of(records.iter().map(|ix| Row { ix: *ix, day: None }), fields)
    }

    /// What days of records differ in: the quarter is that of the day shown.
    pub(super) fn filter_of_days(&self, records: &[EntryIx], days: &[Date], fields: &[&str]) -> Filter {
        let rows = records.iter().zip(days).map(|(ix, day)| Row { ix: *ix, day: Some(*day) });
        self.filter_of(rows, fields)
    }

    fn filter_of(&self, rows: impl Iterator<Item = Row>, fields: &[&str]) -> Filter {
        let mut seen = BTreeSet::new();
        let once: Vec<Row> = rows.filter(|row| seen.insert(*row)).collect();
        if once.len() < FEW {
            return Filter::default();
        }
        let mut own: Vec<&str> = STATES.to_vec();
        own.extend(
            fields.iter().filter(|name| !STATES.contains(*name) && **name != AREA && **name != "owner"),
        );
        let words = |of: &dyn Fn(Row) -> Vec<Word>| -> Words {
            // Two that read alike in an address are one.
            let mut words: BTreeMap<String, (Word, Vec<usize>)> = BTreeMap::new();
            for (n, row) in once.iter().enumerate() {
                for word in of(*row).into_iter().filter(|word| !word.value.is_empty()) {
                    let (_, records) = words.entry(word.value.clone()).or_insert_with(|| (word, Vec::new()));
                    if records.last() != Some(&n) {
                        records.push(n);
                    }
                }
            }
            let mut words: Words = words.into_values().collect();
            words.sort();
            words
        };
        let mut all: Vec<(&str, String, Words)> =
            own.into_iter().map(|name| (name, label(name), words(&|row| self.words(row.ix, name)))).collect();
        all.push(("capability", label(AREA), words(&|row| self.areas(row.ix))));
        all.push(("quarter", label("quarter"), words(&|row| self.quarter(row).into_iter().collect())));
        all.push(("owner", label("owner"), words(&|row| self.owner_word(row.ix).into_iter().collect())));
        all.push(("tag", label("tag"), words(&|row| self.tags(row.ix))));

        let mut filter = Filter::default();
        for (name, label, words) in all.into_iter().filter(|(.., words)| words.len() > 1) {
            let mut choices = Vec::new();
            for (word, numbers) in ordered(name, words, self.site.as_of) {
                for n in &numbers {
                    filter
                        .records
                        .entry(self.name_of(once[*n]))
                        .or_default()
                        .push(format!("{name}={}", word.value));
                }
                let mut linked = BTreeSet::new();
                let records = numbers.iter().map(|n| once[*n].ix).filter(|ix| linked.insert(*ix));
                let records = records.map(|ix| self.link_to(ix)).collect();
                choices.push(Choice { value: word.value, label: word.label, former: word.former, records });
            }
            filter.facets.push(Facet { name: name.to_owned(), label, choices });
        }
        filter
    }

    /// What a row is called: its record's typed id, and the day where it is one of several.
    fn name_of(&self, row: Row) -> String {
        let id = &self.site.entry(row.ix).id;
        row.day.map_or_else(|| id.to_string(), |day| format!("{id} {day}"))
    }

    /// What a field says in fixed words, or the records that it names.
    fn words(&self, ix: EntryIx, name: &str) -> Vec<Word> {
        let entry = self.site.entry(ix);
        let kind = self.site.kinds.get(&*entry.id.kind);
        let node = kind.and_then(|kind| kind.schema.get("properties")?.get(name));
        let (Some(node), Some(value)) = (node, entry.value.get(name)) else { return Vec::new() };
        if let Some(place) = fixed(node).iter().position(|word| *word == value) {
            let Some(word) = value.as_str() else { return Vec::new() };
            return vec![Word { place: format!("{place:03}"), ..Word::named(word, &label(word)) }];
        }
        if name == YEAR {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            return vec![Word::named(&text, &text)];
        }
        self.named(ix, value).into_iter().map(|to| Word::of(to, &self.site)).collect()
    }

    /// The records that a field names.
    fn named(&self, ix: EntryIx, value: &Value) -> Vec<EntryIx> {
        let values = value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice);
        let slots =
            values.iter().filter(|it| it.get("$ref").is_some()).filter_map(|it| it.get("slot")?.as_u64());
        let refs = &self.site.resolved(ix).refs;
        let target = |slot: u64| match refs.get(&u32::try_from(slot).ok()?)? {
            Target::Entry(to, _) => Some(*to),
            _ => None,
        };
        slots.filter_map(target).collect()
    }

    fn areas(&self, ix: EntryIx) -> Vec<Word> {
        let area = |ix: EntryIx| self.site.entry(ix).value.get(AREA).and_then(Value::as_str);
        if let Some(own) = area(ix) {
            return vec![Word::named(own, own)];
        }
        let fields = self.site.entry(ix).value.as_object().into_iter().flatten();
        let about = fields.flat_map(|(_, value)| self.named(ix, value));
        about.filter_map(area).map(|area| Word::named(area, area)).collect()
    }

    fn quarter(&self, row: Row) -> Option<Word> {
        let named = |quarter: Quarter| {
            let name = quarter.to_string();
            Word { place: name.clone(), ..Word::named(&name, &name) }
        };
        if let Some(day) = row.day {
            return Some(named(Quarter::of(day)));
        }
        let quarter = self.site.when(row.ix)?.quarter(self.site.as_of);
        Some(quarter.map_or_else(|| Word::named("later", "Later"), named))
    }

    fn owner_word(&self, ix: EntryIx) -> Option<Word> {
        Some(Word::of(self.site.owner(ix)?, &self.site))
    }

    fn tags(&self, ix: EntryIx) -> Vec<Word> {
        self.site.entry(ix).common.tags.iter().map(|tag| Word::named(tag, tag)).collect()
    }

    fn link_to(&self, ix: EntryIx) -> Link {
        let entry = self.site.entry(ix);
        let number = entry.number.map(|number| format!("{number:04}"));
        Link { title: entry.title.clone(), url: self.url(&entry.url), number, current: false }
    }
}

/// The choices in the order in which people look for them: tags by how many have them, quarters that
/// are over from the newest back.
fn ordered(facet: &str, mut all: Words, today: Date) -> Words {
    if facet == "tag" {
        all.sort_by_key(|(_, records)| std::cmp::Reverse(records.len()));
    }
    if facet == "quarter" && all.iter().all(|(word, _)| word.label <= Quarter::of(today).to_string()) {
        all.reverse();
    }
    all
}

/// The words that a field may hold, where its schema lists them.
fn fixed(node: &Value) -> Vec<&Value> {
    if node.get(REF).is_some() {
        return Vec::new();
    }
    let listed = node.get("enum").and_then(Value::as_array).into_iter().flatten();
    let described = node.get("oneOf").and_then(Value::as_array).into_iter().flatten();
    listed.chain(described.flat_map(|it| it.get("const").into_iter().chain(fixed(it)))).collect()
}
