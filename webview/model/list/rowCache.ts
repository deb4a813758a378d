import type { FrameRow } from './frameRow.ts';

/** Rows of a block, the unit in which rows are requested. */
export const BLOCK_ROWS = 100;
/** Blocks kept in memory: the webview never holds the whole recording. */
const MAX_BLOCKS = 48;
/** Rows before and after those in view, prefetched after those for further scrolling. */
const MARGIN = 60;
const MAX_IN_FLIGHT = 2;

interface Block {
  readonly rows: readonly FrameRow[];
  /** The row before the first, for its delta. */
  readonly before: FrameRow | undefined;
}

/** Returns the rows at places `from` up to but not including `to`; fewer at the end. */
export type FetchRows = (from: number, to: number) => Promise<readonly FrameRow[]>;

/**
 * The rows around those in view, by place. It requests missing rows in view first, a few blocks at a time: of a long
 * drag over the scrollbar it only fetches where the drag ends. The least recently used blocks are dropped.
 */
export class RowCache {
  readonly #fetch: FetchRows;
  readonly #changed: () => void;
  readonly #blocks = new Map<number, Block>();
  readonly #inFlight = new Set<number>();
  /** Blocks that failed. Retried when the view moves or grows; retrying at once might never end. */
  readonly #failed = new Set<number>();
  #wanted: readonly [from: number, to: number] = [0, 0];
  #count = 0;
  #generation = 0;

  /** @param changed called when rows in view have come */
  constructor(fetch: FetchRows, changed: () => void) {
    this.#fetch = fetch;
    this.#changed = changed;
  }

  /** Number of rows, loaded or not. */
  get count(): number {
    return this.#count;
  }

  get size(): number {
    return this.#blocks.size;
  }

  /** There are more rows at the end; loaded rows stay. */
  grow(count: number): void {
    this.#count = count;
    this.#failed.clear();
    this.#request();
  }

  /** The rows are others now: drops all loaded rows. */
  reset(count: number): void {
    this.#generation++;
    this.#blocks.clear();
    this.#inFlight.clear();
    this.grow(count);
  }

  get(place: number): FrameRow | undefined {
    return this.#touch(blockOf(place))?.rows[place % BLOCK_ROWS];
  }

  /** The row above, if it is loaded. */
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

  /** Whether a block holds all of its rows that exist so far. */
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
