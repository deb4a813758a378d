import { DOCKER_HEADER_BYTES } from '../../wire/answer/demultiplexer.ts';
import type { Entry } from './entry.ts';
import type { RawBytes, RawStretch } from './rowContent.ts';

/** Keeps the raw bytes of a frame as they are read, up to a limit, and what each stretch of them is. */
export class RawCollector {
  readonly #limit: number;
  readonly #parts: Uint8Array[] = [];
  readonly #stretches: RawStretch[] = [];
  /** Raw bytes so far, and up to the end of the frame. */
  #bytes = 0;
  #end: number | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Raw bytes before the current ones. */
  get offset(): number {
    return this.#bytes;
  }

  /** Whether further bytes are cut off. */
  get isFull(): boolean {
    return this.#bytes > this.#limit;
  }

  /** Says what the bytes from one offset to another are; those between it and the stretch before are headers. */
  stretch(kind: 'own' | 'other', from: number, to: number): void {
    this.#headersUpTo(from);
    const last = this.#stretches.at(-1);
    if (last?.kind === kind) this.#stretches.pop();
    this.#stretches.push({ kind, from: last?.kind === kind ? last.from : from, to });
  }

  /** The frame ends at this offset; bytes behind it are not its own. */
  endAt(offset: number): void {
    this.#end ??= offset;
  }

  /** Takes bytes whose stretches are all known. */
  push(bytes: Uint8Array): void {
    const own = Math.max(0, Math.min(bytes.length, (this.#end ?? Infinity) - this.#bytes));
    const room = Math.max(0, this.#limit - this.#bytes);
    // The caller reuses the bytes as soon as this returns.
    if (room > 0) this.#parts.push(bytes.slice(0, Math.min(own, room)));
    this.#bytes += own;
  }

  finish({ headed, dockerLeft, plain }: Entry): RawBytes {
    const bytes = new Uint8Array(Math.min(this.#bytes, this.#limit));
    let filled = 0;
    for (const part of this.#parts) {
      bytes.set(part, filled);
      filled += part.length;
    }
    if (!plain) this.#headersUpTo(bytes.length);
    const stretches = this.#stretches.flatMap((one) => cut(one, bytes.length));
    return { bytes, stretches, headed, dockerLeft, whole: !this.isFull };
  }

  #headersUpTo(offset: number): void {
    let from = this.#stretches.at(-1)?.to ?? 0;
    for (; from + DOCKER_HEADER_BYTES <= offset; from += DOCKER_HEADER_BYTES) {
      this.#stretches.push({ kind: 'header', from, to: from + DOCKER_HEADER_BYTES });
    }
  }
}

/** A header that is cut is dropped: it says nothing any more. */
function cut(stretch: RawStretch, end: number): RawStretch[] {
  const { kind, from, to } = stretch;
  if (to <= end) return [stretch];
  return kind === 'header' || from >= end ? [] : [{ kind, from, to: end }];
}
