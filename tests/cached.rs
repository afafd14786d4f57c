//! What builds keep for one another: how much of it, where, and what becomes of it.

use std::fs;
use std::sync::Arc;

use onramp::build::Options;
use onramp::load;
use onramp::output::{InMemory, Standing};
use onramp::write;

use crate::support::{Site, write as put};
use crate::warm::{begin, build, compare, page};

#[test]
fn a_cache_can_be_left_out_moved_and_pruned() {
    let site = begin();
    assert_eq!(site.run(&["build", "--no-cache"]).code, 0);
    assert!(!site.path(".onramp").exists());
    assert_eq!(site.run(&["build", "--cache", "elsewhere"]).code, 0);
    assert!(!site.files("elsewhere").is_empty() && !site.path(".onramp").exists());
    assert_eq!(site.run(&["build"]).code, 0);
    assert!(!site.files(".onramp/cache").is_empty());
    let site = site.file(".onramp/cache/notes.txt", "mine");
    let pruned = site.run(&["cache", "prune"]);
    assert!(pruned.code == 0 && pruned.out.contains(" kB freed in "), "{pruned:?}");
    assert_eq!(site.files(".onramp/cache"), [("notes.txt".to_owned(), b"mine".to_vec())]);
    fs::remove_file(site.path(".onramp/cache/notes.txt")).expect("a file");
    assert_eq!(site.run(&["cache", "prune"]).code, 0);
    assert!(!site.path(".onramp").exists());
}

#[test]
fn what_is_somebody_elses_stays() {
    let site = begin()
        .file("elsewhere/2024-film.part", "a film")
        .file("elsewhere/2024-thing.cache", "a thing")
        .file("elsewhere/000001-parsed.old.cache", "old");
    for _ in 0..2 {
        assert_eq!(site.run(&["build", "--cache", "elsewhere"]).code, 0);
        assert_eq!(site.run(&["cache", "prune", "--cache", "elsewhere"]).code, 0);
        let left: Vec<String> = site.files("elsewhere").into_iter().map(|it| it.0).collect();
        assert_eq!(left, ["000001-parsed.old.cache", "2024-film.part", "2024-thing.cache"]);
    }
}

#[test]
fn results_of_another_version_go() {
    let site = begin();
    compare(&site, "public").expect("the same");
    let names = |site: &Site| site.files("cache").into_iter().map(|it| it.0).collect::<Vec<_>>();
    let before = names(&site);
    for (path, mut bytes) in site.files("cache") {
        // The first bytes say which program has written the file.
        bytes[10] ^= 0x55;
        put(&site.path(&format!("cache/{path}")), &bytes);
    }
    compare(&site, "public").expect("the same");
    let after = names(&site);
    assert!(
        after.len() == before.len() && after.iter().all(|it| !before.contains(it)),
        "{before:?} {after:?}"
    );
}

#[test]
fn a_cache_lies_where_nobody_else_looks_for_files() {
    let site = begin();
    let refused = |folder: &str| site.run(&["build", "--cache", folder]).err;
    let hint = "hint: give `--cache` a folder of its own, such as `.onramp/cache` under the root";
    for (folder, place) in [("content/cache", "the content"), ("site", "the published site")] {
        let said = refused(folder);
        assert!(said.contains(&format!("lies in {place}\n{hint}")), "{said}");
    }
    let own = site.root().file_name().expect("a folder").to_string_lossy().into_owned();
    assert!(refused(&format!("../{own}/content/cache")).contains("lies in the content"));
    let said = site.file("taken", "a file").run(&["build", "--cache", "taken"]);
    assert_eq!(said.code, 0);
    assert!(said.err.contains("hint: give `--cache` a folder that you may write to"), "{said:?}");
}

#[test]
fn a_cache_does_not_grow_without_end() {
    let mut site = begin();
    let mut largest = 0;
    for n in 0..40 {
        site = site
            .file("content/guides/p1.md", page(n, 2))
            .file("src/main.rs", format!("// region: a\n{n}\n// endregion: a\n"));
        compare(&site, "public").expect("the same");
        largest = largest.max(site.files("cache").iter().map(|(_, bytes)| bytes.len()).sum());
    }
    let one = begin();
    compare(&one, "public").expect("the same");
    let one: usize = one.files("cache").iter().map(|(_, bytes)| bytes.len()).sum();
    assert!(largest < 6 * one, "{largest} bytes, where one build needs {one}");
}

#[test]
fn a_cache_of_one_large_page_and_many_small_ones_does_not_grow_without_end() {
    let large = |n: usize| format!("# Large {n}\n\n{}", "Words that nobody reads twice. ".repeat(10_000));
    let mut site = begin();
    let mut sizes = Vec::new();
    for n in 0..12 {
        site = site.file("content/guides/large.md", large(n));
        compare(&site, "public").expect("the same");
        sizes.push(site.files("cache").iter().map(|(_, bytes)| bytes.len()).sum::<usize>());
    }
    assert!(sizes.iter().all(|size| *size < 6 * sizes[0]), "{sizes:?}");
}

#[test]
fn a_damaged_result_is_kept_anew() {
    let site = begin();
    let news = || {
        let cache = Arc::new(load::cache(&site.path("cache")));
        let options = Options { cache: Arc::clone(&cache), ..site.options.clone() };
        let empty = Standing::default();
        // Without what the whole build before gave, so that each result is asked for.
        build(&options, "public", (&empty, &InMemory)).expect("a build");
        cache.turn();
        write::cache::save(&site.path("cache"), &cache).expect("a cache");
        let cache = Arc::new(load::cache(&site.path("cache")));
        build(&Options { cache: Arc::clone(&cache), ..site.options.clone() }, "public", (&empty, &InMemory))
            .expect("a build");
        cache.turn();
        cache.news().iter().map(|it| it.sort).collect::<Vec<_>>()
    };
    compare(&site, "public").expect("a first build");
    for (path, mut bytes) in site.files("cache") {
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x55;
        put(&site.path(&format!("cache/{path}")), &bytes);
    }
    assert_eq!(news(), Vec::<&str>::new(), "the build after the damage has kept what was lost");
}
