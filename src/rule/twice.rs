//! The rule about records that were entered twice.
//!
//! In: the whole site. Out: findings. Must not: name a kind; two records of any kind are one if all that is said of
//! both is the same, apart from what is told of a thing in other words.

use std::collections::BTreeMap;

use crate::entry::Entry;
use crate::finding::{Check, Finder, Rule};
use crate::site::Site;

/// The rules.
pub const RULES: &[Rule] = &[Rule {
    id: "GEN17",
    summary: "A record is entered once",
    why: "What is there twice is counted twice, and one of the two is forgotten when the other is mended. Two records \
          of a kind count as one if they have the same title and summary, and no days, figures or references that set \
          them apart.",
    fails: "\
=== content/applications/cart.toml
title = \"Cart\"
summary = \"What a customer is about to buy.\"
=== content/applications/cart-service.toml
title = \"Cart\"
summary = \"What a customer is about to buy.\"
",
    passes: "\
=== content/applications/cart.toml
title = \"Cart\"
summary = \"What a customer is about to buy.\"
aliases = [\"cart-service\"]
",
    check: Check::Site(twice),
    ..Rule::WARNING
}];

/// Fields in which copies of one record differ: what it is called, and who looks after it since when.
const OF_COPIES: &[&str] = &[
    "id", "kind", "title", "summary", "aliases", "old_urls", "created", "reviewed", "tags", "order", "allow",
];

fn twice(finder: &mut Finder<'_>) {
    let site = finder.site;
    let mut alike: BTreeMap<(&str, String), Vec<&Entry>> = BTreeMap::new();
    for (_, entry) in site.iter().filter(|(_, entry)| !entry.bare) {
        let known = alike.entry((&entry.id.kind, entry.title.to_lowercase())).or_default();
        if let Some(first) = known.iter().find(|first| is_copy(first, entry, site)) {
            let message = format!("`{}` is there twice: `{}` says the same", entry.title, first.id);
            let hint = format!(
                "keep one of the two, and name the other in its `aliases`, such as `\"{}\"`; if they are two things, say in \
                 the titles which is which",
                entry.id.name
            );
            let found = finder.report_at(entry, entry.at("title"), message);
            found.hint(hint).see(first.at("title"), "the other");
        }
        known.push(entry);
    }
}

/// Whether a record is the same as another. Of two with one id GEN1 tells; without a summary, all that both say
/// has to be the same.
pub(super) fn is_copy(one: &Entry, other: &Entry, site: &Site) -> bool {
    if one.id == other.id || !one.reads_like(other) {
        return false;
    }
    let text = |entry: &Entry| entry.plain(0);
    let (body, its) = (text(one), text(other));
    if !body.is_empty() && !its.is_empty() && body != its {
        return false;
    }
    let written = |entry: &Entry, pointer: &str| {
        let span = entry.spans.get(pointer)?.value;
        site.sources.get(&entry.file)?.text.get(span.range()).map(str::to_owned)
    };
    let summed_up = one.common.summary.is_some();
    let own = one.spans.keys().filter(|pointer| pointer.matches('/').count() == 1);
    let own: Vec<&String> = own.filter(|pointer| !OF_COPIES.contains(&&pointer[1..])).collect();
    let agree = own.iter().all(|pointer| {
        let (Some(a), Some(b)) = (written(one, pointer), written(other, pointer)) else { return true };
        a == b || summed_up && !sets_apart(one, pointer, &a) && !sets_apart(other, pointer, &b)
    });
    agree && (summed_up || own.iter().any(|pointer| other.spans.contains_key(*pointer)))
}

/// Whether a value is more than words: a day, a figure, a list, or another record than its owner.
fn sets_apart(entry: &Entry, pointer: &str, written: &str) -> bool {
    let refers = pointer != "/owner" && entry.refs.values().any(|it| it.pointer == pointer);
    refers || written.starts_with(['[', '{']) || written.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use crate::rule::tests::report;

    /// What is told of two records of a kind, called `a` and `b`, with these fields.
    fn told(folder: &str, a: &str, b: &str) -> Vec<String> {
        let told = report(&format!(
            "=== content/{folder}/a.toml\ntitle = \"One\"\n{a}\n=== content/{folder}/b.toml\ntitle = \"One\"\n{b}\n"
        ));
        let told = told.into_iter().filter(|it| it.starts_with("GEN17"));
        told.map(|it| it.split(" (").next().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn a_copy_under_another_name_is_found_in_every_kind() {
        let summary = "summary = \"What it is.\"";
        for folder in ["offerings", "teams", "applications", "roadmap", "metrics", "strategies"] {
            let found = told(folder, summary, summary);
            assert!(
                found.len() == 1
                    && found[0].starts_with(&format!(
                        "GEN17 content/{folder}/b.toml:1:9: warning: `One` is there twice: "
                    )),
                "{found:?}"
            );
        }
        let day = format!("{summary}\nstart = 2026-12-01T09:00:00Z");
        assert_eq!(told("incidents", &day, &day).len(), 1);
        // Another owner, or a field that only one has.
        assert_eq!(told("applications", &format!("{summary}\nowner = \"storage\""), summary).len(), 1);
        // Without a summary, the rest says enough.
        assert_eq!(told("applications", "tier = \"tier-1\"", "tier = \"tier-1\"").len(), 1);
    }

    #[test]
    fn a_copy_is_told_once() {
        let found = report(
            "=== content/app-tiers/a.toml\ntitle = \"Tier 0\"\nlevel = 0\naliases = [\"Critical\"]\n\
             === content/app-tiers/b.toml\ntitle = \"Tier 0\"\nlevel = 0\naliases = [\"Critical\"]\n",
        );
        let found = found.iter().filter(|it| ["GEN", "APP"].iter().any(|group| it.starts_with(group)));
        let found: Vec<&str> =
            found.filter_map(|it| it.split(' ').next()).filter(|it| *it != "GEN4").collect();
        assert_eq!(found, ["GEN17"]);
    }

    #[test]
    fn records_that_share_a_title_are_left_alone() {
        let with = |field: &str| format!("summary = \"What it is.\"\n{field}");
        for (folder, a, b) in [
            ("incidents", "start = 2026-12-01T09:00:00Z", "start = 2026-12-02T09:00:00Z"),
            ("maintenance_windows", "days = [2027-02-01]", "days = [2027-02-08]"),
            (
                "maintenance_windows",
                "recurrence = { every = \"week\", day = \"sunday\" }",
                "recurrence = { every = \"week\", day = \"monday\" }",
            ),
            ("ops_reviews", "period = \"2026-11\"", "period = \"2026-12\""),
            ("slos", "offering = \"a\"", "offering = \"b\""),
            ("upstreams", "version = \"15\"", "version = \"16\""),
            ("roadmap", "target = \"2027-Q1\"", "target = \"2027-Q2\""),
        ] {
            assert_eq!(told(folder, &with(a), &with(b)), [""; 0], "{folder}");
        }
        assert_eq!(told("applications", "summary = \"A\"", "summary = \"B\""), [""; 0]);
        assert_eq!(told("applications", "", ""), [""; 0]);
        let page = |name: &str, text: &str| {
            format!(
                "=== content/{name}.md\n+++\ntitle = \"Overview\"\nsummary = \"What is here.\"\n+++\n{text}\n"
            )
        };
        let told = report(&(page("a/one", "Of one thing.") + &page("b/one", "Of another thing.")));
        assert!(told.iter().all(|it| !it.starts_with("GEN17")), "{told:?}");
    }
}
