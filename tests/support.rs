//! A builder of small sites for tests: files from strings in a folder of their own, edits that
//! chain, and what Onramp says and makes of them.
//!
//! In-process, the stages are called as the command line calls them; [`Site::run`] starts the real
//! binary. Findings are compared as lines of the short form, whole and in order, so that a test
//! reads as an example: this input, this message. Only what the stages find is compared: rules
//! about good records have tests of their own, and would make every example longer.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, LazyLock};

use onramp::build::{Checked, Options, read_and_check};
use onramp::cache::Cache;
use onramp::code::Block;
use onramp::compose::Pages;
use onramp::diagnostic::{Diagnostic, Sources, json, short};
use onramp::diagram::Drawings;
use onramp::escape;
use onramp::finding::Check;
use onramp::output::Outputs;
use onramp::rule;
use scraper::{Html, Selector};
use serde_json::Value;
use tempfile::TempDir;

/// A site on disk, gone when the test ends.
pub(crate) struct Site {
    /// Removed with the value.
    _dir: TempDir,
    pub(crate) options: Options,
}

/// What reading and drawing the demo gives, worked out once for all tests that look at it.
static OF_DEMO: LazyLock<Arc<Cache>> = LazyLock::new(Arc::default);

/// The demo, with what other tests have worked out. A test of builds themselves begins without.
pub(crate) fn demo() -> Options {
    Options { root: repository().to_owned(), cache: Arc::clone(&OF_DEMO), ..Options::default() }
}

/// What a run of the binary gave.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The config that a new site has. The date stands still, so that no test changes overnight.
pub(crate) const CONFIG: &str = "title = \"Test\"\nas_of = 2027-01-11\n";

impl Site {
    /// A site with a config and nothing else.
    pub(crate) fn new() -> Self {
        Self::bare().file("onramp.toml", CONFIG)
    }

    /// An empty folder.
    pub(crate) fn bare() -> Self {
        let dir = tempfile::tempdir().expect("a folder for a test");
        let root = dir.path().canonicalize().expect("a folder that was just made");
        Self { _dir: dir, options: Options { root, ..Options::default() } }
    }

    /// The same site, one of whose files are the demo's.
    pub(crate) fn like_the_demo(mut self) -> Self {
        self.options.cache = demo().cache;
        self
    }

    /// Writes a file.
    pub(crate) fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        write(&self.path(path), content.as_ref());
        self
    }

    /// Adds lines to the config, before its first table.
    pub(crate) fn setting(self, lines: &str) -> Self {
        let config = fs::read_to_string(self.path("onramp.toml")).expect("a config to add to");
        self.file("onramp.toml", format!("{config}{lines}\n"))
    }

    /// Removes a file or a folder.
    pub(crate) fn remove(self, path: &str) -> Self {
        let path = self.path(path);
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        self
    }

    /// Uses a theme that shows everything a template may see, so that a test does not depend on
    /// what the built-in theme leaves out.
    pub(crate) fn showing_all(self) -> Self {
        let templates = files_below(&repository().join("themes/default"));
        let pages = templates.iter().map(|(path, _)| path.as_str());
        let pages = pages.filter(|path| {
            !path.contains('/')
                && *path != "base.html"
                && Path::new(path).extension().is_some_and(|end| end == "html")
        });
        pages.fold(self.file("themes/default/all.html", SHOWING_ALL), |site, path| {
            site.file(&format!("themes/default/{path}"), "{% extends \"all.html\" %}\n")
        })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.options.root
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.options.root.join(path)
    }

    /// The text of a file, as the site's folder has it now.
    pub(crate) fn text(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Reads and checks the site, and makes it for every audience, as `onramp check` does.
    pub(crate) fn checked(&self) -> Checked {
        let mut checked = read_and_check(&self.options).expect("a site that can be read");
        let audiences: Vec<String> =
            checked.site.config.audience_names().into_iter().map(str::to_owned).collect();
        for audience in &audiences {
            checked.publish(audience).expect("a site that can be made");
        }
        checked
    }

    /// What the stages find.
    pub(crate) fn findings(&self) -> (Vec<Diagnostic>, Sources) {
        let (mut findings, sources) = self.checked().report();
        let about_records: BTreeSet<&str> = rule::all()
            .into_iter()
            .filter(|rule| !matches!(rule.check, Check::Stage))
            .map(|rule| rule.id)
            .collect();
        findings.retain(|finding| !about_records.contains(finding.rule.as_str()));
        (findings, sources)
    }

    /// The findings are these, each as `file:line:column: severity[RULE]: message`.
    #[track_caller]
    pub(crate) fn finds(self, expected: &[&str]) -> Self {
        let (findings, sources) = self.findings();
        let found = short::render(&findings, &sources);
        assert_lines(&found.lines().map(str::to_owned).collect::<Vec<_>>(), expected);
        self
    }

    /// The same, each with its hint after ` | `; without one, nothing follows.
    #[track_caller]
    pub(crate) fn finds_with_hints(self, expected: &[&str]) -> Self {
        let (findings, sources) = self.findings();
        let line = |finding: &Diagnostic| {
            let line = short::render(std::slice::from_ref(finding), &sources).trim_end().to_owned();
            finding.hint.as_ref().map_or(line.clone(), |hint| format!("{line} | {hint}"))
        };
        assert_lines(&findings.iter().map(line).collect::<Vec<_>>(), expected);
        self
    }

    /// There is nothing to find.
    #[track_caller]
    pub(crate) fn clean(self) -> Self {
        self.finds(&[])
    }

    /// The findings as JSON, for places that the short form does not say.
    pub(crate) fn json(&self) -> Value {
        let (findings, sources) = self.findings();
        serde_json::from_str(&json::render(&findings, &sources)).expect("JSON")
    }

    /// The files of one audience's site.
    pub(crate) fn publish(&self, audience: &str) -> Outputs {
        let mut checked = read_and_check(&self.options).expect("a site that can be read");
        checked.publish(audience).expect("a site that can be made").outputs
    }

    /// A page of the public site, as text.
    #[track_caller]
    pub(crate) fn page(&self, path: &str) -> String {
        page(&self.publish("public"), path)
    }

    /// What a page works out beyond the fields of its record, as an audience sees it: `null` for one
    /// that works nothing out, or is not there.
    pub(crate) fn computed(&self, audience: &str, path: &str) -> Value {
        let checked = read_and_check(&self.options).expect("a site that can be read");
        let seen = checked.seen_by(audience).expect("an audience that there is");
        let plain = |block: &Block| escape::text(&block.text).into();
        let view = Pages::new(&seen, audience, Arc::new(plain), Drawings::new()).view(path);
        view.map_or(Value::Null, |view| view.page.computed)
    }

    /// Runs the binary in the site's folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        run(self.root(), arguments, &[])
    }

    /// Every file below a folder of the site with its content, by path.
    pub(crate) fn files(&self, folder: &str) -> Vec<(String, Vec<u8>)> {
        files_below(&self.path(folder))
    }
}

/// Runs the binary in a folder, with more of an environment.
pub(crate) fn run(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_onramp"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .envs(environment.iter().copied())
        .output()
        .expect("the binary runs");
    Run {
        code: output.status.code().unwrap_or_else(|| {
            panic!("ended by a signal: {}\n{}", output.status, String::from_utf8_lossy(&output.stderr))
        }),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Every file below a folder with its content, sorted by path.
pub(crate) fn files_below(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name();
    let mut files: Vec<_> = walk
        .into_iter()
        .map(|entry| entry.expect("a folder that can be read"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("a path below its folder");
            (path.to_string_lossy().replace('\\', "/"), fs::read(entry.path()).expect("a file"))
        })
        .collect();
    files.sort();
    files
}

/// A page of a site, as text.
#[track_caller]
pub(crate) fn page(outputs: &Outputs, path: &str) -> String {
    let Some(bytes) = outputs.files.get(path) else {
        panic!("no `{path}` among {:#?}", outputs.files.keys().collect::<Vec<_>>())
    };
    String::from_utf8(bytes.clone()).expect("a page is UTF-8")
}

/// What a computed page gives its template, for those who may see all; none where it is not published.
pub(crate) fn shown(site: &Site, url: &str) -> Option<Value> {
    let checked = read_and_check(&site.options).expect("a site that can be read");
    onramp::page::all(&checked.site, "internal")
        .into_iter()
        .find(|page| page.url == url)
        .map(|page| page.data)
}

/// The same, of a page that is there.
#[track_caller]
pub(crate) fn data(site: &Site, url: &str) -> Value {
    shown(site, url).unwrap_or_else(|| panic!("no `{url}`"))
}

/// The titles of the references at a pointer below each of some rows.
pub(crate) fn titles(rows: &Value, pointer: &str) -> Vec<String> {
    let title = |row: &Value| row.pointer(pointer)?.get("title")?.as_str().map(str::to_owned);
    rows.as_array().into_iter().flatten().filter_map(title).collect()
}

/// The values at a pointer below each of some rows.
pub(crate) fn column(rows: &Value, pointer: &str) -> Vec<Value> {
    let rows = rows.as_array().into_iter().flatten();
    rows.map(|row| row.pointer(pointer).cloned().unwrap_or_default()).collect()
}

/// The text of a page's main part.
#[track_caller]
pub(crate) fn main_text(site: &Site, audience: &str, path: &str) -> String {
    texts(&page(&site.publish(audience), path), "main").join(" ")
}

/// The values of an attribute of all elements that a selector finds.
pub(crate) fn attributes(html: &str, selector: &str, attribute: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    let html = Html::parse_document(html);
    html.select(&selector).filter_map(|it| it.attr(attribute)).map(str::to_owned).collect()
}

/// The text of all elements that a selector finds, white space squeezed.
pub(crate) fn texts(html: &str, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    let html = Html::parse_document(html);
    let text = |it: scraper::ElementRef<'_>| {
        it.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    html.select(&selector).map(text).collect()
}

/// The repository that this crate is built from.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Writes a file and the folders around it.
pub(crate) fn write(path: &Path, content: &[u8]) {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    }
    fs::write(path, content).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

#[track_caller]
fn assert_lines(found: &[String], expected: &[&str]) {
    assert!(
        found == expected,
        "\nfound:\n  {}\nexpected:\n  {}\n",
        found.join("\n  "),
        expected.join("\n  ")
    );
}

/// Every value that a template may see, links as links.
const SHOWING_ALL: &str = r##"<!doctype html>
<html lang="{{ site.language }}">
<head><title>{{ page.title }} - {{ site.title }}</title>
<meta name="description" content="{{ page.description }}"></head>
<body>
{% for link in site.sections %}<a class="section" href="{{ link.url }}">{{ link.title }}</a>
{% endfor %}{% for link in page.breadcrumb %}<a class="above" href="{{ link.url }}">{{ link.title }}</a>
{% endfor %}{% for link in page.siblings %}<a class="beside" href="{{ link.url }}">{{ link.title }}</a>
{% endfor %}{% if page.previous %}<a class="previous" href="{{ page.previous.url }}">{{ page.previous.title }}</a>
{% endif %}{% if page.next %}<a class="next" href="{{ page.next.url }}">{{ page.next.title }}</a>
{% endif %}<h1>{{ page.title }}</h1>
<p class="id">{{ page.id }} {{ page.kind }} {{ page.kind_title }} {{ page.number }}</p>
<p class="summary">{{ page.summary | safe }}</p>
<main>{{ page.body | safe }}</main>
{% for it in page.contents %}<a class="contents" href="#{{ it.id }}">{{ it.html | safe }}</a>
{% endfor %}{% if page.listing %}<table class="listing"><tr>{% for it in page.listing.columns %}<th>{{ it.label }}</th>{% endfor %}</tr>
{% for row in page.listing.rows %}<tr><td><a class="below" href="{{ row.url }}">{{ row.title }}</a></td>{% for it in row.cells %}<td>{{ it | safe }}</td>{% endfor %}</tr>
{% endfor %}</table>
{% endif %}{% for it in page.backlinks %}<a class="back" href="{{ it.url }}">{{ it.title }} ({{ it.kind_title }}, {{ it.label }})</a>
{% endfor %}{% if page.owner %}<a class="owner" href="{{ page.owner.url }}">{{ page.owner.title }}</a>
{% endif %}<p class="facts">{{ page.restricted_to }} {{ page.created }} {{ page.reviewed }}
{% for it in page.aliases %}{{ it }} {% endfor %}{% for it in page.tags %}{{ it }} {% endfor %}</p>
{% for it in page.waivers %}<p class="waiver">{{ it.rule }} {{ it.asks }} {{ it.reason }} {{ it.until }}</p>
{% endfor %}{% if page.source_url %}<a class="source" href="{{ page.source_url }}">source</a>
{% endif %}{% if page.edit_url %}<a class="edit" href="{{ page.edit_url }}">edit</a>
{% endif %}<dl>{% for it in page.facts %}<dt>{{ it.label }}</dt><dd class="{{ it.name }}">{{ it.html | safe }}</dd>
{% endfor %}</dl>
<pre class="record">{{ page.record }}</pre>
<pre class="computed">{{ page.computed }}</pre>
{% block extra %}{% endblock %}
</body></html>
"##;
