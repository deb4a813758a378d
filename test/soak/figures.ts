/** One line of the table that a soak ends with. */
export interface Figure {
  readonly what: string;
  readonly value: string;
  /** What it must be; empty where it is only told. */
  readonly bar: string;
}

export const figures: Figure[] = [];

/** The figures as a table, in the order in which they came up. */
export function table(): string {
  const rows = [{ what: 'soak', value: 'measured', bar: 'the bar' }, ...figures];
  const width = (key: keyof Figure): number => Math.max(...rows.map((row) => row[key].length));
  const [what, value] = [width('what'), width('value')];
  return rows.map((row) => `${row.what.padEnd(what)}  ${row.value.padStart(value)}  ${row.bar}`).join('\n');
}

/** @param share 0.99 for the 99th percentile */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** How many dispatches, schedules …: the default, or what the environment says. */
export function howMany(name: string, standard: number): number {
  const given = Number(process.env[name] ?? standard);
  if (!Number.isSafeInteger(given) || given < 1) throw new Error(`${name} must be a number, not ${process.env[name]}`);
  return given;
}
