import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { pack } from 'tar-stream';
import { SYSTEM_PATH } from './rig/command.ts';
import { installRegistry } from './rig/debian.ts';

/** The user of the registry. */
export const USER = 'inmate';
export const PASSWORD = 'hunter2';
/** The file of that user's password, as bcrypt. */
const HTPASSWD = `${USER}:$2y$05$kAkLmjXqvvXJpxsYxgjhQuIXLHFqcQSC8i4AaDjxT18.V6vWxRTae`;

export interface Registry extends AsyncDisposable {
  /** `127.0.0.1:PORT`, from which Docker pulls without TLS. */
  readonly host: string;
  /** Puts an image there that holds one file. @returns its name */
  push(repository: string): Promise<string>;
}

/** Starts a real registry on this machine that accepts one user. */
export async function startRegistry(): Promise<Registry> {
  await installRegistry();
  const folder = await mkdtemp(join(tmpdir(), 'hoosegow-registry-'));
  await writeFile(join(folder, 'htpasswd'), `${HTPASSWD}\n`);
  const host = `127.0.0.1:${await freePort()}`;
  await writeFile(
    join(folder, 'config.yml'),
    JSON.stringify({
      version: 0.1,
      log: { level: 'error' },
      storage: { filesystem: { rootdirectory: join(folder, 'data') } },
      http: { addr: host },
      auth: { htpasswd: { realm: 'tests', path: join(folder, 'htpasswd') } },
    }),
  );
  const child = spawn('docker-registry', ['serve', join(folder, 'config.yml')], {
    stdio: 'ignore',
    env: { ...process.env, PATH: SYSTEM_PATH },
  });
  const ended = once(child, 'close');
  await untilAnswers(host, () => child.exitCode !== null);
  return {
    host,
    push: (repository) => push(host, repository),
    async [Symbol.asyncDispose]() {
      child.kill();
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function untilAnswers(host: string, hasEnded: () => boolean): Promise<void> {
  for (;;) {
    const status = await fetch(`http://${host}/v2/`).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 401) return;
    if (hasEnded()) throw new Error('the registry has ended by itself');
    await pause(50);
  }
}

async function push(host: string, repository: string): Promise<string> {
  const archive = pack();
  archive.entry({ name: 'pulled.txt' }, `from ${repository}`);
  archive.finalize();
  const layer = await buffer(archive);
  const config = Buffer.from(
    JSON.stringify({
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
    }),
  );
  for (const blob of [layer, config]) await upload(host, repository, blob);
  const describe = (mediaType: string, blob: Buffer) => ({ mediaType, size: blob.length, digest: digestOf(blob) });
  const type = 'application/vnd.docker.distribution.manifest.v2+json';
  await call(host, 'PUT', `/v2/${repository}/manifests/1`, type, {
    schemaVersion: 2,
    mediaType: type,
    config: describe('application/vnd.docker.container.image.v1+json', config),
    layers: [describe('application/vnd.docker.image.rootfs.diff.tar', layer)],
  });
  return `${host}/${repository}:1`;
}

function digestOf(blob: Buffer): string {
  return `sha256:${createHash('sha256').update(blob).digest('hex')}`;
}

async function upload(host: string, repository: string, blob: Buffer): Promise<void> {
  const location = await call(host, 'POST', `/v2/${repository}/blobs/uploads/`);
  const { pathname, search } = new URL(location, `http://${host}`);
  const query = `${search === '' ? '?' : `${search}&`}digest=${encodeURIComponent(digestOf(blob))}`;
  await call(host, 'PUT', `${pathname}${query}`, 'application/octet-stream', blob);
}

async function call(host: string, method: string, path: string, type?: string, body?: unknown): Promise<string> {
  const response = await fetch(`http://${host}${path}`, {
    method,
    headers: {
      Authorization: `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`,
      ...(type !== undefined && { 'Content-Type': type }),
    },
    ...(body !== undefined && { body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return response.headers.get('Location') ?? '';
}
