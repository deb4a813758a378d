const KEPT_BYTES = 16 * 1024;

/** What V8 prints to stderr before it aborts for want of heap. */
const HEAP_EXHAUSTED = /JavaScript heap out of memory|Allocation failed - process out of memory/;

/** Keeps the last bytes of stderr, to tell V8's abort at its heap limit from any other. */
export class StderrTail {
  #tail = Buffer.alloc(0);

  push(bytes: Uint8Array): void {
    this.#tail = Buffer.concat([this.#tail, bytes.subarray(-KEPT_BYTES)]).subarray(-KEPT_BYTES);
  }

  get heapExhausted(): boolean {
    return HEAP_EXHAUSTED.test(this.#tail.toString('latin1'));
  }
}
