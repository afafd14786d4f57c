//! Text as the words that it is found by.
//!
//! In: text. Out: words, in small letters and without accents, names of several parts both whole and
//! taken apart. The script of the theme reads queries by the same rules: `words` in `search.js`.
//! Must not: know a language.

use std::borrow::Cow;

use icu_normalizer::DecomposingNormalizer;

/// Longer words are keys and sums, which nobody types.
const LONGEST: usize = 40;

/// What may join the parts of a name, one between two parts.
fn joins(c: char) -> bool {
    matches!(c, '.' | '_' | '-')
}

/// Letters of scripts that put no space between words: each pair of neighbours is a word.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// The text without accents and with one form for each letter.
fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let apart = DecomposingNormalizer::new_nfkd().normalize(text);
    let marks = |c: &char| !matches!(c, '\u{300}'..='\u{36f}');
    Cow::Owned(apart.chars().filter(marks).collect::<String>().replace('ß', "ss"))
}

/// Calls `found` with each word of a text, in order.
pub(super) fn words(text: &str, mut found: impl FnMut(&str)) {
    let text = plain(text);
    names(&text).for_each(|it| name(it, &mut found));
}

/// The names in a text.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        at = start + name_length(&text[start..]);
        Some(&text[start - usize::from(is_dotted(text, start))..at])
    })
}

/// Whether the dot before a letter belongs to its name, as in `.NET`: where it stands at the beginning.
fn is_dotted(text: &str, start: usize) -> bool {
    let begins = |c: char| c.is_whitespace() || "([{<\"'`=:,".contains(c);
    let before = text[..start].strip_suffix('.');
    before.is_some_and(|it| it.chars().next_back().is_none_or(begins))
        && text[start..].starts_with(char::is_alphabetic)
}

/// How long the name is that a text begins with: letters and digits, joined by single signs. `C#` and `C++` are names.
fn name_length(text: &str) -> usize {
    let mut end = 0;
    loop {
        end += letters_and_digits(&text[end..]);
        let mut after = text[end..].chars();
        match (after.next(), after.next()) {
            (Some(sign), Some(next)) if joins(sign) && next.is_alphanumeric() => end += sign.len_utf8(),
            _ => break,
        }
    }
    let (own, after) = text.split_at(end);
    let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_alphabetic() || matches!(c, '+' | '#'));
    let is_letter = || own.chars().count() == 1 && own.starts_with(char::is_alphabetic);
    if after.strip_prefix("++").is_some_and(|rest| !goes_on(rest)) {
        end += 2;
    } else if after
        .strip_prefix('#')
        .is_some_and(|rest| !goes_on(rest) && !rest.starts_with(char::is_numeric))
        && is_letter()
    {
        end += 1;
    }
    end
}

/// How many bytes of letters and digits a text begins with. Most are of one byte each.
fn letters_and_digits(text: &str) -> usize {
    let plain = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let rest = &text[plain..];
    if rest.bytes().next().is_none_or(|next| next.is_ascii()) {
        return plain;
    }
    plain + rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
}

fn name(name: &str, found: &mut impl FnMut(&str)) {
    if name.contains('-') {
        // `on-call` is `oncall`.
        one(&name.replace('-', ""), found);
    } else if name.contains(joins) {
        one(name, found);
    }
    for part in name.split(joins).filter(|part| !part.is_empty()) {
        if part.contains(is_unspaced) {
            unspaced(part, found);
            continue;
        }
        one(part, found);
        if let Some(singular) = one_of_several(part) {
            one(singular, found);
            continue;
        }
        // Hardly any word has a capital behind its first letter.
        if part.chars().skip(1).any(char::is_uppercase) {
            let humps = humps(part);
            if humps.len() > 1 {
                for hump in humps {
                    one(hump, found);
                }
            }
        }
    }
}

/// The one of which there are several, where it has a name in capitals: `API` of `APIs`.
pub(super) fn one_of_several(part: &str) -> Option<&str> {
    let singular = part.strip_suffix('s')?;
    (singular.chars().count() > 1 && singular.chars().all(char::is_uppercase)).then_some(singular)
}

fn one(word: &str, found: &mut impl FnMut(&str)) {
    if word.len() > LONGEST && word.chars().count() > LONGEST {
        return;
    }
    if word.bytes().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii()) {
        found(&word.to_lowercase());
    } else {
        found(word);
    }
}

/// `KubeScheduler` as `Kube` and `Scheduler`, `HTMLParser` as `HTML` and `Parser`.
fn humps(word: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut begin = 0;
    let chars: Vec<(usize, char)> = word.char_indices().collect();
    for n in 1..chars.len() {
        let (before, (at, here)) = (chars[n - 1].1, chars[n]);
        let after = chars.get(n + 1).map(|(_, c)| *c);
        let rises = before.is_lowercase() && here.is_uppercase();
        let ends_capitals =
            before.is_uppercase() && here.is_uppercase() && after.is_some_and(char::is_lowercase);
        if rises || ends_capitals {
            parts.push(&word[begin..at]);
            begin = at;
        }
    }
    parts.push(&word[begin..]);
    parts
}

/// A run of letters in which some have no space between words.
fn unspaced(run: &str, found: &mut impl FnMut(&str)) {
    let chars: Vec<char> = run.chars().collect();
    for part in chars.chunk_by(|a, b| is_unspaced(*a) == is_unspaced(*b)) {
        let is_word = part.len() == 1 || !is_unspaced(part[0]);
        let size = if is_word { part.len() } else { 2 };
        part.windows(size).for_each(|it| one(&it.iter().collect::<String>(), found));
    }
}

/// A whole name as it is compared: `ADR-0012` as `adr 12`.
pub(super) fn whole(text: &str) -> String {
    let lower = plain(text).to_lowercase();
    let parts = names(&lower).flat_map(|name| {
        let dot = usize::from(name.starts_with('.'));
        let first = name[dot..].find(joins).map_or(name.len(), |at| at + dot);
        let rest = name[first..].split(joins).filter(|part| !part.is_empty());
        std::iter::once(&name[..first]).chain(rest)
    });
    // `adr12` as `adr 12`.
    let parts = parts.flat_map(|part| {
        let letters = part.trim_end_matches(|c: char| c.is_ascii_digit());
        let word = letters.strip_prefix('.').unwrap_or(letters);
        let is_both = letters.len() < part.len() && !word.is_empty() && word.chars().all(char::is_alphabetic);
        let (letters, digits) = part.split_at(if is_both { letters.len() } else { part.len() });
        [letters, digits].into_iter().filter(|it| !it.is_empty())
    });
    let number = |part: &str| {
        let digits = part.trim_start_matches('0');
        let is_number = part.bytes().all(|byte| byte.is_ascii_digit()) && !digits.is_empty();
        if is_number { digits.to_owned() } else { part.to_owned() }
    };
    parts.map(number).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::*;

    fn of(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        words(text, |word| all.push(word.to_owned()));
        all
    }

    #[test]
    fn names_are_found_whole_and_by_their_parts() {
        assert_eq!(of("Run it."), ["run", "it"]);
        assert_eq!(of("KubeScheduler"), ["kubescheduler", "kube", "scheduler"]);
        assert_eq!(of("HTMLParser S3 k8s"), ["htmlparser", "html", "parser", "s3", "k8s"]);
        assert_eq!(of("APIs Is"), ["apis", "api", "is"]);
        assert_eq!(of("net.ipv4.tcp"), ["net.ipv4.tcp", "net", "ipv4", "tcp"]);
        assert_eq!(of("`GLIBC_2.38'"), ["glibc_2.38", "glibc", "2", "38"]);
        assert_eq!(of("--as-of"), ["asof", "as", "of"]);
        assert_eq!(of("a..b _c_ team's"), ["a", "b", "c", "team", "s"]);
    }

    #[test]
    fn languages_are_told_apart_by_their_signs() {
        assert_eq!(of("C, C++, C# or F#; C++17"), ["c", "c++", "c#", "or", "f#", "c++", "17"]);
        assert_eq!(
            of(".NET and (`.env`) a.b x.then()"),
            [".net", "net", "and", ".env", "env", "a.b", "a", "b", "x.then", "x", "then"]
        );
        assert_eq!(of("ADR #12, issue#12, a++b, i+"), ["adr", "12", "issue", "12", "a", "b", "i"]);
        assert_eq!(
            (whole("C++"), whole("C#"), whole("Use .NET 8")),
            ("c++".into(), "c#".into(), "use .net 8".into())
        );
    }

    #[test]
    fn accents_and_forms_of_letters_make_no_difference() {
        assert_eq!(of("Café naïve Fußgänger"), ["cafe", "naive", "fussganger"]);
        assert_eq!(whole("S3 k8s ADR0012"), "s 3 k8s adr 12");
        assert_eq!(of("ﬁle ２"), ["file", "2"]);
        assert_eq!(of("検索する x"), ["検索", "索す", "する", "x"]);
    }

    #[test]
    fn a_whole_name_is_compared_without_its_signs() {
        for written in ["adr 12", "ADR-0012", "adr:0012", " ADR  #12 "] {
            assert_eq!(whole(written), "adr 12");
        }
        assert_eq!(whole("0012"), "12");
        assert_eq!(whole("tier 0"), "tier 0");
    }

    proptest! {
        #[test]
        fn every_word_is_short_plain_and_found_again(text in any::<String>()) {
            words(&text, |word| {
                assert!(!word.is_empty() && word.chars().count() <= 3 * LONGEST);
                assert!(word.chars().all(|c| c.is_alphanumeric() || joins(c) || matches!(c, '+' | '#') || !c.is_ascii()), "{word:?}");
            });
        }
    }
}
