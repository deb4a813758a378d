import type { Result } from './figure.ts';

export const COLUMNS = ['figure', 'measured', 'against', 'ratio', 'to reach', ''] as const;

/** The cells of a result, by `COLUMNS`. */
export function cellsOf({ figure, value, unit, against, ratio, target, met }: Result): readonly string[] {
  return [
    figure,
    `${number(value)} ${unit}`.trim(),
    against ?? '',
    ratio === null ? '' : `${number(ratio)} ×`,
    target ?? 'reported',
    met === null ? '' : met ? '✓' : '✗',
  ];
}

/** What was measured, in one cell. */
export function measuredOf(result: Result): string {
  const [, measured, , ratio] = cellsOf(result);
  return [measured, ratio].filter((cell) => cell !== '').join(', ');
}

/** Columns side by side, for a terminal. */
export function textTable(results: readonly Result[]): string {
  const rows = [[...COLUMNS], ...results.map(cellsOf)];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Three digits that count, and whole numbers as they are. */
export function number(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en');
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}
