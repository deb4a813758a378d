/**
 * `npm run dev`: keeps `dist/` as the sources are and checks their types, each line of output with what says it in front.
 * Ctrl+C ends all of it. A clone that was never built is built once before: the types of the library come of that.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

const root = dirname(import.meta.dirname);
const isWindows = process.platform === 'win32';
/** What a build leaves behind, the first and the last of it. */
const BUILT = ['cli.cjs', 'otel.d.mts'];
/** An inmate to try things on, for `.vscode/launch.json`. */
const SAMPLE = 'sample-inmate';
const TYPES = ['node_modules/typescript/bin/tsc', '--noEmit', '--watch', '--preserveWatchOutput', '--pretty', 'false'];

const running = new Set();
let isEnding = false;

/** Each in a process group of its own: a child process started here may have children itself, as `npm` does. */
function start(name, file, args) {
  const child = spawn(file, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe', ...(name === 'build' ? ['ipc'] : [])],
    detached: !isWindows,
    shell: isWindows && file === 'npm',
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => tell(name, line));
  }
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
}

function tell(name, line) {
  if (line.trim() !== '') console.log(`${name.padEnd(7)} | ${line}`);
}

async function runOnce(name, file, args) {
  const [status] = await once(start(name, file, args), 'close');
  if (status !== 0) process.exit(1);
}

/** If one of them ends, all are ended: it would go unnoticed that half of this is gone. */
function keep(name, args) {
  const child = start(name, process.execPath, args);
  child.once('close', (status) => {
    if (isEnding) return;
    tell(name, `ended with status ${status}`);
    process.exitCode = 1;
    endAll();
  });
  return child;
}

function endAll() {
  isEnding = true;
  for (const { pid, exitCode, signalCode } of running) {
    // The process may have ended while its output has not.
    if (exitCode !== null || signalCode !== null) continue;
    if (isWindows) spawnSync('taskkill', ['/pid', String(pid), '/t', '/f']);
    else process.kill(-pid, 'SIGTERM');
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, endAll);

if (!BUILT.every((file) => existsSync(join(root, 'dist', file)))) {
  tell('dev', 'the first build of this clone');
  await runOnce('first', 'npm', ['run', '--silent', 'build']);
}
if (!existsSync(join(root, SAMPLE))) await runOnce('sample', process.execPath, ['dist/cli.cjs', 'new', SAMPLE]);

const build = keep('build', ['esbuild.config.mjs', '--watch']);
// The build gets the whole machine first.
await once(build, 'message');
keep('types', TYPES);
keep('webview', [...TYPES, '-p', 'webview']);
