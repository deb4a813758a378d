/**
 * `npm test`: builds, checks and tests everything, layer by layer, and counts it on the last line of its output:
 * `N passed, N failed` (and `, N skipped` where some were). Any failure, a layer that crashes included, gives exit
 * status 1.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layerCounts } from './testReport.mjs';

const root = join(import.meta.dirname, '../..');
const reports = await mkdtemp(join(tmpdir(), 'hoosegow-test-'));
const npmScript = (name) => ['npm', ['run', '--silent', name]];

/** Layers in the order in which they run. Those with a `report` count their tests, the others count as one check. */
const layers = [
  { name: 'build', run: npmScript('build') },
  { name: 'types', run: npmScript('typecheck') },
  { name: 'lint', run: npmScript('lint') },
  vitestLayer('unit', ['--coverage']),
  vitestLayer('fuzz', []),
  vitestLayer('webview', []),
  vitestLayer('docker', []),
  vitestLayer('vscode', []),
  vitestLayer('e2e', []),
];

function vitestLayer(project, options) {
  const report = join(reports, `${project}.json`);
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return {
    name: project,
    run: [process.execPath, [vitest, 'run', `--project=${project}`, ...reporters, ...options]],
    report,
  };
}

let running;
let interruption = '';

/** Gives the exit status; output goes straight through, input is empty. */
function run([file, args]) {
  return new Promise((resolve) => {
    const shell = file === 'npm' && process.platform === 'win32';
    running = spawn(file, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell });
    running.once('error', (error) => {
      console.error(`${file} could not be started: ${error.message}`);
      resolve(1);
    });
    running.once('close', (code) => resolve(code ?? 1));
  });
}

function interrupt(signal) {
  interruption = signal;
  running?.kill(signal);
}

async function runLayer({ name, run: command, report }) {
  console.log(`\n=== ${name}`);
  return layerCounts(await run(command), report);
}

process.on('SIGINT', interrupt).on('SIGTERM', interrupt);

const total = { passed: 0, failed: 0, skipped: 0 };
const failedLayers = [];
const allFailures = [];
for (const layer of layers) {
  if (interruption) break;
  const counts = await runLayer(layer);
  for (const key of Object.keys(total)) total[key] += counts[key];
  if (counts.failed > 0) failedLayers.push(layer.name);
  allFailures.push(...counts.failures);
}
await rm(reports, { recursive: true, force: true });

if (interruption) {
  console.error(`\ninterrupted by ${interruption}`);
  total.failed += 1;
} else if (failedLayers.length > 0) {
  for (const failure of allFailures) console.error(`\n${failure}`);
  console.error(`\nfailed: ${failedLayers.join(', ')}`);
}
process.exitCode = total.failed === 0 ? 0 : 1;
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
