// How a reader gets around: by keyboard, without script, and back where they were.

import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, beforeEach, afterEach, test } from "node:test";
import { launch, tab } from "./browser.mjs";
import { build, onePerTemplate, pages, serve } from "./demo.mjs";
import { faultsOfLayout } from "./layout.mjs";

const SCHEMES = ["light", "dark"];

let site, server, browser, all, page, faults, close;

before(async () => {
  site = await build();
  server = await serve(site.folder);
  browser = await launch();
  all = await pages(site.folder);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await site?.remove();
});

beforeEach(async () => {
  ({ page, faults, close } = await tab(browser, server.address));
  await page.setViewport({ width: 1440, height: 900 });
});

afterEach(async () => {
  await close();
  assert.deepEqual(faults.filter((it) => !it.includes("404")), []);
});

const open = (path) => page.goto(`${server.address}${path}`, { waitUntil: "load" });
/** The path of a page whose HTML has some text, the longest first. */
const withText = (text) => all.filter(({ html }) => html.includes(text)).sort((a, b) => b.html.length - a.html.length)[0].path;
const focused = () => page.evaluate(() => {
  const it = document.activeElement;
  return it.id || it.getAttribute("aria-label") || it.textContent.trim();
});

/** Walks through the page with Tab: what has the focus each time, and whether one sees it. */
async function walk() {
  const before = await page.evaluate(() => {
    const can = "a[href], button, input, select, textarea, summary, [tabindex='0']";
    const reached = [...document.querySelectorAll(can)].filter((it) => it.checkVisibility({ visibilityProperty: true }) && !it.disabled && it.tabIndex >= 0);
    reached.forEach((it, n) => { it.dataset.n = n; });
    // From the very beginning, also where a page puts the focus elsewhere.
    const start = document.createElement("span");
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    start.remove();
    return reached.length;
  });
  const seen = new Set();
  const hidden = [];
  for (let step = 0; step < before + 5; step++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const it = document.activeElement;
      if (it === document.body) return null;
      const { outlineStyle, outlineWidth, opacity } = getComputedStyle(it);
      const box = it.getBoundingClientRect();
      const shows = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && opacity !== "0"
        && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      return { n: it.dataset.n, shows, html: it.outerHTML.slice(0, 100) };
    });
    if (!at || seen.has(at.n)) break;
    seen.add(at.n);
    if (!at.shows) hidden.push(at.html);
  }
  const missed = await page.evaluate((seen) => [...document.querySelectorAll("[data-n]")].filter((it) => !seen.includes(it.dataset.n)).map((it) => it.outerHTML.slice(0, 100)), [...seen]);
  return { hidden, missed };
}

test("Tab reaches everything, and the focus shows", { timeout: 600_000 }, async () => {
  // The shortest of each template: every kind of control, without a thousand links.
  const shortest = [...new Map([...all].sort((a, b) => b.html.length - a.html.length).map((it) => [it.template, it])).values()].filter((it) => it.template !== "redirect");
  assert.ok(shortest.length > 50, String(shortest.map((it) => it.template)));
  assert.ok(shortest.some((it) => it.path === "/"), "the first page is walked");
  const report = [];
  for (const { path } of shortest) {
    await open(path);
    const { hidden, missed } = await walk();
    hidden.forEach((it) => report.push(`${path}: the focus does not show on ${it}`));
    missed.forEach((it) => report.push(`${path}: Tab does not reach ${it}`));
  }
  assert.deepEqual(report, []);
});

test("the first Tab offers to skip to the content", async () => {
  await open("/");
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Skip to content");
  await page.keyboard.press("Enter");
  assert.equal(await focused(), "onramp-main");
});

test("the sheet of keys opens, keeps the focus, closes with Escape, and gives the focus back", async () => {
  await open("/");
  await page.focus("#onramp-keys-show");
  await page.keyboard.type("?");
  assert.ok(await page.$eval("#onramp-keys", (it) => it.open));
  assert.ok((await page.$$eval("#onramp-keys dt", (all) => all.map((it) => it.textContent))).includes("t"));
  for (let n = 0; n < 6; n++) {
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement === document.body || document.activeElement.closest("dialog") !== null));
  }
  await page.keyboard.press("Escape");
  assert.equal(await page.$eval("#onramp-keys", (it) => it.open), false);
  assert.equal(await focused(), "onramp-keys-show");
});

test("a reader can turn the keys off", async () => {
  await open("/");
  await page.keyboard.type("?");
  await page.click("#onramp-keys-on");
  await page.keyboard.press("Escape");
  await page.reload({ waitUntil: "load" });
  await page.keyboard.type("?");
  assert.equal(await page.$eval("#onramp-keys", (it) => it.open), false);
});

test("n and p turn the pages of a folder", async () => {
  const { path, html } = all.find(({ html }) => html.includes('rel="next" href') && html.includes('rel="prev" href') && html.includes('class="turn"'));
  await open(path);
  await Promise.all([page.waitForNavigation(), page.keyboard.type("n")]);
  assert.equal(new URL(page.url()).pathname, /<link rel="next" href="([^"]+)"/.exec(html)[1]);
  await Promise.all([page.waitForNavigation(), page.keyboard.type("p")]);
  assert.equal(new URL(page.url()).pathname, path);
});

test("the theme follows the system until the reader chooses, and is kept", async () => {
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
  await open("/");
  const ground = () => page.$eval("body", (it) => getComputedStyle(it).backgroundColor);
  const dark = await ground();
  await page.focus("#onramp-theme");
  await page.keyboard.press("Enter");
  const light = await ground();
  assert.notEqual(light, dark);
  // A script in the head sets it before the first paint.
  await page.reload({ waitUntil: "domcontentloaded" });
  assert.equal(await ground(), light);
  await page.keyboard.press("t");
  assert.equal(await ground(), dark);
});

test("a diagram follows the reader's choice of theme, and paper gets the light one", async () => {
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
  await open(withText('class="on-dark'));
  const shown = async () => {
    const picture = await page.$$eval("figure.diagram img", (all) => {
      const [first] = all.filter((it) => it.checkVisibility());
      first.scrollIntoView();
      return first.closest("div").classList[0];
    });
    await page.waitForFunction(() => [...document.querySelectorAll("figure.diagram img")].find((it) => it.checkVisibility()).naturalWidth > 0, { timeout: 5000 });
    return picture;
  };
  assert.equal(await shown(), "on-dark");
  await page.click("#onramp-theme");
  assert.equal(await shown(), "on-light");
  await page.click("#onramp-theme");
  await page.emulateMediaType("print");
  assert.equal(await shown(), "on-light");
  assert.ok(await page.$eval("figure.diagram details", (it) => !it.checkVisibility()));
  // Room is kept for a picture before it is there.
  assert.ok(await page.$$eval("figure.diagram img", (all) => all.every((it) => it.width > 0 || !it.checkVisibility())));
});

test("paper has every diagram of a page that nobody scrolled, printed from light or from dark", async () => {
  const path = withText('class="on-dark');
  for (const scheme of SCHEMES) {
    await page.emulateMediaType("screen");
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.goto(`${server.address}${path}`, { waitUntil: "networkidle0" });
    await page.emulateMediaType("print");
    const missing = await page.$$eval("figure.diagram", (all) => all.filter((figure) => {
      const shown = [...figure.querySelectorAll("img")].filter((it) => it.checkVisibility());
      return shown.length !== 1 || !shown[0].complete || shown[0].naturalWidth === 0;
    }).map((figure) => figure.textContent.slice(0, 80)));
    assert.deepEqual(missing, [], `from ${scheme}`);
  }
});

test("on paper a heading is no higher than itself, or its part would be kept on one sheet", async () => {
  await open(all.filter(({ template }) => template === "migration").sort((a, b) => b.html.length - a.html.length)[0].path);
  await page.emulateMediaType("print");
  const kept = await page.$$eval(".sec > :is(h2, header)", (all) => all.filter((it) => {
    const own = it.getBoundingClientRect().height;
    return own > 200 && own > it.parentElement.getBoundingClientRect().height * 0.7;
  }).map((it) => it.textContent));
  assert.deepEqual(kept, []);
});

test("the questions that a record's page answers stand under its facts, and the first says what if it breaks", async () => {
  const asked = (html) => [...html.matchAll(/<h2 id="(onramp-[^"]+)">(?!More in|Pages that refer)/g)].map(([, id]) => id).filter((id) => !["onramp-keys-title", "onramp-waivers", "onramp-more", "onramp-backlinks"].includes(id));
  const long = all.filter(({ template, html }) => ["offering", "migration"].includes(template) && asked(html).length > 3);
  assert.ok(long.length > 20, `only ${long.length} pages`);
  for (const { path, html } of long) {
    const jump = /<nav class="jump"[^]*?<\/nav>/.exec(html)?.[0] ?? "";
    const missing = asked(html).filter((id) => !jump.includes(`href="#${id}"`));
    assert.deepEqual(missing, [], path);
  }
  await open("/offerings/blob-store/");
  await page.click('.facts a[href="#onramp-help"]');
  await page.waitForFunction(() => document.getElementById("onramp-help").getBoundingClientRect().top < 100, { timeout: 5000 });
});

test("the contents list follows the reading", async () => {
  await open(withText('class="side toc"'));
  const headings = await page.$$eval(".toc a", (links) => links.map((link) => link.hash));
  const [, second] = headings;
  await page.$eval(second.replace("#", "[id='") + "']", (it) => { it.scrollIntoView(); });
  await page.waitForFunction((hash) => document.querySelector(".toc [aria-current]")?.hash === hash, { timeout: 5000 }, second);
});

test("once the contents are out of sight, a bar says what is being read and leads to the rest", async () => {
  await page.setViewport({ width: 360, height: 740 });
  // Its first heading is one that a phone does not show.
  await open("/migrations/");
  assert.equal(await page.$eval(".where", (it) => it.checkVisibility()), false);
  await open("/offerings/blob-store/");
  assert.equal(await page.$eval(".where", (it) => it.checkVisibility()), false);
  await page.$eval("#onramp-support, #onramp-help", (it) => it.scrollIntoView());
  await page.waitForFunction(() => document.querySelector(".where").checkVisibility());
  await page.waitForFunction(() => /^On this page: What if it breaks\?$/.test(document.querySelector(".where summary").textContent));
  await page.click(".where summary");
  const words = await page.$$eval(".where a", (all) => all.map((it) => it.textContent));
  assert.ok(words.includes("How do I start?") && words.includes("Limits"), words.join(", "));
  await page.evaluate(() => [...document.querySelectorAll(".where a")].find((it) => it.textContent === "Limits").click());
  await page.waitForFunction(() => location.hash === "#limits" && !document.querySelector(".where details").open);
  await page.setViewport({ width: 1440, height: 900 });
});

test("a reload leaves the reader where they were", async () => {
  await open(withText('class="side toc"'));
  await page.evaluate(() => scrollTo({ top: 700, behavior: "instant" }));
  await page.reload({ waitUntil: "load" });
  await page.waitForFunction(() => Math.abs(scrollY - 700) < 40, { timeout: 5000 });
});

test("code is copied with one button", async () => {
  await page.browserContext().overridePermissions(server.address, ["clipboard-read", "clipboard-write", "clipboard-sanitized-write"]);
  await open(withText('<figure class="code"'));
  await page.focus(".copy");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector(".copy").textContent === "Copied", { timeout: 5000 });
  const [copied, shown] = await page.evaluate(async () => [await navigator.clipboard.readText(), document.querySelector("figure.code code").textContent]);
  assert.equal(copied, shown);
});

test("of a console the commands are copied, without the prompt and without what was answered", async () => {
  await page.browserContext().overridePermissions(server.address, ["clipboard-read", "clipboard-write", "clipboard-sanitized-write"]);
  await open("/migrations/os-release-n/");
  await page.focus("figure.code:has(.language-console) .copy");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("figure.code:has(.language-console) .copy").textContent === "Copied", { timeout: 5000 });
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "lark hosts --os N --team checkout");
});

test("the command that pages somebody stands in one line, and is copied", async () => {
  await page.browserContext().overridePermissions(server.address, ["clipboard-read", "clipboard-write", "clipboard-sanitized-write"]);
  await open("/help/");
  const { lines, cut } = await page.$eval(".page-with code", (it) => ({ lines: it.getClientRects().length && it.getBoundingClientRect().height / parseFloat(getComputedStyle(it).lineHeight), cut: it.parentElement.scrollWidth - it.parentElement.clientWidth }));
  assert.deepEqual([Math.round(lines), cut], [1, 0]);
  await page.click(".page-with .copy");
  await page.waitForFunction(() => document.querySelector(".page-with .copy").textContent === "Copied", { timeout: 5000 });
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^lark page platform .*--since 02:14Z$/);
});

test("a table that goes on beyond its box fades where it does, until its end is reached", async () => {
  const faded = () => page.$eval(".scroll", (it) => {
    const style = getComputedStyle(it);
    return ["--fade-start", "--fade-end"].map((name) => parseFloat(style.getPropertyValue(name)) > 0);
  });
  await open("/change-budget/");
  assert.deepEqual(await faded(), [false, false]);
  await page.setViewport({ width: 360, height: 800 });
  await page.waitForFunction(() => parseFloat(getComputedStyle(document.querySelector(".scroll")).getPropertyValue("--fade-end")) > 0, { timeout: 5000 });
  assert.deepEqual(await faded(), [false, true]);
  await page.$eval(".scroll", (it) => { it.scrollLeft = it.scrollWidth; });
  await page.waitForFunction(() => parseFloat(getComputedStyle(document.querySelector(".scroll")).getPropertyValue("--fade-end")) === 0, { timeout: 5000 });
  assert.deepEqual(await faded(), [true, false]);
});

test("variants of code are tabs, and without script stand one after another", async () => {
  const path = withText("data-tab=");
  await open(path);
  const shown = () => page.$$eval(".variants", ([group]) => [...group.querySelectorAll("[role=tabpanel]")].map((it) => it.checkVisibility()));
  assert.deepEqual((await shown()).filter(Boolean).length, 1);
  await page.focus("[role=tab][aria-selected=true]");
  await page.keyboard.press("ArrowRight");
  assert.deepEqual((await shown()).slice(0, 2), [false, true]);
  const second = await page.evaluate(() => document.activeElement.textContent);
  await page.reload({ waitUntil: "load" });
  assert.equal(await page.$eval("[role=tab][aria-selected=true]", (it) => it.textContent), second);
  await page.setJavaScriptEnabled(false);
  await open(path);
  assert.ok(await page.$$eval("figure[data-tab]", (all) => all.length > 1 && all.every((it) => it.checkVisibility())));
});

test("a picture opens at its size, and Escape closes it", async () => {
  await page.setViewport({ width: 360, height: 800 });
  await open(withText("container-compute-path.svg"));
  await page.waitForSelector(".zoom", { timeout: 5000 });
  await page.focus(".zoom");
  await page.keyboard.press("Enter");
  assert.ok(await page.$eval(".zoomed", (it) => it.open));
  // All of it shows, and larger than on the page.
  const seen = await page.evaluate(() => [".zoom img", ".zoomed img"].map((name) => {
    const { left, right, top, bottom, width, height } = document.querySelector(name).getBoundingClientRect();
    return { within: left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight, area: width * height };
  }));
  assert.ok(seen[1].within && seen[1].area > 2 * seen[0].area, JSON.stringify(seen));
  await page.keyboard.press("Escape");
  assert.equal(await page.$eval(".zoomed", (it) => it.open), false);
  assert.ok((await focused()).startsWith("Enlarge"));
});

test("the menu of a narrow screen opens and closes by keyboard", async () => {
  await page.setViewport({ width: 360, height: 800 });
  await open("/");
  await page.focus(".menu summary");
  await page.keyboard.press("Enter");
  assert.ok(await page.$eval(".menu a", (it) => it.checkVisibility()));
  await page.keyboard.press("Escape");
  assert.equal(await page.$eval(".menu", (it) => it.open), false);
  assert.equal(await focused(), "Menu");
});

test("without script every page says the same, and its links lead on", { timeout: 120_000 }, async () => {
  // What script adds is controls: the text is that of the file.
  const said = () => page.$eval("main", (main) => {
    const copy = main.cloneNode(true);
    // The numbers of a filter are those of what is left; what stands in its place without script is a list.
    copy.querySelectorAll(".copy, .tabs, .narrowed, noscript").forEach((it) => it.remove());
    return copy.textContent.replace(/\s+/g, "");
  });
  const report = [];
  // Of a search page, the answers are made by script; what it says without has a test of its own.
  const chosen = onePerTemplate(all).filter(({ path }) => !["/404.html", "/search/"].includes(path));
  const withScript = new Map();
  for (const { path } of chosen) {
    await open(path);
    withScript.set(path, await said());
  }
  await page.setJavaScriptEnabled(false);
  for (const { path } of chosen) {
    await open(path);
    if ((await said()) !== withScript.get(path)) report.push(`${path} says something else without script`);
    const dead = await page.$$eval("button", (all) => all.filter((it) => it.checkVisibility()).map((it) => it.outerHTML.slice(0, 80)));
    dead.forEach((it) => report.push(`${path} shows a button that does nothing without script: ${it}`));
  }
  await open("/search/");
  assert.ok(await page.$eval("noscript p", (it) => it.getBoundingClientRect().bottom < innerHeight), "what to do without search is below the screen");
  await open("/");
  const link = await page.$eval(".nav a", (it) => it.pathname);
  await Promise.all([page.waitForNavigation(), page.click(".nav a")]);
  assert.equal(new URL(page.url()).pathname, link);
  assert.deepEqual(report, []);
});

test("labels in pictures stand apart", async () => {
  const picture = (main, x) => {
    const draw = (name, attributes, ...children) => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      element.append(...children);
      return element;
    };
    const label = (x) => draw("text", { x, y: 20 }, "Blob Store");
    main.replaceChildren(draw("svg", { width: 400, height: 40 }, label(0), label(x)));
  };
  await open("/");
  for (const [x, faults] of [[200, 0], [10, 1]]) {
    await page.$eval("main", picture, x);
    assert.equal((await page.evaluate(faultsOfLayout)).length, faults);
  }
  // Those that are files, opened by themselves: in a page no policy holds for a picture's own style.
  await page.setBypassCSP(true);
  const files = await readdir(join(site.folder, "assets", "diagrams"));
  assert.ok(files.length > 5);
  await page.setViewport({ width: 2400, height: 900 });
  const report = [];
  for (const file of files) {
    await open(`/assets/diagrams/${file}`);
    for (const it of await page.evaluate(faultsOfLayout)) report.push(`${file}: ${it}`);
  }
  assert.deepEqual(report, []);
});
