// What makes reading easier, and nothing that a page needs: without this file every page reads and
// navigates. No part knows another; each begins with the markup that it finds.

const root = document.documentElement;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/** What a reader has chosen, for as long as the browser keeps it. */
const kept = {
  get: (name, store = "localStorage") => {
    try {
      return window[store].getItem(`onramp-${name}`);
    } catch {
      return null;
    }
  },
  set: (name, value, store = "localStorage") => {
    try {
      if (value === null) window[store].removeItem(`onramp-${name}`);
      else window[store].setItem(`onramp-${name}`, value);
    } catch {
      // Then it holds for this page alone.
    }
  },
};

/** An element with attributes and children. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/* A page may change while it is open: the dev server then sends `onramp:updated`, and each part takes what
   is new in it. */
const parts = [];
const taken = new WeakSet();
/** What matches and was not taken before. */
const untaken = (selector) => all(selector).filter((it) => !taken.has(it) && taken.add(it));
/** Does something now, and whenever the page has changed. */
function equip(part) {
  part();
  parts.push(part);
}
document.addEventListener("onramp:updated", () => parts.forEach((part) => part()));

/** Tells a screen reader what has just happened. */
const told = document.body.appendChild(make("p", { class: "vh", role: "status" }));

/* light, dark, or as the system is */
const themeButton = document.getElementById("onramp-theme");
const themes = ["system", "light", "dark"];
function showTheme(theme) {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  const words = { system: "as the system is", light: "light", dark: "dark" };
  themeButton.setAttribute("aria-label", `Theme: ${words[theme]}`);
  themeButton.title = `Theme: ${words[theme]}`;
}
if (themeButton) {
  showTheme(root.dataset.theme ?? "system");
  themeButton.addEventListener("click", () => {
    const next = themes[(themes.indexOf(root.dataset.theme ?? "system") + 1) % themes.length];
    showTheme(next);
    kept.set("theme", next === "system" ? null : next);
    told.textContent = themeButton.title;
  });
}

/* code: a button that copies it; of a console, what one types and not what it answers */
function typed(code) {
  const text = code.textContent;
  const lines = text.split("\n");
  if (!code.matches("[class*='language-console'], [class*='session']") || !lines.some((line) => line.startsWith("$ "))) return text;
  let goesOn = false;
  const commands = lines.flatMap((line) => {
    const command = line.startsWith("$ ") ? line.slice(2) : goesOn ? line.replace(/^> /, "") : null;
    goesOn = command?.endsWith("\\") ?? false;
    return command ?? [];
  });
  return commands.join("\n");
}
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // A site without TLS has no clipboard of its own.
  const field = document.body.appendChild(make("textarea", { class: "vh" }));
  field.value = text;
  field.select();
  document.execCommand("copy");
  field.remove();
}
function offerCopy(figure) {
  const button = make("button", { type: "button", class: "copy", "aria-label": "Copy this code" }, "Copy");
  figure.prepend(button);
  button.addEventListener("click", async () => {
    await copy(typed(figure.querySelector("code")));
    button.textContent = told.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; told.textContent = ""; }, 2000);
  });
}
equip(() => untaken("figure.code").forEach(offerCopy));

/* code: variants in a row as tabs, the same one chosen everywhere */
function variants() {
  const groups = [];
  for (const first of all("figure[data-tab]")) {
    if (first.previousElementSibling?.matches("figure[data-tab]") || first.parentElement.matches(".panel")) continue;
    const figures = [first];
    for (let next = first.nextElementSibling; next?.matches("figure[data-tab]"); next = next.nextElementSibling) figures.push(next);
    if (figures.length > 1) groups.push(figures);
  }
  return groups;
}
const choices = [];
function asTabs(figures) {
  const group = choices.length;
  const panels = [];
  const list = make("div", { role: "tablist", class: "tabs", "aria-label": "Variants" });
  const around = make("div", { class: "variants" }, list);
  figures[0].before(around);
  const tabs = figures.map((figure, n) => {
    const id = `onramp-tab-${group}-${n}`;
    const tab = make("button", { type: "button", role: "tab", id, "aria-controls": `${id}-panel` }, figure.dataset.tab);
    list.append(tab);
    panels.push(make("div", { role: "tabpanel", class: "panel", id: `${id}-panel`, "aria-labelledby": id }, figure));
    return tab;
  });
  around.append(...panels);
  const choose = (chosen) => tabs.forEach((tab, n) => {
    tab.setAttribute("aria-selected", tab === chosen);
    tab.tabIndex = tab === chosen ? 0 : -1;
    panels[n].hidden = tab !== chosen;
  });
  const chooseName = (name) => {
    const chosen = tabs.find((tab) => tab.textContent === name);
    if (chosen) choose(chosen);
  };
  const take = (tab) => {
    const before = list.getBoundingClientRect().top;
    choices.forEach((other) => other(tab.textContent));
    choose(tab);
    kept.set("tab", tab.textContent);
    // What changed above moves nothing under the reader's eyes.
    window.scrollBy(0, list.getBoundingClientRect().top - before);
  };
  choose(tabs[0]);
  list.addEventListener("click", ({ target }) => target.role === "tab" && take(target));
  list.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    const tab = tabs[(to + tabs.length) % tabs.length];
    take(tab);
    tab.focus();
  });
  choices.push(chooseName);
  const last = kept.get("tab");
  if (last) chooseName(last);
}
equip(() => variants().forEach(asTabs));

/* a long page: once its list of contents is out of sight, a bar says what is being read, and leads to the rest */
let headings = [];
let bar;
function showBar() {
  bar?.remove();
  bar = undefined;
  headings = all("main h2[id]").filter((heading) => heading.checkVisibility() && !heading.closest("details"));
  if (headings.length <= 3) return;
  // Without the mark that links to it.
  const words = (heading) => [...heading.childNodes].filter((it) => !it.matches?.(".self")).map((it) => it.textContent).join("").trim();
  const link = (heading) => make("li", {}, make("a", { href: `#${encodeURIComponent(heading.id)}` }, words(heading)));
  const list = make("details", {}, make("summary"), make("ul", { class: "plain cols" }, ...headings.map(link)));
  bar = make("nav", { class: "where", "aria-label": "What you are reading" }, make("div", { class: "wrap" }, list));
  bar.hidden = true;
  document.querySelector("main").before(bar);
  bar.addEventListener("click", ({ target }) => { if (target.closest("a")) list.open = false; });
}

/* the lists of contents follow the reading */
let lists = [];
const followed = () => [".toc", ".jump", ".where"].map((list) => all(`${list} a`).map((link) => ({ link, heading: document.getElementById(decodeURIComponent(link.hash.slice(1))) })).filter((it) => it.heading));
function follow() {
  // Where a link to a heading brings it, and a little more.
  const line = 96;
  const atEnd = window.innerHeight + window.scrollY >= root.scrollHeight - 2 && window.scrollY > 0;
  for (const list of lists) {
    const read = list.filter(({ heading }) => heading.checkVisibility() && (atEnd || heading.getBoundingClientRect().top < line));
    const current = read.at(-1)?.link;
    for (const { link } of list) {
      if (link === current) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
    const side = current?.closest(".side");
    if (side && side.scrollHeight > side.clientHeight) side.scrollTop = current.offsetTop - side.clientHeight / 2;
    if (current && bar?.contains(current)) bar.querySelector("summary").replaceChildren("On this page: ", make("b", {}, current.textContent));
  }
  if (!bar) return;
  // Where a list of contents stays beside the text, it says so already.
  const reading = headings.findLast((heading) => heading.checkVisibility() && heading.getBoundingClientRect().top < line);
  const isBeside = reading?.closest(".doc")?.querySelector(".toc")?.checkVisibility();
  // What is narrowed away has no place on the page.
  const first = headings.find((heading) => heading.checkVisibility());
  bar.hidden = (isBeside || !first || first.getBoundingClientRect().top > 0) && !bar.contains(document.activeElement);
}
const observers = [{ rootMargin: "-96px 0px 0px 0px", threshold: [0, 1] }, {}].map((how) => new IntersectionObserver(follow, how));
equip(() => {
  showBar();
  lists = followed();
  for (const observer of observers) {
    observer.disconnect();
    for (const { heading } of lists.flat()) observer.observe(heading);
  }
});
addEventListener("scrollend", follow, { passive: true });

/* pictures that are shown smaller than they are open at their size */
let sheet;
function enlarge(image) {
  sheet ??= document.body.appendChild(make("dialog", { class: "zoomed", "aria-label": "Picture" }));
  const close = make("button", { type: "button", class: "tool" }, "Close");
  close.addEventListener("click", () => sheet.close());
  const picture = make("img", { src: image.currentSrc || image.src, alt: image.alt, width: image.naturalWidth, height: image.naturalHeight, class: image.closest(".on-dark") ? "of-dark" : "" });
  // On a phone held upright a wide one lies along the screen, or it would show less than the page did.
  sheet.classList.toggle("along", image.naturalWidth > image.naturalHeight);
  sheet.replaceChildren(close, picture);
  sheet.showModal();
}
function offerZoom(image) {
  if (image.naturalWidth <= image.clientWidth * 1.1 || image.closest("a, button")) return;
  const button = make("button", { type: "button", class: "zoom", "aria-label": `Enlarge: ${image.alt || "picture"}` });
  image.before(button);
  button.append(image);
  button.addEventListener("click", () => enlarge(image));
}
equip(() => {
  for (const image of untaken(".prose img")) {
    if (image.complete) offerZoom(image);
    image.addEventListener("load", () => offerZoom(image));
  }
});
/* once the page stands, what waits for scrolling is fetched too: paper does not scroll */
addEventListener("load", () => all("img[loading=lazy]").forEach((image) => { if (image.checkVisibility()) image.loading = "eager"; }));

/* a reload leaves the reader where they were: open parts stay open; the place is the browser's part */
const foldable = () => all("main details");
const place = `open ${location.pathname}`;
if (performance.getEntriesByType("navigation")[0]?.type === "reload") {
  const open = new Set((kept.get(place, "sessionStorage") ?? "").split(" ").filter(Boolean).map(Number));
  foldable().forEach((part, n) => { if (open.has(n)) part.open = true; });
}
addEventListener("pagehide", () => {
  const open = foldable().flatMap((part, n) => (part.open ? [n] : []));
  kept.set(place, open.length ? open.join(" ") : null, "sessionStorage");
});

/* what is folded opens for a link that leads into it or to what it is all of, and for print */
function openTarget() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let part = target && target.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  for (const part of target ? all(":scope > details", target) : []) part.open = true;
}
openTarget();
addEventListener("hashchange", openTarget);
let folded = [];
addEventListener("beforeprint", () => { folded = foldable().filter((part) => !part.open); folded.forEach((part) => { part.open = true; }); });
addEventListener("afterprint", () => folded.forEach((part) => { part.open = false; }));

/* the menu closes as menus do */
function closes(menu) {
  menu.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", ({ target }) => { if (!menu.contains(target)) menu.open = false; });
}
equip(() => untaken("details.menu, .where details").forEach(closes));

/* what narrows rows has counted them: others make it begin anew, with the page */
const narrowed = () => all("main [data-is], #onramp-filter a, #onramp-chooser [name]");
const counted = narrowed();
document.addEventListener("onramp:updated", (event) => {
  const now = narrowed();
  if (now.length !== counted.length || now.some((it, n) => it !== counted[n])) event.preventDefault();
});

/* keys: elements name theirs in aria-keyshortcuts, and say in data-does what it does */
const help = document.getElementById("onramp-keys");
const keysOn = document.getElementById("onramp-keys-on");
const withKeys = () => all("[aria-keyshortcuts]").filter((element) => element.checkVisibility());
function showKeys() {
  // Several ways, each a key or some together: "/ Control+K".
  const boxes = (way) => way.split("+").flatMap((key, n) => [n ? "+" : "", make("kbd", {}, key === "Control" ? "Ctrl" : key)]);
  const keys = (ways) => ways.split(" ").flatMap((way, n) => [n ? " or " : "", ...boxes(way)]);
  const rows = withKeys().map((element) => make("div", {}, make("dt", {}, ...keys(element.getAttribute("aria-keyshortcuts"))), make("dd", {}, element.dataset.does)));
  help.querySelector("dl").replaceChildren(...rows);
  help.showModal();
}
if (help) {
  document.getElementById("onramp-keys-show").addEventListener("click", showKeys);
  keysOn.checked = kept.get("keys") !== "off";
  keysOn.addEventListener("change", () => kept.set("keys", keysOn.checked ? null : "off"));
  addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (!keysOn.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (target.closest?.("input, textarea, select, [contenteditable], dialog") || document.querySelector("dialog[open]")) return;
    const element = withKeys().find((it) => it.getAttribute("aria-keyshortcuts") === key);
    if (!element) return;
    event.preventDefault();
    if (element.matches("input, select, textarea")) element.focus();
    else element.click();
  });
}
