import { nonEmpty, type EndpointSurroundings } from '../endpoint/endpointTypes.ts';
import { dockerConfigPath, podmanAuthPaths, parseCliConfig, readCliConfig, type CliConfig } from './cliConfig.ts';
import type { Credentials } from './credentialTypes.ts';
import { findCredentials } from './credentials.ts';
import { proxyArgs } from './proxies.ts';
import { registryOf } from './registryOf.ts';

/** The part of the user's configuration that a build by the daemon's own builder needs. */
export interface RegistryAccess {
  readonly credentials: Readonly<Record<string, Credentials>>;
  /** Build arguments that name the proxies. */
  readonly proxies: Readonly<Record<string, string>>;
  /** Problems of the configuration, which may or may not matter for this build. */
  readonly warnings: readonly string[];
}

export interface AccessQuestion {
  /** Images that may have to be pulled; `undefined` for one that is not known yet. */
  readonly images: readonly (string | undefined)[];
  /** Address of the daemon, as in `DOCKER_HOST`. */
  readonly daemon: string;
  readonly isPodman: boolean;
  readonly surroundings: EndpointSurroundings;
  readonly signal?: AbortSignal;
}

/** Reads the configuration of the Docker CLI, for Podman also its own, and asks the credential helpers. */
export async function readRegistryAccess(question: AccessQuestion): Promise<RegistryAccess> {
  const { images, daemon, isPodman, surroundings, signal } = question;
  const ownPath = dockerConfigPath(surroundings);
  const paths = [...(isPodman ? podmanAuthPaths(surroundings) : []), ownPath];
  // Newer Docker commands prefer credentials from a variable over all others.
  const variable = nonEmpty(surroundings.env['DOCKER_AUTH_CONFIG']);
  const read = [
    ...(variable === undefined ? [] : [parseCliConfig('DOCKER_AUTH_CONFIG', variable)]),
    ...(await Promise.all(paths.map(readCliConfig))),
  ];
  const configs = read.filter((config): config is CliConfig => typeof config === 'object');
  const registries = images.map((image) => registryIn(image, isPodman));
  const { credentials, failures } = await findCredentials(
    configs,
    registries.every((registry) => registry !== undefined) ? registries : undefined,
    surroundings,
    signal,
  );
  signal?.throwIfAborted();
  const own = configs.find(({ path }) => path === ownPath);
  return {
    credentials,
    proxies: own === undefined ? {} : proxyArgs(own, daemon),
    warnings: [...read.filter((config) => typeof config === 'string'), ...failures],
  };
}

/** Podman resolves a name without a registry by its own configuration. */
function registryIn(image: string | undefined, isPodman: boolean): string | undefined {
  if (image === undefined || (isPodman && !/^[^/]*[.:][^/]*\//.test(image))) return undefined;
  return registryOf(image);
}
