import { MAX_VALUE_DEPTH, MAX_VALUE_NODES, MAX_VALUE_TEXT } from '../../protocol/protocol.ts';
import type { CutKind } from '../../protocol/value/cut.ts';
import { looksLikeTag, toTagged, type Json } from '../../wire/json/taggedJson.ts';
import { textPart } from './textPart.ts';

/** A value as it is sent to a view. */
export interface BoundedValue {
  readonly json: Json;
  /** Nodes that are cut. */
  readonly omitted: number;
}

/** What the note of a cut adds to a value, with an object that has to be written as a map. */
const CUT_NODES = 14;
const CUT_TEXT = 64;
/** Levels that one list or object takes at most: the note, its tag, its pairs. */
const LEVELS = 5;

/** The most that a tag or an entry of a map adds. */
const TAG_NODES = 4;
const TAG_TEXT = 64;

/** Characters that no text takes, so that there is room for what must follow it. */
const RESERVE = 256;

/** Characters of a text, and bytes, that are sent of one within another value; a longer key is written as a value. */
const MAX_INNER_TEXT = 64 * 1024;
const MAX_INNER_BYTES = 4 * 1024;
const MAX_KEY = 1024;

/** A value of the wire for a view, as much of it as a message may hold; from a child, a character or a byte on. */
export function boundValue(value: unknown, from = 0): BoundedValue {
  const cutter = new Cutter();
  const json = cutter.root(value, from);
  return { json, omitted: cutter.omitted };
}

/** Writes a value up to the bounds of a message, and says of every node that ends early how long it is. */
class Cutter {
  omitted = 0;
  #nodes = MAX_VALUE_NODES;
  #text = MAX_VALUE_TEXT;

  root(value: unknown, from: number): Json {
    return this.#node(value, { levels: MAX_VALUE_DEPTH, from, text: MAX_VALUE_TEXT, bytes: MAX_VALUE_TEXT });
  }

  #inner(value: unknown, levels: number): Json {
    return this.#node(value, { levels, from: 0, text: MAX_INNER_TEXT, bytes: MAX_INNER_BYTES });
  }

  #node(value: unknown, part: Part): Json {
    if (typeof value === 'string') return this.#string(value, part);
    if (typeof value !== 'object' || value === null || value instanceof Date) return this.#scalar(value);
    if (value instanceof Uint8Array) return this.#bytes('bytes', value, part, (base64) => ({ base64 }));
    if (Array.isArray(value)) return this.#list(value, part);
    if (value instanceof Map) return this.#entries([...value], true, part);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) {
      const entries = Object.entries(value);
      return this.#entries(entries, !canBeObject(entries), part);
    }
    if ('type' in value && typeof value.type === 'number' && 'data' in value && value.data instanceof Uint8Array) {
      const { type, data } = value;
      return this.#bytes('ext', data, part, (base64) => ({ ext: type, base64 }));
    }
    return this.#scalar(value);
  }

  #scalar(value: unknown): Json {
    const json = toTagged(value);
    if (typeof json === 'object' && json !== null) this.#spend(TAG_NODES, TAG_TEXT);
    else this.#spend(1, 0);
    return json;
  }

  #string(text: string, { from, text: most }: Part): Json {
    this.#spend(1 + CUT_NODES, CUT_TEXT);
    const shown = textPart(text, from, Math.min(most, this.#text - RESERVE));
    this.#spend(0, shown.length);
    return this.#written('text', text.length, text.length - from - shown.length, shown);
  }

  #bytes(of: CutKind, bytes: Uint8Array, { from, bytes: most }: Part, write: (base64: string) => Json): Json {
    this.#spend(TAG_NODES + CUT_NODES, CUT_TEXT + TAG_TEXT);
    const room = Math.floor(Math.max(0, this.#text - RESERVE) / 4) * 3;
    const rest = Math.max(0, bytes.length - from);
    // Bytes that fit are sent whole, be it an image; of others a few tell what they are.
    const shown = bytes.subarray(from, from + (rest <= room ? rest : Math.min(room, most)));
    const base64 = Buffer.from(shown.buffer, shown.byteOffset, shown.byteLength).toString('base64');
    this.#spend(0, base64.length);
    return this.#written(of, bytes.length, rest - shown.length, write(base64));
  }

  #list(items: readonly unknown[], { levels, from }: Part): Json {
    this.#spend(1 + CUT_NODES, CUT_TEXT);
    const shown: Json[] = [];
    for (let i = from; i < items.length && this.#hasRoom(levels); i++)
      shown.push(this.#inner(items[i], levels - LEVELS));
    return this.#written('list', items.length, items.length - from - shown.length, shown);
  }

  #entries(all: readonly Entry[], asMap: boolean, { levels, from }: Part): Json {
    this.#spend(1 + CUT_NODES, CUT_TEXT);
    const shown: (readonly [Json, Json])[] = [];
    for (let i = from; i < all.length && this.#hasRoom(levels); i++) {
      const [key, item] = all[i] ?? [];
      if (asMap) this.#spend(TAG_NODES, TAG_TEXT);
      else if (typeof key === 'string') this.#spend(0, key.length);
      const written = typeof key === 'string' && !asMap ? key : this.#inner(key, levels - LEVELS);
      shown.push([written, this.#inner(item, levels - LEVELS)]);
    }
    const json: Json = asMap || !canBeObject(shown) ? { map: shown } : objectOf(shown);
    return this.#written(asMap ? 'map' : 'object', all.length, all.length - from - shown.length, json);
  }

  /** Whether a child can still be written, at least by a note of what it is. */
  #hasRoom(levels: number): boolean {
    const most = 2 * (CUT_NODES + TAG_NODES) + TAG_NODES;
    return levels > 2 * LEVELS && this.#nodes > most && this.#text > MAX_KEY + 2 * RESERVE;
  }

  /** The whole value, or what is shown of it with a note. */
  #written(of: CutKind, size: number, rest: number, shown: Json): Json {
    if (rest <= 0) {
      this.#spend(-CUT_NODES, -CUT_TEXT);
      return shown;
    }
    this.omitted++;
    return { cut: { of, size, rest, shown } };
  }

  #spend(nodes: number, text: number): void {
    this.#nodes -= nodes;
    this.#text -= text;
  }
}

/** Which part of a value is wanted. */
interface Part {
  readonly levels: number;
  readonly from: number;
  /** Characters of a text, bytes of bytes that do not fit. */
  readonly text: number;
  readonly bytes: number;
}

function objectOf(entries: readonly (readonly [Json, Json])[]): Json {
  return Object.fromEntries(
    entries.map(([key, item]): readonly [string, Json] => [typeof key === 'string' ? key : '', item]),
  );
}

type Entry = readonly [key: unknown, value: unknown];

/** Whether entries can be written as an object, and are then read as one, in their order. */
function canBeObject(entries: readonly Entry[]): boolean {
  const keys = entries.slice(0, 3).map(([key]) => String(key));
  const looksLikeCut = keys.length === 1 && keys[0] === 'cut';
  return (
    !looksLikeCut &&
    !looksLikeTag(keys) &&
    // Some transports of messages refuse a member `__proto__`.
    entries.every(([key]) => typeof key === 'string' && key.length <= MAX_KEY && key !== '__proto__')
  );
}
