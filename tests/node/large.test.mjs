// Search on a site of thousands of pages whose names begin alike: slips of the pen and beginnings are
// found as on a small one, and no query reads more than a few parts. In: such a site, made here. What is
// asked, the script's first half answers in Node. Must not: measure time.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { Results, open } from "../../themes/default/search.js";

const ROOT = join(import.meta.dirname, "..", "..");
const SYLLABLES = ["ba", "do", "ki", "lu", "me", "no", "ra", "si", "tu", "ve", "zo", "fi", "ga", "hy", "jo", "ce"];

/** One of 4096 names that begin with `pa`. */
const name = (n) => ["pa", ...[n, n >> 4, n >> 8].map((n) => SYLLABLES[n % 16])].join("");

let folder, read;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "onramp-large-"));
  const guides = join(folder, "content", "guides");
  await mkdir(guides, { recursive: true });
  await writeFile(join(folder, "onramp.toml"), 'title = "Large"\n');
  await writeFile(join(folder, "content", "index.md"), "# Large\n");
  await writeFile(join(guides, "kernel.md"), '+++\naliases = ["Panic"]\n+++\n# Reading a dump\n\nA parser reads it; Paxos is no help. Ask for a lease early.\n');
  await writeFile(join(guides, "forms.md"), "# Forms\n\nA log, two logs; a node, two nodes; a host, two hosts; a disk, two disks.\n");
  for (let n = 0; n < 4096; n++) await writeFile(join(guides, `${name(n)}.md`), `# Page guides ${name(n)} ${n}\n\nText.\n`);
  const given = ["run", "--locked", "--quiet", "--manifest-path", join(ROOT, "Cargo.toml"), "--", "build", "--base-url", "/", "--out", "site"];
  await promisify(execFile)("cargo", given, { cwd: folder });
});

after(() => rm(folder, { recursive: true, force: true }));

/** The addresses of the first results, with nothing read before. */
async function ask(query) {
  read = 0;
  const index = await open("http://site/search/", async (url) => {
    const file = await readFile(join(folder, "site", new URL(url).pathname));
    read += file.length;
    return new Response(file);
  });
  const results = await Results.of(index, query);
  return { urls: (await results.first(3)).map((it) => it.url), said: results.guesses(), index };
}

test("a slip of the pen finds the word, however many words begin as it does", async () => {
  for (const [slip, word] of [["panci", "panic"], ["paxso", "paxos"], ["pasrer", "parser"]]) {
    const { urls, said } = await ask(slip);
    assert.equal(urls[0], "/guides/kernel/", slip);
    assert.deepEqual(said, [`No match for “${slip}”; showing “${word}”`]);
    assert.ok(read < 40_000, `${slip} reads ${read} bytes`);
  }
  assert.equal((await ask("padboaki")).urls[0], "/guides/padobaki/");
});

test("a beginning leads to the likeliest words and names", async () => {
  for (const beginning of ["pani", "pars", "paxo"]) assert.equal((await ask(beginning)).urls[0], "/guides/kernel/", beginning);
  assert.equal((await ask("padobak")).urls[0], "/guides/padobaki/");
  const { index } = await ask("pa");
  const likely = await index.beginning(index.words, "pa");
  assert.equal(likely[0][0], "page");
  assert.ok(read < 40_000, `it reads ${read} bytes`);
});

test("a form that no page has finds the others, and is no guess", async () => {
  const { urls, said } = await ask("leases");
  assert.deepEqual([urls[0], said], ["/guides/kernel/", []]);
});

test("a whole name and an address are found among thousands", async () => {
  for (const query of ["Page guides padobaki 513", "guides/padobaki", "/guides/padobaki/", "content/guides/padobaki.md"]) {
    assert.equal((await ask(query)).urls[0], "/guides/padobaki/", query);
    assert.ok(read < 40_000, `${query} reads ${read} bytes`);
  }
});
