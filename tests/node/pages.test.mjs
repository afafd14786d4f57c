// A page of every kind and every computed page, in a browser: three widths, light and dark.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { inParallel, launch, tab } from "./browser.mjs";
import { build, onePerTemplate, pages, serve } from "./demo.mjs";
import { faultsOfLayout } from "./layout.mjs";

const WIDTHS = [360, 768, 1440];
/** The narrowest is a desktop at 400% (WCAG 1.4.10). */
const ALL_WIDTHS = [320, ...WIDTHS];
/** Longer than the demo's titles are, and as long as some are elsewhere. */
const LONGER = "for every customer team in both regions, with self-service";
const SCHEMES = ["light", "dark"];
/** What Markdown makes of special blocks: each stands on some page that is looked at. */
const PARTS = ['<figure class="diagram"', "data-tab=", "<math", 'class="footnotes"', 'class="note note-'];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

let site, server, browser, all;

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

/** What axe finds, a line each. */
async function violations(page, runOnly) {
  const found = await page.evaluate(async (runOnly) => {
    const { violations } = await axe.run(document, { runOnly, resultTypes: ["violations"] });
    return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html, any }) => ({ html, why: any[0]?.message })) }));
  }, runOnly);
  return found.flatMap(({ id, help, nodes }) => nodes.slice(0, 3).map(({ html, why }) => `axe ${id}: ${help}: ${html.slice(0, 120)}${why ? ` (${why.slice(0, 160)})` : ""}`));
}

test("every kind and every computed page reads at three widths, light and dark", { timeout: 600_000 }, async () => {
  const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const chosen = new Set(onePerTemplate(all));
  assert.ok(chosen.size > 50, `only ${chosen.size} templates in the demo`);
  for (const part of PARTS) {
    const bearer = all.find(({ html }) => html.includes(part));
    assert.ok(bearer, `no page of the demo has ${part}`);
    chosen.add(bearer);
  }
  const report = [];
  await inParallel(chosen, 3, async ({ path, template }) => {
    const { page, faults, close } = await tab(browser, server.address);
    const told = new Set();
    const tell = (where, what) => what.forEach((it) => told.has(it) || (told.add(it), report.push(`${path} (${template}), ${where}: ${it}`)));
    for (const scheme of SCHEMES) {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      for (const width of WIDTHS) {
        await page.setViewport({ width, height: 900 });
        if (page.url() === "about:blank") {
          await page.goto(`${server.address}${path}`, { waitUntil: "load" });
          await page.evaluate(axe);
        }
        const where = `${width} px, ${scheme}`;
        tell(where, await page.evaluate(faultsOfLayout));
        tell(where, await violations(page, TAGS));
      }
    }
    // A4 without its margins.
    await page.emulateMediaType("print");
    await page.setViewport({ width: 680, height: 900 });
    tell("print", await page.evaluate(faultsOfLayout));
    tell("loading", faults.filter((it) => !(path === "/404.html" && it.includes("404"))));
    await close();
  });
  assert.equal(report.length, 0, `\n${report.sort().join("\n")}`);
});

/** What is wrong with how pages are laid out, a line each. */
async function layoutOf(address, chosen) {
  const report = [];
  const waiting = [...chosen];
  // Two tabs that stay open: what is the same on every page is asked for once.
  await inParallel([1, 2], 2, async () => {
    const { page, close } = await tab(browser, address);
    for (let it = waiting.shift(); it !== undefined; it = waiting.shift()) {
      const { path, template } = it;
      await page.goto(`${address}${path}`, { waitUntil: "domcontentloaded" });
      for (const width of ALL_WIDTHS) {
        await page.setViewport({ width, height: 900 });
        for (const fault of await page.evaluate(faultsOfLayout)) report.push(`${path} (${template}), ${width} px: ${fault}`);
      }
    }
    await close();
  });
  return report.sort();
}

test("no page scrolls sideways or lays text over text, on a phone or at 400% either", { timeout: 600_000 }, async () => {
  const report = await layoutOf(server.address, all.filter(({ template }) => template !== "redirect"));
  assert.equal(report.length, 0, `\n${report.join("\n")}`);
});

for (const [name, title] of [
  ["titles longer than the demo's", (old) => `${old} ${LONGER}`],
  ["a word longer than a column", (old) => `${old} Donaudampfschifffahrtsgesellschaftskap`],
]) {
  test(`every kind and every computed page has room for ${name}`, { timeout: 600_000 }, async () => {
    const longer = await build({ title });
    const host = await serve(longer.folder);
    try {
      const report = await layoutOf(host.address, onePerTemplate(await pages(longer.folder)));
      assert.equal(report.length, 0, `\n${report.join("\n")}`);
    } finally {
      await host.stop();
      await longer.remove();
    }
  });
}
