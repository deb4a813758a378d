/** Bytes of the channel `up` that wait for their record. */
export class SideChannel {
  #chunks: Buffer[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** @returns exactly so many bytes, in pieces; `undefined` while there are fewer */
  take(bytes: number): Buffer[] | undefined {
    if (this.#length < bytes) return undefined;
    this.#length -= bytes;
    const taken: Buffer[] = [];
    for (let wanted = bytes; wanted > 0;) {
      const chunk = this.#chunks.shift();
      if (!chunk) break;
      taken.push(chunk.subarray(0, wanted));
      if (chunk.length > wanted) this.#chunks.unshift(chunk.subarray(wanted));
      wanted -= Math.min(wanted, chunk.length);
    }
    return taken;
  }

  clear(): void {
    this.#chunks = [];
    this.#length = 0;
  }
}
