/**
 * Runs one container engine in namespaces of its own and takes it down again, with everything it made, as soon as stdin
 * closes. The test process holds the other end of that pipe, so this happens however it ends: normally, by a failure,
 * an interrupt or SIGKILL. Should this process itself be killed, the kernel ends the engine, its containers and its
 * mounts (they are all in those namespaces), and the next run removes the folder that is left.
 *
 * Argument: JSON of `{ folder, command }`, the folder that everything of this engine lives in (its socket is
 * `engine.sock` there), and the command that runs the engine as the first process of namespaces that it makes itself.
 */
import { spawn } from 'node:child_process';
import { openSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { kill } from '../leftovers.mjs';
import { removeCgroupsOf } from './cgroups.mjs';
import { removeLeftovers } from './leftFolders.mjs';

const { folder, command } = JSON.parse(process.argv[2]);
const socketPath = join(folder, 'engine.sock');
const logPath = join(folder, 'engine.log');
const log = openSync(logPath, 'w');
const REMOVED_WITHIN = 10_000;
const ENDED_WITHIN = 15_000;
let ending = false;

removeLeftovers(folder);

// The engine ends with this process in any case: `setpriv` has the kernel see to that.
const [file, ...args] = ['setpriv', '--pdeathsig', 'KILL', ...command];
const outside = spawn(file, args, { stdio: ['ignore', log, log] });
const ended = new Promise((resolve) => {
  outside.once('error', resolve);
  outside.once('exit', resolve);
});

function logEnd() {
  return readFileSync(logPath, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
}

/** The first process in the namespaces: when it ends, everything in them ends. */
function firstInside() {
  try {
    const children = readFileSync(`/proc/${outside.pid}/task/${outside.pid}/children`, 'utf8');
    return children
      .split(' ')
      .map(Number)
      .find((pid) => pid > 0);
  } catch {
    return undefined;
  }
}

function ask(method, path) {
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath, method, path, timeout: REMOVED_WITHIN }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => (text += part));
      response.on('end', () => resolve(text));
      response.on('error', reject);
    });
    asking.on('timeout', () => asking.destroy(new Error('the engine does not answer')));
    asking.on('error', reject);
    asking.end();
  });
}

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function removeContainers() {
  try {
    const containers = JSON.parse(await ask('GET', '/containers/json?all=1'));
    await Promise.allSettled(containers.map(({ Id }) => ask('DELETE', `/containers/${Id}?force=1`)));
  } catch {
    // An engine that is down already cannot remove a container.
  }
}

async function stopEngine() {
  const inside = firstInside();
  if (inside !== undefined) {
    kill(inside, 'SIGTERM');
    await Promise.race([ended, sleep(ENDED_WITHIN)]);
    kill(inside, 'SIGKILL');
  }
  kill(outside.pid, 'SIGKILL');
  await Promise.race([ended, sleep(ENDED_WITHIN)]);
}

async function end(code) {
  if (ending) return;
  ending = true;
  try {
    await removeContainers();
    await stopEngine();
    removeCgroupsOf(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    process.exit(code);
  } catch (error) {
    console.error(`The engine in ${folder} was not taken down: ${error.message}`);
    process.exit(1);
  }
}

void ended.then(() => {
  if (ending) return;
  console.error(`The engine has ended by itself. Its log ends in:\n${logEnd()}`);
  void end(1);
});
const endWell = () => void end(0);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, endWell);
process.stdin.on('end', endWell).on('error', endWell).resume();
