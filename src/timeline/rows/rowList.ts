/** Row numbers in ascending order, four bytes each. */
export class RowList {
  #rows = new Uint32Array(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** @param row larger than every row before */
  push(row: number): void {
    if (this.#length === this.#rows.length) {
      const rows = new Uint32Array(this.#length * 2);
      rows.set(this.#rows);
      this.#rows = rows;
    }
    this.#rows[this.#length++] = row;
  }

  /** @returns the row, `undefined` beyond the ends */
  at(place: number): number | undefined {
    return place < this.#length ? this.#rows[place] : undefined;
  }

  /** The rows without a copy: a view that a later `push` may make stale. */
  view(): Uint32Array {
    return this.#rows.subarray(0, this.#length);
  }

  /** @returns the place of the first row that is not before `row` */
  placeOf(row: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#rows[middle] ?? 0) < row) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
