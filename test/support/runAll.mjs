/**
 * `npm test`: builds, checks and tests everything, layer by layer, and counts it on the last line of its output:
 * `N passed, N failed` (and `, N skipped` where some were). Any failure, a layer that crashes included, gives exit
 * status 1.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '../..');
/** Lines of each failure that are told once more at the end, where they are found first. */
const MAX_FAILURE_LINES = 8;
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

/** A failed test in a few lines: what it is called, and how it failed. */
function failureText(file, { fullName, failureMessages }) {
  const why = failureMessages.join('\n').split('\n').slice(0, MAX_FAILURE_LINES).join('\n');
  return `${relative(root, file)}: ${fullName}\n${why}`;
}

/** Counts tests; a file that could not even be loaded counts as one failure. */
async function countsOf(report) {
  try {
    const result = JSON.parse(await readFile(report, 'utf8'));
    const unloadable = result.testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.length === 0,
    );
    const failures = result.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.filter(({ status }) => status === 'failed').map((test) => failureText(name, test)),
    );
    return {
      passed: result.numPassedTests,
      failed: result.numFailedTests + unloadable.length,
      skipped: result.numPendingTests + result.numTodoTests,
      failures: [...failures, ...unloadable.map(({ name, message }) => `${name}\n${message}`)],
    };
  } catch {
    return { passed: 0, failed: 0, skipped: 0, failures: [] };
  }
}

/** A layer that fails without a failed test (it crashed, or missed its coverage) counts as one failure. */
async function runLayer({ name, run: command, report }) {
  console.log(`\n=== ${name}`);
  const status = await run(command);
  if (!report) return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0, failures: [] };
  const counts = await countsOf(report);
  if (status !== 0 && counts.failed === 0) return { ...counts, failed: 1 };
  if (status === 0 && counts.passed === 0) return { ...counts, failed: counts.failed + 1 };
  return counts;
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
