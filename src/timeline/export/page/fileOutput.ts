import type { EventIndex } from '../../../recording/index/eventIndex.ts';
import type { FileRow } from '../../../protocol/filePage.ts';
import { MAX_BYTES } from './cleanDetail.ts';

/** How much of the output of each row is in a file, and how much behind that is not. */
export class FileOutput {
  /** Bytes in the file, of each listed row. */
  readonly printed: Uint32Array;
  /** Bytes left out behind those. What is left out of consecutive output is counted where it begins. */
  readonly missing: Float64Array;
  readonly #index: EventIndex;
  #row = 0;
  /** The last row of which there is output in the file, or the first one if there is none of that. */
  #last: number | undefined;

  constructor(index: EventIndex, listed: number) {
    this.#index = index;
    this.printed = new Uint32Array(listed);
    this.missing = new Float64Array(listed);
  }

  /** Takes the next row. */
  add({ detail }: FileRow): void {
    const row = this.#row++;
    if (!isOutput(this.#index, row)) return;
    const size = this.#index.size(row);
    this.printed[row] = detail?.output?.length ?? 0;
    const kept = detail === null ? 0 : Math.min(size, MAX_BYTES);
    if (kept > 0 || this.#last === undefined) this.#last = row;
    this.#miss(size - kept);
  }

  /** All rows that are listed were taken: the others are left out. */
  end(): void {
    for (let row = this.#row; row < this.#index.length; row++) {
      if (isOutput(this.#index, row)) this.#miss(this.#index.size(row));
    }
  }

  #miss(bytes: number): void {
    if (this.#last === undefined) return;
    this.missing[this.#last] = (this.missing[this.#last] ?? 0) + bytes;
  }
}

function isOutput(index: EventIndex, row: number): boolean {
  const type = index.type(row);
  return type === 'stdout' || type === 'stderr';
}
