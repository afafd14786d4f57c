#!/usr/bin/env python3
"""Deterministic documentation corpus for comparing static site generators.

  corpus.py --flavour hugo|zola|mdbook|mkdocs|zensical|plain --pages N --out DIR
                [--sections 20] [--seed 7] [--words 700] [--sidebar sections|expanded]
                [--no-search] [--no-highlight] [--nav-prune] [--records PERCENT]
  corpus.py --import SRC_DIR --flavour ... --out DIR     (feed existing plain markdown)

The body of page i is the same for every flavour apart from the form of its six links to other
pages (zola: @/section/page.md, the others: ../section/page.md) and the title (front matter or h1).
Standard library only.
"""
import argparse, itertools, pathlib, random, re, shutil

DOMAIN = """platform service cluster deployment pipeline rollout canary namespace tenant quota ingress gateway
secret rotation policy admission controller operator reconcile artifact registry image signature attestation
provenance runtime container scheduler node pool autoscaler budget latency throughput availability objective
indicator error incident postmortem runbook escalation oncall owner team domain capability offering catalogue
template golden path scaffold migration deprecation sunset timeline milestone roadmap quarter decision record
status accepted superseded proposed context consequence alternative tradeoff risk mitigation compliance audit
evidence control identity access role binding token certificate issuer mesh sidecar proxy telemetry metric trace
span log retention sampling dashboard alert threshold window burn rate capacity forecast cost chargeback tag
label annotation manifest chart overlay patch module provider state backend lock drift plan apply destroy import
workspace variable output queue topic partition consumer offset broker replica shard leader follower snapshot
backup restore recovery region zone failover replication consistency cache eviction storage volume class claim
database schema version upgrade rollback release branch merge review approval gate check build test coverage
lint format dependency vulnerability patching baseline benchmark profile memory processor disk network bandwidth
packet route subnet firewall peering endpoint resolver record domain zone header cookie session request response
payload contract interface endpoint client server library framework language compiler toolchain package""".split()
GLUE = """the of and to a in is that for it as with on be by this are or from at an which not we can must should
when then each every any all more only after before during between without within into over under also because
where what how who one two three first last new existing default optional required""".split()
SYL = "ka lo mi ren tor vas el in dor pha qui zen bra cle sto mar nel pro ti us ver wex yon gra hul jit".split()
LANGS = ["rust", "yaml", "bash", "python", "json", "go"]


def vocabulary(rng, size=8000):
    seen, out = set(), []
    for w in GLUE + DOMAIN:
        if w not in seen:
            seen.add(w); out.append(w)
    while len(out) < size:
        w = "".join(rng.choice(SYL) for _ in range(rng.randint(2, 4)))
        if w not in seen:
            seen.add(w); out.append(w)
    cum = list(itertools.accumulate(1.0 / (i + 8) for i in range(len(out))))
    return out, cum


class Text:
    def __init__(self, rng, vocab, cum):
        self.r, self.v, self.c = rng, vocab, cum

    def words(self, n):
        return self.r.choices(self.v, cum_weights=self.c, k=n)

    def sentence(self, n=None):
        w = self.words(n or self.r.randint(8, 18))
        if self.r.random() < 0.15:
            k = self.r.randrange(len(w)); w[k] = "`%s`" % w[k]
        if self.r.random() < 0.10:
            k = self.r.randrange(len(w)); w[k] = "**%s**" % w[k]
        s = " ".join(w)
        return s[0].upper() + s[1:] + "."

    def para(self, n):
        out, c = [], 0
        while c < n:
            k = min(self.r.randint(8, 18), max(4, n - c)); out.append(self.sentence(k)); c += k
        return " ".join(out)

    def heading(self):
        return " ".join(w.capitalize() for w in self.words(self.r.randint(2, 5)))


def code(rng, lang, t):
    a, b, c, d = (re.sub(r"\W", "", w) for w in t.words(4))
    n = rng.randint(2, 999)
    if lang == "rust":
        return f"""use std::collections::BTreeMap;

/// Collects the {a} of every {b}.
#[derive(Debug, Clone, PartialEq)]
pub struct {a.capitalize()}{n} {{ name: String, count: u64, ratio: f64 }}

impl {a.capitalize()}{n} {{
    pub fn {b}_{c}(&self, input: &BTreeMap<String, u64>) -> Result<u64, String> {{
        let mut total = 0u64;
        for (key, value) in input.iter().filter(|(_, v)| **v > {n}) {{
            if key.starts_with("{d}") {{ total += *value * 2; }} else {{ total += 1; }}
        }}
        if total == 0 {{ return Err(format!("no {{}} in {{}}", "{c}", self.name)); }}
        Ok(total)
    }}
}}"""
    if lang == "yaml":
        return f"""# {a} for {b}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {a}-{n}
  labels: {{ app: {b}, tier: "{c}" }}
spec:
  replicas: {n % 9 + 1}
  template:
    spec:
      containers:
        - name: {d}
          image: "example/{b}:{n}"
          env:
            - {{ name: {c.upper()}, value: "true" }}
          resources:
            limits: {{ cpu: 500m, memory: {n}Mi }}"""
    if lang == "bash":
        return f"""#!/usr/bin/env bash
set -euo pipefail
# rotate the {a} of {b}
{a.upper()}="${{1:-{n}}}"
for item in $(ls -1 ./{b} | sort); do
  if [[ -f "./{b}/$item" ]]; then
    echo "checking $item in ${a.upper()}" >&2
    grep -q '{c}' "./{b}/$item" || continue
    sed -i "s/{c}/{d}/g" "./{b}/$item"
  else
    printf '%s\\n' "skip: $item"
  fi
done
count=$(find ./{b} -name '*.toml' | wc -l)
test "$count" -gt {n % 20} && exit 0
exit 1"""
    if lang == "python":
        return f'''from dataclasses import dataclass, field

@dataclass
class {a.capitalize()}{n}:
    """The {a} of one {b}."""
    name: str
    limit: int = {n}
    items: list[str] = field(default_factory=list)

    def {b}_{c}(self, values: dict[str, int]) -> int:
        total = 0
        for key, value in sorted(values.items()):
            if key.startswith("{d}") and value > self.limit:
                total += value * 2
        return total if total else -1  # nothing matched'''
    if lang == "json":
        return f"""{{
  "name": "{a}-{n}",
  "version": "1.{n % 40}.0",
  "enabled": true,
  "limits": {{ "cpu": {n}, "memory": "{n}Mi", "ratio": 0.75 }},
  "owners": ["{b}", "{c}", "{d}"],
  "objective": {{
    "target": 99.9,
    "window": "30d",
    "alerts": [
      {{ "burn": 14.4, "page": true }},
      {{ "burn": 6.0, "page": false }}
    ]
  }},
  "retired": null
}}"""
    return f"""package {a}

import (
	"fmt"
	"strings"
)

// {b.capitalize()}{n} counts the {c} of each {d}.
func {b.capitalize()}{n}(values map[string]int) (int, error) {{
	total := 0
	for key, value := range values {{
		if strings.HasPrefix(key, "{d}") && value > {n} {{
			total += value * 2
		}}
	}}
	if total == 0 {{
		return 0, fmt.Errorf("no %s found", "{c}")
	}}
	return total, nil
}}"""


def body(rng, t, i, n_words, targets, link):
    """About n_words of prose: intro, 4 h2 with 5 h3 between them, 2 code blocks, 1 table, lists, 6 links."""
    per = max(10, n_words // 13)
    links = [f"See [{' '.join(t.words(3))}]({link(x)}) for more." for x in targets]
    lg = [LANGS[(i + k * (1 + i % 5)) % len(LANGS)] for k in range(2)]
    o = [t.para(per), links[0], ""]
    o += ["", f"## {t.heading()}", "", t.para(per), "", links[1], "", f"### {t.heading()}", "", t.para(per), ""]
    o += [f"```{lg[0]}", code(rng, lg[0], t), "```", "", t.para(per), ""]
    o += [f"## {t.heading()}", "", t.para(per), "", links[2], ""]
    o += ["- " + t.sentence(9) for _ in range(5)] + ["", f"### {t.heading()}", "", t.para(per), ""]
    o += ["| " + " | ".join(t.words(4)) + " |", "|---|---|:---:|---:|"]
    o += ["| " + " | ".join(t.words(3) + [str(rng.randint(1, 9999))]) + " |" for _ in range(6)]
    o += ["", links[3], "", f"### {t.heading()}", "", t.para(per), ""]
    o += [f"## {t.heading()}", "", t.para(per), "", f"```{lg[1]}", code(rng, lg[1], t), "```", "", links[4], ""]
    o += [f"### {t.heading()}", "", t.para(per), ""]
    o += [f"{k + 1}. " + t.sentence(9) for k in range(4)]
    o += ["", f"## {t.heading()}", "", t.para(per), "", f"### {t.heading()}", "", t.para(per), "", links[5], ""]
    return "\n".join(o)


# ---- per-tool scaffolding ------------------------------------------------------------------------
CSS = "body{display:grid;grid-template-columns:16rem 1fr 14rem}nav a{display:block}"

HUGO_BASE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{{ .Title }} | {{ site.Title }}</title>
<link rel="stylesheet" href="{{ "style.css" | relURL }}"></head><body>
<nav class="side">{{ $cur := .CurrentSection }}{{ range site.Sections }}<a href="{{ .RelPermalink }}"{{ if eq . $cur }} class="on"{{ end }}>{{ .Title }}</a>
EXPAND{{ end }}</nav>
<main data-pagefind-body><h1>{{ .Title }}</h1>{{ block "main" . }}{{ end }}</main>
<aside class="toc">{{ .TableOfContents }}</aside>
</body></html>
"""
HUGO_EXPAND = """{{ if eq . $cur }}<ul>{{ range .RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}"""
ZOLA_BASE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{% block title %}{{ config.title }}{% endblock %}</title>
<link rel="stylesheet" href="/style.css"></head><body>
<nav class="side">{% set root = get_section(path="_index.md", metadata_only=true) %}{% for s in root.subsections %}{% set sub = get_section(path=s, metadata_only=true) %}<a href="{{ sub.permalink }}"{% if cur == s %} class="on"{% endif %}>{{ sub.title }}</a>
{% endfor %}EXPAND</nav>
{% block main %}{% endblock %}
</body></html>
"""
ZOLA_PAGE = """{% extends "base.html" %}
{% block title %}{{ page.title }} | {{ config.title }}{% endblock %}
{% block main %}<main><h1>{{ page.title }}</h1>{{ page.content | safe }}</main>
<aside class="toc"><ul>{% for h in page.toc %}<li><a href="{{ h.permalink | safe }}">{{ h.title }}</a>{% if h.children %}<ul>{% for c in h.children %}<li><a href="{{ c.permalink | safe }}">{{ c.title }}</a></li>{% endfor %}</ul>{% endif %}</li>{% endfor %}</ul></aside>{% endblock %}
"""
ZOLA_SECTION = """{% extends "base.html" %}
{% block title %}{{ section.title }} | {{ config.title }}{% endblock %}
{% block main %}<main><h1>{{ section.title }}</h1>{{ section.content | safe }}<ul>{% for p in section.pages %}<li><a href="{{ p.permalink }}">{{ p.title }}</a></li>{% endfor %}</ul></main>{% endblock %}
"""


def put(path, text):
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def q(s):
    return '"' + s.replace("\\", "\\\\").replace('"', '\\"') + '"'


def scaffold(a, out, sections):
    """sections: [(dir, title, [(file, title), ...]), ...]; dir '' is the root."""
    hl = not a.no_highlight
    if a.flavour == "hugo":
        put(out / "hugo.toml", f"""baseURL = "http://localhost/"
title = "Bench"
disableKinds = ["taxonomy", "term", "RSS", "sitemap"]
[markup.highlight]
noClasses = false
codeFences = {str(hl).lower()}
[markup.tableOfContents]
startLevel = 2
endLevel = 3
[markup.goldmark.renderer]
unsafe = true
[markup.goldmark.renderHooks.link]
useEmbedded = "{'never' if a.imp else 'always'}"
""")
        exp = HUGO_EXPAND if a.sidebar == "expanded" else ""
        put(out / "layouts/baseof.html", HUGO_BASE.replace("EXPAND", exp))
        put(out / "layouts/page.html", '{{ define "main" }}{{ .Content }}{{ end }}')
        lst = '{{ define "main" }}{{ .Content }}<ul>{{ range .RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}'
        put(out / "layouts/section.html", lst); put(out / "layouts/home.html", lst)
        put(out / "static/style.css", CSS)
    elif a.flavour == "zola":
        put(out / "zola.toml", f"""base_url = "http://localhost"
title = "Bench"
build_search_index = {str(not a.no_search).lower()}
generate_sitemap = false
generate_robots_txt = false
""" + ("""[link_checker]
internal_level = "warn"
""" if a.imp else "") + ("""[markdown.highlighting]
style = "class"
light_theme = "github-light"
dark_theme = "github-dark"
""" if hl else ""))
        exp = ""
        if a.sidebar == "expanded":
            exp = ('{% if page %}{% set own = get_section(path=cur) %}<ul>{% for p in own.pages %}<li><a href="{{ p.permalink }}">'
                   '{{ p.title }}</a></li>{% endfor %}</ul>{% endif %}')
        base = ('{% if page %}{% set cur = page.ancestors | last %}{% else %}{% set cur = section.relative_path %}{% endif %}'
                + ZOLA_BASE).replace("EXPAND", exp)
        put(out / "templates/base.html", base)
        put(out / "templates/page.html", ZOLA_PAGE)
        put(out / "templates/section.html", ZOLA_SECTION); put(out / "templates/index.html", ZOLA_SECTION)
        put(out / "static/style.css", CSS)
    elif a.flavour == "mdbook":
        put(out / "book.toml", f"""[book]
title = "Bench"
src = "src"
[output.html.search]
enable = {str(not a.no_search).lower()}
""")
        s = ["# Summary", "", "[Bench](index.md)", ""]
        for d, title, pages in sections:
            s.append(f"- [{title}]({d}/index.md)" if d else "")
            for f, t in pages:
                t = t.replace("[", "(").replace("]", ")")
                s.append(f"  - [{t}]({d}/{f})" if d else f"- [{t}]({f})")
        put(out / "src/SUMMARY.md", "\n".join(x for x in s) + "\n")
    elif a.flavour in ("mkdocs", "zensical"):
        put(out / "mkdocs.yml", f"""site_name: Bench
docs_dir: docs
site_dir: site
theme:
  name: material
  font: false
""" + ("  features: [navigation.prune]\n" if a.nav_prune else "") + f"""plugins: {'[]' if a.no_search else '[search]'}
markdown_extensions:
  - tables
  - toc
  - pymdownx.highlight{'' if hl else ': {use_pygments: false}'}
  - pymdownx.superfences
""")


def root_of(a, out):
    return out / {"hugo": "content", "zola": "content", "mdbook": "src", "plain": "."}.get(a.flavour, "docs")


def page_text(a, title, weight, text):
    if a.flavour in ("hugo", "zola"):
        return f"+++\ntitle = {q(title)}\nweight = {weight}\n+++\n\n{text}"
    return f"# {title}\n\n{text}"


def index_text(a, title, weight):
    if a.flavour == "zola":
        return f"+++\ntitle = {q(title)}\nsort_by = \"weight\"\nweight = {weight}\n+++\n\nPages of {title}.\n"
    return page_text(a, title, weight, f"Pages of {title}.\n")


def index_name(a):
    return "_index.md" if a.flavour in ("hugo", "zola") else "index.md"


def synth(a, out):
    rng = random.Random(a.seed)
    vocab, cum = vocabulary(rng)
    t = Text(rng, vocab, cum)
    dirs = [(f"s{k:02d}-{DOMAIN[k * 3]}", f"{DOMAIN[k * 3].capitalize()} {k:02d}") for k in range(a.sections)]
    titles = [t.heading() + f" {i:05d}" for i in range(a.pages)]
    files = [f"page-{i:05d}.md" for i in range(a.pages)]
    sec = [i % a.sections for i in range(a.pages)]
    root = root_of(a, out)
    link = ((lambda x: f"@/{dirs[sec[x]][0]}/{files[x]}") if a.flavour == "zola"
            else (lambda x: f"../{dirs[sec[x]][0]}/{files[x]}"))
    put(root / index_name(a), index_text(a, "Bench", 0))
    for k, (d, title) in enumerate(dirs):
        put(root / d / index_name(a), index_text(a, title, k + 1))
    total = 0
    for i in range(a.pages):
        r = random.Random(a.seed * 1000003 + i)
        tx = Text(r, vocab, cum)
        txt = page_text(a, titles[i], i + 1, body(r, tx, i, a.words, [r.randrange(a.pages) for _ in range(6)], link))
        total += len(txt.encode())
        (root / dirs[sec[i]][0] / files[i]).write_text(txt, encoding="utf-8")
    scaffold(a, out, [(d, title, [(files[i], titles[i]) for i in range(a.pages) if sec[i] == k])
                      for k, (d, title) in enumerate(dirs)])
    print(f"{a.flavour}: {a.pages} pages + {a.sections + 1} index pages, {total / 1e6:.1f} MB of markdown")


# ---- records: for Onramp alone ---------------------------------------------------------------------
def records(a, out):
    """Turns PERCENT of the pages' number into records of six kinds that name one another."""
    rng = random.Random(a.seed + 1)
    t = Text(rng, *vocabulary(rng))
    n = a.pages * a.records // 100
    teams, offerings = max(1, n // 20), max(1, n // 10)
    for i in range(teams):
        put(out / f"teams/team-{i:05d}.toml", f"""title = "Team {i:05d}"\ntype = "platform"\nsummary = {q(t.sentence(9))}\n""")
    for i in range(offerings):
        put(out / f"offerings/offering-{i:05d}.md", f"""+++
owner = "team-{rng.randrange(teams):05d}"
lifecycle = "{rng.choice(["beta", "ga"])}"
summary = {q(t.sentence(9))}
in_scope = [{q(t.sentence(6))}]
out_of_scope = [{q(t.sentence(6))}]
+++
# Offering {i:05d}

{t.para(120)}
""")
    rest = max(0, n - teams - offerings)
    for i in range(rest // 2):
        put(out / f"adrs/{i + 1:05d}-decision.md", f"""+++
status = "accepted"
date = 2026-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}
decision_makers = ["team-{rng.randrange(teams):05d}"]
affects = ["offering-{rng.randrange(offerings):05d}"]
+++
# Decision {i + 1:05d}

## Context

{t.para(120)}

## Decision

{t.para(80)} See [[adr:{rng.randint(1, max(1, rest // 2)):04d}]].

## Consequences

{t.para(80)}
""")
    for i in range(rest - rest // 2):
        uses = ", ".join(f'{{ offering = "offering-{rng.randrange(offerings):05d}" }}' for _ in range(3))
        put(out / f"applications/app-{i:05d}.toml", f"""title = "Application {i:05d}"\nowner = "team-{rng.randrange(teams):05d}"\nuses = [{uses}]\n""")
    print(f"{n} records")


def imported(a, out):
    src = pathlib.Path(a.imp)
    root = root_of(a, out)
    groups, total, n = {}, 0, 0
    for p in sorted(src.rglob("*.md")):
        rel = p.relative_to(src)
        if rel.name.lower() == "summary.md" or any(x.startswith(".") for x in rel.parts):
            continue
        try:
            s = p.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if s.startswith("---\n") and "\n---\n" in s[4:]:
            s = s[4:].split("\n---\n", 1)[1]
        m = re.search(r"^# (.+)$", s, re.M)
        title = m.group(1).strip() if m else rel.stem
        if m and a.flavour in ("hugo", "zola"):
            s = s[:m.start()] + s[m.end():]
        if a.flavour in ("hugo", "zola"):  # both would read these as shortcodes
            s = s.replace("{{", "&#123;&#123;").replace("{%", "&#123;%")
            s = re.sub(r"\]\(\s*\)", "](#)", s)  # zola refuses an empty link
        elif not m:
            s = f"# {title}\n\n{s}"
        if a.flavour == "mdbook":
            s = s.replace("{{#", "{{ #")
        group = re.sub(r"[^a-z0-9]+", "-", "-".join(rel.parts[:-1][:2]).lower()).strip("-") or "root"
        name = re.sub(r"[^a-z0-9]+", "-", "-".join(rel.parts[:-1][2:] + (rel.stem,)).lower()).strip("-") or "page"
        if name in ("index",):
            name = "page-index"
        g = groups.setdefault(group[:80], {})
        while name in g:
            name += "-x"
        g[name] = title
        n += 1; total += len(s.encode())
        put(root / group[:80] / (name + ".md"),
            f"+++\ntitle = {q(title)}\nweight = {n}\n+++\n{s}" if a.flavour in ("hugo", "zola") else s)
    put(root / index_name(a), index_text(a, "Bench", 0))
    for k, g in enumerate(sorted(groups)):
        put(root / g / index_name(a), index_text(a, g, k + 1))
    scaffold(a, out, [(g, g, [(f + ".md", t) for f, t in groups[g].items()]) for g in sorted(groups)])
    print(f"{a.flavour}: {n} pages + {len(groups) + 1} index pages, {total / 1e6:.1f} MB of markdown")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--flavour", required=True, choices=["hugo", "zola", "mdbook", "mkdocs", "zensical", "plain"])
    p.add_argument("--pages", type=int, default=1000)
    p.add_argument("--sections", type=int, default=20)
    p.add_argument("--words", type=int, default=700)
    p.add_argument("--seed", type=int, default=7)
    p.add_argument("--out", required=True)
    p.add_argument("--import", dest="imp")
    p.add_argument("--sidebar", choices=["sections", "expanded"], default="sections")
    p.add_argument("--no-search", action="store_true")
    p.add_argument("--no-highlight", action="store_true")
    p.add_argument("--nav-prune", action="store_true")
    p.add_argument("--records", type=int, default=0, help="this many records for every 100 pages")
    a = p.parse_args()
    out = pathlib.Path(a.out)
    if out.exists():
        shutil.rmtree(out)
    out.mkdir(parents=True)
    (imported if a.imp else synth)(a, out)
    if a.records:
        records(a, out)


if __name__ == "__main__":
    main()
