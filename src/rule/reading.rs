//! Rules that the stages find while they read: what cannot be taken as it is.
//!
//! In: nothing. Out: their documentation; the stages make the findings.

use crate::diagnostic::Severity;
use crate::finding::Rule;

const HOME: &str = "=== content/index.md\n# Home\n";

/// The rules whose findings say that something of a record could not be read.
pub const CUTS_SHORT: &[&str] = &["TOML1", "YAML1", "FM1", "FLD1", "FLD2", "FLD3"];

/// The rules.
pub const RULES: &[Rule] = &[
    Rule {
        id: "FILE1",
        summary: "Files are UTF-8",
        why: "Text in another encoding would be shown with wrong characters.",
        ..Rule::BROKEN
    },
    Rule {
        id: "FILE2",
        summary: "Text files are not larger than 10 MB",
        why: "A larger one is data, not a page, and would be slow to read for everyone.",
        ..Rule::BROKEN
    },
    Rule {
        id: "FILE3",
        summary: "Files can be read, and links stay within the site",
        why: "What cannot be read cannot be published; a link to outside would publish what nobody reviewed.",
        ..Rule::BROKEN
    },
    Rule {
        id: "FILE4",
        severity: Severity::Warning,
        summary: "File names work on every system",
        why: "A colleague on Windows could not check the repository out.",
        fails: "=== content/aux.md\n# Auxiliary\n",
        passes: "=== content/auxiliary.md\n# Auxiliary\n",
        ..Rule::BROKEN
    },
    Rule {
        id: "FILE5",
        severity: Severity::Info,
        summary: "Files have no byte order mark",
        why: "Other tools take it for text.",
        ..Rule::BROKEN
    },
    Rule {
        id: "FILE6",
        summary: "Records lie in a folder that bears their kind's name",
        why: "Anywhere else they are read as pages, which have none of their fields.",
        fails: "=== content/offering/blob-store.md\n+++\nlifecycle = \"ga\"\n+++\n# Blob Store\n",
        passes: "=== content/offerings/blob-store.md\n+++\nlifecycle = \"ga\"\n+++\n# Blob Store\n",
        ..Rule::BROKEN
    },
    Rule {
        id: "TOML1",
        summary: "TOML is well-formed",
        why: "A field that cannot be read is a field that is not there.",
        fails: "=== content/teams/a.toml\ntitle = Storage\n",
        passes: "=== content/teams/a.toml\ntitle = \"Storage\"\n",
        ..Rule::BROKEN
    },
    Rule {
        id: "YAML1",
        summary: "YAML is well-formed",
        why: "A field that cannot be read is a field that is not there.",
        fails: "=== content/a.md\n---\ntitle: [\n---\nText\n",
        passes: "=== content/a.md\n---\ntitle: A\n---\nText\n",
        ..Rule::BROKEN
    },
    Rule {
        id: "FM1",
        summary: "A front matter that begins also ends",
        why: "Otherwise the whole page would be taken for fields.",
        fails: "=== content/a.md\n+++\ntitle = \"A\"\n\nText\n",
        passes: "=== content/a.md\n+++\ntitle = \"A\"\n+++\nText\n",
        ..Rule::BROKEN
    },
    Rule {
        id: "FLD1",
        summary: "Fields are known",
        why: "A field with a slip in its name would be passed over without a word.",
        fails: "=== content/teams/a.toml\ntitle = \"A\"\nchanel = \"#a\"\n",
        passes: "=== content/teams/a.toml\ntitle = \"A\"\nchannel = \"#a\"\n",
        ..Rule::BROKEN
    },
    Rule {
        id: "FLD2",
        summary: "Fields hold what they are for",
        why: "A date that is no date cannot be compared with one.",
        fails: "=== content/teams/a.toml\ntitle = \"A\"\ncreated = \"soon\"\n",
        passes: "=== content/teams/a.toml\ntitle = \"A\"\ncreated = 2027-01-11\n",
        ..Rule::BROKEN
    },
    Rule {
        id: "FLD3",
        summary: "What cannot do without a field has it",
        why: "A waiver without an end, say, would be one for ever.",
        fails: "=== content/teams/a.toml\ntitle = \"A\"\n[[allow]]\nrule = \"GEN5\"\nreason = \"Away\"\n",
        passes: "=== content/teams/a.toml\ntitle = \"A\"\n[[allow]]\nrule = \"GEN5\"\nreason = \"Away\"\nuntil = 2027-02-01\n",
        ..Rule::BROKEN
    },
    Rule {
        id: "CFG1",
        summary: "The config names what there is",
        why: "A setting that means nothing would be passed over without a word.",
        fails: "=== onramp.toml\ntitle = \"A\"\n[folders]\nx = \"adrs\"\n=== content/index.md\n# Home\n",
        passes: "=== onramp.toml\ntitle = \"A\"\n[folders]\nx = \"adr\"\n=== content/index.md\n# Home\n",
        ..Rule::BROKEN
    },
    Rule {
        id: "CFG2",
        severity: Severity::Error,
        summary: "Colours that the config sets can be read",
        why: "Text in a pale accent is lost on whoever sees less well, or sits in the sun.",
        fails: "=== onramp.toml\ntitle = \"A\"\naccent = \"#ffcc00\"\n=== content/index.md\n# Home\n",
        passes: "=== onramp.toml\ntitle = \"A\"\naccent = \"#0b6e4f\"\n=== content/index.md\n# Home\n",
        broken: false,
        ..Rule::BROKEN
    },
    Rule {
        id: "GIT1",
        severity: Severity::Warning,
        summary: "The clone has the whole history",
        why: "Of a file that changed before the history begins, git would give the wrong day, so pages give none.",
        ..Rule::BROKEN
    },
    Rule {
        id: "SCH1",
        summary: "A schema of a kind of your own is one that Onramp can use",
        why: "Records of the kind could not be checked.",
        fails: "=== schemas/vendor.schema.json\n{ \"type\": \"object\" }\n=== content/index.md\n# Home\n",
        passes: "=== schemas/vendor.schema.json\n{ \"type\": \"object\", \"properties\": {} }\n=== content/index.md\n# Home\n",
        ..Rule::BROKEN
    },
    Rule {
        id: "SCH2",
        severity: Severity::Warning,
        summary: "Copies of built-in schemas are up to date",
        why: "Editors complete and check by them.",
        fails: "=== schemas/team.schema.json\n{}\n=== content/index.md\n# Home\n",
        passes: HOME,
        ..Rule::BROKEN
    },
    Rule {
        id: "MD1",
        summary: "What follows the language of a code block is understood",
        why: "A mark or an include with a slip in it would be passed over without a word.",
        fails: "=== content/a.md\n# A\n\n```rust {2-x}\nlet a = 1;\nlet b = 2;\n```\n",
        passes: "=== content/a.md\n# A\n\n```rust {1-2}\nlet a = 1;\nlet b = 2;\n```\n",
        ..Rule::BROKEN
    },
    Rule {
        id: "MD2",
        severity: Severity::Info,
        summary: "HTML in Markdown is meant",
        why: "It is shown as text unless the site turns it on.",
        fails: "=== content/a.md\n# A\n\n<b>bold</b>\n",
        passes: "=== content/a.md\n# A\n\n**bold**\n",
        ..Rule::BROKEN
    },
    Rule {
        id: "MD3",
        severity: Severity::Info,
        summary: "The language of a code block is one that can be highlighted",
        why: "Otherwise the block is shown without colours.",
        fails: "=== content/a.md\n# A\n\n```pyhton\nx = 1\n```\n",
        passes: "=== content/a.md\n# A\n\n```python\nx = 1\n```\n",
        ..Rule::BROKEN
    },
    Rule {
        id: "MD4",
        summary: "Links do not run programs",
        why: "A link to `javascript:` would run whatever stands in it with the reader's rights.",
        fails: "=== content/a.md\n# A\n\n[x](javascript:alert(1))\n",
        passes: "=== content/a.md\n# A\n\n[x](https://example.com)\n",
        ..Rule::BROKEN
    },
    Rule {
        id: "MD5",
        summary: "Formulas are well-formed",
        why: "What cannot be read as a formula is shown as it was typed.",
        fails: "=== content/a.md\n# A\n\n$\\fraction{1}{2}$\n",
        passes: "=== content/a.md\n# A\n\n$\\frac{1}{2}$\n",
        ..Rule::BROKEN
    },
    Rule {
        id: "MD6",
        severity: Severity::Warning,
        summary: "Footnotes are referred to",
        why: "A note that nothing leads to is read by nobody.",
        fails: "=== content/a.md\n# A\n\n[^1]: A note\n",
        passes: "=== content/a.md\n# A\n\nText[^1]\n\n[^1]: A note\n",
        ..Rule::BROKEN
    },
    Rule {
        id: "MD7",
        summary: "Ids of headings are their own",
        why: "A link to an id that stands twice leads to the first alone.",
        fails: "=== content/a.md\n# A\n\n## B {#x}\n\n## C {#x}\n",
        passes: "=== content/a.md\n# A\n\n## B {#x}\n\n## C {#y}\n",
        ..Rule::BROKEN
    },
    Rule {
        id: "MD8",
        severity: Severity::Warning,
        summary: "What looks like a link, a footnote or an alert is one",
        why: "Otherwise its brackets are shown as they were typed.",
        fails: "=== content/a.md\n# A\n\nSee [the guide][guide].\n",
        passes: "=== content/a.md\n# A\n\nSee [the guide][guide].\n\n[guide]: https://example.com/\n",
        ..Rule::BROKEN
    },
    Rule {
        id: "MD9",
        summary: "Diagrams can be drawn",
        why: "A diagram with a slip in it is shown as its text, which says less at a glance.",
        fails: "=== content/a.md\n# A\n\n```mermaid\nflowchart LR\n  Write --> Check\n  Check -=> Publish\n```\n",
        passes: "=== content/a.md\n# A\n\n```mermaid\nflowchart LR\n  Write --> Check\n  Check --> Publish\n```\n",
        ..Rule::BROKEN
    },
    Rule {
        id: "GEN1",
        summary: "References and links lead somewhere, and ids are unique",
        why: "A reader who follows a dead link learns nothing, and trusts the rest less.",
        fails: "=== content/a.md\n# A\n\n[gone](b.md)\n",
        passes: "=== content/a.md\n# A\n\n[here](b.md)\n=== content/b.md\n# B\n",
        ..Rule::BROKEN
    },
    Rule {
        id: "OUT1",
        summary: "No two things of a site are published in one place",
        why: "One of them would be lost, and which one would be chance.",
        fails: "=== content/a.md\n+++\nold_urls = [\"/robots.txt\"]\n+++\n# A\n",
        passes: "=== content/a.md\n+++\nold_urls = [\"/robots/\"]\n+++\n# A\n",
        ..Rule::BROKEN
    },
    Rule {
        id: "THEME1",
        summary: "Templates are well-formed and use what there is",
        why: "A page that cannot be rendered cannot be published.",
        fails: "=== themes/default/page.html\n{{ page.titel }}\n=== content/a.md\n# A\n",
        passes: "=== themes/default/page.html\n{{ page.title }}\n=== content/a.md\n# A\n",
        ..Rule::BROKEN
    },
    Rule {
        id: "THEME2",
        severity: Severity::Warning,
        summary: "A template of your own is one that a page is made with",
        why: "A slip in its file name would leave the built-in one in use without a word.",
        fails: "=== themes/default/offfering.html\n{{ page.title }}\n=== content/a.md\n# A\n",
        passes: "=== themes/default/offering.html\n{{ page.title }}\n=== content/a.md\n# A\n",
        ..Rule::BROKEN
    },
    Rule {
        id: "THEME3",
        severity: Severity::Warning,
        summary: "A theme of your own asks no other host, and keeps styles and scripts in files",
        why: "Under the policy `default-src 'self'` a browser would leave it out, and another host would learn who reads what.",
        fails: "=== themes/default/page.html\n<p style=\"color: red\">{{ page.title }}</p>\n=== content/a.md\n# A\n",
        passes: "=== themes/default/page.html\n<p class=\"mine\">{{ page.title }}</p>\n=== content/a.md\n# A\n",
        ..Rule::BROKEN
    },
];
