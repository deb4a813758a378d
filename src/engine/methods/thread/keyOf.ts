import { createHash } from 'node:crypto';
import type { Dialect } from '../source/dialect.ts';

/** What a text read in some way is known by: as long as it is the same, it costs the same. */
export function keyOf(text: string, { typescript, format }: Dialect): string {
  return createHash('sha256').update(`${typescript} ${format}\n`).update(text).digest('base64');
}
