import type { Dialect } from './source/dialect.ts';
import type { MethodPlace } from './methodPlaces.ts';
import { sourceReader } from './thread/sourceReader.ts';

/** Longer texts are not inmates written by hand. */
const MAX_CHARACTERS = 2 * 1024 * 1024;

/**
 * The methods in a text, as it is in an editor; parsed in a separate thread, within bounds.
 *
 * @throws UsageError where the text takes too much time or memory to parse
 */
export async function readMethodPlaces(text: string, dialect: Dialect): Promise<readonly MethodPlace[]> {
  if (text.length > MAX_CHARACTERS) return [];
  return sourceReader.read({ kind: 'places', text, dialect });
}
