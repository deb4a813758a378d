/** Random numbers that a seed repeats. */
export class Random {
  #state: number;

  /** @param seed any whole number */
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A seed for the same bytes whenever they come: what a target does at random depends on its input alone. */
  static of(bytes: Uint8Array): Random {
    let hash = 0x811c9dc5;
    for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
    return new Random(hash);
  }

  /** A whole number from 0 to 2^32 - 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** A whole number from 0 to `bound` - 1. */
  below(bound: number): number {
    return Math.floor((this.next() / 0x1_0000_0000) * bound);
  }

  /** One of several, of which there is one at least. */
  oneOf<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('there is nothing to choose from');
    return item;
  }

  /** The bytes in pieces of any size, all of them together the same bytes. */
  pieces(bytes: Uint8Array): readonly Uint8Array[] {
    const pieces: Uint8Array[] = [];
    const most = this.oneOf([1, 3, 17, 200]);
    for (let from = 0; from < bytes.length;) {
      const end = from + 1 + this.below(most);
      pieces.push(bytes.subarray(from, end));
      from = end;
    }
    return pieces;
  }
}
