import type { Writable } from 'node:stream';

const SLAB_BYTES = 64 * 1024;
/** Parts up to this size are copied together: one write of 64 KiB is cheaper than a thousand small ones. */
const COPY_BYTES = 4096;
/** About what a pipe holds: with more, this process would write while the inmate waits, and then the other way round. */
const FULL_BYTES = 64 * 1024;

/** The one writer to the real standard output. Keeps parts until `flush`, and writes them all at once. */
export class FrameWriter {
  readonly #stream: Writable;
  #slab = Buffer.allocUnsafe(SLAB_BYTES);
  #start = 0;
  #end = 0;

  constructor(stream: Writable) {
    this.#stream = stream;
  }

  /** Whether the host reads so slowly that nothing more should be written; the stream's `drain` says when it may. */
  get full(): boolean {
    return this.#stream.writableLength > FULL_BYTES;
  }

  write(parts: readonly Uint8Array[]): void {
    if (this.#stream.writableCorked === 0) this.#stream.cork();
    for (const part of parts) {
      if (part.length > COPY_BYTES) {
        this.#passSlab();
        this.#stream.write(part);
      } else {
        this.#copy(part);
      }
    }
  }

  flush(): void {
    this.#passSlab();
    this.#stream.uncork();
  }

  /** Calls back once everything is in the hands of the operating system. */
  finish(done: () => void): void {
    this.flush();
    this.#stream.write('', () => done());
  }

  #passSlab(): void {
    if (this.#end > this.#start) this.#stream.write(this.#slab.subarray(this.#start, this.#end));
    this.#start = this.#end;
  }

  #copy(part: Uint8Array): void {
    if (this.#end + part.length > SLAB_BYTES) {
      this.#passSlab();
      // The old slab may still be on its way out.
      this.#slab = Buffer.allocUnsafe(SLAB_BYTES);
      this.#start = this.#end = 0;
    }
    this.#slab.set(part, this.#end);
    this.#end += part.length;
  }
}
