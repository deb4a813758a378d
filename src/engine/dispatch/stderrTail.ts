const KEPT_BYTES = 16 * 1024;

/** What V8 prints to stderr before it aborts for want of heap. */
const HEAP_EXHAUSTED = /JavaScript heap out of memory|Allocation failed - process out of memory/;

/** What inits and runtimes print where the kernel cannot run the first program of an image. */
const FOREIGN_PROGRAM = /exec format error/i;
/** Bytes that they print at most. */
const MAX_LAST_WORDS = 500;

/** Keeps the last bytes of stderr, to tell why an inmate that says nothing else has ended. */
export class StderrTail {
  #tail = Buffer.alloc(0);

  push(bytes: Uint8Array): void {
    this.#tail = Buffer.concat([this.#tail, bytes.subarray(-KEPT_BYTES)]).subarray(-KEPT_BYTES);
  }

  get heapExhausted(): boolean {
    return HEAP_EXHAUSTED.test(this.#tail.toString('latin1'));
  }

  /** Nothing of the image has run: it is for another kind of processor. */
  get isForeignProgram(): boolean {
    return this.#tail.length <= MAX_LAST_WORDS && FOREIGN_PROGRAM.test(this.#tail.toString('latin1'));
  }
}
