//! Names of the languages that can be highlighted.
//!
//! In: a name as written behind the fence of a code block. Out: whether it is known, the name that
//! the grammars go by, and names like it.
//! Must not: load the grammars, which takes longer than reading a page.

/// Names and file extensions that the grammars go by, sorted; a test holds them to the grammars.
const NAMES: &str = include_str!("language.txt");

/// Names that people write, sorted, and the grammars' name for each.
const ALIASES: &[(&str, &str)] = &[
    ("console", "sh"),
    ("containerfile", "dockerfile"),
    ("csharp", "cs"),
    ("docker", "dockerfile"),
    ("elisp", "el"),
    ("golang", "go"),
    ("graphviz", "dot"),
    ("jsonc", "json"),
    ("jsonl", "json"),
    ("objc", "objective-c"),
    ("proto3", "proto"),
    ("pwsh", "powershell"),
    ("sh-session", "sh"),
    ("shell", "sh"),
    ("shell-session", "sh"),
    ("shellsession", "sh"),
    ("terminal", "sh"),
    ("udiff", "diff"),
    ("vimscript", "vim"),
];

/// Names of what has no grammar and needs none: plain text, and what is drawn rather than shown.
const PLAIN: &[&str] = &["ascii", "math", "mermaid", "none", "output", "plain", "plaintext", "text", "txt"];

/// Whether a language can be highlighted, or is known to be plain text.
#[must_use]
pub fn knows(language: &str) -> bool {
    let name = canonical(language);
    PLAIN.contains(&name.as_str()) || names().any(|known| known == name)
}

/// The name that the grammars go by: lowercase, aliases replaced.
#[must_use]
pub fn canonical(language: &str) -> String {
    let lower = language.to_lowercase();
    match ALIASES.binary_search_by(|(alias, _)| (*alias).cmp(&lower)) {
        Ok(found) => ALIASES[found].1.to_owned(),
        Err(_) => lower,
    }
}

/// Up to three known names that are spelled like an unknown one, the nearest first.
#[must_use]
pub fn nearest(language: &str) -> Vec<&'static str> {
    let lower = language.to_lowercase();
    let furthest = (lower.chars().count() / 3).max(1);
    let known = names().chain(ALIASES.iter().map(|it| it.0)).chain(PLAIN.iter().copied());
    let mut near: Vec<_> = known
        .filter(|known| known.len() > 1)
        .map(|known| (strsim::damerau_levenshtein(&lower, known), known))
        .filter(|(distance, _)| *distance <= furthest)
        .collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().take(3).map(|it| it.1).collect()
}

/// Whether a language is plain text.
#[must_use]
pub fn is_plain(language: &str) -> bool {
    language.is_empty() || PLAIN.contains(&canonical(language).as_str())
}

fn names() -> impl Iterator<Item = &'static str> {
    NAMES.lines()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_grammars() {
        let grammars = two_face::syntax::extra_newlines();
        let tokens = grammars.syntaxes().iter().flat_map(|syntax| {
            syntax.file_extensions.iter().chain([&syntax.name]).map(|token| token.to_lowercase())
        });
        let mut expected: Vec<String> = tokens
            .filter(|token| token.chars().all(|it| it.is_ascii_alphanumeric() || "+#_-".contains(it)))
            .filter(|token| !PLAIN.contains(&token.as_str()))
            .collect();
        expected.sort_unstable();
        expected.dedup();
        let text = expected.join("\n") + "\n";
        assert!(text == NAMES, "src/language.txt should be:\n{text}");
        for (alias, name) in ALIASES {
            assert!(
                expected.iter().any(|known| known == name),
                "`{alias}` stands for `{name}`, which is unknown"
            );
        }
        assert!(ALIASES.is_sorted());
    }

    #[test]
    fn what_platform_teams_write_is_known() {
        for name in [
            "sh",
            "bash",
            "shell",
            "console",
            "ts",
            "tsx",
            "typescript",
            "hcl",
            "terraform",
            "tf",
            "proto",
            "protobuf",
            "dockerfile",
            "Dockerfile",
            "toml",
            "rs",
            "rust",
            "yml",
            "yaml",
            "jsonc",
            "json",
            "go",
            "python",
            "py",
            "java",
            "kotlin",
            "cs",
            "csharp",
            "sql",
            "js",
            "nix",
            "rego",
            "diff",
            "ini",
            "make",
            "makefile",
            "html",
            "css",
            "md",
            "markdown",
            "xml",
            "ruby",
            "groovy",
            "graphql",
            "powershell",
            "text",
            "mermaid",
            "c",
            "cpp",
            "swift",
            "scala",
            "lua",
            "nginx",
            "http",
        ] {
            assert!(knows(name), "{name}");
        }
        assert!(!knows("klingon"));
    }

    #[test]
    fn a_slip_of_the_pen_has_a_neighbour() {
        assert_eq!(nearest("pyhton"), ["python"]);
        assert_eq!(nearest("rsut")[0], "rst");
        assert_eq!(nearest("klingon-tng"), Vec::<&str>::new());
    }
}
