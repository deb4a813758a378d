/** Takes bytes of an export; resolves when there is room for more. */
export type WriteBytes = (bytes: Uint8Array) => void | Promise<void>;

/** Bytes of a batch. */
const BATCH_BYTES = 64 * 1024;

/** Passes texts and bytes on in batches, so that an export is never in memory as a whole. */
export class ByteWriter {
  readonly #write: WriteBytes;
  #batch: Uint8Array[] = [];
  #batchBytes = 0;
  #written = 0;

  constructor(write: WriteBytes) {
    this.#write = write;
  }

  /** Bytes so far, including buffered ones. */
  get written(): number {
    return this.#written;
  }

  async text(text: string): Promise<void> {
    await this.bytes(Buffer.from(text));
  }

  async bytes(bytes: Uint8Array): Promise<void> {
    this.#batch.push(bytes);
    this.#batchBytes += bytes.length;
    this.#written += bytes.length;
    if (this.#batchBytes >= BATCH_BYTES) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#batchBytes === 0) return;
    const batch = Buffer.concat(this.#batch);
    this.#batch = [];
    this.#batchBytes = 0;
    await this.#write(batch);
  }
}
