//! What grows with the site, grows with it and no faster: counted in bytes, not in seconds. How often rules
//! and computed pages look at a record is counted in `src/build/work.rs`.

use crate::support::Site;

/// How many bytes a site of so many records makes, and how many of its largest page.
fn size(records: usize, file: impl Fn(usize) -> (String, String)) -> (u64, u64) {
    let mut site = Site::new();
    for n in 0..records {
        let (path, text) = file(n);
        site = site.file(&path, text);
    }
    let outputs = site.publish("internal");
    let pages = outputs.files.iter().filter(|(path, _)| {
        path.ends_with("/index.html") && path.matches('/').count() > 1 && !path.starts_with("teams/")
    });
    (outputs.size(), pages.map(|(_, bytes)| bytes.len() as u64).max().unwrap_or(0))
}

/// Twice as much in, about twice as much out; and a page of one record is as large as before.
#[track_caller]
fn is_linear(file: impl Fn(usize) -> (String, String)) {
    let ((small, page), (large, page_of_large)) = (size(300, &file), size(600, &file));
    let times =
        |large: u64, small: u64| f64::from(u32::try_from(large * 100 / small).expect("small")) / 100.0;
    assert!(times(large, small) < 2.3, "{small} bytes became {large}");
    assert!(times(page_of_large, page) < 1.2, "a page of {page} bytes became one of {page_of_large}");
}

#[test]
fn pages_in_one_folder() {
    is_linear(|n| (format!("content/guides/page-{n:04}.md"), format!("# Page {n:04}\n\nText of it.\n")));
}

#[test]
fn folders_in_one_folder() {
    is_linear(|n| {
        (format!("content/guides/folder-{n:04}/index.md"), format!("# Page {n:04}\n\nText of it.\n"))
    });
}

#[test]
fn sections_of_the_site() {
    is_linear(|n| (format!("content/section-{n:04}/a/index.md"), format!("# Page {n:04}\n\nText of it.\n")));
}

#[test]
fn decisions_that_name_the_one_before() {
    let text = |n: usize| {
        format!("+++\nstatus = \"accepted\"\nsupersedes = [\"{}\"]\n+++\n# Decision {n:04}\n", n.max(2) - 1)
    };
    is_linear(|n| (format!("content/adrs/{:04}-x.md", n + 1), text(n + 1)));
}

#[test]
fn records_of_one_team() {
    // The team's page lists what it owns, and grows; no other page does.
    is_linear(|n| match n {
        0 => ("content/teams/storage.toml".to_owned(), "title = \"Storage\"\n".to_owned()),
        _ => (
            format!("content/guides/page-{n:04}.md"),
            format!("+++\nowner = \"storage\"\n+++\n# Page {n:04}\n"),
        ),
    });
}
