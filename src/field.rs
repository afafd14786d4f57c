//! Fields by name, and what a schema says of one: what it may hold, and what it looks like in a file.
//!
//! In: a node of a JSON Schema. Out: words for a hint. Must not: judge a value.

use serde_json::Value;

/// Fields that say where a record stands; a record has one of them.
pub const STATES: [&str; 3] = ["status", "lifecycle", "stage"];

/// The values that a field may hold, where its schema lists them.
#[must_use]
pub fn choices(node: &Value) -> Vec<String> {
    let texts = |values: &Vec<Value>| values.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    if let Some(values) = node.get("enum").and_then(Value::as_array) {
        return texts(values);
    }
    let Some(branches) = node.get("oneOf").and_then(Value::as_array) else { return Vec::new() };
    branches
        .iter()
        .flat_map(|branch| match (branch.get("const"), branch.get("enum")) {
            (Some(Value::String(one)), _) => vec![one.clone()],
            (_, Some(Value::Array(values))) => texts(values),
            _ => Vec::new(),
        })
        .collect()
}

/// What a record lacks, in words: ``no `a`, no `b` and no `c` ``.
#[must_use]
pub fn none_of<T: AsRef<str>>(names: &[T]) -> String {
    let mut each: Vec<String> = names.iter().map(|name| format!("no {}", name.as_ref())).collect();
    match (each.pop(), each.is_empty()) {
        (None, _) => String::new(),
        (Some(last), true) => last,
        (Some(last), false) => format!("{} and {last}", each.join(", ")),
    }
}

/// A value that a field could hold, as it is written in TOML.
#[must_use]
pub fn example(node: &Value) -> &'static str {
    match (node.get("type").and_then(Value::as_str), node.get("format").and_then(Value::as_str)) {
        (_, Some("date")) => "2027-01-11",
        (Some("integer"), _) => "3",
        (Some("number"), _) => "0.5",
        (Some("boolean"), _) => "true",
        (Some("array"), _)
            if node.get("items").is_some_and(|item| item.get("type") != Some(&"string".into())) =>
        {
            "[{ ... }]"
        }
        (Some("array"), _) => "[\"...\"]",
        (Some("object"), _) => "{ ... }",
        _ => "\"...\"",
    }
}
