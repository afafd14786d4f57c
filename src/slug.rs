//! A title as a part of a path or an address.
//!
//! In: `Keep backups: a year!`. Out: `keep-backups-a-year`. Must not: know what is named, nor make
//! anchors: those go by the git host's rules.

/// A title in small letters and digits, with `-` between the words; empty where it has neither.
#[must_use]
pub fn slug(title: &str) -> String {
    let plain: String =
        title.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_part_of_a_path() {
        assert_eq!(slug("CLI: provisioning, 2027!"), "cli-provisioning-2027");
        assert_eq!(slug("Über  alles"), "über-alles");
        assert_eq!(slug("?!"), "");
    }
}
