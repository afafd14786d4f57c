//! Text made safe to stand in HTML.
//!
//! In: any text. Out: the same, for one kind of place in HTML.
//! Must not: know what the text means.

/// Appends text so that it may stand between tags and in a double-quoted attribute.
pub fn push_text(out: &mut String, text: &str) {
    push(out, text, true);
}

/// Appends text so that it may stand between tags, but not in an attribute: quotes, which are many
/// in code, stay as they are.
pub fn push_between_tags(out: &mut String, text: &str) {
    push(out, text, false);
}

fn push(out: &mut String, text: &str, quotes: bool) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' if quotes => "&quot;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(entity);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// Text that may stand between tags and in a double-quoted attribute.
#[must_use]
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_text(&mut out, text);
    out
}

/// Appends an address so that it may stand in a double-quoted `href` or `src`. What an address
/// cannot hold is percent-encoded; what is encoded already stays as it is.
pub fn push_href(out: &mut String, address: &str) {
    for byte in address.bytes() {
        match byte {
            b'&' => out.push_str("&amp;"),
            b'\'' => out.push_str("&#x27;"),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(char::from(byte)),
            _ if b"-_.+!*(),%#@?=;:/$~".contains(&byte) => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
}

/// An address that may stand in a double-quoted `href` or `src`: see [`push_href`].
#[must_use]
pub fn href(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    push_href(&mut out, address);
    out
}

/// A path of names as an address: what would end the path or begin an escape is encoded, and all
/// that [`push_href`] encodes. Quotes and `&` stay: they mean nothing in an address.
#[must_use]
pub fn path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(char::from(byte)),
            _ if b"-_.+!*(),@=;:/$~&'".contains(&byte) => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// An address with its percent signs resolved; as it is where they stand for no text.
#[must_use]
pub fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = |byte: u8| char::from(byte).to_digit(16);
        let pair = bytes.get(at + 1).copied().and_then(hex).zip(bytes.get(at + 2).copied().and_then(hex));
        if let Some((high, low)) = pair.filter(|_| bytes[at] == b'%') {
            out.push(u8::try_from(high * 16 + low).unwrap_or(b'%'));
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_path_is_encoded_whole() {
        assert_eq!(super::path("/a b/c#d?e/100%/é&f/"), "/a%20b/c%23d%3Fe/100%25/%C3%A9&f/");
    }

    #[test]
    fn text_cannot_leave_its_place() {
        assert_eq!(super::text("a < b & \"c\""), "a &lt; b &amp; &quot;c&quot;");
    }

    #[test]
    fn an_address_is_encoded_once() {
        assert_eq!(super::href("a b%20é?x=1&y='"), "a%20b%20%C3%A9?x=1&amp;y=&#x27;");
    }
}
