// A browser for tests. In: nothing but the machine. Out: tabs that write down what goes wrong in
// them. Must not: judge a page.

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import puppeteer from "puppeteer-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/** The program: what `CHROMIUM` names, else the first of the usual names on the path. */
function program() {
  const candidates = process.env.CHROMIUM
    ? [process.env.CHROMIUM]
    : NAMES.flatMap((name) => (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, name)));
  const runs = (file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  };
  const found = candidates.find(runs);
  if (found) return found;
  throw new Error(
    process.env.CHROMIUM
      ? `CHROMIUM names "${process.env.CHROMIUM}", which is no program`
      : "there is no Chromium: install the package chromium (apt-get install chromium), or name the program in CHROMIUM",
  );
}

/** Starts the browser. */
export function launch() {
  return puppeteer.launch({
    executablePath: program(),
    // Without its own sandbox it runs as root too; it sees only pages that were just built.
    args: [
      "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    ],
  });
}

/** A tab of a context of its own, and a list of what went wrong in it. */
export async function tab(browser, address) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => {
    if (["error", "warn"].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${address}/`) && !url.startsWith("data:")) faults.push(`asks another host: ${url}`);
  });
  return { page, faults, close: () => context.close() };
}

/** Runs `work` on each item, `width` of them at a time. */
export async function inParallel(items, width, work) {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
