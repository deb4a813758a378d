import type { Node } from '@babel/types';
import { keyOf, plainValue } from './types/literalTypes.ts';

/** Parts of a default that are read. */
const MAX_PARTS = 200;

/** The value of a default that is written out, so that a call can pass it on; `undefined` where only running it tells. */
export function defaultValue(node: Node): { readonly value: unknown } | undefined {
  let left = MAX_PARTS;
  const read = (part: Node): { readonly value: unknown } | undefined => {
    if (left-- <= 0) return undefined;
    if (part.type === 'ArrayExpression') {
      const items = part.elements.map((item) => item && read(item));
      return items.every((item) => !!item) ? { value: items.map(({ value }) => value) } : undefined;
    }
    if (part.type !== 'ObjectExpression') return plainValue(part);
    const entries: [string, unknown][] = [];
    for (const member of part.properties) {
      const name = member.type === 'ObjectProperty' && !member.computed ? keyOf(member.key) : undefined;
      const value = member.type === 'ObjectProperty' ? read(member.value) : undefined;
      // In a literal `__proto__` is no member.
      if (name === undefined || name === '__proto__' || !value) return undefined;
      entries.push([name, value.value]);
    }
    return { value: Object.fromEntries(entries) };
  };
  return read(node);
}
