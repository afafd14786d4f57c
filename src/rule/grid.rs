//! Tables about people: who has power and is interested, and who is allocated to what.
//!
//! In: the text of a file. Out: the heads of such tables, and where they stand. Must not: know records; a
//! rule says what is code, and which names are nobody's.

use std::ops::Range;

use super::people;

/// A table that may be about people.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Grid<'a> {
    /// Its head as written.
    pub(super) head: &'a str,
    /// Where the head stands in the text.
    pub(super) at: Range<usize>,
    /// What stands below a head that may name things as well as people; empty where the head says enough.
    pub(super) names: Vec<&'a str>,
}

/// A column with one of these heads names people, in small letters.
const PERSON: &[&str] =
    &["person", "developer", "employee", "engineer", "individual", "team member", "whose time"];

/// A column with one of these heads names people if what stands in it looks like that: it may be about
/// things, or a number of heads.
const PERHAPS_PERSON: &[&str] =
    &["name", "who", "people", "member", "members", "engineers", "developers", "staff"];

/// Words of the head of a column that says how somebody's time is divided.
const SHARE: &[&str] = &["allocated", "allocation", "capacity", "fte", "percent", "percentage", "share"];

/// The tables of a text that are about people.
pub(super) fn grids(text: &str) -> Vec<Grid<'_>> {
    let lines = text.split_inclusive('\n').scan(0, |end, line| {
        *end += line.len();
        Some((*end - line.len(), line))
    });
    let mut found = Vec::new();
    let mut before = (0, "");
    for (start, line) in lines {
        if is_rule(line) {
            let rows = text[start + line.len()..].lines().take_while(|row| row.contains('|'));
            found.extend(grid(before, rows));
        }
        before = (start, line);
    }
    found
}

fn grid<'a>((start, line): (usize, &'a str), rows: impl Iterator<Item = &'a str>) -> Option<Grid<'a>> {
    let heads: Vec<String> = cells(line).iter().map(|head| plain(head)).collect();
    let says = |words: &[&str]| {
        heads.iter().any(|head| head.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word)))
    };
    let column = |names: &[&str]| heads.iter().position(|head| names.contains(&head.as_str()));
    let names = if says(&["influence", "power"]) && says(&["interest"]) {
        Vec::new()
    } else if !says(SHARE) && !heads.iter().any(|head| head.contains('%')) {
        return None;
    } else if column(PERSON).is_some() {
        Vec::new()
    } else {
        let column = column(PERHAPS_PERSON)?;
        let names: Vec<&str> = rows.filter_map(|row| cells(row).get(column).copied()).collect();
        if names.is_empty() || !names.iter().all(|name| people::is_full_name(name)) {
            return None;
        }
        names
    };
    let head = line.trim();
    let start = start + line.len() - line.trim_start().len();
    Some(Grid { head, at: start..start + head.len(), names })
}

/// Whether a line is the one that Markdown asks for below the head of a table: `|---|:-:|`.
fn is_rule(line: &str) -> bool {
    let line = line.trim_start_matches(['>', ' ']).trim_end();
    line.contains('|') && line.contains("--") && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

fn cells(line: &str) -> Vec<&str> {
    let line = line.trim_start_matches(['>', ' ']).trim_end();
    let inner = line.strip_prefix('|').unwrap_or(line);
    inner.strip_suffix('|').unwrap_or(inner).split('|').map(str::trim).collect()
}

/// The head of a column without marks around it, in small letters.
fn plain(head: &str) -> String {
    head.trim_matches(['*', '_']).trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads(text: &str) -> Vec<&str> {
        grids(text).into_iter().map(|grid| grid.head).collect()
    }

    #[test]
    fn whose_power_and_interest_a_table_weighs_is_seen_by_its_head() {
        let text =
            "# Stakeholders\n\n| Who | Influence | Interest |\n|---|---|---|\n| Finance | high | low |\n";
        assert_eq!(heads(text), ["| Who | Influence | Interest |"]);
        assert_eq!(&text[grids(text)[0].at.clone()], "| Who | Influence | Interest |");
        assert_eq!(heads("Name | **Power** | Level of interest\n:-- | --: | ---\n").len(), 1);
        assert_eq!(heads("> | Role | Power/interest |\n> |---|---|\n").len(), 1);
    }

    #[test]
    fn whose_time_a_table_divides_is_seen_by_its_head_and_names() {
        for text in [
            "| Person | Allocation |\n| --- | --- |\n| Jane Doe | 50% |\n",
            "| Engineer | Storage (%) |\n|---|---|\n",
            "| Who | Share of time |\n|---|---|\n| Jane Doe | 50% |\n| J\u{f6}rg Doe | 50% |\n",
            "| Name | Capacity |\n|---|---|\n| Jane Doe | 50% |\n",
        ] {
            assert_eq!(heads(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn other_tables_are_left_alone() {
        for text in [
            "| Name | Capacity |\n|---|---|\n| small | 2 GB |\n| Large | 8 GB |\n",
            "| Who | Share |\n|---|---|\n| Customers | 80% |\n",
            "| Team | Engineers | Capacity |\n|---|---|---|\n| Storage | 5 | 30 weeks |\n",
            "| Person | Allocation |\n| Jane Doe | 50% |\n",
            "| Loan | Interest |\n|---|---|\n",
            "| Component | Power |\n|---|---|\n",
        ] {
            assert_eq!(heads(text), [""; 0], "{text}");
        }
    }
}
