//! The name that was probably meant.
//!
//! In: what was written, and what there is. Out: the nearest, or none that is near enough.

/// The candidate that is most like `written`, if one is alike enough to be worth naming.
#[must_use]
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_few(written, candidates, 1).pop()
}

/// Up to `count` candidates like `written`, the likest first; equally like ones by name.
#[must_use]
pub fn nearest_few<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    count: usize,
) -> Vec<&'a str> {
    let wanted = written.to_lowercase();
    // Jaro-Winkler favours a shared beginning, as typing does; 0.8 keeps `statu` and `status`
    // together, and `owner` and `order` apart.
    let like = |candidate: &&'a str| (strsim::jaro_winkler(&wanted, &candidate.to_lowercase()), *candidate);
    let mut scored: Vec<(f64, &str)> = candidates
        .into_iter()
        .filter(|candidate| !candidate.is_empty())
        .map(|candidate| like(&candidate))
        .filter(|(score, _)| *score >= 0.8)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored.dedup_by(|a, b| a.1 == b.1);
    scored.into_iter().take(count).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likest_is_named_and_nothing_if_none_is_like() {
        assert_eq!(nearest("statu", ["title", "status", "date"]), Some("status"));
        assert_eq!(nearest("Storge", ["compute", "storage"]), Some("storage"));
        assert_eq!(nearest("xyz", ["title", "status"]), None);
        assert_eq!(
            nearest_few("blob-stor", ["blob-store", "blob-stores", "x"], 2),
            ["blob-store", "blob-stores"]
        );
    }
}
