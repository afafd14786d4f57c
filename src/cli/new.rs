//! `onramp new`: a record from the template of its kind.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::terminal::line;
use super::{CommandResult, Common, Failure, Outcome, root};
use crate::build::{Checked, read_and_check};
use crate::kind;
use crate::nearest::nearest;
use crate::parse::place::is_index;
use crate::quarter::Quarter;
use crate::record::Kind;
use crate::slug::slug;
use crate::write::source::create;

/// Write a new record from the template of its kind.
///
/// The file goes into the kind's folder, under the title as its name; a decision gets the next free
/// number of its log. The path is printed, so that an editor can open it. Where the file says
/// `change-me`, something is yours to write; `onramp check` names what is left.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, after_long_help = with_kinds())]
pub(super) struct Args {
    /// The kind, such as `adr`; `--help` lists all.
    kind: String,
    /// What people will call it.
    title: String,
    /// The folder within the kind's: for a numbered kind, its log.
    #[arg(long, value_name = "FOLDER", default_value = "")]
    log: String,
}

const EXAMPLES: &str = "\
Examples:
  onramp new adr \"Use PostgreSQL for orders\"
  onramp new adr \"Cache in memory\" --log onramp
  $EDITOR $(onramp new offering \"Blob Store\")";

/// The examples, and below them every kind with the folder of its files.
fn with_kinds() -> String {
    let rows = kind::built_in().iter().map(|kind| match own_folder(kind) {
        "" => format!("  {:<20}anywhere else", kind.name),
        folder => format!("  {:<20}content/{folder}/", kind.name),
    });
    let rows: Vec<String> = rows.collect();
    format!("{EXAMPLES}\n\nKinds, beside those that a site makes:\n{}", rows.join("\n"))
}

pub(super) fn run(args: &Args, common: &Common) -> CommandResult {
    let options = root::options(common)?;
    let checked = read_and_check(&options).map_err(Failure::new)?;
    let kind = find_kind(&checked, &args.kind)?;
    let title = args.title.trim();
    let name = file_name(title);
    if name.is_empty() {
        return Err(Failure::new(format!("`{}` cannot be a title: it has no letter or digit", args.title)));
    }
    if let Some(why) = unfit(&name, kind) {
        return Err(Failure::new(format!(
            "a {} cannot be called `{title}`: {why}",
            kind.title.to_lowercase()
        )));
    }
    let log = args.log.trim_matches('/');
    if log.split('/').any(|part| part == "..") {
        return Err(Failure::new(format!("`{log}` leads out of the folder of {}", kind.plural)));
    }
    let config = &checked.site.config;
    let folder = folder(&checked, kind);
    let number = kind.numbered.then(|| next_number(&checked, kind, log));
    let name = number.map_or_else(|| name.clone(), |number| format!("{number:04}-{name}"));
    let within = [config.content.trim_matches('/'), folder.as_str(), log, &name];
    let path: Vec<&str> = within.into_iter().filter(|part| !part.is_empty()).collect();
    let path = format!("{}.{}", path.join("/"), kind.extension);
    let text = fill(&kind.template, title, checked.site.as_of, number);
    create(&options.root.join(&path), &text).map_err(Failure::new)?;
    line(&root::shown(&options.root.join(&path)));
    Ok(Outcome::Clean)
}

/// Why a name is none that the file of a record can have.
fn unfit(name: &str, kind: &Kind) -> Option<String> {
    // A number before it makes it another name, and a page may well be its folder's.
    if kind.numbered {
        return None;
    }
    if is_index(name) && !own_folder(kind).is_empty() {
        return Some(format!("`{name}.{}` would be the page of its folder, and no record", kind.extension));
    }
    let of_device = ["aux", "con", "nul", "prn"].contains(&name)
        || ["com", "lpt"]
            .iter()
            .filter_map(|it| name.strip_prefix(it))
            .any(|it| it.parse().is_ok_and(|n| (0..10_u8).contains(&n)));
    of_device.then(|| format!("`{name}` is a device on Windows, where no file can have that name"))
}

fn find_kind<'a>(checked: &'a Checked, name: &str) -> Result<&'a Kind, Failure> {
    let kinds = &checked.site.kinds;
    let plain = name.replace('-', "_");
    if let Some(kind) =
        kinds.values().find(|kind| kind.name == plain || kind.plural == plain || kind.plural == name)
    {
        return Ok(kind);
    }
    // A folder of pages is named for what they are: guides, runbooks.
    let several = format!("{name}s");
    let is_folder = |folder: &&str| checked.site.folders.contains_key(&format!("/{folder}/"));
    let of_pages = [name, &several].into_iter().find(is_folder);
    let hint = if let Some(folder) = of_pages {
        format!("`{folder}` holds pages: write `onramp new page \"...\" --log {folder}`")
    } else if let Some(meant) = nearest(name, kinds.keys().map(String::as_str)) {
        format!("did you mean `{meant}`?")
    } else {
        let known = kinds.keys().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
        format!("the kinds are {known}")
    };
    Err(Failure::new(format!("there is no kind `{name}`\nhint: {hint}")))
}

/// The folder of the kind that is there, else the one that the config maps to it, else the one that
/// addresses read best with: `support-policies`. Pages go to the top where there is none.
fn folder(checked: &Checked, kind: &Kind) -> String {
    let site = &checked.site;
    let mapped =
        site.config.folders.iter().find(|(_, name)| **name == kind.name).map(|(folder, _)| folder.as_str());
    let names = || kind.folders.iter().map(AsRef::as_ref);
    let is_there = |name: &&str| site.folders.contains_key(&format!("/{}/", name.trim_matches('/')));
    let used = names().chain(mapped).find(is_there);
    used.or(mapped).unwrap_or_else(|| own_folder(kind)).trim_matches('/').to_owned()
}

/// The folder of a kind that addresses read best with. The kind of files in no kind's folder has none.
fn own_folder(kind: &Kind) -> &str {
    let fallback = kind::built_in().first().is_some_and(|first| first.name == kind.name);
    let mut names = kind.folders.iter().map(AsRef::as_ref);
    if fallback { "" } else { names.find(|name: &&str| !name.contains('_')).unwrap_or(&kind.plural) }
}

fn next_number(checked: &Checked, kind: &Kind, log: &str) -> u32 {
    let same = checked.site.iter().filter(|(_, entry)| *entry.id.kind == *kind.name && &*entry.log == log);
    same.filter_map(|(_, entry)| entry.number).max().unwrap_or(0) + 1
}

/// Fills a template. A title in a TOML value is written as TOML writes text; a day to come is a quarter
/// away, so that what is due then is not late tomorrow.
fn fill(template: &str, title: &str, date: Date, number: Option<u32>) -> String {
    let quoted = toml::Value::String(title.to_owned()).to_string();
    template
        .replace("= {title}", &format!("= {quoted}"))
        .replace("{title}", title)
        .replace("{date}", &date.to_string())
        .replace("{later}", &date.saturating_add(3.months()).to_string())
        .replace("{year}", &date.year().to_string())
        .replace("{quarter}", &Quarter::of(date).to_string())
        .replace("{number}", &number.map_or_else(String::new, |number| number.to_string()))
}

/// A title as the name of a file: short enough for every system.
fn file_name(title: &str) -> String {
    slug(title).chars().take(60).collect::<String>().trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::rule::tests::report;

    #[test]
    fn a_title_with_quotes_is_still_toml() {
        let text =
            fill("title = {title}\ncreated = {date}\n# {title}\n", "The \"S3\" one", date(2027, 1, 11), None);
        assert_eq!(text, "title = 'The \"S3\" one'\ncreated = 2027-01-11\n# The \"S3\" one\n");
        assert!(toml::from_str::<toml::Table>(&text).is_ok());
    }

    /// The template of each kind, filled on a day: the kind's name, and the file as a tree.
    fn fresh(day: Date) -> Vec<(String, String)> {
        let filled = |kind: &&Kind| {
            let text = fill(&kind.template, "Blob Store", day, Some(1));
            let (plural, extension) = (&kind.plural, &kind.extension);
            (kind.name.to_string(), format!("=== content/{plural}/0001-blob-store.{extension}\n{text}"))
        };
        kind::built_in().iter().map(|kind| filled(&&**kind)).collect()
    }

    #[test]
    fn every_figure_that_a_template_makes_up_says_so() {
        for (kind, file) in fresh(date(2027, 1, 11)) {
            for line in file.lines().filter(|line| !line.starts_with('#')) {
                let Some((_, value)) = line.split_once(" = ") else { continue };
                let number = value.split_whitespace().next().is_some_and(|it| it.parse::<f64>().is_ok());
                let is_year = line.starts_with("year = ");
                assert!(!number || is_year || line.contains("# change-me"), "{kind}: {line}");
            }
        }
    }

    #[test]
    fn a_fresh_record_asks_for_nothing_but_what_is_to_be_changed() {
        let team = "=== content/teams/storage.toml\ntitle = \"Storage\"\ntype = \"platform\"\nchannel = \"#storage\"\n";
        let mut unasked = Vec::new();
        for (kind, file) in fresh(date(2027, 1, 11)) {
            let told = report(&format!(
                "{file}{team}=== onramp.toml\ntitle = \"Example\"\nas_of = 2027-01-12\nowner = \"storage\"\n"
            ));
            let other = told.into_iter().find(|it| !it.contains("change-me"));
            if let Some(other) = other {
                unasked.push(format!("{kind}: {other}"));
            }
        }
        assert_eq!(unasked, [""; 0]);
    }

    #[test]
    fn a_name_that_no_file_of_a_record_can_have_is_refused() {
        let kind = |name: &str| kind::built_in().iter().find(|it| it.name == name).expect("a kind");
        let of = |name: &str, in_kind: &str| unfit(name, kind(in_kind)).is_some();
        for name in ["index", "readme", "con", "nul", "com1", "lpt9"] {
            assert!(of(name, "team"), "{name}");
            assert!(!of(name, "adr"), "{name}");
        }
        assert!(!of("index", "page") && of("con", "page"));
        for name in ["console", "indexing", "com", "com10", "lpt-1", "storage"] {
            assert!(!of(name, "team"), "{name}");
        }
    }

    #[test]
    fn a_title_becomes_a_short_file_name() {
        assert_eq!(file_name("Use PostgreSQL / for: orders!"), "use-postgresql-for-orders");
        assert!(file_name(&"long ".repeat(40)).len() <= 60);
    }
}
