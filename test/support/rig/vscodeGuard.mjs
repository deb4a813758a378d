/**
 * Runs one VS Code server and takes it down again, with its folder and everything that runs out of it (the browser,
 * too), as soon as stdin closes. The test process holds the other end of that pipe, so this happens however it ends:
 * normally, by a failure, an interrupt or SIGKILL.
 *
 * Arguments: the folder that everything of this server lives in, then the command. Its output goes to `server.log`
 * there.
 */
import { spawn } from 'node:child_process';
import { openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { kill, processesOf } from './leftovers.mjs';

const [folder, file, ...args] = process.argv.slice(2);
const log = openSync(join(folder, 'server.log'), 'w');
// As the leader of a group of its own it can be ended with all its children, extension hosts included.
const server = spawn(file, args, { stdio: ['ignore', log, log], detached: true });
let ending = false;

function end(code) {
  if (ending) return;
  ending = true;
  if (server.pid !== undefined) kill(-server.pid, 'SIGKILL');
  for (let round = 0; round < 10; round++) {
    const left = processesOf(folder);
    if (left.length === 0) break;
    for (const pid of left) kill(pid, 'SIGKILL');
  }
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    process.exit(code);
  } catch (error) {
    console.error(`The VS Code server in ${folder} was not taken down: ${error.message}`);
    process.exit(1);
  }
}

server.once('error', (error) => {
  console.error(`${file} could not be started: ${error.message}`);
  end(1);
});
// The folder stays until stdin closes: its owner may read why the server has ended.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(0));
const endWell = () => end(0);
process.stdin.on('end', endWell).on('error', endWell).resume();
