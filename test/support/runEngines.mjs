/**
 * `npm run test:engines`: runs the cases that depend on the container engine against every engine that people have and
 * this machine can start (rig/engines/engines.ts), and counts them all on the last line of its output: `N passed, N
 * failed`. An engine that cannot be started is a failure where `CI` is `true`; elsewhere it is reported.
 *
 * Arguments: ids of engines, to run these only; `--write` updates the table of engines in the README with what was
 * seen.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectTo } from './rig/connect.ts';
import { isDebianRoot } from './rig/debian.ts';
import { lacksOf } from './rig/engines/capabilities.ts';
import { ENGINES, engineNamed } from './rig/engines/engines.ts';
import { differencesOf, writeTable } from './rig/engines/readmeTable.ts';
import { startEngine } from './rig/engines/startEngine.ts';
import { layerCounts } from './runReport.mjs';

const root = join(import.meta.dirname, '../..');
/** What differs between engines: how images are built, how a container is confined, and how it is talked to. */
const CASES = [
  'engine',
  'images',
  'entrypoint',
  'hostile',
  'dispatch/cancel',
  'dispatch/jail',
  'dispatch/outcomes',
  'cli',
];
/** Where limits are not enforced, hostile inmates would be let loose on this machine. */
const CASES_WITHOUT_LIMITS = ['engine', 'images', 'entrypoint'];
const onBuildMachine = process.env['CI'] === 'true';

const options = process.argv.slice(2);
const names = options.filter((option) => !option.startsWith('--'));
const engines = names.length === 0 ? ENGINES : names.map(engineNamed);

let running;
let interruption = '';
function interrupt(signal) {
  interruption = signal;
  running?.kill(signal);
}
process.on('SIGINT', interrupt).on('SIGTERM', interrupt);

/** Gives the exit status; output is passed through, input is empty. */
function runTests(engine, host, report) {
  const cases = lacksOf(engine).limits === undefined ? CASES : CASES_WITHOUT_LIMITS;
  const vitest = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project=docker'];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const env = { ...process.env, HOOSEGOW_TEST_ENGINE: engine.id, HOOSEGOW_TEST_DOCKER: host };
  return new Promise((resolve) => {
    const paths = cases.map((name) => `test/docker/${name}`);
    const stdio = ['ignore', 'inherit', 'inherit'];
    running = spawn(process.execPath, [...vitest, ...reporters, ...paths], { cwd: root, env, stdio });
    running.once('error', () => resolve(1));
    running.once('close', (code) => resolve(code ?? 1));
  });
}

/** What was seen of one engine: its version, its counts, or why it could not be started. */
async function tryOut(engine, reports) {
  let started;
  try {
    started = await startEngine(engine);
  } catch (error) {
    return { engine, missing: error.message, passed: 0, failed: onBuildMachine ? 1 : 0, skipped: 0, failures: [] };
  }
  try {
    const { Version: version, ApiVersion: api } = await connectTo(started.host).version();
    console.log(`${version}, API ${api}`);
    const report = join(reports, `${engine.id}.json`);
    const since = Date.now();
    const counts = await layerCounts(await runTests(engine, started.host, report), report);
    const seconds = Math.round((Date.now() - since) / 1000);
    const fault = await faultOf(started.stop());
    if (fault === undefined) return { engine, version, api, seconds, ...counts };
    const failures = [...counts.failures, fault];
    return { engine, version, api, seconds, ...counts, failed: counts.failed + 1, failures };
  } catch (error) {
    await faultOf(started.stop());
    throw error;
  }
}

function faultOf(promise) {
  return promise.then(
    () => undefined,
    (error) => error.message,
  );
}

function lineOf({ engine, missing, version, api, seconds, passed, failed, skipped }) {
  if (missing !== undefined) return `${engine.id}: missing. ${missing}`;
  const left = skipped > 0 ? `, ${skipped} left out (${Object.values(lacksOf(engine)).join('; ')})` : '';
  return `${engine.id} ${version}, API ${api}: ${passed} passed, ${failed} failed${left}, in ${seconds} s`;
}

async function tryAll() {
  const reports = await mkdtemp(join(tmpdir(), 'hoosegow-engines-'));
  const seen = [];
  for (const engine of engines) {
    if (interruption) break;
    console.log(`\n=== ${engine.id}`);
    seen.push(await tryOut(engine, reports));
  }
  await rm(reports, { recursive: true, force: true });
  return seen;
}

const total = { passed: 0, failed: 0 };
if (await isDebianRoot()) {
  const seen = await tryAll();
  for (const { passed, failed, failures } of seen) {
    total.passed += passed;
    total.failed += failed;
    for (const failure of failures) console.error(`\n${failure}`);
  }
  console.log(`\n${seen.map(lineOf).join('\n')}`);
  if (options.includes('--write')) await writeTable(seen);
  for (const difference of await differencesOf(seen)) console.log(difference);
} else {
  console.error(
    'The engines of these tests are packages of Debian, started by root: run this on Debian (a virtual machine, or a ' +
      'privileged container) as root. The engine that you use is tested by `HOOSEGOW_TEST_DOCKER=unix:///… npm test`.',
  );
  if (onBuildMachine) total.failed += 1;
}
if (interruption) {
  console.error(`\ninterrupted by ${interruption}`);
  total.failed += 1;
}
process.exitCode = total.failed === 0 ? 0 : 1;
console.log(`\n${total.passed} passed, ${total.failed} failed`);
