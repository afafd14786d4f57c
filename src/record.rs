//! What a kind of record is: the trait that a built-in kind's struct implements, the same without
//! its type, and the field types that the compiler understands.
//!
//! In: structs of `kind/`, schemas of a site. Out: [`Kind`], all that other stages know of a kind.
//! Must not: name a kind.

use std::any::Any;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::body::Body;
use crate::entry::{Entry, FieldSpan};
use crate::facet::{Ask, Dated, Phase, Series, Use};
use crate::finding::Rule;
use crate::quarter::When;
use crate::site::{EntryIx, Site};

mod field;

pub use field::{Markdown, Phrase, Ref};

/// Schema keyword: the kinds that a text field may name.
pub const REF: &str = "x-onramp-ref";
/// Schema keyword: the text is Markdown, `block` or `inline`.
pub const MARKDOWN: &str = "x-onramp-markdown";
/// Schema keyword: only this audience, and those who see all, may see the field.
pub const AUDIENCE: &str = "x-onramp-audience";
/// Schema keyword: a good record has this field; its absence is rule FLD4.
pub const EXPECTED: &str = "x-onramp-expected";
/// What [`EXPECTED`] says of a list that says something by being empty: that there is nothing.
pub const EVEN_EMPTY: &str = "even empty";

/// Schema keyword: the day is of something that has happened; one to come is rule GEN13. `true`, or a table of
/// the fields beside it, each with the values with which that is so.
pub const PAST: &str = "x-onramp-past";
/// Schema keyword: the field of the same table whose day this one does not come before, by rule GEN16.
pub const NOT_BEFORE: &str = "x-onramp-not-before";
/// Schema keyword: what a number is counted in, as it stands behind it in a list of records.
pub const UNIT: &str = "x-onramp-unit";

/// A built-in kind: one struct, whose fields besides [`crate::entry::Common`] it declares.
///
/// Every field is optional or has a default, so that a record with a mistake in one field still
/// takes part in the site.
pub trait Record: DeserializeOwned + JsonSchema + fmt::Debug + Send + Sync + 'static {
    /// In ids and references: `adr`.
    const NAME: &'static str;
    /// In listings and folders: `adrs`.
    const PLURAL: &'static str;
    /// For people: `Decision`, `Decisions`.
    const TITLE: (&'static str, &'static str);
    /// What people call one of them too, for search.
    const CALLED: &'static [&'static str] = &[];
    /// Other folder names that hold this kind.
    const FOLDERS: &'static [&'static str] = &[];
    /// Whether files are numbered within a log (one a folder) and named by that number.
    const NUMBERED: bool = false;
    /// Who may see a record that does not say so itself.
    const AUDIENCE: &'static str = crate::config::PUBLIC;
    /// Whether somebody should look now and then whether a record still holds. One that tells of a
    /// day, such as a decision, stays true of that day.
    const REVIEWED: bool = true;
    /// The file that `onramp new` writes; `{title}`, `{date}` and `{number}` are filled in.
    const TEMPLATE: &'static str;
    /// Ends the name of a new file: `md` or `toml`.
    const EXTENSION: &'static str = "md";
    /// The fields that a listing shows beside the title.
    const COLUMNS: &'static [&'static str];
    /// Rules about one record of this kind.
    const RULES: &'static [Rule];

    /// Takes from the Markdown body what its author did not repeat in the front matter.
    fn from_body(_fields: &mut Fields<'_>) {}

    /// Who may see this record where it does not say so itself, for kinds whose fields decide it;
    /// none for [`Record::AUDIENCE`].
    fn audience(&self) -> Option<&str> {
        None
    }

    /// What a template may use beyond the record's own fields.
    fn view(&self, _entry: &Entry, _site: &Site) -> Value {
        Value::Null
    }

    /// The schema of what [`Record::view`] gives, for the template reference.
    #[must_use]
    fn view_schema() -> Option<Value> {
        None
    }

    /// Which offerings it uses.
    fn uses(&self, _entry: EntryIx, _site: &Site) -> Vec<Use> {
        Vec::new()
    }

    /// What it asks of teams. The site's uses are known by then, nobody's asks.
    fn asks(&self, _entry: EntryIx, _site: &Site) -> Vec<Ask> {
        Vec::new()
    }

    /// What happens on which day because of it.
    fn dates(&self, _entry: EntryIx, _site: &Site) -> Vec<Dated> {
        Vec::new()
    }

    /// What it has measured.
    fn series(&self, _entry: EntryIx, _site: &Site) -> Vec<Series> {
        Vec::new()
    }

    /// Where it stands today between not yet and no more; none for what has no such life.
    fn phase(&self, _today: Date) -> Option<Phase> {
        None
    }

    /// When it is, was, or is planned for; none for what has no time. Records that are not numbered
    /// stand in this order, in lists and as previous and next.
    fn when(&self) -> Option<When> {
        None
    }

    /// The expected fields that this one need not have: their day has not come, or a rule of the kind
    /// asks for them.
    fn excused(&self, _today: Date) -> Vec<&'static str> {
        Vec::new()
    }

    /// What has taken its place: all of it, where it was divided.
    fn replaced_by(&self, _entry: &Entry, _site: &Site) -> Vec<EntryIx> {
        Vec::new()
    }
}

/// A record's fields before they are checked, and the body they stand over.
pub struct Fields<'a> {
    /// Field name to value.
    pub values: &'a mut serde_json::Map<String, Value>,
    /// Where each value stands in the file, by JSON pointer.
    pub spans: &'a mut BTreeMap<String, FieldSpan>,
    /// The parsed body.
    pub body: &'a Body,
    /// The Markdown of the body.
    pub text: &'a str,
    /// Where the body begins in the file, in bytes.
    pub start: usize,
    /// The file's name without folders.
    pub file_name: &'a str,
}

/// The facets of one kind, without its type.
#[derive(Clone, Copy)]
pub struct KindFacets {
    /// See [`Record::uses`].
    pub uses: fn(EntryIx, &Site) -> Vec<Use>,
    /// See [`Record::asks`].
    pub asks: fn(EntryIx, &Site) -> Vec<Ask>,
    /// See [`Record::dates`].
    pub dates: fn(EntryIx, &Site) -> Vec<Dated>,
    /// See [`Record::series`].
    pub series: fn(EntryIx, &Site) -> Vec<Series>,
    /// See [`Record::phase`].
    pub phase: fn(&Entry, Date) -> Option<Phase>,
    /// See [`Record::when`].
    pub when: fn(&Entry) -> Option<When>,
    /// See [`Record::excused`].
    pub excused: fn(&Entry, Date) -> Vec<&'static str>,
    /// See [`Record::replaced_by`].
    pub replaced_by: fn(&Entry, &Site) -> Vec<EntryIx>,
}

impl KindFacets {
    /// Those of a kind that tells nothing; its records have time where they have a `date`.
    pub const NONE: Self = Self {
        uses: |_, _| Vec::new(),
        asks: |_, _| Vec::new(),
        dates: |_, _| Vec::new(),
        series: |_, _| Vec::new(),
        phase: |_, _| None,
        when: |entry| entry.value.get("date")?.as_str()?.parse().ok().map(When::Day),
        excused: |_, _| Vec::new(),
        replaced_by: |_, _| Vec::new(),
    };

    fn of<T: Record>() -> Self {
        Self {
            uses: |ix, site| site.entry(ix).record::<T>().map_or_else(Vec::new, |it| it.uses(ix, site)),
            asks: |ix, site| site.entry(ix).record::<T>().map_or_else(Vec::new, |it| it.asks(ix, site)),
            dates: |ix, site| site.entry(ix).record::<T>().map_or_else(Vec::new, |it| it.dates(ix, site)),
            series: |ix, site| site.entry(ix).record::<T>().map_or_else(Vec::new, |it| it.series(ix, site)),
            phase: |entry, today| entry.record::<T>().and_then(|it| it.phase(today)),
            when: |entry| entry.record::<T>().and_then(T::when),
            excused: |entry, today| entry.record::<T>().map_or_else(Vec::new, |it| it.excused(today)),
            replaced_by: |entry, site| {
                entry.record::<T>().map_or_else(Vec::new, |it| it.replaced_by(entry, site))
            },
        }
    }
}

type Decode = fn(Value) -> Result<Data, serde_json::Error>;

/// A record's own fields, of whichever type its kind has.
pub type Data = Arc<dyn Any + Send + Sync>;

/// A kind without its type: built in or made by a site.
#[derive(Clone)]
pub struct Kind {
    /// In ids and references: `adr`.
    pub name: Cow<'static, str>,
    /// In listings and folders: `adrs`.
    pub plural: Cow<'static, str>,
    /// For people, one: `Decision`.
    pub title: Cow<'static, str>,
    /// For people, several: `Decisions`.
    pub title_plural: Cow<'static, str>,
    /// What people call one of them too.
    pub called: &'static [&'static str],
    /// Folder names that hold this kind, the plural first.
    pub folders: Vec<Cow<'static, str>>,
    /// Whether records are numbered within a log.
    pub numbered: bool,
    /// Who may see a record that does not say so itself.
    pub audience: Cow<'static, str>,
    /// Whether somebody should look now and then whether a record still holds.
    pub reviewed: bool,
    /// The file that `onramp new` writes.
    pub template: Cow<'static, str>,
    /// Ends the name of a new file.
    pub extension: Cow<'static, str>,
    /// The fields that a listing shows beside the title.
    pub columns: Vec<Cow<'static, str>>,
    /// The JSON Schema of a whole record, common fields included.
    pub schema: Value,
    /// Rules about one record of this kind.
    pub rules: &'static [Rule],
    /// Makes the struct of values that the schema allows.
    pub decode: Decode,
    /// See [`Record::from_body`].
    pub from_body: fn(&mut Fields<'_>),
    /// See [`Record::audience`].
    pub audience_of: fn(&Data) -> Option<String>,
    /// See [`Record::view`].
    pub view: fn(&Entry, &Site) -> Value,
    /// See [`Record::view_schema`].
    pub view_schema: fn() -> Option<Value>,
    /// What its records tell the rest of the site.
    pub facets: KindFacets,
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Kind").field(&self.name).finish()
    }
}

impl Kind {
    /// The kind that a struct declares, with `common` (the schema of the fields that every record
    /// has) merged into its schema.
    #[must_use]
    pub fn of<T: Record>(common: &Value) -> Self {
        let mut folders = vec![Cow::Borrowed(T::PLURAL)];
        folders.extend(T::FOLDERS.iter().copied().map(Cow::Borrowed));
        Self {
            name: T::NAME.into(),
            plural: T::PLURAL.into(),
            title: T::TITLE.0.into(),
            title_plural: T::TITLE.1.into(),
            called: T::CALLED,
            folders,
            numbered: T::NUMBERED,
            audience: T::AUDIENCE.into(),
            reviewed: T::REVIEWED,
            template: T::TEMPLATE.into(),
            extension: T::EXTENSION.into(),
            columns: T::COLUMNS.iter().copied().map(Cow::Borrowed).collect(),
            schema: merge(closed_schema_of::<T>(), common),
            rules: T::RULES,
            decode: |value| Ok(Arc::new(serde_json::from_value::<T>(value)?)),
            from_body: T::from_body,
            audience_of: |data| data.downcast_ref::<T>()?.audience().map(str::to_owned),
            view: |entry, site| entry.record::<T>().map_or(Value::Null, |record| record.view(entry, site)),
            view_schema: T::view_schema,
            facets: KindFacets::of::<T>(),
        }
    }
}

/// The draft-07 schema of a type, as plain JSON.
#[must_use]
pub fn schema_of<T: JsonSchema>() -> Value {
    let generator = schemars::generate::SchemaSettings::draft07().into_generator();
    let mut schema = generator.into_root_schema_for::<T>().to_value();
    drop_nulls(&mut schema);
    schema
}

/// The schema of a type that people write: each of its tables has the fields that it names and no
/// others, so that a slip in the name of one is found at any depth.
#[must_use]
pub fn closed_schema_of<T: JsonSchema>() -> Value {
    let mut schema = schema_of::<T>();
    close(&mut schema);
    schema
}

/// Closes tables that name their fields. One whose schema says what else it may hold stays as it is.
fn close(node: &mut Value) {
    match node {
        Value::Object(map) => {
            // A field may be called `properties`; the type of a table is never a table.
            let names_fields = map.get("type").is_some_and(|it| it == "object")
                && map.get("properties").is_some_and(Value::is_object);
            if names_fields {
                map.entry("additionalProperties").or_insert(Value::Bool(false));
            }
            map.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

/// Takes `null` out of a schema: TOML has none, and a field that may be left out says so by not
/// being required.
fn drop_nulls(schema: &mut Value) {
    match schema {
        Value::Object(node) => {
            if let Some(Value::Array(types)) = node.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    node.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(values)) = node.get_mut("enum") {
                values.retain(|value| !value.is_null());
            }
            if node.get("default").is_some_and(Value::is_null) {
                node.remove("default");
            }
            if let Some(Value::Array(branches)) = node.get_mut("anyOf") {
                branches.retain(|branch| branch.get("type").is_none_or(|name| name != "null"));
                if let [only] = branches.as_slice() {
                    let only = only.clone();
                    node.remove("anyOf");
                    if let Value::Object(only) = only {
                        for (key, value) in only {
                            node.entry(key).or_insert(value);
                        }
                    }
                }
            }
            node.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

/// Adds the common fields to a kind's schema and closes it to all others.
#[must_use]
pub fn merge(mut own: Value, common: &Value) -> Value {
    for part in ["properties", "definitions"] {
        let Some(more) = common.get(part).and_then(Value::as_object) else { continue };
        let mut all = more.clone();
        if let Some(mine) = own.get(part).and_then(Value::as_object) {
            all.extend(mine.clone());
        }
        own[part] = Value::Object(all);
    }
    own["additionalProperties"] = Value::Bool(false);
    own
}
