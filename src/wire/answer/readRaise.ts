import type { Raise } from '../frame.ts';

/** How deep causes and the errors within an error are followed, and how many there may be in all. */
const MAX_DEPTH = 20;
const MAX_RAISES = 200;
/** Items in the details of all of them: an entrypoint of ours sends a fraction of that. */
const MAX_DETAILS = 50_000;

/** Ruby's `e.class.name` is nil for a class without a name. */
const NAMELESS_CLASS = '(class without a name)';

const UTF8 = new TextDecoder();

/** @returns the exception in a decoded value; `undefined` if it is none. Other members are read as far as they fit */
export function readRaise(value: unknown): Raise | undefined {
  return new RaiseReader().read(value, MAX_DEPTH);
}

class RaiseReader {
  #raises = MAX_RAISES;
  #details = MAX_DETAILS;

  read(value: unknown, depth: number): Raise | undefined {
    if (typeof value !== 'object' || value === null || this.#raises <= 0) return undefined;
    const member = (name: string): unknown => (value instanceof Map ? value.get(name) : Reflect.get(value, name));
    const name = member('class') === null ? NAMELESS_CLASS : readText(member('class'));
    const message = readText(member('message') ?? '');
    const backtrace = readLines(member('backtrace') ?? []);
    if (name === undefined || message === undefined || backtrace === undefined) return undefined;
    this.#raises--;
    const cause = depth > 0 ? this.read(member('cause'), depth - 1) : undefined;
    const errors = depth > 0 ? this.#errors(member('errors'), depth - 1) : [];
    const details = this.#readDetails(member('details'));
    return {
      class: name,
      message,
      backtrace,
      ...(cause ? { cause } : {}),
      ...(errors.length > 0 ? { errors } : {}),
      ...(details ? { details } : {}),
    };
  }

  #errors(value: unknown, depth: number): Raise[] {
    const errors: Raise[] = [];
    for (const item of Array.isArray(value) ? value : []) {
      const error = this.read(item, depth);
      if (error) errors.push(error);
    }
    return errors;
  }

  /** A map with other keys than strings was decoded as a `Map`. */
  #readDetails(value: unknown): Record<string, unknown> | undefined {
    if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
      return undefined;
    const members: [string, unknown][] = [];
    for (const [name, member] of Object.entries(value)) {
      this.#details -= countItems(member, this.#details);
      if (this.#details < 0) break;
      members.push([name, member]);
    }
    return members.length > 0 ? Object.fromEntries(members) : undefined;
  }
}

/** Items in a decoded value, itself included; it stops counting beyond `most`. */
function countItems(value: unknown, most: number): number {
  let items = 1;
  const left = [value];
  while (left.length > 0 && items <= most) {
    const inner = itemsOf(left.pop());
    items += inner.length;
    if (items <= most) left.push(...inner);
  }
  return items;
}

function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value instanceof Map) return [...value.keys(), ...value.values()];
  const isObject = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isObject ? Object.values(value) : [];
}

/** Ruby's strings of unknown encoding are bytes. */
function readText(value: unknown): string | undefined {
  return value instanceof Uint8Array ? UTF8.decode(value) : typeof value === 'string' ? value : undefined;
}

function readLines(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const lines = value.map(readText);
  return lines.every((line) => line !== undefined) ? lines : undefined;
}
