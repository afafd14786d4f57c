//! When pages last changed: from a repository, and from none.

use std::process::Command;

use crate::support::{Site, texts};

/// Runs git in the site's folder on a day of its own, as nobody in particular.
fn git(site: &Site, arguments: &[&str]) {
    git_on("2027-01-04", site, arguments);
}

fn git_on(day: &str, site: &Site, arguments: &[&str]) {
    let done = Command::new("git")
        .args(["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .current_dir(site.root())
        .env("GIT_COMMITTER_DATE", format!("{day}T12:00:00Z"))
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .expect("git runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

fn changed(site: &Site) -> Vec<String> {
    texts(&site.page("a/index.html"), ".edit time")
}

#[test]
fn a_page_says_when_its_file_last_changed() {
    let site = Site::new().file("content/a.md", "# A\n\nText\n").clean();
    assert_eq!(changed(&site), [""; 0]);
    git(&site, &["init", "-q"]);
    assert_eq!(changed(&site), [""; 0]);
    git(&site, &["add", "."]);
    git(&site, &["commit", "-q", "-m", "A page"]);
    assert_eq!(changed(&site), ["2027-01-04"]);
    // What is not committed yet does not count.
    assert_eq!(changed(&site.file("content/a.md", "# A\n\nMore\n")), ["2027-01-04"]);
}

#[test]
fn a_shallow_clone_is_told_and_gives_no_day() {
    let origin = Site::new().file("content/a.md", "# A\n\nText\n");
    git(&origin, &["init", "-q"]);
    for message in ["One", "Two"] {
        git(&origin, &["add", "."]);
        git(&origin, &["commit", "-q", "--allow-empty", "-m", message]);
    }
    let site = Site::bare();
    let from = format!("file://{}", origin.root().display());
    git(&site, &["clone", "-q", "--depth", "1", &from, "."]);
    let site = site.finds_with_hints(&[
        "onramp.toml:1:1: warning[GIT1]: the clone is shallow, so pages do not say when they last changed | fetch the whole history: `git fetch --unshallow`, or `fetch-depth: 0` in the CI's checkout",
    ]);
    assert_eq!(changed(&site), [""; 0]);
}

#[test]
fn what_was_walked_is_kept_between_builds_and_a_rewritten_history_is_walked_anew() {
    let site = Site::new().file("content/a.md", "# A\n\nText\n").file("content/b.md", "# B\n\nText\n");
    git(&site, &["init", "-q"]);
    let commit = |site: &Site, day: &str| {
        git_on(day, site, &["add", "content"]);
        git_on(day, site, &["commit", "-q", "-m", "A change"]);
    };
    let days = |site: &Site| {
        assert_eq!(site.run(&["build"]).code, 0);
        ["a", "b"].map(|page| {
            let html = std::fs::read_to_string(site.path(&format!("site/{page}/index.html")));
            texts(&html.expect("a page"), ".edit time").concat()
        })
    };
    commit(&site, "2027-01-04");
    assert_eq!(days(&site), ["2027-01-04", "2027-01-04"]);
    let site = site.file("content/a.md", "# A\n\nMore\n");
    commit(&site, "2027-01-05");
    assert_eq!(days(&site), ["2027-01-05", "2027-01-04"]);
    // The newest commit is not among those that came before any more.
    git(&site, &["reset", "-q", "--soft", "HEAD~1"]);
    commit(&site, "2027-01-06");
    assert_eq!(days(&site), ["2027-01-06", "2027-01-04"]);
}
