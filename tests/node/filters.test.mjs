// Listings that a reader narrows, and the page on which they look for their team: by mouse and by
// keyboard, through the address, and without script.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { launch, tab } from "./browser.mjs";
import { build, pages, serve } from "./demo.mjs";

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
  assert.deepEqual(faults, []);
});

const open = (path) => page.goto(`${server.address}${path}`, { waitUntil: "load" });
const query = () => page.evaluate(() => location.search);
/** The rows that one sees, by the text of their links. */
const rows = () => page.$$eval("main [data-is]", (all) => all.filter((it) => it.checkVisibility()).map((it) => it.querySelector("a").textContent));
const said = () => page.$eval(".narrowed [role='status']", (it) => it.textContent);
const choice = (name, value) => `#onramp-filter a[data-name="${name}"][data-value="${value}"]`;

test("a choice narrows the list at once, says how much is left, and stands in the address", async () => {
  await open("/adrs/");
  const before = await rows();
  assert.equal(await said(), "");
  await page.evaluate(() => { window.here = true; });
  await page.click(choice("status", "rejected"));
  const rejected = await rows();
  assert.ok(rejected.length > 0 && rejected.length < before.length, `${rejected}`);
  assert.equal(await said(), `Rejected: ${rejected.length} of ${before.length}.`);
  assert.equal(await query(), "?status=rejected");
  assert.equal(await page.evaluate(() => window.here), true, "the page was loaded anew");
  assert.equal(await page.$eval(choice("status", "rejected"), (it) => it.getAttribute("aria-current")), "true");
  // Values of one facet add up, another facet narrows further.
  await page.click(choice("status", "superseded"));
  const more = await rows();
  assert.ok(more.length > rejected.length);
  assert.match(await said(), /^Rejected or Superseded: /);
  // A choice made again is taken back.
  await page.click(choice("status", "rejected"));
  await page.click(choice("status", "superseded"));
  assert.deepEqual(await rows(), before);
  assert.equal(await query(), "");
});

test("a number behind a choice is what would be left", async () => {
  await open("/offerings/?lifecycle=ga");
  const [value, promised] = await page.$$eval('#onramp-filter a[data-name="owner"]', (all) => {
    const it = all.find((it) => it.nextElementSibling.textContent !== "0");
    return [it.dataset.value, Number(it.nextElementSibling.textContent)];
  });
  await page.click("#onramp-filter div.rest summary");
  await page.click(choice("owner", value));
  assert.equal((await rows()).length, promised);
});

test("an address shows its view, and the back button leads to the one before", async () => {
  await open("/adrs/?status=rejected");
  const rejected = await rows();
  await page.click(choice("status", "superseded"));
  const both = await rows();
  assert.notDeepEqual(both, rejected);
  await page.goBack();
  assert.deepEqual(await rows(), rejected);
  assert.equal(await query(), "?status=rejected");
  await page.goForward();
  assert.deepEqual(await rows(), both);
  await page.reload({ waitUntil: "load" });
  assert.deepEqual(await rows(), both);
});

test("by keyboard a choice is made, and Clear gives the focus back", async () => {
  await open("/adrs/");
  const before = await rows();
  await page.focus(choice("status", "rejected"));
  await page.keyboard.press("Enter");
  assert.equal(await query(), "?status=rejected");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.value), "rejected");
  await page.focus(".narrowed a");
  await page.keyboard.press("Enter");
  assert.deepEqual(await rows(), before);
  assert.equal(await said(), `All ${before.length} are shown.`);
  assert.ok(await page.evaluate(() => document.activeElement.closest("#onramp-filter") !== null));
});

test("where nothing is left, the page says what to change", async () => {
  await open("/adrs/?status=rejected");
  const [tag, label] = await page.$$eval('#onramp-filter a[data-name="tag"]', (all) => {
    const none = all.find((it) => it.nextElementSibling.textContent === "0");
    return [none.dataset.value, none.textContent];
  });
  await open(`/adrs/?status=rejected&tag=${tag}`);
  assert.deepEqual(await rows(), []);
  assert.match(await said(), new RegExp(`^None of the \\d+ is Rejected and ${label} at once\\. Take one of these away, or clear them all\\.$`));
  assert.equal(await page.$eval(".listing table", (it) => it.checkVisibility()), false);
  await page.click(".narrowed a");
  assert.ok((await rows()).length > 5);
});

test("what a list holds begins on the first screen, and a folded choice of the address is open", async () => {
  const late = [];
  for (const path of ["/offerings/", "/adrs/", "/requests/", "/migrations/", "/incidents/", "/roadmap/"]) {
    await open(path);
    const below = await page.$eval("main [data-is]", (it) => it.getBoundingClientRect().bottom - innerHeight);
    if (below > 0) late.push(`${path}: the first row ends ${below} px below the screen`);
  }
  assert.deepEqual(late, []);
  await open("/adrs/?tag=storage");
  assert.ok(await page.$eval(choice("tag", "storage"), (it) => it.checkVisibility({ contentVisibilityAuto: true })));
});

test("a name that the page does not know is said, and left out", async () => {
  await open("/adrs/");
  const every = await rows();
  await open("/adrs/?status=no-such-state");
  assert.deepEqual(await rows(), every);
  assert.equal(await said(), `“no-such-state” is none of the choices here, and is left out. All ${every.length} are shown.`);
  await open("/adrs/?status=REJECTED&status=no-such-state");
  const rejected = await rows();
  assert.ok(rejected.length > 0 && rejected.length < every.length);
  assert.equal(await said(), `“no-such-state” is none of the choices here, and is left out. Rejected: ${rejected.length} of ${every.length}.`);
  await page.click(choice("status", "superseded"));
  assert.equal(await query(), "?status=rejected&status=superseded");
});

test("nobody is told that nothing is asked of a team that is not there", async () => {
  await open("/affects-me/");
  const every = await rows();
  const lost = "“no-such-team” is none of the choices here, and is left out: names change, so choose again. All teams are shown.";
  await open("/affects-me/?team=no-such-team");
  assert.equal(await said(), lost);
  assert.deepEqual(await rows(), every);
  assert.equal(await page.$eval("[data-whole]", (it) => it.checkVisibility()), true);
  // Nor where the device kept the name.
  await page.evaluate(() => localStorage.setItem("onramp-chosen", "?team=no-such-team"));
  await open("/affects-me/");
  assert.equal(await said(), lost);
  assert.deepEqual(await rows(), every);
  await open("/affects-me/");
  assert.equal(await said(), "", "it is said once");
});

test("a team is found by a name that it had", async () => {
  await open("/affects-me/?team=data-science");
  const wanted = await rows();
  await open("/affects-me/?team=research");
  assert.deepEqual(await rows(), wanted);
  assert.match(await said(), /^“research” is called Data Science now\. Data Science: \d+ things? to do/);
  assert.equal(await page.$eval("#onramp-team", (it) => it.value), "data-science");
});

test("on a phone the choices are folded, and what was chosen is said", async () => {
  await page.setViewport({ width: 360, height: 800 });
  await open("/adrs/?status=rejected");
  assert.equal(await page.$eval(choice("status", "rejected"), (it) => it.checkVisibility({ contentVisibilityAuto: true })), false);
  assert.match(await said(), /^Rejected: /);
  await page.click("#onramp-filter summary");
  assert.ok(await page.$eval(choice("status", "rejected"), (it) => it.checkVisibility()));
});

test("every choice of every listing leaves what its page promises", { timeout: 120_000 }, async () => {
  const listings = all.filter(({ html }) => html.includes('id="onramp-filter"'));
  const seen = ["/offerings/", "/adrs/", "/roadmap/", "/roadmap/internal/", "/migrations/", "/updates/", "/requests/", "/objectives/scorecard/", "/calendar/"];
  const missing = seen.filter((path) => !listings.some((it) => it.path === path));
  assert.deepEqual(missing, [], "no filter there");
  const report = [];
  for (const { path } of listings) {
    await open(path);
    report.push(...await page.evaluate((path) => {
      const faults = [];
      const rows = [...document.querySelectorAll("main [data-is]")];
      for (const link of document.querySelectorAll("#onramp-filter a[data-name]")) {
        const { name, value } = link.dataset;
        const some = new Set(rows.filter((it) => it.dataset.is.split(" ").includes(`${name}=${value}`)).map((it) => it.querySelector("a").href));
        if (!some.size) faults.push(`${path}: no row is ${name}=${value}`);
        if (String(some.size) !== link.nextElementSibling.textContent) faults.push(`${path}: ${name}=${value} says ${link.nextElementSibling.textContent}, has ${some.size}`);
      }
      return faults;
    }, path));
  }
  assert.deepEqual(report, []);
});

test("without script a choice leads to the same records on the page", async () => {
  await open("/adrs/?status=rejected");
  const narrowed = await rows();
  await page.setJavaScriptEnabled(false);
  await open("/adrs/");
  await page.click(choice("status", "rejected"));
  const { hash, search } = await page.evaluate(() => ({ hash: location.hash, search: location.search }));
  assert.deepEqual([search, hash], ["?status=rejected", "#onramp-by-status-rejected"]);
  const listed = await page.$$eval(`${hash} + ul a`, (all) => all.map((it) => it.textContent));
  assert.equal(listed.length, narrowed.length);
  for (const [n, title] of narrowed.entries()) assert.ok(listed[n].includes(title), `${listed[n]} is not ${title}`);
  assert.ok(await page.$eval(hash, (it) => it.getBoundingClientRect().top < innerHeight));
});

test("a reader chooses a team, and sees what is asked of it and what is done for it", async () => {
  await open("/affects-me/");
  assert.ok(await page.$eval("#onramp-chooser", (it) => it.checkVisibility()));
  await page.focus("#onramp-team");
  await page.keyboard.type("Data Science");
  await page.keyboard.press("Enter");
  assert.equal(await query(), "?team=data-science");
  assert.match(await said(), /^Data Science: \d+ things? to do, \d+ h in all.*, the first by 2027-\d\d-\d\d\./);
  const sections = await page.$$eval("main section h2", (all) => all.filter((it) => it.checkVisibility()).map((it) => it.textContent));
  assert.deepEqual(sections.filter((it) => !it.includes("refer to this")), ["Data Science"]);
  assert.ok(await page.$eval("#data-science .ask details", (it) => it.open && it.checkVisibility()));
});

test("what is ticked narrows it, all by keyboard; the address and the device keep it", async () => {
  await open("/affects-me/?team=data-science");
  const before = await rows();
  const [value] = await page.$$eval("#onramp-chooser input", (all) => all.filter((it) => it.checkVisibility()).map((it) => it.value));
  await page.focus(`#onramp-chooser input[value="${value}"]`);
  await page.keyboard.press("Space");
  assert.equal(await query(), `?team=data-science&uses=${value}`);
  const after = await rows();
  assert.ok(after.length > 0 && after.length < before.length, `${after}`);
  await page.goBack();
  assert.deepEqual(await rows(), before);
  assert.equal(await page.$eval(`#onramp-chooser input[value="${value}"]`, (it) => it.checked), false);
  await page.goForward();
  // Another visit, with nothing in the address.
  await open("/");
  await open("/affects-me/");
  assert.equal(await query(), `?team=data-science&uses=${value}`);
  assert.deepEqual(await rows(), after);
  await page.click(".narrowed a");
  assert.equal(await said(), "All teams are shown.");
  await open("/affects-me/");
  assert.equal(await query(), "");
});

test("without script no chooser stands there, and links lead to the teams", async () => {
  await page.setJavaScriptEnabled(false);
  await open("/affects-me/");
  assert.equal(await page.$eval("#onramp-chooser", (it) => it.checkVisibility()), false);
  await page.click('main a[href="#data-science"]');
  assert.equal(await page.evaluate(() => location.hash), "#data-science");
  await Promise.all([page.waitForNavigation(), page.click("#data-science h2 a")]);
  assert.equal(new URL(page.url()).pathname, "/teams/data-science/");
});

test("what is folded in a text opens by keyboard, and for print", async () => {
  const path = "/offerings/docs-publishing/docs/markdown/";
  const folded = ".prose details:not(.d)";
  await open(path);
  assert.equal(await page.$eval(folded, (it) => it.open), false);
  assert.ok(await page.$eval(`${folded} strong`, (it) => it !== null), "Markdown in it is read");
  await page.focus(`${folded} summary`);
  await page.keyboard.press("Enter");
  assert.ok(await page.$eval(folded, (it) => it.open));
  await page.keyboard.press("Enter");
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.ok(await page.$eval(folded, (it) => it.open));
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  assert.equal(await page.$eval(folded, (it) => it.open), false);
  // Without script, print shows it all the same.
  await page.setJavaScriptEnabled(false);
  await open(path);
  await page.emulateMediaType("print");
  assert.ok(await page.$eval(`${folded} p`, (it) => it.getBoundingClientRect().height > 0));
});
