import type { Clock, ViewReplies, ViewRequest } from '../../src/protocol/protocol.ts';
import type { TextQuery } from '../../src/protocol/query.ts';
import { readWindow, type FrameRow } from '../model/list/frameRow.ts';
import type { RowCache } from '../model/list/rowCache.ts';
import type { TimeMs } from '../model/time/viewport.ts';

type Ask = <R extends ViewRequest>(request: R) => Promise<ViewReplies[R['type']]>;

/**
 * The selected row, by its number and by its place among shown rows. A row that the filter hides stays selected: its
 * place is then that of the next shown row, where stepping continues. The last of several concurrent moves wins.
 */
export class Selection {
  readonly #ask: Ask;
  readonly #rows: RowCache;
  readonly #changed: () => void;
  #row: number | null = null;
  #place: number | null = null;
  #frame: FrameRow | undefined;
  #move = 0;
  #moves: Promise<unknown> = Promise.resolve();

  constructor(ask: Ask, rows: RowCache, changed: () => void) {
    this.#ask = ask;
    this.#rows = rows;
    this.#changed = changed;
  }

  get row(): number | null {
    return this.#row;
  }

  get place(): number | null {
    return this.#place;
  }

  /** The selected row's data in the list, if the filter shows it. */
  get frame(): FrameRow | undefined {
    return this.#frame?.row === this.#row ? this.#frame : undefined;
  }

  /** Nothing is selected, and what is on its way selects nothing. */
  clear(): void {
    this.#move++;
    this.#row = null;
    this.#place = null;
    this.#frame = undefined;
  }

  /** Selects a row by its number. */
  async select(row: number): Promise<void> {
    const move = ++this.#move;
    const { place } = await this.#ask({ type: 'place', row });
    const frame = await this.#frameAt(place);
    if (move === this.#move) this.#set(row, place, frame);
  }

  async selectPlace(place: number): Promise<void> {
    if (place < 0 || place >= this.#rows.count) return;
    const move = ++this.#move;
    const known = this.#rows.get(place);
    const frame = known ?? (await this.#frameAt(place));
    if (frame && move === this.#move) this.#set(frame.row, place, frame);
  }

  /** Moves to the next shown row (1) or the previous one (-1). */
  step(by: 1 | -1): Promise<void> {
    return this.afterwards(() => this.#step(by));
  }

  stepInLane(step: 1 | -1): Promise<void> {
    return this.afterwards(async () => {
      if (this.#row === null) await this.selectPlace(0);
      else await this.#selectFound(this.#ask({ type: 'neighbour', row: this.#row, step }));
    });
  }

  async #step(by: 1 | -1): Promise<void> {
    if (this.#row === null || this.#place === null) {
      await this.selectPlace(0);
      return;
    }
    const move = this.#move;
    const here = this.#rows.get(this.#place) ?? (await this.#frameAt(this.#place));
    if (move !== this.#move) return;
    const hidden = here?.row !== this.#row;
    await this.selectPlace(hidden && by === 1 ? this.#place : this.#place + by);
  }

  /** Moves to the shown row nearest to a time. */
  async selectTime(time: TimeMs, clock: Clock): Promise<void> {
    await this.#selectFound(this.#ask({ type: 'at', time, clock }));
  }

  /**
   * Moves to the next or previous match. Returns whether there is one.
   *
   * @param from row to search from if nothing is selected
   */
  find(query: TextQuery, step: 1 | -1, from: number): Promise<boolean> {
    return this.afterwards(() => {
      const row = this.#row ?? from;
      return this.#selectFound(this.#ask({ type: 'find', query, row, step }));
    });
  }

  /** Updates the place of the selected row after the shown rows have changed. */
  relocate(): Promise<void> {
    return this.afterwards(async () => {
      if (this.#row !== null) await this.select(this.#row);
    });
  }

  /** Runs a move after the previous one has ended, because keys come faster than answers. */
  afterwards<T>(move: () => Promise<T>): Promise<T> {
    const moved = this.#moves.then(move);
    this.#moves = moved.catch(() => undefined);
    return moved;
  }

  async #selectFound(answer: Promise<{ readonly row: number | null }>): Promise<boolean> {
    const move = ++this.#move;
    const { row } = await answer;
    if (row !== null && move === this.#move) await this.select(row);
    return row !== null;
  }

  async #frameAt(place: number): Promise<FrameRow | undefined> {
    const known = this.#rows.get(place);
    if (known || place < 0 || place >= this.#rows.count) return known;
    return readWindow(await this.#ask({ type: 'rows', from: place, to: place + 1 }))[0];
  }

  #set(row: number, place: number, frame: FrameRow | undefined): void {
    this.#row = row;
    this.#place = place;
    this.#frame = frame;
    this.#changed();
  }
}
