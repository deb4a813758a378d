import type { Housekeeping } from '../../../src/protocol/call.ts';

export const SIDES = ['before', 'after'] as const;
/** Steps before the call, or after it. */
export type Side = (typeof SIDES)[number];

/** What the list has at an index: a frame, by its place among the shown rows, or the head of a fold. */
export type ListItem =
  | { readonly kind: 'frame'; readonly place: number }
  | { readonly kind: 'fold'; readonly fold: Housekeeping; readonly open: boolean };

interface Stretch {
  readonly start: number;
  readonly length: number;
  /** Place of the first frame; of a fold's head, that of its first step. */
  readonly place: number;
  readonly fold: Housekeeping | undefined;
  readonly open: boolean;
}

/** The list of frames, in which the steps before and after the call are folded under a head each. */
export class FoldedList {
  readonly count: number;
  readonly #stretches: readonly Stretch[];

  /** @param folds none if a filter is set: then places are not rows, and everything found is in sight */
  constructor(shown: number, folds: readonly Housekeeping[], open: readonly Side[]) {
    const stretches: Stretch[] = [];
    let start = 0;
    let place = 0;
    const add = (length: number, fold?: Housekeeping, isOpen = false): void => {
      if (length <= 0) return;
      stretches.push({ start, length, place, fold, open: isOpen });
      start += length;
      if (!fold) place += length;
    };
    for (const fold of folds) {
      if (fold.from < place || fold.to > shown) continue;
      add(fold.from - place);
      const isOpen = open.includes(fold.side);
      add(1, fold, isOpen);
      if (isOpen) add(fold.to - fold.from);
      place = fold.to;
    }
    add(shown - place);
    this.count = start;
    this.#stretches = stretches;
  }

  get hasFolds(): boolean {
    return this.#stretches.some(({ fold }) => fold);
  }

  itemAt(index: number): ListItem | undefined {
    const found = this.#stretches.findLast(({ start }) => start <= index);
    if (!found || index < 0 || index >= this.count) return undefined;
    if (found.fold) return { kind: 'fold', fold: found.fold, open: found.open };
    return { kind: 'frame', place: found.place + index - found.start };
  }

  /** @returns the index of a frame; if it is folded, that of its fold's head; the end for a place behind the last */
  indexOf(place: number): number {
    for (const { start, length, place: first, fold, open } of this.#stretches) {
      if (fold ? !open && place >= fold.from && place < fold.to : place >= first && place < first + length) {
        return fold ? start : start + place - first;
      }
    }
    return this.count;
  }

  indexOfFold(side: Side): number | undefined {
    return this.#stretches.find(({ fold }) => fold?.side === side)?.start;
  }

  /** The place of the first frame at an index or behind it. */
  placeFrom(index: number): number {
    for (const { start, length, place, fold } of this.#stretches) {
      if (index < start + length) return fold ? fold.from : place + Math.max(0, index - start);
    }
    return Infinity;
  }

  /** @returns the frame nearest to an index, looking in one direction first */
  frameFrom(index: number, by: 1 | -1): number | undefined {
    for (const step of [by, -by]) {
      for (let i = index; i >= 0 && i < this.count; i += step) {
        const item = this.itemAt(i);
        if (item?.kind === 'frame') return item.place;
      }
    }
    return undefined;
  }
}
