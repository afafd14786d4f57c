//! Parts that fold: `<details>` and `<summary>`, as git hosts show them.
//!
//! In: a block of HTML. Out: what it opens and closes, if it does nothing else. Must not: write.

use super::raw::unescaped;

/// Tags that may stand in a summary.
const PHRASE: [&str; 8] = ["b", "code", "del", "em", "i", "kbd", "strong", "sub"];

/// What a block of HTML does that only folds what stands around it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Fold {
    /// How many parts it opens that it does not close.
    pub(super) opens: usize,
    /// How many it closes that others opened.
    pub(super) closes: usize,
    /// What its summaries say.
    pub(super) summary: String,
}

/// Reads a block; none where it holds anything else.
pub(super) fn read(html: &str) -> Option<Fold> {
    let mut fold = Fold::default();
    let mut in_summary = false;
    let mut tags = 0;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        let end = tag.find('>')?;
        take(text, in_summary, &mut fold)?;
        let name = tag[1..end].trim().to_ascii_lowercase();
        match name.as_str() {
            "details" | "details open" | "details open=\"\"" => fold.opens += 1,
            "/details" if fold.opens > 0 => fold.opens -= 1,
            "/details" => fold.closes += 1,
            "summary" if !in_summary => in_summary = true,
            "/summary" if in_summary => {
                in_summary = false;
                fold.summary.push(' ');
            }
            phrase if in_summary && PHRASE.contains(&phrase.trim_start_matches('/')) => {}
            _ => return None,
        }
        tags += 1;
        rest = &tag[end + 1..];
    }
    take(rest, false, &mut fold)?;
    (tags > 0 && !in_summary).then_some(fold)
}

/// Text belongs into a summary.
fn take(text: &str, in_summary: bool, fold: &mut Fold) -> Option<()> {
    if in_summary {
        fold.summary.push_str(&unescaped(text));
        return Some(());
    }
    text.trim().is_empty().then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_folds_is_read() {
        let fold = |opens, closes, summary: &str| Some(Fold { opens, closes, summary: summary.to_owned() });
        for (html, expected) in [
            ("<details>\n<summary>The <b>log</b> &amp; more</summary>\n", fold(1, 0, "The log & more ")),
            ("<details open>", fold(1, 0, "")),
            ("</details>\n", fold(0, 1, "")),
            ("<details><summary>a</summary></details>", fold(0, 0, "a ")),
            ("</details>\n<details>", fold(1, 1, "")),
            ("<details>text", None),
            ("<details class=\"a\">", None),
            ("<details><summary><img src=a></summary>", None),
            ("<details", None),
            ("<summary>a", None),
            ("text", None),
        ] {
            assert_eq!(read(html), expected, "{html}");
        }
    }
}
