import { withoutBuffer } from './bytes.ts';
import { type StructureLimits, ValueDecoder } from './valueDecoder.ts';

/** More than a value in memory can have. */
const UNLIMITED: StructureLimits = { valueNodes: 2 ** 30, valueDepth: 2 ** 30 };

/**
 * Decodes one whole value whose structure and limits have been checked by the walker.
 *
 * Integers stay integers (beyond 2^53 a bigint), `bin` is a `Uint8Array` (a view), timestamps are dates (cut to
 * milliseconds), other extensions `ExtData`. A map whose keys are all strings is a plain object, `__proto__` an own
 * member like any other; other maps are a `Map`.
 *
 * @throws RangeError where there is no whole value
 */
export function decodeValue(bytes: Uint8Array): unknown {
  const decoder = new ValueDecoder(UNLIMITED, false);
  if (!decoder.read(withoutBuffer(bytes), 0, bytes.length)) throw new RangeError('there is no whole value');
  return decoder.value;
}
