// Narrows a page in place to what its reader chooses. The address holds the choice and nothing else
// does: a link, the back button and a reload lead to the same view.
// In: rows that say what they are (`data-is="status=accepted owner=storage"`), choices that name one
// of these as links (`data-name`, `data-value`) or as fields of a form, and the names that one had
// before (`data-former`). Must not: know a facet, or say of a name that it does not know what is asked.

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const nav = document.getElementById("onramp-filter");
const links = nav ? all("a[data-name]", nav) : [];
const form = document.getElementById("onramp-chooser");
const fields = form ? [...form.elements].filter((it) => it.name) : [];

const rows = all("main [data-is]").map((element) => ({ element, is: new Set(element.dataset.is.split(" ")), page: element.querySelector("a")?.href ?? element }));
const names = [...new Set([...links.map((it) => it.dataset.name), ...fields.map((it) => it.name)])];
const count = (some) => new Set(some.map((it) => it.page)).size;
const total = count(rows);
/** What is empty when all rows in it are hidden. */
const around = new Map();
const AROUND = ["section", "table", "tr", "ul", "details"].map((name) => `main ${name}`).join(", ");
for (const { element } of rows) {
  for (let it = element.parentElement?.closest(AROUND); it; it = it.parentElement.closest(AROUND)) {
    if (!around.has(it)) around.set(it, []);
    around.get(it).push(element);
  }
}

const choices = [
  ...links.map((it) => ({ name: it.dataset.name, value: it.dataset.value, former: it.dataset.former })),
  ...fields.flatMap((it) => [...(it.options ?? [it])].map(({ value, dataset }) => ({ name: it.name, value, former: dataset.former }))),
].filter((it) => it.value);
/** The choice that a value means: as it stands there, in capitals, or by a name that it had. */
function meant(name, value) {
  const all = choices.filter((it) => it.name === name);
  const plain = value.toLowerCase();
  const now = all.find((it) => it.value === value) ?? all.find((it) => it.value.toLowerCase() === plain);
  if (now) return { value: now.value };
  const before = new Set(all.filter((it) => it.former?.split(" ").includes(plain)).map((it) => it.value));
  return before.size === 1 ? { value: [...before][0], was: value } : {};
}
/** What an address chooses: names with their values, what was renamed, and what is not there. */
function chosenBy(search) {
  const query = new URLSearchParams(search);
  const read = { chosen: [], renamed: [], unknown: [] };
  for (const name of names) {
    const values = new Set();
    for (const given of query.getAll(name).filter(Boolean)) {
      const { value, was } = meant(name, given);
      if (value) values.add(value);
      else read.unknown.push(given);
      if (was) read.renamed.push([was, name, value]);
    }
    if (values.size) read.chosen.push([name, [...values]]);
  }
  return read;
}
const fits = ({ is }, chosen) => chosen.every(([name, values]) => values.some((value) => is.has(`${name}=${value}`)));
const rowsOf = (chosen) => rows.filter((row) => fits(row, chosen));

/** What is chosen with one choice more, or less if it was there. */
function toggled(name, value, chosen) {
  const values = chosen.find(([it]) => it === name)?.[1] ?? [];
  const left = values.includes(value) ? values.filter((it) => it !== value) : [...values, value];
  const at = chosen.findIndex(([it]) => it === name);
  return at < 0 ? [...chosen, [name, left]] : chosen.with(at, [name, left]);
}
/** The address of a choice. */
function address(chosen) {
  const query = new URLSearchParams(location.search);
  names.forEach((name) => query.delete(name));
  for (const [name, values] of chosen) values.forEach((it) => query.append(name, it));
  return location.pathname + (query.size ? `?${query}` : "");
}

/* what is said of the rows that are left, and the way back to all */
const status = document.createElement("p");
status.setAttribute("role", "status");
const clear = document.createElement("a");
clear.textContent = "Clear";
const said = document.createElement("div");
said.className = "narrowed";
said.append(status, clear);
(nav ?? form)?.after(said);

function labelOf(name, value) {
  const link = links.find((it) => it.dataset.name === name && it.dataset.value === value);
  if (link) return link.textContent;
  const field = fields.find((it) => it.name === name && (it.options || it.value === value));
  const option = field?.options ? [...field.options].find((it) => it.value === value) : field?.labels[0];
  return option?.textContent.trim() ?? value;
}
const listed = (words, last) => (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`);
const things = (n, one) => `${n} ${one}${n === 1 ? "" : "s"}`;

/** In words, how many records are left of a list. */
function ofList(chosen, left) {
  const words = listed(chosen.map(([name, values]) => listed(values.map((value) => labelOf(name, value)), "or")), "and");
  if (left.length) return `${words}: ${count(left)} of ${total}.`;
  return chosen.length > 1 || chosen[0][1].length > 1
    ? `None of the ${total} is ${words} at once. Take one of these away, or clear them all.`
    : `None of the ${total} is ${words}. Choose another, or clear it.`;
}
/** In words, what is asked of those who use what was chosen. */
function ofAsks(chosen, left) {
  const who = labelOf("team", chosen.find(([name]) => name === "team")?.[1][0] ?? "");
  const asks = left.filter(({ element }) => element.dataset.asked).map(({ element }) => element.dataset);
  const open = asks.filter((it) => it.asked !== "information");
  const known = open.filter((it) => it.hours);
  const hours = known.reduce((sum, it) => sum + Number(it.hours), 0);
  const overdue = open.filter((it) => it.asked === "overdue").length;
  const first = open.filter((it) => it.asked !== "overdue").map((it) => it.by).filter(Boolean).sort()[0];
  const parts = [open.length ? `${things(open.length, "thing")} to do` : "nothing to do"];
  if (known.length) parts.push(`${hours.toLocaleString("en")} h in all${known.length < open.length ? ", as far as it is known" : ""}`);
  if (overdue) parts.push(`${overdue} overdue`);
  if (first) parts.push(`${overdue ? "the next" : "the first"} by ${first}`);
  const later = asks.length - open.length;
  const more = later ? ` ${things(later, "thing")} to know of.` : "";
  const empty = left.length ? "" : " Nothing here is about what you ticked: tick something else, or clear it.";
  return `${who}: ${parts.join(", ")}.${more}${empty}`;
}

/** In words, which names are no longer what they were. */
function ofNames({ renamed, unknown }) {
  const quoted = unknown.map((it) => `“${it}”`);
  const words = renamed.map(([was, name, value]) => `“${was}” is called ${labelOf(name, value)} now.`);
  if (unknown.length) {
    const [is, are] = unknown.length > 1 ? ["are none", "are"] : ["is none", "is"];
    words.push(`${listed(quoted, "and")} ${is} of the choices here, and ${are} left out${form ? ": names change, so choose again" : ""}.`);
  }
  return words;
}

let acted = false;
/** Shows what the address chooses; `lost` is what was chosen before, and cannot be. */
function show(lost = []) {
  const read = chosenBy(location.search);
  const { chosen } = read;
  read.unknown.push(...lost);
  const left = rowsOf(chosen);
  const isLeft = new Set(left.map((it) => it.element));
  for (const { element } of rows) element.hidden = !isLeft.has(element);
  for (const [element, within] of around) {
    const some = within.some((it) => isLeft.has(it));
    if (!element.dataset.is) element.hidden = !some;
    if (element.matches("details") && chosen.length && some) element.open = true;
  }
  for (const it of all("[data-whole]")) it.hidden = chosen.length > 0;
  for (const it of links) showLink(it, chosen);
  for (const it of fields) showField(it, chosen);
  if (form && chosen.some(([name]) => name === "team")) {
    for (const element of isLeft) all("details", element).forEach((it) => { it.open = true; });
  }
  clear.href = address([]);
  clear.hidden = !chosen.length;
  const words = ofNames(read);
  if (chosen.length) words.push((form ? ofAsks : ofList)(chosen, left));
  else if (acted || words.length) words.push(`All ${form ? "teams" : total} are shown.`);
  status.textContent = words.join(" ");
}

/** How many rows there would be, were a value chosen of a name beside what is chosen of others. */
const would = (name, value, chosen) => count(rowsOf([...chosen.filter(([it]) => it !== name), [name, [value]]]));
function showLink(link, chosen) {
  const { name, value } = link.dataset;
  const on = chosen.some(([it, values]) => it === name && values.includes(value));
  const left = would(name, value, chosen);
  link.href = address(toggled(name, value, chosen));
  link.nextElementSibling.textContent = left;
  link.parentElement.hidden = !left && !on;
  if (on) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
  for (let rest = on && link.closest(".rest details"); rest; rest = rest.parentElement.closest(".rest details")) rest.open = true;
}
function showField(field, chosen) {
  const values = chosen.find(([name]) => name === field.name)?.[1] ?? [];
  if (field.type !== "checkbox") {
    field.value = values[0] ?? "";
    return;
  }
  field.checked = values.includes(field.value);
  field.labels[0].parentElement.hidden = !field.checked && !would(field.name, field.value, chosen);
}

/* a form's choice is kept on the device, and nowhere else */
const KEPT = "onramp-chosen";
function keep(search) {
  if (!form) return;
  try {
    if (search) localStorage.setItem(KEPT, search);
    else localStorage.removeItem(KEPT);
  } catch {
    // Then the address alone holds it.
  }
}
function lastTime() {
  try {
    return localStorage.getItem(KEPT) ?? "";
  } catch {
    return "";
  }
}

function go(to) {
  acted = true;
  history.pushState(null, "", to);
  keep(location.search);
  show();
  // Long lists of choices stand above what they narrow.
  said.scrollIntoView({ block: "nearest" });
}
const plain = (event) => event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
for (const link of [...links, clear]) {
  link.addEventListener("click", (event) => {
    if (!plain(event)) return;
    event.preventDefault();
    go(link.href);
    // What had the focus is gone.
    if (link === clear) (fields[0] ?? all("summary, a", nav).find((it) => it.checkVisibility()))?.focus();
  });
}
form?.addEventListener("change", () => {
  go(address([...new FormData(form)].filter(([, value]) => value).map(([name, value]) => [name, [value]])));
});
form?.addEventListener("submit", (event) => event.preventDefault());
addEventListener("popstate", () => show());

let lost = [];
if (form && !names.some((name) => new URLSearchParams(location.search).get(name)) && !location.hash) {
  const last = chosenBy(lastTime());
  lost = last.unknown;
  if (last.chosen.length) history.replaceState(null, "", address(last.chosen));
  keep(location.search);
}
show(lost);
