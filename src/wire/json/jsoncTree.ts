/** A part of a JSON text with comments, with its place: offsets of its first character and behind its last. */
export type JsoncNode = JsoncObject | JsoncList | JsoncScalar;

export interface JsoncObject {
  readonly kind: 'object';
  readonly start: number;
  readonly end: number;
  readonly members: readonly JsoncMember[];
}

export interface JsoncList {
  readonly kind: 'list';
  readonly start: number;
  readonly end: number;
  readonly items: readonly JsoncNode[];
}

/** A string, a number, a word, or what is none of these: its text tells. */
export interface JsoncScalar {
  readonly kind: 'scalar';
  readonly start: number;
  readonly end: number;
}

export interface JsoncMember {
  /** Its name as JSON, in quotes. */
  readonly key: JsoncScalar;
  /** Missing while it is being typed. */
  readonly value: JsoncNode | undefined;
}

/** What keeps a text from being JSON with comments. */
export type JsoncFault =
  | 'a value is missing'
  | 'a name in quotes is missing'
  | 'a colon is missing'
  | 'a comma is missing'
  | 'this is not closed'
  | 'something follows the end'
  | 'it is nested too deep';

export interface JsoncProblem {
  readonly fault: JsoncFault;
  readonly start: number;
  readonly end: number;
}

export interface JsoncTree {
  readonly root: JsoncNode | undefined;
  /** In the order of the text. */
  readonly problems: readonly JsoncProblem[];
}

/** Levels that are read: more is no call that a person wrote. */
const MAX_DEPTH = 100;
/** Faults that are told: the first ones say it all. */
const MAX_PROBLEMS = 20;

const BLANK = /(?:[\s\ufeff]+|\/\/[^\n\r]*|\/\*[^]*?(?:\*\/|$))*/y;
/** A string up to its end or that of the line, or else the characters up to a separator. */
const STRING = /"(?:[^"\\\n\r]+|\\[^\n\r])*(?:"|\\?(?=[\n\r]|$))/y;
const OTHER = /[^\s,:[\]{}"/]+|\//y;

/** Parses JSON with comments and commas at the end, and goes on after what is wrong: a text is read while it is typed. */
export function parseJsonc(text: string): JsoncTree {
  return new JsoncParser(text).parse();
}

class JsoncParser {
  readonly #text: string;
  readonly #problems: JsoncProblem[] = [];
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): JsoncTree {
    this.#skip();
    const root = this.#value();
    if (!root) this.#fault('a value is missing', this.#at, this.#at);
    this.#skip();
    if (this.#at < this.#text.length) this.#fault('something follows the end', this.#at, this.#text.length);
    return { root, problems: this.#problems };
  }

  #value(): JsoncNode | undefined {
    const character = this.#text[this.#at];
    if (character === '{' || character === '[') {
      if (this.#depth >= MAX_DEPTH) {
        this.#giveUp();
        return undefined;
      }
      this.#depth++;
      const node = character === '{' ? this.#object() : this.#list();
      this.#depth--;
      return node;
    }
    return character === '"' ? this.#scalar(STRING) : this.#scalar(OTHER);
  }

  #object(): JsoncObject {
    const start = this.#at++;
    const members: JsoncMember[] = [];
    const end = this.#parts('}', () => {
      const key = this.#text[this.#at] === '"' ? this.#scalar(STRING) : this.#scalar(OTHER);
      if (!key) return false;
      if (this.#text[key.start] !== '"') this.#fault('a name in quotes is missing', key.start, key.end);
      this.#skip();
      if (this.#text[this.#at] !== ':') {
        this.#fault('a colon is missing', key.start, key.end);
        members.push({ key, value: undefined });
        return true;
      }
      this.#at++;
      this.#skip();
      const value = this.#value();
      if (!value) this.#fault('a value is missing', key.start, this.#at);
      members.push({ key, value });
      return true;
    });
    return { kind: 'object', start, end, members };
  }

  #list(): JsoncList {
    const start = this.#at++;
    const items: JsoncNode[] = [];
    const end = this.#parts(']', () => {
      const item = this.#value();
      if (item) items.push(item);
      return item !== undefined;
    });
    return { kind: 'list', start, end, items };
  }

  /** Reads parts with commas between them. @returns the offset behind what closes them */
  #parts(closing: '}' | ']', readPart: () => boolean): number {
    const start = this.#at - 1;
    for (let needsComma = false; ;) {
      this.#skip();
      const character = this.#text[this.#at];
      if (character === closing) return ++this.#at;
      if (character === undefined || character === '}' || character === ']') {
        this.#fault('this is not closed', start, start + 1);
        return this.#at;
      }
      if (character === ',') {
        if (!needsComma) this.#fault('a value is missing', this.#at, this.#at + 1);
        this.#at++;
        needsComma = false;
        continue;
      }
      const before = this.#at;
      if (needsComma) this.#fault('a comma is missing', before, before + 1);
      if (!readPart()) {
        this.#fault(closing === '}' ? 'a name in quotes is missing' : 'a value is missing', before, before + 1);
        // Whatever it is, it is passed over: each turn comes nearer to the end.
        if (this.#at === before) this.#at++;
      }
      needsComma = true;
    }
  }

  #scalar(pattern: RegExp): JsoncScalar | undefined {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return undefined;
    const start = this.#at;
    this.#at = pattern.lastIndex;
    return { kind: 'scalar', start, end: this.#at };
  }

  /** Nothing of the rest is read. */
  #giveUp(): void {
    this.#fault('it is nested too deep', this.#at, this.#at + 1);
    this.#at = this.#text.length;
  }

  #skip(): void {
    BLANK.lastIndex = this.#at;
    BLANK.test(this.#text);
    this.#at = Math.max(this.#at, BLANK.lastIndex);
  }

  #fault(fault: JsoncFault, start: number, end: number): void {
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push({ fault, start, end: Math.max(end, start) });
  }
}
