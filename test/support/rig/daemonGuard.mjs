/**
 * Runs one private dockerd and takes it down again, with everything it made, as soon as stdin closes. The test process
 * holds the other end of that pipe, so this happens whatever becomes of it: end, failure, interrupt or SIGKILL.
 *
 * Arguments: the folder that everything of this daemon lives in, then the arguments of dockerd.
 */
import { execFileSync, spawn } from 'node:child_process';
import { openSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { kill, processesOf } from './leftovers.mjs';

const [folder, ...dockerdArguments] = process.argv.slice(2);
const socketPath = join(folder, 'docker.sock');
const logPath = join(folder, 'dockerd.log');
const log = openSync(logPath, 'w');
const dockerd = spawn('dockerd', dockerdArguments, { stdio: ['ignore', log, log] });
let ending = false;

const dockerdExit = new Promise((resolve) => {
  dockerd.once('error', resolve);
  dockerd.once('exit', resolve);
});

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function ask(method, path) {
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath, method, path, timeout: 5_000 }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => (text += part));
      response.on('end', () => resolve(text));
      response.on('error', reject);
    });
    asking.on('timeout', () => asking.destroy(new Error('the daemon does not answer')));
    asking.on('error', reject);
    asking.end();
  });
}

async function removeContainers() {
  try {
    const containers = JSON.parse(await ask('GET', '/containers/json?all=1'));
    await Promise.allSettled(containers.map(({ Id }) => ask('DELETE', `/containers/${Id}?force=1`)));
  } catch {
    // A daemon that is down already has no container that it could remove.
  }
}

async function stopDaemon() {
  dockerd.kill('SIGTERM');
  await Promise.race([dockerdExit, sleep(20_000)]);
  for (const pid of processesOf(folder)) kill(pid, 'SIGKILL');
  await Promise.race([dockerdExit, sleep(5_000)]);
}

function unmountAll() {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((path) => path.startsWith(`${folder}/`));
  for (const path of mounts.toReversed()) execFileSync('umount', ['--lazy', path], { stdio: 'ignore' });
}

async function end(code) {
  if (ending) return;
  ending = true;
  try {
    await removeContainers();
    await stopDaemon();
    unmountAll();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    process.exit(code);
  } catch (error) {
    console.error(`The private dockerd in ${folder} was not taken down: ${error.message}`);
    process.exit(1);
  }
}

void dockerdExit.then(() => {
  if (ending) return;
  const lines = readFileSync(logPath, 'utf8').trimEnd().split('\n');
  console.error(`The private dockerd has ended by itself. Its log ends in:\n${lines.slice(-20).join('\n')}`);
  void end(1);
});
const endWell = () => void end(0);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, endWell);
process.stdin.on('end', endWell).on('error', endWell).resume();
