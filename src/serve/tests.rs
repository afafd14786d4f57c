//! What the dev server does, seen through real requests on the loopback address.

#![expect(clippy::disallowed_methods, reason = "a test edits what the server watches")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use super::*;

const PAGE: &str = "<!doctype html><html><body><h1>Home</h1></BODY></html>";

fn site(files: &[(&str, &str)]) -> Outputs {
    let mut outputs = Outputs::default();
    for (path, text) in files {
        outputs.add(*path, *text);
    }
    outputs
}

fn options(watch: &[&Path]) -> ServeOptions {
    ServeOptions { port: 0, watch: watch.iter().map(|path| (*path).to_owned()).collect(), ignore: Vec::new() }
}

fn started(base: &'static str, files: &'static [(&str, &str)]) -> Running {
    let build =
        move || ServeBuild { site: Arc::new(site(files)), base: base.to_owned(), ..ServeBuild::default() };
    Running::start(&options(&[]), build, |_| {}).unwrap()
}

struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: String,
}

fn open(server: &Running, method: &str, path: &str, host: &str) -> BufReader<TcpStream> {
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    write!(stream, "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    BufReader::new(stream)
}

fn head(stream: &mut impl BufRead) -> (u16, BTreeMap<String, String>) {
    let mut lines = stream.lines().map(Result::unwrap).take_while(|line| !line.is_empty());
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines.filter_map(|line| {
        let (name, value) = line.split_once(": ")?;
        Some((name.to_lowercase(), value.to_owned()))
    });
    (status, headers.collect())
}

fn ask(server: &Running, method: &str, path: &str) -> Answer {
    let mut stream = open(server, method, path, "localhost:1");
    let (status, headers) = head(&mut stream);
    let mut body = String::new();
    stream.read_to_string(&mut body).unwrap();
    Answer { status, headers, body }
}

fn get(server: &Running, path: &str) -> Answer {
    ask(server, "GET", path)
}

/// The next message to browsers.
fn event(stream: &mut impl BufRead) -> serde_json::Value {
    let mut lines = stream.lines().map(Result::unwrap);
    let data = lines.find_map(|line| line.strip_prefix("data: ").map(str::to_owned)).unwrap();
    serde_json::from_str(&data).unwrap()
}

#[test]
fn a_page_has_the_script_and_every_answer_the_policy() {
    let server = started("/", &[("index.html", PAGE), ("a.css", "a{}"), ("bare.html", "bare")]);
    let home = get(&server, "/");
    assert_eq!(home.status, 200);
    assert_eq!(home.headers["content-type"], "text/html; charset=utf-8");
    let id = std::process::id();
    let script = format!("<script src=\"/_onramp/live.js\" data-site=\"{id}-0\"></script>\n");
    assert_eq!(home.body, PAGE.replace("</BODY>", &format!("{script}</BODY>")));
    assert_eq!(get(&server, "/bare.html").body, format!("bare{script}"));
    assert_eq!(get(&server, "/a.css").body, "a{}");

    for path in ["/", "/a.css", "/none", "/_onramp/live.js", "/_onramp/live.css"] {
        let answer = get(&server, path);
        assert_eq!(answer.headers["content-security-policy"], "default-src 'self'", "{path}");
        assert_eq!(answer.headers["cache-control"], "no-store", "{path}");
    }
    let script = get(&server, "/_onramp/live.js");
    assert_eq!(script.headers["content-type"], "text/javascript; charset=utf-8");
    assert!(script.body.contains("/_onramp/events"));
    assert_eq!(get(&server, "/_onramp/live.css").headers["content-type"], "text/css; charset=utf-8");
}

#[test]
fn folders_missing_pages_and_names_in_utf_8() {
    let server = started(
        "/",
        &[("a/index.html", "a"), ("é ü/index.html", "utf"), ("404.html", "gone"), ("x/y.json", "{}")],
    );
    let folder = get(&server, "/a?q=1&r=%20");
    assert_eq!((folder.status, &*folder.headers["location"]), (307, "/a/?q=1&r=%20"));
    assert!(get(&server, "/a/").body.starts_with("a<script"));
    let named = get(&server, "/%C3%A9%20%c3%bc");
    assert_eq!((named.status, &*named.headers["location"]), (307, "/%C3%A9%20%c3%bc/"));
    assert!(get(&server, "/%C3%A9%20%c3%bc/").body.starts_with("utf<script"));
    assert_eq!(get(&server, "/x/y.json").headers["content-type"], "application/json");

    for path in [
        "/none",
        "/x",
        "/x/",
        "/a.html",
        "/%",
        "/%4",
        "/%zz",
        "/%ff",
        "/../Cargo.toml",
        "/%2e%2e/x",
        "//a",
        "/a//",
    ] {
        let missing = get(&server, path);
        assert_eq!(missing.status, 404, "{path}");
        assert!(missing.body.starts_with("gone<script"), "{path}");
    }
    let bare = started("/", &[]);
    assert!(get(&bare, "/").body.contains("There is no such page") && get(&bare, "/").status == 404);
}

#[test]
fn head_says_what_get_would_and_nothing_else_is_taken() {
    let server = started("/", &[("a.txt", "four")]);
    let head = ask(&server, "HEAD", "/a.txt");
    assert_eq!((head.status, &*head.body, &*head.headers["content-length"]), (200, "", "4"));
    let post = ask(&server, "POST", "/a.txt");
    assert_eq!((post.status, &*post.headers["allow"]), (405, "GET, HEAD"));
}

#[test]
fn a_site_below_a_path_is_served_there() {
    let server = started("platform", &[("index.html", "home"), ("a/index.html", "a"), ("404.html", "gone")]);
    for path in ["/", "/platform"] {
        let to = get(&server, path);
        assert_eq!((to.status, &*to.headers["location"]), (307, "/platform/"));
    }
    assert!(get(&server, "/platform/").body.starts_with("home"));
    assert_eq!(get(&server, "/platform/a").headers["location"], "/platform/a/");
    assert_eq!(get(&server, "/a/").status, 404);
    assert_eq!(get(&server, "/platformer/").status, 404);
}

#[test]
fn a_name_that_is_not_of_this_machine_is_refused() {
    let server = started("/", &[("a.txt", "secret")]);
    for (host, status) in [
        ("localhost", 200),
        ("127.0.0.1:7411", 200),
        ("[::1]", 200),
        ("[::1]:7411", 200),
        ("docs.localhost:1", 200),
        ("evil.example:7411", 403),
        ("localhost.evil.example", 403),
    ] {
        assert_eq!(head(&mut open(&server, "GET", "/a.txt", host)).0, status, "{host}");
    }
}

#[test]
fn the_next_free_port_is_taken_and_said() {
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let told = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&told);
    let tell = move |line: &str| heard.lock().unwrap().push(line.to_owned());
    let server = Running::start(&ServeOptions { port, ..options(&[]) }, ServeBuild::default, tell).unwrap();
    let found = server.address.port();
    assert!(found > port && found <= port + MORE_PORTS);
    assert_eq!(
        *told.lock().unwrap(),
        [
            format!("port `{port}` is taken: using `{found}`"),
            format!("serving `http://127.0.0.1:{found}/`: press Ctrl-C to stop")
        ]
    );
}

/// A site of one page, made of a file: with an error where the file says so.
fn from_file(file: PathBuf) -> impl Fn() -> ServeBuild + Send + Sync + 'static {
    move || {
        let text = fs::read_to_string(&file).unwrap_or_else(|_| "missing".to_owned());
        assert!(text != "panic", "as the test wants it");
        let errors = usize::from(text.contains("error"));
        let diagnostics = if errors > 0 { format!("\u{1b}[1m{text}\u{1b}[0m: bad\n") } else { String::new() };
        ServeBuild {
            site: Arc::new(site(&[("index.html", &text)])),
            base: String::new(),
            diagnostics,
            errors,
            ..ServeBuild::default()
        }
    }
}

#[test]
fn an_edit_is_built_and_browsers_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let content = dir.path().join("content");
    fs::create_dir(&content).unwrap();
    let file = content.join("a.md");
    fs::write(&file, "one").unwrap();
    let told = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&told);
    let tell = move |line: &str| heard.lock().unwrap().push(line.to_owned());
    let server = Running::start(&options(&[&content]), from_file(file.clone()), tell).unwrap();
    let id = |count: u32| format!("{}-{count}", std::process::id());
    let page = || get(&server, "/").body;

    let mut events = open(&server, "GET", EVENTS, "localhost");
    let (status, headers) = head(&mut events);
    assert_eq!((status, &*headers["content-type"]), (200, "text/event-stream"));
    assert_eq!(headers["content-security-policy"], "default-src 'self'");
    assert_eq!(event(&mut events), serde_json::json!({ "site": id(0), "problems": null, "files": {} }));

    fs::write(&file, "two").unwrap();
    assert_eq!(event(&mut events), serde_json::json!({ "site": id(1), "problems": null, "files": {} }));
    assert!(page().starts_with("two"));

    // An error: the last good site stays, and the findings come as plain text.
    fs::write(&file, "error").unwrap();
    assert_eq!(
        event(&mut events),
        serde_json::json!({ "site": id(1), "problems": "error: bad", "files": {} })
    );
    assert!(page().starts_with("two"));
    assert_eq!(
        event(&mut head_of(&server)),
        serde_json::json!({ "site": id(1), "problems": "error: bad", "files": {} })
    );

    // A panic is an error too, and not the end.
    fs::write(&file, "panic").unwrap();
    assert!(event(&mut events)["problems"].as_str().unwrap().starts_with("error: the build panicked"));

    // Mended, by an editor that replaces the file.
    fs::write(content.join(".a.md.swp"), "three").unwrap();
    fs::rename(content.join(".a.md.swp"), &file).unwrap();
    assert_eq!(event(&mut events), serde_json::json!({ "site": id(2), "problems": null, "files": {} }));
    assert!(page().starts_with("three"));
    assert!(told.lock().unwrap().contains(&"still serving the last good site".to_owned()));
}

const EVENTS: &str = http::EVENTS;

fn head_of(server: &Running) -> BufReader<TcpStream> {
    let mut stream = open(server, "GET", EVENTS, "localhost");
    head(&mut stream);
    stream
}

#[test]
fn what_does_not_exist_yet_or_goes_away_is_watched_too() {
    let dir = tempfile::tempdir().unwrap();
    let content = dir.path().join("deep/content");
    let file = content.join("a.md");
    let config = dir.path().join("onramp.toml");
    let server = Running::start(&options(&[&content, &config]), from_file(file.clone()), |_| {}).unwrap();
    let mut events = head_of(&server);
    event(&mut events);
    // Messages come until the site is as it should be: making a folder may be news of its own.
    let mut until = |text: &str| {
        while !get(&server, "/").body.starts_with(text) {
            event(&mut events);
        }
    };
    fs::create_dir_all(&content).unwrap();
    fs::write(&file, "one").unwrap();
    until("one");
    fs::write(&file, "two").unwrap();
    until("two");
    fs::remove_dir_all(&content).unwrap();
    until("missing");
    fs::create_dir_all(&content).unwrap();
    fs::write(&file, "three").unwrap();
    until("three");
    // The file of another input, which the build does not read: built all the same.
    fs::write(&config, "x").unwrap();
    event(&mut events);
}

#[test]
fn a_build_that_reads_does_not_start_the_next_one() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("a.md");
    fs::write(&file, "one").unwrap();
    let builds = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&builds);
    let build = from_file(file.clone());
    let build = move || {
        *counted.lock().unwrap() += 1;
        build()
    };
    let ignored = dir.path().join("site");
    fs::create_dir(&ignored).unwrap();
    let options = ServeOptions { ignore: vec![ignored.clone()], ..options(&[dir.path()]) };
    let server = Running::start(&options, build, |_| {}).unwrap();
    let mut events = head_of(&server);
    event(&mut events);
    fs::write(&file, "two").unwrap();
    event(&mut events);
    for name in ["site/x", ".hidden", ".a.md.swp"] {
        fs::write(dir.path().join(name), "x").unwrap();
    }
    thread::sleep(QUIET_ENOUGH);
    assert_eq!(*builds.lock().unwrap(), 2);
}

#[test]
fn many_files_that_change_at_once_are_few_builds() {
    let dir = tempfile::tempdir().unwrap();
    let builds = Arc::new(Mutex::new(0));
    let (counted, folder) = (Arc::clone(&builds), dir.path().to_owned());
    let build = move || {
        *counted.lock().unwrap() += 1;
        let names = fs::read_dir(&folder).unwrap().count().to_string();
        ServeBuild { site: Arc::new(site(&[("index.html", &names)])), ..ServeBuild::default() }
    };
    let server = Running::start(&options(&[dir.path()]), build, |_| {}).unwrap();
    let mut events = head_of(&server);
    event(&mut events);
    for n in 0..2_000 {
        fs::write(dir.path().join(format!("{n}.md")), "x").unwrap();
    }
    while !get(&server, "/").body.starts_with("2000") {
        event(&mut events);
    }
    // Renamed and saved twice in a row: what counts is what is there at last.
    fs::rename(dir.path().join("0.md"), dir.path().join("a.md")).unwrap();
    fs::remove_file(dir.path().join("1.md")).unwrap();
    fs::write(dir.path().join("a.md"), "y").unwrap();
    fs::write(dir.path().join("a.md"), "z").unwrap();
    while !get(&server, "/").body.starts_with("1999") {
        event(&mut events);
    }
    let builds = *builds.lock().unwrap();
    assert!(builds < 60, "{builds} builds of 2,000 changes");
}

/// A site with a page that cannot be made.
struct Broken;

impl Served for Broken {
    fn has(&self, _: &str) -> bool {
        true
    }

    fn file(&self, path: &str) -> Result<Option<Vec<u8>>, String> {
        if path == "index.html" { Err("error: no `<x>`".to_owned()) } else { Ok(None) }
    }

    fn edited(&self, _: &[PathBuf]) -> Option<Arc<dyn Served>> {
        None
    }
}

/// A site of one page, which says what its file does, and how that came to be.
struct OnePage(String);

impl Served for OnePage {
    fn has(&self, path: &str) -> bool {
        path == "index.html"
    }

    fn file(&self, path: &str) -> Result<Option<Vec<u8>>, String> {
        Ok(self.has(path).then(|| self.0.clone().into_bytes()))
    }

    fn edited(&self, changed: &[PathBuf]) -> Option<Arc<dyn Served>> {
        let text = fs::read_to_string(changed.iter().find(|it| it.ends_with("a.md"))?).unwrap();
        (text != "wide").then(|| Arc::new(Self(format!("{text}, edited"))) as Arc<dyn Served>)
    }
}

#[test]
fn an_edit_is_shown_before_the_build_that_it_starts_is_done() {
    let dir = tempfile::tempdir().unwrap();
    let content = dir.path().join("content");
    fs::create_dir(&content).unwrap();
    let file = content.join("a.md");
    fs::write(&file, "one").unwrap();
    let (go, gate) = mpsc::channel();
    let gate = Mutex::new(gate);
    let read = file.clone();
    let build = move || {
        let text = fs::read_to_string(&read).unwrap();
        gate.lock().unwrap().recv().unwrap();
        ServeBuild { site: Arc::new(OnePage(format!("{text}, built"))), ..ServeBuild::default() }
    };
    go.send(()).unwrap();
    let server = Running::start(&options(&[&content]), build, |_| {}).unwrap();
    let shows = |wanted: &str| {
        let mut events = open(&server, "GET", EVENTS, "localhost");
        head(&mut events);
        while !get(&server, "/").body.starts_with(wanted) {
            event(&mut events);
        }
    };
    shows("one, built");
    fs::write(&file, "two").unwrap();
    shows("two, edited");
    // While the build of two is under way: it must not be shown over three.
    fs::write(&file, "three").unwrap();
    shows("three, edited");
    go.send(()).unwrap();
    go.send(()).unwrap();
    shows("three, built");
    // An edit that other pages see takes a build.
    fs::write(&file, "wide").unwrap();
    // A system may tell of one change in two.
    (0..4).for_each(|_| go.send(()).unwrap());
    shows("wide, built");
}

/// A site of a page that is edited and one that only a build brings up to date.
struct TwoPages(String, String);

impl Served for TwoPages {
    fn has(&self, path: &str) -> bool {
        ["index.html", "built.html"].contains(&path)
    }

    fn file(&self, path: &str) -> Result<Option<Vec<u8>>, String> {
        Ok(Some(if path == "index.html" { &self.0 } else { &self.1 }.clone().into_bytes()))
    }

    fn edited(&self, changed: &[PathBuf]) -> Option<Arc<dyn Served>> {
        let text = fs::read_to_string(changed.iter().find(|it| it.ends_with("a.md"))?).unwrap();
        Some(Arc::new(Self(text, self.1.clone())))
    }

    fn published(&self, changed: &[PathBuf]) -> Vec<String> {
        changed.iter().filter(|it| it.ends_with("a.svg")).map(|_| "a.svg".to_owned()).collect()
    }
}

#[test]
fn a_build_is_shown_with_the_edits_that_came_while_it_was_under_way() {
    let dir = tempfile::tempdir().unwrap();
    let content = dir.path().join("content");
    fs::create_dir(&content).unwrap();
    let file = content.join("a.md");
    fs::write(&file, "one").unwrap();
    let (go, gate) = mpsc::channel();
    let (began, begins) = mpsc::channel();
    let gate = Mutex::new(gate);
    let read = file.clone();
    let build = move || {
        let text = fs::read_to_string(&read).unwrap();
        began.send(()).unwrap();
        gate.lock().unwrap().recv().unwrap();
        ServeBuild { site: Arc::new(TwoPages(text.clone(), text)), ..ServeBuild::default() }
    };
    go.send(()).unwrap();
    let server = Running::start(&options(&[&content]), build, |_| {}).unwrap();
    begins.recv().unwrap();
    let shows = |path: &str, wanted: &str| {
        let mut events = head_of(&server);
        while !get(&server, path).body.starts_with(wanted) {
            event(&mut events);
        }
    };
    shows("/built.html", "one");
    fs::write(&file, "two").unwrap();
    begins.recv().unwrap();
    shows("/", "two");
    fs::write(&file, "three").unwrap();
    shows("/", "three");
    // The build of two is done: what it alone brings shows, and the edit stays.
    go.send(()).unwrap();
    shows("/built.html", "two");
    assert!(get(&server, "/").body.starts_with("three"));
}

#[test]
fn the_content_folder_that_a_config_names_while_it_is_served_is_watched() {
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("onramp.toml");
    let page = |folder: &str| dir.path().join(folder).join("a.md");
    for folder in ["content", "docs"] {
        fs::create_dir(dir.path().join(folder)).unwrap();
        fs::write(page(folder), folder).unwrap();
    }
    fs::write(&config, "content").unwrap();
    let (root, named) = (dir.path().to_owned(), config.clone());
    let build = move || {
        let folder = root.join(fs::read_to_string(&named).unwrap());
        let text = fs::read_to_string(folder.join("a.md")).unwrap();
        ServeBuild {
            site: Arc::new(site(&[("index.html", &text)])),
            inputs: vec![named.clone(), folder],
            ..ServeBuild::default()
        }
    };
    let server = Running::start(&options(&[&config, &dir.path().join("content")]), build, |_| {}).unwrap();
    let mut events = head_of(&server);
    let mut until = |text: &str| {
        while !get(&server, "/").body.starts_with(text) {
            event(&mut events);
        }
    };
    until("content");
    fs::write(&config, "docs").unwrap();
    until("docs");
    fs::write(page("docs"), "edited").unwrap();
    until("edited");
}

#[test]
fn a_page_that_cannot_be_made_says_why() {
    let build = || ServeBuild { site: Arc::new(Broken), ..ServeBuild::default() };
    let server = Running::start(&options(&[]), build, |_| {}).unwrap();
    let page = get(&server, "/");
    assert_eq!(page.status, 500);
    assert!(
        page.body.contains("<pre>error: no `&lt;x&gt;`</pre>") && page.body.contains("live.js"),
        "{}",
        page.body
    );
    assert_eq!(get(&server, "/gone.css").status, 404);
}

const QUIET_ENOUGH: Duration = Duration::from_millis(800);

#[test]
fn what_a_build_reads_elsewhere_is_watched_from_then_on() {
    let dir = tempfile::tempdir().unwrap();
    let (content, beside) = (dir.path().join("content"), dir.path().join("src"));
    fs::create_dir(&content).unwrap();
    fs::create_dir(&beside).unwrap();
    let (page, included) = (content.join("a.md"), beside.join("main.rs"));
    fs::write(&page, "alone").unwrap();
    fs::write(&included, "one").unwrap();
    let (read, from) = (page.clone(), included.clone());
    let build = move || {
        let is_more = fs::read_to_string(&read).unwrap() == "includes";
        let text = if is_more { fs::read_to_string(&from).unwrap() } else { "alone".to_owned() };
        ServeBuild {
            site: Arc::new(site(&[("index.html", &text)])),
            reads: if is_more { vec![from.clone()] } else { Vec::new() },
            ..ServeBuild::default()
        }
    };
    let server = Running::start(&options(&[&content]), build, |_: &str| {}).unwrap();
    let shows = |text: &str| {
        let began = std::time::Instant::now();
        while !get(&server, "/").body.starts_with(text) {
            assert!(began.elapsed() < Duration::from_secs(20), "`{text}` does not show");
            std::thread::sleep(Duration::from_millis(5));
        }
    };
    shows("alone");
    fs::write(&page, "includes").unwrap();
    shows("one");
    fs::write(&included, "two").unwrap();
    shows("two");
}

#[test]
fn a_first_build_with_errors_is_served_until_there_is_a_good_one() {
    let build = |errors, text| ServeBuild {
        site: Arc::new(site(&[("index.html", text)])),
        base: "/".to_owned(),
        diagnostics: "no\n".to_owned(),
        errors,
        ..ServeBuild::default()
    };
    let first = Shown::first(build(2, "bad"));
    let home = |shown: &Shown| shown.file("index.html").unwrap().map(|it| String::from_utf8(it).unwrap());
    assert_eq!(home(&first).as_deref(), Some("bad"));
    assert_eq!(first.what(), Some("serving what could be built"));
    let worse = first.next(build(1, "worse"));
    assert_eq!(home(&worse).as_deref(), Some("worse"));
    let good = worse.next(build(0, "good"));
    assert_eq!(good.what(), None);
    let bad = good.next(build(3, "bad"));
    assert_eq!(home(&bad).as_deref(), Some("good"));
    assert_eq!(bad.what(), Some("still serving the last good site"));
    assert_eq!(bad.id(), good.id());
    let mended = bad.next(build(0, "mended"));
    assert_eq!((mended.what(), home(&mended).as_deref()), (None, Some("mended")));
    assert_ne!(mended.id(), good.id());
}

#[test]
fn a_new_page_shows_while_another_has_an_error() {
    let build = |files: &[(&str, &str)], errors| ServeBuild {
        site: Arc::new(site(files)),
        errors,
        ..ServeBuild::default()
    };
    let good = Shown::first(build(&[("a.html", "good")], 0));
    let bad = good.next(build(&[("a.html", "bad"), ("new.html", "new")], 1));
    let of = |path: &str| String::from_utf8(bad.file(path).unwrap().unwrap()).unwrap();
    assert_eq!((of("a.html").as_str(), of("new.html").as_str()), ("good", "new"));
    assert!(!bad.has("none.html") && !bad.next(build(&[], 1)).has("new.html"));
}

#[test]
fn a_browser_is_told_which_pictures_changed() {
    let pages = || ServeBuild {
        site: Arc::new(TwoPages(String::new(), String::new())),
        base: "/platform/".to_owned(),
        ..ServeBuild::default()
    };
    let files =
        |shown: &Shown| serde_json::from_str::<serde_json::Value>(&shown.event()).unwrap()["files"].clone();
    let first = Shown::first(pages());
    assert!(first.renewed(&["/content/b.md".into()]).is_none());
    let picture = ["/content/a.svg".into()];
    let once = first.renewed(&picture).unwrap();
    assert_eq!(files(&once), serde_json::json!({ "/platform/a.svg": 1 }));
    // A browser that was away learns of it later, too.
    let twice = once.next(pages()).renewed(&picture).unwrap();
    assert_eq!(files(&twice), serde_json::json!({ "/platform/a.svg": 2 }));
    assert_eq!(files(&twice.next(ServeBuild { errors: 1, ..pages() })), files(&twice));
}

#[test]
fn a_server_ends_with_connections_open() {
    let server = started("/", &[("index.html", PAGE)]);
    let mut events = head_of(&server);
    event(&mut events);
    let address = server.address;
    drop(server);
    let mut rest = String::new();
    // Closed, or cut off: either way it does not hang.
    let _ = events.read_to_string(&mut rest);
    assert!(TcpStream::connect(address).is_err());
}
