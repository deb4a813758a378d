import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectDocker } from '../../../../../src/engine/hosts/docker/connection/connect.ts';
import { DockerHost } from '../../../../../src/engine/hosts/docker/dockerHost.ts';

/** A daemon that answers each further request to remove something as it is told, and the last way from then on. */
async function daemon(...answers: readonly Answer[]) {
  let asked = 0;
  return daemonThat((request, response) => {
    response.setHeader('Api-Version', '1.41').setHeader('Server', 'Docker/28.5.2 (linux)');
    if (request.method !== 'DELETE') return void response.end('OK');
    answers[Math.min(asked++, answers.length - 1)]?.(request, response);
  });
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

async function daemonThat(answer: Answer) {
  const folder = await mkdtemp(join(tmpdir(), 'hoosegow-host-'));
  const socketPath = join(folder, 'd.sock');
  const http = createServer(answer);
  await new Promise<void>((resolve) => void http.listen(socketPath, resolve));
  const url = `unix://${socketPath}`;
  const connection = connectDocker({ url, source: 'test', connection: { kind: 'socket', socketPath } });
  await connection.ready();
  const forsaken = new Set<string>();
  return {
    host: new DockerHost(connection, '', () => ({ body: {}, options: {} }), forsaken),
    forsaken,
    async [Symbol.asyncDispose]() {
      connection.close();
      http.close();
      await rm(folder, { recursive: true });
    },
  };
}

const says = (status: number, message?: string) => (_request: IncomingMessage, response: ServerResponse) =>
  void response.writeHead(status).end(message === undefined ? undefined : JSON.stringify({ message }));
const breaks = (request: IncomingMessage) => void request.socket.destroy();

const REMOVED = says(204);
const GONE = says(404, 'No such container: x');
const IN_PROGRESS = says(409, 'removal of container x is already in progress');

describe('the removal of a container', () => {
  it.each([
    ['it was there', [REMOVED], 'removed'],
    ['it was not there any more', [GONE], 'gone'],
    ['somebody else has begun it', [IN_PROGRESS, IN_PROGRESS, GONE], 'gone'],
    ['its own answer was lost on the way', [breaks, GONE], 'removed'],
    ['the daemon was not ready for it', [says(409, 'the container is paused'), REMOVED], 'removed'],
  ] as const)('says what it found: %s', async (_what, answers, removal) => {
    await using fake = await daemon(...answers);
    expect(await fake.host.remove('x')).toBe(removal);
    expect([...fake.forsaken]).toEqual([]);
  });

  it('waits for another remover of an engine that ends a container first, where it was ended from outside', async () => {
    let looks = 0;
    const removal: string[] = [];
    const answer = (request: IncomingMessage, response: ServerResponse): void => {
      response.setHeader('Api-Version', '1.41').setHeader('Libpod-Api-Version', '4.3.1');
      const isThere = looks < 3;
      if (request.method === 'DELETE') removal.push(isThere ? 'in between' : 'after it');
      else if (request.url?.endsWith('/json') === true) looks++;
      if (request.method === 'DELETE' ? isThere : request.url?.endsWith('/json') !== true) response.end('OK');
      else says(isThere ? 200 : 404, 'x')(request, response);
    };
    await using fake = await daemonThat(answer);
    expect(await fake.host.remove('x', true)).toBe('gone');
    expect(removal).toEqual(['after it']);
    looks = 0;
    expect(await fake.host.remove('x')).toBe('removed');
    expect(removal).toEqual(['after it', 'in between']);
  });

  it('leaves to the sweeper what it gives up, and not what it removes after all', async () => {
    let isDown = true;
    await using fake = await daemon((request, response) => (isDown ? breaks(request) : REMOVED(request, response)));
    await expect(fake.host.remove('x')).rejects.toMatchObject({ name: 'EngineError', phase: 'remove' });
    expect([...fake.forsaken]).toEqual(['x']);
    isDown = false;
    await fake.host.remove('x');
    expect([...fake.forsaken]).toEqual([]);
  });
});
