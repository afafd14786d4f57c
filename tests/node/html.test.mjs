// Every page of the demo as text: valid HTML, no inline script or style, and light.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { HtmlValidate } from "html-validate";
import { build, pages } from "./demo.mjs";

/** The most that scripts and styles of a page may weigh, search aside: bytes, compressed. */
const BUDGET = 40 * 1024;

let site, all;

before(async () => {
  site = await build();
  all = await pages(site.folder);
});

after(() => site?.remove());

const validator = new HtmlValidate({ root: true, extends: ["html-validate:standard"], rules: { "no-missing-references": "error" } });

async function faultsOf(html, path) {
  const { results } = await validator.validateString(html, path);
  return results.flatMap(({ messages }) => messages.map((it) => `${path}:${it.line}:${it.column} ${it.ruleId}: ${it.message}`));
}

test("the validator finds what is wrong", async () => {
  const faults = await faultsOf("<!doctype html>\n<html lang=en><head><title>A</title></head><body><ul><div id=a>A</div></ul><img id=a src=a.png><b align=left>B</i></body></html>", "a");
  assert.ok(faults.length > 1, faults.join("\n"));
});

test("the validator finds a name that leads to no element", async () => {
  const page = (name) => `<!doctype html>\n<html lang="en"><head><title>A</title></head><body><main><section aria-labelledby="${name}"><h2 id="a">A</h2></section></main></body></html>\n`;
  assert.deepEqual(await faultsOf(page("a"), "a"), []);
  assert.match((await faultsOf(page("b"), "a")).join(), /no-missing-references: Element references missing id "b"/);
});

test("every page is valid HTML", { timeout: 120_000 }, async () => {
  const faults = [];
  for (const { path, html } of all) faults.push(...(await faultsOf(html, path)));
  assert.ok(all.length > 300, `only ${all.length} pages in the demo`);
  assert.equal(faults.length, 0, `\n${faults.slice(0, 40).join("\n")}`);
});

test("no page has script or style within it", () => {
  const inline = /<style|<script(?![^>]* src=)|<[a-z][^>]* (?:style|on[a-z]+)=/;
  const faults = all.flatMap(({ path, html }) => (inline.test(html) ? [`${path}: ${inline.exec(html)[0]}`] : []));
  assert.deepEqual(faults, []);
});

test("one stylesheet, and scripts and styles within their budget", async () => {
  const weights = new Map();
  const weight = async (url) => {
    if (!weights.has(url)) weights.set(url, brotliCompressSync(await readFile(join(site.folder, url))).length);
    return weights.get(url);
  };
  for (const { path, html } of all) {
    const styles = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map((it) => it[1]);
    const scripts = [...html.matchAll(/<script[^>]* src="([^"]+)"/g)].map((it) => it[1]);
    assert.ok(styles.length <= 1, `${path} has ${styles.length} stylesheets`);
    let sum = 0;
    for (const url of [...styles, ...scripts].filter((url) => !url.includes("search"))) sum += await weight(url);
    assert.ok(sum <= BUDGET, `${path}: scripts and styles weigh ${sum} bytes, more than ${BUDGET}`);
  }
  for (const part of ["onramp", "theme", "filter"]) {
    assert.ok([...weights.keys()].some((url) => url.includes(`${part}.`) && url.endsWith(".js")), `no page counts ${part}.js`);
  }
});
