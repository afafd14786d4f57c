//! Where a change may make another site, for somebody who waits for changes.
//!
//! In: a site that was read. Out: the files and folders to watch, also such as do not exist yet. Must
//! not: name what one file of the content reads beside it; the build that resolves it knows.

use std::fs;
use std::path::{Path, PathBuf};

use crate::config::FILE;
use crate::tree::Tree;

/// The files and folders that every build of a site reads: its own, what links in its content lead to, and
/// what says which commit it stands at.
#[must_use]
pub fn inputs(root: &Path, content: &str, tree: &Tree) -> Vec<PathBuf> {
    let own = [FILE, content.trim_matches('/'), "schemas", "themes"].map(|path| root.join(path));
    own.into_iter().chain(tree.links.iter().cloned()).chain(commit(root)).collect()
}

/// The files that git changes when another commit is made or checked out.
fn commit(root: &Path) -> Vec<PathBuf> {
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let Some(found) = root.ancestors().map(|above| above.join(".git")).find(|git| git.exists()) else {
        return Vec::new();
    };
    let text = |path: PathBuf| fs::read_to_string(path).ok().map(|text| text.trim().to_owned());
    // In a further worktree it is a file that says where the folder is.
    let named = text(found.clone()).and_then(|text| text.strip_prefix("gitdir: ").map(|it| root.join(it)));
    let own = named.unwrap_or(found);
    let common = text(own.join("commondir")).map_or_else(|| own.clone(), |common| own.join(common));
    let branch = text(own.join("HEAD")).and_then(|head| head.strip_prefix("ref: ").map(|it| common.join(it)));
    [own.join("HEAD"), own.join("logs/HEAD")].into_iter().chain(branch).collect()
}

/// Where a link leads, also one that leads nowhere yet.
pub(super) fn target(link: &Path) -> Option<PathBuf> {
    let named = || Some(link.parent()?.join(fs::read_link(link).ok()?));
    link.canonicalize().ok().or_else(named)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::load;

    /// The paths from the root that are watched beside the site's own.
    fn more(root: &Path) -> Vec<String> {
        let (tree, _) = load::tree(root, "content").unwrap();
        let inputs = inputs(root, "content", &tree);
        let inner =
            |path: &PathBuf| path.strip_prefix(root).unwrap().to_str().unwrap().replace("content/../", "");
        inputs[4..].iter().map(inner).collect()
    }

    fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        fs::create_dir(root.join("content")).unwrap();
        for (path, text) in files {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            fs::write(root.join(path), text).unwrap();
        }
        (dir, root)
    }

    #[test]
    fn what_links_in_the_content_lead_to() {
        let (_dir, root) = folder(&[("other/real.md", ""), ("more/a.md", ""), ("deep/b.md", "")]);
        for (to, link) in [
            ("../other/real.md", "content/real.md"),
            ("../more", "content/more"),
            ("../deep/b.md", "more/b.md"),
            ("../gone.md", "content/gone.md"),
            ("/", "content/all"),
        ] {
            symlink(to, root.join(link)).unwrap();
        }
        assert_eq!(more(&root), ["gone.md", "deep/b.md", "more", "other/real.md"]);
    }

    #[test]
    fn the_commit_that_is_checked_out() {
        let head = ["x/HEAD", "x/logs/HEAD"].map(|it| it.replace('x', ".git"));
        let (_dir, root) = folder(&[(".git/HEAD", "ref: refs/heads/main\n")]);
        assert_eq!(more(&root), [&head[..], &[".git/refs/heads/main".to_owned()]].concat());
        fs::write(root.join(".git/HEAD"), "0123456789\n").unwrap();
        assert_eq!(more(&root), head);
        let (_dir, root) = folder(&[
            (".git", "gitdir: main/.git/worktrees/a\n"),
            ("main/.git/worktrees/a/HEAD", "ref: refs/heads/a\n"),
            ("main/.git/worktrees/a/commondir", "../..\n"),
        ]);
        let own = "main/.git/worktrees/a";
        let branch = format!("{own}/../../refs/heads/a");
        assert_eq!(more(&root), [format!("{own}/HEAD"), format!("{own}/logs/HEAD"), branch]);
    }
}
