import type { EventIndex } from '../../../recording/index/eventIndex.ts';
import { MAX_FILE_ROWS } from '../../../protocol/filePage.ts';
import { formatSize, plural } from '../../../text/words.ts';

/** Bytes of content that a file has, before it is compressed, and what a row costs besides its content. */
const MAX_CONTENT = 24 * 1024 * 1024;
const ROW_COST = 300;
/** Bytes of a row that are in the file. */
const MAX_ROW = 64 * 1024;
/** A row's bytes are there as they came, as text or value, and to be searched. */
const COPIES = 3;

/** Which rows of a recording a file holds: all that it lists, in their order, until it is full; how it ended first. */
export class KeptRows {
  /** Rows in the list, with their content or without. */
  readonly listed: number;
  /** What is left out, for people; empty if nothing is. */
  readonly note: string;
  readonly #kept: Uint8Array;

  constructor(index: EventIndex) {
    this.listed = Math.min(index.length, MAX_FILE_ROWS);
    this.#kept = new Uint8Array(this.listed);
    let room = MAX_CONTENT;
    let left = index.length - this.listed;
    let bytes = 0;
    for (let row = this.listed; row < index.length; row++) bytes += index.size(row);
    const take = (row: number): void => {
      const cost = COPIES * Math.min(index.size(row), MAX_ROW) + ROW_COST;
      if (cost > room) return;
      room -= cost;
      this.#kept[row] = 1;
    };
    for (let row = this.listed - 1; row >= 0; row--) if (isEnd(index.type(row))) take(row);
    for (let row = 0; row < this.listed; row++) {
      if (!this.has(row)) take(row);
      if (this.has(row)) {
        bytes += Math.max(0, index.size(row) - MAX_ROW);
        continue;
      }
      left++;
      bytes += index.size(row);
    }
    this.note = noteOf(left, bytes);
  }

  has(row: number): boolean {
    return this.#kept[row] === 1;
  }
}

function isEnd(type: string): boolean {
  return type === 'return' || type === 'raise' || type === 'outcome';
}

function noteOf(rows: number, bytes: number): string {
  if (rows === 0 && bytes === 0) return '';
  const what = rows === 0 ? '' : ` of ${plural(rows, 'frame')}`;
  return `Not in this file: ${formatSize(bytes)}${what}. The recording itself has all of it.`;
}
