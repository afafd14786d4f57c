#!/usr/bin/env python3
"""How long Onramp takes, beside its peers: one command, one table.

  python3 benches/bench.py [--pages 1000 10000] [--records 0 20] [--runs 3] [--peers] [--serve]
                           [--commits 5000] [--binary target/release/onramp] [--work DIR] [--chart FILE]

Makes a corpus of each size (`corpus.py`), plain and with records, in a repository of 5,000 commits, and
measures what a person waits for: a build from nothing, one where nothing changed, one after an edit, and with
--serve the time from a saved file to a fresh page. Beside them stands what no builder can beat: reading all sources and all outputs once. Medians
of --runs runs. Times belong to a machine and a day: what counts are ratios within one table, and the load that
other programs put on the machine, which is printed too. --peers runs Hugo, Zola, mdBook, Zensical and
Pagefind where they are installed, on the same pages. Python's standard library only.
"""
import argparse
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
CONFIG = 'title = "Bench"\nas_of = 2027-01-11\nprofile = "starter"\n'
PEERS = {  # flavour of the corpus, command, output, then what makes the search index
    "hugo": ("hugo", ["hugo", "--quiet"], "public"),
    "zola": ("zola", ["zola", "build"], "public"),
    "mdbook": ("mdbook", ["mdbook", "build"], "book"),
    "zensical": ("zensical", ["zensical", "build", "--clean"], "site"),
}


def run(command, cwd):
    """Wall seconds, processor seconds, peak MiB and what was said."""
    with tempfile.TemporaryFile() as said:
        began = time.monotonic()
        process = subprocess.Popen(command, cwd=cwd, stdout=said, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
        said.seek(0)
        text = said.read().decode(errors="replace")
    if status:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{text[-2000:]}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, text


def median(rows):
    return [statistics.median(column) for column in zip(*[row[:3] for row in rows])]


def corpus(work, flavour, pages, records):
    folder = work / f"{flavour}-{pages}-{records}"
    target = folder / "content" if flavour == "plain" else folder
    if not folder.exists():
        arguments = ["--flavour", flavour, "--pages", pages, "--records", records, "--out", target]
        subprocess.run([sys.executable, HERE / "corpus.py", *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)
        if flavour == "plain":
            (folder / "onramp.toml").write_text(CONFIG)
    return folder


def commits(folder, count):
    """A history of `count` commits, each after the first a line more in one page."""
    if (folder / ".git").exists():
        return
    pages = sorted(folder.glob("content/*/page-*.md"))
    texts = {page: page.read_bytes() for page in pages}
    others = [path for path in folder.rglob("*") if path.is_file() and path not in texts]
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=folder, check=True)
    importing = subprocess.Popen(["git", "fast-import", "--quiet"], cwd=folder, stdin=subprocess.PIPE)

    def commit(n, files):
        day = 1_600_000_000 + n * 7200
        importing.stdin.write(f"commit refs/heads/main\ncommitter Bench <bench@example.com> {day} +0000\ndata 4\nEdit\n".encode())
        for path, content in files:
            head = f"M 100644 inline {path.relative_to(folder).as_posix()}\ndata {len(content)}\n"
            importing.stdin.write(head.encode() + content + b"\n")

    commit(0, [*texts.items(), *((path, path.read_bytes()) for path in others)])
    for n in range(1, count):
        page = pages[n % len(pages)]
        texts[page] += f"\nEdit {n}.\n".encode()
        commit(n, [(page, texts[page])])
    importing.stdin.close()
    if importing.wait():
        sys.exit("git fast-import failed")
    subprocess.run(["git", "reset", "-q", "--hard", "main"], cwd=folder, check=True)


def size(folder):
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return sum(sizes) / 1e6, len(sizes)


def floor(folder):
    """Reads all sources and all outputs once."""
    began = time.monotonic()
    for part in ("content", "site"):
        for path in (folder / part).rglob("*"):
            if path.is_file():
                path.read_bytes()
    return time.monotonic() - began


def get(url):
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.read().decode()
    except OSError:
        return ""


def serve(command, cwd, page, url, runs):
    """Seconds until the page is there, and from an edit until it shows; peak MiB."""
    original = page.read_text()
    began = time.monotonic()
    server = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not get(url):
            if server.poll() is not None or time.monotonic() - began > 480:
                return None
            time.sleep(0.02)
        start = time.monotonic() - began
        waits = []
        for n in range(runs):
            time.sleep(1.5)
            word = f"zqmark{n}x{time.time_ns()}"
            saved = time.monotonic()
            page.write_text(f"{original}\n\nEdited {word}.\n")
            while word not in get(url):
                if time.monotonic() - saved > 240:
                    return None
                time.sleep(0.002)
            waits.append(time.monotonic() - saved)
        status = pathlib.Path(f"/proc/{server.pid}/status")
        peak = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
        return start, statistics.median(waits), int(peak[1]) / 1024 if peak else 0
    finally:
        page.write_text(original)
        server.terminate()
        server.wait()


def set_aside(*paths):
    """Takes away what a build left, and leaves it on the disk: a file system that has just deleted ten thousand
    files is slow to create as many, and a build from nothing is one on a fresh machine."""
    for path in filter(pathlib.Path.exists, paths):
        aside = path.parents[1] / "aside"
        aside.mkdir(exist_ok=True)
        path.rename(aside / f"{time.time_ns()}")


def onramp(a, folder):
    """The rows of one corpus: what, wall, cpu, peak; and the stages of the first build."""
    build = [a.binary, "build", "--timings"]
    page = sorted(folder.glob("content/*/page-*.md"))[3]
    original = page.read_text()
    rows, cold = [], []
    for _ in range(a.runs):
        set_aside(*(folder / it for it in ("site", ".site.standby", ".onramp")))
        os.sync()
        cold.append(run(build, folder))
    rows.append(("from nothing", *median(cold)))
    rows.append(("nothing changed", *median([run(build, folder) for _ in range(a.runs)])))
    edited = []
    for n in range(a.runs):
        page.write_text(f"{original}\nEdit {n}.\n")
        edited.append(run(build, folder))
    page.write_text(original)
    rows.append(("one page edited", *median(edited)))
    rows.append(("reading all once", floor(folder), 0, 0))
    stages = re.findall(r"^ *(\w+) +([\d.]+) ms +[\d.]+ %", cold[-1][3], re.M)
    if a.serve:
        url = f"http://127.0.0.1:7561/{page.parent.name}/{page.stem}/"
        served = serve([a.binary, "serve", "--port", "7561"], folder, page, url, a.runs)
        if served:
            rows += [("serve: first page", served[0], 0, served[2]), ("serve: saved to fresh page", served[1], 0, 0)]
    return rows, stages


def peers(a, work, pages):
    rows = []
    for name, (flavour, command, out) in PEERS.items():
        if not shutil.which(name):
            continue
        folder = corpus(work, "mkdocs" if name == "zensical" else flavour, pages, 0)
        measured = []
        for _ in range(a.runs):
            set_aside(folder / out)
            os.sync()
            row = run(command, folder)
            if name == "hugo" and shutil.which("pagefind"):
                more = run(["pagefind", "--site", out, "--silent"], folder)
                row = (row[0] + more[0], row[1] + more[1], max(row[2], more[2]), "")
            measured.append(row)
        rows.append((name + (" and pagefind" if name == "hugo" and shutil.which("pagefind") else ""), *median(measured)))
    return rows


def chart(path, tables):
    """Bars of what a person waits for, as an SVG without script or style."""
    own = {"from nothing", "nothing changed", "one page edited", "serve: saved to fresh page"}
    bars = [(f"{pages:,} pages, {what}", wall, what in own) for pages, rows in tables for what, wall, *_ in rows
            if what in own or what.split()[0] in PEERS]
    most = max(wall for _, wall, _ in bars)
    height = len(bars) * 28 + 24
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 {height}" width="720" height="{height}" role="img" '
             'font-family="Helvetica, Arial, sans-serif" font-size="13" fill="#14171f">', "<title>Seconds that one waits</title>"]
    for n, (label, wall, is_own) in enumerate(bars):
        y = n * 28 + 14
        width = max(2, 340 * wall / most)
        colour = "#2f45a8" if is_own else "#8a90a0"
        lines.append(f'<text x="16" y="{y + 15}">{label}</text>'
                     f'<rect x="296" y="{y}" width="{width:.0f}" height="20" fill="{colour}"/>'
                     f'<text x="{302 + width:.0f}" y="{y + 15}">{wall:.{3 if wall < 0.1 else 2 if wall < 10 else 1}f} s</text>')
    path.write_text("\n".join([*lines, "</svg>", ""]))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--pages", type=int, nargs="+", default=[1000, 10000], help="how many pages, one corpus each")
    p.add_argument("--records", type=int, nargs="+", default=[0, 20], help="how many of them are records, in percent")
    p.add_argument("--runs", type=int, default=3, help="how often each is measured; the median is printed")
    p.add_argument("--peers", action="store_true", help="build the same pages with other programs too")
    p.add_argument("--serve", action="store_true", help="measure `serve`, from a saved file to a fresh page")
    p.add_argument("--commits", type=int, default=5000, help="how long the history is; 0 for none")
    p.add_argument("--binary", type=pathlib.Path, default=HERE.parent / "target/release/onramp", help="what is measured")
    p.add_argument("--work", type=pathlib.Path, help="where corpora are kept for the next run")
    p.add_argument("--chart", type=pathlib.Path, help="write a chart of the plain corpora, as SVG")
    a = p.parse_args()
    if a.chart and 0 not in a.records:
        p.error("--chart draws plain corpora: add `--records 0`")
    a.binary = a.binary.resolve()
    work = a.work or pathlib.Path(tempfile.mkdtemp())
    tables = []
    for pages in a.pages:
        for records in a.records:
            folder = corpus(work, "plain", pages, records)
            if a.commits:
                commits(folder, a.commits)
            before = os.getloadavg()[0]
            rows, stages = onramp(a, folder)
            beside = peers(a, work, pages) if a.peers and not records else []
            megabytes, files = size(folder / "site")
            print(f"\n## {pages:,} pages and {records} % records: {megabytes:.1f} MB in {files:,} files "
                  f"(load {before:.1f} to {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors)\n")
            print("| | wall | processor | peak memory | times Onramp from nothing | times reading all once |")
            print("|---|---|---|---|---|---|")
            own = rows[0][1]
            once = dict((what, wall) for what, wall, *_ in rows)["reading all once"]
            for what, wall, cpu, peak in rows:
                print(f"| {what} | {wall:.3f} s | {cpu:.2f} s | {peak:.0f} MiB | | {wall / once:.1f} |")
            for what, wall, cpu, peak in beside:
                print(f"| {what} | {wall:.3f} s | {cpu:.2f} s | {peak:.0f} MiB | {wall / own:.1f} | |")
            print("\nStages from nothing, ms: " + ", ".join(f"{name} {float(ms):.0f}" for name, ms in stages))
            megabytes, files = size(folder / "site/search")
            print(f"Search index: {megabytes:.1f} MB in {files:,} files", flush=True)
            if not records:
                tables.append((pages, rows + beside))
    shutil.rmtree(work / "aside", ignore_errors=True)
    if a.chart and tables:
        chart(a.chart, tables)


if __name__ == "__main__":
    main()
