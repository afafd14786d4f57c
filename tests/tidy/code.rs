//! Rust source as text that can be searched: which bytes are code, and which paths the code names.
//!
//! In: the text of a file. Out: [`Code`]. It reads tokens, not grammar: enough to tell code from
//! comments, strings and tests, and no more.

/// A Rust file, with what is not code blanked out. All texts have the same length and the same
/// lines, so that an offset in one is an offset in all.
pub(super) struct Code {
    /// From the repository's root, with forward slashes.
    pub(super) path: String,
    /// The file as it is.
    pub(super) text: String,
    /// Without comments, and without what stands inside quotes.
    pub(super) bare: String,
    /// The same without items under `#[cfg(test)]`; all blank for a file of tests.
    pub(super) product: String,
    /// Where each string begins (its quote), and what it says, escapes as written.
    pub(super) strings: Vec<(usize, String)>,
}

impl Code {
    pub(super) fn new(path: &str, text: &str) -> Self {
        let (bare, strings) = blank(text);
        let is_test = !path.starts_with("src/") || path.ends_with("/tests.rs");
        let product = if is_test { spaces(&bare) } else { without_tests(&bare) };
        Self { path: path.to_owned(), text: text.to_owned(), bare, product, strings }
    }

    /// A finding at a place of this file, as `file:line: message`.
    pub(super) fn fault(&self, offset: usize, message: &str) -> String {
        let line = self.text[..offset].matches('\n').count() + 1;
        format!("{}:{line}: {message}", self.path)
    }

    /// The file's module path: `src/kind/adr.rs` is `kind`, `adr`; the crate's root has none.
    pub(super) fn module(&self) -> Vec<&str> {
        let inner = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let inner = inner.strip_suffix(".rs").unwrap_or(inner);
        let mut parts: Vec<&str> = inner.split('/').collect();
        if matches!(parts.last(), Some(&("mod" | "lib" | "main"))) {
            parts.pop();
        }
        parts
    }

    /// Every path of the product's code that begins at `crate`, `super` or `self`, from the
    /// crate's root, with groups taken apart: `use crate::{a::b, c}` is `a::b` and `c`.
    pub(super) fn paths(&self) -> Vec<(usize, Vec<String>)> {
        let code = &self.product;
        let mut found = Vec::new();
        for (at, word) in words(code) {
            let mut base: Vec<String> = match word {
                "crate" => Vec::new(),
                "self" | "super" if !is_path_continued(code, at) => {
                    self.module().into_iter().map(str::to_owned).collect()
                }
                _ => continue,
            };
            if word == "super" {
                base.pop();
            }
            if let Some(rest) = code[at + word.len()..].trim_start().strip_prefix("::") {
                expand(rest, &base, &mut |path| found.push((at, path)));
            }
        }
        found
    }
}

/// Identifiers and keywords with their offsets.
pub(super) fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += code[at..].find(is_word)?;
        let length = code[at..].find(|c| !is_word(c)).unwrap_or(code.len() - at);
        at += length;
        Some((at - length, &code[at - length..at]))
    })
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// Whether a word is the tail of a path, as the second `super` in `super::super::x`.
fn is_path_continued(code: &str, at: usize) -> bool {
    code[..at].trim_end().ends_with("::")
}

/// Gives every path of a use tree, the text after a `::`.
/// Answers with what is left after the tree.
fn expand<'a>(text: &'a str, base: &[String], found: &mut impl FnMut(Vec<String>)) -> &'a str {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix('}') {
                return after;
            }
            let before = rest.len();
            rest = expand(rest, base, found).trim_start();
            let next = rest.find([',', '}']).unwrap_or(rest.len());
            rest = rest[next..].strip_prefix(',').unwrap_or(&rest[next..]);
            if rest.is_empty() || rest.len() == before {
                return rest;
            }
        }
    }
    let Some((0, word)) = words(text).next() else {
        found(base.to_vec());
        return text;
    };
    let mut path = base.to_vec();
    match word {
        "super" => drop(path.pop()),
        "self" => {}
        _ => path.push(word.to_owned()),
    }
    let rest = &text[word.len()..];
    if let Some(more) = rest.trim_start().strip_prefix("::") {
        return expand(more, &path, found);
    }
    found(path);
    rest
}

/// The text with all but line ends replaced by spaces.
fn spaces(text: &str) -> String {
    let blank = |c: char| if c == '\n' { "\n" } else { &"    "[..c.len_utf8()] };
    text.chars().map(blank).collect()
}

/// Blanks comments and the inside of strings and characters.
fn blank(text: &str) -> (String, Vec<(usize, String)>) {
    let mut bare = String::with_capacity(text.len());
    let mut strings = Vec::new();
    while bare.len() < text.len() {
        let at = bare.len();
        let rest = &text[at..];
        if rest.starts_with("//") {
            bare += &spaces(&rest[..rest.find('\n').unwrap_or(rest.len())]);
        } else if rest.starts_with("/*") {
            bare += &spaces(&rest[..comment_length(rest)]);
        } else if let Some((open, inside)) = string_lengths(rest, !text[..at].ends_with(is_word)) {
            let quote = at + rest[..open].find('"').unwrap_or(0);
            strings.push((quote, rest[open..open + inside].to_owned()));
            bare += &rest[..open];
            bare += &spaces(&rest[open..open + inside]);
            // The closing quote, so that it does not open another string.
            bare += &rest[open + inside..(open + inside + 1).min(rest.len())];
        } else if let Some(length) = character_length(rest) {
            bare += &spaces(&rest[..length]);
        } else {
            bare.extend(rest.chars().next());
        }
    }
    (bare, strings)
}

/// How long a block comment is; block comments nest.
fn comment_length(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        let step = if text[at..].starts_with("/*") {
            depth += 1;
            2
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            2
        } else {
            text[at..].chars().next().map_or(1, char::len_utf8)
        };
        at += step;
        if depth == 0 {
            break;
        }
    }
    at
}

/// For a string that begins here: how long its opening is, and how long what it says.
fn string_lengths(text: &str, at_word_start: bool) -> Option<(usize, usize)> {
    let prefix = if at_word_start { text.find(|c| !matches!(c, 'b' | 'c' | 'r')).unwrap_or(0) } else { 0 };
    let hashes = text[prefix..].find(|c| c != '#').unwrap_or(0);
    let open = prefix + hashes + 1;
    if !text[prefix + hashes..].starts_with('"') || (hashes > 0 && !text[..prefix].ends_with('r')) {
        return None;
    }
    let inside = &text[open..];
    if text[..prefix].ends_with('r') {
        let close = format!("\"{}", "#".repeat(hashes));
        return Some((open, inside.find(&close).unwrap_or(inside.len())));
    }
    let mut escaped = false;
    let end = inside.find(|c| {
        let closes = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        closes
    });
    Some((open, end.unwrap_or(inside.len())))
}

/// How long a character literal is that begins here; a lifetime is none.
fn character_length(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('\'')?;
    let first = inside.chars().next()?;
    if first == '\\' {
        let escaped = inside[1..].chars().next()?.len_utf8();
        return Some(2 + escaped + inside[1 + escaped..].find('\'')? + 1);
    }
    inside[first.len_utf8()..].starts_with('\'').then_some(first.len_utf8() + 2)
}

/// Blanks every item under `#[cfg(test)]`, attribute included.
fn without_tests(bare: &str) -> String {
    let mut code = bare.to_owned();
    while let Some(at) = code.find("#[cfg(test)]") {
        let end = at + item_length(&code[at..]);
        let gap = spaces(&code[at..end]);
        code.replace_range(at..end, &gap);
    }
    code
}

/// How long an item is with its attributes: to its first `;`, or the end of its first `{}`.
fn item_length(code: &str) -> usize {
    let (mut round, mut curly) = (0_i32, 0_i32);
    for (at, c) in code.char_indices() {
        match c {
            '(' | '[' => round += 1,
            ')' | ']' => round -= 1,
            '{' => curly += 1,
            '}' => curly -= 1,
            _ => {}
        }
        if round == 0 && curly == 0 && matches!(c, ';' | '}') {
            return at + 1;
        }
    }
    code.len()
}

#[test]
fn comments_and_strings_are_not_code() {
    let code = Code::new(
        "src/a.rs",
        "// x\nlet a = \"b\\\"c\"; /* d /* e */ f */ let g = r#\"h\"i\"#; 'j'; '\\''; &'k l\n",
    );
    assert_eq!(code.bare.split_whitespace().collect::<String>(), "leta=\"\";letg=r#\"\"#;;;&'kl");
    assert_eq!(code.strings.iter().map(|(_, s)| s.as_str()).collect::<Vec<_>>(), ["b\\\"c", "h\"i"]);
    assert_eq!(code.bare.len(), code.text.len());
}

#[test]
fn what_is_only_for_tests_is_no_part_of_the_product() {
    let text =
        "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() { { } }\n}\n#[cfg(test)]\nmod more;\nfn c() {}\n";
    let code = Code::new("src/a.rs", text);
    assert_eq!(code.product.split_whitespace().collect::<String>(), "fna(){}fnc(){}");
    assert_eq!(Code::new("src/a/tests.rs", text).product.trim(), "");
}

#[test]
fn paths_are_told_from_the_root() {
    let text = "use crate::{b::{self, C}, d::*};\nuse super::e::F;\nfn f() -> crate::g::H<u8> { self::i(); self.j() }\n";
    let paths = Code::new("src/a/x.rs", text).paths().into_iter().map(|(_, path)| path.join("::"));
    assert_eq!(paths.collect::<Vec<_>>(), ["b", "b::C", "d", "a::e::F", "g::H", "a::x::i"]);
    let paths = Code::new("src/a/mod.rs", "use super::super::k;").paths();
    assert_eq!(paths.into_iter().map(|(_, path)| path.join("::")).collect::<Vec<_>>(), ["k"]);
}

#[test]
fn a_fault_names_file_and_line() {
    assert_eq!(Code::new("src/a.rs", "x\ny\n").fault(2, "no"), "src/a.rs:2: no");
}
