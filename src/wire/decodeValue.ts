import { withoutBuffer } from './bytes.ts';
import { ValueDecoder } from './valueDecoder.ts';

/**
 * Decodes one whole value whose structure and limits have been checked by the walker.
 *
 * Integers stay integers (beyond 2^53 a bigint), `bin` is a `Uint8Array` (a view), timestamps are dates (cut to
 * milliseconds), other extensions `ExtData`. A map whose keys are all strings is a plain object, `__proto__` an own
 * member like any other; other maps are a `Map`.
 */
export function decodeValue(bytes: Uint8Array): unknown {
  return new ValueDecoder(false).decode(withoutBuffer(bytes), 0);
}
