// Search: reads the few files of the index that a query needs, and shows what it finds, in a dialog
// on every page and on the page `search/`. No other host, no eval, nothing inline: it works under
// `default-src 'self'`. The first half knows no page and runs in Node too.

// ---- The index: how files are read. Written by src/search/; the ADR onramp/0031 describes them.

const HASH = 10;
/** Letters and digits joined by single signs; `C#`, `C++`; `.NET` where a name may begin. */
export const ONE_NAME =
  /\p{Alphabetic}#(?![\p{Alphabetic}\p{N}#+])|(?:(?<![^\s([{<"'`=:,])\.(?=\p{Alphabetic}))?[\p{Alphabetic}\p{N}]+(?:[._-][\p{Alphabetic}\p{N}]+)*(?:\+\+(?![\p{Alphabetic}+#]))?/gu;
const HUMPS = /(?<=\p{Lowercase})(?=\p{Uppercase})|(?<=\p{Uppercase})(?=\p{Uppercase}\p{Lowercase})/u;
/** Several of what has a name in capitals: `APIs`. */
const PLURAL = /^\p{Uppercase}{2,}s$/u;
const UNSPACED = /([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+)/u;

const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replaceAll("ß", "ss");

/** The words that a name is found by, as src/search/word.rs makes them: whole, then its parts. */
export function words(name) {
  const all = [];
  const add = (word) => all.push(word.toLowerCase());
  const parts = name.split(/[._-]/).filter(Boolean);
  // `on-call` is `oncall`.
  if (/[._-]/.test(name)) add(name.replaceAll("-", ""));
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

/** The words of a text, each once. */
const tokens = (text) => [...new Set([...text.matchAll(ONE_NAME)].flatMap((name) => words(name[0])))];

/** A whole name as it is compared: `ADR-0012` as `adr 12`. */
export function whole(text) {
  const names = plain(text).toLowerCase().match(ONE_NAME) ?? [];
  const parts = names.flatMap((name) => name.match(/^\.?[^._-]+|[^._-]+/g));
  // `adr12` is `adr 12`.
  const split = parts.flatMap((part) => /^(\.?\p{Alphabetic}+)(\d+)$/u.exec(part)?.slice(1) ?? part);
  return split.map((part) => (/^\d*[1-9]\d*$/.test(part) ? part.replace(/^0+/, "") : part)).join(" ");
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
/** How much is worth reading: bytes of lists beyond the best documents, files of the dictionary, and of phrases. */
const MOST_REST = 24_000;
const MOST_FILES = 8;
const MOST_PHRASES = 3;
/** With more files missing, it is the connection. */
const MOST_LOST = 4;
/** A longer query is a text that somebody pasted: so many words are looked up, and so many of those asked for. */
const LONG = 6;
const LOOKED_UP = 64;
const ASKED = 8;
/** Of a very long one, its beginning and its end. */
const MOST_TEXT = 6000;

/** How surely a name leads to its page: see src/search/name.rs. */
const ID = 55;
const LIST = 54;
const PHRASE = 45;
const TITLE = 40;
const HEADING = 10;
/** What may stand between a kind and a number: `ADR no. 9`. */
const BEFORE_NUMBER = /^(no|nr|num|number|nummer|record)$/;

/** How surely a word stands for what was typed. */
const SURE = {
  /** The word itself; `vm` for `vms`. */
  same: 1,
  one: 0.9,
  /** Begins so: while it is typed, beside the word itself, and where it was typed to its end. */
  begun: 0.8,
  begunToo: 0.5,
  ended: 0.7,
  /** A slip of the pen; another form; what may be one. */
  slip: 0.75,
  form: 0.9,
  alike: 0.7,
};

/** What a page gains by a name that it has, and more by how surely that leads there. What words say is below 100. */
const GAIN = {
  /** The query is its name; it has its id, or a text that is met word for word, and more. */
  named: (level) => (level > HEADING ? 1000 + 10 * level : 200),
  id: (level) => 800 + level,
  phrase: (level, length) => 500 + level + length,
  /** The query is its name but for slips of the pen and endings, and but for words that say nothing. */
  list: 250,
  corrected: (level) => 400 + 5 * level,
  bare: (level) => 300 + 3 * level,
  /** Another name of it stands in the query; the query begins its name. */
  within: (level, length) => (level + length) / 4,
  /** All words of the query say nothing, and so do those of a heading. */
  common: (words) => 10 * words,
  begun: (level, share) => 2 * Math.max(level - 20, 0) * share,
};
/** Of words that say nothing, a heading has to have so many. */
const MOST_COMMON = 0.75;
/** A page that has little of what the query says is left out, or counts as much less. */
const LEFT_OUT = 0.5;
const covered = (share) => 0.2 + 0.8 * share ** 2;

/** A table of the index: words in order, what stands behind each, and where its files begin. */
class Table {
  constructor(index, [starts, files], value) {
    Object.assign(this, { index, starts, files, value });
  }

  /** The file that a word would stand in. */
  place(word) {
    return Math.max(first(this.starts.length, (n) => this.starts[n] > word) - 1, 0);
  }

  /** Its words in order, and what stands behind each. */
  part(n) {
    const parse = (buffer) => {
      const bytes = new Bytes(buffer);
      const value = this.value(bytes);
      const [words, values] = [[], []];
      while (!bytes.ended) {
        words.push(bytes.word(words.at(-1) ?? ""));
        values.push(value(words.at(-1)));
      }
      return { words, values };
    };
    return this.index.some(this.files.substr(n * HASH, HASH), parse, { words: [], values: [] });
  }

  async exact(word) {
    if (!this.starts.length) return undefined;
    const { words, values } = await this.part(this.place(word));
    const n = first(words.length, (n) => words[n] >= word);
    return words[n] === word ? values[n] : undefined;
  }

  /** How many files hold words that begin so. */
  span(start) {
    const from = this.place(start);
    let to = from + 1;
    while (to < this.starts.length && (this.starts[to] <= start || this.starts[to].startsWith(start))) to++;
    return to - from;
  }

  /** Words that begin so, each with what stands behind it. */
  async beginning(start, most = Infinity) {
    const found = [];
    if (!this.starts.length) return found;
    const from = this.place(start);
    const parts = Array.from({ length: Math.min(this.span(start), most) }, (_, n) => this.part(from + n));
    for (const { words, values } of await Promise.all(parts)) {
      for (let at = first(words.length, (n) => words[n] >= start); words[at]?.startsWith(start); at++) found.push([words[at], values[at]]);
    }
    return found;
  }
}

export class Index {
  /** `read` gives the bytes of a file of the index by its name, compressed ones as they were before. */
  constructor(contents, read) {
    if (contents.version !== 2) throw new Error("the search index is of another version");
    this.contents = contents;
    this.size = contents.documents;
    this.stop = new Set(contents.stop.split(" "));
    this.numbered = new Set(contents.numbered);
    this.endings = ["", ...contents.endings];
    this.read = read;
    this.files = new Map();
    /** Files that could not be read for the query at hand, and why. */
    this.lost = new Map();
    const groups = (bytes) => this.groups(bytes);
    const number = (bytes) => () => bytes.number();
    const lines = (bytes) => () => bytes.text(bytes.number()).split("\n");
    const { words, names, phrases, slips, starts } = contents.tables;
    this.words = new Table(this, words, groups);
    this.names = new Table(this, names, groups);
    this.phrases = new Table(this, phrases, groups);
    this.slips = new Table(this, slips, number);
    this.starts = new Table(this, starts, lines);
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

  /** What a file holds, or what stands for it where it cannot be read: the rest may answer without. */
  async some(name, parse, instead) {
    if (this.lost.has(name)) return instead;
    try {
      return await this.file(name, parse);
    } catch (error) {
      this.lost.set(name, error);
      if (this.lost.size > MOST_LOST) throw error;
      return instead;
    }
  }

  /** Reads the groups of a file of the dictionary, word by word: how many documents, and where they stand. */
  groups(bytes) {
    const files = bytes.text(bytes.number() * HASH);
    const name = () => files.substr(bytes.number() * HASH, HASH);
    const all = [];
    const group = () => {
      const tag = bytes.number();
      if (tag === 0) return all[all.length - bytes.number()];
      const group = { count: tag - 1, forms: [], list: null };
      if (group.count <= INLINE) {
        group.list = [];
        for (let document = 0, n = 0; n < group.count; n++) {
          document += bytes.number();
          group.list.push(document, bytes.bytes[bytes.at++]);
        }
        return group;
      }
      const { head } = this.contents;
      group.head = { name: name(), offset: bytes.number(), count: Math.min(group.count, head) };
      if (group.count > head) group.rest = { name: name(), offset: bytes.number(), count: group.count - head };
      return group;
    };
    return (word) => {
      all.push(group());
      all.at(-1).forms.push(word);
      return all.at(-1);
    };
  }

  /** Documents and levels in turn. */
  async list({ name, offset, count }) {
    const buffer = await this.some(name, (buffer) => buffer);
    if (!buffer) return [];
    const bytes = new Bytes(buffer);
    bytes.at = offset;
    const list = new Array(count * 2);
    for (let document = 0, n = 0; n < count; n++) list[n * 2] = document += bytes.number();
    for (let n = 0; n < count; n++) list[n * 2 + 1] = bytes.bytes[bytes.at++];
    return list;
  }

  /** The documents of a group in pairs with their levels, the best ones of very many. */
  async pairs(group) {
    const list = group ? (group.list ??= await this.list(group.head)) : [];
    return Array.from({ length: list.length / 2 }, (_, n) => [list[n * 2], list[n * 2 + 1]]);
  }

  /** Words or names that begin so: the likeliest ones, where there are too many to read. */
  async beginning(table, start, end = "") {
    if (table.span(start) <= this.contents.wide) return table.beginning(start);
    const likely = (await this.starts.exact(start + end)) ?? [];
    return likely.length ? Promise.all(likely.map(async (word) => [word, await table.exact(word)])) : table.beginning(start, 1);
  }

  /** Groups of words that are one slip of the pen away. A slip in one half leaves the other whole. The first letter of
   * a short word is seldom wrong, and short words are many: words with another one only where nothing else is found. */
  async near(word, first = false) {
    const letters = [...word];
    if (letters.length < 5 || !/^\p{Alphabetic}+$/u.test(word)) return [];
    const half = Math.ceil(letters.length / 2);
    const front = letters.slice(0, half - 1).join("");
    const back = letters.slice(half).reverse().join("");
    const sizes = [-1, 0, 1].map((more) => Math.min(letters.length + more, 26)).filter((size) => size > 3);
    const found = await Promise.all(
      [...new Set(sizes)].flatMap((size) => [
        this.slips.beginning(String.fromCharCode(96 + size) + front).then((all) => all.map(([it, pages]) => [it.slice(1), pages])),
        this.slips.beginning(String.fromCharCode(64 + size) + back).then((all) => all.map(([it, pages]) => [[...it.slice(1)].reverse().join(""), pages])),
      ]),
    );
    const isNear = ([other]) => isOneSlip(word, other) && ((first && other.length > 4) || letters.length > 6 || other[0] === word[0] || other.slice(0, 2) === word[1] + word[0]);
    const near = [...new Map(found.flat().filter(isNear))].sort(([a, m], [b, n]) => (b[0] === word[0]) - (a[0] === word[0]) || n - m);
    return [...new Set(await Promise.all(near.slice(0, 4).map(([other]) => this.words.exact(other))))].filter(Boolean);
  }

  /** Groups of a word in other forms, by the endings that words of the site have. */
  async forms(word) {
    const bases = this.endings.filter((it) => word.endsWith(it)).map((it) => word.slice(0, word.length - it.length));
    const long = bases.filter((it) => it.length > 3).sort((a, b) => a.length - b.length);
    if (!long.length) return [];
    const known = await this.words.beginning(long[0], 2);
    const of = (base) => known.filter(([it]) => it.startsWith(base) && this.endings.includes(it.slice(base.length)));
    return [...new Set(of(long.findLast((base) => of(base).length) ?? "\0").map((it) => it[1]))];
  }

  /** Groups of words that may be forms of one: what follows their beginning differs. */
  async alike(word) {
    if (word.length < 5) return [];
    const common = (other) => {
      let n = 0;
      while (n < word.length && word[n] === other[n]) n++;
      return n;
    };
    const found = await this.words.beginning(word.slice(0, Math.max(5, word.length - 3)), 2);
    const near = found.filter(([other]) => other.length - common(other) <= 3);
    const longest = Math.max(0, ...near.map(([other]) => common(other)));
    return most([...new Set(near.filter(([other]) => common(other) === longest).map((it) => it[1]))], 3);
  }

  /** What a word of a query stands for: groups, and how surely each. */
  async meant({ word, open, guess }) {
    // `read_only` is `read-only`.
    const exact = (await this.words.exact(word)) ?? (word.includes("_") ? await this.words.exact(word.replaceAll("_", "")) : undefined);
    const meant = exact ? [[exact, SURE.same]] : [];
    const add = (groups, sure) => meant.push(...groups.map((it) => [it, sure]));
    // Short names have no other form in the index: several `vms` are a `vm`.
    const one = guess && word.length < 5 && word.length > 2 && word.endsWith("s") && (await this.words.exact(word.slice(0, -1)));
    if (one && one !== exact) add([one], exact ? SURE.begunToo : SURE.one);
    const begins = async () => {
      const found = await this.beginning(this.words, word);
      return most([...new Set(found.map((it) => it[1]))].filter((it) => it && it !== exact), word.length < 4 ? 6 : 10);
    };
    if (open) add(await begins(), exact ? SURE.begunToo : SURE.begun);
    if (!meant.length && guess && !open && word.length > 2) add(await begins(), SURE.ended);
    if (!meant.length && guess) add(await this.forms(word), SURE.form);
    if (!meant.length && guess) add(await this.near(word), SURE.slip);
    if (!meant.length && guess) add(await this.alike(word), SURE.alike);
    return meant;
  }

  /** The words of a query that are worth looking up. */
  asked(text) {
    const names = [...text.matchAll(ONE_NAME)];
    const all = new Map();
    const add = (name, word, given) => {
      if (word.length <= 40 && !this.stop.has(word)) all.set(word, { ...given, word, name, open: given.open || all.get(word)?.open });
    };
    names.forEach((name, n) => {
      const open = n === names.length - 1 && name.index + name[0].length === text.length;
      // `.NET` is no `net`.
      const own = words(name[0]).slice(0, name[0].startsWith(".") ? 1 : Infinity);
      const several = own.length > 1;
      own.forEach((word, at) => {
        const last = open && word.length > 1 && (at === 0 || at === own.length - 1);
        // Of a name with signs between its parts, a slip is looked for in these.
        const guess = !several || (at === 0) !== /[._-]/.test(name[0]);
        add(name[0], word, { open: last, part: several && at > 0, whole: several && at === 0, guess });
      });
    });
    const asked = [...all.values()];
    if (asked.length > LONG) return { terms: this.telling(text), isLong: true };
    if (asked.length > 1) return { terms: asked.filter((it) => it.word.length > 1 || !it.open), isLong: false };
    // Only the beginning of a word, as yet, or a word that says nothing.
    const last = names.length === 1 && !asked.length && /[\p{Alphabetic}\p{N}]$/u.test(text) && words(names[0][0])[0];
    if (last) asked.push({ word: last, name: names[0][0], open: true });
    return { terms: asked.map((it) => ({ ...it, open: it.open || (it.word.length === 1 && names.length === 1) })), isLong: false };
  }

  /** The words of a long text that may tell what it is about, those first that look most like it, without its
   * times, sums and numbers: from as many files as are worth reading. */
  telling(text) {
    const all = new Map();
    for (const line of text.split(/[\r\n]+/)) {
      const isFault = FAULT.test(line);
      for (const [given] of line.matchAll(ONE_NAME)) {
        const name = withoutTail(given);
        if (!name) continue;
        const own = words(name);
        own.forEach((word, at) => {
          if (word.length > 40 || word.length < 2 || this.stop.has(word) || isNoise(word)) return;
          const part = own.length > 1 && at > 0;
          const looks = (isFault ? 5 : 0) + (/\p{Lowercase}\p{Uppercase}|[\p{L}][._]\p{N}/u.test(name) && !part ? 4 : 0) - (part ? 3 : 0);
          const telling = Math.min(word.length, 12) + looks;
          if (telling > (all.get(word)?.telling ?? -Infinity)) all.set(word, { word, name, part, whole: own.length > 1 && at === 0, telling });
        });
      }
    }
    const files = new Set();
    const isNear = ({ word }) => {
      const file = this.words.place(word);
      return files.has(file) || (files.size < MOST_FILES && files.add(file));
    };
    return [...all.values()].sort((a, b) => b.telling - a.telling).slice(0, LOOKED_UP).filter(isNear);
  }

  /** Looks for a word whose first letter may be wrong. */
  async begunWrong(term) {
    const groups = await this.near(term.word, true);
    term.meant = groups.map((it) => [it, SURE.slip]);
  }

  /** What the words of a query stand for, the rarest first, each with how much it tells. */
  async terms({ terms, isLong }) {
    const all = await Promise.all(terms.map(async (it) => ({ ...it, meant: await this.meant(it) })));
    if (!isLong && !all.some((it) => it.meant.length)) await Promise.all(all.filter((it) => it.guess).map((it) => this.begunWrong(it)));
    // Of a name that is known whole, its parts say little more; a slip in the whole is none in them.
    const wholes = new Set(all.filter((it) => it.whole && it.meant.length).map((it) => it.name));
    const known = all.filter((it) => it.meant.length && !(it.part && wholes.has(it.name) && isGuess(it)));
    for (const term of known) {
      const own = term.meant.find((it) => it[1] === SURE.same);
      const count = own ? own[0].count : Math.max(...term.meant.map((it) => it[0].count));
      term.rarity = Math.log(1 + (this.size - count + 0.5) / (count + 0.5));
      if (term.part && wholes.has(term.name)) term.rarity /= 3;
    }
    known.sort((a, b) => b.rarity - a.rarity);
    const isMissing = (it) => !isLong && !it.meant.length && it.word.length > 1 && !it.whole && !(it.part && wholes.has(it.name));
    return { known: isLong ? known.slice(0, ASKED) : known, looked: known, missing: all.filter(isMissing).map((it) => it.name) };
  }

  /** How much the words of a query say of each document that has some, and which share of them it has. */
  async said(known) {
    let left = MOST_REST;
    let complete = true;
    const read = (group, sure) => {
      const parts = [group.list ?? this.list(group.head)];
      const cost = group.rest ? group.rest.count * 1.5 : 0;
      if (group.rest && sure === SURE.same && cost < left) (parts.push(this.list(group.rest)), (left -= cost));
      else if (group.rest) complete = false;
      return Promise.all(parts);
    };
    const lists = known.map(({ meant }) => Promise.all(meant.map(([group, sure]) => read(group, sure))));
    const [score, cover] = [new Map(), new Map()];
    const total = known.reduce((sum, it) => sum + it.rarity, 0) || 1;
    (await Promise.all(lists)).forEach((own, n) => {
      const { meant, rarity } = known[n];
      const best = new Map();
      own.forEach((parts, at) => {
        for (const list of parts) {
          for (let n = 0; n < list.length; n += 2) {
            const much = weight(list[n + 1]) * meant[at][1];
            if (much > (best.get(list[n]) ?? 0)) best.set(list[n], much);
          }
        }
      });
      for (const [document, much] of best) {
        score.set(document, (score.get(document) ?? 0) + much * rarity);
        // Half by how much the words tell, half by how many they are: one rare word is not all.
        cover.set(document, (cover.get(document) ?? 0) + (rarity / total + 1 / known.length) / 2);
      }
    });
    let most = 0;
    for (const share of cover.values()) most = Math.max(most, share);
    for (const [document, much] of score) {
      if (cover.get(document) < most * LEFT_OUT) score.delete(document);
      else score.set(document, much * covered(cover.get(document)));
    }
    return { score, complete };
  }

  /** Names in a query that lead to records: the whole of it, an id in it, an address, its beginning. */
  async called(query, text) {
    const name = whole(text);
    if (!name || name.length > 160) return { gains: [] };
    const tokens = name.split(" ");
    const bare = whole(text.replace(ONE_NAME, (it) => (this.stop.has(it.toLowerCase()) ? " " : it)));
    const gains = [];
    const look = async (name, gain) => {
      const pairs = await this.pairs(await this.names.exact(`${name}=`));
      for (const [document, level] of pairs) gains.push([document, gain(level), level]);
      return pairs;
    };
    const isShort = tokens.length <= LONG;
    const said = tokens.filter((word, n) => !(n && BEFORE_NUMBER.test(word) && /^(\d+|no|number)$/.test(tokens[n + 1])));
    const numbers = [...said.keys()].filter((n) => isShort && n > 0 && /^\d+$/.test(said[n]));
    const ids = numbers.flatMap((n) => [said.slice(n - 1, n + 1), said.slice(Math.max(n - 2, 0), n + 1)].map((it) => it.join(" ")));
    const lone = [...text.matchAll(/\b0\d{3}\b/g)].map((it) => whole(it[0]));
    // A name that ends in a number, such as `Tier 0`, is less than an id.
    const id = (level) => (level >= ID ? GAIN.id(level) : level >= TITLE ? GAIN.within(level, 0) : 0);
    const [named] = await Promise.all([
      look(name, GAIN.named),
      bare && bare !== name ? look(bare, GAIN.bare) : [],
      ...[...new Set([...ids, ...(isShort ? lone : [])])].filter((it) => it !== name).map((it) => look(it, id)),
      ...(await this.paths(text)).filter((it) => it !== name).map((it, n) => look(it, (level) => GAIN.named(level) - 50 * n)),
      name.length < 3 || /\s$/.test(query)
        ? []
        : this.beginning(this.names, name, "=").then(async (begun) => {
            const isSure = ({ list }) => list?.some((it, n) => n % 2 && it > HEADING);
            const short = begun.filter(([it, group]) => group && it !== `${name}=` && isSure(group)).sort((a, b) => a[0].length - b[0].length);
            await Promise.all(
              short.slice(0, 40).map(async ([other, group]) => {
                for (const [document, level] of await this.pairs(group)) {
                  const share = name.length / (other.length - 1);
                  gains.push([document, GAIN.begun(level, level < ID && other[name.length] === " " ? Math.sqrt(share) : share), 0]);
                }
              }),
            );
          }),
    ]);
    const isId = gains.some((it) => it[2] >= ID);
    const lost = isId ? [] : numbers.map((n) => said.slice(n - 1, n + 1)).filter(([before]) => this.numbered.has(before));
    // Where there is no such record, the page that lists them helps.
    await Promise.all(lost.map(([kind]) => look(kind, (level) => (level === LIST ? GAIN.list : 0))));
    const isNamed = named.some((it) => it[1] > HEADING);
    return { gains, isNamed, lost: lost.map((it) => it.join(" ")) };
  }

  /** Pages with a heading or a name of nothing but common words that has those of the query. */
  async common(text) {
    const all = tokens(text);
    if (all.length < 2 || all.length > LONG * 2) return [];
    const count = new Map();
    const has = async (word) => {
      for (const [document] of await this.pairs(await this.names.exact(`?${word}=`))) count.set(document, (count.get(document) ?? 0) + 1);
    };
    await Promise.all(all.map(has));
    const near = [...count].filter(([, own]) => own >= all.length * MOST_COMMON);
    return near.map(([document, own]) => [document, GAIN.common(own), 0]);
  }

  /** The names that an address or a file in a query may have, unless pages speak of such a file. */
  async paths(text) {
    const all = paths(text);
    return all.length && !text.includes("/") && (await this.words.exact(words(text.trim())[0])) ? [] : all;
  }

  /** Phrases of records that stand in a query, looked for behind the rarest of its words. */
  async within(text, known, isLong) {
    const tokens = whole(text).split(" ");
    const files = new Set();
    const rare = known.filter(({ word, meant }) => {
      if (meant[0][1] !== SURE.same || !this.phrases.starts.length) return false;
      const file = this.phrases.place(`${word} `);
      return files.has(file) || (files.size < MOST_PHRASES && files.add(file));
    });
    const gains = [];
    await Promise.all(
      rare.map(async ({ word }) => {
        for (const [key, group] of await this.phrases.beginning(`${word} `, 1)) {
          const phrase = key.slice(word.length + 1, -1);
          const own = phrase.split(" ");
          if (!stands(own, tokens)) continue;
          for (const [document, level] of await this.pairs(group)) {
            const isMet = level >= PHRASE && (own.length > 1 || isLong || tokens.length > 1);
            if (isMet) gains.push([document, GAIN.phrase(level, phrase.length), 0]);
            else if (own.length > 1 || isLong) gains.push([document, GAIN.within(level, phrase.length), 0]);
            // Too little to come first for, and yet it was asked for by name.
            else gains.push([document, 1, 0]);
          }
        }
      }),
    );
    return gains;
  }

  /** The name that a query would be without its slips of the pen, and in the forms that the site has. */
  async corrected(text, known) {
    const guessed = known.filter((it) => isGuess(it) || it.meant[0][1] === SURE.form);
    if (!guessed.length) return [];
    const right = new Map(guessed.map((it) => [it.word, nearest(it.word, it.meant[0][0].forms)]));
    const name = whole(text).split(" ").map((it) => right.get(it) ?? it).join(" ");
    const pairs = await this.pairs(await this.names.exact(`${name}=`));
    return pairs.map(([document, level]) => [document, GAIN.corrected(level), 0]);
  }

  /** The documents that a query finds, the best first, and the words that it found. */
  async find(query) {
    this.lost.clear();
    const cut = query.length > MOST_TEXT ? `${query.slice(0, MOST_TEXT / 2)}\n${query.slice(-MOST_TEXT / 2)}` : query;
    const text = plain(cut);
    const asked = this.asked(text);
    const [{ known, looked, missing }, called] = await Promise.all([this.terms(asked), this.called(query, text)]);
    const [{ score, complete }, within, corrected, common] = await Promise.all([
      this.said(known),
      called.isNamed ? [] : this.within(text, looked, asked.isLong),
      asked.isLong ? [] : this.corrected(text, known),
      asked.terms.length ? [] : this.common(text),
    ]);
    const gained = new Map();
    const gains = [...called.gains, ...within, ...corrected, ...common];
    for (const [document, gain] of gains) gained.set(document, Math.max(gained.get(document) ?? 0, gain));
    for (const [document, gain] of gained) if (gain > 0) score.set(document, (score.get(document) ?? 0) + gain);
    // Those of which more is asked than their name.
    const about = new Set([...within, ...called.gains.filter((it) => it[2] === HEADING)].map((it) => it[0]));
    for (const [document, gain, level] of [...called.gains, ...corrected]) if (gain > 0 && level !== HEADING) about.delete(document);
    const asFound = [...score.keys()].sort((a, b) => score.get(b) - score.get(a) || a - b);
    /** Those that were asked for by their id. */
    const byId = new Set(gains.filter((it) => it[2] >= ID).map((it) => it[0]));
    // A product of which more is asked than its name; but a decision that was replaced tells nobody what holds.
    const { found, insteadOf } = await this.withSuccessors(asFound, ({ document, number }) => byId.has(document) || (about.has(document) && !number));
    return {
      found,
      insteadOf,
      score,
      complete,
      asked: byId,
      /** The query as a name. */
      name: whole(text),
      forms: common.length
        ? tokens(text).map((word) => ({ word, rarity: 1, isGuess: false, forms: new Set([word]) }))
        : known.map((it) => ({
            word: it.word,
            rarity: it.rarity,
            isGuess: isGuess(it),
            forms: new Set(it.meant.flatMap((it) => it[0].forms)),
          })),
      missing: called.isNamed ? [] : [...new Map([...(called.lost ?? []), ...missing].map((it) => [whole(it), it])).values()],
      /** Ids among them. */
      noSuch: new Set(called.lost),
      /** Whether nothing was asked yet: only words that say nothing. */
      isEmpty: !asked.terms.length && !gained.size,
    };
  }

  /** Documents with those that took the place of the first ones, also where these have none of the words: above
   * what they replaced, or below it where that is the answer. `insteadOf`: what each of those replaced. */
  async withSuccessors(asFound, isAnswer) {
    const [found, insteadOf] = [[], new Map()];
    const first = await Promise.all(asFound.slice(0, FEW).map((it) => this.facts(it)));
    const all = new Set(asFound);
    for (const [n, document] of asFound.entries()) {
      const newer = (first[n]?.replacedBy ?? []).map((it) => it.document).filter((it) => !all.has(it) && !insteadOf.has(it));
      for (const it of newer) insteadOf.set(it, first[n].title);
      if (newer.length && isAnswer(first[n])) found.push(document, ...newer);
      else found.push(...newer, document);
    }
    return { found, insteadOf };
  }

  /** What is shown beside a document. */
  async facts(document) {
    const { together, facts } = this.contents;
    const n = Math.floor(document / together);
    const [texts, rows] = (await this.some(facts.substr(n * HASH, HASH), json)) ?? [];
    if (!rows) return undefined;
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

/** What lines of a log say that tell of a fault. */
const FAULT = /error|fail|exception|denied|fatal|refused|unauthori[sz]ed|not found|killed|exceeded|timed? ?out|back-?off|reason|warn/i;

/** Times, sums, addresses and counts; but `403` and `137` tell something. */
const isNoise = (part) =>
  (/^\d/.test(part) && !/^\d{3}$/.test(part) && /^[\d.:_-]+[a-z]{0,3}([\d.:_-]+[a-z]?)*$/i.test(part)) ||
  /^(?=.*\d)[0-9a-f]{6,}$/i.test(part) ||
  (part.length > 4 && (part.match(/(?<=\d)(?=\p{L})|(?<=\p{L})(?=\d)/gu)?.length ?? 0) > 1 && !/[._]/.test(part));

/** A name without what a machine hung on: `cart-api` of `cart-api-7d9f8b6c5-x2k4q`. */
function withoutTail(name) {
  if (/^[0-9a-f]{8}-/i.test(name)) return "";
  const parts = name.split("-");
  const end = parts.findIndex((part) => isNoise(part) || /^\d+$/.test(part));
  if (isNoise(name)) return "";
  return end < 1 ? (end === 0 && parts.length > 1 ? "" : name) : parts.slice(0, end).join("-");
}

/** Whether words stand in a text in their order, with few between them. */
function stands(own, tokens, between = 1) {
  return tokens.some((token, from) => {
    if (token !== own[0]) return false;
    let at = from;
    return own.every((word) => {
      const next = tokens.indexOf(word, at);
      if (next < 0 || next > at + between) return false;
      at = next + 1;
      return true;
    });
  });
}

/** The names that an address or the path of a file may have: whole, without its first folder, its end. */
function paths(text) {
  const given = text.trim();
  if (!/^\S*[/.]\S*$/.test(given) || /^\w+:(?!\/\/)/.test(given) || !/\/|\.(md|toml|html)$/.test(given)) return [];
  const path = given.replace(/^[a-z]+:\/\/[^/]*/i, "").replace(/[?#].*$/, "").replace(/(\/?(index|README))?\.(md|toml|html)$/, "");
  const parts = path.split("/").filter((it) => it && it !== ".");
  const all = [parts, parts.slice(1), parts.slice(2), parts.slice(-1)].filter((it) => it.length);
  return [...new Set(all.map((it) => whole(it.join("/"))))].filter((it) => /\D/.test(it));
}

/** Whether something else is shown than what was typed: neither the word, nor a form of it, nor what it begins. */
const isGuess = ({ word, meant }) =>
  !meant.some(([group, sure]) => sure === SURE.form || group.forms.some((it) => it.startsWith(word) || it.startsWith(word.replaceAll("_", ""))));
/** Of words, the one that is most like another. */
function nearest(word, words) {
  const alike = (it) => (isOneSlip(word, it) ? word.length : [...word].findIndex((letter, n) => letter !== it[n]));
  return [...words].reduce((a, b) => (alike(b) > alike(a) ? b : a));
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
    this.rows = [...found];
    if (FACETS.some((name) => this.chosen[name]?.length) || this.sort === "date") {
      const choices = await this.index.choices();
      this.rows = found.filter((document) => FACETS.every((name) => has(choices, name, document, this.chosen[name])));
      if (this.sort === "date") this.rows.sort((a, b) => choices.date[b] - choices.date[a]);
    }
    this.settled = 0;
    this.moved = new Set();
  }

  /** Those that have none of the words, and stand there for what they replaced. */
  get insteadOf() {
    return this.answer.insteadOf;
  }

  get count() {
    return this.rows.length;
  }

  /** Why some of the index could not be read, if so. */
  get lost() {
    return this.index.lost.values().next().value;
  }

  /** Whether there was nothing to look for yet. */
  get isEmpty() {
    return this.answer.isEmpty;
  }

  /** The facts of the first results. What was replaced stands below what took its place. */
  async first(count) {
    const facts = (document) => this.index.facts(document);
    await Promise.all(this.rows.slice(this.settled, count).map(facts));
    for (; this.settled < Math.min(count, this.rows.length); this.settled++) {
      const row = await facts(this.rows[this.settled]);
      if (!row) {
        this.rows.splice(this.settled--, 1);
        continue;
      }
      const { document, replacedBy } = row;
      const isBelow = (it) => this.rows.indexOf(it) > this.settled && !this.insteadOf.has(it);
      // Once each: records that take one another's place would change places for ever.
      const newer = replacedBy.map((it) => it.document).filter((it) => !this.moved.has(it) && isBelow(it));
      if (!newer.length) continue;
      newer.forEach((it) => this.moved.add(it));
      this.rows = this.rows.filter((it) => !newer.includes(it));
      // Who asks for a record by its id gets it first.
      const { asked } = this.answer;
      const isAsked = asked.has(document) && !newer.some((it) => asked.has(it));
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
    const { forms, name } = this.answer;
    const scored = passages.map((passage, n) => {
      const heading = formsIn(passage.heading),
        text = formsIn(passage.text);
      // The very question that was asked comes first.
      const asked = passage.anchor && whole(passage.heading) === name ? 1000 : 0;
      const score = forms.reduce(
        (sum, it) => sum + it.rarity * ((meets(it.forms, heading) ? 1.2 : 0) + (meets(it.forms, text) ? 1 : 0)),
        asked,
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
    const { forms, missing, noSuch } = this.answer;
    if (this.lost) return [];
    const said = forms.filter((it) => it.isGuess).map((it) => `No match for “${it.word}”; showing “${nearest(it.word, it.forms)}”`);
    return [...said, ...[...new Set(missing)].map((it) => (noSuch.has(whole(it)) ? `There is no “${it}”` : `No match for “${it}”`))].slice(0, 3);
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

/** How many results are shown first. */
const FEW = 3;
/** After so many milliseconds a file is not waited for any more. */
const PATIENCE = 15_000;

/** Opens the index that stands in a folder. */
export async function open(folder, get = (...given) => fetch(...given)) {
  const fetched = async (name, options) => {
    const response = await get(new URL(name, folder).href, { signal: AbortSignal.timeout(PATIENCE), ...options });
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
/** How many results are shown after the first ones, and with each "more"; how many values a facet shows. */
const SOME = 10,
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
const el = (name, attributes = {}, ...children) => filled(document.createElement(name), attributes, children);
const svg = (name, attributes, ...children) => filled(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);

function filled(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value != null && value !== false) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false && child !== ""));
  return element;
}

const marked = (pieces) => pieces.map((it) => (it.marked ? el("mark", {}, it.text) : it.text));

const RING = { class: "l", cx: 8, cy: 8, r: 5.2 };
const thick = (d) => ["path", { class: "l", "stroke-width": 2.2, d }];
/** The shapes of `partials/parts.html`, and which status has which: a test compares the two. */
const SHAPES = {
  ring: [["circle", RING]],
  full: [["circle", { class: "f", cx: 8, cy: 8, r: 6 }]],
  half: [["circle", RING], ["path", { class: "f", d: "M8 2.8a5.2 5.2 0 0 1 0 10.4z" }]],
  dot: [["circle", RING], ["circle", { class: "f", cx: 8, cy: 8, r: 2 }]],
  dotted: [["circle", { ...RING, "stroke-dasharray": "2 2.08" }]],
  struck: [["circle", RING], ["path", { class: "l", d: "M3.6 12.4l8.8-8.8" }]],
  cross: [thick("M3.4 3.4l9.2 9.2M12.6 3.4l-9.2 9.2")],
  down: [["path", { class: "l", "stroke-linejoin": "round", d: "M2.4 4h11.2L8 13z" }]],
  "down-full": [["path", { class: "f", d: "M1.4 3.4h13.2L8 14z" }]],
  gone: [thick("M2.5 8h11")],
};
export const LOOKS = [
  ["ring now", "Proposed", "Planning", "In review"],
  ["full good", "Accepted", "GA", "Done", "Delivered"],
  ["half now", "Beta", "Active", "Final 20%", "In progress"],
  ["dot now", "Alpha"],
  ["dot quiet", "Committed"],
  ["dotted quiet", "Idea", "Information", "Draft", "Paused"],
  ["struck quiet", "Superseded"],
  ["cross bad", "Rejected"],
  ["cross quiet", "Dropped"],
  ["down warn", "Deprecated"],
  ["down-full warn", "Sunsetting"],
  ["gone quiet", "Retired", "Withdrawn"],
];

function status({ status }) {
  if (!status) return null;
  const [shape, colour] = (LOOKS.find((look) => look.includes(status, 1))?.[0] ?? "ring quiet").split(" ");
  const drawn = SHAPES[shape].map((part) => svg(...part));
  return el("span", { class: `st ${colour}` }, svg("svg", { class: "shape", viewBox: "0 0 16 16", "aria-hidden": "true" }, drawn), status);
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
    if (isPage) addEventListener("popstate", () => this.read());
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
      await results.first(FEW);
      if (results.lost && (again || !results.count)) throw results.lost;
      await this.show(results, FEW, turn);
      if (isOld()) return;
      this.answered(...this.told(results));
      await rested;
      if (isOld()) return;
      await this.show(results, SOME, turn);
      await this.narrow(results, turn);
    } catch (error) {
      // Since the page was opened, the site may have been published again.
      this.opened = undefined;
      if (isOld()) return;
      if (again) await this.run(turn, rested, false);
      // What is in sight stays there.
      else if (this.shown === turn && this.list) this.facets.replaceChildren(this.lack());
      else this.fail(error);
    }
  }

  /** What is said of results: in sight, and to a reader of the screen, who hears of guesses too. */
  told(results) {
    if (results.isEmpty) return ["Type on", "Type on: this says too little to look for"];
    const total = results.count ? this.total(results) : "No results";
    const lost = results.lost && "A part of the index could not be read";
    return [total, [total, ...results.guesses(), lost].filter(Boolean).join(". ")];
  }

  /** Says that there is more, which could not be read. */
  lack() {
    return el("p", { class: "said" }, "A part of the index could not be read: some results, excerpts or what narrows them may be missing. ", this.retry());
  }

  retry() {
    const again = () => {
      this.opened = undefined;
      this.search();
      this.input.focus();
    };
    return el("button", { type: "button", class: "btn", onclick: again }, "Try again");
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

  answered(text, said) {
    clearTimeout(this.waiting);
    this.hits.removeAttribute("aria-busy");
    this.shown = this.turn;
    this.say(text, said);
    if (this.entered) this.go();
  }

  /** Keeps the query in the address of the page. A browser may refuse it, if it is done too often. */
  write() {
    clearTimeout(this.writing);
    if (!this.isPage) return;
    const query = short(this.input.value);
    document.title = query ? `${query} · ${this.title}` : this.title;
    const { href } = this.address();
    if (href === location.href) return;
    try {
      if (this.isKept) history.pushState(null, "", href);
      else history.replaceState(null, "", href);
      this.isKept = false;
    } catch {
      /* the next one will do */
    }
  }

  /** Keeps what stands in the address as a step to come back to: what follows is another. */
  keep() {
    if (this.writing) this.write();
    this.isKept = true;
  }

  /** Takes query, facets and order from the address. */
  read() {
    const given = new URLSearchParams(location.search);
    this.choose(Object.fromEntries(FACETS.map((name) => [name, given.getAll(name)])), given.get("sort") === "date" ? "date" : undefined);
    this.isKept = false;
    this.ask(given.get("q") ?? "");
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
    if (turn !== this.turn) return;
    if (!rows.length) return results.isEmpty ? this.hint() : this.nothing(results);
    // What is shown already stays as it is, with its excerpts and the focus.
    if (!shown) {
      this.list = Object.assign(el("ul"), { results });
      this.near.disconnect();
      const said = results.guesses().map((it) => el("p", { class: "said" }, it));
      if (results.lost) said.push(this.lack());
      this.hits.replaceChildren(...said, this.list);
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
    const { document, title, number, url, kind, owner, date, replacedBy } = facts;
    const isBelow = replacedBy.some((it) => it.document === above?.document);
    const newer = replacedBy.flatMap((it, n) => [n ? ", " : "", el("a", { href: it.url }, it.title)]);
    const by = newer.length ? el("span", {}, "Replaced by ", newer) : undefined;
    const instead = results.insteadOf.get(document);
    const said = [kind, owner, date && el("time", { datetime: date }, date), by, instead && `In place of ${instead}`].filter(Boolean);
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
    const lines = await results.excerpts(facts).catch(() => undefined);
    // Again when it comes into sight again.
    if (!lines) {
      item.told = false;
      return;
    }
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
    const found = item.querySelector(".found");
    found.replaceChildren(...lines.map(line));
    found.hidden = !found.textContent;
  }

  async narrow(results, turn) {
    const counts = await results.counts();
    if (turn !== this.turn) return;
    const focus = this.facets.contains(document.activeElement) && document.activeElement;
    const again = (done) => (event) => {
      this.keep();
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

  say(text, said = text) {
    this.count.textContent = text;
    // Once typing rests, so that a reader of the screen is not told each letter's; and told again
    // where another query has as many results.
    this.live.textContent = "";
    clearTimeout(this.saying);
    this.saying = setTimeout(() => (this.live.textContent = said), 500);
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

  hint() {
    this.list = undefined;
    const isBlank = !/[\p{Alphabetic}\p{N}]/u.test(this.input.value);
    const said = isBlank
      ? "Search looks for letters and digits, and there are none in it. Try the name of what you look for."
      : "So far these are words that nearly every page has. Type on, or add one that is rarer.";
    this.hits.replaceChildren(el("p", { class: "said" }, said));
  }

  nothing(results) {
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
      el("h2", {}, `Nothing matches “${short(this.input.value)}”`),
      results.answer.found.length ? el("p", {}, "Some kinds, states or owners are left out. ", clear) : "",
      el(
        "ul",
        { class: "list" },
        el("li", {}, "Check the spelling, or type the beginning of a word."),
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
    // What narrowed the results before says nothing of these.
    this.side.hidden = true;
    this.answered("Search does not work now");
    this.hits.replaceChildren(
      el("h2", {}, "Search does not work now"),
      el(
        "p",
        {},
        old
          ? "This browser cannot unpack the index; any of the last three years can."
          : ["The index could not be read. Are you still connected? ", this.retry()],
      ),
      this.elsewhere(),
    );
    console.error(error);
  }

  /** Opens the first result of this query, once it is there. */
  submit(event) {
    event.preventDefault();
    recent.add(this.input.value);
    this.keep();
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
    if (/^([\p{L}\p{N}]|Backspace)$/u.test(event.key) && event.target.closest(".hits")) {
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
  panel.read();
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
  const inField = (event) => event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
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
