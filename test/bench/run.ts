/**
 * `npm run bench`: every bench of this folder, one after the other. `npm run bench -- NAME…` runs those whose file name
 * has one of the names in it; `--json` prints the results as JSON, alone, on standard output.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LazyDocker } from './lazyDocker.ts';
import { describeMachine } from './machine.ts';
import type { NamedResult, ResultFile } from './resultFile.ts';
import { runBench } from './runBench.ts';
import { textTable } from './table.ts';

const MOST_MILLISECONDS = 15 * 60_000;
const SUFFIX = '.bench.ts';

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true });
const files = await chosenFiles(positionals);
const date = new Date();
const docker = new LazyDocker();
let results: readonly NamedResult[] = [];
try {
  results = await runAll(files, docker);
  if (values.json) {
    const file: ResultFile = { machine: describeMachine(await docker.version()), date: date.toISOString(), results };
    console.log(JSON.stringify(file, null, 2));
  }
} finally {
  await docker[Symbol.asyncDispose]();
}
console.error(`\n${textTable(results)}`);

async function chosenFiles(names: readonly string[]): Promise<readonly string[]> {
  const all = (await readdir(import.meta.dirname)).filter((file) => file.endsWith(SUFFIX)).toSorted();
  const chosen = names.length === 0 ? all : all.filter((file) => names.some((name) => file.includes(name)));
  if (chosen.length > 0) return chosen;
  throw new Error(`no bench is called ${names.join(', ')}; there are ${all.map(nameOf).join(', ')}`);
}

/** A bench that fails takes nothing from the others, but the run fails. */
async function runAll(chosen: readonly string[], rig: LazyDocker): Promise<readonly NamedResult[]> {
  const found: NamedResult[] = [];
  for (const file of chosen) {
    console.error(nameOf(file));
    try {
      const left = date.getTime() + MOST_MILLISECONDS - Date.now();
      found.push(...(await runBench(join(import.meta.dirname, file), rig, left)));
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    }
  }
  return found;
}

function nameOf(file: string): string {
  return file.slice(0, -SUFFIX.length);
}
