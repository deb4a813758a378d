import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import {
  connectDocker,
  dockerConfigDir,
  listContexts,
  readContext,
  resolveEndpoint,
  usualSockets,
  type EndpointSurroundings,
} from '../../engine/internal.ts';
import type { DockerOptions } from '../../engine/index.ts';
import { messageOf } from '../../wire/thrown.ts';
import { inSettingWords } from '../steps/settingWords.ts';
import { isSame } from '../engines/isSame.ts';
import { readSshHosts } from './sshHosts.ts';

/** An endpoint where Docker may run. */
export interface EndpointChoice {
  /** `set`: the endpoint in the settings, if it is none of the others. */
  readonly kind: 'automatic' | 'set' | 'context' | 'socket' | 'ssh';
  readonly name: string;
  /** Its address, if known without connecting; else empty. */
  readonly url: string;
  readonly docker: DockerOptions;
}

export type Health =
  | {
      readonly ok: true;
      readonly url: string;
      readonly source: string;
      readonly apiVersion: string;
      /** The name and version that it reports, for example `Podman 5.4.2`. */
      readonly engine: string;
    }
  | { readonly ok: false; readonly url: string | undefined; readonly message: string };

export function localSurroundings(): EndpointSurroundings {
  return { env: process.env, home: homedir(), platform: process.platform };
}

/**
 * Finds the endpoints of this machine: what the Docker command line would choose, its contexts, sockets, ssh hosts.
 *
 * @param current the endpoint in the settings; always among the results
 */
export async function findEndpoints(
  current: DockerOptions,
  surroundings = localSurroundings(),
): Promise<readonly EndpointChoice[]> {
  const [automatic, contexts, sockets, sshHosts] = await Promise.all([
    automaticChoice(surroundings),
    contextChoices(surroundings),
    socketChoices(surroundings),
    readSshHosts(surroundings.home),
  ]);
  const ssh = sshHosts.map((name): EndpointChoice => {
    return { kind: 'ssh', name, url: `ssh://${name}`, docker: { host: `ssh://${name}` } };
  });
  const found = [automatic, ...contexts, ...sockets, ...ssh];
  if (found.some(({ docker }) => isSame(docker, current))) return found;
  const name = current.context ?? current.host ?? '';
  return [automatic, { kind: 'set', name, url: current.host ?? '', docker: current }, ...found.slice(1)];
}

/** Asks an endpoint for its version. Never rejects. */
export async function checkHealth(docker: DockerOptions, surroundings = localSurroundings()): Promise<Health> {
  let url: string | undefined;
  try {
    const endpoint = await resolveEndpoint(docker, surroundings);
    url = endpoint.url;
    const connection = connectDocker(endpoint);
    try {
      const { apiVersion, engine: traits } = await connection.ping();
      const engine = traits.version === undefined ? traits.name : `${traits.name} ${traits.version}`;
      return { ok: true, url, source: endpoint.source, apiVersion, engine };
    } finally {
      connection.close();
    }
  } catch (error) {
    return { ok: false, url, message: inSettingWords(messageOf(error)).message };
  }
}

async function automaticChoice(surroundings: EndpointSurroundings): Promise<EndpointChoice> {
  const url = await resolveEndpoint({}, surroundings).then(
    (endpoint) => endpoint.url,
    () => '',
  );
  return { kind: 'automatic', name: '', url, docker: {} };
}

async function contextChoices(surroundings: EndpointSurroundings): Promise<readonly EndpointChoice[]> {
  const configDir = dockerConfigDir(surroundings);
  const names = await listContexts(configDir);
  return Promise.all(
    names.map(async (name): Promise<EndpointChoice> => {
      const url = await readContext(configDir, name).then(
        ({ host }) => host,
        () => '',
      );
      return { kind: 'context', name, url, docker: { context: name } };
    }),
  );
}

async function socketChoices(surroundings: EndpointSurroundings): Promise<readonly EndpointChoice[]> {
  const scheme = surroundings.platform === 'win32' ? 'npipe' : 'unix';
  const found = await Promise.all(
    usualSockets(surroundings).map(async (path): Promise<EndpointChoice | undefined> => {
      const exists = await stat(path).then(
        () => true,
        () => false,
      );
      const url = `${scheme}://${path}`;
      return exists ? { kind: 'socket', name: socketName(path), url, docker: { host: url } } : undefined;
    }),
  );
  return found.filter((choice) => choice !== undefined);
}

/** The engine that uses a socket of that name. */
function socketName(path: string): string {
  if (/podman/.test(path)) return 'Podman';
  if (/colima/.test(path)) return 'Colima';
  if (/\.docker[\\/]|Desktop/.test(path)) return 'Docker Desktop';
  return path === '/var/run/docker.sock' || path.endsWith('docker_engine') ? 'Docker' : 'Docker (rootless)';
}
