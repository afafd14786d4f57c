//! What the binary writes and prints.

/// The file that an address of the site leads to, percent signs resolved.
pub(crate) fn file_at(address: &str) -> String {
    let path = address.split(['#', '?']).next().unwrap_or(address);
    let bytes = path.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let pair = path.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match pair.filter(|_| bytes[at] == b'%') {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    onramp::output::file_of(&String::from_utf8(out).expect("addresses are UTF-8"))
}
