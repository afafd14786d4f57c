//! The schemas that editors use: fresh, valid, and with a word on every field.

use serde_json::Value;

use crate::support::{Site, repository, run, write};

/// Name and text of every schema, as the binary prints them.
fn printed() -> Vec<(String, String)> {
    let mut names: Vec<String> = onramp::kind::built_in().iter().map(|kind| kind.name.to_string()).collect();
    names.push("config".to_owned());
    let text = |name: String| {
        let run = run(repository(), &["schema", &name], &[]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{name}");
        (name, run.out)
    };
    names.into_iter().map(text).collect()
}

#[test]
fn the_committed_schemas_are_what_the_structs_say() {
    let renew = std::env::var("UPDATE").is_ok_and(|value| value == "1");
    for (name, text) in printed() {
        let path = repository().join(format!("schemas/{name}.schema.json"));
        if renew {
            write(&path, text.as_bytes());
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == text, "schemas/{name}.schema.json is out of date: run `onramp schema`");
    }
}

#[test]
fn writing_the_schemas_twice_changes_nothing() {
    let site = Site::new();
    let count = printed().len();
    let first = site.run(&["schema"]);
    assert_eq!(first.code, 0, "{first:?}");
    assert!(first.out.starts_with(&format!("{count} of {count} schemas changed in ")), "{first:?}");
    assert!(site.run(&["schema"]).out.starts_with(&format!("0 of {count} schemas changed in ")));
    for (name, text) in printed() {
        assert_eq!(site.text(&format!("schemas/{name}.schema.json")), text);
    }
    // They are copies for editors, no kinds of the site's own.
    site.file("content/index.md", "# Home\n").clean();
}

#[test]
fn every_schema_is_valid_draft_07() {
    for (name, text) in printed() {
        let schema: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#", "{name}");
        assert!(jsonschema::draft7::meta::is_valid(&schema), "{name}");
        jsonschema::draft7::new(&schema).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn every_field_of_every_schema_is_explained() {
    for (name, text) in printed() {
        let schema: Value = serde_json::from_str(&text).expect("JSON");
        let mut silent = Vec::new();
        fields(&schema, "", &mut |at, node| {
            let text = node.get("description").and_then(Value::as_str).unwrap_or_default();
            if text.len() < 8 || !text.ends_with('.') {
                silent.push(format!("{at}: {text:?}"));
            }
        });
        assert!(silent.is_empty(), "{name}:\n{}", silent.join("\n"));
    }
}

/// Every field below a schema's node, however deep, with its path.
fn fields(node: &Value, at: &str, visit: &mut dyn FnMut(&str, &Value)) {
    match node {
        Value::Object(map) => {
            for (key, value) in map {
                match (key.as_str(), value.as_object()) {
                    ("properties", Some(known)) => {
                        for (name, node) in known {
                            let at = format!("{at}/{name}");
                            visit(&at, node);
                            fields(node, &at, visit);
                        }
                    }
                    _ => fields(value, at, visit),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| fields(item, at, visit)),
        _ => {}
    }
}

#[test]
fn a_copy_that_is_out_of_date_is_a_warning() {
    Site::new()
        .file("schemas/team.schema.json", "{}\n")
        .file("content/index.md", "# Home\n")
        .finds_with_hints(&[
            "schemas/team.schema.json:1:1: warning[SCH2]: this copy of the built-in kind `team` is out of date: editors will mislead | run `onramp schema` to write it anew",
        ]);
}

#[test]
fn an_unknown_name_is_told_with_what_was_meant() {
    let run = Site::new().run(&["schema", "offring"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(run.err, "error: there is no built-in kind `offring`\nhint: did you mean `offering`?\n");
}
