import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lacksOf } from './capabilities.ts';
import { ENGINES, type Engine } from './engines.ts';

const README = join(import.meta.dirname, '../../../../README.md');
const HEAD = ['engine', 'version', 'API', 'how', 'what does not hold there'];

/** What a run of the tests saw of an engine. */
export interface Seen {
  readonly engine: Engine;
  readonly version?: string;
  readonly api?: string;
}

/** The rows of the README's table of engines: cells by the id of the engine. */
export async function rowsInReadme(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { lines } = splitReadme(await readFile(README, 'utf8'));
  return new Map(
    lines.slice(2).map((line) => {
      const cells = line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
      return [(cells[0] ?? '').replaceAll('`', ''), cells];
    }),
  );
}

/** How the row of an engine must read, whatever its version is. */
export function rowOf(engine: Engine, version: string, api: string): string[] {
  const lacks = Object.values(lacksOf(engine));
  return [`\`${engine.id}\``, version, api, howOf(engine), lacks.length === 0 ? 'everything holds' : lacks.join('; ')];
}

function howOf({ kind, from, rootless }: Engine): string {
  const product = kind === 'docker' ? 'Docker' : 'Podman';
  return `${product}, ${rootless ? 'without root' : 'as root'}, packages of ${from === 'host' ? 'Debian 12' : `Debian ${from}`}`;
}

/** Says where a run saw other versions than the README tells. */
export async function differencesOf(seen: readonly Seen[]): Promise<string[]> {
  const rows = await rowsInReadme();
  return seen.flatMap(({ engine, version, api }) => {
    if (version === undefined || api === undefined) return [];
    const told = rows.get(engine.id);
    if (told?.[1] === shortVersion(version) && told[2] === api) return [];
    return [`the README tells ${engine.id} otherwise: \`npm run test:engines -- ${engine.id} --write\` renews it`];
  });
}

/** Writes what was seen into the README; rows of engines that were not seen stay as they are. */
export async function writeTable(seen: readonly Seen[]): Promise<void> {
  const old = await rowsInReadme();
  const rows = ENGINES.map((engine) => {
    const { version, api } = seen.find((each) => each.engine.id === engine.id) ?? {};
    const [, oldVersion = '?', oldApi = '?'] = old.get(engine.id) ?? [];
    return rowOf(engine, version === undefined ? oldVersion : shortVersion(version), api ?? oldApi);
  });
  const { before, after } = splitReadme(await readFile(README, 'utf8'));
  await writeFile(README, [...before, ...asTable([HEAD, ...rows]), ...after].join('\n'));
}

/** Without Debian's own numbering. */
function shortVersion(version: string): string {
  return version.replace(/\+.*/, '');
}

function splitReadme(text: string): { before: string[]; lines: string[]; after: string[] } {
  const all = text.split('\n');
  const start = all.findIndex((line) => line.startsWith('| engine '));
  const length = all.slice(start).findIndex((line) => !line.startsWith('|'));
  if (start === -1 || length === -1) throw new Error('the README has no table of engines');
  return { before: all.slice(0, start), lines: all.slice(start, start + length), after: all.slice(start + length) };
}

/** Laid out as prettier does it. */
function asTable(rows: readonly (readonly string[])[]): string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const [head = '', ...others] = rows.map((row) => line(row.map((cell, column) => cell.padEnd(widths[column] ?? 0))));
  return [head, line(widths.map((width) => '-'.repeat(width))), ...others];
}
