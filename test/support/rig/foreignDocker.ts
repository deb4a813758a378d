import type Docker from 'dockerode';
import { homedir } from 'node:os';
import { resolveEndpoint } from '../../../src/engine/hosts/docker/endpoint/endpoint.ts';

const PULLED_BASE_IMAGE = 'node:24-slim';

/** Finds the developer's Docker, by the rules of the engine under test. `host` names another one. */
export async function findDocker(host: string | undefined): Promise<string> {
  const surroundings = { env: process.env, home: homedir(), platform: process.platform };
  const endpoint = await resolveEndpoint(host === undefined ? {} : { host }, surroundings);
  return endpoint.url;
}

/** Gives the name of a base image that this Docker has, after pulling it where needed. */
export async function ensureBaseImage(docker: Docker, name = PULLED_BASE_IMAGE): Promise<string> {
  if (await hasImage(docker, name)) return name;
  console.log(`Docker tests: pulling ${name}`);
  try {
    const progress = await docker.pull(name);
    await new Promise<void>((resolve, reject) => {
      docker.modem.followProgress(progress, (error) => (error ? reject(error) : resolve()));
    });
  } catch (error) {
    throw new Error(`the Docker tests need the image ${name}, which could not be pulled: ${String(error)}`, {
      cause: error,
    });
  }
  return name;
}

async function hasImage(docker: Docker, name: string): Promise<boolean> {
  return docker
    .getImage(name)
    .inspect()
    .then(
      () => true,
      () => false,
    );
}
