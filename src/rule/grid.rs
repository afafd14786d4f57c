//! Tables about people: who has power and is interested, and who is allocated to what.
//!
//! In: the text of a file. Out: the heads of such tables, and where they stand. Must not: know records; a
//! rule says what is code, and which names are nobody's.

use std::ops::Range;

use super::given_name::is_given_name;
use crate::name;

/// A table that may be about people.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Grid<'a> {
    /// Its head as written.
    pub(super) head: &'a str,
    /// Where the head stands in the text.
    pub(super) at: Range<usize>,
    /// What stands below a head that may name things as well as people; empty where the head says enough.
    pub(super) names: Vec<&'a str>,
    /// Whether only the look of these says that they are people, and of what stands beside them that it is
    /// their time.
    pub(super) guess: bool,
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

/// Words of such a head that are about time only where shares stand below.
const TIME: &[&str] = &["allocated", "allocation", "effort", "focus", "fte", "time"];

/// What may stand around a name in a cell.
const MARKS: &[char] = &['*', '_', '`', '@', ' '];

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
    let rows: Vec<Vec<&str>> = rows.map(cells).collect();
    let (names, guess) = about(&heads, &rows)?;
    let head = line.trim();
    let start = start + line.len() - line.trim_start().len();
    Some(Grid { head, at: start..start + head.len(), names, guess })
}

/// Whether a table is about people: the names that it may be about, and whether only their look says so.
fn about<'a>(heads: &[String], rows: &[Vec<&'a str>]) -> Option<(Vec<&'a str>, bool)> {
    let says = |words: &[&str]| {
        heads.iter().any(|head| head.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word)))
    };
    let weighed = says(&["influence", "power"]) && says(&["interest"])
        || says(&["stakeholder", "stakeholders"]) && says(&["influence", "interest", "power"]);
    // Of a rack, power is a number.
    let counts = rows.iter().flatten().any(|cell| cell.starts_with(|c: char| c.is_ascii_digit()));
    if weighed && !counts {
        return Some((Vec::new(), false));
    }
    let column = |names: &[&str]| heads.iter().position(|head| names.contains(&head.as_str()));
    let stands = says(&["influence", "power"]) && says(&["attitude", "interest", "stance", "support"]);
    let cells = |at: usize| {
        let cells = rows.iter().filter_map(move |row| row.get(at)).map(|cell| cell.trim_matches(MARKS));
        cells.filter(|cell| !cell.is_empty()).collect::<Vec<&str>>()
    };
    let counted = |of: usize| (0..heads.len()).any(|at| at != of && are_shares(&cells(at)));
    let said = says(SHARE) || heads.iter().any(|head| head.contains('%'));
    if let Some(at) = column(PERSON) {
        let names = cells(at);
        let roles = !names.is_empty() && names.iter().all(|name| name::is_role(name));
        let divided = said && !roles || counted(at) && names.iter().any(|name| name::is_names(name));
        return divided.then(|| (Vec::new(), false));
    }
    // A library has influence too, and a city a share: somebody's name has to stand there.
    let given = |name: &&str| name.split_whitespace().next().is_some_and(is_given_name);
    let unnamed = heads[0].is_empty().then_some(0);
    let at = column(PERHAPS_PERSON).or(unnamed)?;
    let names = cells(at);
    let people = names.iter().any(given);
    if stands && !counts && (people || heads[at] == "who") {
        return Some((names, true));
    }
    let whole = heads.len() > 2 && rows.iter().all(|row| is_whole(row));
    // What has a name alone is as often a machine, and its share one of anything.
    let time = said || says(TIME) || whole || !["", "name"].contains(&heads[at].as_str());
    (people && time && counted(at)).then_some((names, !said))
}

/// Whether the shares of a row, after its name, make up the whole of it.
fn is_whole(row: &[&str]) -> bool {
    let shares = row.iter().skip(1).map(|cell| cell.trim_matches(MARKS)).filter(|cell| !cell.is_empty());
    let shares: Option<Vec<u32>> = shares.map(|cell| cell.strip_suffix('%')?.trim().parse().ok()).collect();
    shares.is_some_and(|shares| shares.iter().sum::<u32>() == 100)
}

/// Whether the cells of a column are shares, as far as they say anything: `50%`, `0.5 FTE`.
fn are_shares(cells: &[&str]) -> bool {
    let mut told = cells.iter().filter(|cell| cell.contains(char::is_alphanumeric)).peekable();
    let is_share = |cell: &&&str| {
        let cell = cell.to_lowercase();
        let whole = cell.strip_suffix('%').or_else(|| cell.strip_suffix("fte"));
        // `60% Storage`
        let number = whole.or_else(|| Some(cell.split_once("% ")?.0)).unwrap_or_default();
        number.contains(|c: char| c.is_ascii_digit())
            && number
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '\u{2013}' | '~' | ' '))
    };
    told.peek().is_some() && told.all(|cell| is_share(&cell))
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
        assert_eq!(heads("| Stakeholder | Influence | Support |\n|---|---|---|\n").len(), 1);
    }

    #[test]
    fn whose_time_a_table_divides_is_seen_by_its_head_and_names() {
        for text in [
            "| Person | Allocation |\n| --- | --- |\n| Jane Doe | 50% |\n",
            "| Engineer | Storage (%) |\n|---|---|\n",
            "| Who | Share of time |\n|---|---|\n| Jane Doe | 50% |\n| J\u{f6}rg Doe | 50% |\n",
            "| Name | Capacity |\n|---|---|\n| Jane Doe | 50% |\n",
            "| Engineer | Search | Billing |\n|---|---|---|\n| Jane Doe | 50% | 50% |\n| Bob | | 100% |\n",
            "| Person | Q1 |\n|---|---|\n| Jane Doe | 60% Storage |\n",
            "| **Engineer** | Search |\n|---|---|\n| **Jane** | 0.5 FTE |\n",
            "| Engineer | Allocation |\n|---|---|\n| jdoe | half |\n",
        ] {
            assert_eq!(heads(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn names_beside_shares_of_time_or_what_they_stand_for_are_a_guess() {
        for text in [
            "| Who | Time |\n|---|---|\n| Jane Doe | 50% |\n| Bob Roe | 40-50 % |\n",
            "| Who | Time |\n|---|---|\n| Jane | 50% |\n| Bob | - |\n",
            "| Members | Search | Billing |\n|---|---|---|\n| Jane Doe | 50% | 50% |\n",
            "| Name | Time on search |\n|---|---|\n| Jane Doe | 50% |\n",
            "| | Storage | Search |\n|---|---|---|\n| Jane Doe | 60% | 40% |\n| Bob Roe | | 100% |\n",
            "| Name | Storage | CI |\n|---|---|---|\n| Anna Meyer | 40% | 60% |\n",
            "| Name | Influence | Support |\n|---|---|---|\n| Karen Miller | high | hostile |\n",
            "| Who | Power | Attitude |\n|---|---|---|\n| Finance | high | for it |\n",
        ] {
            let found = grids(text);
            assert!(found.len() == 1 && found[0].guess && !found[0].names.is_empty(), "{text}");
        }
    }

    #[test]
    fn other_tables_are_left_alone() {
        for text in [
            "| Name | Capacity |\n|---|---|\n| small | 2 GB |\n| Large | 8 GB |\n",
            "| Who | Share |\n|---|---|\n| Customers | 80% |\n",
            "| Name | Influence | Support |\n|---|---|---|\n| Rust | high | good |\n",
            "| Team | Engineers | Capacity |\n|---|---|---|\n| Storage | 5 | 30 weeks |\n",
            "| Person | Allocation |\n| Jane Doe | 50% |\n",
            "| Service | Target |\n|---|---|\n| Blob Store | 99.9% |\n",
            "| Name | Uptime |\n|---|---|\n| Payment Gateway | 99.95% |\n",
            "| Team | Share |\n|---|---|\n| Storage | 40% |\n| Data Services | 60% |\n",
            "| Language | Coverage |\n|---|---|\n| Rust | 81% |\n",
            "| Role | Satisfied |\n|---|---|\n| Backend | 61% |\n",
            "| Engineer | Satisfied |\n|---|---|\n| Backend | 61% |\n| Senior | 70% |\n",
            "| Engineer | Percent satisfied |\n|---|---|\n| Data engineer | 61% |\n",
            "| Developer | Satisfied |\n|---|---|\n| Mobile developers | 61% |\n",
            "| Who | Satisfied |\n|---|---|\n| Mobile Teams | 61% |\n",
            "| Who | Time |\n|---|---|\n| Jane Doe | 09:00 |\n",
            "| Who | Time to answer |\n|---|---|\n| Customers | 50% |\n",
            "| Engineer | Search |\n|---|---|\n| Jane Doe | on call |\n",
            "| Loan | Interest |\n|---|---|\n",
            "| Component | Power |\n|---|---|\n",
            "| Rack | Power | Interest |\n|---|---|---|\n| A1 | 4 kW | none |\n",
            "| Name | Reads | Writes |\n|---|---|---|\n| Amber Blocks | 60% | 40% |\n",
            "| Name | Reads | Writes |\n|---|---|---|\n| Blob Store | 60% | 40% |\n",
            "| | Read | Write |\n|---|---|---|\n| Amber Blocks | 99% | 98% |\n",
            "| Name | Share |\n|---|---|\n| Mexico City | 70% |\n| Tel Aviv | 30% |\n",
            "| Name | Capacity |\n|---|---|\n| Victoria Metrics | 2 GB |\n",
            "| Name | Uptime |\n|---|---|\n| Helena | 99% |\n",
        ] {
            assert_eq!(heads(text), [""; 0], "{text}");
        }
    }
}
