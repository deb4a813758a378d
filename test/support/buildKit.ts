import { delimiter, join } from 'node:path';
import { connectDocker } from '../../src/engine/hosts/docker/connection/connect.ts';
import { askForBuilder, type DaemonBuilder } from '../../src/engine/hosts/docker/connection/daemonBuilder.ts';
import { resolveEndpoint } from '../../src/engine/hosts/docker/endpoint/endpoint.ts';
import { findBuildCommand } from '../../src/engine/hosts/docker/images/builders/buildCommand.ts';
import { dockerUnderTest } from './docker.ts';

/** A `docker` command that drives BuildKit, as what a child process needs to find it. */
export interface BuildKitCommand {
  readonly kind: 'buildx' | 'built-in';
  readonly PATH: string;
  /** Members of a configuration in which its plugins are found. */
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * The commands on this machine: that of the PATH, that of the system's packages, and the one in the folder that
 * `HOOSEGOW_TEST_DOCKER_CLI` names (`docker`, and its plugins in `cli-plugins`). One of each kind is enough.
 */
export async function findBuildKitCommands(): Promise<readonly BuildKitCommand[]> {
  const own = process.env['PATH'] ?? '';
  const named = process.env['HOOSEGOW_TEST_DOCKER_CLI'];
  const places = [named, '', '/usr/bin'].filter((place) => place !== undefined);
  const found = new Map<string, BuildKitCommand>();
  for (const place of places) {
    const PATH = place === '' ? own : `${place}${delimiter}${own}`;
    const command = await findBuildCommand({ PATH, HOME: '/nowhere', ...(place === named && namedConfig(place)) });
    if (command.kind === 'none' || found.has(command.kind)) continue;
    const config = place === named ? { cliPluginsExtraDirs: [join(place, 'cli-plugins')] } : {};
    found.set(command.kind, { kind: command.kind, PATH, config });
  }
  return [...found.values()];
}

/** The plugins of a folder are found where a configuration lies beside them. */
function namedConfig(place: string): { DOCKER_CONFIG: string } {
  return { DOCKER_CONFIG: place };
}

/** The builders that the daemon under test reports. */
export async function builderUnderTest(): Promise<DaemonBuilder> {
  const surroundings = { env: {}, home: '/nowhere', platform: process.platform };
  const connection = connectDocker(await resolveEndpoint({ host: dockerUnderTest().host }, surroundings));
  try {
    return await askForBuilder(connection);
  } finally {
    connection.close();
  }
}
