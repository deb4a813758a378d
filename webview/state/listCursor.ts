import { EVERYTHING, type Extent } from '../../src/protocol/protocol.ts';
import { FoldedList, type Side } from '../model/list/foldedList.ts';
import { sameFilter, type ViewState } from '../model/viewState.ts';
import type { Selection } from './selection.ts';

/** Where the user is in the list, in which the steps before and after the call may be folded under a head. */
export class ListCursor {
  readonly #selection: Selection;
  readonly #changed: () => void;
  #list = new FoldedList(0, [], []);
  #fold: Side | null = null;

  /** @param changed called when the user has come to a fold's head */
  constructor(selection: Selection, changed: () => void) {
    this.#selection = selection;
    this.#changed = changed;
  }

  get list(): FoldedList {
    return this.#list;
  }

  /** The fold whose head the user is at, in place of a frame. */
  get fold(): Side | null {
    return this.#fold;
  }

  /** Lays out the list; a filter shows everything that it finds. */
  update({ shown, rows, call }: Extent, { filter, openFolds }: ViewState): void {
    const isFiltered = shown !== rows || !sameFilter(filter, EVERYTHING);
    this.#list = new FoldedList(shown, isFiltered ? [] : (call?.housekeeping ?? []), openFolds);
    if (this.#fold !== null && this.#list.indexOfFold(this.#fold) === undefined) this.#fold = null;
  }

  /** A frame is selected. */
  leaveFold(): void {
    this.#fold = null;
  }

  /** Moves to the frame at an index of the list, or to the one beyond a fold's head. */
  goTo(index: number, by: 1 | -1): Promise<void> {
    // In the order of the keys: moves before it may still wait for the host.
    return this.#selection.afterwards(async () => {
      const place = this.#list.frameFrom(index, by);
      if (place !== undefined) await this.#selection.selectPlace(place);
    });
  }

  /** Moves to the next line of the list (1) or the previous one (-1). */
  async step(by: 1 | -1): Promise<void> {
    if (!this.#list.hasFolds) return this.#selection.step(by);
    // After the moves before it, because keys come faster than answers.
    return this.#selection.afterwards(async () => this.#step(by));
  }

  async #step(by: 1 | -1): Promise<void> {
    const { place } = this.#selection;
    const here = this.#fold === null ? undefined : this.#list.indexOfFold(this.#fold);
    const index = here ?? (place === null ? undefined : this.#list.indexOf(place));
    if (index === undefined) {
      await this.#selection.selectPlace(this.#list.frameFrom(0, 1) ?? 0);
      return;
    }
    const item = this.#list.itemAt(index + by);
    if (item?.kind === 'frame') {
      await this.#selection.selectPlace(item.place);
    } else if (item) {
      this.#fold = item.fold.side;
      this.#changed();
    }
  }
}
