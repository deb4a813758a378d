import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../../../wire/thrown.ts';
import { EngineError, UsageError } from '../../../errors/errors.ts';
import { isRecord } from '../../../../text/isRecord.ts';
import { nonEmpty, type EndpointSurroundings, type EndpointTls } from './endpointTypes.ts';
import { readTlsFiles } from './tlsFiles.ts';

/** What a context of the Docker CLI says about its daemon. */
export interface DockerContext {
  readonly host: string;
  readonly tls: EndpointTls | undefined;
}

/** Folder of the Docker CLI's configuration. */
export function dockerConfigDir({ env, home }: EndpointSurroundings): string {
  return nonEmpty(env['DOCKER_CONFIG']) ?? join(home, '.docker');
}

/** Name of the context that `docker context use` chose; `undefined` for none. */
export async function currentContext(configDir: string): Promise<string | undefined> {
  const path = join(configDir, 'config.json');
  const config = await readJson(path);
  if (config === undefined) return undefined;
  const name = isRecord(config) ? config['currentContext'] : null;
  if (name !== undefined && typeof name !== 'string') {
    throw new EngineError(`${path} is not what the Docker CLI writes: "currentContext" is not a name`, 'connect');
  }
  return nonEmpty(name);
}

/** Reads a context from the CLI's store. If there is no such context, a `UsageError` names those that exist. */
export async function readContext(configDir: string, name: string): Promise<DockerContext> {
  const id = createHash('sha256').update(name).digest('hex');
  const path = join(configDir, 'contexts', 'meta', id, 'meta.json');
  const meta = await readJson(path);
  if (meta === undefined) {
    const known = ['default', ...(await listContexts(configDir))].map((each) => JSON.stringify(each)).join(', ');
    throw new UsageError(`there is no Docker context ${JSON.stringify(name)}; there are ${known}`);
  }
  const endpoint = dockerEndpointOf(meta);
  if (endpoint === undefined) {
    throw new EngineError(`the Docker context ${JSON.stringify(name)} names no Docker host (${path})`, 'connect');
  }
  const files = await readTlsFiles(join(configDir, 'contexts', 'tls', id, 'docker'));
  const tls = files || endpoint.skipVerify ? { ...files, verify: !endpoint.skipVerify } : undefined;
  return { host: endpoint.host, tls };
}

function dockerEndpointOf(meta: unknown): { host: string; skipVerify: boolean } | undefined {
  const endpoints = isRecord(meta) ? meta['Endpoints'] : undefined;
  const docker = isRecord(endpoints) ? endpoints['docker'] : undefined;
  if (!isRecord(docker)) return undefined;
  const { Host: host, SkipTLSVerify: skip = false } = docker;
  if (typeof host !== 'string' || host === '' || typeof skip !== 'boolean') return undefined;
  return { host, skipVerify: skip };
}

/** Names of the contexts in the CLI's store, sorted; `default`, which is not a file, is not among them. */
export async function listContexts(configDir: string): Promise<string[]> {
  const folder = join(configDir, 'contexts', 'meta');
  let ids: string[];
  try {
    ids = await readdir(folder);
  } catch {
    return [];
  }
  const names = await Promise.all(
    ids.map(async (id) => {
      // An unreadable context must not hide the others from a message that only lists names.
      const meta = await readJson(join(folder, id, 'meta.json')).catch(() => undefined);
      return isRecord(meta) && typeof meta['Name'] === 'string' ? meta['Name'] : undefined;
    }),
  );
  return names.filter((name) => name !== undefined).toSorted();
}

async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return undefined;
    throw new EngineError(`cannot read ${path}: ${String(error)}`, 'connect', { cause: error });
  }
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch (error) {
    throw new EngineError(`${path} is not valid JSON: mend it, or name the Docker host`, 'connect', { cause: error });
  }
}
