// Builds this repository's site and serves it to this machine under the policy that it promises to
// hold. In: the repository. Out: where the site is, and its pages. Must not: judge a page.

import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { promisify } from "node:util";

/** The policy that every page must hold under. */
export const POLICY = "default-src 'self'; require-trusted-types-for 'script'";

const ROOT = join(import.meta.dirname, "..", "..");

/** What a host calls the files of a site. */
export const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".xml": "application/xml",
};

/** Builds the site with every page in it; the folder goes away with `remove`. `title` makes another of
    the title of each file, in a copy, and `language` is that of the copy. */
export async function build(change) {
  const folder = await mkdtemp(join(tmpdir(), "onramp-browser-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  const arguments_ = ["run", "--locked", "--quiet", "--manifest-path", join(ROOT, "Cargo.toml"), "--", "build", "--audience", "internal", "--out", join(folder, "site")];
  try {
    const cwd = change ? await changed(join(folder, "source"), change) : ROOT;
    await promisify(execFile)("cargo", arguments_, { cwd });
  } catch (error) {
    await remove();
    throw new Error(`the demo cannot be built:\n${error.stdout ?? ""}${error.stderr ?? error}`);
  }
  return { folder: join(folder, "site"), remove };
}

/** A copy of the demo's source whose files have other titles, or another language. */
async function changed(folder, { title = (old) => old, language = "en" }) {
  for (const part of ["content", "schemas", "onramp.toml"]) await cp(join(ROOT, part), join(folder, part), { recursive: true });
  const config = join(folder, "onramp.toml");
  await writeFile(config, `language = "${language}"\n${await readFile(config, "utf8")}`);
  const files = (await readdir(join(folder, "content"), { recursive: true })).filter((file) => /\.(md|toml)$/.test(file));
  await Promise.all(files.map(async (file) => {
    const name = join(folder, "content", file);
    const text = await readFile(name, "utf8");
    // The first is the file's own; those below are of its parts, and some of them are names.
    const other = text.replace(/^title = "(.*)"$/m, (_, old) => `title = "${title(old)}"`);
    if (other !== text) await writeFile(name, other);
  }));
  return folder;
}

/** Serves a folder on a port that is free. */
export async function serve(folder) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://site").pathname);
    const name = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    let status = 200;
    const body = await readFile(name).catch(() => {
      status = 404;
      return readFile(join(folder, "404.html"));
    });
    const type = TYPES[status === 404 ? ".html" : extname(name)] ?? "application/octet-stream";
    // What has its content in its name is kept, as a host would have it.
    const keeps = path.startsWith("/assets/") ? "max-age=3600" : "no-cache";
    response.writeHead(status, { "content-type": type, "content-security-policy": POLICY, "cache-control": keeps });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    stop: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}

/** Every page of a folder: its path, its HTML, and the template that the site's author would look for. */
export async function pages(folder) {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".html")).sort();
  return Promise.all(files.map(async (file) => {
    const html = await readFile(join(folder, file), "utf8");
    const template = /<body[^>]* data-template="([^"]+)"/.exec(html)?.[1] ?? "redirect";
    return { path: `/${file.replaceAll("\\", "/").replace(/(^|\/)index\.html$/, "$1")}`, file, html, template };
  }));
}

/** One page of every kind and every computed page: the longest, in which most can go wrong. */
export function onePerTemplate(all) {
  const longest = new Map();
  for (const page of all) {
    if (page.template === "redirect") continue;
    if (page.html.length > (longest.get(page.template)?.html.length ?? 0)) longest.set(page.template, page);
  }
  return [...longest.values()];
}
