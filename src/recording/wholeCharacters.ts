import { isUtf8 } from 'node:buffer';
import { insideAt } from '../wire/msgpack/bytes.ts';
import { announcedLength, cutTail } from './cutTail.ts';
import type { DispatchEvent } from './event.ts';

type Stream = 'stdout' | 'stderr';
type OutputEvent = Extract<DispatchEvent, { readonly type: Stream }>;

/**
 * Cuts output at characters, for consumers that show each piece as text: where a piece ends inside a character, the
 * bytes of that, at most 3, come with the next piece of the same stream. Nothing is lost or reordered within a stream.
 * Bytes whose rest does not come are a piece of their own, with the number and the times of the one in which they came;
 * and a piece that is not text anyway stays as it is.
 */
export class WholeCharacters {
  readonly #held = new Map<Stream, OutputEvent>();

  /** @returns what is to be shown now, in this order */
  take(event: DispatchEvent): readonly DispatchEvent[] {
    switch (event.type) {
      case 'stdout':
      case 'stderr':
        return this.#output(event);
      case 'return':
      case 'raise':
        // Printed output stands before the result, whole or not.
        return [...this.#release('stdout'), event];
      case 'outcome':
        return [...this.end(), event];
      default:
        return [event];
    }
  }

  /** @returns what is left if there was no outcome */
  end(): readonly DispatchEvent[] {
    return [...this.#release('stdout'), ...this.#release('stderr')];
  }

  #output(event: OutputEvent): readonly DispatchEvent[] {
    const [held] = this.#release(event.type);
    const joined = held ? Buffer.concat([held.value, event.value]) : event.value;
    if (held && !beginsCharacter(joined)) return [held, ...this.#cut(event, event.value, event)];
    return this.#cut(event, joined, held ?? event);
  }

  /** @param origin of the bytes at the front, which are all there is if the piece holds not even one character */
  #cut(event: OutputEvent, bytes: Uint8Array, origin: OutputEvent): readonly DispatchEvent[] {
    const end = bytes.length - cutTail(bytes);
    const isText = end < bytes.length && isUtf8(bytes.subarray(0, end));
    if (isText) this.#held.set(event.type, { ...(end === 0 ? origin : event), value: bytes.slice(end) });
    return [{ ...event, value: isText ? bytes.subarray(0, end) : bytes }];
  }

  #release(stream: Stream): readonly OutputEvent[] {
    const held = this.#held.get(stream);
    this.#held.delete(stream);
    return held ? [held] : [];
  }
}

/** Whether the bytes begin with a character, or with what may become one. */
function beginsCharacter(bytes: Uint8Array): boolean {
  const length = announcedLength(insideAt(bytes, 0));
  return bytes.length < length ? cutTail(bytes) === bytes.length : isUtf8(bytes.subarray(0, length));
}
