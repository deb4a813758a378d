/**
 * `npm run vscode`: opens a real VS Code with the built extension and a sample inmate project. A desktop `code` is taken
 * where it is on PATH and there is a display; else a VS Code server runs until Ctrl+C, and its address is printed.
 */
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findDesktopCode, openDesktopCode } from '../../../src/cli/desktopCode.ts';
import { scaffold } from '../../../src/engine/scaffold/scaffold.ts';
import { startRig } from '../dockerRig.ts';
import { missingForCodeServer } from '../rig/codeServer.ts';
import { connectTo } from '../rig/connect.ts';
import { findDocker } from '../rig/foreignDocker.ts';
import { isDebianRoot } from '../rig/debian.ts';
import { startVSCodeServer } from '../rig/vscodeServer.ts';
import { workbenchAddress } from '../rig/workbench.ts';

const extension = join(import.meta.dirname, '../../..');
const folder = join(await mkdtemp(join(tmpdir(), 'hoosegow-sample-')), 'sample-inmate');
await scaffold(folder);
console.log(`The sample inmate: ${folder}`);

const code = await findDesktopCode(process.platform, process.env);
if (code === undefined) await serve();
else process.exitCode = await openDesktopCode(code, extension, [folder]);

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

/** Where no Docker answers, starts that of the tests, if this machine allows it. */
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
