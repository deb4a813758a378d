import { ExtData } from '../msgpack/ext.ts';

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** JSON that stands for no value, such as a tag with an invalid content. */
export class TaggedJsonError extends TypeError {
  override name = 'TaggedJsonError';
}

/** More levels than any limit on values allows; it keeps hostile JSON from overflowing the stack. */
const MAX_DEPTH = 1000;

/** The keys that make an object a tag, if it has exactly these. */
const TAGS: readonly (readonly string[])[] = [['base64'], ['bigint'], ['date'], ['float'], ['map'], ['ext', 'base64']];

const FLOATS: Readonly<Record<string, number>> = { NaN: NaN, Infinity: Infinity, '-Infinity': -Infinity, '-0': -0 };

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const ISO_DATE = /^([+-]\d{6}|\d{4})-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(?:\.\d{1,3})?(?:Z|[+-]\d\d:\d\d)$/;
const INTEGER = /^-?\d{1,40}$/;

/**
 * Writes any value of the wire as JSON from which `fromTagged` gives the same value again. Values without a form in
 * JSON are tagged: `{"base64"}` bytes, `{"bigint"}`, `{"date"}` (ISO 8601), `{"float"}` for `NaN`, `Infinity`,
 * `-Infinity` and `-0`, `{"ext", "base64"}`, and `{"map": [[key, value], …]}` for maps with other than string keys and
 * for objects that look like one of these tags.
 *
 * @throws TypeError for values that have no form on the wire either, such as a function
 */
export function toTagged(value: unknown): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'undefined':
      return null;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { float: Object.is(value, -0) ? '-0' : `${value}` };
    case 'bigint':
      return { bigint: `${value}` };
    case 'object':
      return value === null ? null : objectToTagged(value);
    default:
      throw new TypeError(`a ${typeof value} has no form in JSON`);
  }
}

/** Output as JSON: a string where the bytes are UTF-8, else `{"base64"}`. */
export function bytesToTagged(bytes: Uint8Array): string | { readonly base64: string } {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { base64: toBase64(bytes) };
  }
}

/**
 * Reads JSON with tagged forms, the reverse of `toTagged`. A `{"map"}` whose keys are all strings is an object.
 *
 * @param json what `JSON.parse` gave
 * @param name how messages call the value, for example `args`
 * @throws TaggedJsonError naming the path to a malformed tag
 */
export function fromTagged(json: unknown, name = 'value'): unknown {
  return read(json, name, 0);
}

function objectToTagged(value: object): Json {
  if (value instanceof Uint8Array) return { base64: toBase64(value) };
  if (Array.isArray(value)) return Array.from(value, toTagged);
  if (value instanceof Date) return dateToTagged(value);
  if (value instanceof Map) return mapToTagged(value);
  if (value instanceof ExtData) return extToTagged(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    throw new TypeError('an object with a prototype of its own has no form in JSON');
  }
  return entriesToTagged(Object.entries(value));
}

function dateToTagged(date: Date): Json {
  if (Number.isNaN(date.getTime())) throw new TypeError('an invalid date has no form in JSON');
  return { date: date.toISOString() };
}

function extToTagged({ type, data }: ExtData): Json {
  if (typeof data === 'function') throw new TypeError('an extension that is still to be encoded has no form in JSON');
  return { ext: type, base64: toBase64(data) };
}

function mapToTagged(map: Map<unknown, unknown>): Json {
  const entries = [...map];
  if (entries.every(hasStringKey)) return entriesToTagged(entries);
  return { map: entries.map(([key, value]) => [toTagged(key), toTagged(value)]) };
}

function entriesToTagged(entries: readonly (readonly [string, unknown])[]): Json {
  const kept: [string, Json][] = [];
  for (const [key, value] of entries) if (value !== undefined) kept.push([key, toTagged(value)]);
  // Not by assignment: that would make a `__proto__` key the prototype.
  return looksLikeTag(kept.map(([key]) => key)) ? { map: kept } : Object.fromEntries(kept);
}

function hasStringKey(entry: [unknown, unknown]): entry is [string, unknown] {
  return typeof entry[0] === 'string';
}

/** Whether an object with these keys would be read as a tag. */
export function looksLikeTag(keys: readonly string[]): boolean {
  return TAGS.some((tag) => tag.length === keys.length && tag.every((key) => keys.includes(key)));
}

function read(json: unknown, path: string, depth: number): unknown {
  if (depth > MAX_DEPTH) throw new TaggedJsonError(`${path.slice(0, 60)}… is nested deeper than ${MAX_DEPTH} levels`);
  if (Array.isArray(json)) return json.map((item, i) => read(item, `${path}[${i}]`, depth + 1));
  if (typeof json !== 'object' || json === null) return json;
  const members = new Map<string, unknown>(Object.entries(json));
  if (looksLikeTag([...members.keys()])) return readTag(members, path, depth);
  return Object.fromEntries([...members].map(([key, item]) => [key, read(item, `${path}${member(key)}`, depth + 1)]));
}

function readTag(tag: ReadonlyMap<string, unknown>, path: string, depth: number): unknown {
  if (tag.has('ext')) return new ExtData(readExtType(tag.get('ext'), path), readBytes(tag.get('base64'), path));
  if (tag.has('base64')) return readBytes(tag.get('base64'), path);
  if (tag.has('bigint')) return readBigInt(tag.get('bigint'), path);
  if (tag.has('date')) return readDate(tag.get('date'), path);
  if (tag.has('float')) return readFloat(tag.get('float'), path);
  return readMap(tag.get('map'), path, depth);
}

function readBytes(json: unknown, path: string): Uint8Array {
  const bytes = typeof json === 'string' ? readBase64(json) : undefined;
  return bytes ?? malformed(path, 'base64', 'a string in base64, padded with =', json);
}

/** The bytes that a text in base64 stands for; `undefined` where it is none. */
export function readBase64(text: string): Uint8Array | undefined {
  return BASE64.test(text) ? new Uint8Array(Buffer.from(text, 'base64')) : undefined;
}

function readBigInt(json: unknown, path: string): bigint {
  if (typeof json !== 'string' || !INTEGER.test(json)) malformed(path, 'bigint', 'a whole number as a string', json);
  return BigInt(json);
}

function readDate(json: unknown, path: string): Date {
  const parts = typeof json === 'string' ? ISO_DATE.exec(json) : null;
  const date = new Date(parts?.[0] ?? NaN);
  // JavaScript takes 30 February for 1 March.
  const daysInMonth = new Date(Date.UTC(2000 + (Number(parts?.[1]) % 400), Number(parts?.[2]), 0)).getUTCDate();
  if (Number.isNaN(date.getTime()) || Number(parts?.[3]) > daysInMonth) {
    malformed(path, 'date', 'a date such as "2024-02-29T12:00:00.000Z"', json);
  }
  return date;
}

function readFloat(json: unknown, path: string): number {
  const float = typeof json === 'string' && Object.hasOwn(FLOATS, json) ? FLOATS[json] : undefined;
  return float ?? malformed(path, 'float', '"NaN", "Infinity", "-Infinity" or "-0"', json);
}

function readExtType(json: unknown, path: string): number {
  if (typeof json !== 'number' || !Number.isInteger(json) || json < -128 || json > 127) {
    malformed(path, 'ext', 'a whole number from -128 to 127', json);
  }
  return json;
}

function readMap(json: unknown, path: string, depth: number): unknown {
  if (!Array.isArray(json)) malformed(path, 'map', 'a list of [key, value] pairs', json);
  const map = new Map<unknown, unknown>();
  for (const [i, pair] of json.entries()) {
    const at = `${path}.map[${i}]`;
    if (!isPair(pair)) throw new TaggedJsonError(`${at} must be [key, value], found ${excerpt(pair)}`);
    const key = read(pair[0], `${at}[0]`, depth + 1);
    if (map.has(key)) throw new TaggedJsonError(`${at} has a key that came before: ${excerpt(pair[0])}`);
    map.set(key, read(pair[1], `${at}[1]`, depth + 1));
  }
  const entries = [...map];
  return entries.every(hasStringKey) ? Object.fromEntries(entries) : map;
}

function isPair(json: unknown): json is [unknown, unknown] {
  return Array.isArray(json) && json.length === 2;
}

function malformed(path: string, tag: string, wanted: string, found: unknown): never {
  throw new TaggedJsonError(
    `${path}.${tag} must be ${wanted}, found ${excerpt(found)}; ` +
      `an object that only looks like a tag is written {"map":[[key,value],…]}`,
  );
}

function excerpt(json: unknown): string {
  if (Array.isArray(json)) return `a list of ${json.length}`;
  if (typeof json === 'object' && json !== null) return 'an object';
  const text = JSON.stringify(json);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function member(key: string): string {
  return /^[\w$]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
