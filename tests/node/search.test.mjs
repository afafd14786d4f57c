// Search in a browser, under the policy that the manual promises: the dialog by keys alone, the page
// with its address, and both without a fault that a screen reader would meet.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, beforeEach, afterEach, test } from "node:test";
import { launch, tab } from "./browser.mjs";
import { build, serve } from "./demo.mjs";

let site, server, browser, page, faults, close;

before(async () => {
  site = await build();
  server = await serve(site.folder);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await site?.remove();
});

beforeEach(async () => {
  ({ page, faults, close } = await tab(browser, server.address));
});

afterEach(async () => {
  await close();
  assert.deepEqual(faults, []);
});

const open = (path) => page.goto(`${server.address}${path}`, { waitUntil: "load" });
const first = (title) => page.waitForFunction((title) => document.querySelector(".hit .to")?.textContent.includes(title), {}, title);
const focused = () => page.evaluate(() => document.activeElement.className || document.activeElement.id);

async function violations() {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  return page.evaluate(async () => (await axe.run(document)).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`));
}

test("the dialog opens, answers and leads on by keys alone", async () => {
  await open("/guides/");
  await page.keyboard.press("/");
  await page.waitForSelector("dialog[open]");
  await page.keyboard.type("Glengarry");
  await first("Billing Platform");
  await page.waitForFunction(() => /\d+ results?/.test(document.querySelector("dialog [role=status]").textContent));
  assert.deepEqual(await violations(), []);
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(), "to");
  await page.keyboard.press("ArrowUp");
  assert.equal(await focused(), "onramp-quick");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  assert.equal(new URL(page.url()).pathname, "/offerings/billing-platform/");
  await page.keyboard.down("Control");
  await page.keyboard.press("k");
  await page.keyboard.up("Control");
  await page.waitForFunction(() => document.querySelector("dialog .again")?.textContent === "Glengarry");
  await page.keyboard.press("Escape");
  assert.equal(await page.$("dialog[open]"), null);
});

test("a slash in a field is a slash", async () => {
  await open("/search/");
  await page.type("#onramp-query", "a/b");
  assert.equal(await page.$eval("#onramp-query", (it) => it.value), "a/b");
  assert.equal(await page.$("dialog[open]"), null);
});

test("the page keeps query, facets and order in its address", async () => {
  await open("/search/?q=storage&kind=Decisions&sort=date");
  await first("");
  await page.waitForSelector(".over-side input:checked[value=Decisions]");
  assert.ok(await page.$$eval(".hit .said", (all) => all.every((it) => it.textContent.startsWith("Decisions"))));
  assert.deepEqual(await violations(), []);
  await page.click(".over-side input[value=Decisions]");
  await page.waitForFunction(() => !location.search.includes("kind="));
  assert.equal(new URL(page.url()).search, "?q=storage&sort=date");
});

test("without a match it says what to try", async () => {
  await open("/search/?q=xqzvwyk");
  await page.waitForFunction(() => document.querySelector(".hits h2")?.textContent.includes("Nothing matches"));
  await page.waitForFunction(() => document.querySelector("[role=status]").textContent === "No results");
});

test("the form in the header lands on the page, and without script the page says where to look", async () => {
  await page.setJavaScriptEnabled(false);
  await open("/");
  await page.type("#onramp-find", "s3");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  assert.equal(new URL(page.url()).search, "?q=s3");
  await page.setJavaScriptEnabled(true);
  await page.reload();
  await first("Blob Store");
});
