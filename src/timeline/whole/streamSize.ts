import type { RowColumns } from '../rows/rowSource.ts';

/** Bytes printed on a stream. @param end the first row that does not count */
export function streamSize(
  index: Pick<RowColumns, 'length' | 'type' | 'size'>,
  stream: 'stdout' | 'stderr',
  end = index.length,
): number {
  let size = 0;
  for (let row = 0; row < end; row++) if (index.type(row) === stream) size += index.size(row);
  return size;
}
