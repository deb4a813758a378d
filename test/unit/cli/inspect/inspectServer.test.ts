import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode, encode } from '@msgpack/msgpack';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { ASSET_NAMES } from '../../../../src/cli/inspect/assets.ts';
import { InspectServer } from '../../../../src/cli/inspect/inspectServer.ts';
import { RecordingReader } from '../../../../src/recording/recordingReader.ts';
import { checkHostMessage, checkReply } from '../../../../src/protocol/checkMessage.ts';
import type { HeardMessage } from '../../../../src/protocol/protocol.ts';
import { chunk, freshPath, META, record, RETURNED } from '../../recording/recordings.ts';
import { stdoutFrame, valueFrame } from '../../wire/streams.ts';

const assets = mkdtempSync(join(tmpdir(), 'hoosegow-assets-'));
afterAll(() => rmSync(assets, { recursive: true, force: true }));
for (const name of ASSET_NAMES) writeFileSync(join(assets, name), `content of ${name}`);
writeFileSync(join(assets, 'secret.txt'), 'secret');

const path = record(
  [
    chunk('stdout', stdoutFrame('hello\n')),
    chunk('stdout', valueFrame('yield', [new Uint8Array([1, 2, 255])])),
    chunk('stdout', valueFrame('return', JSON.parse('{"__proto__": 1}'))),
    { outcome: RETURNED, t: 4 },
  ],
  META,
);

async function started(recording = path, idleTime = 60_000): Promise<{ server: InspectServer; reports: string[] }> {
  const reports: string[] = [];
  const server = new InspectServer({
    open: async () => RecordingReader.open(recording),
    name: 'a "name"',
    assetPath: (name) => join(assets, name),
    shell: 'posix',
    report: (message) => void reports.push(message),
    idleTime,
  });
  await server.start();
  onTestFinished(async () => server.close());
  return { server, reports };
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Not by `fetch`, which lets nobody choose the Host header. */
async function get(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port, pathname } = new URL(url);
    const asked = request({ hostname, port, path: pathname, method, headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) });
      });
      response.on('error', reject);
    });
    asked.on('error', reject).end();
  });
}

function originOf(server: InspectServer): string {
  return new URL(server.url).origin;
}

function socketUrl(server: InspectServer): string {
  return `${server.url.replace('http:', 'ws:')}socket`;
}

async function isAccepted(url: string, origin?: string, headers: Record<string, string> = {}): Promise<boolean> {
  const socket = new WebSocket(url, { ...(origin === undefined ? {} : { origin }), headers });
  return new Promise((resolve) => {
    socket.once('open', () => {
      socket.terminate();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

describe('the page', () => {
  it('comes with a policy that allows its own script, style and socket, and nothing else', async () => {
    const { server } = await started();
    const { status, headers, body } = await get(server.url);
    expect(status).toBe(200);
    const policy = headers['content-security-policy'];
    const [, nonce = ''] = /script-src 'nonce-([^']+)'/.exec(String(policy)) ?? [];
    expect(nonce.length).toBeGreaterThan(20);
    expect(policy).toBe(
      `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'; font-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(body.toString()).toContain(`<script type="module" nonce="${nonce}" src="timeline.js"></script>`);
    expect(body.toString()).not.toContain('render');
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    });
    expect((await get(server.url)).body.toString()).not.toContain(nonce);
  });

  it('has its files, and no others', async () => {
    const { server } = await started();
    for (const name of ASSET_NAMES) {
      const { status, headers, body } = await get(`${server.url}${name}`);
      expect([status, body.toString()]).toEqual([200, `content of ${name}`]);
      expect(headers['content-type']).toMatch(/^(text\/(javascript|css)|font\/ttf)/);
    }
    const others = [
      'secret.txt',
      '%2e%2e/secret.txt',
      '..%2fsecret.txt',
      'constructor',
      '__proto__',
      'export/exe',
      'value/x',
    ];
    for (const name of others) expect((await get(`${server.url}${name}`)).status).toBe(404);
    expect((await get(server.url, {}, 'POST')).status).toBe(405);
  });

  it('is for those who know the token', async () => {
    const { server } = await started();
    const token = new URL(server.url).pathname.split('/')[1] ?? '';
    expect(token.length).toBeGreaterThan(40);
    const origin = originOf(server);
    const wrong = [
      '',
      '/',
      `/${token}`,
      `/${token.slice(1)}/`,
      `/${token}x/`,
      `//${token}/`,
      `/x/${token}/`,
      '/timeline.js',
    ];
    for (const guess of wrong) expect([guess, (await get(`${origin}${guess}`)).status]).toEqual([guess, 404]);
    const another = await started();
    expect((await get(`${originOf(another.server)}/${token}/`)).status).toBe(404);
  });

  it('is not for pages that call this machine by another name', async () => {
    const { server } = await started();
    const { port } = new URL(server.url);
    const statusOf = async (host: string) => (await get(server.url, { host })).status;
    expect(await statusOf(`127.0.0.1:${port}`)).toBe(200);
    expect(await statusOf(`localhost:${port}`)).toBe(200);
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1',
      `127.0.0.1:1`,
      `localhost.evil.example:${port}`,
    ]) {
      expect([host, await statusOf(host)]).toEqual([host, 403]);
    }
  });

  it('can be led to once', async () => {
    const { server } = await started();
    const once = server.onceUrl;
    expect(once).not.toContain(new URL(server.url).pathname);
    expect((await get(`${once}x`)).status).toBe(404);
    const { status, headers } = await get(once);
    expect([status, `${originOf(server)}${headers.location}`]).toEqual([303, server.url]);
    expect((await get(once)).status).toBe(404);
  });
});

describe('the socket', () => {
  it('is for the page alone', async () => {
    const { server } = await started();
    const [origin, url] = [originOf(server), socketUrl(server)];
    expect(await isAccepted(url, origin)).toBe(true);
    expect(await isAccepted(url)).toBe(false);
    expect(await isAccepted(url, 'http://evil.example')).toBe(false);
    expect(await isAccepted(url, 'null')).toBe(false);
    expect(await isAccepted(url, origin.replace('127.0.0.1', 'localhost'))).toBe(false);
    expect(await isAccepted(`${origin.replace('http', 'ws')}/socket`, origin)).toBe(false);
    expect(await isAccepted(url.replace('/socket', '/timeline.js'), origin)).toBe(false);
    const host = `evil.example:${new URL(origin).port}`;
    expect(await isAccepted(url, `http://${host}`, { host })).toBe(false);
  });

  it('serves the timeline, whatever else is said to it', async () => {
    const { server, reports } = await started();
    const socket = new WebSocket(socketUrl(server), { origin: originOf(server) });
    onTestFinished(() => socket.terminate());
    const messages: HeardMessage[] = [];
    socket.on('message', (data: Buffer) => {
      const message = checkHostMessage(decode(data));
      if (message) messages.push(message);
    });
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send('a text');
    socket.send(new Uint8Array([0xc1]));
    socket.send(encode({ kind: 'nonsense' }));
    socket.send(encode({ kind: 'ready' }));
    // The first one tells of as many rows as are read by then.
    const extent = () => messages.findLast((one) => 'extent' in one)?.extent;
    await expect.poll(extent).toMatchObject({ rows: 4, complete: true });
    expect(messages[0]).toMatchObject({ kind: 'start', header: { method: 'render' } });
    expect(reports).toHaveLength(3);
    socket.send(encode({ kind: 'request', id: 7, request: { type: 'rows', from: 0, to: 9 } }));
    socket.send(encode({ kind: 'request', id: 8, request: { type: 'detail', row: 2 } }));
    const reply = (id: number) => messages.find((one) => one.kind === 'reply' && one.id === id);
    await expect.poll(() => reply(7) && reply(8)).toBeDefined();
    const [rows, detail] = [reply(7), reply(8)];
    expect(rows?.kind === 'reply' && checkReply('rows', rows.reply)?.previews).toEqual([
      'hello',
      '<3 bytes 0102ff>',
      '{ __proto__: 1 }',
      'returned',
    ]);
    expect(detail?.kind === 'reply' && checkReply('detail', detail.reply)?.value).toEqual({ map: [['__proto__', 1]] });
  });

  it('tells of a recording that cannot be opened', async () => {
    const { server } = await started(freshPath());
    const socket = new WebSocket(socketUrl(server), { origin: originOf(server) });
    onTestFinished(() => socket.terminate());
    const message = new Promise<unknown>((resolve) => socket.once('message', (data: Buffer) => resolve(decode(data))));
    socket.once('open', () => socket.send(encode({ kind: 'ready' })));
    expect(await message).toMatchObject({ kind: 'broken', message: expect.stringContaining('no such file') as string });
  });

  it('ends the server when it is closed and not opened again', async () => {
    const { server } = await started(path, 150);
    let isIdle = false;
    void server.idle().then(() => (isIdle = true));
    const open = async () => {
      const socket = new WebSocket(socketUrl(server), { origin: originOf(server) });
      await new Promise((resolve) => socket.once('open', resolve));
      return socket;
    };
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    await vi.advanceTimersByTimeAsync(300);
    const first = await open();
    await vi.advanceTimersByTimeAsync(300);
    first.close();
    await vi.advanceTimersByTimeAsync(140);
    const second = await open();
    await vi.advanceTimersByTimeAsync(300);
    expect(isIdle).toBe(false);
    second.close();
    await expect
      .poll(async () => {
        await vi.advanceTimersByTimeAsync(160);
        return isIdle;
      })
      .toBe(true);
  });
});

describe('a download', () => {
  it('is a file to be saved, and holds the recording in another form', async () => {
    const { server } = await started();
    const { headers, body } = await get(`${server.url}export/stdout`);
    expect(body.toString()).toBe('hello\n');
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename="a__name_.stdout.txt"',
    });
    for (const format of ['ndjson', 'chrome-trace', 'html', 'stderr']) {
      expect((await get(`${server.url}export/${format}`)).status).toBe(200);
    }
  });

  it('holds the value of a row, bytes as they are', async () => {
    const { server, reports } = await started();
    expect((await get(`${server.url}value/1`)).body).toEqual(Buffer.from([1, 2, 255]));
    const json = await get(`${server.url}value/2`);
    expect(json.body.toString()).toBe('{\n  "__proto__": 1\n}\n');
    expect(json.headers['content-disposition']).toBe('attachment; filename="a__name_-return-3.json"');
    expect((await get(`${server.url}value/99`)).status).toBe(500);
    expect(reports).toEqual(['there is no row 99']);
  });

  it('can be opened in a tab, where it is plain text without any right', async () => {
    const { server } = await started();
    const open = (what: unknown) => get(`${server.url}open/${encodeURIComponent(JSON.stringify(what))}`);
    const { status, headers, body } = await open({ kind: 'stream', row: 3, stream: 'stdout' });
    expect([status, body.toString()]).toEqual([200, 'hello\n']);
    expect(headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': 'inline',
      'content-security-policy': `sandbox; default-src 'none'; frame-ancestors 'none'`,
      'x-content-type-options': 'nosniff',
    });
    const save = `${server.url}save/${encodeURIComponent(JSON.stringify({ kind: 'stream', row: 3, stream: 'stdout' }))}`;
    expect((await get(save)).headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename="a__name_-stdout-to-4.txt"',
    });
    for (const what of [
      {},
      'x',
      { kind: 'stream', row: -1, stream: 'stdout' },
      { kind: 'file', path: '/etc/passwd' },
    ]) {
      expect((await open(what)).status).toBe(404);
    }
    expect((await get(`${server.url}open/%E0%A4%A`)).status).toBe(404);
  });
});
