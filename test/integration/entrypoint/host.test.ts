import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { encodeRequest } from '../../../src/wire/request.ts';
import { matching, entrypointUnderTest, processesOfGroup, SHELLS, type Running } from './entrypoint.ts';

const entrypoint = entrypointUnderTest();

async function untilPrinted(call: Running, text: string): Promise<void> {
  while (!call.stdout.includes(text)) await pause(5);
}

/** Process id of one of the two Node processes. */
function processOf(call: Running, role: 'relay' | 'inmate'): number {
  const found = processesOfGroup(call.child.pid).find((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`\0${role}\0`),
  );
  return Number(found);
}

async function expectNothingLeft(call: Running): Promise<void> {
  await expect.poll(() => processesOfGroup(call.child.pid), { interval: 5 }).toEqual([]);
}

function residentMegabytes(pid: number): number {
  return Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

describe.each(SHELLS)('the end of the host with %s %s', (...shell) => {
  it.each(['never', 'spin', 'leaveChildAndWait'])('ends everything of %s when the lease ends', async (method) => {
    const call = entrypoint.start({ shell });
    call.write(encodeRequest(method, [], { lease: true }));
    await untilPrinted(call, 'ing\n');
    const before = processesOfGroup(call.child.pid);
    expect(before.length).toBeGreaterThanOrEqual(3);
    call.child.stdin.end();
    await call.ended;
    await expectNothingLeft(call);
    expect(call.frames.some(({ type }) => type !== 'stdout')).toBe(false);
  });
});

it('waits for the end of the lease after the answer', async () => {
  const call = entrypoint.start();
  const answered = call.nextFrame('return');
  call.write(encodeRequest('echo', ['x'], { lease: true }));
  await answered;
  await pause(300);
  expect(call.status).toBeNull();
  call.child.stdin.end();
  await call.ended;
  expect(call.status).toBe(0);
});

it('waits for it five seconds at most', async () => {
  const call = entrypoint.start();
  // Before the answer: seen late, it would have waited for less.
  const started = performance.now();
  const answered = call.nextFrame('return');
  call.write(encodeRequest('echo', ['x'], { lease: true }));
  await answered;
  await call.ended;
  expect(call.status).toBe(0);
  expect(performance.now() - started).toBeGreaterThan(4500);
});

it('does not care for the end of stdin without a lease', async () => {
  const call = await entrypoint.call('mixed', [50, 10]);
  expect(call.last).toEqual({ type: 'return', value: 'end' });
});

it('does not wait for the end of stdin without a lease', async () => {
  const call = entrypoint.start();
  call.write(encodeRequest('echo', []));
  await call.ended;
  expect(call.status).toBe(0);
});

it('takes a request in single bytes', async () => {
  const call = entrypoint.start();
  for (const byte of encodeRequest('echo', ['slowly', { a: [1, 2] }])) {
    call.write(Uint8Array.of(byte));
    await pause(1);
  }
  await call.ended;
  expect(call.story).toEqual(['return: ["slowly",{"a":[1,2]}]']);
});

it('ends by itself at its deadline, with what was printed before', async () => {
  const call = await entrypoint.call('never', [], { request: { lease: true, deadline: 400 } });
  expect(call.story).toEqual(['stdout: waiting\n']);
  expect(call.status).toBe('SIGKILL');
  expect(call.stderr).toBe('hoosegow: the deadline of 400 ms has passed\n');
});

it('ends at its deadline even where the host does not read', async () => {
  const call = entrypoint.start();
  call.child.stdout.pause();
  call.write(encodeRequest('flood', [64], { lease: true, deadline: 300 }));
  await once(call.child, 'exit');
  await expectNothingLeft(call);
});

it.each([
  ['no msgpack', [0xc1], /not a msgpack value/],
  ['no array', [0x05], /not an array/],
  ['no method name', [0x92, 0x01, 0x90], /method of the request is not a string/],
  ['no arguments', [0x92, 0xa1, 0x78, 0x01], /arguments of the request are not an array/],
])('raises for a request that is %s', async (_, bytes, message) => {
  const call = entrypoint.start();
  call.write(Uint8Array.from(bytes));
  await call.ended;
  expect(call.last).toMatchObject({
    type: 'raise',
    value: { class: 'ProtocolError', message: matching(message) },
  });
  expect(call.status).toBe(0);
});

it.each([0, 5])('ends when stdin ends after %d bytes of a request', async (bytes) => {
  const call = entrypoint.start();
  call.child.stdin.end(encodeRequest('echo', ['x']).subarray(0, bytes));
  await call.ended;
  expect(call.frames).toEqual([]);
  expect(call.stderr).toBe('hoosegow: stdin ended before the request was complete\n');
  expect(call.status).toBe(2);
});

it('ends when nobody reads its output any more', async () => {
  const call = entrypoint.start();
  call.write(encodeRequest('flood', [1000], { lease: true }));
  await untilPrinted(call, 'line of text');
  call.child.stdout.destroy();
  await once(call.child, 'exit');
  await expectNothingLeft(call);
});

it('keeps its memory small where the host reads slowly', async () => {
  const call = entrypoint.start();
  call.write(encodeRequest('flood', [200], { lease: true }));
  await untilPrinted(call, 'line of text');
  const relay = processOf(call, 'relay');
  call.child.stdout.pause();
  await pause(500);
  call.child.stdout.resume();
  await call.nextFrame('return');
  expect(residentMegabytes(relay)).toBeLessThan(120);
  call.child.stdin.end();
  await call.ended;
  expect(Buffer.byteLength(call.stdout)).toBe(200 * 1024 * 1024);
});

it('ends the inmate when the relay is gone', async () => {
  const call = entrypoint.start();
  // Never comes round to see that its channels are closed.
  call.write(encodeRequest('spin', [], { lease: true }));
  await untilPrinted(call, 'spinning');
  process.kill(processOf(call, 'relay'), 'SIGKILL');
  await call.ended;
  expect(call.status).toBe('SIGKILL');
  await expectNothingLeft(call);
});

it('offers the inmate to the kernel when memory runs out', async () => {
  const call = entrypoint.start();
  call.write(encodeRequest('never', [], { lease: true }));
  await untilPrinted(call, 'waiting');
  expect(readFileSync(`/proc/${processOf(call, 'inmate')}/oom_score_adj`, 'utf8')).toBe('1000\n');
  call.child.stdin.end();
  await call.ended;
});

it('leaves no FIFO behind', async () => {
  await entrypoint.call('echo', ['x']);
  expect(readdirSync(entrypoint.temporary)).toEqual([]);
});

it('says what is wrong where it cannot make a FIFO', async () => {
  const call = await entrypoint.call('echo', [], { env: { TMPDIR: '/nothing/of/this/name' } });
  expect(call.status).toBe(1);
  expect(call.stderr).toMatch(/^hoosegow: cannot make a FIFO in \/nothing\/of\/this\/name: .*\n$/);
});

it('ends where there is no Node', async () => {
  const call = await entrypoint.call('echo', [], { env: { HOOSEGOW_NODE: '/nothing/of/this/name' } });
  expect(call.status).toBe(127);
  expect(call.stderr).toContain('/nothing/of/this/name');
});
