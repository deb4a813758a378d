/** One stream of a dispatch's output, read from its recording: each iteration begins at the first byte. */
export class OutputStream implements AsyncIterable<Uint8Array> {
  readonly #pieces: () => AsyncGenerator<Uint8Array, void>;

  constructor(pieces: () => AsyncGenerator<Uint8Array, void>) {
    this.#pieces = pieces;
  }

  [Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    return this.#pieces();
  }

  /** Everything, once the dispatch is over. */
  async bytes(): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.#pieces()) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  /** Everything as UTF-8 text; bytes that are none show as U+FFFD. */
  async text(): Promise<string> {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await this.bytes());
  }
}

/** The yields of a dispatch, read from its recording: each iteration begins at the first one. */
export class YieldStream implements AsyncIterable<readonly unknown[]> {
  readonly #yields: () => AsyncGenerator<readonly unknown[], void>;

  constructor(yields: () => AsyncGenerator<readonly unknown[], void>) {
    this.#yields = yields;
  }

  [Symbol.asyncIterator](): AsyncGenerator<readonly unknown[], void> {
    return this.#yields();
  }

  /** All of them, once the dispatch is over; each is the array of the values that were yielded together. */
  async toArray(): Promise<(readonly unknown[])[]> {
    const yields: (readonly unknown[])[] = [];
    for await (const values of this.#yields()) yields.push(values);
    return yields;
  }
}
