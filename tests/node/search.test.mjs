// Search in a browser, under the policy that the manual promises: the dialog by keys alone, the page
// with its address, and both without a fault that a screen reader would meet.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, beforeEach, afterEach, test } from "node:test";
import { launch, tab } from "./browser.mjs";
import { build, serve } from "./demo.mjs";
import { LOOKS } from "../../themes/default/search.js";

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

const count = (text) => page.waitForFunction((text) => document.querySelector(".search .faint").textContent.includes(text), {}, text);
const ready = () => page.waitForSelector(".over-side fieldset");
const phone = () => page.setViewport({ width: 360, height: 740, hasTouch: true, isMobile: true });

/** From now on the network keeps parts of the index back; `pass` lets them through, `fail` loses them. */
async function slow() {
  let kept = [];
  const through = (request) => request.continue();
  const fail = (request) => request.abort();
  let answer = (request) => kept.push(request);
  page.on("request", (request) => (request.url().endsWith(".bin") ? answer : through)(request));
  await page.setRequestInterception(true);
  const from = (next) => () => {
    answer = next;
    for (const request of kept.splice(0)) next(request);
  };
  return { kept, pass: from(through), fail: from(fail) };
}

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

test("a status has the shape in search that it has on pages", async () => {
  const parts = await readFile(new URL("../../themes/default/partials/parts.html", import.meta.url), "utf8");
  const known = new Map([...parts.matchAll(/"(\w+)": \["([\w-]+)", "(\w+)"\]/g)].map(([, value, shape, colour]) => [value, `${shape} ${colour}`]));
  const value = (label) => label.toLowerCase().replace("%", "").replaceAll(" ", "_");
  for (const [look, ...labels] of LOOKS) for (const label of labels) assert.equal(known.get(value(label)), look, label);
  const found = new Set(LOOKS.flatMap(([, ...labels]) => labels.map(value)));
  // Those that are no status of a record, but of a step, a day or an end.
  const others = ["released", "waiting", "firm", "agreed", "overdue", "covered", "uncovered", "over"];
  assert.deepEqual([...known.keys()].filter((it) => !found.has(it) && !others.includes(it)), []);
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

test("a query and each choice are steps that Back goes through", async () => {
  await open("/teams/");
  await open("/search/");
  await page.keyboard.type("storage");
  await ready();
  await page.waitForFunction(() => location.search === "?q=storage");
  await page.click(".over-side input[value=Decisions]");
  await page.waitForFunction(() => location.search === "?q=storage&kind=Decisions");
  await page.goBack();
  await page.waitForFunction(() => location.search === "?q=storage" && !document.querySelector(".over-side input:checked[type=checkbox]"));
  await page.goForward();
  await page.waitForSelector(".over-side input:checked[value=Decisions]");
  // What was sent with Enter is a step, what is typed on the way to the next is none.
  await page.focus("#onramp-query");
  await page.keyboard.press("Enter");
  await page.$eval("#onramp-query", (it) => it.select());
  await page.keyboard.type("mesos", { delay: 300 });
  await page.waitForFunction(() => location.search.startsWith("?q=mesos"));
  await page.goBack();
  await page.waitForFunction(() => location.search === "?q=storage&kind=Decisions");
  assert.equal(await page.$eval("#onramp-query", (it) => it.value), "storage");
});

test("what is in sight stays there, if a later part cannot be read", async () => {
  const { choices } = await (await fetch(`${server.address}/search/index.json`)).json();
  await page.setRequestInterception(true);
  page.on("request", (request) => (request.url().includes(choices) ? request.abort() : request.continue()));
  await open("/search/?q=Glengarry");
  await first("Billing Platform");
  await page.waitForFunction(() => document.querySelector(".over-side")?.textContent.includes("could not be read"));
  await first("Billing Platform");
  assert.equal(await page.$(".hits h2"), null);
  faults.splice(0);
});

test("a question that has only begun is not said to match nothing", async () => {
  await open("/search/?q=how%20do%20I");
  await count("Type on");
  assert.equal(await page.$(".hits h2"), null);
});

test("on a result, Backspace goes back to the query, and a slash from a choice too", async () => {
  await open("/search/?q=storage");
  await ready();
  await page.focus("#onramp-query");
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(), "to");
  await page.keyboard.press("Backspace");
  assert.equal(await page.$eval("#onramp-query", (it) => it.value), "storag");
  await ready();
  await page.focus(".over-side input[type=checkbox]");
  await page.keyboard.press("/");
  assert.equal(await focused(), "onramp-query");
});

test("without a match it says what to try", async () => {
  await open("/search/?q=xqzvwyk");
  await page.waitForFunction(() => document.querySelector(".hits h2")?.textContent.includes("Nothing matches"));
  await page.waitForFunction(() => document.querySelector("[role=status]").textContent.startsWith("No results"));
});

test("what has no letters in it is told apart from what nothing matches", async () => {
  await open(`/search/?q=${encodeURIComponent("💥")}`);
  await page.waitForFunction(() => document.querySelector(".hits .said")?.textContent.includes("letters and digits"));
});

test("pages that the site computes are found by their address", async () => {
  for (const [query, path] of [["internal roadmap", "/roadmap/internal/"], ["upstream horizon", "/upstreams/horizon/"]]) {
    await open(`/search/?q=${encodeURIComponent(query)}`);
    await page.waitForSelector(".hit .to");
    assert.equal(await page.$eval(".hit .to", (it) => it.pathname), path);
  }
});

test("a part of the index that cannot be read is told beside the answer of the rest, and can be asked for again", async () => {
  const asked = [];
  let lost;
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    const part = request.url().endsWith(".bin") && request.url();
    if (part) asked.push(part);
    return part && part === lost ? request.abort() : request.continue();
  });
  await open("/search/?q=failed%20batch%20job");
  await ready();
  lost = asked[0];
  await open("/search/?q=failed%20batch%20job");
  await page.waitForFunction(() => document.querySelector(".hits > .said")?.textContent.includes("could not be read"));
  assert.ok(await page.$(".hit .to"));
  lost = undefined;
  await page.click(".hits > .said button");
  await page.waitForFunction(() => document.querySelector(".hit") && !document.querySelector(".hits > .said"));
  faults.splice(0);
});

test("the form in the header lands on the page, and without script the page says where to look", async () => {
  await page.setJavaScriptEnabled(false);
  await open("/");
  await page.type("#onramp-find", "s3");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  assert.equal(new URL(page.url()).search, "?q=s3");
  assert.match(await page.$eval("noscript", (it) => it.textContent), /stands in the address/);
  assert.ok((await page.$$("noscript a")).length > 5);
  await page.setJavaScriptEnabled(true);
  await page.reload();
  await first("Blob Store");
});

test("Enter opens the answer to what was typed last, also where it comes late", async () => {
  await open("/guides/");
  await page.keyboard.press("/");
  await page.keyboard.type("Glengarry");
  await first("Billing Platform");
  const network = await slow();
  await page.$eval("#onramp-quick", (it) => it.select());
  await page.keyboard.type("s3");
  await page.keyboard.press("Enter");
  await count("Searching…");
  await page.waitForSelector(".hits[aria-busy=true]");
  await page.waitForFunction(() => document.querySelector("dialog [role=status]").textContent === "Searching…");
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(), "onramp-quick");
  await Promise.all([page.waitForNavigation(), network.pass()]);
  assert.equal(new URL(page.url()).pathname, "/offerings/blob-store/");
});

test("on the page, Enter waits for the first result and stays on it", async () => {
  const network = await slow();
  await open("/search/?q=s3");
  await page.keyboard.press("Enter");
  await count("Searching…");
  assert.equal(await focused(), "onramp-query");
  network.pass();
  await ready();
  assert.equal(await page.evaluate(() => document.activeElement === document.querySelector(".hit .to")), true);
  assert.equal(await page.$(".hits[aria-busy]"), null);
});

test("what cannot be read is told, leads on, and leaves no old result to Enter", async () => {
  await open("/search/?q=Glengarry");
  await first("Billing Platform");
  const network = await slow();
  network.fail();
  await page.$eval("#onramp-query", (it) => it.select());
  await page.keyboard.type("s3");
  await page.waitForFunction(() => document.querySelector(".hits h2")?.textContent === "Search does not work now");
  assert.equal(await page.$eval(".hits a", (it) => it.pathname), "/");
  await page.keyboard.press("Enter");
  assert.equal(await focused(), "onramp-query");
  faults.splice(0);
});

test("on a phone the results come first, and what narrows them is folded, on the page and in the dialog", async () => {
  await phone();
  await page.evaluateOnNewDocument(() => {
    window.shift = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((it) => (window.shift += it.value))).observe({ type: "layout-shift", buffered: true });
  });
  await open("/search/?q=storage");
  await ready();
  const top = () => page.$eval(".hit", (it) => it.getBoundingClientRect().top);
  const before = await top();
  assert.ok(before < 500, `the first result is at ${before}`);
  const shift = await page.evaluate(() => window.shift);
  assert.ok(shift < 0.1, `the page moved by ${shift}`);
  const low = await page.$$eval(".hit a", (all) => all.map((it) => it.getBoundingClientRect().height).filter((it) => it && it < 24));
  assert.deepEqual(low, []);
  await page.click(".over-side summary");
  await page.waitForFunction((before) => document.querySelector(".hit").getBoundingClientRect().top > before, {}, before);
  await open("/guides/");
  await page.click("#onramp-find");
  await page.keyboard.type("storage");
  await page.waitForSelector("dialog .over-side fieldset");
  await page.click("dialog summary");
  await page.click("dialog input[value=Decisions]");
  await page.waitForFunction(() => document.querySelector("dialog summary").textContent === "Narrowed to Decisions");
  assert.deepEqual(await violations(), []);
});

test("a choice ends with the dialog or with Clear, and one Escape closes it", async () => {
  await open("/guides/");
  await page.keyboard.press("/");
  await page.keyboard.type("storage");
  await ready();
  const all = await page.$eval(".search .faint", (it) => it.textContent);
  const narrow = async () => {
    await page.click(".over-side input[value=Decisions]");
    await page.waitForFunction((all) => document.querySelector(".search .faint").textContent !== all, {}, all);
    await page.waitForSelector(".clear:not(:disabled)");
  };
  await narrow();
  await page.click(".clear");
  await count(all);
  await page.waitForSelector(".clear:disabled");
  await narrow();
  await page.focus("#onramp-quick");
  await page.keyboard.press("Escape");
  assert.equal(await page.$("dialog[open]"), null);
  await page.keyboard.press("/");
  await count(all);
  assert.equal(await page.$eval("#onramp-quick", (it) => it.value), "storage");
  await page.waitForFunction(() => !document.querySelector(".over-side input:checked[type=checkbox]"));
});

test("more values and more results unfold, and the focus goes to the first new one", async () => {
  await open("/search/?q=team");
  await ready();
  const held = (selector, n) => page.waitForFunction((selector, n) => document.activeElement === document.querySelectorAll(selector)[n], {}, selector, n);
  await page.click("fieldset .again");
  const name = await page.waitForFunction(() => document.activeElement.name).then((it) => it.jsonValue());
  await held(`input[name=${name}]`, 7);
  await page.focus(".more button");
  await page.keyboard.press("Enter");
  await held(".hit .to", 10);
  await page.waitForFunction(() => /^30 of /.test(document.querySelector("[role=status]").textContent));
  // A letter goes on with the query.
  await page.keyboard.type("s");
  assert.equal(await page.$eval("#onramp-query", (it) => it.value), "teams");
});

test("the address holds the beginning of a long query, and a browser may refuse it", async () => {
  await page.evaluateOnNewDocument(() => {
    const replace = history.replaceState;
    window.written = 0;
    history.replaceState = function (...given) {
      window.written++;
      if (window.refuses) throw new DOMException("too often", "SecurityError");
      return replace.apply(this, given);
    };
  });
  await open("/search/");
  await page.$eval("#onramp-query", (it) => {
    it.value = "quota exceeded ".repeat(400);
    it.dispatchEvent(new Event("input"));
  });
  await ready();
  assert.ok(page.url().length < 400);
  assert.match(await page.title(), /^quota exceeded .* Search/);
  await page.evaluate(() => ([window.refuses, window.written] = [true, 0]));
  await page.$eval("#onramp-query", (it) => it.select());
  await page.keyboard.type("glengarry");
  await first("Billing Platform");
  await page.waitForFunction(() => window.written === 1);
});

test("what is typed letter by letter is read for once, when typing rests", async () => {
  const network = await slow();
  await open("/search/");
  await page.keyboard.type("how do i store large files", { delay: 20 });
  await new Promise((done) => setTimeout(done, 50));
  const before = network.kept.length;
  assert.ok(before > 0 && before <= 5, `${before} parts were asked for`);
  network.pass();
  await ready();
});

test("a guess and an id that is not there are told", async () => {
  const said = () => page.$$eval(".hits > .said", (all) => all.map((it) => it.textContent));
  for (const [query, told] of [["glengary", "No match for “glengary”; showing “glengarry”"], ["ADR-9999", "There is no “ADR-9999”"]]) {
    await open(`/search/?q=${query}`);
    await page.waitForSelector(".hit");
    assert.deepEqual(await said(), [told]);
    // A reader of the screen hears it too.
    await page.waitForFunction((told) => document.querySelector("[role=status]").textContent.endsWith(told), {}, told);
  }
  for (const query of ["glengarry", "ADR-0012", "adr 12", "migrat"]) {
    await open(`/search/?q=${query}`);
    await page.waitForSelector(".hit");
    assert.deepEqual(await said(), []);
  }
});

test("a dialog that is closed and opened at once answers", async () => {
  await open("/guides/");
  await page.keyboard.press("/");
  await page.keyboard.type("storage");
  await ready();
  await page.evaluate(() => {
    const press = (target, key) => target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    press(document.activeElement, "Escape");
    document.querySelector("dialog .over-side > div").replaceChildren();
    press(document.body, "/");
  });
  await ready();
});
