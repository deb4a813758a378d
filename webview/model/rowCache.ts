import type { FrameRow } from './frameRow.ts';

/** Rows of a block, the unit in which rows are asked for. */
export const BLOCK_ROWS = 100;
/** Blocks that are kept: the webview never holds the whole recording. */
const MAX_BLOCKS = 48;
/** Rows beside those in view that are fetched too when nothing else is, so that scrolling on finds them there. */
const MARGIN = 60;
const MAX_IN_FLIGHT = 2;

interface Block {
  readonly rows: readonly FrameRow[];
  /** The row before the first, for its delta. */
  readonly before: FrameRow | undefined;
}

/** Gives the rows at places `from` to before `to`, or fewer at the end. */
export type FetchRows = (from: number, to: number) => Promise<readonly FrameRow[]>;

/**
 * The rows around those in view, by place. It asks for what is in view and not known, nearest first and little at a time:
 * of a long drag over the scrollbar only where it ends is fetched. The least recently seen blocks go.
 */
export class RowCache {
  readonly #fetch: FetchRows;
  readonly #changed: () => void;
  readonly #blocks = new Map<number, Block>();
  readonly #inFlight = new Set<number>();
  /** Blocks that could not be had: asked for again when the view moves or grows, since asking at once would not end. */
  readonly #failed = new Set<number>();
  #wanted: readonly [from: number, to: number] = [0, 0];
  #count = 0;
  #generation = 0;

  /** @param changed rows in view have come */
  constructor(fetch: FetchRows, changed: () => void) {
    this.#fetch = fetch;
    this.#changed = changed;
  }

  /** Rows that there are, known or not. */
  get count(): number {
    return this.#count;
  }

  get size(): number {
    return this.#blocks.size;
  }

  /** More rows at the end; what is known stays. */
  grow(count: number): void {
    this.#count = count;
    this.#failed.clear();
    this.#request();
  }

  /** Other rows: nothing that is known holds any more. */
  reset(count: number): void {
    this.#generation++;
    this.#blocks.clear();
    this.#inFlight.clear();
    this.grow(count);
  }

  get(place: number): FrameRow | undefined {
    return this.#touch(blockOf(place))?.rows[place % BLOCK_ROWS];
  }

  /** The row above, if it is known. */
  before(place: number): FrameRow | undefined {
    return place % BLOCK_ROWS === 0 ? this.#touch(blockOf(place))?.before : this.get(place - 1);
  }

  /** These places are in view now. */
  want(from: number, to: number): void {
    this.#wanted = [from, to];
    this.#failed.clear();
    this.#request();
  }

  #request(): void {
    const [from, to] = this.#wanted;
    this.#requestBlocks(from, to);
    this.#requestBlocks(to, to + MARGIN);
    this.#requestBlocks(from - MARGIN, from);
  }

  #requestBlocks(from: number, to: number): void {
    const last = blockOf(Math.min(to, this.#count) - 1);
    for (let block = blockOf(Math.max(0, from)); block <= last; block++) {
      if (this.#inFlight.size >= MAX_IN_FLIGHT) return;
      if (!this.#isWhole(block) && !this.#inFlight.has(block) && !this.#failed.has(block)) void this.#load(block);
    }
  }

  #isInView(block: number): boolean {
    const [from, to] = this.#wanted;
    return block >= blockOf(from) && block <= blockOf(to - 1);
  }

  /** Whether a block holds all the rows that there are for it by now. */
  #isWhole(block: number): boolean {
    const known = this.#blocks.get(block)?.rows.length ?? 0;
    return known >= Math.min(BLOCK_ROWS, this.#count - block * BLOCK_ROWS);
  }

  async #load(block: number): Promise<void> {
    const generation = this.#generation;
    const from = block * BLOCK_ROWS;
    const lead = from === 0 ? 0 : 1;
    const known = this.#blocks.get(block)?.rows.length ?? 0;
    this.#inFlight.add(block);
    const rows = await this.#fetch(from - lead, Math.min(from + BLOCK_ROWS, this.#count)).catch(() => []);
    if (generation !== this.#generation) return;
    this.#inFlight.delete(block);
    if (rows.length - lead > known) {
      this.#blocks.delete(block);
      this.#blocks.set(block, { rows: rows.slice(lead), before: lead === 1 ? rows[0] : undefined });
      this.#evict();
      if (this.#isInView(block)) this.#changed();
    } else {
      this.#failed.add(block);
    }
    this.#request();
  }

  #touch(number: number): Block | undefined {
    const block = this.#blocks.get(number);
    if (!block) return undefined;
    this.#blocks.delete(number);
    this.#blocks.set(number, block);
    return block;
  }

  #evict(): void {
    for (const oldest of this.#blocks.keys()) {
      if (this.#blocks.size <= MAX_BLOCKS) return;
      this.#blocks.delete(oldest);
    }
  }
}

function blockOf(place: number): number {
  return Math.floor(place / BLOCK_ROWS);
}
