import type { FileRow } from '../../src/protocol/filePage.ts';
import { formatSize } from '../../src/text/words.ts';
import type { OutputSource } from '../../src/timeline/console/outputFeed.ts';
import { PAGE_ROWS } from '../../src/timeline/rows/columns.ts';
import type { RowColumns } from '../../src/timeline/rows/rowSource.ts';
import type { OutputSizes } from './parts.ts';

/** Ends an escape sequence that is cut, and what it has set. */
const END_OF_SEQUENCE = '\u0018\u001b[0m';

/** The output that a file holds: of some rows less than they printed, which it says in their place. */
export function outputOfFile(
  columns: RowColumns,
  { printed, missing }: OutputSizes,
  rowAt: (row: number) => Promise<FileRow>,
): OutputSource {
  const [printedView, missingView] = [viewOf(printed), viewOf(missing)];
  const printedOf = (row: number): number =>
    row * 4 + 4 <= printed.byteLength ? printedView.getUint32(row * 4, true) : 0;
  const noteOf = (row: number): Uint8Array => {
    const bytes = row * 8 + 8 <= missing.byteLength ? missingView.getFloat64(row * 8, true) : 0;
    return bytes > 0 ? noteOn(bytes) : new Uint8Array(0);
  };
  const pages = columns.pages.map(({ length, code }, page) => ({
    length,
    code,
    size: Uint32Array.from({ length }, (_, i) => {
      const row = page * PAGE_ROWS + i;
      return printedOf(row) + noteOf(row).length;
    }),
  }));
  const bodyAt = async (row: number, limit: number) => {
    const output = (await rowAt(row)).detail?.output ?? new Uint8Array(0);
    const note = noteOf(row);
    const whole = new Uint8Array(output.length + note.length);
    whole.set(output);
    whole.set(note, output.length);
    const type = columns.type(row) === 'stderr' ? 'stderr' : 'stdout';
    return { type, value: whole.subarray(0, limit) } as const;
  };
  return { length: columns.length, pages, reader: () => ({ bodyAt, close: () => undefined }) };
}

function noteOn(missing: number): Uint8Array {
  return new TextEncoder().encode(`${END_OF_SEQUENCE}\n[… ${formatSize(missing)} that are not in this file]\n`);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
