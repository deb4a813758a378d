/**
 * `npm run test:again -- N`: runs `npm test` N times (ten by default) with one processor kept busy by another process, and
 * prints a line for each run. A test that fails once is broken: what it printed is kept in `coverage/again`.
 *
 * - `--layers=unit,docker`: these layers only
 * - `--idle`: without the other process
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { layers: { type: 'string' }, idle: { type: 'boolean', default: false } },
});
const count = Number(positionals[0] ?? 10);
if (!Number.isInteger(count) || count < 1) throw new Error(`how often? ${positionals[0]} is not a number of runs`);
const root = join(import.meta.dirname, '../..');
const folder = join(root, 'coverage/again');
await mkdir(folder, { recursive: true });

/** Ends with this process in any case: it checks whether its parent is still there. */
const SPIN = 'const parent = process.ppid; while (process.ppid === parent);';
const busy = options.idle ? undefined : spawn(process.execPath, ['-e', SPIN], { stdio: 'ignore' });

async function runOnce(log) {
  const args = options.layers === undefined ? [] : [`--layers=${options.layers}`];
  const child = spawn(process.execPath, [join(import.meta.dirname, 'runAll.mjs'), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const file = createWriteStream(log);
  for (const stream of [child.stdout, child.stderr]) stream.pipe(file, { end: false });
  const [code] = await once(child, 'close');
  file.end();
  await once(file, 'close');
  const last = (await readFile(log, 'utf8')).trimEnd().split('\n').at(-1) ?? '';
  return { code, last };
}

console.log(`${count} runs, ${options.idle ? 'alone' : 'one processor kept busy'}\n\n  run    time  result`);
let bad = 0;
try {
  for (let run = 1; run <= count; run++) {
    const start = performance.now();
    const { code, last } = await runOnce(join(folder, `${run}.log`));
    if (code !== 0) bad++;
    const seconds = Math.round((performance.now() - start) / 1000);
    console.log(`${String(run).padStart(5)}${`${seconds} s`.padStart(8)}  ${last}${code === 0 ? '' : '  <- failed'}`);
  }
} finally {
  busy?.kill();
}
process.exitCode = bad === 0 ? 0 : 1;
console.log(`\n${count - bad} passed, ${bad} failed`);
