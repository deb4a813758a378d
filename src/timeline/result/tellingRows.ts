import type { EventIndex } from '../../recording/index/eventIndex.ts';
import { ROW_TYPES } from '../../recording/index/eventTable.ts';
import { typeIn } from '../rows/columns.ts';

const YIELD = ROW_TYPES.indexOf('yield');
const RETURN = ROW_TYPES.indexOf('return');
const RAISE = ROW_TYPES.indexOf('raise');
const OUTCOME = ROW_TYPES.indexOf('outcome');

/** Knows the rows that tell the result of a dispatch; each row is looked at once. */
export class TellingRows {
  readonly #index: EventIndex;
  #looked = 0;
  #newestYield: number | undefined;
  #terminal: number | undefined;
  #outcome: number | undefined;

  constructor(index: EventIndex) {
    this.#index = index;
  }

  get newestYield(): number | undefined {
    return this.#newestYield;
  }

  /** The return or the raise. */
  get terminal(): number | undefined {
    return this.#terminal;
  }

  get outcome(): number | undefined {
    return this.#outcome;
  }

  /** Takes in new rows. */
  update(): void {
    let start = 0;
    for (const page of this.#index.pages) {
      for (let i = Math.max(0, this.#looked - start); i < page.length; i++) {
        const type = typeIn(page, i);
        if (type === YIELD) this.#newestYield = start + i;
        else if (type === RETURN || type === RAISE) this.#terminal ??= start + i;
        else if (type === OUTCOME) this.#outcome = start + i;
      }
      start += page.length;
    }
    this.#looked = start;
  }
}
