//! Numbers as people read them.
//!
//! In: `12400.0`. Out: `12,400`. Must not: know a unit.

/// A number with its thousands apart, without the `.0` of a whole one or a minus before nothing.
#[must_use]
pub fn readable(number: f64) -> String {
    // What sums of tenths leave behind is no part of the number.
    let written = format!("{number:.6}");
    let written = written.trim_end_matches('0').trim_end_matches('.');
    let (sign, written) = written.strip_prefix('-').map_or(("", written), |rest| ("-", rest));
    let (whole, fraction) = written.split_once('.').map_or((written, None), |(a, b)| (a, Some(b)));
    let mut apart = String::new();
    for (n, digit) in whole.char_indices() {
        if n > 0 && (whole.len() - n).is_multiple_of(3) {
            apart.push(',');
        }
        apart.push(digit);
    }
    let fraction = fraction.map_or_else(String::new, |it| format!(".{it}"));
    let sign = if written == "0" { "" } else { sign };
    format!("{sign}{apart}{fraction}")
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(readable(12_400.0), "12,400");
        assert_eq!(readable(1_240.0), "1,240");
        assert_eq!(readable(1_234_567.5), "1,234,567.5");
        assert_eq!(readable(999.0), "999");
        assert_eq!(readable(-12_400.0), "-12,400");
    }

    #[test]
    fn nothing_is_shown_that_says_nothing() {
        assert_eq!(readable(100.0), "100");
        assert_eq!(readable(99.96), "99.96");
        assert_eq!(readable(0.1 + 0.2), "0.3");
        assert_eq!(readable(-0.0), "0");
    }
}
