//! A title in lines that fit a node.
//!
//! Nothing measures text when a site is built, and readers' fonts differ: widths are those of a wide
//! sans serif, so that a line is rather too short than too long.

/// The size of the font that templates draw names in, in pixels, and bold.
const SIZE: f64 = 13.0;
/// More lines than this are cut.
const LINES: usize = 3;

/// A text in lines of a width in pixels, the last of them cut if it must be.
pub(super) fn lines(text: &str, width: i32) -> Vec<String> {
    let width = f64::from(width);
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        for (n, piece) in pieces(word, width).into_iter().enumerate() {
            let gap = if n == 0 { " " } else { "" };
            match lines.last_mut() {
                Some(line) if measure(&format!("{line}{gap}{piece}")) <= width => {
                    line.push_str(gap);
                    line.push_str(&piece);
                }
                _ => lines.push(piece),
            }
        }
    }
    if lines.len() > LINES {
        lines.truncate(LINES);
        if let Some(last) = lines.last_mut() {
            while measure(last) > width - SIZE {
                last.pop();
            }
            last.truncate(last.trim_end().len());
            last.push('…');
        }
    }
    lines
}

/// A word as it may be broken: after a hyphen, and anywhere where it is wider than a line.
fn pieces(word: &str, width: f64) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for c in word.chars() {
        if let Some(last) = pieces.last_mut() {
            if last.ends_with('-') || (!last.is_empty() && measure(last) + measure_one(c) > width) {
                pieces.push(c.to_string());
            } else {
                last.push(c);
            }
        }
    }
    pieces
}

fn measure(text: &str) -> f64 {
    text.chars().map(measure_one).sum()
}

fn measure_one(c: char) -> f64 {
    let em = match c {
        'i' | 'j' | 'l' | '|' | '!' | '.' | ',' | ':' | ';' | '\'' => 0.33,
        'f' | 't' | 'r' | 'I' | ' ' | '-' | '(' | ')' | '[' | ']' | '/' | '"' => 0.4,
        'm' | 'M' | 'w' | 'W' | '@' | '%' => 0.95,
        'A'..='Z' => 0.75,
        _ if c.is_ascii() => 0.61,
        _ if c.is_alphabetic() && c < '\u{2000}' => 0.7,
        _ => 1.05,
    };
    em * SIZE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_broken_between_words() {
        assert_eq!(lines("Image and toolchain certified", 120), ["Image and", "toolchain", "certified"]);
        assert_eq!(lines("Performance-sensitive pricing", 120), ["Performance-", "sensitive pricing"]);
        assert_eq!(lines("Batch workers", 160), ["Batch workers"]);
        assert_eq!(lines("  ", 160), Vec::<String>::new());
    }

    #[test]
    fn a_long_title_is_cut_and_a_long_word_broken() {
        let cut = lines("one two three four five six seven eight nine ten eleven twelve", 100);
        assert_eq!(cut.len(), LINES);
        assert!(cut[2].ends_with('…') && measure(&cut[2]) <= 100.0 + SIZE, "{cut:?}");
        let broken = lines("Donaudampfschifffahrtsgesellschaft", 120);
        assert!(broken.len() > 1 && broken.iter().all(|line| measure(line) <= 120.0), "{broken:?}");
        assert_eq!(broken.concat(), "Donaudampfschifffahrtsgesellschaft");
    }
}
