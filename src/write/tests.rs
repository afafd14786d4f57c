//! What the writer does to real folders, crashes at every step included.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use super::exchange::{Exchange, STEPS};
use super::place::Place;
use super::standby::{Action, PART, Plan, check_case};
use super::tree::Tree;
use super::*;
use crate::cache::Key;
use crate::output::{Draft as _, MARKER, Made};

/// A folder with a source, and a place to publish it in.
struct Test {
    dir: TempDir,
    out: PathBuf,
    guarded: Guarded,
}

impl Test {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        fs::create_dir_all(root.join("docs/content")).unwrap();
        Self {
            out: root.join("docs/site"),
            guarded: Guarded { root: root.join("docs"), content: root.join("docs/content") },
            dir,
        }
    }

    fn write(&self, files: &[(&str, &str)]) -> Result<Written, WriteError> {
        write(&self.out, &self.guarded, "public", &outputs(files))
    }

    fn draft(&self) -> Draft<'_> {
        Draft::new(&self.out, &self.guarded, "public")
    }

    fn refused(&self, out: &str) -> String {
        let out = self.dir.path().canonicalize().unwrap().join(out);
        let error = write(&out, &self.guarded, "public", &outputs(&[("a", "1")])).unwrap_err().to_string();
        error.replace(&*self.dir.path().canonicalize().unwrap().to_string_lossy(), "")
    }

    fn place(&self) -> Place {
        Place::resolve(&self.out).unwrap()
    }

    /// What a run does up to its actions, and these.
    fn begin<T>(&self, outputs: &Outputs, run: impl FnOnce(&Place, &[Action]) -> T) -> T {
        let place = self.place();
        let published = Tree::list(&place.out).unwrap();
        let plan = Plan::compare(&published, &place, "public", outputs).unwrap();
        standby::open(&place, "public").unwrap();
        let standing = Tree::list(&place.standby).unwrap();
        run(&place, &plan.actions(&published, &standing, &place, outputs).unwrap())
    }
}

fn apply_all(place: &Place, actions: &[Action]) {
    for action in actions {
        standby::apply(place, action).unwrap();
    }
}

fn outputs(files: &[(&str, &str)]) -> Outputs {
    let mut outputs = Outputs::default();
    for (path, text) in files {
        outputs.add(*path, *text);
    }
    outputs
}

/// The files of a folder but its marker, and its empty folders.
fn read(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let tree = Tree::list(folder).unwrap();
    for path in tree.files.keys().filter(|path| *path != Path::new(MARKER)) {
        let text = fs::read_to_string(folder.join(path)).unwrap();
        found.insert(path.to_str().unwrap().to_owned(), text);
    }
    for path in &tree.folders {
        if fs::read_dir(folder.join(path)).unwrap().next().is_none() {
            found.insert(format!("{}/", path.display()), String::new());
        }
    }
    found
}

fn expected(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// Lays files in a draft, and says what became of each.
fn lay(draft: &Draft<'_>, files: &[(&str, &str)]) -> (Outputs, Vec<&'static str>) {
    let mut outputs = Outputs::default();
    let mut became = Vec::new();
    for (path, text) in files {
        let made = draft.lay(path, (*text).into(), Key::of(&[text.as_bytes()]));
        became.push(match made {
            Made::Before(_) => "before",
            Made::Laid(_) => "laid",
            Made::New(_) => "in memory",
        });
        outputs.put(path, made);
    }
    (outputs, became)
}

fn written(changed: usize, unchanged: usize, removed: usize) -> Written {
    Written { changed, unchanged, removed }
}

#[cfg(unix)]
fn inode(path: &Path) -> u64 {
    std::os::unix::fs::MetadataExt::ino(&fs::metadata(path).unwrap())
}

const OLD: &[(&str, &str)] = &[
    ("a/index.html", "old"),
    ("b", "a file"),
    ("gone/deep/x.html", "x"),
    ("index.html", "same"),
    ("s.css", "s"),
];
const NEW: &[(&str, &str)] =
    &[("a/index.html", "new"), ("b/index.html", "a folder"), ("gone", "a file"), ("index.html", "same")];

#[test]
fn a_first_site_is_published_with_its_marker() {
    let test = Test::new();
    assert_eq!(test.write(OLD).unwrap(), written(5, 0, 0));
    assert_eq!(read(&test.out), expected(OLD));
    assert_eq!(
        fs::read_to_string(test.out.join(".onramp")).unwrap(),
        "Written by Onramp for the audience `public`; each build replaces all that is here\n"
    );
    assert!(!test.place().standby.exists());
}

#[test]
fn missing_parents_are_made_and_an_empty_folder_is_taken() {
    let mut test = Test::new();
    test.out = test.dir.path().join("new/folder/site");
    test.write(OLD).unwrap();
    assert_eq!(read(&test.out), expected(OLD));

    test.out = test.dir.path().join("empty");
    fs::create_dir(&test.out).unwrap();
    test.write(NEW).unwrap();
    assert_eq!(read(&test.out), expected(NEW));
}

#[test]
fn a_new_site_takes_the_place_of_the_old_one() {
    let test = Test::new();
    test.write(OLD).unwrap();
    assert_eq!(test.write(NEW).unwrap(), written(3, 1, 3));
    assert_eq!(read(&test.out), expected(NEW));
    assert_eq!(read(&test.place().standby), expected(OLD));
    assert_eq!(test.write(OLD).unwrap(), written(4, 1, 2));
    assert_eq!(read(&test.out), expected(OLD));
}

#[test]
#[cfg(unix)]
fn nothing_is_touched_when_nothing_changed() {
    let test = Test::new();
    test.write(OLD).unwrap();
    test.write(NEW).unwrap();
    let before =
        (inode(&test.out), inode(&test.place().standby), fs::metadata(&test.out).unwrap().modified());
    assert_eq!(test.write(NEW).unwrap(), written(0, 4, 0));
    assert_eq!(before.0, inode(&test.out));
    assert_eq!(before.1, inode(&test.place().standby));
    assert_eq!(before.2.unwrap(), fs::metadata(&test.out).unwrap().modified().unwrap());
}

#[test]
#[cfg(unix)]
fn an_unchanged_file_keeps_its_inode_and_its_age() {
    let test = Test::new();
    test.write(OLD).unwrap();
    let file = test.out.join("index.html");
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    fs::OpenOptions::new().write(true).open(&file).unwrap().set_modified(long_ago).unwrap();
    let before = inode(&file);
    for site in [NEW, OLD, NEW] {
        test.write(site).unwrap();
        assert_eq!(inode(&file), before);
        assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), long_ago);
        // Both trees have it, as one file.
        assert_eq!(inode(&test.place().standby.join("index.html")), before);
    }
}

#[test]
fn a_file_edited_by_hand_in_the_output_is_written_again() {
    let test = Test::new();
    test.write(OLD).unwrap();
    test.write(NEW).unwrap();
    // One file with two names: the standby holds the edit too.
    fs::write(test.out.join("index.html"), "edit").unwrap();
    fs::write(test.out.join("extra"), "extra").unwrap();
    fs::create_dir(test.out.join("empty")).unwrap();
    assert_eq!(test.write(NEW).unwrap(), written(1, 3, 1));
    assert_eq!(read(&test.out), expected(NEW));
}

#[test]
fn an_empty_folder_in_the_output_goes() {
    let test = Test::new();
    test.write(OLD).unwrap();
    fs::create_dir(test.out.join("empty")).unwrap();
    assert_eq!(test.write(OLD).unwrap(), written(0, 5, 0));
    assert_eq!(read(&test.out), expected(OLD));
}

#[test]
fn a_lost_marker_refuses_and_a_removed_site_is_made_again() {
    let test = Test::new();
    test.write(OLD).unwrap();
    test.write(NEW).unwrap();
    fs::remove_file(test.out.join(MARKER)).unwrap();
    assert!(matches!(test.write(OLD), Err(WriteError::NotOurs { .. })));
    assert_eq!(read(&test.out), expected(NEW));
    fs::remove_dir_all(&test.out).unwrap();
    assert_eq!(test.write(NEW).unwrap(), written(4, 0, 0));
    assert_eq!(read(&test.out), expected(NEW));
}

#[test]
fn a_run_killed_after_any_action_leaves_the_old_site_and_the_next_one_mends() {
    // From no standby, and from the standby of the site before.
    let other = &[("a", "a file"), ("b", "b"), ("gone/deep/y", "y"), ("index.html", "same")][..];
    for history in [&[OLD][..], &[other, OLD][..]] {
        let mut steps = 1;
        let mut step = 0;
        while step <= steps {
            let test = Test::new();
            for site in history {
                test.write(site).unwrap();
            }
            test.begin(&outputs(NEW), |place, actions| {
                steps = actions.len();
                apply_all(place, &actions[..step]);
                // In the midst of the next one.
                let _ = fs::remove_file(place.standby.join(PART));
                fs::hard_link(test.out.join("index.html"), place.standby.join(PART)).unwrap();
            });
            assert_eq!(read(&test.out), expected(OLD), "step {step}");
            test.write(NEW).unwrap();
            assert_eq!(read(&test.out), expected(NEW), "step {step}");
            test.write(OLD).unwrap();
            assert_eq!(read(&test.out), expected(OLD), "step {step}");
            step += 1;
        }
        assert!(steps >= 6, "{steps} steps");
    }
}

#[test]
fn a_run_killed_before_its_marker_leaves_a_standby_that_the_next_one_takes() {
    for names in [&[][..], &[PART][..]] {
        let test = Test::new();
        test.write(OLD).unwrap();
        fs::create_dir(test.place().standby).unwrap();
        for name in names {
            fs::write(test.place().standby.join(name), "half").unwrap();
        }
        test.write(NEW).unwrap();
        assert_eq!(read(&test.out), expected(NEW));
    }
}

#[test]
fn a_journalled_exchange_does_the_same_and_is_finished_by_the_next_run() {
    for step in 0..=STEPS.len() {
        let test = Test::new();
        test.write(OLD).unwrap();
        test.begin(&outputs(NEW), |place, actions| {
            apply_all(place, actions);
            STEPS[..step].iter().for_each(|run| run(place).unwrap());
        });
        let place = test.place();
        exchange::recover(&place).unwrap();
        let stands = if step < 2 { OLD } else { NEW };
        assert_eq!(read(&test.out), expected(stands), "step {step}");
        assert!(!place.journal.exists() && !place.previous.exists(), "step {step}");
        assert!(place.standby.exists(), "step {step}");
        test.write(OLD).unwrap();
        assert_eq!(read(&test.out), expected(OLD), "step {step}");
    }
    let test = Test::new();
    test.write(OLD).unwrap();
    test.begin(&outputs(NEW), |place, actions| {
        apply_all(place, actions);
        exchange::publish(place, Exchange::Journalled).unwrap();
    });
    assert_eq!(read(&test.out), expected(NEW));
    assert_eq!(read(&test.place().standby), expected(OLD));
}

#[test]
fn a_journalled_exchange_that_fails_puts_the_old_site_back() {
    let test = Test::new();
    test.write(OLD).unwrap();
    let place = test.place();
    // There is no standby to put in its place.
    exchange::publish(&place, Exchange::Journalled).unwrap_err();
    assert_eq!(read(&test.out), expected(OLD));
    fs::create_dir(&place.standby).unwrap();
    // Something stands where the old site has to wait.
    fs::create_dir_all(place.previous.join("x")).unwrap();
    exchange::publish(&place, Exchange::Journalled).unwrap_err();
    assert_eq!(read(&test.out), expected(OLD));
    assert!(!place.journal.exists());
}

#[test]
fn a_folder_that_holds_the_source_is_refused() {
    let test = Test::new();
    for (out, message) in [
        ("docs", "`/docs` holds the site's source, and a build would replace it"),
        ("docs/content", "`/docs/content` holds the site's source, and a build would replace it"),
        ("docs/content/../../docs", "`/docs` holds the site's source, and a build would replace it"),
        ("", "`` holds the site's source `/docs`, and a build would replace it"),
        (
            "docs/content/site",
            "`/docs/content/site` lies in the content folder `/docs/content`, so the next build would \
             read the site as content",
        ),
    ] {
        let hint = "\nhint: give `--out` a folder of its own, such as `site` under the root";
        assert_eq!(test.refused(out), format!("{message}{hint}"));
    }
    let all = write(Path::new("/"), &test.guarded, "public", &Outputs::default());
    assert!(matches!(all, Err(WriteError::HoldsInput { .. })));
    assert_eq!(fs::read_dir(test.dir.path()).unwrap().count(), 1, "nothing was left beside it");
}

#[test]
fn a_root_that_is_its_own_content_may_hold_its_site() {
    let mut test = Test::new();
    test.guarded.content = test.guarded.root.clone();
    test.write(OLD).unwrap();
}

#[test]
fn foreign_files_and_folders_are_refused_untouched() {
    let test = Test::new();
    let dir = test.dir.path();
    fs::write(dir.join("file"), "mine").unwrap();
    fs::create_dir(dir.join("mine")).unwrap();
    fs::write(dir.join("mine/thesis.txt"), "mine").unwrap();
    assert_eq!(
        test.refused("file"),
        "`/file` is not a folder\nhint: remove the file, or give `--out` another path"
    );
    assert_eq!(
        test.refused("mine"),
        "`/mine` holds files that Onramp did not write\nhint: give `--out` an empty or a new folder"
    );
    assert_eq!(
        test.refused("file/site"),
        "cannot find `/file/site`: Not a directory (os error 20)\n\
         hint: a part of this path is a file: give `--out` another path"
    );
    assert_eq!(read(&dir.join("mine")), expected(&[("thesis.txt", "mine")]));
    let left: Vec<_> = fs::read_dir(dir).unwrap().map(|child| child.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "{left:?}");
}

#[test]
fn a_foreign_standby_is_refused_untouched() {
    let test = Test::new();
    test.write(OLD).unwrap();
    fs::create_dir(test.place().standby).unwrap();
    fs::write(test.place().standby.join("mine"), "mine").unwrap();
    assert!(
        test.write(NEW).unwrap_err().to_string().contains("/.site.standby` holds files that Onramp did not")
    );
    assert_eq!(read(&test.out), expected(OLD));
    assert_eq!(read(&test.place().standby), expected(&[("mine", "mine")]));
}

#[test]
fn the_site_of_another_audience_is_refused() {
    let test = Test::new();
    write(&test.out, &test.guarded, "internal", &outputs(OLD)).unwrap();
    assert_eq!(
        test.refused("docs/site"),
        "`/docs/site` holds the site for `internal`, and this build is for `public`\n\
         hint: give `--out` another folder: each audience needs its own"
    );
    assert_eq!(read(&test.out), expected(OLD));
}

#[test]
#[cfg(unix)]
fn a_link_is_followed_and_one_to_nothing_refused() {
    let mut test = Test::new();
    let real = test.dir.path().join("real");
    fs::create_dir(&real).unwrap();
    std::os::unix::fs::symlink(&real, &test.out).unwrap();
    test.write(OLD).unwrap();
    test.write(NEW).unwrap();
    assert!(test.out.is_symlink());
    assert_eq!(read(&real), expected(NEW));
    assert!(test.dir.path().join(".real.standby").exists());

    test.out = test.dir.path().join("dangling");
    std::os::unix::fs::symlink("nowhere", &test.out).unwrap();
    assert!(matches!(test.write(OLD), Err(WriteError::DanglingLink { .. })));
}

#[test]
#[cfg(unix)]
fn a_link_to_the_source_is_refused() {
    let mut test = Test::new();
    std::os::unix::fs::symlink(&test.guarded.content, &test.out).unwrap();
    assert!(matches!(test.write(OLD), Err(WriteError::HoldsInput { .. })));
    test.out = test.dir.path().join("other");
    std::os::unix::fs::symlink(&test.guarded.root, &test.out).unwrap();
    assert!(matches!(test.write(OLD), Err(WriteError::HoldsInput { .. })));
}

#[test]
#[cfg(unix)]
fn links_in_the_output_are_replaced_and_what_they_lead_to_is_not() {
    let test = Test::new();
    test.write(OLD).unwrap();
    test.write(NEW).unwrap();
    let mine = test.dir.path().join("mine");
    fs::create_dir(&mine).unwrap();
    fs::write(mine.join("index.html"), "same").unwrap();
    for folder in [test.out.clone(), test.place().standby] {
        fs::remove_dir_all(folder.join("a")).unwrap();
        std::os::unix::fs::symlink(&mine, folder.join("a")).unwrap();
        fs::remove_file(folder.join("index.html")).unwrap();
        std::os::unix::fs::symlink(mine.join("index.html"), folder.join("index.html")).unwrap();
    }
    test.write(NEW).unwrap();
    assert_eq!(read(&test.out), expected(NEW));
    assert!(!test.out.join("index.html").is_symlink());
    assert_eq!(read(&mine), expected(&[("index.html", "same")]));
}

#[test]
fn paths_that_lead_out_are_refused() {
    let test = Test::new();
    for path in ["../a", "a/../b", "/a", "a//b", "a/", "", ".", "./a", "a\\b", "C:/a", "a\0b", MARKER] {
        let error = test.write(&[(path, "x")]).unwrap_err();
        assert!(matches!(error, WriteError::BadPath { .. }), "{path}: {error}");
    }
    let clash = test.write(&[("a", "x"), ("a-b", "x"), ("a/b/c", "x")]).unwrap_err();
    assert_eq!(
        clash.to_string(),
        "the site's files `a` and `a/b/c` cannot stand beside each other\nhint: give one of the two another name"
    );
    assert!(!test.out.exists());
}

#[test]
fn paths_that_differ_in_case_are_refused_only_where_that_matters() {
    let files = [("Docs/a", "1"), ("docs/b", "2")];
    assert!(matches!(check_case(&outputs(&files)), Err(WriteError::Clash { .. })));
    check_case(&outputs(OLD)).unwrap();
    let test = Test::new();
    if cfg!(target_os = "linux") {
        test.write(&files).unwrap();
        assert_eq!(read(&test.out), expected(&files));
    }
}

#[test]
fn two_runs_wait_for_each_other_and_a_lock_left_over_is_harmless() {
    let test = Test::new();
    test.write(OLD).unwrap();
    assert!(test.place().lock.exists());
    let held = lock::acquire(&test.place(), Duration::ZERO).unwrap();
    let busy = lock::acquire(&test.place(), Duration::from_millis(60)).unwrap_err();
    assert!(busy.to_string().starts_with("another build is writing `"), "{busy}");
    drop(held);
    test.write(NEW).unwrap();
    std::thread::scope(|scope| {
        for site in [OLD, NEW, OLD, NEW] {
            scope.spawn(|| test.write(site).unwrap());
        }
    });
    assert!([expected(OLD), expected(NEW)].contains(&read(&test.out)));
}

#[test]
fn what_the_disk_says_comes_with_what_to_do() {
    for (kind, hint) in [
        (ErrorKind::StorageFull, "free some space, then build again; the published site is as it was"),
        (
            ErrorKind::PermissionDenied,
            "give `--out` a folder whose parent folder you may write to: the next site is made beside it",
        ),
        (
            ErrorKind::ResourceBusy,
            "a mounted folder cannot be exchanged: give `--out` a folder inside it, such as `site`",
        ),
    ] {
        let error = WriteError::io("write", Path::new("site/a"))(kind.into());
        assert_eq!(error.to_string(), format!("cannot write `site/a`: {kind}\nhint: {hint}"));
    }
}

#[test]
fn a_failed_write_leaves_the_old_site_and_says_where() {
    let test = Test::new();
    test.write(OLD).unwrap();
    let long = "x".repeat(300);
    let error = test.write(&[("a/index.html", "new"), (&long, "x")]).unwrap_err().to_string();
    assert!(error.starts_with("cannot write `") && error.contains(&long), "{error}");
    assert_eq!(read(&test.out), expected(OLD));
    test.write(NEW).unwrap();
    assert_eq!(read(&test.out), expected(NEW));
}

#[test]
fn two_thousand_files() {
    let test = Test::new();
    let site = |change: usize| {
        let mut outputs = Outputs::default();
        for page in 0..2000 {
            let name = format!("section-{}/{page}/index.html", page % 40);
            outputs.add(name, if page == change { "changed".to_owned() } else { format!("page {page}") });
        }
        outputs
    };
    let run = |outputs| write(&test.out, &test.guarded, "public", &outputs).unwrap();
    assert_eq!(run(site(5000)), written(2000, 0, 0));
    assert_eq!(run(site(7)), written(1, 1999, 0));
    assert_eq!(run(site(8)), written(2, 1998, 0));
    assert_eq!(run(site(8)), written(0, 2000, 0));
    assert_eq!(run(Outputs::default()), written(0, 0, 2000));
    assert_eq!(read(&test.out), expected(&[]));
}

#[test]
#[cfg(unix)]
fn a_file_that_cannot_be_linked_is_copied_with_its_age() {
    let test = Test::new();
    test.write(OLD).unwrap();
    let file = test.out.join("index.html");
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    fs::OpenOptions::new().write(true).open(&file).unwrap().set_modified(long_ago).unwrap();
    let place = test.place();
    standby::open(&place, "public").unwrap();
    // What stands in the way of the link does not stand in the way of a copy.
    fs::write(place.standby.join(PART), "in the way").unwrap();
    standby::apply(&place, &Action::Link(Path::new("index.html"))).unwrap();
    let copy = place.standby.join("index.html");
    assert_ne!(inode(&copy), inode(&file));
    assert_eq!(fs::read_to_string(&copy).unwrap(), "same");
    assert_eq!(fs::metadata(&copy).unwrap().modified().unwrap(), long_ago);
}

#[test]
fn an_atomic_exchange_has_no_steps_in_between() {
    let test = Test::new();
    test.write(OLD).unwrap();
    test.begin(&outputs(NEW), |place, actions| {
        apply_all(place, actions);
        match exchange::exchange(place) {
            Ok(()) => assert_eq!((read(&place.out), read(&place.standby)), (expected(NEW), expected(OLD))),
            // The file system of this machine's temporary folder has none.
            Err(error) => assert!(exchange::is_unknown(&error), "{error}"),
        }
        assert!(!place.journal.exists());
    });
}

#[test]
fn files_come_to_disk_as_they_are_made() {
    let test = Test::new();
    for (files, numbers) in [(OLD, written(5, 0, 0)), (NEW, written(3, 1, 3)), (OLD, written(4, 1, 2))] {
        let draft = test.draft();
        let (outputs, became) = lay(&draft, files);
        assert!(became.iter().filter(|it| **it == "in memory").count() <= 2, "{became:?}");
        assert_eq!(draft.write(&outputs).unwrap(), numbers);
        assert_eq!(read(&test.out), expected(files));
    }
    let draft = test.draft();
    let (outputs, became) = lay(&draft, OLD);
    assert_eq!(became, ["before"; 5]);
    assert_eq!(draft.write(&outputs).unwrap(), written(0, 5, 0));
}

#[test]
fn a_draft_that_is_dropped_leaves_the_old_site_and_is_mended_by_the_next_run() {
    let test = Test::new();
    test.write(OLD).unwrap();
    assert_eq!(lay(&test.draft(), &[("index.html", "never"), ("never/x", "x")]).1, ["laid", "laid"]);
    assert_eq!(read(&test.out), expected(OLD));
    test.write(NEW).unwrap();
    assert_eq!(read(&test.out), expected(NEW));
    // Now files of the standby are links to published ones.
    assert_eq!(lay(&test.draft(), &[("index.html", "never")]).1, ["laid"]);
    assert_eq!(read(&test.out), expected(NEW));
    test.write(OLD).unwrap();
    assert_eq!(read(&test.out), expected(OLD));
}

#[test]
#[cfg(unix)]
fn a_draft_follows_no_link() {
    let test = Test::new();
    test.write(OLD).unwrap();
    test.write(NEW).unwrap();
    let mine = test.dir.path().join("mine");
    fs::create_dir(&mine).unwrap();
    fs::write(mine.join("index.html"), "mine").unwrap();
    let standby = test.place().standby;
    fs::remove_dir_all(standby.join("a")).unwrap();
    std::os::unix::fs::symlink(&mine, standby.join("a")).unwrap();
    fs::remove_file(standby.join("index.html")).unwrap();
    std::os::unix::fs::symlink(mine.join("index.html"), standby.join("index.html")).unwrap();
    let draft = test.draft();
    let (outputs, became) = lay(&draft, &[("a/index.html", "x"), ("index.html", "y")]);
    assert_eq!(became, ["in memory", "laid"]);
    draft.write(&outputs).unwrap();
    assert_eq!(read(&test.out), expected(&[("a/index.html", "x"), ("index.html", "y")]));
    assert_eq!(read(&mine), expected(&[("index.html", "mine")]));
}

#[test]
fn a_draft_lays_nothing_where_it_must_not() {
    let test = Test::new();
    let draft = test.draft();
    let (outputs, became) = lay(&draft, &[("../a", "x"), (MARKER, "x"), ("a", "x"), ("a/b", "x")]);
    assert_eq!(became, ["in memory", "in memory", "laid", "in memory"]);
    assert!(matches!(draft.write(&outputs), Err(WriteError::BadPath { .. })));
    assert!(!test.out.exists());

    fs::create_dir(&test.out).unwrap();
    fs::write(test.out.join("mine"), "mine").unwrap();
    let draft = test.draft();
    let (outputs, became) = lay(&draft, &[("b", "x")]);
    assert_eq!(became, ["in memory"]);
    assert!(matches!(draft.write(&outputs), Err(WriteError::NotOurs { .. })));
}

#[test]
fn a_draft_waits_in_memory_while_another_run_writes() {
    let test = Test::new();
    let other = test.draft();
    assert_eq!(lay(&other, &[("a", "theirs")]).1, ["laid"]);
    let draft = test.draft();
    let (outputs, became) = lay(&draft, &[("a", "ours")]);
    assert_eq!(became, ["in memory"]);
    drop(other);
    draft.write(&outputs).unwrap();
    assert_eq!(read(&test.out), expected(&[("a", "ours")]));
}

#[test]
fn a_file_that_somebody_changed_since_it_was_laid_is_not_published() {
    let test = Test::new();
    test.write(OLD).unwrap();
    let draft = test.draft();
    let (outputs, _) = lay(&draft, NEW);
    fs::write(test.place().standby.join("a/index.html"), "somebody else's").unwrap();
    assert!(matches!(draft.write(&outputs), Err(WriteError::Moved { .. })));
    assert_eq!(read(&test.out), expected(OLD));
}
