import type { EventBody } from '../../recording/event.ts';
import type { ValuePath } from '../../protocol/value/whole.ts';

/** A node of a value. */
export interface ValuePlace {
  readonly value: unknown;
  /** How JavaScript gets there from the value: `.items[3].get(1)`. */
  readonly access: string;
}

/** The value of an event as people think of it: of a yield of one value that one, else the list of them. */
export function valueOf(body: EventBody): unknown {
  return body.type === 'yield' && body.value.length === 1 ? body.value[0] : body.value;
}

/**
 * A node in a value.
 *
 * @throws RangeError where there is no such node
 */
export function placeIn(value: unknown, path: ValuePath): ValuePlace {
  let place: ValuePlace = { value, access: '' };
  for (const index of path) {
    const child = childOf(place.value, index);
    if (!child) throw new RangeError('there is no such place in this value');
    place = { value: child.value, access: place.access + child.access };
  }
  return place;
}

function childOf(value: unknown, index: number): ValuePlace | undefined {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return undefined;
  if (Array.isArray(value)) return index < value.length ? { value: value[index], access: `[${index}]` } : undefined;
  if (value instanceof Map) {
    const entry = [...value][index];
    return entry && { value: entry[1], access: `.get(${literal(entry[0])})` };
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  const entry = Object.entries(value)[index];
  return entry && { value: entry[1], access: memberAccess(entry[0]) };
}

function memberAccess(key: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

/** A key of a map; one that has no literal is found by no other value either. */
function literal(key: unknown): string {
  if (typeof key === 'string') return JSON.stringify(key);
  if (typeof key === 'bigint') return `${key}n`;
  return typeof key === 'object' && key !== null ? '…' : String(key);
}
