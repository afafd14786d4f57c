// A page of every kind and every computed page, in a browser: three widths, light and dark. Then the
// layout of every page, at the tightest width of each arrangement.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { inParallel, launch, tab } from "./browser.mjs";
import { build, onePerTemplate, pages, serve } from "./demo.mjs";
import { faultsOfLayout } from "./layout.mjs";

/** Each is the tightest of an arrangement: a desktop at 400% (WCAG 1.4.10), tables whole on a tablet,
    and the navigation beside the page. */
const TIGHTEST = [320, 705, 1025];
/** Longer than the demo's titles are, and as long as some are elsewhere; its last word is longer than a column. */
const LONGER = "for every customer team in both regions, with self-service Donaudampfschifffahrtsgesellschaftskap";
/** What Markdown makes of special blocks: each stands on some page that is looked at. */
const PARTS = ['<figure class="diagram"', "data-tab=", "<math", 'class="footnotes"', 'class="note note-'];
const EVERY_RULE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What axe looks at where: the two arrangements in full, and of the others what a width or a scheme can
    change. Colours change no layout, so dark pages are not laid out again. */
const LOOKS = [
  { scheme: "light", width: 360, rules: EVERY_RULE },
  { scheme: "light", width: 768, rules: ["target-size"] },
  { scheme: "light", width: 1440, rules: EVERY_RULE },
  { scheme: "dark", width: 1440, rules: ["color-contrast", "link-in-text-block"] },
  { scheme: "dark", width: 360, rules: ["color-contrast", "link-in-text-block"] },
];
/** So many pages are laid out in one go. */
const BATCH = 40;

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
  const waiting = [...chosen];
  // Two tabs that stay open: what is the same on every page is asked for once.
  await inParallel([1, 2], 2, async () => {
    const { page, faults, close } = await tab(browser, server.address);
    for (let it = waiting.shift(); it !== undefined; it = waiting.shift()) {
      const { path, template } = it;
      const told = new Set();
      const tell = (where, what) => what.forEach((it) => told.has(it) || (told.add(it), report.push(`${path} (${template}), ${where}: ${it}`)));
      await page.emulateMediaType("screen");
      await page.setViewport({ width: LOOKS[0].width, height: 900 });
      await page.goto(`${server.address}${path}`, { waitUntil: "load" });
      await page.evaluate(axe);
      for (const { scheme, width, rules } of LOOKS) {
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
        await page.setViewport({ width, height: 900 });
        const where = `${width} px, ${scheme}`;
        if (scheme === "light") tell(where, await page.evaluate(faultsOfLayout));
        tell(where, await violations(page, rules));
      }
      // A4 without its margins.
      await page.emulateMediaType("print");
      await page.setViewport({ width: 680, height: 900 });
      tell("print", await page.evaluate(faultsOfLayout));
      tell("loading", faults.splice(0).filter((it) => !(path === "/404.html" && it.includes("404"))));
    }
    await close();
  });
  assert.equal(report.length, 0, `\n${report.sort().join("\n")}`);
});

/** What is wrong with how pages are laid out, a line each. Their bodies take turns in a page that is open
    already, which is many times as quick as opening each; how scripts change them is looked at above. */
async function layoutOf(address, chosen) {
  const report = [];
  const batches = Array.from({ length: Math.ceil(chosen.length / BATCH) }, (_, n) => chosen.slice(n * BATCH, (n + 1) * BATCH));
  const tabs = await Promise.all([1, 2].map(() => tab(browser, address)));
  await Promise.all(tabs.map(async ({ page, close }) => {
    await page.goto(`${address}/`, { waitUntil: "load" });
    await page.evaluate(`window.faultsOfLayout = ${faultsOfLayout}`);
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      for (const width of TIGHTEST) {
        await page.setViewport({ width, height: 900 });
        const found = await page.evaluate(async (htmls) => {
          const trusted = trustedTypes.createPolicy("test", { createHTML: (html) => html });
          const faults = [];
          for (const html of htmls) {
            document.body.replaceWith(new DOMParser().parseFromString(trusted.createHTML(html), "text/html").body);
            await Promise.all([...document.images].map((it) => {
              it.loading = "eager";
              return it.decode().catch(() => null);
            }));
            faults.push(faultsOfLayout());
          }
          return faults;
        }, batch.map(({ html }) => html));
        found.forEach((faults, n) => faults.forEach((it) => report.push(`${batch[n].path} (${batch[n].template}), ${width} px: ${it}`)));
      }
    }
    await close();
  }));
  return report.sort();
}

test("no page scrolls sideways or lays text over text, on a phone or at 400% either", { timeout: 600_000 }, async () => {
  const report = await layoutOf(server.address, all.filter(({ template }) => template !== "redirect"));
  assert.equal(report.length, 0, `\n${report.join("\n")}`);
});

for (const [name, change] of [
  ["longer titles, and for a word longer than a column", { title: (old) => `${old} ${LONGER}` }],
  ["text from right to left", { language: "ar" }],
]) {
  test(`every kind and every computed page has room for ${name}`, { timeout: 600_000 }, async () => {
    const changed = await build(change);
    const host = await serve(changed.folder);
    try {
      const report = await layoutOf(host.address, onePerTemplate(await pages(changed.folder)));
      assert.equal(report.length, 0, `\n${report.join("\n")}`);
    } finally {
      await host.stop();
      await changed.remove();
    }
  });
}
