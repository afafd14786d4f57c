//! What no file of the repository says: unfinished work, and places of one machine.

/// A file of the repository that holds text.
pub(super) struct Text {
    /// From the repository's root, with forward slashes.
    pub(super) path: String,
    pub(super) text: String,
}

impl Text {
    fn fault(&self, line: usize, message: &str) -> String {
        format!("{}:{}: {message}", self.path, line + 1)
    }
}

/// Marks of work that is not done. Put together here, so that this file does not bear them.
const UNFINISHED: &[&str] = &[
    concat!("to", "do!"),
    concat!("unimple", "mented!"),
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("HA", "CK"),
    concat!("XX", "X"),
    concat!("#[ig", "nore"),
    concat!("db", "g!"),
    concat!("allow(dead", "_code"),
];

/// Where programs fetch packages from. Which one serves is the machine's affair.
const REGISTRIES: &[&str] = &[
    concat!("registry.", "npmjs.org"),
    concat!("registry.", "yarnpkg.com"),
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("pypi.", "org/simple"),
    concat!("files.", "pythonhosted.org"),
];

/// Folders of a machine that belong to a person or a job.
const HOMES: &[&str] = &["root", "home", "work", "Users"];

/// The only source that `Cargo.lock` may name: Cargo's own word for its default registry.
const CARGO_SOURCE: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Marks of unfinished work in source, tests, themes and scripts.
pub(super) fn unfinished(file: &Text) -> Vec<String> {
    if !["src/", "tests/", "themes/", "scripts/"].iter().any(|part| file.path.starts_with(part)) {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for (number, line) in file.text.lines().enumerate() {
        for mark in UNFINISHED.iter().filter(|mark| holds_word(line, mark)) {
            faults.push(
                file.fault(number, &format!("`{mark}`: finish it, or open an issue and take this out")),
            );
        }
    }
    faults
}

/// Whether a line has the mark with no letter or digit at either side.
fn holds_word(line: &str, mark: &str) -> bool {
    let inside = |c: char| c == '_' || c.is_alphanumeric();
    line.match_indices(mark).any(|(at, _)| {
        let after = &line[at + mark.len()..];
        // A mark that ends in punctuation, or in the middle of an attribute, ends itself.
        let open_ended = !mark.ends_with(char::is_uppercase);
        !line[..at].ends_with(inside) && (open_ended || !after.starts_with(inside))
    })
}

/// Addresses and folders that hold on one machine only.
pub(super) fn machine_places(file: &Text) -> Vec<String> {
    let mut faults = Vec::new();
    for (number, line) in file.text.lines().enumerate() {
        for host in REGISTRIES.iter().filter(|host| line.contains(**host)) {
            faults.push(file.fault(
                number,
                &format!("names the registry `{host}`; leave that to the machine's settings"),
            ));
        }
        for home in HOMES.iter().filter(|home| holds_folder(line, home)) {
            faults.push(file.fault(
                number,
                &format!("names a path below `/{home}`, which is of one machine; make it relative"),
            ));
        }
        if let Some(message) = lock_address(&file.path, line) {
            faults.push(file.fault(number, message));
        }
    }
    faults
}

/// Whether a line holds an absolute path into a folder; `https://a.example/home/` has none.
fn holds_folder(line: &str, folder: &str) -> bool {
    let path = format!("/{folder}/");
    line.match_indices(&path).any(|(at, _)| {
        let inside_a_path = line[..at].ends_with(|c: char| c.is_alphanumeric() || "/.-_~})".contains(c));
        !inside_a_path && line[at + path.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '.')
    })
}

/// What is wrong with an address in a lock file.
fn lock_address(path: &str, line: &str) -> Option<&'static str> {
    let line = line.trim();
    if path.ends_with("package-lock.json") && line.starts_with("\"resolved\"") && line.contains("://") {
        return Some(
            "names where a package was fetched; run `npm install --omit-lockfile-registry-resolved`",
        );
    }
    let source = line.strip_prefix("source = \"").filter(|_| path.ends_with("Cargo.lock"))?;
    (source.trim_end_matches('"') != CARGO_SOURCE)
        .then_some("names a source that is not Cargo's default registry")
}

#[cfg(test)]
fn faults(check: fn(&Text) -> Vec<String>, path: &str, text: &str) -> usize {
    check(&Text { path: path.to_owned(), text: text.to_owned() }).len()
}

#[test]
fn every_mark_of_unfinished_work_is_found() {
    for mark in UNFINISHED {
        assert_eq!(faults(unfinished, "src/a.rs", &format!("fine\n    {mark} (later)\n")), 1, "{mark}");
        assert_eq!(faults(unfinished, "content/a.md", mark), 0, "only source is held to it");
    }
    assert_eq!(faults(unfinished, "scripts/a", "mktemp -d a.XXXXXX # a todo list"), 0);
}

#[test]
fn a_registry_is_found() {
    for host in REGISTRIES {
        assert_eq!(faults(machine_places, ".npmrc", &format!("registry=https://{host}/\n")), 1, "{host}");
    }
    assert_eq!(faults(machine_places, "README.md", "https://crates.io/crates/onramp"), 0);
}

#[test]
fn a_folder_of_one_machine_is_found() {
    for home in HOMES {
        assert_eq!(faults(machine_places, "a.toml", &format!("dir = \"/{home}/me/x\"")), 1, "{home}");
        assert_eq!(faults(machine_places, "a.md", &format!("https://a.example/{home}/me")), 0, "{home}");
        assert_eq!(
            faults(machine_places, "a.md", &format!("content/{home}/a.md, ../{home}/a.md, `/{home}/`")),
            0
        );
    }
}

#[test]
fn an_address_in_a_lock_file_is_found() {
    let npm = "  \"resolved\": \"https://packages.example/a.tgz\",";
    assert_eq!(faults(machine_places, "tests/node/package-lock.json", npm), 1);
    assert_eq!(faults(machine_places, "Cargo.lock", "source = \"sparse+https://packages.example/\""), 1);
    assert_eq!(faults(machine_places, "Cargo.lock", &format!("source = \"{CARGO_SOURCE}\"")), 0);
}
