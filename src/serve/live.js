// Brings a page up to date in place when its site was built again, and shows what kept a build from
// being shown. The dev server adds this script to the pages that it serves; a published site never
// has it.
"use strict";
(() => {
  let mine = document.currentScript.dataset.site;
  let events = null;
  let closed = null;
  // The page as it was served, and the nodes that it came with: what other scripts have done to it
  // since is theirs.
  let served = null;
  const own = new WeakSet();
  // Pictures and the like by their path, and the number of the last change that this page knows of;
  // and those that changed since it was loaded.
  let files = null;
  const changed = new Map();

  function remember(node) {
    own.add(node);
    node.childNodes.forEach(remember);
    return node;
  }

  function fresh(node) {
    return remember(document.importNode(node, true));
  }

  function box() {
    const found = document.getElementById("onramp-live");
    if (found) return found;
    const made = document.createElement("section");
    made.id = "onramp-live";
    made.setAttribute("role", "alert");
    // Beside the body, which holds the page and nothing else.
    document.documentElement.append(made);
    return made;
  }

  function style() {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = "/_onramp/live.css";
    return sheet;
  }

  function show(problems) {
    // Closed by hand: it stays so until there is something else to say.
    if (problems === closed) return;
    closed = null;
    const title = document.createElement("h2");
    title.textContent = "The newest build has errors";
    const text = document.createElement("pre");
    // Lines of an excerpt have a bar in the margin; the others are words.
    text.append(...problems.split("\n").flatMap((line) => [/^\s*\d*\s*\|/.test(line) ? line : words(line), "\n"]));
    text.tabIndex = 0;
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", () => {
      closed = problems;
      hide();
    });
    box().replaceChildren(style(), title, close, text);
  }

  function words(line) {
    const made = document.createElement("span");
    made.className = "words";
    made.textContent = line;
    return made;
  }

  function hide() {
    document.getElementById("onramp-live")?.remove();
  }

  async function read() {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    const text = await answer.text();
    return { ok: answer.status !== 500, page: new DOMParser().parseFromString(text, "text/html") };
  }

  function scripts(page) {
    const all = [...page.scripts].filter((it) => !it.src.includes("/_onramp/"));
    return all.map((it) => it.src + it.text).join();
  }

  // A new style sheet takes the place of the old one when it is there, so that nothing flickers.
  function restyle(live, now) {
    const next = fresh(now);
    next.addEventListener("load", () => live.remove());
    next.addEventListener("error", () => live.remove());
    live.after(next);
  }

  // Changes what differs between two served states, and nothing else. Returns false where the live
  // page is no longer like the old state there.
  function change(live, old, now) {
    if (old.isEqualNode(now)) return true;
    if (live.nodeName !== old.nodeName) return false;
    if (old.nodeName !== now.nodeName) {
      live.replaceWith(fresh(now));
      return true;
    }
    if (now.nodeType !== Node.ELEMENT_NODE) {
      live.nodeValue = now.nodeValue;
      return true;
    }
    if (now.matches("script[src^='/_onramp/']")) return true;
    if (now.matches("link[rel=stylesheet]")) {
      restyle(live, now);
      return true;
    }
    const shown = [...live.childNodes].filter((it) => own.has(it));
    if (shown.length !== old.childNodes.length) {
      if (now === now.ownerDocument.body || now === now.ownerDocument.head) return false;
      live.replaceWith(fresh(now));
      return true;
    }
    for (const { name } of [...old.attributes]) if (!now.hasAttribute(name)) live.removeAttribute(name);
    for (const { name, value } of now.attributes) {
      if (old.getAttribute(name) !== value) live.setAttribute(name, value);
    }
    const [a, b] = [[...old.childNodes], [...now.childNodes]];
    // What is the same at the beginning and at the end stays; what lies between changes.
    let head = 0;
    while (head < a.length && head < b.length && a[head].isEqualNode(b[head])) head += 1;
    let tail = 0;
    const most = Math.min(a.length, b.length) - head;
    while (tail < most && a[a.length - 1 - tail].isEqualNode(b[b.length - 1 - tail])) tail += 1;
    const both = most - tail;
    for (let n = head; n < head + both; n += 1) if (!change(shown[n], a[n], b[n])) return false;
    for (const gone of shown.slice(head + both, shown.length - tail)) gone.remove();
    const behind = shown[shown.length - tail] ?? null;
    for (const come of b.slice(head + both, b.length - tail)) {
      live.insertBefore(fresh(come), behind);
    }
    return true;
  }

  // An address of its own makes the browser fetch what it has fetched before.
  function anew(address) {
    const url = new URL(address, document.baseURI);
    const change = url.origin === location.origin && changed.get(decodeURIComponent(url.pathname));
    if (!change || url.searchParams.get("changed") === String(change)) return address;
    url.searchParams.set("changed", change);
    return url.href;
  }

  function refresh() {
    if (changed.size === 0) return;
    for (const name of ["src", "poster", "data", "srcset"]) {
      for (const element of document.body.querySelectorAll(`:not(script)[${name}]`)) {
        const old = element.getAttribute(name);
        const each = name === "srcset" ? old.split(/,\s+/) : [old];
        const now = each.map((it) => it.trim().replace(/^\S+/, anew)).join(", ");
        if (now === old) continue;
        element.setAttribute(name, now);
        element.closest("video, audio")?.load();
      }
    }
  }

  function renew(now) {
    for (const [path, change] of Object.entries(now)) if (files && files[path] !== change) changed.set(path, change);
    // What changed before this page first heard from the server, it has fetched as it is.
    files = now;
    refresh();
  }

  /** Where the reader was, and where the last update has left them. */
  let moved = null;

  async function update(site) {
    const { ok, page } = await read();
    if (!ok) {
      show(page.querySelector("pre")?.textContent ?? page.body.textContent);
      return;
    }
    // A page that was shorter for a moment, such as one that an editor has emptied to write it, moves its reader.
    const at = moved && scrollX === moved.to[0] && scrollY === moved.to[1] ? moved.from : [scrollX, scrollY];
    const done =
      served !== null && scripts(served) === scripts(page) &&
      change(document.head, served.head, page.head) && change(document.body, served.body, page.body);
    if (!done) {
      location.reload();
      return;
    }
    refresh();
    // The page's own scripts equip what is new. One that cannot prevents it.
    if (!document.dispatchEvent(new CustomEvent("onramp:updated", { cancelable: true }))) {
      location.reload();
      return;
    }
    scrollTo(...at);
    moved = { from: at, to: [scrollX, scrollY] };
    served = page;
    mine = site;
    hide();
  }

  let turn = Promise.resolve();

  function hear(message) {
    const { site, problems, files: now } = JSON.parse(message.data);
    turn = turn.then(async () => {
      renew(now);
      if (site !== mine) await update(site);
      if (problems !== null) show(problems);
      else if (site === mine) hide();
    }).catch(() => location.reload());
  }

  // A browser has few connections to one server, so a page in the background gives its own up.
  // It misses nothing: the first message says what is shown now.
  function listen() {
    const wanted = document.visibilityState === "visible";
    if (wanted && !events) {
      events = new EventSource("/_onramp/events");
      events.addEventListener("message", hear);
    } else if (!wanted && events) {
      events.close();
      events = null;
    }
  }

  turn = read().then(({ ok, page }) => {
    const id = page.querySelector("script[data-site]")?.dataset.site;
    // Built again since this page was served: the first message brings it up to date, by a reload.
    if (ok && id === mine) served = page;
  }).catch(() => {});
  // The page is whole, and no script that waits for that has run yet.
  document.addEventListener("readystatechange", () => remember(document), { once: true });
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => {
    events?.close();
    events = null;
  });
  addEventListener("pageshow", listen);
  listen();
})();
