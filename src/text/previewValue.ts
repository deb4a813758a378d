import { plural, shorten } from './words.ts';

/** Characters of one string, bytes of one block, and items of one list that a preview shows at most. */
const MAX_STRING = 1000;
const MAX_BYTES = 16;
const MAX_ITEMS = 100;
const MAX_DEPTH = 6;

/**
 * A value as one line of text for people, close to JavaScript. The text is short even if the value is large, and says
 * how much of the value it leaves out. It is not yet escaped for a terminal.
 *
 * @param room characters after which no further list or object is expanded
 */
export function previewValue(value: unknown, room = 2000): string {
  return new Preview(room).show(value, 0);
}

class Preview {
  #room: number;

  constructor(room: number) {
    this.#room = room;
  }

  show(value: unknown, depth: number): string {
    if (typeof value === 'string') return this.#spend(previewString(value, Math.max(this.#room, 40)));
    if (typeof value === 'bigint') return this.#spend(`${value}n`);
    if (typeof value !== 'object' || value === null) return this.#spend(Object.is(value, -0) ? '-0' : String(value));
    if (value instanceof Uint8Array) return this.#spend(previewBytes(value));
    if (value instanceof Date)
      return this.#spend(Number.isNaN(value.getTime()) ? 'an invalid date' : value.toISOString());
    if (isExtension(value)) return this.#spend(previewExtension(value));
    if (Array.isArray(value)) return this.#list('[]', value, 'item', depth, (item) => this.show(item, depth + 1));
    if (value instanceof Map) {
      return this.#list('Map{}', [...value], 'entry', depth, ([key, item]) => {
        return `${this.show(key, depth + 1)} => ${this.show(item, depth + 1)}`;
      });
    }
    return this.#list('{}', Object.entries(value), 'member', depth, ([key, item]) => {
      return `${this.#spend(memberName(key))}: ${this.show(item, depth + 1)}`;
    });
  }

  #list<T>(brackets: string, items: readonly T[], noun: string, depth: number, show: (item: T) => string): string {
    const open = brackets.slice(0, -1);
    const close = brackets.slice(-1);
    const shown: string[] = [];
    for (const item of items) {
      if (this.#room <= 0 || shown.length === MAX_ITEMS || depth === MAX_DEPTH) break;
      this.#room -= 2;
      shown.push(show(item));
    }
    const hidden = items.length - shown.length;
    if (hidden > 0) shown.push(`… +${plural(hidden, noun)}`);
    const pad = close === '}' && shown.length > 0 ? ' ' : '';
    return `${open}${pad}${shown.join(', ')}${pad}${close}`;
  }

  #spend(text: string): string {
    this.#room -= text.length;
    return text;
  }
}

function previewString(text: string, room: number): string {
  const max = Math.min(room, MAX_STRING);
  if (text.length <= max) return JSON.stringify(text);
  const shortened = shorten(text, max);
  const dots = shortened.lastIndexOf('…');
  return `${JSON.stringify(shortened.slice(0, dots))}${shortened.slice(dots)}`;
}

function previewBytes(bytes: Uint8Array): string {
  const hex = Array.from(bytes.subarray(0, MAX_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `<${plural(bytes.length, 'byte')}${hex === '' ? '' : ` ${hex}`}${bytes.length > MAX_BYTES ? '…' : ''}>`;
}

/** A msgpack extension of unknown meaning. */
interface Extension {
  readonly type: number;
  readonly data: unknown;
}

/** Recognized by its form, because its class belongs to the codec. Objects of an inmate are always plain. */
function isExtension(value: object): value is Extension {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype !== Object.prototype && prototype !== null && 'type' in value && 'data' in value;
}

function previewExtension({ type, data }: Extension): string {
  return `ext(${type}${data instanceof Uint8Array ? ` ${previewBytes(data)}` : ''})`;
}

function memberName(key: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$]{0,99}$/u.test(key) ? key : previewString(key, 100);
}
