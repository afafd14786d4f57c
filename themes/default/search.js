// Search: reads the few files of the index that a query needs, and shows what it finds, in a dialog
// on every page and on the page `search/`. No other host, no eval, nothing inline: it works under
// `default-src 'self'`. The first half knows no page and runs in Node too.

// ---- The index: how files are read. Written by src/search/; the ADR onramp/0031 describes them.

const HASH = 10;
const ONE_NAME = /[\p{Alphabetic}\p{N}]+(?:[._-][\p{Alphabetic}\p{N}]+)*/gu;
const HUMPS = /(?<=\p{Lowercase})(?=\p{Uppercase})|(?<=\p{Uppercase})(?=\p{Uppercase}\p{Lowercase})/u;
/** Several of what has a name in capitals: `APIs`. */
const PLURAL = /^\p{Uppercase}{2,}s$/u;
const UNSPACED = /([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+)/u;

const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replaceAll("ß", "ss");

/** The words that a name is found by, as src/search/word.rs makes them: whole, then its parts. */
export function words(name) {
  const all = [];
  const add = (word) => all.push(word.toLowerCase());
  const parts = name.split(/[._-]/);
  if (parts.length > 1) add(name);
  for (const part of parts) {
    if (UNSPACED.test(part)) {
      for (const run of part.split(UNSPACED).filter(Boolean)) {
        const letters = [...run];
        if (letters.length < 2 || !UNSPACED.test(run)) add(run);
        else for (let n = 1; n < letters.length; n++) add(letters[n - 1] + letters[n]);
      }
      continue;
    }
    add(part);
    if (PLURAL.test(part)) {
      add(part.slice(0, -1));
      continue;
    }
    const humps = part.split(HUMPS);
    if (humps.length > 1) humps.forEach(add);
  }
  return all;
}

/** A whole name as it is compared: `ADR-0012` as `adr 12`. */
export function whole(text) {
  const parts =
    plain(text)
      .toLowerCase()
      .replace(/(?<![\p{Alphabetic}\p{N}])(\p{Alphabetic}+)(\d+)(?![\p{Alphabetic}\p{N}])/gu, "$1 $2")
      .match(/[\p{Alphabetic}\p{N}]+/gu) ?? [];
  return parts.map((part) => (/^\d*[1-9]\d*$/.test(part) ? part.replace(/^0+/, "") : part)).join(" ");
}

class Bytes {
  constructor(buffer) {
    this.bytes = new Uint8Array(buffer);
    this.at = 0;
  }
  number() {
    let number = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.bytes[this.at++];
      number += (byte & 127) * scale;
      if (byte < 128) return number;
    }
  }
  text(length) {
    this.at += length;
    return Bytes.decoder.decode(this.bytes.subarray(this.at - length, this.at));
  }
  word(before) {
    const alike = this.number();
    return before.slice(0, alike) + this.text(this.number());
  }
  get ended() {
    return this.at >= this.bytes.length;
  }
}
Bytes.decoder = new TextDecoder();

/** Undoes the steps of a level: eight for each doubling. */
const weight = (level) => (2 ** (level / 8) - 1) / 4;

const INLINE = 4;
/** How many bytes of lists beyond the best documents are worth reading, and of how many shards. */
const MOST_REST = 24_000;
const MOST_SHARDS = 8;
const MOST_WORDS = 24;
/** An id leads to one record: see names in src/search/document.rs. */
const ID = 55;

export class Index {
  /** `read` gives the bytes of a file of the index by its name, compressed ones as they were before. */
  constructor(contents, read) {
    if (contents.version !== 1) throw new Error("the search index is of another version");
    this.contents = contents;
    this.size = contents.documents;
    this.stop = new Set(contents.stop.split(" "));
    this.read = read;
    this.files = new Map();
  }

  file(name, parse) {
    let file = this.files.get(name);
    if (!file) {
      file = this.read(name).then(parse);
      file.catch(() => this.files.delete(name));
      this.files.set(name, file);
    }
    return file;
  }

  /** A file of the dictionary: its words in order, and the group of each. */
  shard(n) {
    return this.file(this.contents.words[n][1], (buffer) => {
      const bytes = new Bytes(buffer);
      const names = bytes.text(bytes.number() * HASH);
      const name = () => names.substr(bytes.number() * HASH, HASH);
      const all = [],
        groups = [];
      let before = "";
      while (!bytes.ended) {
        const word = (before = bytes.word(before));
        const tag = bytes.number();
        let group;
        if (tag === 0) {
          group = groups[groups.length - bytes.number()];
        } else {
          group = { count: tag - 1, forms: [], list: null };
          if (group.count <= INLINE) {
            group.list = [];
            for (let document = 0, n = 0; n < group.count; n++) {
              document += bytes.number();
              group.list.push(document, bytes.bytes[bytes.at++]);
            }
          } else {
            group.head = { name: name(), offset: bytes.number(), count: Math.min(group.count, this.contents.head) };
            if (group.count > this.contents.head) {
              group.rest = { name: name(), offset: bytes.number(), count: group.count - this.contents.head };
            }
          }
        }
        group.forms.push(word);
        all.push(word);
        groups.push(group);
      }
      return { words: all, groups };
    });
  }

  backwards(n) {
    return this.file(this.contents.backwards[n][1], (buffer) => {
      const bytes = new Bytes(buffer);
      const all = [];
      while (!bytes.ended) all.push(bytes.word(all.at(-1) ?? ""));
      return all;
    });
  }

  /** Documents and levels in turn. */
  async list({ name, offset, count }) {
    const bytes = new Bytes(await this.file(name, (buffer) => buffer));
    bytes.at = offset;
    const list = new Array(count * 2);
    for (let document = 0, n = 0; n < count; n++) list[n * 2] = document += bytes.number();
    for (let n = 0; n < count; n++) list[n * 2 + 1] = bytes.bytes[bytes.at++];
    return list;
  }

  place(word, table = this.contents.words) {
    return Math.max(first(table.length, (n) => table[n][0] > word) - 1, 0);
  }

  /** The group of a word or a whole name. */
  async exact(word) {
    if (!this.contents.words.length) return undefined;
    const { words, groups } = await this.shard(this.place(word));
    const n = first(words.length, (n) => words[n] >= word);
    return words[n] === word ? groups[n] : undefined;
  }

  /** Words that begin so, with their groups: from a few files, since one letter begins very many. */
  async beginning(start, most = 3) {
    const found = [];
    const table = this.contents.words;
    for (let n = this.place(start), read = 0; n < table.length && read < most; n++, read++) {
      if (read > 0 && !table[n][0].startsWith(start)) break;
      const { words, groups } = await this.shard(n);
      for (let at = first(words.length, (n) => words[n] >= start); at < words.length; at++) {
        if (!words[at].startsWith(start)) return found;
        found.push([words[at], groups[at]]);
      }
    }
    return found;
  }

  /** Words that end so. */
  async ending(end) {
    const found = [];
    const start = [...end].reverse().join("");
    const table = this.contents.backwards;
    for (let n = this.place(start, table); n < table.length; n++) {
      if (table[n][0] > start && !table[n][0].startsWith(start)) break;
      const words = await this.backwards(n);
      for (let at = first(words.length, (n) => words[n] >= start); at < words.length; at++) {
        if (!words[at].startsWith(start)) return found;
        found.push([...words[at]].reverse().join(""));
      }
    }
    return found;
  }

  /** Groups of words that are one slip of the pen away. A slip in one half leaves the other whole. */
  async near(word) {
    const letters = [...word];
    if (letters.length < 5 || !/^\p{Alphabetic}+$/u.test(word)) return [];
    const half = Math.ceil(letters.length / 2);
    const [front, back] = await Promise.all([
      this.beginning(letters.slice(0, half - 1).join(""), 6),
      this.ending(letters.slice(half).join("")),
    ]);
    const near = new Map(front.filter(([other]) => isOneSlip(word, other)));
    for (const other of back.filter((other) => !near.has(other) && isOneSlip(word, other)).slice(0, 8)) {
      near.set(other, await this.exact(other));
    }
    return most([...new Set(near.values())].filter(Boolean), 4);
  }

  /** Groups of forms of a word that the site has only in others: what follows their beginning differs. */
  async alike(word) {
    if (word.length < 5) return [];
    const common = (other) => {
      let n = 0;
      while (n < word.length && word[n] === other[n]) n++;
      return n;
    };
    const start = word.slice(0, Math.max(4, word.length - 4));
    const found = (await this.beginning(start, 2)).filter(([other]) => other.length - common(other) <= 3);
    const longest = Math.max(0, ...found.map(([other]) => common(other)));
    return most([...new Set(found.filter(([other]) => common(other) === longest).map((it) => it[1]))], 3);
  }

  /** What a word of a query stands for: groups, and how surely each. */
  async meant({ word, open, part }) {
    const exact = await this.exact(word);
    const meant = exact ? [[exact, 1]] : [];
    // Short names have no other form in the index: several `vms` are a `vm`.
    const one = word.length < 5 && word.length > 2 && word.endsWith("s") && (await this.exact(word.slice(0, -1)));
    if (one && one !== exact) meant.push([one, exact ? 0.6 : 0.9]);
    const begins = async () => {
      const found = (await this.beginning(word, word.length < 4 ? 2 : 3)).filter(([other, group]) => group !== exact && !other.endsWith("="));
      return most([...new Set(found.map((it) => it[1]))], word.length < 4 ? 6 : 10);
    };
    if (open && word.length > 1) meant.push(...(await begins()).map((it) => [it, exact ? 0.5 : 0.8]));
    if (!meant.length && !open && word.length > 2 && !part) meant.push(...(await begins()).map((it) => [it, 0.7]));
    if (!meant.length && !part) meant.push(...(await this.near(word)).map((it) => [it, 0.75]));
    if (!meant.length && !part) meant.push(...(await this.alike(word)).map((it) => [it, 0.7]));
    return meant;
  }

  /** The words of a query that are worth looking up, the most telling ones of a long text. */
  asked(query) {
    const text = plain(query);
    const names = [...text.matchAll(ONE_NAME)];
    const all = new Map();
    names.forEach((name, n) => {
      const open = n === names.length - 1 && name.index + name[0].length === text.length;
      const own = words(name[0]);
      own.forEach((word, at) => {
        if (word.length > 40 || this.stop.has(word)) return;
        const last = open && (at === 0 || at === own.length - 1);
        all.set(word, { word, open: last || all.get(word)?.open, part: own.length > 1 && at === 0, name: name[0] });
      });
    });
    const asked = [...all.values()];
    if (asked.length <= 6) return asked;
    const telling = ({ word, name }) =>
      Math.min(word.length, 12) + (/[\d._-]/.test(word) ? 4 : 0) + (name !== name.toLowerCase() ? 1 : 0);
    const sorted = asked.sort((a, b) => telling(b) - telling(a)).slice(0, MOST_WORDS);
    const shards = new Set();
    return sorted
      .filter((it) => {
        const shard = this.place(it.word);
        return shards.has(shard) || (shards.size < MOST_SHARDS && shards.add(shard));
      })
      .map((it) => ({ ...it, open: false }));
  }

  /** The documents that a query finds, the best first, and the words that it found. */
  async find(query) {
    const asked = this.asked(query);
    const name = whole(query);
    const bare = (name.match(/\S+/g) ?? []).filter((word) => !this.stop.has(word)).join(" ");
    const isShort = name.length > 0 && name.length < 80;
    const [terms, named, bareNamed, completed] = await Promise.all([
      Promise.all(asked.map(async (it) => ({ ...it, meant: await this.meant(it) }))),
      isShort ? this.exact(name + "=") : undefined,
      isShort && bare && bare !== name ? this.exact(bare + "=") : undefined,
      isShort && name.length > 2 && !/\s$/.test(query) ? this.beginning(name, 1) : [],
    ]);
    const known = terms.filter((it) => it.meant.length);
    for (const term of known) {
      const count = term.meant[0][1] === 1 ? term.meant[0][0].count : Math.max(...term.meant.map((it) => it[0].count));
      term.rarity = Math.log(1 + (this.size - count + 0.5) / (count + 0.5));
      if (term.part) term.rarity *= 1.5;
    }
    known.sort((a, b) => b.rarity - a.rarity);
    const total = known.reduce((sum, it) => sum + it.rarity, 0) || 1;
    const score = new Float32Array(this.size);
    const cover = new Float32Array(this.size);
    const seen = [];
    let left = MOST_REST;
    let complete = true;
    const lists = [];
    for (const term of known) {
      for (const [group, sure] of term.meant) {
        const parts = group.list ? [group.list] : [this.list(group.head)];
        if (group.rest) {
          const cost = group.rest.count * 1.5;
          if (sure === 1 && cost < left) (parts.push(this.list(group.rest)), (left -= cost));
          else complete = false;
        }
        lists.push(Promise.all(parts).then((parts) => ({ term, sure, parts })));
      }
    }
    const best = new Map(known.map((it) => [it, new Map()]));
    for (const { term, sure, parts } of await Promise.all(lists)) {
      const own = best.get(term);
      for (const list of parts) {
        for (let n = 0; n < list.length; n += 2) {
          const much = weight(list[n + 1]) * sure;
          if (much > (own.get(list[n]) ?? 0)) own.set(list[n], much);
        }
      }
    }
    for (const [term, own] of best) {
      for (const [document, much] of own) {
        if (cover[document] === 0) seen.push(document);
        score[document] += much * term.rarity;
        cover[document] += term.rarity;
      }
    }
    const most = seen.reduce((most, document) => Math.max(most, cover[document]), 0);
    for (const document of seen) score[document] *= 0.2 + 0.8 * (cover[document] / total) ** 2;
    const ids = new Set();
    const raised = new Set();
    const raise = (group, by) => {
      for (let n = 0; n < (group?.list?.length ?? 0); n += 2) {
        const document = group.list[n];
        if (cover[document] === 0 && !raised.has(document)) seen.push(document);
        raised.add(document);
        score[document] += by(group.list[n + 1]);
      }
    };
    if (named && !named.list) named.list = await this.list(named.head);
    raise(bareNamed, (level) => 300 + level);
    raise(named, (level) => 1000 + level * 10);
    for (let n = 0; n < (named?.list?.length ?? 0); n += 2) if (named.list[n + 1] >= ID) ids.add(named.list[n]);
    for (const [other, group] of completed.slice(0, 60)) {
      if (other.endsWith("=")) raise(group, (level) => (level * name.length) / other.length);
    }
    const found = seen.filter((document) => raised.has(document) || cover[document] >= most * 0.5);
    found.sort((a, b) => score[b] - score[a] || a - b);
    const forms = known.map(({ word, meant, rarity }) => ({ word, rarity, forms: new Set(meant.flatMap((it) => it[0].forms)) }));
    const missing = named ? [] : terms.filter((it) => !it.meant.length && !it.part).map((it) => it.name);
    return { found, score, ids, forms, complete, missing };
  }

  /** What is shown beside a document. */
  async facts(document) {
    const { together, facts } = this.contents;
    const n = Math.floor(document / together);
    const [texts, rows] = await this.file(facts.substr(n * HASH, HASH), json);
    const [url, title, number, kind, status, phase, owner, date, file, place, by] = rows[document % together];
    const replacedBy = by.map(([document, title, url]) => ({ document, title, url }));
    return { document, url, title, number, kind, status, phase, owner, date, replacedBy, texts: texts[file], place };
  }

  async passages(facts) {
    const texts = await this.file(facts.texts, json);
    return texts[facts.place].map(([heading, anchor, text]) => ({ heading, anchor, text }));
  }

  choices() {
    return this.file(this.contents.choices, json);
  }
}

const json = (buffer) => JSON.parse(Bytes.decoder.decode(buffer));

/** The first number below `length` of which `is` holds, where it holds of all after it. */
function first(length, is) {
  let from = 0;
  while (from < length) {
    const middle = (from + length) >> 1;
    if (is(middle)) length = middle;
    else from = middle + 1;
  }
  return from;
}

const most = (groups, count) => groups.sort((a, b) => b.count - a.count).slice(0, count);

/** Whether one letter more, less or other, or two neighbours exchanged, make one word of the other. */
export function isOneSlip(one, other) {
  const [a, b] = [[...one], [...other]];
  if (Math.abs(a.length - b.length) > 1) return false;
  let n = 0;
  while (n < a.length && a[n] === b[n]) n++;
  const same = (x, y) => x.join("") === y.join("");
  if (a.length > b.length) return same(a.slice(n + 1), b.slice(n));
  if (a.length < b.length) return same(a.slice(n), b.slice(n + 1));
  return (
    same(a.slice(n + 1), b.slice(n + 1)) ||
    (a[n] === b[n + 1] && a[n + 1] === b[n] && same(a.slice(n + 2), b.slice(n + 2)))
  );
}

/** A query that was looked up: its results in order, narrowed and sorted as the reader chose. */
export class Results {
  constructor(index, answer, chosen = {}, sort = "relevance") {
    Object.assign(this, { index, answer, chosen, sort });
  }

  static async of(index, query, chosen = {}, sort = "relevance") {
    const results = new Results(index, await index.find(query), chosen, sort);
    await results.order();
    return results;
  }

  async order() {
    const { found } = this.answer;
    const isChosen = FACETS.some((name) => this.chosen[name]?.length);
    this.rows = [...found];
    if (isChosen || this.sort === "date") {
      const choices = await this.index.choices();
      this.rows = found.filter((document) => FACETS.every((name) => has(choices, name, document, this.chosen[name])));
      if (this.sort === "date") this.rows.sort((a, b) => choices.date[b] - choices.date[a]);
    }
    this.settled = 0;
    this.moved = new Set();
  }

  get count() {
    return this.rows.length;
  }

  /** The facts of the first results. What was replaced stands below what took its place. */
  async first(count) {
    const facts = (document) => this.index.facts(document);
    await Promise.all(this.rows.slice(this.settled, count).map(facts));
    for (; this.settled < Math.min(count, this.rows.length); this.settled++) {
      const { document, replacedBy } = await facts(this.rows[this.settled]);
      // Once each: records that take one another's place would change places for ever.
      const newer = replacedBy.map((it) => it.document).filter((it) => !this.moved.has(it) && this.rows.indexOf(it) > this.settled);
      if (!newer.length || this.sort === "date") continue;
      newer.forEach((it) => this.moved.add(it));
      this.rows = this.rows.filter((it) => !newer.includes(it));
      // Who asks for a record by its id gets it first.
      const isAsked = this.answer.ids.has(document);
      this.rows.splice(isAsked ? this.settled + 1 : this.settled--, 0, ...newer);
    }
    return Promise.all(this.rows.slice(0, count).map(facts));
  }

  /** For each facet the values that the results have, with how many each; one's own choice left out. */
  async counts() {
    const choices = await this.index.choices();
    return FACETS.map((name) => {
      const counts = new Map();
      for (const document of this.answer.found) {
        if (!FACETS.every((other) => other === name || has(choices, other, document, this.chosen[other]))) continue;
        for (const n of [choices[name][1][document]].flat()) if (n) counts.set(n, (counts.get(n) ?? 0) + 1);
      }
      const values = [...counts].map(([n, count]) => ({ value: choices[name][0][n], count }));
      values.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
      return { name, values };
    });
  }

  /** The lines of a result that say most of what was asked: where they stand, and in pieces. */
  async excerpts(facts, most = 3) {
    const passages = await this.index.passages(facts);
    const { forms } = this.answer;
    const scored = passages.map((passage, n) => {
      const heading = formsIn(passage.heading),
        text = formsIn(passage.text);
      const score = forms.reduce(
        (sum, it) => sum + it.rarity * ((meets(it.forms, heading) ? 1.2 : 0) + (meets(it.forms, text) ? 1 : 0)),
        0,
      );
      return { ...passage, n, score };
    });
    const best = scored.filter((it) => it.score > 0).sort((a, b) => b.score - a.score || a.n - b.n);
    const good = best.filter((it) => it.score >= best[0].score * 0.6);
    const shown = [good[0] ?? scored[0], ...good.slice(1).filter((it) => it.anchor)].slice(0, most);
    const all = new Set(forms.flatMap((it) => [...it.forms]));
    return shown.filter(Boolean).map(({ heading, anchor, text }) => ({
      anchor,
      heading: mark(heading, all),
      text: mark(around(text, all), all),
    }));
  }

  /** What was typed and is nowhere, and what was looked for instead. */
  guesses() {
    const { forms, missing } = this.answer;
    const other = forms.filter(({ word, forms }) => ![...forms].some((it) => it.startsWith(word)));
    const alike = (word, it) => (isOneSlip(word, it) ? word.length : [...word].findIndex((letter, n) => letter !== it[n]));
    const best = ({ word, forms }) => [...forms].reduce((a, b) => (alike(word, b) > alike(word, a) ? b : a));
    const said = other.map((it) => `No match for “${it.word}”; showing “${best(it)}”`);
    return [...said, ...[...new Set(missing)].map((it) => `No match for “${it}”`)].slice(0, 3);
  }

  /** Text in pieces, those that were searched for marked. */
  marked(text) {
    return mark(text, new Set(this.answer.forms.flatMap((it) => [...it.forms])));
  }
}

export const FACETS = ["kind", "status", "owner", "capability", "tag"];

function has(choices, name, document, chosen) {
  if (!chosen?.length) return true;
  const [values, numbers] = choices[name];
  return [numbers[document]].flat().some((n) => n && chosen.includes(values[n]));
}

const formsIn = (text) => new Set([...text.matchAll(ONE_NAME)].flatMap((name) => words(plain(name[0]))));
const meets = (some, others) => [...some].some((it) => others.has(it));

function mark(text, forms) {
  const pieces = [];
  let end = 0;
  for (const name of text.matchAll(ONE_NAME)) {
    if (!words(plain(name[0])).some((word) => forms.has(word))) continue;
    if (name.index > end) pieces.push({ text: text.slice(end, name.index) });
    end = name.index + name[0].length;
    pieces.push({ text: name[0], marked: true });
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

/** The stretch of a text in which most of the forms stand. */
function around(text, forms, length = 180) {
  if (text.length <= length) return text;
  const hits = [...text.matchAll(ONE_NAME)]
    .map((name) => ({ at: name.index, found: words(plain(name[0])).filter((word) => forms.has(word)) }))
    .filter((it) => it.found.length);
  let [best, from] = [0, 0];
  for (let n = 0; n < hits.length; n++) {
    const inside = hits.slice(n, n + 30).filter((it) => it.at < hits[n].at + length - 30);
    const different = new Set(inside.flatMap((it) => it.found)).size;
    if (different > best) [best, from] = [different, hits[n].at];
  }
  if (from > 40) {
    const space = text.indexOf(" ", from - 40);
    from = space < from ? space + 1 : from;
  } else from = 0;
  const cut = text.slice(from, from + length);
  const end = from + length < text.length ? cut.lastIndexOf(" ") : cut.length;
  return (from ? "… " : "") + cut.slice(0, end > 0 ? end : length) + (from + length < text.length ? " …" : "");
}

/** Opens the index that stands in a folder. */
export async function open(folder, get = (...given) => fetch(...given)) {
  const fetched = async (name, options) => {
    const response = await get(new URL(name, folder).href, options);
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    return response;
  };
  const contents = await (await fetched("index.json", { cache: "no-cache" })).json();
  return new Index(contents, async (name) => {
    const { body } = await fetched(`${name}.bin`);
    return new Response(body.pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer();
  });
}

// ---- The page: from here on there is a browser.

const RECENT = "onramp-searches";
const NAMES = { kind: "Kind", status: "State", owner: "Owner", capability: "Capability", tag: "Tag" };
/** How many results are shown first, then, and with each "more"; how many values a facet shows. */
const FEW = 3,
  SOME = 10,
  MORE = 20,
  VALUES = 7;
/** Milliseconds: when typing rests, and when a search is slow enough to say that it is under way. */
const REST = 250,
  BUSY = 150;
const SORTS = { relevance: "Best first", date: "Newest first" };
/** As much of a query as an address holds well. */
const LONGEST = 200;

const short = (query) => [...query.trim()].slice(0, LONGEST).join("");
const sleep = (time) => new Promise((done) => setTimeout(done, time));

/** An element with attributes, listeners (`onclick`) and children; what is null or false is left out. */
function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value != null && value !== false) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false && child !== ""));
  return element;
}

const marked = (pieces) => pieces.map((it) => (it.marked ? el("mark", {}, it.text) : it.text));

/** The shapes of `partials/parts.html`, by where a record stands in its life. */
const SHAPES = {
  coming: ["now", '<circle class="l" cx="8" cy="8" r="5.2"/>'],
  living: ["good", '<circle class="f" cx="8" cy="8" r="6"/>'],
  leaving: ["warn", '<path class="l" stroke-linejoin="round" d="M2.4 4h11.2L8 13z"/>'],
  replaced: ["quiet", '<circle class="l" cx="8" cy="8" r="5.2"/><path class="l" d="M3.6 12.4l8.8-8.8"/>'],
  gone: ["quiet", '<path class="l" stroke-width="2.2" d="M2.5 8h11"/>'],
};

function status({ status, phase }) {
  if (!status) return null;
  const [colour, shape] = SHAPES[phase] ?? ["quiet", SHAPES.coming[1]];
  const svg = new DOMParser().parseFromString(
    `<svg xmlns="http://www.w3.org/2000/svg" class="shape" viewBox="0 0 16 16" aria-hidden="true">${shape}</svg>`,
    "image/svg+xml",
  ).documentElement;
  return el("span", { class: `st ${colour}` }, svg, status);
}

const recent = {
  all() {
    try {
      const all = JSON.parse(localStorage.getItem(RECENT) ?? "[]");
      return Array.isArray(all) ? all.filter((it) => typeof it === "string") : [];
    } catch {
      return [];
    }
  },
  /** Where the device keeps nothing, nothing is kept. */
  set(all) {
    try {
      localStorage.setItem(RECENT, JSON.stringify(all.slice(0, 6)));
    } catch {
      /* a private window */
    }
  },
  add(query) {
    const said = short(query);
    if (said) recent.set([said, ...recent.all().filter((it) => it !== said)]);
  },
};

/** A field, its results and what narrows them: in the dialog, and on the page of its own. */
class Panel {
  constructor(root, { isPage }) {
    this.isPage = isPage;
    /** Grows with each query and choice; `shown` is the one that the results in sight answer. */
    this.turn = this.shown = 0;
    this.site = new URL("..", import.meta.url);
    this.title = document.title;
    this.choose();
    this.input = el("input", {
      type: "search",
      name: "q",
      id: isPage ? "onramp-query" : "onramp-quick",
      autocomplete: "off",
      spellcheck: "false",
      autocapitalize: "off",
      enterkeyhint: "search",
      placeholder: "A name, an error, a question",
      oninput: () => this.search(REST),
    });
    this.count = el("span", { class: "faint", "aria-hidden": "true" });
    this.live = el("p", { class: "vh", role: "status" });
    this.summary = el("summary");
    this.facets = el("div");
    this.side = el("details", { class: "over-side", hidden: true }, this.summary, this.facets);
    this.hits = el("div", { class: "hits" });
    const label = el("label", { class: "vh", for: this.input.id }, "Search");
    this.form = el(
      "form",
      {
        class: "search",
        role: "search",
        "aria-label": "Query",
        action: new URL("search/", this.site).href,
        onsubmit: (event) => this.submit(event),
      },
      label,
      this.input,
      this.count,
    );
    root.append(this.form, this.live, el("div", { class: "over-body" }, this.side, this.hits));
    root.addEventListener("keydown", (event) => this.key(event));
    root.addEventListener("click", (event) => {
      if (!event.target.closest(".hit a")) return;
      recent.add(this.input.value);
      this.write();
    });
    // Beside the results where there is room, else folded above them: see `.over-side`.
    const small = matchMedia("(max-width: 48rem)");
    const fold = () => (this.side.open = !small.matches);
    small.addEventListener("change", fold);
    fold();
    this.near = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) if (isIntersecting) this.tell(target);
      },
      { rootMargin: "100px" },
    );
  }

  index() {
    this.opened ??= open(new URL("search/", this.site));
    this.opened.catch(() => (this.opened = undefined));
    return this.opened;
  }

  choose(chosen = {}, sort = "relevance") {
    Object.assign(this, { chosen, sort, unfolded: new Set() });
  }

  get narrowed() {
    return FACETS.flatMap((name) => this.chosen[name] ?? []);
  }

  ask(query, rest) {
    this.input.value = query;
    return this.search(rest);
  }

  /** Looks up what stands in the field. What is only shown, not sought, waits until typing rests. */
  async search(rest = 0) {
    const turn = this.stop();
    this.waiting = setTimeout(() => this.wait(), BUSY);
    this.writing = setTimeout(() => this.write(), rest);
    this.isTyped = rest > 0;
    const rested = sleep(rest);
    // While a search is under way, the next one waits, and only the newest is done.
    if (rest) await Promise.race([Promise.all([sleep(30), this.reading]), rested]);
    if (turn === this.turn) await this.run(turn, rested);
  }

  async run(turn, rested, again = true) {
    const query = this.input.value.trimStart();
    if (!query.trim()) return this.idle();
    this.side.hidden = false;
    this.summary.textContent = this.narrowed.length ? `Narrowed to ${this.narrowed.join(", ")}` : "Narrow: kind, state, owner, order";
    const isOld = () => turn !== this.turn;
    try {
      const found = this.index().then((index) => isOld() || Results.of(index, query, { ...this.chosen }, this.sort));
      this.reading = found.catch(() => {});
      const results = await found;
      if (isOld()) return;
      await this.show(results, FEW, turn);
      if (isOld()) return;
      this.answered(results.count ? this.total(results) : "No results");
      await rested;
      if (isOld()) return;
      await this.show(results, SOME, turn);
      await this.narrow(results, turn);
    } catch (error) {
      // Since the page was opened, the site may have been published again.
      this.opened = undefined;
      if (!isOld()) await (again ? this.run(turn, rested, false) : this.fail(error));
    }
  }

  /** Whatever is under way is of no use any more. */
  stop() {
    for (const timer of [this.waiting, this.writing, this.saying]) clearTimeout(timer);
    this.entered = false;
    return ++this.turn;
  }

  /** Says that the results in sight belong to an older query. */
  wait() {
    this.hits.setAttribute("aria-busy", "true");
    this.say("Searching…");
  }

  answered(text) {
    clearTimeout(this.waiting);
    this.hits.removeAttribute("aria-busy");
    this.shown = this.turn;
    this.say(text);
    if (this.entered) this.go();
  }

  /** Keeps the query in the address of the page. A browser may refuse it, if it is done too often. */
  write() {
    clearTimeout(this.writing);
    if (!this.isPage) return;
    const query = short(this.input.value);
    document.title = query ? `${query} · ${this.title}` : this.title;
    try {
      history.replaceState(null, "", this.address());
    } catch {
      /* the next one will do */
    }
  }

  address() {
    const address = new URL("search/", this.site);
    const query = short(this.input.value);
    if (query) address.searchParams.set("q", query);
    for (const name of FACETS) for (const value of this.chosen[name] ?? []) address.searchParams.append(name, value);
    if (this.sort !== "relevance") address.searchParams.set("sort", this.sort);
    return address;
  }

  async show(results, count, turn) {
    const rows = await results.first(count);
    const shown = this.list?.results === results ? this.list.children.length : 0;
    const items = rows.slice(shown).map((row, n) => this.hit(row, rows[shown + n - 1], results));
    // Where nobody types, the first results come with their excerpts, if these come soon: nothing moves.
    if (!shown && !this.isTyped) await Promise.race([Promise.all(items.map((it) => this.tell(it))), sleep(BUSY)]);
    if (turn !== this.turn) return;
    if (!rows.length) return this.nothing();
    // What is shown already stays as it is, with its excerpts and the focus.
    if (!shown) {
      this.list = Object.assign(el("ul"), { results });
      this.near.disconnect();
      const said = results.guesses();
      this.hits.replaceChildren(...said.map((it) => el("p", { class: "said" }, it)), this.list);
    }
    this.list.append(...items);
    if (count >= SOME) for (const it of this.list.children) if (!it.told) this.near.observe(it);
    const more =
      results.count > rows.length &&
      count >= SOME &&
      el(
        "p",
        { class: "more" },
        el(
          "button",
          { type: "button", class: "btn", onclick: () => this.more().catch((error) => this.fail(error)) },
          `Show more of ${this.total(results)}`,
        ),
      );
    const keys =
      !this.isPage &&
      el(
        "div",
        { class: "keys" },
        el("span", {}, el("kbd", {}, "↑"), " ", el("kbd", {}, "↓"), " choose"),
        el("span", {}, el("kbd", {}, "↵"), " open"),
        el("a", { href: this.address().href }, "Open as a page"),
      );
    while (this.list.nextSibling) this.list.nextSibling.remove();
    this.hits.append(...[more, keys].filter(Boolean));
  }

  async more() {
    const { list, turn } = this;
    const next = list.children.length;
    await this.show(list.results, next + MORE, turn);
    if (turn !== this.turn) return;
    list.children[next]?.querySelector("a").focus();
    this.say(`${list.children.length} of ${this.total(list.results)}`);
  }

  hit(facts, above, results) {
    const { title, number, url, kind, owner, date, replacedBy } = facts;
    const isBelow = replacedBy.some((it) => it.document === above?.document);
    const newer = replacedBy.flatMap((it, n) => [n ? ", " : "", el("a", { href: it.url }, it.title)]);
    const by = newer.length ? el("span", {}, "Replaced by ", newer) : undefined;
    const said = [kind, owner, date && el("time", { datetime: date }, date), by].filter(Boolean);
    const item = el(
      "li",
      { class: isBelow ? "hit below" : "hit" },
      el(
        "a",
        { class: "to", href: url },
        number && el("span", { class: "n" }, number, " "),
        ...marked(results.marked(title)),
      ),
      status(facts),
      el(
        "p",
        { class: "said" },
        said.flatMap((it, n) => (n ? [" · ", it] : [it])),
      ),
      el("div", { class: "found" }),
    );
    item.facts = facts;
    item.results = results;
    return item;
  }

  /** Fills in the lines that were found, once a result comes into sight. */
  async tell(item) {
    this.near.unobserve(item);
    if (item.told) return;
    item.told = true;
    const { facts, results } = item;
    const lines = await results.excerpts(facts).catch(() => []);
    const line = ({ anchor, heading, text }) =>
      el(
        "p",
        {},
        anchor
          ? [el("a", { href: `${facts.url}#${anchor}` }, ...marked(heading)), " "]
          : heading.length
            ? [...marked(heading), ": "]
            : null,
        ...marked(text),
      );
    item.querySelector(".found").replaceChildren(...lines.map(line));
  }

  async narrow(results, turn) {
    const counts = await results.counts();
    if (turn !== this.turn) return;
    const focus = this.facets.contains(document.activeElement) && document.activeElement;
    const again = (done) => (event) => {
      done(event.target);
      this.search();
    };
    const option = (type, name, value, checked, done, text = value, count) =>
      el(
        "label",
        {},
        el("input", { type, name, value, checked, onchange: again(done) }),
        el("span", { class: "v" }, text),
        count != null && el("span", { class: "c" }, String(count)),
      );
    const toggle = ({ name, value, checked }) => {
      const others = (this.chosen[name] ?? []).filter((it) => it !== value);
      this.chosen[name] = checked ? [...others, value] : others;
    };
    const facet = ({ name, values }) => {
      const own = this.chosen[name] ?? [];
      for (const value of own) if (!values.some((it) => it.value === value)) values.push({ value, count: 0 });
      if (values.length < 2 && !own.length) return null;
      const shown = values.filter((it, n) => n < VALUES || this.unfolded.has(name) || own.includes(it.value));
      const unfold = async () => {
        this.unfolded.add(name);
        await this.narrow(results, turn);
        this.facets.querySelectorAll(`[name=${name}]`)[VALUES]?.focus();
      };
      const more = values.length - shown.length;
      return el(
        "fieldset",
        {},
        el("legend", {}, NAMES[name]),
        shown.map(({ value, count }) => option("checkbox", name, value, own.includes(value), toggle, value, count)),
        more > 0 && el("button", { type: "button", class: "again", onclick: unfold }, `${more} more`),
      );
    };
    const sort = Object.entries(SORTS).map(([value, text]) =>
      option("radio", `${this.input.id}-sort`, value, this.sort === value, () => (this.sort = value), text),
    );
    const clear = el(
      "button",
      {
        type: "button",
        class: "again clear",
        disabled: !this.narrowed.length,
        onclick: again(() => {
          this.choose({}, this.sort);
          this.input.focus();
        }),
      },
      "Clear",
    );
    this.facets.replaceChildren(
      ...[clear, ...counts.map(facet), el("fieldset", {}, el("legend", {}, "Order"), sort)].filter(Boolean),
    );
    const isHeld = (it) => it.name === focus.name && it.value === focus.value;
    if (focus) [...this.facets.querySelectorAll("input")].find(isHeld)?.focus();
  }

  total({ count, answer }) {
    return `${answer.complete ? "" : "more than "}${count.toLocaleString("en")} ${count === 1 ? "result" : "results"}`;
  }

  say(text) {
    this.count.textContent = text;
    // Once typing rests, so that a reader of the screen is not told each letter's; and told again
    // where another query has as many results.
    this.live.textContent = "";
    clearTimeout(this.saying);
    this.saying = setTimeout(() => (this.live.textContent = text), 500);
  }

  idle() {
    this.list = undefined;
    this.side.hidden = true;
    this.answered("");
    const all = recent.all();
    const again = (query) =>
      el(
        "li",
        {},
        el(
          "button",
          {
            type: "button",
            class: "again",
            onclick: () => {
              this.ask(query);
              this.input.focus();
            },
          },
          query,
        ),
      );
    const forget = el(
      "button",
      {
        type: "button",
        class: "btn",
        onclick: () => {
          recent.set([]);
          this.idle();
        },
      },
      "Forget these",
    );
    this.hits.replaceChildren(
      ...(all.length
        ? [
            el("h2", {}, "What you searched for before"),
            el("ul", { class: "plain" }, all.map(again)),
            el("p", { class: "said" }, "Kept on this device only. ", forget),
          ]
        : [
            el(
              "p",
              { class: "said" },
              "A name or an old one, an id such as ADR-0012, an error text as it was printed, or a question.",
            ),
          ]),
    );
  }

  nothing() {
    this.list = undefined;
    const clear = el(
      "button",
      {
        type: "button",
        class: "btn",
        onclick: () => {
          this.choose();
          this.search();
          this.input.focus();
        },
      },
      "Search all of them",
    );
    this.hits.replaceChildren(
      el("h2", {}, "Nothing matches, yet"),
      this.narrowed.length ? el("p", {}, "Some kinds, states or owners are left out. ", clear) : "",
      el(
        "ul",
        { class: "list" },
        el("li", {}, "Try fewer words, or the one that is the most unusual."),
        el("li", {}, "Try what it was called before, what the vendor calls it, or its id."),
        el("li", {}, "Paste an error text as it was printed, without names and numbers of your own."),
      ),
      this.elsewhere(),
    );
  }

  elsewhere() {
    return el("p", {}, el("a", { href: this.site.pathname }, "Look from the first page"));
  }

  fail(error) {
    const old = typeof DecompressionStream === "undefined";
    this.list = undefined;
    this.entered = false;
    this.answered("Search does not work now");
    this.hits.replaceChildren(
      el("h2", {}, "Search does not work now"),
      el(
        "p",
        {},
        old
          ? "This browser cannot unpack the index; any of the last three years can."
          : "A part of the index could not be read. Are you still connected? Type on to try again.",
      ),
      this.elsewhere(),
    );
    console.error(error);
  }

  /** Opens the first result of this query, once it is there. */
  submit(event) {
    event.preventDefault();
    recent.add(this.input.value);
    this.entered = true;
    if (this.shown === this.turn) this.go();
  }

  go() {
    this.entered = false;
    const first = this.list?.querySelector("a.to");
    if (!this.isPage) location.assign(first?.href ?? this.address());
    else first?.focus();
  }

  /** Arrows go from the field to the results and back; on a result, a letter goes into the field. */
  key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^[\p{L}\p{N}]$/u.test(event.key) && event.target.closest(".hits")) {
      event.stopPropagation();
      this.input.focus();
      this.input.setSelectionRange(-1, -1);
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.target.closest(".over-side")) return;
    const stops = [this.input, ...(this.shown === this.turn ? this.hits.querySelectorAll("a.to, .again") : [])];
    const at = stops.indexOf(document.activeElement);
    const next = stops[Math.min(Math.max((at < 0 ? 0 : at) + step, 0), stops.length - 1)];
    event.preventDefault();
    next.focus();
    if (next === this.input) next.select();
  }
}

/** The page `search/`: the query and what narrows it stand in its address. */
function page(root) {
  const panel = new Panel(root, { isPage: true });
  const given = new URLSearchParams(location.search);
  const chosen = Object.fromEntries(FACETS.map((name) => [name, given.getAll(name)]));
  panel.choose(chosen, given.get("sort") === "date" ? "date" : undefined);
  panel.ask(given.get("q") ?? "");
  panel.input.focus();
  return panel;
}

function dialog() {
  const close = el(
    "button",
    { type: "button", class: "esc" },
    el("span", { class: "vh" }, "Close: "),
    el("kbd", {}, "esc"),
  );
  const box = el("dialog", { class: "over", "aria-label": "Search" });
  const panel = new Panel(box, { isPage: false });
  panel.form.append(close);
  close.addEventListener("click", () => box.close());
  box.addEventListener("click", (event) => {
    if (event.target === box) box.close();
  });
  // The event comes late: by then it may be open again.
  box.addEventListener("close", () => box.open || panel.stop());
  // A field of this type would take the first Escape to empty itself.
  panel.input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    panel.input.blur();
    box.close();
  });
  document.body.append(box);
  return { panel, box };
}

function start() {
  const root = document.getElementById("onramp-search");
  const own = root && page(root);
  const find = document.getElementById("onramp-find");
  let made;
  const show = (query) => {
    if (own) return (own.input.focus(), own.input.select());
    made ??= dialog();
    if (!made.box.open) {
      made.panel.choose();
      made.box.showModal();
    }
    made.panel.index();
    if (query == null) made.panel.ask(made.panel.input.value);
    else made.panel.ask(query, REST);
    made.panel.input.focus();
    if (query == null) made.panel.input.select();
  };
  // The sheet of keys can switch keys of one letter off, as speech input needs it.
  const keysOn = () => {
    try {
      return localStorage.getItem("onramp-keys") !== "off";
    } catch {
      return true;
    }
  };
  const inField = (event) => event.target.closest?.("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !inField(event) && keysOn();
    const isK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    if (!isSlash && !isK) return;
    event.preventDefault();
    show();
  });
  if (own || !find) return;
  find.addEventListener("click", () => show());
  find.addEventListener("input", () => {
    show(find.value);
    find.value = "";
  });
}

if (typeof document !== "undefined") start();
