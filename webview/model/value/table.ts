import { readValue } from './valueNode.ts';

/** A list of records, or of lists, as a table. */
export interface Table {
  readonly columns: readonly TableColumn[];
  readonly rows: number;
  /** The text of a cell; empty where a row lacks it. */
  cell(row: number, column: number): string;
}

export interface TableColumn {
  readonly name: string;
  /** Whether all its values are numbers. */
  readonly isNumeric: boolean;
  /** Characters of its widest text among the first rows, within bounds. */
  readonly width: number;
}

const MAX_COLUMNS = 100;
/** Rows that are looked at for the names, kinds and widths of columns. */
const SAMPLE = 500;
const MIN_WIDTH = 4;
const MAX_WIDTH = 60;

/** Objects with exactly these members stand for something else in tagged form. */
const TAGS = new Set(['base64', 'bigint', 'cut', 'date', 'float', 'map']);

/** Whether a value is a list of at least two records that have members in common, or of lists of one length. */
export function isTable(json: unknown): boolean {
  if (!isList(json) || json.length < 2) return false;
  if (json.every((row) => isList(row))) {
    const lengths = new Set(json.map((row) => row.length));
    return lengths.size === 1 && (json[0]?.length ?? 0) >= 2;
  }
  if (!json.every((row) => isRecord(row))) return false;
  const names = namesOf(json);
  const sample = json.slice(0, SAMPLE);
  const filled = sample.reduce((sum, row) => sum + Object.keys(row).length, 0);
  return names.length > 0 && names.length <= MAX_COLUMNS && filled >= (sample.length * names.length) / 2;
}

/** @param json a value that `isTable` accepts */
export function readTable(json: unknown): Table {
  const rows = isList(json) ? json : [];
  const lists = rows.every((row) => isList(row));
  const first = rows[0];
  const names = lists
    ? Array.from({ length: isList(first) ? first.length : 0 }, (_, i) => String(i + 1))
    : namesOf(rows);
  const valueAt = (row: number, column: number): unknown => {
    const found = rows[row];
    if (isList(found)) return found[column];
    const name = names[column];
    return isRecord(found) && name !== undefined && Object.hasOwn(found, name) ? found[name] : undefined;
  };
  const cell = (row: number, column: number): string => textOf(valueAt(row, column));
  const sample = Math.min(rows.length, SAMPLE);
  const columns = names.slice(0, MAX_COLUMNS).map((name, column) => {
    let [isNumeric, width] = [true, name.length];
    for (let row = 0; row < sample; row++) {
      const value = valueAt(row, column);
      if (value !== undefined && value !== null && !isNumber(value)) isNumeric = false;
      width = Math.max(width, textOf(value).length);
    }
    return { name, isNumeric, width: Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)) };
  });
  return { columns, rows: rows.length, cell };
}

/** All names of the first records, in the order in which they come. */
function namesOf(rows: readonly unknown[]): readonly string[] {
  const names = new Set<string>();
  for (const row of rows.slice(0, SAMPLE)) {
    if (isRecord(row)) for (const name of Object.keys(row)) names.add(name);
  }
  return [...names];
}

function textOf(value: unknown): string {
  if (value === undefined) return '';
  const { kind, preview } = readValue(value);
  return kind === 'string' && preview.startsWith('"') ? preview.slice(1, preview.lastIndexOf('"')) : preview;
}

function isNumber(value: unknown): boolean {
  const { kind } = readValue(value);
  return kind === 'number' || kind === 'bigint';
}

function isList(json: unknown): json is readonly unknown[] {
  return Array.isArray(json);
}

function isRecord(json: unknown): json is Readonly<Record<string, unknown>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return false;
  const names = Object.keys(json);
  return names.length > 0 && !(names.length === 1 && TAGS.has(names[0] ?? '')) && !isExtension(names);
}

function isExtension(names: readonly string[]): boolean {
  return names.length === 2 && names.includes('ext') && names.includes('base64');
}
