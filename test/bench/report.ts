/** `npm run bench:report -- RESULTS.json`: puts the table and the chart of a run into this folder's README. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { drawChart } from './chart.ts';
import type { Machine } from './machine.ts';
import { readResultFile, type NamedResult, type ResultFile } from './resultFile.ts';
import { cellsOf, COLUMNS } from './table.ts';

const README = join(import.meta.dirname, 'README.md');
const CHART = join(import.meta.dirname, 'results.svg');
const BEGIN = '<!-- results: written by npm run bench:report -->';
const END = '<!-- end of results -->';

const [path = ''] = process.argv.slice(2);
if (!path) throw new Error('name a file that npm run bench -- --json wrote');
const file = await readResultFile(path);
const text = await readFile(README, 'utf8');
const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
if (begin < 0 || end < begin) throw new Error(`${README} has no place for results: ${BEGIN} … ${END}`);
await writeFile(CHART, drawChart(file.results));
const filled = `${text.slice(0, begin)}${BEGIN}\n\n${markdown(file)}\n${text.slice(end)}`;
await writeFile(README, await format(filled, { ...(await resolveConfig(README)), parser: 'markdown' }));

function markdown({ machine, date, results }: ResultFile): string {
  const benches = [...new Set(results.map(({ bench }) => bench))];
  const tables = benches.map((bench) => {
    return `### ${bench}\n\n${table(results.filter((result) => result.bench === bench))}\n`;
  });
  return `Measured on ${date.slice(0, 10)}: ${sentence(machine)}.\n\n![The ratios of the table](results.svg)\n\n${tables.join('\n')}`;
}

function sentence({ cores, cpu, memoryGiB, kernel, node, docker }: Machine): string {
  const engine = docker === null ? 'no Docker' : `Docker ${docker}`;
  return `${cores} cores (${cpu}), ${memoryGiB} GiB of memory, ${kernel}, Node ${node}, ${engine}`;
}

function table(results: readonly NamedResult[]): string {
  const rows = [[...COLUMNS], COLUMNS.map(() => '---'), ...results.map(cellsOf)];
  return rows.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
}
