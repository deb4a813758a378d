import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DockerEndpoint } from '../../endpoint/endpointTypes.ts';

/** The environment in which a Docker command talks to one daemon, overriding the command's own configuration. */
export interface CommandEndpoint extends AsyncDisposable {
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Points the Docker command to a daemon: its address, and its certificates in a folder that only this user can read. */
export async function commandEndpoint({ url, connection }: DockerEndpoint): Promise<CommandEndpoint> {
  const env = {
    DOCKER_HOST: url,
    DOCKER_CONTEXT: undefined,
    DOCKER_TLS: undefined,
    DOCKER_TLS_VERIFY: undefined,
    DOCKER_CERT_PATH: undefined,
  };
  if (connection.kind !== 'tcp') return { env, [Symbol.asyncDispose]: () => Promise.resolve() };
  const { host, port, tls } = connection;
  const address = `tcp://${host.includes(':') ? `[${host}]` : host}:${port}`;
  if (tls === undefined) {
    return { env: { ...env, DOCKER_HOST: address }, [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const folder = await mkdtemp(join(tmpdir(), 'hoosegow-tls-'));
  const dispose = () => rm(folder, { recursive: true, force: true });
  try {
    for (const name of ['ca', 'cert', 'key'] as const) {
      if (tls[name] !== undefined) await writeFile(join(folder, `${name}.pem`), tls[name], { mode: 0o600 });
    }
  } catch (error) {
    await dispose();
    throw error;
  }
  const switched = tls.verify ? { DOCKER_TLS_VERIFY: '1' } : { DOCKER_TLS: '1' };
  return {
    env: { ...env, DOCKER_HOST: address, DOCKER_CERT_PATH: folder, ...switched },
    [Symbol.asyncDispose]: dispose,
  };
}
