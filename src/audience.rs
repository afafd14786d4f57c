//! Entries cut down to what an audience may see.
//!
//! In: entries and the name of an audience. Out: the entries that are left, without the fields that
//! are not for it. The site is then resolved anew from these alone, so that no later stage could
//! show what is not there. Must not: know a page.

use std::sync::Arc;

use serde_json::Value;

use crate::config::Config;
use crate::entry::Entry;
use crate::record::Kind;

/// The entries that an audience may see.
#[must_use]
pub fn restrict(
    entries: &[Arc<Entry>],
    audience: &str,
    config: &Config,
    kind: impl Fn(&str) -> Option<Arc<Kind>>,
) -> Vec<Arc<Entry>> {
    let seen = entries.iter().filter(|entry| config.may_see(audience, &entry.audience));
    let cut = |entry: &Arc<Entry>| {
        let hidden: Vec<&str> = entry
            .restricted
            .iter()
            .filter(|(_, mark)| !config.may_see(audience, mark))
            .map(|(pointer, _)| pointer.as_str())
            .collect();
        if hidden.is_empty() {
            Some(Arc::clone(entry))
        } else {
            without(entry, &hidden, &*kind(&entry.id.kind)?)
        }
    };
    seen.filter_map(cut).collect()
}

/// The entry without some fields; none if it cannot be without them, which the type of every field
/// rules out.
fn without(entry: &Entry, hidden: &[&str], kind: &Kind) -> Option<Arc<Entry>> {
    let mut cut = entry.clone();
    for pointer in hidden {
        remove(&mut cut.value, pointer);
    }
    let below = |pointer: &str| {
        hidden.iter().any(|gone| {
            pointer.strip_prefix(gone).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    cut.refs.retain(|_, site| !below(&site.pointer));
    cut.texts.retain(|_, text| !below(&text.pointer));
    cut.spans.retain(|pointer, _| !below(pointer));
    cut.restricted.retain(|(pointer, _)| !below(pointer));
    cut.data = (kind.decode)(cut.value.clone()).ok()?;
    Some(Arc::new(cut))
}

fn remove(value: &mut Value, pointer: &str) {
    let Some((around, last)) = pointer.rsplit_once('/') else { return };
    let name = last.replace("~1", "/").replace("~0", "~");
    match value.pointer_mut(around) {
        Some(Value::Object(fields)) => drop(fields.shift_remove(&name)),
        // A place in a list stays, so that the pointers of those behind it stay right.
        Some(Value::Array(items)) => {
            if let Some(item) = name.parse::<usize>().ok().and_then(|n| items.get_mut(n)) {
                *item = Value::Null;
            }
        }
        _ => {}
    }
}
