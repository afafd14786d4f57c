// Narrows a page in place to what its reader chooses. The address holds the choice and nothing else
// does: a link, the back button and a reload lead to the same view.
// In: rows that say what they are (`data-is="status=accepted owner=storage"`), choices that name one
// of these as links (`data-name`, `data-value`) or as fields of a form. Must not: know a facet.

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

/** What an address chooses: names with their values. */
function chosenBy(search) {
  const query = new URLSearchParams(search);
  return names.map((name) => [name, query.getAll(name).filter(Boolean)]).filter(([, values]) => values.length);
}
const fits = ({ is }, chosen) => chosen.every(([name, values]) => values.some((value) => is.has(`${name}=${value}`)));
const rowsOf = (chosen) => rows.filter((row) => fits(row, chosen));

/** The address with one choice more, or less if it was there. */
function toggled(name, value) {
  const query = new URLSearchParams(location.search);
  const values = query.getAll(name);
  const left = values.includes(value) ? values.filter((it) => it !== value) : [...values, value];
  query.delete(name);
  left.forEach((it) => query.append(name, it));
  return address(query);
}
/** The address without any choice. */
function cleared() {
  const query = new URLSearchParams(location.search);
  names.forEach((name) => query.delete(name));
  return address(query);
}
const address = (query) => location.pathname + (query.size ? `?${query}` : "");

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

let acted = false;
function show() {
  const chosen = chosenBy(location.search);
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
  clear.href = cleared();
  clear.hidden = !chosen.length;
  const words = form ? ofAsks : ofList;
  status.textContent = chosen.length ? words(chosen, left) : acted ? `All ${form ? "teams" : total} are shown.` : "";
}

/** How many rows there would be, were a value chosen of a name beside what is chosen of others. */
const would = (name, value, chosen) => count(rowsOf([...chosen.filter(([it]) => it !== name), [name, [value]]]));
function showLink(link, chosen) {
  const { name, value } = link.dataset;
  const on = chosen.some(([it, values]) => it === name && values.includes(value));
  const left = would(name, value, chosen);
  link.href = toggled(name, value);
  link.nextElementSibling.textContent = left;
  link.parentElement.classList.toggle("none", !left && !on);
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
  const query = new URLSearchParams(location.search);
  names.forEach((name) => query.delete(name));
  for (const [name, value] of new FormData(form)) if (value) query.append(name, value);
  go(address(query));
});
form?.addEventListener("submit", (event) => event.preventDefault());
addEventListener("popstate", show);

if (form && !chosenBy(location.search).length && chosenBy(lastTime()).length && !location.hash) {
  history.replaceState(null, "", location.pathname + lastTime());
}
show();
