/**
 * `npm test`: builds, checks and tests everything, and counts it on the last line of its output: `N passed, N failed`
 * (and `, N skipped` where some were). Any failure, a layer that crashes included, gives exit status 1.
 *
 * First it installs what is missing on this machine, which takes minutes once, and reports its progress. After the
 * build three lanes of about the same length run side by side: what keeps the processor busy, what waits for Docker, and
 * what waits for a browser. A layer prints its output when it is over; until then a line now and then reports the
 * progress of all.
 *
 * - `--quick`: types, lint and unit tests only, without their coverage
 * - `--layers=unit,docker`: these only, one after the other, each printing as it goes
 */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { layerCounts } from './runReport.mjs';

const root = join(import.meta.dirname, '../..');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
/** Milliseconds between two lines about what is under way. */
const TELL_INTERVAL = 30_000;

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, layers: { type: 'string' } },
});
const reports = await mkdtemp(join(tmpdir(), 'hoosegow-test-'));

const npmScript = (name, script = name) => ({ name, file: 'npm', args: ['run', '--silent', script] });

/** A layer of tests, which are counted one by one; the others count as one check each. */
function tests(name, ...more) {
  return partOfTests(name, name, ...more);
}

/** Some of the tests of a project, as a layer of their own. */
function partOfTests(project, name, ...more) {
  const report = join(reports, `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return { name, file: process.execPath, args: [vitest, 'run', `--project=${project}`, ...reporters, ...more], report };
}

const build = npmScript('build');
const types = npmScript('types', 'typecheck');
const lint = npmScript('lint');
const everything = [
  [types, lint, tests('unit', '--coverage'), tests('integration'), tests('fuzz')],
  [tests('docker', '--exclude=test/docker/images/**'), tests('vscode')],
  [tests('webview'), tests('e2e'), partOfTests('docker', 'images', 'test/docker/images')],
];
const quick = [[types, lint], [tests('unit', `--maxWorkers=${availableParallelism()}`)]];

function lanesOf() {
  if (options.quick) return quick;
  if (options.layers === undefined) return everything;
  const named = options.layers.split(',');
  const known = everything.flat();
  const unknown = named.filter((name) => !known.some((layer) => layer.name === name));
  if (unknown.length > 0) {
    throw new Error(`no layer ${unknown.join(', ')}; there are ${known.map(({ name }) => name).join(', ')}`);
  }
  return [known.filter(({ name }) => named.includes(name))];
}

const lanes = lanesOf();
const isAlone = lanes.length === 1;
const running = new Map();
const ended = [];
const start = performance.now();
let interruption = '';

const secondsSince = (time) => Math.round((performance.now() - time) / 1000);

/** Gives the exit status. Output is passed through where nothing runs beside it, else into a file. */
function run({ name, file, args }, output) {
  return new Promise((resolve) => {
    const shell = file === 'npm' && process.platform === 'win32';
    const child = spawn(file, args, {
      cwd: root,
      stdio: ['ignore', output ? 'pipe' : 'inherit', output ? 'pipe' : 'inherit'],
      shell,
    });
    running.set(name, { child, start: performance.now() });
    if (output) {
      const log = createWriteStream(output);
      for (const stream of [child.stdout, child.stderr]) stream.pipe(log, { end: false });
    }
    child.once('error', (error) => {
      console.error(`${file} could not be started: ${error.message}`);
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
}

async function runLayer(layer) {
  if (interruption) return;
  const output = isAlone ? undefined : join(reports, `${layer.name}.log`);
  if (isAlone) console.log(`\n=== ${layer.name}`);
  const began = performance.now();
  const status = await run(layer, output);
  running.delete(layer.name);
  const counts = await layerCounts(status, layer.report);
  if (output) process.stdout.write(`\n=== ${layer.name}\n${await readFile(output, 'utf8').catch(() => '')}`);
  ended.push({ name: layer.name, seconds: secondsSince(began), ...counts });
}

async function runLane(layers) {
  for (const layer of layers) await runLayer(layer);
}

function interrupt(signal) {
  interruption = signal;
  for (const { child } of running.values()) child.kill(signal);
}

function tell() {
  if (isAlone || running.size === 0) return;
  const under = [...running].map(([name, { start: began }]) => `${name} for ${secondsSince(began)} s`).join(', ');
  const all = lanes.flat();
  const left = all.filter(({ name }) => !ended.some((layer) => layer.name === name)).length;
  console.log(`... ${secondsSince(start)} s: ${under}; ${left} of ${all.length} layers to go`);
}

process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
const telling = setInterval(tell, TELL_INTERVAL).unref();

const prepare = {
  name: 'prepare',
  file: process.execPath,
  args: ['--import', './test/support/typescript.mjs', 'test/support/prepare.ts'],
};
const first = options.quick ? [build] : [prepare, build];
let isReady = true;
for (const layer of first) {
  if (interruption || !isReady) break;
  console.log(`\n=== ${layer.name}`);
  const began = performance.now();
  const status = await run(layer, undefined);
  running.delete(layer.name);
  isReady = status === 0;
  const counts = await layerCounts(status, undefined);
  // Installing tools is not a check of the project, unless it fails.
  ended.push({
    name: layer.name,
    seconds: secondsSince(began),
    ...counts,
    passed: layer === prepare ? 0 : counts.passed,
  });
}
if (isReady) await Promise.all(lanes.map(runLane));
clearInterval(telling);
await rm(reports, { recursive: true, force: true });

const total = { passed: 0, failed: 0, skipped: 0 };
console.log('\n    time  passed  failed  layer');
for (const { name, seconds, ...counts } of ended) {
  for (const key of Object.keys(total)) total[key] += counts[key];
  const figures = [`${seconds} s`, counts.passed, counts.failed].map((figure) => String(figure).padStart(8)).join('');
  console.log(`${figures}  ${name}`);
}
console.log(`${`${secondsSince(start)} s`.padStart(8)} in all`);

const failures = ended.flatMap((layer) => layer.failures);
for (const failure of failures) console.error(`\n${failure}`);
const failedLayers = ended.filter(({ failed }) => failed > 0).map(({ name }) => name);
if (failedLayers.length > 0) console.error(`\nfailed: ${failedLayers.join(', ')}`);
if (interruption) {
  console.error(`\ninterrupted by ${interruption}`);
  total.failed += 1;
}
process.exitCode = total.failed === 0 ? 0 : 1;
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
