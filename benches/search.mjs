// What a search costs its reader, measured in Chromium over a site that was built before:
//
//   npm ci --ignore-scripts --prefix tests/node
//   node benches/search.mjs FOLDER [QUERY...]
//
// For each query with an empty cache, once typed into the page and once come by address
// (`search/?q=...`): the bytes of the index that are read until the first result shows, and until nothing
// more is read. Then, in a tab that stays: from a key to the result. Prints a table. Queries are words of the corpus that benches/corpus.py makes, unless others are given.

import { readFile, readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { launch, tab } from "../tests/node/browser.mjs";
import { serve } from "../tests/node/demo.mjs";

const QUERIES = [
  "quota", "deployment", "canary rollout", "secret rotation", "how do I reconcile a shard", "KubeScheduler", "platfrom", "net.ipv4.tcp",
  "admission webhook", "image provenance", "page 42", "the registry denied the request", "autoscaling", "sidecar proxy", "budget alert",
  "certificate expired", "token", "migrate database schema", "observability pipeline", "retry budget exhausted",
];

const [folder, ...given] = process.argv.slice(2);
if (!folder) {
  console.error("which site? `node benches/search.mjs FOLDER [QUERY...]`");
  process.exit(2);
}
const queries = given.length ? given : QUERIES;
const server = await serve(resolve(folder));
const browser = await launch();

/** Notes when the first result shows, and what of the index was read by then. */
function watch() {
  const read = () =>
    performance
      .getEntriesByType("resource")
      .filter((it) => new URL(it.name).pathname.includes("/search/"))
      .reduce((sum, it) => sum + it.encodedBodySize, 0);
  const look = () => {
    if (!document.querySelector(".hit .to, .hits h2")) return;
    window.onrampFirst = { bytes: read(), found: Boolean(document.querySelector(".hit .to")) };
    observer.disconnect();
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { childList: true, subtree: true });
  window.onrampRead = read;
}

async function type(page, query) {
  await page.goto(`${server.address}/search/`, { waitUntil: "networkidle0" });
  await page.evaluate((text) => {
    const input = document.querySelector("#onramp-query");
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }, query);
}

const byAddress = (page, query) => page.goto(`${server.address}/search/?q=${encodeURIComponent(query)}`);

async function cold(query, ask) {
  const { page, close } = await tab(browser, server.address);
  await page.evaluateOnNewDocument(watch);
  await ask(page, query);
  await page.waitForFunction(() => window.onrampFirst);
  await page.waitForNetworkIdle();
  const cost = await page.evaluate(() => ({ ...window.onrampFirst, all: window.onrampRead() }));
  await close();
  return cost;
}

/** Milliseconds from the last key of a query until its result shows, once all it needs was read. */
async function warm(page, query) {
  const enter = (text) =>
    page.evaluate(async (text) => {
      const input = document.querySelector("#onramp-query");
      const hits = document.querySelector(".hits");
      const shown = new Promise((done) => new MutationObserver(() => done()).observe(hits, { childList: true, subtree: true }));
      const began = performance.now();
      input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      await shown;
      await new Promise(requestAnimationFrame);
      return performance.now() - began;
    }, text);
  await enter(query);
  await new Promise((done) => setTimeout(done, 400));
  await enter(query.slice(0, -1));
  await new Promise((done) => setTimeout(done, 400));
  return enter(query);
}

const rows = [];
for (const query of queries) rows.push({ query, ...(await cold(query, type)), byAddress: (await cold(query, byAddress)).bytes });
const { page, close } = await tab(browser, server.address);
await page.goto(`${server.address}/search/`, { waitUntil: "networkidle0" });
for (const row of rows) row.warm = await warm(page, row.query);
await close();
await browser.close();
await server.stop();

const files = await readdir(join(folder, "search"), { withFileTypes: true });
const parts = files.filter((it) => it.isFile() && /\.(bin|json)$/.test(it.name));
const sizes = await Promise.all(parts.map(async (it) => (await stat(join(folder, "search", it.name))).size));
const assets = await readdir(join(folder, "assets"));
const script = await readFile(join(folder, "assets", assets.find((it) => /^search\..*js$/.test(it))));
const kB = (bytes) => (bytes / 1000).toFixed(1);
const most = (of) => Math.max(...rows.map(of));
const middle = (of) => rows.map(of).sort((a, b) => a - b)[Math.floor(rows.length / 2)];
console.log(`Index: ${(sizes.reduce((sum, it) => sum + it, 0) / 1e6).toFixed(1)} MB in ${parts.length} files. Script: ${kB(script.length)} kB, ${kB(gzipSync(script).length)} kB compressed, once.\n`);
console.log("| query | before the first result, kB | the same by address, kB | in all, kB | from a key to the result, ms |\n|---|---|---|---|---|");
const line = (name, of) => {
  const bytes = ["bytes", "byAddress", "all"].map((name) => kB(of((it) => it[name])));
  console.log(`| ${[name, ...bytes, of((it) => it.warm).toFixed(0)].join(" | ")} |`);
};
for (const row of rows) line(`${row.query}${row.found ? "" : " (nothing)"}`, (get) => get(row));
line("**half of them**", middle);
line("**the most**", most);
