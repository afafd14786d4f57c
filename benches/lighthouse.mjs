// What Lighthouse says of four pages, on its mobile profile, as a host would serve them.
//
//   node benches/lighthouse.mjs FOLDER LIGHTHOUSE [PAGE...]
//
// FOLDER is a built site; LIGHTHOUSE the folder of the package, which is too large for this
// repository (`npm i --ignore-scripts lighthouse@12` somewhere else). Each page is loaded RUNS
// times, and the median of each score counts: the machine has other work. In: a built site.
// Out: a table. Must not: build, or reach another host.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { launch } from "../tests/node/browser.mjs";
import { POLICY, TYPES } from "../tests/node/demo.mjs";

const RUNS = Number(process.env.RUNS ?? 3);
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const PAGES = [
  "/",
  "/adrs/0011-kubernetes-as-the-container-core/",
  "/roadmap/",
  "/offerings/docs-publishing/docs/tutorial/",
];

const [folder, lighthouseFolder, ...paths] = process.argv.slice(2);
if (!folder || !lighthouseFolder) {
  console.error("usage: node benches/lighthouse.mjs FOLDER LIGHTHOUSE [PAGE...]");
  process.exit(2);
}
const { default: lighthouse } = await import(pathToFileURL(resolve(lighthouseFolder, "core/index.js")));

/** Compressed, and kept for a year where the name holds a hash: what any host is told to do. */
const server = createServer(async (request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://site").pathname);
  const name = join(folder, path.endsWith("/") ? `${path}index.html` : path);
  const body = await readFile(name).catch(() => null);
  const type = TYPES[extname(name)] ?? "application/octet-stream";
  response.writeHead(body ? 200 : 404, {
    "content-type": type,
    "content-encoding": "gzip",
    "content-security-policy": POLICY,
    "cache-control": path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "public, max-age=600",
  });
  response.end(gzipSync(body ?? ""));
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const browser = await launch();
const port = Number(new URL(browser.wsEndpoint()).port);
const faults = new Set();
for (const path of paths.length ? paths : PAGES) {
  const scores = Object.fromEntries(CATEGORIES.map((category) => [category, []]));
  const paints = [];
  for (let run = 0; run < RUNS; run++) {
    const { lhr } = await lighthouse(`http://127.0.0.1:${server.address().port}${path}`, { port, logLevel: "error", onlyCategories: CATEGORIES });
    if (lhr.runtimeError) throw new Error(`${path}: ${lhr.runtimeError.message}`);
    for (const category of CATEGORIES) scores[category].push(Math.round(lhr.categories[category].score * 100));
    paints.push(Math.round(lhr.audits["largest-contentful-paint"].numericValue));
    for (const category of CATEGORIES) {
      for (const { id, weight } of lhr.categories[category].auditRefs) {
        const { score, title, displayValue, details } = lhr.audits[id];
        const first = details?.items?.[0]?.node?.snippet ?? details?.items?.[0]?.url ?? "";
        if (score !== null && score < 0.9 && (weight || category !== "performance")) faults.add(`${path} ${category}: ${title} ${displayValue ?? ""} ${first}`);
      }
    }
  }
  console.log(`${path}: ${CATEGORIES.map((category) => `${category} ${median(scores[category])} (${scores[category].join(", ")})`).join("; ")}; largest paint ${median(paints)} ms`);
}
for (const fault of faults) console.log(fault);
await browser.close();
server.close();
server.closeAllConnections();
