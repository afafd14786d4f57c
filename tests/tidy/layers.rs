//! Imports point downward only, and stages meet in `build.rs`.

use super::code::Code;

/// Modules that stand beside one another.
struct Layer {
    name: &'static str,
    /// Top-level modules of `src/`.
    modules: &'static [&'static str],
    /// Whether its modules may name one another.
    together: bool,
}

/// From the top down: code of a layer may name what stands in a lower one.
const LAYERS: &[Layer] = &[
    Layer { name: "cli", modules: &["cli"], together: false },
    Layer { name: "serve", modules: &["serve"], together: false },
    Layer { name: "build", modules: &["build"], together: false },
    Layer { name: STAGES, modules: STAGE_MODULES, together: false },
    Layer { name: "rule", modules: &["rule"], together: false },
    Layer { name: "page", modules: &["page"], together: false },
    Layer { name: "kind", modules: &["kind"], together: false },
    Layer { name: "data", modules: DATA, together: true },
];

const STAGES: &str = "stages";

const STAGE_MODULES: &[&str] = &[
    "load",
    "parse",
    "resolve",
    "draw",
    "check",
    "audience",
    "highlight",
    "compose",
    "render",
    "search",
    "export",
    "write",
];

/// What stages hand to one another. These types refer to each other, so they may name each other.
const DATA: &[&str] = &[
    "tree",
    "source",
    "body",
    "cache",
    "circle",
    "code",
    "colour",
    "entry",
    "record",
    "facet",
    "field",
    "finding",
    "history",
    "interval",
    "said",
    "site",
    "slug",
    "output",
    "pace",
    "palette",
    "token",
    "diagnostic",
    "diagram",
    "config",
    "date",
    "duration",
    "quarter",
    "language",
    "theme",
    "escape",
    "html",
    "label",
    "name",
    "nearest",
    "number",
    "picture",
    "prose",
    "view",
];

/// How far down a module stands; none for one that is in no layer.
fn depth(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.modules.contains(&module))
}

/// Modules that nobody has given a place.
pub(super) fn unplaced(code: &Code) -> Vec<String> {
    // `lib.rs` only declares the modules, and `main.rs` stands above all.
    let Some(module) = code.module().first().copied() else { return Vec::new() };
    if depth(module).is_some() {
        return Vec::new();
    }
    let advice = format!("`{module}` is in no layer; add it to `LAYERS` in tests/tidy/layers.rs, or move it");
    vec![code.fault(0, &advice)]
}

/// Imports that point upward or sideways, those between stages left aside.
pub(super) fn upward(code: &Code) -> Vec<String> {
    imports(code, |from, to| {
        let (upper, lower) = (&LAYERS[depth(from)?], depth(to));
        let Some(lower) = lower else {
            return Some(format!(
                "`{to}` is in no layer; name a thing by its own module, and give that a layer"
            ));
        };
        let allowed = depth(from)? < lower || (upper.together && depth(from)? == lower);
        (!allowed && !between_stages(from, to)).then(|| {
            format!(
                "`{from}` ({}) may not name `{to}` ({}); imports point downward: move what is shared into a \
                 lower layer",
                upper.name, LAYERS[lower].name
            )
        })
    })
}

/// Imports of a stage by another.
pub(super) fn sideways(code: &Code) -> Vec<String> {
    imports(code, |from, to| {
        between_stages(from, to).then(|| {
            format!("stage `{from}` names stage `{to}`; stages meet in build.rs: hand over a data type there")
        })
    })
}

fn between_stages(from: &str, to: &str) -> bool {
    STAGE_MODULES.contains(&from) && STAGE_MODULES.contains(&to)
}

/// Asks `judge` about every import of another module, by the names of the two.
fn imports(code: &Code, judge: impl Fn(&str, &str) -> Option<String>) -> Vec<String> {
    let module = code.module();
    let Some(from) = module.first() else { return Vec::new() };
    let others = code.paths().into_iter().filter(|(_, path)| path.first().is_some_and(|to| to != from));
    let mut faults: Vec<String> =
        others.filter_map(|(at, path)| Some(code.fault(at, &judge(from, &path[0])?))).collect();
    faults.dedup();
    faults
}

#[cfg(test)]
fn faults(check: fn(&Code) -> Vec<String>, path: &str, text: &str) -> usize {
    check(&Code::new(path, text)).len()
}

#[test]
fn an_upward_import_is_found() {
    assert_eq!(faults(upward, "src/parse/toml.rs", "use crate::source::Span;"), 0);
    assert_eq!(faults(upward, "src/parse/toml.rs", "use crate::parse::mark;"), 0);
    assert_eq!(faults(upward, "src/entry.rs", "use crate::site::Site;"), 0);
    assert_eq!(faults(upward, "src/entry.rs", "use crate::parse::toml;"), 1);
    assert_eq!(faults(upward, "src/entry.rs", "fn f() { super::build::run(); }"), 1);
    assert_eq!(faults(upward, "src/page/links.rs", "use crate::{config, rule::team};"), 1);
    assert_eq!(faults(upward, "src/check.rs", "use crate::Entry;"), 1);
    assert_eq!(faults(upward, "src/check.rs", "/// See [`crate::build`].\nfn f() {}"), 0);
    assert_eq!(faults(upward, "src/lib.rs", "pub mod build;"), 0);
}

#[test]
fn a_stage_that_names_a_stage_is_found() {
    assert_eq!(faults(sideways, "src/check.rs", "use crate::resolve::resolve;"), 1);
    assert_eq!(faults(sideways, "src/render/html.rs", "fn f() { crate::compose::compose() }"), 1);
    assert_eq!(faults(sideways, "src/build.rs", "use crate::{check, resolve};"), 0);
    assert_eq!(faults(sideways, "src/check.rs", "#[cfg(test)]\nmod tests { use crate::parse::parse; }"), 0);
}

#[test]
fn a_module_without_a_layer_is_found() {
    assert_eq!(faults(unplaced, "src/misc.rs", ""), 1);
    assert_eq!(faults(unplaced, "src/kind/adr.rs", ""), 0);
    assert_eq!(faults(unplaced, "src/main.rs", ""), 0);
}
