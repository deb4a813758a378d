/** Where something stands in a source text, as an editor tells it: both count from 1. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
}

/**
 * A source text with its lines as editors count them. A parser counts differently: in JavaScript, U+2028 and U+2029 end
 * a line too.
 */
export class SourceText {
  readonly text: string;
  /** Offsets at which lines begin. */
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.text = text;
    this.#starts = [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), ({ 0: end, index }) => index + end.length)];
  }

  /** @param offset in UTF-16 units, as in strings; one beyond the text counts as its end */
  positionOf(offset: number): SourcePosition {
    const within = Math.min(Math.max(offset, 0), this.text.length);
    let line = 0;
    for (let end = this.#starts.length; end - line > 1;) {
      const middle = (line + end) >>> 1;
      if ((this.#starts[middle] ?? 0) <= within) line = middle;
      else end = middle;
    }
    return { line: line + 1, column: within - (this.#starts[line] ?? 0) + 1 };
  }
}
