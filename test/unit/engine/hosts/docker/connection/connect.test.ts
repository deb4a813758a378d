import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { resolveEndpoint } from '../../../../../../src/engine/hosts/docker/endpoint/endpoint.ts';
import { connectDocker, type DockerConnection } from '../../../../../../src/engine/hosts/docker/connection/connect.ts';
import { DaemonError, statusOf } from '../../../../../../src/engine/hosts/docker/connection/daemonError.ts';
import { EngineError } from '../../../../../../src/engine/errors/errors.ts';

/** A daemon of our own making: what it answers, and what it was asked. */
class FakeDaemon {
  readonly asked: string[] = [];
  connections = 0;
  apiVersion = '1.41';
  readonly server: Server;
  constructor(answer: RequestListener) {
    this.server = createServer((request, response) => {
      this.asked.push(`${request.method} ${request.url}`);
      if (request.url === '/_ping') {
        response.setHeader('Api-Version', this.apiVersion);
        response.end('OK');
      } else {
        answer(request, response);
      }
    });
    this.server.on('connection', () => void this.connections++);
  }
}

let folder: string;
let socketPath: string;
let opened: (DockerConnection | Server)[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'connect-'));
  socketPath = join(folder, 'docker.sock');
  opened = [];
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const each of opened.toReversed()) {
    if ('closeAllConnections' in each) each.closeAllConnections();
    each.close();
  }
  await rm(folder, { recursive: true });
});

async function daemon(answer: RequestListener, where = socketPath): Promise<FakeDaemon> {
  const fake = new FakeDaemon(answer);
  await new Promise<void>((done) => {
    if (where === 'tcp') fake.server.listen(0, '127.0.0.1', done);
    else fake.server.listen(where, done);
  });
  opened.push(fake.server);
  return fake;
}

function connect(path = socketPath): DockerConnection {
  const connection = connectDocker({
    url: `unix://${path}`,
    source: 'test',
    connection: { kind: 'socket', socketPath: path },
  });
  opened.push(connection);
  return connection;
}

function connectTcp({ server }: FakeDaemon, tls?: { verify: boolean }): DockerConnection {
  const { port } = server.address() as AddressInfo;
  const connection = { kind: 'tcp' as const, host: '127.0.0.1', port, tls };
  const connected = connectDocker({ url: `tcp://127.0.0.1:${port}`, source: 'test', connection });
  opened.push(connected);
  return connected;
}

const json = (body: unknown) => (_request: IncomingMessage, response: ServerResponse) =>
  void response.setHeader('Content-Type', 'application/json').end(JSON.stringify(body));

describe('the version of the API', () => {
  it('is agreed on once, by a ping', async () => {
    const fake = await daemon(json([]));
    const { docker } = connect();
    await Promise.all([docker.listImages(), docker.listContainers({ all: true })]);
    await docker.listImages();
    expect(fake.asked.filter((call) => call.includes('_ping'))).toHaveLength(1);
    expect(fake.asked).toContain('GET /v1.41/containers/json?all=true');
    expect(fake.asked).not.toContain('GET /version');
  });

  it('respects what a newer daemon still speaks', async () => {
    const fake = await daemon((request, response) => {
      json(request.url === '/version' ? { MinAPIVersion: '1.48' } : [])(request, response);
    });
    fake.apiVersion = '1.60';
    const connection = connect();
    expect(() => connection.apiVersion).toThrow(EngineError);
    await connection.ready();
    expect(connection.apiVersion).toBe('1.48');
    await connection.docker.listImages();
    expect(fake.asked).toEqual(['GET /_ping', 'GET /version', 'GET /v1.48/images/json']);
  });

  it('is asked for again when Docker comes up later', async () => {
    const connection = connect();
    await expect(connection.docker.listImages()).rejects.toThrow(/no Docker socket/);
    await daemon(json([]));
    expect(await connection.docker.listImages()).toEqual([]);
  });
});

describe('a call', () => {
  it('goes to the endpoint, whatever DOCKER_HOST says', async () => {
    await daemon(json([{ Id: 'x' }]));
    vi.stubEnv('DOCKER_HOST', 'tcp://%%%');
    vi.stubEnv('DOCKER_CERT_PATH', '/nowhere');
    expect(await connect().docker.listImages()).toEqual([{ Id: 'x' }]);
  });

  it('carries its options as the query, and as the body of a POST', async () => {
    let body = '';
    const fake = await daemon((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => json({ Id: 'abc' })(request, response));
    });
    const { docker } = connect();
    await docker.listImages({ filters: { label: ['a=b c'] } });
    const container = await docker.createContainer({ name: 'n', Image: 'i', HostConfig: { Privileged: false } });
    expect(container.id).toBe('abc');
    const [, list, create] = fake.asked;
    expect(decodeURIComponent(list?.replaceAll('+', ' ') ?? '')).toBe(
      'GET /v1.41/images/json?filters={"label":["a=b c"]}',
    );
    expect(create).toBe('POST /v1.41/containers/create?name=n&Image=i');
    expect(JSON.parse(body)).toEqual({ name: 'n', Image: 'i', HostConfig: { Privileged: false } });
  });

  it('that is refused says so in the daemon’s words', async () => {
    await daemon((_request, response) => void response.writeHead(409).end('{"message":"it is in use"}'));
    const failure = connect().docker.getContainer('x').start();
    await expect(failure).rejects.toThrow(new DaemonError('it is in use', 409));
    expect(statusOf(await failure.catch((error: unknown) => error))).toBe(409);
    expect(statusOf(new Error('other'))).toBeUndefined();
  });

  it.each<[string, RequestListener]>([
    ['before its headers', (request) => request.socket.destroy()],
    [
      'within its body',
      (request, response) => {
        response.writeHead(200, { 'Content-Length': 100 }).write('{"StatusCode":');
        setTimeout(() => request.socket.destroy(), 20);
      },
    ],
  ])('whose answer is cut off %s fails, and does not hang', async (_when, answer) => {
    await daemon(answer);
    const failure = connect().docker.getContainer('x').wait();
    await expect(failure).rejects.toThrow(/the connection to Docker broke/);
    await expect(failure).rejects.toMatchObject({ name: 'EngineError', phase: 'connect' });
  });

  it('can be aborted, before and after the headers of its answer', async () => {
    let closed = 0;
    await daemon((request, response) => {
      request.socket.on('close', () => closed++);
      if (request.url?.includes('/late')) response.writeHead(200).write('{');
    });
    const { docker } = connect();
    for (const id of ['never', 'late']) {
      const controller = new AbortController();
      const failure = docker.getContainer(id).inspect({ abortSignal: controller.signal });
      await pause(50);
      controller.abort(new Error('enough'));
      await expect(failure).rejects.toThrow('enough');
    }
    await vi.waitFor(() => expect(closed).toBe(2), { timeout: 60_000 });
  });

  it('whose answer is not what dockerode expects fails, and throws nothing out of a callback', async () => {
    await daemon(json(null));
    await expect(connect().docker.createContainer({ Image: 'x' })).rejects.toThrow(
      /the engine's answer is none to POST \/containers\/create/,
    );
  });
});

describe('connections', () => {
  it('are not kept on a local socket, and are kept over TCP', async () => {
    const local = await daemon(json([]));
    const remote = await daemon(json([]), 'tcp');
    const overTcp = connectTcp(remote);
    const overSocket = connect();
    for (let i = 0; i < 3; i++) {
      await overTcp.docker.listImages();
      await overSocket.docker.listImages();
    }
    expect(local.connections).toBe(4);
    expect(remote.connections).toBe(1);
    overTcp.close();
    const open = () => new Promise<number>((done) => remote.server.getConnections((_error, count) => done(count)));
    await expect.poll(open).toBe(0);
  });
});

describe('the reason why there is no connection', () => {
  it('names what to do', async () => {
    const failure = connect().docker.listImages();
    await expect(failure).rejects.toMatchObject({ name: 'EngineError', phase: 'connect' });
    await expect(failure).rejects.toThrow(
      `there is no Docker socket: is Docker running? (unix://${socketPath}, chosen by test)`,
    );
    await writeFile(socketPath, '');
    await expect(connect().ping()).rejects.toThrow(/nothing listens there: is Docker running\?/);
  });

  it('is the permission', async () => {
    await daemon(json([]));
    await chmod(socketPath, 0);
    // No permission keeps root out.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.(65534);
    try {
      await expect(connect().ping()).rejects.toThrow(/add yourself to its group/);
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  it('is that something else listens', async () => {
    const fake = await daemon(json([]));
    fake.server
      .removeAllListeners('request')
      .on('request', (_request, response: ServerResponse) => void response.end('hi'));
    await expect(connect().ping()).rejects.toThrow(/what answers there is no Docker: "hi"/);
  });

  it('is TLS on a port without it, and no TLS on a port with it', async () => {
    const fake = await daemon(json([]), 'tcp');
    await expect(connectTcp(fake, { verify: true }).ping()).rejects.toThrow(
      /TLS with Docker failed: does that port speak TLS/,
    );
    fake.server.removeAllListeners('request').on('request', (_request, response: ServerResponse) => {
      response.writeHead(400).end('Client sent an HTTP request to an HTTPS server.\n');
    });
    await expect(connectTcp(fake).ping()).rejects.toThrow(/it wants TLS: write https:\/\//);
  });

  it.each([
    ['ENOENT', /^there is no Podman socket: is Podman running\?/],
    ['EACCES', /^no permission to use the Podman socket: .*systemctl --user start podman\.socket/],
    ['CERT_HAS_EXPIRED', /^the certificate of Podman has expired/],
  ])('names a Podman that has not been heard of by its address: %s', async (code, text) => {
    const endpoint = await resolveEndpoint(
      { host: 'unix:///run/podman/podman.sock' },
      { env: {}, home: '/', platform: 'linux' },
    );
    const podman = connectDocker(endpoint);
    expect(podman.toError(Object.assign(new Error('boom'), { code }), 'connect').message).toMatch(text);
    podman.close();
  });

  it.each([
    ['ECONNREFUSED', /is Docker running/],
    ['EACCES', /usermod -aG docker/],
    ['ENOTFOUND', /is its name right/],
    ['ETIMEDOUT', /cannot be reached/],
    ['CERT_HAS_EXPIRED', /certificate of Docker has expired/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /for another host/],
    ['SELF_SIGNED_CERT_IN_CHAIN', /not signed by the authority in ca\.pem/],
    ['HPE_INVALID_CONSTANT', /does not speak HTTP/],
    ['EWHATEVER', /failed: boom/],
  ])('explains %s', (code, text) => {
    const cause = Object.assign(new Error('boom'), { code });
    const error = connect().toError(cause, 'attach');
    expect(error.message).toMatch(text);
    expect(error).toMatchObject({ phase: 'attach', cause });
  });
});
