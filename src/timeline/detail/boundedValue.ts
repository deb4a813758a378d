import { toTagged, type Json } from '../../wire/json/taggedJson.ts';
import { MAX_VALUE_DEPTH, MAX_VALUE_NODES, MAX_VALUE_TEXT } from '../../protocol/protocol.ts';
import { clip } from '../../text/words.ts';

/** A value as it is sent to a view. */
export interface BoundedValue {
  readonly json: Json;
  /** Items and strings that were left out or cut. */
  readonly omitted: number;
}

const PROTO = '__proto__';

/** Characters that one string may have. */
const MAX_STRING = 256 * 1024;

/** The most that the tagged form adds to a value: items, levels and characters. */
const TAG_NODES = 3;
const TAG_LEVELS = 3;
const TAG_TEXT = 64;

/** A value in tagged form, cut to what a message may hold. */
export function boundValue(value: unknown): BoundedValue {
  const cutter = new Cutter();
  const json = toTagged(cutter.cut(value, MAX_VALUE_DEPTH));
  return { json: withoutProto(json), omitted: cutter.omitted };
}

/** Some transports of messages refuse a member `__proto__`: an object that has one is written as a map. */
function withoutProto(json: Json): Json {
  if (typeof json !== 'object' || json === null) return json;
  if (isList(json)) return json.map(withoutProto);
  const entries = Object.entries(json).map(([key, item]): [string, Json] => [key, withoutProto(item)]);
  return Object.hasOwn(json, PROTO) ? { map: entries } : Object.fromEntries(entries);
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

/** Copies a value up to the bounds of a message; lists and objects end early. */
class Cutter {
  omitted = 0;
  #nodes = MAX_VALUE_NODES;
  #text = MAX_VALUE_TEXT;

  cut(value: unknown, depth: number): unknown {
    if (!this.#spend(1, 0) || depth <= TAG_LEVELS) return this.#omit();
    if (typeof value === 'string') return this.#string(value);
    if (isPlain(value)) return value;
    if (typeof value !== 'object' || value === null) return this.#spend(TAG_NODES, TAG_TEXT) ? value : this.#omit();
    if (value instanceof Uint8Array) return this.#spend(TAG_NODES, base64Length(value)) ? value : this.#omit();
    if (Array.isArray(value)) return this.#list(value, depth);
    if (value instanceof Map) return this.#map(value, depth);
    if (value instanceof Date) return this.#spend(TAG_NODES, TAG_TEXT) ? value : this.#omit();
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return this.#object(value, depth);
    return 'data' in value &&
      value.data instanceof Uint8Array &&
      this.#spend(TAG_NODES, base64Length(value.data) + TAG_TEXT)
      ? value
      : this.#omit();
  }

  #string(text: string): string {
    const cut = clip(text, Math.max(1, Math.min(MAX_STRING, this.#text)));
    if (cut.length < text.length) this.omitted++;
    this.#text -= cut.length;
    return cut;
  }

  #list(items: readonly unknown[], depth: number): unknown[] {
    const cut: unknown[] = [];
    for (const item of items) {
      if (this.#isFull()) break;
      cut.push(this.cut(item, depth - 1));
    }
    this.omitted += items.length - cut.length;
    return cut;
  }

  #map(map: ReadonlyMap<unknown, unknown>, depth: number): Map<unknown, unknown> {
    const cut = new Map<unknown, unknown>();
    let taken = 0;
    for (const [key, value] of map) {
      if (this.#isFull() || !this.#spend(TAG_NODES, TAG_TEXT)) break;
      cut.set(this.cut(key, depth - TAG_LEVELS), this.cut(value, depth - TAG_LEVELS));
      taken++;
    }
    this.omitted += map.size - taken;
    return cut;
  }

  #object(value: object, depth: number): object {
    const entries = Object.entries(value);
    // An object that looks like a tag is written as a map, which is larger.
    const asMap = entries.length <= 2 || Object.hasOwn(value, PROTO);
    const levels = asMap ? TAG_LEVELS : 1;
    const cut: [string, unknown][] = [];
    for (const [key, item] of entries) {
      if (this.#isFull() || !this.#spend(asMap ? TAG_NODES : 0, key.length + (asMap ? TAG_TEXT : 0))) break;
      cut.push([key, this.cut(item, depth - levels)]);
    }
    this.omitted += entries.length - cut.length;
    // Assignment would make a `__proto__` key the prototype.
    return Object.fromEntries(cut);
  }

  #isFull(): boolean {
    return this.#nodes <= TAG_NODES + 1 || this.#text <= TAG_TEXT;
  }

  #spend(nodes: number, text: number): boolean {
    if (this.#nodes < nodes || this.#text < text) return false;
    this.#nodes -= nodes;
    this.#text -= text;
    return true;
  }

  #omit(): null {
    this.omitted++;
    return null;
  }
}

/** Whether JSON can represent the value as it is, in a few characters. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  return value === null || value === undefined || typeof value === 'boolean';
}

function base64Length({ length }: Uint8Array): number {
  return Math.ceil(length / 3) * 4;
}
