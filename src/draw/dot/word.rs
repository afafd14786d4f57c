//! DOT as words: names, signs and brackets, each with its line.
//!
//! In: text. Out: words, one at a time. The grammar is Graphviz's, <https://graphviz.org/doc/info/lang.html>.
//! Must not: know which word may follow which.

use crate::diagram::Fault;

/// A word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Word {
    /// A name, a number, or a text in quotes or between `<` and `>`.
    Name(String),
    /// A word of the language, in small letters: `graph`, `digraph`, `subgraph`, `node`, `edge`, `strict`.
    Key(&'static str),
    /// A sign: a bracket, a comma, `=`, or an arrow.
    Sign(&'static str),
    /// Nothing more.
    End,
}

impl Word {
    /// The word as a message names it.
    pub(super) fn told(&self) -> String {
        match self {
            Self::Name(name) => format!("`{}`", name.lines().next().unwrap_or_default()),
            Self::Key(word) | Self::Sign(word) => format!("`{word}`"),
            Self::End => "the end".to_owned(),
        }
    }
}

const KEYS: [&str; 6] = ["graph", "digraph", "subgraph", "node", "edge", "strict"];
const SIGNS: [&str; 11] = ["->", "--", "{", "}", "[", "]", "=", ":", ";", ",", "+"];

/// A text that is being taken apart.
pub(super) struct Words<'a> {
    rest: &'a str,
    /// The line that the last word began on, from 1.
    pub(super) line: u32,
    at: u32,
}

impl<'a> Words<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text, line: 1, at: 1 }
    }

    /// The next word.
    pub(super) fn next(&mut self) -> Result<Word, Fault> {
        self.skip()?;
        self.line = self.at;
        let Some(first) = self.rest.chars().next() else { return Ok(Word::End) };
        match first {
            '"' => self.quoted(),
            '<' => self.html(),
            _ => {
                // `-1` is a number, `--` an edge.
                let number = number_length(self.rest);
                if number == 0
                    && let Some(sign) = SIGNS.iter().find(|sign| self.rest.starts_with(**sign))
                {
                    self.take(sign.len());
                    return Ok(Word::Sign(sign));
                }
                let is_part = |it: char| it.is_alphanumeric() || it == '_' || !it.is_ascii();
                let length = match number {
                    0 => self.rest.find(|it| !is_part(it)).unwrap_or(self.rest.len()),
                    number => number,
                };
                if length == 0 {
                    return Err(Fault::at(
                        self.line,
                        format!("`{first}` stands where a name should"),
                        "put what is no letter, digit or `_` between double quotes",
                    ));
                }
                let name = self.take(length);
                let key = KEYS.iter().find(|key| key.eq_ignore_ascii_case(name));
                Ok(key.map_or_else(|| Word::Name(name.to_owned()), |key| Word::Key(key)))
            }
        }
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.at += u32::try_from(taken.matches('\n').count()).unwrap_or_default();
        self.rest = rest;
        taken
    }

    /// Leaves out white space and comments.
    fn skip(&mut self) -> Result<(), Fault> {
        loop {
            let space = self.rest.len() - self.rest.trim_start().len();
            self.take(space);
            // A line that begins with `#` is one of a C preprocessor, and is left out too.
            if self.rest.starts_with("//") || self.rest.starts_with('#') {
                self.take(self.rest.find('\n').unwrap_or(self.rest.len()));
            } else if self.rest.starts_with("/*") {
                let Some(end) = self.rest.find("*/") else {
                    return Err(Fault::at(self.at, "this comment has no end", "close it with `*/`"));
                };
                self.take(end + 2);
            } else {
                return Ok(());
            }
        }
    }

    /// A text in double quotes. `\"` is a quote, a backslash before a line's end joins lines; what else
    /// a backslash means depends on where the text is used.
    fn quoted(&mut self) -> Result<Word, Fault> {
        let mut escaped = false;
        let end = self.rest[1..].find(|it| {
            let ends = it == '"' && !escaped;
            escaped = it == '\\' && !escaped;
            ends
        });
        let Some(end) = end else {
            return Err(Fault::at(self.line, "this text has no end", "close it with a double quote"));
        };
        let text = self.take(end + 2);
        Ok(Word::Name(text[1..=end].replace("\\\"", "\"").replace("\\\n", "")))
    }

    /// A text between `<` and `>`, which count: markup, of which the words are kept.
    fn html(&mut self) -> Result<Word, Fault> {
        let mut depth = 0_u32;
        let end = self.rest.find(|it| {
            depth = match it {
                '<' => depth + 1,
                '>' => depth - 1,
                _ => depth,
            };
            depth == 0
        });
        let Some(end) = end else {
            return Err(Fault::at(self.line, "this label has no end", "close it with `>`"));
        };
        let markup = &self.take(end + 1)[1..end];
        Ok(Word::Name(without_tags(markup)))
    }
}

/// How many bytes a number has at the beginning of a text; 0 where none stands there.
fn number_length(text: &str) -> usize {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let length = digits.find(|it: char| !it.is_ascii_digit() && it != '.').unwrap_or(digits.len());
    let is_number = digits[..length].contains(|it: char| it.is_ascii_digit());
    let then = digits[length..].chars().next();
    // `2fa` is no number, and no name either; it is read as one name all the same.
    let alone = then.is_none_or(|it| !it.is_alphanumeric() && it != '_');
    if is_number && alone { length + text.len() - digits.len() } else { 0 }
}

/// The words of markup; `<br/>` and the end of a row begin a new line.
fn without_tags(markup: &str) -> String {
    let mut text = String::new();
    let mut rest = markup;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        let end = rest[open..].find('>').map_or(rest.len(), |end| open + end + 1);
        let tag = rest[open..end].trim_matches(['<', '>', '/', ' ']).to_ascii_lowercase();
        match tag.split_whitespace().next().unwrap_or_default() {
            "br" | "tr" => text.push('\n'),
            "td" => text.push(' '),
            _ => {}
        }
        rest = &rest[end..];
    }
    text.push_str(rest);
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", " "), ("&amp;", "&")];
    let text = entities.iter().fold(text, |text, (entity, sign)| text.replace(entity, sign));
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        let mut words = Words::new(text);
        let mut told = Vec::new();
        loop {
            match words.next() {
                Ok(Word::End) => return told.join(" "),
                Ok(word) => told.push(format!("{}{}", words.line, word.told())),
                Err(fault) => return format!("{} {}: {}", told.join(" "), fault.line, fault.message),
            }
        }
    }

    #[test]
    fn words_have_lines() {
        assert_eq!(
            words("DiGraph é {\n a->b_1 [x=-.5]}"),
            "1`digraph` 1`é` 1`{` 2`a` 2`->` 2`b_1` 2`[` 2`x` 2`=` 2`-.5` 2`]` 2`}`"
        );
        assert_eq!(
            words("a--b // c\n# d\n/* e\n */ \"f \\\" g\" --2"),
            "1`a` 1`--` 1`b` 4`f \" g` 4`--` 4`2`"
        );
        assert_eq!(words("<<b>A</b> &amp; <i>B</i><br/>C>"), "1`A & B`");
    }

    #[test]
    fn what_has_no_end_is_said_where_it_begins() {
        assert_eq!(words("a\n\"b\n"), "1`a` 2: this text has no end");
        assert_eq!(words("a /* b"), "1`a` 1: this comment has no end");
        assert_eq!(words("<a<b>"), " 1: this label has no end");
        assert_eq!(words("a ! b"), "1`a` 1: `!` stands where a name should");
    }
}
