import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { homedir } from 'node:os';
import type { Duplex } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { chooseApiVersion } from '../../../src/engine/hosts/docker/connection/apiVersion.ts';
import { connectDocker, type DockerConnection } from '../../../src/engine/hosts/docker/connection/connect.ts';
import { statusOf } from '../../../src/engine/hosts/docker/connection/daemonError.ts';
import { resolveEndpoint } from '../../../src/engine/hosts/docker/endpoint/endpoint.ts';
import type { DockerOptions } from '../../../src/engine/options/options.ts';
import { dockerClient, dockerUnderTest } from '../../support/docker.ts';
import { makeFakeSsh, type FakeSsh } from './fakeSsh.ts';
import { startTlsProxy, type TlsProxy } from '../../support/tlsProxy.ts';

const socketPath = () => dockerUnderTest().host.replace(/^unix:\/\//, '');

let proxy: TlsProxy;
let ssh: FakeSsh;
let opened: DockerConnection[];
beforeAll(async () => {
  proxy = await startTlsProxy(socketPath());
  ssh = await makeFakeSsh(socketPath());
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await ssh[Symbol.asyncDispose]();
});
beforeEach(() => {
  opened = [];
  vi.stubEnv('PATH', ssh.path);
});
afterEach(() => {
  for (const connection of opened) connection.close();
  vi.unstubAllEnvs();
});

async function connect(options: DockerOptions, env: Record<string, string> = {}): Promise<DockerConnection> {
  const connection = connectDocker(
    await resolveEndpoint(options, { env, home: homedir(), platform: process.platform }),
  );
  opened.push(connection);
  return connection;
}

/** Sends a text through `cat` in a container, by an upgraded connection; gives what comes back, still multiplexed. */
async function echo(connection: DockerConnection, sent: string): Promise<string> {
  const { docker } = connection;
  const container = await docker.createContainer({
    name: `hoosegow-test-${randomUUID()}`,
    Image: dockerUnderTest().baseImage,
    Cmd: ['cat'],
    OpenStdin: true,
    StdinOnce: true,
    HostConfig: { NetworkMode: 'none', LogConfig: { Type: 'none', Config: {} } },
  });
  try {
    const socket = await upgrade(connection, `/containers/${container.id}/attach?stream=1&stdin=1&stdout=1`);
    await container.start();
    socket.end(sent);
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('latin1');
  } finally {
    await container.remove({ force: true });
  }
}

function upgrade(connection: DockerConnection, path: string): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const headers = { Connection: 'Upgrade', Upgrade: 'tcp', 'Content-Length': 0 };
    const options = { ...connection.httpOptions(), method: 'POST', path: `/v${connection.apiVersion}${path}`, headers };
    const call = request(options, (response) => reject(new Error(`status ${response.statusCode}`)));
    call.on('upgrade', (_response, socket) => resolve(socket));
    call.on('error', reject);
    call.end();
  });
}

const WAYS: [string, () => Promise<DockerConnection>][] = [
  ['the socket', () => connect({ host: dockerUnderTest().host })],
  ['TLS on TCP', () => connect({ host: `tcp://127.0.0.1:${proxy.port}`, certPath: proxy.certPath })],
  ['ssh', () => connect({ host: 'ssh://me@box:2222' })],
];

describe.each(WAYS)('over %s', (_way, open) => {
  it('calls are answered, and the version is the daemon’s', async () => {
    const connection = await open();
    const info = (await connection.docker.info()) as { ServerVersion?: string };
    const { ApiVersion, MinAPIVersion } = await connection.docker.version();
    expect(info.ServerVersion).toMatch(/^\d+\./);
    expect(connection.apiVersion).toBe(chooseApiVersion(ApiVersion, MinAPIVersion));
    const { time } = await connection.ping();
    expect(Math.abs(Date.now() - (time?.getTime() ?? 0))).toBeLessThan(5000);
  });

  it('an error of the daemon has its status', async () => {
    const { docker } = await open();
    const error: unknown = await docker
      .getContainer('no-such')
      .inspect()
      .catch((reason: unknown) => reason);
    expect(statusOf(error)).toBe(404);
    expect(error).toMatchObject({ message: expect.stringContaining('no-such') as string });
  });

  it('an attach is a stream both ways, and the next calls go on', async () => {
    const connection = await open();
    const sent = 'hello '.repeat(20_000);
    const answer = await echo(connection, sent);
    // Each frame of the multiplexed stream begins with eight bytes.
    // oxlint-disable-next-line no-control-regex -- the frames are bytes
    expect(answer.replaceAll(/\x01\0\0\0[^]{4}/g, '') === sent).toBe(true);
    expect(await connection.docker.listContainers()).toBeInstanceOf(Array);
  });

  it('several calls go at once', async () => {
    const { docker } = await open();
    const answers = await Promise.all(Array.from({ length: 10 }, () => docker.listImages()));
    expect(answers).toHaveLength(10);
  });
});

describe('TLS', () => {
  it('is kept for the next call', async () => {
    const connection = await connect({ host: `tcp://127.0.0.1:${proxy.port}`, certPath: proxy.certPath });
    await connection.ping();
    const before = proxy.connections;
    for (let i = 0; i < 5; i++) await connection.ping();
    expect(proxy.connections).toBe(before);
  });

  it('comes by DOCKER_HOST, DOCKER_TLS_VERIFY and DOCKER_CERT_PATH', async () => {
    const env = {
      DOCKER_HOST: `tcp://127.0.0.1:${proxy.port}`,
      DOCKER_TLS_VERIFY: '1',
      DOCKER_CERT_PATH: proxy.certPath,
    };
    expect(await (await connect({}, env)).ping()).toMatchObject({ apiVersion: dockerUnderTest().apiVersion });
  });

  it('refuses a daemon of another authority, unless it is not to be verified', async () => {
    const host = `tcp://127.0.0.1:${proxy.port}`;
    const strange = await connect({ host, certPath: proxy.strangerPath });
    await expect(strange.ping()).rejects.toThrow(/not signed by the authority in ca\.pem/);
    const unverified = { DOCKER_HOST: host, DOCKER_TLS: '1', DOCKER_CERT_PATH: proxy.certPath };
    expect(await (await connect({}, unverified)).ping()).toMatchObject({ apiVersion: dockerUnderTest().apiVersion });
  });

  it('says so where the daemon does not take our certificate', async () => {
    const failure = (await connect({ host: `https://127.0.0.1:${proxy.port}` }, { DOCKER_TLS: '1' })).ping();
    await expect(failure).rejects.toMatchObject({ name: 'EngineError', phase: 'connect' });
  });
});

describe('ssh', () => {
  it('gets its arguments whole, in order', async () => {
    const before = (await ssh.calls()).length;
    await (await connect({ host: 'ssh://me@box:2222' })).ping();
    const call = (await ssh.calls())[before];
    expect(call?.args.join(' ')).toBe(
      '-T -o BatchMode=yes -o ConnectTimeout=15 -l me -p 2222 -- box docker system dial-stdio',
    );
  });

  it('logs in once for calls one after the other, and leaves no process behind', async () => {
    const before = (await ssh.calls()).length;
    const connection = await connect({ host: 'ssh://box' });
    for (let i = 0; i < 5; i++) await connection.ping();
    await echo(connection, 'x');
    const calls = (await ssh.calls()).slice(before);
    expect(calls.length).toBeLessThanOrEqual(2);
    connection.close();
    for (const { pid } of calls) {
      await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 60_000 });
    }
  });

  it('that lets nobody in says so, with what ssh said', async () => {
    const failure = (await connect({ host: 'ssh://me@denied' })).docker.listImages();
    await expect(failure).rejects.toThrow(/ssh was not let in.*Permission denied \(publickey\).*ssh:\/\/me@denied/s);
  });

  it('that is not there says so', async () => {
    vi.stubEnv('PATH', '/nowhere');
    await expect((await connect({ host: 'ssh://box' })).ping()).rejects.toThrow(/there is no ssh command/);
  });
});

it('leaves no container', async () => {
  const names = (await dockerClient().listContainers({ all: true })).flatMap(({ Names }) => Names);
  expect(names.filter((name) => name.startsWith('/hoosegow-test-'))).toEqual([]);
});
