use crate::support::Site;
#[test]
fn x() {
    let v = Site::new()
        .file("content/teams/a.toml", "title = \"A <b> \\\"q\\\"\"\ntype=\"application\"\n")
        .file("content/offerings/o.md", "+++\ntitle=\"O\"\nlifecycle=\"ga\"\nsummary=\"a [b](https://x.example)\"\n+++\n")
        .computed("public", "offerings/index.html");
    println!("{v:#}"); panic!();
}
