//! Names that a file cannot have everywhere.

/// Why Windows refuses a file name. See
/// <https://learn.microsoft.com/windows/win32/fileio/naming-a-file>.
pub(super) fn reserved(name: &str) -> Option<String> {
    let stem = name.split('.').next().unwrap_or(name).to_ascii_uppercase();
    let numbered =
        |prefix: &str| stem.strip_prefix(prefix).is_some_and(|rest| matches!(rest.as_bytes(), [b'1'..=b'9']));
    if ["CON", "PRN", "AUX", "NUL"].contains(&stem.as_str()) || numbered("COM") || numbered("LPT") {
        return Some(format!("`{stem}` names a device there"));
    }
    if name.ends_with(['.', ' ']) {
        return Some("names there do not end in a dot or a space".to_owned());
    }
    let bad = name.chars().find(|c| "<>:\"|?*\\".contains(*c) || c.is_control())?;
    Some(format!("names there do not contain `{bad}`"))
}
