import { TaggedJsonError } from './taggedJson.ts';

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
/** What `JSON.parse` has to handle: escapes, and characters that no string may hold. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const NOT_PLAIN = /[\\\u0000-\u001f]/;
const WORDS: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
];

const MOST = 2n ** 64n - 1n;
const LEAST = -(2n ** 63n);
/** Characters of the JSON that a message quotes. */
const MAX_QUOTED = 40;

/**
 * Parses JSON as `JSON.parse` does, but keeps what is written or refuses it: a whole number beyond 2^53 is a bigint;
 * one of more than 64 bits, a number out of the range of doubles, half of a surrogate pair and a key that stands twice
 * in an object are refused. Fractions are the nearest double, as everywhere.
 *
 * @throws SyntaxError where it is not valid JSON
 * @throws TaggedJsonError where it is valid JSON that no value represents exactly
 */
export function parseExactJson(text: string): unknown {
  const parser = new ExactParser(text);
  try {
    return parser.parse();
  } catch (error) {
    // Its own messages are well known.
    if (error === NO_JSON) return JSON.parse(text);
    throw error;
  }
}

/** Thrown inside, where `JSON.parse` throws. */
const NO_JSON = new SyntaxError('this is not valid JSON');

/** A list or an object that is not closed yet. */
interface Open {
  readonly items: unknown[] | undefined;
  readonly members: Map<string, unknown>;
  key: string;
}

/** It goes over the text once, with a stack of its own: no depth overflows the call stack. */
class ExactParser {
  readonly #text: string;
  #at = 0;
  readonly #open: Open[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  parse(): unknown {
    for (;;) {
      let value = this.#begin();
      if (value === BEGUN) continue;
      // A value is complete, and perhaps it closes the one around it.
      for (;;) {
        const parent = this.#open.at(-1);
        if (!parent) return this.#end(value);
        if (parent.items) parent.items.push(value);
        else parent.members.set(parent.key, value);
        if (this.#takes(',')) {
          if (!parent.items) this.#key(parent);
          break;
        }
        value = this.#close(parent);
      }
    }
  }

  /** @returns a whole value; `BEGUN` for a list or an object with something in it */
  #begin(): unknown {
    if (this.#takes('[')) {
      const list: Open = { items: [], members: new Map(), key: '' };
      return this.#takes(']') ? [] : this.#enter(list);
    }
    if (this.#takes('{')) {
      if (this.#takes('}')) return {};
      const object: Open = { items: undefined, members: new Map(), key: '' };
      this.#key(object);
      return this.#enter(object);
    }
    return this.#peeks('"') ? this.#string() : this.#wordOrNumber();
  }

  #enter(open: Open): typeof BEGUN {
    this.#open.push(open);
    return BEGUN;
  }

  #close(parent: Open): unknown {
    if (!this.#takes(parent.items ? ']' : '}')) throw NO_JSON;
    this.#open.pop();
    // Not by assignment: that would make a `__proto__` key the prototype.
    return parent.items ?? Object.fromEntries(parent.members);
  }

  #end(value: unknown): unknown {
    this.#skipSpace();
    if (this.#at < this.#text.length) throw NO_JSON;
    return value;
  }

  #key(object: Open): void {
    if (!this.#peeks('"')) throw NO_JSON;
    object.key = this.#string();
    if (object.members.has(object.key)) {
      throw new TaggedJsonError(`an object has the key ${quote(object.key)} twice: only one of them would count`);
    }
    if (!this.#takes(':')) throw NO_JSON;
  }

  #string(): string {
    const start = this.#at;
    const end = closingQuote(this.#text, start);
    this.#at = end + 1;
    const inner = this.#text.slice(start + 1, end);
    const string = NOT_PLAIN.test(inner) ? unescape(`"${inner}"`) : inner;
    if (!string.isWellFormed()) {
      throw new TaggedJsonError(`the text ${quote(string)} has half of a surrogate pair, which is not a character`);
    }
    return string;
  }

  #wordOrNumber(): unknown {
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    const [digits, fraction, exponent] = this.#match(NUMBER);
    return fraction === undefined && exponent === undefined ? readInteger(digits) : readFloat(digits);
  }

  #match(pattern: RegExp): RegExpExecArray {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (!found) throw NO_JSON;
    this.#at = pattern.lastIndex;
    return found;
  }

  #takes(character: string): boolean {
    const isThere = this.#peeks(character);
    if (isThere) this.#at++;
    return isThere;
  }

  #peeks(character: string): boolean {
    this.#skipSpace();
    return this.#text[this.#at] === character;
  }

  #skipSpace(): void {
    SPACE.lastIndex = this.#at;
    SPACE.exec(this.#text);
    this.#at = SPACE.lastIndex;
  }
}

const BEGUN = Symbol('begun');

function closingQuote(text: string, opening: number): number {
  for (let from = opening + 1; ;) {
    const quoteAt = text.indexOf('"', from);
    if (quoteAt < 0) throw NO_JSON;
    let escapes = 0;
    while (text[quoteAt - 1 - escapes] === '\\') escapes++;
    if (escapes % 2 === 0) return quoteAt;
    from = quoteAt + 1;
  }
}

/** The escapes of a string are what `JSON.parse` takes. */
function unescape(string: string): string {
  try {
    const text: unknown = JSON.parse(string);
    return String(text);
  } catch {
    throw NO_JSON;
  }
}

function readInteger(digits: string): number | bigint {
  const number = Number(digits);
  if (Number.isSafeInteger(number)) return number;
  const integer = digits.length > 20 ? undefined : BigInt(digits);
  if (integer !== undefined && integer >= LEAST && integer <= MOST) return integer;
  throw new TaggedJsonError(
    `${quote(digits, '')} is a whole number of more than 64 bits, which no argument can be: write it as text, in quotes`,
  );
}

function readFloat(digits: string): number {
  const number = Number(digits);
  if (!Number.isFinite(number)) {
    const infinity = `{"float":"${number}"}`;
    throw new TaggedJsonError(`${quote(digits, '')} is more than a number can be; infinity is written ${infinity}`);
  }
  if (number === 0 && /[1-9]/.test(digits.replace(/[eE].*/, ''))) {
    throw new TaggedJsonError(`${quote(digits, '')} is nearer to 0 than a number can be: it would become 0`);
  }
  return number;
}

function quote(text: string, mark = '"'): string {
  const shown = text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
  return `${mark}${shown.toWellFormed()}${mark}`;
}
