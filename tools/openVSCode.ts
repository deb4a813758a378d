/**
 * `npm run vscode`: opens a real VS Code with the built extension and a sample inmate project. A desktop `code` is taken
 * where it is on PATH and there is a display; else a VS Code server runs until Ctrl+C, and its address is printed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scaffold } from '../src/engine/scaffold.ts';
import { startRig } from '../test/support/dockerRig.ts';
import { isInstalled } from '../test/support/rig/command.ts';
import { missingForCodeServer } from '../test/support/rig/codeServer.ts';
import { connectTo } from '../test/support/rig/connect.ts';
import { findDocker } from '../test/support/rig/foreignDocker.ts';
import { isDebianRoot } from '../test/support/rig/debian.ts';
import { startVSCodeServer } from '../test/support/rig/vscodeServer.ts';
import { workbenchAddress } from '../test/support/rig/workbench.ts';

const extension = join(import.meta.dirname, '..');
const folder = join(await mkdtemp(join(tmpdir(), 'hoosegow-sample-')), 'sample-inmate');
await scaffold(folder);
console.log(`The sample inmate: ${folder}`);

if (hasDisplay() && (await isInstalled('code'))) await openDesktop();
else await serve();

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

async function openDesktop(): Promise<void> {
  const args = ['--new-window', `--extensionDevelopmentPath=${extension}`, folder];
  const code = spawn('code', args, { stdio: 'inherit', shell: process.platform === 'win32' });
  await once(code, 'exit');
  process.exitCode = code.exitCode ?? 1;
}

async function serve(): Promise<void> {
  const missing = await missingForCodeServer();
  if (missing.length > 0) {
    console.error(
      `There is no desktop VS Code ("code" on PATH, and a display), and a VS Code server needs ${missing.join(', ')}.`,
    );
    process.exitCode = 1;
    return;
  }
  const docker = (await hasDocker()) ? undefined : await bringDocker();
  const server = await startVSCodeServer({ settings: docker?.settings ?? {} });
  console.log(`VS Code: ${workbenchAddress(server, { folder, extension })}`);
  console.log('Ctrl+C ends it.');
  await Promise.race(['SIGINT', 'SIGTERM'].map((signal) => once(process, signal)));
  await server.stop();
  await docker?.stop();
}

async function hasDocker(): Promise<boolean> {
  return findDocker(undefined)
    .then((host) => connectTo(host).ping())
    .then(
      () => true,
      () => false,
    );
}

/** Where no Docker answers, the tests' own is brought up, if this machine lets it. */
async function bringDocker() {
  if (!(await isDebianRoot())) {
    console.warn('No Docker answers: recordings can be looked at, and no method can be run.');
    return undefined;
  }
  const rig = await startRig();
  const { docker } = rig;
  const settings = {
    'hoosegow.engine.host': docker.host,
    'hoosegow.images.baseImage': docker.baseImage,
    'hoosegow.images.buildNetwork': docker.buildNetwork ?? '',
  };
  return { settings, stop: () => rig.stop() };
}
