/** `npm run bench:report -- RESULTS.json…`: puts the table of one or more runs, and the chart of the last, into the README. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { drawChart } from './chart.ts';
import type { Machine } from './machine.ts';
import { readResultFile, type NamedResult, type ResultFile } from './resultFile.ts';
import { cellsOf, COLUMNS, measuredOf } from './table.ts';

const README = join(import.meta.dirname, 'README.md');
const CHART = join(import.meta.dirname, 'results.svg');
const BEGIN = '<!-- results: written by npm run bench:report -->';
const END = '<!-- end of results -->';

const files = await Promise.all(process.argv.slice(2).map(readResultFile));
const last = files.pop();
if (!last) throw new Error('name a file that npm run bench -- --json wrote');
const text = await readFile(README, 'utf8');
const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
if (begin < 0 || end < begin) throw new Error(`${README} has no place for results: ${BEGIN} … ${END}`);
await writeFile(CHART, drawChart(last.results));
const filled = `${text.slice(0, begin)}${BEGIN}\n\n${markdown(last, files)}\n${text.slice(end)}`;
await writeFile(README, await format(filled, { ...(await resolveConfig(README)), parser: 'markdown' }));

function markdown({ machine, date, results }: ResultFile, earlier: readonly ResultFile[]): string {
  const benches = [...new Set(results.map(({ bench }) => bench))];
  const tables = benches.map((bench) => {
    return `### ${bench}\n\n${table(
      results.filter((result) => result.bench === bench),
      earlier,
    )}\n`;
  });
  return `Measured on ${date.slice(0, 10)}: ${sentence(machine)}.\n\n![The ratios of the table](results.svg)\n\n${tables.join('\n')}`;
}

function sentence({ cores, cpu, memoryGiB, kernel, node, docker }: Machine): string {
  const engine = docker === null ? 'no Docker' : `Docker ${docker}`;
  return `${cores} cores (${cpu}), ${memoryGiB} GiB of memory, ${kernel}, Node ${node}, ${engine}`;
}

function table(results: readonly NamedResult[], earlier: readonly ResultFile[]): string {
  const columns = [...COLUMNS, ...earlier.map(() => 'in a run before')];
  const bodies = results.map((result) => [...cellsOf(result), ...earlier.map((file) => measuredIn(file, result))]);
  const rows = [columns, columns.map(() => '---'), ...bodies];
  return rows.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
}

/** What a run gave for a figure of another one. */
function measuredIn({ results }: ResultFile, { bench, figure }: NamedResult): string {
  const found = results.find((result) => result.bench === bench && result.figure === figure);
  return found ? measuredOf(found) : '';
}
