import type Docker from 'dockerode';
import { inject } from 'vitest';
import { connectTo } from './rig/connect.ts';
import type { Capability, Lacks } from './rig/engines/capabilities.ts';

/** The real Docker that the tests of the project `docker` run against; dockerRig.ts starts or finds it. */
export interface DockerUnderTest {
  /** Address as in `DOCKER_HOST`, for example `unix:///path/docker.sock`. */
  readonly host: string;
  /** For `BASE_IMAGE` of the template's Dockerfile. */
  readonly baseImage: string;
  /** Network that the steps of a build need to reach the package registry; `undefined`: the daemon's default. */
  readonly buildNetwork: string | undefined;
  /** What it cannot do, and why: a test that needs it is skipped there. gVisor is the runtime `runsc`. */
  readonly lacks: Lacks;
  /** Newest version of the API that the daemon speaks, for example `1.41`. */
  readonly apiVersion: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    dockerUnderTest: DockerUnderTest;
  }
}

export function dockerUnderTest(): DockerUnderTest {
  return inject('dockerUnderTest');
}

/** Skips a test whose subject the engine cannot do, and says why. */
export function needs(capability: Capability, { skip }: { readonly skip: (note: string) => void }): void {
  const reason = dockerUnderTest().lacks[capability];
  if (reason !== undefined) skip(reason);
}

/** A client of its own beside the engine's, to observe from outside what the engine does. */
export function dockerClient(): Docker {
  return connectTo(dockerUnderTest().host);
}

/** Every container on the daemon that carries a label of the engine, running or not. */
export async function listOurContainers(docker: Docker = dockerClient()): Promise<Docker.ContainerInfo[]> {
  const containers = await docker.listContainers({ all: true });
  return containers.filter(({ Labels }) => Object.keys(Labels).some((label) => label.includes('hoosegow')));
}
