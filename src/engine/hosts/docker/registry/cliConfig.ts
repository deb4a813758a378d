import { readFile } from 'node:fs/promises';
import { codeOf, messageOf } from '../../../../wire/thrown.ts';
import { join } from 'node:path';
import { dockerConfigDir } from '../endpoint/contexts.ts';
import { nonEmpty, type EndpointSurroundings } from '../endpoint/endpointTypes.ts';
import { isRecord } from '../../../../text/isRecord.ts';

/** The part of a configuration of the Docker CLI (or of Podman's `auth.json`) about registries and proxies. */
export interface CliConfig {
  /** Path of the file. */
  readonly path: string;
  readonly auths: Readonly<Record<string, unknown>>;
  /** Name of the helper for all credentials except those in `credHelpers`. */
  readonly credsStore: string | undefined;
  /** Names of helpers by registry. */
  readonly credHelpers: Readonly<Record<string, unknown>>;
  /** By the address of a daemon, or `default`. */
  readonly proxies: Readonly<Record<string, unknown>>;
}

/** @returns the configuration; why it cannot be read; `undefined` where there is none */
export async function readCliConfig(path: string): Promise<CliConfig | string | undefined> {
  try {
    return parseCliConfig(path, await readFile(path, 'utf8'));
  } catch (error) {
    const code = codeOf(error) ?? messageOf(error);
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : `${path} cannot be used: ${code}`;
  }
}

/** @param path for messages @returns the configuration, or why it is not valid */
export function parseCliConfig(path: string, text: string): CliConfig | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // The message of JSON.parse quotes the text, and with it perhaps a password.
    return `${path} cannot be used: it is not valid JSON`;
  }
  if (!isRecord(parsed)) return `${path} cannot be used: it is not what the Docker CLI writes`;
  const { auths, credsStore, credHelpers, proxies } = parsed;
  return {
    path,
    auths: isRecord(auths) ? auths : {},
    credsStore: typeof credsStore === 'string' ? nonEmpty(credsStore) : undefined,
    credHelpers: isRecord(credHelpers) ? credHelpers : {},
    proxies: isRecord(proxies) ? proxies : {},
  };
}

/** Path of the configuration of the Docker CLI. */
export function dockerConfigPath(surroundings: EndpointSurroundings): string {
  return join(dockerConfigDir(surroundings), 'config.json');
}

/** Where Podman's commands keep credentials, the most important first. */
export function podmanAuthPaths({ env, home }: EndpointSurroundings): readonly string[] {
  const named = nonEmpty(env['REGISTRY_AUTH_FILE']);
  if (named !== undefined) return [named];
  const runtimeDir = nonEmpty(env['XDG_RUNTIME_DIR']);
  const configDir = nonEmpty(env['XDG_CONFIG_HOME']) ?? join(home, '.config');
  return [
    ...(runtimeDir === undefined ? [] : [join(runtimeDir, 'containers', 'auth.json')]),
    join(configDir, 'containers', 'auth.json'),
  ];
}
