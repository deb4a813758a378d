/**
 * `node --import ./test/support/typescript.mjs test/support/rig/engines/open.ts ENGINE` starts an engine to try things
 * on, with the base image of the tests in it, and removes it when its stdin closes or it is interrupted.
 */
import { once } from 'node:events';
import { BASE_IMAGE, importBaseImage } from '../baseImage.ts';
import { connectTo } from '../connect.ts';
import { engineNamed } from './engines.ts';
import { startEngine } from './startEngine.ts';

const engine = await startEngine(engineNamed(process.argv[2] ?? ''));
try {
  const client = connectTo(engine.host);
  await importBaseImage(client);
  const { Version, ApiVersion } = await client.version();
  console.log(`version ${Version}, API ${ApiVersion}, base image ${BASE_IMAGE}\nexport DOCKER_HOST=${engine.host}`);
  const interrupted = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal));
  await Promise.race([once(process.stdin.resume(), 'end'), ...interrupted]);
} finally {
  await engine.stop();
}
process.exit();
