//! What stands behind the opening fence of a code block.
//!
//! In: an info string such as `rust {2,4-6} title="main.rs"`. Out: its parts, and what is wrong
//! with it. Must not: know the block's place in its file.

use std::ops::Range;

use crate::body::Include;

/// An info string, taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Fence {
    pub(super) language: String,
    pub(super) title: Option<String>,
    pub(super) tab: Option<String>,
    pub(super) marked: Vec<(u32, u32)>,
    pub(super) include: Option<Include>,
    pub(super) problems: Vec<Problem>,
}

/// Something wrong with an info string.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Problem {
    /// Bytes of the info string.
    pub(super) at: Range<usize>,
    /// Whether what was meant cannot be guessed.
    pub(super) is_error: bool,
    pub(super) message: String,
    pub(super) hint: String,
}

const KNOWN: &str = "write `title=\"main.rs\"`, `tab=\"Rust\"`, `include=\"../src/main.rs\"`, `region=\"name\"` or line \
                     marks such as `{2,4-6}`";

/// Takes an info string apart.
pub(super) fn parse(info: &str) -> Fence {
    let mut fence = Fence::default();
    let end = info.find([' ', '\t', '{', ',']).unwrap_or(info.len());
    info[..end].clone_into(&mut fence.language);
    let mut region = None;
    let mut at = end;
    while at < info.len() {
        let word = at..word_end(info, at);
        at = word.end;
        let text = &info[word.clone()];
        if text.trim_matches([' ', '\t', ',']).is_empty() {
            continue;
        }
        match text.split_once('=') {
            _ if text.starts_with('{') => read_marks(text, word, &mut fence),
            Some(("title", value)) => fence.title = Some(unquoted(value)),
            Some(("tab", value)) => fence.tab = Some(unquoted(value)),
            Some(("include", value)) => {
                fence.include = Some(Include { path: unquoted(value), region: None });
            }
            Some(("region", value)) => region = Some((unquoted(value), word)),
            _ => fence.problems.push(Problem {
                at: word,
                is_error: false,
                message: format!("`{text}` means nothing on a code block"),
                hint: KNOWN.to_owned(),
            }),
        }
    }
    match (&mut fence.include, region) {
        (Some(include), Some((name, _))) => include.region = Some(name),
        (None, Some((_, at))) => fence.problems.push(Problem {
            at,
            is_error: false,
            message: "`region` needs a file to take it from".to_owned(),
            hint: "add `include=\"path/to/file\"`".to_owned(),
        }),
        _ => {}
    }
    fence
}

/// Where the word that begins at `from` ends: at white space outside quotes, or behind a `}`.
fn word_end(info: &str, from: usize) -> usize {
    let mut quoted = false;
    let braced = info[from..].starts_with('{');
    for (at, it) in info[from..].char_indices() {
        match it {
            '"' => quoted = !quoted,
            '}' if braced && !quoted => return from + at + 1,
            ' ' | '\t' | ',' if !quoted && !braced => return from + at.max(1),
            '{' if at > 0 && !quoted && !info[from..from + at].contains('=') => return from + at,
            _ => {}
        }
    }
    info.len()
}

fn unquoted(value: &str) -> String {
    let inner = value.strip_prefix('"').map(|it| it.strip_suffix('"').unwrap_or(it));
    inner.unwrap_or(value).to_owned()
}

fn read_marks(text: &str, at: Range<usize>, fence: &mut Fence) {
    let inner = text.trim_start_matches('{').trim_end_matches('}');
    let closed = text.ends_with('}');
    for part in inner.split(',').map(str::trim).filter(|it| !it.is_empty()) {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        match (from.trim().parse::<u32>(), to.trim().parse::<u32>()) {
            (Ok(from), Ok(to)) if closed && 0 < from && from <= to => fence.marked.push((from, to)),
            _ => {
                let message = format!("`{part}` in `{text}` is no line, nor a range of lines");
                let hint = "write lines from 1 between braces, such as `{2,4-6}`".to_owned();
                fence.problems.push(Problem { at: at.clone(), is_error: true, message, hint });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_info_string_has_a_language_and_attributes() {
        let fence = parse(r#"rust {2,4-6} title="my main.rs" include="../x.rs" region="a b""#);
        assert_eq!(fence.language, "rust");
        assert_eq!(fence.marked, [(2, 2), (4, 6)]);
        assert_eq!(fence.title.as_deref(), Some("my main.rs"));
        let region = Some("a b".to_owned());
        assert_eq!(fence.include, Some(Include { path: "../x.rs".to_owned(), region }));
        assert_eq!(fence.problems, []);
    }

    #[test]
    fn marks_may_stand_right_behind_the_language() {
        let fence = parse("rust{1} title=x");
        assert_eq!((fence.language.as_str(), fence.marked), ("rust", vec![(1, 1)]));
        assert_eq!(parse("{3}").marked, [(3, 3)]);
        assert_eq!(parse("").language, "");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let first = |info: &str| {
            let problem = parse(info).problems.swap_remove(0);
            (info[problem.at.clone()].to_owned(), problem.message)
        };
        assert_eq!(
            first("rust,no_run"),
            ("no_run".to_owned(), "`no_run` means nothing on a code block".to_owned())
        );
        assert_eq!(
            first("rust {4-2}"),
            ("{4-2}".to_owned(), "`4-2` in `{4-2}` is no line, nor a range of lines".to_owned())
        );
        assert_eq!(first("rust {2").1, "`2` in `{2` is no line, nor a range of lines");
        assert_eq!(first("rust region=a").1, "`region` needs a file to take it from");
    }
}
