import { createHash } from 'node:crypto';
import type { Dialect } from '../source/dialect.ts';

/** Identifies a text that is read in one way: the same key means the same cost. */
export function keyOf(text: string, { typescript, format }: Dialect): string {
  return createHash('sha256').update(`${typescript} ${format}\n`).update(text).digest('base64');
}
