//! When pages last changed: from a repository, and from none.

use std::process::Command;

use crate::support::{Site, texts};

/// Runs git in the site's folder on a day of its own, as nobody in particular.
fn git(site: &Site, arguments: &[&str]) {
    let done = Command::new("git")
        .args(["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .current_dir(site.root())
        .env("GIT_COMMITTER_DATE", "2027-01-04T12:00:00Z")
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
