//! A kind is known in `src/kind/`, `src/page/` and `src/rule/`, and nowhere else: whatever else
//! names one would have to change when a kind is added.

use super::code::{Code, words};

/// A registered kind.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Named {
    module: String,
    record: String,
    /// In ids and references.
    pub(super) name: String,
}

/// Text that is a kind's name and may stand elsewhere: file, name, what else the line holds, why.
const EXCEPTIONS: &[(&str, &str, &str, &str)] = &[
    ("src/entry.rs", "team", "x-onramp-ref", "a record of any kind has an owner, and owners are teams"),
    ("src/config.rs", "slo", "rename", "what a site calls a service level"),
    ("src/view.rs", "objective", "objectives", "what a site calls a service level"),
    ("src/name.rs", "team", "team", "an English word that is nobody's name"),
    ("src/label.rs", "slo", "\"sli\"", "an acronym, written in capitals"),
];

/// Kinds whose name or struct is too common a word to look for. Paths to them are looked for.
const COMMON: &[&str] = &["page", "request"];

/// The kinds of the registry in `src/kind/mod.rs`, with the names that their files give them.
pub(super) fn registered(files: &[Code]) -> Vec<Named> {
    let find = |path: &str| files.iter().find(|code| code.path == path);
    let Some(registry) = find("src/kind/mod.rs") else { return Vec::new() };
    let listed = registry.product.split_once("registry! {\n").map_or("", |(_, rest)| rest);
    let listed = listed.split('}').next().unwrap_or_default();
    let pairs = listed.split(',').filter_map(|pair| pair.trim().split_once("::"));
    pairs
        .map(|(module, record)| {
            let own = [format!("src/kind/{module}.rs"), format!("src/kind/{module}/mod.rs")];
            let code = own.iter().find_map(|path| find(path));
            let name = code.and_then(declared_name).unwrap_or_else(|| module.to_owned());
            Named { module: module.to_owned(), record: record.to_owned(), name }
        })
        .collect()
}

/// What `const NAME` of a kind's file says.
fn declared_name(code: &Code) -> Option<String> {
    let at = code.product.find("const NAME:")?;
    Some(code.strings.iter().find(|(quote, _)| *quote > at)?.1.clone())
}

/// Kinds named by code that should not know them.
pub(super) fn named_outside(code: &Code, kinds: &[Named]) -> Vec<String> {
    if ["src/kind/", "src/page/", "src/rule/"].iter().any(|home| code.path.starts_with(home)) {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for (at, found) in kind_paths(code, kinds) {
        faults.push(code.fault(
            at,
            &format!("`kind::{found}` is named outside src/kind, src/page and src/rule; {ADVICE}"),
        ));
    }
    let rare = || kinds.iter().filter(|kind| !COMMON.contains(&kind.name.as_str()));
    for (at, word) in words(&code.product) {
        if rare().any(|kind| kind.record == word) {
            faults.push(code.fault(at, &format!("the kind's struct `{word}` is named here; {ADVICE}")));
        }
    }
    for (at, said) in product_strings(code) {
        if rare().any(|kind| kind.name == said) && !excepted(code, at, said) {
            faults.push(code.fault(at, &format!("the kind's name \"{said}\" is written here; {ADVICE}")));
        }
    }
    faults
}

const ADVICE: &str = "say it through a facet, the kind's view, its schema or a rule, so that a new kind changes \
                      nothing here";

/// Kinds named by another kind.
pub(super) fn named_by_a_kind(code: &Code, kinds: &[Named]) -> Vec<String> {
    let Some(inner) = code.path.strip_prefix("src/kind/") else { return Vec::new() };
    let own = inner.split(['/', '.']).next().unwrap_or_default();
    if own == "mod" {
        return Vec::new();
    }
    let others = kind_paths(code, kinds).into_iter().filter(|(_, found)| found != own);
    others
        .map(|(at, found)| {
            let advice = "kinds do not know one another: take what they share to record.rs or entry.rs, or write a \
                          rule in src/rule";
            code.fault(at, &format!("kind `{own}` names kind `{found}`; {advice}"))
        })
        .collect()
}

/// Exceptions that nothing needs any more.
pub(super) fn idle_exceptions(files: &[Code]) -> Vec<String> {
    let used = |file: &str, name: &str| {
        files
            .iter()
            .filter(|code| code.path == file)
            .any(|code| product_strings(code).any(|(at, said)| said == name && excepted(code, at, said)))
    };
    let idle = EXCEPTIONS.iter().filter(|(file, name, ..)| !used(file, name));
    idle.map(|(file, name, _, why)| {
        format!(
            "{file} no longer writes \"{name}\" ({why}); take it out of `EXCEPTIONS` in tests/tidy/kinds.rs"
        )
    })
    .collect()
}

fn excepted(code: &Code, at: usize, said: &str) -> bool {
    let start = code.text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = code.text[start..].lines().next().unwrap_or_default();
    EXCEPTIONS.iter().any(|(file, name, part, _)| *file == code.path && *name == said && line.contains(part))
}

fn product_strings(code: &Code) -> impl Iterator<Item = (usize, &str)> {
    let in_product = |at: usize| code.product.as_bytes()[at] == b'"';
    code.strings.iter().filter(move |(at, _)| in_product(*at)).map(|(at, said)| (*at, said.as_str()))
}

/// Paths to a kind's module: from the crate's root, or through an imported `kind`.
fn kind_paths(code: &Code, kinds: &[Named]) -> Vec<(usize, String)> {
    let known = |module: &str| kinds.iter().any(|kind| kind.module == module);
    let mut found: Vec<(usize, String)> = Vec::new();
    for (at, path) in code.paths() {
        if path.len() > 1 && path[0] == "kind" && known(&path[1]) {
            found.push((at, path[1].clone()));
        }
    }
    for (at, word) in words(&code.product) {
        let rest = code.product[at + word.len()..].strip_prefix("::").unwrap_or_default();
        let next = words(rest).next().filter(|(gap, _)| *gap == 0).map_or("", |(_, next)| next);
        let seen = code.product[..at].ends_with("::");
        if word == "kind" && !seen && known(next) {
            found.push((at, next.to_owned()));
        }
    }
    found
}

#[cfg(test)]
fn example() -> Vec<Named> {
    registered(&[
        Code::new(
            "src/kind/mod.rs",
            "//! Kinds.\nregistry! {\n    page::Page,\n    adr::Adr,\n    team::Team,\n}\n",
        ),
        Code::new("src/kind/adr.rs", "impl Record for Adr { const NAME: &'static str = \"adr\"; }"),
        Code::new("src/kind/page.rs", "impl Record for Page { const NAME: &'static str = \"page\"; }"),
        Code::new("src/kind/team/mod.rs", "impl Record for Team { const NAME: &'static str = \"team\"; }"),
    ])
}

#[test]
fn the_registry_is_read() {
    let names = |kind: &Named| format!("{}::{} = {}", kind.module, kind.record, kind.name);
    assert_eq!(
        example().iter().map(names).collect::<Vec<_>>(),
        ["page::Page = page", "adr::Adr = adr", "team::Team = team"]
    );
}

#[test]
fn a_kind_named_outside_is_found() {
    let faults = |path: &str, text: &str| named_outside(&Code::new(path, text), &example()).len();
    assert_eq!(faults("src/view.rs", "use crate::kind::page;"), 1);
    assert_eq!(faults("src/view.rs", "use crate::kind::{built_in, page::x};"), 1);
    assert_eq!(faults("src/view.rs", "use crate::kind;\nfn f() { kind::page::x() }"), 1);
    assert_eq!(faults("src/view.rs", "fn f(team: Option<Team>) {}"), 1);
    assert_eq!(faults("src/view.rs", "fn f(kind: &str) -> bool { kind == \"adr\" }"), 1);
    assert_eq!(faults("src/view.rs", "const A: &str = r\"adr\";"), 1);
    assert_eq!(
        faults("src/view.rs", "// \"adr\"\nconst A: &str = \"adr:0007\"; use crate::kind::built_in;"),
        0
    );
    assert_eq!(faults("src/view.rs", "#[cfg(test)]\nmod tests { const A: &str = \"adr\"; }"), 0);
    assert_eq!(faults("src/rule/graph.rs", "use crate::kind::adr::Adr;"), 0);
}

#[test]
fn an_exception_holds_for_its_line_only_and_must_be_needed() {
    let faults = |text: &str| named_outside(&Code::new("src/entry.rs", text), &example()).len();
    assert_eq!(faults("#[schemars(extend(\"x-onramp-ref\" = [\"team\"]))]"), 0);
    assert_eq!(faults("const A: &str = \"team\";"), 1);
    assert_eq!(idle_exceptions(&[Code::new("src/entry.rs", "")]).len(), EXCEPTIONS.len());
}

#[test]
fn a_kind_that_names_a_kind_is_found() {
    let faults = |path: &str, text: &str| named_by_a_kind(&Code::new(path, text), &example()).len();
    assert_eq!(faults("src/kind/adr.rs", "use crate::kind::team::Team;"), 1);
    assert_eq!(faults("src/kind/adr.rs", "use super::team::Team;"), 1);
    assert_eq!(faults("src/kind/team/load.rs", "use super::super::adr::Adr;"), 1);
    assert_eq!(faults("src/kind/adr.rs", "use crate::kind::adr::Adr;"), 0);
    assert_eq!(faults("src/kind/mod.rs", "use self::team::Team;"), 0);
}
