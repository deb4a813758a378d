import type { TestProject } from 'vitest/node';
import { type DockerUnderTest, listOurContainers } from './docker.ts';
import { BASE_IMAGE, importBaseImage } from './rig/baseImage.ts';
import { connectTo } from './rig/connect.ts';
import { installDocker, installGvisor, isDebianRoot } from './rig/debian.ts';
import { lacksOf, type Lacks } from './rig/engines/capabilities.ts';
import { engineNamed, type Engine } from './rig/engines/engines.ts';
import { startEngine } from './rig/engines/startEngine.ts';
import { ensureBaseImage, findDocker } from './rig/foreignDocker.ts';
import { startPrivateDaemon } from './rig/privateDaemon.ts';

interface Rig {
  readonly docker: Omit<DockerUnderTest, 'apiVersion'>;
  stop(): Promise<void>;
}

/**
 * Set up once for all Docker tests. On Debian as root it installs what is missing and runs a private daemon, elsewhere
 * it takes the Docker that answers. `HOOSEGOW_TEST_DOCKER` names one to use instead, `HOOSEGOW_TEST_BASE_IMAGE` an
 * image with Node for it. A missing Docker fails the tests: it never skips them.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const rig = await startRig();
  try {
    const client = connectTo(rig.docker.host);
    const { ApiVersion } = await client.version();
    project.provide('dockerUnderTest', { ...rig.docker, apiVersion: ApiVersion });
    return async () => {
      try {
        const left = await listOurContainers(client);
        if (left.length === 0) return;
        // Vitest prints an error of a teardown, but does not fail because of it.
        process.exitCode = 1;
        const names = left.flatMap(({ Names }) => Names);
        throw new Error(`the tests left containers behind: ${names.join(', ')}`);
      } finally {
        await rig.stop();
      }
    };
  } catch (error) {
    await rig.stop();
    throw error;
  }
}

/** Finds or starts the Docker of the tests. */
export async function startRig(): Promise<Rig> {
  const engine = process.env['HOOSEGOW_TEST_ENGINE'];
  if (engine !== undefined) return startNamed(engineNamed(engine));
  const named = process.env['HOOSEGOW_TEST_DOCKER'];
  return named === undefined && (await isDebianRoot()) ? startOwn() : useForeign(named);
}

async function startOwn(): Promise<Rig> {
  await installDocker();
  const runsc = await installGvisor(process.env['CI'] === 'true');
  const daemon = await startPrivateDaemon(runsc);
  const host = `unix://${daemon.socketPath}`;
  try {
    await importBaseImage(connectTo(host));
  } catch (error) {
    await daemon.stop();
    throw error;
  }
  // The daemon has no bridge, so the steps of a build reach the registry only by the machine's own network.
  return {
    docker: { host, baseImage: BASE_IMAGE, buildNetwork: 'host', lacks: withGvisor(runsc) },
    stop: () => daemon.stop(),
  };
}

/** One of the engines that `npm run test:engines` goes through, which has started it already. */
async function startNamed(engine: Engine): Promise<Rig> {
  const lacks = lacksOf(engine);
  if (lacks.gvisor === undefined) await installGvisor(true);
  const running = process.env['HOOSEGOW_TEST_DOCKER'];
  const started = running === undefined ? await startEngine(engine) : undefined;
  const host = started?.host ?? running ?? '';
  const stop = async () => started?.stop();
  try {
    await importBaseImage(connectTo(host));
  } catch (error) {
    await stop();
    throw error;
  }
  return { docker: { host, baseImage: BASE_IMAGE, buildNetwork: 'host', lacks }, stop };
}

function withGvisor(isThere: boolean): Lacks {
  return isThere ? {} : { gvisor: 'gVisor (runsc) is not installed' };
}

async function useForeign(named: string | undefined): Promise<Rig> {
  try {
    const host = await findDocker(named);
    const client = connectTo(host);
    const info = (await client.info()) as { Runtimes?: Readonly<Record<string, unknown>> };
    const baseImage = await ensureBaseImage(client, process.env['HOOSEGOW_TEST_BASE_IMAGE']);
    const buildNetwork = process.env['HOOSEGOW_TEST_BUILD_NETWORK'];
    const lacks = withGvisor('runsc' in (info.Runtimes ?? {}));
    return { docker: { host, baseImage, buildNetwork, lacks }, stop: () => Promise.resolve() };
  } catch (error) {
    throw new Error(
      `The Docker tests need a Docker that answers and the image node:24-slim: start Docker Desktop or dockerd, or set DOCKER_HOST. ` +
        `(On Debian as root they bring their own.) ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}
