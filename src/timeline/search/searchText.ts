import type { EventBody } from '../../recording/event.ts';
import { previewBody } from '../describe/preview.ts';

/** Characters of a row that are searched. */
const MAX_SEARCHED = 64 * 1024;
/** Items of a value that are searched. */
const MAX_ITEMS = 10_000;

const UTF8 = new TextDecoder();

/** Output whose preview is just its beginning. */
const PLAIN_LINE = /^[\x20-\x7e]*\r?\n?$/;

/** The text that is searched for a row: the preview, and the row's unescaped text, both bounded. */
export function searchTextOf(body: EventBody): string {
  if (body.type !== 'stdout' && body.type !== 'stderr') {
    return `${previewBody(body)}\n${new ValueText().of(body.value)}`;
  }
  const text = UTF8.decode(body.value.subarray(0, MAX_SEARCHED));
  return PLAIN_LINE.test(text) ? text : `${previewBody(body)}\n${text}`;
}

/** The texts in a value, keys included, a line each. */
class ValueText {
  #text = '';
  #items = MAX_ITEMS;

  of(value: unknown): string {
    const left: unknown[] = [value];
    while (left.length > 0 && this.#items-- > 0 && this.#text.length < MAX_SEARCHED) this.#take(left.pop(), left);
    return this.#text;
  }

  #take(value: unknown, left: unknown[]): void {
    if (typeof value === 'string') this.#add(value);
    else if (value instanceof Uint8Array) this.#add(UTF8.decode(value.subarray(0, MAX_SEARCHED)));
    else if (value instanceof Date) this.#add(Number.isNaN(value.getTime()) ? '' : value.toISOString());
    else if (value instanceof Map) pushItems([...value].flat(), left);
    else if (Array.isArray(value)) pushItems(value, left);
    else if (typeof value === 'object' && value !== null) pushItems(Object.entries(value).flat(), left);
    else this.#add(String(value));
  }

  #add(text: string): void {
    this.#text += `${text.slice(0, MAX_SEARCHED - this.#text.length)}\n`;
  }
}

/** Puts items on the stack so that the first comes off first. */
function pushItems(items: readonly unknown[], left: unknown[]): void {
  for (let i = Math.min(items.length, MAX_ITEMS) - 1; i >= 0; i--) left.push(items[i]);
}
