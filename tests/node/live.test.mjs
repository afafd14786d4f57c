// The dev server in a real browser: what a writer sees in an open page when a file is saved.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtemp, mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { launch, tab } from "./browser.mjs";

const MANIFEST = join(import.meta.dirname, "..", "..", "Cargo.toml");
const SETTINGS = 'title = "Live"\nprofile = "starter"\n';
/** Long enough to be scrolled. */
const long = (end) => `# Long\n\n${"A line of a long page.\n\n".repeat(200)}${end}\n`;

let folder, server, address, browser, page, faults, close;

const save = async (path, text) => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
};

/** Commits all that is there, on a day. */
const commit = (what, day) => {
  const date = `${day}T12:00:00Z`;
  const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, GIT_CONFIG_GLOBAL: "/dev/null" };
  const git = (...words) => execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@example.org", ...words], { cwd: folder, env, stdio: "ignore" });
  git("init");
  git("add", "--all");
  git("commit", "--message", what);
};

/** Starts the server, and waits until it says where the site is. */
const serve = () => new Promise((found, failed) => {
  const arguments_ = ["run", "--locked", "--quiet", "--manifest-path", MANIFEST, "--", "serve", "--port", "7890"];
  server = spawn("cargo", arguments_, { cwd: folder });
  let said = "";
  const hear = (text) => {
    said += text;
    const at = said.match(/http:\/\/[\d.:]+/);
    if (at) found(at[0]);
  };
  server.stdout.on("data", hear);
  server.stderr.on("data", hear);
  server.on("exit", (code) => failed(new Error(`the server ended with ${code}:\n${said}`)));
});

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "onramp-live-"));
  await save("onramp.toml", SETTINGS);
  await save("content/index.md", "# Home\n\nWelcome.\n");
  await save("content/long.md", long("The end."));
  commit("Begin", "2020-03-04");
  address = await serve();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.removeAllListeners("exit");
  server?.kill();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  ({ page, faults, close } = await tab(browser, address));
  await page.setViewport({ width: 1000, height: 700 });
});

afterEach(async () => {
  await close();
  assert.deepEqual(faults, []);
});

/** Opens a page, and marks it, so that a reload shows. */
const open = async (path) => {
  await page.goto(`${address}${path}`, { waitUntil: "load" });
  // The page reads itself once, to know what the next state differs from.
  await page.waitForFunction(() => performance.getEntriesByType("resource").some((it) => it.initiatorType === "fetch" && it.name === location.href));
  await page.evaluate(() => { window.here = true; });
};
const shows = (text) => page.waitForFunction((text) => document.body.textContent.includes(text), {}, text);
/** Waits until the server answers so. */
const answers = async (path, status) => {
  for (const until = Date.now() + 20_000; Date.now() < until; await new Promise((done) => setTimeout(done, 50))) {
    if ((await fetch(`${address}${path}`)).status === status) return;
  }
  assert.fail(`${path} does not answer with ${status}`);
};
const stayed = async () => assert.equal(await page.evaluate(() => window.here), true, "the page was loaded anew");

test("a saved page shows where the reader had scrolled to, and is not loaded anew", async () => {
  await open("/long/");
  await page.evaluate(() => scrollTo({ top: 2000, behavior: "instant" }));
  await save("content/long.md", long("Another end."));
  await shows("Another end.");
  await stayed();
  assert.equal(await page.evaluate(() => scrollY), 2000);
});

test("what a script has put into the page stays where nothing changed", async () => {
  const code = (end) => `# Code\n\n\`\`\`bash\necho 1\n\`\`\`\n\n${end}\n`;
  await save("content/code.md", code("Before."));
  await answers("/code/", 200);
  await open("/code/");
  await page.waitForSelector("figure.code button");
  await page.$eval("figure.code button", (it) => { it.dataset.own = "true"; });
  await save("content/code.md", code("After."));
  await shows("After.");
  await stayed();
  assert.equal(await page.$eval("figure.code button", (it) => it.dataset.own), "true");
});

test("a page that is empty for a moment keeps its reader's place", async () => {
  await open("/long/");
  await page.evaluate(() => scrollTo(0, 2000));
  await save("content/long.md", "");
  await page.waitForFunction(() => scrollY < 2000 && !document.body.innerText.includes("A line of a long page"));
  await save("content/long.md", long("The end, once more."));
  await shows("The end, once more.");
  await page.waitForFunction(() => scrollY === 2000);
  await stayed();
});

test("an editor that saves by putting another file in the place shows as well", async () => {
  await open("/long/");
  await save("content/.long.md.swp", long("Put in its place."));
  await rename(join(folder, "content/.long.md.swp"), join(folder, "content/long.md"));
  await shows("Put in its place.");
  await stayed();
});

test("another colour of the theme shows without a reload", async () => {
  await open("/");
  const accent = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--accent").trim());
  const old = await accent();
  assert.notEqual(old, "");
  await save("onramp.toml", `${SETTINGS}accent = "#8a1f5c"\n`);
  await page.waitForFunction((old) => getComputedStyle(document.documentElement).getPropertyValue("--accent").trim() !== old, {}, old);
  await stayed();
  await save("onramp.toml", SETTINGS);
});

test("an error lies over the last good page, in the terminal's words, and goes when it is mended", async () => {
  await open("/");
  await save("content/index.md", "# Home\n\nSee [the tutorial](tutorail.md).\n");
  await page.waitForSelector("#onramp-live");
  const said = await page.$eval("#onramp-live", (it) => it.textContent);
  for (const part of ["content/index.md:3", "tutorail.md", "[the tutorial](tutorail.md)"]) assert.ok(said.includes(part), said);
  assert.ok(await page.evaluate(() => document.body.textContent.includes("Welcome.")), "the last good page stays");
  await save("content/index.md", "# Home\n\nWelcome back.\n");
  await shows("Welcome back.");
  await page.waitForFunction(() => !document.getElementById("onramp-live"));
  await stayed();
});

test("a new page, a folder that goes, and search are as fresh as the page", async () => {
  await save("content/guides/fresh.md", "# Fresh\n\nZyzzyva is a word of this page alone.\n");
  await answers("/guides/fresh/", 200);
  await open("/search/?q=zyzzyva");
  await shows("Fresh");
  await rm(join(folder, "content/guides"), { recursive: true });
  await answers("/guides/fresh/", 404);
});

test("a picture that is saved shows in the open page, also after an edit of the page", async () => {
  const picture = (width) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20"/>`;
  const text = (end) => `# Picture\n\n![A line](line.svg)\n\n${end}\n`;
  await save("content/line.svg", picture(30));
  await save("content/picture.md", text("Before."));
  await answers("/picture/", 200);
  await open("/picture/");
  const isWide = (width) => page.waitForFunction((width) => document.querySelector("main img").naturalWidth === width, {}, width);
  await isWide(30);
  await save("content/line.svg", picture(40));
  await isWide(40);
  await save("content/picture.md", text("After."));
  await shows("After.");
  await isWide(40);
  await save("content/picture.md", text("After.").replace("A line", "Another line"));
  await page.waitForSelector("img[alt='Another line']");
  await isWide(40);
  await stayed();
});

test("the theme's script equips what is new in an open page", async () => {
  const code = "```bash\necho 1\n```\n";
  const tab = (name) => `\`\`\`bash tab="${name}"\necho ${name}\n\`\`\`\n`;
  const parts = (count) => Array.from({ length: count }, (_, n) => `## Part ${n + 1}\n\nText.\n`).join("\n");
  await save("content/new.md", `# New\n\nText.\n\n${parts(5)}`);
  await answers("/new/", 200);
  await open("/new/");
  await save("content/new.md", `# New\n\nText.\n\n${code}\n${tab("one")}\n${tab("two")}\n${parts(6)}`);
  await page.waitForSelector("figure.code");
  await shows("Part 6");
  await page.waitForFunction(() => document.querySelectorAll("figure.code > button.copy").length === 3);
  assert.equal(await page.$$eval("[role=tab]", (all) => all.length), 2);
  assert.equal(await page.$$eval(".where li", (all) => all.length), 6);
  await stayed();
});

test("what an error says fits a phone", async () => {
  await page.setViewport({ width: 360, height: 700 });
  await open("/");
  await save("content/wrong.md", "# Wrong\n\nSee [a page that is not there](guides/nowhere/to-be-found.md).\n");
  await page.waitForSelector("#onramp-live .words");
  const right = await page.$$eval("#onramp-live .words", (all) => Math.max(...all.map((it) => it.getBoundingClientRect().right)));
  assert.ok(right <= 360, `the words end at ${right}`);
  await rm(join(folder, "content/wrong.md"));
  await page.waitForFunction(() => !document.getElementById("onramp-live"));
});

test("a commit shows in the open page", async () => {
  const dated = (day) => page.waitForFunction((day) => document.querySelector(`time[datetime^="${day}"]`), {}, day);
  await open("/long/");
  await save("content/long.md", long("To be committed."));
  await shows("To be committed.");
  await dated("2020-03-04");
  commit("Go on", "2021-05-06");
  await dated("2021-05-06");
  await stayed();
});

test("a file that a link leads to, and a name that editors use, are followed", async () => {
  await save("other/real.md", "# Real\n\nOne.\n");
  await symlink("../other/real.md", join(folder, "content/linked.md"));
  await save("content/a~/p.md", "# P\n\nOne.\n");
  await answers("/a~/p/", 200);
  await open("/linked/");
  await save("other/real.md", "# Real\n\nTwo.\n");
  await shows("Two.");
  await open("/a~/p/");
  await save("content/a~/p.md", "# P\n\nTwo.\n");
  await shows("Two.");
});
