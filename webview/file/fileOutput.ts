import type { FileRow } from '../../src/protocol/filePage.ts';
import type { OutputSource } from '../../src/timeline/console/outputFeed.ts';
import { PAGE_ROWS } from '../../src/timeline/rows/columns.ts';
import type { RowColumns } from '../../src/timeline/rows/rowSource.ts';

/** The output that a file holds: of some rows less than they printed, so it counts its own bytes. */
export function outputOfFile(
  columns: RowColumns,
  printed: Uint8Array,
  rowAt: (row: number) => Promise<FileRow>,
): OutputSource {
  const sizes = new DataView(printed.buffer, printed.byteOffset, printed.byteLength);
  const pages = columns.pages.map(({ length, code }, page) => ({
    length,
    code,
    size: Uint32Array.from({ length }, (_, i) => {
      const at = (page * PAGE_ROWS + i) * 4;
      return at + 4 <= sizes.byteLength ? sizes.getUint32(at, true) : 0;
    }),
  }));
  const bodyAt = async (row: number, limit: number) => {
    const output = (await rowAt(row)).detail?.output ?? new Uint8Array(0);
    const type = columns.type(row) === 'stderr' ? 'stderr' : 'stdout';
    return { type, value: output.subarray(0, limit) } as const;
  };
  return { length: columns.length, pages, reader: () => ({ bodyAt, close: () => undefined }) };
}
