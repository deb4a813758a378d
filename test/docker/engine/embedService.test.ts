import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { pluginService } from '../../../docs/embed/service.ts';
import { dockerUnderTest, listOurContainers, needs } from '../../support/docker.ts';

// The service of docs/embed.md, as it stands there.
let folder = '';
let service: ReturnType<typeof pluginService>;
let origin = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hoosegow-test-embed-'));
  const { host, baseImage, buildNetwork } = dockerUnderTest();
  const common = { limits: { timeout: 20_000 }, baseImage, ...(buildNetwork ? { buildNetwork } : {}) };
  service = pluginService(folder, { docker: { host }, concurrency: 2, containers: 2, queueSize: 1 }, common);
  const address = await service.listen(0);
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const PLUGIN = `export const add = (a, b) => a + b;
export const big = () => 2n ** 60n;
export const fail = () => { throw new RangeError('of the customer'); };
export const slow = () => new Promise((resolve) => setTimeout(resolve, 3000, 'old'));
export const forEver = () => new Promise(() => undefined);
`;

async function put(name: string, source: string): Promise<number> {
  return (await fetch(`${origin}/plugins/${name}`, { method: 'PUT', body: source })).status;
}

async function post(path: string, args: unknown): Promise<[number, unknown]> {
  const response = await fetch(`${origin}/plugins/${path}`, { method: 'POST', body: JSON.stringify(args) });
  return [response.status, await response.json()];
}

it('runs plugins of customers, tells their failures from its own, keeps those, and ends in order', async (context) => {
  // It takes the limits as they are.
  needs('limits', context);
  expect(await put('sums', PLUGIN)).toBe(200);
  expect(await put('Sums', PLUGIN)).toBe(404);
  expect(await put('wrong', 'export function {')).toBe(400);
  expect(await put('large', ' '.repeat(300_000))).toBe(413);

  expect(await post('sums/add', [1, 2])).toEqual([200, { result: 3 }]);
  expect(await post('sums/big', [])).toEqual([200, { result: String(2n ** 60n) }]);
  expect(await post('others/add', [])).toMatchObject([404, {}]);
  expect(await post('sums/add', { a: 1 })).toMatchObject([400, {}]);
  expect(await readdir(join(folder, 'recordings'))).toEqual([]);
  expect(await post('sums/fail', [])).toEqual([422, { error: 'RangeError: of the customer' }]);
  expect(await readdir(join(folder, 'recordings'))).toHaveLength(1);

  // Who goes has the call cancelled; what finds no place in the queue is refused.
  const leaving = [1, 2, 3].map(() => {
    const call = request(`${origin}/plugins/sums/forEver`, { method: 'POST' });
    call.on('error', () => undefined);
    call.end('[]');
    return call;
  });
  await vi.waitFor(async () => expect(await readdir(join(folder, 'recordings'))).toHaveLength(3), { timeout: 60_000 });
  await vi.waitFor(async () => expect((await post('sums/add', [1, 2]))[0]).toBe(503), { timeout: 60_000 });
  for (const call of leaving) call.destroy();
  await vi.waitFor(async () => expect(await listOurContainers()).toEqual([]), { timeout: 60_000 });

  // A new version takes the place of the old one, and closing waits for what runs.
  expect(await put('sums', PLUGIN.replace("'old'", "'new'"))).toBe(200);
  const last = post('sums/slow', []);
  await vi.waitFor(async () => expect(await readdir(join(folder, 'recordings'))).toHaveLength(4), { timeout: 60_000 });
  await service.close();
  expect(await last).toEqual([200, { result: 'new' }]);
  expect(await listOurContainers()).toEqual([]);
});
