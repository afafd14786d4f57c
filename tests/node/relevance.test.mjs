// What search finds first, for queries that people type: names, old names, ids, error texts,
// questions, slips of the pen. In: the demo's public site and tests/search/queries.json, which are asked
// in a browser. What is said of the parts of an answer is asked of the script's first half in Node.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { inParallel, launch, tab } from "./browser.mjs";
import { serve } from "./demo.mjs";
import { ONE_NAME, Results, isOneSlip, open, whole, words } from "../../themes/default/search.js";

const ROOT = join(import.meta.dirname, "..", "..");

let folder, index;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "onramp-search-"));
  const given = ["run", "--locked", "--quiet", "--", "build", "--base-url", "/", "--out", join(folder, "site")];
  await promisify(execFile)("cargo", given, { cwd: ROOT });
  index = await open("http://site/search/", async (url) => {
    const file = await readFile(join(folder, "site", new URL(url).pathname)).catch(() => null);
    return new Response(file, { status: file ? 200 : 404 });
  });
});

after(() => rm(folder, { recursive: true, force: true }));

const ask = async (query, chosen, sort) => (await Results.of(index, query, chosen, sort)).first(10);

test("the right record comes first", async () => {
  const queries = JSON.parse(await readFile(join(ROOT, "tests", "search", "queries.json"), "utf8"));
  assert.ok(queries.length >= 60);
  const server = await serve(join(folder, "site"));
  const browser = await launch();
  let [reciprocal, first, three] = [0, 0, 0];
  const missed = [];
  try {
    await inParallel(queries, 2, async ({ query, first: expected }) => {
      const { page, faults, close } = await tab(browser, server.address);
      await page.goto(`${server.address}/search/?q=${encodeURIComponent(query)}`, { waitUntil: "load" });
      await page.waitForSelector(".hit .to, .hits h2");
      const urls = await page.$$eval(".hit .to", (all) => all.map((it) => new URL(it.href).pathname));
      await close();
      assert.deepEqual(faults, []);
      const rank = urls.indexOf(expected) + 1;
      if (rank) reciprocal += 1 / rank;
      if (rank === 1) first++;
      else missed.push(`${query}: ${expected} is at ${rank || "no place"}, ${urls[0] ?? "nothing"} first`);
      if (rank > 0 && rank <= 3) three++;
    });
  } finally {
    await browser.close();
    await server.stop();
  }
  const share = (count) => count / queries.length;
  console.log(`${queries.length} queries: mean reciprocal rank ${share(reciprocal).toFixed(3)}, first ${share(first).toFixed(3)}, first three ${share(three).toFixed(3)}`);
  assert.ok(share(first) >= 0.9 && share(three) >= 0.98, missed.join("\n"));
});

test("what was replaced never stands above what took its place, and names it", async () => {
  for (const query of ["mesos", "batch", "virtual machine", "ci runners", "ADR-0004", "0010", "containers", "scheduler", "cassandra", "code search", "bazel"]) {
    const urls = (await ask(query)).map((it) => it.url);
    for (const [n, row] of (await ask(query)).entries()) {
      if (row.phase !== "replaced") continue;
      assert.ok(row.replacedBy.length, row.title);
      // Who asks for a record by its id gets it first.
      if (urls[0] === row.url && /^(ADR-)?\d+$/.test(query)) continue;
      for (const newer of row.replacedBy) {
        const by = urls.indexOf(newer.url);
        assert.ok(by < 0 ? n > 2 : by < n, `${query}: ${row.title} above ${newer.title}`);
      }
    }
  }
  assert.match((await ask("ADR-0004"))[0].title, /Mesos/);
});

test("who asks for what was replaced by its name gets what took its place, which says so", async () => {
  for (const query of ["vmware", "bazel", "btv2", "vm", "what is vmware", "cassandra"]) {
    const results = await Results.of(index, query);
    const rows = await results.first(4);
    const at = rows.findIndex((it) => it.phase === "replaced");
    assert.deepEqual(rows.slice(0, at).map((it) => it.url), rows[at].replacedBy.map((it) => it.url), query);
    assert.equal(results.insteadOf.get(rows[0].document), rows[at].title);
  }
  const [asked] = await ask("when is cassandra going away");
  assert.deepEqual([asked.title, asked.replacedBy.length], ["Cassandra Hosting", 2], "more than its name is asked");
});

test("what took the place of the first results stands among them, however they are narrowed and sorted", async () => {
  const titles = async (...given) => (await (await Results.of(index, ...given)).first(99)).map((it) => it.title);
  assert.deepEqual((await titles("vmware", { kind: ["Offerings"] })).slice(0, 2), ["Container Compute", "Virtual Machine Hosting"]);
  assert.ok((await titles("vmware", { status: ["GA"] })).includes("Container Compute"));
  assert.ok((await titles("opengrok", {}, "date")).includes("Code Search"));
  // More is asked than its name: it is the answer, and what took its place stands right below.
  assert.deepEqual((await titles("cassandra limits")).slice(0, 3), ["Cassandra Hosting", "Key-Value Configuration", "Relational Data"]);
  // But no decision that was replaced stands above the one that holds.
  const decisions = await titles("cron adr");
  assert.ok(decisions.indexOf("Kubernetes as the container core") < decisions.indexOf("Mesos for batch"), decisions.join(", "));
  for (const query of ["vmware", "cassandra limits"]) {
    const results = await Results.of(index, query);
    const [kinds] = await results.counts();
    assert.equal(kinds.values.reduce((sum, it) => sum + it.count, 0), results.count, query);
  }
});

test("facets narrow, count and sort", async () => {
  const all = await Results.of(index, "storage");
  const [kinds] = await all.counts();
  assert.equal(kinds.name, "kind");
  assert.equal(kinds.values.reduce((sum, it) => sum + it.count, 0), all.count);
  const { value, count } = kinds.values.find((it) => it.value === "Decisions");
  const some = await Results.of(index, "storage", { kind: [value] });
  assert.equal(some.count, count);
  assert.ok((await some.first(99)).every((it) => it.kind === "Decisions"));
  const dated = await (await Results.of(index, "storage", {}, "date")).first(99);
  const dates = dated.filter((it, n) => !it.replacedBy.length && !dated[n + 1]?.replacedBy.length).map((it) => it.date);
  assert.deepEqual(dates, [...dates].sort().reverse());
});

test("newest first, what was replaced stands below what took its place all the same", async () => {
  for (const query of ["services", "storage", "batch", "containers"]) {
    const rows = await (await Results.of(index, query, {}, "date")).first(999);
    const at = new Map(rows.map((it, n) => [it.url, n]));
    const above = rows.flatMap((it, n) => it.replacedBy.filter((by) => at.get(by.url) > n).map((by) => `${it.title} above ${by.title}`));
    assert.deepEqual(above, [], query);
  }
});

test("an id with more words is an id, and one that is not there is told", async () => {
  assert.equal((await ask("0004 mesos"))[0].number, "0004");
  for (const query of ["adr 99", "decision 99 storage"]) {
    const said = (await Results.of(index, query)).guesses();
    assert.deepEqual(said, [`There is no “${query.split(" ").slice(0, 2).join(" ")}”`]);
  }
  assert.deepEqual((await Results.of(index, "adr 12")).guesses(), []);
});

test("what says too little to look for is told apart from what is nowhere", async () => {
  for (const query of ["how do I", "what is it", "how do i m"]) assert.ok((await Results.of(index, query)).isEmpty, query);
  for (const query of ["s", "a", "stor"]) assert.ok((await Results.of(index, query)).count > 0, query);
  assert.equal((await Results.of(index, "xqzvwyk")).isEmpty, false);
});

test("a name of code is met whole before its parts", async () => {
  for (const query of ["compute.toml", "as_of", "base_url", "old_urls"]) {
    const results = await Results.of(index, query);
    for (const row of await results.first(3)) {
      const passages = await index.passages(row);
      assert.ok(passages.some(({ heading, text }) => `${heading} ${text}`.includes(query)), `${query}: ${row.url}`);
    }
  }
});

test("a result shows words, not the keys of fields and what parts of a record are called by one another", async () => {
  const [row] = await ask("cassandra to narrower products");
  const texts = (await index.passages(row)).map((it) => it.text).join(" ");
  assert.match(texts, /Advice for every table/);
  assert.doesNotMatch(texts, /advice-for-every-table/);
  const [offering] = await ask("Billing Platform");
  const shape = (await index.passages(offering)).find((it) => it.heading === "Shape");
  assert.equal(shape.text, "Building block");
});

test("a part that cannot be read is told, and the rest answers", async () => {
  const query = "how do I rerun a failed batch job";
  const read = [];
  const from = (fail) =>
    open("http://site/search/", async (url) => {
      if (url.endsWith(".bin")) read.push(url);
      const file = url === fail ? null : await readFile(join(folder, "site", new URL(url).pathname));
      return new Response(file, { status: file ? 200 : 404 });
    });
  await (await Results.of(await from(), query)).first(3);
  const parts = read.splice(0);
  assert.ok(parts.length > 4);
  for (const part of parts) {
    const results = await Results.of(await from(part), query);
    assert.ok((await results.first(3)).length > 0, part);
    assert.match(String(results.lost), /404/);
    assert.deepEqual(results.guesses(), []);
  }
});

test("a guess is near", async () => {
  const said = async (query) => (await Results.of(index, query)).guesses();
  assert.deepEqual(await said("namespace"), ["No match for “namespace”"]);
  assert.deepEqual(await said("slack channel"), ["No match for “slack”"]);
  assert.deepEqual(await said("Depoly"), ["No match for “depoly”; showing “deploy”"]);
  // Of a short word, the first letter is doubted where nothing else is found.
  assert.deepEqual(await said("nesos"), ["No match for “nesos”; showing “mesos”"]);
  assert.deepEqual(await said("nesos scheduler"), ["No match for “nesos”"]);
  for (const query of ["F#", ".vue"]) assert.deepEqual(await said(query), [`No match for “${query}”`]);
  assert.deepEqual(await said("read_only"), []);
});

test("a pasted text is read without its times, sums and random tails", () => {
  const looked = index.telling("2027-01-04T02:10:02.318Z pod/cart-api-7d9f8b6c5-x2k4q 10.14.3.207 sha256:9c56cc51b374 OOMKilled, exit code 137 in 812.44s");
  const all = looked.map((it) => it.word);
  for (const word of ["oomkilled", "137"]) assert.ok(all.includes(word), word);
  for (const word of all) assert.doesNotMatch(word, /2027|02|7d9f|x2k4q|10\.14|9c56|812/);
});

test("a result says where its words stand", async () => {
  const results = await Results.of(index, "peak memory OOMKilled");
  const [row] = await results.first(1);
  const [line] = await results.excerpts(row);
  assert.ok([...line.heading, ...line.text].some((it) => it.marked), JSON.stringify(line));
});

test("a question of a record leads to its answer, and one of common words to all that they say", async () => {
  // Two migrations are asked by when.
  for (const [query, urls, question] of [["can i delete objects by age", ["/offerings/blob-store/"], "Can I delete objects by age?"], ["when do we have to", ["/migrations/cassandra/", "/migrations/virtual-machines/"], "By when do we have to?"]]) {
    const results = await Results.of(index, query);
    const [row] = await results.first(1);
    const [{ anchor, heading }] = await results.excerpts(row);
    assert.ok(urls.includes(row.url), row.url);
    assert.equal(heading.map((it) => it.text).join(""), question);
    const page = await readFile(join(folder, "site", row.url, "index.html"), "utf8");
    assert.ok(page.includes(`<h3 id="${anchor}">${question}</h3>`), anchor);
  }
});

test("an answer does not depend on what was asked before, nor on case", async () => {
  const one = (await ask("Blob STORE")).map((it) => it.url);
  await ask("something else");
  assert.deepEqual((await ask("blob store")).map((it) => it.url), one);
});

test("what nobody wrote is not found, and odd queries do no harm", async () => {
  assert.equal((await ask("xqzvwyk")).length, 0);
  for (const query of ["the", "=", "💥", "a", "-", ".", "__proto__", "constructor", "\u0301", "x".repeat(5000)]) await ask(query);
});

test("words are those of the index", () => {
  assert.deepEqual(words("KubeScheduler"), ["kubescheduler", "kube", "scheduler"]);
  assert.deepEqual(words("HTMLParser"), ["htmlparser", "html", "parser"]);
  assert.deepEqual(words("APIs"), ["apis", "api"]);
  assert.deepEqual(words("net.ipv4.tcp"), ["net.ipv4.tcp", "net", "ipv4", "tcp"]);
  const all = (text) => [...text.matchAll(ONE_NAME)].flatMap((name) => words(name[0]));
  assert.deepEqual(all("--as-of"), ["asof", "as", "of"]);
  assert.deepEqual(all("C, C++, C# or F#; C++17"), ["c", "c++", "c#", "or", "f#", "c++", "17"]);
  assert.deepEqual(all(".NET and (`.env`) a.b x.then()"), [".net", "net", "and", ".env", "env", "a.b", "a", "b", "x.then", "x", "then"]);
  assert.deepEqual(all("ADR #12, issue#12, a++b, i+"), ["adr", "12", "issue", "12", "a", "b", "i"]);
  assert.deepEqual([whole("C++"), whole("C#"), whole("Use .NET 8")], ["c++", "c#", "use .net 8"]);
  assert.deepEqual(words("検索するx"), ["検索", "索す", "する", "x"]);
  assert.equal(whole(" ADR  #0012 "), "adr 12");
  assert.equal(whole("tier 0"), "tier 0");
  assert.equal(whole("S3 k8s ADR0012"), "s 3 k8s adr 12");
});

test("one slip of the pen is a letter more, less or other, or two exchanged", () => {
  for (const slip of ["platfrom", "platfor", "plattform", "plat form".replace(" ", "x"), "latform", "platforn"]) assert.ok(isOneSlip("platform", slip), slip);
  for (const other of ["platfrmo", "form", "platformed", "tlapform"]) assert.ok(!isOneSlip("platform", other), other);
});
