import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectDocker, type DockerConnection } from '../../../../../../src/engine/hosts/docker/connection/connect.ts';
import { EngineError } from '../../../../../../src/engine/errors/errors.ts';
import { buildImage } from '../../../../../../src/engine/hosts/docker/images/buildImage.ts';
import { readBuildContext } from '../../../../../../src/engine/hosts/docker/images/context/contextEntries.ts';

let folder: string;
let server: Server;
let connection: DockerConnection;
let asked: URL[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'build-'));
  await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\n');
  asked = [];
});
afterEach(async () => {
  connection.close();
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

/** Builds at a daemon that answers the build like this, and has an image of that name or has not. */
async function build(answer: RequestListener, hasImage: boolean): Promise<string> {
  const socketPath = join(folder, 'd.sock');
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://d');
    asked.push(url);
    response.setHeader('Api-Version', '1.41');
    if (url.pathname.endsWith('/build')) {
      request.resume().on('end', () => answer(request, response));
    } else {
      response.writeHead(url.pathname === '/_ping' || hasImage ? 200 : 404).end('{}');
    }
  });
  await new Promise<void>((done) => void server.listen(socketPath, done));
  connection = connectDocker({
    url: `unix://${socketPath}`,
    source: 'test',
    connection: { kind: 'socket', socketPath },
  });
  const context = await readBuildContext(folder);
  let text = '';
  const surroundings = { env: {}, home: folder, platform: process.platform };
  const request = {
    connection,
    context,
    name: 'hoosegow:1',
    project: 'p',
    buildArgs: { BASE_IMAGE: 'b' },
    surroundings,
  };
  await buildImage(request, (progress) => void (text += progress.text));
  return text;
}

describe('buildImage', () => {
  it('asks for what it needs and nothing else', async () => {
    const line = `${JSON.stringify({ stream: 'Step 1/1 : FROM scratch\n' })}\r\n`;
    expect(await build((_request, response) => void response.end(line), true)).toBe('Step 1/1 : FROM scratch\n');
    const url = asked.find(({ pathname }) => pathname === '/v1.41/build');
    expect(Object.fromEntries(url?.searchParams ?? [])).toEqual({
      t: 'hoosegow:1',
      buildargs: '{"BASE_IMAGE":"b"}',
      labels: '{"dev.hoosegow.project":"p"}',
      rm: 'true',
      forcerm: 'true',
    });
  });

  it('does not take a clean end for an image', async () => {
    const failure = build((_request, response) => void response.end('{"stream":"Step 1/2"}\r\n'), false);
    await expect(failure).rejects.toThrow(EngineError);
    await expect(failure).rejects.toMatchObject({
      phase: 'build',
      message: expect.stringMatching(/without an image/) as unknown,
    });
  });

  it.each<[string, RequestListener, RegExp]>([
    [
      'is cut off',
      (request, response) => {
        response.write('{"stream":"Step 1/2"}\r\n');
        setTimeout(() => request.socket.destroy(), 20);
      },
      /connection to Docker (broke|failed)/,
    ],
    ['is no build', (_request, response) => void response.end('<html>'), /answered the build with something else/],
    [
      'is a refusal',
      (_request, response) => void response.writeHead(400).end('{"message":"odd"}'),
      /not build the image.*odd/,
    ],
  ])('fails where the answer %s', async (_what, answer, message) => {
    await expect(build(answer, true)).rejects.toThrow(message);
  });
});
