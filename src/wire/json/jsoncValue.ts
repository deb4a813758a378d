import { messageOf } from '../thrown.ts';
import { parseExactJson } from './exactJson.ts';
import type { JsoncNode } from './jsoncTree.ts';

/** What is wrong within a text that has the form of JSON. */
export interface JsoncWrong {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The value of a part, each text and number read as everywhere: a whole number keeps all its digits, and what no value
 * can be is refused.
 *
 * @param onWrong is told of what is refused; the value is then of no use
 */
export function valueOfJsonc(text: string, node: JsoncNode, onWrong: (wrong: JsoncWrong) => void): unknown {
  const { start, end } = node;
  switch (node.kind) {
    case 'scalar':
      try {
        return parseExactJson(text.slice(start, end));
      } catch (error) {
        onWrong({ message: messageOf(error), start, end });
        return null;
      }
    case 'list':
      return node.items.map((item) => valueOfJsonc(text, item, onWrong));
    case 'object': {
      const members = new Map<string, unknown>();
      for (const { key, value } of node.members) {
        const name = nameOfKey(text, key);
        if (members.has(name)) {
          const message = `an object has the key ${JSON.stringify(name)} twice: only one of them would count`;
          onWrong({ message, start: key.start, end: key.end });
        }
        members.set(name, value ? valueOfJsonc(text, value, onWrong) : null);
      }
      // Not by assignment: that would make a `__proto__` key the prototype.
      return Object.fromEntries(members);
    }
  }
}

/** The name of a member; while it is typed, as far as it is there. */
export function nameOfKey(text: string, key: { readonly start: number; readonly end: number }): string {
  const raw = text.slice(key.start, key.end);
  try {
    return String(parseExactJson(raw));
  } catch {
    return raw.replace(/^"|"$/g, '');
  }
}

/** The part at a path of names and numbers, or the last one on the way that is there. */
export function nodeAt(text: string, root: JsoncNode, path: readonly (string | number)[]): JsoncNode {
  let node = root;
  for (const step of path) {
    const next =
      typeof step === 'number'
        ? node.kind === 'list' && node.items[step]
        : node.kind === 'object' && node.members.find(({ key }) => nameOfKey(text, key) === step)?.value;
    if (!next) return node;
    node = next;
  }
  return node;
}
