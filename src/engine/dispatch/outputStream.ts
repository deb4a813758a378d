/**
 * One stream of a dispatch's output, read from its recording: each iteration begins at the first byte. At the end it
 * throws what awaiting the dispatch throws.
 */
export class OutputStream implements AsyncIterable<Uint8Array> {
  readonly #pieces: () => AsyncGenerator<Uint8Array, void>;
  readonly #throwFailure: () => Promise<unknown>;

  /**
   * @param pieces gives all output, however the dispatch ended
   * @param throwFailure rejects where it failed
   */
  constructor(pieces: () => AsyncGenerator<Uint8Array, void>, throwFailure: () => Promise<unknown>) {
    this.#pieces = pieces;
    this.#throwFailure = throwFailure;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    yield* this.#pieces();
    await this.#throwFailure();
  }

  /** Everything, once the dispatch is over, however it ended: a failure is thrown only by awaiting the dispatch. */
  async bytes(): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.#pieces()) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  /** Everything as UTF-8 text; bytes that are not valid UTF-8 show as U+FFFD. */
  async text(): Promise<string> {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await this.bytes());
  }
}

/**
 * The yields of a dispatch, read from its recording: each iteration begins at the first one. At the end it throws what
 * awaiting the dispatch throws.
 */
export class YieldStream<Yield extends readonly unknown[] = readonly unknown[]> implements AsyncIterable<Yield> {
  readonly #yields: () => AsyncGenerator<Yield, void>;

  constructor(yields: () => AsyncGenerator<Yield, void>) {
    this.#yields = yields;
  }

  [Symbol.asyncIterator](): AsyncGenerator<Yield, void> {
    return this.#yields();
  }

  /** All of them, once the dispatch is over; each is the array of the values that were yielded together. */
  async toArray(): Promise<Yield[]> {
    const yields: Yield[] = [];
    for await (const values of this.#yields()) yields.push(values);
    return yields;
  }
}
