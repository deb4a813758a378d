/** The lines of a terminal's buffer. A wrapped one continues the line before it. */
export interface BufferLines {
  readonly length: number;
  isWrapped(y: number): boolean;
}

/** What a row printed in a line, from a cell of it on. */
interface Print {
  readonly row: number;
  readonly cell: number;
  readonly isError: boolean;
}

/** Which rows printed each line of a terminal. Lines are counted unwrapped, so that they stay what they are at any width. */
export class LineMap {
  readonly #buffer: BufferLines;
  /** For each line of the buffer the number of the whole line that it belongs to, as far as that is known. */
  #numbers: number[] = [];
  readonly #prints = new Map<number, Print[]>();
  /** The rows in their order, and the line in which each of them begins. */
  #rows: number[] = [];
  #begins: number[] = [];

  constructor(buffer: BufferLines) {
    this.#buffer = buffer;
  }

  clear(): void {
    this.#numbers = [];
    this.#prints.clear();
    this.#rows = [];
    this.#begins = [];
  }

  /** Lines of the buffer from this one on may be others by now. */
  changedFrom(y: number): void {
    if (this.#numbers.length > y) this.#numbers.length = Math.max(0, y);
  }

  /** The whole line that a line of the buffer belongs to. */
  lineAt(y: number): number {
    for (let i = this.#numbers.length; i <= y; i++) {
      const before = this.#numbers[i - 1];
      this.#numbers.push(before === undefined ? 0 : before + (this.#buffer.isWrapped(i) ? 0 : 1));
    }
    return this.#numbers[y] ?? 0;
  }

  /** The first line of the buffer that belongs to a whole line. */
  firstOf(line: number): number {
    this.lineAt(this.#buffer.length - 1);
    let from = 0;
    for (let to = this.#numbers.length; from < to;) {
      const middle = (from + to) >> 1;
      if ((this.#numbers[middle] ?? 0) < line) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** A row has printed in a line, from a cell on: what was printed there before is covered. */
  add(line: number, print: Print): void {
    const prints = this.#prints.get(line);
    if (!prints) this.#prints.set(line, [print]);
    else {
      while ((prints.at(-1)?.cell ?? -1) >= print.cell) prints.pop();
      if (prints.at(-1)?.row !== print.row) prints.push(print);
    }
    if (this.#rows.at(-1) === print.row) return;
    this.#rows.push(print.row);
    this.#begins.push(line);
  }

  /** The row that printed a cell of a line; `undefined` for a line of none. */
  rowAt(line: number, cell: number): number | undefined {
    const prints = this.#prints.get(line);
    return (prints?.findLast((print) => print.cell <= cell) ?? prints?.[0])?.row;
  }

  hasError(line: number): boolean {
    return this.#prints.get(line)?.some(({ isError }) => isError) ?? false;
  }

  /** The line in which a row begins. */
  lineOf(row: number): number | undefined {
    let from = 0;
    for (let to = this.#rows.length; from < to;) {
      const middle = (from + to) >> 1;
      if ((this.#rows[middle] ?? 0) < row) from = middle + 1;
      else to = middle;
    }
    return this.#rows[from] === row ? this.#begins[from] : undefined;
  }
}
