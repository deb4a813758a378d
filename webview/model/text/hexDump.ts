import type { Mark } from '../../../src/protocol/protocol.ts';

/** Maps each byte to its innermost mark. */
export class MarkedBytes {
  readonly bytes: Uint8Array;
  readonly marks: readonly Mark[];
  /** For each byte, 1 + the index of its mark; 0 for none. */
  readonly #owners: Uint16Array;

  constructor(bytes: Uint8Array, marks: readonly Mark[]) {
    this.bytes = bytes;
    this.marks = marks;
    this.#owners = new Uint16Array(bytes.length);
    const outermostFirst = marks
      .map((mark, i) => ({ mark, i }))
      .toSorted((a, b) => lengthOf(b.mark) - lengthOf(a.mark));
    for (const { mark, i } of outermostFirst) this.#owners.fill(i + 1, mark.from, mark.to);
  }

  markAt(offset: number): Mark | undefined {
    return this.marks[(this.#owners[offset] ?? 0) - 1];
  }

  lines(perLine: number): number {
    return Math.ceil(this.bytes.length / perLine);
  }
}

export function hexByte(value: number): string {
  return value.toString(16).padStart(2, '0');
}

export function hexOffset(offset: number): string {
  return offset.toString(16).padStart(6, '0');
}

/** A byte as ASCII; a dot if it is not printable. */
export function asciiByte(value: number): string {
  return value >= 0x20 && value < 0x7f ? String.fromCharCode(value) : '.';
}

/** A hex dump: offset, bytes, ASCII, a line for each `perLine` bytes. */
export function hexText(bytes: Uint8Array, from: number, to: number, perLine = 16): string {
  const lines: string[] = [];
  for (let start = from; start < to; start += perLine) {
    const line = [...bytes.subarray(start, Math.min(start + perLine, to))];
    const hex = line
      .map(hexByte)
      .join(' ')
      .padEnd(perLine * 3 - 1);
    lines.push(`${hexOffset(start)}  ${hex}  ${line.map(asciiByte).join('')}`);
  }
  return lines.join('\n');
}

function lengthOf({ from, to }: Mark): number {
  return to - from;
}
