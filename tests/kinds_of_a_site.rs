//! A kind that a site makes for itself: a schema, no Rust.

use crate::support::{Site, attributes, texts};

const VENDOR: &str = r#"{
  "$schema": "http://json-schema.org/draft-07/schema#",
  "title": "Vendor",
  "x-onramp-title-plural": "Vendors",
  "x-onramp-columns": ["tier", "provides", "renewal"],
  "required": ["renewal"],
  "properties": {
    "tier": { "description": "How much hangs on it.", "enum": ["critical", "useful"] },
    "renewal": { "description": "When the contract ends.", "type": "string", "format": "date" },
    "provides": { "type": "array", "items": { "type": "string", "x-onramp-ref": "offering" } },
    "parent": { "type": "string", "x-onramp-ref": ["vendor"] },
    "terms": { "title": "What we agreed", "type": "string", "x-onramp-markdown": "block" },
    "price": { "type": "number", "minimum": 0, "x-onramp-audience": "internal" },
    "contact": { "type": "object", "properties": { "name": { "type": "string" } }, "additionalProperties": false }
  }
}
"#;

fn site() -> Site {
    Site::new()
        .file("schemas/vendor.schema.json", VENDOR)
        .file("content/offerings/blob-store.md", "# Blob Store\n")
        .file("content/vendors/acme.toml", ACME)
}

const ACME: &str = "\
title = \"Acme\"
tier = \"critical\"
renewal = 2027-06-30
provides = [\"blob-store\"]
terms = \"See [the store](../offerings/blob-store.md).\"
price = 1234
";

#[test]
fn its_records_have_pages_and_a_listing() {
    let site = site().showing_all().clean();
    let page = site.page("vendors/acme/index.html");
    assert_eq!(texts(&page, "p.id"), ["vendor:acme vendor Vendor"]);
    assert_eq!(texts(&page, "dt"), ["Tier", "Renewal", "Provides", "What we agreed"]);
    assert_eq!(attributes(&page, "dd a", "href"), ["/offerings/blob-store/", "/offerings/blob-store/"]);
    let listing = site.page("vendors/index.html");
    assert_eq!(texts(&listing, "h1"), ["Vendors"]);
    assert_eq!(texts(&listing, ".listing th"), ["Tier", "Provides", "Renewal"]);
    assert_eq!(texts(&listing, ".listing td"), ["Acme", "Critical", "Blob Store", "2027-06-30"]);
}

#[test]
fn its_references_are_checked_and_shown_on_the_other_side() {
    let site = site().showing_all();
    assert_eq!(texts(&site.page("offerings/blob-store/index.html"), "a.back"), ["Acme (Vendor, Provides)"]);
    let text = "title = \"B\"\nrenewal = 2027-06-30\nparent = \"acm\"\nprovides = [\"blob-store\", \"vendor:acme\"]\n";
    site.file("content/vendors/b.toml", text).file("content/a.md", "# A\n\n[a](vendor:acme) [[vendor:b]] [c](vendor:c)\n").finds_with_hints(&[
        "content/a.md:3:35: error[GEN1]: there is no vendor `c` | `onramp list vendor` shows what there is",
        "content/vendors/b.toml:3:10: error[GEN1]: there is no vendor `acm` | did you mean `acme`?",
        "content/vendors/b.toml:4:27: error[GEN1]: `vendor:acme` is a vendor, but this must be an offering",
    ]);
}

#[test]
fn its_fields_are_checked_in_the_authors_words() {
    site().file("content/vendors/b.md", "+++\ntier = \"critcal\"\nrenewal = \"soon\"\nprice = -1\ncontact = { nam = \"x\" }\nprise = 3\n+++\n# B\n").file("content/vendors/c.toml", "title = \"C\"\n").finds_with_hints(&[
        "content/vendors/b.md:2:8: error[FLD2]: `tier` cannot be `critcal` | did you mean `critical`? It can be `critical`, `useful`",
        "content/vendors/b.md:3:11: error[FLD2]: `renewal` must be a date, found `soon` | write `renewal = 2027-01-11`: year, month, day",
        "content/vendors/b.md:4:9: error[FLD2]: `price` is -1, which is less than 0",
        "content/vendors/b.md:5:13: error[FLD1]: there is no field `nam` in `contact` | did you mean `name`?",
        "content/vendors/b.md:6:1: error[FLD1]: there is no field `prise` | did you mean `price`?",
        "content/vendors/c.toml:1:1: error[FLD3]: `renewal` is missing | write `renewal = 2027-01-11`",
    ]);
}

#[test]
fn a_schema_that_is_not_called_one_is_told() {
    Site::new().file("schemas/vendor.json", VENDOR).file("schemas/notes.md", "").file("content/a.md", "# A\n").finds_with_hints(&[
        "schemas/vendor.json:1:1: warning[SCH1]: `schemas/vendor.json` makes no kind: the name of a schema ends in `.schema.json` | rename it to `schemas/vendor.schema.json`",
    ]);
}

#[test]
fn a_schema_that_is_none_is_told_in_the_authors_words() {
    for (schema, told) in [
        (
            r#"{"properties":{"a":{"type":"strin"}}}"#,
            "1:28: error[SCH1]: this is no JSON Schema (draft 7): `type` cannot be `strin` | did you mean `string`? It can be `array`, `boolean`, `integer`, `null`, `number`, `object`, `string`",
        ),
        (
            r#"{"properties":{"a":{"minimum":"x"}}}"#,
            "1:31: error[SCH1]: this is no JSON Schema (draft 7): `minimum` must be a number, found `x` | see <https://json-schema.org>",
        ),
        (
            r#"{"properties":{"a":3}}"#,
            "1:20: error[SCH1]: this is no JSON Schema (draft 7): `a` must be `true` or `false` or a table, found the number `3` | see <https://json-schema.org>",
        ),
        (
            r#"{"properties":{"a":{"pattern":"("}}}"#,
            "1:31: error[SCH1]: this is no JSON Schema (draft 7): `pattern` must be a regular expression, found `(` | close every bracket, and escape those that are meant as such",
        ),
    ] {
        let site = Site::new().file("schemas/v.schema.json", schema).file("content/a.md", "# A\n");
        site.finds_with_hints(&[&format!("schemas/v.schema.json:{told}")]);
    }
}

#[test]
fn a_value_that_fits_none_of_several_shapes_is_told_in_the_authors_words() {
    let schema = r#"{ "properties": { "a": { "anyOf": [{ "type": "string" }, { "type": "integer" }] }, "b": { "oneOf": [{ "type": "string" }, { "type": "array", "items": { "enum": ["x", "y"] } }] }, "c": { "type": "number", "multipleOf": 5 }, "d": { "const": "v1" } } }"#;
    let text = "title = \"V\"\na = true\nb = [\"z\"]\nc = 3\nd = \"v2\"\n";
    Site::new().file("schemas/v.schema.json", schema).file("content/vs/v.toml", text).finds_with_hints(&[
        "content/vs/v.toml:2:5: error[FLD2]: `a` must be text or a whole number, found `true`",
        "content/vs/v.toml:3:5: error[FLD2]: `b[1]` cannot be `z` | write one of `x`, `y`",
        "content/vs/v.toml:4:5: error[FLD2]: `c` is 3, which is no multiple of 5",
        "content/vs/v.toml:5:5: error[FLD2]: `d` cannot be `v2` | write one of `v1`",
    ]);
}

#[test]
fn a_field_of_its_own_can_be_internal() {
    let site = site().showing_all();
    let (public, internal) = (site.publish("public"), site.publish("internal"));
    let holds = |outputs: &onramp::output::Outputs| {
        outputs.files.values().any(|bytes| String::from_utf8_lossy(bytes).contains("1234"))
    };
    assert!(!holds(&public));
    assert!(holds(&internal));
}

#[test]
fn it_may_have_a_template_of_its_own() {
    let template = "{% extends \"page.html\" %}{% block extra %}<p class=\"v\">{{ page.record.tier }} until {{ page.record.renewal }}, {{ page.record.provides[0].title }}</p>{% endblock %}";
    let site = site().showing_all().file("themes/default/vendor.html", template).clean();
    let page = site.page("vendors/acme/index.html");
    assert_eq!(texts(&page, "p.v"), ["critical until 2027-06-30, Blob Store"]);
}

#[test]
fn it_is_known_to_list_new_and_the_folders_of_the_config() {
    let site = site().file("content/index.md", "# Home\n");
    assert_eq!(site.run(&["list", "vendors"]).out, "vendor:acme  Acme\n");
    assert_eq!(site.run(&["list", "vendor", "--where", "provides=blob-store"]).out, "vendor:acme  Acme\n");
    let made = site.run(&["new", "vendor", "Big Co"]);
    assert_eq!(made.code, 0, "{made:?}");
    assert!(site.text("content/vendors/big-co.md").contains("title = \"Big Co\"\n"));
    let site = site.setting("[folders]\nsuppliers = \"vendor\"");
    let site = site.file("content/suppliers/z.toml", "title = \"Z\"\nrenewal = 2027-06-30\n");
    assert!(site.run(&["list", "vendor"]).out.contains("vendor:z"));
}

#[test]
fn a_schema_that_cannot_be_used_says_where() {
    let with = |schema: &str| {
        Site::new().file("schemas/vendor.schema.json", schema).file("content/index.md", "# Home\n")
    };
    with("{\n  \"properties\": {\n").finds(&[
        "schemas/vendor.schema.json:3:1: error[SCH1]: this is not JSON: EOF while parsing an object",
    ]);
    with("[]").finds_with_hints(&[
        "schemas/vendor.schema.json:1:1: error[SCH1]: the schema of `vendor` lists no fields: it needs `properties` | write `\"properties\": { \"field\": { \"type\": \"string\" } }`",
    ]);
    with("{\n \"properties\": { \"a\": { \"type\": \"text\" } } }").finds_with_hints(&[
        "schemas/vendor.schema.json:2:33: error[SCH1]: this is no JSON Schema (draft 7): `type` cannot be `text` | write one of `array`, `boolean`, `integer`, `null`, `number`, `object`, `string`",
    ]);
    with("{ \"properties\": { \"a\": {} },\n \"x-onramp-columns\": [\"b\", \"titel\"] }").finds_with_hints(&[
        "schemas/vendor.schema.json:2:23: error[SCH1]: the listing of `vendor` has a column `b`, which is no field | name a field of `properties`",
    ]);
    with("{ \"properties\": {\n \"a\": { \"type\": \"string\", \"x-onramp-ref\": [\"team\", \"ofering\"] } } }").finds_with_hints(&[
        "schemas/vendor.schema.json:2:52: error[SCH1]: `x-onramp-ref` names the kind `ofering`, which there is not | did you mean `offering`?",
    ]);
}

#[test]
fn a_schema_must_have_a_name_that_can_be_typed() {
    Site::new()
        .file("schemas/Our Vendor.schema.json", "{ \"properties\": {} }")
        .file("content/index.md", "# Home\n")
        .finds_with_hints(&[
            "schemas/Our Vendor.schema.json:1:1: error[SCH1]: `Our Vendor` cannot be the name of a kind | rename the file to `vendor.schema.json`, say: small letters, digits and `_`",
        ]);
}

#[test]
fn a_broken_schema_does_not_hide_what_else_is_wrong() {
    Site::new()
        .file("schemas/vendor.schema.json", "{")
        .file("content/vendors/acme.toml", "title = \"Acme\"\nanything = 1\n")
        .file("content/a.md", "# A\n\n[x](b.md)\n")
        .finds(&[
            "content/a.md:3:5: error[GEN1]: there is no file `b.md`",
            "schemas/vendor.schema.json:1:1: error[SCH1]: this is not JSON: EOF while parsing an object",
        ]);
}

#[test]
fn two_kinds_do_not_share_a_folder() {
    let schema = "{ \"x-onramp-folders\": [\"adrs\"], \"properties\": {} }";
    Site::new().file("schemas/vendor.schema.json", schema).file("content/a.md", "# A\n").finds(&[
        "schemas/vendor.schema.json:1:1: error[SCH1]: the folder `adrs` is that of the kind `adr` already",
    ]);
}

#[test]
fn what_a_schema_requires_must_be_a_field() {
    let schema = "{ \"properties\": { \"tier\": {} }, \"required\": [\"teir\"] }";
    Site::new()
        .file("schemas/vendor.schema.json", schema)
        .file("content/vendors/a.toml", "title = \"A\"\ntier = \"a\"\n")
        .finds_with_hints(&[
            "schemas/vendor.schema.json:1:46: error[SCH1]: `vendor` requires `teir`, which is no field | did you mean `tier`?",
        ]);
}
