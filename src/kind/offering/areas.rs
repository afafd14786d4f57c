//! The rule about capability areas: whether each has a choice, and is spelled as it is elsewhere.
//!
//! In: all offerings. Out: findings. Must not: look at one offering alone; `rules.rs` does that.

use std::collections::BTreeMap;

use super::{Lifecycle, Offering};
use crate::entry::Entry;
use crate::finding::{Check, Finder, Rule, Threshold};

/// The rule about capability areas.
pub(super) const AREAS: Rule = Rule {
    id: "OFF7",
    summary: "A capability area has a choice that is generally available, and not ever more of them",
    why: "A reader of the area asks which one to take. Where several live side by side, one is on its way out, \
          or each costs its upkeep for ever.",
    thresholds: &[Threshold { name: "live", value: 3.0, unit: "offerings" }],
    fails: "\
=== content/offerings/graph-storage.toml
title = \"Graph Storage\"
capability_area = \"Databases\"
lifecycle = \"alpha\"
=== content/offerings/relational-data.toml
title = \"Relational Data\"
capability_area = \"Tables\"
lifecycle = \"ga\"
",
    passes: "\
=== content/offerings/graph-storage.toml
title = \"Graph Storage\"
capability_area = \"Databases\"
lifecycle = \"alpha\"
=== content/offerings/relational-data.toml
title = \"Relational Data\"
capability_area = \"Databases\"
lifecycle = \"ga\"
",
    check: Check::Site(areas),
    ..Rule::WARNING
};

fn is_live(offering: &Offering) -> bool {
    matches!(offering.lifecycle, Some(Lifecycle::Alpha | Lifecycle::Beta | Lifecycle::Ga))
}

fn is_going(offering: &Offering) -> bool {
    matches!(offering.lifecycle, Some(Lifecycle::Deprecated | Lifecycle::Sunsetting))
}

fn areas(finder: &mut Finder<'_>) {
    let site = finder.site;
    let mut areas = Areas::new();
    for (_, entry, offering) in site.all::<Offering>() {
        if let Some(area) = &offering.capability_area {
            areas.entry(area.trim().to_lowercase()).or_default().push((entry, offering));
        }
    }
    let most = finder.threshold("live");
    // Where nothing at all is generally available, the platform is only beginning.
    let has_begun = site.all::<Offering>().any(|(_, _, it)| it.lifecycle == Some(Lifecycle::Ga));
    for (area, offerings) in &areas {
        let count = |is: fn(&Offering) -> bool| offerings.iter().filter(|(_, offering)| is(offering)).count();
        let (first, record) = offerings[0];
        let name = record.capability_area.as_deref().unwrap_or_default();
        if let Some((other, meant)) = meant(area, &areas) {
            let message = format!("`{name}` is an area of its own, and all but spelled like `{meant}`");
            let found = finder.report_at(first, first.at("capability_area"), message);
            found.hint(format!("did you mean `{meant}`?"));
            found.see(other.at("capability_area"), format!("the area of `{}`", other.title));
            continue;
        }
        let going = count(is_going);
        let live = count(is_live);
        // A beta that stands alone is what there is to take, and an alternative is named to be taken.
        let answered =
            |it: &Offering| it.lifecycle == Some(Lifecycle::Beta) && live == 1 || !it.alternatives.is_empty();
        let mut shown = offerings.iter().filter(|(_, it)| is_live(it) || is_going(it));
        let (message, hint) = if has_begun
            && count(|it| it.lifecycle == Some(Lifecycle::Ga)) == 0
            && shown.any(|(_, it)| !answered(it))
        {
            (
                format!("nothing in `{name}` is generally available"),
                "name in `alternatives` what to use until something is, or put these into an area that has a choice",
            )
        } else if f64::from(u32::try_from(live).unwrap_or(u32::MAX)) >= most && going == 0 {
            (
                format!("`{name}` has {live} live offerings, and none of them is on its way out"),
                "decide which one goes (`lifecycle = \"deprecated\"`), or divide the area by what they are for",
            )
        } else {
            continue;
        };
        let found = finder.report_at(first, first.at("capability_area"), message);
        found.hint(hint);
        for (other, _) in offerings.iter().skip(1).take(4) {
            found.see(other.at("lifecycle"), format!("`{}`", other.title));
        }
    }
}

/// Offerings by area, in small letters.
type Areas<'a> = BTreeMap<String, Vec<(&'a Entry, &'a Offering)>>;

/// The area that was probably meant by one that is a letter off it, and an offering of it: of the two, the one
/// that more are in, or that is there first.
fn meant<'a>(area: &str, areas: &Areas<'a>) -> Option<(&'a Entry, &'a str)> {
    let weight = |offerings: &[(&Entry, &Offering)]| {
        (std::cmp::Reverse(offerings.len()), offerings.first().map(|(entry, _)| entry.file.to_string()))
    };
    let own = weight(areas.get(area)?);
    let likely = areas.iter().filter(|(other, offerings)| is_slip(area, other) && weight(offerings) < own);
    let (entry, offering) = *likely.min_by_key(|(_, offerings)| weight(offerings))?.1.first()?;
    Some((entry, offering.capability_area.as_deref()?))
}

/// Whether two names are a letter apart, and not by a figure or a short word: `Tier 1`, `Tier 2`, `Team A`.
fn is_slip(one: &str, other: &str) -> bool {
    const LONG: usize = 4;
    let words = |name: &str| name.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (a, b) = (words(one), words(other));
    let long = |word: &String| word.chars().count() >= LONG && !word.contains(|c: char| c.is_ascii_digit());
    let differing = a.iter().zip(&b).filter(|(a, b)| a != b);
    strsim::osa_distance(one, other) == 1
        && (a.len() != b.len() || differing.into_iter().all(|(a, b)| long(a) && long(b)))
}
