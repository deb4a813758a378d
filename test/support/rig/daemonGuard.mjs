/**
 * Runs one private dockerd and takes it down again, with everything it made, as soon as stdin closes. The test process
 * holds the other end of that pipe, so this happens however it ends: normally, by a failure, an interrupt or SIGKILL.
 *
 * Arguments: the folder that everything of this daemon lives in, then the arguments of dockerd. For tests of how others
 * fare when a daemon dies, the messages `kill`, `stop` and `start` do that, and come back when it is done.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { kill, processesOf } from './leftovers.mjs';

const [folder, ...dockerdArguments] = process.argv.slice(2);
const socketPath = join(folder, 'docker.sock');
const logPath = join(folder, 'dockerd.log');
const log = openSync(logPath, 'w');
let ending = false;
/** It is down because it was told to be. */
let isDown = false;
let dockerd;
let dockerdExit;

function startDaemon() {
  isDown = false;
  dockerd = spawn('dockerd', dockerdArguments, { stdio: ['ignore', log, log] });
  dockerdExit = new Promise((resolve) => {
    dockerd.once('error', resolve);
    dockerd.once('exit', resolve);
  });
  void dockerdExit.then(() => {
    if (ending || isDown) return;
    const lines = readFileSync(logPath, 'utf8').trimEnd().split('\n');
    console.error(`The private dockerd has ended by itself. Its log ends in:\n${lines.slice(-20).join('\n')}`);
    void end(1);
  });
}

/** That of a killed daemon stays, deaf, and the next one would wait for it. It is not the parent of containers. */
async function endContainerd() {
  const path = join(folder, 'exec/containerd/containerd.pid');
  if (!existsSync(path)) return;
  const pid = Number(readFileSync(path, 'utf8'));
  while (processesOf(folder).includes(pid)) {
    kill(pid, 'SIGKILL');
    await sleep(20);
  }
  rmSync(path);
}

async function obey(order) {
  if (order === 'start') {
    startDaemon();
  } else {
    isDown = true;
    dockerd.kill(order === 'kill' ? 'SIGKILL' : 'SIGTERM');
    await dockerdExit;
    await endContainerd();
    // A killed daemon leaves it, and the next one would not start.
    rmSync(join(folder, 'pid'), { force: true });
  }
  process.send(order);
}

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
    // A daemon that is down already cannot remove a container.
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

startDaemon();
const endWell = () => void end(0);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, endWell);
process.on('message', (order) => void obey(order));
process.stdin.on('end', endWell).on('error', endWell).resume();
