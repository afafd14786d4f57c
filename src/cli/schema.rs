//! `onramp schema`: what editors complete and check by.

use super::terminal::{line, print};
use super::{CommandResult, Common, Failure, Outcome, root};
use crate::nearest::nearest;
use crate::parse::schemas::editor_schemas;
use crate::write::source::update;

/// Write the JSON Schemas of all kinds, for editors.
///
/// One file a built-in kind, and one for `onramp.toml`, into the site's `schemas/`. An editor with
/// TOML support (Taplo, Even Better TOML) completes fields by them. Kinds that a site makes itself
/// have their schema there already.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Print the schema of one kind, or of `config`, and write nothing.
    #[arg(value_name = "KIND")]
    kind: Option<String>,
}

pub(super) fn run(args: &Args, common: &Common) -> CommandResult {
    let schemas = editor_schemas();
    if let Some(name) = &args.kind {
        let Some((_, text)) = schemas.iter().find(|(known, _)| known == name) else {
            let meant = nearest(name, schemas.iter().map(|(name, _)| name.as_str()));
            let hint = meant.map_or_else(String::new, |meant| format!("\nhint: did you mean `{meant}`?"));
            return Err(Failure::new(format!("there is no built-in kind `{name}`{hint}")));
        };
        print(text);
        return Ok(Outcome::Clean);
    }
    let folder = root::find(common)?.join("schemas");
    let mut changed = 0;
    for (name, text) in &schemas {
        let path = folder.join(format!("{name}.schema.json"));
        changed += usize::from(update(&path, text).map_err(Failure::new)?);
    }
    line(&format!("{} of {} schemas changed in {}", changed, schemas.len(), root::shown(&folder)));
    Ok(Outcome::Clean)
}
