import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lacksOf } from './capabilities.ts';
import { ENGINES, type Engine } from './engines.ts';

const README = join(import.meta.dirname, '../../../../README.md');
const HEAD = ['engine', 'version', 'API', 'how', 'does not hold'];

/** What a run of the tests saw of an engine. */
export interface Seen {
  readonly engine: Engine;
  readonly version?: string;
  readonly api?: string;
}

/** Every reason why something does not hold on an engine: listed below the table, by the numbers in its rows. */
export const NOTES: readonly string[] = [...new Set(ENGINES.flatMap((engine) => Object.values(lacksOf(engine))))];

/** The README's table of engines: the cells of a row by the id of its engine, and the notes below. */
export async function tableInReadme(): Promise<{
  readonly rows: ReadonlyMap<string, readonly string[]>;
  readonly notes: readonly string[];
}> {
  const { lines } = splitReadme(await readFile(README, 'utf8'));
  const cells = lines
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').slice(1, -1))
    .map((row) => row.map((cell) => cell.trim()));
  return {
    rows: new Map(cells.slice(2).map((row) => [(row[0] ?? '').replaceAll('`', ''), row])),
    notes: lines.flatMap((line) => /^\d+\. (.*)$/.exec(line)?.[1] ?? []),
  };
}

/** The row that an engine must have in the README, for its version. */
export function rowOf(engine: Engine, version: string, api: string): string[] {
  const numbers = Object.values(lacksOf(engine)).map((reason) => NOTES.indexOf(reason) + 1);
  const lacks = numbers.length === 0 ? 'nothing' : numbers.toSorted((a, b) => a - b).join(', ');
  return [`\`${engine.id}\``, version, api, howOf(engine), lacks];
}

function howOf({ kind, from, rootless }: Engine): string {
  const product = kind === 'docker' ? 'Docker' : 'Podman';
  return `${product}, ${rootless ? 'without root' : 'as root'}, packages of ${from === 'host' ? 'Debian 12' : `Debian ${from}`}`;
}

/** Lists where a run saw other versions than the README states. */
export async function differencesOf(seen: readonly Seen[]): Promise<string[]> {
  const { rows } = await tableInReadme();
  return seen.flatMap(({ engine, version, api }) => {
    if (version === undefined || api === undefined) return [];
    const told = rows.get(engine.id);
    if (told?.[1] === shortVersion(version) && told[2] === api) return [];
    return [`the README tells ${engine.id} otherwise: \`npm run test:engines -- ${engine.id} --write\` renews it`];
  });
}

/** Writes what was seen into the README; rows of engines that were not seen stay as they are. */
export async function writeTable(seen: readonly Seen[]): Promise<void> {
  const { rows: old } = await tableInReadme();
  const rows = ENGINES.map((engine) => {
    const { version, api } = seen.find((each) => each.engine.id === engine.id) ?? {};
    const [, oldVersion = '?', oldApi = '?'] = old.get(engine.id) ?? [];
    return rowOf(engine, version === undefined ? oldVersion : shortVersion(version), api ?? oldApi);
  });
  const notes = NOTES.map((note, index) => `${index + 1}. ${note}`);
  const { before, after } = splitReadme(await readFile(README, 'utf8'));
  await writeFile(README, [...before, ...asTable([HEAD, ...rows]), '', ...notes, '', ...after].join('\n'));
}

/** The version without Debian's suffix. */
function shortVersion(version: string): string {
  return version.replace(/\+.*/, '');
}

function splitReadme(text: string): { before: string[]; lines: string[]; after: string[] } {
  const all = text.split('\n');
  const start = all.findIndex((line) => line.startsWith('| engine '));
  const length = all.slice(start).findIndex((line) => line.startsWith('#'));
  if (start === -1 || length === -1) throw new Error('the README has no table of engines');
  return { before: all.slice(0, start), lines: all.slice(start, start + length), after: all.slice(start + length) };
}

/** Formatted as prettier does it. */
function asTable(rows: readonly (readonly string[])[]): string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const [head = '', ...others] = rows.map((row) => line(row.map((cell, column) => cell.padEnd(widths[column] ?? 0))));
  return [head, line(widths.map((width) => '-'.repeat(width))), ...others];
}
